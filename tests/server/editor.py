"""An editor as the server sees it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from lsprotocol import types
from pytest_lsp import LanguageClient


class Editor:
    """A client that talks to a server in a process of its own."""

    def __init__(self, client: LanguageClient, root: Path) -> None:
        self.client = client
        self.root = root
        self.versions: dict[str, int] = {}
        self.heard: dict[str, tuple[int | None, list[types.Diagnostic]]] = {}
        self.registered: list[str] = []
        self.refreshed = 0
        self.news = asyncio.Event()

    def uri(self, name: str) -> str:
        return (self.root / name).as_uri()

    def open(self, name: str, text: str | None = None) -> None:
        content = text if text is not None else (self.root / name).read_bytes().decode()
        self.versions[name] = 1
        item = types.TextDocumentItem(self.uri(name), "json", 1, content)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def write(self, name: str, text: str) -> None:
        """Replace a document's whole text."""
        self.edit(name, types.TextDocumentContentChangeWholeDocument(text))

    def edit(self, name: str, *changes: types.TextDocumentContentChangeEvent) -> None:
        self.versions[name] += 1
        which = types.VersionedTextDocumentIdentifier(self.versions[name], self.uri(name))
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(which, list(changes)))

    def save(self, name: str) -> None:
        which = types.TextDocumentIdentifier(self.uri(name))
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(which))

    def close(self, name: str) -> None:
        which = types.TextDocumentIdentifier(self.uri(name))
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(which))

    def told(self, name: str, *changed: types.FileChangeType) -> None:
        """Say that something else has written a file."""
        events = [
            types.FileEvent(self.uri(name), kind) for kind in changed or (types.FileChangeType.Changed,)
        ]
        self.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(events))

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until what the server has sent is as expected."""
        async with asyncio.timeout(30):
            while not holds():
                self.news.clear()
                await self.news.wait()

    async def hears(self, name: str) -> list[types.Diagnostic]:
        """Return the diagnostics of the document's present version."""
        await self.until(lambda: self._version_heard(name) == self.versions[name])
        return self.heard[self.uri(name)][1]

    async def hears_codes(self, name: str, *codes: str) -> None:
        """Wait until a document has findings of just these rules."""
        await self.until(lambda: self.codes(name) == sorted(codes))

    def codes(self, name: str) -> list[str]:
        _, items = self.heard.get(self.uri(name), (None, []))
        return sorted(str(one.code) for one in items)

    def at(self, name: str, needle: str, shift: int = 0) -> types.TextDocumentPositionParams:
        """Return the place of a text in a file; the first one."""
        text = (self.root / name).read_bytes().decode()
        offset = text.index(needle) + shift
        line = text.count("\n", 0, offset)
        start = text.rfind("\n", 0, offset) + 1
        units = len(text[start:offset].encode("utf-16-le")) // 2
        return types.TextDocumentPositionParams(
            types.TextDocumentIdentifier(self.uri(name)), types.Position(line, units)
        )

    def _version_heard(self, name: str) -> int | None:
        return self.heard.get(self.uri(name), (None, []))[0]
