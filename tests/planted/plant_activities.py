"""Faults in activities (AC) and hierarchies (HI): each in one that is added to the project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bench import planters
from outputs import DATES, activity_steps, build_activity, build_hierarchy, parents_of
from planting import misspelt, pick, unknown_entity

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench import Bench, Fault, Found
    from generator import Path, Value
    from planting import Planter
    from world import Entity

    Change = Callable[[Bench, Entity, Value], Path | None]


def _mapped(change: Change, **said: Any) -> Fault:
    """A fault that changes the mapping of a random entity, and tells where."""

    def fault(bench: Bench) -> Found:
        bodies = [bench.edit.project.body(one) for one in bench.edit.project.of_kind("activity")]
        each = [body for found in bodies for body in (found if isinstance(found, list) else [found])]
        taken = [bench.world.resolve(one["entity"]) for one in each]
        fitting = [one for one in bench.world.ingested if activity_steps(bench.ways, one)]
        entity = pick(bench.rng, [one for one in fitting if not any(one is other for other in taken)])
        if entity is None:
            return None
        body = build_activity(bench.rng, bench.ways, entity, "Planted")
        at = change(bench, entity, body)
        return (body, at, dict(said)) if at is not None else None

    fault.__name__ = change.__name__
    return fault


def _set(name: str, value: Any, *below: str | int) -> Change:
    """A change that is a value."""

    def put(_bench: Bench, _entity: Entity, body: Value) -> Path:
        body[name] = value
        return (name, *below)

    put.__name__ = f"{name} {value!r}"
    return put


def no_activity(_bench: Bench) -> Found:
    """No activity."""
    return [], ()


def stored_name(bench: Bench, _entity: Entity, body: Value) -> Path:
    """The name of one that the snapshot has."""
    bench.store("activities", {"name": bench.rng.choice(("Planted", "PLANTED"))})
    return ("name",) if body else ()


def unknown_source_entity(bench: Bench, entity: Entity, body: Value) -> Path:
    """An entity that isn't ingested."""
    assert entity.source
    name = unknown_entity(bench.rng, bench.world, entity)
    body.pop("relationship", None)
    body["entity"] = {"dataSourceName": entity.source.name, "entityName": name}
    return ("entity", "entityName")


def unknown_event(bench: Bench, entity: Entity, body: Value) -> Path:
    """An attribute that the entity hasn't."""
    role = bench.rng.choice(("eventActivity", "timestamp", "additionalDetail", "endTimestamp"))
    body[role] = misspelt(bench.rng, "Label", entity.types)
    return (role,)


def without_key(bench: Bench, entity: Entity, body: Value) -> Path | None:
    """An entity without a key."""
    _sale(bench, body)
    bench.declare("Sale", "primaryKey", value=None)
    return ("entity",) if entity else None


def _sale(bench: Bench, body: Value, *, joined: bool = True) -> None:
    """Lets the activity be one of an entity that is added."""
    bench.sale(joined=joined)
    body.clear()
    body |= {"name": "Planted", "activityType": "Other", "entity": "Sale", "primaryKey": "Id"}
    body |= {"timestamp": "Paid", "eventActivity": "Shop"}


def another_key(_bench: Bench, entity: Entity, body: Value) -> Path | None:
    """Another attribute than the entity's key."""
    free = [one for one in entity.types if one not in body.values()]
    body["primaryKey"] = free[0] if free else None
    return ("primaryKey",) if free else None


def time_of_text(_bench: Bench, entity: Entity, body: Value) -> Path | None:
    """A text as the time."""
    free = [one for one in entity.of("String", "Boolean", "Decimal") if one not in body.values()]
    body["timestamp"] = free[0] if free else None
    return ("timestamp",) if free else None


def time_of_number(bench: Bench, _entity: Entity, body: Value) -> Path:
    """A whole number as the time: a warning."""
    _sale(bench, body)
    body["timestamp"] = "Pieces"
    return ("timestamp",)


def mapped_twice(_bench: Bench, _entity: Entity, body: Value) -> Path:
    """The event as the detail, too."""
    body["additionalDetail"] = body["eventActivity"]
    return ("additionalDetail",)


def field_twice(_bench: Bench, entity: Entity, body: Value) -> Path:
    """A semantic field of two attributes."""
    body["activityType"] = "SalesOrder"
    free = next(one for one in entity.types if one != entity.key)
    one = {"attributeName": entity.key, "semanticField": "OrderId"}
    body["fieldTypes"] = [one, {**one, "attributeName": free}]
    return ("fieldTypes", 1, "semanticField")


def entity_twice(bench: Bench, entity: Entity, body: Value) -> Path:
    """An entity that a stored activity is made of."""
    assert entity.source
    stored = {"dataSourceName": entity.source.name, "entityName": entity.name}
    bench.store("activities", {"name": "Before", "entity": stored})
    return ("entity", "entityName") if isinstance(body["entity"], dict) else ("entity",)


def unknown_relationship(bench: Bench, _entity: Entity, body: Value) -> Path:
    """A relationship that isn't there."""
    bench.complete("relationships")
    body["relationship"] = {"name": bench.rng.choice(("Rel_0", "NoRelationship"))}
    return ("relationship", "name")


def another_foreign_key(bench: Bench, entity: Entity, body: Value) -> Path | None:
    """Another attribute than the relationship's."""
    step = bench.rng.choice(activity_steps(bench.ways, entity))
    assert step.link
    side = "from" if step.link.ends[0] is entity else "to"
    others = [one for one in entity.types if one != step.link.body[f"{side}AttributeName"]]
    body["relationship"] = {"name": step.link.name, "foreignKey": bench.rng.choice(others)}
    return ("relationship", "foreignKey")


def another_target(bench: Bench, entity: Entity, body: Value) -> Path | None:
    """Another entity than the relationship's."""
    step = bench.rng.choice(activity_steps(bench.ways, entity))
    assert step.link
    other = next(one for one in bench.world.members if one is not step.there)
    body["relationship"] = {"name": step.link.name, "toEntity": bench.made.spell(other)}
    return ("relationship", "toEntity")


def half_address(_bench: Bench, _entity: Entity, body: Value) -> Path:
    """Neither an attribute nor an address."""
    body["webAddress"] = "www.example"
    return ("webAddress",)


def address_of_number(bench: Bench, _entity: Entity, body: Value) -> Path:
    """An address that isn't text."""
    _sale(bench, body)
    body["webAddress"] = bench.rng.choice(("Total", "Pieces"))
    return ("webAddress",)


def of_the_service(bench: Bench) -> Found:
    """Activities of what the service makes."""
    body = {"name": "Planted", "activityType": "Other", "entity": "Customer", "primaryKey": "CustomerId"}
    return {**body, "timestamp": "SeenOn", "eventActivity": bench.rng.choice(("Country", "Language"))}, (
        "entity",
    )


def of_profiles(bench: Bench) -> Found:
    """Activities of people."""
    name = bench.entity("Visitor", Seen="dateTime", Shop="string", Who="string")
    bench.declare("Visitor", "entityType", value="profile")
    bench.relate("VisitorToCustomer", "Visitor.Who", "Customer.CustomerId")
    body = {"name": "Planted", "activityType": "Other", "entity": name, "primaryKey": "Id"}
    return {**body, "timestamp": "Seen", "eventActivity": "Shop"}, ("entity",)


def to_nobody(bench: Bench, _entity: Entity, body: Value) -> Path:
    """An entity without a relationship."""
    _sale(bench, body, joined=False)
    return ("entity",)


def to_shops(bench: Bench, _entity: Entity, body: Value) -> Path:
    """A relationship that leads to where nobody is unified."""
    _sale(bench, body)
    bench.entity("Shops", City="string")
    bench.relate("SaleToShops", "Sale.Shop", "Shops.Id")
    body["relationship"] = {"name": "SaleToShops"}
    return ("relationship", "name")


def slip_in_type(bench: Bench, _entity: Entity, body: Value) -> Path:
    """A slip in a semantic type."""
    body["activityType"] = bench.rng.choice(("SalesOder", "Feedbak", "Loyality"))
    body.pop("fieldTypes", None)
    return ("activityType",)


def own_type(bench: Bench, _entity: Entity, body: Value) -> Path:
    """A type of one's own, where that is asked for."""
    _select(bench, "AC121")
    body["activityType"] = "Warranty"
    return ("activityType",)


def hidden(bench: Bench, _entity: Entity, body: Value) -> Path:
    """What no timeline shows, where that is asked for."""
    _select(bench, "AC122")
    body["showInTimeline"] = False
    return ("showInTimeline",)


def _select(bench: Bench, code: str) -> None:
    project = bench.edit.project
    project.configuration = (project.configuration or "") + f'select = ["ALL", "{code}"]\n'


def no_fields(bench: Bench, _entity: Entity, body: Value) -> Path:
    """A semantic type without fields."""
    body["activityType"] = bench.rng.choice(("SalesOrder", "Subscription"))
    body.pop("fieldTypes", None)
    if bench.rng.random() < 0.5:
        body["fieldTypes"] = []
        return ("fieldTypes",)
    return ("activityType",)


# Hierarchies


def _tree(change: Change, **said: Any) -> Fault:
    """A fault that changes a hierarchy of a random entity, and tells where."""

    def fault(bench: Bench) -> Found:
        entity = pick(bench.rng, [one for one in bench.world.members if _is_tree(one)])
        if entity is None:
            return None
        body = build_hierarchy(bench.rng, bench.world, entity, "PlantedTree")
        at = change(bench, entity, body)
        return (body, at, dict(said)) if at is not None else None

    fault.__name__ = change.__name__
    return fault


def _is_tree(entity: Entity) -> bool:
    return bool(parents_of(entity)) and entity.key_from == "snapshot"


def unknown_tree(bench: Bench, entity: Entity, body: Value) -> Path:
    """An entity that isn't ingested."""
    assert entity.source
    name = unknown_entity(bench.rng, bench.world, entity)
    body["dependency"]["sourceEntity"] = f"{entity.source.name}_{name}"
    return ("dependency", "sourceEntity")


def unknown_parent(bench: Bench, entity: Entity, body: Value) -> Path:
    """An attribute that the entity hasn't."""
    name = bench.rng.choice(("parentAccountIdAttribute", "accountIdAttribute"))
    body["dependency"][name] = misspelt(bench.rng, "Label", entity.types)
    return ("dependency", name)


def parent_of_itself(_bench: Bench, entity: Entity, body: Value) -> Path:
    """One attribute for both."""
    body["dependency"]["parentAccountIdAttribute"] = entity.key
    return ("dependency", "parentAccountIdAttribute")


def other_type(_bench: Bench, entity: Entity, body: Value) -> Path | None:
    """A parent of another type than the key."""
    assert entity.key
    is_text = entity.types[entity.key] == "String"
    others = entity.of(*DATES, "Decimal", "Boolean") if is_text else entity.of("String", *DATES, "Boolean")
    if not others:
        return None
    body["dependency"]["parentAccountIdAttribute"] = others[0]
    return ("dependency", "parentAccountIdAttribute")


def not_by_key(bench: Bench, _entity: Entity, body: Value) -> Path | None:
    """Another attribute than the key."""
    name = bench.entity("Branch", Above="string", Other="string")
    body["dependency"] = {
        "sourceEntity": name,
        "accountIdAttribute": "Other",
        "parentAccountIdAttribute": "Above",
    }
    return ("dependency", "accountIdAttribute")


def taken_tree(bench: Bench, _entity: Entity, body: Value) -> Path:
    """A name that something else has."""
    part = bench.rng.choice(("segments", "measures", "hierarchies"))
    bench.store(part, {"name": bench.rng.choice(("PlantedTree", "PLANTEDTREE"))})
    return ("name",) if body else ()


_ACTIVITIES: dict[str, tuple[Fault, ...]] = {
    "AC101": (no_activity,),
    "AC102": tuple(_mapped(_set(name, "")) for name in ("name", "primaryKey", "eventActivity")),
    "AC103": (_mapped(stored_name),),
    "AC104": (_mapped(unknown_source_entity),),
    "AC105": (_mapped(unknown_event),),
    "AC106": (_mapped(without_key),),
    "AC107": (_mapped(another_key),),
    "AC108": (_mapped(_set("timestamp", "")), _mapped(_set("timestamp", None))),
    "AC109": (_mapped(time_of_text), _mapped(time_of_number, severity="warning")),
    "AC111": (_mapped(mapped_twice), _mapped(field_twice)),
    "AC112": (_mapped(entity_twice),),
    "AC113": (_mapped(unknown_relationship),),
    "AC114": (_mapped(another_foreign_key), _mapped(another_target)),
    "AC115": (_mapped(half_address),),
    "AC116": (_mapped(address_of_number),),
    "AC117": (of_the_service,),
    "AC118": (of_profiles,),
    "AC119": (_mapped(to_nobody), _mapped(to_shops)),
    "AC120": (_mapped(slip_in_type), _mapped(_set("activityType", " "), severity="error")),
    "AC121": (_mapped(own_type),),
    "AC122": (_mapped(hidden),),
    "AC123": (_mapped(no_fields),),
}
_HIERARCHIES: dict[str, tuple[Fault, ...]] = {
    "HI101": (_tree(unknown_tree),),
    "HI102": (_tree(unknown_parent),),
    "HI103": (_tree(parent_of_itself),),
    "HI104": (_tree(other_type),),
    "HI105": (_tree(not_by_key),),
    "HI106": (_tree(taken_tree),),
}
_MILD = {
    **dict.fromkeys(("AC115", "AC117", "AC118", "AC120", "AC121", "AC122", "HI105"), "recommendation"),
    "AC123": "warning",
}

PLANTS: dict[str, tuple[Planter, ...]] = {
    **planters("manage/activities", _ACTIVITIES, _MILD),
    **planters("hierarchies", _HIERARCHIES, _MILD),
}
