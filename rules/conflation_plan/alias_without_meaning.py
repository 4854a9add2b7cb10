"""Columns that are normalized by aliases must have a semantic type."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Stated
from linter.kinds.conflation_plan import normalizations
from linter.kinds.references import Column
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page
from linter.shapes.node import Node

RULE = Rule(
    "CP126",
    "alias-without-meaning",
    "a column that is normalized by aliases must have a semantic type",
    "match-entities.md, 10/2021 to 04/2022: `the normalization won't be applied`",
    severity="warning",
    url=product_page("data-unification-match-tables.md"),
    sources=(Stated("product-page", "X11"),),
    kinds=("conflationPlan",),
    needs=("snapshot",),
)

_BY_LISTS: Final = {"aliasmapping": "aliasMapping", "custombypass": "customBypass"}


def check(project: Project) -> Says:
    for plan in project.plans:
        for criterion in plan.criteria:
            for column, node in criterion.sides:
                if not _BY_LISTS.keys().isdisjoint(normalizations(node)):
                    yield from _check_column(project, column, node)


def _check_column(project: Project, column: Column, node: Node) -> Says:
    entity, attribute = column.entity, str(column.attribute)
    if entity is None or not entity.has(attribute):
        return
    if project.meanings.of(entity, attribute) is None and project.unsure("entityInformation") is None:
        index = next(n for n, one in enumerate(node.get("normalizations")) if str(one).lower() in _BY_LISTS)
        said = _BY_LISTS[str(node.get("normalizations")[index]).lower()]
        yield Finding(
            node.at("normalizations", index),
            f"`{said}` has no effect on `{entity}.{attribute}`, which has no semantic type",
            label="needs a semantic type",
            help="give the attribute a semantic type in the entity information, such as `Person.FullName`",
        )
