"""What rules on data sources have in common: which one is meant, what is saved, what a column is."""

from __future__ import annotations

from typing import Any

import pytest

from linter.diagnostic import Location
from linter.kinds.data_source_body import DataSourcePayload
from linter.rulekit.data_sources import (
    SOUND_NAME,
    column_names,
    columns_of,
    data_sources,
    distinct_tables,
    is_called,
    is_saved_name,
    is_saved_table,
    keys_named,
    known_entity,
    may_be_one,
    power_queries,
    saved_by_name,
    saved_source,
    severity_of_name,
    source_meant,
    type_of,
)
from tests.projects import project_of, snapshot

URL = "/api/instances/main/manage/datasources"


def payloads(*requests: tuple[str, Any], stored: Any = "") -> list[DataSourcePayload]:
    """Return the data sources of requests: "" makes one, an ID changes one."""
    sent = [
        {"method": "PUT" if name else "POST", "url": f"{URL}/{name}" if name else URL, "body": body}
        for name, body in requests
    ]
    files: dict[str, Any] = {"requests.json": sent}
    if stored is not None:
        files["snapshot.json"] = stored or snapshot()
    return list(data_sources(project_of(files)))


def one(name: str, body: Any, stored: Any = "") -> DataSourcePayload:
    (only,) = payloads((name, body), stored=stored)
    return only


def called(name: str | None, **more: Any) -> dict[str, Any]:
    return {"dataSourceMetadata": {"name": name, "kind": "attach", **more}}


@pytest.mark.parametrize(
    ("name", "is_sound", "severity"),
    [
        ("Shop_1", True, None),
        ("1Shop", False, None),
        ("Shop-1", False, None),
        ("Größe", False, "warning"),
        ("_Shop", False, None),
        ("Shop ", False, None),
    ],
)
def test_names_are_made_of_letters_digits_and_underscores(
    name: str, is_sound: bool, severity: str | None
) -> None:
    assert bool(SOUND_NAME.match(name)) is is_sound
    assert is_sound or severity_of_name(name) == severity


def test_what_is_saved_is_what_the_snapshot_declares() -> None:
    named, lower, nameless = (one("", called(name)) for name in ("Shop", "shop", None))
    changed, strange = one("shop-1", called("New")), one("shop-2", called("Shop"))
    alone = one("shop-1", called("Shop"), stored=None)

    assert [is_saved_name(each) for each in (named, lower, nameless, strange, alone)] == [
        True,
        False,
        False,
        True,
        False,
    ]
    saved = saved_by_name()
    assert [[str(one) for one in saved(named, name)] for name in ("sHOP", "CRM", "Other")] == [
        ["Shop"],
        ["Crm"],
        [],
    ]
    assert list(saved(alone, "Shop")) == []
    assert [getattr(saved_source(each), "id", None) for each in (changed, strange, named, alone)] == [
        "shop-1",
        None,
        None,
        None,
    ]
    assert [is_saved_table(changed, table) for table in ("Buyers", "People", "buyers")] == [
        True,
        False,
        False,
    ]
    assert not is_saved_table(strange, "Buyers")
    assert not is_saved_table(alone, "Buyers")


MADE = ("", called("New"))
MADE_AS = ("", called("New", dataSourceId="new-1"))


@pytest.mark.parametrize(
    ("requests", "may_be"),
    [
        ([MADE, ("new-1", called("New"))], True),
        ([MADE_AS, ("new-1", called("New"))], True),
        ([MADE_AS, ("new-2", called("New"))], False),
        ([("new-1", called("A")), ("new-1", called("B"))], True),
        ([("new-1", called("A")), ("new-2", called("B"))], False),
        ([MADE, MADE], False),
        ([MADE_AS, MADE_AS], False),
        ([MADE, ("shop-1", called("New"))], False),
        ([("shop-1", called("A")), ("shop-1", called("B"))], True),
        ([MADE_AS, ("new-1", called("New")), ("new-1", called("Newer"))], True),
        ([("", called("A", dataSourceId="shop-1")), ("shop-1", called("A"))], True),
        ([("{{which}}", called("A")), ("shop-1", called("B"))], True),
    ],
)
def test_payloads_may_be_about_one_data_source(requests: list[Any], may_be: bool) -> None:
    assert may_be_one(payloads(*requests)) is may_be


def test_what_has_no_name_is_no_saved_one() -> None:
    stored = snapshot()
    del stored["dataSources"][1]["name"]

    assert not is_saved_name(one("", called(None), stored))


def test_names_of_data_sources_are_the_same_in_any_case() -> None:
    stored = snapshot()
    del stored["dataSources"][1]["name"]
    payload = one("", called("New"), stored)
    assert payload.request.snapshot is not None
    shop, nameless = payload.request.snapshot.declared.data_sources

    assert is_called(shop, "sHOP")
    assert not is_called(shop, "Crm")
    assert not is_called(nameless, "crm-1")


TYPED = {
    "attributes": [
        {"name": "Id", "dataType": "string"},
        {"name": "Sum", "dataType": "decimal"},
        {"name": "X"},
    ]
}
BODY = {
    "dataSourceMetadata": {
        "name": "Shop",
        "entityNames": ["Buyers", "Sales", "Sales"],
        "entityInformation": [
            {"entityName": "Buyers", "primaryKey": "Mail"},
            {"entityName": "Sales"},
            {"primaryKey": "Id"},
        ],
        "incrementalRefreshProperties": [{"entityName": "Sales", "primaryKeyAttributeName": "Id"}],
    },
    "model": {"entities": [{"name": "Sales", **TYPED}, {"name": "Visits"}, {"attributes": []}]},
}


def test_tables_columns_and_keys_of_a_data_source() -> None:
    changed = one("shop-1", BODY)

    assert [each.name for each in distinct_tables(changed)] == ["Buyers", "Sales", "Visits"]
    assert [each.among for each in distinct_tables(changed)] == ["entityNames", "entityNames", "entities"]
    project = project_of({"requests.json": [{"method": "POST", "url": URL, "body": BODY}]})
    assert [(entity.text("name"), column.text("name")) for _, entity, column in columns_of(project)] == [
        ("Sales", "Id"),
        ("Sales", "Sum"),
        ("Sales", "X"),
    ]
    metadata = ("", "body", "dataSourceMetadata")
    assert [(table, key, at.path[1:]) for table, key, at in keys_named(changed)] == [
        ("Buyers", "Mail", (*metadata[1:], "entityInformation", 0, "primaryKey")),
        ("Sales", "Id", (*metadata[1:], "incrementalRefreshProperties", 0, "primaryKeyAttributeName")),
    ]


def test_what_a_column_is_the_payload_says_or_else_the_snapshot() -> None:
    changed, made = one("shop-1", BODY), one("", BODY)

    assert [type_of(changed, *names) for names in (("Sales", "Sum"), ("Sales", "X"), ("Buyers", "Born"))] == [
        ("decimal", "Decimal"),
        ("", "Unknown"),
        ("date", "Date"),
    ]
    assert [type_of(changed, *names) for names in (("Buyers", "Lost"), ("Lost", "Id"))] == [
        ("", "Unknown")
    ] * 2
    assert type_of(made, "Buyers", "Born") == ("", "Unknown")
    assert [getattr(source_meant(each), "id", None) for each in (changed, made)] == ["shop-1", None]
    assert [str(known_entity(changed, table)) for table in ("Buyers", "People")] == ["Shop_Buyers", "None"]
    assert known_entity(made, "Buyers") is None
    assert source_meant(one("shop-1", BODY, stored=None)) is None


def test_what_a_payload_says_of_a_table_comes_before_what_the_snapshot_has() -> None:
    columns = [{"name": "Born", "dataType": "string"}, {"name": "On"}]
    body = {
        "dataSourceMetadata": {"name": "Shop"},
        "model": {"entities": [{"name": "Buyers", "attributes": columns}]},
    }
    changed = one("shop-1", body)

    assert [type_of(changed, "Buyers", each)[0] for each in ("Born", "On", "Mail")] == [
        "string",
        "dateTime",
        "string",
    ]
    names = column_names(changed, "Buyers")
    assert names is not None
    assert list(names) == ["Born", "On"]
    assert type_of(one("shop-1", body, stored=None), "Buyers", "Born") == ("string", "String")


def test_names_of_columns_are_known_where_all_are_declared() -> None:
    changed = one("shop-1", BODY)

    def names(payload: DataSourcePayload, table: str) -> list[str] | None:
        found = column_names(payload, table)
        return list(found) if found is not None else None

    assert names(changed, "Sales") == ["Id", "Sum", "X"]
    assert names(changed, "Buyers") == ["Id", "Mail", "Born", "On", "Odd"]
    assert names(changed, "Lost") is None
    for stored in (snapshot(entity="Buyers", complete=False), snapshot(entity="Buyers", attributes=None)):
        assert names(one("shop-1", BODY, stored), "Buyers") is None


def test_power_queries_are_told_by_their_kind() -> None:
    sent = [
        {
            "method": "POST",
            "url": URL,
            "body": called("A") | {"dataSourceMetadata": {"name": "A", "kind": kind}},
        }
        for kind in ("powerQuery", "attach")
    ]
    project = project_of({"requests.json": sent})

    assert [each.kind for each in power_queries(project)] == ["powerquery"]
    assert len(list(data_sources(project))) == 2


def test_places_of_keys_are_those_of_the_requests() -> None:
    (found, *_) = keys_named(one("shop-1", BODY))
    assert found[2] == Location(
        "requests.json", (0, "body", "dataSourceMetadata", "entityInformation", 0, "primaryKey")
    )
