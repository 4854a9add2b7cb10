"""What has changed between two snapshots of an instance."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

from linter.diagnostic import Location
from linter.instance.data_types import canonical_type, wire_type
from linter.instance.snapshot import DataSource, Entity, Snapshot, fold_id, relationship_ends
from linter.named_tuple import NamedTuple
from linter.shapes.node import Node
from linter.shapes.shape import Shape
from linter.wording import counted, first_few, in_brackets, in_words

Item = TypeVar("Item")
_Pair = tuple[Item, Item, "_Evidence"]

_ALIKE: Final = 0.6  # of two entities' attributes, so many are the same where one is probably the other
_AS_GOOD_AS_SAME: Final = 0.8, 3  # the same, and that many at least, where nothing else is alike
_SIMILAR: Final = 75  # per cent of two names' characters
_POPULAR: Final = 100  # an attribute name of more entities says nothing about which is which
_MANIFOLD: Final = ("Complex", "Unknown")  # canonical types that many types have
_MOST_PAIRS: Final = 10_000  # of names in one entity; beyond that only exact evidence counts


class Difference(NamedTuple):
    """One change; `old` and `new` are what it was and what it is, `evidence` why that is believed."""

    kind: str  # "added", "removed", "renamed", "retyped" or "changed"
    what: str  # "data source", "entity", "attribute", "primary key", "relationship" …
    name: str
    old: str = ""
    new: str = ""
    evidence: str = ""
    before: Location | None = None
    after: Location | None = None
    is_sure: bool = False  # whether a renaming's evidence suffices to carry it into payloads


class _Evidence(NamedTuple):
    """Why two names are believed to mean one thing, and whether that is as good as known."""

    words: str
    is_sure: bool


def drift(old: Snapshot, new: Snapshot) -> list[Difference]:
    """Return the changes from one snapshot to another: data sources, entities, relationships, the rest."""
    return [
        *_instance(old, new),
        *_data_sources(old, new),
        *_entities(old, new),
        *_relationships(old, new),
        *_conflations(old, new),
        *_self_conflations(old, new),
        *_parts(old, new),
        *_search_configuration(old, new),
        *_completeness(old, new),
    ]


def _instance(old: Snapshot, new: Snapshot) -> Iterator[Difference]:
    before, after = old.instance_id or "", new.instance_id or ""
    if fold_id(before) != fold_id(after):
        places = old.root.at("instanceId"), new.root.at("instanceId")
        yield Difference("changed", "instance ID", "", before, after, "", *places)


def _data_sources(old: Snapshot, new: Snapshot) -> Iterator[Difference]:
    pairs = {one.id: _same_source(one, new) for one in old.data_sources}
    for one in old.data_sources:
        other = pairs[one.id]
        if other is None:
            count = sum(1 for _ in old.entities_in(one))
            yield Difference(
                "removed", "data source", str(one), counted(count, "entity", "entities"), before=one.at
            )
        elif other.name != one.name:
            evidence = f"the same ID {one.id}"
            names = str(one), str(one), str(other)
            yield Difference("renamed", "data source", *names, evidence, one.at, other.at, is_sure=True)
        elif fold_id(other.id) != fold_id(one.id):
            yield Difference("changed", "data source ID", str(one), one.id, other.id, "", one.at, other.at)
    mine, theirs = (
        {node.at("dataSourceId"): node for node in one.root.nodes("dataSources")} for one in (old, new)
    )
    for one in old.data_sources:
        other = pairs[one.id]
        if other is not None:
            told = ("dataSourceId", "name", "entities")
            yield from _others(str(other), mine[one.at], theirs[other.at], told, (one.at, other.at))
    kept = {other.id for other in pairs.values() if other is not None}
    for added in new.data_sources:
        if added.id not in kept:
            count = sum(1 for _ in new.entities_in(added))
            yield Difference(
                "added", "data source", str(added), "", counted(count, "entity", "entities"), after=added.at
            )


def _others(
    name: str, old: Node, new: Node, told: Iterable[str], places: tuple[Location | None, Location | None]
) -> Iterator[Difference]:
    """Yield the changes of all properties that nothing else tells of."""
    for key in dict.fromkeys((*old.values, *new.values)):
        before, after = old.values.get(key), new.values.get(key)
        if key not in told and _plain(before) != _plain(after):
            kind = _change_kind(before, after)
            yield Difference(kind, in_words(key), name, _shown(before), _shown(after), "", *places)


def _shown(value: Any) -> str:
    """Return a value that can be shown on a line; empty for one that can't."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    return str(value) if isinstance(value, (str, int, float)) else ""


def _same_source(source: DataSource, snapshot: Snapshot) -> DataSource | None:
    found = snapshot.data_source_by_id(source.id)
    return found or (snapshot.data_source_by_name(source.name) if source.name is not None else None)


def _entities(old: Snapshot, new: Snapshot) -> Iterator[Difference]:
    pairs: dict[Entity, Entity] = {}
    for one in old.entities:
        other = _same_entity(one, new)
        if other is not None:
            pairs[one] = other
    kept = set(pairs.values())
    removed = [one for one in old.entities if one not in pairs]
    added = [one for one in new.entities if one not in kept]
    renamed = {one: (other, evidence) for one, other, evidence in _renamed_entities(removed, added)}
    known = {other for other, _ in renamed.values()}
    for one in old.entities:
        if one in pairs:
            yield from _entity(one, pairs[one], is_sure=True)
        elif one in renamed:
            other, evidence = renamed[one]
            names = str(one), str(one), str(other)
            yield Difference("renamed", "entity", *names, evidence.words, one.at, other.at, evidence.is_sure)
            yield from _entity(one, other, is_sure=evidence.is_sure)
        elif one.data_source is None or _same_source(one.data_source, new) is not None:
            yield Difference("removed", "entity", str(one), before=one.at)
    for one in added:
        in_old = one.data_source is None or _same_source(one.data_source, old) is not None
        if one not in known and in_old:
            yield Difference("added", "entity", str(one), after=one.at)


def _same_entity(entity: Entity, snapshot: Snapshot) -> Entity | None:
    if entity.data_source is None:
        named = snapshot.named(entity.name)
        return next((one for one in named if one.data_source is None), None)
    source = _same_source(entity.data_source, snapshot)
    return snapshot.entity_in(source, entity.name) if source is not None else None


def _renamed_entities(removed: Sequence[Entity], added: Sequence[Entity]) -> list[_Pair[Entity]]:
    """Pair what is gone with what is new, by the attributes that they share; the surest pairs first."""
    holders: dict[str, list[Entity]] = defaultdict(list)
    for entity in added:
        for name in entity.attributes or ():
            holders[name].append(entity)
    scored = []
    for entity in removed:
        attributes = entity.attributes or {}
        near: dict[Entity, None] = {}
        for name in attributes:
            if len(holders[name]) <= _POPULAR:
                near.update(dict.fromkeys(holders[name]))
        for other in near:
            same = sum(1 for name in attributes if _same_attribute(entity, other, name))
            all_ = len(attributes.keys() | (other.attributes or {}).keys())
            if same / all_ >= _ALIKE:
                moved = ", in another data source" if entity.name == other.name else ""
                evidence = f"{same} of {all_} attributes are the same{moved}"
                names = sorted((str(entity), str(other)))  # so that the way back finds the same pairs
                least, number = _AS_GOOD_AS_SAME
                is_sure = same / all_ >= least and same >= number and _stayed(entity, other)
                scored.append((same / all_, names, entity, other, _Evidence(evidence, is_sure)))
    scored.sort(key=lambda pair: (-pair[0], pair[1]))
    alike = Counter(one for *_, entity, other, _ in scored for one in (entity, other))
    return _one_to_one(
        (entity, other, why._replace(is_sure=why.is_sure and alike[entity] == alike[other] == 1))
        for *_, entity, other, why in scored
    )


def _stayed(one: Entity, other: Entity) -> bool:
    """Tell whether two entities are of one data source."""
    old, new = one.data_source, other.data_source
    if old is None or new is None:
        return old is new
    return fold_id(old.id) == fold_id(new.id) or (old.name is not None and old.name == new.name)


def _same_attribute(one: Entity, other: Entity, name: str) -> bool:
    if name not in (other.attributes or ()):
        return False
    return _compared_type(one.declared_type(name)) == _compared_type(other.declared_type(name))


def _one_to_one(pairs: Iterable[_Pair[Item]]) -> list[_Pair[Item]]:
    lefts: set[Item] = set()
    rights: set[Item] = set()
    chosen = []
    for left, right, evidence in pairs:
        if left not in lefts and right not in rights:
            lefts.add(left)
            rights.add(right)
            chosen.append((left, right, evidence))
    return chosen


def _entity(old: Entity, new: Entity, *, is_sure: bool) -> Iterator[Difference]:
    """Yield what has changed in an entity that is in both snapshots."""
    if old.node.is_written_like(new.node):
        return
    name = str(new)
    for what, before, after in (
        ("primary key", old.primary_key, new.primary_key),
        ("entity type", old.entity_type, new.entity_type),
        ("timestamp", old.node.text("timestampFieldName"), new.node.text("timestampFieldName")),
    ):
        if before != after:
            yield Difference(
                _change_kind(before, after), what, name, before or "", after or "", "", old.at, new.at
            )
    told = ("name", "primaryKey", "entityType", "timestampFieldName", "attributes", "complete")
    yield from _others(name, old.node, new.node, told, (old.at, new.at))
    yield from _wholeness(old, new)
    if old.attributes is not None and new.attributes is not None and old.attributes != new.attributes:
        yield from _attributes(old, new, old.attributes, new.attributes, is_sure=is_sure)


def _wholeness(old: Entity, new: Entity) -> Iterator[Difference]:
    """Yield that the attributes that are declared are now all, or no more, or why they aren't."""
    before, after = map(_whole, (old, new))
    if before != after:
        places = old.node.at("complete"), new.node.at("complete")
        yield Difference("changed", "complete", f"{new}.attributes", before, after, "", *places)


def _whole(entity: Entity) -> str:
    return "true" if entity.attributes_complete else f"false{in_brackets(entity.partial_because)}"


def _change_kind(before: str | None, after: str | None) -> str:
    return "added" if before is None else "removed" if after is None else "changed"


def _attributes(
    old: Entity, new: Entity, before: Mapping[str, Any], after: Mapping[str, Any], *, is_sure: bool
) -> Iterator[Difference]:
    removed = [name for name in before if name not in after]
    added = [name for name in after if name not in before]
    renamed = {one: (other, why) for one, other, why in _renamed_attributes(old, new, removed, added)}
    known = {other for other, _ in renamed.values()}
    for name in before:
        if name in after:
            if before[name] != after[name]:
                retyped = list(_retyped(old, new, name, name))
                yield from retyped
                yield from _otherwise(old, new, name, ("guessedFrom",) if retyped else ())
        elif name in renamed:
            other, evidence = renamed[name]
            places = old.attribute_at(name), new.attribute_at(other)
            names = f"{new}.{name}", name, other
            is_known = is_sure and evidence.is_sure
            yield Difference("renamed", "attribute", *names, evidence.words, *places, is_known)
            yield from _retyped(old, new, name, other)
        else:
            said, at = old.declared_type(name), old.attribute_at(name)
            why = "" if new.lacks(name) else "the new snapshot does not have all of the entity"
            yield Difference("removed", "attribute", f"{new}.{name}", said, "", why, at)
    for name in added:
        if name not in known:
            said, at = new.declared_type(name), new.attribute_at(name)
            yield Difference("added", "attribute", f"{new}.{name}", "", said, after=at)


def _otherwise(old: Entity, new: Entity, name: str, told: tuple[str, ...]) -> Iterator[Difference]:
    """Yield what else than its type has changed of an attribute, but for what is told already."""
    before, after = ((one.attributes or {}).get(name) for one in (old, new))
    nodes = [one if isinstance(one, Node) else _NOTHING for one in (before, after)]
    places = old.attribute_at(name), new.attribute_at(name)
    yield from _others(f"{new}.{name}", nodes[0], nodes[1], ("type", "dataType", *told), places)


_NOTHING: Final = Node("", Shape(), None, ())


def _retyped(old: Entity, new: Entity, name: str, other: str) -> Iterator[Difference]:
    before, after = old.declared_type(name), new.declared_type(other)
    types = canonical_type(before), canonical_type(after)
    if _compared_type(before) == _compared_type(after):
        return
    alike = types[0] != types[1] and wire_type(types[0]) == wire_type(types[1])
    evidence = [
        *(["the same to the service"] if alike else []),
        *(f"it {said} guessed from {guess}" for said, guess in _guesses(old, name, new, other)),
    ]
    places = old.attribute_at(name), new.attribute_at(other)
    yield Difference("retyped", "attribute", f"{new}.{other}", before, after, "; ".join(evidence), *places)


def _compared_type(declared: str) -> str:
    """Return what two equal types share: of those that the service has no word for, all that is written."""
    canonical = canonical_type(declared)
    return declared.replace(" ", "").lower() if canonical in _MANIFOLD else canonical


def _guesses(old: Entity, name: str, new: Entity, other: str) -> Iterator[tuple[str, str]]:
    guesses = ("was", old.guessed_from(name)), ("is", new.guessed_from(other))
    return ((said, guess) for said, guess in guesses if guess)


def _renamed_attributes(
    old: Entity, new: Entity, removed: Sequence[str], added: Sequence[str]
) -> list[_Pair[str]]:
    """Pair names that are gone with names that are new; the surest evidence first."""
    ranked: list[tuple[float, _Pair[str]]] = [
        (number, pair)
        for number, (fold, evidence) in enumerate(_exact_evidence())
        for pair in _same_by(fold, evidence, old, new, removed, added)
    ]
    if 0 < len(removed) * len(added) <= _MOST_PAIRS:
        ranked += _similar(old, new, removed, added)
    ranked.sort(key=lambda entry: entry[0])
    return _one_to_one(pair for _, pair in ranked)


def _exact_evidence() -> tuple[tuple[Callable[[Entity, str], str], str], ...]:
    return (
        (lambda _, name: "".join(filter(str.isalnum, name.lower())), "the same but for case and separators"),
        (lambda entity, name: _told(entity, name, "sourceName"), "the same name in the source"),
        (lambda entity, name: _told(entity, name, "friendlyName"), "the same friendly name"),
        (lambda entity, name: _told(entity, name, "semanticType"), "the same semantic type"),
    )


def _told(entity: Entity, name: str, property_: str) -> str:
    value = (entity.attributes or {}).get(name)
    return (value.text(property_) or "") if isinstance(value, Node) else ""


def _same_by(
    fold: Callable[[Entity, str], str],
    evidence: str,
    old: Entity,
    new: Entity,
    removed: Sequence[str],
    added: Sequence[str],
) -> Iterator[_Pair[str]]:
    """Yield the pairs that share what `fold` makes of them, where it is theirs alone."""
    lefts, rights = _grouped(old, removed, fold), _grouped(new, added, fold)
    for key, names in lefts.items():
        if key and len(names) == 1 and len(rights.get(key, ())) == 1:
            other = rights[key][0]
            is_sure = old.canonical_type(names[0]) == new.canonical_type(other)
            yield names[0], other, _Evidence(evidence, is_sure)


def _grouped(
    entity: Entity, names: Sequence[str], fold: Callable[[Entity, str], str]
) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(fold(entity, name), []).append(name)
    return groups


def _similar(
    old: Entity, new: Entity, removed: Sequence[str], added: Sequence[str]
) -> Iterator[tuple[float, _Pair[str]]]:
    """Yield the pairs of one type with similar names; they rank after all exact evidence."""
    from rapidfuzz import fuzz

    for name in removed:
        for other in added:
            type_ = _compared_type(old.declared_type(name))
            ratio = fuzz.ratio(name.lower(), other.lower())
            contained = min(len(name), len(other)) >= 4 and _contains(name.lower(), other.lower())
            if type_ == _compared_type(new.declared_type(other)) and (ratio >= _SIMILAR or contained):
                said = f"a similar name, the same type {old.declared_type(name)}".rstrip()
                yield 200 - ratio, (name, other, _Evidence(said, is_sure=False))


def _contains(name: str, other: str) -> bool:
    return name in other or other in name


def _relationships(old: Snapshot, new: Snapshot) -> Iterator[Difference]:
    before, after = _named_relationships(old), _named_relationships(new)
    ends = {relationship_ends(node): name for name, node in after.items() if name not in before}
    renamed = {
        name: ends[relationship_ends(node)]
        for name, node in before.items()
        if name not in after and relationship_ends(node) in ends
    }
    known = set(renamed.values())
    both = (*before.values(), *after.values()) if renamed else ()
    alike = Counter(map(relationship_ends, both))
    for name, node in before.items():
        if name in after:
            if node.is_written_like(after[name]):
                continue
            if _described(node) != _described(after[name]):
                told = _described(node), _described(after[name])
                yield Difference(
                    "changed", "relationship", name, *told, "", node.at("name"), after[name].at("name")
                )
            places = node.at("name"), after[name].at("name")
            yield from _others(name, node, after[name], _DESCRIBED, places)
        elif name in renamed:
            other, evidence = renamed[name], "it leads from and to the same attributes"
            places = node.at("name"), after[other].at("name")
            is_sure = alike[relationship_ends(node)] == 2
            yield Difference("renamed", "relationship", name, name, other, evidence, *places, is_sure)
        else:
            yield Difference("removed", "relationship", name, _described(node), before=node.at("name"))
    for name, node in after.items():
        if name not in before and name not in known:
            yield Difference("added", "relationship", name, "", _described(node), after=node.at("name"))


_DESCRIBED: Final = (
    *("name", "fromEntityName", "fromAttributeName", "toEntityName", "toAttributeName", "cardinality"),
    *("version", "updatedBy", "updatedUtc", "createdBy", "createdUtc", "instanceId"),
)


def _named_relationships(snapshot: Snapshot) -> dict[str, Node]:
    return {node.text("name") or "": node for node in reversed(snapshot.root.nodes("relationships"))}


def _described(node: Node) -> str:
    from_entity, from_attribute, to_entity, to_attribute = relationship_ends(node)
    ends = f"{from_entity}.{from_attribute} to {to_entity}.{to_attribute}"
    cardinality = node.text("cardinality")
    return f"{ends}, {cardinality}" if cardinality else ends


def _conflations(old: Snapshot, new: Snapshot) -> Iterator[Difference]:
    nodes = [
        {node.text("conflationId") or "": node for node in snapshot.root.nodes("conflations")}
        for snapshot in (old, new)
    ]
    yield from _compared("conflation", *nodes)


def _self_conflations(old: Snapshot, new: Snapshot) -> Iterator[Difference]:
    """They have no name but that of their entity, in a conflation."""
    nodes = [
        {_deduplicated(node): node for node in snapshot.root.nodes("selfConflations")}
        for snapshot in (old, new)
    ]
    yield from _compared("self conflation", *nodes)


def _deduplicated(node: Node) -> str:
    listed = (one.literal or one.text("entityName") or "" for one in node.nodes("entities"))
    return "/".join((node.text("conflationId") or "", *listed))


_NAMES: Final = ("name", "segmentName", "measureName", "hierarchyName", "principalId", "scheduleId", "id")
_PARTS: Final = {
    "segments": "segment",
    "measures": "measure",
    "hierarchies": "hierarchy",
    "schedules": "schedule",
    "derivedEntities": "derived entity",
    "insights": "insight",
    "roleAssignments": "role assignment",
}


def _parts(old: Snapshot, new: Snapshot) -> Iterator[Difference]:
    for part, what in _PARTS.items():
        lists = []
        for snapshot in (old, new):
            items = snapshot.root.get(part)
            listed = items if isinstance(items, list) else []
            lists.append({_name_of(item): item for item in listed if _name_of(item)})
        yield from _compared(what, *lists)


def _name_of(item: Any) -> str:
    values = item.values if isinstance(item, Node) else item if isinstance(item, dict) else {}
    return next((values[key] for key in _NAMES if isinstance(values.get(key), str)), "")


def _compared(what: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    for name, item in before.items():
        if name not in after:
            yield Difference("removed", what, name, before=_at(item))
        elif _plain(item) != _plain(after[name]):
            parts = _changed_parts(item, after[name])
            yield Difference("changed", what, name, "", "", parts, _at(item), _at(after[name]))
    for name, item in after.items():
        if name not in before:
            yield Difference("added", what, name, after=_at(item))


def _changed_parts(old: Any, new: Any) -> str:
    """Return the names of the properties that differ."""
    before, after = _plain(old), _plain(new)
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return ""
    differ = [key for key in dict.fromkeys((*before, *after)) if before.get(key) != after.get(key)]
    return first_few(differ)


def _search_configuration(old: Snapshot, new: Snapshot) -> Iterator[Difference]:
    before, after = (one.root.get("searchConfiguration") for one in (old, new))
    if _plain(before) != _plain(after):
        parts = _changed_parts(before, after)
        yield Difference(_change_kind(before, after), "search configuration", "", "", "", parts)


def _completeness(old: Snapshot, new: Snapshot) -> Iterator[Difference]:
    """Yield the lists that are now the whole truth, or no more."""
    said = [one.root.node("complete") for one in (old, new)]
    names = dict.fromkeys(name for node in said if node is not None for name in node.values)
    for name in names:
        before, after = (str(one.complete(name)).lower() for one in (old, new))
        if before != after:
            places = old.root.at("complete"), new.root.at("complete")
            yield Difference("changed", "complete", name, before, after, "", *places)


def _at(item: Any) -> Location | None:
    return item.at() if isinstance(item, Node) else None


def _plain(value: Any) -> Any:
    if isinstance(value, Node):
        return value.literal if value.literal is not None else _plain(value.values)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value
