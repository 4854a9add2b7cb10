"""A query in SQL must have no comment, neither `-- …` nor `/* … */`.

Such signs in literals and quoted names are none.  A hint is written as a comment, and is one.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Replacement, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.rulekit.sql import KINDS, sql_queries

RULE = Rule(
    "SL103",
    "comment-in-query",
    "a query in SQL must have no comment",
    "service error queryContainsComments",
    service_errors=("queryContainsComments",),
    sources=(Stated("service-error", "queryContainsComments"),),
    local=True,
    kinds=KINDS,
)

_MOST: Final = 100
"""More places aren't mended at once."""


def check(project: Project) -> Says:
    for query in sql_queries(project):
        found = [one for one in query.tokens if one.kind == "comment"]
        if not found or not query.code:  # a text of comments alone says nothing, which is told elsewhere
            continue
        places = [query.part(one.start, one.end) for one in found]
        more = f", {len(found)} times" if len(found) > 1 else ""
        few = len(found) <= _MOST
        yield Finding(
            places[0],
            f"the query has a comment{more}",
            label="a comment",
            help="leave it out; `description` has room for it",
            repairs=(Replacement(" ", "Leave the comment out", also=tuple(places[1:])),) if few else (),
        )
