"""A property that its payload requires must be given, and spelled right."""

from __future__ import annotations

from typing import Final

from linter.project.project import Project
from linter.rulekit.malformed import missing, misspelt
from linter.rulekit.rule import Rule, Says
from linter.rulekit.shape_codes import EMPTY, MISSING, codes_of
from linter.shapes.node import Problem

_OF_EMPTY: Final = tuple(code for _, codes in EMPTY.values() for code in codes)

RULE = Rule(
    "DO05",
    "missing-property",
    "a property that its payload requires must be given",
    "the payload's schema; `c360lint schema KIND` prints it",
    url="https://json-schema.org/understanding-json-schema/reference/object#required",
    service_errors=(*codes_of(MISSING), *_OF_EMPTY, "invalidModelState"),
    local=True,
)


def check(project: Project) -> Says:
    yield from missing(project.problems, _predicted)
    yield from misspelt(project.problems, _predicted)


def _predicted(lacks: list[Problem]) -> tuple[str, ...]:
    """Return what the service says of an object that lacks these."""
    named = ((one.owner, one.meant or one.name) for one in lacks)
    required, codes = EMPTY.get(lacks[0].owner, (0, ()))
    codes = codes if len(lacks) == required else ()
    own = (code for name in named for code in MISSING.get(name, ("invalidModelState",)))
    return tuple(dict.fromkeys((*codes, *own)))
