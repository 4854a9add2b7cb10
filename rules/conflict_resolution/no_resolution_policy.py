"""At least 1 resolution policy must be defined against at least 1 source attribute."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

_NO_POLICY: Final = "conflictResolutionMissingPolicy"
_NO_COLUMN: Final = "conflictResolutionMissingSourceColumn"

RULE = Rule(
    "CR04",
    "no-resolution-policy",
    "at least 1 resolution policy must be defined against at least 1 source attribute",
    "PATCH …/conflictResolutionRules, limitation 4 of 5",
    service_errors=(_NO_POLICY, _NO_COLUMN),
    local=True,
    kinds=("conflictResolutionRules",),
)


def check(project: Project) -> Says:
    for rules in project.resolutions:
        if not rules.has_resolution():
            attribute = rules.root.shape.within("attributes")
            kinds = ", ".join(sorted(attribute.within("policy", "kind").values))
            policy, columns = attribute.called("policy"), attribute.called("sourceColumns")
            yield Finding(
                rules.root.at("attributes"),
                "no attribute has both a resolution policy and a source column",
                label="no policy with a source column",
                help=f"give an attribute a {policy} ({kinds}) and {columns}",
                service_errors=(_NO_COLUMN if rules.has_policy() else _NO_POLICY,),
            )
