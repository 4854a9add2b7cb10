"""No copy criteria may be in the plan, in exceptions neither."""

from __future__ import annotations

from linter.diagnostic import Finding
from linter.project import Project
from linter.rule import Rule, Says

RULE = Rule(
    "CP06",
    "copy-criterion",
    "no copy criteria may be in the plan",
    "PATCH …/conflationPlan, limitation 6 of 9",
    service_errors=("conflationPlanCopyMatchingCriteriaFound",),
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
                    )
