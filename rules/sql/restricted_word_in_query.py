"""A query in SQL must have no keyword that changes data, such as DELETE.

What is quoted, what stands beside a dot and what a column is called is no keyword.  The word with which
a text begins is SL101's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from linter.diagnostic import Finding, Stated
from linter.kinds.sql_query import RESTRICTED, SqlQuery
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.rulekit.sql import KINDS, sql_queries
from linter.sql import NOTHING, Token

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

_BEFORE_NAMES: Final = frozenset(
    (
        *("select", "distinct", "as", "from", "join", "using", "where", "having", "on", "by", "partition"),
        *(
            "order",
            "group",
            "and",
            "or",
            "not",
            "in",
            "between",
            "like",
            "is",
            "case",
            "when",
            "then",
            "else",
        ),
    )
)
"""Behind these, and behind signs, stands what something is called."""


def check(project: Project) -> Says:
    for query in sql_queries(project):
        for one in _restricted(query):
            yield Finding(
                query.part(one.start, one.end),
                f"the query has the restricted word `{one.text}`",
                label="changes data",
                help="leave it out; if it is a name, put it between backticks",
            )


def _restricted(query: SqlQuery) -> Iterator[Token]:
    code = query.code
    for index, token in enumerate(code):
        if token.word not in RESTRICTED or token is query.first:
            continue
        before = code[index - 1] if index else NOTHING
        after = code[index + 1] if index + 1 < len(code) else NOTHING
        if not _is_name(before, after):
            yield token


def _is_name(before: Token, after: Token) -> bool:
    """Tell whether a word between two others is what something is called."""
    if "." in (before.text, after.text) or after.text == "(":
        return True
    if before.text == "(":
        return after.kind != "name"
    return before.word in _BEFORE_NAMES or (before.kind == "other" and before.text not in (")", ";", "]"))
