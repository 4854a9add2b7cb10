"""A data source must say something: a list must have one, and what one is can't be empty."""

from __future__ import annotations

from linter.diagnostic import Finding, Location, Stated
from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Node

RULE = Rule(
    "DS101",
    "empty-data-source",
    "a data source must say something",
    "service errors dataSourceEmptyMetadata, dataSourceEmptyDataSource",
    service_errors=(
        "dataSourceEmptyMetadata",
        "dataSourceEmptyDataSource",
    ),
    sources=(
        Stated("service-error", "dataSourceEmptyMetadata"),
        Stated("service-error", "dataSourceEmptyDataSource"),
    ),
    local=True,
    kinds=("dataSource",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("dataSource"):
        request = payload.request
        if payload.request.root == []:
            yield _empty(_at(request), "the list of data sources is empty", ("dataSourceEmptyDataSource",))
        for one in payload.items:
            if one.is_update and _says_nothing(one.node):
                yield _empty(one.node.at(), "the data source is empty")
            elif one.is_update and one.metadata is not None and _says_nothing(one.metadata):
                yield _empty(one.node.at("dataSourceMetadata"), "`dataSourceMetadata` is empty")


def _at(request: Request) -> Location:
    return Location(request.document, request.body_path)


def _says_nothing(node: Node) -> bool:
    return not (node.keys.keys() - {"$schema"})


def _empty(at: Location, message: str, errors: tuple[str, ...] | None = None) -> Finding:
    return Finding(
        at,
        message,
        label="says nothing",
        help="say what the data source is: its `name` and `kind` at least",
        service_errors=errors,
    )
