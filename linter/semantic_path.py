"""Names a place by what stands there: list items by their names instead of their indices."""

from __future__ import annotations

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


def semantic_path(document: Any, path: tuple[str | int, ...]) -> tuple[list[str], Any]:
    """Return the folded names that lead to a place, and the scalar that stands there ("" for others).

    An item that has no name of its own goes by what it refers to; only where that is nothing, or
    where a neighbour has the same, does its index count.
    """
    names: list[str] = []
    value = document
    for step in path:
        if isinstance(value, list) and isinstance(step, int) and step < len(value):
            names.append(_item(value, step))
            value = value[step]
        elif isinstance(value, dict) and step in value:
            names.append(str(step).lower())
            value = value[step]
        else:
            names.append(str(step).lower())
            break
    return names, value if isinstance(value, (str, int, float, bool)) else ""


def _item(items: list[Any], index: int) -> str:
    own = _identity(items[index])
    twins = sum(1 for item in items[:index] if _identity(item) == own)
    return f"[{own}]" if own and not twins else f"[{own}#{twins if own else index}]"


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
