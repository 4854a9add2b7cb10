"""The client's side of a language server, message by message: in this process, or in one of its own."""

from __future__ import annotations

import asyncio
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any, BinaryIO

from linter.server.features import make_server
from linter.server.framing import framed, messages_in

PATIENCE = 60
"""Seconds after which a question has no answer."""

Json = dict[str, Any]


class Client:
    """Sends what an editor sends, and sorts what comes back: answers, diagnostics, wishes to be asked."""

    def __init__(self, server: Callable[[Client], BinaryIO]) -> None:
        self.heard: dict[str, Json] = {}  # what was published last, by URI
        self.was_asked_to_ask = False
        self.received: queue.Queue[Json] = queue.Queue()
        self._count = 0
        self._line = server(self)

    def tell(self, method: str, params: Any) -> None:
        """Send a notification."""
        self._send({"method": method, "params": params})

    def ask(self, method: str, params: Any) -> Any:
        """Return the answer to a question; what comes before it is taken note of."""
        self._count += 1
        self._send({"id": self._count, "method": method, "params": params})
        while True:
            message = self.received.get(timeout=PATIENCE)
            if message.get("id") == self._count and "method" not in message:
                assert "error" not in message, message
                return message["result"]
            self._note(message)

    def leave(self) -> None:
        """End the session: a server whose client falls silent ends."""
        self.ask("shutdown", None)
        self._line.close()

    def _note(self, message: Json) -> None:
        if message["method"] == "textDocument/publishDiagnostics":
            self.heard[message["params"]["uri"]] = message["params"]
        self.was_asked_to_ask |= message["method"] == "workspace/diagnostic/refresh"

    def _send(self, message: Json) -> None:
        self._line.write(framed({"jsonrpc": "2.0", **message}))
        self._line.flush()


def in_process(client: Client) -> BinaryIO:
    """Serve a client from a thread; return where it writes."""
    reads, writes = os.pipe()

    def received(data: bytes) -> None:
        client.received.put(json.loads(data.partition(b"\r\n\r\n")[2]))

    async def serve() -> None:
        with open(reads, "rb") as stream:
            await make_server(received).serve(stream)

    threading.Thread(target=lambda: asyncio.run(serve()), daemon=True).start()
    return open(writes, "wb")


def in_a_process_of_its_own(client: Client) -> BinaryIO:
    """Start the server as an editor does; return its standard input."""
    command = [sys.executable, "-m", "linter", "server"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    output = process.stdout

    def listen() -> None:
        with output:
            for data in messages_in(output):
                client.received.put(json.loads(data))
        process.wait()

    threading.Thread(target=listen, daemon=True).start()
    return process.stdin
