"""A query in SQL must be a SELECT, or a WITH before one."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.kinds.sql_query import RESTRICTED
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.rulekit.sql import KINDS, sql_queries

RULE = Rule(
    "SL101",
    "unsupported-statement",
    "a query in SQL must be a single SELECT, which may follow a WITH",
    "service error queryTypeNotSupported",
    service_errors=("queryTypeNotSupported", "queryContainsRestrictedWords"),
    sources=(
        Stated("service-error", "queryTypeNotSupported"),
        Stated("service-error", "queryContainsRestrictedWords"),
    ),
    inferred=True,
    local=True,
    kinds=KINDS,
)


def check(project: Project) -> Says:
    for query in sql_queries(project):
        first = query.first
        if first is None or query.is_query:
            continue
        is_restricted = first.word in RESTRICTED
        yield Finding(
            query.part(first.start, min(first.end, first.start + 40)),
            f"the query begins with `{first.text[:40]}`, and is no SELECT",
            label="no SELECT",
            help="begin with SELECT, or with WITH and the queries that a SELECT reads",
            service_errors=RULE.service_errors if is_restricted else RULE.service_errors[:1],
        )
