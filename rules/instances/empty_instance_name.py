"""An instance must have a name."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "NW101",
    "empty-instance-name",
    "an instance must have a name",
    "service error invalidInstanceName",
    service_errors=("invalidInstanceName",),
    sources=(Stated("service-error", "invalidInstanceName"),),
    inferred=True,
    local=True,
    kinds=("instance",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("instance"):
        metadata = payload.metadata
        if metadata is None:
            continue
        name = metadata.text("name")
        if name is not None and not name.strip():
            yield Finding(
                metadata.at("name"),
                "the instance's name is empty",
                label="no name",
                help="write the name that people see",
            )
