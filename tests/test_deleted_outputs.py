"""What requests delete isn't there for segments, measures and queries in SQL, unless it is made anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

from tests.projects import DELETION, RELATIONSHIP, Files, creation, plan, reported, said, snapshot, write

CUSTOMER: Final = {"name": "Customer", "primaryKey": "CustomerId", "attributes": {"CustomerId": "string"}}
MEASURED: Final = {"name": "Customer_Measure", "attributes": {"CustomerId": "string", "Spend": "double"}}


def measure(
    name: str, entity: str = "Shop_Buyers", field: str = "Id", kind: str = "entity"
) -> dict[str, Any]:
    definition = {
        "kind": kind,
        "type": "structured",
        "linkedEntities": [{"kind": "base", "entity": entity, "alias": "e"}],
        "aggregates": [{"operation": "max", "field": f"e.{field}", "alias": "Most"}],
    }
    return {"name": name, "definition": definition}


def segment(attribute: str) -> Files:
    criteria = {"attribute": attribute, "comparisonOperator": "isNotNull"}
    return {"manage/segments.json": queried(type="structured", rowsets=[{"criteria": criteria}])}


def sql(query: str) -> Files:
    return {"manage/segments.json": queried(type="manual", segmentationQuerySql=query)}


def queried(**query: Any) -> dict[str, Any]:
    return {"name": "New", "segmentQueryExpression": query}


HERE: Final = snapshot(
    systemEntities=[CUSTOMER, MEASURED],
    segments=[{"name": "Vip", "segmentQueryExpression": {"type": "structured", "rowsets": []}}],
    measures=[measure("Spend", kind="attribute"), measure("Table")],
    derivedEntities=[{"name": "Sums", "query": "SELECT Id AS Most FROM Shop_Buyers"}],
    complete={"segments": True, "measures": True, "derivedEntities": True},
)
USES: Final[list[tuple[str, str, Files]]] = [
    ("measures/Spend", "CQ115", segment("Customer_Measure.Spend")),
    ("measures/Spend", "SL107", sql("SELECT CustomerId FROM Customer_Measure WHERE Spend > 1")),
    ("measures/Spend", "ME118", {"manage/measures.json": measure("New", "Customer_Measure", "Spend")}),
    ("measures/Table", "SG150", segment("Table.Most")),
    ("measures/Table", "SL106", sql("SELECT Most FROM Table t WHERE t.Most IN (SELECT Most FROM Table)")),
    ("measures/Table", "ME110", {"manage/measures.json": measure("New", "Table", "Most")}),
    ("derivedEntities/Sums", "SG150", segment("Sums.Most")),
    ("derivedEntities/Sums", "SL106", sql("SELECT Most FROM Sums")),
    ("derivedEntities/Sums", "ME110", {"manage/measures.json": measure("New", "Sums", "Most")}),
    ("segments/Vip", "SG150", segment("Vip.CustomerId")),
    ("segments/Vip", "SL106", sql("SELECT CustomerId FROM Vip")),
]


@pytest.mark.parametrize(
    ("deleted", "rule", "use"), USES, ids=lambda one: one if isinstance(one, str) else ""
)
def test_what_is_deleted_is_missed_once_and_not_if_it_is_made_anew(
    deleted: str, rule: str, use: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    part, name = deleted.split("/")
    url = f"/api/instances/main/manage/{part}"
    deletion = {"method": "DELETE", "url": f"{url}/{name}"}
    write(tmp_path, {"snapshot.json": HERE, **use})
    assert said("--select", rule) == []

    write(tmp_path, {"r.json": [deletion]})
    assert [one.split()[0] for one in said("--select", rule)] == [rule]

    anew = next(one for one in HERE[part] if one["name"] == name)
    creation = {"method": "POST", "url": url, "body": anew}
    write(tmp_path, {"r.json": [deletion, creation]})
    assert said("--select", rule) == []

    write(tmp_path, {"r.json": deletion, "s.json": creation})
    assert said("--select", rule) == []


@pytest.mark.parametrize("is_declared", [True, False])
@pytest.mark.parametrize(
    ("deleted", "rule", "use"), USES, ids=lambda one: one if isinstance(one, str) else ""
)
def test_what_a_list_deletes_is_there_for_what_the_list_deletes_or_replaces_before(
    deleted: str, rule: str, use: Files, is_declared: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    [(file, body)] = use.items()
    entities = [CUSTOMER, MEASURED] if is_declared else [CUSTOMER]
    write(tmp_path, {"snapshot.json": {**HERE, "systemEntities": entities}})
    url, name = f"/api/instances/main/{file.removesuffix('.json')}", body["name"]
    made, other = ({"method": "POST", "url": url, "body": one} for one in (body, {"name": name}))
    replaced = {"method": "PUT", "url": f"{url}/{name}", "body": {**other["body"], "description": "new"}}
    old = next(one for one in HERE[deleted.split("/", maxsplit=1)[0]] if one["name"] == deleted.split("/")[1])
    changed = {
        "method": "PUT",
        "url": f"/api/instances/main/manage/{deleted}",
        "body": {**old, "note": "new"},
    }
    unmade = {"method": "DELETE", "url": f"{url}/{name}"}
    deletion = {"method": "DELETE", "url": f"/api/instances/main/manage/{deleted}"}

    def found(*requests: object) -> list[str]:
        write(tmp_path, {"r.json": list(requests)})
        return [one.split()[0] for one in said("--select", rule)]

    assert found(made, unmade, deletion) == []
    assert found(made, replaced, deletion) == []
    assert found(made, unmade, changed, deletion) == []
    assert found(made, unmade, made, unmade, deletion) == []
    if is_declared:
        assert found(made, deletion) == [rule]
        assert found(made, deletion, unmade) == [rule]
        assert found(deletion, made, unmade) == [rule]
        assert found(made, unmade, made, deletion) == [rule]


RELATED: Final = {
    "segments": ("SG131", queried(type="structured", rowsets=[{"paths": [["Shop_Visits", "Shop_Buyers"]]}])),
    "measures": ("ME114", measure("New", "Shop_Buyers")),
    "activities": (
        "AC113",
        {"name": "New", "entity": "Shop_Visits", "relationship": {"name": "VisitsToBuyers"}},
    ),
}


@pytest.mark.parametrize("part", RELATED)
def test_a_relationship_that_a_list_deletes_is_not_missed_by_what_the_list_deletes_before(
    part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rule, body = RELATED[part]
    if part == "measures":
        body["definition"]["linkedEntities"].append({"kind": "join", "entity": "Shop_Visits", "alias": "v"})
    conflation = {"conflationId": "default", "conflationPlan": plan()}
    here = {**HERE, "relationships": [RELATIONSHIP], "conflations": [conflation]}
    write(tmp_path, {"snapshot.json": {**here, "complete": {**HERE["complete"], "relationships": True}}})
    url = f"/api/instances/main/manage/{part}"
    made, unmade = {"method": "POST", "url": url, "body": body}, {"method": "DELETE", "url": f"{url}/New"}

    def found(*requests: object) -> list[str]:
        write(tmp_path, {"r.json": list(requests)})
        return [one.split(" ")[0] for one in said("--select", rule)]

    assert found(made, unmade) == []
    assert found(made, unmade, DELETION) == [f"{rule}?"]
    assert found(made, DELETION, unmade) == [rule]
    assert found(DELETION, made, unmade) == [rule]


def test_a_list_turns_a_segment_off_when_nothing_is_made_of_it_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    url = "/api/instances/main/manage/segments"
    made = {"method": "POST", "url": url, "body": segment("Vip.CustomerId")["manage/segments.json"]}
    unmade, off = (
        {"method": "DELETE", "url": f"{url}/New"},
        {"method": "PUT", "url": f"{url}/Vip/deactivate"},
    )
    for requests, expected in (([made, unmade, off], []), ([made, off, unmade], ["SG151"])):
        write(tmp_path, {"snapshot.json": HERE, "r.json": requests})
        assert [one.split()[0] for one in said("--select", "SG151")] == expected


@pytest.mark.parametrize(
    ("deleted", "query"),
    [
        ("manage/segments/Vip", "SELECT CustomerId FROM vip"),
        ("manage/measures/Spend", "SELECT m.CustomerId FROM Customer_Measure m WHERE m.spend > 1"),
        ("manage/measures/Table", "SELECT Most FROM Table"),
        ("manage/entities/Shop_Visits", "SELECT Id FROM Shop_Visits"),
    ],
)
def test_a_stored_query_in_sql_uses_what_it_reads(
    deleted: str, query: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    here = {**HERE, "segments": [*HERE["segments"], queried(type="manual", segmentationQuerySql=query)]}
    deletion = {"method": "DELETE", "url": f"/api/instances/main/{deleted}"}
    write(tmp_path, {"snapshot.json": here, "r.json": [deletion]})
    assert said("--select", "IN106") == ["IN106 /0/url"]

    rewrite = {"method": "DELETE", "url": "/api/instances/main/manage/segments/New"}
    write(tmp_path, {"r.json": [rewrite, deletion]})
    assert said("--select", "IN106") == []
    write(tmp_path, {"r.json": [deletion, rewrite]})
    assert said("--select", "IN106") == ["IN106 /0/url"]


@pytest.mark.parametrize(
    ("deleted", "rule", "use"), USES, ids=lambda one: one if isinstance(one, str) else ""
)
def test_what_a_list_deletes_and_makes_anew_is_missed_between(
    deleted: str, rule: str, use: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"snapshot.json": {**HERE, "systemEntities": [CUSTOMER, MEASURED]}})
    [(file, body)] = use.items()
    part, name = deleted.split("/")
    url = f"/api/instances/main/manage/{part}"
    anew = {"method": "POST", "url": url, "body": next(one for one in HERE[part] if one["name"] == name)}
    deletion = {"method": "DELETE", "url": f"{url}/{name}"}
    made = {"method": "POST", "url": f"/api/instances/main/{file.removesuffix('.json')}", "body": body}

    def found(*requests: object) -> list[str]:
        write(tmp_path, {"r.json": list(requests)})
        return [" ".join(one.split()[:2]) for one in said("--select", f"SQ01,{rule}")]

    [missed] = found(deletion, made, anew)
    assert missed.startswith("SQ01 /1/body/")
    [missed] = found(anew, deletion, made, anew)
    assert missed.startswith("SQ01 /2/body/")
    assert found(deletion, anew, made) == []
    assert found(made, deletion, anew) == found(made, anew) == []


def test_an_activity_misses_a_relationship_that_its_list_makes_anew_too_late(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"snapshot.json": {**HERE, "relationships": [RELATIONSHIP]}})
    _, body = RELATED["activities"]
    made = {"method": "POST", "url": "/api/instances/main/manage/activities", "body": body}

    def found(*requests: object) -> list[str]:
        write(tmp_path, {"r.json": list(requests)})
        return said("--select", "SQ01")

    assert found(DELETION, made, creation()) == ["SQ01 /1/url"]
    assert found(creation(), DELETION, made, creation()) == ["SQ01 /2/url"]
    assert found(DELETION, creation(), made) == []
    assert found(DELETION, creation(), DELETION, made) == []
    assert found(made, DELETION, creation()) == []


@pytest.mark.parametrize(
    ("entity", "alias", "is_used"),
    [
        ("Shop_Buyers", "Vip", False),
        ("Vip", "v", True),
        ("Vip", "Vip", True),
        ("Shop_Buyers", "v", False),
    ],
)
@pytest.mark.parametrize("called", ["alias", "Alias"])
def test_an_alias_is_no_use_of_what_is_called_so(
    entity: str, alias: str, is_used: bool, called: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    user = measure("Of", entity)
    user["definition"]["linkedEntities"] = [{"kind": "base", "entity": entity, called: alias}]
    user["definition"]["aggregates"][0]["field"] = f"{alias}.Id"
    deletion = {"method": "DELETE", "url": "/api/instances/main/manage/segments/Vip"}
    write(tmp_path, {"snapshot.json": {**HERE, "measures": [user]}, "r.json": [deletion]})

    assert said("--select", "IN106") == (["IN106 /0/url"] if is_used else [])


@pytest.mark.parametrize(
    ("path", "is_known"),
    [
        ("data/Vip", True),
        ("data/Table?$top=1", True),
        ("manage/entities/Vip", True),
        ("manage/entities/New", True),
        ("manage/entities/Customer_Measure", True),
        ("manage/entities/Derived", True),
        ("manage/entities/Insight", True),
        ("data/Spend", False),
        ("data/Nothing", False),
        ("manage/entities/UnifiedActivity", False),
        ("manage/datasources/shop-1/entities/Vip", False),
    ],
)
def test_a_path_may_name_what_the_service_makes(
    path: str, is_known: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    here = {**HERE, "systemEntities": [CUSTOMER], "derivedEntities": [{"name": "Derived"}]}
    here["insights"] = [{"name": "Insight"}]
    asked = [{"method": "GET", "url": f"/api/instances/main/{path}"}]
    write(tmp_path, {"snapshot.json": here, "r.json": asked, **sql("SELECT Id FROM Shop_Buyers")})

    assert said("--select", "IN03") == ([] if is_known else ["IN03 /0/url"])


def test_without_an_attribute_measure_there_is_no_entity_of_measures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = [{"method": "GET", "url": "/api/instances/main/manage/entities/Customer_Measure"}]
    here = {**HERE, "systemEntities": [CUSTOMER], "measures": [measure("Table")]}
    write(tmp_path, {"snapshot.json": here, "r.json": asked})

    assert said("--select", "IN03") == ["IN03 /0/url"]


def test_where_no_system_entity_is_declared_any_may_be_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names = ("Customer", "UnifiedActivity", "Unified", "Other")
    urls = (f"/api/instances/main/manage/entities/{name}" for name in names)
    write(tmp_path, {"snapshot.json": snapshot(), "r.json": [{"method": "GET", "url": one} for one in urls]})

    assert said("--select", "IN03") == ["IN03 /2/url", "IN03 /3/url"]
    write(tmp_path, {"c360lint.toml": 'master-dataset = "Unified"'})
    assert said("--select", "IN03") == ["IN03 /3/url"]


def test_uses_by_name_and_in_sql_are_told_together_each_item_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    query = "SELECT v.CustomerId FROM Vip v JOIN Vip w ON v.CustomerId = w.CustomerId"
    reads = {"type": "manual", "segmentationQuerySql": query}
    users = [
        {"name": "Both", "segmentQueryExpression": {**reads, "projections": ["Vip"]}},
        {"name": "Reads", "segmentQueryExpression": reads},
    ]
    here = {**HERE, "segments": [*HERE["segments"], *users], "measures": [measure("Names", "Vip")]}
    deletion = {"method": "DELETE", "url": "/api/instances/main/manage/segments/Vip"}
    write(tmp_path, {"snapshot.json": here, "r.json": [deletion]})

    (found,) = reported("--select", "IN106")["diagnostics"]
    assert found["help"] == "first change what uses it (snapshot.json and 2 more)"
    assert [one["pointer"] for one in found["related"]] == [
        "/segments/1/segmentQueryExpression/projections/0",
        "/measures/0/definition/linkedEntities/0/entity",
        "/segments/2",
    ]


def test_the_first_of_the_texts_that_name_what_is_deleted_is_its_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    linked = [{"kind": "base", "entity": "Vip", "alias": "v"}]
    user = {"name": "Of", "definition": {"aggregates": [{"field": "Vip.Id"}], "linkedEntities": linked}}
    deletion = {"method": "DELETE", "url": "/api/instances/main/manage/segments/Vip"}
    write(tmp_path, {"snapshot.json": {**HERE, "measures": [user]}, "r.json": [deletion]})

    (said_,) = reported("--select", "IN106")["diagnostics"]
    assert [one["pointer"] for one in said_["related"]] == ["/measures/0/definition/aggregates/0/field"]


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ({}, ["SG122? the snapshot declares no segments"]),
        ({"segments": []}, ["SG122 /0/url warning"]),
        ({"complete": {"segments": True}}, ["SG122 /0/url"]),
        ({"segments": [{"name": "Vip"}]}, []),
    ],
    ids=["not listed", "not among some", "not among all", "there"],
)
def test_what_may_be_there_can_be_deleted_before_it_is_created_anew(
    stored: dict[str, Any], expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    url = "/api/instances/main/manage/segments"
    requests = [
        {"method": "DELETE", "url": f"{url}/Vip"},
        {"method": "POST", "url": url, "body": {"name": "Vip"}},
    ]
    write(tmp_path, {"snapshot.json": snapshot(**stored), "r.json": requests})

    assert said("--select", "SG122") == expected

    write(tmp_path, {"r.json": [{"method": "GET", "url": f"{url}/Vip"}, requests[1]]})
    assert said("--select", "SG122") == (["SG122 /0/url"] if expected else [])


NEAR: Final = {
    "segments": [{"name": "Visitz"}],
    "measures": [measure("Visitz")],
    "complete": HERE["complete"],
}


@pytest.mark.parametrize(
    ("code", "use"),
    [
        ("SG150", segment("Visitx.Id")),
        ("ME110", {"manage/measures.json": measure("New", "Visitx", "Id")}),
        ("SL106", sql("SELECT Id FROM Visitx")),
    ],
)
def test_an_entity_and_an_output_that_are_as_near_to_a_name_are_both_proposed(
    code: str, use: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"snapshot.json": snapshot(**NEAR), **use})
    (found,) = reported("--select", code)["diagnostics"]

    assert found["message"].endswith("; did you mean `Visits` or `Visitz`?")
    assert [one["title"] for one in found["fixes"]] == [
        "Replace `Visitx` with `Visits`",
        "Replace `Visitx` with `Visitz`",
    ]
    assert not found["help"].startswith("replace")


USED: Final = snapshot(
    segments=[{**sql("SELECT Id FROM Shop_Visits")["manage/segments.json"], "name": "Fans"}],
    searchConfiguration={"entityConfig": [{"qualifiedEntityName": "Crm_Leads", "attributes": []}]},
    conflations=[{"conflationId": "default"}],
)
VIP_USED: Final = snapshot(
    segments=[
        {"name": "Vip", "segmentQueryExpression": {"type": "structured", "rowsets": []}},
        {**segment("Vip.CustomerId")["manage/segments.json"], "name": "Fans"},
    ]
)
MANAGE: Final = "/api/instances/main/manage"
NO_FANS: Final = {"method": "DELETE", "url": f"{MANAGE}/segments/Fans"}
SEARCH: Final = {"manage/search.json": {"entityConfig": [{"qualifiedEntityName": "Customer"}]}}


def deletion(path: str) -> dict[str, Any]:
    return {"method": "DELETE", "url": f"{MANAGE}/{path}"}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"r.json": deletion("datasources/shop-1")}, ["DS125 /url"]),
        ({"r.json": deletion("datasources/shop-1"), "q.json": NO_FANS}, []),
        ({"r.json": deletion("datasources/crm-1")}, ["DS125 /url"]),
        ({"r.json": deletion("datasources/crm-1"), **SEARCH}, []),
        ({"r.json": deletion("datasources/crm-1/entities/Leads")}, ["IN106 /url"]),
        ({"r.json": deletion("datasources/crm-1/entities/Leads"), **SEARCH}, []),
    ],
)
def test_what_is_used_is_free_once_the_use_is_deleted_or_written_anew(
    files: Files, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"snapshot.json": USED, **files})

    assert said("--select", "DS125", "--select", "IN106") == expected


IN_CRITERION: Final = snapshot(
    segments=[{**segment("Shop_Visits.Id")["manage/segments.json"], "name": "Fans"}],
    conflations=[{"conflationId": "default"}],
)
NO_SHOP: Final = {"r.json": deletion("datasources/shop-1")}


def of_source(**told: Any) -> Files:
    """An update of a data source by what is told of its entities."""
    body = {"dataSourceMetadata": {"name": "Shop", "kind": "powerQuery"}, **told}
    if "entityNames" in told:
        body["dataSourceMetadata"]["entityNames"] = body.pop("entityNames")
    return {"manage/datasources/shop-1.json": body}


WITHOUT_VISITS: Final = of_source(entityNames=["Buyers"])
WITHOUT_ID: Final = of_source(
    entityNames=["Buyers", "Visits"],
    model={"entities": [{"name": "Visits", "attributes": [{"name": "On", "dataType": "dateTime"}]}]},
)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"snapshot.json": USED, **WITHOUT_VISITS}, ["DS125 /dataSourceMetadata/entityNames"]),
        ({"snapshot.json": USED, **WITHOUT_VISITS, "q.json": NO_FANS}, []),
        ({"snapshot.json": USED, **of_source(entityNames=["Visits"])}, []),
        ({"snapshot.json": IN_CRITERION, **WITHOUT_VISITS}, ["DS125 /dataSourceMetadata/entityNames"]),
        ({"snapshot.json": IN_CRITERION, **WITHOUT_ID}, ["DS125 /model/entities/0/attributes"]),
        ({"snapshot.json": IN_CRITERION, **WITHOUT_ID, "q.json": NO_FANS}, []),
        ({"snapshot.json": IN_CRITERION, **NO_SHOP}, ["DS125 /url"]),
        ({"snapshot.json": IN_CRITERION, **NO_SHOP, "q.json": NO_FANS}, []),
    ],
)
def test_what_a_stored_segment_uses_can_t_be_taken_away(
    files: Files, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, files)

    assert said("--select", "DS125") == expected


@pytest.mark.parametrize(
    "user", [segment("Some.Id"), sql("SELECT Id FROM Some")], ids=["in a criterion", "in SQL"]
)
def test_a_derived_entity_is_deleted_once_nothing_uses_it(
    user: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    stored = {
        "derivedEntities": [{"name": "Some"}],
        "segments": [{**user["manage/segments.json"], "name": "Fans"}],
    }
    write(tmp_path, {"snapshot.json": snapshot(**stored), "r.json": deletion("derivedentities/Some")})

    assert said("--select", "IN106") == ["IN106 /url"]
    write(tmp_path, {"q.json": NO_FANS})
    assert said("--select", "IN106") == []


USERS: Final = [
    ({"derivedEntities": [{"name": "Fans", "query": "SELECT Id FROM Some"}]}, "derivedentities/Fans"),
    (
        {"derivedEntities": [{"name": "Fans", "query": "", "dependencies": ["Some"]}]},
        "DerivedEntities/Fans",
    ),
    ({"insights": [{"name": "Fans", "sourceEntity": "Some"}]}, "insights/Fans"),
    (
        {"insights": [{"name": "Fans", "metrics": [{"entityName": "Some", "attributeNames": ["Id"]}]}]},
        "insights/Fans",
    ),
]


@pytest.mark.parametrize(
    ("stored", "user"),
    [*USERS, ({"activities": [{"name": "Fans", "entity": "Some"}]}, "activities/Fans")],
)
@pytest.mark.parametrize("what", ["derivedentities", "segments", "measures"])
def test_derived_entities_insights_and_activities_use_what_they_are_made_of(
    what: str, stored: dict[str, Any], user: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    end = deletion(user)
    write(tmp_path, {"snapshot.json": snapshot(**stored), "r.json": [deletion(f"{what}/Some"), end]})

    assert said("--select", "IN106") == ["IN106 /0/url"]
    write(tmp_path, {"r.json": [end, deletion(f"{what}/Some")]})
    assert said("--select", "IN106") == []


@pytest.mark.parametrize(
    "stored",
    [
        {"insights": [{"name": "Some", "outputSegmentName": "Some", "sourceEntity": "Customer"}]},
        {"derivedEntities": [{"name": "Some", "query": "SELECT Id FROM Shop_Buyers"}]},
    ],
)
def test_what_an_insight_or_a_derived_entity_makes_it_does_not_use(
    stored: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    deletions = [deletion(f"{what}/Some") for what in ("segments", "derivedentities", "insights")]
    write(tmp_path, {"snapshot.json": snapshot(**stored), "r.json": deletions})

    assert said("--select", "IN106") == []


NEW_SHOP: Final = {
    "method": "POST",
    "url": f"{MANAGE}/datasources",
    "body": {"dataSourceMetadata": {"name": "shop", "kind": "powerQuery", "entityNames": ["Sales"]}},
}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"a.json": NEW_SHOP}, ["DS105 /body/dataSourceMetadata/name"]),
        ({"a.json": NEW_SHOP, **NO_SHOP}, []),
        ({"a.json": [deletion("datasources/shop-1"), NEW_SHOP]}, []),
        ({"a.json": [NEW_SHOP, deletion("datasources/shop-1")]}, ["DS105 /0/body/dataSourceMetadata/name"]),
        (
            {"a.json": NEW_SHOP, "r.json": deletion("datasources/crm-1")},
            ["DS105 /body/dataSourceMetadata/name"],
        ),
        ({"a.json": NEW_SHOP, "r.json": deletion("datasources/x")}, ["DS105 /body/dataSourceMetadata/name"]),
        (
            {"a.json": NEW_SHOP, "r.json": {"method": "GET", "url": f"{MANAGE}/datasources/shop-1"}},
            ["DS105 /body/dataSourceMetadata/name"],
        ),
    ],
)
def test_the_name_of_a_data_source_is_free_once_that_is_deleted(
    files: Files, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"snapshot.json": snapshot(), **files})

    assert said("--select", "DS105") == expected


IN_SEARCH: Final = {"snapshot.json": USED, "r.json": deletion("datasources/crm-1")}
BY_VIP: Final = {"snapshot.json": VIP_USED, "r.json": deletion("segments/Vip")}


@pytest.mark.parametrize(
    ("files", "code"),
    [(IN_SEARCH, "DS125"), (BY_VIP, "IN106")],
)
def test_what_another_instance_writes_anew_ends_no_use_here(
    files: Files, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    other = {**files["snapshot.json"], "instanceId": "other"}
    config = 'snapshot = ["snapshot.json", "other.json"]\n'
    write(tmp_path, {**files, "other.json": other, "c360lint.toml": config})
    elsewhere = [
        {"method": "DELETE", "url": "/api/instances/other/manage/segments/Fans"},
        {"method": "PUT", "url": "/api/instances/other/manage/search", "body": {"entityConfig": []}},
    ]
    write(tmp_path, {"q.json": elsewhere})

    assert said("--select", "DS125", "--select", "IN106") == [f"{code} /url"]


@pytest.mark.parametrize("is_late", [False, True], ids=["before", "after"])
def test_a_use_in_sql_that_a_list_ends_too_late_is_one(
    is_late: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    fans = {**sql("SELECT CustomerId FROM Vip")["manage/segments.json"], "name": "Fans"}
    requests = [deletion("segments/Vip"), NO_FANS]
    here = {"snapshot.json": snapshot(segments=[VIP_USED["segments"][0], fans])}
    write(tmp_path, {**here, "r.json": requests if is_late else requests[::-1]})

    assert said("--select", "IN106") == (["IN106 /0/url"] if is_late else [])


@pytest.mark.parametrize("is_late", [False, True], ids=["before", "after"])
def test_a_use_that_a_list_ends_too_late_is_one(
    is_late: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    search = {"method": "PUT", "url": f"{MANAGE}/search", "body": {"entityConfig": []}}
    one, other = [deletion("datasources/crm-1"), search], [deletion("segments/Vip"), NO_FANS]
    files = {"snapshot.json": USED, "r.json": one if is_late else one[::-1]}
    write(tmp_path, files)
    assert said("--select", "DS125") == (["DS125 /0/url"] if is_late else [])

    write(tmp_path, {"snapshot.json": VIP_USED, "r.json": other if is_late else other[::-1]})
    assert said("--select", "IN106") == (["IN106 /0/url"] if is_late else [])
