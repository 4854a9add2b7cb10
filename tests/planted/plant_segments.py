"""Faults in segments (SG): their form, their paths, their names, and what they are made of."""

from __future__ import annotations

import copy
import itertools
from typing import TYPE_CHECKING, Any

from bench import planters
from planting import pick
from ways import spell_way

if TYPE_CHECKING:
    from bench import Bench, Fault, Found
    from generator import Path, Value
    from planting import Planter

QUERY: Path = ("segmentQueryExpression",)
ROWSETS: Path = (*QUERY, "rowsets")
IS: Value = {"attribute": "WholeName", "comparisonOperator": "isNotNull"}


def _put(at: Path, value: Any, *, found: Path | None = None, **said: Any) -> Fault:
    """A fault that is a value at a place of a segment; it is found there, unless elsewhere."""

    def put(bench: Bench) -> Found:
        body = bench.segment(bench.some())
        target: Any = body
        for step in at[:-1]:
            target = target[step]
        target[at[-1]] = copy.deepcopy(value)
        return body, at if found is None else found, dict(said)

    put.__name__ = f"{at[-1]} {value!r}"[:60]
    return put


def none(_bench: Bench) -> Found:
    """No segment."""
    return [], ()


def second_without_operation(bench: Bench) -> Found:
    """A rowset of which nobody says how it is joined."""
    return bench.segment(bench.some(), bench.some()), (*ROWSETS, 1)


def later_operation(bench: Bench) -> Found:
    """A way to join rowsets that a later generation has."""
    word = bench.rng.choice(("include", "exclude"))
    second = {**bench.some(), "rowsetOperation": word}
    return bench.segment(bench.some(), second), (*ROWSETS, 1, "rowsetOperation")


def created_active(bench: Bench) -> Found:
    """A segment by SQL that is active from the start."""
    return {**bench.by_sql("SELECT CustomerId FROM Customer"), "state": "active"}, ("state",)


# Names


def bad_name(bench: Bench) -> Found:
    """A name with characters that none may have."""
    return bench.segment(bench.some(), name=bench.rng.choice(("a/b", "a.b", "who?", " ", ""))), ("name",)


def bad_measure_name(bench: Bench) -> Found:
    """The same of a measure."""
    name = bench.rng.choice(("a/b", "a.b", "who?", " "))
    return {"name": name, "definition": bench.made.attribute()}, ("name",), {"tail": "manage/measures"}


def blank_in_name(bench: Bench) -> Found:
    """A name with a blank: a warning."""
    return bench.segment(bench.some(), name="Good ones"), ("name",), {"severity": "warning"}


def name_of_stored(bench: Bench) -> Found:
    """The name of a segment that the snapshot has."""
    bench.store("segments", {"name": "Taken", "state": "active"})
    return bench.segment(bench.some(), name=bench.rng.choice(("Taken", "TAKEN"))), ("name",)


def name_of_measure(bench: Bench) -> Found:
    """The name of a measure that the snapshot has."""
    bench.store("measures", {"name": "Taken", "definition": bench.made.business()})
    return bench.segment(bench.some(), name="taken"), ("name",)


def name_of_entity(bench: Bench) -> Found:
    """The name of an entity."""
    entity = bench.rng.choice(bench.world.ingested)
    plain = (entity.source.name if entity.source else "").isascii() and " " not in str(entity.source)
    name = f"{entity.source.name if entity.source else ''}_{entity.name}" if plain else "Customer"
    return bench.segment(bench.some(), name=name), ("name",)


def activated_unknown(bench: Bench) -> Found:
    """A segment that is activated, and isn't there."""
    bench.store("segments", {"name": "Known", "state": "active"})
    bench.complete("segments", "measures", "entities")
    word = bench.rng.choice(("activate", "deactivate"))
    said = {"tail": f"manage/segments/Knwon/{word}", "method": "PUT", **_within("Knwon")}
    return None, ("url",), said


def updated_by_another_name(bench: Bench) -> Found:
    """An update whose body names another segment."""
    bench.store("segments", {"name": "Known", "state": "active"})
    body = bench.segment(bench.some(), name=bench.rng.choice(("Known2", "Other")))
    return body, ("name",), {"tail": "manage/segments/Known", "method": "PUT"}


# Paths


def unknown_hop(bench: Bench) -> Found:
    """An element of a path that is neither an entity nor a relationship."""
    rowset = _on_way(bench)
    if rowset is None:
        return None
    path = rowset["paths"][0]
    number = bench.rng.randrange(len(path))
    path[number] = bench.rng.choice(("Nowhere_atAll", "NoRelationship", f"{path[number]}__x"))
    return bench.segment(rowset), (*ROWSETS, 0, "paths", 0, number), {"others": ()}


def _on_way(bench: Bench, least: int = 1) -> Value | None:
    """A rowset on the first entity of a chosen way of so many hops."""
    ways = [way for entity in bench.reached for way in bench.ways.sound(entity) if len(way) >= least]
    way = pick(bench.rng, ways)
    if way is None:
        return None
    attribute = bench.rng.choice(list(way[0].here.types))
    path = spell_way(bench.rng, bench.ways, way, bench.made.spell)
    return {"criteria": bench.made.condition(way[0].here, attribute), "paths": [path]}


def not_joined(bench: Bench) -> Found:
    """Entities that no relationship joins."""
    apart = [
        (one, other)
        for one in bench.reached
        for other in bench.reached
        if one is not other and not bench.ways.between(one, other) and bench.ways.between(other, bench.root)
    ]
    if not apart:
        return None
    one, other = bench.rng.choice(apart)
    path = [bench.made.spell(each) for each in (one, other, bench.root)]
    rowset = {"criteria": bench.made.condition(one, bench.rng.choice(list(one.types))), "paths": [path]}
    return bench.segment(rowset), (*ROWSETS, 0, "paths", 0, 1)


def empty_hop(bench: Bench) -> Found:
    """An element of a path that says nothing."""
    rowset = _on_way(bench)
    if rowset is None:
        return None
    number = bench.rng.randrange(len(rowset["paths"][0]) + 1)
    rowset["paths"][0].insert(number, bench.rng.choice(("", None)))
    return bench.segment(rowset), (*ROWSETS, 0, "paths", 0, number)


def no_path(bench: Bench) -> Found:
    """A path that is none."""
    rowset = _on_way(bench)
    if rowset is None:
        return None
    rowset["paths"].append(bench.rng.choice((None, [])))
    return bench.segment(rowset), (*ROWSETS, 0, "paths", 1)


def unreachable(bench: Bench) -> Found:
    """An entity that no relationship joins to customers."""
    bench.entity("Lonely")
    rowset: Value = {"criteria": {"attribute": "Lonely.Id", "comparisonOperator": "isNotNull"}}
    rowset["rowsetOperation"] = "union"
    return bench.segment(bench.some(), rowset), _condition_at(1), _within("Lonely")


def _within(fragment: str, **said: Any) -> dict[str, Any]:
    """What is said of a finding at a part of a text."""
    return {"part": "inside", "fragment": fragment, **said}


def _condition_at(number: int, *more: str | int) -> Path:
    return (*ROWSETS, number, "criteria", *more, "attribute")


def off_path(bench: Bench) -> Found:
    """A condition on an entity to which the path doesn't lead."""
    rowset = _on_way(bench)
    if rowset is None:
        return None
    bench.entity("Lonely")
    lonely = {"attribute": "Lonely.Id", "comparisonOperator": "isNotNull"}
    rowset["criteria"] = {"logicalOperator": "and", "childCriterias": [rowset["criteria"], lonely]}
    return bench.segment(rowset), _condition_at(0, "childCriterias", 1), _within("Lonely")


def two_ways(bench: Bench) -> Found:
    """Two relationships by which an entity may be reached."""
    bench.entity("Near", Ref="string")
    bench.entity("Far", Ref="string")
    bench.relate("FarNear", "Far.Id", "Near.Id")
    bench.relate("FarNear2", "Far.Id", "Near.Id")
    bench.relate("NearToCustomer", "Near.Id", "Customer.CustomerId")
    rowset = {"criteria": {"attribute": "Far.Ref", "comparisonOperator": "isNotNull"}}
    at: Path = _condition_at(0)
    if bench.rng.random() < 0.5:
        rowset["paths"] = [["Far", "Near", "Customer"]]
        at = (*ROWSETS, 0, "paths", 0, 1)
    return bench.segment(rowset), at, _within("Far" if at == _condition_at(0) else "", severity="warning")


def too_long(bench: Bench) -> Found:
    """A way of more than twenty hops."""
    names = [f"Chain{number}" for number in range(bench.rng.randint(21, 23))]
    for name in names:
        bench.entity(name)
    for one, other in itertools.pairwise(names):
        bench.relate(f"{one}Next", f"{one}.Id", f"{other}.Id")
    bench.relate("ToCustomer", f"{names[-1]}.Id", "Customer.CustomerId")
    rowset: Value = {"criteria": {"attribute": f"{names[0]}.Id", "comparisonOperator": "isNotNull"}}
    if bench.rng.random() < 0.5:
        rowset["paths"] = [[*names, "Customer"]]
        return bench.segment(rowset), (*ROWSETS, 0, "paths", 0)
    return bench.segment(rowset), _condition_at(0), _within(names[0])


def shown_of_the_one(bench: Bench) -> Found:
    """An attribute that is shown of an entity which many customers share."""
    bench.entity("Shop", City="string")
    bench.relate("CustomerToShop", "Customer.CustomerId", "Shop.Id")
    rowset = {"criteria": {"attribute": "Shop.City", "comparisonOperator": "isNotNull"}}
    segment = bench.segment(rowset)
    shown = [{"entityName": "Shop", "attributeNames": ["City"]}]
    segment["segmentQueryExpression"]["projectedAttributes"] = shown
    return segment, (*QUERY, "projectedAttributes", 0, "entityName")


def shown_without_condition(bench: Bench) -> Found:
    """An attribute that is shown, and not asked for in every rowset."""
    bench.entity("Near", Ref="string")
    bench.entity("Far", Ref="string")
    bench.relate("FarNear", "Far.Id", "Near.Id")
    bench.relate("NearToCustomer", "Near.Id", "Customer.CustomerId")
    rowset = {"criteria": {"attribute": "Far.Id", "comparisonOperator": "isNotNull"}}
    segment = bench.segment(rowset)
    shown = [{"entityName": "Far", "attributeNames": ["Id", "Ref"]}]
    segment["segmentQueryExpression"]["projectedAttributes"] = shown
    return segment, (*QUERY, "projectedAttributes", 0, "attributeNames", 1)


def joined_by_other_types(bench: Bench) -> Found:
    """A relationship between a number and a text, by which a segment goes."""
    bench.entity("Near", Number="int64")
    bench.relate("NearToCustomer", "Near.Number", "Customer.CustomerId")
    rowset: Value = {"criteria": {"attribute": "Near.Id", "comparisonOperator": "isNotNull"}}
    if bench.rng.random() < 0.5:
        rowset["paths"] = [["Near", bench.rng.choice(("NearToCustomer", "Customer"))]]
        either = ((*ROWSETS, 0, "paths", 0, 0), (*ROWSETS, 0, "paths", 0, 1))
        return bench.segment(rowset), (*ROWSETS, 0, "paths", 0), {"others": either}
    return bench.segment(rowset), _condition_at(0), _within("Near")


# What they are made of


def unknown_dependency(bench: Bench) -> Found:
    """A condition on nothing that there is."""
    _complete_with_stores(bench)
    condition = {"attribute": "Nowhere_atAll.Id", "comparisonOperator": "isNotNull"}
    joined = {"logicalOperator": "and", "childCriterias": [IS, condition]}
    return (
        bench.segment({"criteria": joined}),
        _condition_at(0, "childCriterias", 1),
        _within("Nowhere_atAll"),
    )


def _complete_with_stores(bench: Bench) -> None:
    bench.store("segments", {"name": "Known", "state": "active"})
    bench.store("measures", {"name": "KnownFigure", "definition": bench.made.number()})
    bench.complete("segments", "measures", "entities")


def inactive_dependency(bench: Bench) -> Found:
    """A segment of an inactive one."""
    idle = bench.segment(bench.some(), name="Idle", state="inactive")
    bench.store("segments", idle)
    return bench.segment(_members_of("Idle")), _condition_at(0), _within("Idle")


def _members_of(name: str) -> Value:
    return {"criteria": {"attribute": f"{name}.CustomerId", "comparisonOperator": "isNotNull"}}


def circle(bench: Bench) -> Found:
    """Segments that are made of each other."""
    names = ["Ring0", "Ring1", "Ring2"][: bench.rng.randint(2, 3)]
    bodies = [bench.segment(_members_of(names[number - 1]), name=one) for number, one in enumerate(names)]
    last = len(names) - 1
    others = tuple((number, *_condition_at(0)) for number in range(len(names)))
    return bodies, (last, *_condition_at(0)), _within("Ring", others=others)


def nested(bench: Bench) -> Found:
    """A segment of a segment of a segment."""
    first = bench.segment(bench.some(), name="Deep0")
    second = bench.segment(_members_of("Deep0"), name="Deep1")
    third = bench.segment(_members_of("Deep1"), name="Deep2")
    return [first, second, third], (2, *_condition_at(0)), _within("Deep1")


def measure_of_segment(bench: Bench) -> Found:
    """A measure of a segment."""
    bench.store("segments", bench.segment(bench.some(), name="Crowd", state="active"))
    linked = [
        {"kind": "base", "entity": "Customer", "alias": "c"},
        {"kind": "join", "entity": "Crowd", "alias": "m"},
    ]
    definition = {
        "kind": "attribute",
        "type": "structured",
        "linkedEntities": linked,
        "dimensions": [{"field": "c.CustomerId", "alias": "CustomerId"}],
        "aggregates": [{"operation": "count", "field": "m.CustomerId", "alias": "Figure"}],
    }
    at: Path = ("definition", "linkedEntities", 1, "entity")
    return {"name": "Planted", "definition": definition}, at, {"tail": "manage/measures"}


def deactivated_though_used(bench: Bench) -> Found:
    """A segment that is deactivated though another one is made of it."""
    base = bench.segment(bench.some(), name="Ground", state="active")
    upper = bench.segment(_members_of("Ground"), name="Upper", state="active")
    bench.store("segments", base, upper)
    said = {"tail": "manage/segments/Ground/deactivate", "method": "PUT", **_within("")}
    return None, ("url",), said


def many_active(bench: Bench) -> Found:
    """A thousand and one, told at the first that is planned."""
    if bench.edit.project.of_kind("segment", "measure"):
        return None
    bench.store("segments", *({"name": f"S{number}", "state": "active"} for number in range(1001)))
    bench.store("segments")
    return bench.segment(bench.some()), (), {"severity": "warning"}


PLANTS: dict[str, tuple[Planter, ...]] = planters(
    "manage/segments",
    {
        "SG101": (none,),
        "SG102": (_put(QUERY, None),),
        "SG103": (_put((*QUERY, "type"), "custom"), _put((*QUERY, "type"), "manual")),
        "SG104": (_put(ROWSETS, []), _put((*ROWSETS, 0, "criteria"), None)),
        "SG105": (second_without_operation,),
        "SG106": (later_operation,),
        "SG107": (_put(QUERY, {"type": "manual"}),),
        "SG108": (created_active,),
        "SG109": (_put(("state",), "validating"),),
        "SG110": (_put(("tags",), [f"tag {number}" for number in range(21)], found=("tags", 20)),),
        "SG120": (bad_name, bad_measure_name, blank_in_name),
        "SG121": (name_of_stored, name_of_measure, name_of_entity),
        "SG122": (activated_unknown,),
        "SG123": (updated_by_another_name,),
        "SG130": (unknown_hop,),
        "SG131": (not_joined,),
        "SG133": (empty_hop, no_path),
        "SG134": (unreachable,),
        "SG135": (off_path,),
        "SG136": (two_ways,),
        "SG137": (too_long,),
        "SG138": (shown_of_the_one,),
        "SG139": (shown_without_condition,),
        "SG140": (joined_by_other_types,),
        "SG150": (unknown_dependency,),
        "SG151": (inactive_dependency,),
        "SG152": (circle,),
        "SG153": (nested, measure_of_segment),
        "SG155": (deactivated_though_used,),
        "SG156": (many_active,),
    },
    {"SG108": "recommendation", "SG109": "recommendation", "SG140": "recommendation"},
)
