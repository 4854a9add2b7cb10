"""Faults of the documents themselves (DO): syntax, keys, types, missing properties, ambiguous names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator import Path, Project, build_url
from plant_conflation import ambiguous_name, plan_of
from plant_relationships import free
from plant_resolution import rules_of
from planting import SNAPSHOT, Edit, Expected, Plant, criteria, pick, rules, steps
from render import Twin, pascal_key
from world import Names

if TYPE_CHECKING:
    import random


def broken_syntax(rng: random.Random, project: Project) -> Plant | None:
    """A document that can't be read."""
    if not project.documents:
        return None
    file = rng.choice(sorted(project.documents))
    edit = Edit(project)
    return edit.plant(Expected("DO01", file, (), part="anywhere"), broken=file)


def objects(value: Any, path: Path = ()) -> list[tuple[Path, dict[str, Any]]]:
    """The mappings below a value whose keys are property names."""
    found: list[tuple[Path, dict[str, Any]]] = []
    if isinstance(value, dict):
        found += [] if isinstance(value, Names) else [(path, value)]
        for key, item in value.items():
            found += objects(item, (*path, key))
    for number, item in enumerate(value if isinstance(value, list) else ()):
        found += objects(item, (*path, number))
    return found


def _object(rng: random.Random, project: Project) -> tuple[str, Path] | None:
    """Some mapping within a payload."""
    places = []
    for request in project.requests:
        if request.kind not in ("read", "delete", "query"):
            found = objects(project.body(request), request.at)
            places += [(request.file, path) for path, value in found if value]
    place: tuple[str, Path] | None = pick(rng, places)
    return place


def duplicate_key(rng: random.Random, project: Project) -> Plant | None:
    """A key twice in one mapping, perhaps in another case, with the same value."""
    if not (place := _object(rng, project)):
        return None
    edit = Edit(project)
    value = edit.get(*place)
    key = rng.choice(list(value))
    twin = Twin(rng.choice((key, key, pascal_key(key))))
    value[twin] = value[key]
    edit.touched.append((place[0], (*place[1], str(twin))))
    at = (*place[1], str(twin))
    return edit.plant(Expected("DO02", place[0], at, part="key", occurrence=-1))


def unknown_property(rng: random.Random, project: Project) -> Plant | None:
    """A property that no model knows: a warning."""
    if not (place := _object(rng, project)):
        return None
    edit = Edit(project)
    key = rng.choice(("fooBar", "x-note", "remark", "$comment2"))
    at = edit.set(place[0], (*place[1], key), rng.choice((1, "text", None, {"a": []})))
    return edit.plant(Expected("DO03", place[0], at, severity="warning", part="key"))


def wrong_type(rng: random.Random, project: Project) -> Plant | None:
    """A value of a type that the property can't have."""
    return rng.choice((_wrong_in_relationship, _wrong_in_plan, _wrong_in_rules))(rng, project)


def _wrong(rng: random.Random, edit: Edit, file: str, at: Path, *values: Any) -> Plant:
    edit.set(file, at, rng.choice(values))
    return edit.plant(Expected("DO04", file, at))


def _wrong_in_relationship(rng: random.Random, project: Project) -> Plant | None:
    if not (found := pick(rng, free(project))):
        return None
    key = rng.choice(("friendlyName", "description", "cardinality", "toEntityName"))
    return _wrong(rng, Edit(project), found[0], (*found[1], key), 5, True, ["a"], {})


def _wrong_in_plan(rng: random.Random, project: Project) -> Plant | None:
    if not (request := plan_of(rng, project)):
        return None
    edit, body = Edit(project), project.body(request)
    step = rng.choice(list(steps(body, request.at)))[0]
    rule = rng.choice(list(rules(body, request.at)))[0]
    criterion = rng.choice(list(criteria(body, request.at)))[0]
    at, values = rng.choice(
        (
            ((*step, "includeAllRecords"), ("yes", 1)),
            ((*rule, "isActive"), ("no", 0)),
            ((*rule, "name"), (1, ["x"])),
            ((*criterion, "leftColumn", "normalizations"), (5, {})),
            ((*criterion, "rightColumn", "attributeName"), (7, [])),
            ((*criterion, "kind"), (1, False)),
        )
    )
    return _wrong(rng, edit, request.file, at, *values)


def _wrong_in_rules(rng: random.Random, project: Project) -> Plant | None:
    if not (request := rules_of(rng, project)):
        return None
    at = (*request.at, "attributes", 0)
    place, values = rng.choice((((*at, "name"), (1, [])), ((*request.at, "conflatedEntity"), (1, {"a": 1}))))
    return _wrong(rng, Edit(project), request.file, place, *values)


def missing_property(rng: random.Random, project: Project) -> Plant | None:
    """A property that can't be left out."""
    return rng.choice((_missing_in_relationship, _missing_in_plan))(rng, project)


def _missing_in_relationship(rng: random.Random, project: Project) -> Plant | None:
    if not (found := pick(rng, free(project, updates=False))):
        return None
    edit = Edit(project)
    key = rng.choice(("name", "fromEntityName", "fromAttributeName", "toEntityName"))
    edit.delete(found[0], (*found[1], key))
    return edit.plant(Expected("DO05", *found))


def _missing_in_plan(rng: random.Random, project: Project) -> Plant | None:
    if not (request := plan_of(rng, project)):
        return None
    edit = Edit(project)
    criterion = rng.choice(list(criteria(project.body(request), request.at)))[0]
    at = (*criterion, rng.choice(("leftColumn", "rightColumn")))
    edit.delete(request.file, (*at, "attributeName"))
    return edit.plant(Expected("DO05", request.file, at))


def ambiguous_reference(rng: random.Random, project: Project) -> Plant | None:
    """A bare name that several data sources have."""
    name = ambiguous_name(project)
    variants = (_ambiguous_end, _ambiguous_match, _ambiguous_source, _ambiguous_left)
    return rng.choice(variants)(rng, project, name) if name else None


def _ambiguous_end(rng: random.Random, project: Project, name: str) -> Plant | None:
    if not (found := pick(rng, free(project))):
        return None
    edit = Edit(project)
    at = edit.set(found[0], (*found[1], rng.choice(("fromEntityName", "toEntityName"))), name)
    return edit.plant(Expected("DO06", found[0], at))


def _ambiguous_match(rng: random.Random, project: Project, name: str) -> Plant | None:
    if not (request := plan_of(rng, project)):
        return None
    edit = Edit(project)
    item = {"kind": "alwaysMatch", "entity": name}
    at = edit.append(request.file, (*request.at, "customMatch"), item)
    return edit.plant(Expected("DO06", request.file, (*at, "entity")))


def _ambiguous_source(rng: random.Random, project: Project, name: str) -> Plant | None:
    if not (request := rules_of(rng, project)) or "groups" not in project.body(request):
        return None
    edit = Edit(project)
    source = {"entity": name, "columns": ["Label", "Label"]}
    at = edit.append(request.file, (*request.at, "groups", 0, "sources"), source)
    return edit.plant(Expected("DO06", request.file, (*at, "entity")))


def _ambiguous_left(rng: random.Random, project: Project, name: str) -> Plant | None:
    if not (request := plan_of(rng, project)):
        return None
    edit = Edit(project)
    step = rng.choice(list(steps(project.body(request), request.at)))[0]
    at = edit.append(request.file, (*step, "leftEntities"), name)
    return edit.plant(Expected("DO06", request.file, at))


def planned_twice(rng: random.Random, project: Project) -> Plant | None:
    """A relationship that is updated once more, by a request that stands last."""
    updates = [one for one in project.of_kind("relationship") if one.file.endswith(("json", "yaml", "yml"))]
    if not updates:
        return None
    request = rng.choice(updates)
    edit = Edit(project)
    url = build_url(rng, project.world, f"manage/relationships/{request.param('name')}")
    edit.add("requests/zz.json", {"method": "PATCH", "url": url, "body": project.body(request)})
    return edit.plant(Expected("DO105", "requests/zz.json", ("url",), severity="warning"))


def malformed_snapshot(rng: random.Random, project: Project) -> Plant:
    """A part of the snapshot, needed by nobody, of the wrong type."""
    edit = Edit(project)
    places: list[Path] = [("capturedAt",), ("dataSources", 0, "kind"), ("conflations", 0, "x")]
    at = edit.set(SNAPSHOT, rng.choice(places[:2]), 5)
    return edit.plant(Expected("DO07", SNAPSHOT, at))


PLANTS = {
    "DO01": (broken_syntax,),
    "DO02": (duplicate_key,),
    "DO03": (unknown_property,),
    "DO04": (wrong_type,),
    "DO05": (missing_property,),
    "DO06": (ambiguous_reference,),
    "DO07": (malformed_snapshot,),
    "DO105": (planned_twice,),
}
