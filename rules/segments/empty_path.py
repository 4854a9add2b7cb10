"""A path must have elements, and each a name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from linter.diagnostic import Finding, Location, Stated
from linter.kinds.segment_body import Segment
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "SG133",
    "empty-path",
    "a path must not be null or empty",
    "service error segmentPathIsNull",
    service_errors=("segmentPathIsNull",),
    sources=(Stated("service-error", "segmentPathIsNull"),),
    kinds=("segment",),
    local=True,
)


def check(project: Project) -> Says:
    for payload in project.payloads("segment"):
        for segment in payload.items:
            for at, what in _empty(segment):
                yield Finding(
                    at, f"{what} is empty", label="no way", help="take it out, or say which way is meant"
                )


def _empty(segment: Segment) -> Iterator[tuple[Location, str]]:
    """Yield the paths that say nothing, and the elements of others that do."""
    for rowset in segment.rowsets:
        paths = rowset.node.get("paths")
        for number, path in enumerate(paths if isinstance(paths, list) else ()):
            if path is None or path == []:
                yield rowset.node.at("paths", number), "a path"
            yield from _empty_elements(path, partial(rowset.node.at, "paths", number))
    for shown in segment.query.nodes("projectedAttributes") if segment.query is not None else ():
        yield from _empty_elements(shown.get("path"), partial(shown.at, "path"))


def _empty_elements(path: object, at: Callable[[int], Location]) -> Iterator[tuple[Location, str]]:
    for index, one in enumerate(path if isinstance(path, list) else ()):
        if one is None or (isinstance(one, str) and not one.strip()):
            yield at(index), "an element of a path"
