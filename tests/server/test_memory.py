"""A server that stays for days keeps nothing of what was said."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from linter.server import desk
from linter.server.connection import Connection, Feature
from linter.server.framing import framed
from linter.server.session import Session
from tests import projects
from tests.states.client import Client, in_process


@pytest.fixture
def _thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("_thawed")
def test_nothing_is_kept_of_projects_whose_folders_were_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sessions: weakref.WeakSet[Session] = weakref.WeakSet()

    class Watched(Session):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            self.cycle = self  # as projects and what is in them point to each other
            sessions.add(self)

    monkeypatch.setattr(desk, "Session", Watched)
    projects.write(tmp_path, {"snapshot.json": projects.SNAPSHOT, "c360lint.toml": ""})
    folder = {"uri": tmp_path.as_uri(), "name": "a"}
    client = Client(in_process)
    client.ask("initialize", {"capabilities": {"textDocument": {"diagnostic": {}}}, "workspaceFolders": []})
    client.tell("initialized", {})

    for _ in range(6):
        for event in ({"added": [folder], "removed": []}, {"added": [], "removed": [folder]}):
            client.tell("workspace/didChangeWorkspaceFolders", {"event": event})
            client.ask("workspace/diagnostic", {"previousResultIds": []})
    client.leave()

    assert len(sessions) <= 2  # the last one, and one that may just have been under way


def test_nothing_is_kept_of_a_request_that_was_answered_or_cancelled() -> None:
    async def answer(_params: object) -> int:
        return 1

    async def forever(_params: object) -> None:
        await asyncio.Event().wait()

    async def converse() -> list[bytes]:
        sent: list[bytes] = []
        features = {"quick": Feature(None, answer), "slow": Feature(None, forever)}
        connection = Connection(features, sent.append)
        connection.unready = None
        connection.received(b'{"jsonrpc": "2.0", "id": 1, "method": "quick"}')
        connection.received(b'{"jsonrpc": "2.0", "method": "quick"}')
        connection.received(b'{"jsonrpc": "2.0", "id": 2, "method": "slow"}')
        connection.received(b'{"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 2}}')
        for _ in range(3):
            await asyncio.sleep(0)
        assert connection._asked == {}
        return sent

    cancelled = {"code": -32800, "message": "Request with id 2 is cancelled"}
    assert asyncio.run(converse()) == [
        framed({"jsonrpc": "2.0", "id": 1, "result": 1}),
        framed({"jsonrpc": "2.0", "id": 2, "error": cancelled}),
    ]
