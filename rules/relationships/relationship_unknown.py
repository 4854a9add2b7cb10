"""Wherever {relationshipName} is given, a relationship of that name must exist in the instance.

It exists when the snapshot has it or another payload of the project creates it.  In a list of
requests the order counts: reading or updating what a later request of the list creates is too
early, and what an earlier one deletes is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from linter.instance.snapshot import Snapshot
from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.named_in_paths import NamedInPath, in_time
from linter.rulekit.rule import Rule, Says
from linter.suggest import KnownNames


def _naming_one(project: Project) -> Iterator[Request]:
    return (one for one in project.requests if one.parameter("relationshipName") is not None)


RULE = Rule(
    "RL07",
    "relationship-unknown",
    "wherever {relationshipName} is given, a relationship of that name must exist in the instance",
    "Relationship APIs, limitations common to all APIs",
    service_errors=("relationshipNotFound",),
    kinds=("{relationshipName}",),
    judges=_naming_one,
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    known_in = cache(lambda snapshot: _known(project, snapshot))
    for request in _naming_one(project):
        if request.snapshot is not None:
            yield from _judged(project, request, request.snapshot, known_in)


def _known(project: Project, snapshot: Snapshot) -> KnownNames:
    """Return the names of the relationships that there are, and that there will be."""
    return KnownNames(filter(None, (one.name for one in project.links(snapshot))))


def _judged(
    project: Project, request: Request, snapshot: Snapshot, known_in: Callable[[Snapshot], KnownNames]
) -> Says:
    named = NamedInPath(request, "relationshipName", "relationships", "relationships")
    created = [] if project.settings.snapshot_only else project.planned.created(named.name)
    creators = [one.request for one in created if one.request.snapshot is snapshot]
    yield from in_time(
        project,
        snapshot,
        named,
        creators,
        is_stored=named.name in snapshot.relationship_names,
        is_deleted=lambda until, since: project.planned.deleted_before(until, named.name, since),
        known=lambda: known_in(snapshot),
    )
