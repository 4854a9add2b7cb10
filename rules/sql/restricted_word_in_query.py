"""A query in SQL must have no keyword that changes data, such as DELETE.

What is quoted, what stands beside a dot and what a column is called is no keyword.  The word with which
a text begins is SL101's.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.rulekit.sql import KINDS, sql_queries

RULE = Rule(
    "SL105",
    "restricted-word-in-query",
    "a query in SQL must have no keyword that changes data",
    "service error queryContainsRestrictedWords; its list is not published: these are the verbs of SQL's "
    "statements that write",
    service_errors=("queryContainsRestrictedWords",),
    sources=(Stated("service-error", "queryContainsRestrictedWords"),),
    inferred=True,
    local=True,
    kinds=KINDS,
)


def check(project: Project) -> Says:
    for query in sql_queries(project):
        for one in {one.word: one for one in reversed(query.restricted)}.values():  # the first of each
            yield Finding(
                query.part(one.start, one.end),
                f"the query has the restricted word `{one.text}`",
                label="changes data",
                help="leave it out; if it is a name, put it between backticks",
            )
