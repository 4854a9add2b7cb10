"""Data queries and records against the planned state: names and values they may have, what stays open."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.contracts.schema import TypeMember
from linter.diagnostic import Finding
from linter.odata import parse
from linter.project.queryable import QueryableTypes
from linter.reading.snapshots import read_snapshot
from rules.open_data import master_dataset_filter
from tests.counting import calls, grows_evenly
from tests.projects import (
    RELATIONSHIP,
    SNAPSHOT,
    Files,
    creation,
    project_of,
    reported,
    resolution,
    said,
    write,
)
from tests.test_saved_requests import under

URL = "/api/instances/main/data/"
TYPED = {
    "Id": "string",
    "Mail": "string",
    "Age": "int64",
    "Born": "date",
    "On": "dateTime",
    "Vip": "boolean",
    "Ref": "guid",
    "Odd": "geography",
    "Zip Code": "string",
}
GUESSED = {"Age": {"type": "int64", "guessedFrom": "3 rows of a.csv"}, "CustomerId": "string"}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def world(**changes: Any) -> dict[str, Any]:
    """Return the snapshot with a `Customer` and other properties."""
    customer = {
        "name": "Customer",
        "primaryKey": "CustomerId",
        "attributes": {**TYPED, "CustomerId": "string"},
    }
    return {**SNAPSHOT, "systemEntities": [customer], **changes}


def laid(*queries: Any, snapshot: dict[str, Any] | None = None, api: str = "current", **files: Any) -> None:
    requests = [one if isinstance(one, dict) else {"method": "GET", "url": URL + one} for one in queries]
    more: Files = {name.replace("__", "."): content for name, content in files.items()}
    write(
        Path(),
        {
            "snapshot.json": snapshot or world(),
            "c360lint.toml": f'api = "{api}"\n',
            "requests.json": requests,
            **more,
        },
    )


def found(*queries: Any, **more: Any) -> list[tuple[str, str, str]]:
    """Return code, text and message of what is found in queries."""
    laid(*queries, **more)
    return [
        (one["code"], under(one["file"], one["range"]), one["message"]) for one in reported()["diagnostics"]
    ]


def record(method: str, path: str, body: Any) -> dict[str, Any]:
    return {"method": method, "url": URL + path, "body": body}


# names


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Customer?$filter=Mial eq 'x'", "Mial"),
        ("Customer?$filter=Age gt 3 and (not startswith(Mial,'a'))", "Mial"),
        ("Customer?$select=Id,Mial", "Mial"),
        ("Customer?$orderby=Mial desc", "Mial"),
        ("Customer?$select=mail", "mail"),
        ("Customer?$expand=Shop_Visitz", "Shop_Visitz"),
        ("Customer?$expand=Shop_Visits($select=Mial)", "Mial"),
        ("Customer?$expand=Shop_Visits($filter=Mial eq 'x';$top=2)", "Mial"),
        ("Customer?$filter=Shop_Visits/any(v:v/Mial eq 'x')", "Mial"),
        ("Customer?$filter=Shop_Visits/any(v:v/Mail eq Mial)", "Mial"),
        ("Customer?$filter=Mial%20eq%20%27x%27", "Mial"),
        ("Customer('1')/Shop_Visits?$select=Mial", "Mial"),
        ("Customer(Mial='1')", "Mial"),
        ("Customer/$count?$filter=Mial eq 'x'", "Mial"),
    ],
)
def test_a_name_that_the_dataset_lacks_is_found_where_it_stands(query: str, name: str) -> None:
    assert [(code, text) for code, text, _ in found(query)] == [("OD103", name)]


@pytest.mark.parametrize(
    "query",
    [
        "Customer?$filter=Mail eq 'Mial'",
        "Customer?$filter=customerid eq '1'",
        "Customer(customerId='1')?$select=CustomerId",
        "Customer?$select=*&$expand=Shop_Visits($select=Mail),UnifiedActivity,Customer_Measure",
        "Customer?$filter=Zip_Code eq '1' or ZipCode eq '1' or Zip_x0020_Code eq '1'",
        "Customer?$apply=groupby((Mail),aggregate(Age with sum as Total))&$orderby=Total",
        "Customer?$compute=Age add 1 as Next&$filter=Next gt 3",
        "Customer?$search=Mial",
        "Customer/4711?$select=Id",
        "Customer?$top=3&$skip=1&$count=true",
    ],
)
def test_what_the_dataset_has_is_silent(query: str) -> None:
    assert found(query) == []


def test_every_name_fault_of_a_query_is_found_but_after_a_syntax_fault_none() -> None:
    assert [one[1] for one in found("Customer?$select=Mial,Agee&$orderby=Bron")] == ["Mial", "Agee", "Bron"]
    assert [one[0] for one in found("Customer?$select=Mial,&$orderby=Bron")] == ["OD102"]


def test_an_ingested_entity_leads_where_relationships_lead() -> None:
    related = "Shop_Visits?$expand=Shop_Buyers,VisitsToBuyers"
    assert found(related, snapshot=world(relationships=[RELATIONSHIP])) == []
    assert [one[1] for one in found(related)] == ["Shop_Buyers", "VisitsToBuyers"]
    assert found(related, manage__json={**creation()}) == []


def test_an_open_list_of_relationships_leaves_open_where_an_entity_leads() -> None:
    laid("Shop_Visits?$expand=Shop_Buyers", snapshot=world(complete={"relationships": False}))

    assert said() == [
        "OD103? the relationships are not all in the snapshot, and none of them is `Shop_Buyers`"
    ]


def test_attributes_that_are_not_all_declared_leave_names_open() -> None:
    customer = {"name": "Customer", "attributes": {"Id": "string"}, "complete": {"attributes": False}}
    laid("Customer?$select=Id,Mail", snapshot=world(systemEntities=[customer]))

    assert said() == [
        "OD103? the attributes of `Customer` are not all in the snapshot, and none of them is `Mail`"
    ]


def test_a_dot_in_the_name_of_an_entity_is_none_of_a_namespace() -> None:
    orders = {"name": "Orders", "attributes": {"Id": "string"}}
    source = {"dataSourceId": "1", "name": "Shop.eu", "entities": [orders]}

    assert found("Shop.eu_Orders?$select=Ids", snapshot=world(dataSources=[source])) == [
        ("OD103", "Ids", "`Shop.eu_Orders` has no attribute `Ids`; did you mean `Id`?")
    ]
    orders["complete"] = {"attributes": False}
    laid("Shop.eu_Orders?$select=Mail", snapshot=world(dataSources=[source]))
    assert said() == [
        "OD103? the attributes of `Shop.eu_Orders` are not all in the snapshot, and none of them is `Mail`"
    ]


def test_the_services_own_entity_that_no_snapshot_declares_is_not_checked() -> None:
    laid("UnifiedActivity?$select=Title", "UnifiedActivity?$filter=CustomerId eq '1'", snapshot=SNAPSHOT)

    reason = "the snapshot doesn't declare the attributes of `UnifiedActivity`, which the service makes"
    assert said() == [f"OD103? {reason}"]


def test_names_of_an_unknown_dataset_wait_for_its_own() -> None:
    laid("Shop_Visitz?$select=Nope")

    assert said() == ["IN03 /0/url", "held back: 1"]


def test_what_the_projects_own_rules_make_of_the_profiles_can_be_asked() -> None:
    rules = {"conflations/default/conflictResolutionRules.json": resolution("Shop_Buyers", "Crm_People")}
    customer = {"name": "Customer", "attributes": {"CustomerId": "string"}}
    laid("Customer?$select=Mail", snapshot=world(systemEntities=[customer]))
    assert said() == ["OD103 /0/url"]

    write(Path(), rules)
    assert "OD103 /0/url" not in said()


def test_a_fix_writes_the_near_name() -> None:
    laid("Customer?$select=Mial")
    reported("--fix", "--unsafe-fixes")

    assert json.loads(Path("requests.json").read_text())[0]["url"] == URL + "Customer?$select=Mail"


# values


@pytest.mark.parametrize(
    ("condition", "part"),
    [
        ("Age eq '3'", "'3'"),
        ("'3' eq Age", "'3'"),
        ("Mail eq 3", "3"),
        ("Mail in ('a',3)", "3"),
        ("Age in ('a')", "'a'"),
        ("Born gt 'x'", "'x'"),
        ("Vip eq 1", "1"),
        ("Ref eq 'x'", "'x'"),
        ("year(Mail) eq 2020", "Mail"),
        ("length(Mail) eq 'x'", "'x'"),
        ("contains(Age,'1')", "Age"),
        ("round(Mail) eq 1", "Mail"),
        ("hour(Mail) eq 1", "Mail"),
        ("tolower(Mail) eq 5", "5"),
        ("Age", "Age"),
        ("Vip and Mail", "Mail"),
        ("Mail eq 'x' or (Age)", "Age"),
        ("On lt 2020-02-30T00:00:00Z", "2020-02-30"),
        ("Age eq Mail", "Mail"),
    ],
)
def test_what_does_not_fit_is_found_where_it_stands(condition: str, part: str) -> None:
    assert [one[:2] for one in found(f"Customer?$filter={condition}")] == [("OD105", part)]


@pytest.mark.parametrize(
    "condition",
    [
        "Age gt 2.5 and Age add 1 eq 3",
        "Mail ne null and Odd eq 'x'",
        "Born lt 2020-01-01T00:00:00Z and On gt 2020-02-29",
        "Vip and not Vip and (Vip eq true)",
        "Ref eq 0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f",
        "contains(tolower(Mail),'x') and indexof(Mail,'x') gt 2",
        "year(On) eq 2020 and On lt now() and date(On) eq 2020-01-01",
        "Age in (1,2,3) and Mail in ('a','b')",
        "concat(Mail,Id) eq 'x' and length(Mail) lt 9",
        "Shop_Visits/any() and Shop_Visits/all(v:v/Mail eq 'x')",
        "Age eq {age} and Mail eq '{mail}'",
    ],
)
def test_what_fits_is_silent(condition: str) -> None:
    assert found(f"Customer?$filter={condition}") == []


def test_a_type_that_is_a_guess_is_not_judged() -> None:
    customer = {"name": "Customer", "attributes": GUESSED}
    assert found("Customer?$filter=Age eq 'x'", snapshot=world(systemEntities=[customer])) == []


def test_what_a_pipeline_fills_may_be_of_the_type() -> None:
    laid("Customer?$filter=Age eq '{{age}}'")
    assert said("--select", "OD105") == ["OD105? `{{age}}` is a placeholder without a value"]


def test_a_key_is_of_the_type_of_the_keys_attribute() -> None:
    assert [one[:2] for one in found("Customer(4711)", "Customer(CustomerId=17)")] == [
        ("OD105", "4711"),
        ("OD105", "17"),
    ]


# segments


@pytest.mark.parametrize("written", ["'gold'", "Gold", "'GOLD'"])
def test_a_segment_is_known_in_any_case_in_quotes_or_without(written: str) -> None:
    assert (
        found(f"Customer?$filter=IsMemberOfSegment({written})", snapshot=world(segments=[{"name": "Gold"}]))
        == []
    )


def test_a_segment_is_known_that_a_request_changes_by_its_path_and_not_one_that_it_activates() -> None:
    root, asked = URL.removesuffix("data/"), "Customer?$filter=IsMemberOfSegment('Big%20Spenders')"
    none = world(segments=[], complete={"segments": True})
    changed = {"method": "PUT", "url": f"{root}manage/segments/Big%20Spenders", "body": {}}
    activated = {"method": "PUT", "url": f"{root}manage/segments/Big%20Spenders/activate"}

    def codes(*requests: Any) -> list[str]:
        return [code for code, _, _ in found(*requests, snapshot=none)]

    assert "OD104" not in codes(asked, changed)
    assert "OD104" in codes(asked, activated)


READ: Final = {"method": "GET", "url": URL + "Customer?$filter=IsMemberOfSegment('Gold')"}
NO_GOLD: Final = {"method": "DELETE", "url": "/api/instances/main/manage/segments/Gold"}
GOLD: Final = {
    "name": "Gold",
    "segmentQueryExpression": {"type": "manual", "segmentationQuerySql": "SELECT CustomerId FROM Customer"},
}


@pytest.mark.parametrize(
    ("requests", "expected"),
    [
        ([READ, NO_GOLD], []),
        ([NO_GOLD, READ], ["OD104 /1/url"]),
        ([NO_GOLD, {**NO_GOLD, "method": "PUT", "body": GOLD}, READ], []),
    ],
)
def test_a_segment_that_the_list_has_deleted_is_none(requests: list[Any], expected: list[str]) -> None:
    laid(*requests, snapshot=world(segments=[GOLD], complete={"segments": True}))

    assert said("--select", "OD104") == expected


def test_segments_that_no_snapshot_declares_are_not_checked() -> None:
    laid("Customer?$filter=IsMemberOfSegment('Gold')", "Customer?$filter=IsMemberOfSegment('{segment}')")

    assert said() == [
        "OD104? `{segment}` is a placeholder without a value",
        "OD104? the snapshot declares no segments",
    ]


# options


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("Customer?$top=1&$Top=2", ["$Top=2"]),
        ("Customer?$top=1&%24top=2&$top=3", ["%24top=2", "$top=3"]),
        ("Customer('1')?$top=1", ["$top=1"]),
        ("Customer('1')/Shop_Visits?$top=1", []),
        ("Customer?$expand=Shop_Visits($top=1),Shop_Buyers($top=1)&$top=1", []),
        ("Customer?mine=1&mine=2", []),
    ],
)
def test_an_option_stands_once_and_where_it_can_be_asked(query: str, parts: list[str]) -> None:
    assert [one[:2] for one in found(query)] == [("OD110", part) for part in parts]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("Customer?$expand=UnifiedActivity&$search=x", ["OD106"]),
        ("Customer?$expand=UnifiedActivity&$select=Mail", ["OD107"]),
        ("Customer?$expand=UnifiedActivity&$select=*", []),
        ("Customer?$expand=InterestShareOfVoiceFromMicrosoft", ["OD108"]),
        ("Customer?$filter=Shop_Buyers_Mail eq 'x'", ["OD109"]),
        ("Customer?$filter=Shop_Buyers_Id eq 'x'", []),
    ],
)
def test_what_the_product_does_not_support_depends_on_the_generation(query: str, codes: list[str]) -> None:
    assert [one[0] for one in found(query)] == codes
    later = [code for code in codes if code == "OD109"]
    assert [one[0] for one in found(query, api="2021-09")] == later


def test_a_query_that_selects_one_attribute_after_the_other_leaves_none_out() -> None:
    query = "Customer?$expand=UnifiedActivity&$select="
    named = ",".join(one for one in (*TYPED, "CustomerId") if " " not in one)
    attributes = dict.fromkeys(named.split(","), "string")
    here = world(systemEntities=[{"name": "Customer", "attributes": attributes}])

    assert [one[0] for one in found(query + named, snapshot=here)] == []
    assert [one[0] for one in found(query + named.removesuffix(",CustomerId"), snapshot=here)] == ["OD107"]


@pytest.mark.parametrize(
    ("entities", "reason"),
    [
        ([{"name": "Customer"}], "the snapshot declares no attributes of `Customer`"),
        ([{"name": "Customer", "attributes": {}}], "the snapshot declares no attributes of `Customer`"),
    ],
)
def test_whether_all_is_selected_of_what_nothing_is_known_of_is_not_checked(
    entities: list[Any], reason: str
) -> None:
    query = "Customer?$expand=UnifiedActivity&$select=Mail"
    laid(query, snapshot={**SNAPSHOT, "systemEntities": entities})

    assert f"OD107? {reason}" in said()
    assert "OD107 /0/url" not in said()


def test_whether_all_is_selected_needs_a_snapshot() -> None:
    laid("Customer?$expand=UnifiedActivity&$select=Mail", "Customer?$expand=UnifiedActivity&$select=*")
    Path("snapshot.json").unlink()

    assert [line for line in said() if line.startswith("OD107")] == [
        "OD107? no snapshot of the instance is declared"
    ]


def test_in_an_option_that_has_to_go_nothing_else_is_found() -> None:
    queries = "Customer?$filter=Mial eq", "Customer?$search=(a", "Customer?$filter=Mial eq 3"
    laid(*queries, api="2020-04")

    assert said() == ["OD04 /0/url", "OD03 /1/url", "OD04 /2/url", "held back: 3"]


@pytest.mark.parametrize(
    ("condition", "codes"),
    [
        ("HotelID eq '1'", ["OD115"]),
        ("CustomerId eq '1' and Score gt 1", []),
        ("ModelId eq '1'", []),
        ("Nope eq '1'", ["OD103"]),
    ],
)
def test_a_predictions_output_has_no_alternate_keys(condition: str, codes: list[str]) -> None:
    attributes = {"CustomerId": "string", "Score": "double", "ModelId": "string"}
    snapshot = world(systemEntities=[{"name": "OOBOut", "attributes": attributes}])
    assert [one[0] for one in found(f"OOBOut?$filter={condition}", snapshot=snapshot)] == codes


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("dataSourceName=Shop&entityName=Buyers&key=1", []),
        ("DATASOURCENAME=shop-1&entityName=Shop_Buyers&key=1", []),
        (
            "dataSourceName=Shop&entityName=Buyers&key=",
            ['"/api/instances/main/profile/keyring?dataSourceName=Shop&entityName=Buyers&key="'],
        ),
        ("dataSourceName=Shopp&entityName=Nope&key=1", ["Shopp"]),
        ("dataSourceName=Shop&entityName=People&key=1", ["People"]),
        ("dataSourceName={a}&entityName=Nope&key=1", []),
    ],
)
def test_a_key_ring_is_asked_with_names_that_there_are(query: str, parts: list[str]) -> None:
    request = {"method": "GET", "url": f"/api/instances/main/profile/keyring?{query}"}
    assert [one[:2] for one in found(request)] == [("OD116", part) for part in parts]


def test_an_alternate_key_is_any_that_the_entity_is_given() -> None:
    laid("Customer?$filter=Shop_Buyers_Mail eq 'x'", "Customer?$filter=Shop_Buyers_Born eq 'x'")
    assert said() == ["OD109 /0/url", "OD109 /1/url"]

    write(Path(), {"conflations/default/entityInformation/Buyers.json": {"primaryKey": "Mail"}})
    assert [one for one in said() if one.startswith("OD")] == ["OD109 /1/url"]


def test_of_several_keys_the_first_by_name_is_proposed() -> None:
    def given(key: str) -> dict[str, Any]:
        entities = [{"entityName": "Buyers", "primaryKey": key}]
        sources = [{"dataSourceName": "Shop", "entities": entities}]
        return {"conflationId": key, "entityInformation": {"dataSources": sources}}

    here = world(conflations=[given(key) for key in ("On", "Mail", "Odd", "Born")])
    ((_, _, message),) = found("Customer?$filter=Shop_Buyers_Vip eq 'x'", snapshot=here)

    assert message == "`Shop_Buyers_Vip` is no alternate key: that of `Shop_Buyers` is `Shop_Buyers_Born`"


@pytest.mark.parametrize(("dataset", "where"), [("Customer", "on `Customer`"), ("Golden", "here")])
def test_that_the_master_dataset_is_not_filtered_is_told_by_its_name(dataset: str, where: str) -> None:
    requests = [{"method": "GET", "url": f"{URL}{dataset}?$filter=Id eq 'x'"}]
    project = project_of({"r.json": requests}, api="2020-04", master_dataset=dataset)

    assert [one.label for one in master_dataset_filter.check(project) if isinstance(one, Finding)] == [
        f"not available {where}"
    ]


# records


def test_a_record_has_its_entitys_attributes_and_their_types() -> None:
    body = {"id": "1", "Mial": "x", "On": "yesterday", "Born": "2020-02-29", "Odd": 3}

    assert [one[:2] for one in found(record("POST", "Shop_Visits?validUntil=tomorrow", body))] == [
        ("OD114", "tomorrow"),
        ("OD112", '"Mial"'),
        ("OD113", '"yesterday"'),
    ]


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        (3, True),
        ("3", True),
        (None, True),
        (3.5, False),
        (True, False),
        ("x", False),
        ([], False),
        ({}, False),
    ],
)
def test_a_whole_number_may_be_written_as_a_text(value: Any, fits: bool) -> None:
    expected = [] if fits else ["OD113"]
    assert [one[0] for one in found(record("PATCH", "Customer/1", {"Age": value}))] == expected


@pytest.mark.parametrize(
    ("method", "path", "codes"),
    [
        ("POST", "Customer", ["OD111"]),
        ("PATCH", "Customer/1", []),
        ("DELETE", "Customer/1", ["OD111"]),
        ("POST", "UnifiedActivity", []),
        ("PATCH", "UnifiedActivity/1", ["OD111"]),
        ("POST", "Customer_Measure", ["OD111"]),
        ("POST", "Shop_Visits", []),
    ],
)
def test_only_what_the_service_takes_is_written(method: str, path: str, codes: list[str]) -> None:
    entities = [
        *world()["systemEntities"],
        *({"name": one} for one in ("UnifiedActivity", "Customer_Measure")),
    ]
    snapshot = world(systemEntities=entities)
    assert [one[0] for one in found(record(method, path, {}), snapshot=snapshot)] == codes


def test_records_of_http_files_are_judged() -> None:
    body = '{"Mial": "{{m}}"}'
    text = f"POST https://ci.example{URL}Shop_Visits\nContent-Type: application/json\n\n{body}\n"
    laid(snapshot=None, api="current", a__http=text)

    assert [(one["code"], under("a.http", one["range"])) for one in reported()["diagnostics"]] == [
        ("OD112", '"Mial"')
    ]


# whatever is asked


def test_a_long_query_of_slips_costs_by_its_length() -> None:
    def cost(number: int) -> int:
        query = "Customer?$filter=" + " or ".join(["Mial eq 'x'"] * number)
        assert len(found(query)) == number
        return calls(found, query)

    assert grows_evenly(cost, 50)


NAMES = st.sampled_from(["Mail", "Age", "Born", "Vip", "Shop_Visits", "Nope", "CustomerId", "Zip_Code"])
VALUES = st.sampled_from(["1", "'x'", "true", "2020-01-01", "null", "Mail", "Age"])
TERMS = st.builds("{} {} {}".format, NAMES, st.sampled_from(["eq", "lt", "add", "has", "in"]), VALUES)


@given(st.lists(TERMS, min_size=1, max_size=4), st.sampled_from([" and ", " or ", " eq "]))
def test_every_finding_points_into_the_query(terms: list[str], join: str) -> None:
    query = f"Customer?$filter={join.join(terms)}"
    for code, text, _ in found(query):
        assert code in ("OD102", "OD103", "OD105")
        assert text
        assert text in query
    if not any(code == "OD102" for code, _, _ in found(query)):
        assert parse("odataRelativeUri", query)


COLUMNS = st.sampled_from(
    [
        "Id",
        "a_b",
        "a b",
        "a-b",
        "ab",
        "customer id",
        "CustomerId",
        "Größe",
        "1st",
        "UnifiedActivity",
        "Visits",
    ]
)


@given(st.lists(COLUMNS, unique=True, max_size=6), st.sampled_from(["Customer", "Shop_Buyers"]))
def test_what_an_entity_has_is_the_same_asked_for_by_itself_and_among_all(
    columns: list[str], entity: str
) -> None:
    attributes = {name: {"type": "int64"} if at % 2 else "string" for at, name in enumerate(columns)}
    source = {"dataSourceId": "1", "name": "Shop", "entities": [{"name": "Buyers", "attributes": attributes}]}
    customer = {"name": "Customer", "attributes": attributes}
    declared = {"dataSources": [source], "systemEntities": [customer]}
    document = json.dumps({"snapshotVersion": 1, "instanceId": "main", **declared})

    def members() -> Mapping[str, TypeMember]:
        snapshot = read_snapshot("snapshot.json", document.encode())[1]
        made = QueryableTypes(snapshot, lambda _: [], "Customer", lambda: ["Merged"]).structure(entity)
        assert made is not None
        return made.members

    every = dict(members())
    assert {name: members()[name] for name in every} == every
    assert [name for name in [*every, "Nope", "a  b"] if name in members()] == list(every)
    assert members().get("Nope") is None


def test_an_attribute_comes_before_what_else_is_so_called() -> None:
    source = {
        "dataSourceId": "1",
        "name": "Shop",
        "entities": [{"name": "B", "attributes": {"Customer": "int64"}}],
    }
    document = json.dumps({"snapshotVersion": 1, "instanceId": "main", "dataSources": [source]})
    snapshot = read_snapshot("snapshot.json", document.encode())[1]
    made = QueryableTypes(snapshot, lambda _: [], "Customer", list).structure("Shop_B")
    assert made is not None
    assert made.members["Customer"] == TypeMember("Customer", "Edm.Int64")
    assert made.members["UnifiedActivity"].is_navigation
