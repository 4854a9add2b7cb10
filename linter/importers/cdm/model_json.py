"""Imports CDM's `model.json`, the description that dataflows and Synapse Link write beside their data.

Only the names that this linter needs are read.  The published JSON Schema of the format is not
followed to the letter: Microsoft's own files break it.  No annotation is known to hold the name
that people see, so none is read for one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from linter.importers.cdm.documents import length_of
from linter.importers.found import Attribute, DataSource, Entity, Found, Note, Relationship
from linter.importers.source import Source
from linter.named_tuple import NamedTuple
from linter.wording import counted

_Path = tuple[str | int, ...]

_NOT_A_MODEL: Final = frozenset(
    ("manifestName", "folioName", "definitions", "snapshotVersion", "instanceId", "dataflowId", "dataSources")
)
_NOT_ITS_ENTITY: Final = frozenset(
    ("entityPath", "entitySchema", "qualifiedEntityName", "entityName", "dataSourceName", "datasourceId")
)
_REFERENCE: Final = "ReferenceEntity"


class Entities(NamedTuple):
    """The entities of a model, and what there is to say about them."""

    entities: tuple[Entity, ...]
    notes: tuple[Note, ...]


def recognises(value: object) -> bool:
    """Tell whether a JSON value is a model: an object with a list of entities that it describes itself."""
    if not isinstance(value, dict) or not isinstance(value.get("entities"), list):
        return False
    if not _NOT_A_MODEL.isdisjoint(value):
        return False
    if not value["entities"]:
        return "version" in value or "referenceModels" in value or any(":" in key for key in value)
    return any(_is_entity(one) for one in value["entities"])


def read(source: Source) -> Found:
    """Return the data source that a `model.json` describes, with its entities and relationships."""
    model = source.value()
    if not isinstance(model, dict) or not isinstance(model.get("entities"), list):
        raise source.refuse((), "this is no model.json", "expected an object with a list `entities`")
    entities = read_entities(source, model, ())
    relationships, notes = read_relationships(source, model, ())
    notes = (*entities.notes, *_undeclared(source, model), *notes)
    name = model.get("name")
    return Found(
        format="model.json",
        data_sources=(
            DataSource(
                entities.entities,
                name if isinstance(name, str) else "",
                complete=("entities",) if len(entities.entities) == len(model["entities"]) else (),
            ),
        ),
        relationships=relationships,
        notes=tuple(sorted(notes)),
        totals=_totals(model),
    )


def read_entities(source: Source, model: Mapping[str, Any], path: _Path) -> Entities:
    """Return the entities of the model that stands at `path` in a source."""
    notes: list[Note] = []
    first: dict[str, _Path] = {}
    found = []
    locations = _locations(model)
    for at, one in _objects(source, model.get("entities"), (*path, "entities"), notes):
        name = _name(source, one, at, "an entity", notes)
        if name is None:
            continue
        if name in first:
            notes.append(source.note((*at, "name"), _twice(source, f"entity `{name}`", first[name])))
        first.setdefault(name, (*at, "name"))
        attributes = _attributes(source, one, at, name, notes)
        why = _why_partial(one, attributes, locations)
        found.append(Entity(name, attributes, partial_because=why))
    return Entities(tuple(found), tuple(notes))


def read_relationships(
    source: Source, model: Mapping[str, Any], path: _Path
) -> tuple[tuple[Relationship, ...], tuple[Note, ...]]:
    """Return the relationships of the model that stands at `path` in a source, and notes about them."""
    notes: list[Note] = []
    found = []
    for at, one in _objects(source, model.get("relationships"), (*path, "relationships"), notes):
        ends = _end(one.get("fromAttribute")), _end(one.get("toAttribute"))
        if ends[0] is None or ends[1] is None:
            message = "this relationship lacks an end, and is not imported"
            notes.append(source.note(at, f"{message}; each end has an `entityName` and an `attributeName`"))
            continue
        name = one.get("name")
        found.append(Relationship(*ends[0], *ends[1], name=name if isinstance(name, str) else ""))
    return tuple(found), tuple(notes)


def _attributes(
    source: Source, entity: Mapping[str, Any], path: _Path, name: str, notes: list[Note]
) -> tuple[Attribute, ...] | None:
    declared = entity.get("attributes")
    if not isinstance(declared, list):
        return None
    first: dict[str, _Path] = {}
    found = []
    for at, one in _objects(source, declared, (*path, "attributes"), notes):
        attribute = _name(source, one, at, f"an attribute of `{name}`", notes)
        if attribute is None:
            continue
        if attribute in first:
            what = f"attribute `{attribute}` of `{name}`"
            notes.append(source.note((*at, "name"), _twice(source, what, first[attribute])))
        first.setdefault(attribute, (*at, "name"))
        data_type = one.get("dataType", "")
        if not isinstance(data_type, str):
            notes.append(source.note((*at, "dataType"), f"the type of `{attribute}` is no text"))
        found.append(Attribute(attribute, data_type if isinstance(data_type, str) else ""))
    return tuple(found)


def _why_partial(
    entity: Mapping[str, Any], attributes: tuple[Attribute, ...] | None, locations: Mapping[str, str]
) -> str:
    """Return why an entity may have other attributes; empty where it has none, or declares none at all."""
    if attributes is None:
        return f"{_model_of(entity, locations)} declares its attributes" if _is_reference(entity) else ""
    lost = len(entity["attributes"]) - len(attributes)
    return (
        f"{counted(lost, 'attribute')} in its list {'has' if lost == 1 else 'have'} no name" if lost else ""
    )


def _is_reference(entity: Mapping[str, Any]) -> bool:
    return entity.get("$type") == _REFERENCE or "modelId" in entity


def _model_of(entity: Mapping[str, Any], locations: Mapping[str, str]) -> str:
    model = str(entity.get("modelId", ""))
    return f"the model `{model}`" + (f" (`{locations[model]}`)" if model in locations else "")


def _undeclared(source: Source, model: Mapping[str, Any]) -> Iterator[Note]:
    """Yield why the attributes of entities aren't known."""
    locations = _locations(model)
    for number, one in enumerate(model["entities"]):
        if isinstance(one, dict) and _has_name(one) and not isinstance(one.get("attributes"), list):
            yield source.note(("entities", number), _why_undeclared(one, locations))


def _why_undeclared(entity: Mapping[str, Any], locations: Mapping[str, str]) -> str:
    name = entity["name"]
    if not _is_reference(entity):
        return f"entity `{name}` has no list of attributes"
    there = str(entity.get("source", name))
    return f"entity `{name}` is `{there}` of {_model_of(entity, locations)}, which declares its attributes"


def _end(value: object) -> tuple[str, str] | None:
    if not isinstance(value, dict):
        return None
    entity, attribute = value.get("entityName"), value.get("attributeName")
    return (entity, attribute) if isinstance(entity, str) and isinstance(attribute, str) else None


def _objects(
    source: Source, values: object, path: _Path, notes: list[Note]
) -> Iterator[tuple[_Path, dict[str, Any]]]:
    """Yield the objects of a list with their paths; note what isn't one."""
    if not isinstance(values, list):
        if values is not None:
            notes.append(source.note(path, f"`{path[-1]}` is no list, and is not imported"))
        return
    for number, value in enumerate(values):
        if isinstance(value, dict):
            yield (*path, number), value
        else:
            notes.append(source.note((*path, number), "this is no object, and is not imported"))


def _name(source: Source, one: Mapping[str, Any], path: _Path, what: str, notes: list[Note]) -> str | None:
    if _has_name(one):
        return str(one["name"])
    notes.append(source.note((*path, "name"), f"{what} has no name, and is not imported"))
    return None


def _has_name(one: Mapping[str, Any]) -> bool:
    return isinstance(one.get("name"), str) and one["name"] != ""


def _twice(source: Source, what: str, first: _Path) -> str:
    place = source.note(first, "")
    return f"{what} is declared twice, first in line {place.line}, column {place.column}"


def _locations(model: Mapping[str, Any]) -> dict[str, str]:
    """Return where the models lie that this one refers to, by their IDs."""
    models = model.get("referenceModels")
    return {
        str(one.get("id")): str(one.get("location"))
        for one in (models if isinstance(models, list) else ())
        if isinstance(one, dict)
    }


def _totals(model: Mapping[str, Any]) -> dict[str, int]:
    entities = [one for one in model["entities"] if isinstance(one, dict)]
    return {
        "entities": len(model["entities"]),
        "attrs": sum(length_of(one.get("attributes")) for one in entities),
        "rels": length_of(model.get("relationships")),
        "referenceModels": length_of(model.get("referenceModels")),
        "partitions": sum(length_of(one.get("partitions")) for one in entities),
    }


def _is_entity(value: object) -> bool:
    return isinstance(value, dict) and "name" in value and _NOT_ITS_ENTITY.isdisjoint(value)
