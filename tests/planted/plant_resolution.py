"""Faults in conflict resolution rules (CR)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator import Path, Project, Request
from planting import (
    SNAPSHOT,
    Edit,
    Expected,
    Plant,
    first_mention,
    mentions,
    misspelt,
    pick,
    point_at,
    unknown_entity,
)
from spelling import spell, spell_column, spell_object

if TYPE_CHECKING:
    import random

    from world import Entity


def rules_of(rng: random.Random, project: Project) -> Request | None:
    """One of the project's conflict resolution rules."""
    found: Request | None = pick(rng, project.of_kind("conflictResolutionRules"))
    return found


def _columns(project: Project, request: Request) -> list[tuple[Path, Entity]]:
    """The places of the attribute names, and the entities they belong to."""
    found: list[tuple[Path, Entity]] = []
    edit = Edit(project)
    for at, reference in mentions(project.body(request), request.at):
        entity = project.world.resolve(reference)
        assert entity
        if isinstance(reference, dict) and "attributeName" in reference:
            found.append(((*at[:-1], "attributeName"), entity))
        else:
            source = at[: at.index("sources") + 2]
            names = edit.get(request.file, (*source, "columns"))
            found += [((*source, "columns", number), entity) for number in range(len(names))]
    return found


# CR01


def unknown_in_place(rng: random.Random, project: Project) -> Plant | None:
    """Any one reference, in sources, source, recency or excluded columns, to an unknown entity."""
    if not (request := rules_of(rng, project)):
        return None
    edit = Edit(project)
    at, reference = rng.choice(list(mentions(project.body(request), request.at)))
    entity = project.world.resolve(reference)
    assert entity
    name = unknown_entity(rng, project.world, entity)
    if isinstance(reference, str):
        assert entity.source
        name = rng.choice((name, f"{entity.source.name}_{name}"))
    edit.set(request.file, at, name)
    return edit.plant(Expected("CR01", request.file, at))


def unknown_source(rng: random.Random, project: Project) -> Plant | None:
    """Several columns of a data source that isn't there: one finding."""
    if not (request := rules_of(rng, project)):
        return None
    edit = Edit(project)
    for entity in rng.sample(project.world.members, 2):
        column = {"dataSourceName": "Nowhere", "entityName": entity.name, "attributeName": "Email"}
        edit.append(request.file, (*request.at, "excludedColumns"), column)
    excluded = edit.get(request.file, (*request.at, "excludedColumns"))
    at = (*request.at, "excludedColumns", len(excluded) - 2, "dataSourceName")
    return edit.plant(Expected("CR01", request.file, at))


def unknown_twice(rng: random.Random, project: Project) -> Plant | None:
    """The same unknown entity as source and as excluded column: one finding."""
    if not (request := rules_of(rng, project)):
        return None
    edit = Edit(project)
    entity = rng.choice(project.world.members)
    name = unknown_entity(rng, project.world, entity)
    places = ((*request.at, "attributes", 0, "sourceColumns"), (*request.at, "excludedColumns"))
    for place in places:
        column = {**spell_object(rng, entity), "entityName": name, "attributeName": "Email"}
        edit.append(request.file, place, column)
    found = mentions(edit.get(request.file, request.at), request.at)
    first = next(m.at for m in found if edit.get(request.file, m.at) == name)
    return edit.plant(Expected("CR01", request.file, first))


def unknown_softly(rng: random.Random, project: Project) -> Plant | None:
    """An unknown entity while the snapshot's entities are not the whole truth: a warning."""
    if not (plant := unknown_in_place(rng, project)):
        return None
    edit = Edit(plant.project)
    edit.touched.extend(plant.touched)
    edit.soften("entities")
    return edit.plant(plant.expected[0]._replace(severity="warning"))


# CR02


def unknown_attribute(rng: random.Random, project: Project) -> Plant | None:
    """A misspelt attribute in any place."""
    if not (request := rules_of(rng, project)):
        return None
    edit = Edit(project)
    at, entity = rng.choice(_columns(project, request))
    edit.set(request.file, at, misspelt(rng, edit.get(request.file, at), entity.types))
    return edit.plant(Expected("CR02", request.file, at))


# CR03


def keyless_excluded(rng: random.Random, project: Project) -> Plant | None:
    """An entity without a key among the excluded columns."""
    if not (request := rules_of(rng, project)):
        return None
    edit, spare = Edit(project), project.world.spare
    column = spell_column(rng, spare, next(iter(spare.types)))
    at = edit.append(request.file, (*request.at, "excludedColumns"), column)
    return edit.plant(Expected("CR03", request.file, (*at, "entityName")))


def keyless_source(rng: random.Random, project: Project) -> Plant | None:
    """An entity without a key as a source, where the snapshot's plan has it."""
    for request in project.of_kind("conflictResolutionRules"):
        planned = {one.param("conflation") for one in project.of_kind("conflationPlan")}
        if request.param("conflation") not in planned:
            return _keyless_source(rng, project, request)
    return None


def _keyless_source(rng: random.Random, project: Project, request: Request) -> Plant:
    edit, spare = Edit(project), project.world.spare
    number = conflation_number(project, request)
    order = ("conflations", number, "conflationPlan", "conflationOrder")
    edit.append(SNAPSHOT, order, spell(rng, project.world, spare))
    column = spell_column(rng, spare, rng.choice(list(spare.types)))
    edit.append(request.file, (*request.at, "attributes", 0, "sourceColumns"), column)
    first = first_mention(project.world, edit.get(request.file, request.at), request.at, spare)
    assert first
    return edit.plant(Expected("CR03", request.file, first))


def conflation_number(project: Project, request: Request) -> int:
    """Where the snapshot has the conflation of a request."""
    found = project.snapshot["conflations"]
    name = request.param("conflation")
    return next(n for n, one in enumerate(found) if one["conflationId"] == name)


# CR04


def no_policy(rng: random.Random, project: Project) -> Plant | None:
    """Attributes without any policy, without any source column, or no attributes at all."""
    if not (request := rules_of(rng, project)):
        return None
    edit, at = Edit(project), (*request.at, "attributes")
    if "groups" in project.body(request):
        edit.delete(request.file, (*request.at, "groups"))
    variant = rng.choice(("policy", "columns", "empty", "missing"))
    if variant == "empty":
        edit.set(request.file, at, [])
    if variant == "missing":
        edit.delete(request.file, at)
        return edit.plant(Expected("CR04", request.file, request.at))
    for number in range(len(edit.get(request.file, at))):
        _take(edit, request.file, (*at, number), variant)
    return edit.plant(Expected("CR04", request.file, at))


def _take(edit: Edit, file: str, at: Path, variant: str) -> None:
    if variant == "policy":
        edit.delete(file, (*at, "policy"))
    if variant == "columns":
        edit.set(file, (*at, "sourceColumns"), [])


def groups_without_policy(rng: random.Random, project: Project) -> Plant | None:
    """No attributes, and groups that lack a policy or sources."""
    if not (request := rules_of(rng, project)) or "groups" not in project.body(request):
        return None
    edit = Edit(project)
    edit.set(request.file, (*request.at, "attributes"), [])
    group = (*request.at, "groups", 0)
    if rng.random() < 0.5:
        edit.delete(request.file, (*group, "policy"))
    else:
        edit.set(request.file, (*group, "sources"), [])
    return edit.plant(Expected("CR04", request.file, (*request.at, "attributes")))


# CR05


def outsider_in_policy(rng: random.Random, project: Project) -> Plant | None:
    """Columns of an entity that isn't part of the plan."""
    request = rules_of(rng, project)
    if not request or _names_outsider(project, request):
        return None
    edit, outsider = Edit(project), project.world.outsider
    place = _policy_place(rng, project, request)
    column = spell_column(rng, outsider, outsider.of("String")[0])
    edit.append(request.file, place, column)
    if rng.random() < 0.4:
        edit.append(request.file, (*request.at, "attributes", 0, "sourceColumns"), dict(column))
    return _outside(edit, request)


def _policy_place(rng: random.Random, project: Project, request: Request) -> Path:
    number = rng.randrange(len(project.body(request)["attributes"]))
    at = (*request.at, "attributes", number)
    policy = project.body(request)["attributes"][number]["policy"]
    if "recencyColumns" in policy and rng.random() < 0.5:
        return (*at, "policy", "recencyColumns")
    return (*at, "sourceColumns")


def outsider_in_group(rng: random.Random, project: Project) -> Plant | None:
    """A group's source that isn't part of the plan."""
    request = rules_of(rng, project)
    if not request or _names_outsider(project, request) or "groups" not in project.body(request):
        return None
    edit, outsider = Edit(project), project.world.outsider
    reference = spell(rng, project.world, outsider)
    source = {"entity": reference, "columns": outsider.of("String")[:2]}
    at = edit.append(request.file, (*request.at, "groups", 0, "sources"), source)
    return edit.plant(Expected("CR05", request.file, point_at((*at, "entity"), reference)))


def _outside(edit: Edit, request: Request) -> Plant:
    body = edit.get(request.file, request.at)
    policies = {key: item for key, item in body.items() if key != "excludedColumns"}
    first = first_mention(edit.project.world, policies, request.at, edit.project.world.outsider)
    assert first
    return edit.plant(Expected("CR05", request.file, first))


def _names_outsider(project: Project, request: Request) -> bool:
    """Whether a custom match makes the outsider a part of the plan."""
    name = request.param("conflation")
    plans = [
        project.body(one) for one in project.of_kind("conflationPlan") if one.param("conflation") == name
    ]
    declared = project.snapshot["conflations"][conflation_number(project, request)]
    plan: Any = plans[0] if plans else declared["conflationPlan"]
    return first_mention(project.world, plan, (), project.world.outsider) is not None


def planned_plan_decides(rng: random.Random, project: Project) -> Plant | None:
    """An entity that the snapshot's plan has, but the planned one no longer."""
    request = rules_of(rng, project)
    planned = {one.param("conflation") for one in project.of_kind("conflationPlan")}
    if not request or request.param("conflation") not in planned:
        return None
    if _names_outsider(project, request):
        return None
    edit, outsider = Edit(project), project.world.outsider
    at = ("conflations", conflation_number(project, request), "conflationPlan")
    edit.set(SNAPSHOT, at, {"conflationOrder": [spell_object(rng, outsider)], "conflationPlans": []})
    column = spell_column(rng, outsider, outsider.of("String")[0])
    edit.append(request.file, (*request.at, "attributes", 0, "sourceColumns"), column)
    return _outside(edit, request)


PLANTS = {
    "CR01": (unknown_in_place, unknown_source, unknown_twice, unknown_softly),
    "CR02": (unknown_attribute,),
    "CR03": (keyless_excluded, keyless_source),
    "CR04": (no_policy, groups_without_policy),
    "CR05": (outsider_in_policy, outsider_in_group, planned_plan_decides),
}
