"""Where a message begins and ends: a header that says how long it is, and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

_LENGTH = b"content-length"
_DIGITS = 18  # of a length: more are none
_PIECE = 1 << 20


def messages_in(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the messages of a stream to its end, yet to be read; what has no length is none."""
    while (length := _length(stream)) is not None:
        data = _read(stream, length)
        if length and len(data) == length:
            yield data


def _read(stream: BinaryIO, length: int) -> bytes:
    """Return so many bytes, or what is left; piece by piece, for nobody need have what a header promises."""
    data = bytearray()
    while piece := stream.read(min(length - len(data), _PIECE)):
        data += piece
    return bytes(data)


def framed(message: Any) -> bytes:
    """Return a message as it is sent."""
    data = json.dumps(message, separators=(",", ":")).encode()
    return b"Content-Length: %d\r\n\r\n%b" % (len(data), data)


def _length(stream: BinaryIO) -> int | None:
    """Read a header; return how long its message is, 0 where that isn't said, None at the end."""
    length = 0
    while (line := stream.readline()).strip():
        name, _, value = line.partition(b":")
        digits = value.strip()
        if name.strip().lower() == _LENGTH and digits.isdigit() and len(digits) <= _DIGITS:
            length = int(digits)
    return length if line else None
