"""What the service makes besides what is ingested: segments, measures, derived entities, insights."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from linter.instance.named import name_of
from linter.instance.snapshot import SYSTEM_NAMES, Entity, Snapshot
from linter.kinds.items import saved_items
from linter.kinds.references import Mention
from linter.kinds.request import Request
from linter.shapes.node import Node
from linter.suggest import KnownNames

_KINDS: Final = {"derivedEntities": "derivedEntity", "insights": "insightInput"}


class Made:
    """The names that lists of snapshots have, or will have once requests are sent; each is gathered once."""

    def __init__(self, planned: Iterable[Request], master_dataset: str) -> None:
        self._planned = tuple(planned)
        self._always = {*SYSTEM_NAMES, master_dataset}
        self.names = cache(self._names)
        self.saved = cache(saved_items)
        self.entities = cache(_entities)
        self._folded = cache(lambda *which: {one.lower() for one in self.names(*which).names})

    def has(self, snapshot: Snapshot, part: str, name: str) -> bool:
        """Tell whether a list has a name, in whatever case."""
        return name.lower() in self._folded(snapshot, part)

    def is_made(self, snapshot: Snapshot, mention: Mention, *parts: str) -> bool:
        """Tell whether a mention names something of these lists, or made by the service in any case."""
        name = mention.name or ""
        return name in self._always or any(self.has(snapshot, part, name) for part in parts)

    def _names(self, snapshot: Snapshot, part: str) -> KnownNames:
        mine = (one for one in self._planned if one.snapshot is snapshot)
        written = (name for one in mine for name in _written(one, part))
        return KnownNames([*_listed(snapshot.root.get(part)), *written])


def _entities(snapshot: Snapshot) -> dict[str, Entity]:
    """Return the entities by their whole names in small letters."""
    return {str(one).lower(): one for one in snapshot.entities}


def _written(request: Request, part: str) -> Iterator[str]:
    kind = _KINDS.get(part)
    if kind is not None and request.route.kind == kind and request.method != "DELETE":
        yield from _listed(request.root)
    elif request.route.segments[:2] == ["manage", part] and request.method not in ("GET", "DELETE"):
        yield from [one for one in request.route.path.split("/") if one][2:3]
        envelope = request.envelope
        is_read = request.reading is not None or not envelope
        yield from _listed(request.root if is_read else envelope.get("body") if envelope else None)


def _listed(values: object) -> Iterator[str]:
    for value in values if isinstance(values, list) else [values]:
        name = value.text("name") or "" if isinstance(value, Node) else name_of(value)
        if name:
            yield name
