"""The outline of a document: its objects, by their names."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from typing import Any, Final

from linter.diagnostic import Location, Path, Range
from linter.named_tuple import NamedTuple
from linter.text.source import Text

_NAMING: Final = (
    "name",
    "entityname",
    "attributename",
    "conflationid",
    "datasourcename",
    "datasourceid",
    "url",
)


class Symbol(NamedTuple):
    """An object or a list, and what lies in it."""

    name: str
    kind: str  # "object", "list" or "field"
    range: Range
    chosen: Range  # the part to jump to
    children: list[Symbol]


def symbols(text: Text) -> list[Symbol]:
    """Return the outline of a document; nothing for one that can't be read."""
    if text.fault is not None:
        return []
    return _below(text, (), text.value)


def moved(found: list[Symbol], before: Text, after: Text) -> list[Symbol]:
    """Return the outline of a text as it lies in a later one."""
    if before.text == after.text:
        return found
    begun = _alike(before.text, after.text)
    ended = _alike(before.text[begun:][::-1], after.text[begun:][::-1])

    def place(range_: Range) -> Range:
        return after.range_of(*(offset(before.offset(one)) for one in range_))

    def offset(one: int) -> int:
        if one >= len(before.text) - ended:
            return one - len(before.text) + len(after.text)
        return min(one, len(after.text) - ended)

    return [_moved(one, place) for one in found]


def _moved(one: Symbol, place: Callable[[Range], Range]) -> Symbol:
    children = [_moved(child, place) for child in one.children]
    return one._replace(range=place(one.range), chosen=place(one.chosen), children=children)


def _alike(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    most = min(len(one), len(other))
    return bisect_left(range(1, most + 1), True, key=lambda count: not other.startswith(one[:count]))


def _below(text: Text, path: Path, value: Any) -> list[Symbol]:
    if isinstance(value, dict):
        return [_symbol(text, (*path, key), key, item) for key, item in value.items() if _holds(item)]
    items = value if isinstance(value, list) else []
    return [
        _symbol(text, (*path, number), _name(item) or f"[{number}]", item)
        for number, item in enumerate(items)
        if _holds(item)
    ]


def _symbol(text: Text, path: Path, name: str, value: Any) -> Symbol:
    whole = text.range(Location(text.name, path))
    chosen = text.range(Location(text.name, path, "key"))  # of an item, all of it
    kind = "list" if isinstance(value, list) else "object"
    around = Range(min(chosen.start, whole.start), whole.end)
    return Symbol(name or "?", kind, around, chosen, _below(text, path, value))


def _holds(value: Any) -> bool:
    return isinstance(value, (dict, list))


def _name(value: Any) -> str | None:
    if not isinstance(value, dict):
        return None
    folded = {key.lower(): item for key, item in value.items()}
    found = next((folded[name] for name in _NAMING if isinstance(folded.get(name), str)), None)
    return found or None
