"""An entity must be mapped by one activity.

Those of the snapshot count that no request changes, and those that are planned; the later one carries the
finding.  Where it has the name of the other, too, AC103 says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from linter.diagnostic import Finding, HeldBack, Lack, Location, NotChecked, Related, Stated, cause_at
from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot
from linter.kinds.activity_body import Activity
from linter.kinds.request import saved_request
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

_CODES: Final = ("activityMappingDuplicateMappingOnEntity", "differentActivityMappingExists")
_IN_REQUEST: Final = "duplicateEntityMapping"

RULE = Rule(
    "AC112",
    "entity-mapped-twice",
    "an entity must be mapped by one activity",
    f"service error {_CODES[0]}",
    service_errors=(*_CODES, _IN_REQUEST),
    sources=tuple(Stated("service-error", code) for code in (*_CODES, _IN_REQUEST)),
    kinds=("activity",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    activities = [one for payload in project.payloads("activity") for one in payload.items]
    planned = {(one.request.snapshot, (one.goes_by or "").lower()) for one in activities}
    first: dict[object, Activity] = {}
    for snapshot in {one.request.snapshot: None for one in activities}:
        if snapshot is not None:
            for saved in _saved(snapshot):
                if (snapshot, (saved.name or "").lower()) not in planned:
                    first.setdefault((saved.mention.entity if saved.mention else None, None), saved)
    for one in activities:
        entity = one.mention.entity if one.mention is not None else None
        if entity is not None:
            yield from _check(project, one, entity, first)


def _saved(snapshot: Snapshot) -> list[Activity]:
    request = saved_request(snapshot)
    return [Activity(node, request) for node in snapshot.root.nodes("activities")]


def _check(project: Project, one: Activity, entity: Entity, first: dict[object, Activity]) -> Says:
    request = one.request
    alone = (request.document, request.index) if project.settings.snapshot_only else None
    before = first.get((entity, None)) or first.setdefault((entity, alone), one)
    if before is one:
        return
    at = _place(one)
    unsure = next((lack for each in (before, one) if each.goes_by is None for lack in _opened(each)), None)
    if unsure is not None:
        yield NotChecked(at, unsure)
        return
    if (before.goes_by or "").lower() == (one.goes_by or "").lower():
        yield HeldBack(at, cause_at(one.node.at("name")))
        return
    is_same = before.request is request
    codes = (*_CODES, *((_IN_REQUEST,) if is_same else ()))
    yield Finding(
        at,
        f"`{entity}` is mapped by the activity `{before.goes_by or '?'}` already",
        label="mapped twice",
        related=(Related(_place(before), "mapped here first"),),
        help=f"change that activity, or make `{one.goes_by or 'this one'}` of another entity",
        service_errors=codes,
        sources=tuple(Stated("service-error", code) for code in codes),
    )


def _opened(one: Activity) -> Iterator[Lack]:
    """Yield why it is open which activity a request updates: it may be the other one."""
    return one.request.opened() if one.is_update else iter(())


def _place(one: Activity) -> Location:
    assert one.mention is not None
    return one.mention.at
