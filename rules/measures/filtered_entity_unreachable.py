"""A filter of a measure must be about an entity that it can reach."""

from __future__ import annotations

from linter.diagnostic import Finding, Location, NotChecked, Related
from linter.instance.snapshot import Entity
from linter.kinds.measure import Measure
from linter.project.project import Project
from linter.rulekit.lacks import undeclared
from linter.rulekit.measure_paths import MeasurePaths
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
    for one, _ in each_structured(project):
        snapshot = one.request.snapshot
        linked = [each.entity for each in one.entities if each.entity is not None]
        owners = _owners(one)
        if snapshot is None or not linked or all(entity in linked for entity in owners):
            continue
        paths = MeasurePaths(project, one, snapshot)
        is_open = not paths.is_known or not snapshot.declares("relationships")
        lack = project.unsure("relationships")
        reached = paths.reach(linked[0])
        for entity, at in owners.items():
            if entity in reached or entity in linked:
                continue
            if is_open or lack is not None:
                yield NotChecked(at, lack or undeclared("relationships", snapshot))
                continue
            yield Finding(
                at,
                f"no relationships lead from `{linked[0]}` to `{entity}`, which the filter is about",
                label="can't be reached",
                related=(Related(one.entities[0].at, "what the measure starts from"),),
                help="filter by a linked entity, or create the relationship first",
                severity=snapshot.severity_of_absence("relationships"),
            )


def _owners(one: Measure) -> dict[Entity, Location]:
    """Return the entities that a measure's filter names, and where it does so first."""
    found: dict[Entity, Location] = {}
    for condition in one.criteria.conditions() if one.criteria is not None else ():
        owner = condition.member.owner if condition.member is not None else None
        if owner is not None and owner.entity is not None:
            found.setdefault(owner.entity, owner.at)
    return found
