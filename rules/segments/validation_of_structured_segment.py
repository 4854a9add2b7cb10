"""Only manual segments are validated: their SQL is."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "SG109",
    "validation-of-structured-segment",
    "only manual segments are validated: their SQL is",
    "service error segmentValidationNotEnabledForType",
    severity="recommendation",
    service_errors=("segmentValidationNotEnabledForType", "invalidSegmentValidationNotAllowedForType"),
    sources=(
        Stated("service-error", "segmentValidationNotEnabledForType"),
        Stated("service-error", "invalidSegmentValidationNotAllowedForType"),
    ),
    inferred=True,
    local=True,
    kinds=("segment",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("segment"):
        for one in payload.items:
            said = one.node.text("state")
            if one.type == "structured" and said is not None and said.lower() == "validating":
                yield Finding(
                    one.node.at("state"),
                    f"a structured segment isn't validated; here its state is `{said}`",
                    label="only of manual segments",
                    help="write `inactive` for a draft, or `active`",
                )
