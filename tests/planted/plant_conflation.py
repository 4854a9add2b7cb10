"""Faults in conflation plans (CP) and in the entity information of a conflation (CE)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import world as w
from generator import Path, Project, Request, build_information, build_plan, build_step_of, shuffled
from planting import (
    SNAPSHOT,
    Edit,
    Expected,
    Plant,
    columns,
    criteria,
    first_mention,
    mentions,
    misspelt,
    pick,
    point_at,
    rules,
    steps,
    unknown_entity,
)
from spelling import spell, spell_column, spell_object, spell_source
from world import Names

if TYPE_CHECKING:
    import random

    from planting import Column
    from world import Entity


def plan_of(rng: random.Random, project: Project) -> Request | None:
    """One of the project's plans."""
    found: Request | None = pick(rng, project.of_kind("conflationPlan"))
    return found


def order_of(project: Project, request: Request) -> list[Entity]:
    """The entities of the conflation order of a plan."""
    found = [project.world.resolve(one) for one in project.body(request)["conflationOrder"]]
    assert all(found)
    return [entity for entity in found if entity]


# CP01


def unknown_in_order(rng: random.Random, project: Project) -> Plant | None:
    """An entity at the end of the order that nobody ingested, as object or string."""
    if not (request := plan_of(rng, project)):
        return None
    edit = Edit(project)
    at = edit.append(request.file, (*request.at, "conflationOrder"), _unknown(rng, project))
    return edit.plant(Expected("CP01", request.file, point_at(at, edit.get(request.file, at))))


def _unknown(rng: random.Random, project: Project) -> Any:
    entity = rng.choice(project.world.members)
    name = unknown_entity(rng, project.world, entity)
    if rng.random() < 0.3:
        assert entity.source
        return f"{rng.choice(entity.source)}_{name}"
    return {**spell_object(rng, entity), "entityName": name}


def unknown_in_column(rng: random.Random, project: Project) -> Plant | None:
    """A column of an entity that nobody ingested."""
    if not (request := plan_of(rng, project)):
        return None
    edit = Edit(project)
    column = _named_column(rng, project, request)
    if not column:
        return None
    at = (*column.at, "entityName")
    edit.set(request.file, at, unknown_entity(rng, project.world, column.entity))
    return edit.plant(Expected("CP01", request.file, at))


def _named_column(rng: random.Random, project: Project, request: Request) -> Column | None:
    body = project.body(request)
    found: Column | None = pick(
        rng,
        (
            one
            for one in columns(project.world, body, request.at)
            if "entityName" in _at(project, request, one.at)
        ),
    )
    return found


def _at(project: Project, request: Request, path: Path) -> Any:
    return Edit(project).get(request.file, path)


def unknown_source_in_step(rng: random.Random, project: Project) -> Plant | None:
    """A left or right entity in a data source that isn't there."""
    if not (request := plan_of(rng, project)):
        return None
    edit = Edit(project)
    places = []
    for at, step in steps(project.body(request), request.at):
        places += [(*at, "leftEntities", n) for n in range(len(step["leftEntities"]))]
        places.append((*at, "rightEntity"))
    place = pick(rng, (one for one in places if not isinstance(edit.get(request.file, one), str)))
    return _break_source(rng, edit, request.file, place) if place else None


def _break_source(rng: random.Random, edit: Edit, file: str, place: Path) -> Plant:
    reference = edit.get(file, place)
    key = next(one for one in ("dataSourceId", "dataSourceName") if one in reference)
    at = edit.set(file, (*place, key), misspelt(rng, reference[key] + "q", ()))
    return edit.plant(Expected("CP01", file, at))


def unknown_in_custom_match(rng: random.Random, project: Project) -> Plant | None:
    """An entity of a custom match that nobody ingested."""
    if not (request := plan_of(rng, project)):
        return None
    edit = Edit(project)
    item = {"kind": "alwaysMatch", "entity": _unknown(rng, project)}
    at = edit.append(request.file, (*request.at, "customMatch"), item)
    return edit.plant(Expected("CP01", request.file, point_at((*at, "entity"), item["entity"])))


def unknown_twice(rng: random.Random, project: Project) -> Plant | None:
    """The same unknown entity in the order, the custom match and the information: one finding."""
    if not (request := plan_of(rng, project)):
        return None
    edit = Edit(project)
    entity = rng.choice(project.world.members)
    name = unknown_entity(rng, project.world, entity)
    reference = [{**spell_object(rng, entity), "entityName": name} for _ in range(3)]
    edit.append(request.file, (*request.at, "conflationOrder"), reference[0])
    edit.append(request.file, (*request.at, "customMatch"), {"kind": "bypass", "entity": reference[1]})
    edit.append(request.file, (*request.at, "entityConflationInformation"), reference[2])
    found = mentions(edit.get(request.file, request.at), request.at)
    first = next(
        one for one in found if isinstance(one.reference, dict) and one.reference["entityName"] == name
    )
    return edit.plant(Expected("CP01", request.file, first.at))


def unknown_source_twice(rng: random.Random, project: Project) -> Plant | None:
    """Two entities of a data source that isn't there, and one of them again: one finding."""
    if not (request := plan_of(rng, project)):
        return None
    edit, key = Edit(project), rng.choice(("dataSourceId", "dataSourceName"))
    places = []
    for name in ("One", "Two", "One"):
        reference = {key: "Nowhere", "entityName": name}
        places.append(edit.append(request.file, (*request.at, "conflationOrder"), reference))
    return edit.plant(Expected("CP01", request.file, (*places[0], key)))


def ingested_elsewhere(rng: random.Random, project: Project) -> Plant | None:
    """An entity that another data source has."""
    request = plan_of(rng, project)
    world = project.world
    entity = rng.choice(world.ingested)
    others = [one for one in world.sources if not world.find(one.id, entity.name)]
    if not request or not others:
        return None
    edit = Edit(project)
    reference = {**spell_source(rng, rng.choice(others)), "entityName": entity.name}
    at = edit.append(request.file, (*request.at, "conflationOrder"), reference)
    return edit.plant(Expected("CP01", request.file, (*at, "entityName")))


def not_in_the_snapshot(rng: random.Random, project: Project) -> Plant | None:
    """An unknown entity while the snapshot's entities are not the whole truth: a warning."""
    if not (plant := unknown_in_order(rng, project)):
        return None
    edit = Edit(plant.project)
    edit.touched.extend(plant.touched)
    edit.soften("entities")
    return edit.plant(plant.expected[0]._replace(severity="warning"))


# CP02


def unknown_attribute(rng: random.Random, project: Project) -> Plant | None:
    """A misspelt attribute in some criterion, of an exception or an inactive rule too."""
    if not (request := plan_of(rng, project)):
        return None
    edit = Edit(project)
    column = rng.choice(list(columns(project.world, project.body(request), request.at)))
    at = (*column.at, "attributeName")
    name = misspelt(rng, edit.get(request.file, at), column.entity.types)
    edit.set(request.file, at, name)
    return edit.plant(Expected("CP02", request.file, at))


def attribute_of_the_other(rng: random.Random, project: Project) -> Plant | None:
    """An attribute that only the entity on the other side has."""
    if not (request := plan_of(rng, project)):
        return None
    edit = Edit(project)
    found = list(columns(project.world, project.body(request), request.at))
    for column in rng.sample(found, len(found)):
        other = next(o for o in found if o.criterion == column.criterion and o.side != column.side)
        foreign = pick(rng, other.entity.types.keys() - column.entity.types.keys())
        if foreign:
            at = edit.set(request.file, (*column.at, "attributeName"), foreign)
            return edit.plant(Expected("CP02", request.file, at))
    return None


def unknown_attribute_twice(rng: random.Random, project: Project) -> Plant | None:
    """Two misspelt attributes, or the same twice: every mention is a finding."""
    first = unknown_attribute(rng, project)
    second = unknown_attribute(rng, first.project) if first else None
    if not first or not second or first.expected[0].at[:-2] == second.expected[0].at[:-2]:
        return None
    touched = (*first.touched, *second.touched)
    return Plant(second.project, (*first.expected, *second.expected), touched)


# CP03


def keyless_in_order(rng: random.Random, project: Project) -> Plant | None:
    """An entity without a key in the order, its information in the plan."""
    if not (request := plan_of(rng, project)):
        return None
    edit = Edit(project)
    spare = project.world.spare
    edit.append(request.file, (*request.at, "conflationOrder"), spell(rng, project.world, spare))
    _match_it(rng, edit, request, spare)
    information = (*request.at, "entityConflationInformation")
    edit.append(request.file, information, spell_object(rng, spare))
    return _at_first_mention(edit, request, "CP03", spare)


def _match_it(rng: random.Random, edit: Edit, request: Request, entity: Entity) -> None:
    """Let a step match an entity at the end of the order."""
    first = order_of(edit.project, request)[:1]
    step = build_step_of(rng, edit.project.world, first, entity)
    edit.append(request.file, (*request.at, "conflationPlans"), step)


def _at_first_mention(edit: Edit, request: Request, code: str, entity: Entity) -> Plant:
    body = edit.get(request.file, request.at)
    first = first_mention(edit.project.world, body, request.at, entity)
    assert first
    return edit.plant(Expected(code, request.file, first))


def keyless_in_custom_match(rng: random.Random, project: Project) -> Plant | None:
    """An entity without a key in a custom match."""
    if not (request := plan_of(rng, project)):
        return None
    edit = Edit(project)
    item = {"kind": "neverMatch", "entity": spell(rng, project.world, project.world.spare)}
    edit.append(request.file, (*request.at, "customMatch"), item)
    return _at_first_mention(edit, request, "CP03", project.world.spare)


def key_lost(rng: random.Random, project: Project) -> Plant | None:
    """A member whose key nobody knows any more: a finding in each payload that names it."""
    if not (request := plan_of(rng, project)):
        return None
    entity = rng.choice(order_of(project, request))
    if [one.key for one in project.world.entities].count(entity.key) > 1:
        return None
    edit = Edit(project)
    for file in [*project.documents, SNAPSHOT]:
        _forget_key(edit, file, (), entity)
    found = [_keyless(edit.project, one, entity) for one in edit.project.requests]
    expected = tuple(one for one in found if one)
    return edit.plant(*expected) if len(expected) < 9 and all(e.at for e in expected) else None


def _forget_key(edit: Edit, file: str, path: Path, entity: Entity) -> None:
    value = edit.get(file, path)
    if isinstance(value, dict) and value.get("primaryKey") == entity.key:
        edit.delete(file, (*path, "primaryKey"))
    if isinstance(value, (dict, list)):
        for step in list(value) if isinstance(value, dict) else range(len(value)):
            _forget_key(edit, file, (*path, step), entity)


_KEYLESS = {
    "conflationPlan": "CP03",
    "conflictResolutionRules": "CR03",
    "entityInformation": "CE02",
    "entityInformationOne": "CE02",
}


def _keyless(project: Project, request: Request, entity: Entity) -> Expected | None:
    if request.kind not in _KEYLESS:
        return None
    body = project.body(request)
    if request.kind == "entityInformationOne":
        return _keyless_single(project, request, entity)
    if request.kind == "entityInformation":
        at = next((a for a, _, one in informed(project, body, request.at) if one is entity), None)
    else:
        at = first_mention(project.world, body, request.at, entity)
    return Expected(_KEYLESS[request.kind], request.file, at) if at else None


def _keyless_single(project: Project, request: Request, entity: Entity) -> Expected | None:
    name = request.param("entity") or ""
    source = request.param("source")
    if project.world.find(source, name) is not entity if source else entity.name != name:
        return None
    body = project.body(request)
    # Without a name in the body there is only the path to point at.
    at = (*request.at, "entityName") if "entityName" in body else ()
    return Expected("CE02", request.file, at)


# CP04


def ordered_without_information(rng: random.Random, project: Project) -> Plant | None:
    """An entity at the end of the order of which the conflation knows nothing."""
    if not (request := plan_of(rng, project)):
        return None
    edit = Edit(project)
    reference = spell(rng, project.world, project.world.outsider)
    at = edit.append(request.file, (*request.at, "conflationOrder"), reference)
    _match_it(rng, edit, request, project.world.outsider)
    return edit.plant(Expected("CP04", request.file, point_at(at, reference)))


def informed_elsewhere(rng: random.Random, project: Project) -> Plant | None:
    """An ordered entity of which only another conflation has information."""
    if not (plant := ordered_without_information(rng, project)) or len(project.world.conflations) < 2:
        return None
    [expected] = plant.expected
    edit = Edit(plant.project)
    edit.touched.extend(plant.touched)
    mine = next(
        one.param("conflation")
        for one in project.requests
        if expected.file == one.file and one.kind == "conflationPlan" and expected.at[: len(one.at)] == one.at
    )
    other = next(one for one in project.world.conflations if one != mine)
    body = build_information(rng, project.world, [project.world.outsider])
    edit.send(rng, "PATCH", f"conflations/{other}/entityInformation", body=body)
    return edit.plant(expected)


def information_lost(rng: random.Random, project: Project) -> Plant | None:
    """An ordered entity whose only information is taken away."""
    if not (request := plan_of(rng, project)):
        return None
    order = project.body(request)["conflationOrder"]
    for number in rng.sample(range(len(order)), len(order)):
        entity = project.world.resolve(order[number])
        assert entity
        places = _information_places(project, request, entity)
        if len(places) == 1 and entity.key_from != "plan":
            edit = Edit(project)
            edit.delete(*places[0])
            at = (*request.at, "conflationOrder", number)
            return edit.plant(Expected("CP04", request.file, point_at(at, order[number])))
    return None


def _information_places(project: Project, plan: Request, entity: Entity) -> list[tuple[str, Path]]:
    name = plan.param("conflation")
    bodies: list[tuple[str, Path, Any]] = []
    for number, one in enumerate(project.snapshot["conflations"]):
        if one["conflationId"] == name:
            at: Path = ("conflations", number, "entityInformation")
            bodies.append((SNAPSHOT, at, one.get("entityInformation", {})))
    for request in project.of_kind("entityInformation"):
        if request.param("conflation") == name:
            bodies.append((request.file, request.at, project.body(request)))
    places = [
        (file, item)
        for file, at, body in bodies
        for _, item, one in informed(project, body, at)
        if one is entity
    ]
    for request in project.of_kind("entityInformationOne"):
        if request.param("conflation") == name and request.param("entity") == entity.name:
            # A single form can't lose its entity; twice, so that it isn't taken for the only one.
            places += [(request.file, request.at)] * 2
    for number, one in enumerate(project.body(plan).get("entityConflationInformation", ())):
        if project.world.resolve(one) is entity:
            places.append((plan.file, (*plan.at, "entityConflationInformation", number)))
    return places


def informed(project: Project, body: Any, at: Path) -> list[tuple[Path, Path, Entity | None]]:
    """The entities of an entityInformation list: place of the name, place of the item, entity."""
    found = []
    if isinstance(body, Names):
        for source, names in body.items():
            for number, name in enumerate(names):
                place = (*at, source, number)
                found.append((place, place, project.world.find(source, name)))
    for number, group in enumerate(body.get("dataSources", ())):
        given = group.get("dataSourceId", group.get("dataSourceName"))
        for index, one in enumerate(group["entities"]):
            place = (*at, "dataSources", number, "entities", index)
            entity = project.world.find(given, one["entityName"])
            found.append(((*place, "entityName"), place, entity))
    return found


# CP05


def no_rules(rng: random.Random, project: Project) -> Plant | None:
    """A step whose rules are none, missing, or all inactive."""
    if not (request := plan_of(rng, project)):
        return None
    edit = Edit(project)
    at, step = rng.choice(list(steps(project.body(request), request.at)))
    variant = rng.choice(("empty", "missing", "inactive"))
    if variant == "missing":
        edit.delete(request.file, (*at, "rules"))
        return edit.plant(Expected("CP05", request.file, at))
    if variant == "empty":
        edit.set(request.file, (*at, "rules"), [])
    for number in range(len(step["rules"]) * (variant == "inactive")):
        edit.set(request.file, (*at, "rules", number, "isActive"), False)
    return edit.plant(Expected("CP05", request.file, (*at, "rules")))


def no_criteria(rng: random.Random, project: Project) -> Plant | None:
    """An active rule whose criteria are none or missing."""
    if not (request := plan_of(rng, project)):
        return None
    edit = Edit(project)
    at, _ = rng.choice(list(rules(project.body(request), request.at, active=True)))
    if rng.random() < 0.4:
        edit.delete(request.file, (*at, "criteria"))
        return edit.plant(Expected("CP05", request.file, at))
    edit.set(request.file, (*at, "criteria"), [])
    return edit.plant(Expected("CP05", request.file, (*at, "criteria")))


def no_steps(rng: random.Random, project: Project) -> Plant | None:
    """A plan whose steps are none or missing."""
    if not (request := plan_of(rng, project)):
        return None
    edit = Edit(project)
    at = (*request.at, "conflationPlans")
    if rng.random() < 0.4:
        edit.delete(request.file, at)
        return edit.plant(Expected("CP05", request.file, request.at))
    edit.set(request.file, at, [])
    return edit.plant(Expected("CP05", request.file, at))


def empty_exception(rng: random.Random, project: Project) -> Plant | None:
    """An exception of an active rule without criteria."""
    if not (request := plan_of(rng, project)):
        return None
    edit = Edit(project)
    at, _ = rng.choice(list(rules(project.body(request), request.at, active=True)))
    place = edit.append(request.file, (*at, "exceptions"), {"criteria": []})
    return edit.plant(Expected("CP05", request.file, (*place, "criteria")))


# CP06


def copy_criterion(rng: random.Random, project: Project) -> Plant | None:
    """One or two criteria of kind copy, wherever they stand."""
    if not (request := plan_of(rng, project)):
        return None
    edit = Edit(project)
    found = list(criteria(project.body(request), request.at))
    chosen = rng.sample(found, min(len(found), rng.randint(1, 2)))
    places = [edit.set(request.file, (*at, "kind"), rng.choice(("copy", "Copy", "COPY"))) for at, _ in chosen]
    return edit.plant(*(Expected("CP06", request.file, at) for at in places))


# CP07


def order_forgets(rng: random.Random, project: Project) -> Plant | None:
    """An entity of the steps is taken out of the order."""
    if not (request := plan_of(rng, project)):
        return None
    body = project.body(request)
    order = order_of(project, request)
    at = (*request.at, "conflationPlans")
    firsts = [first_mention(project.world, body["conflationPlans"], at, one) for one in order]
    number = pick(rng, (n for n, first in enumerate(firsts) if first))
    first = firsts[number]
    assert first
    edit = Edit(project)
    edit.delete(request.file, (*request.at, "conflationOrder", number))
    return edit.plant(Expected("CP07", request.file, first))


def step_of_an_outsider(rng: random.Random, project: Project) -> Plant | None:
    """A further step whose right entity isn't in the order."""
    if not (request := plan_of(rng, project)):
        return None
    world, edit = project.world, Edit(project)
    step = build_step_of(rng, world, order_of(project, request)[:1], world.outsider)
    at = (*request.at, "conflationPlans")
    edit.append(request.file, at, step)
    first = first_mention(world, edit.get(request.file, at), at, world.outsider)
    assert first
    return edit.plant(Expected("CP07", request.file, first))


def column_of_an_outsider(rng: random.Random, project: Project) -> Plant | None:
    """A column of an entity that isn't in the order."""
    if not (request := plan_of(rng, project)):
        return None
    outsider = project.world.outsider
    for at, _ in rng.sample(found := list(criteria(project.body(request), request.at)), len(found)):
        sides = [c for c in columns(project.world, project.body(request), request.at) if c.criterion == at]
        edit = Edit(project)
        other = edit.get(request.file, sides[1].at)["attributeName"]
        alike = pick(
            rng, (n for n, t in outsider.types.items() if w.same_type(t, sides[1].entity.types[other]))
        )
        if alike and "normalizations" not in edit.get(request.file, sides[0].at):
            edit.set(request.file, sides[0].at, spell_column(rng, outsider, alike))
            return edit.plant(Expected("CP07", request.file, (*sides[0].at, "entityName")))
    return None


# CP08


def lefts_swapped(rng: random.Random, project: Project) -> Plant | None:
    """Two left entities in the wrong order; the later one is to be moved."""
    found = _step_and_order(rng, project, 2)
    if not found:
        return None
    request, order, at, right = found
    first, second = sorted(rng.sample(range(right), 2))
    edit = Edit(project)
    lefts = [order[second], order[first]]
    step = build_step_of(rng, project.world, lefts, order[right])
    edit.set(request.file, at, step)
    place = (*at, "leftEntities", 1)
    return edit.plant(Expected("CP08", request.file, point_at(place, step["leftEntities"][1])))


def _step_and_order(
    rng: random.Random, project: Project, least: int
) -> tuple[Request, list[Entity], Path, int] | None:
    """A step whose right entity has at least so many entities before it in the order."""
    if not (request := plan_of(rng, project)):
        return None
    order = order_of(project, request)
    places = []
    for at, step in steps(project.body(request), request.at):
        right = project.world.resolve(step["rightEntity"])
        position = next(n for n, one in enumerate(order) if one is right)
        places += [(at, position)] * (position >= least)
    place = pick(rng, places)
    return (request, order, *place) if place else None


def left_after_right(rng: random.Random, project: Project) -> Plant | None:
    """A left entity that the order has after the right one."""
    found = _step_and_order(rng, project, 1)
    if not found or found[3] + 1 >= len(found[1]):
        return None
    request, order, at, right = found
    later = rng.randrange(right + 1, len(order))
    step = shuffled(rng, build_step_of(rng, project.world, [order[0], order[later]], order[right]))
    edit = Edit(project)
    edit.set(request.file, at, step)
    place, other = (*at, "leftEntities", 1), (*at, "rightEntity")
    return edit.plant(
        Expected(
            "CP08",
            request.file,
            point_at(place, step["leftEntities"][1]),
            others=(point_at(other, step["rightEntity"]),),
        )
    )


_ROTATIONS = (
    ((2, 1), 1),
    ((2, 3, 1), 2),
    ((3, 1, 2), 0),
    ((1, 3, 2), 2),
    ((2, 1, 3), 1),
    ((1, 4, 2, 3), 1),
    ((2, 3, 4, 1), 3),
)
"""Right entities by their place in the order, and the step that is to be moved."""


def steps_rotated(rng: random.Random, project: Project) -> Plant | None:
    """Steps whose right entities don't follow the order; the fewest moves are reported."""
    if not (request := plan_of(rng, project)):
        return None
    order = order_of(project, request)
    choice = pick(rng, (one for one in _ROTATIONS if max(one[0]) < len(order)))
    if not choice:
        return None
    positions, wrong = choice
    edit = Edit(project)
    new = [build_step_of(rng, project.world, order[:1], order[one]) for one in positions]
    edit.set(request.file, (*request.at, "conflationPlans"), new)
    at = (*request.at, "conflationPlans", wrong, "rightEntity")
    return edit.plant(Expected("CP08", request.file, point_at(at, new[wrong]["rightEntity"])))


# CP09


def mismatched_types(rng: random.Random, project: Project) -> Plant | None:
    """The right attribute of a criterion replaced by one of another known type."""
    if not (request := plan_of(rng, project)):
        return None
    body, edit = project.body(request), Edit(project)
    pairs = list(columns(project.world, body, request.at))
    for left, right in rng.sample(twos := list(zip(pairs[::2], pairs[1::2], strict=True)), len(twos)):
        criterion = edit.get(request.file, left.criterion)
        other = left.entity.types[criterion["leftColumn"]["attributeName"]]
        unlike = [n for n, t in right.entity.types.items() if _clash(t, other)]
        plain = criterion["kind"] == "exact" and "normalizations" not in criterion["leftColumn"]
        if plain and unlike and w.known_type(other):
            at = edit.set(request.file, (*right.at, "attributeName"), rng.choice(unlike))
            related = ((request.file, (*left.at, "attributeName")),)
            return edit.plant(Expected("CP09", request.file, at, related=related))
    return None


def _clash(one: str, other: str) -> bool:
    return w.known_type(one) and w.known_type(other) and not w.same_type(one, other)


# CE01


def _lists(rng: random.Random, project: Project) -> Request | None:
    found: Request | None = pick(rng, project.of_kind("entityInformation"))
    return found


def unknown_in_information(rng: random.Random, project: Project) -> Plant | None:
    """An entity in an entityInformation list that its data source hasn't got."""
    return _inform(rng, project, lambda entity: unknown_entity(rng, project.world, entity), "CE01")


def _inform(rng: random.Random, project: Project, name: Any, code: str) -> Plant | None:
    """Appends the entity that `name` makes of one that is there."""
    if not (request := _lists(rng, project)):
        return None
    edit, body = Edit(project), project.body(request)
    _, item, entity = rng.choice(informed(project, body, request.at))
    short = isinstance(body, Names)
    value = name(entity)
    at = edit.append(request.file, item[:-1], value if short else {"entityName": value})
    return edit.plant(Expected(code, request.file, at if short else (*at, "entityName")))


def unknown_source_in_information(rng: random.Random, project: Project) -> Plant | None:
    """A data source in an entityInformation list that the instance hasn't got."""
    if not (request := _lists(rng, project)):
        return None
    edit, name = Edit(project), project.world.members[0].name
    if isinstance(project.body(request), Names):
        source = rng.choice(("Nowhere", "no/where~1", "Nö where"))
        at = edit.set(request.file, (*request.at, source), [name, name + "2"])
        return edit.plant(Expected("CE01", request.file, at, part="either"))
    key = rng.choice(("dataSourceName", "dataSourceId"))
    group = {key: "Nowhere", "entities": [{"entityName": name}]}
    at = edit.append(request.file, (*request.at, "dataSources"), group)
    return edit.plant(Expected("CE01", request.file, (*at, key)))


def single_of_unknown(rng: random.Random, project: Project) -> Plant | None:
    """A single form whose path and body name the same unknown entity: the body's finding stands."""
    edit, world = Edit(project), project.world
    entity = rng.choice(world.members)
    assert entity.source
    name = unknown_entity(rng, world, entity)
    tail = f"entityInformation/{name}"
    if rng.random() < 0.5:
        tail = f"datasources/{entity.source.id}/{tail}"
    path = f"conflations/{rng.choice(world.conflations)}/{tail}"
    if rng.random() < 0.5:
        edit.add(f"{path}.json", {"entityName": name})
        return edit.plant(Expected("CE01", f"{path}.json", ("entityName",)))
    file, at = edit.send(rng, "PATCH", path, body={"entityName": name})
    return edit.plant(Expected("CE01", file, (*at, "body", "entityName")))


def new_list_of_unknown(rng: random.Random, project: Project) -> Plant | None:
    """A further list in an envelope, full form, with an entity of another data source."""
    world = project.world
    entity = rng.choice(world.ingested)
    others = [one for one in world.sources if not world.find(one.id, entity.name)]
    if not others:
        return None
    edit = Edit(project)
    group = {**spell_source(rng, rng.choice(others)), "entities": [{"entityName": entity.name}]}
    path = f"conflations/{rng.choice(world.conflations)}/entityInformation"
    file, at = edit.send(rng, "PATCH", path, body={"dataSources": [group]})
    place = (*at, "body", "dataSources", 0, "entities", 0, "entityName")
    return edit.plant(Expected("CE01", file, place))


def information_not_in_snapshot(rng: random.Random, project: Project) -> Plant | None:
    """An unknown entity while the snapshot's entities are not the whole truth: a warning."""
    if not (plant := new_list_of_unknown(rng, project)):
        return None
    edit = Edit(plant.project)
    edit.touched.extend(plant.touched)
    edit.soften("entities")
    return edit.plant(plant.expected[0]._replace(severity="warning"))


# CE02


def keyless_in_new_list(rng: random.Random, project: Project) -> Plant | None:
    """A list with an entity without a key; its own word for one doesn't count."""
    spare, edit = project.world.spare, Edit(project)
    body = build_information(rng, project.world, [spare])
    if not isinstance(body, Names) and rng.random() < 0.5:
        body["dataSources"][0]["entities"][0]["primaryKey"] = next(iter(spare.types))
    path = f"conflations/{rng.choice(project.world.conflations)}/entityInformation"
    file, at = edit.send(rng, "PATCH", path, body=body)
    found = informed(edit.project, body, (*at, "body"))
    return edit.plant(Expected("CE02", file, found[0][0]))


def keyless_in_single(rng: random.Random, project: Project) -> Plant | None:
    """A single form of an entity without a key."""
    spare, edit = project.world.spare, Edit(project)
    assert spare.source
    tail = f"datasources/{spare.source.id}/entityInformation/{spare.name}"
    path = f"conflations/{rng.choice(project.world.conflations)}/{tail}"
    if rng.random() < 0.5:
        edit.add(f"{path}.json", {"entityName": spare.name})
        return edit.plant(Expected("CE02", f"{path}.json", ("entityName",)))
    file, at = edit.send(rng, "PATCH", path, body={"entityName": spare.name})
    return edit.plant(Expected("CE02", file, (*at, "body", "entityName")))


def new_plan(rng: random.Random, project: Project, conflation: str) -> Any:
    """A clean plan that brings its own information."""
    order = project.orders[conflation]
    plan = build_plan(rng, project.world, order)
    plan["entityConflationInformation"] = [spell_object(rng, entity) for entity in order]
    return plan


def ambiguous_name(project: Project) -> str | None:
    """A bare name that several data sources have."""
    names = [entity.name for entity in project.world.ingested]
    return next((name for name in names if names.count(name) > 1), None)


PLANTS = {
    "CE01": (
        unknown_in_information,
        unknown_source_in_information,
        single_of_unknown,
        new_list_of_unknown,
        information_not_in_snapshot,
    ),
    "CE02": (keyless_in_new_list, keyless_in_single),
    "CP01": (
        unknown_in_order,
        unknown_in_column,
        unknown_source_in_step,
        unknown_source_twice,
        unknown_in_custom_match,
        unknown_twice,
        ingested_elsewhere,
        not_in_the_snapshot,
    ),
    "CP02": (unknown_attribute, attribute_of_the_other, unknown_attribute_twice),
    "CP03": (keyless_in_order, keyless_in_custom_match, key_lost),
    "CP04": (ordered_without_information, informed_elsewhere, information_lost),
    "CP05": (no_rules, no_criteria, no_steps, empty_exception),
    "CP06": (copy_criterion,),
    "CP07": (order_forgets, step_of_an_outsider, column_of_an_outsider),
    "CP08": (lefts_swapped, left_after_right, steps_rotated),
    "CP09": (mismatched_types,),
}
