"""An editor's side of the protocol, and projects of its own."""

from __future__ import annotations

import shutil
import sys
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pytest_lsp", reason="the end-to-end tests need pytest-lsp: pip install '.[dev]'")

import pytest_asyncio
from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp import client_capabilities
from pytest_lsp.client import LanguageClient, register_lsp_features

from tests.server.editor import Editor

REPO = Path(__file__).parent.parent.parent
SERVER = [sys.executable, "-m", "linter", "server"]

_converter = cache(default_converter)  # it compiles a function for each type that it meets


def pushing(capabilities: types.ClientCapabilities) -> types.ClientCapabilities:
    """The capabilities of a client that waits to be told."""
    assert capabilities.text_document is not None
    capabilities.text_document.diagnostic = None
    return capabilities


async def start(
    root: Path, capabilities: types.ClientCapabilities, folder: bool = True, **more: Any
) -> Editor:
    """Start a server, and open a folder with it; `more` stands in the parameters of initialize."""
    client = LanguageClient(converter_factory=_converter)
    register_lsp_features(client)
    editor = Editor(client, root)

    # pytest-lsp's own handlers drop the version, and do nothing
    del client.protocol.fm.features[types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS]
    del client.protocol.fm.features[types.WORKSPACE_DIAGNOSTIC_REFRESH]

    @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def published(params: types.PublishDiagnosticsParams) -> None:
        editor.heard[params.uri] = params.version, list(params.diagnostics)
        editor.news.set()

    @client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def registered(params: types.RegistrationParams) -> None:
        editor.registered += [one.method for one in params.registrations]

    @client.feature(types.WORKSPACE_DIAGNOSTIC_REFRESH)
    def refreshed(_params: None) -> None:
        editor.refreshed += 1
        editor.news.set()

    await client.start_io(*SERVER, cwd=str(REPO))
    folders = [types.WorkspaceFolder(root.as_uri(), root.name)] if folder else None
    await client.initialize_session(
        types.InitializeParams(capabilities=capabilities, workspace_folders=folders, **more)
    )
    return editor


@pytest.fixture
def contoso(tmp_path: Path) -> Path:
    """The clean example, to be edited."""
    return Path(shutil.copytree(REPO / "examples" / "contoso", tmp_path / "contoso"))


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """The example with mistakes."""
    return Path(shutil.copytree(REPO / "examples" / "contoso-broken", tmp_path / "broken"))


@pytest_asyncio.fixture
async def open_in() -> AsyncIterator[Any]:
    """Open folders; every server is stopped in the end, and none may have failed."""
    editors: list[Editor] = []

    async def open_(root: Path, capabilities: types.ClientCapabilities | None = None, **more: Any) -> Editor:
        capabilities = capabilities or pushing(client_capabilities("visual-studio-code"))
        editors.append(await start(root, capabilities, **more))
        return editors[-1]

    yield open_
    for one in editors:
        await one.client.shutdown_session()
        messages = [message.message for message in one.client.messages]
        errors = [message.message for message in one.client.log_messages]
        assert (messages, errors) == ([], [])
