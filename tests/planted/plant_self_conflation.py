"""Faults in self conflations (CS): each in one that is added to the project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator import ORDERED, Path, Project, Value, build_self_conflation
from planting import Edit, Expected, Plant, misspelt, pick, unknown_entity
from spelling import spell_object

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from planting import Planter
    from world import Entity

    Fault = Callable[[random.Random, Project, Entity, Value], tuple[Path, dict[str, Any]] | None]


def _planter(code: str, fault: Fault) -> Planter:
    """A planter that adds a self conflation with a fault, which tells where it is."""

    def plant(rng: random.Random, project: Project) -> Plant | None:
        conflation = rng.choice(list(project.orders))
        entity = pick(rng, _undeduplicated(project, conflation))
        if entity is None:
            return None
        body = build_self_conflation(rng, project.world, entity)
        name = rng.choice(entity.of(*ORDERED) or list(entity.types))
        body["conflationPlans"] = [{"rules": [_rule(rng.choice(list(entity.types)))]}]
        body.pop("columnWinnerPolicies", None)
        body["rowWinnerPolicy"] = {"kind": "mostFilled"}
        found = fault(rng, project, entity, {"column": name, **body})
        if found is None:
            return None
        at, said = found
        sent = said.pop("body")
        sent.pop("column", None)
        edit = Edit(project)
        file, place = edit.send(rng, "PATCH", f"conflations/{conflation}/selfConflations", body=sent)
        return edit.plant(Expected(code, file, (*place, "body", *at), **said))

    plant.__name__ = fault.__name__
    return plant


def _undeduplicated(project: Project, conflation: str) -> list[Entity]:
    """The members that have no self conflation yet, since a second one would be DO105."""
    planned = [one for one in project.of_kind("selfConflation") if one.param("conflation") == conflation]
    bodies = [project.body(one) for one in planned]
    each = [body for found in bodies for body in (found if isinstance(found, list) else [found])]
    named = [project.world.resolve(reference) for body in each for reference in body["entities"]]
    return [one for one in project.world.members if not any(one is other for other in named)]


def _rule(attribute: str) -> Value:
    return {"name": "A", "criteria": [{"kind": "exact", "leftColumn": {"attributeName": attribute}}]}


def unknown_deduplicated(rng: random.Random, project: Project, entity: Entity, body: Value) -> Any:
    """An entity that isn't ingested."""
    name = unknown_entity(rng, project.world, entity)
    reference = {**spell_object(rng, entity), "entityName": name}
    return ("entities", 0, "entityName"), {"body": {**body, "entities": [reference], "mainId": name}}


def unknown_compared(rng: random.Random, _project: Project, entity: Entity, body: Value) -> Any:
    """A criterion over an attribute that the entity hasn't."""
    name = misspelt(rng, rng.choice(list(entity.types)), entity.types)
    at = ("conflationPlans", 0, "rules", 0, "criteria", 0, "leftColumn", "attributeName")
    return at, {"body": {**body, "conflationPlans": [{"rules": [_rule(name)]}]}}


def unknown_winner(rng: random.Random, _project: Project, entity: Entity, body: Value) -> Any:
    """A winner by a column that the entity hasn't."""
    name = misspelt(rng, rng.choice(list(entity.types)), entity.types)
    policy = {"kind": "mostRecent", "column": name}
    return ("rowWinnerPolicy", "column"), {"body": {**body, "rowWinnerPolicy": policy}}


def winner_by_text(rng: random.Random, _project: Project, entity: Entity, body: Value) -> Any:
    """A winner by a column of text, or of truth values."""
    unfit = entity.of("String", "Guid", "Boolean")
    if not unfit:
        return None
    policy = {"kind": "leastRecent", "column": rng.choice(unfit)}
    return ("rowWinnerPolicy", "column"), {"body": {**body, "rowWinnerPolicy": policy}}


def winner_by_nothing(_rng: random.Random, _project: Project, _entity: Entity, body: Value) -> Any:
    """A winner by recency without a column."""
    return ("rowWinnerPolicy",), {"body": {**body, "rowWinnerPolicy": {"kind": "mostRecent"}}}


def no_winner(_rng: random.Random, _project: Project, _entity: Entity, body: Value) -> Any:
    """Rules without a policy."""
    return (), {"body": {key: one for key, one in body.items() if key != "rowWinnerPolicy"}}


def column_without_date(_rng: random.Random, _project: Project, _entity: Entity, body: Value) -> Any:
    """A column's own winner by recency without a date."""
    policies = [{"column": body["column"], "kind": "mostRecent"}]
    return ("columnWinnerPolicies", 0), {
        "body": {**body, "columnWinnerPolicies": policies},
        "severity": "warning",
    }


def winner_without_rule(_rng: random.Random, _project: Project, entity: Entity, body: Value) -> Any:
    """A winner where nothing matches."""
    if not entity.of(*ORDERED):
        return None
    bare = {key: one for key, one in body.items() if key != "conflationPlans"}
    policy = {"kind": "mostRecent", "column": entity.of(*ORDERED)[0]}
    return ("rowWinnerPolicy",), {"body": {**bare, "rowWinnerPolicy": policy}, "severity": "warning"}


def second_entity(rng: random.Random, project: Project, entity: Entity, body: Value) -> Any:
    """Two entities."""
    other = rng.choice([one for one in project.world.members if one is not entity])
    return ("entities", 1), {"body": {**body, "entities": [*body["entities"], spell_object(rng, other)]}}


def no_entity(_rng: random.Random, _project: Project, _entity: Entity, body: Value) -> Any:
    """No entity."""
    return ("entities",), {"body": {**body, "entities": []}}


def second_plan(_rng: random.Random, _project: Project, _entity: Entity, body: Value) -> Any:
    """Two plans."""
    return ("conflationPlans", 1), {"body": {**body, "conflationPlans": body["conflationPlans"] * 2}}


def right_column(_rng: random.Random, _project: Project, _entity: Entity, body: Value) -> Any:
    """A criterion with a right column."""
    rule = _rule(body["column"])
    rule["criteria"][0]["rightColumn"] = {"attributeName": body["column"]}
    at = ("conflationPlans", 0, "rules", 0, "criteria", 0, "rightColumn")
    return at, {"body": {**body, "conflationPlans": [{"rules": [rule]}]}}


def conflated_entities(rng: random.Random, _project: Project, entity: Entity, body: Value) -> Any:
    """Conflated entities, beside the entity or in the plan."""
    listed = [spell_object(rng, entity)]
    if rng.random() < 0.5:
        return ("conflatedEntities",), {"body": {**body, "conflatedEntities": listed}}
    plans = [{**body["conflationPlans"][0], "conflatedEntities": listed}]
    return ("conflationPlans", 0, "conflatedEntities"), {"body": {**body, "conflationPlans": plans}}


def empty_main_id(rng: random.Random, _project: Project, _entity: Entity, body: Value) -> Any:
    """A main ID that says nothing."""
    return ("mainId",), {"body": {**body, "mainId": rng.choice(("", " "))}}


def foreign_main_id(_rng: random.Random, _project: Project, _entity: Entity, body: Value) -> Any:
    """A main ID without the entity's name."""
    return ("mainId",), {"body": {**body, "mainId": "Other_Zzz_Id"}}


def sides(rng: random.Random, _project: Project, entity: Entity, body: Value) -> Any:
    """A plan with a side of a step."""
    plans = [{**body["conflationPlans"][0], "rightEntity": spell_object(rng, entity)}]
    at = ("conflationPlans", 0, "rightEntity")
    return at, {"body": {**body, "conflationPlans": plans}, "severity": "recommendation"}


def custom_alone(rng: random.Random, _project: Project, entity: Entity, body: Value) -> Any:
    """Custom matches without a rule."""
    bare = {key: one for key, one in body.items() if key != "conflationPlans"}
    custom = [{"kind": "alwaysMatch", "entity": spell_object(rng, entity)}]
    return ("customMatch",), {"body": {**bare, "customMatch": custom}}


_FAULTS: dict[str, tuple[Fault, ...]] = {
    "CS101": (unknown_deduplicated,),
    "CS102": (unknown_compared,),
    "CS103": (unknown_winner,),
    "CS104": (winner_by_text, winner_by_nothing),
    "CS105": (no_winner,),
    "CS106": (column_without_date,),
    "CS107": (winner_without_rule,),
    "CS108": (second_entity,),
    "CS109": (no_entity,),
    "CS110": (second_plan,),
    "CS111": (right_column,),
    "CS112": (conflated_entities,),
    "CS113": (empty_main_id,),
    "CS114": (foreign_main_id,),
    "CS115": (sides,),
    "CS116": (custom_alone,),
}

PLANTS = {code: tuple(_planter(code, one) for one in faults) for code, faults in _FAULTS.items()}
