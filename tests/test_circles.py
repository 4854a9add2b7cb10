"""Segments and measures that are made of one another: each circle once, told at its latest member."""

from __future__ import annotations

import json
from typing import Any

import pytest

from linter.rulekit.circles import circles
from tests.counting import grows_evenly, lines
from tests.projects import project_of, snapshot

SEGMENTS, MEASURES = "manage/segments.json", "manage/measures.json"


def segment(name: str, *used: str) -> dict[str, Any]:
    """Return a segment of the members of others, with one condition for each."""
    conditions = [{"attribute": f"{one}.CustomerId", "comparisonOperator": "isNotNull"} for one in used]
    rowsets = [{"criteria": {"logicalOperator": "and", "childCriterias": conditions}}]
    return {"name": name, "segmentQueryExpression": {"type": "structured", "rowsets": rowsets}}


def measure(name: str, used: str) -> dict[str, Any]:
    linked = [{"kind": "base", "entity": used, "alias": "a"}]
    return {"name": name, "definition": {"kind": "entity", "type": "structured", "linkedEntities": linked}}


def found(planned: Any, stored: Any = (), measures: Any = ()) -> list[tuple[str, str]]:
    """Return the members of each circle, and where the last one uses the first."""
    files = {
        "snapshot.json": snapshot(segments=list(stored), measures=[], hierarchies=[{"name": "H"}]),
        SEGMENTS: list(planned),
        **({MEASURES: list(measures)} if measures else {}),
    }
    project = project_of(files)
    return [
        ("".join(one.name for one in circle.members), f"{circle.use.at.path[0]}.{circle.use.at.path[-2]}")
        for circle in circles(project, project.snapshots[0])
    ]


@pytest.mark.parametrize(
    ("planned", "stored", "said"),
    [
        ([segment("A")], [], []),
        ([segment("A", "B"), segment("B")], [], []),
        ([segment("A", "B"), segment("B", "C"), segment("C")], [], []),
        ([segment("A", "B"), segment("B", "C", "A"), segment("C")], [], [("AB", "1.1")]),
        ([segment("A", "B", "D"), segment("B", "C"), segment("C"), segment("D", "A")], [], [("AD", "3.0")]),
        ([segment("A", "A")], [], [("A", "0.0")]),
        ([segment("A", "B"), segment("B", "A")], [], [("AB", "1.0")]),
        ([segment("B", "A"), segment("A", "B")], [], [("BA", "1.0")]),
        ([segment("A", "B"), segment("B", "C"), segment("C", "A")], [], [("ABC", "2.0")]),
        ([segment("A", "C"), segment("B", "A"), segment("C", "B")], [], [("BAC", "2.0")]),
        ([segment("A", "B", "C"), segment("B", "A"), segment("C", "A")], [], [("AB", "1.0"), ("AC", "2.0")]),
        (
            [segment("A", "B"), segment("B", "A"), segment("C", "D"), segment("D", "C")],
            [],
            [("AB", "1.0"), ("CD", "3.0")],
        ),
        ([segment("A", "B"), segment("B", "A"), segment("C", "A")], [], [("AB", "1.0")]),
        ([segment("C", "A"), segment("A", "B"), segment("B", "A")], [], [("AB", "2.0")]),
        ([segment("A", "B")], [segment("B", "A")], [("BA", "0.0")]),
        ([segment("Z")], [segment("A", "B"), segment("B", "A")], []),
        ([segment("A", "Lost"), segment("B", "A")], [], []),
        ([segment("A", "B", "B"), segment("B", "A", "C"), segment("C")], [], [("AB", "1.0")]),
        (
            [segment("A", "B", "C"), segment("B", "C"), segment("C", "D"), segment("D", "A")],
            [],
            [("ACD", "3.0"), ("ABCD", "3.0")],
        ),
    ],
)
def test_each_circle_is_told_once_and_its_last_member_is_the_latest(
    planned: Any, stored: Any, said: list[tuple[str, str]]
) -> None:
    assert found(planned, stored) == said


def test_of_many_the_later_in_the_text_is_the_later_one() -> None:
    rest = [segment(f"S{number}") for number in range(9)]

    assert found([segment("A", "B"), *rest, segment("B", "A")]) == [("AB", "10.0")]


def test_a_circle_costs_by_the_number_of_its_members() -> None:
    def cost(number: int) -> int:
        ring = [segment(f"S{each}", f"S{(each + 1) % number}") for each in range(number)]
        project = project_of({"snapshot.json": snapshot(segments=[], measures=[]), SEGMENTS: ring})
        return lines(lambda: [len(one.members) for one in circles(project, project.snapshots[0])])

    assert grows_evenly(cost, 20)


def test_a_measure_and_a_segment_may_be_a_circle() -> None:
    assert found([segment("A", "M")], measures=[measure("M", "A")]) == [("MA", "0.0")]
    assert found([segment("A")], measures=[measure("M", "A")]) == []


def test_requests_of_a_file_come_in_their_order() -> None:
    url = "/api/instances/main/manage/segments"
    sent = [{"method": "POST", "url": url, "body": one} for one in (segment("A", "B"), segment("B", "A"))]
    texts = [f"POST {url}\n\n{json.dumps(one['body'])}\n" for one in sent]
    for name, content in (("in-turn.json", sent), ("requests.http", "\n###\n".join(texts))):
        project = project_of({"snapshot.json": snapshot(segments=[], measures=[]), name: content})
        (circle,) = circles(project, project.snapshots[0])
        assert [one.name for one in circle.members] == ["A", "B"]
