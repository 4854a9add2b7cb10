"""EntityType may only be "Activity" or "Unspecified"."""

from __future__ import annotations

from linter.diagnostic import Finding, HeldBack
from linter.kinds.entity_info import Info
from linter.project.project import Project
from linter.rulekit.causes import cause_of
from linter.rulekit.rule import Rule, Says
from linter.rulekit.values import known_values, replacements
from linter.suggest import did_you_mean
from linter.wording import either

RULE = Rule(
    "EI03",
    "entity-type-not-allowed",
    'EntityType may only be "Activity" or "Unspecified"',
    "PATCH …/entityInfo, limitation 3 of 5",
    service_errors=("entityTypeUpdateFailed",),
    local=True,
    kinds=("entityInfo",),
)


def check(project: Project) -> Says:
    for payload in project.entity_infos:
        for info in payload.infos:
            if info.node.text("entityType") is None or info.entity_type is not None:
                continue
            named = info.mention.name is not None
            if payload.request.snapshot is not None and named and info.mention.entity is None:
                yield HeldBack(info.node.at("entityType"), cause_of(info.mention, payload.request))
            else:
                yield _not_allowed(info)


def _not_allowed(info: Info) -> Finding:
    value = str(info.node.text("entityType"))
    allowed = known_values("entityInfo", "EntityInfo", "entityType")
    known = [info.node.worded("entityType", one) for one in allowed]
    return Finding(
        info.node.at("entityType"),
        f"entity type `{value}` is not allowed here{did_you_mean(value, known)}",
        label=f"expected {either(known)}",
        help=f"use {either(known)}, or leave {info.node.called('entityType')} out",
        repairs=replacements(value, known),
    )
