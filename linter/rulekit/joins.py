"""Relationships that join the same attributes: what several rules on relationships have in common."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Final

from linter.instance.entity import Entity
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
    source, target = join.entities
    if source is target:
        return []
    allowed = {one.lower() for one in allowed_in(project.settings.api)} - {_ONE_TO_MANY}
    if join.cardinality not in allowed or join.is_lineage:
        return []
    keys = given_keys(project, target)
    return [] if join.columns[1].attribute in keys else keys


def given_keys(project: Project, entity: Entity) -> list[str]:
    """Return the keys that an entity is given, if the snapshot or entityInfo does."""
    return sorted(project.keys.of(entity)) if project.keys.by_entity_info(entity) else []


def differ(join: Join) -> bool:
    """Tell whether it is certain that a relationship joins attributes of different types."""
    return join.same_type is False and not join.is_lineage


def paired(join: Join) -> tuple[Hashable, ...]:
    """Return what relationships share that mean the same, from whichever end they are declared."""
    first, second = ((one.entity, one.attribute) for one in join.columns)
    if join.cardinality == _ONE_TO_ONE:
        return join.cardinality, join.ends
    if join.cardinality == _ONE_TO_MANY:
        return _MANY_TO_ONE, second, first
    return join.cardinality, first, second


def before_each(project: Project, key: Callable[[Join], Hashable]) -> Iterator[tuple[Join, Join]]:
    """Yield the relationships that are like an earlier one, by a key, with that one.

    Those that the snapshot has come first, then the planned ones by path and place.  Relationships of
    one name are others' business.
    """
    seen: dict[Hashable, Join] = {}
    ends = project.planned.ends_joined
    for snapshot in project.snapshots if ends else ():
        for saved in project.planned.saved_alike(snapshot):
            seen.setdefault((snapshot.file, None, key(saved)), saved)
    of_saved = {one.ends for one in seen.values()}
    for join in project.planned.joins:
        if join.relationship is None or (ends[join.ends] == 1 and join.ends not in of_saved):
            continue
        request = join.relationship.request
        alone = (request.document, request.index) if project.settings.snapshot_only else None
        file = request.snapshot.file if request.snapshot is not None else ""
        of_snapshot = seen.get((file, None, key(join)))
        before = of_snapshot or seen.setdefault((file, alone, key(join)), join)
        if before.link.name != join.link.name:
            yield join, before
