"""The relationship that an activity names must exist.

The snapshot's and planned ones count.  Where the list of relationships isn't all there, it is a warning.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from linter.diagnostic import Cause, Finding, NotChecked, Replacement, Stated
from linter.instance.snapshot import Snapshot
from linter.kinds.activity_body import Activity
from linter.kinds.items import settled
from linter.project.project import Project
from linter.rulekit.lacks import undeclared_links
from linter.rulekit.links import absence
from linter.rulekit.rule import Rule, Says, product_page
from linter.suggest import KnownNames, suggestion

_CODES: Final = ("activityMappingRelationshipNotFound", "invalidOrMissingRelationshipForActivity")

RULE = Rule(
    "AC113",
    "activity-relationship-unknown",
    "the relationship that an activity names must exist",
    f"service error {_CODES[0]}",
    url=product_page("activities.md"),
    service_errors=_CODES,
    sources=tuple(Stated("service-error", code) for code in _CODES),
    kinds=("activity",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    known = cache(lambda snapshot: KnownNames(one.name for one in project.links(snapshot)))
    for payload in project.payloads("activity"):
        snapshot = payload.request.snapshot
        for one in payload.items if snapshot is not None else ():
            name = settled(one.relationship.text("name")) if one.relationship is not None else None
            if name and name.strip() and name not in known(snapshot).names:
                yield _unknown(project, one, name, snapshot, known(snapshot))


def _unknown(
    project: Project, one: Activity, name: str, snapshot: Snapshot, known: KnownNames
) -> Finding | NotChecked:
    assert one.relationship is not None
    at, lack = one.relationship.at("name"), undeclared_links(snapshot) or project.unsure_of_links(one.request)
    if lack is not None:
        return NotChecked(at, lack)
    close, sure = known.close(name)
    is_deleted = name in snapshot.relationship_names
    is_whole = snapshot.complete("relationships")
    return Finding(
        at,
        f"relationship `{name}` {absence(snapshot, name)}{suggestion(close)}",
        label="no such relationship" if is_deleted or is_whole else "not in the snapshot",
        help=f"replace it with `{close[0]}`" if len(close) == 1 else "name one that there is, or create it",
        severity=None if is_deleted else snapshot.severity_of_absence("relationships"),
        missed_in=None if is_deleted else snapshot.broken_at("relationships"),
        repairs=tuple(Replacement(other, f"Replace `{name}` with `{other}`") for other in sure),
        causes=(Cause("relationship", name),),
    )
