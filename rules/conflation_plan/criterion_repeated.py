"""A rule should have each criterion once."""

from __future__ import annotations

from linter.diagnostic import Finding, Location, Related, Removal, Stated
from linter.kinds.conflation_plan import Criterion
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CP112",
    "criterion-repeated",
    "a rule should have each criterion once",
    "a convention of this linter: a criterion says nothing the second time",
    severity="recommendation",
    sources=(Stated("convention", "a criterion says nothing the second time"),),
    inferred=True,
    group="advice",
    local=True,
    kinds=("conflationPlan",),
)


def check(project: Project) -> Says:
    for plan in project.plans:
        for rule in plan.match_rules:
            for criteria in (rule.criteria, *rule.exceptions):
                yield from _check_criteria(criteria)


def _check_criteria(criteria: list[Criterion]) -> Says:
    first: dict[object, Criterion] = {}
    for one in criteria:
        before = first.setdefault(one.said, one)
        if one.said is not None and before is not one:
            at = Location(one.node.document, one.node.path)
            yield Finding(
                one.node.at(),
                "the criterion is there already",
                label="again",
                related=(Related(before.node.at(), "the first time"),),
                help="remove it, or compare other columns",
                repairs=(Removal(at, "Remove the criterion"),),
            )
