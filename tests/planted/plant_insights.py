"""Faults in derived entities (DE) and insights (II): each in one that is added to the project."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from generator import Path, Project, Value, build_derived, build_insight
from planting import SNAPSHOT, Edit, Expected, Plant, misspelt

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from planting import Planter
    from world import Entity

    Fault = Callable[[random.Random, Edit, Entity, Value], Path]

MEMBERS: Path = ("attributeGroups", 0, "members")


def _planter(code: str, fault: Fault, build: Any, tail: str, severity: str) -> Planter:
    """A planter that adds a payload with a fault, which tells where it is."""

    def plant(rng: random.Random, project: Project) -> Plant | None:
        keyed = [one for one in project.world.members if one.key_from == "snapshot"]
        if not keyed:
            return None
        entity, edit = rng.choice(keyed), Edit(project)
        body = build(rng, project.world, entity, "Planted")
        body.pop("outputSegmentName", None)
        at = fault(rng, edit, entity, body)
        file, place = edit.send(rng, "POST", f"manage/{tail}", body=body)
        expected = Expected(code, file, (*place, "body", *at), severity=severity)
        if fault is nowhere:
            expected = expected._replace(part="inside", fragment="Zzz_nowhere")
        return edit.plant(expected)

    plant.__name__ = fault.__name__
    return plant


def _put(at: Path, value: Any, *, found: Path | None = None) -> Fault:
    """A fault that is a value at a place; it is found there, unless elsewhere."""

    def put(_rng: random.Random, _edit: Edit, _entity: Entity, body: Value) -> Path:
        target: Any = body
        for step in at[:-1]:
            target = target[step]
        target[at[-1]] = copy.deepcopy(value)
        return at if found is None else found

    put.__name__ = f"{at[-1]} {value!r}"[:60]
    return put


def _append(at: Path, make: Callable[[Value], Any], below: Path = ()) -> Fault:
    """A fault that is one more item of a list."""

    def append(_rng: random.Random, _edit: Edit, _entity: Entity, body: Value) -> Path:
        target: Any = body
        for step in at:
            target = target[step]
        target.append(copy.deepcopy(make(body)))
        return (*at, len(target) - 1, *below)

    append.__name__ = f"one more of {at[0]}"
    return append


def _saved(name: str, at: Path, part: str) -> Fault:
    """A fault that the snapshot has something of this name already."""

    def saved(_rng: random.Random, edit: Edit, _entity: Entity, body: Value) -> Path:
        for one in (name.upper(), "bigSpenders"):  # which queries ask for
            edit.append(SNAPSHOT, (part,), {"name": one})
        body[at[0]] = name
        return at

    return saved


def unknown_dependency(rng: random.Random, edit: Edit, entity: Entity, body: Value) -> Path:
    """A dependency that isn't there."""
    name = misspelt(rng, entity.name, {one.name for one in edit.project.world.entities})
    body["dependencies"] = [f"{entity.source.name if entity.source else ''}_{name}"]
    return ("dependencies", 0)


def nowhere(_rng: random.Random, _edit: Edit, _entity: Entity, body: Value) -> Path:
    """A query of nothing that there is."""
    body["query"] = "SELECT * FROM Zzz_nowhere"
    return ("query",)


def unknown_attribute(rng: random.Random, _edit: Edit, entity: Entity, body: Value) -> Path:
    """An attribute that the entity hasn't."""
    body["attributeGroups"][0]["members"][0]["attributeName"] = misspelt(rng, "Label", entity.types)
    return (*MEMBERS, 0, "attributeName")


def key_compared(_rng: random.Random, _edit: Edit, entity: Entity, body: Value) -> Path:
    """A key that is compared."""
    body["attributeGroups"] = body["attributeGroups"][:1]
    body["attributeGroups"][0]["members"][0]["attributeName"] = entity.key
    return (*MEMBERS, 0, "attributeName")


def of_entity(_rng: random.Random, _edit: Edit, entity: Entity, body: Value) -> Path:
    """The name of an entity."""
    body["name"] = f"{entity.source.name if entity.source else ''}_{entity.name}"
    return ("name",)


def with_itself(_rng: random.Random, _edit: Edit, _entity: Entity, body: Value) -> Path:
    """A source that is the candidate."""
    body["candidateEntity"] = body["sourceEntity"]
    return ("candidateEntity", *(("entityName",) if isinstance(body["sourceEntity"], dict) else ()))


def no_source(_rng: random.Random, _edit: Edit, _entity: Entity, body: Value) -> Path:
    """No source."""
    del body["sourceEntity"]
    return ()


_METRIC = {"entityName": "Customer_Measure", "attributeNames": ["Spent"]}
_DERIVED: dict[str, tuple[Fault, ...]] = {
    "DE102": (_put(("query",), " "), _put(("query",), "/* later */")),
    "DE103": (_saved("Total", ("name",), "derivedEntities"),),
    "DE104": (unknown_dependency, nowhere),
}
_INSIGHTS: dict[str, tuple[Fault, ...]] = {
    "II101": (_put(("type",), "churnPrediction"), _put(("type",), "segmentExpansoin")),
    "II104": (_put(("name",), ""),),
    "II105": (_put(("name",), "a/b"), _put(("name",), "who?")),
    "II106": (_saved("Known", ("name",), "insights"),),
    "II107": (of_entity, _put(("name",), "Customer")),
    "II110": (no_source, _put(("sourceEntity",), "")),
    "II111": (_put(("type",), "suggestedSegments", found=("sourceEntity",)),),
    "II112": (with_itself,),
    "II114": (unknown_attribute,),
    "II115": (_append(MEMBERS, lambda body: body["attributeGroups"][0]["members"][0], ("attributeName",)),),
    "II116": (
        _append(
            ("attributeGroups",),
            lambda body: {**body["attributeGroups"][0], "name": body["attributeGroups"][0]["name"].upper()},
            ("name",),
        ),
    ),
    "II117": (
        _append(
            MEMBERS, lambda _: {"entityName": "SegmentMembership", "attributeName": "A"}, ("entityName",)
        ),
    ),
    "II118": (_put(("attributeGroups",), []), _put(MEMBERS, [])),
    "II119": (_put(("metrics",), [_METRIC, _METRIC], found=("metrics", 1, "entityName")),),
    "II120": (_put(("metrics",), [{"entityName": "Customer_Measure"}], found=("metrics", 0)),),
    "II122": (key_compared,),
    "II124": (_put(("outputSegmentSize",), 0), _put(("outputSegmentSize",), 250.5)),
    "II125": (_saved("Vip", ("outputSegmentName",), "segments"),),
}
_MILD = {"II122": "recommendation"}

PLANTS = {
    code: tuple(_planter(code, one, build, tail, _MILD.get(code, "error")) for one in faults)
    for table, build, tail in (
        (_DERIVED, build_derived, "derivedentities"),
        (_INSIGHTS, build_insight, "insights"),
    )
    for code, faults in table.items()
}
