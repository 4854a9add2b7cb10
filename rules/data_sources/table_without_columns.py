"""A table of the model must have columns, and each of them a name."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.data_sources import columns_of, data_sources
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DS113",
    "table-without-columns",
    "a table of the model must have columns, and each of them a name",
    "service errors dataSourceEmptyAttribute, dataSourceEmptyAttributeError",
    service_errors=(
        "dataSourceEmptyAttribute",
        "dataSourceEmptyAttributeError",
    ),
    sources=(
        Stated("service-error", "dataSourceEmptyAttribute"),
        Stated("service-error", "dataSourceEmptyAttributeError"),
    ),
    inferred=True,
    local=True,
    kinds=("dataSource",),
)


def check(project: Project) -> Says:
    for one in data_sources(project):
        for entity in one.model_entities:
            if entity.get("attributes") == []:
                yield Finding(
                    entity.at("attributes"),
                    f"table `{entity.text('name')}` has no column",
                    label="no column",
                    help="list its columns, or leave `attributes` out where the model has them elsewhere",
                )
    for _, entity, column in columns_of(project):
        name = column.text("name")
        if name is not None and not name.strip():
            yield Finding(
                column.at("name"),
                f"a column of `{entity.text('name')}` has no name",
                label="empty",
                help="name the column, or remove it",
            )
