"""A data source must have an entity."""

from __future__ import annotations

from linter.diagnostic import Finding, Location, Stated
from linter.kinds.data_source_body import DataSourcePayload
from linter.project.project import Project
from linter.rulekit.data_sources import data_sources
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DS107",
    "data-source-without-entities",
    "a data source must have an entity",
    "service error dataSourceHasNoEntities",
    service_errors=("dataSourceHasNoEntities",),
    sources=(Stated("service-error", "dataSourceHasNoEntities"),),
    inferred=True,
    local=True,
    kinds=("dataSource",),
)


def check(project: Project) -> Says:
    for one in data_sources(project):
        at = _empty_list(one)
        if at is not None and not one.tables:
            yield Finding(
                at,
                "the data source has no entity",
                label="no entity",
                help="list the entities that it ingests, or leave the list out where it stays as it is",
            )


def _empty_list(one: DataSourcePayload) -> Location | None:
    """Return the first list of entities that is there and empty; what isn't written may be elsewhere."""
    lists = (
        (one.metadata, "entityNames"),
        (one.metadata, "entityInformation"),
        (one.model, "entities"),
    )
    return next((node.at(name) for node, name in lists if node is not None and node.get(name) == []), None)
