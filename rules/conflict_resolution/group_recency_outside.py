"""A group's recency column must be one of the columns of its source."""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "CR114",
    "group-recency-outside",
    "a group's recency column must be one of the columns of its source",
    "data-unification-merge-tables.md: `by referencing a field in the group you select to indicate recency`",
    url=product_page("data-unification-merge-tables.md"),
    sources=(Stated("product-page", "G08"),),
    local=True,
    kinds=("conflictResolutionRules",),
)


def check(project: Project) -> Says:
    for rules in project.resolutions:
        for one in rules.merges:
            for source in one.sources:
                recency, columns = source.recency, source.node.get("columns") or ()
                if recency is None or "columns" in source.node.broken or recency.attribute in columns:
                    continue
                called = source.node.called("columns")
                yield Finding(
                    recency.at,
                    f"`{recency.attribute}` tells how recent rows are, but is not one of the group's columns",
                    label=f"not in {called}",
                    related=(Related(source.node.at("columns"), f"the source's {called}"),),
                    help=f"add it to {called}, with a field for it, or use a column of the group",
                )
