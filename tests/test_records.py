"""What is written one by one, and what requests say of themselves: records, deletes, headers, versions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from linter.diagnostic import Finding
from rules.open_data import valid_until_out_of_reach
from tests.projects import Files, project_of, reported, said, snapshot, write

URL = "/api/instances/main"
GUID = "5f2b6d0e-7c1a-4b52-9d53-0a4c1d3f9e21"
TOLD: dict[str, Any] = {
    "Id": {"type": "string", "annotations": {"Mandatory": "true", "ReadOnly": False}},
    "Mail": {"type": "string", "annotations": [{"name": "mandatory"}]},
    "Born": {"type": "date", "annotations": ["ReadOnly"]},
    "Age": {"type": "int32", "annotations": [{"name": "ReadOnly", "value": "false"}]},
}
LINK = {
    "name": "VisitsToBuyers",
    "fromEntityName": "Shop_Visits",
    "fromAttributeName": "Mail",
    "toEntityName": "Shop_Buyers",
    "toAttributeName": "Id",
    "cardinality": "manyToOne",
}
VISIT = {"Id": "1", "Mail": "a@b.c"}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("C360LINT_TODAY", "2026-11-27")


def requested(method: str, path: str, body: Any = None, **headers: str) -> dict[str, Any]:
    return {
        "method": method,
        "url": path if path[:1] != "/" or "instances" in path else f"{URL}{path}",
        **(
            {"headers": {name.replace("_", "-"): value for name, value in headers.items()}} if headers else {}
        ),
        **({} if body is None else {"body": body}),
    }


def found(
    *requests: dict[str, Any], of: dict[str, Any] | None = None, files: Files | None = None
) -> list[Any]:
    """Return code, pointer and predicted errors of each finding."""
    settings = 'snapshot = "snapshot.json"\napi = "current"\n'
    write(
        Path(),
        {
            "snapshot.json": of or snapshot(),
            "c360lint.toml": settings,
            "r.json": list(requests),
            **(files or {}),
        },
    )
    return [(one["code"], one["pointer"], *one["serviceErrors"]) for one in reported()["diagnostics"]]


def activity(**changes: Any) -> dict[str, Any]:
    """Return a snapshot in which visits are activities."""
    return snapshot() | snapshot(entity="Visits", entityType="activity", attributes=TOLD) | changes


@pytest.mark.parametrize(
    ("until", "codes"),
    [
        ("2026-11-25T23:59:59Z", ["OD117"]),
        ("2026-11-26", []),
        ("2026-12-28T00:00:00Z", []),
        ("2026-12-29T00:00:00%2B02:00", ["OD117"]),
        ("{{soon}}", []),
        ("tomorrow", ["OD114"]),
    ],
)
def test_valid_until_is_compared_with_the_day_of_the_run(until: str, codes: list[str]) -> None:
    said = found(requested("POST", f"/data/UnifiedActivity?validUntil={until}", {"CustomerId": "1"}))
    assert said == [(code, "/0/url", "invalidValidUntilParameter") for code in codes]


def test_without_another_day_it_is_that_of_the_clock() -> None:
    url = f"{URL}/data/UnifiedActivity?validUntil=2001-01-01"
    project = project_of({"r.json": requested("POST", url, {"CustomerId": "1"})})

    assert [type(one) for one in valid_until_out_of_reach.check(project)] == [Finding]


def test_annotations_say_what_a_record_must_have_and_what_it_must_not() -> None:
    of = activity(relationships=[LINK])
    for body, expected in {
        "all": (VISIT, []),
        "less": ({"Id": "1"}, [("OD118", "/0/body", "mandatoryFieldsMissing")]),
        "null": ({"iD": "1", "mail": None}, [("OD118", "/0/body", "mandatoryFieldsMissing")]),
        "more": (VISIT | {"Age": 3, "born": "2020-01-01"}, [("OD119", "/0/body/born", "writeReadonlyField")]),
    }.values():
        assert found(requested("POST", "/data/Shop_Visits", body), of=of) == expected


def test_a_change_of_a_profile_needs_not_all_that_is_mandatory() -> None:
    of = snapshot(entity="Buyers", attributes=TOLD)
    assert found(requested("PATCH", "/data/Shop_Buyers/1", {"Age": 3}), of=of) == []


def test_an_activity_needs_a_relationship_stored_or_planned() -> None:
    request, of = requested("POST", "/data/Shop_Visits", VISIT), activity(relationships=[])
    planned: Files = {"manage/relationships.json": [LINK | {"toAttributeName": "Id"}]}
    alone = ("OD120", "/0/url", "relationshipsForActivityNotFound")

    assert found(request, of=of) == [alone]
    assert found(request, of=of, files=planned) == []
    assert found(request, of=activity(relationships=[LINK]), files={"manage/relationships.json": None}) == []
    assert found(request, of=activity(relationships=None)) == []
    assert found(requested("POST", "/data/Shop_Visits", VISIT), of=snapshot(relationships=[])) == []


def test_an_activity_must_be_mapped_where_all_activities_are_known() -> None:
    request = requested("POST", "/data/Shop_Visits", VISIT)
    mapped = [{"name": "Visit", "entity": {"dataSourceName": "Shop", "entityName": "Visits"}}]
    complete = {"complete": {"activities": True}, "relationships": [LINK]}
    unmapped = ("OD121", "/0/url", "mappingForActivityNotFound")

    assert found(request, of=activity(**complete)) == [unmapped]
    assert found(request, of=activity(**complete, activities=[{"name": "x", "entity": "Buyers"}])) == [
        unmapped
    ]
    assert found(request, of=activity(**complete, activities=mapped)) == []
    assert found(request, of=activity(relationships=[LINK])) == []
    sent = {**mapped[0], "primaryKey": "Id", "timestamp": "Born", "eventActivity": "Mail"}
    written = requested("POST", "/manage/activities", sent)
    assert found(request, written, of=activity(**complete)) == []


@pytest.mark.parametrize(
    "entity",
    [
        "Shop_Visits",
        "shop-1_Visits",
        "Visits",
        {"dataSourceId": "shop-1", "entityName": "Visits"},
        {"dataSourceName": "Shop", "entityName": "Visits"},
    ],
)
def test_an_activity_is_made_of_an_entity_however_that_is_named(entity: Any) -> None:
    request = requested("POST", "/data/Shop_Visits", VISIT)
    complete = {"complete": {"activities": True}, "relationships": [LINK]}
    sent = {
        "name": "Visit",
        "entity": entity,
        "primaryKey": "Id",
        "timestamp": "Born",
        "eventActivity": "Mail",
    }

    assert found(request, of=activity(**complete, activities=[{"name": "Visit", "entity": entity}])) == []
    assert found(request, requested("POST", "/manage/activities", sent), of=activity(**complete)) == []


@pytest.mark.parametrize(
    ("entity", "expected"),
    [
        ("Shop_Vists", ["AC104 /entity", "held back: 1"]),
        ("Shop_Buyers", ["OD121 /url"]),
        ("{{visits}}", ["OD121? `{{visits}}` is a placeholder without a value"]),
        (5, ["OD121? manage/activities.json is malformed or addressed wrongly"]),
    ],
)
def test_an_activity_of_nobody_knows_what_may_be_one_of_the_record_s_entity(
    entity: Any, expected: list[str]
) -> None:
    of = activity(complete={"activities": True}, relationships=[LINK])
    sent = {
        "name": "Visit",
        "entity": entity,
        "primaryKey": "Id",
        "timestamp": "Born",
        "eventActivity": "Mail",
    }
    write(Path(), {"snapshot.json": of, "manage/activities.json": sent})
    write(Path(), {"r.json": requested("POST", "/data/Shop_Visits", VISIT)})

    assert said("--select", "OD121,AC104") == expected


@pytest.mark.parametrize(
    ("method", "path", "media", "errors"),
    [
        ("GET", "/data/Shop_Visits", "text/csv", None),
        ("GET", "/data/Shop_Visits", "application/xml", ["entityDataControllerContentType"]),
        ("POST", "/data/UnifiedActivity", "text/csv", ["entityDataControllerContentType"]),
        ("PATCH", "/manage/relationships", "application/xml", []),
        ("PATCH", "/manage/relationships", "application/json-patch+json; charset=utf-8", None),
        ("GET", "/manage/relationships", "text/plain", None),
        ("PATCH", "/manage/relationships", "{{media}}", None),
        ("POST", "/manage/images", "image/png", None),
    ],
)
def test_a_content_type_is_one_that_the_service_takes(
    method: str, path: str, media: str, errors: list[str] | None
) -> None:
    body = None if method == "GET" else {"CustomerId": "1"} if "data" in path else [LINK]
    said = found(requested(method, path, body, content_type=media))
    told = (
        [("IN103", "/0/headers/content-type", *errors, "invocationUnsupportedMediaType")]
        if errors is not None
        else []
    )
    assert [one for one in said if one[0] == "IN103"] == told


@pytest.mark.parametrize(
    ("url", "is_unknown"),
    [
        (f"https://api.ci.ai.dynamics.com/v2/instances/{GUID}/data/Customer", True),
        (f"api.ci.ai.dynamics.com/v1.1/instances/{GUID}/data/Customer", True),
        (f"/v3/instances/{GUID}/data/Customer", True),
        (f"/api/V2/instances/{GUID}/data/Customer", True),
        (f"/V1/instances/{GUID}/data/Customer", False),
        (f"https://gateway.contoso.com/v2/instances/{GUID}/data/Customer", False),
        (f"{{{{host}}}}/v2/instances/{GUID}/data/Customer", False),
    ],
)
def test_a_version_is_judged_where_it_is_the_services_own(url: str, is_unknown: bool) -> None:
    of = snapshot(instanceId=GUID)
    expected = [("IN104", "/0/url", "apiVersionNotSupported")] if is_unknown else []
    assert found(requested("GET", url), of=of) == expected


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (requested("PATCH", "/data/Customer/1", {"CustomerId": "2"}), ["/0/body/CustomerId"]),
        (requested("PATCH", "/data/Customer('1')", {"CustomerId": "2"}), ["/0/body/CustomerId"]),
        (requested("PATCH", "/data/Customer(CustomerId='1')", {"CustomerId": "1"}), []),
        (requested("PATCH", "/data/Customer/{{id}}", {"CustomerId": "1"}), []),
        (requested("PATCH", "/data/Customer/1", {"CustomerId": "{{id}}"}), []),
        (requested("PATCH", "/data/Shop_Buyers/1", {"Id": 2}), ["/0/body/Id"]),
        (
            requested("PUT", "/manage/datasources/shop-1", {"DataSourceMetadata": {"DataSourceId": "crm-1"}}),
            ["/0/body/DataSourceMetadata/DataSourceId"],
        ),
        (
            requested(
                "PUT", "/manage/datasources/shop-1", {"dataSourceMetadata": {"dataSourceId": "SHOP-1"}}
            ),
            [],
        ),
        (
            requested(
                "PATCH", "/manage/datasources/shop-1/entities/Visits/entityInfo", {"entityName": "Buyers"}
            ),
            ["/0/body/entityName"],
        ),
        (
            requested("PATCH", "/conflations/default/entityInformation/Visits", {"entityName": "Buyers"}),
            ["/0/body/entityName"],
        ),
        (requested("PATCH", "/conflations/default/entityInformation/Visits", {"entityName": "visits"}), []),
        # a name that nothing has is told by those who look for it
        (requested("PATCH", "/conflations/default/entityInformation/Visits", {"entityName": "Vists"}), []),
        (
            requested(
                "PATCH", "/manage/datasources/shop-1/entities/Visits/entityInfo", {"entityName": "People"}
            ),
            [],
        ),
    ],
)
def test_a_body_is_about_what_its_path_addresses(request_: dict[str, Any], expected: list[str]) -> None:
    said = [one for one in found(request_) if one[0] == "IN105"]
    assert said == [("IN105", at, "resourceIdDoesNotMatch") for at in expected]


def test_a_data_source_keeps_its_kind() -> None:
    of = snapshot()
    of["dataSources"][0]["kind"] = "powerQuery"
    for kind, expected in {
        "attachCdm": [("IN105", "/0/body/dataSourceMetadata/kind", "kindDoesNotMatch")],
        "PowerQuery": [],
    }.items():
        body = {"dataSourceMetadata": {"kind": kind}}
        assert found(requested("PUT", "/manage/datasources/shop-1", body), of=of) == expected


def segment(name: str, **rowset: Any) -> dict[str, Any]:
    return {"name": name, "segmentQueryExpression": {"type": "structured", "rowsets": [rowset]}}


OF_SOURCE = (
    "DS125",
    "/0/url",
    "dataSourceDataSourceCanNotDelete",
    "dataSourceDependencyValidationFailed",
    "deleteBlockedByDependencies",
)
NEAR = segment("Near", criteria={"attribute": "Shop_Visits.Id"}, paths=[["Shop_Visits", "VisitsToBuyers"]])


def test_what_is_used_cant_be_deleted() -> None:
    uses = {
        "relationships": [LINK],
        "segments": [NEAR, segment("Far", criteria={"attribute": "Near.CustomerId"})],
        "measures": [{"name": "Spend"}],
    }
    in_use = ("IN106", "/0/url", "deleteBlockedByDependencies")
    for path, expected in {
        "/manage/relationships/VisitsToBuyers": [in_use],
        "/manage/segments/Near": [in_use],
        "/manage/segments/Far": [],
        "/manage/measures/Spend": [],
        "/manage/datasources/shop-1": [OF_SOURCE],
        "/manage/datasources/crm-1/entities/Leads": [],
        "/manage/datasources/crm-1/entities/People": [in_use],
    }.items():
        assert found(requested("DELETE", path), of=snapshot(**uses)) == expected, path


def test_an_alias_and_sql_use_what_they_read() -> None:
    by_sql = {"type": "manual", "segmentationQuerySql": "SELECT CustomerId FROM Near JOIN Crm_People"}
    linked = [
        {"kind": "base", "entity": "Customer", "alias": "c"},
        {"kind": "join", "entity": "Customer_Measure", "alias": "m"},
    ]
    aggregates = [{"operation": "sum", "field": "m.Spend", "alias": "Spent"}]
    sum_ = {"kind": "entity", "linkedEntities": linked, "aggregates": aggregates}
    uses = {
        "segments": [NEAR, {"name": "Read", "segmentQueryExpression": by_sql}],
        "measures": [
            {"name": "Spend", "definition": {"kind": "attribute"}},
            {"name": "S", "definition": sum_},
        ],
    }
    in_use = ("IN106", "/0/url", "deleteBlockedByDependencies")
    for path, expected in {
        "/manage/segments/Near": [in_use],
        "/manage/segments/Read": [],
        "/manage/measures/Spend": [in_use],
        "/manage/measures/S": [],
        "/manage/datasources/crm-1/entities/People": [in_use],
    }.items():
        assert found(requested("DELETE", path), of=snapshot(**uses)) == expected, path


def test_a_snapshot_in_capital_letters_uses_the_same() -> None:
    of = capital(snapshot(segments=[NEAR, segment("Far", criteria={"attribute": "Near.CustomerId"})]))
    in_use = ("IN106", "/0/url", "deleteBlockedByDependencies")

    assert found(requested("DELETE", "/manage/segments/Near"), of=of) == [in_use]
    assert found(requested("DELETE", "/manage/datasources/shop-1"), of=of) == [OF_SOURCE]


def capital(value: Any) -> Any:
    """Return a value whose properties begin with capital letters, as the documents write them."""
    if isinstance(value, dict):
        return {f"{key[:1].upper()}{key[1:]}": capital(one) for key, one in value.items()}
    return [capital(one) for one in value] if isinstance(value, list) else value


def test_what_goes_or_is_written_anew_uses_nothing() -> None:
    of = snapshot(relationships=[LINK], segments=[NEAR])
    delete = requested("DELETE", "/manage/relationships/VisitsToBuyers")

    gone, anew = requested("DELETE", "/manage/segments/Near"), requested("PUT", "/manage/segments/Near", NEAR)
    assert found(gone, delete, of=of) == []
    assert [one for one in found(anew, delete, of=of) if one[0] == "IN106"] == []
    assert [one[:2] for one in found(delete, gone, of=of)] == [("IN106", "/0/url")]


def test_tables_of_insights_in_dataverse_are_only_read() -> None:
    server = "https://a.crm.dynamics.com/api/data/v9.2"
    table = f'[[contracts]]\nmetadata = "m.xml"\nservers = ["{server}"]\n'
    metadata = (Path(__file__).parent.parent / "rules/world/contracts/metadata.xml").read_text("utf-8")
    settings: Files = {"c360lint.toml": table, "m.xml": metadata}
    for method, expected in {"GET": [], "DELETE": [("DV115", "/0/url")]}.items():
        url = f"{server}/msdynci_customerprofiles({GUID})"
        assert found({"method": method, "url": url}, files=settings) == expected
