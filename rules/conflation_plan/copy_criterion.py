"""No copy criteria may be in the plan, in exceptions neither."""

from __future__ import annotations

from linter.diagnostic import Finding, Removal
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Node

RULE = Rule(
    "CP06",
    "copy-criterion",
    "no copy criteria may be in the plan",
    "PATCH …/conflationPlan, limitation 6 of 9",
    service_errors=("conflationPlanCopyMatchingCriteriaFound", "multipleCriteriaNotAllowed"),
    local=True,
    kinds=("conflationPlan",),
)


def check(project: Project) -> Says:
    for plan in project.plans:
        for criterion in plan.criteria:
            if criterion.kind == "copy":
                siblings = _siblings(criterion.node)
                is_beside = len(siblings) > 1  # the service refuses special kinds beside others
                yield Finding(
                    criterion.node.at("kind"),
                    f"the criterion's kind is `{criterion.node.text('kind')}`, which a plan may not have",
                    label="expected `exact` or `fuzzy`",
                    help="remove the criterion, or compare the columns with `exact` or `fuzzy`",
                    service_errors=RULE.service_errors if is_beside else RULE.service_errors[:1],
                    repairs=_removal(criterion.node, siblings),
                )


def _siblings(node: Node) -> list[object]:
    """Return the criteria of a rule or an exception, given one of them."""
    assert node.parent is not None
    siblings: list[object] = node.parent.get("criteria")
    return siblings


def _removal(node: Node, siblings: list[object]) -> tuple[Removal, ...]:
    """A criterion can go where another one stays: without any, its rule would be empty."""
    stay = any(isinstance(one, Node) and (one.text("kind") or "").lower() != "copy" for one in siblings)
    return (Removal(node.at(), "Remove the criterion"),) if stay else ()
