"""Requests that wait for each other: the shortest cycle of a knot, and the ways out of it.

A later request of a list waits for every earlier one, so a stretch of a list is one link of a cycle.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from linter import kinds
from linter.diagnostic import Location, json_pointer
from linter.kinds.request import Request
from linter.named_tuple import NamedTuple

_MOST_VISITS: Final = (
    2_000_000  # of requests, in search of a shorter cycle: then the one found so far is shown
)


class Wait(NamedTuple):
    """One request waits for another: by what that one gives ("it …"), and which parts are meant."""

    before: int
    after: int
    words: str
    gives: Location
    needs: Location
    listed: bool = False  # they stand in one list


class Cycle(NamedTuple):
    """Links that lead from a request back to itself, and what would end that, in words."""

    links: tuple[Wait, ...]
    ways_out: tuple[str, ...]


class Knot(NamedTuple):
    """Requests each of which waits for every other, directly or not, and the needs among them."""

    members: list[int]
    links: list[Wait]


def cycles(requests: Sequence[Request], links: Sequence[Wait]) -> Iterator[Cycle]:
    """Yield the shortest cycle of every knot that these links make, listed ones among them."""
    for knot in _knots(links):
        path = _shortest(requests, knot)
        yield Cycle(tuple(path), tuple(_ways_out(requests, knot, path)))


def _knots(links: Sequence[Wait]) -> list[Knot]:
    import networkx

    graph: networkx.DiGraph[int] = networkx.DiGraph()
    graph.add_edges_from((link.before, link.after) for link in links)
    found = sorted(sorted(one) for one in networkx.strongly_connected_components(graph) if len(one) > 1)
    knots = [Knot(members, []) for members in found]
    home = {member: knot for knot in knots for member in knot.members}
    for link in links:
        knot = home.get(link.before)
        if knot is not None and knot is home.get(link.after) and not link.listed:
            knot.links.append(link)
    return knots


def _shortest(requests: Sequence[Request], knot: Knot) -> list[Wait]:
    """Return the shortest cycle; there is a need in each, since a list alone makes none."""
    search = _Search(requests, knot)
    best: list[Wait] = []
    for start in sorted({link.before for link in knot.links}):
        found = search.around(start, len(best) or len(knot.members) + 1)
        if found:
            best = found
        if len(best) == 2 or search.visits > _MOST_VISITS:
            break
    first = best.index(min(best))
    return [*best[first:], *best[:first]]


class _Search:
    """Breadth first, over needs, and from a request of a list to all later ones."""

    def __init__(self, requests: Sequence[Request], knot: Knot) -> None:
        self.requests = requests
        self.visits = 0
        self.needs: dict[int, list[Wait]] = {}
        for link in knot.links:
            self.needs.setdefault(link.before, []).append(link)
        self.lists: dict[tuple[str, int], list[int]] = {}
        for member in knot.members:
            self.lists.setdefault(requests[member].sequence, []).append(member)

    def around(self, start: int, limit: int) -> list[Wait]:
        """Return the shortest way from a request back to it with fewer links than the limit, or nothing."""
        came: dict[int, Wait] = {}
        reached: dict[tuple[str, int], int] = {}  # the place in a list from which on all is visited
        queue = deque([(start, 0)])
        while queue:
            here, depth = queue.popleft()
            if depth + 1 >= limit:
                return []
            for link in self._onward(here, reached):
                self.visits += 1
                if link.after == start:
                    return _back(came, start, link)
                if link.after not in came:
                    came[link.after] = link
                    queue.append((link.after, depth + 1))
        return []

    def _onward(self, here: int, reached: dict[tuple[str, int], int]) -> Iterator[Wait]:
        yield from self.needs.get(here, ())
        sequence = self.requests[here].sequence
        numbers = self.lists[sequence]
        place = bisect_right(numbers, here)
        end = reached.get(sequence, len(numbers))
        reached[sequence] = min(place, end)
        for later in numbers[place:end]:
            yield _stretch(self.requests, here, later)


def _stretch(requests: Sequence[Request], before: int, after: int) -> Wait:
    words = f"stands before this in {requests[before].document}"
    return Wait(before, after, words, requests[before].at, requests[after].at, listed=True)


def _back(came: dict[int, Wait], start: int, last: Wait) -> list[Wait]:
    path = [last]
    while path[-1].before != start:
        path.append(came[path[-1].before])
    return path[::-1]


def _ways_out(requests: Sequence[Request], knot: Knot, path: Sequence[Wait]) -> Iterator[str]:
    """Yield what ends the cycle: another order of a list, or a payload that is sent in two steps."""
    for link in path:
        if _is_free(requests, knot, link):
            one, other = requests[link.before], requests[link.after]
            yield f"in {one.document}, put request {other.index + 1} before request {one.index + 1}"
    for into, out in zip((path[-1], *path), path, strict=False):
        request = requests[out.before]
        if _is_divisible(request, into, out):
            rest = json_pointer(into.needs.path)
            yield (
                f"send {_named(request)} in two steps: first without `{rest}`, "
                f"and `{rest}` after {_named(requests[into.before])}"
            )


def _is_free(requests: Sequence[Request], knot: Knot, link: Wait) -> bool:
    """Tell whether the later request of a list can go first: it needs nothing from the earlier on."""
    sequence = requests[link.before].sequence
    waits: dict[int, list[int]] = {}
    for need in knot.links:
        waits.setdefault(need.after, []).append(need.before)
    for one, other in pairwise([m for m in knot.members if requests[m].sequence != sequence]):
        if requests[one].sequence == requests[other].sequence:
            waits.setdefault(other, []).append(one)
    seen, queue = {link.after}, [link.after]
    while queue:
        for before in waits.get(queue.pop(), ()):
            if before == link.before:
                return False
            if before not in seen:
                seen.add(before)
                queue.append(before)
    return True


def _is_divisible(request: Request, into: Wait, out: Wait) -> bool:
    """Tell whether what the request needs and what it gives are parts that can be sent one by one."""
    kind = kinds.named(request.route.kind)
    parts = (into.needs, out.gives)
    return (
        kind is not None
        and kind.divisible
        and parts[0] != parts[1]
        and all(len(part.path) > len(request.body_path) for part in parts)
    )


def _named(request: Request) -> str:
    in_list = request.envelope is not None and request.envelope.path
    place = f" (request {request.index + 1})" if in_list else ""
    return request.document + place
