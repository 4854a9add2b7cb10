"""An attribute should have a name in the unified entity."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CR109",
    "output-without-name",
    "an attribute should have a name in the unified entity",
    "service error conflictResolutionAttrInvalid",
    severity="recommendation",
    service_errors=("conflictResolutionAttrInvalid",),
    sources=(Stated("service-error", "conflictResolutionAttrInvalid"),),
    inferred=True,
    local=True,
    kinds=("conflictResolutionRules",),
)


def check(project: Project) -> Says:
    for rules in project.resolutions:
        for output in rules.outputs:
            if not (output.name or "").strip() and not output.node.broken & {"name", "outputName"}:
                yield Finding(
                    output.at,
                    "the attribute has no name in the unified entity",
                    label="a name is needed",
                    help=f"add {output.node.called('name')}",
                )
