"""The attributes that relationships join on the way of a criterion should be of one type.

Relationships that payloads plan are RL105's; this one is about those that the instance has.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from linter.diagnostic import Finding, Location, Related, Stated
from linter.instance.data_types import same_type
from linter.kinds.segment_body import Segment
from linter.project.project import Project
from linter.project.saved import PlannedRelationship
from linter.project.ways import Way
from linter.rulekit.chosen_paths import by_itself, chosen_paths
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "SG140",
    "joined-types-differ",
    "the attributes that are joined on a segment's way should be of one type",
    "support article segment-no-results",
    severity="recommendation",
    url=product_page("segment-builder.md"),
    sources=(Stated("product-page", "E14"),),
    kinds=("segment",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    told: set[tuple[object, object]] = set()
    differing = cache(_differing)
    anew = {one.link.node for one in project.planned.joins}
    for segment, at, way in _ways(project):
        for step in way:
            link = step.link
            if link is None or link.node in anew:
                continue
            types = differing(link)
            if types is None or (segment.node, link.node) in told:
                continue
            told.add((segment.node, link.node))
            yield Finding(
                at,
                f"relationship `{link.name}`, which leads on from here, joins {types[0]} with {types[1]}: "
                "rows that look alike may not meet",
                label="joined by different types",
                help="give the two attributes one type where they are ingested",
                related=(Related(link.at, "the relationship"),),
            )


def _ways(project: Project) -> Iterator[tuple[Segment, Location, Way]]:
    for path in chosen_paths(project):
        yield path.segment, path.at, path.walked.way
    for one, ways in by_itself(project):
        way = ways.to_root(one.entity)
        if way and not ways.has_several(way):
            yield one.segment, one.mention.at, way


def _differing(link: PlannedRelationship) -> list[str] | None:
    """Return the two attributes with their types, if it is certain that these differ: no type is a guess."""
    sides = list(zip(link.ends, link.attributes, strict=True))
    known = [(end.entity, name) for end, name in sides if end.entity is not None and name is not None]
    types = [entity.canonical_type(name) for entity, name in known]
    if len(types) < 2 or same_type(types[0], types[1]) is not False:
        return None
    if any(entity.guessed_from(name) for entity, name in known):
        return None
    return [f"`{entity}.{name}` ({type_})" for (entity, name), type_ in zip(known, types, strict=True)]
