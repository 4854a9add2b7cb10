"""Requests that wait for each other: the shortest cycle of each knot, and the ways out of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, groupby, pairwise, product
from string import ascii_letters

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.diagnostic import Location
from linter.kinds.request import Request
from linter.planning.cycles import Cycle, Wait, cycles
from tests.projects import project_of

READING = {"method": "GET", "url": "/api/instances/main/manage/relationships"}
PLAN = "/api/instances/main/conflations/default/conflationPlan"
INFO = "/api/instances/main/manage/datasources/shop-1/entities/entityInfo"

Pairs = list[tuple[int, int]]


def requests_in(files: str) -> list[Request]:
    """Return requests: `aab` are a list of two in a.json, and one in b.json."""
    made = {f"{name}.json": [READING] * len(list(some)) for name, some in groupby(sorted(files))}
    return list(project_of(made).requests)


def links(requests: list[Request], needs: Pairs) -> list[Wait]:
    """Return the needs, and what waits for the request before it in its list."""
    own = [
        Wait(one, other, f"gives {one} to {other}", requests[one].at, requests[other].at)
        for one, other in needs
    ]
    return own + [
        stretch(requests, one, other)
        for one, other in pairwise(range(len(requests)))
        if requests[one].document == requests[other].document
    ]


def stretch(requests: list[Request], one: int, other: int) -> Wait:
    words = f"stands before this in {requests[one].document}"
    return Wait(one, other, words, requests[one].at, requests[other].at, listed=True)


def graph_of(requests: list[Request], needs: Pairs) -> networkx.DiGraph[int]:
    """Return who waits for whom: the later requests of a list for all earlier ones, too."""
    made: networkx.DiGraph[int] = networkx.DiGraph(needs)
    made.add_edges_from(
        (one, other)
        for one, other in combinations(range(len(requests)), 2)
        if requests[one].document == requests[other].document
    )
    return made


def knots(graph: networkx.DiGraph[int]) -> Iterator[tuple[list[int], int]]:
    """Yield the members of each knot, and how long its shortest cycle is."""
    for members in sorted(map(sorted, networkx.strongly_connected_components(graph))):
        if len(members) > 1:
            found = networkx.simple_cycles(graph.subgraph(members))
            yield members, min(map(len, found))


FILES = st.sampled_from(["ab", "abc", "aab", "aabb", "aaab", "aabbc", "aaabbb", "abcdef", "aabbcc"])


@given(FILES, st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=8))
def test_of_each_knot_a_shortest_cycle_is_shown_over_needs_and_lists(
    files: str, drawn: set[tuple[int, int]]
) -> None:
    needs = sorted(pair for pair in drawn if pair[0] != pair[1] and max(pair) < len(files))
    requests = requests_in(files)
    given_ = links(requests, needs)

    found = list(cycles(requests, given_))

    expected = list(knots(graph_of(requests, needs)))
    assert [len(one.links) for one in found] == [length for _, length in expected]
    for one, (members, _) in zip(found, expected, strict=True):
        assert {link.before for link in one.links} <= {*members}
        assert [link.after for link in one.links] == [link.before for link in (*one.links[1:], one.links[0])]
        assert min(one.links) == one.links[0]
        for link in one.links:
            is_stretch = requests[link.before].document == requests[link.after].document and link.listed
            known = stretch(requests, link.before, link.after) if is_stretch else link
            assert link == known
            assert is_stretch or (link in given_ and not link.listed)


@given(FILES, st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=8))
def test_another_order_of_a_list_is_a_way_out_where_nothing_keeps_the_later_request_behind(
    files: str, drawn: set[tuple[int, int]]
) -> None:
    needs = sorted(pair for pair in drawn if pair[0] != pair[1] and max(pair) < len(files))
    requests = requests_in(files)

    for one in cycles(requests, links(requests, needs)):
        assert [way for way in one.ways_out if way.startswith("in ")] == [
            f"in {requests[link.before].document}, put request {requests[link.after].index + 1} "
            f"before request {requests[link.before].index + 1}"
            for link in one.links
            if link.listed and is_free(requests, needs, link)
        ]


FIRST = "in a.json, put request 2 before request 1"
SECOND = "in b.json, put request 2 before request 1"


@pytest.mark.parametrize(
    ("files", "needs", "ways"),
    [
        ("aa", [(1, 0)], [FIRST]),
        ("aab", [(1, 0), (0, 2), (2, 1)], []),
        ("aabb", [(1, 0), (0, 2), (3, 1)], []),
        ("aabb", [(1, 0), (2, 1), (0, 3)], [FIRST]),
        ("aabbc", [(1, 0), (0, 4), (4, 2), (3, 1)], []),
        ("aabbc", [(1, 0), (0, 3), (4, 2), (2, 1), (3, 4)], []),
        ("aabbc", [(1, 0), (0, 4), (4, 3), (2, 1)], [FIRST]),
        ("aabb", [(1, 2), (3, 0)], [FIRST, SECOND]),
        ("aaa", [(2, 1)], ["in a.json, put request 3 before request 2"]),
        ("aabcd", [(1, 0), (0, 2), (2, 4), (4, 0), (3, 1), (1, 3)], [FIRST]),
        ("aabc", [(1, 0), (1, 2), (2, 1), (2, 3), (3, 2)], [FIRST]),
    ],
)
def test_a_list_can_be_in_another_order_unless_the_later_request_needs_the_earlier_one(
    files: str, needs: Pairs, ways: list[str]
) -> None:
    requests = requests_in(files)

    (found,) = cycles(requests, links(requests, needs))

    assert list(found.ways_out) == ways


def is_free(requests: list[Request], needs: Pairs, link: Wait) -> bool:
    """Tell whether the later request doesn't need the earlier one but for their order."""
    graph = graph_of(requests, needs)
    graph.remove_edges_from(
        (one, other)
        for one, other in product(range(len(requests)), repeat=2)
        if requests[one].document == requests[other].document == requests[link.before].document
        and (one, other) not in needs
    )
    return not (graph.has_node(link.before) and graph.has_node(link.after)) or not networkx.has_path(
        graph, link.before, link.after
    )


@pytest.mark.parametrize(
    ("files", "needs", "shown"),
    [
        ("ab", [], []),
        ("ab", [(0, 1)], []),
        ("ab", [(0, 1), (1, 0)], ["0 1"]),
        ("aa", [(1, 0)], ["0 1"]),
        ("abc", [(0, 1), (1, 0), (1, 2), (2, 1)], ["0 1"]),
        ("abc", [(2, 1), (1, 2), (0, 2), (2, 0)], ["0 2"]),
        ("abcd", [(2, 3), (3, 2), (0, 1), (1, 0)], ["0 1", "2 3"]),
        ("abcd", [(0, 1), (1, 2), (2, 0), (2, 3), (3, 2)], ["2 3"]),
        ("abcde", [(0, 1), (1, 2), (2, 0), (0, 3), (3, 4), (4, 0)], ["0 1 2"]),
        ("aabb", [(1, 2), (3, 0)], ["0 1 2 3"]),
        ("aaab", [(2, 0), (1, 3), (3, 1)], ["1 3"]),
        (
            ascii_letters,
            [(2, 3), (3, 4), (4, 2), (4, 10), (10, 33), (33, 34), (34, 35), (35, 33), (35, 11), (11, 2)],
            ["2 3 4"],
        ),
    ],
)
def test_of_several_cycles_of_one_length_the_first_is_shown(
    files: str, needs: Pairs, shown: list[str]
) -> None:
    requests = requests_in(files)

    found = cycles(requests, links(requests, needs))

    assert [" ".join(str(link.before) for link in one.links) for one in found] == shown


def of_two(first: object, second: object, *places: tuple[str | int, ...]) -> Cycle:
    """Return the cycle of two requests: where the first gives and needs, and the second one."""
    requests = list(project_of({"a.json": first, "b.json": second}).requests)
    at = [Location(requests[number // 2].document, place) for number, place in enumerate(places)]
    waits = [Wait(0, 1, "gives", at[0], at[3]), Wait(1, 0, "gives", at[2], at[1])]
    (found,) = cycles(requests, waits)
    return found


INFORMING = {"method": "PATCH", "url": INFO, "body": [{"entityName": "Buyers"}, {"entityName": "Visits"}]}
KEY, TYPE = ("body", 0, "primaryKey"), ("body", 1, "entityType")
NEEDED = "/body/1/entityType"


@pytest.mark.parametrize(
    ("first", "places", "ways"),
    [
        (
            INFORMING,
            (KEY, TYPE),
            [f"send a.json in two steps: first without `{NEEDED}`, and `{NEEDED}` after b.json"],
        ),
        (INFORMING, (KEY, KEY), []),
        (INFORMING, (("url",), TYPE), []),
        (INFORMING, (KEY, ("url",)), []),
        (INFORMING, (("body",), TYPE), []),
        ({**INFORMING, "url": PLAN}, (("body", "a"), ("body", "b")), []),
        ({**INFORMING, "url": "/api/instances/main/nowhere"}, (("body", "a"), ("body", "b")), []),
    ],
)
def test_what_is_divisible_is_sent_in_two_steps(
    first: object, places: tuple[tuple[str | int, ...], ...], ways: list[str]
) -> None:
    found = of_two(first, READING, *places, ("url",), ("url",))

    assert list(found.ways_out) == ways


def test_each_request_of_a_cycle_may_be_the_one_that_is_sent_in_two_steps() -> None:
    found = of_two(INFORMING, INFORMING, KEY, TYPE, KEY, TYPE)

    assert list(found.ways_out) == [
        f"send {one}.json in two steps: first without `{NEEDED}`, and `{NEEDED}` after {other}.json"
        for one, other in ("ab", "ba")
    ]


def test_requests_of_lists_are_named_by_their_place() -> None:
    requests = list(project_of({"a.json": [READING, INFORMING], "b.json": [READING, READING]}).requests)
    a, b = (Location("a.json", (1, *one)) for one in (KEY, TYPE))
    waits = [Wait(1, 3, "gives", a, requests[3].at), Wait(3, 1, "gives", requests[3].at, b)]

    (found,) = cycles(requests, waits)

    assert list(found.ways_out) == [
        "send a.json (request 2) in two steps: first without `/1/body/1/entityType`, "
        "and `/1/body/1/entityType` after b.json (request 2)"
    ]
