"""The instance to copy must be named by its ID, a GUID."""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.instance.snapshot import is_guid
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "NW104",
    "malformed-id-of-copied-instance",
    "the instance to copy must be named by its ID, a GUID",
    "service errors invalidInstanceId, nullOrEmptyInstanceId",
    service_errors=(
        "invalidInstanceId",
        "nullOrEmptyInstanceId",
    ),
    sources=(
        Stated("service-error", "invalidInstanceId"),
        Stated("service-error", "nullOrEmptyInstanceId"),
    ),
    local=True,
    kinds=("instance",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("instance"):
        name = payload.root.text("instanceIdToCopy") if payload.root.shape.name == "InstanceCopy" else None
        if name is not None and not is_guid(name):
            yield Finding(
                payload.root.at("instanceIdToCopy"),
                f"`{name}` is no ID of an instance, which is a GUID"
                if name.strip()
                else "the instance's ID is empty",
                label="no GUID",
                help="write the ID of the instance to copy: GET /instances lists them",
                service_errors=("invalidInstanceId",) if name.strip() else ("nullOrEmptyInstanceId",),
            )
