"""The order in which a project's requests can be sent: steps, what they wait for, and cycles.

Needs decide (linter.planning.needs), and the order within each list of envelopes; where they leave it open,
relationships come first, then entityInfo, entity information, plans, rules, and what reads.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from linter import kinds
from linter.diagnostic import Location
from linter.kinds.kind import LATE, Turn
from linter.kinds.request import Request
from linter.kinds.route import WRITES
from linter.kinds.routes import path_of
from linter.named_tuple import NamedTuple
from linter.planning.creations import creations_in
from linter.planning.cycles import Cycle, Wait, cycles
from linter.planning.endings import endings
from linter.planning.need import Giver, Need
from linter.planning.needs import is_late, needs, sequences
from linter.planning.no_ops import unchanged
from linter.project.conflations import conflation_id
from linter.project.project import Project

if TYPE_CHECKING:
    import networkx

    Graph = networkx.DiGraph[int]

_LATE: Final = Turn(LATE, "it comes after the payloads")
_READ: Final = Turn(20, "what reads comes after what writes")
_DELETE: Final = Turn(101, "what deletes comes last, the users before what they use")
"""When a request is sent that is no payload, if nothing else decides.

Of what is deleted the payloads that are made last go first; what is none, such as an entity, goes before
its data source.
"""


class Sending(NamedTuple):
    """A request as it is sent."""

    name: str  # its file, and its place in a list
    method: str
    url: str  # an envelope's as it is written
    at: Location
    body: Location | None  # None: there is none
    file: str | None  # the whole file that is the body
    headers: tuple[tuple[str, str], ...]


class Reason(NamedTuple):
    """Why a step waits for another one: what that one gives, as in "it …"."""

    step: int
    words: str


class Step(NamedTuple):
    """A request at its place in the order; steps of one stage may run in parallel."""

    number: int  # from 1
    stage: int  # from 1
    request: Sending
    after: tuple[Reason, ...]
    noop: bool
    custom: str  # why it stands here if it is after no other step


class Plan(NamedTuple):
    """All steps that can be taken, and what keeps the others from it."""

    requests: tuple[Sending, ...]  # all of the project's: links of cycles go by the place in it
    steps: tuple[Step, ...]
    cycles: tuple[Cycle, ...]
    blocked: tuple[Sending, ...]  # the requests of the cycles, and those that wait for them


def plan_of(project: Project) -> Plan:
    """Return the plan of a project."""
    import networkx

    in_files = _sent_in_files(project)
    beside = set(in_files.values())
    creations = creations_in(project)
    all_needs = (*needs(project, creations), *endings(project, creations))
    wanted = [need for need in all_needs if beside.isdisjoint(_parties(need))]
    lists = sequences(project)
    ranks = [(_turn(request).rank, index) for index, request in enumerate(project.requests)]
    firm = [need for need in wanted if need.firm]
    settled, links = _settle([rank for rank in ranks if rank[1] not in beside], firm, lists)
    links += [link for numbers in lists for link in _listed(project, numbers) if link.after in settled]
    links += _fitting(links, [need for need in wanted if not need.firm], settled)
    graph = _graph(links, settled)
    order = list(networkx.lexicographical_topological_sort(graph, key=ranks.__getitem__))
    requests = tuple(
        _sending(request, project.requests[in_files.get(index, index)])
        for index, request in enumerate(project.requests)
    )
    return Plan(
        requests,
        tuple(_steps(project, requests, order, links)),
        tuple(cycles(project.requests, _knotted(project, firm, lists, settled))),
        tuple(request for index, request in enumerate(requests) if index not in settled | beside),
    )


def _sent_in_files(project: Project) -> dict[int, int]:
    """Return the payloads that a saved request sends as its body, with that request: both are one."""
    payloads = {
        request.document: index
        for index, request in enumerate(project.requests)
        if request.envelope is None and not request.body_path
    }
    found: dict[int, int] = {}
    for index, request in enumerate(project.requests):
        payload = payloads.get(request.body_file or "")
        if payload is not None and _is_sent_to(project.requests[payload], request):
            found.setdefault(payload, index)
    return found


def _is_sent_to(payload: Request, request: Request) -> bool:
    """Tell whether a payload goes where a request goes."""
    one, other = (
        (each.route.kind, each.method, each.parameters, each.snapshot) for each in (payload, request)
    )
    instance = payload.spelled("instanceId") or ""
    return one == other and instance.lower() in ("", (request.spelled("instanceId") or "").lower())


def _parties(need: Need) -> Iterator[int]:
    """Yield the requests that a need is about."""
    yield need.request
    yield from (giver.request for giver in need.givers)


def _turn(request: Request) -> Turn:
    """When a request is sent where its needs leave it open, and why."""
    kind = kinds.named(request.route.kind)
    if request.method == "DELETE":
        return _DELETE if kind is None else _DELETE._replace(rank=_DELETE.rank - 1 - 2 * kind.turn.rank)
    if not is_late(request) and request.reading is None and request.method not in WRITES:
        return _READ
    return kind.turn if kind is not None else _LATE


def _settle(
    ranks: Sequence[tuple[int, int]], wanted: Iterable[Need], lists: Iterable[Sequence[int]]
) -> tuple[set[int], list[Wait]]:
    """Return the requests that can be reached, and the links that the needs of those come down to.

    Of a need's givers the one counts that can come first.
    """
    rank_of = {rank[1]: rank for rank in ranks}
    waiting = _Waiting(rank_of, wanted, lists)
    ready = [rank for rank in ranks if waiting.is_free(rank[1])]
    heapq.heapify(ready)
    settled: set[int] = set()
    links: list[Wait] = []
    while ready:
        _, here = heapq.heappop(ready)
        settled.add(here)
        met = waiting.met_by(here)
        links += met
        for one in waiting.freed_by(here, met):
            heapq.heappush(ready, rank_of[one])
    return settled, links


class _Waiting:
    """How much each request still waits for: its needs, and the one before it in its list."""

    def __init__(
        self, requests: Iterable[int], wanted: Iterable[Need], lists: Iterable[Sequence[int]]
    ) -> None:
        self._count = dict.fromkeys(requests, 0)
        self._next: dict[int, int] = {}  # in its list
        self._needs: dict[int, list[Need]] = {}  # by which list of givers they share
        self._giving: dict[int, dict[int, Giver]] = {}  # by request, and by that list
        for numbers in lists:
            for before, here in pairwise(numbers):
                self._next[before] = here
                self._count[here] += 1
        for need in wanted:
            self._add(need)

    def _add(self, need: Need) -> None:
        self._count[need.request] += 1
        sharing = self._needs.setdefault(id(need.givers), [])
        sharing.append(need)
        for giver in need.givers if len(sharing) == 1 else ():
            self._giving.setdefault(giver.request, {}).setdefault(id(need.givers), giver)

    def is_free(self, request: int) -> bool:
        """Tell whether a request waits for nothing."""
        return not self._count[request]

    def met_by(self, request: int) -> list[Wait]:
        """Return the needs that a request meets, and that no other one has met before."""
        return [
            Wait(request, need.request, giver.words, giver.at, need.at)
            for group, giver in self._giving.get(request, {}).items()
            for need in self._needs.pop(group, ())
        ]

    def freed_by(self, request: int, met: Iterable[Wait]) -> Iterator[int]:
        """Yield the requests that wait for nothing more once one is sent, which meets some needs."""
        following = [self._next[request]] if request in self._next else []
        for one in (*following, *(link.after for link in met)):
            self._count[one] -= 1
            if self.is_free(one):
                yield one


def _listed(project: Project, numbers: Sequence[int]) -> Iterator[Wait]:
    """Yield the links of a list of envelopes, from each request to the next."""
    for before, here in pairwise(numbers):
        one, other = project.requests[before], project.requests[here]
        yield Wait(before, here, f"stands before this in {one.document}", one.at, other.at, listed=True)


def _fitting(links: Iterable[Wait], customs: Iterable[Need], settled: set[int]) -> list[Wait]:
    """Return the customs that make no cycle with the links, nor with each other."""
    import networkx

    wanted = [
        Wait(need.givers[0].request, need.request, need.givers[0].words, need.givers[0].at, need.at)
        for need in customs
    ]
    wanted = [one for one in wanted if one.before in settled and one.after in settled]
    graph = _graph([*links, *wanted], settled)
    component: dict[int, int] = {}
    for number, members in enumerate(networkx.strongly_connected_components(graph)):
        component.update(dict.fromkeys(members, number))
    return [one for one in wanted if component[one.before] != component[one.after]]


def _graph(links: Iterable[Wait], nodes: Iterable[int]) -> Graph:
    import networkx

    graph: Graph = networkx.DiGraph()
    graph.add_nodes_from(sorted(nodes))
    graph.add_edges_from((link.before, link.after) for link in links if link.after in graph)
    return graph


def _steps(
    project: Project, requests: Sequence[Sending], order: Sequence[int], links: Iterable[Wait]
) -> Iterator[Step]:
    """Number the requests; a stage ends where a step waits for one of it."""
    noops = unchanged(project)
    number = {index: place for place, index in enumerate(order, 1)}
    reasons: dict[int, set[Reason]] = {}
    for link in links:
        if link.after in number:
            reasons.setdefault(link.after, set()).add(Reason(number[link.before], link.words))
    stage, began = 1, 1
    for index in order:
        after = tuple(sorted(reasons.get(index, ())))
        if any(reason.step >= began for reason in after):
            stage, began = stage + 1, number[index]
        custom = _turn(project.requests[index]).custom
        yield Step(number[index], stage, requests[index], after, index in noops, custom)


def _sending(payload: Request, request: Request) -> Sending:
    """Return a request as it is sent, with the payload that is its body; mostly both are the same."""
    envelope = request.envelope
    in_list = envelope is not None and envelope.path
    has_body = payload.envelope is None or payload.envelope.written("body")
    is_file = payload.envelope is None and not payload.body_path
    return Sending(
        name=request.document + (f", request {request.index + 1}" if in_list else ""),
        method=request.method,
        url=_url(request),
        at=envelope.at() if envelope is not None else Location(request.document),
        body=Location(payload.document, payload.body_path) if has_body else None,
        file=payload.document if is_file else request.body_file,
        headers=tuple(_headers(request, is_json=payload.reading is not None)),
    )


def _headers(request: Request, *, is_json: bool) -> Iterator[tuple[str, str]]:
    """The headers of an envelope; a payload is JSON unless they say otherwise."""
    given = request.envelope.node("headers") if request.envelope is not None else None
    headers = given.values if given is not None else {}
    if is_json and not any(name.lower() == "content-type" for name in headers):
        yield "Content-Type", "application/json"
    for name, value in headers.items():
        if isinstance(value, (str, int, float)):
            yield name, str(value)


def _url(request: Request) -> str:
    """Return the URL of an envelope as it is written, that of a payload as its place says."""
    if request.envelope is not None:
        return request.envelope.text("url") or ""
    from urllib.parse import quote

    parameters = dict(request.parameters)
    source = parameters.pop("dataSourceName", None)
    found = request.snapshot.data_source_by_name(source) if request.snapshot and source else None
    if found is not None:
        parameters["datasourceId"] = found.id
    conflation = conflation_id(request)
    if conflation is not None:
        parameters.setdefault("conflationId", conflation)
    saved = request.snapshot.instance_id if request.snapshot else None
    instance = request.instance_id or saved
    opened = dict(request.route.open)
    path = path_of(request.route.kind or "", parameters, opened)
    named = quote(instance, safe="", errors="surrogateescape") if instance else "{instanceId}"
    named = opened.get("instanceId", named)
    return f"/api/instances/{named}/{path}"


def _knotted(
    project: Project, wanted: Iterable[Need], lists: Iterable[Sequence[int]], settled: set[int]
) -> list[Wait]:
    """Return what the requests that can't be reached wait for among themselves."""
    links = [
        Wait(giver.request, need.request, giver.words, giver.at, need.at)
        for need in wanted
        if need.request not in settled and all(one.request not in settled for one in need.givers)
        for giver in need.givers
    ]
    rest = [[one for one in numbers if one not in settled] for numbers in lists]
    return [*links, *(link for numbers in rest for link in _listed(project, numbers))]
