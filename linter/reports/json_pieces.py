"""JSON piece by piece, for what is larger than anybody should hold at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from json.encoder import encode_basestring
from typing import Any


def json_pieces(value: Any, before: str = "", after: str = "\n", indent: str = "") -> Iterator[str]:
    """Yield a value's JSON, with an indent of two, in pieces that end where lines end.

    An iterator in objects or lists is a list whose items are made when it is their turn.  `before` stands
    before the value on its first line, `after` ends its last one.
    """
    if not _is_open(value):
        yield before + _text(value, indent) + after
        return
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    members = _members(value)
    waiting = next(members, None)
    if waiting is None:
        yield before + opening + closing + after
        return
    yield f"{before}{opening}\n"
    deeper = f"{indent}  "
    for following in members:
        yield from json_pieces(waiting[1], deeper + waiting[0], ",\n", deeper)
        waiting = following
    yield from json_pieces(waiting[1], deeper + waiting[0], "\n", deeper)
    yield indent + closing + after


def _members(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the items of an object or a list, each with what stands before it."""
    if isinstance(value, dict):
        return ((f"{encode_basestring(key)}: ", item) for key, item in value.items())
    return (("", item) for item in value)


def _text(value: Any, indent: str) -> str:
    """Return a value's JSON; json.dumps with an indent leaves garbage, which a run never collects."""
    if isinstance(value, str):
        return encode_basestring(value)
    if not value or not isinstance(value, (dict, list, tuple)):
        return json.dumps(value)
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    deeper = f"{indent}  "
    items = f",\n{deeper}".join([name + _text(item, deeper) for name, item in _members(value)])
    return f"{opening}\n{deeper}{items}\n{indent}{closing}"


def _is_open(value: Any) -> bool:
    """Tell whether a value is an iterator, or has one in it."""
    if isinstance(value, (dict, list)):
        return any(map(_is_open, value.values() if isinstance(value, dict) else value))
    return isinstance(value, Iterator)
