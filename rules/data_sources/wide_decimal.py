"""A decimal column should have a precision of 16 digits at most."""

from __future__ import annotations

import re
from typing import Final

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.data_sources import columns_of
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DS115",
    "wide-decimal",
    "a decimal column should have a precision of 16 digits at most",
    "connect-common-data-model.md",
    "warning",
    sources=(Stated("product-page", "D06"),),
    local=True,
    kinds=("dataSource",),
)


_DECIMAL: Final = re.compile(r"(?i)\s*(?:decimal|numeric|number)\s*\(\s*0*(\d+)\s*(?:,\s*\d+\s*)?\)")
_MOST: Final = 16
_DIGITS: Final = 9  # a precision of more of them isn't read as a number


def check(project: Project) -> Says:
    for _, entity, column in columns_of(project):
        found = _DECIMAL.match(column.text("dataType") or "")
        if found and _is_wide(found[1]):
            yield Finding(
                column.at("dataType"),
                f"column `{column.text('name')}` of `{entity.text('name')}` has {found[1]} digits, "
                f"where {_MOST} are supported",
                label=f"more than {_MOST} digits",
                help=f"round it to {_MOST} digits before it is ingested, or ingest it as text",
            )


def _is_wide(precision: str) -> bool:
    return len(precision) > _DIGITS or int(precision) > _MOST
