"""A primary key must be text, a whole number or a GUID."""

from __future__ import annotations

from linter.diagnostic import Finding, HeldBack, Location, Stated, cause_at
from linter.instance.data_types import UNUSABLE
from linter.kinds.data_source_body import DataSourcePayload
from linter.project.project import Project
from linter.rulekit.data_sources import data_sources, is_unfit_key, keys_named, type_of
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DS119",
    "unfit-primary-key",
    "a primary key must be text, a whole number or a GUID",
    "connect-common-data-model.md",
    sources=(Stated("product-page", "D01"),),
    local=True,
    kinds=("dataSource",),
)


def check(project: Project) -> Says:
    for one in data_sources(project):
        told: set[tuple[str, str]] = set()
        for table, key, at in keys_named(one):
            if is_unfit_key(one, table, key) and (table, key) not in told:
                told.add((table, key))
                yield _said(one, table, key, at)


def _said(one: DataSourcePayload, table: str, key: str, at: Location) -> Finding | HeldBack:
    written, canonical = type_of(one, table, key)
    column = one.columns.get(table, {}).get(key)
    if column is not None and canonical in UNUSABLE:  # DS114
        return HeldBack(at, cause_at(column.at("dataType")))
    return Finding(
        at,
        f"the primary key `{key}` of `{table}` is of the type `{written}`, "
        "where text, a whole number or a GUID is expected",
        label=f"of the type `{written}`",
        help="choose another column, or change the column's type where it is ingested",
    )
