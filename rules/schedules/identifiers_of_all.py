"""Identifiers may be given only where not all is run."""

from __future__ import annotations

from linter.diagnostic import Finding, Removal, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "SH106",
    "identifiers-of-all",
    "identifiers may be given only where not all is run",
    "service errors invalidJobIdentifiers, invalidApiParameterCombination",
    service_errors=("invalidJobIdentifiers", "invalidApiParameterCombination"),
    sources=(
        Stated("service-error", "invalidJobIdentifiers"),
        Stated("service-error", "invalidApiParameterCombination"),
    ),
    local=True,
    kinds=(
        "schedule",
        "job",
    ),
)


def check(project: Project) -> Says:
    for kind in RULE.kinds:
        for payload in project.payloads(kind):
            for run in payload.items:
                if run.operation == "all" and run.node.get("identifiers"):
                    at = run.node.at("identifiers")
                    yield Finding(
                        at,
                        "`identifiers` are given, though `all` is run",
                        label="not with `all`",
                        help="leave them out, or say by `operationType` what is run for them",
                        repairs=(Removal(at, "Remove `identifiers`"),),
                    )
