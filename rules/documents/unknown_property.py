"""A property should be one that its object is known to have.

A warning, never an error: how the service treats others is not documented.  One that is a slip of
a property that has to be given is DO05's.
"""

from __future__ import annotations

from linter.project.project import Project
from linter.rulekit.malformed import unknown
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DO03",
    "unknown-property",
    "a property should be one that its object is known to have",
    "the payload's schema; `c360lint schema KIND` prints it",
    "warning",
    url="https://json-schema.org/understanding-json-schema/reference/object",
    superfluous=True,
)


def check(project: Project) -> Says:
    yield from (unknown(one) for one in project.all_problems if one.kind == "unknown" and not one.required)
