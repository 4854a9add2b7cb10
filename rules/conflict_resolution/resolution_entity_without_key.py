"""An entity in the conflict resolution rules must have a primary key, wherever it is given."""

from __future__ import annotations

from linter.project.project import Project
from linter.rulekit.existence import without_key
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CR03",
    "resolution-entity-without-key",
    "an entity in the rules must have a primary key",
    "PATCH …/conflictResolutionRules, limitation 3 of 5",
    service_errors=("conflationEntityPrimaryKeyNotFound",),
    kinds=("conflictResolutionRules",),
    needs=("snapshot",),
    mended_by="entityInfo",
)


def check(project: Project) -> Says:
    for rules in project.resolutions:
        yield from without_key(project, rules.request, rules.mentions, anywhere=True)
