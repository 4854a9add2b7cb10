"""What the service writes of an instance should not be sent."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Removal, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "NW103",
    "service-property-of-instance",
    "what the service writes of an instance should not be sent",
    "service error invalidInstanceProperty",
    "recommendation",
    service_errors=("invalidInstanceProperty",),
    sources=(Stated("service-error", "invalidInstanceProperty"),),
    inferred=True,
    local=True,
    kinds=("instance",),
)


_WRITTEN: Final = (
    "provisioningState",
    "expiryTimeUtc",
    "maxTrialExtensionsAllowed",
    "trialExtensionHistory",
    "trialExtensionDetails",
    "isRefreshCredentialRequired",
    "azureRegion",
)


def check(project: Project) -> Says:
    for payload in project.payloads("instance"):
        for name in _WRITTEN if payload.metadata is not None else ():
            if payload.metadata.get(name) is not None:
                at = payload.metadata.at(name)
                yield Finding(
                    at._replace(part="key"),
                    f"`{name}` is written by the service",
                    label="can't be set",
                    help="leave it out",
                    repairs=(Removal(at, f"Remove `{name}`"),),
                )
