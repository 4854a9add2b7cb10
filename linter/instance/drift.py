"""What has changed between two snapshots of an instance."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from linter.diagnostic import Location
from linter.instance.data_types import UNCLASSIFIED, canonical_type, wire_type
from linter.instance.difference import Difference
from linter.instance.following import Following, Successors, plain
from linter.instance.matching import (
    Evidence,
    Sources,
    compared_type,
    declared_sources,
    renamed_attributes,
    renamed_entities,
    same_sources,
)
from linter.instance.snapshot import DataSource, Entity, Snapshot, fold_id, relationship_ends
from linter.named_tuple import NamedTuple
from linter.shapes.node import Node
from linter.shapes.shape import Shape
from linter.wording import counted, first_few, in_brackets, in_words

__all__ = ["Difference", "drift"]


class _Known(NamedTuple):
    """The two snapshots, what is the same in both, and what follows from what is called otherwise."""

    old: Snapshot
    new: Snapshot
    sources: Sources
    following: Following
    entities: dict[Entity, Entity]
    attributes: dict[tuple[Entity, str], tuple[str, Difference]]  # what is called otherwise, and why
    entities_before: dict[Entity, Entity]  # the other way round
    were: dict[tuple[Entity, str], str]  # what attributes of the new snapshot were called in the old one


def drift(old: Snapshot, new: Snapshot) -> list[Difference]:
    """Return the changes from one snapshot to another: data sources, entities, relationships, the rest."""
    known = _Known(old, new, same_sources(old, new), Following(), {}, {}, {}, {})
    changes = [
        *_instance(old, new),
        *_data_sources(known),
        *_entities(known),
        *_relationships(known),
        *_conflations(known),
        *_self_conflations(known),
        *_parts(known),
        *_search_configuration(known),
        *_completeness(old, new),
    ]
    return known.following.told(changes)


def _instance(old: Snapshot, new: Snapshot) -> Iterator[Difference]:
    before, after = old.instance_id or "", new.instance_id or ""
    if fold_id(before) != fold_id(after):
        places = old.root.at("instanceId"), new.root.at("instanceId")
        yield Difference("changed", "instance ID", "", before, after, "", *places)


def _data_sources(known: _Known) -> Iterator[Difference]:
    old, new = known.old, known.new
    for one in declared_sources(old):
        other = _same_source(one, known)
        if other is None:
            count = counted(sum(1 for _ in old.entities_in(one)), "entity", "entities")
            yield Difference("removed", "data source", str(one), count, before=one.at)
        else:
            yield from _data_source(one, other, known)
    told = ("dataSourceId", "name", "entities")
    mine, theirs = (_source_nodes(one) for one in (old, new))
    for one in declared_sources(old):
        other = _same_source(one, known)
        if other is not None:
            nodes = mine[one.at], theirs[other.at]
            yield from _others(str(other), *nodes, told, (one.at, other.at), known)
    kept = {other.id for other, _ in known.sources.values()}
    for added in declared_sources(new):
        if added.id not in kept:
            count = counted(sum(1 for _ in new.entities_in(added)), "entity", "entities")
            yield Difference("added", "data source", str(added), "", count, after=added.at)


def _data_source(one: DataSource, other: DataSource, known: _Known) -> Iterator[Difference]:
    """Yield what a data source is called otherwise."""
    evidence, places = known.sources[fold_id(one.id)][1], (one.at, other.at)
    is_same = fold_id(other.id) == fold_id(one.id)
    if is_same and other.name == one.name:
        return
    change = Difference("changed", "data source ID", str(one), one.id, other.id, "", *places)
    if other.name != one.name or one.name is None:
        names, words = (str(one), str(one), str(other)), evidence.words
        if not is_same and (one.name, other.name) != (one.id, other.id):
            words = f"{words}, the ID was {one.id} and is {other.id}"
        change = Difference("renamed", "data source", *names, words, *places, evidence.is_sure)
    yield change
    for before, after in ((str(one), str(other)), (one.id, other.id)):
        known.following.renamed(change, before, after, begins=True)


def _source_nodes(snapshot: Snapshot) -> dict[Location, Node]:
    return {node.at("dataSourceId"): node for node in snapshot.root.nodes("dataSources")}


def _others(
    name: str,
    old: Node,
    new: Node,
    told: Iterable[str],
    places: tuple[Location | None, Location | None],
    known: _Known,
) -> Iterator[Difference]:
    """Yield the changes of all properties that nothing else tells of."""
    for key in dict.fromkeys((*old.values, *new.values)):
        before, after = plain(old.values.get(key)), plain(new.values.get(key))
        if key not in told and before != after and not known.following.explains(in_words(key), before, after):
            kind = _change_kind(before, after)
            yield Difference(kind, in_words(key), name, _shown(before), _shown(after), "", *places)


def _shown(value: Any) -> str:
    """Return a value that can be shown on a line; empty for one that can't."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    if isinstance(value, dict) and not any(isinstance(one, (list, dict)) for one in value.values()):
        return ", ".join(f"{in_words(key)} {_shown(one)}" for key, one in value.items())
    return str(value) if isinstance(value, (str, int, float)) else ""


def _same_source(source: DataSource, known: _Known) -> DataSource | None:
    found = known.sources.get(fold_id(source.id))
    return found[0] if found is not None else None


def _entities(known: _Known) -> Iterator[Difference]:
    old, new = known.old, known.new
    known.entities.update(
        (one, other) for one in old.entities if (other := _same_entity(one, known)) is not None
    )
    kept = set(known.entities.values())
    removed = [one for one in old.entities if one not in known.entities]
    added = [one for one in new.entities if one not in kept]
    pairs = renamed_entities(removed, added, known.sources)
    renamed = {one: _renamed_entity(one, other, why) for one, other, why in pairs}
    known.entities.update((one, other) for one, other, _ in pairs)
    for one, change in renamed.items():
        _remember(one, known.entities[one], change, known)
    yield from _namespaces(known)
    yield from _type_names(known)
    for one in old.entities:
        other = known.entities.get(one)
        if other is not None:
            if one in renamed:
                yield renamed[one]
            yield from _entity(one, other, known, is_sure=one not in renamed or renamed[one].is_sure)
        elif one.data_source is None or _same_source(one.data_source, known) is not None:
            yield Difference("removed", "entity", str(one), before=one.at)
    _remember_attributes(known)
    paired = set(known.entities.values())
    stayed = {other.id for other, _ in known.sources.values()}
    for one in added:
        if one not in paired and (one.data_source is None or one.data_source.id in stayed):
            yield Difference("added", "entity", str(one), after=one.at)


def _renamed_entity(old: Entity, new: Entity, why: Evidence) -> Difference:
    names = str(old), str(old), str(new)
    return Difference("renamed", "entity", *names, why.words, old.at, new.at, why.is_sure)


def _remember(old: Entity, new: Entity, change: Difference, known: _Known) -> None:
    """Remember what an entity is called now: whole and, where no other one is called so, by its bare name."""
    known.following.renamed(change, str(old), str(new), begins=True)
    if old.data_source is not None and new.data_source is not None:
        by_id = f"{old.data_source.id}_{old.name}", f"{new.data_source.id}_{new.name}"
        known.following.renamed(change, *by_id, begins=True)
    if not known.new.named(old.name):
        known.following.renamed(change, old.name, new.name)


def _remember_attributes(known: _Known) -> None:
    """Remember what attributes are called now, where no other one is called so."""
    left = {name for one in known.new.entities for name in one.attributes or ()} if known.attributes else ()
    for (_, name), (other, change) in known.attributes.items():
        if name not in left:
            known.following.renamed(change, name, other)


def _same_entity(entity: Entity, known: _Known) -> Entity | None:
    if entity.data_source is None:
        named = known.new.named(entity.name)
        return next((one for one in named if one.data_source is None), None)
    source = _same_source(entity.data_source, known)
    return known.new.entity_in(source, entity.name) if source is not None else None


def _namespaces(known: _Known) -> Iterator[Difference]:
    """Yield the namespaces of a source's types that are called otherwise, where each type is there anew."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    places: dict[str, tuple[Location, Location]] = {}
    for one, other in known.entities.items():
        name, _, type_ = (one.node.text("typeName") or "").rpartition(".")
        called, _, same = (other.node.text("typeName") or "").rpartition(".")
        if name:
            found[name][called if type_ == same else ""] += 1
            places.setdefault(name, (one.node.at("typeName"), other.node.at("typeName")))
    for name, others in found.items():
        (called, count), *more = others.items()
        if called and called != name and not more:
            evidence = f"{counted(count, 'type')} of the same name"
            change = Difference("renamed", "namespace", name, name, called, evidence, *places[name])
            known.following.renamed(change, name, called, begins=True)
            yield change


def _type_names(known: _Known) -> Iterator[Difference]:
    """Yield the types that entities are of now; one that no entity is of any more is called otherwise."""
    left = {one.node.text("typeName") for one in known.new.entities}
    for one, other in known.entities.items():
        before, after = one.node.text("typeName"), other.node.text("typeName")
        if before != after and not known.following.explains("type name", before, after):
            kind, places = _change_kind(before, after), (one.node.at("typeName"), other.node.at("typeName"))
            change = Difference(kind, "type name", str(other), before or "", after or "", "", *places)
            if before and after and before not in left:
                known.following.renamed(change, before, after)
            yield change


def _entity(old: Entity, new: Entity, known: _Known, *, is_sure: bool) -> Iterator[Difference]:
    """Yield what has changed in an entity that is in both snapshots."""
    if old.node.is_written_like(new.node):
        return
    name, places = str(new), (old.at, new.at)
    if old.attributes is not None and new.attributes is not None and old.attributes != new.attributes:
        attributes = list(_attributes(old, new, known, is_sure=is_sure))
    else:
        attributes = list(_undeclared(old, new))
    yield from _naming("primary key", [_listed(one.primary_key) for one in (old, new)], old, new, known)
    yield from _naming("key attributes", [_key_attributes(one) for one in (old, new)], old, new, known)
    before, after = old.entity_type, new.entity_type
    if before != after:
        kind = _change_kind(before, after)
        yield Difference(kind, "entity type", name, before or "", after or "", "", *places)
    times = [_listed(one.node.text("timestampFieldName")) for one in (old, new)]
    yield from _naming("timestamp", times, old, new, known)
    yield from _others(name, old.node, new.node, _TOLD_OF_ENTITIES, places, known)
    yield from _wholeness(old, new)
    yield from attributes
    yield from _navigation(old, new, known)


_TOLD_OF_ENTITIES: Final = (
    *("name", "typeName", "primaryKey", "keyAttributes", "entityType", "timestampFieldName"),
    *("attributes", "navigationProperties", "complete"),
)


def _wholeness(old: Entity, new: Entity) -> Iterator[Difference]:
    """Yield that the attributes that are declared are now all, or no more, or why they aren't."""
    before, after = map(_whole, (old, new))
    if before != after:
        places = old.node.at("complete"), new.node.at("complete")
        yield Difference("changed", "complete", f"{new}.attributes", before, after, "", *places)


def _whole(entity: Entity) -> str:
    return "true" if entity.attributes_complete else f"false{in_brackets(entity.partial_because)}"


def _naming(
    what: str, named: Sequence[list[str]], old: Entity, new: Entity, known: _Known
) -> Iterator[Difference]:
    """Yield that keys or times of an entity are other attributes now, not only called otherwise."""
    before, after = named
    if not _are_the_same(what, old, new, before, after, known):
        was = before if before != after else _called_now(old, before, known)
        evidence = _NAMED_NOTHING if was == after else ""
        kind, shown = _change_kind(was or None, after or None), (", ".join(was), ", ".join(after))
        yield Difference(kind, what, str(new), *shown, evidence, old.at, new.at)


_NAMED_NOTHING: Final = "it named what was not there"


def _listed(name: str | None) -> list[str]:
    return [] if name is None else [name]


def _key_attributes(entity: Entity) -> list[str]:
    listed = entity.node.get("keyAttributes")
    return [one for one in listed if isinstance(one, str)] if isinstance(listed, list) else []


def _are_the_same(
    what: str, old: Entity, new: Entity, mine: list[str], theirs: list[str], known: _Known
) -> bool:
    """Tell whether names mean the same attributes in both snapshots; count those that follow a renaming."""
    were = [known.were.get((new, name), name) for name in theirs]
    if _called_now(old, mine, known) != theirs or were != mine:
        return False
    for name in (one for one, other in zip(mine, theirs, strict=True) if one != other):
        known.following.count(what, known.attributes[old, name][1])
    return True


def _called_now(entity: Entity, names: Sequence[str], known: _Known) -> list[str]:
    """Return what attributes of an entity of the old snapshot are called in the new one."""
    called = (known.attributes.get((entity, name)) for name in names)
    return [name if one is None else one[0] for name, one in zip(names, called, strict=True)]


def _navigation(old: Entity, new: Entity, known: _Known) -> Iterator[Difference]:
    """Yield the ways to other entities that have come, gone or lead elsewhere."""
    nodes = old.node.node("navigationProperties"), new.node.node("navigationProperties")
    mine, theirs = ({} if node is None else node.values for node in nodes)
    for name in dict.fromkeys((*mine, *theirs)):
        before, after = plain(mine.get(name)), plain(theirs.get(name))
        if before != after and not known.following.explains("navigation property", before, after):
            places = _key_at(nodes[0], name), _key_at(nodes[1], name)
            words = "navigation property", f"{new}.{name}", _way(before), _way(after)
            yield Difference(_change_kind(before, after), *words, "", *places)


def _key_at(node: Node | None, name: str) -> Location | None:
    return node.at(name)._replace(part="key") if node is not None and name in node.values else None


def _way(navigation: Any) -> str:
    """Return where a navigation property leads to."""
    if not isinstance(navigation, dict):
        return ""
    type_, entity = navigation.get("type") or "", navigation.get("entity")
    named = f"Collection({type_})" if navigation.get("isCollection") else str(type_)
    return f"{named} in {entity}" if entity else named


def _undeclared(old: Entity, new: Entity) -> Iterator[Difference]:
    """Yield that the attributes of an entity are declared now, or no more."""
    if (old.attributes is None) != (new.attributes is None):
        kind = "added" if old.attributes is None else "removed"
        before, after = ("" if one is None else str(len(one)) for one in (old.attributes, new.attributes))
        yield Difference(kind, "attributes", str(new), before, after, "", old.at, new.at)


def _change_kind(before: Any, after: Any) -> str:
    return "added" if before is None else "removed" if after is None else "changed"


def _attributes(old: Entity, new: Entity, known: _Known, *, is_sure: bool) -> Iterator[Difference]:
    """Yield what has become of the attributes of an entity, where both snapshots declare them."""
    before, after = old.attributes or {}, new.attributes or {}
    removed = [name for name in before if name not in after]
    added = [name for name in after if name not in before]
    called, evidence = _become(old, new, removed, added, known)
    guesses: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for name in before:
        other = called.get(name, name)
        if name in evidence:
            yield _renamed_attribute(old, new, name, other, evidence[name], known, is_sure=is_sure)
        if other not in after:
            yield _removed_attribute(old, new, name)
        elif before[name] != after[other]:
            yield from _redeclared(old, new, name, other, known, guesses)
    come = {*called.values()}
    for name in (one for one in added if one not in come):
        at = new.attribute_at(name)
        yield Difference("added", "attribute", f"{new}.{name}", "", new.declared_type(name), after=at)
    yield from _guessed(old, new, guesses, known)


def _become(
    old: Entity, new: Entity, removed: Sequence[str], added: Sequence[str], known: _Known
) -> tuple[dict[str, str], dict[str, Evidence]]:
    """Return what names that are gone have become, and the evidence where that follows from nothing else."""
    followed = dict(_followed(old, new, removed, added, known))
    come = {*followed.values()}
    gone = [name for name in removed if name not in followed]
    pairs = renamed_attributes(old, new, gone, [name for name in added if name not in come])
    return followed | {one: other for one, other, _ in pairs}, {one: why for one, _, why in pairs}


def _renamed_attribute(
    old: Entity, new: Entity, name: str, other: str, why: Evidence, known: _Known, *, is_sure: bool
) -> Difference:
    """Return that an attribute is called otherwise, and remember it."""
    places = old.attribute_at(name), new.attribute_at(other)
    names, is_known = (f"{new}.{name}", name, other), is_sure and why.is_sure
    change = Difference("renamed", "attribute", *names, why.words, *places, is_known)
    _call(old, name, new, other, change, known)
    return change


def _removed_attribute(old: Entity, new: Entity, name: str) -> Difference:
    why = "" if new.lacks(name) else "the new snapshot does not have all of the entity"
    said, at = old.declared_type(name), old.attribute_at(name)
    return Difference("removed", "attribute", f"{new}.{name}", said, "", why, at)


def _redeclared(
    old: Entity,
    new: Entity,
    name: str,
    other: str,
    known: _Known,
    guesses: dict[tuple[str, str], list[tuple[str, str]]],
) -> Iterator[Difference]:
    """Yield what else is said of an attribute now; a type of the same name that is a guess is taken down."""
    retyped = list(_retyped(old, new, name, other, known))
    yield from retyped
    guess = old.guessed_from(name), new.guessed_from(other)
    if not retyped and guess[0] != guess[1]:
        guesses[guess].append((name, other))
    yield from _otherwise(old, new, name, other, known)


def _followed(
    old: Entity, new: Entity, removed: Sequence[str], added: Sequence[str], known: _Known
) -> Iterator[tuple[str, str]]:
    """Yield the attributes that are called after what is renamed, as the keys in the master dataset are."""
    concerned = [name for name in removed if known.following.concerns(name)]
    successors = Successors(known.following, added if concerned else ())
    for name in concerned:
        found = successors.of(name)
        if len(found) == 1:
            _call(old, name, new, *found[0], known)
            known.following.count("attribute", found[0][1])
            yield name, found[0][0]


def _call(old: Entity, name: str, new: Entity, other: str, change: Difference, known: _Known) -> None:
    """Remember what an attribute is called in either snapshot."""
    known.attributes[old, name] = other, change
    known.were[new, other] = name


def _guessed(
    old: Entity, new: Entity, guesses: Mapping[tuple[str, str], Sequence[tuple[str, str]]], known: _Known
) -> Iterator[Difference]:
    """Yield what types are a guess from now: one change for all attributes of which it is the same."""
    for (before, after), names in guesses.items():
        if not known.following.explains("guess", before, after):
            kind, (one, other) = _change_kind(before or None, after or None), names[0]
            name, evidence = f"{new}.{other}", ""
            if len(names) > 1:
                name, evidence = str(new), counted(len(names), "attribute")
            places = old.attribute_at(one), new.attribute_at(other)
            yield Difference(kind, "guessed from", name, before, after, evidence, *places)


def _otherwise(old: Entity, new: Entity, name: str, other: str, known: _Known) -> Iterator[Difference]:
    """Yield what else than its type has changed of an attribute, but for what is told already."""
    before, after = (old.attributes or {}).get(name), (new.attributes or {}).get(other)
    nodes = tuple(one if isinstance(one, Node) else _NOTHING for one in (before, after))
    places = old.attribute_at(name), new.attribute_at(other)
    yield from _others(
        f"{new}.{other}", nodes[0], nodes[1], ("type", "dataType", "guessedFrom"), places, known
    )


_NOTHING: Final = Node("", Shape(), None, ())


def _retyped(old: Entity, new: Entity, name: str, other: str, known: _Known) -> Iterator[Difference]:
    before, after = old.declared_type(name), new.declared_type(other)
    if compared_type(before) == compared_type(after):
        return
    if known.following.explains("type", before, after):
        return
    wires = [wire_type(canonical_type(one)) for one in (before, after)]
    evidence = [
        *(["the same to the service"] if wires[0] == wires[1] != UNCLASSIFIED else []),
        *(f"it {said} guessed from {guess}" for said, guess in _guesses(old, name, new, other)),
    ]
    places = old.attribute_at(name), new.attribute_at(other)
    yield Difference("retyped", "attribute", f"{new}.{other}", before, after, "; ".join(evidence), *places)


def _guesses(old: Entity, name: str, new: Entity, other: str) -> Iterator[tuple[str, str]]:
    guesses = ("was", old.guessed_from(name)), ("is", new.guessed_from(other))
    return ((said, guess) for said, guess in guesses if guess)


def _relationships(known: _Known) -> Iterator[Difference]:
    before, after = _named_relationships(known.old), _named_relationships(known.new)
    known.entities_before.update((new, old) for old, new in known.entities.items())
    renamed = dict(_renamed_relationships(before, after, known))
    for name, node in before.items():
        other, is_sure = renamed.get(name, (name, True))
        if other not in after:
            yield Difference("removed", "relationship", name, _described(node), before=node.at("name"))
            continue
        if other != name and not _is_named_after_ends(name, other, node, after[other], known):
            evidence = "it leads from and to the same attributes"
            places = node.at("name"), after[other].at("name")
            yield Difference("renamed", "relationship", name, name, other, evidence, *places, is_sure)
        yield from _relationship(other, node, after[other], known)
    come = {other for other, _ in renamed.values()}
    for name, node in after.items():
        if name not in before and name not in come:
            yield Difference("added", "relationship", name, "", _described(node), after=node.at("name"))


def _renamed_relationships(
    before: Mapping[str, Node], after: Mapping[str, Node], known: _Known
) -> Iterator[tuple[str, tuple[str, bool]]]:
    """Yield names that have become others, of relationships with the same ends, and whether that is sure."""
    if before.keys() <= after.keys():
        return
    gone: dict[tuple[str, ...], list[str]] = defaultdict(list)
    come: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, node in before.items():
        gone[_meant_ends(node, known)].append(name)
    for name, node in after.items():
        come[_ends(node, known.new)].append(name)
    for ends, names in gone.items():
        old = [name for name in names if name not in after]
        new = [name for name in come[ends] if name not in before]
        is_sure = len(names) == len(come[ends]) == 1
        yield from ((one, (other, is_sure)) for one, other in zip(old, new, strict=False))


def _relationship(name: str, old: Node, new: Node, known: _Known) -> Iterator[Difference]:
    """Yield what has changed in a relationship that is in both snapshots."""
    if old.is_written_like(new) and not (known.following or known.attributes):
        return
    places = old.at("name"), new.at("name")
    if not _joins_the_same(old, new, known):
        yield Difference("changed", "relationship", name, *_told_apart(old, new, known), *places)
    yield from _others(name, old, new, _DESCRIBED, places, known)


def _joins_the_same(old: Node, new: Node, known: _Known) -> bool:
    """Tell whether a relationship is what it was, perhaps under other names; count that where it is."""
    before, after = _described(old), _described(new)
    is_same = (
        old.text("cardinality") == new.text("cardinality")
        and _meant_ends(old, known) == _ends(new, known.new)
        and _meant_ends_before(new, known) == _ends(old, known.old)
    )
    if before == after:
        return is_same
    causes = _causes(old, new, known)
    if not is_same or not causes or None in causes:
        return False
    known.following.count("relationship", causes[0])
    return True


def _told_apart(old: Node, new: Node, known: _Known) -> tuple[str, str, str]:
    """Return what a relationship was and is, and why it isn't the same where that doesn't tell it."""
    before, after = _described(old), _described(new)
    if before != after:
        return before, after, ""
    meant, found = _described(old, _meant_ends(old, known)), _described(new, _ends(new, known.new))
    return meant, found, _NAMED_NOTHING if meant == found else ""  # the name is that of something else now


def _causes(old: Node, new: Node, known: _Known) -> list[Difference | None]:
    """Return the renaming behind each end that is written otherwise; None where there is none."""
    before, after = relationship_ends(old), relationship_ends(new)
    causes: list[Difference | None] = []
    for entity, attribute in ((0, 1), (2, 3)):
        if before[entity] != after[entity]:
            causes.append(known.following.cause(before[entity], after[entity]))
        if before[attribute] != after[attribute]:
            owner = known.old.resolve_name(before[entity]).entity
            called = known.attributes.get((owner, before[attribute])) if owner is not None else None
            causes.append(called[1] if called is not None and called[0] == after[attribute] else None)
    return causes


def _is_named_after_ends(name: str, other: str, old: Node, new: Node, known: _Known) -> bool:
    """Tell whether a relationship is called otherwise because its ends are, of whose names it has its own."""
    causes = _causes(old, new, known)
    for before, after in zip(relationship_ends(old), relationship_ends(new), strict=True):
        name = name.replace(before, after) if before else name
    return bool(causes) and None not in causes and name == other


def _meant_ends(node: Node, known: _Known) -> tuple[str, ...]:
    """Return the ends of a relationship of the old snapshot as they are called in the new one."""

    def called(one: tuple[Entity, str]) -> str | None:
        return known.attributes[one][0] if one in known.attributes else None

    return _ends_elsewhere(node, known.old, known.entities, called)


def _meant_ends_before(node: Node, known: _Known) -> tuple[str, ...]:
    """Return the ends of a relationship of the new snapshot as they were called in the old one."""
    return _ends_elsewhere(node, known.new, known.entities_before, known.were.get)


def _ends_elsewhere(
    node: Node,
    snapshot: Snapshot,
    entities: Mapping[Entity, Entity],
    attribute_called: Callable[[tuple[Entity, str]], str | None],
) -> tuple[str, ...]:
    """Return the ends of a relationship as they are called in the other snapshot, if they are there."""
    ends = relationship_ends(node)
    found: list[str] = []
    for name, attribute in (ends[:2], ends[2:]):
        entity = snapshot.resolve_name(name).entity
        other = entities.get(entity) if entity is not None else None
        called = attribute_called((entity, attribute)) if entity is not None else None
        found += [str(other) if other is not None else name, called or attribute]
    return tuple(found)


def _ends(node: Node, snapshot: Snapshot) -> tuple[str, ...]:
    """Return the ends of a relationship under the whole names of their entities."""
    ends = relationship_ends(node)
    found = [snapshot.resolve_name(name).entity for name in (ends[0], ends[2])]
    whole = [
        str(one) if one is not None else name for one, name in zip(found, (ends[0], ends[2]), strict=True)
    ]
    return whole[0], ends[1], whole[1], ends[3]


_DESCRIBED: Final = (
    *("name", "fromEntityName", "fromAttributeName", "toEntityName", "toAttributeName", "cardinality"),
    *("version", "updatedBy", "updatedUtc", "createdBy", "createdUtc", "instanceId"),
)


def _named_relationships(snapshot: Snapshot) -> dict[str, Node]:
    return {node.text("name") or "": node for node in reversed(snapshot.root.nodes("relationships"))}


def _described(node: Node, ends: Sequence[str] = ()) -> str:
    from_entity, from_attribute, to_entity, to_attribute = ends or relationship_ends(node)
    said = f"{from_entity}.{from_attribute} to {to_entity}.{to_attribute}"
    cardinality = node.text("cardinality")
    return f"{said}, {cardinality}" if cardinality else said


def _conflations(known: _Known) -> Iterator[Difference]:
    nodes = [
        {node.text("conflationId") or "": node for node in snapshot.root.nodes("conflations")}
        for snapshot in (known.old, known.new)
    ]
    yield from _compared("conflation", nodes[0], nodes[1], known)


def _self_conflations(known: _Known) -> Iterator[Difference]:
    """They have no name but that of their entity, in a conflation."""
    nodes = [
        {_deduplicated(node): node for node in snapshot.root.nodes("selfConflations")}
        for snapshot in (known.old, known.new)
    ]
    yield from _compared("self conflation", nodes[0], nodes[1], known)


def _deduplicated(node: Node) -> str:
    listed = (one.literal or one.text("entityName") or "" for one in node.nodes("entities"))
    return "/".join((node.text("conflationId") or "", *listed))


_NAMES: Final = ("name", "segmentName", "measureName", "hierarchyName", "principalId", "scheduleId", "id")
_PARTS: Final = {
    "segments": "segment",
    "measures": "measure",
    "hierarchies": "hierarchy",
    "activities": "activity",
    "schedules": "schedule",
    "derivedEntities": "derived entity",
    "insights": "insight",
    "roleAssignments": "role assignment",
}


def _parts(known: _Known) -> Iterator[Difference]:
    for part, what in _PARTS.items():
        lists = []
        for snapshot in (known.old, known.new):
            items = snapshot.root.get(part)
            listed = items if isinstance(items, list) else []
            lists.append({_name_of(item) or str(at): item for at, item in enumerate(listed, 1)})
        yield from _compared(what, lists[0], lists[1], known)


def _name_of(item: Any) -> str:
    values = item.values if isinstance(item, Node) else item if isinstance(item, dict) else {}
    return next((values[key] for key in _NAMES if isinstance(values.get(key), str)), "")


def _compared(
    what: str, before: Mapping[str, Any], after: Mapping[str, Any], known: _Known
) -> Iterator[Difference]:
    gone, come = [name for name in before if name not in after], [one for one in after if one not in before]
    successors = Successors(known.following, come)
    called = {name: found[-1][0] for name in gone if (found := successors.of(name))}
    new = {*called.values()}
    for name, item in before.items():
        other = called.get(name, name)
        if other not in after:
            yield Difference("removed", what, name, before=_at(item))
        elif plain(item) != plain(after[other]) and not known.following.explains(what, item, after[other]):
            parts = _changed_parts(item, after[other])
            yield Difference("changed", what, other, "", "", parts, _at(item), _at(after[other]))
    for name in come:
        if name not in new:
            yield Difference("added", what, name, after=_at(after[name]))


def _changed_parts(old: Any, new: Any) -> str:
    """Return the names of the properties that differ."""
    before, after = plain(old), plain(new)
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return ""
    differ = [key for key in dict.fromkeys((*before, *after)) if before.get(key) != after.get(key)]
    return first_few(differ)


def _search_configuration(known: _Known) -> Iterator[Difference]:
    before, after = (plain(one.root.get("searchConfiguration")) for one in (known.old, known.new))
    if before != after and not known.following.explains("search configuration", before, after):
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
