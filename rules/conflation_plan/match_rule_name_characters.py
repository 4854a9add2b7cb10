"""A match rule's name should be of letters, digits, underscores, blanks and dashes."""

from __future__ import annotations

import re
from typing import Final

from linter.diagnostic import Finding, Stated
from linter.placeholders import masked
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.wording import joined, quoted

RULE = Rule(
    "CP106",
    "match-rule-name-characters",
    "a match rule's name should be of letters, digits, underscores, blanks and dashes",
    "service error conflationPlanInvalidRuleName",
    severity="warning",
    service_errors=("conflationPlanInvalidRuleName",),
    sources=(Stated("service-error", "conflationPlanInvalidRuleName"),),
    inferred=True,
    local=True,
    kinds=("conflationPlan",),
)

_STRANGE: Final = re.compile(r"[^\w -]")


def check(project: Project) -> Says:
    for plan in project.plans:
        for step in plan.steps:
            for node in step.rules:
                name = node.text("name") or ""
                strange = sorted(set(_STRANGE.findall(masked(name))))
                if name.strip() and strange:
                    yield Finding(
                        node.at("name"),
                        f"the match rule's name has {joined(quoted(strange))}, which the service may refuse",
                        label="not only letters, digits, `_`, ` ` and `-`",
                        help="leave the name to letters, digits, underscores, blanks and dashes",
                    )
