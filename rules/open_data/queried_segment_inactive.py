"""IsMemberOfSegment must name a segment that is active: others have no members.

A segment that is planned will be, unless a request deactivates it.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "OD126",
    "queried-segment-inactive",
    "IsMemberOfSegment must name a segment that is active",
    "service error segmentInactiveOrInvalid",
    url="https://learn.microsoft.com/dynamics365/customer-insights/data/odata-examples",
    service_errors=("segmentInactiveOrInvalid",),
    sources=(Stated("service-error", "segmentInactiveOrInvalid"),),
    inferred=True,
    kinds=("queries",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for query in project.queries:
        snapshot = query.request.snapshot
        if snapshot is None:
            continue
        for name, at in project.queried.segments_named(query):
            found = project.outputs(snapshot).namesakes(name)
            inactive = next((one for one in found if one.is_inactive), None)
            if inactive is not None:
                yield Finding(
                    at,
                    f"segment `{inactive.name}` is {inactive.state}: nobody is a member of it",
                    label="not active",
                    help=f"activate it by PUT `manage/segments/{inactive.name}/activate`",
                    related=(
                        Related(inactive.turned.at if inactive.turned is not None else inactive.at, "here"),
                    ),
                )
