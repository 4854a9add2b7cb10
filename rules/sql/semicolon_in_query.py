"""A query in SQL must have no semicolon, not even behind it.

Semicolons in literals and quoted names are none.  What follows one is another statement.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Replacement, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.rulekit.sql import KINDS, sql_queries

RULE = Rule(
    "SL102",
    "semicolon-in-query",
    "a query in SQL must have no semicolon",
    "service error queryContainsSemicolons",
    service_errors=("queryContainsSemicolons", "queryTypeNotSupported"),
    sources=(
        Stated("service-error", "queryContainsSemicolons"),
        Stated("service-error", "queryTypeNotSupported"),
    ),
    local=True,
    kinds=KINDS,
)

_MOST: Final = 100
"""More places aren't mended at once."""


def check(project: Project) -> Says:
    for query in sql_queries(project):
        found = [query.part(one.start, one.end) for one in query.semicolons]
        if not found:
            continue
        more = f", {len(found)} times" if len(found) > 1 else ""
        mending = "make one SELECT of it" if query.is_several else "leave it out: a query ends with its text"
        repair = Replacement("", "Leave the semicolon out", also=tuple(found[1:]))
        yield Finding(
            found[0],
            f"the query has a semicolon{more}" + (" before a second statement" if query.is_several else ""),
            label="another statement behind it" if query.is_several else "leave it out",
            help=mending,
            service_errors=RULE.service_errors if query.is_several else RULE.service_errors[:1],
            repairs=() if query.is_several or len(found) > _MOST else (repair,),
        )
