"""A derived entity must have a query.

A query of comments alone is none. A `query` that is missing altogether is DO05's.
"""

from __future__ import annotations

import re
from typing import Final

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DE102",
    "empty-derivation",
    "a derived entity must have a query",
    "service error derivedEntityQueryIsEmpty",
    service_errors=("derivedEntityQueryIsEmpty",),
    sources=(Stated("service-error", "derivedEntityQueryIsEmpty"),),
    local=True,
    kinds=("derivedEntity",),
)


_COMMENTS: Final = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)


def check(project: Project) -> Says:
    for payload in project.payloads("derivedEntity"):
        for one in payload.items:
            query = one.node.text("query")
            if query is not None and not _COMMENTS.sub("", query).strip(" \t\r\n;"):
                called = f"derived entity `{one.name}`" if one.name else "the derived entity"
                yield Finding(
                    one.node.at("query"),
                    f"the query of {called} says nothing",
                    label="no query" if query.strip() else "empty",
                    help="write the query whose rows the entity has",
                )
