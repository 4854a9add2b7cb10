"""A precision that is a number must be one from 0 to 1, or a percentage up to 100."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page
from linter.shapes.node import Node

RULE = Rule(
    "CP109",
    "precision-out-of-range",
    "a precision must be a level, a number from 0 to 1, or a percentage up to 100",
    "data-unification-match-tables.md: `Low (30%), Medium (60%), High (80%), and Exact (100%)`",
    url=product_page("data-unification-match-tables.md"),
    sources=(Stated("product-page", "X05"), Stated("product-page", "X04")),
    local=True,
    kinds=("conflationPlan",),
)


def check(project: Project) -> Says:
    for plan in project.plans:
        for criterion in plan.criteria:
            yield from _check_precision(criterion.node)


def _check_precision(node: Node) -> Says:
    precision = node.get("precision")
    if not isinstance(precision, (int, float)):
        return
    levels = "low, medium, high, exact"
    if not 0 <= precision <= 100:
        yield Finding(
            node.at("precision"),
            f"the precision is {precision}, which is neither from 0 to 1 nor a percentage",
            label="expected 0 to 1, or 1 to 100",
            help=f"write a number from 0 to 1 (0.64 is 64 percent), or a level: {levels}",
        )
    elif precision == 1 and node.text("kind") == "fuzzy":
        yield Finding(
            node.at("precision"),
            "the precision is 1, which is all or one percent",
            label="100 percent, or 1?",
            help="write `exact` (or compare by kind `exact`), or 0.01",
            severity="warning",
        )
