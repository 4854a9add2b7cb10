"""A primary key must be text, a whole number or a GUID."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.data_sources import WHOLE_OR_TEXT, data_sources, keys_named, type_of
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
            written, canonical = type_of(one, table, key)
            if canonical not in WHOLE_OR_TEXT and (table, key) not in told:
                told.add((table, key))
                yield Finding(
                    at,
                    f"the primary key `{key}` of `{table}` is of the type `{written}`, "
                    "where text, a whole number or a GUID is expected",
                    label=f"of the type `{written}`",
                    help="choose another column, or change the column's type where it is ingested",
                )
