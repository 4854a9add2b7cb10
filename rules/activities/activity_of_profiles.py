"""An activity should not be made of an entity of profiles: its rows are people, and no deeds of theirs."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Related, Stated
from linter.instance.entity import Entity
from linter.kinds.references import Mention
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

_CODE: Final = "invalidActivityTypeEntityMapping"

RULE = Rule(
    "AC118",
    "activity-of-profiles",
    "an activity should not be made of an entity of profiles",
    f"service error {_CODE}",
    severity="recommendation",
    service_errors=(_CODE,),
    sources=(Stated("service-error", _CODE),),
    inferred=True,
    kinds=("activity",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("activity"):
        for one in payload.items:
            if one.mention is not None and one.mention.entity is not None:
                yield from _check(project, one.mention, one.mention.entity)


def _check(project: Project, mention: Mention, entity: Entity) -> Says:
    if entity.data_source is not None and project.entity_type(entity) == "profile":
        yield Finding(
            mention.at,
            f"`{entity}` holds profiles, and activities are made of it",
            label="an entity of profiles",
            related=(Related(entity.at, f"`{entity}` is declared here"),),
            help="make the activity of the entity that has what these people have done",
        )
