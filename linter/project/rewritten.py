"""What requests write anew, or delete, of what snapshots have: what it uses is their business."""

from __future__ import annotations

from typing import Any, Final

from linter.diagnostic import Location
from linter.instance.snapshot import Snapshot
from linter.kinds.request import Request
from linter.kinds.route import decoded
from linter.project.project import Project
from linter.shapes.node import Node

_SEARCH: Final = ("manage", "search")


class Rewritten:
    """The requests that write, by snapshot and by the end of their path."""

    def __init__(self, project: Project) -> None:
        self._writing: dict[tuple[Snapshot, tuple[str, ...]], list[Request]] = {}
        for request in project.requests:
            if request.snapshot is not None and request.method != "GET":
                self._writing.setdefault((request.snapshot, path_end(request)), []).append(request)

    def has(self, snapshot: Snapshot, at: Location, before: Request) -> bool:
        """Tell whether a request writes anew, or deletes, what has a place of the snapshot.

        What comes later in the list of a request that it has to be `before` is too late.
        """
        return any(not before.precedes(one) for one in self.by(snapshot, at))

    def by(self, snapshot: Snapshot, at: Location) -> list[Request]:
        """Return the requests that write anew, or delete, what has a place of the snapshot."""
        part = next(name for name, key in snapshot.root.keys.items() if key == at.path[0])
        stored, index = snapshot.root.get(part), next(iter(at.path[1:]), None)
        item = stored[index] if isinstance(index, int) else None
        within = tuple(str(one).lower() for one in at.path[2:3])  # such as a conflation's plan
        anew = _SEARCH if part == "searchConfiguration" else (part.lower(), _name(item))
        ends = dict.fromkeys((anew, (_name(item), *within)))
        return [one for end in ends for one in self._writing.get((snapshot, end), ())]


def path_end(request: Request) -> tuple[str, ...]:
    """Return the collection and the name that a request's path ends with, folded."""
    return tuple(decoded(one).lower() for one in request.route.segments[-2:])


def _name(item: Any) -> str:
    """Return what an item of a list is called, folded; a conflation goes by its ID."""
    named = item.values if isinstance(item, Node) else item
    found = named.get("conflationId", named.get("name")) if isinstance(named, dict) else None
    return found.lower() if isinstance(found, str) else ""
