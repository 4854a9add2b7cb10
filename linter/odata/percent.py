"""Percent-encoding undone, where it changes nothing of how a URL is divided."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

_ENCODED: Final = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_DIVIDES_QUERY: Final = "&#%+;"
_DIVIDES_PATH: Final = "/?" + _DIVIDES_QUERY
_BYTE_BY_BYTE: Final = "surrogateescape"
_NO_TEXT: Final = frozenset(map(chr, range(0xDC80, 0xDD00)))  # what bytes become that are no UTF-8


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
    at = 0
    for char in bytes.fromhex(encoded.replace("%", "")).decode(errors=_BYTE_BY_BYTE):
        end = at + 3 * len(char.encode(errors=_BYTE_BY_BYTE))
        if char in kept or char in _NO_TEXT:
            yield from ((one, start + number) for number, one in enumerate(encoded[at:end], at))
        else:
            yield char, start + at
        at = end
