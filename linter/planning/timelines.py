"""What becomes of each relationship: the requests that write it, in the order in which they make sense."""

from __future__ import annotations

from collections.abc import Iterator

from linter.diagnostic import Location
from linter.instance.snapshot import Snapshot
from linter.kinds.references import Mention
from linter.kinds.request import Request
from linter.named_tuple import NamedTuple
from linter.project.project import Project
from linter.project.saved import saved_relationships

Ends = tuple[Mention, Mention]


class RelationshipChange(NamedTuple):
    """What one request makes of a relationship; without ends it is gone."""

    request: int
    verb: str  # "creates", "updates" or "deletes"
    ends: Ends | None
    at: Location


class Timeline(NamedTuple):
    """A relationship: how the snapshot has it, and how requests change it."""

    name: str
    scope: str  # the instance's snapshot, or its ID
    saved: Ends | None
    may_be_there: bool  # whether it is saved, or no snapshot has all relationships
    changes: list[RelationshipChange]


def timelines(project: Project) -> list[Timeline]:
    """Return the relationships that requests write, and those of the snapshots."""
    saved, known = _saved(project), {one.file for one in project.snapshots if _knows_all(one)}
    changes: dict[tuple[str, str], list[RelationshipChange]] = {key: [] for key in saved}
    for key, change in _changes(project):
        changes.setdefault(key, []).append(change)
    made = []
    for key, found in changes.items():
        may_be_there = key in saved or key[0] not in known
        ordered = _in_order(project, found, saved.get(key), may_be_there=may_be_there)
        made.append(Timeline(key[1], key[0], saved.get(key), may_be_there, ordered))
    return made


def _knows_all(snapshot: Snapshot) -> bool:
    return snapshot.declares("relationships") and snapshot.complete("relationships")


def scope_of(request: Request) -> str:
    """Return what a relationship's name is unique in: the instance."""
    return request.snapshot.file if request.snapshot else request.instance_id or ""


def _saved(project: Project) -> dict[tuple[str, str], Ends]:
    return {
        (snapshot.file, link.name): link.ends
        for snapshot in project.snapshots
        for link in saved_relationships(snapshot)
    }


def _changes(project: Project) -> Iterator[tuple[tuple[str, str], RelationshipChange]]:
    number = {request: index for index, request in enumerate(project.requests)}
    for planned in project.planned_relationships():
        name = planned.goes_by
        if name is not None:
            verb = "updates" if planned.is_update else "creates"
            ends = (planned.ends[0].mention, planned.ends[1].mention)
            change = RelationshipChange(number[planned.request], verb, ends, planned.node.at())
            yield (scope_of(planned.request), name), change
    for index, request in enumerate(project.requests):
        name = request.parameter("relationshipName")
        if request.method == "DELETE" and name is not None:
            yield (scope_of(request), name), RelationshipChange(index, "deletes", None, request.at)


def _in_order(
    project: Project, changes: list[RelationshipChange], saved: Ends | None, *, may_be_there: bool
) -> list[RelationshipChange]:
    """Create, update, delete; but the order of a list of envelopes stands.

    An earlier deletion of a list makes room for what the list creates anew.
    """
    phases = _phases(project, sorted(changes, key=lambda one: one.request), may_be_there)
    ordered = [change for _, change in sorted(phases, key=lambda pair: (pair[0], pair[1].request))]
    made: list[RelationshipChange] = []
    ends = saved
    for change in ordered:
        made.append(change if change.verb != "updates" else _with_ends(change, ends))
        ends = made[-1].ends
    return made


def _phases(
    project: Project, changes: list[RelationshipChange], exists: bool
) -> list[tuple[int, RelationshipChange]]:
    created_in = {project.requests[one.request].sequence for one in changes if one.verb == "creates"}
    found: list[tuple[int, RelationshipChange]] = []
    sequence, created, phase = ("", -1), False, 3
    for change in reversed(changes):
        if project.requests[change.request].sequence != sequence:
            sequence, created, phase = project.requests[change.request].sequence, False, 3
        if change.verb == "creates":
            created, phase = True, min(phase, 1)
        elif change.verb == "updates":
            phase = min(phase, 2)
        elif created or (exists and created_in - {sequence}):
            phase = 0  # it makes room
        found.append((phase, change))
    return found[::-1]


def _with_ends(change: RelationshipChange, old: Ends | None) -> RelationshipChange:
    """An update leaves the ends that it doesn't give as they were."""
    if old is None or change.ends is None:
        return change
    first, second = (
        new if new.name is not None else kept for new, kept in zip(change.ends, old, strict=True)
    )
    return change._replace(ends=(first, second))
