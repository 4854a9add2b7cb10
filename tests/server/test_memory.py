"""A server that stays for days keeps nothing of what was said."""

from __future__ import annotations

import asyncio

from linter.server.connection import Connection, Feature
from linter.server.framing import framed


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
