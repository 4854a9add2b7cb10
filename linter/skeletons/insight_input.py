"""An insight: two entities, or segments, and an attribute in which they are compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from linter.instance.data_types import UNCLASSIFIED, UNKNOWN, wire_type
from linter.instance.entity import Entity
from linter.skeletons.wish import NothingFits, Skeleton, Wish, folded, names_of, require, scalar, shared


def skeleton(wish: Wish) -> Skeleton:
    """Return what compares the two entities that are named, else two of one data source, or any profiles."""
    source, candidate = _pair(wish)
    own, other = _alike(source, candidate)[0]
    lines = [
        "- type: segmentExpansion  # or segmentDifferentiators, segmentOverlap, suggestedSegments",
        f"  name: {scalar(f'{source.name}Like')}  # unique",
        f"  sourceEntity: {scalar(str(source))}  # decide: a segment, or an entity",
        f"  candidateEntity: {scalar(str(candidate))}",
        "  attributeGroups:",
        f"    - name: {scalar(own)}",
        "      members:",
        f"        - {{entityName: {scalar(str(source))}, attributeName: {scalar(own)}}}",
        f"        - {{entityName: {scalar(str(candidate))}, attributeName: {scalar(other)}}}",
        f"  outputSegmentName: {scalar(f'Like{source.name[:1].upper()}{source.name[1:]}')}",
        "  outputSegmentSize: 1000  # customers, or a share such as 0.2",
    ]
    return Skeleton("\n".join(lines) + "\n", "manage/insights.yaml")


def _alike(source: Entity, candidate: Entity) -> list[tuple[str, str]]:
    return [pair for pair in shared(source, candidate) if pair[0] != source.primary_key]


def _pair(wish: Wish) -> tuple[Entity, Entity]:
    entities = wish.entities or tuple(wish.snapshot.entities)
    require(entities, 2, "an insight compares two entities")
    pair = _first_pair(entities, lambda one: one.data_source) or _first_pair(entities, lambda _: None)
    if pair is None:
        raise NothingFits("no two entities have an attribute of one name and type: name them with --entity")
    return pair


def _first_pair(
    entities: Sequence[Entity], group: Callable[[Entity], object]
) -> tuple[Entity, Entity] | None:
    """Return the first entity that is alike to a later one of its group, and the first of these."""
    pair = None
    next_: dict[object, int] = {}  # by what an attribute is like: the nearest entity that has one
    for number, one in reversed([*enumerate(entities)]):
        names = [name for name in names_of(one) if name != one.primary_key]
        near = [at for like in _likes(one, names) if (at := next_.get((group(one), like))) is not None]
        pair = (one, entities[min(near)]) if near else pair
        first = {folded(name): name for name in reversed(names)}
        next_.update(((group(one), like), number) for like in _likes(one, first.values()))
    return pair


def _likes(entity: Entity, names: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Yield what attributes of the same name and type have in common: the type here, or on the wire."""
    for name in names:
        type_ = entity.canonical_type(name)
        if type_ != UNKNOWN:
            yield folded(name), type_
        if wire_type(type_) != UNCLASSIFIED:
            yield folded(name), "", wire_type(type_)
