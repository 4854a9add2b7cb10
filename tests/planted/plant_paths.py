"""Faults in path parameters (IN)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator import Path, Project, build_relationship, build_rules, build_url, dataset
from plant_conflation import new_plan
from plant_relationships import new_ends
from planting import SNAPSHOT, Edit, Expected, Plant, misspelt, pick, unknown_entity

if TYPE_CHECKING:
    import random

    from world import Source

_STRANGER = "11111111-2222-4333-8444-555555555555"


# IN01


def unknown_instance_in_url(rng: random.Random, project: Project) -> Plant:
    """A request to an instance that isn't there."""
    edit, other = Edit(project), rng.choice((_STRANGER, project.world.instance[:-1] + "x"))
    tail, rest = rng.choice(_harmless(rng, project))
    url = build_url(rng, project.world, tail)
    url = url.replace(project.world.instance, other).replace(project.world.instance.upper(), other)
    envelope = {"url": url, **rest}
    edit.add("requests/stranger.json", envelope)
    return edit.plant(_at_url("IN01", "requests/stranger.json", (), other))


def _harmless(rng: random.Random, project: Project) -> list[tuple[str, dict[str, Any]]]:
    body = build_relationship(rng, project.world, "Stranger_1", new_ends(rng, project))
    return [
        ("manage/relationships", {"method": "GET"}),
        ("manage/relationships", {"method": "PATCH", "body": body}),
        (f"data/{dataset(rng, project.world, project.world.outsider)}", {"method": "GET"}),
    ]


def _at_url(code: str, file: str, envelope: Path, fragment: str) -> Expected:
    return Expected(code, file, (*envelope, "url"), part="inside", fragment=fragment)


def unknown_instance_in_layout(rng: random.Random, project: Project) -> Plant:
    """A file of the layout in the folder of an instance that isn't there."""
    edit = Edit(project)
    file = f"instances/{_STRANGER}/manage/relationships.json"
    edit.add(file, build_relationship(rng, project.world, "Stranger_1", new_ends(rng, project)))
    return edit.plant(Expected("IN01", file, ()))


# IN02


def no_role(rng: random.Random, project: Project) -> Plant:
    """A principal without a role, and a single request."""
    edit = _alone(project)
    edit.project.snapshot["roleAssignments"] = [
        {"principalId": "somebody-else", "principalType": "user", "roles": ["Viewer"]}
    ]
    edit.project.snapshot["complete"] = {"roleAssignments": True}
    edit.project.configuration = f'principal = "{_STRANGER}"\n'
    body = build_relationship(rng, project.world, "Only_1", new_ends(rng, project))
    if rng.random() < 0.5:
        edit.add("manage/relationships.json", body)
        return edit.plant(Expected("IN02", "manage/relationships.json", ()))
    url = build_url(rng, project.world, "manage/relationships")
    edit.add("requests/only.json", {"method": "PATCH", "url": url, "body": body})
    return edit.plant(_at_url("IN02", "requests/only.json", (), ""))


def _alone(project: Project) -> Edit:
    """The project without its documents."""
    edit = Edit(project)
    edit.touched += [(file, ()) for file in (*project.documents, SNAPSHOT)]
    edit.project.documents.clear()
    edit.project.requests.clear()
    edit.project.active.clear()
    return edit


# IN03


def unknown_dataset(rng: random.Random, project: Project) -> Plant:
    """A query of a dataset that nobody ingested."""
    edit, world = Edit(project), project.world
    entity = rng.choice(world.ingested)
    assert entity.source
    name = unknown_entity(rng, world, entity)
    name = rng.choice((name, f"{entity.source.id}_{name}"))
    query = rng.choice(("", "?$search=x", "?$top=5"))
    file, at = edit.send(rng, rng.choice(("GET", "PUT")), f"data/{name}", query=query)
    return edit.plant(_at_url("IN03", file, at, ""))


def unknown_entity_in_info_path(rng: random.Random, project: Project) -> Plant:
    """An entityInfo whose path alone names an entity that nobody ingested."""
    entity = rng.choice(project.world.ingested)
    assert entity.source
    name = unknown_entity(rng, project.world, entity)
    tail = f"manage/datasources/{entity.source.id}/entities/{name}/entityInfo"
    return _send(rng, project, "IN03", tail, {"entityType": "unspecified"}, name)


def unknown_entity_in_information_path(rng: random.Random, project: Project) -> Plant:
    """An entityInformation whose path alone names an entity that nobody ingested."""
    entity = rng.choice(project.world.ingested)
    assert entity.source
    name = unknown_entity(rng, project.world, entity)
    tail = f"entityInformation/{name}"
    if rng.random() < 0.5:
        tail = f"datasources/{entity.source.id}/{tail}"
    tail = f"conflations/{rng.choice(project.world.conflations)}/{tail}"
    return _send(rng, project, "IN03", tail, {"attributes": []}, name)


def _send(rng: random.Random, project: Project, code: str, tail: str, body: Any, fragment: str) -> Plant:
    """The body at this path as a file of the layout, or in an envelope."""
    edit = Edit(project)
    if rng.random() < 0.5:
        edit.add(f"{tail}.json", body)
        return edit.plant(Expected(code, f"{tail}.json", ()))
    file, at = edit.send(rng, "PATCH", tail, body=body)
    return edit.plant(_at_url(code, file, at, fragment))


def path_softly(rng: random.Random, project: Project) -> Plant:
    """An unknown entity in a path while the snapshot's entities are not the whole truth."""
    plant = rng.choice((unknown_dataset, unknown_entity_in_info_path))(rng, project)
    return _soften(plant, "entities")


def _soften(plant: Plant, name: str) -> Plant:
    edit = Edit(plant.project)
    edit.touched.extend(plant.touched)
    edit.soften(name)
    return edit.plant(plant.expected[0]._replace(severity="warning"))


# IN04


def unknown_source(rng: random.Random, project: Project) -> Plant:
    """A data source in the path that isn't there, or is there under that name only."""
    world = project.world
    entity = rng.choice(world.ingested)
    assert entity.source
    name = _wrong_id(rng, entity.source)
    tail, body = rng.choice(
        (
            (f"manage/datasources/{name}/entities/entityInfo", [{"entityName": entity.name}]),
            (f"manage/datasources/{name}/entities/{entity.name}/entityInfo", {}),
            (
                f"conflations/{rng.choice(world.conflations)}/datasources/{name}"
                f"/entityInformation/{entity.name}",
                {"entityName": entity.name},
            ),
        )
    )
    return _send(rng, project, "IN04", tail, body, "")


def _wrong_id(rng: random.Random, source: Source) -> str:
    wrong = ["nowhere", source.id + "0"]
    wrong += [source.name] if source.name.isascii() and " " not in source.name else []
    wrong += [] if len(source.id) == 36 else [source.id.swapcase()]
    return rng.choice(wrong)


def source_softly(rng: random.Random, project: Project) -> Plant:
    """An unknown data source while the snapshot's are not the whole truth: a warning."""
    return _soften(unknown_source(rng, project), "dataSources")


# IN05


def unknown_conflation(rng: random.Random, project: Project) -> Plant:
    """A conflation in the path that isn't there; its payload is right."""
    world = project.world
    name = rng.choice(("Default", "nope", "HOUSEHOLDS"))
    conflation = rng.choice(world.conflations)
    order = project.orders[conflation]
    keyed = [one for one in order if one.key_from != "plan"]
    choices: list[tuple[str, Any]] = []
    if keyed == order:
        choices.append(("conflationPlan", new_plan(rng, project, conflation)))
        choices.append(("conflictResolutionRules", build_rules(rng, world, order)))
    if keyed:
        assert keyed[0].source
        group = {"dataSourceId": keyed[0].source.id, "entities": [{"entityName": keyed[0].name}]}
        choices.append(("entityInformation", {"dataSources": [group]}))
    choices.append(("entityInformation", {"dataSources": []}))
    tail, body = rng.choice(choices)
    return _send(rng, project, "IN05", f"conflations/{name}/{tail}", body, name)


def conflation_softly(rng: random.Random, project: Project) -> Plant:
    """An unknown conflation while the snapshot's are not the whole truth: a warning."""
    return _soften(unknown_conflation(rng, project), "conflations")


# IN06


def nothing_ingested(rng: random.Random, project: Project) -> Plant:
    """A request to an instance without data; what it says about entities is held back."""
    edit, world = _empty(project), project.world
    body = build_relationship(rng, world, "Only_1", new_ends(rng, project))
    conflation = rng.choice(world.conflations)
    plan = new_plan(rng, project, conflation)
    choices: list[tuple[str, Any]] = [
        ("manage/relationships", body),
        (f"conflations/{conflation}/conflationPlan", plan),
        (f"conflations/{conflation}/entityInformation", {"Web Shop": ["Contact"]}),
    ]
    tail, body = rng.choice(choices)
    variant = rng.choice(("layout", "envelope", "query"))
    if variant == "layout":
        edit.add(f"{tail}.json", body)
        return edit.plant(Expected("IN06", f"{tail}.json", ()))
    tail = tail if variant == "envelope" else f"data/{dataset(rng, world, world.outsider)}"
    rest = {"method": "PATCH", "body": body} if variant == "envelope" else {"method": "GET"}
    edit.add("requests/only.json", {"url": build_url(rng, world, tail), **rest})
    return edit.plant(_at_url("IN06", "requests/only.json", (), ""))


def _empty(project: Project) -> Edit:
    """The project without documents, its instance without data."""
    edit = _alone(project)
    snapshot = edit.project.snapshot
    for source in snapshot["dataSources"]:
        source["entities"] = []
    snapshot["systemEntities"], snapshot["relationships"] = [], []
    for conflation in snapshot["conflations"]:
        for part in [key for key in conflation if key != "conflationId"]:
            del conflation[part]
    return edit


# Clean projects that look as if they weren't


def exempt_from_data(rng: random.Random, project: Project) -> Plant:
    """What may be asked of an instance without data."""
    edit, world = _empty(project), project.world
    name = "Old_1"
    old = build_relationship(rng, world, name, new_ends(rng, project))
    edit.project.snapshot["relationships"] = [old]
    calls = [
        ("GET", "manage/schema/entitySemanticLabels"),
        ("GET", "manage/schema/attributeSemanticLabels"),
        ("GET", "manage/relationships"),
        ("GET", f"manage/relationships/{name}"),
        ("DELETE", f"manage/relationships/{name}"),
    ]
    method, tail = rng.choice(calls)
    edit.add("requests/only.json", {"method": method, "url": build_url(rng, world, tail)})
    return edit.plant()


def later_cardinality(rng: random.Random, project: Project) -> Plant | None:
    """A one-to-one relationship where the configuration names a generation that has it."""
    edit = Edit(project)
    if edit.project.configuration and "api" in edit.project.configuration:
        edit.project.configuration = ""
    api = rng.choice(("2021-06", "2021-09", "current"))
    edit.project.configuration = (edit.project.configuration or "") + f'api = "{api}"\n'
    ends = new_ends(rng, project)
    body = build_relationship(rng, project.world, "One_to_one", ends, "oneToOne")
    if body["toAttributeName"] != ends[1].key or "Filter=" in str(project.documents):  # OD101
        return None
    edit.send(rng, "PATCH", "manage/relationships", body=body)
    return edit.plant()


def created_in_another_file(rng: random.Random, project: Project) -> Plant:
    """An update of a relationship that another file of the layout creates."""
    edit, name = Edit(project), "BrandNew_1"
    ends = new_ends(rng, project)
    edit.send(rng, "PATCH", "manage/relationships", body=build_relationship(rng, project.world, name, ends))
    edit.add(f"manage/relationships/{name}.json", build_relationship(rng, project.world, name, ends))
    return edit.plant()


def attributes_without_key(rng: random.Random, project: Project) -> Plant | None:
    """A right payload in an envelope that names the entity by its path only."""
    entity = pick(rng, (one for one in project.world.members if one.key_from == "snapshot"))
    if not entity:
        return None
    edit = Edit(project)
    tail = f"datasources/{entity.source.id}/entityInformation/{entity.name}"
    path = f"conflations/{rng.choice(project.world.conflations)}/{tail}"
    edit.send(rng, "PATCH", path, body={"primaryKey": entity.key})
    return edit.plant()


# IN103


def not_json(rng: random.Random, project: Project) -> Plant:
    """A body that is said to be no JSON."""
    edit = Edit(project)
    headers = {"Content-Type": rng.choice(("text/xml", "application/x-www-form-urlencoded", "text/plain"))}
    body = build_relationship(rng, project.world, "Typed_1", new_ends(rng, project))
    url = build_url(rng, project.world, "manage/relationships")
    edit.add("requests/typed.json", {"method": "PATCH", "url": url, "headers": headers, "body": body})
    return edit.plant(Expected("IN103", "requests/typed.json", ("headers", "Content-Type")))


def unknown_type(rng: random.Random, project: Project) -> Plant:
    """An attribute of a type that nobody knows is no fault."""
    edit = Edit(project)
    at = ("dataSources", 0, "entities", 0, "attributes", "Strange")
    edit.set(SNAPSHOT, at, misspelt(rng, "varchar(20)", ()))
    return edit.plant()


PLANTS = {
    "IN01": (unknown_instance_in_url, unknown_instance_in_layout),
    "IN02": (no_role,),
    "IN03": (
        unknown_dataset,
        unknown_entity_in_info_path,
        unknown_entity_in_information_path,
        path_softly,
    ),
    "IN04": (unknown_source, source_softly),
    "IN05": (unknown_conflation, conflation_softly),
    "IN06": (nothing_ingested,),
    "IN103": (not_json,),
    "clean": (
        exempt_from_data,
        later_cardinality,
        created_in_another_file,
        attributes_without_key,
        unknown_type,
    ),
}
