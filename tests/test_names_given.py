"""A name is taken until a request deletes what has it: of segments, activities, insights and the like."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from tests.projects import DELETION, RELATIONSHIP, RELATIONSHIPS_FILE, Files, creation, said, snapshot, write


class Made(NamedTuple):
    """What the service makes by name."""

    part: str  # of the snapshot
    path: str
    code: str


KINDS: Final = {
    "segment": Made("segments", "manage/segments", "SG121"),
    "measure": Made("measures", "manage/measures", "SG121"),
    "derived entity": Made("derivedEntities", "manage/derivedentities", "DE103"),
    "activity": Made("activities", "manage/activities", "AC103"),
    "insight": Made("insights", "manage/insights", "II106"),
    "hierarchy": Made("hierarchies", "hierarchies", "HI106"),
}

CREATE, DELETE, OTHER = "create", "delete", "other"
TAKEN: Final[list[tuple[str, list[str], list[int]]]] = [
    ("twice", [CREATE, CREATE], [1]),
    ("thrice", [CREATE, CREATE, CREATE], [1, 2]),
    ("deleted between", [CREATE, DELETE, CREATE], []),
    ("asked for between", [CREATE, OTHER, CREATE], [2]),
    ("deleted once of two times", [CREATE, DELETE, CREATE, CREATE], [3]),
    ("deleted too late", [CREATE, CREATE, DELETE], [1]),
    ("deleted too early", [DELETE, CREATE, CREATE], [2]),
]


def request(made: Made, what: str, name: str = "New", instance: str = "main") -> dict[str, Any]:
    url = f"/api/instances/{instance}/{made.path}"
    if what == DELETE:
        return {"method": "DELETE", "url": f"{url}/{name}"}
    if what == OTHER:
        return {"method": "GET", "url": f"{url}/{name}"}
    return {"method": "POST", "url": url, "body": {"name": name}}


def places(made: Made) -> list[str]:
    return [one.split()[1] for one in said("--select", made.code)]


@pytest.mark.parametrize("made", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize(("sent", "taken"), [one[1:] for one in TAKEN], ids=[one[0] for one in TAKEN])
@pytest.mark.parametrize("has_snapshot", [True, False], ids=["over a snapshot", "without one"])
def test_a_name_is_free_again_once_it_is_deleted(
    made: Made,
    sent: list[str],
    taken: list[int],
    has_snapshot: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    there: Files = {"snapshot.json": snapshot()} if has_snapshot else {"c360lint.toml": ""}
    write(tmp_path, {**there, "r.json": [request(made, what) for what in sent]})

    assert places(made) == [f"/{index}/body/name" for index in taken]


STORED: Final[list[tuple[str, list[list[str]], bool]]] = [
    ("only created", [[CREATE]], True),
    ("deleted before", [[DELETE, CREATE]], False),
    ("deleted after", [[CREATE, DELETE]], True),
    ("deleted by another list", [[CREATE], [DELETE]], False),
    ("deleted late in another list", [[CREATE], [OTHER, OTHER, DELETE]], False),
]


@pytest.mark.parametrize("made", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize(("lists", "is_taken"), [one[1:] for one in STORED], ids=[one[0] for one in STORED])
def test_what_the_instance_has_gives_its_name_away_when_it_is_deleted_before(
    made: Made, lists: list[list[str]], is_taken: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    files: Files = {
        f"r{number}.json": [request(made, what) for what in sent] for number, sent in enumerate(lists)
    }
    write(tmp_path, {"snapshot.json": snapshot(**{made.part: [{"name": "New"}]}), **files})

    assert len(places(made)) == is_taken


@pytest.mark.parametrize("made", KINDS.values(), ids=KINDS)
def test_no_other_file_deletes_anything_between_what_one_body_makes(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    twice = [{"name": "New"}, {"name": "New"}]
    write(
        tmp_path, {"snapshot.json": snapshot(), f"{made.path}.json": twice, "r.json": request(made, DELETE)}
    )

    assert places(made) == ["/1/name"]


def test_two_relationships_of_one_body_differ_only_in_case_whatever_another_file_deletes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lower = {**RELATIONSHIP, "name": "visitsToBuyers", "toAttributeName": "Mail"}
    one_body = {RELATIONSHIPS_FILE: [RELATIONSHIP, lower], "r.json": DELETION}
    write(tmp_path, {"snapshot.json": snapshot(), **one_body})
    assert said("--select", "RL102") == ["RL102 /1/name warning"]

    write(tmp_path, {RELATIONSHIPS_FILE: [RELATIONSHIP], "s.json": creation(**lower)})
    assert said("--select", "RL102") == []


def test_a_name_that_is_taken_in_two_ways_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = KINDS["activity"]
    stored = snapshot(**{made.part: [{"name": "New"}]})
    write(tmp_path, {"snapshot.json": stored, "r.json": [request(made, CREATE), request(made, CREATE)]})

    assert places(made) == ["/0/body/name", "/1/body/name"]


@pytest.mark.parametrize("made", KINDS.values(), ids=KINDS)
def test_a_name_is_of_the_only_instance_whether_or_not_a_path_says_so(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    there = snapshot(**{made.part: [{"name": "New"}]})
    write(tmp_path, {"snapshot.json": there, f"{made.path}.json": {"name": "New"}})
    assert len(places(made)) == 1

    write(tmp_path, {"r.json": [request(made, DELETE)]})
    assert places(made) == []


@pytest.mark.parametrize("made", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize(
    ("name", "instance", "is_taken"),
    [
        ("Other", "main", True),
        ("new", "main", True),
        ("N%65w", "main", False),
        ("{{Name}}", "main", False),
        ("New", "other", True),
        ("New/activate", "main", True),
    ],
)
def test_a_deletion_frees_what_it_may_mean(
    made: Made, name: str, instance: str, is_taken: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lists = [request(made, CREATE), request(made, DELETE, name, instance), request(made, CREATE)]
    write(tmp_path, {"snapshot.json": snapshot(), "r.json": lists})
    by_an_id = made.part == "hierarchies" and instance == "main" and "/" not in name

    assert places(made) == (["/2/body/name"] if is_taken and not by_an_id else [])


def test_a_name_is_not_freed_by_what_deletes_something_of_another_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    segment, measure = KINDS["segment"], KINDS["measure"]
    write(
        tmp_path,
        {
            "snapshot.json": snapshot(),
            "r.json": [request(segment, CREATE), request(measure, DELETE), request(segment, CREATE)],
        },
    )

    assert places(segment) == ["/2/body/name"]


@pytest.mark.parametrize(
    ("first", "second", "is_taken"),
    [
        ([OTHER, CREATE], [DELETE, CREATE], False),
        ([OTHER, DELETE, CREATE], [CREATE], True),
        ([CREATE], [CREATE, DELETE], True),
    ],
)
def test_lists_are_sent_in_any_order(
    first: list[str], second: list[str], is_taken: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = KINDS["activity"]
    lists = {
        f"r{number}.json": [request(made, one) for one in each] for number, each in enumerate((first, second))
    }
    write(tmp_path, {"snapshot.json": snapshot(), **lists})

    assert len(places(made)) == is_taken


@pytest.mark.parametrize("made", KINDS.values(), ids=KINDS)
def test_names_are_taken_in_any_case_and_of_their_instance_alone(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names = [
        request(made, CREATE, "new"),
        request(made, CREATE, "NEW"),
        request(made, CREATE, instance="two"),
    ]
    write(tmp_path, {"snapshot.json": snapshot(), "r.json": names})

    assert places(made) == ["/1/body/name"]
    assert [one for one in said("--select", made.code, "--snapshot-only") if made.code in one] == []
