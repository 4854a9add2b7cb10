"""What a query in SQL reads must exist: an entity, or what a segment, measure or derived entity makes.

Names don't regard case, as in Spark.  Names in parts, functions, and what the query itself makes behind
WITH are not judged.  What derived entities read is DE104's.
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.diagnostic import Stated
from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.rulekit.sql import sql_queries, unknown_tables


def _holding(project: Project) -> Iterator[Request]:
    return (one.request for one in sql_queries(project, "segment", "measure"))


RULE = Rule(
    "SL106",
    "table-unknown",
    "what a query in SQL reads must be an entity, or what a segment, measure or derived entity makes",
    "service error entityNotFound",
    service_errors=("entityNotFound",),
    sources=(Stated("service-error", "entityNotFound"),),
    kinds=("segment", "measure"),
    judges=_holding,
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for query in sql_queries(project, "segment", "measure"):
        yield from unknown_tables(project, query.request, query.tables)
