"""EntityType may only be "Activity" or "Unspecified"."""

from __future__ import annotations

from linter.diagnostic import Finding, HeldBack, Replacement
from linter.kinds.entity_info import ALLOWED_TYPES, Info
from linter.project.project import Project
from linter.rulekit.causes import cause_of
from linter.rulekit.rule import Rule, Says
from linter.suggest import did_you_mean, surest

RULE = Rule(
    "EI03",
    "entity-type-not-allowed",
    'EntityType may only be "Activity" or "Unspecified"',
    "PATCH …/entityInfo, limitation 3 of 5",
    local=True,
    kinds=("entityInfo",),
)


def check(project: Project) -> Says:
    for payload in project.entity_infos:
        for info in payload.infos:
            if info.node.text("entityType") is None or info.entity_type is not None:
                continue
            if payload.request.snapshot is not None and info.mention.entity is None:
                yield HeldBack(info.node.at("entityType"), cause_of(info.mention, payload.request))
            else:
                yield _not_allowed(info)


def _not_allowed(info: Info) -> Finding:
    value = str(info.node.text("entityType"))
    return Finding(
        info.node.at("entityType"),
        f"entity type `{value}` is not allowed here{did_you_mean(value, ALLOWED_TYPES)}",
        label="expected `Activity` or `Unspecified`",
        help="use `Activity` or `Unspecified`, or leave entityType out",
        repairs=tuple(
            Replacement(one, f"Replace `{value}` with `{one}`") for one in surest(value, ALLOWED_TYPES)
        ),
    )
