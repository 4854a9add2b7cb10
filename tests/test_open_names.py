"""What can't be read, isn't named or lies elsewhere may make what others name: that isn't called unknown."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

from tests.projects import RULES_FILE, Files, said, snapshot, write

CUSTOMER: Final = {"name": "Customer", "primaryKey": "CustomerId", "attributes": {"CustomerId": "string"}}
MEASURED: Final = {"name": "Customer_Measure", "attributes": {"CustomerId": "string", "Spending": "double"}}
HERE: Final = snapshot(
    systemEntities=[CUSTOMER, MEASURED],
    segments=[],
    measures=[],
    complete={"segments": True, "measures": True, "derivedEntities": True},
    derivedEntities=[],
)
UNREAD: Final[dict[str, Files]] = {
    "no JSON": {"manage/measures.json": "{", "manage/segments.json": "{", RULES_FILE: "{"},
    "malformed": {
        "manage/measures.json": {"name": 5},
        "manage/segments.json": {"name": 5},
        RULES_FILE: {"attributes": 5},
    },
    "elsewhere": {
        "manage/measure.json": [{"name": "Later", "definition": {"kind": "attribute"}}],
        "manage/segment.json": [{"name": "Later"}],
        "conflations/default/conflictResolutionRule.json": {"conflatedEntity": "Customer", "attributes": []},
    },
}


def request(path: str, body: Any = None, method: str = "POST") -> Files:
    url = f"/api/instances/main/{path}"
    return {"r.json": {"method": method, "url": url, **({"body": body} if body is not None else {})}}


def segment(attribute: str) -> Files:
    criteria = {"attribute": attribute, "comparisonOperator": "isNotNull"}
    return request("manage/segments", named(type="structured", rowsets=[{"criteria": criteria}]))


def named(**query: Any) -> dict[str, Any]:
    return {"name": "New", "segmentQueryExpression": query}


def sql(query: str) -> Files:
    return request("manage/segments", named(type="manual", segmentationQuerySql=query))


def measure(entity: str, field: str) -> Files:
    definition = {
        "kind": "entity",
        "isScalar": True,
        "linkedEntities": [{"kind": "base", "entity": entity, "alias": "e"}],
        "aggregates": [{"operation": "count", "field": f"e.{field}", "alias": "N"}],
    }
    return request("manage/measures", {"name": "New", "definition": definition})


def search(name: str) -> Files:
    attributes = [{"name": name, "properties": {"isFilterable": True}}]
    config = {"entityConfig": [{"qualifiedEntityName": "Customer", "attributes": attributes}]}
    return request("manage/search", config, "PUT")


CRITERION: Final = "segmentQueryExpression/rowsets/0/criteria/attribute"
USES: Final[list[tuple[str, Files]]] = [
    ("CQ115", segment("Customer_Measure.Later")),
    ("CQ115", segment("Customer.Later")),
    ("SG150", segment("Later.CustomerId")),
    ("SL107", sql("SELECT m.Later FROM Customer_Measure m")),
    ("SL107", sql("SELECT Later FROM Customer")),
    ("SL106", sql("SELECT 1 FROM Later")),
    ("ME118", measure("Customer_Measure", "Later")),
    ("ME118", measure("Customer", "Later")),
    ("ME110", measure("Later", "CustomerId")),
    ("SC102", search("Later")),
    ("OD103", request("data/Customer?$select=Later", method="GET")),
    ("OD104", request("data/Customer?$filter=IsMemberOfSegment('Later')", method="GET")),
]


@pytest.mark.parametrize(("rule", "use"), USES, ids=lambda one: one if isinstance(one, str) else "")
def test_what_is_unknown_may_be_what_cannot_be_read(
    rule: str, use: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"snapshot.json": HERE, **use})
    assert [one.split()[0] for one in said("--select", rule)] == [rule]

    for number, files in enumerate(UNREAD.values()):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "c360lint.toml").touch()
        write(folder, {"snapshot.json": HERE, **files, **use})
        monkeypatch.chdir(folder)
        assert [one.split()[0] for one in said("--select", rule)] == [f"{rule}?"]


@pytest.mark.parametrize(
    ("rule", "use"), [("CQ115", segment("Customer_Measure.Spendin")), ("SC102", search("CustomerID"))]
)
def test_a_slip_is_one_nevertheless(
    rule: str, use: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"snapshot.json": HERE, **UNREAD["no JSON"], **use})
    assert [one.split()[0] for one in said("--select", rule)] == [rule]


def test_what_cannot_be_read_may_activate_what_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    known = {**HERE, "segments": [{**named(type="structured"), "name": "Members", "state": "inactive"}]}
    write(tmp_path, {"snapshot.json": known, **segment("Members.CustomerId")})
    assert said("--select", "SG151") == [f"SG151 /body/{CRITERION}"]

    url = "/api/instances/main/manage/segments/Members/activate"
    write(tmp_path, {"requests/turned.json": f'{{"method": "PUT", "url": "{url}"'})
    assert said("--select", "SG151") == ["SG151? requests/turned.json can't be read"]


def test_a_measure_without_a_name_may_be_the_one_that_is_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    nameless = {"manage/measures.json": [{"definition": {"kind": "attribute"}}]}
    write(tmp_path, {"snapshot.json": HERE, **nameless, **segment("Customer_Measure.Later")})
    assert said("--select", "CQ115") == ["CQ115? a measure has no name, and may be the one that is meant"]


PATH: Any = {
    "rowsets": [{"criteria": {"comparisonOperator": "all"}, "paths": [["Meters_Usage", "Customer"]]}]
}
INSIGHT: Final = {"name": "Alike", "sourceEntity": "Meters_Usage", "candidateEntity": "Shop_Buyers"}
NAMING_METERS: Final[dict[str, Files]] = {
    "SG150": segment("Meters_Usage.Id"),
    "SG130": request("manage/segments", named(type="structured", **PATH)),
    "SL106": sql("SELECT Id FROM Meters_Usage"),
    "ME110": measure("Meters_Usage", "Id"),
    "II113": request("manage/insights", {"type": "segmentOverlap", **INSIGHT}),
    "OD103": request("data/Customer?$expand=Meters_Usage", method="GET"),
    "SH107": request("workflows/main/jobs", {"operationType": "ingestion", "identifiers": ["Meters"]}),
}
SOURCES: Final = "manage/datasources.json"


def source(name: Any, table: str = "Usage") -> Files:
    metadata = {"entityNames": [table], **({"name": name} if name is not None else {})}
    return {SOURCES: {"dataSourceMetadata": metadata}}


def refused(name: str) -> str:
    return f"what {SOURCES} calls `{name}` can't be called so, and may be the one that is meant"


@pytest.mark.parametrize("code", NAMING_METERS)
@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({SOURCES: "{"}, f"{SOURCES} can't be read"),
        (source(None), f"a data source in {SOURCES} has no name, and may be the one that is meant"),
        (source("{{meters}}"), "`{{meters}}` is a placeholder without a value"),
        (source("Smart Meters"), refused("Smart Meters")),
        (source("shop", "Daily"), refused("shop")),
        (source("Shop", "Daily"), refused("Shop")),
        (source("Web", "Us age"), refused("Us age")),
    ],
)
def test_what_a_data_source_may_ingest_of_which_nobody_knows_is_not_called_missing(
    files: Files, why: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    here = {**HERE, "insights": [], "complete": {**HERE["complete"], "insights": True}}
    write(tmp_path, {"snapshot.json": here, "c360lint.toml": 'api = "current"', **NAMING_METERS[code]})
    found = [line for line in said("--select", code) if not line.startswith("held")]
    assert [line.split()[0] for line in found] == [code]

    write(tmp_path, files)
    assert said("--select", code) == [f"{code}? {why}"]
