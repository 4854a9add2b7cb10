"""Percent-encoding undone, where it changes nothing of how a URL is divided."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

_ENCODED: Final = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_DIVIDES_QUERY: Final = "&#%+;"
_DIVIDES_PATH: Final = "/?" + _DIVIDES_QUERY


def undone(text: str, *, path: bool) -> tuple[str, Sequence[int]]:
    """Return a text with its percent-encoding undone, and where each of its characters stood, and the end.

    What would divide the text otherwise than it is divided now stays encoded; `path` tells whether the text
    begins with a path, up to the first question mark.
    """
    if "%" not in text:
        return text, range(len(text) + 1)
    query = text.find("?") if path else 0
    query = len(text) if query < 0 else query
    written: list[str] = []
    places: list[int] = []
    at = 0
    for found in _ENCODED.finditer(text):
        written.append(text[at : found.start()])
        places.extend(range(at, found.start()))
        kept = _DIVIDES_PATH if found.start() < query else _DIVIDES_QUERY
        for char, place in _characters(found[0], found.start(), kept):
            written.append(char)
            places.append(place)
        at = found.end()
    written.append(text[at:])
    places.extend(range(at, len(text) + 1))
    return "".join(written), places


def _characters(encoded: str, start: int, kept: str) -> Iterator[tuple[str, int]]:
    """Yield the characters of encoded bytes and where each begins; what stays encoded comes as it is."""
    data = bytes.fromhex(encoded.replace("%", ""))
    at = 0
    while at < len(data):
        char, size = _character(data[at : at + 4])
        if char and char not in kept:
            yield char, start + 3 * at
        else:
            stays = encoded[3 * at : 3 * (at + size)]
            yield from ((one, start + 3 * at + number) for number, one in enumerate(stays))
        at += size


def _character(data: bytes) -> tuple[str, int]:
    """Return the first character of bytes in UTF-8 and its size; "" for a byte that is none."""
    lead = data[0]
    size = 1 if lead < 0x80 else 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4
    try:
        return data[:size].decode(), size
    except UnicodeDecodeError:
        return "", 1
