"""Wherever {relationshipName} is given, a relationship of that name must exist in the instance.

It exists when the snapshot has it or another payload of the project creates it.  In a list of
requests the order counts: reading or updating what a later request of the list creates is too
early, and what an earlier one deletes is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from linter.diagnostic import Finding, NotChecked
from linter.instance.snapshot import Snapshot
from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.lacks import undeclared
from linter.rulekit.path_names import repairs_in_url
from linter.rulekit.rule import Rule, Says
from linter.suggest import KnownNames, suggestion


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


KnownIn = Callable[[Snapshot], KnownNames]


def check(project: Project) -> Says:
    known_in = cache(lambda snapshot: _known(project, snapshot))
    for request in project.requests:
        name = request.parameter("relationshipName")
        if name is None:
            continue
        if request.snapshot is not None:
            yield from _check_request(project, request, request.snapshot, name, known_in)


def _known(project: Project, snapshot: Snapshot) -> KnownNames:
    """Return the names of the relationships that there are, and that there will be."""
    return KnownNames(filter(None, (one.name for one in project.links(snapshot))))


def _check_request(
    project: Project, request: Request, snapshot: Snapshot, name: str, known_in: KnownIn
) -> Says:
    creators = [] if project.settings.snapshot_only else project.planned.created(name)
    creators = [one for one in creators if one.request.snapshot is snapshot]
    earlier = [one for one in creators if _precedes(one.request, request)]
    if earlier or name in snapshot.relationship_names:
        last = max(
            (one.request.index for one in earlier if one.request.sequence == request.sequence), default=0
        )
        if not project.planned.deleted_before(request, name, last):
            return
        yield _unknown(request, f"relationship `{name}` is deleted by an earlier request of this list")
    elif creators and not _may_make_room(project, request, snapshot, creators[0].request):
        yield _unknown(request, f"relationship `{name}` is created only by a later request of this list")
    else:
        yield from _nowhere(project, request, snapshot, name, known_in)


def _may_make_room(project: Project, request: Request, snapshot: Snapshot, creating: Request) -> bool:
    """Tell whether it may be there: the list deletes it before it is created, and not all are known."""
    if snapshot.declares("relationships") and snapshot.complete("relationships"):
        return False
    return project.planned.deleted_before(creating, request.parameters["relationshipName"], request.index)


def _precedes(creating: Request, request: Request) -> bool:
    return creating.sequence != request.sequence or creating.index < request.index


def _nowhere(project: Project, request: Request, snapshot: Snapshot, name: str, known_in: KnownIn) -> Says:
    lack = project.unsure("relationships", request)
    if lack is None and not snapshot.declares("relationships"):
        lack = undeclared("relationships", snapshot)
    if lack is not None:
        yield NotChecked(request.at_parameter("relationshipName"), lack)
        return
    close = known_in(snapshot).close(name)
    message = f"relationship `{name}` {snapshot.lacks('relationships')}{suggestion(close.nearest)}"
    said = _unknown(request, message)._replace(
        severity=snapshot.severity_of_absence("relationships"), missed_in=snapshot.broken_at("relationships")
    )
    if len(close.nearest) == 1:
        said = said._replace(help=f"put `{close.nearest[0]}` in the path, or create `{name}` first")
    yield said._replace(repairs=repairs_in_url(request, "relationshipName", name, close.surest))


def _unknown(request: Request, message: str) -> Finding:
    return Finding(
        request.at_parameter("relationshipName"),
        message,
        label="no such relationship",
        help="create it first, or correct the name in the path",
    )
