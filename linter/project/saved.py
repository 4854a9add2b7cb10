"""What a snapshot has of payloads, where their cards say that it does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from linter import kinds
from linter.diagnostic import Location
from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot
from linter.kinds import conflation_plan, conflict_resolution_rules, entity_information, relationships
from linter.kinds.conflation_plan import ConflationPlan
from linter.kinds.conflict_resolution_rules import ConflictResolutionRules
from linter.kinds.entity_information import EntityInformation, Listed
from linter.kinds.kind import Kind
from linter.kinds.references import Mention
from linter.kinds.relationships import Relationship
from linter.kinds.request import Request, saved_request
from linter.named_tuple import NamedTuple
from linter.shapes.node import Node


class PlannedRelationship(NamedTuple):
    """A relationship of the planned state: as the snapshot has it, or as a payload will have it.

    An end, or its attribute, is None or names nothing where nothing can be said about it.
    """

    name: str
    ends: tuple[Mention, Mention]
    attributes: tuple[str | None, str | None]
    node: Node
    planned: bool  # a payload makes it what it is
    cardinality: str  # folded, "" where it isn't known
    kind: str  # the relationship type, as well

    @property
    def at(self) -> Location:
        """Where its name stands."""
        return self.node.at("name")

    @property
    def is_lineage(self) -> bool:
        """Whether it says where data comes from, not which rows belong together."""
        return self.kind.startswith("datasourcelineage")

    def beyond(self, entity: Entity) -> Mention:
        """Return the other end, seen from an entity that it joins."""
        return self.ends[self.ends[0].entity is entity]


class SavedLinks(NamedTuple):
    """The relationships of an instance, each name once, and which of them join an entity."""

    by_name: Mapping[str, PlannedRelationship]
    of_entity: Mapping[Entity, list[PlannedRelationship]]


def saved_bodies(snapshot: Snapshot) -> Iterator[Node]:
    """Yield what would be bodies if it were sent, of all kinds; what one object has comes together."""
    return _along([kind.saved for kind in kinds.ALL if kind.saved], snapshot.root)


def _along(paths: Sequence[tuple[str, ...]], node: Node) -> Iterator[Node]:
    deeper: dict[str, list[tuple[str, ...]]] = {}
    for name, *rest in paths:
        if rest:
            deeper.setdefault(name, []).append(tuple(rest))
        else:
            yield from node.nodes(name)
    for name, below in deeper.items():
        for one in node.nodes(name):
            yield from _along(below, one)


def saved_relationships(snapshot: Snapshot) -> list[PlannedRelationship]:
    """Return the relationships that an instance has; a snapshot that is kept keeps them."""
    if snapshot.links is None:
        request = saved_request(snapshot)
        found = [Relationship(node, request) for node in saved_nodes(snapshot)]
        snapshot.links = [as_planned(one, one.name or "", planned=False) for one in found]
    return snapshot.links


def saved_nodes(snapshot: Snapshot) -> list[Node]:
    """Return the relationships that an instance has, as the snapshot writes them."""
    return snapshot.root.nodes(*relationships.KIND.saved)


def saved_links(snapshot: Snapshot) -> SavedLinks:
    """Return the same, each name once."""
    if snapshot.joined is None:
        by_name = {one.name: one for one in saved_relationships(snapshot)}
        snapshot.joined = SavedLinks(by_name, joining(by_name.values()))
    found: SavedLinks = snapshot.joined
    return found


def joining(links: Iterable[PlannedRelationship]) -> dict[Entity, list[PlannedRelationship]]:
    """Return which relationships join an entity."""
    found: dict[Entity, list[PlannedRelationship]] = {}
    for link in links:
        here, there = link.ends[0].entity, link.ends[1].entity
        if here is not None:
            found.setdefault(here, []).append(link)
        if there is not None and there is not here:
            found.setdefault(there, []).append(link)
    return found


def as_planned(one: Relationship, name: str, *, planned: bool) -> PlannedRelationship:
    """Return what an object says of a relationship, under the name that it has."""
    first, second = one.ends
    ends, attributes = (first.mention, second.mention), (first.attribute, second.attribute)
    cardinality, kind = ((one.node.text(each) or "").lower() for each in ("cardinality", "relationshipType"))
    return PlannedRelationship(name, ends, attributes, one.node, planned, cardinality, kind)


def keys_saved(snapshot: Snapshot) -> Iterator[Entity]:
    """Yield the entities whose key a conflation of the snapshot gives."""
    for conflation in snapshot.root.nodes("conflations"):
        for entity, key in saved_information(conflation, snapshot):
            if key is not None:
                yield entity


def saved_information(conflation: Node, snapshot: Snapshot) -> list[tuple[Entity, str | None]]:
    """Return the entities (with the keys given) of a saved conflation's entity information."""
    if conflation not in snapshot.informed:
        snapshot.informed[conflation] = list(_informed(conflation, saved_request(snapshot)))
    return snapshot.informed[conflation]


def _informed(conflation: Node, request: Request) -> Iterator[tuple[Entity, str | None]]:
    for told in saved_listed(conflation, request):
        if told.mention.entity is not None:
            yield told.mention.entity, told.primary_key
    plan = saved_plan(conflation, request)
    for listed in plan.information if plan else ():
        if listed.mention.entity is not None:
            yield listed.mention.entity, listed.primary_key


def saved_plan(conflation: Node, request: Request) -> ConflationPlan | None:
    """Return the plan of a saved conflation."""
    plan: ConflationPlan | None = _viewed(conflation_plan.KIND, conflation, request)
    return plan


def saved_rules(conflation: Node, request: Request) -> ConflictResolutionRules | None:
    """Return the conflict resolution rules of a saved conflation."""
    rules: ConflictResolutionRules | None = _viewed(conflict_resolution_rules.KIND, conflation, request)
    return rules


def saved_listed(conflation: Node, request: Request) -> list[Listed]:
    """Return the entities of a saved conflation's entityInformation."""
    information: EntityInformation | None = _viewed(entity_information.KIND, conflation, request)
    return information.entities if information is not None else []


def all_saved_listed(snapshot: Snapshot) -> list[Listed]:
    """Return those of all conflations of an instance; a snapshot that is kept keeps them."""
    if snapshot.listed is None:
        request = saved_request(snapshot)
        of_each = (saved_listed(one, request) for one in snapshot.root.nodes("conflations"))
        snapshot.listed = [listed for one in of_each for listed in one]
    found: list[Listed] = snapshot.listed
    return found


def _viewed(kind: Kind, conflation: Node, request: Request) -> Any:
    """Return the view of a kind's part of a saved conflation, or None."""
    part = conflation.node(kind.saved[-1])
    return kind.view(request, part) if part is not None else None
