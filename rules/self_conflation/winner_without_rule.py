"""Which row wins can only be chosen where there is a rule by which rows match."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.kinds.self_conflation_body import SelfConflation
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CS107",
    "winner-without-rule",
    "which row wins can only be chosen where there is a rule by which rows match",
    "data-unification-update.md",
    severity="warning",
    sources=(Stated("product-page", "U04"),),
    local=True,
    kinds=("selfConflation",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("selfConflation"):
        for one in payload.items:
            name = _chosen(one)
            if name and not one.rules and not one.rules_are_open:
                yield Finding(
                    one.node.at(name),
                    "this chooses between rows that match, but there is no rule by which any do",
                    label="nothing to choose from",
                    help=f"add a rule to `conflationPlans`, or take `{name}` out",
                )


def _chosen(one: SelfConflation) -> str:
    """Return the property that chooses otherwise than it is done anyway, if one does."""
    policy = one.node.node("rowWinnerPolicy")
    if policy is not None and (policy.text("kind") or "mostFilled").lower() != "mostfilled":
        return "rowWinnerPolicy"
    return "columnWinnerPolicies" if one.node.nodes("columnWinnerPolicies") else ""
