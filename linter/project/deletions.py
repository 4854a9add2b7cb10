"""What requests delete of what the service makes, and whether a name is free again before another request."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Final

from linter.kinds.request import Request
from linter.kinds.route import decoded
from linter.named_tuple import NamedTuple
from linter.placeholders import may_have_any

PATHS: Final = {
    "segment": ["manage", "segments"],
    "measure": ["manage", "measures"],
    "derivedEntity": ["manage", "derivedentities"],
    "hierarchy": ["hierarchies"],
    "activity": ["manage", "activities"],
    "insightInput": ["manage", "insights"],
}
"""The folded path of what is made, by kind; a name or an ID follows."""


class Addressed(NamedTuple):
    """One of the things that the service makes, as a path gives it."""

    kind: str
    name: str
    rest: tuple[str, ...]  # the folded segments behind the name, such as "activate"


class Deletions:
    """The requests that delete what the service makes, of all instances."""

    def __init__(self, planned: Iterable[Request]) -> None:
        self._planned = planned

    def frees(self, request: Request, kind: str, name: str, since: Request | None = None) -> bool:
        """Tell whether a name may have been deleted before a request, and after another one that gave it."""
        return any(
            _names(gone, kind, name) and may_come_between(deletion, since, request)
            for gone, deletion in self._by_instance.get(instance_of(request), ())
        )

    @cached_property
    def _by_instance(self) -> dict[object, list[tuple[Addressed, Request]]]:
        found: dict[object, list[tuple[Addressed, Request]]] = {}
        for request in self._planned:
            one = addressed(request) if request.method == "DELETE" else None
            if one is not None and not one.rest:
                found.setdefault(instance_of(request), []).append((one, request))
        return found


def instance_of(request: Request) -> str | None:
    """Return what names are unique in: the instance, by its snapshot if there is one."""
    return request.snapshot.file if request.snapshot is not None else request.spelled("instanceId")


def addressed(request: Request) -> Addressed | None:
    """Return which of the things that are made a path is about; None for paths of whole lists and others."""
    segments = request.route.segments
    for kind, path in PATHS.items():
        if segments[: len(path)] == path and len(segments) > len(path):
            name = decoded(request.route.path.split("/")[len(path)])
            return Addressed(kind, name, tuple(segments[len(path) + 1 :]))
    return None


def _names(gone: Addressed, kind: str, name: str) -> bool:
    """Tell whether a deletion is, or may be, one of a name: hierarchies are deleted by their IDs."""
    is_open = kind == "hierarchy" or may_have_any(gone.name)
    return gone.kind == kind and (is_open or gone.name == name)


def may_come_between(deletion: Request, since: Request | None, request: Request) -> bool:
    """Tell whether one may be sent then: at any time, unless its own list has both; no body is parted."""
    return since is not request and not request.precedes(deletion) and not _precedes(deletion, since)


def _precedes(deletion: Request, since: Request | None) -> bool:
    return since is not None and deletion.precedes(since)
