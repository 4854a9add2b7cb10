"""An activity of a semantic type should say what its attributes mean.

Which fields a type requires isn't published: one without any is reported, and a field without a meaning.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Stated
from linter.kinds.activity_body import Activity
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page
from linter.rulekit.values import known_values

RULE = Rule(
    "AC123",
    "semantic-fields-missing",
    "an activity of a semantic type should say what its attributes mean",
    'product page activities.md, "Required fields are determined by the selected activity type"',
    severity="warning",
    url=product_page("activities.md"),
    sources=(Stated("product-page", "A08"),),
    inferred=True,
    local=True,
    kinds=("activity",),
)

_GENERAL: Final = "other"


def check(project: Project) -> Says:
    semantic = {one.lower() for one in known_values("activity", "Activity", "activityType")} - {_GENERAL}
    for payload in project.payloads("activity"):
        for one in payload.items:
            if (one.type or "").lower() in semantic and "fieldTypes" not in one.node.broken:
                yield from _check(one)


def _check(one: Activity) -> Says:
    if not one.node.get("fieldTypes"):
        yield Finding(
            one.node.at("fieldTypes") if one.node.written("fieldTypes") else one.node.at("activityType"),
            f"the activity is of the type `{one.type}`, and no attribute has a meaning for it",
            label="no semantic fields",
            help="say in `fieldTypes` which attribute is which `semanticField`",
        )
    for node in one.node.nodes("fieldTypes"):
        for name in ("attributeName", "semanticField"):
            if name not in node.broken and not (node.text(name) or "").strip():
                yield Finding(
                    node.at(name),
                    f"a semantic field lacks its `{name}`",
                    label="incomplete",
                    help="name both the attribute and what it is",
                )
