"""An attribute should not take the name of a column that the service makes."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.rulekit.system_columns import OF_PROFILES

RULE = Rule(
    "CR108",
    "output-name-of-the-service",
    "an attribute should not take the name of a column that the service makes",
    "service error conflictResolutionAttrNotAllowed",
    severity="recommendation",
    service_errors=("conflictResolutionAttrNotAllowed",),
    sources=(Stated("service-error", "conflictResolutionAttrNotAllowed"),),
    inferred=True,
    local=True,
    kinds=("conflictResolutionRules",),
)


def check(project: Project) -> Says:
    names = {one.lower(): one for one in OF_PROFILES}
    for rules in project.resolutions:
        for output in rules.outputs:
            own = names.get((output.name or "").lower())
            if own is not None:
                yield Finding(
                    output.at,
                    f"`{output.name}` is the name of a column that the service makes itself",
                    label=f"the service's `{own}`",
                    help="give the attribute another name, such as one with its source in front",
                )
