"""Where no path is given, relationships must lead from a criterion's entity to Customer.

The source entities of the conflation plan lead there by themselves.
"""

from __future__ import annotations

from linter.diagnostic import Finding, HeldBack, NotChecked, Stated
from linter.project.project import Project
from linter.project.ways import Ways
from linter.rulekit.chosen_paths import NO_PLAN, ReachedEntity, by_itself, unsure_of_links
from linter.rulekit.gaps import said_of_gap, within_reach
from linter.rulekit.lacks import as_listed
from linter.rulekit.links import joins_anything, why_loose
from linter.rulekit.rule import Rule, Says, product_page
from linter.wording import either

RULE = Rule(
    "SG134",
    "entity-unreachable",
    "relationships must lead from a criterion's entity to Customer",
    "service error segmentCriteriaUnreachableEntityUsingAutoPath; product documentation, segment-builder",
    url=product_page("segment-builder.md"),
    service_errors=("segmentCriteriaUnreachableEntityUsingAutoPath",),
    sources=(
        Stated("service-error", "segmentCriteriaUnreachableEntityUsingAutoPath"),
        Stated("product-page", "E02"),
    ),
    kinds=("segment",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for one, ways in by_itself(project):
        if ways.to_root(one.entity) is None:
            yield _said(project, one, ways)


def _said(project: Project, one: ReachedEntity, ways: Ways) -> Finding | NotChecked | HeldBack:
    request, at = one.segment.request, one.mention.at
    lack = unsure_of_links(project, one.segment) or project.unsure("conflationPlan", request)
    if lack is None and not ways.from_(ways.root):
        lack = NO_PLAN
    if lack is not None:
        return NotChecked(at, lack)
    within = within_reach(ways, one.entity)
    near = frozenset[object](within)
    loose = (
        each
        for each in ways.loose
        if joins_anything(*each) or not near.isdisjoint(end.entity for end in each[0].ends)
    )
    held = next(loose, None)
    if held is not None:
        return why_loose(at, *held, request)
    cause = said_of_gap(project, ways.snapshot, within)
    if cause is not None:
        return HeldBack(at, cause)
    return as_listed(_unreachable(one, ways), ways.snapshot, "relationships")


def _unreachable(one: ReachedEntity, ways: Ways) -> Finding:
    sources = sorted(map(str, ways.sources))
    to = f" or one of the entities that make it up ({either(sources)})" if 0 < len(sources) <= 5 else ""
    return Finding(
        one.mention.at,
        f"no relationships lead from `{one.entity}` to `{ways.root}`",
        label="can't be reached",
        help=f"create a relationship between `{one.entity}` and `{ways.root}`{to}",
    )
