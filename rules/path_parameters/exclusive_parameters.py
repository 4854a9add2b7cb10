"""A job that runs all must not say which parts it runs.

Where its body says both, that is SH106's.
"""

from __future__ import annotations

from typing import Any, Final

from linter.diagnostic import Finding, Location, Stated
from linter.kinds.query import options_of
from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "IN107",
    "exclusive-parameters",
    "a job of operationType all has no identifiers",
    "service error invalidApiParameterCombination",
    "recommendation",
    service_errors=("invalidApiParameterCombination",),
    sources=(Stated("service-error", "invalidApiParameterCombination"),),
    inferred=True,
    local=True,
    kinds=("requests",),
)

_TYPE: Final = "operationtype"
_PARTS: Final = "identifiers"


def check(project: Project) -> Says:
    for request in project.requests:
        if request.method == "POST" and request.route.segments[-1:] == ["jobs"]:
            in_url = _in_url(request)
            given = {**in_url, **_in_body(request)} if in_url.keys() & {_TYPE, _PARTS} else {}
            type_, parts = given.get(_TYPE), given.get(_PARTS)
            if type_ is not None and str(type_[0]).lower() == "all" and parts is not None and parts[0]:
                yield Finding(
                    parts[1],
                    "`identifiers` have no place in a job of `operationType` all",
                    label="all are run",
                    help="leave them out, or say of which type they are",
                )


def _in_url(request: Request) -> dict[str, tuple[Any, Location]]:
    return {
        name: (one.value, request.at._replace(slice=(one.start, one.end)))
        for name, one in options_of(request).items()
    }


def _in_body(request: Request) -> dict[str, tuple[Any, Location]]:
    envelope = request.envelope
    body = envelope.get("body") if envelope is not None else None
    if envelope is None or not isinstance(body, dict):
        return {}
    return {name.lower(): (value, envelope.at("body", name)) for name, value in body.items()}
