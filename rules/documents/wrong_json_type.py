"""A property must have the JSON type that its payload asks for."""

from __future__ import annotations

from linter.project.project import Project
from linter.rulekit.malformed import wrong_type
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DO04",
    "wrong-json-type",
    "a property must have the JSON type that its payload asks for",
    "the payload's schema; `c360lint schema KIND` prints it",
    url="https://json-schema.org/understanding-json-schema/reference/type",
    service_errors=("invalidModelState",),
    local=True,
)


def check(project: Project) -> Says:
    for problem in project.problems:
        if problem.kind == "type":
            yield wrong_type(problem)
