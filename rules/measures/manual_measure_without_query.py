"""A manual measure must have a query."""

from __future__ import annotations

from linter.diagnostic import Finding, Related
from linter.project.project import Project
from linter.rulekit.measures import called, each_measure, errors, is_absent
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "ME105",
    "manual-measure-without-query",
    "a manual measure must have a query",
    "service error measureQueryIsEmpty",
    service_errors=("measureQueryIsEmpty",),
    sources=errors("measureQueryIsEmpty"),
    local=True,
    kinds=("measure",),
)


def check(project: Project) -> Says:
    for one in each_measure(project):
        definition = one.definition
        if one.type != "manual":
            continue
        assert definition is not None
        lacks = all(is_absent(definition, each) for each in ("measureQuerySql", "linkedEntities"))
        if lacks:  # ME104 says so of a structured one
            yield Finding(
                definition.at("measureQuerySql"),
                f"{called(one)} is manual, and has no query",
                label="no query",
                related=(Related(definition.at("type"), "its type"),),
                help="write the query in `measureQuerySql`, or make the measure `structured`",
            )
