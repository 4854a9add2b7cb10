"""A column must have a simple type: no table, record, list, binary value or function."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.instance.data_types import UNUSABLE, canonical_type
from linter.project.project import Project
from linter.rulekit.data_sources import columns_of
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DS114",
    "unusable-column-type",
    "a column must have a simple type",
    "service errors modelDataTypeError, dataSourcePQUnsupportedDataType",
    service_errors=(
        "modelDataTypeError",
        "dataSourcePQUnsupportedDataType",
    ),
    sources=(
        Stated("service-error", "modelDataTypeError"),
        Stated("service-error", "dataSourcePQUnsupportedDataType"),
        Stated("product-page", "D05"),
    ),
    local=True,
    kinds=("dataSource",),
)


def check(project: Project) -> Says:
    for one, entity, column in columns_of(project):
        written = column.text("dataType") or ""
        if canonical_type(written) not in UNUSABLE:
            continue
        power_query = ("dataSourcePQUnsupportedDataType",) if one.is_power_query else ()
        yield Finding(
            column.at("dataType"),
            f"column `{column.text('name')}` of `{entity.text('name')}` is of the type `{written}`, "
            "which can't be ingested",
            label="not a simple type",
            help="expand the column into simple ones, or remove it",
            service_errors=(*power_query, "modelDataTypeError"),
        )
