"""A request that creates segments must have one, and one that says something."""

from __future__ import annotations

from linter.diagnostic import Finding, Location, Stated
from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "SG101",
    "no-segment",
    "a request that creates segments must have one",
    "service error segmentInputCannotBeEmpty",
    service_errors=("segmentInputCannotBeEmpty",),
    sources=(Stated("service-error", "segmentInputCannotBeEmpty"),),
    local=True,
    kinds=("segment",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("segment"):
        if payload.request.root == []:
            yield _finding(_body(payload.request), "the list has no segment")
        for one in payload.items:
            if not one.node.values and not one.node.broken:
                yield _finding(one.node.at(), "the segment says nothing")


def _finding(at: Location, message: str) -> Finding:
    return Finding(
        at,
        message,
        label="empty",
        help="write what `c360lint new segment` makes, or take it out",
    )


def _body(request: Request) -> Location:
    return Location(request.document, request.body_path)
