"""What a request needs of others that come before it, and who gives it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from linter.diagnostic import Location
from linter.kinds.request import Request
from linter.named_tuple import NamedTuple

Numbers = dict[Request, int]
"""The requests of a project by their places in it."""


def numbered(requests: Iterable[Request]) -> Numbers:
    """Return requests with their places."""
    return {request: index for index, request in enumerate(requests)}


class Giver(NamedTuple):
    """A request that gives something, by its number in the project, and which part of it does."""

    request: int
    at: Location
    words: str  # what it gives, as in "it …"


class Need(NamedTuple):
    """Something that a request needs, and which part of it does."""

    request: int
    at: Location
    givers: Sequence[Giver]  # any one does; needs of the same thing share the list
    firm: bool = True


def need_of(request: int, at: Location, givers: Sequence[Giver] | None) -> Iterator[Need]:
    """Yield a need, unless nobody gives it or the request does so itself."""
    if givers and all(giver.request != request for giver in givers):
        yield Need(request, at, givers)
