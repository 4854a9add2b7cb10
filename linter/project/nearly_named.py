"""The entities that payloads seem to mean by names that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot
from linter.kinds.references import Mention
from linter.kinds.request import Request
from linter.project.payloads import Payloads

Misnaming: TypeAlias = tuple[Mention, Request]
"""A mention that leads nowhere, and the request in which it stands."""


class NearlyNamed:
    """What a payload would say of an entity whose name is misspelt in it is open until that is mended."""

    def __init__(self, planned: Payloads) -> None:
        self._payloads = planned
        self._of: dict[str, dict[Entity, Misnaming]] = {}

    def by(self, kind: str) -> Mapping[Entity, Misnaming]:
        """Return the entities that payloads of a kind seem to mean by a name that is reported, and where."""
        if kind not in self._of:
            found = self._of[kind] = {}
            for entity, misnaming in self._collected(kind):
                found.setdefault(entity, misnaming)
        return self._of[kind]

    def _collected(self, kind: str) -> Iterator[tuple[Entity, Misnaming]]:
        for request in self._payloads.requests_of.get(kind, ()):
            if request.misnamings is None:
                request.misnamings = tuple(_misnamings(request))
            yield from request.misnamings


def _misnamings(request: Request) -> Iterator[tuple[Entity, Misnaming]]:
    """Yield the entities that a request seems to mean by names that lead to none."""
    from linter.kinds.naming import named_in  # few rules ask

    snapshot = request.snapshot
    if snapshot is None:
        return
    for named in named_in(request.root, request):
        mention = named.value
        if isinstance(mention, Mention) and mention.entity is None:
            for entity in _perhaps_meant(mention, snapshot):
                yield entity, (mention, request)


def _perhaps_meant(mention: Mention, snapshot: Snapshot) -> Iterator[Entity]:
    """Yield the entities that a mention may mean: its namesakes, and those with a name close to its own."""
    name, source = str(mention.name), mention.data_source
    yield from snapshot.named(name)
    if source is not None:
        close = snapshot.known_names_in(source).close(name).nearest
        found = [snapshot.entity_in(source, one) for one in close]
    else:
        close = snapshot.known_names.close(name).nearest
        found = [snapshot.resolve_name(one).entity for one in close]
    yield from filter(None, found)
