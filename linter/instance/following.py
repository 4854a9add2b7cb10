"""What follows from renamings: other things that name what is renamed, and are the same otherwise."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

from linter.instance.difference import Difference
from linter.instance.named import beginnings
from linter.shapes.node import Node

_PARTS: Final = re.compile(r"(\W+)").split
_COLLECTION: Final = re.compile(r"Collection\((.*)\)").fullmatch


class Following:
    """Remembers renamings, and counts what follows from each."""

    def __init__(self) -> None:
        self._new: dict[str, dict[str, Difference]] = defaultdict(dict)  # by old and by new name
        self._begin: set[str] = set()  # old names that others may begin with
        self._longest = 0  # of these
        self._counts: dict[Difference, Counter[str]] = defaultdict(Counter)

    def __bool__(self) -> bool:
        """Tell whether anything is called otherwise."""
        return bool(self._new)

    def renamed(self, change: Difference, old: str, new: str, *, begins: bool = False) -> None:
        """Remember what a name has become; others may begin with it, as `Shop_Orders` does with `Shop`."""
        if old != new:
            self._new[old].setdefault(new, change)
            if begins:
                self._begin.add(old)
                self._longest = max(self._longest, len(old))

    def explains(self, what: str, before: Any, after: Any) -> bool:
        """Tell whether two values that differ do so by renamings alone, and count that there."""
        causes = list(self._causes(plain(before), plain(after)))
        if not causes or None in causes:
            return False
        self.count(what, causes[0])
        return True

    def count(self, what: str, cause: Difference | None) -> None:
        """Count something that follows from a renaming."""
        if cause is not None:
            self._counts[cause][what] += 1

    def cause(self, before: str, after: str) -> Difference | None:
        """Return the renaming by which one text has become another one."""
        inner = _COLLECTION(before), _COLLECTION(after)
        if inner[0] and inner[1]:
            return self.cause(inner[0][1], inner[1][1])
        whole = self._named(before, after)
        olds, news = _PARTS(before), _PARTS(after)
        if whole is not None or len(olds) != len(news):
            return whole
        causes = [self._named(*pair) for pair in zip(olds, news, strict=True) if pair[0] != pair[1]]
        return causes[0] if causes and None not in causes else None

    def concerns(self, name: str) -> bool:
        """Tell whether a name may have become another one: it, or a part of it, is called otherwise."""
        inner = _COLLECTION(name)
        return any(map(self._may_change, (name, *_PARTS(name)))) or bool(inner and self.concerns(inner[1]))

    def _may_change(self, name: str) -> bool:
        return name in self._new or any(one in self._begin for one in self._beginnings(name))

    def _beginnings(self, name: str) -> Iterator[str]:
        return beginnings(name, "_.", self._longest)

    def told(self, changes: Iterable[Difference]) -> list[Difference]:
        """Return changes; renamings with what follows from them."""
        return [
            one._replace(follows=tuple(self._counts[one].items())) if one in self._counts else one
            for one in changes
        ]

    def _named(self, before: str, after: str) -> Difference | None:
        """Return the renaming of a name, or of what it begins with."""
        exact = self._new[before].get(after) if before in self._new else None
        begins = reversed(list(self._beginnings(before))) if exact is None else ()
        for one in begins:
            if one in self._begin:
                for new, change in self._new[one].items():
                    if after == new + before[len(one) :]:
                        return change
        return exact

    def _causes(self, before: Any, after: Any) -> Iterator[Difference | None]:
        """Yield the renaming behind each text that differs; None where there is none."""
        if before == after:
            return
        if isinstance(before, str) and isinstance(after, str):
            yield self.cause(before, after)
        elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
            for pair in zip(before, after, strict=True):
                yield from self._causes(*pair)
        elif isinstance(before, dict) and isinstance(after, dict) and len(before) == len(after):
            for old, new in _keys(before, after):
                yield from self._causes(old, new)
                yield from self._causes(before[old], after[new])
        else:
            yield None


def _keys(before: dict[str, Any], after: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the keys of two objects of one size in pairs: the same ones, and the others in order."""
    yield from ((key, key) for key in before if key in after)
    olds = [key for key in before if key not in after]
    yield from zip(olds, (key for key in after if key not in before), strict=True)


def plain(value: Any) -> Any:
    """Return a part of a snapshot as a plain value."""
    if isinstance(value, Node):
        return value.literal if value.literal is not None else plain(value.values)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value
