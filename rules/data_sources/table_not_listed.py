"""What is said of tables must be about tables of the data source."""

from __future__ import annotations

from linter.diagnostic import Finding, Location, Replacement, Stated
from linter.kinds.data_source_body import DataSourcePayload
from linter.project.project import Project
from linter.rulekit.data_sources import data_sources, known_entity
from linter.rulekit.rule import Rule, Says
from linter.suggest import KnownNames, did_you_mean, surest

RULE = Rule(
    "DS130",
    "table-not-listed",
    "what is said of tables must be about tables of the data source",
    "service error dataSourceInvalidEntityNames",
    service_errors=("dataSourceInvalidEntityNames",),
    sources=(Stated("service-error", "dataSourceInvalidEntityNames"),),
    inferred=True,
    local=True,
    kinds=("dataSource",),
)


def check(project: Project) -> Says:
    for one in data_sources(project):
        tables = {} if one.has_open_table else _listed(one)
        known = KnownNames(tables)
        informed = {node.at("entityName") for node in one.information}
        for node in [*one.information, *one.incremental] if tables else ():
            name = node.text("entityName")
            if name and name not in tables and not _is_known(one, name, informed):
                yield Finding(
                    node.at("entityName"),
                    f"the data source has no table `{name}`{did_you_mean(name, known)}",
                    label="not one of its tables",
                    help="name one of its tables, or add it to `entityNames`",
                    repairs=tuple(
                        Replacement(one_, f"Replace with `{one_}`") for one_ in surest(name, known)
                    ),
                )


def _is_known(one: DataSourcePayload, table: str, informed: set[Location]) -> bool:
    """Tell whether the data source has an entity, which it isn't by only being informed of it here."""
    entity = known_entity(one, table)
    return entity is not None and entity.at not in informed


def _listed(one: DataSourcePayload) -> dict[str, None]:
    """Return the tables of the data source, where a list of them is given."""
    tables = (table.name for table in one.tables if table.among in ("entityNames", "entities"))
    return dict.fromkeys(tables)
