"""A table of an attached folder should have a partition."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.data_sources import data_sources
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DS118",
    "table-without-partition",
    "a table of an attached folder should have a partition",
    "service error entityPartitionMissing",
    "recommendation",
    service_errors=("entityPartitionMissing",),
    sources=(Stated("service-error", "entityPartitionMissing"),),
    inferred=True,
    local=True,
    kinds=("dataSource",),
)


def check(project: Project) -> Says:
    for one in data_sources(project):
        for entity in one.model_entities if one.kind in ("attachcdm", "attachsynapse", "attachcds") else ():
            if entity.get("partitions") == []:
                yield Finding(
                    entity.at("partitions"),
                    f"table `{entity.text('name')}` has no partition",
                    label="no files",
                    help="list the files that hold its rows, or leave the table out",
                )
