"""What an activity is made of, and what it leads to, must exist.

A derived entity counts as well, stored or planned.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Stated
from linter.kinds.activity_body import Activity
from linter.kinds.references import Mention
from linter.project.project import Project
from linter.rulekit.made import neither_ingested_nor_derived
from linter.rulekit.rule import Rule, Says

_CODE: Final = "activityMappingReferencedEntityNotFound"

RULE = Rule(
    "AC104",
    "activity-entity-unknown",
    "the entities that an activity names must exist",
    f"service error {_CODE}",
    service_errors=(_CODE,),
    sources=(Stated("service-error", _CODE),),
    kinds=("activity",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("activity"):
        mentions = [mention for one in payload.items for mention in _named(one)]
        yield from neither_ingested_nor_derived(project, payload.request, mentions)


def _named(one: Activity) -> list[Mention]:
    return [mention for mention in (one.mention, one.target) if mention is not None]
