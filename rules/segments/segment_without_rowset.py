"""A structured segment must have rowsets, and each of them criteria."""

from __future__ import annotations

from linter.diagnostic import Finding, Location, Stated
from linter.kinds.segment_body import Segment
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "SG104",
    "segment-without-rowset",
    "a structured segment must have rowsets, and each of them criteria",
    "service error segmentQueryRowsetIsEmpty",
    service_errors=("segmentQueryRowsetIsEmpty",),
    sources=(Stated("service-error", "segmentQueryRowsetIsEmpty"),),
    local=True,
    kinds=("segment",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("segment"):
        for one in payload.items:
            query = one.query
            if one.type != "structured" or one.suits_other_type:
                continue
            assert query is not None
            if query.values and not query.get("rowsets") and "rowsets" not in query.broken:
                yield _finding(query.at("rowsets"), "a structured segment has rowsets; this one has none")
            yield from _empty(one)


def _empty(segment: Segment) -> Says:
    for one in segment.rowsets:
        node = one.criteria.node if one.criteria is not None else None
        if "criteria" not in one.node.broken and (node is None or not (node.values or node.broken)):
            yield _finding(one.node.at("criteria"), "the rowset has no criteria")


def _finding(at: Location, message: str) -> Finding:
    return Finding(
        at,
        message,
        label="empty",
        help="say what is true of its members; `all` as `comparisonOperator` means every customer",
    )
