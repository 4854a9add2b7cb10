"""Faults in plans and rules that no documented limitation is about (CP101 and on, CR101 and on)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import Project, Request
from plant_conflation import plan_of
from plant_resolution import rules_of
from planting import Edit, Expected, Plant, criteria, pick, point_at, rules, steps
from spelling import spell_column

if TYPE_CHECKING:
    import random

    from generator import Path


# CP101


def last_step_lost(rng: random.Random, project: Project) -> Plant | None:
    """The last entity of the order loses its step."""
    request = plan_of(rng, project)
    if not request or len(project.body(request)["conflationPlans"]) < 2:
        return None
    edit, body = Edit(project), project.body(request)
    edit.delete(request.file, (*request.at, "conflationPlans", len(body["conflationPlans"]) - 1))
    order = body["conflationOrder"]
    at = (*request.at, "conflationOrder", len(order) - 1)
    return edit.plant(Expected("CP101", request.file, point_at(at, order[-1])))


# CP104, CP105


def name_lost(rng: random.Random, project: Project) -> Plant | None:
    """A rule without a name beside others that have one, or one with an empty name."""
    if not (request := plan_of(rng, project)):
        return None
    edit, found = Edit(project), list(rules(project.body(request), request.at))
    at, _ = rng.choice(found)
    if len(found) > 1 and rng.random() < 0.5:
        edit.delete(request.file, (*at, "name"))
        return edit.plant(Expected("CP104", request.file, at))
    place = edit.set(request.file, (*at, "name"), rng.choice(("", "  ")))
    return edit.plant(Expected("CP104", request.file, place))


def name_repeated(rng: random.Random, project: Project) -> Plant | None:
    """Two rules of a step with one name."""
    if not (request := plan_of(rng, project)):
        return None
    found = [one for one in steps(project.body(request), request.at) if len(one[1]["rules"]) > 1]
    if not found:
        return None
    edit, (at, step) = Edit(project), rng.choice(found)
    place = edit.set(request.file, (*at, "rules", 1, "name"), step["rules"][0]["name"])
    first = (request.file, (*at, "rules", 0, "name"))
    return edit.plant(Expected("CP105", request.file, place, related=(first,)))


# CP109


def precision_beyond(rng: random.Random, project: Project) -> Plant | None:
    """A precision of more than all, or of less than nothing."""
    if not (request := plan_of(rng, project)):
        return None
    found = [at for at, one in criteria(project.body(request), request.at) if one["kind"] == "fuzzy"]
    if not found:
        return None
    edit = Edit(project)
    at = edit.set(request.file, (*rng.choice(found), "precision"), rng.choice((101, 250.5, -0.1)))
    return edit.plant(Expected("CP109", request.file, at))


# CR101


def another_type_merged(rng: random.Random, project: Project) -> Plant | None:
    """A number merged with text."""
    found = _attribute(rng, project)
    if not found:
        return None
    request, at = found
    edit = Edit(project)
    reference = edit.get(request.file, (*at, "sourceColumns", 0))
    entity = project.world.resolve(reference)
    name = pick(rng, entity.of("Decimal", "Int32", "Boolean")) if entity else None
    if entity is None or name is None:
        return None
    place = edit.append(request.file, (*at, "sourceColumns"), spell_column(rng, entity, name))
    first = (request.file, (*at, "sourceColumns", 0, "attributeName"))
    return edit.plant(Expected("CR101", request.file, (*place, "attributeName"), related=(first,)))


def _attribute(rng: random.Random, project: Project) -> tuple[Request, Path] | None:
    """One of several attributes of conflict resolution rules."""
    request = rules_of(rng, project)
    if not request or len(project.body(request)["attributes"]) < 2:
        return None
    number = rng.randrange(len(project.body(request)["attributes"]))
    return request, (*request.at, "attributes", number)


# CR102, CR103, CR104


def policy_lost(rng: random.Random, project: Project) -> Plant | None:
    """One of several attributes has no policy."""
    found = _attribute(rng, project)
    if not found:
        return None
    request, at = found
    edit = Edit(project)
    edit.delete(request.file, (*at, "policy"))
    return edit.plant(Expected("CR102", request.file, at))


def sources_lost(rng: random.Random, project: Project) -> Plant | None:
    """One of several attributes has no source column."""
    found = _attribute(rng, project)
    if not found:
        return None
    request, at = found
    edit = Edit(project)
    edit.set(request.file, (*at, "policy"), {"kind": "importance"})
    place = edit.set(request.file, (*at, "sourceColumns"), [])
    return edit.plant(Expected("CR103", request.file, place))


def recency_lost(rng: random.Random, project: Project) -> Plant | None:
    """A policy of recency without any column of it."""
    found = _attribute(rng, project)
    if not found:
        return None
    request, at = found
    edit = Edit(project)
    place = edit.set(request.file, (*at, "policy"), {"kind": rng.choice(("mostRecent", "leastRecent"))})
    return edit.plant(Expected("CR104", request.file, place))


# CR106, CR110


def conflated_entity_lost(rng: random.Random, project: Project) -> Plant | None:
    """The rules don't name the unified entity, or give it an empty name."""
    if not (request := rules_of(rng, project)):
        return None
    edit, at = Edit(project), (*request.at, "conflatedEntity")
    if rng.random() < 0.5:
        edit.delete(request.file, at)
        return edit.plant(Expected("CR106", request.file, request.at))
    edit.set(request.file, at, "")
    return edit.plant(Expected("CR106", request.file, at))


def output_repeated(rng: random.Random, project: Project) -> Plant | None:
    """Two attributes whose names differ in case at most."""
    request = rules_of(rng, project)
    if not request or len(project.body(request)["attributes"]) < 2:
        return None
    edit, name = Edit(project), project.body(request)["attributes"][0]["name"]
    at = (*request.at, "attributes")
    place = edit.set(request.file, (*at, 1, "name"), rng.choice((name, name.upper())))
    return edit.plant(Expected("CR110", request.file, place, related=((request.file, (*at, 0, "name")),)))


PLANTS = {
    "CP101": (last_step_lost,),
    "CP104": (name_lost,),
    "CP105": (name_repeated,),
    "CP109": (precision_beyond,),
    "CR101": (another_type_merged,),
    "CR102": (policy_lost,),
    "CR103": (sources_lost,),
    "CR104": (recency_lost,),
    "CR106": (conflated_entity_lost,),
    "CR110": (output_repeated,),
}
