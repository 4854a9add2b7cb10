"""The name of an activity must be unique.

Names of the snapshot and those that are planned count, without case; the later one carries the finding.
"""

from __future__ import annotations

from linter.diagnostic import Stated
from linter.project.project import Project
from linter.rulekit.names_given import NamesTaken, NewName
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "AC103",
    "activity-name-taken",
    "the name of an activity must be unique",
    'product page activities.md, "Unique name for your activity"',
    url=product_page("activities.md"),
    sources=(Stated("product-page", "N11"),),
    kinds=("activity",),
)


def check(project: Project) -> Says:
    taken = NamesTaken(project, "activities", "an activity")
    for payload in project.payloads("activity"):
        for one in payload.items:
            if not one.is_update and one.name:
                yield from taken.check(NewName(one.request, "activity", one.name, one.node.at("name")))
