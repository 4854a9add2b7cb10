"""A segment that others use must not be deactivated."""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.project.effects import Effect
from linter.project.outputs import Output, Outputs
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "SG155",
    "deactivated-though-used",
    "a segment that others use must not be deactivated",
    "service error segmentInactiveOrInvalid; product documentation, segments",
    url=product_page("segments.md"),
    service_errors=("segmentInactiveOrInvalid",),
    sources=(Stated("service-error", "segmentInactiveOrInvalid"), Stated("product-page", "E17")),
    inferred=True,
    kinds=("{segmentName}",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for snapshot in project.snapshots:
        outputs = project.outputs(snapshot)
        for change in outputs.changes:
            users = _users(outputs, change) if change.verb == "deactivates" else []
            if users:
                yield _finding(change, users)


def _users(outputs: Outputs, change: Effect) -> list[Output]:
    """Return the stored segments that use it and stay as they are; planned ones say it themselves."""
    used = outputs.find("segment", change.name)
    if used is None or used.turned is not change.request:
        return []
    stored = (one for one in outputs.of("segment") if not one.is_planned and not one.is_inactive)
    return [one for one in stored if any(each.used is used for each in outputs.uses(one.view))]


def _finding(change: Effect, users: list[Output]) -> Finding:
    names = ", ".join(f"`{one.name}`" for one in users[:3])
    return Finding(
        change.request.at_parameter("segmentName"),
        f"`{change.name}` is deactivated, though {names} {'is' if len(users) == 1 else 'are'} made of it",
        label="in use",
        help="deactivate first what is made of it",
        related=tuple(Related(one.at, "made of it") for one in users[:3]),
    )
