"""Identifiers may be given only where not all is run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from linter.diagnostic import Finding, Location, Removal, Stated
from linter.kinds.query import options_of
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

_CODES: Final = ("invalidJobIdentifiers", "invalidApiParameterCombination")

RULE = Rule(
    "SH106",
    "identifiers-of-all",
    "identifiers may be given only where not all is run",
    "service error invalidJobIdentifiers",
    service_errors=_CODES,
    sources=tuple(Stated("service-error", code) for code in _CODES),
    local=True,
    kinds=(
        "schedule",
        "job",
    ),
)


def check(project: Project) -> Says:
    for at in _in_bodies(project):
        yield _finding(at)._replace(repairs=(Removal(at, "Remove `identifiers`"),))
    yield from map(_finding, _in_urls(project))


def _in_bodies(project: Project) -> Iterator[Location]:
    for kind in RULE.kinds:
        for payload in project.payloads(kind):
            for run in payload.items:
                if run.operation == "all" and run.node.get("identifiers"):
                    yield run.node.at("identifiers")


def _in_urls(project: Project) -> Iterator[Location]:
    for request in project.requests:
        if request.route.kind == "job" and request.method == "POST" and request.reading is None:
            options = options_of(request)
            type_, parts = options.get("operationtype"), options.get("identifiers")
            if type_ is not None and parts is not None and type_.value.lower() == "all" and parts.value:
                yield request.at._replace(slice=(parts.start, parts.end))


def _finding(at: Location) -> Finding:
    return Finding(
        at,
        "`identifiers` are given, though `all` is run",
        label="not with `all`",
        help="leave them out, or say by `operationType` what is run for them",
    )
