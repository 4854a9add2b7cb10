"""More faults in entity information, plans and rules that no documented limitation is about."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from plant_conflation import order_of, plan_of
from plant_resolution import conflation_number, rules_of
from planting import (
    SNAPSHOT,
    Edit,
    Expected,
    Plant,
    columns,
    criteria,
    first_mention,
    pick,
    point_at,
    rules,
    steps,
)
from spelling import spell, spell_column
from world import known_type, same_type

if TYPE_CHECKING:
    import random

    from generator import Path, Project, Request
    from planting import Planter
    from world import Entity

_RANKED = ("Date", "DateTime", "DateTimeOffset", "Decimal", "Double", "Float", "Int32", "Int64")


# plans


def ordered_twice(rng: random.Random, project: Project) -> Plant | None:
    """The first entity of the order once more at its end."""
    if not (request := plan_of(rng, project)):
        return None
    edit, first = Edit(project), order_of(project, request)[0]
    order = (*request.at, "conflationOrder")
    place = point_at((*order, 0), edit.get(request.file, (*order, 0)))
    reference = spell(rng, project.world, first)
    at = point_at(edit.append(request.file, order, reference), reference)
    return edit.plant(Expected("CP103", request.file, at, "warning", related=((request.file, place),)))


def sign_in_name(rng: random.Random, project: Project) -> Plant | None:
    """A rule whose name has signs."""
    if not (request := plan_of(rng, project)):
        return None
    edit, (at, rule) = Edit(project), rng.choice(list(rules(project.body(request), request.at)))
    place = edit.set(request.file, (*at, "name"), rule["name"] + rng.choice(("?", "&Co", "/2", "#1")))
    return edit.plant(Expected("CP106", request.file, place, "warning"))


def number_normalized(rng: random.Random, project: Project) -> Plant | None:
    """A column that isn't text is normalized."""
    request = plan_of(rng, project)
    found = _other_than_text(rng, project, request) if request else None
    if not request or not found:
        return None
    edit, side = Edit(project), rng.choice(("leftColumn", "rightColumn"))
    at = edit.set(request.file, (*found, side, "normalizations"), ["whitespace", "symbols"])
    return edit.plant(Expected("CP107", request.file, (*at, 0)))


def number_fuzzy(rng: random.Random, project: Project) -> Plant | None:
    """Columns that aren't text are compared fuzzily."""
    request = plan_of(rng, project)
    found = _other_than_text(rng, project, request) if request else None
    if not request or not found:
        return None
    edit = Edit(project)
    edit.set(request.file, (*found, "kind"), rng.choice(("fuzzy", "Fuzzy")))
    sides = [(*found, side, "attributeName") for side in ("leftColumn", "rightColumn")]
    return edit.plant(*(Expected("CP108", request.file, at) for at in sides))


def _other_than_text(rng: random.Random, project: Project, request: Request) -> Path | None:
    """A criterion on columns of a known type that isn't text."""
    body, found = project.body(request), []
    for one in columns(project.world, body, request.at):
        type_ = one.entity.types[Edit(project).get(request.file, (*one.at, "attributeName"))]
        if one.side == "leftColumn" and known_type(type_) and type_ != "String":
            found.append(one.criterion)
    right = {
        one.criterion: one for one in columns(project.world, body, request.at) if one.side != "leftColumn"
    }
    sure = [at for at in found if _is_known(project, request, right[at].entity, right[at].at)]
    return pick(rng, sure)


def _is_known(project: Project, request: Request, entity: Entity, at: Path) -> bool:
    return known_type(entity.types[Edit(project).get(request.file, (*at, "attributeName"))])


def exact_at_low(rng: random.Random, project: Project) -> Plant | None:
    """An exact criterion with a precision."""
    if not (request := plan_of(rng, project)):
        return None
    found = [at for at, one in criteria(project.body(request), request.at) if one["kind"] == "exact"]
    if not found:
        return None
    edit = Edit(project)
    at = edit.set(request.file, (*rng.choice(found), "precision"), rng.choice(("low", "High", 0.5, 60)))
    return edit.plant(Expected("CP110", request.file, at))


def rule_again(rng: random.Random, project: Project) -> Plant | None:
    """A rule that compares what another one does, and perhaps more."""
    if not (request := plan_of(rng, project)):
        return None
    edit = Edit(project)
    at, rule = rng.choice(list(rules(project.body(request), request.at, active=True)))
    again = {**copy.deepcopy(rule), "name": "Again"}
    others = edit.get(request.file, at[:-1])
    more = rng.choice(others)["criteria"]
    again["criteria"] = (
        [*again["criteria"], *copy.deepcopy(more)] if rng.random() < 0.5 else again["criteria"]
    )
    place = edit.append(request.file, at[:-1], again)
    return edit.plant(Expected("CP111", request.file, place, "warning"))


def exception_of_all(rng: random.Random, project: Project) -> Plant | None:
    """An exception that holds whenever its rule does."""
    if not (request := plan_of(rng, project)):
        return None
    edit, (at, rule) = Edit(project), rng.choice(list(rules(project.body(request), request.at, active=True)))
    criterion = copy.deepcopy(rng.choice(rule["criteria"]))
    place = edit.append(request.file, (*at, "exceptions"), {"criteria": [criterion]})
    return edit.plant(Expected("CP113", request.file, place, "warning"))


def column_of_third(rng: random.Random, project: Project) -> Plant | None:
    """A left column of an entity of the order that is neither side of the step."""
    if not (request := plan_of(rng, project)):
        return None
    world, body, order = project.world, project.body(request), order_of(project, request)
    for at, step in steps(body, request.at):
        lefts = [world.resolve(one) for one in step["leftEntities"]]
        right = world.resolve(step["rightEntity"])
        third = pick(rng, (one for one in order if one not in (*lefts, right)))
        first = next((n for n, rule in enumerate(step["rules"]) if rule["criteria"]), None)
        if third is None or right is None or first is None:
            continue
        place = (*at, "rules", first, "criteria", 0)
        return _of_third(rng, project, request, (place, third, right))
    return None


def _of_third(
    rng: random.Random, project: Project, request: Request, what: tuple[Path, Entity, Entity]
) -> Plant | None:
    place, third, right = what
    edit = Edit(project)
    name = edit.get(request.file, (*place, "rightColumn", "attributeName"))
    same = pick(rng, (one for one, type_ in third.types.items() if same_type(type_, right.types[name])))
    if same is None:
        return None
    edit.set(request.file, (*place, "leftColumn"), spell_column(rng, third, same))
    return edit.plant(Expected("CP116", request.file, (*place, "leftColumn", "entityName")))


def kept_by_measure(rng: random.Random, project: Project) -> Plant | None:
    """An entity leaves the plan though a measure is made of it."""
    request, outsider = plan_of(rng, project), project.world.outsider
    if not request or first_mention(project.world, project.body(request), request.at, outsider):
        return None
    edit = Edit(project)
    saved = ("conflations", conflation_number(project, request), "conflationPlan")
    edit.set(SNAPSHOT, saved, {"conflationOrder": [spell(rng, project.world, outsider)]})
    assert outsider.source
    linked = [{"kind": "base", "entity": f"{outsider.source.name}_{outsider.name}", "alias": "o"}]
    edit.set(SNAPSHOT, ("measures",), [{"name": "Kept", "definition": {"linkedEntities": linked}}])
    return edit.plant(Expected("CP117", request.file, (*request.at, "conflationOrder")))


# rules


def text_for_recency(rng: random.Random, project: Project) -> Plant | None:
    """A text is to tell how recent a row is."""
    request = rules_of(rng, project)
    if not request:
        return None
    edit, at = Edit(project), (*request.at, "attributes", 0)
    sources = edit.get(request.file, (*at, "sourceColumns"))
    recency = [copy.deepcopy(one) for one in sources]
    edit.set(request.file, (*at, "policy"), {"kind": "mostRecent", "recencyColumns": recency})
    places = [(*at, "policy", "recencyColumns", n, "attributeName") for n in range(len(recency))]
    return edit.plant(*(Expected("CR105", request.file, one) for one in places))


def name_of_key(rng: random.Random, project: Project) -> Plant | None:
    """An attribute takes the name that the service gives to a source's key."""
    request = rules_of(rng, project)
    if not request:
        return None
    edit, at = Edit(project), (*request.at, "attributes", 0)
    entity = project.world.resolve(edit.get(request.file, (*at, "sourceColumns", 0)))
    if entity is None or entity.key is None or entity.source is None or entity.key_from == "plan":
        return None
    front = rng.choice(("", f"{entity.source.name}_"))
    name = f"{front}{entity.name}_{entity.key}{rng.choice(('', '_Alternate'))}"
    place = edit.set(request.file, (*at, "name"), rng.choice((name, name.upper())))
    return edit.plant(Expected("CR107", request.file, place))


def sixteen_sources(rng: random.Random, project: Project) -> Plant | None:
    """A group of too many sources."""
    found = _group(rng, project)
    if not found:
        return None
    request, at = found
    edit = Edit(project)
    source = edit.get(request.file, (*at, "sources", 0))
    place = edit.set(request.file, (*at, "sources"), [copy.deepcopy(source) for _ in range(16)])
    return edit.plant(Expected("CR111", request.file, place))


def column_lost(rng: random.Random, project: Project) -> Plant | None:
    """A source of a group has a column for one field alone."""
    found = _group(rng, project)
    if not found:
        return None
    request, at = found
    edit = Edit(project)
    place = (*at, "sources", 1, "columns")
    edit.set(request.file, place, edit.get(request.file, place)[:1])
    return edit.plant(Expected("CR112", request.file, place, related=((request.file, (*at, "fields")),)))


def field_as_source(rng: random.Random, project: Project) -> Plant | None:
    """A group's field is called as a column of its source."""
    found = _group(rng, project)
    if not found:
        return None
    request, at = found
    edit = Edit(project)
    name = edit.get(request.file, (*at, "sources", 0, "columns", 0))
    place = edit.set(request.file, (*at, "fields", 0, "name"), name)
    return edit.plant(Expected("CR113", request.file, place))


def recency_of_no_field(rng: random.Random, project: Project) -> Plant | None:
    """A group's recency column is none of its columns."""
    found = _group(rng, project)
    if not found:
        return None
    request, at = found
    edit = Edit(project)
    entity = project.world.resolve(edit.get(request.file, (*at, "sources", 0, "entity")))
    name = pick(rng, entity.of(*_RANKED)) if entity else None
    if name is None:
        return None
    place = edit.set(request.file, (*at, "sources", 0, "recencyColumn"), name)
    return edit.plant(Expected("CR114", request.file, place))


def _group(rng: random.Random, project: Project) -> tuple[Request, Path] | None:
    request = rules_of(rng, project)
    has_one = request is not None and "groups" in project.body(request)
    return (request, (*request.at, "groups", 0)) if request is not None and has_one else None


def customer_id_of_six(rng: random.Random, project: Project) -> Plant | None:
    """A customer ID of six attributes."""
    if not (request := rules_of(rng, project)):
        return None
    edit = Edit(project)
    fields = [f"Part{number}" for number in range(rng.randint(6, 9))]
    edit.set(request.file, (*request.at, "customerId"), {"fields": fields})
    return edit.plant(Expected("CR115", request.file, (*request.at, "customerId", "fields")))


def unified_renamed(rng: random.Random, project: Project) -> Plant | None:
    """The unified entity had another name."""
    if not (request := rules_of(rng, project)):
        return None
    edit = Edit(project)
    saved = ("conflations", conflation_number(project, request), "conflictResolutionRules")
    edit.set(SNAPSHOT, saved, {"conflatedEntity": rng.choice(("Klient", "customer"))})
    at = (*request.at, "conflatedEntity")
    return edit.plant(Expected("CR118", request.file, at, "warning"))


def household_without_address(rng: random.Random, project: Project) -> Plant | None:
    """A household among attributes that have no address."""
    if not (request := rules_of(rng, project)):
        return None
    edit = Edit(project)
    edit.set(request.file, (*request.at, "attributes", 0, "semanticType"), "Person.LastName")
    at = edit.append(request.file, (*request.at, "clusters"), {"name": "Home", "kind": "household"})
    return edit.plant(Expected("CR120", request.file, at))


def output_dropped(rng: random.Random, project: Project) -> Plant | None:
    """An attribute is dropped that a measure uses."""
    if not (request := rules_of(rng, project)):
        return None
    edit = Edit(project)
    saved = ("conflations", conflation_number(project, request), "conflictResolutionRules")
    edit.set(SNAPSHOT, saved, {"conflatedEntity": "Customer", "attributes": [{"name": "Gone"}]})
    linked = [{"kind": "base", "entity": "Customer", "alias": "c"}]
    made = {"linkedEntities": linked, "aggregates": [{"operation": "sum", "field": "c.Gone", "alias": "s"}]}
    edit.set(SNAPSHOT, ("measures",), [{"name": "User", "definition": made}])
    return edit.plant(Expected("CR121", request.file, (*request.at, "attributes")))


# entity information


def key_of_date(rng: random.Random, project: Project) -> Plant | None:
    """A date, a fraction or a flag as the primary key."""
    found = _informed(rng, project, lambda one: one.of("Date", "DateTime", "Decimal", "Boolean", "Double"))
    if not found:
        return None
    edit, file, at, name = found
    edit.set(file, (*at, "primaryKey"), name)
    return edit.plant(Expected("CE102", file, (*at, "entityName")))


def key_of_person(rng: random.Random, project: Project) -> Plant | None:
    """An e-mail address as the primary key."""
    names = ("Email", "EMail", "email_address", "Phone", "Telephone")
    found = _informed(rng, project, lambda one: [name for name in one.of("String") if name in names])
    if not found:
        return None
    edit, file, at, name = found
    edit.set(file, (*at, "primaryKey"), name)
    return edit.plant(Expected("CE103", file, (*at, "primaryKey"), "warning"))


def _informed(rng: random.Random, project: Project, wanted: Any) -> tuple[Edit, str, Path, str] | None:
    """An entity of full entity information that is named by its object, and an attribute of it."""
    for request in rng.sample(
        project.of_kind("entityInformation"), len(project.of_kind("entityInformation"))
    ):
        body = project.body(request)
        for number, source in enumerate(body.get("dataSources", ())):
            named = source.get("dataSourceId", source.get("dataSourceName"))
            for n, listed in enumerate(source["entities"]):
                entity = project.world.find(named, listed["entityName"]) if isinstance(listed, dict) else None
                name = pick(rng, wanted(entity)) if entity else None
                if name:
                    at = (*request.at, "dataSources", number, "entities", n)
                    return Edit(project), request.file, at, name
    return None


PLANTS: dict[str, tuple[Planter, ...]] = {
    "CE102": (key_of_date,),
    "CE103": (key_of_person,),
    "CP103": (ordered_twice,),
    "CP106": (sign_in_name,),
    "CP107": (number_normalized,),
    "CP108": (number_fuzzy,),
    "CP110": (exact_at_low,),
    "CP111": (rule_again,),
    "CP113": (exception_of_all,),
    "CP116": (column_of_third,),
    "CP117": (kept_by_measure,),
    "CR105": (text_for_recency,),
    "CR107": (name_of_key,),
    "CR111": (sixteen_sources,),
    "CR112": (column_lost,),
    "CR113": (field_as_source,),
    "CR114": (recency_of_no_field,),
    "CR115": (customer_id_of_six,),
    "CR118": (unified_renamed,),
    "CR120": (household_without_address,),
    "CR121": (output_dropped,),
}
