"""A property that its payload requires must be given, and spelled right."""

from __future__ import annotations

from typing import Final

from linter.project.project import Project
from linter.rulekit.malformed import missing, misspelt
from linter.rulekit.rule import Rule, Says
from linter.rulekit.shape_codes import MISSING, MISSING_TOGETHER, OTHERWISE_MISSING, codes_of
from linter.shapes.node import Problem

_OF_EMPTY: Final = tuple(code for codes in MISSING_TOGETHER.values() for code in codes)

RULE = Rule(
    "DO05",
    "missing-property",
    "a property that its payload requires must be given",
    "the payload's schema; `c360lint schema KIND` prints it",
    url="https://json-schema.org/understanding-json-schema/reference/object#required",
    service_errors=tuple(dict.fromkeys((*codes_of(MISSING), *_OF_EMPTY, *OTHERWISE_MISSING))),
    local=True,
)


def check(project: Project) -> Says:
    yield from missing(project.problems, _predicted)
    yield from misspelt(project.problems, _predicted)


def _predicted(lacks: list[Problem]) -> tuple[str, ...]:
    """Return what the service says of an object that lacks these."""
    named = [(one.owner, one.meant or one.member) for one in lacks]
    together = [code for names, codes in MISSING_TOGETHER.items() if names <= {*named} for code in codes]
    alone = [code for name in named for code in MISSING.get(name, OTHERWISE_MISSING)]
    return tuple(dict.fromkeys((*together, *alone)))
