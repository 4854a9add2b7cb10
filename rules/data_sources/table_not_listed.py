"""What is said of tables must be about tables of the data source."""

from __future__ import annotations

from linter.diagnostic import Finding, Replacement, Stated
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
        tables = _listed(one)
        known = KnownNames(tables)
        for node in [*one.information, *one.incremental] if tables else ():
            name = node.text("entityName")
            if name and name not in tables and known_entity(one, name) is None:
                yield Finding(
                    node.at("entityName"),
                    f"the data source has no table `{name}`{did_you_mean(name, known)}",
                    label="not one of its tables",
                    help="name one of its tables, or add it to `entityNames`",
                    repairs=tuple(
                        Replacement(one_, f"Replace with `{one_}`") for one_ in surest(name, known)
                    ),
                )


def _listed(one: DataSourcePayload) -> dict[str, None]:
    """Return the tables of the data source, where a list of them is given."""
    tables = (table.name for table in one.tables if table.among in ("entityNames", "entities"))
    return dict.fromkeys(tables)
