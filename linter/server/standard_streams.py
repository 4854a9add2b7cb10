"""The server on standard input and output."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import suppress

from linter.server.features import make_server


def serve() -> int:
    """Serve the client at the other end to the end of one of us; return the exit status."""
    with suppress(KeyboardInterrupt):
        return asyncio.run(_serve())
    return 0


async def _serve() -> int:
    output = sys.stdout.fileno()

    def send(data: bytes) -> None:
        with suppress(BrokenPipeError):  # then standard input ends, too
            while data:
                data = data[os.write(output, data) :]

    server = make_server(send)
    # a stream of our own, never closed: a thread may wait for it still when we end
    await server.serve(open(sys.stdin.fileno(), "rb", closefd=False))  # noqa: SIM115
    return server.exit_code
