"""A resolution policy must have a source column to choose from.

Rules that have no policy with a source at all are CR04's.
"""

from __future__ import annotations

from linter.diagnostic import Finding, HeldBack, Stated, cause_at
from linter.kinds.conflict_resolution_rules import ConflictResolutionRules, Merge
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "CR103",
    "policy-without-source",
    "a resolution policy must have a source column to choose from",
    "service error conflictResolutionMissingSourceColumn",
    url=product_page("data-unification-merge-tables.md"),
    service_errors=("conflictResolutionMissingSourceColumn",),
    sources=(Stated("service-error", "conflictResolutionMissingSourceColumn"),),
    local=True,
    kinds=("conflictResolutionRules",),
)


def check(project: Project) -> Says:
    for rules in project.resolutions:
        for one in rules.merges:
            name = "sources" if one.is_group else "sourceColumns"
            if one.policy is not None and not one.node.get(name) and name not in one.node.broken:
                yield _without_source(rules, one, name)


def _without_source(rules: ConflictResolutionRules, one: Merge, name: str) -> Finding | HeldBack:
    if not rules.has_resolution():
        return HeldBack(one.node.at(name), cause_at(rules.root.at("attributes")))
    what, called = "group" if one.is_group else "attribute", one.node.text("name")
    return Finding(
        one.node.at(name),
        f"{what} `{called}` has a policy, but no source"
        if called
        else f"the {what} has a policy, but no source",
        label="a source is needed",
        help=f"add {one.node.called(name)}, or remove the {what}",
    )
