"""A group's recency column must be one of the columns of its source."""

from __future__ import annotations

from linter.diagnostic import Cause, Finding, HeldBack, Related, Stated, cause_at
from linter.kinds.conflict_resolution_rules import GroupSource, Merge
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
                    yield from _check_source(one, source, source.recency)


def _check_source(group: Merge, source: GroupSource, recency: Column) -> Says:
    name = str(recency.attribute)
    if any(column.attribute == name for column in source.columns):
        return
    misspelt = (one for one in (recency, *source.columns) if _may_mean(one, name))
    wrong = next(misspelt, None)
    cause = cause_at(wrong.at) if wrong is not None else _too_few(group, source)
    yield HeldBack(recency.at, cause) if cause is not None else _finding(source.node, recency)


def _may_mean(column: Column, name: str) -> bool:
    """Tell whether a column that its entity doesn't have is one of a name, or is called much like it."""
    own, entity = str(column.attribute), column.entity
    if entity is None or not entity.lacks(own):
        return False
    return own == name or name in entity.known_attributes.close(own)[0]


def _too_few(group: Merge, source: GroupSource) -> Cause | None:
    """Return what CR112 says of a source that lacks a column, which may be this one."""
    fields = group.node.get("fields") or ()
    return cause_at(source.node.at("columns")) if 0 < len(source.columns) < len(fields) else None


def _finding(source: Node, recency: Column) -> Finding:
    called = source.called("columns")
    return Finding(
        recency.at,
        f"`{recency.attribute}` tells how recent rows are, but is not one of the group's columns",
        label=f"not in {called}",
        related=(Related(source.at("columns"), f"the source's {called}"),),
        help=f"add it to {called}, with a field for it, or use a column of the group",
    )
