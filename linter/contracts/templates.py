"""The paths of a description, such as `/accounts({accountid})`: which of them fits, which nearly does."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from linter.named_tuple import NamedTuple
from linter.suggest import KnownNames, nearest

if TYPE_CHECKING:
    from linter.importers.openapi_document import SchemaNode

_PARAMETER: Final = re.compile(r"\{[^{}/]*\}")

Span = tuple[int, int]


class PathItem(NamedTuple):
    """A path with its parameters: by segment, what stands between those."""

    path: str
    segments: tuple[tuple[str, ...], ...]
    names: tuple[str, ...]
    node: SchemaNode


class Near(NamedTuple):
    """The segment of a path that is misspelt, where its name begins, and what may be meant."""

    start: int
    name: str
    meant: tuple[str, ...]
    path: str  # the first that is meant, as a whole


class Templates:
    """All paths of a description."""

    def __init__(self, nodes: Iterable[SchemaNode]) -> None:
        items = [path_item(str(node.path[-1]), node) for node in nodes]
        self.items = sorted(items, key=lambda one: len(one.names))
        self._like: dict[tuple[int, str], list[PathItem]] = {}
        for one in self.items:
            self._like.setdefault((len(one.segments), _stem(one)), []).append(one)

    def find(self, path: str) -> tuple[PathItem, list[Span]] | None:
        """Return the path that fits, and where its parameters stand in the text; the fewest come first."""
        segments = path.split("/")
        for one in self._candidates(segments):
            spans = _spans(one, segments)
            if spans is not None:
                return one, spans
        return None

    def called(self, path: str, given: Collection[str]) -> PathItem | None:
        """Return the function that a path calls without parentheses, if all its parameters are given."""
        *before, name = path.split("/")
        for one in self.items:
            last = one.segments[-1]
            if len(last) > 1 and last[0].partition("(")[0] == name and last[0].endswith("="):
                names = one.names[-len(last) + 1 :]
                around = one._replace(segments=one.segments[:-1])
                is_short = len(around.segments) != len(before)
                if {*names} <= {*given} and not is_short and _spans(around, before) is not None:
                    return one
        return None

    def near(self, path: str) -> Near | None:
        """Return the segment that is misspelt, if all others are those of a path that there is."""
        segments = path.split("/")
        found: dict[int, dict[str, str]] = {}
        for number, meant, whole in self._misspelt(segments):
            found.setdefault(number, {}).setdefault(meant, whole)
        if len(found) != 1:
            return None
        [(number, names)] = found.items()
        name = segments[number].partition("(")[0]
        start = sum(len(one) + 1 for one in segments[:number])
        close = tuple(nearest(name, names))
        return Near(start, name, close, names[close[0]])

    @cached_property
    def whole(self) -> KnownNames:
        """The paths as they are written."""
        return KnownNames(one.path for one in self.items)

    @cached_property
    def _stems(self) -> KnownNames:
        return KnownNames(stem for _, stem in self._like if stem)

    def _candidates(self, segments: Sequence[str]) -> Iterator[PathItem]:
        """Yield the paths of so many segments that begin alike, or with a parameter."""
        stem = _begin(segments[1] if len(segments) > 1 else "")
        for one in dict.fromkeys((stem, "")):
            yield from self._like.get((len(segments), one), ())

    def _misspelt(self, segments: Sequence[str]) -> Iterator[tuple[int, str, str]]:
        """Yield the only segment in which a path differs, what it is called there, and the path."""
        close = self._stems.close(_begin(segments[1] if len(segments) > 1 else "")).nearest
        others = (one for stem in close for one in self._like.get((len(segments), stem), ()))
        for item in (*self._candidates(segments), *others):
            pairs = zip(item.segments, segments, strict=True)
            differing = [
                number for number, (wanted, have) in enumerate(pairs) if _inner(wanted, have) is None
            ]
            if len(differing) == 1:
                wanted, have = item.segments[differing[0]][0].partition("(")[0], segments[differing[0]]
                if wanted and nearest(have.partition("(")[0], [wanted]):
                    yield differing[0], wanted, item.path


def path_item(path: str, node: SchemaNode) -> PathItem:
    """Return a path as it is compared."""
    segments = tuple(tuple(_PARAMETER.split(one)) for one in path.rstrip("/").split("/"))
    return PathItem(path, segments, tuple(one[0][1:-1] for one in _PARAMETER.finditer(path)), node)


def _stem(item: PathItem) -> str:
    """Return what all that fits a path begins with, up to a key; empty where a parameter goes on with it."""
    first = item.segments[1] if len(item.segments) > 1 else ("",)
    return _begin(first[0]) if len(first) == 1 or "(" in first[0] else ""


def _begin(segment: str) -> str:
    """Return what a segment begins with, up to its key."""
    return segment.partition("(")[0]


def _spans(item: PathItem, segments: Sequence[str]) -> list[Span] | None:
    spans: list[Span] = []
    start = 0
    for wanted, have in zip(item.segments, segments, strict=True):
        inner = _inner(wanted, have)
        if inner is None:
            return None
        spans += [(start + begin, start + end) for begin, end in inner]
        start += len(have) + 1
    return spans


def _inner(wanted: tuple[str, ...], segment: str) -> list[Span] | None:
    """Return where the parameters of a segment stand, None where it doesn't fit.

    What stands between them is looked for from left to right, which takes no time, as a pattern may.
    """
    if len(wanted) == 1:
        return [] if segment == wanted[0] else None
    first, *between, last = wanted
    end = len(segment) - len(last)
    if not segment.startswith(first) or not segment.endswith(last) or end < len(first):
        return None
    spans, begin = [], len(first)
    for one in between:
        at = segment.find(one, begin, end)
        if at < 0:
            return None
        spans.append((begin, at))
        begin = at + len(one)
    return [*spans, (begin, end)]
