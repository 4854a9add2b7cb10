"""An attribute in the conflict resolution rules must exist as an attribute of its entity."""

from __future__ import annotations

from linter.diagnostic import Stated
from linter.project.project import Project
from linter.rulekit.existence import unknown_attributes
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CR02",
    "resolution-attribute-unknown",
    "an attribute in the rules must exist as an attribute of the referenced entity",
    "PATCH …/conflictResolutionRules, limitation 2 of 5",
    service_errors=(
        "conflationAttributeMetadataNotFound",
        "conflationMetadataNotFoundForColumn",
        "referencedColumnNonExistentInSourceEntity",
    ),
    sources=(
        Stated("api-page", "PATCH …/conflictResolutionRules, limitation 2 of 5"),
        Stated("product-page", "B06"),
    ),
    local=True,
    kinds=("conflictResolutionRules",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for rules in project.resolutions:
        yield from unknown_attributes(rules.request, rules.columns)
