"""{datasourceId} must be the ID of a data source that exists in the instance.

A data source's name in its place is refused too; its ID is the repair.
"""

from __future__ import annotations

from linter.diagnostic import Finding
from linter.ingested import snapshot_for
from linter.payloads.request import Request
from linter.project import Project
from linter.rule import Rule, Says
from linter.snapshot import Snapshot
from linter.suggest import did_you_mean

RULE = Rule(
    "IN04",
    "unknown-data-source",
    "{datasourceId} must be the ID of a data source that exists in the instance",
    "Limitations by field, all APIs",
)


def check(project: Project) -> Says:
    for request in project.requests:
        by_id, by_name = request.parameter("datasourceId"), request.parameter("dataSourceName")
        if by_id is None and by_name is None:
            continue
        yield from snapshot_for(project, request)
        snapshot = request.snapshot
        if snapshot is None:
            continue
        found = snapshot.data_source_by_id(by_id) if by_id else snapshot.data_source_by_name(by_name or "")
        if found is None:
            yield _unknown(request, snapshot, by_id or by_name or "", is_id=by_id is not None)


def _unknown(request: Request, snapshot: Snapshot, value: str, *, is_id: bool) -> Finding:
    named = snapshot.data_source_by_name(value) if is_id else None
    known = [one.id if is_id else one.name or "" for one in snapshot.data_sources]
    complete = snapshot.complete("dataSources")
    said = "does not exist in the instance" if complete else "is not in the snapshot, which is not complete"
    message = f"data source `{value}` {said}{did_you_mean(value, known)}"
    if named is not None:
        message = f"`{value}` is a data source's name, where its ID is expected: `{named.id}`"
    return Finding(
        request.at,
        message,
        label="not the ID of a data source",
        help=f"put the ID `{named.id}` in the path" if named else "use a data source of the instance",
        severity=None if complete or named else "warning",
    )
