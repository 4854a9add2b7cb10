"""Symbols and whitespace need no normalization of their own beside that of phone numbers."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.kinds.conflation_plan import normalizations
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page
from linter.wording import joined, quoted

RULE = Rule(
    "CP123",
    "redundant-normalization",
    "symbols and whitespace need no normalization of their own beside that of phone numbers",
    "includes/normalization.md: `Symbols and whitespace are ignored`",
    severity="recommendation",
    url=product_page("includes/normalization.md"),
    sources=(Stated("product-page", "X10"),),
    group="advice",
    default=False,
    local=True,
    kinds=("conflationPlan",),
)


def check(project: Project) -> Says:
    for plan in project.plans:
        for criterion in plan.criteria:
            for _, node in criterion.sides:
                said = normalizations(node)
                more = [one for one in ("symbols", "whitespace") if one in said]
                if "typephone" in said and more:
                    yield Finding(
                        node.at("normalizations"),
                        f"{joined(quoted(more))} says nothing beside `typePhone`",
                        label="said twice",
                        help=f"leave out {joined(quoted(more))}",
                    )
