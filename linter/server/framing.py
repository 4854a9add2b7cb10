"""Where a message begins and ends: a header that says how long it is, and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

_LENGTH = b"content-length"


def messages_in(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the messages of a stream to its end, yet to be read; what has no length is none."""
    while (length := _length(stream)) is not None:
        data = stream.read(length)
        if length and len(data) == length:
            yield data


def framed(message: Any) -> bytes:
    """Return a message as it is sent."""
    data = json.dumps(message, separators=(",", ":")).encode()
    return b"Content-Length: %d\r\n\r\n%b" % (len(data), data)


def _length(stream: BinaryIO) -> int | None:
    """Read a header; return how long its message is, 0 where that isn't said, None at the end."""
    length = 0
    while (line := stream.readline()).strip():
        name, _, value = line.partition(b":")
        if name.strip().lower() == _LENGTH and value.strip().isdigit():
            length = int(value)
    return length if line else None
