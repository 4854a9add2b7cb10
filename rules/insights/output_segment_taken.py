"""The name of an output segment must be free.

Segments of the snapshot, planned ones, and output segments of other insights count, without case.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.kinds.insight_input_body import Insight
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "II125",
    "output-segment-taken",
    "the name of an insight's output segment must be free",
    "service error insightOutputSegmentNameAlreadyExists",
    service_errors=("insightOutputSegmentNameAlreadyExists",),
    sources=(Stated("service-error", "insightOutputSegmentNameAlreadyExists"),),
    kinds=("insightInput",),
)


def check(project: Project) -> Says:
    made: dict[object, Insight] = {}
    for payload in project.payloads("insightInput"):
        snapshot = payload.request.snapshot
        for one in payload.items:
            name = one.node.text("outputSegmentName")
            if not one.is_new or not (name or "").strip():
                continue
            alone = payload.request if project.settings.snapshot_only else None
            first = made.setdefault((snapshot, alone, str(name).lower()), one)
            if first is not one or (
                snapshot is not None and project.made.has(snapshot, "segments", str(name))
            ):
                yield _taken(one, first, str(name))


def _taken(one: Insight, first: Insight, name: str) -> Finding:
    at = first.node.at("outputSegmentName")
    return Finding(
        one.node.at("outputSegmentName"),
        f"a segment `{name}` exists already" if first is one else f"another insight makes a segment `{name}`",
        label="not unique",
        related=() if first is one else (Related(at, "the first of this name"),),
        help="give the segment another name",
    )
