"""An exact criterion has no precision below exact, and a fuzzy one has no precision of exact."""

from __future__ import annotations

from linter.diagnostic import Finding, Removal, Stated
from linter.kinds.conflation_plan import Criterion
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CP110",
    "precision-against-kind",
    "an exact criterion has no precision below exact, and a fuzzy one none of exact",
    "a convention of this linter: kind and precision say the same",
    severity="error",
    sources=(Stated("convention", "kind and precision of a criterion say the same"),),
    inferred=True,
    local=True,
    kinds=("conflationPlan",),
)


def check(project: Project) -> Says:
    for plan in project.plans:
        for criterion in plan.criteria:
            yield from _check_criterion(criterion)


def _check_criterion(criterion: Criterion) -> Says:
    node, precision = criterion.node, criterion.node.get("precision")
    if precision is None:
        return
    is_number = isinstance(precision, (int, float))
    is_exact = precision in (1, 100) if is_number else precision.lower() == "exact"
    is_known = 0 <= precision <= 100 if is_number else precision.lower() in ("low", "medium", "high")
    at = node.at("precision")
    if criterion.kind == "exact" and is_known and not is_exact:
        yield Finding(
            at,
            f"the criterion compares exactly, but its precision is {precision}",
            label="less than exact",
            help=f"remove the precision, or compare by {node.called('kind')} `fuzzy`",
            repairs=(Removal(at, "Remove the precision"),),
        )
    elif criterion.kind == "fuzzy" and is_exact and precision != 1:
        yield Finding(
            at,
            f"the criterion compares fuzzily, but its precision is {precision}: nothing but the same will do",
            label="no less than exact",
            severity="recommendation",
            help=f"compare by {node.called('kind')} `exact`, which is faster",
        )
