"""A property must have the JSON type that its payload asks for."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Stated
from linter.project.project import Project
from linter.rulekit.malformed import wrong_type
from linter.rulekit.rule import Rule, Says
from linter.rulekit.shape_codes import WRONG_TYPE

_SCHEMA: Final = Stated("convention", "the payload's schema")

RULE = Rule(
    "DO04",
    "wrong-json-type",
    "a property must have the JSON type that its payload asks for",
    "the payload's schema; `c360lint schema KIND` prints it",
    url="https://json-schema.org/understanding-json-schema/reference/type",
    service_errors=("invalidModelState",),
    sources=(_SCHEMA, *dict.fromkeys(one for stated in WRONG_TYPE.values() for one in stated)),
    local=True,
)


def check(project: Project) -> Says:
    for problem in project.problems:
        if problem.kind == "type":
            besides = WRONG_TYPE.get((problem.owner, problem.name), ())
            yield wrong_type(problem)._replace(sources=(_SCHEMA, *besides))
