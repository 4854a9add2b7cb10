"""Which things of two snapshots are the same ones, by their names or by good evidence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeVar

from linter.instance.data_types import canonical_type
from linter.instance.entity import DataSource, Entity
from linter.instance.snapshot import Snapshot, fold_id
from linter.named_tuple import NamedTuple
from linter.shapes.node import Node
from linter.wording import counted

Item = TypeVar("Item")
Pair = tuple[Item, Item, "Evidence"]
Sources = dict[str, tuple[DataSource, "Evidence"]]
"""What the data sources of a snapshot are in another one, by their folded IDs, and why that is believed."""

_ALIKE: Final = 0.6  # of two entities' attributes, so many are the same where one is probably the other
_AS_GOOD_AS_SAME: Final = 0.8, 3  # the same, and that many at least, where nothing else is alike
_SIMILAR: Final = 75  # per cent of two names' characters
_POPULAR: Final = 100  # a name in more entities, or data sources, says nothing about which is which
_MANIFOLD: Final = ("Complex", "Unknown")  # canonical types that many types have
_MOST_PAIRS: Final = 10_000  # of names in one entity; beyond that only exact evidence counts
_COLLECTION: Final = "collection("
_UNTOLD: Final = "unknown"


class Evidence(NamedTuple):
    """Why two names are believed to mean one thing, and whether that is as good as known."""

    words: str
    is_sure: bool


def compared_type(declared: str) -> str:
    """Return what two equal types share.

    Of those that the service has no word for that is their name, of collections that of their items.
    """
    bare = declared.strip() or _UNTOLD
    if bare.lower().startswith(_COLLECTION) and bare.endswith(")"):
        return f"{_COLLECTION}{compared_type(bare[len(_COLLECTION) : -1])})"
    canonical = canonical_type(bare)
    if canonical not in _MANIFOLD:
        return f"{canonical}{_facets(bare)}"
    return bare if "." in bare else bare.lower()


def _facets(declared: str) -> str:
    """Return what stands in parentheses behind a type: its length, its precision and scale."""
    return declared[declared.index("(") :].replace(" ", "") if declared.endswith(")") else ""


def same_sources(old: Snapshot, new: Snapshot) -> Sources:
    """Pair data sources: by their IDs, then by their names, then by the entities that they share."""
    mine, theirs = declared_sources(old), declared_sources(new)
    found = [(*pair, Evidence(f"the same ID {pair[0].id}", is_sure=True)) for pair in _by_id(mine, theirs)]
    left, right = _left(mine, theirs, found)
    found += [(*pair, Evidence("the same name", is_sure=True)) for pair in _by_name(left, right)]
    found += _alike_sources(old, new, *_left(mine, theirs, found))
    return {fold_id(one.id): (other, evidence) for one, other, evidence in found}


def _left(
    mine: list[DataSource], theirs: list[DataSource], found: Iterable[Pair[DataSource]]
) -> tuple[list[DataSource], list[DataSource]]:
    known = {end for one, other, _ in found for end in (one, other)}
    return [one for one in mine if one not in known], [one for one in theirs if one not in known]


def _by_id(mine: list[DataSource], theirs: list[DataSource]) -> Iterator[tuple[DataSource, DataSource]]:
    others = {fold_id(one.id): one for one in theirs}
    yield from ((one, others[fold_id(one.id)]) for one in mine if fold_id(one.id) in others)


def _by_name(mine: list[DataSource], theirs: list[DataSource]) -> Iterator[tuple[DataSource, DataSource]]:
    """Yield those that share a name which no others have: which of two is the same, nobody knows."""
    before, after = (Counter(one.name for one in ends) for ends in (mine, theirs))
    others = {one.name: one for one in theirs}
    for one in mine:
        if one.name and before[one.name] == after[one.name] == 1:
            yield one, others[one.name]


def declared_sources(snapshot: Snapshot) -> list[DataSource]:
    """Return the data sources of a snapshot, the first of each ID."""
    return [one for one in snapshot.data_sources if snapshot.data_source_by_id(one.id) == one]


def _alike_sources(
    old: Snapshot, new: Snapshot, removed: Sequence[DataSource], added: Sequence[DataSource]
) -> list[Pair[DataSource]]:
    """Pair data sources that are gone with new ones of which most entities are the same.

    One that has grown, or shrunk, is the same if most entities of the smaller one are.
    """
    before, after = _entities_of(old, removed), _entities_of(new, added)
    holders, _ = _holders(before.items(), after.items())
    scored = []
    for one, mine in before.items():
        for other in _counted_holders(holders, mine):
            theirs = after[other]
            same = sum(name in theirs and _alike(entity, theirs[name]) for name, entity in mine.items())
            all_ = len(mine.keys() | theirs.keys())
            least, number = _AS_GOOD_AS_SAME
            is_grown = same >= number and same >= _ALIKE * min(len(mine), len(theirs))
            if is_grown or (same and same / all_ >= _ALIKE):
                are = "is" if all_ == 1 else "are"
                is_sure = same / all_ >= least and same >= number
                why = Evidence(f"{same} of {counted(all_, 'entity', 'entities')} {are} the same", is_sure)
                scored.append((same / all_, sorted((str(one), str(other))), one, other, why))
    return _ranked(scored)


def _entities_of(snapshot: Snapshot, sources: Sequence[DataSource]) -> dict[DataSource, dict[str, Entity]]:
    found: dict[DataSource, dict[str, Entity]] = {one: {} for one in sources}
    for entity in snapshot.entities if sources else ():
        if entity.data_source in found:
            found[entity.data_source][entity.name] = entity
    return found


def _alike(one: Entity, other: Entity) -> bool:
    """Tell whether most of two entities' attributes are the same."""
    same, all_ = _shared(one, other)
    return same >= _ALIKE * all_


def _shared(one: Entity, other: Entity) -> tuple[int, int]:
    """Return how many attributes of two entities are the same, and how many there are."""
    mine, theirs = one.attributes or {}, other.attributes or {}
    return sum(1 for name in mine if _same_attribute(one, other, name)), len(mine.keys() | theirs.keys())


def _ranked(scored: list[tuple[float, list[str], Item, Item, Evidence]]) -> list[Pair[Item]]:
    """Return the best pairs of all that are alike; none is sure where something else is alike, too."""
    scored.sort(key=lambda pair: (-pair[0], pair[1]))
    alike = Counter(one for *_, left, right, _ in scored for one in (left, right))
    return _one_to_one(
        (left, right, why._replace(is_sure=why.is_sure and alike[left] == alike[right] == 1))
        for *_, left, right, why in scored
    )


def renamed_entities(
    removed: Sequence[Entity], added: Sequence[Entity], sources: Sources
) -> list[Pair[Entity]]:
    """Pair what is gone with what is new, by the attributes that they share; the surest pairs first."""
    holders, popular = _holders(*([(one, one.attributes or ()) for one in ends] for ends in (removed, added)))
    scored = []
    for entity in removed:
        attributes = entity.attributes or {}
        near = _counted_holders(holders, attributes)
        others = len(popular.intersection(attributes))
        for other, rare in near.items():
            if rare + others < _ALIKE * max(len(attributes), len(other.attributes or ())):
                continue  # too few can be the same
            same, all_ = _shared(entity, other)
            if same / all_ >= _ALIKE:
                moved = "" if _stayed(entity, other, sources) else ", in another data source"
                evidence = f"{same} of {all_} attributes are the same{moved}"
                names = sorted((str(entity), str(other)))  # so that the way back finds the same pairs
                least, number = _AS_GOOD_AS_SAME
                is_sure = same / all_ >= least and same >= number and _stayed(entity, other, sources)
                scored.append((same / all_, names, entity, other, Evidence(evidence, is_sure)))
    return _ranked(scored)


def _holders(
    before: Iterable[tuple[Item, Iterable[str]]], after: Iterable[tuple[Item, Iterable[str]]]
) -> tuple[Mapping[str, list[Item]], set[str]]:
    """Return what is new by the names in it, and the names that are in too many things to say anything."""
    mine, theirs = (_named(items) for items in (before, after))
    popular = {name for held in (mine, theirs) for name, items in held.items() if len(items) > _POPULAR}
    return {name: items for name, items in theirs.items() if name not in popular}, popular


def _named(items: Iterable[tuple[Item, Iterable[str]]]) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = defaultdict(list)
    for item, names in items:
        for name in names:
            found[name].append(item)
    return found


def _counted_holders(holders: Mapping[str, list[Item]], names: Iterable[str]) -> Counter[Item]:
    """Return what has some of these names in it, and how many of them."""
    return Counter(item for name in names for item in holders.get(name, ()))


def _stayed(one: Entity, other: Entity, sources: Sources) -> bool:
    """Tell whether two entities are of one data source."""
    if one.data_source is None or other.data_source is None:
        return one.data_source is other.data_source
    same = sources.get(fold_id(one.data_source.id))
    return same is not None and same[0].id == other.data_source.id


def _same_attribute(one: Entity, other: Entity, name: str) -> bool:
    if name not in (other.attributes or ()):
        return False
    return compared_type(one.declared_type(name)) == compared_type(other.declared_type(name))


def _one_to_one(pairs: Iterable[Pair[Item]]) -> list[Pair[Item]]:
    lefts: set[Item] = set()
    rights: set[Item] = set()
    chosen = []
    for left, right, evidence in pairs:
        if left not in lefts and right not in rights:
            lefts.add(left)
            rights.add(right)
            chosen.append((left, right, evidence))
    return chosen


def renamed_attributes(
    old: Entity, new: Entity, removed: Sequence[str], added: Sequence[str]
) -> list[Pair[str]]:
    """Pair names that are gone with names that are new; the surest evidence first."""
    ranked: list[tuple[float, Pair[str]]] = [
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
) -> Iterator[Pair[str]]:
    """Yield the pairs that share what `fold` makes of them, where it is theirs alone."""
    lefts, rights = _grouped(old, removed, fold), _grouped(new, added, fold)
    for key, names in lefts.items():
        if key and len(names) == 1 and len(rights.get(key, ())) == 1:
            other = rights[key][0]
            is_sure = compared_type(old.declared_type(names[0])) == compared_type(new.declared_type(other))
            yield names[0], other, Evidence(evidence, is_sure)


def _grouped(
    entity: Entity, names: Sequence[str], fold: Callable[[Entity, str], str]
) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(fold(entity, name), []).append(name)
    return groups


def _similar(
    old: Entity, new: Entity, removed: Sequence[str], added: Sequence[str]
) -> Iterator[tuple[float, Pair[str]]]:
    """Yield the pairs of one type with similar names; they rank after all exact evidence."""
    from rapidfuzz import fuzz

    for name in removed:
        for other in added:
            type_ = compared_type(old.declared_type(name))
            ratio = fuzz.ratio(name.lower(), other.lower())
            contained = min(len(name), len(other)) >= 4 and _contains(name.lower(), other.lower())
            if type_ == compared_type(new.declared_type(other)) and (ratio >= _SIMILAR or contained):
                told = old.declared_type(name)
                said = f"a similar name, the same type {told}" if type_ != _UNTOLD else "a similar name"
                yield 200 - ratio, (name, other, Evidence(said, is_sure=False))


def _contains(name: str, other: str) -> bool:
    return name in other or other in name
