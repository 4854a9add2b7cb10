"""What changed between two snapshots, and which payloads break."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from linter.cli import main
from linter.instance.drift import Difference, drift
from linter.reading.snapshots import read_snapshot

REPO = Path(__file__).parent.parent
CONTACTS: dict[str, Any] = {
    "name": "Contacts",
    "entityType": "profile",
    "primaryKey": "Id",
    "attributes": {"Id": "string", "EMail": "string", "Born": "date", "CreatedOn": "dateTime"},
}
ORDERS: dict[str, Any] = {
    "name": "Orders",
    "primaryKey": "OrderId",
    "attributes": {"OrderId": "guid", "ContactId": "string", "Total": "decimal"},
}
ORDER_TO_CONTACT = {
    "name": "OrderToContact",
    "fromEntityName": "Shop_Orders",
    "fromAttributeName": "ContactId",
    "toEntityName": "Shop_Contacts",
    "toAttributeName": "Id",
    "cardinality": "manyToOne",
}


def snapshot(
    entities: list[dict[str, Any]], relationships: list[dict[str, Any]] | None = None, **more: Any
) -> dict[str, Any]:
    source = {"dataSourceId": "1", "name": "Shop", "entities": entities}
    return {
        "snapshotVersion": 1,
        "instanceId": "i",
        "dataSources": [source],
        "relationships": relationships or [],
        **more,
    }


def changes(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, ...]]:
    before, after = (read_snapshot("s.json", json.dumps(one).encode())[1] for one in (old, new))
    return [change[:6] for change in drift(before, after)]


def with_attributes(entity: dict[str, Any], **attributes: Any) -> dict[str, Any]:
    """The entity with other attributes; None takes one away."""
    kept = {**entity["attributes"], **attributes}
    return {**entity, "attributes": {name: told for name, told in kept.items() if told is not None}}


def test_equal_snapshots_have_no_changes() -> None:
    same = snapshot([CONTACTS, ORDERS], [ORDER_TO_CONTACT])

    assert changes(same, same) == []


@pytest.mark.parametrize(
    ("entity", "expected"),
    [
        (
            with_attributes(CONTACTS, Phone="string"),
            [("added", "attribute", "Shop_Contacts.Phone", "", "string", "")],
        ),
        (
            with_attributes(CONTACTS, Born=None),
            [("removed", "attribute", "Shop_Contacts.Born", "date", "", "")],
        ),
        (
            with_attributes(CONTACTS, CreatedOn="string"),
            [("retyped", "attribute", "Shop_Contacts.CreatedOn", "dateTime", "string", "")],
        ),
        (
            with_attributes(CONTACTS, Born="dateTime"),
            [("retyped", "attribute", "Shop_Contacts.Born", "date", "dateTime", "the same to the service")],
        ),
        (with_attributes(CONTACTS, CreatedOn="Edm.DateTime"), []),
        (
            with_attributes(CONTACTS, EMail=None, e_mail="string"),
            [
                (
                    "renamed",
                    "attribute",
                    "Shop_Contacts.EMail",
                    "EMail",
                    "e_mail",
                    "the same but for case and separators",
                )
            ],
        ),
        (
            with_attributes(CONTACTS, EMail=None, EMailAddress="string"),
            [
                (
                    "renamed",
                    "attribute",
                    "Shop_Contacts.EMail",
                    "EMail",
                    "EMailAddress",
                    "a similar name, the same type string",
                )
            ],
        ),
        (
            with_attributes(CONTACTS, EMail=None, EMailAddress="guid"),
            [
                ("removed", "attribute", "Shop_Contacts.EMail", "string", "", ""),
                ("added", "attribute", "Shop_Contacts.EMailAddress", "", "guid", ""),
            ],
        ),
        (
            {**CONTACTS, "primaryKey": "EMail"},
            [("changed", "primary key", "Shop_Contacts", "Id", "EMail", "")],
        ),
        (
            {**CONTACTS, "entityType": "activity", "primaryKey": None},
            [
                ("removed", "primary key", "Shop_Contacts", "Id", "", ""),
                ("changed", "entity type", "Shop_Contacts", "profile", "activity", ""),
            ],
        ),
        (
            {**CONTACTS, "name": "People"},
            [
                (
                    "renamed",
                    "entity",
                    "Shop_Contacts",
                    "Shop_Contacts",
                    "Shop_People",
                    "4 of 4 attributes are the same",
                )
            ],
        ),
    ],
)
def test_a_change_of_an_entity_is_told_with_its_evidence(
    entity: dict[str, Any], expected: list[tuple[str, ...]]
) -> None:
    assert changes(snapshot([CONTACTS, ORDERS]), snapshot([entity, ORDERS])) == expected


def test_a_data_source_that_is_gone_is_one_change_and_not_one_for_each_entity() -> None:
    old = snapshot([CONTACTS, ORDERS])

    assert changes(old, {**old, "dataSources": []}) == [
        ("removed", "data source", "Shop", "2 entities", "", "")
    ]


def test_a_data_source_that_kept_its_id_is_renamed() -> None:
    old = snapshot([CONTACTS])
    new = {**old, "dataSources": [{**old["dataSources"][0], "name": "Store"}]}

    assert changes(old, new) == [("renamed", "data source", "Shop", "Shop", "Store", "the same ID 1")]


def test_relationships_are_compared_by_name_and_then_by_their_ends() -> None:
    old = snapshot([CONTACTS, ORDERS], [ORDER_TO_CONTACT])
    one_to_many = {**ORDER_TO_CONTACT, "cardinality": "oneToMany"}
    renamed = {**ORDER_TO_CONTACT, "name": "OrdersOfContact"}
    ends = "Shop_Orders.ContactId to Shop_Contacts.Id"

    assert changes(old, snapshot([CONTACTS, ORDERS], [one_to_many])) == [
        ("changed", "relationship", "OrderToContact", f"{ends}, manyToOne", f"{ends}, oneToMany", "")
    ]
    assert changes(old, snapshot([CONTACTS, ORDERS], [renamed])) == [
        (
            "renamed",
            "relationship",
            "OrderToContact",
            "OrderToContact",
            "OrdersOfContact",
            "it leads from and to the same attributes",
        )
    ]
    assert changes(old, snapshot([CONTACTS, ORDERS])) == [
        ("removed", "relationship", "OrderToContact", f"{ends}, manyToOne", "", "")
    ]


def test_the_other_lists_are_compared_by_name() -> None:
    old = snapshot([CONTACTS], segments=[{"name": "Loyal", "description": "a"}, {"name": "Lost"}])
    new = snapshot([CONTACTS], segments=[{"name": "Loyal", "description": "b"}, {"name": "New"}])

    assert changes(old, new) == [
        ("changed", "segment", "Loyal", "", "", "description"),
        ("removed", "segment", "Lost", "", "", ""),
        ("added", "segment", "New", "", "", ""),
    ]


NAMES = st.sampled_from(["Id", "EMail", "e_mail", "Mail", "Phone", "CreatedOn", "Total", "Straße"])
TYPES = st.sampled_from(["string", "guid", "dateTime", "int64"])
ENTITIES = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(["Contacts", "Orders", "People", "contacts"]),
            "attributes": st.dictionaries(NAMES, TYPES),
        }
    ),
    unique_by=lambda entity: entity["name"],
)


@given(ENTITIES, ENTITIES)
def test_the_way_back_undoes_the_way_there(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> None:
    there = changes(snapshot(old), snapshot(new))
    back = changes(snapshot(new), snapshot(old))
    opposite = {"added": "removed", "removed": "added"}

    def counted(found: list[tuple[str, ...]], turn: dict[str, str]) -> list[tuple[str, str]]:
        return sorted((turn.get(one[0], one[0]), one[1]) for one in found if one[1] == "entity")

    assert counted(there, opposite) == counted(back, {})


def mirrored(found: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Changes without the names of the entities that they are about: those are the newer ones."""
    return sorted((*one[:2], one[2].rpartition(".")[2] if not one[3] else "", *one[3:5]) for one in found)


def turned(found: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    opposite = {"added": "removed", "removed": "added"}
    return [(opposite.get(one[0], one[0]), *one[1:3], one[4], one[3]) for one in found]


TWO_SHOPS = [{"dataSourceId": number, "name": "Shop", "entities": []} for number in ("1", "2")]
ONE_SHOP = [{"dataSourceId": "3", "name": "Shop", "entities": [CONTACTS]}]
ANOTHER = [{"dataSourceId": "1", "name": "Pos", "entities": []}]
SAME = [{"name": f"E{number}", "attributes": CONTACTS["attributes"]} for number in range(101)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (TWO_SHOPS, ONE_SHOP),
        (TWO_SHOPS, [*ANOTHER, *ONE_SHOP]),
        ([TWO_SHOPS[1]], [TWO_SHOPS[0], {**TWO_SHOPS[1], "name": "Pos"}]),
        ([{**ONE_SHOP[0], "entities": SAME}], ONE_SHOP),
    ],
    ids=["one of two names", "beside one that is renamed", "two that change names", "one of many alike"],
)
def test_the_way_back_is_the_way_there_turned_round(old: list[Any], new: list[Any]) -> None:
    before, after = (snapshot([], dataSources=one) for one in (old, new))

    assert mirrored(turned(changes(before, after))) == mirrored(changes(after, before))


@pytest.fixture
def contoso(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(REPO / "examples/contoso", tmp_path / "contoso")
    monkeypatch.chdir(tmp_path / "contoso")
    text = Path("snapshot.json").read_text("utf-8")
    Path("new.json").write_text(text.replace('"EMail": {', '"EMailAddress": {', 1), "utf-8")
    return tmp_path / "contoso"


def diff(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["snapshot", "diff", *arguments])


def test_payloads_that_break_are_told_at_their_places_and_fail_the_run(contoso: Path) -> None:
    result = diff("snapshot.json", "new.json", "--format", "json")
    report = json.loads(result.stdout)
    places = [
        (one["code"], one["file"], one["range"]["start"]["line"]) for one in report["breaks"]["diagnostics"]
    ]

    assert result.exit_code == 1
    assert [one["evidence"] for one in report["changes"]] == ["the same semantic type"]
    assert report["changes"][0]["before"] == {
        "file": "snapshot.json",
        "range": {"start": {"line": 42, "column": 13}, "end": {"line": 42, "column": 20}},
    }
    assert {one["help"] for one in report["breaks"]["diagnostics"]} == {
        "it is probably called `EMailAddress` now: the same semantic type"
    }
    assert places == [
        ("CP02", "conflations/default/conflationPlan.json", 22),
        ("CP02", "conflations/default/conflationPlan.json", 100),
        ("CR02", "conflations/default/conflictResolutionRules.json", 13),
    ]


def test_what_may_be_meant_for_another_instance_is_not_told_to_break(contoso: Path) -> None:
    other = {**json.loads(Path("snapshot.json").read_text("utf-8")), "instanceId": "another"}
    Path("other.json").write_text(json.dumps(other), "utf-8")
    Path("c360lint.toml").write_text('snapshot = ["snapshot.json", "other.json"]\n', "utf-8")
    report = json.loads(diff("snapshot.json", "new.json", "--format", "json").stdout)

    assert (len(report["changes"]), report["breaks"]["diagnostics"]) == (1, [])


def test_what_was_broken_before_does_not_break_again(contoso: Path) -> None:
    result = diff("new.json", "new.json")

    assert (result.exit_code, result.stdout) == (
        0,
        "No changes.\n\nNo payload breaks: 17 documents checked with both.\n",
    )


def test_markdown_has_a_table_and_a_list(contoso: Path) -> None:
    result = diff("snapshot.json", "new.json", "--format", "markdown")

    assert result.stdout.split("\n")[:9] == [
        "# Changes of the snapshot",
        "",
        "|  | what | name | was → is | evidence |",
        "| --- | --- | --- | --- | --- |",
        "| renamed? | attribute | `eCommerce_eCommerceContacts.EMail` | EMail → EMailAddress "
        "| the same semantic type |",
        "",
        "# c360lint",
        "",
        "Found 3 errors in 17 documents.",
    ]


def test_without_payloads_the_snapshots_are_compared_alone(contoso: Path) -> None:
    (contoso / "empty").mkdir()
    result = diff("snapshot.json", "new.json", "--project", "empty", "--config", "empty/c360lint.toml")

    assert result.exit_code == 2
    (contoso / "empty/c360lint.toml").write_text("", "utf-8")
    result = diff("snapshot.json", "new.json", "--project", "empty")
    assert (result.exit_code, result.stderr) == (
        0,
        "no payloads here: only the snapshots were compared (--project FOLDER)\n",
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "c360lint: other.json can't be read: No such file or directory\n"),
        ("{", "c360lint: other.json:1:2: the snapshot can't be read: "),
        ("[]", "c360lint: other.json:1:1: this is not a snapshot: "),
    ],
)
def test_what_is_no_snapshot_ends_with_2_and_its_place(
    contoso: Path, content: str | None, message: str
) -> None:
    if content is not None:
        Path("other.json").write_text(content, "utf-8")
    result = diff("snapshot.json", "other.json")

    assert (result.exit_code, result.stdout, result.stderr[: len(message)]) == (2, "", message)


def show(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["snapshot", "show", *arguments])


def test_show_lists_entities_by_data_source_and_what_nobody_knows(contoso: Path) -> None:
    lines = show().stdout.split("\n")

    assert lines[:5] == [
        "snapshot.json: instance 5f2b6d0e-3a41-4c58-9d0b-7be2f1c6a9d4, captured at 2020-04-17T08:00:00Z",
        "",
        "eCommerce (d8d3b26a-a8ad-42f7-901e-f7f745003a84, powerQuery)",
        "  entity              type         key         attributes  relationships",
        "  eCommerceAddresses  unspecified  AddressId   8           1",
    ]
    assert lines[-3:] == ["Not known", "  a primary key of 1 of 14 entities: Web_webPageViews", ""]


def test_show_of_an_entity_lists_its_attributes_and_relationships(contoso: Path) -> None:
    assert show("posPurchases", "--format", "markdown").stdout.split("\n")[:5] == [
        "## PoS_posPurchases (unspecified, key ReceiptId)",
        "",
        "| attribute | type | canonical |  | semantic type | in the source |",
        "| --- | --- | --- | --- | --- | --- |",
        "| ReceiptId | string |  | key |  |  |",
    ]


def test_show_of_an_unknown_entity_suggests_the_nearest(contoso: Path) -> None:
    result = show("posPurchase")

    assert (result.exit_code, result.stderr) == (
        2,
        "c360lint: no entity `posPurchase` in snapshot.json; did you mean `posPurchases`?\n",
    )


def test_another_instance_is_a_change_too() -> None:
    assert changes(snapshot([CONTACTS]), {**snapshot([CONTACTS]), "instanceId": "j"}) == [
        ("changed", "instance ID", "", "i", "j", "")
    ]


def test_the_help_names_the_new_name_of_an_entity_that_is_named_without_its_data_source(
    contoso: Path,
) -> None:
    text = Path("snapshot.json").read_text("utf-8")
    Path("new.json").write_text(text.replace('"name": "posCustomers"', '"name": "posClients"'), "utf-8")
    report = json.loads(diff("snapshot.json", "new.json", "--format", "json").stdout)

    assert {one["help"] for one in report["breaks"]["diagnostics"] if "posCustomers`" in one["message"]} == {
        "it is probably called `PoS_posClients` now: 9 of 9 attributes are the same"
    }


def test_data_sources_that_are_declared_twice_are_compared_once() -> None:
    twice = {**snapshot([CONTACTS]), "dataSources": [{"dataSourceId": "a"}] * 2}

    assert changes(twice, twice) == []


def test_what_a_source_an_entity_an_attribute_and_the_search_say_besides_is_told() -> None:
    old = snapshot([CONTACTS], [ORDER_TO_CONTACT], complete={"segments": False})
    new = snapshot(
        [{**CONTACTS, "friendlyName": "People"}],
        [{**ORDER_TO_CONTACT, "description": "who", "updatedBy": "x"}],
        complete={"segments": True, "entities": True},
        searchConfiguration={"entityConfig": []},
    )
    new["dataSources"][0]["kind"] = "powerQuery"
    email = {"type": "string", "semanticType": "Mail", "isSearchable": True}
    new["dataSources"][0]["entities"][0]["attributes"] = {**CONTACTS["attributes"], "EMail": email}

    assert changes(old, new) == [
        ("added", "kind", "Shop", "", "powerQuery", ""),
        ("added", "friendly name", "Shop_Contacts", "", "People", ""),
        ("added", "semantic type", "Shop_Contacts.EMail", "", "Mail", ""),
        ("added", "is searchable", "Shop_Contacts.EMail", "", "true", ""),
        ("added", "description", "OrderToContact", "", "who", ""),
        ("added", "search configuration", "", "", "", ""),
        ("changed", "complete", "segments", "false", "true", ""),
    ]


def test_types_that_the_service_has_no_word_for_are_compared_as_they_are_written() -> None:
    old, new = (
        snapshot([{"name": "E", "attributes": {"tags": tags, "home": home}}])
        for tags, home in (
            ("Collection(Edm.String)", "g.address"),
            ("Collection( edm.string )", "g.location"),
        )
    )

    assert changes(old, new) == [("retyped", "attribute", "Shop_E.home", "g.address", "g.location", "")]


def test_what_is_gone_says_which_segments_and_measures_use_it(tmp_path: Path) -> None:
    entity = {"name": "Buyers", "attributes": {"Id": "string", "Mail": "string", "Sum": "double"}}
    less = {"name": "Buyers", "attributes": {"Id": "string"}}
    leaf = {"attribute": "Shop_Buyers.Mail", "comparisonOperator": "isNull"}
    segment = {"name": "NoMail", "segmentQueryExpression": {"rowsets": [{"criteria": leaf}]}}
    files = {}
    for name, one in (("old.json", entity), ("new.json", less)):
        source = {"dataSourceId": "s-1", "name": "Shop", "entities": [one]}
        kept = {"snapshotVersion": 1, "dataSources": [source], "segments": [segment]}
        files[name] = tmp_path / name
        files[name].write_text(json.dumps(kept), "utf-8")

    told = diff(*map(str, files.values()), "--no-project")

    assert told.stdout.splitlines() == [
        "removed   attribute  Shop_Buyers.Mail  string  (used by segment `NoMail`)",
        "removed   attribute  Shop_Buyers.Sum  double",
    ]


def typed(**types: str) -> dict[str, Any]:
    return snapshot([{"name": "E", "attributes": types}])


@pytest.mark.parametrize(
    ("old", "new", "evidence"),
    [
        ("Collection(Edm.String)", "Collection(Edm.Int64)", ""),
        ("Collection(g.phone)", "Collection(g.mobile)", ""),
        ("Collection(g.phone)", "g.phone", ""),
        ("g.Phone", "g.phone", ""),
        ("array", "Collection(Edm.String)", ""),
        ("Edm.Duration", "Edm.TimeOfDay", ""),
        ("decimal(10,2)", "decimal(18,2)", "the same to the service"),
        ("nvarchar(10)", "string", "the same to the service"),
        ("Edm.Int16", "Edm.Int32", "the same to the service"),
    ],
)
def test_types_that_are_not_the_same_are_told(old: str, new: str, evidence: str) -> None:
    assert changes(typed(x=old), typed(x=new)) == [("retyped", "attribute", "Shop_E.x", old, new, evidence)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Collection(Edm.String)", "collection( string )"),
        ("decimal(10, 2)", "Edm.Decimal(10,2)"),
        ("Array", "array"),
        ("", "unknown"),
    ],
)
def test_types_of_other_vocabularies_are_the_same(old: str, new: str) -> None:
    assert changes(typed(x=old), typed(x=new)) == []


def test_a_renaming_never_claims_a_type_that_changed() -> None:
    old, new = typed(phones="Collection(g.phone)"), typed(phoneList="Collection(g.mobile)")
    cased = typed(Phones="Collection(g.mobile)")
    unknown = typed(phones="unknown"), typed(phoneList="unknown")

    assert [one[0] for one in changes(old, new)] == ["removed", "added"]
    assert changes(old, cased) == [
        ("renamed", "attribute", "Shop_E.phones", "phones", "Phones", "the same but for case and separators"),
        ("retyped", "attribute", "Shop_E.Phones", "Collection(g.phone)", "Collection(g.mobile)", ""),
    ]
    assert [one[-1] for one in changes(*unknown)] == ["a similar name"]
    assert [one.is_sure for one in differences(old, cased)] == [False, False]


def differences(old: dict[str, Any], new: dict[str, Any]) -> list[Difference]:
    return drift(*(read_snapshot("s.json", json.dumps(one).encode())[1] for one in (old, new)))


def test_ways_and_keys_are_compared_one_by_one() -> None:
    entity = {"name": "E", "attributes": {"a": "int", "b": "int"}, "keyAttributes": ["a", "b"]}
    way = {"type": "g.Order", "isCollection": True, "entity": "Orders"}
    old = snapshot([{**entity, "navigationProperties": {"orders": way, "owner": {"type": "g.User"}}}])
    new = snapshot([{**entity, "navigationProperties": {"orders": {"type": "g.Order"}, "next": way}}])
    other = snapshot([{**entity, "keyAttributes": ["b", "a"]}])

    what = "navigation property"
    assert changes(old, new) == [
        ("changed", what, "Shop_E.orders", "Collection(g.Order) in Orders", "g.Order", ""),
        ("removed", what, "Shop_E.owner", "g.User", "", ""),
        ("added", what, "Shop_E.next", "", "Collection(g.Order) in Orders", ""),
    ]
    assert changes(snapshot([entity]), other) == [("changed", "key attributes", "Shop_E", "a, b", "b, a", "")]


def instance(
    source: str = "Shop",
    id_: str = "1",
    orders: str = "Orders",
    mail: str = "EMail",
    ns: str = "g",
    rows: int = 9,
) -> dict[str, Any]:
    """A snapshot in which much is named after something else."""
    guess = {"type": "string", "guessedFrom": f"{rows} rows of C.csv"}
    contacts = {
        "name": "Contacts",
        "typeName": f"{ns}.Contact",
        "keyAttributes": ["Id", mail],
        "attributes": {"Id": guess, mail: guess, "kind": f"Collection({ns}.Kind)"},
        "navigationProperties": {"orders": {"type": f"{ns}.Order", "entity": orders}},
    }
    ordered = {"name": orders, "typeName": f"{ns}.Order", "attributes": {"No": "int", "By": "guid"}}
    ends = {
        "fromEntityName": f"{source}_{orders}",
        "fromAttributeName": "By",
        "toEntityName": f"{source}_Contacts",
        "toAttributeName": mail,
        "cardinality": "manyToOne",
    }
    leaf = {"attribute": f"{source}_Contacts.{mail}", "comparisonOperator": "isNull"}
    named = f"{source}_{orders}_By_{source}_Contacts_Id"
    return {
        "snapshotVersion": 1,
        "instanceId": "i",
        "dataSources": [
            {
                "dataSourceId": id_,
                "name": source,
                "modelJsonPath": f"https://lake/{source}/model.json",
                "entities": [contacts, ordered],
            }
        ],
        "systemEntities": [{"name": "Customer", "attributes": {f"{source}_Contacts_Id": "string"}}],
        "relationships": [{"name": "r", **ends}, {"name": named, **ends, "toAttributeName": "Id"}],
        "conflations": [{"conflationId": "c", "entityInformation": {source: ["Contacts"]}}],
        "selfConflations": [{"conflationId": "c", "entities": [f"{source}_Contacts"]}],
        "segments": [{"name": "s", "segmentQueryExpression": {"rowsets": [{"criteria": leaf}]}}],
    }


WAY = "navigation property"


@pytest.mark.parametrize(
    ("other", "expected", "follows"),
    [
        (
            {"source": "Store"},
            ("renamed", "data source", "Shop", "Shop", "Store", "the same ID 1"),
            {"model json path": 1, "attribute": 1, "relationship": 2, "conflation": 1,
             "self conflation": 1, "segment": 1},
        ),
        (
            {"source": "Store", "id_": "2"},
            ("renamed", "data source", "Shop", "Shop", "Store",
             "2 of 2 entities are the same, the ID was 1 and is 2"),
            {"model json path": 1, "attribute": 1, "relationship": 2, "conflation": 1,
             "self conflation": 1, "segment": 1},
        ),
        ({"id_": "2"}, ("changed", "data source ID", "Shop", "1", "2", ""), {}),
        (
            {"orders": "Sales"},
            ("renamed", "entity", "Shop_Orders", "Shop_Orders", "Shop_Sales",
             "2 of 2 attributes are the same"),
            {WAY: 1, "relationship": 2},
        ),
        (
            {"mail": "e_mail"},
            ("renamed", "attribute", "Shop_Contacts.EMail", "EMail", "e_mail",
             "the same but for case and separators"),
            {"key attributes": 1, "relationship": 1, "segment": 1},
        ),
        (
            {"ns": "h"},
            ("renamed", "namespace", "g", "g", "h", "2 types of the same name"),
            {"type": 1, "type name": 2, WAY: 1},
        ),
        (
            {"rows": 12},
            ("changed", "guessed from", "Shop_Contacts", "9 rows of C.csv", "12 rows of C.csv",
             "2 attributes"),
            {},
        ),
    ],
    ids=["a source", "a source, also its ID", "an ID", "an entity", "an attribute", "a namespace", "a guess"],
)  # fmt: skip
def test_one_fact_is_one_change_and_what_follows_from_it_is_counted(
    other: dict[str, Any], expected: tuple[str, ...], follows: dict[str, int]
) -> None:
    (found,) = differences(instance(), instance(**other))

    assert found[:6] == expected
    assert dict(found.follows) == follows


def test_what_changes_besides_a_name_is_told_itself() -> None:
    new = instance("Store")
    new["segments"] = instance("Store", mail="Id")["segments"]
    new["relationships"][0]["cardinality"] = "oneToOne"

    (first, *found) = differences(instance(), new)

    assert dict(first.follows)["relationship"] == 1
    assert [one[:5] for one in found] == [
        ("changed", "relationship", "r", "Shop_Orders.By to Shop_Contacts.EMail, manyToOne",
         "Store_Orders.By to Store_Contacts.EMail, oneToOne"),
        ("changed", "segment", "s", "", ""),
    ]  # fmt: skip


def test_what_changes_of_an_entity_besides_its_name_is_told_of_the_new_one() -> None:
    people = {**CONTACTS, "name": "People", "entityType": "activity"}

    assert [one[:5] for one in changes(snapshot([CONTACTS]), snapshot([people]))] == [
        ("renamed", "entity", "Shop_Contacts", "Shop_Contacts", "Shop_People"),
        ("changed", "entity type", "Shop_People", "profile", "activity"),
    ]


def test_an_attribute_that_another_entity_still_has_explains_nothing_else() -> None:
    old, new = instance(), instance(mail="e_mail")
    for one in (old, new):
        one["dataSources"][0]["entities"][1]["attributes"]["EMail"] = "string"

    assert [one[1] for one in changes(old, new)] == ["attribute", "segment"]


def test_a_name_that_is_that_of_something_else_now_is_a_change() -> None:
    shop = {"dataSourceId": "1", "name": "A", "entities": [CONTACTS]}
    crm = {"dataSourceId": "2", "name": "B", "entities": [ORDERS]}
    link = {**ORDER_TO_CONTACT, "fromEntityName": "A_Contacts", "toEntityName": "A_Contacts"}
    old = {**snapshot([], [link]), "dataSources": [shop, crm]}
    new = {**old, "dataSources": [{**shop, "name": "B"}, {**crm, "name": "A"}]}

    assert changes(old, new)[-1] == (
        "changed",
        "relationship",
        "OrderToContact",
        "B_Contacts.ContactId to B_Contacts.Id, manyToOne",
        "A_Contacts.ContactId to A_Contacts.Id, manyToOne",
        "",
    )


def test_relationships_with_the_same_ends_are_renamed_one_by_one() -> None:
    links = [{**ORDER_TO_CONTACT, "name": name} for name in ("a", "b", "c", "d")]
    old, new = (snapshot([CONTACTS, ORDERS], some) for some in (links[:2], links[2:]))

    assert [one[:5] for one in changes(old, new)] == [
        ("renamed", "relationship", "b", "b", "d"),
        ("renamed", "relationship", "a", "a", "c"),
    ]
    assert [one.is_sure for one in differences(old, new)] == [False, False]


def test_items_without_a_name_are_compared_by_their_number() -> None:
    old, new = (snapshot([], activities=[{"entity": "E", "primaryKey": key}]) for key in ("a", "b"))

    assert changes(old, new) == [("changed", "activity", "1", "", "", "primaryKey")]


def test_attributes_that_are_no_more_declared_are_told_once() -> None:
    old, new = snapshot([ORDERS]), snapshot([{"name": "Orders", "primaryKey": "OrderId"}])

    assert changes(old, new) == [("removed", "attributes", "Shop_Orders", "3", "", "")]


def test_what_follows_is_told_in_every_form(tmp_path: Path) -> None:
    files = [tmp_path / "old.json", tmp_path / "new.json"]
    for file, one in zip(files, (instance(), instance("Store")), strict=True):
        file.write_text(json.dumps(one), "utf-8")
    said = "2 relationships, 1 conflation, 1 self conflation and 1 segment follow"

    whole, table = (diff(*map(str, files), "--no-project", "--format", one) for one in ("full", "markdown"))
    report = json.loads(diff(*map(str, files), "--no-project", "--format", "json").stdout)

    begin = "renamed?  data source  Shop  Shop → Store  (the same ID 1; 1 model json path, 1 attribute, "
    assert whole.stdout == f"{begin}{said})\n"
    assert f"the same ID 1; 1 model json path, 1 attribute, {said} |" in table.stdout
    assert report["changes"][0]["follows"]["relationship"] == 2


def test_what_a_type_is_called_otherwise_is_told_at_the_entities_and_not_at_the_ways_to_them() -> None:
    def shop(*types: str) -> dict[str, Any]:
        ways = {"orders": {"type": types[0], "isCollection": True}}
        entities = [{"name": name, "typeName": one} for name, one in zip("ABC", types, strict=True)]
        return snapshot([{**entities[0], "navigationProperties": ways}, *entities[1:]])

    all_ = differences(shop("g.Order", "g.Order", "g.User"), shop("g.Sale", "g.Sale", "g.User"))
    some = differences(shop("g.Order", "g.Order", "g.User"), shop("g.Sale", "g.Order", "g.User"))

    assert [(one[:5], one.follows) for one in all_] == [
        (("changed", "type name", "Shop_A", "g.Order", "g.Sale"), (("type name", 1), (WAY, 1)))
    ]
    assert [one[:5] for one in some] == [
        ("changed", "type name", "Shop_A", "g.Order", "g.Sale"),
        ("changed", WAY, "Shop_A.orders", "Collection(g.Order)", "Collection(g.Sale)"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "evidence"),
    [
        ("ABC", "ABC", "3 of 3 entities are the same"),
        ("ABCDE", "ABCDF", "4 of 6 entities are the same"),
        ("ABC", "ABCDEFGH", "3 of 8 entities are the same"),
        ("ABCDEFGH", "ABC", "3 of 8 entities are the same"),
        ("A", "A", "1 of 1 entity is the same"),
        ("AB", "ABCD", ""),
        ("A", "AB", ""),
        ("ABC", "DEF", ""),
    ],
)
def test_a_data_source_with_another_id_and_name_is_known_by_its_entities(
    old: str, new: str, evidence: str
) -> None:
    def shop(name: str, entities: str) -> dict[str, Any]:
        made = [{"name": one, "attributes": {one: "string", f"{one}2": "int"}} for one in entities]
        return {**snapshot([]), "dataSources": [{"dataSourceId": name, "name": name, "entities": made}]}

    found = [one for one in differences(shop("Shop", old), shop("Store", new)) if one.what == "data source"]

    expected = [("renamed", evidence)] if evidence else [("removed", ""), ("added", "")]
    assert [(one.kind, one.evidence) for one in found] == expected
    assert any(one.is_sure for one in found) is (old == new == "ABC")
