"""An activity that the timeline does not show is not returned by the API."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "AC122",
    "hidden-activity",
    "an activity that the timeline does not show is not returned by the API",
    "product page activities.md",
    severity="recommendation",
    url=product_page("activities.md"),
    sources=(Stated("product-page", "A07"),),
    group="advice",
    default=False,
    local=True,
    kinds=("activity",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("activity"):
        for one in payload.items:
            if one.node.get("showInTimeline") is False:
                yield Finding(
                    one.node.at("showInTimeline"),
                    f"the activity `{one.goes_by or '?'}` is hidden: the API doesn't return it either",
                    label="hidden",
                    help="show it, if anybody asks for it by the API",
                )
