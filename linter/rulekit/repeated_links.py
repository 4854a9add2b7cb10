"""Relationships of which it is reported that they shouldn't be: they make no second way of their own."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from linter.diagnostic import Cause, Location, cause_at
from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot
from linter.kinds.relationships import Relationship
from linter.named_tuple import NamedTuple
from linter.project.once import once
from linter.project.project import Project
from linter.project.relationships import Join
from linter.project.saved import saved_links
from linter.rulekit.joins import before_each, paired
from linter.rulekit.names_given import unique_in
from linter.shapes.node import Node


class NamedTwice(NamedTuple):
    """A new relationship whose name is taken."""

    relationship: Relationship
    name: str
    at: Location  # where it is taken
    before: Relationship | None  # by which planned one; None: the snapshot has it


def named_twice(project: Project) -> Iterator[NamedTwice]:
    """Yield the new relationships whose names are taken, by path, then by place."""
    named: dict[object, dict[str, Relationship]] = {}  # the first of each name, by what it is unique in
    for relationship in project.planned_relationships():
        request = relationship.request
        name = _name(project, relationship) if not relationship.is_update else None
        if name is None:
            continue
        snapshot, own = request.snapshot, relationship.name
        before = named.setdefault(unique_in(project, request), {}).setdefault(name, relationship)
        if before is not relationship:
            if not project.planned.may_be_deleted_before(request, own, before.request):
                yield NamedTwice(relationship, name, before.name_at, before)
        elif snapshot is not None:
            at = snapshot.relationship_names.get(name)
            if at is not None and not project.planned.may_be_deleted_before(request, own):
                yield NamedTwice(relationship, name, at, None)


def _name(project: Project, relationship: Relationship) -> str | None:
    """Return the name, or the placeholder in its place: what is written alike is called alike."""
    name = relationship.name
    return name if name is not None else project.opened_at(relationship.name_at)


def said_of_names(project: Project, snapshot: Snapshot, entities: Collection[Entity]) -> Cause | None:
    """Return what RL02 says of a relationship of one of some entities: of two of a name one is hidden."""
    for one, ends in _of_one_name(project, snapshot):
        if any(not ends_.isdisjoint(entities) for ends_ in ends):
            return cause_at(one.relationship.name_at)
    return None


def said_of_name_between(project: Project, snapshot: Snapshot, places: Collection[object]) -> Cause | None:
    """Return what RL02 says of a relationship that joins two of some entities."""
    for one, ends in _of_one_name(project, snapshot):
        if any(ends_ and ends_.issubset(places) for ends_ in ends):
            return cause_at(one.relationship.name_at)
    return None


def _of_one_name(project: Project, snapshot: Snapshot) -> Iterator[tuple[NamedTwice, list[set[Entity]]]]:
    """Yield the relationships whose names are taken, with the entities that each of the two joins."""
    for one in named_twice(project):
        if one.relationship.request.snapshot is snapshot:
            saved = saved_links(snapshot).by_name.get(one.name)
            both = (
                [end.mention for end in one.relationship.ends],
                [*(saved.ends if saved is not None else ())],
            )
            before = [end.mention for end in one.before.ends] if one.before is not None else []
            yield one, [{end.entity for end in ends if end.entity} for ends in (*both, before)]


def repeated(project: Project) -> Iterator[tuple[Join, Join]]:
    """Yield the relationships that join what an earlier one joins in the same way, with that one."""
    return before_each(project, lambda one: (*paired(one), one.is_lineage))


def turned_round(project: Project) -> Iterator[tuple[Join, Join]]:
    """Yield the relationships that make many belong to many, with the earlier one that leads back."""
    for join, before in before_each(project, lambda one: (one.ends, one.is_lineage)):
        directed = {join.cardinality, before.cardinality} <= {"manytoone", "onetomany"}
        if directed and not join.is_lineage and paired(join) != paired(before):
            yield join, before


@once
def reported_links(project: Project) -> dict[Node, Cause]:
    """Return what is reported of relationships that shouldn't be."""
    return dict(_reported(project))


def _reported(project: Project) -> Iterator[tuple[Node, Cause]]:
    for join, _ in turned_round(project):
        yield join.link.node, cause_at(join.link.node.at("cardinality"))
    for join, _ in repeated(project):
        yield join.link.node, cause_at(join.link.at)
    for one in named_twice(project):
        yield one.relationship.node, cause_at(one.relationship.name_at)
    for relationship in project.planned_relationships():
        request, name = relationship.request, relationship.update
        is_known = request.snapshot is None or name in request.snapshot.relationship_names
        if name is not None and not is_known and not project.planned.created(name):
            yield relationship.node, cause_at(request.at_parameter("relationshipName"))
