"""A relationship that a measure names must exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from linter.diagnostic import Cause, Finding, Location, NotChecked, Replacement
from linter.instance.snapshot import Snapshot
from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.lacks import undeclared_links
from linter.rulekit.links import absence
from linter.rulekit.measures import each_measure, errors
from linter.rulekit.rule import Rule, Says
from linter.suggest import KnownNames, suggestion

RULE = Rule(
    "ME113",
    "measure-relationship-unknown",
    "a relationship that a measure names must exist",
    "service error invalidMeasureRelationshipNotFound",
    service_errors=("invalidMeasureRelationshipNotFound",),
    sources=errors("invalidMeasureRelationshipNotFound"),
    kinds=("measure",),
    needs=("snapshot",),
)


KnownIn = Callable[[Snapshot], KnownNames]


def check(project: Project) -> Says:
    known_in = cache(lambda snapshot: _known(project, snapshot))
    for one in each_measure(project):
        snapshot = one.request.snapshot
        if one.definition is None or snapshot is None:
            continue
        for node in one.definition.nodes("dependencies"):
            listed = node.get("relationshipNames")
            for index, name in enumerate(listed if isinstance(listed, list) else ()):
                if isinstance(name, str):
                    yield from _check(
                        project, known_in, one.request, name, node.at("relationshipNames", index)
                    )


def _known(project: Project, snapshot: Snapshot) -> KnownNames:
    """Return the names of the relationships that there are, and that there will be."""
    return KnownNames(link.name for link in project.links(snapshot))


def _check(project: Project, known_in: KnownIn, request: Request, name: str, at: Location) -> Says:
    snapshot = request.snapshot
    assert snapshot is not None
    if project.links_named(snapshot, name):
        return
    lack = project.unsure_of_links(request) or undeclared_links(snapshot)
    if lack is not None:
        yield NotChecked(at, lack)
        return
    near, sure = known_in(snapshot).close(name)
    is_deleted = name in snapshot.relationship_names
    yield Finding(
        at,
        f"relationship `{name}` {absence(snapshot, name)}{suggestion(near)}",
        label="no such relationship",
        help=f"replace it with `{near[0]}`" if len(near) == 1 else "create it first, or correct the name",
        severity=None if is_deleted else snapshot.severity_of_absence("relationships"),
        missed_in=None if is_deleted else snapshot.broken_at("relationships"),
        repairs=tuple(Replacement(each, f"Replace with `{each}`") for each in sure),
        causes=(Cause("relationship", name),),
    )
