"""The bodies among requests, by kind, each as its card views it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from linter import kinds
from linter.kinds.conflation_plan import ConflationPlan
from linter.kinds.conflict_resolution_rules import ConflictResolutionRules
from linter.kinds.entity_info import EntityInfo
from linter.kinds.entity_information import EntityInformation
from linter.kinds.entity_record import EntityRecord, record_in
from linter.kinds.query import Query, query_in
from linter.kinds.relationships import Relationship, Relationships
from linter.kinds.request import Request


class Payloads:
    """The payloads of requests; a request that is kept keeps what is known of its own."""

    def __init__(self, requests: Sequence[Request]) -> None:
        self.requests = requests
        self._viewed: dict[str, list[Any]] = {}

    def of(self, kind: str) -> list[Any]:
        """Return the bodies of a kind as its card views them."""
        if kind not in self._viewed:
            self._viewed[kind] = list(self._view(kind))
        return self._viewed[kind]

    @cached_property
    def requests_of(self) -> dict[str, list[Request]]:
        """The requests that have a body, by its kind."""
        table: dict[str, list[Request]] = {}
        for request in self.requests:
            if request.reading is not None:
                table.setdefault(str(request.route.kind), []).append(request)
        return table

    @property
    def entity_information(self) -> list[EntityInformation]:
        """All payloads of this kind."""
        return self.of("entityInformation")

    @property
    def plans(self) -> list[ConflationPlan]:
        """All conflation plans."""
        return self.of("conflationPlan")

    @property
    def resolutions(self) -> list[ConflictResolutionRules]:
        """All payloads of conflict resolution rules."""
        return self.of("conflictResolutionRules")

    @property
    def entity_infos(self) -> list[EntityInfo]:
        """All payloads of this kind."""
        return self.of("entityInfo")

    @property
    def relationships(self) -> list[Relationships]:
        """All payloads of this kind, those that create and those that update."""
        return self.of("relationships")

    def each_relationship(self) -> Iterator[Relationship]:
        """Yield the relationships of all payloads, by path, then by place."""
        for payload in self.relationships:
            yield from payload.items

    @cached_property
    def queries(self) -> list[Query]:
        """All data queries among the requests."""
        found = (query_in(request) for request in self.requests)
        return [query for query in found if query is not None]

    @cached_property
    def records(self) -> list[EntityRecord]:
        """All records of entities that requests write."""
        found = (record_in(request) for request in self.requests)
        return [record for record in found if record is not None]

    def _view(self, name: str) -> Iterator[Any]:
        kind = kinds.named(name)
        for request in self.requests_of.get(name, ()):
            assert kind is not None  # only what is of a kind is read
            if isinstance(request.root, kind.roots):
                if request.payload is None:
                    request.payload = kind.view(request, request.root)
                yield request.payload
