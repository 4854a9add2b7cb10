"""Relationships that join the same attributes: what several rules on relationships have in common."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Final

from linter.instance.data_types import same_type
from linter.instance.snapshot import Entity
from linter.project.project import Project
from linter.project.relationships import Join
from linter.rulekit.cardinalities import allowed_in

_ONE_TO_MANY: Final = "onetomany"
_MANY_TO_ONE: Final = "manytoone"
_ONE_TO_ONE: Final = "onetoone"


def missed_keys(project: Project, join: Join) -> list[str]:
    """Return the keys of a relationship's target, if it leads from many or one to another attribute.

    Only those count that the snapshot or entityInfo gives; of data lineage nothing is said.
    """
    allowed = {one.lower() for one in allowed_in(project.settings.api)} - {_ONE_TO_MANY}
    source, target = join.entities
    if join.cardinality not in allowed or join.is_lineage or source is target:
        return []
    keys = given_keys(project, target)
    return [] if join.columns[1].attribute in keys else keys


def given_keys(project: Project, entity: Entity) -> list[str]:
    """Return the keys that an entity is given, if the snapshot or entityInfo does."""
    return sorted(project.keys.of(entity)) if project.keys.by_entity_info(entity) else []


def differ(join: Join) -> bool:
    """Tell whether it is certain that a relationship joins attributes of different types."""
    left, right = join.columns
    return not join.is_lineage and same_type(str(left.canonical_type), str(right.canonical_type)) is False


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
