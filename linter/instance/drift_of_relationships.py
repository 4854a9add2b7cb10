"""What has become of the relationships of a snapshot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from linter.instance.counterparts import Counterparts
from linter.instance.difference import Difference
from linter.instance.drift_of_values import NAMED_NOTHING, others
from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot, relationship_ends
from linter.shapes.node import Node

_DESCRIBED: Final = (
    *("name", "fromEntityName", "fromAttributeName", "toEntityName", "toAttributeName", "cardinality"),
    *("version", "updatedBy", "updatedUtc", "createdBy", "createdUtc", "instanceId"),
)


def relationships(known: Counterparts) -> Iterator[Difference]:
    """Yield the changes of relationships; those that only follow from a renaming are none."""
    before, after = _named_relationships(known.old), _named_relationships(known.new)
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
    before: Mapping[str, Node], after: Mapping[str, Node], known: Counterparts
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


def _relationship(name: str, old: Node, new: Node, known: Counterparts) -> Iterator[Difference]:
    """Yield what has changed in a relationship that is in both snapshots."""
    if old.is_written_like(new) and not (known.following or known.attributes):
        return
    places = old.at("name"), new.at("name")
    if not _joins_the_same(old, new, known):
        yield Difference("changed", "relationship", name, *_told_apart(old, new, known), *places)
    yield from others(name, old, new, _DESCRIBED, places, known)


def _joins_the_same(old: Node, new: Node, known: Counterparts) -> bool:
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


def _told_apart(old: Node, new: Node, known: Counterparts) -> tuple[str, str, str]:
    """Return what a relationship was and is, and why it isn't the same where that doesn't tell it."""
    before, after = _described(old), _described(new)
    if before != after:
        return before, after, ""
    meant, found = _described(old, _meant_ends(old, known)), _described(new, _ends(new, known.new))
    return meant, found, NAMED_NOTHING if meant == found else ""  # the name is that of something else now


def _causes(old: Node, new: Node, known: Counterparts) -> list[Difference | None]:
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


def _is_named_after_ends(name: str, other: str, old: Node, new: Node, known: Counterparts) -> bool:
    """Tell whether a relationship is called otherwise because its ends are, of whose names it has its own."""
    causes = _causes(old, new, known)
    for before, after in zip(relationship_ends(old), relationship_ends(new), strict=True):
        name = name.replace(before, after) if before else name
    return bool(causes) and None not in causes and name == other


def _meant_ends(node: Node, known: Counterparts) -> tuple[str, ...]:
    """Return the ends of a relationship of the old snapshot as they are called in the new one."""

    def called(one: tuple[Entity, str]) -> str | None:
        return known.attributes[one][0] if one in known.attributes else None

    return _ends_elsewhere(node, known.old, known.entities, called)


def _meant_ends_before(node: Node, known: Counterparts) -> tuple[str, ...]:
    """Return the ends of a relationship of the new snapshot as they were called in the old one."""
    return _ends_elsewhere(node, known.new, known.entities_before, known.attributes_before.get)


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


def _named_relationships(snapshot: Snapshot) -> dict[str, Node]:
    return {node.text("name") or "": node for node in reversed(snapshot.root.nodes("relationships"))}


def _described(node: Node, ends: Sequence[str] = ()) -> str:
    from_entity, from_attribute, to_entity, to_attribute = ends or relationship_ends(node)
    said = f"{from_entity}.{from_attribute} to {to_entity}.{to_attribute}"
    cardinality = node.text("cardinality")
    return f"{said}, {cardinality}" if cardinality else said
