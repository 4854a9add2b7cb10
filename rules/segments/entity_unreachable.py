"""Where no path is given, relationships must lead from a criterion's entity to Customer.

The source entities of the conflation plan lead there by themselves.
"""

from __future__ import annotations

from linter.diagnostic import Finding, HeldBack, NotChecked, Stated
from linter.instance.snapshot import Entity
from linter.project.project import Project
from linter.project.ways import Ways
from linter.rulekit.chosen_paths import NO_PLAN, ReachedEntity, by_itself, unsure_of_links
from linter.rulekit.links import why_loose
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
    within = _within_reach(ways, one.entity)
    near = (each for each in ways.loose if not within.isdisjoint(end.entity for end in each[0].ends))
    loose = next(near, None)
    if loose is not None:
        return why_loose(at, *loose, request)
    sources = sorted(map(str, ways.sources))
    to = f" or one of the entities that make it up ({either(sources)})" if 0 < len(sources) <= 5 else ""
    return Finding(
        at,
        f"no relationships lead from `{one.entity}` to `{ways.root}`",
        label="can't be reached",
        help=f"create a relationship between `{one.entity}` and `{ways.root}`{to}",
        severity=ways.snapshot.severity_of_absence("relationships"),
    )


def _within_reach(ways: Ways, entity: Entity) -> set[object]:
    """Return what relationships join to an entity, itself too."""
    found: set[object] = {entity}
    waiting = [*ways.from_(entity)]
    while waiting:
        step = waiting.pop()
        if step.there not in found:
            found.add(step.there)
            waiting += ways.from_(step.there)
    return found
