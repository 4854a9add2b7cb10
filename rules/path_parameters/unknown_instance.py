"""{instanceId} must be the ID of an existing instance."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Lack, NotChecked
from linter.instance.snapshot import NO_INSTANCE, is_guid
from linter.kinds.request import Request
from linter.kinds.route import WRITES
from linter.kinds.routes import NO_ID
from linter.project.project import NO_SNAPSHOT, Project
from linter.rulekit.rule import Rule, Says
from linter.suggest import did_you_mean
from linter.wording import either

_ZERO: Final = ("instanceZeroNotAllowed", "relationshipInstanceZeroError")  # the latter of relationships

RULE = Rule(
    "IN01",
    "unknown-instance",
    "{instanceId} must be the ID of an existing instance",
    "Limitations by field, all APIs",
    service_errors=(
        "instanceNotFound",
        "instanceMetadataNotFound",
        "dataSourceInstanceNotFound",
        "invalidInstanceId",
        "nullOrEmptyInstanceId",
        *_ZERO,
    ),
    local=True,
    kinds=("requests",),
    common=True,
)

_NO_ID: Final = Lack("a snapshot does not say which instance it is of", "write its `instanceId` into it")


def check(project: Project) -> Says:
    known = [one.instance_id for one in project.snapshots if one.has_known_id]
    knows_all = len(known) >= max(1, len(project.snapshots))
    for request in project.requests:
        if request.instance_id is None or request.snapshot is not None:
            continue
        fault = _fault(request, request.instance_id)
        if fault is None and not knows_all:
            lack = _NO_ID if project.snapshots else NO_SNAPSHOT
            yield NotChecked(request.at_parameter("instanceId"), lack)
        else:
            yield _unknown(request, request.instance_id, known if knows_all else [], fault)


def _fault(request: Request, name: str) -> tuple[str, tuple[str, ...]] | None:
    """Return what is wrong with an ID wherever it is sent, in words, and the service's codes."""
    if name == NO_ID:
        return "the instance's ID is empty", ("nullOrEmptyInstanceId",)
    if name == NO_INSTANCE and request.method in (*WRITES, "DELETE"):
        return (
            f"instance `{name}` can't be changed: it is the one for demonstration",
            _ZERO if "relationships" in request.route.segments else _ZERO[:1],
        )
    return None


def _unknown(
    request: Request, name: str, known: list[str | None], fault: tuple[str, tuple[str, ...]] | None
) -> Finding:
    near = did_you_mean(name, [one for one in known if one is not None])
    declared = (
        f"use {either(known)}, or declare a snapshot of that instance" if known else "write the ID, a GUID"
    )
    return Finding(
        request.at if name == NO_ID else request.at_parameter("instanceId"),
        fault[0] if fault is not None else f"instance `{name}` is none of the declared ones{near}",
        label="no such instance",
        help=declared,
        service_errors=fault[1] if fault is not None else _codes(request, name),
    )


def _codes(request: Request, name: str) -> tuple[str, ...]:
    """Return what the service says of an ID that no instance has."""
    if not is_guid(name):
        return ("invalidInstanceId",)
    of_source = ("dataSourceInstanceNotFound",) if "datasources" in request.route.segments else ()
    return ("instanceNotFound", "instanceMetadataNotFound", *of_source)
