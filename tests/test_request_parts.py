"""What is known of a request besides its body's meaning: what is open in it, and where its parts stand."""

from __future__ import annotations

from typing import Any

import pytest

from linter.diagnostic import Location
from linter.kinds.references import path_mention
from linter.kinds.request import Request, saved_request
from linter.placeholders import why_open
from linter.shapes.node import Node
from tests.projects import RELATIONSHIPS_FILE, SNAPSHOT, project_of

URL = "/api/instances/main/conflations/{{c}}/datasources/shop-1/entityInformation/{{e}}"


def requests(*written: Any, snapshot: Any = SNAPSHOT) -> list[Request]:
    files = {"r.json": list(written)} | ({"snapshot.json": snapshot} if snapshot else {})
    return list(project_of(files).requests)


def request(url: str, body: Any = None, *, snapshot: Any = SNAPSHOT, **more: Any) -> Request:
    written = {"method": "PATCH", "url": url, **more} | ({} if body is None else {"body": body})
    return requests(written, snapshot=snapshot)[0]


def test_a_path_gives_parameters_known_or_open() -> None:
    one = request(URL, {"primaryKey": "Id"})
    names = ("conflationId", "datasourceId", "entityName", "instanceId", "other")

    assert [one.parameter(name) for name in names] == [None, "shop-1", None, None, None]
    assert [one.gives(name) for name in names] == [True, True, True, False, False]
    assert [one.spelled(name) for name in names] == ["{{c}}", "shop-1", "{{e}}", "main", None]


def test_a_path_mentions_the_entity_that_it_names_if_it_names_one() -> None:
    made = [
        path_mention(request(url)) for url in (URL.replace("{{e}}", "Buyers"), URL, "/api/instances/main/x")
    ]
    assert [one and (one.name, one.entity and str(one.entity)) for one in made] == [
        ("Buyers", "Shop_Buyers"),
        None,
        None,
    ]


def test_an_instance_may_be_open_too() -> None:
    one = request("/api/instances/{{i}}/hierarchies", {})

    assert (one.instance_id, one.spelled("instanceId")) == (None, "{{i}}")


def test_what_is_open_is_the_path_first_then_the_body() -> None:
    body = {"primaryKey": "{{key}}", "attributes": [{"attributeName": "{{a}}"}, {"attributeName": "Id"}]}

    assert [one.reason for one in request(URL, body).opened()] == [
        why_open(text).reason for text in ("{{c}}", "{{e}}", "{{key}}", "{{a}}")
    ]


def test_what_has_a_value_is_not_open() -> None:
    body = {"name": "{{name}}", "fromEntityName": "{{entity}}"}
    (one,) = project_of({RELATIONSHIPS_FILE: body}, placeholders=(("", "entity", "Shop_Visits"),)).requests

    assert list(one.opened()) == [why_open("{{name}}")]


def test_that_the_instance_is_open_is_of_no_account_where_there_is_a_snapshot() -> None:
    url = "/api/instances/{{i}}/hierarchies"

    assert list(request(url, {}).opened()) == []
    assert list(request(url, {}, snapshot=None).opened()) == [why_open("{{i}}")]


def test_a_request_without_a_body_has_nothing_open_in_it() -> None:
    one = request("/api/instances/main/data/Customer", method="GET")

    assert (list(one.opened()), one.opened_at(one.at), one.why_open_at(one.at)) == ([], None, None)
    assert (one.root, one.sound) == (None, True)


def test_a_place_is_open_where_a_placeholder_stands_that_nobody_gives_a_value() -> None:
    one = request("/api/instances/main/conflations/{{c}}/entityInformation/E", {"primaryKey": "{{key}}"})
    assert isinstance(one.root, Node)
    key = one.root.at("primaryKey")

    assert (one.opened_at(key), one.opened_at(one.root.at())) == ("{{key}}", None)
    assert one.why_open_at(key) == why_open("{{key}}")
    assert one.why_open_at(one.root.at()) == why_open("{{c}}")


def test_a_placeholder_that_is_not_whole_is_a_finding_and_no_reason() -> None:
    one = request("/api/instances/main/conflations/c/entityInformation/E", {"primaryKey": "{{key"})
    assert isinstance(one.root, Node)

    assert one.opened_at(one.root.at("primaryKey")) == "{{key"
    assert one.why_open_at(one.root.at("primaryKey")) is None


def test_parameters_have_their_places_in_the_url() -> None:
    one = request(URL, {})
    places = {name: one.at_parameter(name).slice for name in ("instanceId", "conflationId", "other")}

    assert {name: URL[slice(*place)] if place else None for name, place in places.items()} == {
        "instanceId": "main",
        "conflationId": "{{c}}",
        "other": None,
    }
    assert one.at_parameter("conflationId")._replace(slice=None) == one.at == Location("r.json", (0, "url"))
    assert one.body_path == (0, "body")


def test_a_file_that_is_a_body_has_its_parts_at_the_root() -> None:
    files = {"snapshot.json": SNAPSHOT, RELATIONSHIPS_FILE: [{"name": "R"}]}
    (one,) = project_of(files).requests

    assert (one.at, one.body_path, one.content_type()) == (Location(RELATIONSHIPS_FILE), (), "")
    assert one.at_parameter("relationshipName") == one.at
    assert not one.sound


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"headers": {"content-type": "Text/CSV; charset=x"}}, "text/csv"),
        ({"headers": {"Accept": "text/csv", "Content-Typ": "text/cvs"}}, "text/csv"),
        ({"headers": {"Content-Type": "Image/PNG"}}, "image/png"),
        ({"headers": {"Accept": "text/csv"}}, ""),
        ({"headers": 7}, ""),
        ({}, ""),
    ],
)
def test_a_request_has_a_media_type(headers: Any, expected: str) -> None:
    url = "/api/instances/main/data/Customer"
    assert request(url, method="GET", **headers).content_type() == expected


def test_requests_of_a_list_are_sent_in_turn_unless_nobody_says_so() -> None:
    first, second = requests(*[{"method": "GET", "url": "/api/instances/main/data/Customer"}] * 2)
    assert first.sequence == second.sequence == ("r.json", -1)

    first.is_sent_in_turn = second.is_sent_in_turn = False
    assert (first.sequence, second.sequence) == (("r.json", 0), ("r.json", 1))


def test_a_request_precedes_those_below_it_in_its_list() -> None:
    asked = {"method": "GET", "url": "/api/instances/main/data/Customer"}
    all_ = project_of({"a.json": [asked, asked], "b.json": [asked, asked]}).requests

    told = [[one.precedes(other) for other in all_] for one in all_]
    assert told == [
        [False, True, False, False],
        [False, False, False, False],
        [False, False, False, True],
        [False, False, False, False],
    ]
    for one in all_:
        one.is_sent_in_turn = False
    assert not any(one.precedes(other) for one in all_ for other in all_)


def test_a_request_can_be_had_again_for_another_project() -> None:
    _, one = requests(*[{"method": "PATCH", "url": URL, "body": {"primaryKey": "Id"}}] * 2)
    one.body_file, one.is_sent_in_turn, one.payload = "b.json", False, "known"
    copy = one.again()

    kept = ("document", "method", "route", "envelope", "index", "body_path", "reading", "body_file")
    assert [getattr(copy, name) for name in kept] == [getattr(one, name) for name in kept]
    assert (copy.is_sent_in_turn, copy.payload, copy.snapshot) == (False, None, None)
    one.body_path = ("elsewhere",)
    assert one.again().body_path == ("elsewhere",)


def test_what_was_made_of_it_with_another_snapshot_is_forgotten() -> None:
    one, other = (project_of({"snapshot.json": SNAPSHOT}).snapshots[0] for _ in range(2))
    request_ = saved_request(one)
    made = ("payload", "mention", "is_unsure", "misnamings", "made")
    for name in made:
        setattr(request_, name, "known")

    request_.turn_to(one)
    assert [getattr(request_, name) for name in made] == ["known"] * 5
    request_.turn_to(other)
    assert [getattr(request_, name) for name in made] == [None] * 5
    assert request_.snapshot is other


def test_what_stands_in_for_a_part_of_a_snapshot_is_about_all_of_its_file() -> None:
    (snapshot,) = project_of({"snapshot.json": SNAPSHOT}).snapshots
    one = saved_request(snapshot)

    assert (one.at, one.body_path, one.root, one.content_type()) == (Location("snapshot.json"), (), None, "")
    assert (one.sound, one.sequence) == (True, ("snapshot.json", -1))


def test_what_is_made_before_there_is_a_snapshot_stays() -> None:
    (snapshot,) = project_of({"snapshot.json": SNAPSHOT}).snapshots
    one = saved_request(snapshot)
    one.snapshot, one.payload = None, "known"

    one.turn_to(snapshot)
    assert (one.payload, one.snapshot) == ("known", snapshot)
