"""Names a place by what stands there: list items by their names instead of their indices."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, TypeGuard

_NAMING: Final = (
    "name",
    "entityname",
    "attributename",
    "conflationid",
    "datasourceid",
    "datasourcename",
    "url",
)
_TELLING: Final = (*_NAMING, "leftcolumn", "rightcolumn", "rightentity", "leftentities", "entity", "method")

_INDEX: Final = re.compile(r"#\d+(?=\]?\Z)")

_OURS: Final[Mapping[str, str]] = MappingProxyType({})


class SemanticPaths:
    """Names the places of documents; a list's items are looked at once."""

    def __init__(self) -> None:
        self._items: dict[int, tuple[list[Any], list[str]]] = {}  # the list is kept, so its id stays its own

    def of(
        self, document: Any, path: tuple[str | int, ...], words: Mapping[str, str] = _OURS
    ) -> tuple[list[str], Any]:
        """Return the folded names that lead to a place, and the scalar that stands there ("" for others).

        An item that has no name of its own goes by what it refers to; only where that is nothing, or
        where a neighbour has the same, does its index count.  `words` are what the document calls
        properties, folded, with our names for them.
        """
        names: list[str] = []
        value = document
        for step in path:
            if is_index(step, value):
                names.append(self._names(value, words)[step])
                value = value[step]
            elif isinstance(value, dict) and step in value:
                names.append(str(step).lower())
                value = value[step]
            else:
                names.append(str(step).lower())
                break
        return names, value if isinstance(value, (str, int, float, bool)) else ""

    def _names(self, items: list[Any], words: Mapping[str, str]) -> list[str]:
        known = self._items.get(id(items))
        if known is None:
            known = self._items[id(items)] = (items, _names(items, words))
        return known[1]


def is_index(step: str | int | None, value: Any) -> TypeGuard[int]:
    """Tell whether a step of a path leads to an item of a list."""
    return isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value)


def without_indices(names: list[str]) -> str:
    """Return a path in one text, free of indices: what differs in them only goes by the same name."""
    path = ""
    for name in names:
        step = without_index(name) if name.startswith("[") else name
        path += "[*]" if step == "[]" else step if step.startswith("[") or not path else f".{step}"
    return path


def without_index(name: str) -> str:
    """Return the name of an item without the index that tells it from others of the same name."""
    return _INDEX.sub("", name)


def _names(items: list[Any], words: Mapping[str, str]) -> list[str]:
    seen: dict[str, int] = {}
    names = []
    for index, item in enumerate(items):
        own = _identity(item, words)
        twins = seen[own] = seen.get(own, -1) + 1
        ends_as_index = _INDEX.search(own) is not None  # which then isn't taken for one of ours
        is_alone = own and not twins and not ends_as_index
        names.append(f"[{own}]" if is_alone else f"[{own}#{twins if own else index}]")
    return names


def _identity(value: Any, words: Mapping[str, str], depth: int = 3) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ",".join(_identity(item, words, depth - 1) for item in value) if depth else ""
    if not isinstance(value, dict) or not depth:
        return ""
    folded = {words.get(key.lower(), key.lower()): item for key, item in value.items()}
    wanted = ("name",) if isinstance(folded.get("name"), str) else _TELLING
    return "|".join(_identity(folded[name], words, depth - 1) for name in wanted if name in folded)
