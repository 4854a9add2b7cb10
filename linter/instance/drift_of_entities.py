"""What has become of the entities of a snapshot."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final

from linter.diagnostic import Location
from linter.instance.counterparts import Counterparts
from linter.instance.difference import Difference
from linter.instance.drift_of_attributes import attributes
from linter.instance.drift_of_values import NAMED_NOTHING, change_kind, others
from linter.instance.entity import Entity
from linter.instance.following import plain
from linter.instance.matching import renamed_entities
from linter.shapes.node import Node
from linter.wording import counted, in_brackets

_TOLD: Final = (
    *("name", "typeName", "primaryKey", "keyAttributes", "entityType", "timestampFieldName"),
    *("attributes", "navigationProperties", "complete"),
)


def entities(known: Counterparts) -> Iterator[Difference]:
    """Yield the changes of entities, and of all that they have."""
    for one in known.old.entities:
        other = _same_entity(one, known)
        if other is not None:
            known.pair(one, other)
    renamed = _renamed_entities(known)
    yield from _namespaces(known)
    yield from _type_names(known)
    for one in known.old.entities:
        other, change = known.entities.get(one), renamed.get(one)
        if change is not None:
            yield change
        if other is not None:
            yield from _entity(one, other, known, is_sure=change is None or change.is_sure)
        elif one.data_source is None or known.source(one.data_source) is not None:
            yield Difference("removed", "entity", str(one), before=one.at)
    _remember_attributes(known)
    yield from _added(known)


def _renamed_entities(known: Counterparts) -> dict[Entity, Difference]:
    """Return the entities that are called otherwise, with what tells of it, and remember them."""
    removed = [one for one in known.old.entities if one not in known.entities]
    added = [one for one in known.new.entities if one not in known.entities_before]
    renamed: dict[Entity, Difference] = {}
    for one, other, why in renamed_entities(removed, added, known.sources):
        names = str(one), str(one), str(other)
        renamed[one] = Difference("renamed", "entity", *names, why.words, one.at, other.at, why.is_sure)
        known.pair(one, other)
        _remember(one, other, renamed[one], known)
    return renamed


def _added(known: Counterparts) -> Iterator[Difference]:
    stayed = {other.id for other, _ in known.sources.values()}
    for one in known.new.entities:
        is_new = one not in known.entities_before
        if is_new and (one.data_source is None or one.data_source.id in stayed):
            yield Difference("added", "entity", str(one), after=one.at)


def _remember(old: Entity, new: Entity, change: Difference, known: Counterparts) -> None:
    """Remember what an entity is called now: whole and, where no other one is called so, by its bare name."""
    known.following.renamed(change, str(old), str(new), begins=True)
    if old.data_source is not None and new.data_source is not None:
        by_id = f"{old.data_source.id}_{old.name}", f"{new.data_source.id}_{new.name}"
        known.following.renamed(change, *by_id, begins=True)
    if not known.new.named(old.name):
        known.following.renamed(change, old.name, new.name)


def _remember_attributes(known: Counterparts) -> None:
    """Remember what attributes are called now, where no other one is called so."""
    left = {name for one in known.new.entities for name in one.attributes or ()} if known.attributes else ()
    for (_, name), (other, change) in known.attributes.items():
        if name not in left:
            known.following.renamed(change, name, other)


def _same_entity(entity: Entity, known: Counterparts) -> Entity | None:
    if entity.data_source is None:
        named = known.new.named(entity.name)
        return next((one for one in named if one.data_source is None), None)
    source = known.source(entity.data_source)
    return known.new.entity_in(source, entity.name) if source is not None else None


def _namespaces(known: Counterparts) -> Iterator[Difference]:
    """Yield the namespaces of a source's types that are called otherwise, where each type is there anew."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    places: dict[str, tuple[Location, Location]] = {}
    for one, other in known.entities.items():
        name, _, type_ = (one.node.text("typeName") or "").rpartition(".")
        called, _, same = (other.node.text("typeName") or "").rpartition(".")
        if name:
            found[name][called if type_ == same else ""] += 1
            places.setdefault(name, (one.node.at("typeName"), other.node.at("typeName")))
    for name, names_now in found.items():
        (called, count), *more = names_now.items()
        if called and called != name and not more:
            evidence = f"{counted(count, 'type')} of the same name"
            change = Difference("renamed", "namespace", name, name, called, evidence, *places[name])
            known.following.renamed(change, name, called, begins=True)
            yield change


def _type_names(known: Counterparts) -> Iterator[Difference]:
    """Yield the types that entities are of now; one that no entity is of any more is called otherwise."""
    left = {one.node.text("typeName") for one in known.new.entities}
    for one, other in known.entities.items():
        before, after = one.node.text("typeName"), other.node.text("typeName")
        if before != after and not known.following.explains("type name", before, after):
            kind, places = change_kind(before, after), (one.node.at("typeName"), other.node.at("typeName"))
            change = Difference(kind, "type name", str(other), before or "", after or "", "", *places)
            if before and after and before not in left:
                known.following.renamed(change, before, after)
            yield change


def _entity(old: Entity, new: Entity, known: Counterparts, *, is_sure: bool) -> Iterator[Difference]:
    """Yield what has changed in an entity that is in both snapshots."""
    if old.node.is_written_like(new.node):
        return
    name, places = str(new), (old.at, new.at)
    of_attributes = list(attributes(old, new, known, is_sure=is_sure))  # first: keys may follow from them
    yield from _naming("primary key", [_listed(one.primary_key) for one in (old, new)], old, new, known)
    yield from _naming("key attributes", [_key_attributes(one) for one in (old, new)], old, new, known)
    before, after = old.entity_type, new.entity_type
    if before != after:
        kind = change_kind(before, after)
        yield Difference(kind, "entity type", name, before or "", after or "", "", *places)
    times = [_listed(one.node.text("timestampFieldName")) for one in (old, new)]
    yield from _naming("timestamp", times, old, new, known)
    yield from others(name, old.node, new.node, _TOLD, places, known)
    yield from _wholeness(old, new)
    yield from of_attributes
    yield from _navigation(old, new, known)


def _wholeness(old: Entity, new: Entity) -> Iterator[Difference]:
    """Yield that the attributes that are declared are now all, or no more, or why they aren't."""
    before, after = map(_whole, (old, new))
    if before != after:
        places = old.node.at("complete"), new.node.at("complete")
        yield Difference("changed", "complete", f"{new}.attributes", before, after, "", *places)


def _whole(entity: Entity) -> str:
    return "true" if entity.attributes_complete else f"false{in_brackets(entity.partial_because)}"


def _naming(
    what: str, named: Sequence[list[str]], old: Entity, new: Entity, known: Counterparts
) -> Iterator[Difference]:
    """Yield that keys or times of an entity are other attributes now, not only called otherwise."""
    before, after = named
    if not _are_the_same(what, old, new, before, after, known):
        was = before if before != after else known.called_now(old, before)
        evidence = NAMED_NOTHING if was == after else ""
        kind, shown = change_kind(was or None, after or None), (", ".join(was), ", ".join(after))
        yield Difference(kind, what, str(new), *shown, evidence, old.at, new.at)


def _listed(name: str | None) -> list[str]:
    return [] if name is None else [name]


def _key_attributes(entity: Entity) -> list[str]:
    listed = entity.node.get("keyAttributes")
    return [one for one in listed if isinstance(one, str)] if isinstance(listed, list) else []


def _are_the_same(
    what: str, old: Entity, new: Entity, mine: list[str], theirs: list[str], known: Counterparts
) -> bool:
    """Tell whether names mean the same attributes in both snapshots; count those that follow a renaming."""
    were = [known.attributes_before.get((new, name), name) for name in theirs]
    if known.called_now(old, mine) != theirs or were != mine:
        return False
    for name in (one for one, other in zip(mine, theirs, strict=True) if one != other):
        known.following.count(what, known.attributes[old, name][1])
    return True


def _navigation(old: Entity, new: Entity, known: Counterparts) -> Iterator[Difference]:
    """Yield the ways to other entities that have come, gone or lead elsewhere."""
    nodes = old.node.node("navigationProperties"), new.node.node("navigationProperties")
    mine, theirs = ({} if node is None else node.values for node in nodes)
    for name in dict.fromkeys((*mine, *theirs)):
        before, after = plain(mine.get(name)), plain(theirs.get(name))
        if before != after and not known.following.explains("navigation property", before, after):
            places = _key_at(nodes[0], name), _key_at(nodes[1], name)
            words = "navigation property", f"{new}.{name}", _way(before), _way(after)
            yield Difference(change_kind(before, after), *words, "", *places)


def _key_at(node: Node | None, name: str) -> Location | None:
    return node.at(name)._replace(part="key") if node is not None and name in node.values else None


def _way(navigation: Any) -> str:
    """Return where a navigation property leads to."""
    if not isinstance(navigation, dict):
        return ""
    type_, entity = navigation.get("type") or "", navigation.get("entity")
    named = f"Collection({type_})" if navigation.get("isCollection") else str(type_)
    return f"{named} in {entity}" if entity else named
