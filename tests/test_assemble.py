"""Several sources become one snapshot, and what people declare about it is applied."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from linter.importers.assemble import COMPLETE_UNLESS_SAID, NO_INSTANCE, Imported, assemble
from linter.importers.declared import CannotAssemble
from linter.importers.found import Attribute, DataSource, Entity, Found, NavigationProperty, Relationship
from linter.importers.overrides import Declaration, Overrides, load_overrides

CONTACTS = Entity("Contacts", (Attribute("Id", "Edm.Guid"), Attribute("Mail", "string")), ("Id",))
ORDERS = Entity("Orders", (Attribute("Number", "int64"),))


def said_of(part: str, name: str, told: Any, said: str = "o.toml:1:1") -> Declaration:
    return Declaration(part, name, told, lambda *_: said)


def imported(*entities: Entity, name: str = "Shop", relationships: tuple[Relationship, ...] = ()) -> Imported:
    return Imported(f"{name}.csv", Found("csv", (DataSource(entities),), (), relationships), name)


def test_each_source_is_a_data_source_whose_name_stands_for_its_id() -> None:
    snapshot, notes = assemble([imported(CONTACTS), imported(ORDERS, name="Till")], Overrides())

    assert snapshot == {
        "snapshotVersion": 1,
        "instanceId": NO_INSTANCE,
        "description": "Imported from Shop.csv, Till.csv",
        "complete": dict.fromkeys(COMPLETE_UNLESS_SAID, False),
        "dataSources": [
            {
                "dataSourceId": "Shop",
                "name": "Shop",
                "entities": [
                    {
                        "name": "Contacts",
                        "primaryKey": "Id",
                        "attributes": {"Id": "Edm.Guid", "Mail": "string"},
                    }
                ],
            },
            {
                "dataSourceId": "Till",
                "name": "Till",
                "entities": [{"name": "Orders", "attributes": {"Number": "int64"}}],
            },
        ],
    }
    assert notes == []


def test_sources_with_one_name_share_a_data_source() -> None:
    snapshot, _ = assemble([imported(CONTACTS), imported(ORDERS)], Overrides())

    assert [
        (one["name"], [entity["name"] for entity in one["entities"]]) for one in snapshot["dataSources"]
    ] == [("Shop", ["Contacts", "Orders"])]


def test_a_response_that_knows_the_id_and_one_that_knows_the_name_are_one_data_source() -> None:
    sources = Imported("sources.json", Found("customer-insights", (DataSource((), "Shop", "7"),)), "")
    entities = Imported("entities.json", Found("customer-insights", (DataSource((CONTACTS,), "", "7"),)), "")

    for order in ([sources, entities], [entities, sources]):
        snapshot, _ = assemble(order, Overrides())
        assert [
            (one["dataSourceId"], one["name"], len(one["entities"])) for one in snapshot["dataSources"]
        ] == [("7", "Shop", 1)]


def test_an_entity_that_one_source_only_names_is_the_one_that_another_declares() -> None:
    named = Imported(
        "sources.json", Found("customer-insights", (DataSource((Entity("Contacts", None),), "Shop"),)), ""
    )
    declared = Imported("entities.json", Found("customer-insights", (DataSource((CONTACTS,), "Shop"),)), "")

    for order in ([named, declared], [declared, named]):
        snapshot, notes = assemble(order, Overrides())
        assert [entity["primaryKey"] for entity in snapshot["dataSources"][0]["entities"]] == ["Id"]
        assert notes == []


def test_relationships_of_one_source_lead_to_the_entities_of_another() -> None:
    response = Found(
        "customer-insights",
        relationships=(Relationship("Shop_Orders", "Number", "Contacts", "Id"),),
        complete={"relationships": True},
    )
    snapshot, notes = assemble(
        [Imported("relationships.json", response, ""), imported(CONTACTS, ORDERS)], Overrides()
    )

    assert [(one["fromEntityName"], one["toEntityName"]) for one in snapshot["relationships"]] == [
        ("Shop_Orders", "Shop_Contacts")
    ]
    assert (snapshot["complete"]["relationships"], notes) == (True, [])


def test_oddities_are_kept_and_told() -> None:
    twins = Entity("Odd", (Attribute("a", "string"), Attribute("A", "guid"), Attribute("a", "int64")))
    way = NavigationProperty("ID", "x.y")
    composite = Entity("Lines", (Attribute("Id", ""),), ("Id", "Line"), navigation_properties=(way,))
    empty = Entity("contacts", None)
    snapshot, notes = assemble(
        [
            imported(CONTACTS, twins, composite, empty, ORDERS, ORDERS, Entity("Orders")),
            imported(CONTACTS, name="Till"),
        ],
        Overrides(),
    )

    assert [entity["name"] for entity in snapshot["dataSources"][0]["entities"]] == [
        "Contacts",
        "Odd",
        "Lines",
        "contacts",
        "Orders",
    ]
    assert snapshot["dataSources"][0]["entities"][2] == {
        "name": "Lines",
        "keyAttributes": ["Id", "Line"],
        "attributes": {"Id": "unknown"},
        "navigationProperties": {"ID": {"type": "x.y"}},
    }
    assert notes == [
        "Odd has `a` twice: the first one is in the snapshot, the second is int64",
        "entities declared more than once and alike, each in the snapshot once: Shop_Orders",
        "entities declared again and otherwise, of which the first declaration is in the snapshot: "
        "Shop_Orders (Shop.csv)",
        "the same entity name in several data sources, so only the qualified name is unambiguous: Contacts",
        "names that differ only in case: Shop_Contacts and Shop_contacts",
        "members that differ only in case: Shop_Odd: a and A, Shop_Lines: Id and ID",
        "entities without attributes: Shop_contacts",
        "entities with a key of several attributes, of which the service takes one (--primary-key): "
        "Shop_Lines",
    ]


def test_relationships_have_names_that_the_service_permits_and_qualified_ends() -> None:
    twice = Relationship("Orders", "Konto Nr.", "Contacts", "Id", cardinality="manyToOne")
    dangling = Relationship("Orders", "Shop", "Läden", "Id", name="given")
    snapshot, notes = assemble(
        [imported(CONTACTS, ORDERS, relationships=(twice, twice, dangling))], Overrides()
    )

    assert [
        (one["name"], one["fromEntityName"], one["toEntityName"]) for one in snapshot["relationships"]
    ] == [
        ("Orders_Konto_Nr__Contacts_Id", "Shop_Orders", "Shop_Contacts"),
        ("Orders_Konto_Nr__Contacts_Id_2", "Shop_Orders", "Shop_Contacts"),
        ("given", "Shop_Orders", "Läden"),
    ]
    assert notes == ["relationship ends that no source declares: Läden (Shop.csv)"]


def test_declarations_are_applied_in_their_order() -> None:
    said = (
        said_of("entities", "Contacts", {"entityType": "profile"}, "--profile Contacts"),
        said_of("entities", "Shop_Orders", {"primaryKey": "Number"}),
        said_of("entities", "Contacts", {"attributes": {"Mail": {"semanticType": "Person.Mail"}}}),
        said_of("entities", "Orders", {"attributes": {"When": "date"}}, "o.toml:2:1"),
        said_of("dataSources", "Shop", {"dataSourceId": "77", "kind": "powerQuery"}),
    )
    root = {"instanceId": "i", "complete": {"entities": False}}
    snapshot, notes = assemble([imported(CONTACTS, ORDERS)], Overrides(root, said))

    assert snapshot["instanceId"] == "i"
    assert snapshot["complete"] == dict.fromkeys(COMPLETE_UNLESS_SAID, False)
    assert snapshot["dataSources"] == [
        {
            "dataSourceId": "77",
            "name": "Shop",
            "entities": [
                {
                    "name": "Contacts",
                    "primaryKey": "Id",
                    "attributes": {
                        "Id": "Edm.Guid",
                        "Mail": {"type": "string", "semanticType": "Person.Mail"},
                    },
                    "entityType": "profile",
                },
                {
                    "name": "Orders",
                    "attributes": {"Number": "int64", "When": "date"},
                    "primaryKey": "Number",
                },
            ],
            "kind": "powerQuery",
        }
    ]
    assert notes == ["o.toml:2:1: no source gives `Orders` an attribute `When`"]


@pytest.mark.parametrize(
    ("declaration", "message"),
    [
        (
            said_of("entities", "Contact", {"entityType": "profile"}, "--profile Contact"),
            "--profile Contact: no entity `Contact` was imported; did you mean `Contacts`?",
        ),
        (
            said_of("entities", "Orders", {"primaryKey": "Nummer"}, "--primary-key Orders=Nummer"),
            "--primary-key Orders=Nummer: `Orders` has no attribute `Nummer`; did you mean `Number`?",
        ),
        (
            said_of("entities", "Contacts", {"attributes": {"Mial": {"semanticType": "Email"}}}),
            "o.toml:1:1: `Contacts` has no attribute `Mial`; did you mean `Mail`?",
        ),
        (
            said_of("entities", "Lines", {"entityType": "profile"}, "--profile Lines"),
            "--profile Lines: `Lines` is more than one entity: say `Shop_Lines` or `Till_Lines`",
        ),
        (
            said_of("entities", "Shop_Contacs", {"attributes": {"Id": "guid"}}),
            "o.toml:1:1: no entity `Shop_Contacs` was imported; did you mean `Shop_Contacts`? "
            "(`new = true` adds one of this name)",
        ),
        (
            said_of("entities", "Web_Visits", {"attributes": {"Id": "guid"}}),
            "o.toml:1:1: no entity `Web_Visits` was imported; the name of a new one begins with that of its "
            "data source: `Shop_Web_Visits`, `Till_Web_Visits`; those of the service are [system-entities]",
        ),
        (
            said_of("dataSources", "Shopp", {"dataSourceId": "7"}),
            "o.toml:1:1: no data source `Shopp` was imported; did you mean `Shop`? "
            "(`new = true` adds one of this name)",
        ),
        (
            said_of("entities", "Contacts", {"attributes": {"Mial": None}}),
            "o.toml:1:1: `Contacts` has no attribute `Mial`; did you mean `Mail`?",
        ),
        (said_of("segments", "VIP", None), "o.toml:1:1: no segment `VIP` was imported"),
        (said_of("segments", "VIP", 3), "o.toml:1:1: a segment is expected to be a table"),
    ],
)
def test_a_declaration_that_fits_nothing_is_refused(declaration: Declaration, message: str) -> None:
    lines = Entity("Lines")
    sources = [imported(CONTACTS, ORDERS, lines), imported(lines, name="Till")]

    with pytest.raises(CannotAssemble) as refused:
        assemble(sources, Overrides(declarations=(declaration,)))

    assert str(refused.value) == message


def test_an_overrides_file_is_read_with_its_places(tmp_path: Path) -> None:
    file = tmp_path / "o.toml"
    file.write_text(
        'instance-id = "i"\n[complete]\nentities = false\n[data-sources.Shop]\nid = "7"\n'
        '[entities.Contacts]\nprimary-key = "Id"\nentity-type = "profile"\n'
        '[entities.Contacts.attributes]\nMail = "string"\n'
        'Phone = {semantic-type = "Phone", type = "string"}\n',
        "utf-8",
    )

    overrides = load_overrides(str(file))
    assert overrides.root == {"instanceId": "i", "complete": {"entities": False}}
    assert [one[:3] for one in overrides.declarations] == [
        ("dataSources", "Shop", {"dataSourceId": "7"}),
        (
            "entities",
            "Contacts",
            {
                "primaryKey": "Id",
                "entityType": "profile",
                "attributes": {"Mail": "string", "Phone": {"semanticType": "Phone", "type": "string"}},
            },
        ),
    ]
    source, contacts = overrides.declarations
    assert source.said() == f"{file}:4:15"
    assert contacts.said("primaryKey") == f"{file}:7:1"
    assert contacts.said("attributes", "Phone") == f"{file}:11:1"
