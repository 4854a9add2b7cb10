"""A query must name only what its types have.

Names are looked up where they stand: after $expand, in lambdas, along paths.
"""

from __future__ import annotations

from linter.diagnostic import Stated
from linter.project.project import Project
from linter.rulekit.contracts import found, unknown
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DV107",
    "unknown-name-in-query",
    "a query must name only what its types have",
    "OData 4.01, part 2, section 5.1: system query options",
    "error",
    url="https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html",
    sources=(Stated("odata", "URL conventions 4.01, 5.1"),),
    kinds=("calls",),
)


def check(project: Project) -> Says:
    yield from found(project, "name", unknown)
