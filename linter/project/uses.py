"""Every place of a project that declares or uses an entity or an attribute, in snapshots and payloads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from linter.diagnostic import Location
from linter.instance.snapshot import Entity, Snapshot
from linter.kinds.conflation_plan import ConflationPlan
from linter.kinds.conflict_resolution_rules import ConflictResolutionRules
from linter.kinds.entity_info import Info
from linter.kinds.entity_information import EntityInformation, Listed
from linter.kinds.references import Column, Mention
from linter.kinds.relationships import Relationship
from linter.kinds.request import Request
from linter.project.project import Project, saved_plan, saved_request
from linter.shapes.node import Node


class Use(NamedTuple):
    """A place that names an entity, or an attribute of it."""

    at: Location
    entity: Entity | None  # None where there is no such entity
    name: str  # the entity as it is written there
    attribute: str | None
    role: str  # what the place is, as in "the timestamp"
    declares: bool = False


def uses(project: Project) -> Iterator[Use]:
    """Yield all places, those of the snapshots first; some twice, as they are read twice."""
    for snapshot in project.snapshots:
        yield from _declared(snapshot)
        yield from _saved(snapshot)
    for relationship in project.planned_relationships():
        yield from _of_relationship(relationship)
    for infos in project.entity_infos:
        for info in infos.infos:
            yield from _of_info(info)
    for information in project.entity_information:
        for listed in information.entities:
            yield from _of_listed(listed)
    for plan in project.plans:
        yield from _of_plan(plan)
    for rules in project.resolutions:
        yield from _of_rules(rules)
    for query in project.queries:
        yield _of_mention(query.mention, "the dataset of a query")
    for request in project.requests:
        yield from _of_path(request)


def _declared(snapshot: Snapshot) -> Iterator[Use]:
    for entity in snapshot.entities:
        name = str(entity)
        yield Use(entity.at, entity, name, None, "an ingested entity", declares=True)
        for attribute in entity.attributes or ():
            at = entity.attribute_at(attribute)
            yield Use(at, entity, name, attribute, "an ingested attribute", declares=True)
        for key, role in (("primaryKey", "the primary key"), ("timestampFieldName", "the timestamp")):
            if entity.node.text(key) is not None:
                yield Use(entity.node.at(key), entity, name, entity.node.text(key), role)


def _saved(snapshot: Snapshot) -> Iterator[Use]:
    request = saved_request(snapshot)
    for node in snapshot.root.nodes("relationships"):
        yield from _of_relationship(Relationship(node, request))
    for conflation in snapshot.root.nodes("conflations"):
        information = conflation.get("entityInformation")
        if isinstance(information, Node):
            for listed in EntityInformation(request, information).entities:
                yield from _of_listed(listed)
        plan = saved_plan(conflation, request)
        if plan is not None:
            yield from _of_plan(plan)
        rules = conflation.node("conflictResolutionRules")
        if rules is not None:
            yield from _of_rules(ConflictResolutionRules(request, rules))


def _of_relationship(relationship: Relationship) -> Iterator[Use]:
    name = relationship.name or relationship.update
    for end in relationship.ends:
        if end.mention.name is not None:
            role = f"the {end.side}-end of relationship `{name}`"
            yield _of_mention(end.mention, role)
            if end.attribute is not None:
                yield _of_attribute(end.mention, end.attribute, end.attribute_at, role)


def _of_info(info: Info) -> Iterator[Use]:
    mention, node = info.mention, info.node
    yield _of_mention(mention, "entityInfo")
    for key, role in (("primaryKey", "the primary key"), ("timestampFieldName", "the timestamp")):
        value = node.text(key)
        if value is not None:
            yield _of_attribute(mention, value, node.at(key), role)
    for label in node.nodes("semanticLabels"):
        name = label.text("attributeName")
        if name is not None:
            yield _of_attribute(mention, name, label.at("attributeName"), "a semantic label")


def _of_listed(listed: Listed) -> Iterator[Use]:
    mention, node = listed.mention, listed.mention.node
    yield _of_mention(mention, "entity information")
    if node is None or node.literal is not None or node.shape.name == "EntityInformationByName":
        return
    if listed.primary_key is not None:
        yield _of_attribute(mention, listed.primary_key, node.at("primaryKey"), "the primary key")
    for attribute in node.nodes("attributes"):
        name = attribute.text("attributeName")
        if name is not None:
            yield _of_attribute(mention, name, attribute.at("attributeName"), "entity information")


def _of_plan(plan: ConflationPlan) -> Iterator[Use]:
    ordered = {id(mention) for mention in plan.order}
    for mention in plan.mentions:
        yield _of_mention(
            mention, "the conflation order" if id(mention) in ordered else "the conflation plan"
        )
    for column in plan.columns():
        yield from _of_column(column, "the conflation plan")


def _of_rules(rules: ConflictResolutionRules) -> Iterator[Use]:
    for column in rules.columns:
        if column.mention is not None and column.own:
            yield _of_mention(column.mention, "the conflict resolution rules")
        yield from _of_column(column, "the conflict resolution rules")


def _of_path(request: Request) -> Iterator[Use]:
    name = request.parameter("entityName")
    if name is not None:
        mention = Mention(None, request.snapshot, name, request.at).within(request)
        yield _of_mention(mention, "the path of a request")


def _of_mention(mention: Mention, role: str) -> Use:
    return Use(mention.at, mention.entity, mention.spelled, None, role)


def _of_column(column: Column, role: str) -> Iterator[Use]:
    if column.attribute is not None and column.mention is not None:
        yield _of_attribute(column.mention, column.attribute, column.at, role)


def _of_attribute(mention: Mention, attribute: str, at: Location, role: str) -> Use:
    return Use(at, mention.entity, mention.spelled, attribute, role)


def named(project: Project, name: str) -> list[Use]:
    """Return the uses that a name means: of an entity, of `Entity.Attribute`, or of an attribute.

    The first of these that finds something counts.  Entities go by their qualified or bare names.
    """
    found = _once(uses(project))
    entity, dot, attribute = name.rpartition(".")
    return (
        [use for use in found if use.attribute is None and _is_called(use, name)]
        or [use for use in found if dot and use.attribute == attribute and _is_called(use, entity)]
        or [use for use in found if use.attribute == name]
    )


def names(project: Project) -> Iterator[str]:
    """Yield what could have been meant by a name that finds nothing."""
    for snapshot in project.snapshots:
        yield from snapshot.all_names()
        for entity in snapshot.entities:
            yield from entity.attributes or ()


def _once(found: Iterator[Use]) -> list[Use]:
    """A path's entity may be named by the body as well: one place is told once."""
    by_place: dict[tuple[Location, str | None], Use] = {}
    for use in found:
        by_place.setdefault((use.at, use.attribute), use)
    return list(by_place.values())


def _is_called(use: Use, name: str) -> bool:
    entity = use.entity
    if entity is None:
        return use.name == name
    source = entity.data_source
    qualified = [f"{prefix}_{entity.name}" for prefix in (source.id, source.name) if prefix] if source else []
    return name in (entity.name, *qualified)
