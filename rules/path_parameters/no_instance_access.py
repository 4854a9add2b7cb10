"""The user issuing the request must have access to the instance.

Decided by the snapshot's roleAssignments and the configuration's principal.
"""

from __future__ import annotations

from linter.diagnostic import Finding, NotChecked
from linter.instance.snapshot import Snapshot, fold_id
from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.lacks import undeclared
from linter.rulekit.rule import Rule, Says


def _with_principal(project: Project) -> list[Request]:
    return project.requests if project.settings.principal is not None else []


RULE = Rule(
    "IN02",
    "no-instance-access",
    "the user issuing the request must have access to the instance",
    "Limitations by field, all APIs",
    local=True,
    kinds=("requests",),
    judges=_with_principal,
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    principal = project.settings.principal
    if principal is None:
        return
    for request in project.requests:
        if request.snapshot is not None:
            yield from _check_request(request, request.snapshot, principal)


def _check_request(request: Request, snapshot: Snapshot, principal: str) -> Says:
    if not snapshot.declares("roleAssignments"):
        yield NotChecked(request.at_parameter("instanceId"), undeclared("roleAssignments", snapshot))
        return
    if fold_id(principal) not in snapshot.principals:
        yield _no_access(request, snapshot, principal)


def _no_access(request: Request, snapshot: Snapshot, principal: str) -> Finding:
    complete = snapshot.complete("roleAssignments")
    where = "in the instance" if complete else "in the snapshot, whose role assignments are not complete"
    return Finding(
        request.at_parameter("instanceId"),
        f"principal `{principal}` has no role {where}",
        label="no access to this instance",
        help="assign the principal a role, or set another `principal` in c360lint.toml",
        severity=snapshot.severity_of_absence("roleAssignments"),
        missed_in=snapshot.broken_at("roleAssignments"),
    )
