"""What requests delete, and whether a name is free again before another request."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from linter.instance.entity import DataSource
from linter.kinds.references import deleted_source
from linter.kinds.request import Request
from linter.placeholders import may_have_any
from linter.project.effects import effects_of


class Deletions:
    """The requests that delete what the service makes, and data sources, of all instances."""

    def __init__(self, planned: Iterable[Request]) -> None:
        self._planned = planned

    def frees(self, request: Request, kind: str, name: str, since: Request | None = None) -> bool:
        """Tell whether a name may have been deleted before a request, and after another one that gave it."""
        return any(may_come_between(one, since, request) for one in self._of(request, kind, name))

    def making_room(self, request: Request, kind: str, name: str) -> list[Request]:
        """Return which deletions may come before a request that gives a name anew, though it is taken."""
        return [one for one in self._of(request, kind, name) if may_come_between(one, None, request)]

    def making_room_for(self, request: Request, source: DataSource) -> list[Request]:
        """Return which deletions of a data source may come before a request of its instance."""
        deleted = self._of_sources.get((instance_of(request), source), ())
        return [one for one in deleted if may_come_between(one, None, request)]

    def _of(self, request: Request, kind: str, name: str) -> list[Request]:
        """Return the requests to the instance of another one that delete a name, or may do so."""
        deleted = self._by_name.get((instance_of(request), kind), {})
        return [*deleted.get(name, ()), *deleted.get(None, ())]

    @cached_property
    def _by_name(self) -> dict[tuple[object, str], dict[str | None, list[Request]]]:
        """The requests that delete, by instance and kind, and by name; None: that isn't known."""
        found: dict[tuple[object, str], dict[str | None, list[Request]]] = {}
        for one in (each for request in self._planned for each in effects_of(request)):
            if one.verb == "deletes":
                known = None if one.is_by_id or may_have_any(one.name) else one.name
                named = found.setdefault((instance_of(one.request), one.kind), {})
                named.setdefault(known, []).append(one.request)
        return found

    @cached_property
    def _of_sources(self) -> dict[tuple[str | None, DataSource | None], list[Request]]:
        """The requests that delete, by instance and by which of its data sources, if it is one."""
        found: dict[tuple[str | None, DataSource | None], list[Request]] = {}
        for request in (one for one in self._planned if one.method == "DELETE"):
            found.setdefault((instance_of(request), deleted_source(request)), []).append(request)
        return found


def instance_of(request: Request) -> str | None:
    """Return what names are unique in: the instance, by its snapshot if there is one."""
    return request.snapshot.file if request.snapshot is not None else request.spelled("instanceId")


def may_come_between(deletion: Request, since: Request | None, request: Request) -> bool:
    """Tell whether one may be sent then: at any time, unless its own list has both; no body is parted."""
    return since is not request and not request.precedes(deletion) and not _precedes(deletion, since)


def _precedes(deletion: Request, since: Request | None) -> bool:
    return since is not None and deletion.precedes(since)
