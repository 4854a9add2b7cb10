"""Imports what the Customer Insights API answers: entities, data sources, relationships and more.

A response is read as the published model of the API describes it: one object, a list, a list in
`value`, or several responses in one object, each by its path or a name.  What a response is, its
properties say; property names match without regard to case.  What the service writes into every
object it stores (who changed it, and when) is left out of the snapshot.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from linter import kinds
from linter.importers.cdm.model_json import read_entities, read_relationships
from linter.importers.found import Attribute, DataSource, Entity, Found, Note, Relationship
from linter.importers.payloads import Whence, body_key, faults_of, kind_by_form, place_of_file, place_of_url
from linter.importers.source import Source
from linter.instance.named import lists, name_of
from linter.instance.snapshot import SYSTEM_NAMES, fold_id
from linter.kinds.documents import is_envelope
from linter.named_tuple import NamedTuple

_GUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_NO_GUID: Final = "00000000-0000-0000-0000-000000000000"

_CARDINALITIES: Final = ("oneToOne", "oneToMany", "manyToOne", "manyToMany")

_AUDIT: Final = frozenset(("version", "updatedby", "updatedutc", "createdby", "createdutc", "instanceid"))

# What each kind of response must have, and one of what it has besides.  The first that fits counts.
_KINDS: Final[tuple[tuple[str, frozenset[str], frozenset[str]], ...]] = tuple(
    (kind, frozenset(every.split()), frozenset(some.split()))
    for kind, every, some in (
        ("dataSources", "datasourcemetadata", ""),
        (
            "dataSources",
            "datasourceid",
            "kind entitynames entityinformation provisioningstate refreshstate modeljsonpath",
        ),
        ("entityModels", "entities", "dataflowid dataflowtype datasourceid instanceid"),
        (
            "entities",
            "qualifiedentityname",
            "name entityname dataflowtype entitytype keys datasourceid datasourcename timestampattribute",
        ),
        ("entities", "name attributes", "dataflowtype keys datasourceid datasourcename timestampattribute"),
        ("entities", "entityname attributes", "dataflowtype keys datasourceid datasourcename"),
        ("relationships", "fromentityname toentityname", ""),
        ("relationships", "fromentity fromattribute toentity toattribute", ""),
        ("segments", "segmentqueryexpression", ""),
        ("measures", "definition", "name displayname latestevaluation evaluationstats output"),
        ("roleAssignments", "principalid", "roles principaltype"),
        ("searchConfiguration", "entityconfig", ""),
        ("hierarchies", "dependency", ""),
        (
            "instances",
            "instanceid",
            "instancetype isb2b isb2c scaleunitid azureregion provisioningstate expirytimeutc",
        ),
    )
)
# Data sources come before entities, so that a qualified name finds its data source.
_ORDER: Final = ("instances", "dataSources", "entityModels", "entities", "relationships")
_BODIES: Final = tuple(kind.name for kind in kinds.ALL if kind.saved[:1] == ("conflations",))
"""The kinds whose bodies are parts of a conflation."""
_IN_ITS_FORM: Final = frozenset(("segments", "measures", "hierarchies", "roleAssignments"))
"""Those whose items a snapshot has in the form of the API."""
_WHOLE_LISTS: Final = frozenset(("dataSources", "entities", "relationships", *_IN_ITS_FORM))
_PARTLY: Final = re.compile(r"[?&]\$?(?:top|skip|skiptoken|filter|search|take|maxpagesize)=", re.IGNORECASE)
"""What a path asks for where its answer isn't all there is."""

_EXPECTED: Final = (
    "expected entities, data sources, relationships, segments, measures, role assignments, "
    "the search configuration, hierarchies, conflations, what is saved of one, entityInfo or the instance"
)


class _Part(NamedTuple):
    """A value of a response, and where it stands."""

    source: Source
    path: tuple[str | int, ...]
    value: Any
    whence: Whence = Whence()  # what is said of where it belongs

    def get(self, *names: str) -> _Part:
        """Return a property by the first of its names that is there; its value is None where none is."""
        for name in names:
            key = _key_of(self.value, name)
            if key is not None:
                return self._replace(path=(*self.path, key), value=self.value[key])
        return self._replace(value=None)

    def text(self, *names: str) -> str:
        """Return a property that is a text; empty where it isn't one."""
        value = self.get(*names).value
        return value if isinstance(value, str) else ""

    def items(self) -> Iterator[_Part]:
        """Yield the items of a list; none where it is something else."""
        if isinstance(self.value, list):
            for number, value in enumerate(self.value):
                yield self._replace(path=(*self.path, number), value=value)

    def members(self) -> Iterator[tuple[str, _Part]]:
        """Yield the properties of an object."""
        if isinstance(self.value, dict):
            for key, value in self.value.items():
                yield key, self._replace(path=(*self.path, key), value=value)

    def note(self, message: str) -> Note:
        """Return a note about the value."""
        return self.source.note(self.path, message)


class _Information(NamedTuple):
    """What a data source tells about one of its entities."""

    primary_key: str = ""
    entity_type: str = ""
    timestamp_field_name: str = ""
    semantic_types: Mapping[str, str] = {}


class _Ingested:
    """A data source, as far as the responses told of it."""

    def __init__(self, identifier: str, name: str) -> None:
        self.id = identifier
        self.name = name
        self.kind = ""
        self.entities: list[Entity] = []
        self.listed: dict[str, Entity] = {}  # those of its own list, which tells less
        self.information: dict[str, _Information] = {}

    def data_source(self, *, is_whole: bool) -> DataSource:
        """Return it with its entities, each with all that is known; `is_whole`: it has no others."""
        described = {one.name for one in self.entities}
        names = dict.fromkeys((*self.listed, *self.information))
        others = [self.listed.get(name, Entity(name, None)) for name in names if name not in described]
        entities = (
            _informed(one, self.information.get(one.name, _Information()))
            for one in (*self.entities, *others)
        )
        known = {"entities": is_whole, "entityInfo": bool(self.entities)}
        complete = tuple(name for name, all_ in known.items() if all_)
        return DataSource(tuple(entities), self.name, self.id, self.kind, complete)


class _Gathering:
    """What the responses of one file say, put together."""

    def __init__(self) -> None:
        self.notes: list[Note] = []
        self.totals: Counter[str] = Counter()
        self.system: list[Entity] = []
        self.relationships: list[Relationship] = []
        self.parts: dict[str, Any] = {}
        self.complete: dict[str, bool] = {}  # the lists of the instance that responses are of
        self.instances: dict[str, _Part] = {}  # the first mention of each ID
        self.half_said: list[_Part] = []  # relationships that don't say both ends
        self.audited: _Part | None = None
        self._sources: list[_Ingested] = []
        self._by_id: dict[str, _Ingested] = {}
        self._by_name: dict[str, _Ingested] = {}
        self._seen: dict[tuple[int, str], _Part] = {}

    def found(self) -> Found:
        """Return all of it."""
        of_one = self._are_of_one_source()
        complete = {**self.complete, "entities": False} if of_one else self.complete
        return Found(
            format="customer-insights",
            data_sources=tuple(one.data_source(is_whole=of_one) for one in self._sources),
            system_entities=tuple(self.system),
            relationships=tuple(self.relationships),
            parts=self.parts,
            complete=complete,
            notes=tuple(sorted(self.notes)),
            totals=dict(self.totals),
            instance_id=next(iter(self.instances.values())).value if len(self.instances) == 1 else "",
        )

    def _are_of_one_source(self) -> bool:
        """Tell whether a list of entities is perhaps not the instance's, but that of its only data source."""
        return (
            self.complete.get("entities", False)
            and len(self._sources) == 1
            and not self.complete.get("dataSources", False)
        )

    def ingested(self, identifier: str, name: str) -> _Ingested:
        """Return the data source of an ID or a name, which is a new one where it wasn't told of before."""
        found = self._by_id.get(fold_id(identifier)) if identifier else None
        if found is None and name:
            named = self._by_name.get(name)
            found = named if named and not (identifier and named.id) else None
        if found is None:
            found = _Ingested(identifier, name)
            self._sources.append(found)
        found.id = found.id or identifier
        found.name = found.name or name
        if found.id:
            self._by_id.setdefault(fold_id(found.id), found)
        if found.name:
            self._by_name.setdefault(found.name, found)
        return found

    def split(self, qualified: str) -> tuple[str, str, str]:
        """Return ID and name of the data source, and the entity, that a qualified name names."""
        for end in reversed([found.start() for found in re.finditer("_", qualified)]):
            prefix = qualified[:end]
            known = self._by_id.get(fold_id(prefix)) or self._by_name.get(prefix)
            if known is not None:
                return known.id, known.name, qualified[end + 1 :]
        prefix, mark, rest = qualified[:36], qualified[36:37], qualified[37:]
        return (prefix, "", rest) if mark == "_" and _GUID.fullmatch(prefix) else ("", "", qualified)

    def place(self, entity: Entity, target: _Ingested | None, part: _Part) -> None:
        """Put an entity where it belongs: into a data source, or among those that the service makes."""
        first = self._seen.setdefault((id(target), entity.name), part)
        if first is not part:
            line, column = first.note("")[1:3]
            self.notes.append(
                part.note(f"entity `{entity.name}` is here twice, first in line {line}, column {column}")
            )
        (self.system if target is None else target.entities).append(entity)
        self.totals["entities"] += 1
        self.totals["attributes"] += len(entity.attributes or ())

    def conflation(self, named: str, parts: dict[str, Any]) -> None:
        """Remember parts of a conflation."""
        self.parts.setdefault("conflations", []).append({"conflationId": named, **parts})
        self.totals["conflations"] += 1

    def listed(self, name: str, response: _Part, key: str = "") -> None:
        """Remember that a response lists all there is of something, if it isn't a part of it."""
        count, items = response.get("@odata.count", "count").value, list(_unwrapped(response).items())
        is_page = any(one.lower().endswith("nextlink") and part.value for one, part in response.members())
        is_whole = (
            not is_page and not _PARTLY.search(key) and (not isinstance(count, int) or count <= len(items))
        )
        self.complete[name] = is_whole and self.complete.get(name, True)

    def keep(self, name: str, value: Any) -> None:
        """Keep an item of a list that a snapshot has in the same form."""
        self.parts.setdefault(name, []).append(value)
        self.totals[name] += 1


def recognises(value: object) -> bool:
    """Tell whether a JSON value is a response of the API, or several."""
    return _holds_response(value) or (
        isinstance(value, dict) and any(_holds_response(one) for one in value.values())
    )


def read(source: Source) -> Found:
    """Return what the responses in a file say; what can't be placed is noted."""
    root = _Part(source, (), source.value(), place_of_file(source.path.replace(os.sep, "/")))
    gathering = _Gathering()
    responses = list(_responses(root, gathering))
    if not responses and not gathering.parts:
        message = "this is no response of the Customer Insights API that describes an instance"
        raise source.refuse((), message, _EXPECTED)
    for kind, part in sorted(responses, key=lambda response: _rank(response[0])):
        _note_instance(part, gathering)
        reader = _READERS.get(kind)
        if reader:
            reader(part, gathering)
        else:  # a snapshot has it in the same form
            gathering.keep(kind, _unaudited(part, gathering))
    gathering.notes += _summary(gathering)
    return gathering.found()


def _responses(root: _Part, gathering: _Gathering) -> Iterator[tuple[str, _Part]]:
    """Yield the objects of a file that are of a known kind; note all others."""
    if is_envelope(root.value):
        yield from _saved(root, gathering)
    elif _holds_response(root.value) or not isinstance(root.value, dict) or root.whence.kind:
        yield from _objects(root, gathering, "")
    else:
        for key, part in root.members():
            yield from _under(key, part._replace(whence=place_of_url(key)), gathering)


def _under(key: str, part: _Part, gathering: _Gathering) -> Iterator[tuple[str, _Part]]:
    """Yield the objects of one of several responses, by its path or a name."""
    name, listed = part.whence.kind, _unwrapped(part)
    if _holds_response(part.value) or (name in kinds.names() and isinstance(part.value, (dict, list))):
        yield from _objects(part, gathering, key)
    elif listed.value == [] and name and (name not in kinds.names() or name in _WHOLE_LISTS):
        if name not in _READERS or name in _IN_ITS_FORM:
            gathering.parts.setdefault(name, [])
        gathering.listed(name, part, key)
    elif name and name not in kinds.names() and isinstance(listed.value, list):
        yield from _objects(part, gathering, key)
    elif key.lower() == "instanceid" and isinstance(part.value, str):
        gathering.instances.setdefault(fold_id(part.value), part)
    elif listed.value not in ([], None) and not key.startswith("@"):
        gathering.notes.append(part.note(f"`{key}` is not imported; {_EXPECTED}"))


def _saved(root: _Part, gathering: _Gathering) -> Iterator[tuple[str, _Part]]:
    """Yield the objects in the bodies of saved requests; those without one, and deletions, are noted."""
    for envelope in root.items() if isinstance(root.value, list) else (root,):
        key = body_key(envelope.value) if isinstance(envelope.value, dict) else None
        if key is None:
            gathering.notes.append(envelope.note("this request has no body that could be imported"))
            continue
        place = place_of_url(envelope.text("url"))
        if place.instance_id:
            said = envelope.get("url")
            gathering.instances.setdefault(fold_id(place.instance_id), said._replace(value=place.instance_id))
        yield from _objects(envelope.get(key)._replace(whence=place), gathering, envelope.text("url"))


def _objects(part: _Part, gathering: _Gathering, key: str) -> Iterator[tuple[str, _Part]]:
    """Yield the objects of one response, which stands under a key that may be its path."""
    kind = _kind(part.value)
    if part.whence.kind in _BODIES and isinstance(part.value, dict) and _unwrapped(part) is part:
        kind = part.whence.kind
    if kind:
        yield kind, part
        return
    _note_list(part, gathering, key)
    for property_, member in part.members():
        if property_.lower().endswith("nextlink") and member.value:
            gathering.notes.append(member.note("this is one page of a response; the others are not in it"))
    inner = _unwrapped(part)
    if inner.value == [] and part.whence.kind in lists() and part.whence.kind not in _READERS:
        gathering.parts.setdefault(part.whence.kind, [])
    for item in inner.items() if isinstance(inner.value, list) else (inner,):
        kind = _kind(item.value) or (item.whence.kind if _may_be(item.value, item.whence.kind) else "")
        if kind:
            yield kind, item
        else:
            gathering.notes.append(item.note(f"this is not imported; {_EXPECTED}"))


def _may_be(value: object, kind: str) -> bool:
    """Tell whether a value can be what its place says."""
    if not isinstance(value, dict):
        return False
    return kind in kinds.names() or (bool(kind) and (kind not in lists() or bool(name_of(value))))


def _note_list(part: _Part, gathering: _Gathering, key: str) -> None:
    """Remember of which list of the instance a response is, where all its items are of one kind."""
    found = {_kind(item.value) for item in _unwrapped(part).items()}
    name = next(iter(found)) if len(found) == 1 else ""
    if name in _WHOLE_LISTS:
        gathering.listed(name, part, key)


def _unwrapped(part: _Part) -> _Part:
    """Return what stands in `value`, where a response is wrapped so."""
    inner = part.get("value")
    return part if inner.value is None else inner


def _holds_response(value: object) -> bool:
    """Tell whether a value is an object of a known kind, a list with one, or either in `value`."""
    if _kind(value):
        return True
    if isinstance(value, dict):
        value = _property(value, "value")
    return any(_kind(one) for one in value) if isinstance(value, list) else bool(_kind(value))


def _kind(value: object) -> str:
    """Return what kind of response an object is; empty where it is none."""
    if not isinstance(value, dict):
        return ""
    keys = {key.lower() for key in value}
    for kind, every, some in _KINDS:
        if every <= keys and (not some or not some.isdisjoint(keys)) and _fits(kind, value):
            return kind
    return kind_by_form(value)


def _fits(kind: str, value: dict[str, Any]) -> bool:
    """Look deeper where the names of properties don't tell responses from other files."""
    if kind == "entities":
        attributes = _property(value, "attributes")
        return not attributes or not isinstance(attributes, list) or _is_attribute(attributes[0])
    if kind == "entityModels":
        entities = _property(value, "entities")
        if not entities:
            return _key_of(value, "dataflowId") is not None
        return isinstance(entities, list) and _kind(entities[0]) == "entities"
    if kind == "measures":
        definition = _property(value, "definition")
        return any(_key_of(definition, one) for one in _OF_A_DEFINITION)
    return kind != "hierarchies" or _key_of(_property(value, "dependency"), "sourceEntity") is not None


_OF_A_DEFINITION: Final = ("kind", "aggregates", "dimensions", "measureQuerySql", "linkedEntities")


def _property(value: object, name: str) -> Any:
    """Return a property of an object, without regard to the case of its name."""
    key = _key_of(value, name)
    return value[key] if isinstance(value, dict) and key is not None else None


def _key_of(value: object, name: str) -> str | None:
    """Return how an object spells the name of a property."""
    if not isinstance(value, dict):
        return None
    if name in value:
        return name
    folded = name.lower()
    return next((key for key in value if key.lower() == folded), None)


def _is_attribute(value: object) -> bool:
    """Tell an attribute's metadata from a payload's column and from an attribute's search properties."""
    return isinstance(value, dict) and not any(
        key.lower() in ("attributename", "properties") for key in value
    )


def _rank(kind: str) -> int:
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)


def _note_instance(part: _Part, gathering: _Gathering) -> None:
    """Remember which instance an object is of."""
    for said in (part.get("instanceId"), part.get("dataSourceMetadata").get("instanceId")):
        if isinstance(said.value, str) and said.value not in ("", _NO_GUID):
            gathering.instances.setdefault(fold_id(said.value), said)


def _read_instance(part: _Part, gathering: _Gathering) -> None:  # noqa: ARG001  # a reader as the others
    gathering.totals["instances"] += 1  # its ID is all that a snapshot takes from it


def _read_data_source(part: _Part, gathering: _Gathering) -> None:
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


def _read_model(model: _Part, target: _Ingested, gathering: _Gathering) -> None:
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


def _informations(part: _Part) -> Iterator[tuple[str, _Information]]:
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
                _Information(
                    one.text("primaryKey"), one.text("entityType"), one.text("timestampFieldName"), labels
                ),
            )


def _informed(entity: Entity, told: _Information) -> Entity:
    """Return an entity with what its data source tells about it, where it doesn't say so itself."""
    attributes = entity.attributes
    if attributes is not None and told.semantic_types:
        attributes = tuple(
            one._replace(semantic_type=one.semantic_type or told.semantic_types.get(one.name, ""))
            for one in attributes
        )
    return entity._replace(
        attributes=attributes,
        key=entity.key or ((told.primary_key,) if told.primary_key else ()),
        entity_type=entity.entity_type or told.entity_type,
        timestamp_field_name=entity.timestamp_field_name or told.timestamp_field_name,
    )


def _read_entity_model(part: _Part, gathering: _Gathering) -> None:
    for one in part.get("entities").items():
        if isinstance(one.value, dict):
            _read_entity(one, gathering, _identifier(part.text("datasourceId")))
        else:
            gathering.notes.append(one.note("this is no entity, and is not imported"))


def _read_entity(part: _Part, gathering: _Gathering, default: str = "") -> None:
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
    return (prefix, "") if _GUID.fullmatch(prefix) else ("", prefix)


def _entity(part: _Part, name: str, gathering: _Gathering) -> Entity:
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
    )


def _attributes(part: _Part, entity: str, gathering: _Gathering) -> tuple[Attribute, ...]:
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


def _type(part: _Part) -> str:
    """Return a type's name: the service wrote it as an object in 2020, other sources do so too."""
    if isinstance(part.value, str):
        return part.value
    named, form = part.text("cdsaType", "dataFormat", "type"), part.text("format")
    return f"{named}/{form}" if named and form else named


def _key(part: _Part, name: str, gathering: _Gathering) -> tuple[str, ...]:
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


def _read_relationship(part: _Part, gathering: _Gathering) -> None:
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


def _read_part_of_conflation(kind: str) -> Callable[[_Part, _Gathering], None]:
    """Return what reads the body of a kind that is a part of its conflation."""

    def read_part(part: _Part, gathering: _Gathering) -> None:
        body = _unaudited(part, gathering)
        named = part.whence.parameters.get("conflationId") or part.text("conflationId")
        if not named:
            message = f"this {_words(kind)} doesn't say which conflation it is of"
            raise part.source.refuse(
                part.path, message, f"save it as conflations/ID/{kind}.json, {_ENVELOPE}"
            )
        kept = {key: one for key, one in body.items() if key.lower() not in ("conflationid", "$schema")}
        if kind == "entityInformation":
            kept = _whole_information(kept, part.whence)
        _require_form(kind, kept, part)
        gathering.conflation(named, {kind: kept})

    return read_part


def _require_form(kind: str, body: dict[str, Any], part: _Part) -> None:
    """Refuse what a snapshot can't have as the body of a kind."""
    problem = next(faults_of(kind, body), None)
    if problem is not None:
        said = f"`{problem.name}` is missing" if problem.kind == "missing" else f"`{problem.name}`"
        wanted = "" if problem.kind == "missing" else f": {problem.expected} is expected, not {problem.found}"
        raise part.source.refuse((*part.path, *problem.at.path), f"this is no {_words(kind)}: {said}{wanted}")


_ENVELOPE: Final = "or with its `method` and `url`, or in an object under its path"


def _whole_information(body: dict[str, Any], whence: Whence) -> dict[str, Any]:
    """Return entity information in its full or its short form: a path may name the one entity."""
    if _key_of(body, "dataSources") is not None or (
        "entityName" not in whence.parameters and _key_of(body, "entityName") is None
    ):
        return body
    references = ("dataSourceId", "dataSourceName")
    source = {name: _property(body, name) for name in references if _property(body, name)}
    if not source and whence.parameters.get("datasourceId"):
        source = {"dataSourceId": whence.parameters["datasourceId"]}
    entity = {key: one for key, one in body.items() if key not in references}
    named = (
        {"entityName": whence.parameters.get("entityName", "")} if _key_of(body, "entityName") is None else {}
    )
    return {"dataSources": [{**source, "entities": [{**named, **entity}]}]}


def _read_conflation(part: _Part, gathering: _Gathering) -> None:
    named = part.text("conflationId") or part.whence.parameters.get("conflationId", "")
    body = _unaudited(part, gathering)
    gathering.conflation(named, {key: one for key, one in body.items() if key.lower() != "conflationid"})


def _read_entity_info(part: _Part, gathering: _Gathering) -> None:
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
    target.information[name] = _Information(
        part.text("primaryKey"), part.text("entityType"), part.text("timestampFieldName"), labels
    )
    gathering.totals["entityInfo"] += 1
    if labels and name not in target.listed and all(one.name != name for one in target.entities):
        message = f"the labels of `{name}` are not imported, since this file doesn't have its attributes"
        gathering.notes.append(part.get("semanticLabels").note(message))


_ENTITY_INFO: Final = "manage/datasources/ID/entities/entityInfo.json"


def _words(kind: str) -> str:
    return "".join(f" {one.lower()}" if one.isupper() else one for one in kind)


def _read_search_configuration(part: _Part, gathering: _Gathering) -> None:
    if "searchConfiguration" in gathering.parts:
        gathering.notes.append(part.note("a second search configuration; the first one is imported"))
    gathering.parts.setdefault("searchConfiguration", _unaudited(part, gathering))
    gathering.totals["searchConfigurations"] += 1


def _read_role_assignment(part: _Part, gathering: _Gathering) -> None:
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


def _unaudited(part: _Part, gathering: _Gathering) -> dict[str, Any]:
    """Return an object as a snapshot has it: without what changes with every look at it."""
    kept = {key: value for key, value in part.value.items() if key.lower() not in _AUDIT}
    if len(kept) < len(part.value) and gathering.audited is None:
        gathering.audited = part
    return kept


def _summary(gathering: _Gathering) -> Iterator[Note]:
    """Yield what is to be said once about a file."""
    if gathering.audited is not None:
        message = "who changed an object and when, and its version, are not imported, here and below"
        yield gathering.audited.note(message)
    known = {one.name for one in gathering.relationships}
    half = [one for one in gathering.half_said if one.text("name") not in known]
    if half:
        names = ", ".join(f"`{one.text('name')}`" for one in half[:3])
        more = f" and {len(half) - 3} more" if len(half) > 3 else ""
        yield half[0].note(
            f"relationships inside entities don't name both ends: {names}{more}; "
            "import the response of manage/relationships too"
        )
    if len(gathering.instances) > 1:
        first, second = list(gathering.instances.values())[:2]
        yield second.note(f"this is of the instance {second.value}, and {first.value} is told of as well")


def _identifier(value: str) -> str:
    """Return a data source's ID; empty where the service means none."""
    return "" if value == _NO_GUID else value


_READERS: Final = {
    "instances": _read_instance,
    "dataSources": _read_data_source,
    "entityModels": _read_entity_model,
    "entities": _read_entity,
    "relationships": _read_relationship,
    "searchConfiguration": _read_search_configuration,
    "roleAssignments": _read_role_assignment,
    "conflations": _read_conflation,
    "entityInfo": _read_entity_info,
    **{kind: _read_part_of_conflation(kind) for kind in _BODIES},
}
