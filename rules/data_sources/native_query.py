"""Power Query should ask no query in the source's own language."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.data_sources import power_queries
from linter.rulekit.mashups import calls_of
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DS126",
    "native-query",
    "Power Query should ask no query in the source's own language",
    "service error nativeQueriesNotSupported",
    "recommendation",
    service_errors=("nativeQueriesNotSupported",),
    sources=(Stated("service-error", "nativeQueriesNotSupported"),),
    inferred=True,
    local=True,
    kinds=("dataSource",),
)


def check(project: Project) -> Says:
    for one in power_queries(project):
        mashup = one.mashup
        if mashup is None:
            continue
        called = next(calls_of(mashup, "Value.NativeQuery"), None)
        if mashup.get("allowNativeQueries") is True:
            yield Finding(
                mashup.at("allowNativeQueries"),
                "native queries are allowed here, which the service seems not to support",
                label="native queries",
                help="write false, and what the queries ask in Power Query's own steps",
            )
        elif called is not None:
            yield Finding(
                called.at,
                "a query is native here: `Value.NativeQuery`, which the service seems not to support",
                label="a native query",
                help="write what it asks in Power Query's own steps",
            )
