"""What a path's name of a data source or relationship may be instead, and what to do about it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter import kinds
from linter.kinds.route import Address
from linter.kinds.routes import parse_request
from linter.rulekit.path_names import mentions_in_paths
from tests.projects import RELATIONSHIP, SNAPSHOT, project_of, reported, snapshot, write


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
