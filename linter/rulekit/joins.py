"""Relationships that join the same attributes: what several rules on relationships have in common."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Final

from linter.project.project import Project
from linter.project.relationships import Join

_ONE_TO_MANY: Final = "onetomany"
_MANY_TO_ONE: Final = "manytoone"
_ONE_TO_ONE: Final = "onetoone"


def paired(join: Join) -> tuple[Hashable, ...]:
    """Return what relationships share that mean the same, from whichever end they are declared."""
    first, second = ((one.entity, one.attribute) for one in join.columns)
    if join.cardinality == _ONE_TO_ONE:
        return join.cardinality, ends_of(join)
    if join.cardinality == _ONE_TO_MANY:
        return _MANY_TO_ONE, second, first
    return join.cardinality, first, second


def ends_of(join: Join) -> Hashable:
    """Return what relationships share that join the same attributes, in whichever way."""
    return frozenset((one.entity, one.attribute) for one in join.columns)


def before_each(project: Project, key: Callable[[Join], Hashable]) -> Iterator[tuple[Join, Join]]:
    """Yield the relationships that are like an earlier one, by a key, with that one.

    Those that the snapshot has come first, then the planned ones by path and place.  Relationships of
    one name are others' business.
    """
    seen: dict[Hashable, Join] = {}
    if project.planned.joins:
        for snapshot in project.snapshots:
            for saved in project.planned.saved_joins(snapshot):
                seen.setdefault((snapshot.file, None, key(saved)), saved)
    for join in project.planned.joins:
        if join.relationship is None:
            continue
        request = join.relationship.request
        alone = (request.document, request.index) if project.settings.snapshot_only else None
        file = request.snapshot.file if request.snapshot is not None else ""
        of_snapshot = seen.get((file, None, key(join)))
        before = of_snapshot or seen.setdefault((file, alone, key(join)), join)
        if before is not join and before.link.name != join.link.name:
            yield join, before
