"""A segment that others use must be active.

A planned one will be; one that the instance has is what it is, unless a request activates or deactivates it.
"""

from __future__ import annotations

from linter.diagnostic import Finding, NotChecked, Related, Stated
from linter.project.outputs import OutputUse
from linter.project.project import Project
from linter.rulekit.makers import Maker, kind_of, makers
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "SG151",
    "dependency-inactive",
    "a segment that others use must be active",
    "service error segmentInactiveOrInvalid; product documentation, segments",
    url=product_page("segments.md"),
    service_errors=("segmentInactiveOrInvalid",),
    sources=(Stated("service-error", "segmentInactiveOrInvalid"), Stated("product-page", "E17")),
    kinds=("segment", "measure"),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    unread = project.not_read("segment")  # it may activate what is used
    for maker in makers(project):
        snapshot = maker.request.snapshot
        for use in project.outputs(snapshot).uses(maker) if snapshot is not None else ():
            if use.used.is_inactive and kind_of(maker) == "segment":
                yield NotChecked(use.at, unread) if unread is not None else _finding(maker, use)


def _finding(maker: Maker, use: OutputUse) -> Finding:
    used = use.used
    by = used.turned
    how = "is deactivated by a request" if by is not None else f"is {used.state}"
    return Finding(
        use.at,
        f"segment `{used.name}` {how}, so that `{maker.goes_by}` can't be made of it",
        label="not active",
        help=f"activate it by PUT `manage/segments/{used.name}/activate`",
        related=(Related(by.at if by is not None else used.at, "here"),),
    )
