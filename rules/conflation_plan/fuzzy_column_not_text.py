"""Only text can be compared fuzzily.

A column of another type than the one that it is compared with is CP09's.
"""

from __future__ import annotations

from linter.diagnostic import Finding, HeldBack, NotChecked, Related, Stated, cause_at
from linter.instance.data_types import same_type
from linter.kinds.conflation_plan import Criterion
from linter.kinds.references import Column
from linter.project.project import Project
from linter.rulekit.lacks import unknown_type
from linter.rulekit.rule import Rule, Says
from linter.rulekit.types import is_text, resting_on_types
from linter.shapes.node import Node

RULE = Rule(
    "CP108",
    "fuzzy-column-not-text",
    "only text can be compared fuzzily",
    "service error fuzzyMatchAttributeNormalizedNotTextType",
    service_errors=("fuzzyMatchAttributeNormalizedNotTextType",),
    sources=(
        Stated("service-error", "fuzzyMatchAttributeNormalizedNotTextType"),
        Stated("product-page", "X06"),
    ),
    local=True,
    kinds=("conflationPlan",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for plan in project.plans:
        for criterion in plan.criteria:
            if criterion.kind == "fuzzy":
                for column, node in criterion.sides:
                    yield from _check_column(criterion, column, node)


def _check_column(criterion: Criterion, column: Column, node: Node) -> Says:
    text = is_text(column)
    if text or column.canonical_type is None:
        return
    if text is None:
        yield NotChecked(column.at, unknown_type(column))
    elif _differ(criterion):
        yield HeldBack(column.at, cause_at(criterion.sides[1][0].at))
    else:
        declared = column.declared_type
        is_normalized = bool(node.get("normalizations"))
        finding = Finding(
            node.at("normalizations", 0) if is_normalized else column.at,
            f"`{column.entity}.{column.attribute}` is {declared}, and only text can be compared fuzzily",
            label=f"{'of' if is_normalized else 'is'} {declared}",
            related=(Related(column.declared_at, "its type is declared here"),),
            help=f"compare it by {criterion.node.called('kind')} `exact`, without normalizations, or use "
            "a column of text",
        )
        yield resting_on_types(finding, column)


def _differ(criterion: Criterion) -> bool:
    """Tell whether the columns are of two types, so that CP09 speaks."""
    types = [column.canonical_type for column, _ in criterion.sides]
    return len(types) == 2 and None not in types and same_type(str(types[0]), str(types[1])) is False
