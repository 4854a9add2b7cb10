"""What has become of the attributes of an entity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from linter.instance.counterparts import Counterparts
from linter.instance.data_types import UNCLASSIFIED, canonical_type, wire_type
from linter.instance.difference import Difference
from linter.instance.drift_of_values import change_kind, others
from linter.instance.entity import Entity
from linter.instance.following import Successors
from linter.instance.matching import Evidence, compared_type, renamed_attributes
from linter.shapes.node import Node
from linter.shapes.shape import Shape
from linter.wording import counted

_NOTHING: Final = Node("", Shape(), None, ())


def attributes(old: Entity, new: Entity, known: Counterparts, *, is_sure: bool) -> Iterator[Difference]:
    """Yield the changes of the attributes of an entity that is in both snapshots, surely or not."""
    if old.attributes is None or new.attributes is None:
        yield from _undeclared(old, new)
    elif old.attributes != new.attributes:
        yield from _attributes(old, new, known, is_sure=is_sure)


def _undeclared(old: Entity, new: Entity) -> Iterator[Difference]:
    """Yield that the attributes of an entity are declared now, or no more."""
    if (old.attributes is None) != (new.attributes is None):
        kind = "added" if old.attributes is None else "removed"
        before, after = ("" if one is None else str(len(one)) for one in (old.attributes, new.attributes))
        yield Difference(kind, "attributes", str(new), before, after, "", old.at, new.at)


def _attributes(old: Entity, new: Entity, known: Counterparts, *, is_sure: bool) -> Iterator[Difference]:
    """Yield what has become of the attributes of an entity that both snapshots declare."""
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
    old: Entity, new: Entity, removed: Sequence[str], added: Sequence[str], known: Counterparts
) -> tuple[dict[str, str], dict[str, Evidence]]:
    """Return what names that are gone have become, and the evidence where that follows from nothing else."""
    followed = dict(_followed(old, new, removed, added, known))
    come = {*followed.values()}
    gone = [name for name in removed if name not in followed]
    pairs = renamed_attributes(old, new, gone, [name for name in added if name not in come])
    return followed | {one: other for one, other, _ in pairs}, {one: why for one, _, why in pairs}


def _renamed_attribute(
    old: Entity, new: Entity, name: str, other: str, why: Evidence, known: Counterparts, *, is_sure: bool
) -> Difference:
    """Return that an attribute is called otherwise, and remember it."""
    places = old.attribute_at(name), new.attribute_at(other)
    names, is_known = (f"{new}.{name}", name, other), is_sure and why.is_sure
    change = Difference("renamed", "attribute", *names, why.words, *places, is_known)
    known.call(old, name, new, other, change)
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
    known: Counterparts,
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
    old: Entity, new: Entity, removed: Sequence[str], added: Sequence[str], known: Counterparts
) -> Iterator[tuple[str, str]]:
    """Yield the attributes that are called after what is renamed, as the keys in the master dataset are."""
    concerned = [name for name in removed if known.following.concerns(name)]
    successors = Successors(known.following, added if concerned else ())
    for name in concerned:
        found = successors.of(name)
        if len(found) == 1:
            known.call(old, name, new, *found[0])
            known.following.count("attribute", found[0][1])
            yield name, found[0][0]


def _guessed(
    old: Entity,
    new: Entity,
    guesses: Mapping[tuple[str, str], Sequence[tuple[str, str]]],
    known: Counterparts,
) -> Iterator[Difference]:
    """Yield what types are a guess from now: one change for all attributes of which it is the same."""
    for (before, after), names in guesses.items():
        if not known.following.explains("guess", before, after):
            kind, (one, other) = change_kind(before or None, after or None), names[0]
            name, evidence = f"{new}.{other}", ""
            if len(names) > 1:
                name, evidence = str(new), counted(len(names), "attribute")
            places = old.attribute_at(one), new.attribute_at(other)
            yield Difference(kind, "guessed from", name, before, after, evidence, *places)


def _otherwise(old: Entity, new: Entity, name: str, other: str, known: Counterparts) -> Iterator[Difference]:
    """Yield what else than its type has changed of an attribute, but for what is told already."""
    before, after = (old.attributes or {}).get(name), (new.attributes or {}).get(other)
    nodes = tuple(one if isinstance(one, Node) else _NOTHING for one in (before, after))
    places = old.attribute_at(name), new.attribute_at(other)
    yield from others(
        f"{new}.{other}", nodes[0], nodes[1], ("type", "dataType", "guessedFrom"), places, known
    )


def _retyped(old: Entity, new: Entity, name: str, other: str, known: Counterparts) -> Iterator[Difference]:
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
