"""The rules must name the unified entity."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CR106",
    "no-conflated-entity",
    "the rules must name the unified entity",
    "service error conflictResolutionMissingConflatedEntity",
    service_errors=("conflictResolutionMissingConflatedEntity",),
    sources=(Stated("service-error", "conflictResolutionMissingConflatedEntity"),),
    inferred=True,
    local=True,
    kinds=("conflictResolutionRules",),
)


def check(project: Project) -> Says:
    for rules in project.resolutions:
        root = rules.root
        if "conflatedEntity" in root.broken or (root.text("conflatedEntity") or "").strip():
            continue
        called, entity = root.called("conflatedEntity"), project.settings.master_dataset
        yield Finding(
            root.at("conflatedEntity"),
            f"the rules don't name the unified entity: {called} is missing"
            if root.get("conflatedEntity") is None
            else f"the rules don't name the unified entity: {called} is empty",
            label=f"{called} is needed",
            help=f"add {called}: `{entity}`",
        )
