"""What a path's name of a data source or relationship may be instead, and what to do about it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter import kinds
from linter.diagnostic import Finding, NotChecked
from linter.kinds.route import Address
from linter.kinds.routes import parse_request
from linter.rulekit.path_names import mentions_in_paths
from rules.entity_info import entity_info_not_ingested
from rules.insights import insight_unknown
from rules.path_parameters import (
    no_ingested_data,
    path_entity_not_ingested,
    unknown_data_source,
    unknown_instance,
    unknown_request,
)
from tests.projects import RELATIONSHIP, SNAPSHOT, Files, project_of, reported, said, snapshot, write


def found(code: str) -> dict[str, Any]:
    [one] = [one for one in reported()["diagnostics"] if one["code"] == code]
    return one


def get(path: str) -> dict[str, str]:
    return {"method": "GET", "url": f"/api/instances/main/manage/{path}"}


def entity_info(source: str) -> str:
    return f"manage/datasources/{source}/entities/entityInfo.json"


@pytest.mark.parametrize(
    ("source", "message", "help_"),
    [
        ("shp-1", "; did you mean `shop-1`?", "put `shop-1` in the {path}"),
        ("Crmm", "; did you mean `crm-1`, the ID of `Crm`?", "put `crm-1` in the {path}"),
        ("Qwertz", "", "put a data source of the instance in the {path}: `shop-1` (Shop), `crm-1` (Crm)"),
    ],
)
@pytest.mark.parametrize("in_url", [True, False])
def test_a_data_source_that_a_path_misnames_is_found_by_id_or_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, message: str, help_: str, in_url: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    request = {"r.json": get(f"datasources/{source}")} if in_url else {entity_info(source): []}
    write(tmp_path, {"snapshot.json": SNAPSHOT, **request})

    said = found("IN04")
    assert said["message"] == f"data source `{source}` does not exist in the instance{message}"
    assert said["help"] == help_.format(path="path" if in_url else "file's path")


@pytest.mark.parametrize(
    ("name", "help_"),
    [
        ("VisitToBuyers", "put `VisitsToBuyers` in the path, or create `VisitToBuyers` first"),
        ("Qwertz", "create it first, or correct the name in the path"),
    ],
)
def test_a_relationship_that_a_path_misspells_is_proposed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, help_: str
) -> None:
    monkeypatch.chdir(tmp_path)
    declared = snapshot(relationships=[RELATIONSHIP])
    write(tmp_path, {"snapshot.json": declared, "r.json": get(f"relationships/{name}")})

    assert found("RL07")["help"] == help_


MEASURES = [{"name": "Spend", "definition": {"kind": "attribute"}}, {"name": "Visited"}]
OWN = {"systemEntities": [{"name": "Customer"}]}


@pytest.mark.parametrize(
    ("asked", "changes", "settings", "named"),
    [
        ("GET data/Shop_Visits", {}, {}, ["Shop_Visits"]),
        ("GET data/Shop_Visits", {"segments": [{"name": "Shop_Visits"}]}, {}, ["Shop_Visits"]),
        ("GET data/Lost", {}, {}, ["Lost"]),
        ("POST data/Lost", {}, {}, ["Lost"]),
        ("GET data/{{who}}", {}, {}, []),
        ("GET data/Customer", None, {}, []),
        ("GET data/Lost", None, {}, ["Lost"]),
        ("GET data/$metadata", {}, {}, []),
        ("GET data/Customer", {}, {}, []),
        ("GET data/UnifiedActivity", {}, {}, []),
        ("GET data/Customer", OWN, {}, ["Customer"]),
        ("GET data/UnifiedActivity", OWN, {}, ["UnifiedActivity"]),
        ("GET data/Client", {}, {}, ["Client"]),
        ("GET data/Client", {}, {"master_dataset": "Client"}, []),
        ("GET data/Client", OWN, {"master_dataset": "Client"}, ["Client"]),
        ("GET data/Loyal", {"segments": [{"name": "Loyal"}]}, {}, []),
        ("GET data/Visited", {"measures": MEASURES}, {}, []),
        ("GET data/Spend", {"measures": MEASURES}, {}, ["Spend"]),
        ("GET data/Customer_Measure", {"measures": MEASURES, **OWN}, {}, []),
        ("GET data/Customer_Measure", {"measures": MEASURES[1:], **OWN}, {}, ["Customer_Measure"]),
        ("GET data/Other", {"measures": MEASURES, **OWN}, {}, ["Other"]),
        ("GET data/Sums", {"insights": [{"name": "Sums"}]}, {}, []),
        ("GET manage/entities/Sums", {"insights": [{"name": "Sums"}]}, {}, []),
        ("GET manage/entities/Lost", {}, {}, ["Lost"]),
        ("GET manage/entities/Shop_Visits", {}, {}, ["Shop_Visits"]),
        ("GET manage/datasources/shop-1/entities/Sums", {"insights": [{"name": "Sums"}]}, {}, ["Sums"]),
        (
            "GET manage/datasources/shop-1/entities/Sums/entityInfo",
            {"insights": [{"name": "Sums"}]},
            {},
            ["Sums"],
        ),
        ("PATCH conflations/c/entityInformation/Sums", {"insights": [{"name": "Sums"}]}, {}, ["Sums"]),
        ("GET manage/relationships/Lost", {}, {}, []),
    ],
)
def test_what_a_path_names_has_to_be_ingested_unless_the_service_makes_it(
    asked: str, changes: Any, settings: Any, named: list[str]
) -> None:
    method, _, path = asked.partition(" ")
    sent = {"method": method, "url": f"/api/instances/main/{path}", "body": {"Id": "1"}}
    stored = {} if changes is None else {"snapshot.json": snapshot(**changes)}
    files = project_of({**stored, "r.json": sent}, **settings)
    (request,) = files.requests

    found = [(one, mention.name) for one, mention in mentions_in_paths(files)]
    assert found == [(request, one) for one in named]


def told(rule: Any, laid: Files, folder: str = "", /, **settings: Any) -> list[str]:
    """Return what a rule says of a project: the help of findings, the reason of what it leaves open."""
    lines = []
    for one in rule.check(project_of(laid, folder, **settings)):
        assert isinstance(one, Finding | NotChecked)
        lines.append(one.help if isinstance(one, Finding) else f"? {one.lack.reason}")
    return lines


def test_a_request_without_a_body_that_can_be_read_names_its_entity_by_the_path_alone(tmp_path: Path) -> None:
    url = "/api/instances/main/conflations/default/entityInformation/Crm_Nobody"
    requests = [{"method": "GET", "url": url}, {"method": "PATCH", "url": url, "body": 7}]

    help_ = "ingest it first, or refresh the snapshot if it has been"
    files = {"snapshot.json": SNAPSHOT, "r.json": requests}
    assert told(path_entity_not_ingested, files, str(tmp_path)) == [help_, help_]


def test_a_name_in_a_path_is_looked_for_among_names_where_ids_are_not_known() -> None:
    info = {"entityName": "Buyers"}
    source = {**SNAPSHOT["dataSources"][0], "dataSourceId": "Shop"}  # the name stands for the ID
    files = {
        "snapshot.json": snapshot(dataSources=[source]),
        "infos/Far.json": info,
        "infos/Shop.json": info,
    }
    path = "PATCH /manage/datasources/{dataSourceName}/entities/entityInfo"

    help_ = "put a data source of the instance in the file's path: `Shop`"
    assert told(unknown_data_source, files, files=(("infos/{dataSourceName}.json", path),)) == [help_]


def test_an_entity_that_the_path_alone_names_is_told_as_the_paths() -> None:
    files = {"snapshot.json": SNAPSHOT, "manage/datasources/shop-1/entities/Nobody/entityInfo.json": {}}

    assert (len(told(path_entity_not_ingested, files)), told(entity_info_not_ingested, files)) == (1, [])


def test_a_misspelt_name_in_a_path_is_near_to_a_name() -> None:
    files = {"snapshot.json": SNAPSHOT, "infos/Crmm.json": {"entityName": "People"}}
    path = "PATCH /manage/datasources/{dataSourceName}/entities/entityInfo"

    laid = told(unknown_data_source, files, files=(("infos/{dataSourceName}.json", path),))
    assert laid == ["put `Crm` in the file's path"]


def test_an_instance_is_proposed_where_all_are_known() -> None:
    files = {"snapshot.json": SNAPSHOT, "r.json": get("relationships")}
    files["r.json"]["url"] = files["r.json"]["url"].replace("main", "")

    assert told(unknown_instance, files) == ["use `main`, or declare a snapshot of that instance"]
    files["other.json"] = snapshot(instanceId=None)
    assert told(unknown_instance, files) == ["write the ID, a GUID"]


def test_a_payload_of_which_only_the_kind_is_known_needs_data() -> None:
    body = {"$schema": "https://x.example/schemas/conflationPlan.schema.json", "conflationOrder": []}
    files = {"snapshot.json": snapshot(dataSources=[]), "x.json": body}

    help_ = "ingest a data source first; if there is one, refresh the snapshot"
    assert told(no_ingested_data, files) == [help_]


def test_a_file_may_be_sent_by_a_method_that_no_saved_request_has() -> None:
    files = {"snapshot.json": SNAPSHOT, "links/R.json": RELATIONSHIP}

    assert told(unknown_request, files, files=(("links/{x}.json", "PUT /manage/relationships"),)) == []


@pytest.mark.parametrize(
    ("code", "files"),
    [("IN02", {"r.json": get("relationships")}), ("RL05", {"manage/relationships.json": []})],
)
def test_what_asks_for_nothing_needs_no_snapshot(
    code: str, files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, files)

    assert said("--select", code, "--allow-empty") == []


STEPS = sorted({step for kind in kinds.ALL for address in kind.addresses for step in address.path.split("/")})


@given(st.lists(st.sampled_from([*STEPS, "x", "v2", "ManAge", "entities"]), max_size=6))
def test_a_path_leads_to_the_first_address_that_it_fits(segments: list[str]) -> None:
    addresses = ((address, kind.name) for kind in kinds.ALL for address in kind.addresses)
    of_payloads = [one for one in addresses if not one[0].by_method]

    def fits(address: Address) -> bool:
        parts = address.path.split("/")
        pairs = zip(parts, segments, strict=False)
        alike = all(part.startswith("{") or part.lower() == have.lower() for part, have in pairs)
        return len(parts) == len(segments) and alike

    expected = next((kind for address, kind in of_payloads if fits(address)), None)
    route = parse_request("PATCH /" + "/".join(segments)) if segments else None

    assert (route[1].kind if route is not None else None) == expected


INSIGHTS = "/api/instances/main/manage/insights"
POST = {"method": "POST", "url": INSIGHTS, "body": {"name": "A", "type": "segmentExpansion"}}
GET, PUT, DELETE = ({"method": method, "url": f"{INSIGHTS}/A"} for method in ("GET", "PUT", "DELETE"))
STORED = {"name": "a", "type": "segmentExpansion"}
GONE = "insight `A` is deleted by an earlier request of this list"
CHANGE = {**PUT, "body": {"name": "A"}}
NOWHERE = "insight `A` does not exist in the instance"
EARLY = "insight `A` is created only by a later request of this list"


def said_of_insights(stored: list[Any], **files: Any) -> list[tuple[Any, str]]:
    whole = snapshot(insights=stored, complete={"insights": True})
    project = project_of({"snapshot.json": whole, **{f"{name}.json": one for name, one in files.items()}})
    found = list(insight_unknown.check(project))
    assert all(isinstance(one, Finding) for one in found)
    return [(one.at.path[0], one.message) for one in found if isinstance(one, Finding)]


@pytest.mark.parametrize(
    ("stored", "sent", "expected"),
    [
        ([], [POST, GET], []),
        ([], [GET, POST], [(0, EARLY)]),
        ([], [GET, POST, GET], [(0, EARLY)]),
        ([], [POST, DELETE, GET], [(2, GONE)]),
        ([], [POST, DELETE, POST, GET], []),
        ([], [CHANGE], [(0, NOWHERE)]),  # what is changed must be there
        ([], [CHANGE, GET], [(0, NOWHERE), (1, NOWHERE)]),
        ([], [POST, CHANGE], []),
        ([], [CHANGE, POST], [(0, EARLY)]),
        ([STORED], [CHANGE], []),
        ([STORED], [DELETE, CHANGE], [(1, GONE)]),
        ([STORED], [GET, DELETE], []),
        ([STORED], [GET, POST], []),
        ([STORED], [DELETE, GET, POST], [(1, GONE)]),
        ([STORED], [DELETE, POST, GET], []),
    ],
)
def test_what_a_path_names_is_there_by_the_turn_of_its_request(
    stored: list[Any], sent: list[Any], expected: list[tuple[int, str]]
) -> None:
    assert said_of_insights(stored, sent=sent) == expected


def test_what_another_file_creates_or_deletes_may_be_sent_before_or_after() -> None:
    assert said_of_insights([], asked=[GET], made=[POST, DELETE]) == []
    assert said_of_insights([STORED], asked=[GET], gone=[DELETE]) == []
