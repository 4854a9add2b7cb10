"""A property must have the JSON type that its payload asks for."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Location, Path, Stated
from linter.project.project import Project
from linter.rulekit.malformed import wrong_type
from linter.rulekit.rule import Rule, Says
from linter.rulekit.shape_codes import WRONG_TYPE, WRONG_TYPE_IN, codes_of_types

_SCHEMA: Final = Stated("convention", "the payload's schema")

RULE = Rule(
    "DO04",
    "wrong-json-type",
    "a property must have the JSON type that its payload asks for",
    "the payload's schema; `c360lint schema KIND` prints it",
    url="https://json-schema.org/understanding-json-schema/reference/type",
    service_errors=(*codes_of_types(), "invalidModelState"),
    sources=(_SCHEMA, *dict.fromkeys(one for stated in WRONG_TYPE.values() for one in stated)),
    local=True,
)


def check(project: Project) -> Says:
    wrong = [problem for problem in project.problems if problem.kind == "type"]
    kinds = _kinds(project) if wrong else {}
    for problem in wrong:
        codes = WRONG_TYPE_IN.get(_kind_at(problem.at, kinds), ())
        besides = WRONG_TYPE.get((problem.owner, problem.member), ())
        yield wrong_type(problem)._replace(
            service_errors=(*codes, "invalidModelState"), sources=(_SCHEMA, *besides)
        )


def _kinds(project: Project) -> dict[tuple[str, Path], str]:
    """Return the kinds of bodies by their places."""
    return {(one.document, one.body_path): str(one.route.kind) for one in project.requests}


def _kind_at(at: Location, kinds: dict[tuple[str, Path], str]) -> str:
    """Return the kind of the body that a place is in."""
    outer = (at.path[:depth] for depth in range(len(at.path) + 1))
    return next((kinds[at.document, path] for path in outer if (at.document, path) in kinds), "")
