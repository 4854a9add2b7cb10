"""A property should be one that its object is known to have.

A warning, never an error: how the service treats others is not documented.  One that is a slip of
a property that has to be given is DO05's.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Stated
from linter.project.project import Project
from linter.rulekit.malformed import unknown
from linter.rulekit.rule import Rule, Says
from linter.rulekit.shape_codes import UNKNOWN_PROPERTY, errors_among

_SCHEMA: Final = Stated("convention", "the payload's schema; `c360lint schema KIND` prints it")
_STATED: Final = tuple(dict.fromkeys(stated for listed in UNKNOWN_PROPERTY.values() for stated in listed))

RULE = Rule(
    "DO03",
    "unknown-property",
    "a property should be one that its object is known to have",
    "the payload's schema; `c360lint schema KIND` prints it",
    "warning",
    url="https://json-schema.org/understanding-json-schema/reference/object",
    service_errors=errors_among(_STATED),
    sources=(*_STATED, _SCHEMA),
    superfluous=True,
)


def check(project: Project) -> Says:
    for problem in project.all_problems:
        if problem.kind == "unknown" and not problem.required:
            stated = UNKNOWN_PROPERTY.get(problem.owner, ())
            yield unknown(problem)._replace(service_errors=errors_among(stated), sources=(*stated, _SCHEMA))
