"""A filter of a measure must be about an entity that it can reach."""

from __future__ import annotations

from functools import cache

from linter.diagnostic import Finding, HeldBack, NotChecked, Related
from linter.kinds.measure_body import Measure
from linter.kinds.references import Mention
from linter.project.project import Project
from linter.rulekit.lacks import as_listed
from linter.rulekit.measure_paths import MeasurePaths, base_of, said_of_lost, unsure_of_paths
from linter.rulekit.measures import each_structured, errors
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "ME115",
    "filtered-entity-unreachable",
    "a filter of a measure must be about an entity that it can reach",
    "service error measureCriteriaContainsUnreachableEntity",
    service_errors=("measureCriteriaContainsUnreachableEntity",),
    sources=errors("measureCriteriaContainsUnreachableEntity"),
    kinds=("measure",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    paths_in = cache(lambda snapshot: MeasurePaths(project, snapshot))
    for one, _ in each_structured(project):
        snapshot, start = one.request.snapshot, base_of(one)
        if snapshot is None or start is None:
            continue
        owners = _owners(one)
        if owners:
            yield from _check(project, paths_in(snapshot), one, start, owners)


def _owners(one: Measure) -> list[Mention]:
    """Return the entities that a measure's filter names."""
    conditions = one.criteria.conditions() if one.criteria is not None else ()
    members = (each.member for each in conditions)
    return [each.owner for each in members if each is not None and each.owner is not None]


def _check(
    project: Project, paths: MeasurePaths, one: Measure, start: Mention, owners: list[Mention]
) -> Says:
    base = paths.ways.place(start)
    linked = {place for _, place in paths.places(one.entities)}
    others = {place: each for each, place in reversed(paths.places(owners)) if place not in linked}
    if base is None:
        return
    lost = [each for place, each in others.items() if not paths.groups.are_joined(base, place)]
    lack = unsure_of_paths(project, paths, one.request) if lost else None
    for each in lost:
        if lack is not None:
            yield NotChecked(each.at, lack)
            continue
        cause = said_of_lost(project, paths, base, each)
        yield _unreachable(paths, start, each) if cause is None else HeldBack(each.at, cause)


def _unreachable(paths: MeasurePaths, start: Mention, mention: Mention) -> Finding:
    return as_listed(
        Finding(
            mention.at,
            f"no relationships lead from `{start.entity or start.name}` to "
            f"`{mention.entity or mention.name}`, which the filter is about",
            label="can't be reached",
            related=(Related(start.at, "what the measure starts from"),),
            help="filter by a linked entity, or create the relationship first",
        ),
        paths.snapshot,
        "relationships",
    )
