"""A request of a list must not need what only a later request of the list gives.

The service handles a list one by one.  What the snapshot holds, an earlier request of the list or
another payload gives, is there in time; where one can't be read, it may be there.  A relationship that
is read or updated too early is RL07's, a segment or measure SG122's.  The requests of `.http` files and
collections are
sent one by one, in no order that anybody says.
"""

from __future__ import annotations

from linter import kinds
from linter.diagnostic import Finding, Lack, NotChecked, Related
from linter.planning.creations import creations_in
from linter.planning.need import Need
from linter.planning.needs import needs, sequences
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "SQ01",
    "request-too-early",
    "a request of a list must not need what only a later request of the list gives",
    "follows from the limitations of each request, taken one by one",
    kinds=("lists",),
)


def check(project: Project) -> Says:
    if project.settings.snapshot_only or not sequences(project):
        return
    told: set[tuple[int, int]] = set()
    for need in needs(project, creations_in(project)):
        pair = (need.request, need.givers[0].request)
        if need.firm and pair not in told and _is_too_early(project, need):
            told.add(pair)
            lack = _unsure(project, need)
            yield _too_early(project, need) if lack is None else NotChecked(need.at, lack)


def _is_too_early(project: Project, need: Need) -> bool:
    request = project.requests[need.request]
    named = (request.at_parameter(one) for one in ("segmentName", "measureName") if request.parameter(one))
    if request.parameter("relationshipName") is not None or need.at in named:
        return False
    return all(request.precedes(project.requests[giver.request]) for giver in need.givers)


def _unsure(project: Project, need: Need) -> Lack | None:
    """Why it is open whether a payload outside of the list gives it."""
    request = project.requests[need.request]
    return next(filter(None, (project.unsure(kind, request) for kind in kinds.names())), None)


def _too_early(project: Project, need: Need) -> Finding:
    giver = need.givers[0]
    here, later = project.requests[need.request], project.requests[giver.request]
    return Finding(
        need.at,
        f"request {here.index + 1} comes too early: request {later.index + 1} of this list, which is later, "
        f"{giver.words}",
        label="needs a later request",
        related=(Related(giver.at, f"request {later.index + 1} gives it"),),
        help=f"put request {later.index + 1} before request {here.index + 1}; `c360lint plan` shows an order",
    )
