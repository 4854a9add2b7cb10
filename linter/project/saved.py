"""What a snapshot has of payloads: relationships, entity information, plans."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from linter.diagnostic import Location
from linter.instance.snapshot import Entity, Snapshot
from linter.kinds.conflation_plan import ConflationPlan
from linter.kinds.entity_information import EntityInformation
from linter.kinds.references import Mention
from linter.kinds.relationships import Relationship
from linter.kinds.request import Request
from linter.kinds.route import Route
from linter.shapes.node import Node


class PlannedRelationship(NamedTuple):
    """A relationship of the planned state: as the snapshot has it, or as a payload will have it.

    An end, or its attribute, is None or names nothing where nothing can be said about it.
    """

    name: str
    ends: tuple[Mention, Mention]
    attributes: tuple[str | None, str | None]
    at: Location
    planned: bool  # a payload makes it what it is


def saved_request(snapshot: Snapshot) -> Request:
    """A stand-in for the request whose answer a part of the snapshot is."""
    request = Request(snapshot.file, "GET", Route(None, snapshot.instance_id, {}, "", "", 0), None, 0)
    request.snapshot = snapshot
    return request


def saved_relationships(snapshot: Snapshot) -> list[PlannedRelationship]:
    """Return the relationships that an instance has; a snapshot that is kept keeps them."""
    if snapshot.links is None:
        request = saved_request(snapshot)
        found = [Relationship(node, request) for node in snapshot.root.nodes("relationships")]
        snapshot.links = [as_planned(one, one.name or "", planned=False) for one in found]
    return snapshot.links


def as_planned(one: Relationship, name: str, *, planned: bool) -> PlannedRelationship:
    """Return what an object says of a relationship, under the name that it has."""
    first, second = one.ends
    ends, attributes = (first.mention, second.mention), (first.attribute, second.attribute)
    return PlannedRelationship(name, ends, attributes, one.name_at, planned)


def keys_saved(snapshot: Snapshot) -> Iterator[Entity]:
    """Yield the entities whose key a conflation of the snapshot gives."""
    request = saved_request(snapshot)
    for conflation in snapshot.root.nodes("conflations"):
        for entity, key in saved_information(conflation, request):
            if key is not None:
                yield entity


def saved_information(conflation: Node, request: Request) -> Iterator[tuple[Entity, str | None]]:
    """Yield the entities (with the keys given) of a saved conflation's entity information."""
    information = conflation.get("entityInformation")
    if isinstance(information, Node):
        for listed in EntityInformation(request, information).entities:
            if listed.mention.entity is not None:
                yield listed.mention.entity, listed.primary_key
    plan = saved_plan(conflation, request)
    for listed in plan.information if plan else ():
        if listed.mention.entity is not None:
            yield listed.mention.entity, listed.primary_key


def saved_plan(conflation: Node, request: Request) -> ConflationPlan | None:
    """Return the plan of a saved conflation."""
    plan = conflation.node("conflationPlan")
    return ConflationPlan(request, plan) if plan is not None else None
