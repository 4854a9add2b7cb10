"""A property that its payload requires must be given, and spelled right."""

from __future__ import annotations

from typing import Final

from linter.project.project import Project
from linter.rulekit.malformed import missing, misspelt
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Problem

RULE = Rule(
    "DO05",
    "missing-property",
    "a property that its payload requires must be given",
    "the payload's schema; `c360lint schema KIND` prints it",
    url="https://json-schema.org/understanding-json-schema/reference/object#required",
    service_errors=(
        "inputPayloadNotFound",
        "relationshipNameMissing",
        "conflationPlanInvalidRules",
        "invalidModelState",
    ),
    local=True,
)
_OWN_CODES: Final = {
    ("Envelope", "body"): "inputPayloadNotFound",
    ("Relationship", "name"): "relationshipNameMissing",
    ("Criterion", "leftColumn"): "conflationPlanInvalidRules",
    ("Criterion", "rightColumn"): "conflationPlanInvalidRules",
}


def check(project: Project) -> Says:
    yield from missing(project.problems, _predicted)
    for finding in misspelt(project.problems):
        yield finding._replace(service_errors=("invalidModelState",))


def _predicted(lacks: list[Problem]) -> tuple[str, ...]:
    """Return what the service says of an object that lacks these: of some something of their own."""
    own = (_OWN_CODES.get((one.owner, one.name)) for one in lacks)
    return tuple(dict.fromkeys(filter(None, own))) or ("invalidModelState",)
