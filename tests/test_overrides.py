"""Overrides can say all that a snapshot can, and say clearly what is wrong with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from linter.importers.assemble import Imported, assemble
from linter.importers.found import Attribute, DataSource, Entity, Found
from linter.importers.overrides import load_overrides
from linter.instance.snapshot import COMPLETE_UNLESS_SAID
from linter.models.snapshot import Snapshot
from linter.refusal import CannotRun
from linter.shapes.reading import read
from linter.shapes.shape import shape_of

GUESTS = Entity("Guests", (Attribute("Id", "guid"), Attribute("Mail", "string")), ("Id",))
SEGMENTS = Found(
    "customer-insights", parts={"segments": [{"name": "VIP", "description": "a"}, {"name": "New"}]}
)


def declared(folder: Path, text: str) -> tuple[dict[str, Any], list[str]]:
    """Return the snapshot of PMS_Guests and two segments with what a text declares, and the notes."""
    file = folder / "o.toml"
    file.write_text(text, "utf-8")
    csv = Imported("Guests.csv", Found("csv", (DataSource((GUESTS,)),)), "PMS")
    snapshot, notes = assemble([csv, Imported("segments.json", SEGMENTS, "")], load_overrides(str(file)))
    return snapshot, [note.replace(f"{folder}/", "") for note in notes]


def test_every_property_of_a_snapshot_has_a_key() -> None:
    keys = shape_of("overrides", "Overrides").members or {}
    wanted = {
        name.rstrip("_").replace("_", "-") for name in Snapshot.model_fields if name != "snapshot_version"
    }

    assert {key.removeprefix("$") for key in keys} == wanted | {"entities"}


EVERYTHING = """
instance-id = "i"
captured-at = 2026-01-02T03:04:05Z
api = "2020-08"
search-configuration = {entityConfig = []}

[complete]
conflations = true
search-configuration = true

[data-sources.PMS]
id = "7"
friendly-name = "Front desk"

[data-sources.CRM]
kind = "powerQuery"

[entities.CRM_Leads]
primary-key = "LeadId"
attributes = {LeadId = "guid", Mail = {type = "string", is-searchable = true}}

[entities.Guests]
timestamp-field-name = "Mail"

[system-entities.Customer]
primary-key = "CustomerId"
attributes.CustomerId = "string"

[relationships.LeadToGuest]
from-entity-name = "CRM_Leads"
fromAttributeName = "Mail"
to-entity-name = "PMS_Guests"
to-attribute-name = "Mail"
cardinality = "manyToOne"

[conflations.default]
entity-information = {PMS = ["Guests"]}
conflation-plan = {conflationOrder = ["PMS_Guests"]}

[segments]
New = false
VIP.friendlyName = "b"
Old = {segmentQueryExpression = {}}

[measures.Spend]
definition = {kind = "x"}

[hierarchies.Family]
dependency = {}

[role-assignments.u1]
principal-type = "user"
roles = ["Administrator"]
"""


def test_every_part_of_a_snapshot_can_be_declared(tmp_path: Path) -> None:
    snapshot, notes = declared(tmp_path, EVERYTHING)

    assert read(snapshot, shape_of("snapshot"), "s.json").problems == []
    assert {key: value for key, value in snapshot.items() if key not in ("dataSources", "description")} == {
        "snapshotVersion": 1,
        "instanceId": "i",
        "capturedAt": "2026-01-02T03:04:05+00:00",
        "api": "2020-08",
        "searchConfiguration": {"entityConfig": []},
        "complete": {
            **dict.fromkeys(COMPLETE_UNLESS_SAID, False),
            "conflations": True,
            "searchConfiguration": True,
        },
        "systemEntities": [
            {"name": "Customer", "attributes": {"CustomerId": "string"}, "primaryKey": "CustomerId"}
        ],
        "relationships": [
            {
                "name": "LeadToGuest",
                "fromEntityName": "CRM_Leads",
                "fromAttributeName": "Mail",
                "toEntityName": "PMS_Guests",
                "toAttributeName": "Mail",
                "cardinality": "manyToOne",
            }
        ],
        "conflations": [
            {
                "conflationId": "default",
                "entityInformation": {"PMS": ["Guests"]},
                "conflationPlan": {"conflationOrder": ["PMS_Guests"]},
            }
        ],
        "segments": [
            {"name": "VIP", "description": "a", "friendlyName": "b"},
            {"name": "Old", "segmentQueryExpression": {}},
        ],
        "measures": [{"name": "Spend", "definition": {"kind": "x"}}],
        "hierarchies": [{"name": "Family", "dependency": {}}],
        "roleAssignments": [{"principalId": "u1", "principalType": "user", "roles": ["Administrator"]}],
    }
    assert snapshot["dataSources"] == [
        {
            "dataSourceId": "7",
            "name": "PMS",
            "entities": [
                {
                    "name": "Guests",
                    "primaryKey": "Id",
                    "attributes": {"Id": "guid", "Mail": "string"},
                    "timestampFieldName": "Mail",
                }
            ],
            "friendlyName": "Front desk",
        },
        {
            "name": "CRM",
            "kind": "powerQuery",
            "dataSourceId": "CRM",
            "entities": [
                {
                    "name": "Leads",
                    "attributes": {"LeadId": "guid", "Mail": {"type": "string", "isSearchable": True}},
                    "primaryKey": "LeadId",
                }
            ],
        },
    ]
    assert notes == [
        "o.toml:15:15: no source has a data source `CRM`: it is added",
        "o.toml:18:11: no source has an entity `CRM_Leads`: it is added",
        "o.toml:43:1: no source has a segment `Old`: it is added",
    ]


def test_a_declared_relationship_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    _, notes = declared(
        tmp_path, "[relationships.R]\nfrom-entity-name = 'PMS_Gusts'\ntoEntityName = 'Guests'\n"
    )

    assert notes == ["o.toml:2:1: no source declares `PMS_Gusts`; did you mean `PMS_Guests`?"]


def test_a_declared_relationship_of_an_attribute_that_there_isn_t_is_told(tmp_path: Path) -> None:
    text = "[relationships.R]\nfrom-entity-name = 'PMS_Guests'\nfrom-attribute-name = 'Mial'\n"
    _, notes = declared(tmp_path, f"{text}to-entity-name = 'Guests'\nto-attribute-name = 'Id'\n")

    assert notes == [
        "o.toml:3:1: no source gives `PMS_Guests` an attribute `Mial`; did you mean `Mail`?",
    ]


def test_a_type_that_is_a_slip_of_a_known_one_is_told(tmp_path: Path) -> None:
    _, notes = declared(tmp_path, "[entities.Guests]\nattributes = {Mail = 'strnig', Id = 'house.type'}\n")

    assert notes == ["o.toml:2:15: no known type is called `strnig`; did you mean `string`?"]


def test_what_is_false_is_taken_away(tmp_path: Path) -> None:
    snapshot, _ = declared(
        tmp_path, "segments = false\n[entities.PMS_Guests]\nprimary-key = false\nattributes.Mail = false\n"
    )

    assert "segments" not in snapshot
    assert snapshot["dataSources"][0]["entities"] == [{"name": "Guests", "attributes": {"Id": "guid"}}]


@pytest.mark.parametrize(
    ("text", "part"), [("[data-sources]\nPMS = false", []), ("[entities]\nGuests = false", [[]])]
)
def test_data_sources_and_entities_are_taken_away(tmp_path: Path, text: str, part: list[Any]) -> None:
    snapshot, _ = declared(tmp_path, text)

    assert [source["entities"] for source in snapshot["dataSources"]] == part


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[conflation.default]", ":1:2: unknown key `conflation`; did you mean `conflations`?"),
        (
            "[conflations.default]\nconflation-plna = {}",
            ":2:1: unknown key `conflation-plna`; did you mean `conflation-plan`?",
        ),
        (
            '[conflations.default]\nconflation-plan = {conflationOrdre = ["a"], conflationOrder = []}',
            ":2:20: unknown key `conflationOrdre`; did you mean `conflationOrder`?",
        ),
        ("[conflations.default]\nconflation-plan = {}", ":2:1: `conflationOrder` is missing"),
        ("[conflations.default]\nconflation-plan = 7", ":2:1: `conflation-plan`: should be a table, not a"),
        ("conflations = [1]", ":1:1: `conflations`: should be a table, not a list"),
        ("[conflations]\ndefault = true", ":2:1: `default`: `true` says nothing here; a table or a value"),
        (
            "[entities.Contacts]\nPRIMARY-KEY = true",
            ":2:1: `PRIMARY-KEY`: `true` says nothing here; a table or a value",
        ),
        ("[role-assignments.u]\nroles = 'Admin'", ":2:1: `roles`: should be a list, not a string"),
        (
            "[relationships.R]\nfrom-entity = 'A'",
            ":2:1: unknown key `from-entity`; did you mean `from-entity-name`?",
        ),
        ("[relationships.R]\ncardinality = 1", ":2:1: `cardinality`: should be a string, not a number"),
        (
            "[entities.A]\nprimary-key = 'x'\nprimaryKey = 'y'",
            ":3:1: `primaryKey` is said twice",
        ),
        (
            "[entities.A]\nentity-type = 'profil'",
            ":2:1: `entity-type`: `profil` should be one of profile, activity and unspecified; "
            "did you mean `profile`?",
        ),
        ("data-sources = false", ":1:1: `data-sources`: should be a table, not a boolean"),
        ("instance-id = false", ":1:1: `instance-id`: should be a string, not a boolean"),
        ("[complete]\nsegments = 'yes'", ":2:1: `segments`: should be a boolean, not a string"),
        ("[measures.M]\nx = inf", ":2:1: `x`: JSON has no such number"),
        ("instance = 1", ":1:1: unknown key `instance`; did you mean `instance-id`?"),
        ("tenant = 1", ":1:1: unknown key `tenant`; one of $schema, instance-id, captured-at, "),
        ("[complete]\nentitis = true", ":2:1: unknown key `entitis`; did you mean `entities`?"),
        (
            '[entities.A]\nprimary_key = "x"',
            ":2:1: unknown key `primary_key`; did you mean `primary-key`?",
        ),
        ('[entities.A]\nentity-type = "x"', ":2:1: `entity-type`: "),
        ("[entities.A.attributes]\nB = 1", ":2:1: `B`: "),
        ('[entities.A.attributes]\nB = {typ = "x"}', ":2:"),
        ("[entities", ":1:10: not well-formed TOML: "),
    ],
)
def test_a_mistake_is_told_at_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "o.toml"
    file.write_text(text, "utf-8")

    with pytest.raises(CannotRun) as refused:
        load_overrides(str(file))

    assert str(refused.value).startswith(f"o.toml{message}")
