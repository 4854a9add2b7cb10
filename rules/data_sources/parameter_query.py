"""Power Query should have no parameters."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.data_sources import power_queries
from linter.rulekit.mashups import parameters_of
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DS127",
    "parameter-query",
    "Power Query should have no parameters",
    "service error parameterQueryKindNotSupported",
    "recommendation",
    service_errors=("parameterQueryKindNotSupported",),
    sources=(Stated("service-error", "parameterQueryKindNotSupported"),),
    inferred=True,
    local=True,
    kinds=("dataSource",),
)


def check(project: Project) -> Says:
    for one in power_queries(project):
        for found in parameters_of(one.mashup) if one.mashup is not None else ():
            yield Finding(
                found.at,
                "a query is a parameter here, which the service seems not to support",
                label="a parameter",
                help="write its value where it is used, and take the parameter away",
            )
