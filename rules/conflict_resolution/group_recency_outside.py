"""A group's recency column must be one of the columns of its source."""

from __future__ import annotations

from linter.diagnostic import Finding, HeldBack, Related, Stated, cause_at
from linter.kinds.references import Column
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page
from linter.shapes.node import Node

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
                if source.recency is not None and "columns" not in source.node.broken:
                    yield from _check_source(source.node, source.recency)


def _check_source(source: Node, recency: Column) -> Says:
    name = str(recency.attribute)
    if name in source.get("columns"):
        return
    if recency.entity is not None and recency.entity.lacks(name):
        yield HeldBack(recency.at, cause_at(recency.at))  # another one was meant
        return
    called = source.called("columns")
    yield Finding(
        recency.at,
        f"`{name}` tells how recent rows are, but is not one of the group's columns",
        label=f"not in {called}",
        related=(Related(source.at("columns"), f"the source's {called}"),),
        help=f"add it to {called}, with a field for it, or use a column of the group",
    )
