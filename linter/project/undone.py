"""What requests make that later ones of the same list delete, or write anew."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from math import inf

from linter.kinds.request import Request
from linter.project.effects import effects_of

_Key = tuple[tuple[str, int], str, str]  # a list of requests, a kind, such as "segment", and a name


class Undone:
    """Remembers at which turns of their lists things are made, and deleted."""

    def __init__(self, requests: Iterable[Request]) -> None:
        self._requests = requests

    def turn(self, request: Request) -> float:
        """Return the index of the request of a list after which nothing is left of what one of it makes."""
        return max((self._next(key, request.index) for key in _made(request)), default=inf)

    def _next(self, key: _Key, index: int) -> float:
        turns = self._turns.get(key, ())
        at = bisect_right(turns, index)
        return turns[at] if at < len(turns) else inf

    @cached_property
    def _turns(self) -> dict[_Key, list[int]]:
        found: dict[_Key, list[int]] = {}
        for request in self._requests:
            for key in (*_made(request), *_deleted(request)):
                found.setdefault(key, []).append(request.index)
        return {key: sorted(indices) for key, indices in found.items()}


def _made(request: Request) -> Iterator[_Key]:
    return ((request.sequence, one.kind, one.name) for one in effects_of(request) if one.is_written)


def _deleted(request: Request) -> Iterator[_Key]:
    gone = (one for one in effects_of(request) if one.verb == "deletes" and not one.is_by_id)
    return ((request.sequence, one.kind, one.name) for one in gone)
