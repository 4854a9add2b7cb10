"""What the service makes besides what is ingested: which requests write, change and delete it, and when."""

from __future__ import annotations

from math import inf
from typing import Any

import pytest

from linter.kinds.references import Mention, SourceMention
from linter.kinds.request import Request
from linter.project.made import Made, names_deleted, names_written
from linter.project.undone import Undone
from tests.projects import Files, project_of, snapshot

URL = "/api/instances/main/"


def request(method: str, path: str, body: Any = None, of: str = URL) -> dict[str, Any]:
    return {"method": method, "url": of + path, **({} if body is None else {"body": body})}


def requests(*sent: dict[str, Any], **files: Any) -> list[Request]:
    return project_of({"snapshot.json": snapshot(), "r.json": list(sent), **files}).requests


NAMED = {"name": "A"}


@pytest.mark.parametrize(
    ("sent", "part", "written", "deleted"),
    [
        (request("POST", "manage/segments", [NAMED, {"name": "B"}, {}]), "segments", ["A", "B"], []),
        (request("POST", "manage/segments", {"segmentName": "C"}), "segments", [], []),
        (request("PUT", "manage/segments/Old", NAMED), "segments", ["Old", "A"], []),
        (request("PUT", "manage//segments/Old%20One", {}), "segments", ["Old One"], []),
        (request("PUT", "manage/segments/Old/activate"), "segments", [], []),
        (request("DELETE", "manage/segments/Old/activate"), "segments", [], []),
        (request("GET", "manage/segments/Old"), "segments", [], []),
        (request("DELETE", "manage/segments/Old"), "segments", [], ["Old"]),
        (request("DELETE", "manage//segments/Old"), "segments", [], ["Old"]),
        (request("DELETE", "manage/segments/Old"), "measures", [], []),
        (request("PUT", "manage/measures/Old", NAMED), "segments", [], []),
        (request("PUT", "unify/segments/Old", NAMED), "segments", [], []),
        (request("POST", "manage/activities", {"activityName": "A", "name": "B"}), "activities", ["B"], []),
        (request("PUT", "manage/segments", [7, None, {"segmentName": "C"}]), "segments", ["C"], []),
        (request("POST", "manage/derivedEntities", NAMED), "derivedEntities", ["A"], []),
        (request("PUT", "manage/derivedEntities/Old", NAMED), "derivedEntities", ["Old", "A"], []),
        (request("DELETE", "manage/derivedEntities/Old", NAMED), "derivedEntities", [], ["Old"]),
        (request("PUT", "manage/derivedEntities/Old", {"name": "Old"}), "derivedEntities", ["Old"], []),
        (request("PUT", "manage/insights/Old", {}), "insights", ["Old"], []),
        (request("POST", "hierarchies", NAMED), "hierarchies", ["A"], []),
        (request("PUT", "hierarchies/7", NAMED), "hierarchies", ["A"], []),
        (request("DELETE", "hierarchies/7"), "hierarchies", [], []),
        (request("PUT", "manage/insights", NAMED), "derivedEntities", [], []),
        (request("POST", "profile/keyring", NAMED), "segments", [], []),
    ],
)
def test_a_request_writes_what_its_path_or_its_body_names(
    sent: dict[str, Any], part: str, written: list[str], deleted: list[str]
) -> None:
    [one] = requests(sent)

    assert [*names_written(one, part)] == written
    assert [*names_deleted(one, part)] == deleted


def test_a_file_that_mirrors_its_path_writes_what_that_names() -> None:
    [one] = requests(**{"manage/segments/Old.json": {"friendlyName": "x"}})

    assert [*names_written(one, "segments")] == ["Old"]


def test_names_of_what_is_made_are_those_of_the_snapshot_and_of_what_is_planned_for_its_instance() -> None:
    files: Files = {
        "snapshot.json": snapshot(segments=[NAMED, {}], insights=[{"name": "Insight"}]),
        "other.json": snapshot(instanceId="other"),
        "r.json": [
            request("POST", "manage/segments", {"name": "B"}),
            request("POST", "manage/segments", {"name": "C"}, "/api/instances/other/"),
        ],
    }
    project = project_of(files)
    main = project.snapshots[0]
    made = Made(project.requests, "Everyone")

    assert [*made.names(main, "segments").names] == ["A", "B"]
    assert [made.has(main, "segments", one) for one in ("a", "b", "B", "c", "Insight")] == [True] * 3 + [
        False
    ] * 2

    def is_made(name: str | None, *parts: str, source: SourceMention | None = None) -> bool:
        return made.is_made(main, Mention(None, main, name, None, source), *parts)

    assert is_made("b", "insights", "segments")
    assert is_made("insight", "insights", "segments")
    assert is_made("Everyone")
    assert is_made("UnifiedActivity", "segments")
    assert not is_made("UnifiedActivity", "segments", source=SourceMention("Shop", "name", ""))
    assert not is_made("Nobody", "segments")
    assert not is_made("everyone", "segments")
    assert not is_made(None, "segments")
    assert made.names(main, "segments") is made.names(main, "segments")


def test_what_is_stored_is_in_the_snapshot_whoever_makes_it_anew_and_requests_count_where_they_are_sent() -> (
    None
):
    other = "/api/instances/other/"
    sent = [
        request("POST", "manage/segments", [{"name": "a"}, {"name": "New"}]),
        request("PUT", "manage/segments/Old", {}),
        request("DELETE", "manage/segments/A"),
        request("POST", "manage/segments", {"name": "A"}, other),
        request("DELETE", "manage/segments/A", None, other),
    ]
    files = {"snapshot.json": snapshot(segments=[NAMED]), "other.json": snapshot(instanceId="other")}
    project = project_of({**files, "r.json": sent})
    main, elsewhere = project.snapshots
    made = Made(project.requests, "Everyone")
    first, _, gone, created, deleted = project.requests

    assert [one for one in ("A", "a", "New", "Old", "B") if made.is_stored(main, "segments", one)] == [
        *("A", "a")
    ]
    assert not made.is_stored(elsewhere, "segments", "A")
    assert (made.creators(main, "segments", "A"), made.deleters(main, "segments", "a")) == ([first], [gone])
    assert made.creators(elsewhere, "segments", "a") == [created]
    assert made.deleters(elsewhere, "segments", "A") == [deleted]


@pytest.mark.parametrize(
    ("later", "turn"),
    [
        (request("DELETE", "manage/segments/A"), 1),
        (request("PUT", "manage/segments/A", {}), 1),
        (request("POST", "manage/segments", NAMED), 1),
        (request("PUT", "manage/segments/A/activate"), inf),
        (request("DELETE", "manage/segments/a"), inf),
        (request("DELETE", "manage/measures/A"), inf),
        (request("DELETE", "manage/segments/B"), inf),
        (request("DELETE", "hierarchies/A"), inf),
        (request("DELETE", "manage/relationships/A"), inf),
    ],
)
def test_what_a_request_makes_is_there_until_a_later_one_deletes_it_or_writes_it_anew(
    later: dict[str, Any], turn: float
) -> None:
    first, second = requests(request("POST", "manage/segments", NAMED), later)
    undone = Undone([first, second])

    assert undone.turn(first) == turn
    assert undone.turn(second) == inf


@pytest.mark.parametrize("path", ["manage/insights", "manage/derivedentities", "manage/activities"])
def test_whatever_is_made_is_there_until_a_later_one_deletes_it(path: str) -> None:
    sent = requests(request("POST", path, NAMED), request("DELETE", f"{path}/A"))

    assert [Undone(sent).turn(one) for one in sent] == [1, inf]


def test_a_hierarchy_is_deleted_by_its_id_so_that_nobody_knows_which_it_is() -> None:
    sent = requests(request("POST", "hierarchies", NAMED), request("DELETE", "hierarchies/A"))

    assert [Undone(sent).turn(one) for one in sent] == [inf, inf]


def test_of_several_things_the_last_to_go_counts_and_of_several_turns_the_next() -> None:
    both = request("POST", "manage/segments", [NAMED, {"name": "B"}])
    gone = [request("DELETE", f"manage/segments/{name}") for name in ("A", "B", "A")]
    sent = requests(request("DELETE", "manage/segments/B"), both, *gone)
    undone = Undone(reversed(sent))

    assert [undone.turn(one) for one in sent] == [inf, 3, inf, inf, inf]
    assert Undone(sent[:3]).turn(sent[1]) == inf


def test_files_are_not_sent_in_turn() -> None:
    deletion = [request("DELETE", "manage/segments/A")]
    first, second = requests(request("POST", "manage/segments", NAMED), **{"s.json": deletion})

    assert Undone([first, second]).turn(first) == inf
