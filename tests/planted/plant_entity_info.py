"""Faults in entityInfo payloads (EI)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import world as w
from generator import Path, Project, build_relationship, touching
from planting import SNAPSHOT, Edit, Expected, Plant, misspelt, pick, unknown_entity
from spelling import spell_object

if TYPE_CHECKING:
    import random

    from world import Entity, Source


def infos(project: Project) -> list[tuple[str, Path, Entity]]:
    """The planned entityInfo records: file, place, entity."""
    found: list[tuple[str, Path, Entity]] = []
    for request in project.of_kind("entityInfo"):
        for number, body in enumerate(project.body(request)):
            entity = project.world.find(request.param("source"), body["entityName"])
            assert entity
            found.append((request.file, (*request.at, number), entity))
    for request in project.of_kind("entityInfoOne"):
        entity = project.world.find(request.param("source"), request.param("entity") or "")
        assert entity
        found.append((request.file, request.at, entity))
    return found


def send_info(rng: random.Random, edit: Edit, source: Source, body: dict[str, Any]) -> tuple[str, Path]:
    """Adds an entityInfo: to a list that is there, in an envelope, or as a file of the layout."""
    lists = [r for r in edit.project.of_kind("entityInfo") if r.param("source") == source.id]
    if lists and rng.random() < 0.6:
        request = rng.choice(lists)
        return request.file, edit.append(request.file, request.at, body)
    tail = f"manage/datasources/{source.id}/entities"
    if rng.random() < 0.5:
        file, at = edit.send(rng, "PATCH", f"{tail}/entityInfo", body=[body])
        return file, (*at, "body", 0)
    file = f"{tail}/{body['entityName']}/entityInfo.json"
    edit.add(file, body)
    return file, ()


# EI01


def unknown_in_info(rng: random.Random, project: Project) -> Plant:
    """An entityInfo of an entity that nobody ingested; what it says besides is not judged."""
    entity = rng.choice(project.world.ingested)
    assert entity.source
    edit = Edit(project)
    body = {"entityName": unknown_entity(rng, project.world, entity)}
    rest: Any = {"timestampFieldName": "When", "semanticLabels": [{"attributeName": "X", "label": "Person"}]}
    file, at = send_info(rng, edit, entity.source, {**body, **(rest if rng.random() < 0.5 else {})})
    return edit.plant(Expected("EI01", file, (*at, "entityName")))


def ingested_elsewhere(rng: random.Random, project: Project) -> Plant | None:
    """An entityInfo of an entity that another data source has."""
    entity = rng.choice(project.world.ingested)
    others = [one for one in project.world.sources if not project.world.find(one.id, entity.name)]
    if not others:
        return None
    edit = Edit(project)
    file, at = send_info(rng, edit, rng.choice(others), {"entityName": entity.name})
    return edit.plant(Expected("EI01", file, (*at, "entityName")))


def unknown_softly(rng: random.Random, project: Project) -> Plant:
    """An unknown entity while the snapshot's entities are not the whole truth: a warning."""
    plant = unknown_in_info(rng, project)
    edit = Edit(plant.project)
    edit.touched.extend(plant.touched)
    edit.soften("entities")
    return edit.plant(plant.expected[0]._replace(severity="warning"))


# EI02


def unknown_label(rng: random.Random, project: Project) -> Plant | None:
    """A semantic label of an attribute that isn't there."""
    if not (found := pick(rng, infos(project))):
        return None
    file, place, entity = found
    edit = Edit(project)
    name = misspelt(rng, rng.choice(list(entity.types)), entity.types)
    label = {"attributeName": name, "label": "Person"}
    at = edit.append(file, (*place, "semanticLabels"), label)
    return edit.plant(Expected("EI02", file, (*at, "attributeName")))


def unknown_key(rng: random.Random, project: Project) -> Plant | None:
    """A primary key that isn't an attribute, of an entity that has one in the snapshot."""
    keyed = (one for one in infos(project) if one[2].key and one[2].key_from == "snapshot")
    if not (found := pick(rng, keyed)):
        return None
    file, place, entity = found
    edit = Edit(project)
    name = misspelt(rng, entity.key or "", entity.types)
    at = edit.set(file, (*place, "primaryKey"), name)
    return edit.plant(Expected("EI02", file, at))


# EI03


def type_not_allowed(rng: random.Random, project: Project) -> Plant | None:
    """An entity type that may not be set, known or not."""
    if not (found := pick(rng, infos(project))):
        return None
    file, place, _ = found
    edit = Edit(project)
    type_ = rng.choice(("profile", "Profile", "segment", "conflationMap", "Activities", ""))
    at = edit.set(file, (*place, "entityType"), type_)
    return edit.plant(Expected("EI03", file, at))


# EI04


def activity_alone(rng: random.Random, project: Project) -> Plant | None:
    """An activity without a direct relationship to a profile, perhaps with a chain to one."""
    planned = [entity for _, _, entity in infos(project)]
    world = project.world
    lonely = [
        entity
        for entity in (world.spare, *world.events)
        if not touching(project, entity) and not any(entity is one for one in planned)
    ]
    if not lonely:
        return None
    entity = rng.choice(lonely)
    assert entity.source
    edit = Edit(project)
    body = {"entityName": entity.name, "entityType": rng.choice(("activity", "Activity"))}
    file, at = send_info(rng, edit, entity.source, body)
    return edit.plant(Expected("EI04", file, (*at, "entityType")))


def activity_perhaps_alone(rng: random.Random, project: Project) -> Plant | None:
    """An activity without a relationship that we know of: a warning."""
    if not (plant := activity_alone(rng, project)):
        return None
    edit = Edit(plant.project)
    edit.touched.extend(plant.touched)
    edit.soften("relationships")
    return edit.plant(plant.expected[0]._replace(severity="warning"))


def _hanging(rng: random.Random, project: Project) -> tuple[Entity, str] | None:
    """An activity of a payload, and the snapshot's relationship that alone joins it to a profile."""
    declared = [one["name"] for one in project.snapshot["relationships"]]
    named = {request.param("name") for request in project.requests}
    found = []
    for entity in project.active:
        links = touching(project, entity)
        if len(links) == 1 and links[0].name in declared and links[0].name not in named:
            found.append((entity, links[0].name))
    return rng.choice(found) if found else None


def _type_of(project: Project, entity: Entity) -> tuple[str, Path]:
    return next((file, (*at, "entityType")) for file, at, one in infos(project) if one is entity)


def relationship_gone(rng: random.Random, project: Project) -> Plant | None:
    """The relationship of an activity to a profile taken out of the snapshot."""
    if not (found := _hanging(rng, project)):
        return None
    edit = Edit(project)
    names = [one["name"] for one in project.snapshot["relationships"]]
    edit.delete(SNAPSHOT, ("relationships", names.index(found[1])))
    return edit.plant(Expected("EI04", *_type_of(project, found[0])))


def relationship_redirected(rng: random.Random, project: Project) -> Plant | None:
    """The snapshot's relationship of an activity to a profile led elsewhere by a planned update."""
    world, edit, name = project.world, Edit(project), "Bridge_1"
    planned = [entity for _, _, entity in infos(project)]
    lonely = (one for one in (world.spare, *world.events) if not touching(project, one))
    entity = pick(rng, (one for one in lonely if not any(one is other for other in planned)))
    if not entity:
        return None
    profile = rng.choice([one for one in world.entities if one.type == "profile"])
    other = rng.choice([o for o in world.ingested if o.type != "profile" and o is not entity])
    old = build_relationship(rng, world, name, (entity, profile))
    edit.append(SNAPSHOT, ("relationships",), old)
    edit.add(
        f"manage/relationships/{name}.json",
        build_relationship(rng, world, name, (entity, other)),
    )
    body = {"entityName": entity.name, "entityType": "activity"}
    file, at = send_info(rng, edit, entity.source, body)
    return edit.plant(Expected("EI04", file, (*at, "entityType")))


def profile_by_refused_word(rng: random.Random, project: Project) -> Plant | None:
    """An activity whose only neighbour calls itself a profile, which no payload may."""
    world, edit = project.world, Edit(project)
    planned = [entity for _, _, entity in infos(project)]
    plain = [one for one in world.ingested if one.type != "profile"]
    new = [one for one in plain if not any(one is other for other in planned)]
    lonely = [one for one in new if not touching(project, one)]
    if not lonely or len(new) < 2:
        return None
    entity = rng.choice(lonely)
    other = rng.choice([one for one in new if one is not entity])
    link = build_relationship(rng, world, "Bridge_2", (other, entity))
    edit.append(SNAPSHOT, ("relationships",), link)
    assert entity.source
    assert other.source
    body = {"entityName": entity.name, "entityType": "activity"}
    first, at = send_info(rng, edit, entity.source, body)
    second, place = send_info(rng, edit, other.source, {"entityName": other.name, "entityType": "profile"})
    return edit.plant(
        Expected("EI04", first, (*at, "entityType")),
        Expected("EI03", second, (*place, "entityType")),
    )


# EI05


def timestamp_unknown(rng: random.Random, project: Project) -> Plant | None:
    """A timestamp that isn't an attribute."""
    if not (found := pick(rng, infos(project))):
        return None
    file, place, entity = found
    edit = Edit(project)
    name = misspelt(rng, rng.choice(list(entity.types)), entity.types)
    at = edit.set(file, (*place, "timestampFieldName"), name)
    return edit.plant(Expected("EI05", file, at))


def timestamp_of_wrong_type(rng: random.Random, project: Project) -> Plant | None:
    """A timestamp of a type that is no time at all."""
    wrong = ("String", "Guid", "Boolean", "Decimal", "Float", "Double", "Json")
    return _timestamp(rng, project, wrong, "error")


def timestamp_of_poor_type(rng: random.Random, project: Project) -> Plant | None:
    """A timestamp of a type that the document doesn't name but that might do: a warning."""
    return _timestamp(rng, project, w.POOR_TIMESTAMPS, "warning")


def _timestamp(rng: random.Random, project: Project, types: tuple[str, ...], severity: str) -> Plant | None:
    found = pick(rng, (one for one in infos(project) if one[2].of(*types)))
    if not found:
        return None
    file, place, entity = found
    edit = Edit(project)
    at = edit.set(file, (*place, "timestampFieldName"), rng.choice(entity.of(*types)))
    return edit.plant(Expected("EI05", file, at, severity=severity))


# EI101, EI102


def unfit_key(rng: random.Random, project: Project) -> Plant | None:
    """A key that is no identifier: a recommendation, where no entity information makes it CE102."""
    informed = [project.body(one) for one in project.of_kind("entityInformation", "entityInformationOne")]
    named = str((informed, [one.params for one in project.of_kind("entityInformationOne")]))
    found = [one for one in infos(project) if one[2].of("Decimal", "Boolean", "Double")]
    found = [one for one in found if f"'{one[2].name}'" not in named]
    if not (chosen := pick(rng, found)):
        return None
    file, place, entity = chosen
    edit = Edit(project)
    at = edit.set(file, (*place, "primaryKey"), rng.choice(entity.of("Decimal", "Boolean", "Double")))
    return edit.plant(Expected("EI101", file, at, severity="recommendation"))


def mapped_elsewhere(rng: random.Random, project: Project) -> Plant | None:
    """An activity that is mapped gets another timestamp."""
    edit, found = Edit(project), []
    mapped = str([project.body(one) for one in project.of_kind("activity")])
    for s, source in enumerate(project.snapshot["dataSources"]):
        for e, declared in enumerate(source["entities"]):
            found += [
                (file, place, entity, ("dataSources", s, "entities", e))
                for file, place, entity in infos(project)
                if declared["name"] == entity.name
                and entity.source
                and source["name"] == entity.source.name
                and entity.name not in mapped
            ]
    fitting = [one for one in found if len(one[2].of("DateTime", "Int64")) > 1]
    if not (chosen := pick(rng, fitting)):
        return None
    file, place, entity, declared_at = chosen
    old, new = rng.sample(entity.of("DateTime", "Int64"), 2)
    edit.set(SNAPSHOT, (*declared_at, "timestampFieldName"), old)
    edit.set(SNAPSHOT, ("activities",), [{"name": "Mapped", "entity": spell_object(rng, entity)}])
    at = edit.set(file, (*place, "timestampFieldName"), new)
    return edit.plant(Expected("EI102", file, at))


PLANTS = {
    "EI01": (unknown_in_info, ingested_elsewhere, unknown_softly),
    "EI02": (unknown_label, unknown_key),
    "EI03": (type_not_allowed,),
    "EI04": (
        activity_alone,
        activity_perhaps_alone,
        relationship_gone,
        relationship_redirected,
        profile_by_refused_word,
    ),
    "EI05": (timestamp_unknown, timestamp_of_wrong_type, timestamp_of_poor_type),
    "EI101": (unfit_key,),
    "EI102": (mapped_elsewhere,),
}
