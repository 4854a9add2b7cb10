"""A manual segment is created as a draft, and activated once it is validated."""

from __future__ import annotations

from linter.diagnostic import Finding, HeldBack, Replacement, Stated, cause_at
from linter.kinds.segment_body import Segment
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "SG108",
    "manual-segment-created-in-state",
    "a manual segment is created inactive, and activated once it is validated",
    "service error manualSegmentCreateInvalidState",
    severity="recommendation",
    service_errors=("manualSegmentCreateInvalidState", "invalidSegmentAdvancedSegCreateInInvalidState"),
    sources=(
        Stated("service-error", "manualSegmentCreateInvalidState"),
        Stated("service-error", "invalidSegmentAdvancedSegCreateInInvalidState"),
    ),
    inferred=True,
    local=True,
    kinds=("segment",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("segment"):
        for one in payload.items:
            said = one.node.text("state")
            if one.type != "manual" or said is None or said.lower() == "inactive" or not _is_created(one):
                continue
            if one.suits_other_type:  # then it may be no manual one
                assert one.query is not None
                yield HeldBack(one.node.at("state"), cause_at(one.query.at("type")))
            else:
                draft = "inactive" if said[:1].islower() else "Inactive"
                yield Finding(
                    one.node.at("state"),
                    f"a manual segment is created `{draft}`; here it is `{said}`",
                    label="not a draft",
                    help=f"create it `{draft}`, and activate it by …/activate",
                    repairs=(Replacement(draft, f"Replace with `{draft}`"),),
                )


def _is_created(segment: Segment) -> bool:
    """Tell whether the instance doesn't have it yet, as far as the snapshot says."""
    snapshot = segment.request.snapshot
    saved = snapshot.root.nodes("segments") if snapshot is not None else ()
    return not segment.is_update and all(one.text("name") != segment.name for one in saved)
