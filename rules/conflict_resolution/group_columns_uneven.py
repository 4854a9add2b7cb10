"""A source of a group must have a column for each field."""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Node
from linter.wording import counted

RULE = Rule(
    "CR112",
    "group-columns-uneven",
    "a source of a group must have a column for each field",
    "a convention of this linter: columns fill the fields by their place",
    sources=(Stated("convention", "columns of a group's source fill its fields by their place"),),
    inferred=True,
    local=True,
    kinds=("conflictResolutionRules",),
)


def check(project: Project) -> Says:
    for rules in project.resolutions:
        for group in rules.root.nodes("groups"):
            fields = group.get("fields")
            if fields and "fields" not in group.broken:
                for source in group.nodes("sources"):
                    yield from _check_source(group, source, len(fields))


def _check_source(group: Node, source: Node, fields: int) -> Says:
    columns = source.get("columns")
    if columns and len(columns) != fields and "columns" not in source.broken:
        yield Finding(
            source.at("columns"),
            f"the source has {counted(len(columns), 'column')}, but the group has {counted(fields, 'field')}",
            label=f"expected {counted(fields, 'column')}",
            related=(Related(group.at("fields"), f"the group's {group.called('fields')}"),),
            help="name a column for each field, in their order",
        )
