"""What a snapshot takes from each kind of response."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from linter import kinds
from linter.importers.cdm.model_json import read_entities, read_relationships
from linter.importers.customer_insights.gathering import GUID, Gathering, Information, Ingested
from linter.importers.customer_insights.part import ResponsePart, key_of, property_of
from linter.importers.found import Attribute, Entity, Relationship
from linter.importers.payloads import Whence, faults_of
from linter.instance.snapshot import SYSTEM_NAMES
from linter.wording import counted, in_words

BODIES: Final = tuple(kind.name for kind in kinds.ALL if kind.saved[:1] == ("conflations",))
"""The kinds whose bodies are parts of a conflation."""

NO_GUID: Final = "00000000-0000-0000-0000-000000000000"

_CARDINALITIES: Final = ("oneToOne", "oneToMany", "manyToOne", "manyToMany")

_AUDIT: Final = frozenset(("version", "updatedby", "updatedutc", "createdby", "createdutc", "instanceid"))


def _read_instance(part: ResponsePart, gathering: Gathering) -> None:  # noqa: ARG001  # a reader as the others
    gathering.totals["instances"] += 1  # its ID is all that a snapshot takes from it


def _read_data_source(part: ResponsePart, gathering: Gathering) -> None:
    inner = part.get("dataSourceMetadata")
    told = inner if isinstance(inner.value, dict) else part
    identifier, name = _identifier(told.text("dataSourceId")), told.text("name")
    gathering.totals["dataSources"] += 1
    if not identifier and not name:
        gathering.notes.append(told.note("this data source has no ID and no name, and is not imported"))
        return
    target = gathering.ingested(identifier, name)
    target.kind = target.kind or told.text("kind")
    for one in told.get("entityNames").items():
        if isinstance(one.value, str) and one.value:
            target.listed.setdefault(one.value, Entity(one.value, None))
        else:
            gathering.notes.append(one.note("this is no entity's name"))
    for entity, information in _informations(told.get("entityInformation")):
        target.information.setdefault(entity, information)
    _read_model(part.get("model"), target, gathering)


def _read_model(model: ResponsePart, target: Ingested, gathering: Gathering) -> None:
    if not isinstance(model.value, dict):
        return
    entities, notes = read_entities(model.source, model.value, model.path)
    relationships, more = read_relationships(model.source, model.value, model.path)
    gathering.notes += (*notes, *more)
    gathering.relationships += relationships
    gathering.totals["relationships"] += len(relationships)
    for entity in entities:
        if entity.attributes is not None or entity.name not in target.listed:
            target.listed[entity.name] = entity


def _informations(part: ResponsePart) -> Iterator[tuple[str, Information]]:
    """Yield what is told about entities: in a list, or by their names."""
    told = [("", one) for one in part.items()] or list(part.members())
    for key, one in told:
        name = one.text("entityName") or key
        labels = {
            label.text("attributeName"): label.text("label") for label in one.get("semanticLabels").items()
        }
        if name:
            yield (
                name,
                Information(
                    one.text("primaryKey"), one.text("entityType"), one.text("timestampFieldName"), labels
                ),
            )


def _read_entity_model(part: ResponsePart, gathering: Gathering) -> None:
    for one in part.get("entities").items():
        if isinstance(one.value, dict):
            _read_entity(one, gathering, _identifier(part.text("datasourceId")))
        else:
            gathering.notes.append(one.note("this is no entity, and is not imported"))


def _read_entity(part: ResponsePart, gathering: Gathering, default: str = "") -> None:
    name, qualified = part.text("name", "entityName"), part.text("qualifiedEntityName")
    identifier, source_name = _identifier(part.text("dataSourceId")), part.text("dataSourceName")
    if not name:
        found_id, found_name, name = gathering.split(qualified)
        identifier, source_name = identifier or found_id, source_name or found_name
    elif not identifier and not source_name and qualified.endswith(f"_{name}"):
        identifier, source_name = _told_source(qualified.removesuffix(f"_{name}"))
    if not name:
        gathering.notes.append(part.note("this entity has no name, and is not imported"))
        return
    entity = _entity(part, name, gathering)
    made = name in SYSTEM_NAMES and not identifier and not source_name
    if made or qualified == name:  # the service's own names have no data source in front
        gathering.place(entity, None, part)
        return
    identifier = identifier or ("" if source_name else default)
    if not identifier and not source_name:
        gathering.notes.append(part.note(f"entity `{name}` doesn't say which data source it is of"))
    gathering.place(entity, gathering.ingested(identifier, source_name), part)


def _told_source(prefix: str) -> tuple[str, str]:
    return (prefix, "") if GUID.fullmatch(prefix) else ("", prefix)


def _entity(part: ResponsePart, name: str, gathering: Gathering) -> Entity:
    declared = part.get("attributes")
    attributes = _attributes(declared, name, gathering) if isinstance(declared.value, list) else None
    ends = part.get("relationships")
    gathering.half_said += (one for one in ends.items() if isinstance(one.value, dict))
    timestamp = part.get("timestampAttribute")
    return Entity(
        name,
        attributes,
        _key(part, name, gathering),
        part.text("entityType"),
        timestamp.text("name") or part.text("timestampAttribute", "timestampFieldName"),
        friendly_name=part.text("friendlyName"),
        partial_because=_why_partial(declared, attributes),
    )


def _why_partial(declared: ResponsePart, attributes: tuple[Attribute, ...] | None) -> str:
    lost = 0 if attributes is None else len(declared.value) - len(attributes)
    return (
        f"{counted(lost, 'attribute')} in its list {'has' if lost == 1 else 'have'} no name" if lost else ""
    )


def _attributes(part: ResponsePart, entity: str, gathering: Gathering) -> tuple[Attribute, ...]:
    found = []
    for one in part.items():
        name = one.text("name", "attributeName")
        if not name:
            message = f"an attribute of `{entity}` has no name, and is not imported"
            gathering.notes.append(one.note(message))
            continue
        base = one.text("baseName")
        searchable = one.get("searchProperties").get("isSearchable").value
        found.append(
            Attribute(
                name,
                _type(one.get("dataType", "type")),
                base if base != name else "",
                one.text("semanticType"),
                one.text("friendlyName"),
                is_searchable=searchable if isinstance(searchable, bool) else None,
            )
        )
    return tuple(found)


def _type(part: ResponsePart) -> str:
    """Return a type's name: the service wrote it as an object in 2020, other sources do so too."""
    if isinstance(part.value, str):
        return part.value
    named, form = part.text("cdsaType", "dataFormat", "type"), part.text("format")
    return f"{named}/{form}" if named and form else named


def _key(part: ResponsePart, name: str, gathering: Gathering) -> tuple[str, ...]:
    """Return the names of the first key's attributes."""
    keys = list(part.get("keys").items())
    if len(keys) > 1:
        gathering.notes.append(keys[1].note(f"`{name}` has {len(keys)} keys; the first one is taken"))
    if not keys:
        single = part.text("primaryKey")
        return (single,) if single else ()
    members = list(keys[0].items()) or [keys[0]]
    names = (one.value if isinstance(one.value, str) else one.text("name") for one in members)
    return tuple(one for one in names if one)


def _read_relationship(part: ResponsePart, gathering: Gathering) -> None:
    name = part.text("name") or part.whence.parameters.get("relationshipName", "")
    cardinality = part.text("cardinality")
    gathering.totals["relationships"] += 1
    ends = (
        part.text("fromEntityName", "fromEntity"),
        part.text("fromAttributeName", "fromAttribute"),
        part.text("toEntityName", "toEntity"),
        part.text("toAttributeName", "toAttribute"),
    )
    if not ends[0] or not ends[2]:
        gathering.notes.append(part.note(f"relationship `{name}` lacks an end, and is not imported"))
        return
    known = {one.lower(): one for one in _CARDINALITIES}
    cardinality = known.get(cardinality.lower(), cardinality)
    more = (part.text(name) for name in ("friendlyName", "description", "relationshipType"))
    gathering.relationships.append(Relationship(*ends, name, cardinality, *more))


def _read_part_of_conflation(kind: str) -> Callable[[ResponsePart, Gathering], None]:
    """Return what reads the body of a kind that is a part of its conflation."""

    def read_part(part: ResponsePart, gathering: Gathering) -> None:
        body = unaudited(part, gathering)
        named = part.whence.parameters.get("conflationId") or part.text("conflationId")
        if not named:
            message = f"this {in_words(kind)} doesn't say which conflation it is of"
            raise part.source.refuse(
                part.path, message, f"save it as conflations/ID/{kind}.json, {_ENVELOPE}"
            )
        kept = {key: one for key, one in body.items() if key.lower() not in ("conflationid", "$schema")}
        if kind == "entityInformation":
            kept = _whole_information(kept, part.whence)
        _require_form(kind, kept, part)
        gathering.conflation(named, {kind: kept})

    return read_part


def _require_form(kind: str, body: dict[str, Any], part: ResponsePart) -> None:
    """Refuse what a snapshot can't have as the body of a kind."""
    problem = next(faults_of(kind, body), None)
    if problem is not None:
        said = f"`{problem.name}` is missing" if problem.kind == "missing" else f"`{problem.name}`"
        wanted = "" if problem.kind == "missing" else f": {problem.expected} is expected, not {problem.found}"
        raise part.source.refuse(
            (*part.path, *problem.at.path), f"this is no {in_words(kind)}: {said}{wanted}"
        )


_ENVELOPE: Final = "or with its `method` and `url`, or in an object under its path"


def _whole_information(body: dict[str, Any], whence: Whence) -> dict[str, Any]:
    """Return entity information in its full or its short form: a path may name the one entity."""
    if key_of(body, "dataSources") is not None or (
        "entityName" not in whence.parameters and key_of(body, "entityName") is None
    ):
        return body
    references = ("dataSourceId", "dataSourceName")
    source = {name: property_of(body, name) for name in references if property_of(body, name)}
    if not source and whence.parameters.get("datasourceId"):
        source = {"dataSourceId": whence.parameters["datasourceId"]}
    entity = {key: one for key, one in body.items() if key not in references}
    named = (
        {"entityName": whence.parameters.get("entityName", "")} if key_of(body, "entityName") is None else {}
    )
    return {"dataSources": [{**source, "entities": [{**named, **entity}]}]}


def _read_conflation(part: ResponsePart, gathering: Gathering) -> None:
    named = part.text("conflationId") or part.whence.parameters.get("conflationId", "")
    body = unaudited(part, gathering)
    gathering.conflation(named, {key: one for key, one in body.items() if key.lower() != "conflationid"})


def _read_entity_info(part: ResponsePart, gathering: Gathering) -> None:
    """Read what an entityInfo says of an entity; its path names the data source, and perhaps the entity."""
    parameters = part.whence.parameters
    name = part.text("entityName") or parameters.get("entityName", "")
    identifier = part.text("dataSourceId") or parameters.get("datasourceId", "")
    source = part.text("dataSourceName") or parameters.get("dataSourceName", "")
    if not name or not (identifier or source):
        message = "this entityInfo doesn't say " + ("which data source it is of" if name else "its entity")
        raise part.source.refuse(part.path, message, f"save it as {_ENTITY_INFO}, {_ENVELOPE}")
    target = gathering.ingested(identifier, source)
    labels = {one.text("attributeName"): one.text("label") for one in part.get("semanticLabels").items()}
    target.information[name] = Information(
        part.text("primaryKey"), part.text("entityType"), part.text("timestampFieldName"), labels
    )
    gathering.totals["entityInfo"] += 1
    if labels and name not in target.listed and all(one.name != name for one in target.entities):
        message = f"the labels of `{name}` are not imported, since this file doesn't have its attributes"
        gathering.notes.append(part.get("semanticLabels").note(message))


_ENTITY_INFO: Final = "manage/datasources/ID/entities/entityInfo.json"


def _read_search_configuration(part: ResponsePart, gathering: Gathering) -> None:
    if "searchConfiguration" in gathering.parts:
        gathering.notes.append(part.note("a second search configuration; the first one is imported"))
    gathering.parts.setdefault("searchConfiguration", unaudited(part, gathering))
    gathering.totals["searchConfigurations"] += 1


def _read_role_assignment(part: ResponsePart, gathering: Gathering) -> None:
    identifier = part.text("principalId")
    if not identifier:
        gathering.notes.append(part.note("this role assignment names no principal, and is not imported"))
        return
    roles = (
        one.value if isinstance(one.value, str) else one.text("roleName") for one in part.get("roles").items()
    )
    kind = part.text("principalType")
    told = {"principalId": identifier, "principalType": kind, "roles": [one for one in roles if one]}
    gathering.keep("roleAssignments", {key: value for key, value in told.items() if value != ""})


def unaudited(part: ResponsePart, gathering: Gathering) -> dict[str, Any]:
    """Return an object as a snapshot has it: without what changes with every look at it."""
    kept = {key: value for key, value in part.value.items() if key.lower() not in _AUDIT}
    if len(kept) < len(part.value) and gathering.audited is None:
        gathering.audited = part
    return kept


def _identifier(value: str) -> str:
    """Return a data source's ID; empty where the service means none."""
    return "" if value == NO_GUID else value


READERS: Final = {
    "instances": _read_instance,
    "dataSources": _read_data_source,
    "entityModels": _read_entity_model,
    "entities": _read_entity,
    "relationships": _read_relationship,
    "searchConfiguration": _read_search_configuration,
    "roleAssignments": _read_role_assignment,
    "conflations": _read_conflation,
    "entityInfo": _read_entity_info,
    **{kind: _read_part_of_conflation(kind) for kind in BODIES},
}
