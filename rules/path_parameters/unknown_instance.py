"""{instanceId} must be the ID of an existing instance."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, HeldBack, Lack, NotChecked, cause_at
from linter.project.project import NO_SNAPSHOT, Project
from linter.rulekit.path_names import writes_demo_instance
from linter.rulekit.rule import Rule, Says
from linter.suggest import did_you_mean
from linter.wording import either

RULE = Rule(
    "IN01",
    "unknown-instance",
    "{instanceId} must be the ID of an existing instance",
    "Limitations by field, all APIs",
    service_errors=("instanceNotFound",),
    local=True,
    kinds=("requests",),
    common=True,
)

_NO_ID: Final = Lack("a snapshot does not say which instance it is of", "write its `instanceId` into it")


def check(project: Project) -> Says:
    known = [one.instance_id for one in project.snapshots if one.has_known_id]
    for request in project.requests:
        if request.instance_id is None or request.snapshot is not None:
            continue
        if writes_demo_instance(request):
            yield HeldBack(request.at_parameter("instanceId"), cause_at(request.at_parameter("instanceId")))
            continue
        if len(known) < max(1, len(project.snapshots)):
            lack = _NO_ID if project.snapshots else NO_SNAPSHOT
            yield NotChecked(request.at_parameter("instanceId"), lack)
            continue
        yield Finding(
            request.at_parameter("instanceId"),
            f"instance `{request.instance_id}` is none of the declared ones"
            f"{did_you_mean(request.instance_id, known)}",
            label="no such instance",
            help=f"use {either(known)}, or declare a snapshot of that instance",
        )
