"""A recency column must be a date or a number."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, HeldBack, NotChecked, Related, Stated
from linter.instance.data_types import UNKNOWN
from linter.kinds.references import Column
from linter.project.project import Project
from linter.rulekit.lacks import unknown_type
from linter.rulekit.rule import Rule, Says, product_page
from linter.rulekit.strangers import strangers
from linter.rulekit.types import resting_on_types

RULE = Rule(
    "CR105",
    "recency-column-type",
    "a recency column must be a date or a number",
    "data-unification-merge-tables.md: `Requires a date or a numeric field`",
    url=product_page("data-unification-merge-tables.md"),
    sources=(Stated("product-page", "G03"), Stated("product-page", "G07")),
    kinds=("conflictResolutionRules",),
    needs=("snapshot",),
)

_NUMBERS: Final = ("Int8", "Byte", "Int16", "Int32", "Int64", "Decimal", "Float", "Double")
_RANKED: Final = ("Date", "DateTime", "DateTimeOffset", *_NUMBERS)


def check(project: Project) -> Says:
    for rules in project.resolutions:
        strange = strangers(project, rules)
        for one in rules.merges:
            ranked = (*_RANKED, "Time") if one.is_group else _RANKED
            for column in one.recency:
                for said in _check_column(column, ranked):
                    assert column.entity is not None
                    waits = strange.get(column.entity)
                    yield said if waits is None else HeldBack(column.at, waits)


def _check_column(column: Column, ranked: tuple[str, ...]) -> Says:
    entity, canonical = column.entity, column.canonical_type
    if canonical is None or canonical in ranked:
        return
    if canonical == UNKNOWN:
        yield NotChecked(column.at, unknown_type(column))
        return
    declared = column.declared_type
    finding = Finding(
        column.at,
        f"`{entity}.{column.attribute}` is {declared}, which doesn't tell how recent a row is",
        label=f"is {declared}; expected a date or a number",
        related=(Related(column.declared_at, "its type is declared here"),),
        help=f"use a date or a number of `{entity}`, or choose the policy importance",
    )
    yield resting_on_types(finding, column)
