"""What else has changed of something that two snapshots have: its properties, as they are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from linter.diagnostic import Location
from linter.instance.counterparts import Counterparts
from linter.instance.difference import Difference
from linter.instance.following import plain
from linter.shapes.node import Node
from linter.wording import in_words

NAMED_NOTHING: Final = "it named what was not there"


def others(
    name: str,
    old: Node,
    new: Node,
    told: Iterable[str],
    places: tuple[Location | None, Location | None],
    known: Counterparts,
) -> Iterator[Difference]:
    """Yield the changes of all properties that nothing else tells of."""
    for key in dict.fromkeys((*old.values, *new.values)):
        before, after = plain(old.values.get(key)), plain(new.values.get(key))
        if key not in told and before != after and not known.following.explains(in_words(key), before, after):
            kind = change_kind(before, after)
            yield Difference(kind, in_words(key), name, shown(before), shown(after), "", *places)


def change_kind(before: Any, after: Any) -> str:
    """Return what a change is of a value that may be missing before or after."""
    return "added" if before is None else "removed" if after is None else "changed"


def shown(value: Any) -> str:
    """Return a value that can be shown on a line; empty for one that can't."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    if isinstance(value, dict) and not any(isinstance(one, (list, dict)) for one in value.values()):
        return ", ".join(f"{in_words(key)} {shown(one)}" for key, one in value.items())
    return str(value) if isinstance(value, (str, int, float)) else ""
