"""Names a place by what stands there: list items by their names instead of their indices."""

from __future__ import annotations

import re
from typing import Any, Final

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


class SemanticPaths:
    """Names the places of documents; a list's items are looked at once."""

    def __init__(self) -> None:
        self._items: dict[int, tuple[list[Any], list[str]]] = {}  # the list is kept, so its id stays its own

    def of(self, document: Any, path: tuple[str | int, ...]) -> tuple[list[str], Any]:
        """Return the folded names that lead to a place, and the scalar that stands there ("" for others).

        An item that has no name of its own goes by what it refers to; only where that is nothing, or
        where a neighbour has the same, does its index count.
        """
        names: list[str] = []
        value = document
        for step in path:
            if isinstance(value, list) and isinstance(step, int) and step < len(value):
                names.append(self._names(value)[step])
                value = value[step]
            elif isinstance(value, dict) and step in value:
                names.append(str(step).lower())
                value = value[step]
            else:
                names.append(str(step).lower())
                break
        return names, value if isinstance(value, (str, int, float, bool)) else ""

    def _names(self, items: list[Any]) -> list[str]:
        known = self._items.get(id(items))
        if known is None:
            known = self._items[id(items)] = (items, _names(items))
        return known[1]


def without_indices(names: list[str]) -> str:
    """Return a path in one text, free of indices: what differs in them only goes by the same name."""
    path = ""
    for name in names:
        step = re.sub(r"#\d+\]\Z", "]", name) if name.startswith("[") else name
        path += "[*]" if step == "[]" else step if step.startswith("[") or not path else f".{step}"
    return path


def _names(items: list[Any]) -> list[str]:
    seen: dict[str, int] = {}
    names = []
    for index, item in enumerate(items):
        own = _identity(item)
        twins = seen[own] = seen.get(own, -1) + 1
        names.append(f"[{own}]" if own and not twins else f"[{own}#{twins if own else index}]")
    return names


def _identity(value: Any, depth: int = 3) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ",".join(_identity(item, depth - 1) for item in value) if depth else ""
    if not isinstance(value, dict) or not depth:
        return ""
    folded = {key.lower(): item for key, item in value.items()}
    wanted = ("name",) if isinstance(folded.get("name"), str) else _TELLING
    return "|".join(_identity(folded[name], depth - 1) for name in wanted if name in folded)
