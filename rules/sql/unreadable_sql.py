"""A query in SQL should be one that can be read.

The service's dialect is not published; texts are read as Spark's SQL, so that one which isn't that may
be right nevertheless.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Lack, NotChecked, Stated
from linter.kinds.sql_query import SqlQuery
from linter.placeholders import why_open
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.rulekit.sql import KINDS, sql_queries

RULE = Rule(
    "SL110",
    "unreadable-sql",
    "a query in SQL should be one that can be read",
    "service errors segmentQueryParserValidationFailed, measureQueryCannotBeParsed and "
    "derivedEntitySqlValidationFailed; the dialect is not published: it is read as Spark's",
    severity="warning",
    service_errors=(
        "segmentQueryParserValidationFailed",
        "measureQueryCannotBeParsed",
        "derivedEntitySqlValidationFailed",
    ),
    sources=tuple(
        Stated("service-error", one)
        for one in (
            "segmentQueryParserValidationFailed",
            "measureQueryCannotBeParsed",
            "derivedEntitySqlValidationFailed",
        )
    ),
    inferred=True,
    local=True,
    kinds=KINDS,
)


def check(project: Project) -> Says:
    for kind, code in zip(KINDS, RULE.service_errors, strict=True):
        for query in sql_queries(project, kind):
            yield from _check(query, code)


def _check(query: SqlQuery, code: str) -> Says:
    read = query.reading
    if read is None:
        return
    if read.unread:
        yield NotChecked(query.at, _too_much(read.unread))
    elif read.fault is not None and query.placeholders:
        yield NotChecked(query.at, why_open(next(iter(query.placeholders.values())).written))
    elif read.fault is not None:
        yield Finding(
            query.part(read.fault.start, read.fault.end),
            f"the query can't be read as SQL of Spark: {read.fault.message}",
            label="as far as it can be read",
            help="mend it here; the service's dialect is not published, so it may be right nevertheless",
            service_errors=(code,),
        )


def _too_much(why: str) -> Lack:
    return Lack(f"a query in SQL isn't read, since {why}", "make it shorter: what it names isn't judged")
