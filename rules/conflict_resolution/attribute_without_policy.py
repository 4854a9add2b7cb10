"""Every attribute and group that has sources must have a resolution policy, and the other way round.

Rules that have no policy with a source at all are CR04's.
"""

from __future__ import annotations

from linter.diagnostic import Finding, HeldBack, Stated, cause_at
from linter.kinds.conflict_resolution_rules import ConflictResolutionRules, Merge
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "CR102",
    "attribute-without-policy",
    "an attribute that has source columns must have a resolution policy",
    "service error conflictResolutionMissingPolicy",
    url=product_page("data-unification-merge-tables.md"),
    service_errors=("conflictResolutionMissingPolicy",),
    sources=(Stated("service-error", "conflictResolutionMissingPolicy"), Stated("product-page", "G09")),
    local=True,
    kinds=("conflictResolutionRules",),
)


def check(project: Project) -> Says:
    for rules in project.resolutions:
        for one in rules.merges:
            if "policy" not in one.node.broken and one.policy is None and _has_source(one):
                yield _without_policy(rules, one)


def _has_source(one: Merge) -> bool:
    return bool(one.node.get("sources" if one.is_group else "sourceColumns"))


def _without_policy(rules: ConflictResolutionRules, one: Merge) -> Finding | HeldBack:
    if not rules.has_resolution():
        return HeldBack(one.node.at(), cause_at(rules.root.at("attributes")))
    what, name = "group" if one.is_group else "attribute", one.node.text("name")
    return Finding(
        one.node.at(),
        f"{what} `{name}` has no resolution policy" if name else f"the {what} has no resolution policy",
        label="a policy is needed",
        help=f"add {one.node.called('policy')}, such as importance: the first source with a value wins",
    )
