"""No copy criteria may be in the plan, in exceptions neither."""

from __future__ import annotations

from linter.diagnostic import Finding, Location, Removal
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
        for step in plan.steps:
            for criterion in step.criteria:
                if criterion.kind == "copy":
                    yield Finding(
                        criterion.node.at("kind"),
                        f"the criterion's kind is `{criterion.node.text('kind')}`, which a plan may not have",
                        label="expected `exact` or `fuzzy`",
                        help="remove the criterion, or compare the columns with `exact` or `fuzzy`",
                        service_errors=RULE.service_errors[: 2 if _is_beside(criterion.node) else 1],
                        repairs=_removal(criterion.node),
                    )


def _is_beside(node: Node) -> bool:
    """Tell whether a criterion has others beside it, which the service refuses of special kinds."""
    return node.parent is not None and len(node.parent.get("criteria") or ()) > 1


def _removal(node: Node) -> tuple[Removal, ...]:
    """A criterion can go where another one stays: without any, its rule would be empty."""
    siblings = node.parent.get("criteria") if node.parent is not None else None
    if not isinstance(siblings, list):
        return ()
    stay = any(isinstance(one, Node) and (one.text("kind") or "").lower() != "copy" for one in siblings)
    return (Removal(Location(node.document, node.path), "Remove the criterion"),) if stay else ()
