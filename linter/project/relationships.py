"""The relationships of the planned state: which payloads create them, which requests delete them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from itertools import chain
from typing import Final

from linter.instance.data_types import same_type
from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot, relationship_ends
from linter.kinds.references import Column
from linter.kinds.relationships import Relationship
from linter.kinds.request import Request
from linter.named_tuple import NamedTuple
from linter.project.deletions import instance_of, may_come_between
from linter.project.payloads import Payloads
from linter.project.saved import PlannedRelationship, as_planned, joining, saved_links, saved_nodes
from linter.shapes.node import Node

_ENDS: Final = ("fromEntityName", "fromAttributeName", "toEntityName", "toAttributeName", "cardinality")


class LinkChanges(NamedTuple):
    """What requests make of the relationships of an instance."""

    made: list[PlannedRelationship]
    of_entity: Mapping[Entity, list[PlannedRelationship]]  # which of them join an entity
    gone: set[str]  # the names of those that are deleted, or have others in their places


Ends = frozenset[tuple[Entity | None, str | None]]
"""The attributes that a relationship joins, from whichever end it is declared."""


class Join(NamedTuple):
    """Two attributes that a relationship joins, both of which there are."""

    link: PlannedRelationship
    columns: tuple[Column, Column]  # the from-end and the to-end
    ends: Ends
    same_type: bool | None  # None where that is open
    relationship: Relationship | None = None  # the payload that says so; None: the snapshot has it

    @property
    def entities(self) -> tuple[Entity, Entity]:
        """The entities of the ends."""
        first, second = self.link.ends[0].entity, self.link.ends[1].entity
        assert first is not None
        assert second is not None
        return first, second

    @property
    def cardinality(self) -> str:
        """How many rows of one are related to how many of the other, folded, "" where it isn't known."""
        return self.link.cardinality

    @property
    def is_lineage(self) -> bool:
        """Whether it says where data comes from, not which rows belong together."""
        return self.link.is_lineage


class PlannedRelationships:
    """What requests make of the relationships of instances; with `snapshot_only`, nothing."""

    def __init__(self, payloads: Payloads, *, snapshot_only: bool) -> None:
        self._payloads = payloads
        self._snapshot_only = snapshot_only
        self._of: dict[str, list[PlannedRelationship]] = {}
        self._named: dict[str, dict[str | None, list[PlannedRelationship]]] = {}
        self._changed: dict[str, LinkChanges] = {}
        self._alike: dict[str, list[Join]] = {}

    def of(self, snapshot: Snapshot) -> list[PlannedRelationship]:
        """Return the relationships of an instance as they will be once all is applied."""
        if snapshot.file not in self._of:
            changes, saved = self._changes(snapshot), saved_links(snapshot).by_name
            left = [one for name, one in saved.items() if name not in changes.gone]
            self._of[snapshot.file] = left + changes.made
        return self._of[snapshot.file]

    def named(self, snapshot: Snapshot, name: str | None) -> list[PlannedRelationship]:
        """Return those of them that have a name, in the same order."""
        if snapshot.file not in self._named:
            named = self._named[snapshot.file] = {}
            for one in self.of(snapshot):
                named.setdefault(one.name, []).append(one)
        return self._named[snapshot.file].get(name, [])

    def of_entity(self, snapshot: Snapshot, entity: Entity) -> list[PlannedRelationship]:
        """Return those of them that join an entity, in the same order."""
        changes, saved = self._changes(snapshot), saved_links(snapshot).of_entity.get(entity, ())
        left = [one for one in saved if one.name not in changes.gone]
        return left + changes.of_entity.get(entity, [])

    def created(self, name: str) -> list[Relationship]:
        """Return the planned relationships that create a name, by path, then by place."""
        return self._created.get(name, [])

    def deleted_before(self, request: Request, name: str, after: int) -> bool:
        """Tell whether an earlier request of the same list deletes a relationship."""
        indices = self._deleted.get((request.sequence, name), ())
        return any(after <= index < request.index for index in indices)

    def may_be_deleted_before(self, request: Request, name: str | None, since: Request | None = None) -> bool:
        """Tell whether a relationship may be deleted before a request, and after another one that gave it.

        What a file calls by a placeholder may be any that it names; and any may be it, where the `name`
        isn't known.
        """
        deleted = self._deletions.get(instance_of(request), {})
        unknown = chain(*deleted.values()) if name is None else deleted.get(None, ())
        fitting = (one for one in unknown if one.document == request.document)
        named = deleted.get(name, ()) if name is not None else ()
        return any(may_come_between(one, since, request) for one in (*named, *fitting))

    @cached_property
    def joins(self) -> list[Join]:
        """What payloads join anew, by path, then by place; an update that leaves both ends alone does not."""
        found = (self._join_of(one) for one in self._payloads.each_relationship())
        return [one for one in found if one is not None]

    @cached_property
    def ends_joined(self) -> Counter[Ends]:
        """How many payloads join the same attributes anew."""
        return Counter(one.ends for one in self.joins)

    def saved_alike(self, snapshot: Snapshot) -> list[Join]:
        """Return what relationships of an instance join as payloads do that don't replace or delete them."""
        if snapshot.file not in self._alike:
            self._alike[snapshot.file] = self._saved_alike(snapshot)
        return self._alike[snapshot.file]

    def _saved_alike(self, snapshot: Snapshot) -> list[Join]:
        if snapshot.ends is None:
            snapshot.ends = frozenset(_saved_ends(node, snapshot) for node in saved_nodes(snapshot))
        if snapshot.ends.isdisjoint(self.ends_joined):
            return []
        anew, saved = {one.link.node for one in self.joins}, saved_links(snapshot).by_name
        kept = (saved.get(one.name) for one in self.of(snapshot) if one.node not in anew)
        found = (_joined(one, None) for one in kept if one is not None and _ends(one) in self.ends_joined)
        return [one for one in found if one is not None]

    def _join_of(self, planned: Relationship) -> Join | None:
        """Return what a payload joins anew; one that is kept keeps that."""
        if planned.request.snapshot is None:
            return None
        if not any(planned.node.written(name) for name in _ENDS):
            return None
        if planned.joins is None:
            planned.joins = (self._anew(planned, planned.request.snapshot),)
        found: Join | None = planned.joins[0]
        return found

    def _anew(self, planned: Relationship, snapshot: Snapshot) -> Join | None:
        name = planned.goes_by or ""
        old = saved_links(snapshot).by_name.get(name) if planned.is_update else None
        return _joined(_applied(planned, name, old), planned)

    def _changes(self, snapshot: Snapshot) -> LinkChanges:
        if snapshot.file not in self._changed:
            made, gone = ([], set()) if self._snapshot_only else self._collect(snapshot)
            self._changed[snapshot.file] = LinkChanges(made, joining(made), gone)
        return self._changed[snapshot.file]

    def _collect(self, snapshot: Snapshot) -> tuple[list[PlannedRelationship], set[str]]:
        """Return what requests make, and the names of what they put something else in the place of."""
        saved, gone = saved_links(snapshot).by_name, self._deleted_from(snapshot)
        made: list[PlannedRelationship] = []
        last: dict[str, int] = {}  # where the last one of a name is among them
        for planned in self._payloads.each_relationship():
            if planned.request.snapshot is not snapshot or self._is_deleted_later(planned):
                continue
            name = planned.goes_by or ""
            if planned.is_update and name and name in last:
                before = made[last[name]]  # whose place stays that of the relationship
                made[last[name]] = _applied(planned, name, before)._replace(node=before.node)
                continue
            old = saved.get(name) if planned.is_update else None
            last[name] = len(made)
            made.append(_applied(planned, name, old))
            if old is not None:
                gone.add(name)
        return made, gone

    def _deleted_from(self, snapshot: Snapshot) -> set[str]:
        """The relationships that requests delete from an instance."""
        return {
            request.parameters["relationshipName"]
            for request in self._payloads.requests
            if request.method == "DELETE"
            and request.snapshot is snapshot
            and "relationshipName" in request.parameters
        }

    def _is_deleted_later(self, planned: Relationship) -> bool:
        """Tell whether a later request of the same list deletes what is planned."""
        indices = self._deleted.get((planned.request.sequence, planned.goes_by or ""), ())
        return any(index > planned.request.index for index in indices)

    @cached_property
    def _created(self) -> dict[str | None, list[Relationship]]:
        created: dict[str | None, list[Relationship]] = {}
        for planned in self._payloads.each_relationship():
            if not planned.is_update:
                created.setdefault(planned.name, []).append(planned)
        return created

    @cached_property
    def _deletions(self) -> dict[str | None, dict[str | None, list[Request]]]:
        """The requests that delete relationships, by instance and by name; None: it isn't known."""
        found: dict[str | None, dict[str | None, list[Request]]] = {}
        for request in () if self._snapshot_only else self._payloads.requests:
            if request.method == "DELETE" and request.gives("relationshipName"):
                named = found.setdefault(instance_of(request), {})
                named.setdefault(request.parameter("relationshipName"), []).append(request)
        return found

    def last_deletion_in(self, request: Request) -> int:
        """Return the index of the last request of a request's list that deletes a relationship; -1: none."""
        return self._last_deletions.get(request.sequence, -1)

    @cached_property
    def _last_deletions(self) -> dict[tuple[str, int], int]:
        deleting = (one for one in self._payloads.requests if one.method == "DELETE")
        return {one.sequence: one.index for one in deleting if one.gives("relationshipName")}

    @cached_property
    def _deleted(self) -> dict[tuple[tuple[str, int], str], list[int]]:
        deleted: dict[tuple[tuple[str, int], str], list[int]] = {}
        for request in self._payloads.requests:
            name = request.parameter("relationshipName")
            if request.method == "DELETE" and name is not None:
                deleted.setdefault((request.sequence, name), []).append(request.index)
        return deleted


def _applied(planned: Relationship, name: str, old: PlannedRelationship | None) -> PlannedRelationship:
    """An update leaves what it doesn't give as it was."""
    if planned.as_planned is None:
        planned.as_planned = as_planned(planned, name, planned=True)
    one: PlannedRelationship = planned.as_planned
    if old is None:
        return one
    (here, there), (here_by, there_by) = one.ends, one.attributes
    ends = (here if here.name is not None else old.ends[0], there if there.name is not None else old.ends[1])
    return one._replace(
        ends=ends,
        attributes=(here_by or old.attributes[0], there_by or old.attributes[1]),
        cardinality=one.cardinality or old.cardinality,
        kind=one.kind or old.kind,
    )


def _ends(link: PlannedRelationship) -> Ends:
    (here, there), (here_by, there_by) = link.ends, link.attributes
    return frozenset(((here.entity, here_by), (there.entity, there_by)))


def _saved_ends(node: Node, snapshot: Snapshot) -> Ends:
    """Return the same of a relationship as an instance has it."""
    here, here_by, there, there_by = relationship_ends(node)
    first, second = snapshot.resolve_name(here).entity, snapshot.resolve_name(there).entity
    return frozenset(((first, here_by), (second, there_by)))


def _joined(link: PlannedRelationship, planned: Relationship | None) -> Join | None:
    """Return what a relationship joins, if there are both attributes."""
    (here, there), (here_by, there_by) = link.ends, link.attributes
    left = Column(here_by, (link.node, "fromAttributeName"), here, own=False)
    right = Column(there_by, (link.node, "toAttributeName"), there, own=False)
    type_here, type_there = left.canonical_type, right.canonical_type
    if type_here is None or type_there is None:
        return None
    return Join(link, (left, right), _ends(link), same_type(type_here, type_there), planned)
