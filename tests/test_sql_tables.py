"""What names of tables in SQL stand for: what is unknown of them, and which attributes they have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from linter.project.project import Project
from linter.rulekit.sql import (
    QueriedTables,
    customer_selects,
    holding_sql,
    is_systems_own,
    is_table,
    sql_queries,
    undeclared_table,
    unknown_tables,
)
from tests.projects import project_of, snapshot
from tests.saying import lines

CUSTOMER = {"name": "Customer", "attributes": {"CustomerId": "string", "City": "string"}}
WHOLE = {"segments": True, "measures": True, "derivedEntities": True, "entities": True}
RESOLVED = {"conflatedEntity": "Customer", "attributes": [{"name": "Mail"}]}
SEGMENTS = "manage/segments.json"


def queried(name: str, sql: str) -> dict[str, Any]:
    query = {"type": "manual", "segmentationQuerySql": sql}
    return {"name": name, "segmentQueryExpression": query}


def structured(name: str, **query: Any) -> dict[str, Any]:
    return {"name": name, "segmentQueryExpression": {"type": "structured", "rowsets": [], **query}}


def measure(name: str, kind: str = "entity", **definition: Any) -> dict[str, Any]:
    return {"name": name, "definition": {"kind": kind, **definition}}


SHOWN = [{"entityName": "Shop_Buyers", "attributeNames": ["Mail", 5]}, {"entityName": "Shop_Visits"}]
STORED = {
    "systemEntities": [CUSTOMER],
    "segments": [
        structured("Loyal", projectedAttributes=SHOWN, projections=["City", 5]),
        queried("Queried", "SELECT CustomerId, City FROM Customer"),
        queried("Filled", "SELECT {{columns}} FROM Customer"),
        structured("Visitors"),
        {"name": "Odd", "segmentQueryExpression": {"type": "manual"}},
    ],
    "measures": [
        measure("Spend", "attribute"),
        measure("Table", dimensions=[{"alias": "A"}], aggregates=[{"alias": "B"}], type="structured"),
    ],
    "derivedEntities": [
        {"name": "Sums", "query": "SELECT Id AS X FROM Shop_Buyers"},
        {"name": "Open", "query": "SELECT * FROM Lost"},
    ],
    "complete": WHOLE,
    "relationships": [],
    "conflations": [{"conflationId": "default", "conflictResolutionRules": RESOLVED}],
}


def project(sql: str, folder: str = "", files: Any = (), **changes: Any) -> Project:
    laid = {
        "snapshot.json": snapshot(**{**STORED, **changes}),
        SEGMENTS: [queried("New", sql)],
        **dict(files),
    }
    return project_of(laid, folder)


NOT_INGESTED = "not ingested; ingest it first, or refresh the snapshot if it has been"
WHICH = "not ingested; name the one that is meant"
NAMELESS: dict[str, Any] = {"manage/measures.json": [{"definition": {}}]}


@pytest.mark.parametrize(
    ("tables", "changes", "said"),
    [
        ("Shop_Buyers, Buyers, Visits", {}, []),
        ("Loyal, sums, spend, Table", {}, []),
        ("Deduplication_x, ConflationMatchPairs, customer, UnifiedActivity", {}, []),
        ("insight", {"insights": [{"name": "Insight"}]}, []),
        (
            "Shop_Byers, Shop_Byers",
            {},
            [
                "error: entity `Shop_Byers` is not ingested in the instance; did you mean `Shop_Buyers`?",
                "not ingested; replace it with `Shop_Buyers`",
                "repair: Replace `Shop_Byers` with `Shop_Buyers` also 0/query",
                "cause: entity Shop_Byers",
            ],
        ),
        (
            "Loyla",
            {},
            [
                "error: entity `Loyla` is not ingested in the instance; did you mean `Loyal`?",
                "not ingested; replace it with `Loyal`",
                "repair: Replace `Loyla` with `Loyal`",
                "cause: entity Loyla",
            ],
        ),
        (
            "Loyla, Loyla",
            {},
            [
                "error: entity `Loyla` is not ingested in the instance; did you mean `Loyal`?",
                "not ingested; replace it with `Loyal`",
                "repair: Replace `Loyla` with `Loyal` also 0/query",
                "cause: entity Loyla",
            ],
        ),
        (
            "AllVisits",
            {"segments": [structured("AllVisitsEver")]},
            [
                "error: entity `AllVisits` is not ingested in the instance; did you mean `AllVisitsEver` or "
                "`Visits`?",
                WHICH,
                "cause: entity AllVisits",
            ],
        ),
        (
            "AllVisits",
            {"complete": {}},
            [
                "warning: entity `AllVisits` is not ingested in the instance; did you mean `Visits`?",
                "not ingested; replace it with `Visits`",
                "cause: entity AllVisits",
            ],
        ),
        (
            "Shop_Byers",
            {"segments": [structured("Shop_Buyerz")]},
            [
                "error: entity `Shop_Byers` is not ingested in the instance; did you mean `Shop_Buyers`?",
                "not ingested; replace it with `Shop_Buyers`",
                "repair: Replace `Shop_Byers` with `Shop_Buyers`",
                "repair: Replace `Shop_Byers` with `Shop_Buyerz`",
                "cause: entity Shop_Byers",
            ],
        ),
        (
            "Tabel",
            {"measures": [measure("Tabels"), measure("Tabelt")]},
            [
                "error: entity `Tabel` is not ingested in the instance; did you mean `Tabels` or `Tabelt`?",
                WHICH,
                "repair: Replace `Tabel` with `Tabels`",
                "repair: Replace `Tabel` with `Tabelt`",
                "cause: entity Tabel",
            ],
        ),
        (
            "Nothing",
            {},
            [
                "error: entity `Nothing` is not ingested in the instance",
                NOT_INGESTED,
                "cause: entity Nothing",
            ],
        ),
        (
            "Nothing",
            {"segments": None, "complete": {}},
            [
                "warning: entity `Nothing` is not ingested in the instance; the snapshot doesn't say which "
                "segments there are",
                NOT_INGESTED,
                "cause: entity Nothing",
            ],
        ),
        (
            "Nothing",
            {"segments": None, "measures": None, "derivedEntities": None, "complete": {}},
            [
                "warning: entity `Nothing` is not ingested in the instance; the snapshot doesn't say which "
                "segments, measures and derived entities there are",
                NOT_INGESTED,
                "cause: entity Nothing",
            ],
        ),
        (
            "Nothing",
            {"segments": None, "measures": None, "complete": {}},
            [
                "warning: entity `Nothing` is not ingested in the instance; the snapshot doesn't say which "
                "segments and measures there are",
                NOT_INGESTED,
                "cause: entity Nothing",
            ],
        ),
        (
            "Nothing",
            {"complete": {"measures": True}},
            [
                "warning: entity `Nothing` is not ingested in the instance; the snapshot doesn't list all "
                "segments and derived entities",
                NOT_INGESTED,
                "cause: entity Nothing",
            ],
        ),
        (
            "Byrs",
            {"segments": [structured("Byts")]},
            [
                "error: entity `Byrs` is not ingested in the instance; did you mean `Byts`?",
                "not ingested; replace it with `Byts`",
                "repair: Replace `Byrs` with `Byts`",
                "cause: entity Byrs",
            ],
        ),
        (
            "Nothing, Loyla",
            {},
            [
                "error: entity `Nothing` is not ingested in the instance",
                NOT_INGESTED,
                "cause: entity Nothing",
                "error: entity `Loyla` is not ingested in the instance; did you mean `Loyal`?",
                "not ingested; replace it with `Loyal`",
                "repair: Replace `Loyla` with `Loyal`",
                "cause: entity Loyla",
            ],
        ),
        ("Nothing", {"dataSources": []}, ["held back: instance snapshot.json"]),
        (
            "Shop_Nothing",
            {"segments": None, "complete": {}},
            [
                "error: entity `Shop_Nothing` is not ingested in the instance",
                NOT_INGESTED,
                "cause: entity Shop_Nothing",
            ],
        ),
        (
            "Shop_Byers",
            {"segments": None, "complete": {}},
            [
                "error: entity `Shop_Byers` is not ingested in the instance; did you mean `Shop_Buyers`?",
                "not ingested; replace it with `Shop_Buyers`",
                "repair: Replace `Shop_Byers` with `Shop_Buyers`",
                "cause: entity Shop_Byers",
            ],
        ),
        (
            "Nothing",
            {"files": NAMELESS},
            ["not checked: a measure has no name, and may be the one that is meant, entity Nothing waits"],
        ),
    ],
)
def test_tables_that_are_neither_ingested_nor_made(
    tables: str, changes: Any, said: list[str], tmp_path: Path
) -> None:
    files = project(f"SELECT a FROM {tables}", str(tmp_path), **changes)
    (query, *_) = (one for one in sql_queries(files) if one.request.document == SEGMENTS)

    found = lines(unknown_tables(files, query.request, query.tables))

    place = "0/segmentQueryExpression/segmentationQuerySql"
    assert [one.strip().removeprefix(f"{place} ").replace(place, "0/query") for one in found] == said


def test_what_a_request_deletes_is_no_table(tmp_path: Path) -> None:
    url = "/api/instances/main/manage/segments"
    body = queried("New", "SELECT a FROM Loyal, Lost")
    sent = [{"method": "DELETE", "url": f"{url}/Loyal"}, {"method": "POST", "url": url, "body": body}]
    files = project_of({"snapshot.json": snapshot(**STORED), "in-turn.json": sent}, str(tmp_path))
    (query,) = (one for one in sql_queries(files) if one.request.document == "in-turn.json")

    found = [one for one in lines(unknown_tables(files, query.request, query.tables)) if " error: " in one]

    assert [one.partition(" error: ")[2] for one in found] == [
        "`Loyal` is deleted by a request",
        "entity `Lost` is not ingested in the instance",
    ]


def test_tables_that_are_the_same_are_looked_up_once() -> None:
    two = [*snapshot()["dataSources"]]
    two[1]["entities"].append({"name": "Visits", "attributes": {}})
    files = project("SELECT a FROM Shop_Buyers, shop_buyers, Loyal, loyal, Visits", dataSources=two)
    (query, *_) = (one for one in sql_queries(files) if one.request.document == SEGMENTS)
    tables, (stored,) = QueriedTables(files), files.snapshots

    found = [tables.of(stored, one) for one in query.tables]

    assert [found.index(one) for one in found] == [0, 0, 2, 2, 4]
    assert all(is_table(files, query.request, one) for one in query.tables)


def test_without_a_snapshot_every_table_may_be_one() -> None:
    files = project_of({SEGMENTS: [queried("New", "SELECT a FROM Nothing")]})
    (query,) = sql_queries(files)

    assert list(unknown_tables(files, query.request, query.tables)) == []
    assert is_table(files, query.request, query.tables[0])


BARE = [{"dataSourceId": "shop-1", "name": "Shop", "entities": [{"name": "Bare"}]}]
MEASURED = [CUSTOMER, {"name": "Customer_Measure", "attributes": {"Old": "double"}}]
ACTIVITIES = {"name": "UnifiedActivity", "attributes": {"When": "dateTime"}}
KEYS = ["Shop_Buyers_Id", "Shop_Visits_Id", "Crm_People_Id"]


@pytest.mark.parametrize(
    ("name", "changes", "called", "attributes"),
    [
        ("Shop_Buyers", {}, "`Shop_Buyers`", ["Id", "Mail", "Born", "On", "Odd"]),
        ("Shop_Bare", {"dataSources": BARE}, "`Shop_Bare`", None),
        ("Customer", {}, "`Customer`", ["CustomerId", "City", "Mail", *KEYS]),
        ("Customer", {"systemEntities": None}, "`Customer`", None),
        ("Customer_Measure", {}, "`Customer_Measure`", ["CustomerId", "Spend"]),
        ("Customer_Measure", {"measures": None, "complete": {}}, "`Customer_Measure`", None),
        (
            "Customer_Measure",
            {"systemEntities": MEASURED},
            "`Customer_Measure`",
            ["Old", "CustomerId", "Spend"],
        ),
        ("Loyal", {}, "segment `Loyal`", ["CustomerId", "Mail", "City"]),
        ("visitors", {}, "segment `Visitors`", ["CustomerId"]),
        ("Queried", {}, "segment `Queried`", ["CustomerId", "City"]),
        ("Filled", {}, "segment `Filled`", None),
        ("Odd", {}, "segment `Odd`", None),
        ("Table", {}, "measure `Table`", ["A", "B"]),
        ("Spend", {}, "`Spend`", None),
        ("Sums", {}, "derived entity `Sums`", ["X"]),
        ("Open", {}, "derived entity `Open`", None),
        ("Nothing", {}, "`Nothing`", None),
        ("UnifiedActivity", {"systemEntities": [ACTIVITIES]}, "`UnifiedActivity`", ["When", "CustomerId"]),
        ("Tree", {"hierarchies": [{"name": "Tree"}]}, "hierarchy `Tree`", None),
    ],
)
def test_what_a_table_is_called_and_has(
    name: str, changes: Any, called: str, attributes: list[str] | None
) -> None:
    files = project(f"SELECT x FROM {name}", **changes)
    (query, *_) = (one for one in sql_queries(files) if one.request.document == SEGMENTS)
    tables, (stored,), (mention,) = QueriedTables(files), files.snapshots, query.tables

    found = tables.of(stored, mention)

    assert found.called == called
    assert found.attributes == ({one.lower(): one for one in attributes} if attributes is not None else None)
    assert found.known.names == (attributes or [])
    assert found.entity is mention.entity
    assert tables.of(stored, mention) is found


def test_queries_are_those_of_segments_measures_and_derived_entities() -> None:
    sent = {
        SEGMENTS: [queried("A", "SELECT 1"), structured("B")],
        "manage/measures.json": [
            measure("C", "attribute", type="manual", measureQuerySql="SELECT 3"),
            measure("D", "entity", type="manual", measureQuerySql="SELECT 4"),
        ],
        "manage/derivedEntities.json": {"name": "E", "query": "SELECT 5"},
    }
    files = project_of(sent)

    def texts(*kinds: str) -> list[str]:
        return [one.written[-1] for one in sql_queries(files, *kinds)]

    assert texts() == ["1", "3", "4", "5"]
    assert texts("measure") == ["3", "4"]
    assert [one.document for one in holding_sql(files)] == [
        SEGMENTS,
        *["manage/measures.json"] * 2,
        *list(sent)[2:],
    ]
    assert [(one.name, query.written) for one, query, _ in customer_selects(files)] == [("C", "SELECT 3")]


def test_what_the_service_makes_itself() -> None:
    files = project("SELECT 1")

    told = [is_systems_own(files, one) for one in ("CUSTOMER", "unifiedactivity", "Loyal")]
    assert told == [True, True, False]
    assert undeclared_table(files.snapshots[0], "Customer").needs == (
        "write `Customer` with its `attributes` into `systemEntities` of snapshot.json"
    )


def test_of_a_query_that_cannot_be_read_nobody_knows_what_it_selects_or_makes() -> None:
    odd = "DROP TABLE x"
    measures = [measure("C", "attribute", type="manual", measureQuerySql=odd)]
    files = project("SELECT x FROM Odd", segments=[queried("Odd", odd)], measures=measures)
    (query, *_) = (one for one in sql_queries(files) if one.request.document == SEGMENTS)
    planned = project_of({"manage/measures.json": measures})

    assert QueriedTables(files).of(files.snapshots[0], query.tables[0]).attributes is None
    assert list(customer_selects(planned)) == []


def test_an_entity_is_looked_up_once_whether_or_not_its_source_is_named() -> None:
    files = project("SELECT x FROM Shop_Visits, Visits")
    (query, *_) = (one for one in sql_queries(files) if one.request.document == SEGMENTS)
    tables, (stored,) = QueriedTables(files), files.snapshots

    first, second = (tables.of(stored, one) for one in query.tables)
    assert first is second
