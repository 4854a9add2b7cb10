"""The name of an activity must be unique.

Names of the snapshot and those that are planned count, without case; the later one carries the finding.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.kinds.activity import Activity
from linter.project.project import Project
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
    named: dict[object, Activity] = {}
    for payload in project.payloads("activity"):
        for one in payload.items:
            if not one.is_update and one.name:
                yield from _check(project, one, one.name, named)


def _check(project: Project, one: Activity, name: str, named: dict[object, Activity]) -> Says:
    request, snapshot = one.request, one.request.snapshot
    alone = (request.document, request.index) if project.settings.snapshot_only else None
    scope = snapshot.file if snapshot is not None else request.spelled("instanceId")
    first = named.setdefault((scope, alone, name.lower()), one)
    saved = project.made.saved(snapshot, "activities").get(name.lower()) if snapshot is not None else None
    if first is not one or saved is not None:
        node = first.node if first is not one else saved
        assert node is not None
        yield Finding(
            one.node.at("name"),
            f"an activity `{name}` " + ("is planned already" if first is not one else "exists already"),
            label="not unique",
            related=(Related(node.at("name"), "the first of this name"),),
            help=f"give it another name, or change the existing one at `manage/activities/{name}`",
        )
