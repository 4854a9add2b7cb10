"""An insight: two entities, or segments, and an attribute in which they are compared."""

from __future__ import annotations

from itertools import combinations

from linter.instance.snapshot import Entity
from linter.skeletons.wish import NothingFits, Skeleton, Wish, require, scalar, shared


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
    pairs = [(one, other) for one, other in combinations(entities, 2) if _alike(one, other)]
    if not pairs:
        raise NothingFits("no two entities have an attribute of one name and type: name them with --entity")
    return next((pair for pair in pairs if pair[0].data_source == pair[1].data_source), pairs[0])
