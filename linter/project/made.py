"""What the service makes besides what is ingested: segments, measures, derived entities, insights."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial

from linter.instance.named import name_of
from linter.instance.snapshot import SYSTEM_NAMES, Snapshot
from linter.kinds.items import saved_items
from linter.kinds.references import Mention
from linter.kinds.request import Request
from linter.project.effects import KINDS, Effect, effects_of
from linter.shapes.node import Node
from linter.suggest import KnownNames


class Made:
    """The names that lists of snapshots have, or will have once requests are sent; each is gathered once."""

    def __init__(self, planned: Iterable[Request], master_dataset: str) -> None:
        self._planned = tuple(planned)
        self._always = {*SYSTEM_NAMES, master_dataset}
        self.names = cache(self._names)
        self._creators = cache(partial(self._by_name, names_created))
        self._deleters = cache(partial(self._by_name, names_deleted))
        self.saved = cache(saved_items)

    def has(self, snapshot: Snapshot, part: str, name: str) -> bool:
        """Tell whether a list has a name, in whatever case."""
        return self.names(snapshot, part).has_folded(name)

    def is_made(self, snapshot: Snapshot, mention: Mention, *parts: str) -> bool:
        """Tell whether a mention names something of these lists, or made by the service in any case."""
        name = mention.name or ""
        is_always = mention.source is None and name in self._always  # what is made so has no data source
        return is_always or any(self.has(snapshot, part, name) for part in parts)

    def is_stored(self, snapshot: Snapshot, part: str, name: str) -> bool:
        """Tell whether a list of the snapshot has a name, in whatever case."""
        return any(name.lower() == one.lower() for one in _listed(snapshot.root.get(part)))

    def creators(self, snapshot: Snapshot, part: str, name: str) -> list[Request]:
        """Return the requests that create what has a name in a list."""
        return self._creators(snapshot, part).get(name.lower(), [])

    def deleters(self, snapshot: Snapshot, part: str, name: str) -> list[Request]:
        """Return the requests that delete what has a name in a list."""
        return self._deleters(snapshot, part).get(name.lower(), [])

    def _by_name(
        self, names: Callable[[Request, str], Iterable[str]], snapshot: Snapshot, part: str
    ) -> dict[str, list[Request]]:
        found: dict[str, list[Request]] = {}
        for request in (one for one in self._planned if one.snapshot is snapshot):
            for name in names(request, part):
                found.setdefault(name.lower(), []).append(request)
        return found

    def _names(self, snapshot: Snapshot, part: str) -> KnownNames:
        mine = (one for one in self._planned if one.snapshot is snapshot)
        written = (name for one in mine for name in names_written(one, part))
        return KnownNames([*_listed(snapshot.root.get(part)), *written])


def names_written(request: Request, part: str) -> Iterator[str]:
    """Yield the names of what a request creates or changes of a snapshot's list, such as "segments"."""
    return (one.name for one in _effects(request, part) if one.is_written)


def names_created(request: Request, part: str) -> Iterator[str]:
    """Yield the names of what a request creates of a list; an update is of what is there."""
    return (one.name for one in _effects(request, part) if one.verb == "creates")


def names_deleted(request: Request, part: str) -> Iterator[str]:
    """Yield the name of what a request deletes of a list, unless it gives only its ID."""
    return (one.name for one in _effects(request, part) if one.verb == "deletes" and not one.is_by_id)


def _effects(request: Request, part: str) -> Iterator[Effect]:
    kind = KINDS.get(part)
    return (one for one in effects_of(request) if one.kind == kind)


def _listed(values: object) -> Iterator[str]:
    for value in values if isinstance(values, list) else ():
        name = value.text("name") if isinstance(value, Node) else name_of(value)
        if name:
            yield name
