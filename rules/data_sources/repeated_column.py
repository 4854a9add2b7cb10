"""The columns of a table must have different names, in whatever case."""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.project.project import Project
from linter.rulekit.data_sources import power_queries
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Node

RULE = Rule(
    "DS112",
    "repeated-column",
    "the columns of a table must have different names, in whatever case",
    "service errors dataSourceInvalidPQAttribute, dataSourcePQDuplicateName",
    service_errors=(
        "dataSourceInvalidPQAttribute",
        "dataSourcePQDuplicateName",
    ),
    sources=(
        Stated("service-error", "dataSourceInvalidPQAttribute"),
        Stated("service-error", "dataSourcePQDuplicateName"),
        Stated("product-page", "N08"),
    ),
    local=True,
    kinds=("dataSource",),
)


def check(project: Project) -> Says:
    for one in power_queries(project):
        for entity in one.model_entities:
            seen: dict[str, Node] = {}
            for column in entity.nodes("attributes"):
                name = column.text("name")
                first = seen.setdefault((name or "").lower(), column)
                if name and first is not column:
                    yield Finding(
                        column.at("name"),
                        f"the column `{name}` is there twice in `{entity.text('name')}`"
                        + (
                            ""
                            if first.text("name") == name
                            else f": `{first.text('name')}` differs in case only"
                        ),
                        label="the same name",
                        help="rename one of the two columns, or remove it",
                        related=(Related(first.at("name"), f"`{first.text('name')}` stands here"),),
                    )
