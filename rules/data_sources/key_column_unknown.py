"""The columns that a data source names must be columns of its tables."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache, partial
from typing import Final

from linter.diagnostic import Finding, Location, Replacement, Stated
from linter.kinds.data_source_body import DataSourcePayload
from linter.project.project import Project
from linter.rulekit.data_sources import column_names, data_sources
from linter.rulekit.rule import Rule, Says
from linter.suggest import KnownNames, did_you_mean, surest

RULE = Rule(
    "DS129",
    "key-column-unknown",
    "the columns that a data source names must be columns of its tables",
    "service error attributeMetadataNotFound",
    service_errors=("attributeMetadataNotFound",),
    sources=(Stated("service-error", "attributeMetadataNotFound"),),
    inferred=True,
    local=True,
    kinds=("dataSource",),
)


_INFORMED: Final = ("primaryKey", "timestampFieldName")
_INCREMENTAL: Final = ("primaryKeyAttributeName", "detectChangesAttributeName", "filterByAttributeName")


def check(project: Project) -> Says:
    for one in data_sources(project):
        columns = cache(partial(_columns, one))
        for table, column, at in _named(one):
            known = columns(table)
            if (
                known is not None
                and column.strip()
                and not known.has(column)
                and not _is_several(column, known.names)
            ):
                yield Finding(
                    at,
                    f"`{table}` has no column `{column}`{did_you_mean(column, known)}",
                    label="not a column of the table",
                    help="name a column of the table",
                    repairs=tuple(
                        Replacement(name, f"Replace with `{name}`") for name in surest(column, known)
                    ),
                )


def _columns(one: DataSourcePayload, table: str) -> KnownNames | None:
    names = column_names(one, table)
    return KnownNames(names) if names is not None else None


def _named(one: DataSourcePayload) -> Iterator[tuple[str, str, Location]]:
    for nodes, names in ((one.information, _INFORMED), (one.incremental, _INCREMENTAL)):
        for node in nodes:
            for name in names:
                table, column = node.text("entityName"), node.text(name)
                if table is not None and column is not None:
                    yield table, column, node.at(name)


def _is_several(column: str, known: Collection[str]) -> bool:
    """Tell whether a text names several columns, of which DS121 speaks."""
    return sum(name in column for name in known) > 1
