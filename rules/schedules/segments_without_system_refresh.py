"""Segments can have a schedule of their own only where the whole is refreshed by schedule, too."""

from __future__ import annotations

from collections.abc import Iterator

from linter.diagnostic import Finding, NotChecked, Stated
from linter.instance.snapshot import Snapshot
from linter.kinds.laid import property_of
from linter.project.project import Project
from linter.rulekit.lacks import undeclared
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "SH110",
    "segments-without-system-refresh",
    "segments can have a schedule of their own only where a system refresh is scheduled",
    "segments-schedule.md",
    "warning",
    url=product_page("segments-schedule.md"),
    sources=(Stated("product-page", "E11"),),
    kinds=("schedule",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("schedule"):
        snapshot = payload.request.snapshot
        for one in payload.items if snapshot is not None else ():
            is_own = one.operation == "segmentation" and one.is_active and any(one.identifiers)
            if is_own and not _refreshes_all(project, snapshot):
                lack = project.unsure("schedule", payload.request)
                if lack is None and not snapshot.declares("schedules"):
                    lack = undeclared("schedules", snapshot)
                at = one.node.at("operationType")
                yield (
                    NotChecked(at, lack)
                    if lack is not None
                    else Finding(
                        at,
                        "segments have a schedule of their own, but no system refresh is scheduled",
                        label="no system refresh",
                        help="schedule the operation `all` as well",
                        severity=None if snapshot.complete("schedules") else "recommendation",
                    )
                )


def _refreshes_all(project: Project, snapshot: Snapshot) -> bool:
    return "all" in (*_planned(project, snapshot), *_stored(snapshot))


def _planned(project: Project, snapshot: Snapshot) -> Iterator[str | None]:
    for payload in () if project.settings.snapshot_only else project.payloads("schedule"):
        if payload.request.snapshot is snapshot:
            yield from (one.operation for one in payload.items if one.is_active)


def _stored(snapshot: Snapshot) -> Iterator[str | None]:
    listed = snapshot.root.get("schedules")  # as they are written
    for one in listed if isinstance(listed, list) else ():
        if property_of(one, "isActive") is not False:
            yield str(property_of(one, "operationType")).lower()
