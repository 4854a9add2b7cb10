"""A type of activity that is no semantic type is one of your own."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page
from linter.rulekit.values import known_values
from linter.suggest import surest

RULE = Rule(
    "AC121",
    "custom-activity-type",
    "a type of activity that is no semantic type is one of your own",
    "product page activities.md",
    severity="recommendation",
    url=product_page("activities.md"),
    sources=(Stated("product-page", "A02"),),
    group="advice",
    default=False,
    local=True,
    kinds=("activity",),
)


def check(project: Project) -> Says:
    known = known_values("activity", "Activity", "activityType")
    for payload in project.payloads("activity"):
        for one in payload.items:
            type_ = (one.type or "").strip()
            if type_ and type_.lower() not in map(str.lower, known) and not surest(type_, known):
                yield Finding(
                    one.node.at("activityType"),
                    f"`{type_}` is no semantic type: it is one of your own",
                    label="a type of your own",
                    help=f"leave it, or choose one of {', '.join(known)}",
                )
