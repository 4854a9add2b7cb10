"""The type of an activity must be one of the semantic types, Other, or one of your own.

A name that is a slip of a semantic type is reported: a custom type of that name would be made.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Replacement, Stated
from linter.kinds.activity_body import Activity
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page
from linter.rulekit.values import known_values
from linter.suggest import surest

RULE = Rule(
    "AC120",
    "misspelt-activity-type",
    "the type of an activity is a semantic type, Other, or one of your own",
    'product page activities.md, "Choose from the semantic types"',
    url=product_page("activities.md"),
    sources=(Stated("product-page", "A02"),),
    local=True,
    kinds=("activity",),
)


def check(project: Project) -> Says:
    known = known_values("activity", "Activity", "activityType")
    for payload in project.payloads("activity"):
        for one in payload.items:
            type_ = one.type
            if type_ is not None and type_.lower() not in map(str.lower, known):
                yield from _check(one, type_, surest(type_, known))


def _check(one: Activity, type_: str, near: list[str]) -> Says:
    at = one.node.at("activityType")
    if not type_.strip():
        yield Finding(
            at,
            "the activity has an empty type",
            label="no type",
            help="write a semantic type, such as SalesOrder, or Other",
        )
    elif len(near) == 1:
        yield Finding(
            at,
            f"`{type_}` is no semantic type, and would become one of your own; did you mean `{near[0]}`?",
            label="a slip of a semantic type?",
            help=f"write `{near[0]}`, or another name if a type of your own is meant",
            severity="recommendation",
            repairs=(Replacement(near[0], f"Replace `{type_}` with `{near[0]}`"),),
        )
