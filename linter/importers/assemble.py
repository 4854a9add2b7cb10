"""From what importers found to one snapshot; nothing is merged or dropped without a word."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from linter.importers.declared import CannotAssemble, declare, entities_by_name, partial, short
from linter.importers.found import Attribute, DataSource, Entity, Found, Relationship
from linter.importers.overrides import Declaration, Overrides
from linter.importers.payloads import whole_conflation
from linter.instance.named import name_of
from linter.instance.snapshot import COMPLETE_UNLESS_SAID, NO_INSTANCE, fold_id
from linter.named_tuple import NamedTuple
from linter.text.place import DEPTH
from linter.text.unwritable import in_escapes, unwritable
from linter.wording import first_few, in_brackets

if TYPE_CHECKING:
    from linter.diagnostic import Path


class Imported(NamedTuple):
    """One source: what was found in it, and what its data source is called."""

    origin: str  # the source as it was given
    found: Found
    data_source: str  # for a data source that has neither a name nor an ID of its own


class Assembled(NamedTuple):
    """What sources say together, before people declare anything."""

    snapshot: dict[str, Any]
    notes: list[str]
    dangling: list[str]  # relationship ends that no source has


def assemble(imported: Sequence[Imported], overrides: Overrides) -> tuple[dict[str, Any], list[str]]:
    """Return a snapshot and what its reader should know about it.

    Raises CannotAssemble where a declaration fits no entity or attribute, or more than one.
    """
    assembled = of_sources(imported, overrides)
    return assembled.snapshot, finished(assembled.snapshot, assembled, overrides)


def of_sources(imported: Sequence[Imported], overrides: Overrides) -> Assembled:
    """Return what the sources say; of what is declared only the IDs of data sources count yet."""
    assembly = _Assembly(_names_of_ids(overrides))
    for one in imported:
        assembly.add(one)
    snapshot = assembly.snapshot(imported)
    return Assembled(snapshot, [*assembly.notes, *assembly.told()], assembly.dangling)


def finished(snapshot: dict[str, Any], assembled: Assembled, overrides: Overrides) -> list[str]:
    """Let a snapshot of the sources say what is declared, too; return what its reader should know.

    Raises CannotAssemble where it then says what no snapshot can.
    """
    declared = declare(snapshot, overrides)
    _require_writable(snapshot, overrides)
    return [*declared, *assembled.notes, *_notes(snapshot, assembled.dangling)]


def _require_writable(snapshot: Mapping[str, Any], overrides: Overrides) -> None:
    fault = unwritable(snapshot)
    if fault is None:
        return
    one = _declaring(fault.path, snapshot, overrides) if len(fault.path) >= DEPTH else None
    if one is not None:
        at = one.said(*map(str, fault.path[2:3]))
        raise CannotAssemble(f"{at}: this would be {fault.reason} in the snapshot")
    where = ".".join(map(str, fault.path[:6]))
    raise CannotAssemble(f"{fault.reason}: no snapshot can have it in `{where}`; {_OTHER_NAME}")


_OTHER_NAME: Final = "give another name (--as, --instance), or rename the file or folder"


def _declaring(path: Path, snapshot: Mapping[str, Any], overrides: Overrides) -> Declaration | None:
    """Return what declares the item of a list of a snapshot in which a path ends."""
    part = str(path[0])
    item = snapshot[part][path[1]] if isinstance(snapshot[part], list) else None
    said = (one for one in overrides.declarations if one.part == part and one.name == name_of(item))
    return next(said, None) if isinstance(item, dict) else None


def _names_of_ids(overrides: Overrides) -> dict[str, str]:
    """Return the names of data sources by their IDs, as far as they are declared."""
    told = ((one.name, one.told or {}) for one in overrides.declarations if one.part == "dataSources")
    return {fold_id(said["dataSourceId"]): name for name, said in told if said.get("dataSourceId")}


class _Names(NamedTuple):
    """What a source can name: entities of its own, and those of the service that are known by then."""

    own: Mapping[str, str]  # the qualified names, by the bare ones
    system: int  # how many of the service's


class _Assembly:
    """Puts sources together, in the order in which they were given."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names_of_ids = names  # of data sources, where they are declared
        self.sources: dict[str, dict[str, Any]] = {}  # by name and by ID
        self.system: list[dict[str, Any]] = []
        self.relationships: list[tuple[Relationship, _Names, str]] = []
        self.parts: dict[str, Any] = {}
        self.notes: list[str] = []
        self.dangling: list[str] = []
        self._alike: list[str] = []  # entities that are declared again, as they are
        self._other: list[str] = []  # those that are declared again otherwise
        self._names: set[str] = set()
        self._numbers: dict[str, int] = {}  # how often a name was made for relationships without one
        self._conflations: dict[str, int] = {}  # where they are, by ID
        self._placed: dict[tuple[int, str], int] = {}
        self._whole: dict[int, set[str]] = {}  # the lists that are all there, by the identity of a source
        self._index: dict[str, list[tuple[str, dict[str, Any]]]] | None = None

    def add(self, one: Imported) -> None:
        """Take over what was found in a source."""
        names: dict[str, str] = {}
        for data_source in one.found.data_sources:
            target = self._source(data_source, one)
            for entity in data_source.entities:
                name = f"{target['name']}_{entity.name}"
                self._place(target["entities"], entity, name, one.origin)
                names.setdefault(entity.name, name)
        for entity in one.found.system_entities:
            self._place(self.system, entity, entity.name, one.origin)
        known = _Names(names, len(self.system))
        self.relationships += [(relationship, known, one.origin) for relationship in one.found.relationships]
        for name, part in one.found.parts.items():
            self._part(name, part, one.origin)

    def told(self) -> Iterator[str]:
        """Yield what became of entities that were declared more than once."""
        yield from _told(
            "entities declared more than once and alike, each in the snapshot once",
            dict.fromkeys(self._alike),
        )
        yield from _told(
            "entities declared again and otherwise, of which the first declaration is in the snapshot",
            dict.fromkeys(self._other),
        )

    def snapshot(self, imported: Sequence[Imported]) -> dict[str, Any]:
        """Return the snapshot."""
        instances = [one.found.instance_id for one in imported if one.found.instance_id]
        if len(set(instances)) > 1:
            raise CannotAssemble(f"the sources are of several instances: {', '.join(sorted(set(instances)))}")
        told = {
            "snapshotVersion": 1,
            "instanceId": next(iter(instances), NO_INSTANCE),
            "description": "Imported from "
            + ", ".join(dict.fromkeys(in_escapes(base_name(one.origin)) for one in imported)),
            "complete": _complete(imported),
            "dataSources": [self._told_source(one) for one in self._each_source()],
            "systemEntities": self.system,
            "relationships": [self._relationship(*one) for one in self.relationships],
            **self.parts,
        }
        return {key: value for key, value in told.items() if value or key == "dataSources"}

    def _source(self, found: DataSource, one: Imported) -> dict[str, Any]:
        """Return the data source of an ID or a name; a response may know the one and not the other."""
        name = found.name or self._names_of_ids.get(fold_id(found.id)) or found.id or one.data_source
        target = self.sources.get(found.id) or self.sources.get(name)
        if target is None:
            target = {"dataSourceId": found.id or name, "name": name, "entities": []}
        elif found.id and target["dataSourceId"] not in (found.id, target["name"]):
            ids = f"the ID {found.id} here, {target['dataSourceId']} before"
            raise CannotAssemble(f"{one.origin}: data source `{name}` has {ids}")
        given = {"dataSourceId": found.id, "name": found.name, "kind": found.kind}
        target.update({key: value for key, value in given.items() if value})
        self._whole.setdefault(id(target), set()).update(found.complete)
        self.sources[target["dataSourceId"]] = self.sources[name] = target
        return target

    def _each_source(self) -> list[dict[str, Any]]:
        """Return every data source once, whether it is known by a name, an ID or both."""
        return list({id(one): one for one in self.sources.values()}.values())

    def _told_source(self, source: dict[str, Any]) -> dict[str, Any]:
        """Return a data source with which of its lists are all there."""
        whole = dict.fromkeys(sorted(self._whole.get(id(source), ())), True)
        told = {key: value for key, value in source.items() if key != "entities"}
        return {**told, **({"complete": whole} if whole else {}), "entities": source["entities"]}

    def _place(self, entities: list[dict[str, Any]], entity: Entity, called: str, origin: str) -> None:
        """Add an entity, once: one that only names it, as a list of data sources does, adds what it says.

        Of several that say different things the first one counts, but no guess where another one knows;
        one without a name can't be named.
        """
        if not entity.name:
            self.notes.append(f"{origin}: an entity has no name, and is not imported")
            return
        told = self._entity(entity)
        number = self._placed.setdefault((id(entities), entity.name), len(entities))
        if number == len(entities):
            entities.append(told)
        elif entities[number] == told:
            self._alike.append(called)
        elif _adds(entities[number], told):
            entities[number] = _both(entities[number], told)
        else:
            self._other.append(f"{called} ({origin})")

    def _entity(self, entity: Entity) -> dict[str, Any]:
        told: dict[str, Any] = {
            "name": entity.name,
            "friendlyName": entity.friendly_name,
            "typeName": entity.type_name,
            "entityType": entity.entity_type,
            "primaryKey": entity.key[0] if len(entity.key) == 1 else "",
            "keyAttributes": list(entity.key) if len(entity.key) > 1 else [],
            "timestampFieldName": entity.timestamp_field_name,
            "complete": partial("attributes", entity.partial_because),
        }
        told = {key: value for key, value in told.items() if value}
        if entity.attributes is not None:
            told["attributes"] = self._attributes(entity)
        if entity.navigation_properties:
            told["navigationProperties"] = {
                one.name: {
                    "type": one.type,
                    **({"isCollection": True} if one.is_collection else {}),
                    **({"entity": one.entity} if one.entity else {}),
                }
                for one in entity.navigation_properties
            }
        return told

    def _attributes(self, entity: Entity) -> dict[str, Any]:
        attributes: dict[str, Any] = {}
        for one in entity.attributes or ():
            if one.name in attributes:
                self.notes.append(
                    f"{entity.name} has `{one.name}` twice: the first one is in the snapshot"
                    f"{f', the second is {one.type}' if one.type else ''}"
                )
            else:
                attributes[one.name] = _attribute(one)
        return attributes

    def _relationship(self, one: Relationship, names: _Names, origin: str) -> dict[str, Any]:
        ends = [self._end(end, names, origin) for end in (one.from_entity, one.to_entity)]
        why = next((reason for _, reason in ends if reason), "")
        told: dict[str, Any] = {
            "name": one.name or self._unused_name(one),
            "friendlyName": one.friendly_name,
            "description": one.description,
            "relationshipType": one.relationship_type,
            "fromEntityName": ends[0][0],
            "fromAttributeName": one.from_attribute,
            "toEntityName": ends[1][0],
            "toAttributeName": one.to_attribute,
            "cardinality": one.cardinality,
            "complete": partial("ends", why),
        }
        self._names.add(told["name"])
        return {key: value for key, value in told.items() if value}

    def _end(self, name: str, names: _Names, origin: str) -> tuple[str, str]:
        """Return an end's qualified name: from its own source, else from all; and why it has none."""
        if self._placed.get((id(self.system), name), names.system) < names.system:
            return name, ""
        if name in names.own:
            return names.own[name], ""
        found = self._entities_named(name)
        if len(found) == 1:
            return found[0][0], ""
        self.dangling.append(f"{name} ({origin})")
        said = f"{'several sources declare' if found else 'no source declares'} `{name}`"
        return name, said if self.sources else ""  # a list of relationships alone says nothing of entities

    def _entities_named(self, name: str) -> list[tuple[str, dict[str, Any]]]:
        if self._index is None:
            self._index = entities_by_name(self._each_source(), self.system)
        return self._index.get(name, [])

    def _unused_name(self, one: Relationship) -> str:
        """Return a name as the service permits it: letters, digits and underscores (RL01)."""
        ends = (one.from_entity, one.from_attribute, one.to_entity, one.to_attribute)
        name = "_".join(re.sub(r"\W", "_", end, flags=re.ASCII) for end in ends if end)
        unused, number = name, self._numbers.get(name, 1)
        while unused in self._names:
            number += 1
            unused = f"{name}_{number}"
        self._numbers[name] = number
        return unused

    def _conflation(self, conflation: dict[str, Any], origin: str) -> None:
        """Add a conflation, or parts of one; of two that differ the first one counts."""
        known = self.parts.setdefault("conflations", [])
        number = self._conflations.setdefault(fold_id(name_of(conflation)), len(known))
        if number == len(known):
            known.append(conflation)
            return
        name = name_of(known[number])
        known[number], twice = whole_conflation(known[number], {**conflation, "conflationId": name})
        self._other += [f"{part} of conflation {name} ({origin})" for part in twice]

    def _part(self, name: str, part: Any, origin: str) -> None:
        if name == "conflations":
            for conflation in part:
                self._conflation(conflation, origin)
        elif isinstance(part, list):
            self.parts.setdefault(name, []).extend(part)
        elif name in self.parts and self.parts[name] != part:
            raise CannotAssemble(f"{origin}: a second {name}; a snapshot has one")
        else:
            self.parts[name] = part


def _complete(imported: Sequence[Imported]) -> dict[str, bool]:
    """Return which lists of the instance are the whole truth; what is imported says it of each."""
    told = dict.fromkeys(COMPLETE_UNLESS_SAID, False)
    known: dict[str, list[bool]] = defaultdict(list)
    for one in imported:
        for name, is_whole in one.found.complete.items():
            known[name].append(is_whole)
    return {**told, **{name: all(said) for name, said in known.items()}}


def _adds(before: Mapping[str, Any], entity: Mapping[str, Any]) -> bool:
    """Tell whether an entity that is declared again says what was not known, or only guessed."""
    if ("attributes" in before) != ("attributes" in entity):
        return True
    if _is_partial(before) != _is_partial(entity):
        return _is_partial(before)
    return _is_guess(before) and not _is_guess(entity)


def _both(before: Mapping[str, Any], entity: Mapping[str, Any]) -> dict[str, Any]:
    """Return what two declarations of an entity say; who declares the attributes knows if that are all."""
    declaring = entity if "attributes" in entity else before
    both = {key: value for key, value in (*before.items(), *entity.items()) if key != "complete"}
    return {**both, "complete": declaring["complete"]} if "complete" in declaring else both


def _is_guess(entity: Mapping[str, Any]) -> bool:
    attributes = entity.get("attributes", {}).values()
    return any(isinstance(one, dict) and "guessedFrom" in one for one in attributes)


def base_name(origin: str) -> str:
    """Return a file's name without its folders, which differ from machine to machine."""
    return origin.replace("\\", "/").rstrip("/").rpartition("/")[2]


_NO_MORE: Final = Attribute("")[2:]
"""What is known of an attribute beside its name and its type, where nothing is."""


def _attribute(one: Attribute) -> str | dict[str, Any]:
    if one[2:] == _NO_MORE:
        return one.type or "unknown"
    told = {
        "type": one.type or "unknown",
        "guessedFrom": in_escapes(one.guessed_from),  # it names a file
        "semanticType": one.semantic_type,
        "sourceName": one.source_name,
        "friendlyName": one.friendly_name,
        "isNullable": one.is_nullable,
        "annotations": {"ReadOnly": True} if one.is_read_only else None,
        "isSearchable": one.is_searchable,
    }
    return short({key: value for key, value in told.items() if value not in ("", None)})


def _notes(snapshot: Mapping[str, Any], dangling: Sequence[str]) -> Iterator[str]:
    """Yield what is odd about a snapshot, and what its sources didn't say."""
    entities = [
        (f"{name_of(source)}_{entity['name']}", entity)
        for source in snapshot["dataSources"]
        for entity in source.get("entities", ())
    ]
    yield from _alike(entities)
    yield from _left_open(entities)
    yield from _told("relationship ends that no source declares", dict.fromkeys(dangling))


def _alike(entities: Sequence[tuple[str, Mapping[str, Any]]]) -> Iterator[str]:
    """Yield what is called alike, or nearly."""
    yield from _told(
        "the same entity name in several data sources, so only the qualified name is unambiguous",
        _repeated(entity["name"] for _, entity in entities),
    )
    yield from _told("names that differ only in case", _same_but_for_case(name for name, _ in entities))
    members = (
        f"{name}: {twins}"
        for name, entity in entities
        for twins in _same_but_for_case(
            (*entity.get("attributes", ()), *entity.get("navigationProperties", ()))
        )
    )
    yield from _told("members that differ only in case", members)


def _left_open(entities: Sequence[tuple[str, Mapping[str, Any]]]) -> Iterator[str]:
    """Yield what the sources of entities didn't say."""
    yield from _told(
        "entities without attributes", (name for name, one in entities if not one.get("attributes"))
    )
    yield from _told(
        "entities that may have more attributes than their sources say",
        (_partial(name, one["complete"]) for name, one in entities if _is_partial(one)),
    )
    yield from _told(
        "entities with a key of several attributes, of which the service takes one (--primary-key)",
        (name for name, one in entities if "keyAttributes" in one),
    )


def _is_partial(entity: Mapping[str, Any]) -> bool:
    """Tell whether an entity has attributes, but perhaps others than these, too."""
    return "attributes" in entity and (entity.get("complete") or {}).get("attributes") is False


def _partial(name: str, complete: Mapping[str, Any]) -> str:
    return f"{name}{in_brackets(complete.get('because'))}"


def _told(what: str, names: Iterable[str]) -> Iterator[str]:
    listed = list(names)
    if listed:
        yield f"{what}: {first_few(listed)}"


def _repeated(names: Iterable[str]) -> list[str]:
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    return [name for name, count in counts.items() if count > 1]


def _same_but_for_case(names: Iterable[str], fold: Callable[[str], str] = str.casefold) -> list[str]:
    groups: dict[str, dict[str, None]] = {}
    for name in names:
        groups.setdefault(fold(name), {})[name] = None
    return [" and ".join(group) for group in groups.values() if len(group) > 1]
