"""Only text can be normalized before it is compared exactly."""

from __future__ import annotations

from linter.diagnostic import Finding, NotChecked, Related, Stated
from linter.kinds.references import Column
from linter.project.project import Project
from linter.rulekit.lacks import unknown_type
from linter.rulekit.rule import Rule, Says
from linter.rulekit.types import is_text, resting_on_types
from linter.shapes.node import Node

RULE = Rule(
    "CP107",
    "normalized-column-not-text",
    "only text can be normalized before it is compared exactly",
    "service error exactMatchAttributeNormalizedNotTextType",
    service_errors=("exactMatchAttributeNormalizedNotTextType",),
    sources=(Stated("service-error", "exactMatchAttributeNormalizedNotTextType"),),
    local=True,
    kinds=("conflationPlan",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for plan in project.plans:
        for criterion in plan.criteria:
            if criterion.kind == "exact":
                for column, node in criterion.sides:
                    if node.get("normalizations"):
                        yield from _check_column(column, node)


def _check_column(column: Column, node: Node) -> Says:
    text = is_text(column)
    if text or column.canonical_type is None:
        return
    if text is None:
        yield NotChecked(column.at, unknown_type(column))
        return
    declared = column.declared_type
    finding = Finding(
        node.at("normalizations", 0),
        f"`{column.entity}.{column.attribute}` is {declared}, and only text can be normalized",
        label=f"of {declared}",
        related=(Related(column.declared_at, "its type is declared here"),),
        help=f"remove the {node.called('normalizations')}, or compare a column of text",
    )
    yield resting_on_types(finding, column)
