"""A self conflation that has rules must say which row wins."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.kinds.self_conflation_body import SelfConflation
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CS105",
    "no-winner-policy",
    "a self conflation that has rules must say which row wins",
    "service error rowWinnerPolicyNotSpecified",
    service_errors=("rowWinnerPolicyNotSpecified",),
    sources=(Stated("service-error", "rowWinnerPolicyNotSpecified"),),
    local=True,
    kinds=("selfConflation",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("selfConflation"):
        for one in payload.items:
            if one.rules and _has_no_policy(one):
                yield Finding(
                    one.node.at("rowWinnerPolicy"),
                    "there are rules, but no policy says which of the rows that match is kept",
                    label="no policy",
                    help='add `rowWinnerPolicy`, such as {"kind": "mostFilled"}',
                )


def _has_no_policy(one: SelfConflation) -> bool:
    policy = one.node.node("rowWinnerPolicy")
    if policy is None:
        return "rowWinnerPolicy" not in one.node.broken
    return not (policy.text("kind") or "").strip() and "kind" not in policy.broken
