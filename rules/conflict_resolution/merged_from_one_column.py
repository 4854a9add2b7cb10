"""A combined attribute should have several source columns."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "CR117",
    "merged-from-one-column",
    "a combined attribute should have several source columns",
    "data-unification-merge-tables.md: `Select Add field to combine more fields`",
    severity="warning",
    url=product_page("data-unification-merge-tables.md"),
    sources=(Stated("product-page", "G04"),),
    group="advice",
    default=False,
    local=True,
    kinds=("conflictResolutionRules",),
)


def check(project: Project) -> Says:
    for rules in project.resolutions:
        for one in rules.root.nodes("attributes"):
            columns = one.get("sourceColumns") or ()
            if len(columns) == 1 and "sourceColumns" not in one.broken and one.node("policy") is not None:
                yield Finding(
                    one.at("sourceColumns"),
                    f"`{one.text('name')}` has one source column, so that its policy resolves nothing",
                    label="one column",
                    help="add the columns of other entities that mean the same",
                )
