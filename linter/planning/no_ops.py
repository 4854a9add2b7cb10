"""Which requests change nothing, since the snapshot holds already what they say."""

from __future__ import annotations

from collections.abc import Iterable

from linter import kinds
from linter.kinds.kind import Part, Standing
from linter.kinds.request import Request
from linter.planning.timelines import scope_of
from linter.project.conflations import conflation_key, saved_conflation
from linter.project.project import Project


def unchanged(project: Project) -> set[int]:
    """Return the requests, by their number, whose every word the snapshot holds.

    Where another request changes the same thing, nothing is said: it may have to be set back.
    """
    same: dict[int, bool] = {}
    writers: dict[object, list[int]] = {}
    for index, request in enumerate(project.requests):
        parts = list(_parts(request))
        if request.reading is not None and request.sound and parts:
            same[index] = all(is_same for _, is_same in parts)
        for subject, _ in parts:
            writers.setdefault(subject, []).append(index)
    disputed = {
        index
        for numbers in writers.values()
        if not all(same.get(index) for index in numbers)
        for index in numbers
    }
    return {index for index, is_same in same.items() if is_same} - disputed


def _parts(request: Request) -> Iterable[Part]:
    """Return what a request writes, and whether the snapshot has it so already."""
    kind = kinds.named(request.route.kind)
    if kind is None:
        return ()
    standing = Standing(scope_of(request), conflation_key(request), saved_conflation(request))
    return kind.writes(request, standing)
