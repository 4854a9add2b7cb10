"""`c360lint snapshot import`: from files to a snapshot that `check` takes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from linter.cli import main
from linter.instance.snapshot import COMPLETE_UNLESS_SAID

CONTACTS = "ContactId,EMail,Born\nc1,a@b.example,1980-02-03\nc2,c@d.example,1991-12-31\n"
ORDERS = "OrderId,ContactId,Total\n1,c1,9.50\n2,c2,12.25\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "Contacts.csv").write_text(CONTACTS, "utf-8")
    (tmp_path / "Orders.csv").write_text(ORDERS, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["snapshot", "import", *arguments])


def guessed(file: str, **types: str) -> dict[str, Any]:
    return {name: {"type": type_, "guessedFrom": f"2 rows of {file}"} for name, type_ in types.items()}


def test_two_files_become_one_data_source_with_keys_and_kinds() -> None:
    result = run(
        *("Contacts.csv", "Orders.csv", "--as", "Shop", "--instance", "i", "-o", "snapshot.json"),
        *("--primary-key", "Contacts=ContactId", "--primary-key", "Shop_Orders=OrderId"),
        *("--profile", "Contacts", "--activity", "Orders", "--timestamp", "Contacts=Born"),
    )

    assert result.exit_code == 0
    assert json.loads(Path("snapshot.json").read_text("utf-8")) == {
        "snapshotVersion": 1,
        "instanceId": "i",
        "description": "Imported from Contacts.csv, Orders.csv",
        "complete": dict.fromkeys(COMPLETE_UNLESS_SAID, False),
        "dataSources": [
            {
                "dataSourceId": "Shop",
                "name": "Shop",
                "entities": [
                    {
                        "name": "Contacts",
                        "attributes": guessed(
                            "Contacts.csv", ContactId="string", EMail="string", Born="date"
                        ),
                        "primaryKey": "ContactId",
                        "entityType": "profile",
                        "timestampFieldName": "Born",
                    },
                    {
                        "name": "Orders",
                        "attributes": guessed(
                            "Orders.csv", OrderId="int64", ContactId="string", Total="double"
                        ),
                        "primaryKey": "OrderId",
                        "entityType": "activity",
                    },
                ],
            }
        ],
    }
    assert result.stderr == (
        "note: Contacts.csv:1:1: the types are a guess from 2 rows\n"
        "note: Orders.csv:1:1: the types are a guess from 2 rows\n"
        "note: the ID of Shop is not known: the name stands for it (--overrides: [data-sources.NAME] id)\n"
        "note: not known to be complete (--complete): "
        "dataSources, entities, entityInfo, relationships, conflations\n"
        "Wrote snapshot.json: 1 data source, 2 entities, 6 attributes, 0 relationships.\n"
    )


def test_a_folder_is_one_data_source_of_its_name() -> None:
    Path("shop").mkdir()
    for name in ("Contacts.csv", "Orders.csv"):
        Path(name).rename(Path("shop") / name)
    snapshot = json.loads(run("shop").stdout)

    assert [(one["name"], len(one["entities"])) for one in snapshot["dataSources"]] == [("shop", 2)]


def test_what_a_folder_has_besides_is_told(folder: Path) -> None:
    (folder / "shop" / "till").mkdir(parents=True)
    Path("Contacts.csv").rename("shop/Contacts.csv")
    Path("Orders.csv").rename("shop/till/Orders.csv")

    assert run("shop").stderr.splitlines()[0] == (
        "note: shop: a subfolder is not looked into: till; name those to import as well"
    )


def test_each_source_may_have_its_own_name() -> None:
    snapshot = json.loads(run("Contacts.csv", "Orders.csv", "--as", "CRM", "--as", "Till").stdout)

    assert [one["name"] for one in snapshot["dataSources"]] == ["CRM", "Till"]


def test_json_and_yaml_say_the_same() -> None:
    run("Contacts.csv", "-o", "s.json")
    run("Contacts.csv", "-o", "s.yaml")

    assert json.loads(Path("s.json").read_text("utf-8")) == yaml.safe_load(Path("s.yaml").read_text("utf-8"))


def test_the_same_sources_give_the_same_bytes() -> None:
    assert run("Contacts.csv", "Orders.csv").stdout_bytes == run("Contacts.csv", "Orders.csv").stdout_bytes


def test_an_imported_snapshot_is_in_order() -> None:
    run("Contacts.csv", "Orders.csv", "-o", "snapshot.json")
    Path("manage").mkdir()
    Path("manage/relationships.json").write_text("[]", "utf-8")
    result = CliRunner().invoke(main, ["check"])

    assert (result.exit_code, result.stdout) == (0, "All checks passed: 1 document.\n")


def test_an_entity_that_two_manifests_declare_is_in_the_snapshot_once(folder: Path) -> None:
    def manifest(*paths: str, below: str = "") -> str:
        declared = [
            {"type": "LocalEntity", "entityName": "A", "entityPath": f"{path}.cdm.json/A"} for path in paths
        ]
        more = {"subManifests": [{"definition": below}]} if below else {}
        return json.dumps({"manifestName": "Sales", "entities": declared, **more})

    for name in ("one", "two"):
        attributes = [{"name": name, "dataType": "string"}]
        definitions = {"definitions": [{"entityName": "A", "hasAttributes": attributes}]}
        (folder / f"{name}.cdm.json").write_text(json.dumps(definitions), "utf-8")
    (folder / "default.manifest.cdm.json").write_text(
        manifest("one", below="below.manifest.cdm.json"), "utf-8"
    )
    (folder / "below.manifest.cdm.json").write_text(manifest("one", "two"), "utf-8")

    result = run("default.manifest.cdm.json", "--instance", "i", "-o", "snapshot.json")

    entities = json.loads(Path("snapshot.json").read_text("utf-8"))["dataSources"][0]["entities"]
    assert entities == [{"name": "A", "attributes": {"one": "String"}}]
    assert result.stderr.splitlines()[:3] == [
        "note: below.manifest.cdm.json:1:154: entity `A` is declared again, "
        "first in default.manifest.cdm.json:1:78",
        "note: entities declared more than once and alike, each in the snapshot once: Sales_A",
        "note: entities declared again and otherwise, of which the first declaration is in the snapshot: "
        "Sales_A (default.manifest.cdm.json)",
    ]
    Path("manage").mkdir()
    Path("manage/relationships.json").write_text("[]", "utf-8")
    assert CliRunner().invoke(main, ["check", "--format", "concise", "--quiet"]).stdout == ""


def test_a_file_that_exists_is_left_as_it_is_unless_forced() -> None:
    Path("snapshot.json").write_text("mine", "utf-8")
    result = run("Contacts.csv", "-o", "snapshot.json")

    assert (result.exit_code, Path("snapshot.json").read_text("utf-8")) == (2, "mine")
    assert result.stderr == (
        "c360lint: snapshot.json exists and was left as it is; --update renews it and keeps what was "
        "changed by hand, --force replaces it\n"
    )
    assert run("Contacts.csv", "-o", "snapshot.json", "--force").exit_code == 0
    assert Path("snapshot.json").read_text("utf-8") != "mine"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["Kontakte.csv"], "Kontakte.csv does not exist"),
        (
            ["Contacts.csv", "Orders.csv", "Orders.csv", "--as", "a", "--as", "b"],
            "2 times --as for 3 sources: give it once for all, or once, in their order, for each of "
            "Contacts.csv, Orders.csv, Orders.csv",
        ),
        (
            ["Contacts.csv", "--primary-key", "Contacts"],
            "--primary-key Contacts: ENTITY=ATTRIBUTE is expected",
        ),
        (
            ["Contacts.csv", "--primary-key", "Contacts=ContactID"],
            "--primary-key Contacts=ContactID: `Contacts` has no attribute `ContactID`; "
            "did you mean `ContactId`?",
        ),
        (
            ["Contacts.csv", "-o", "nowhere/s.json"],
            "nowhere/s.json can't be written: No such file or directory",
        ),
    ],
)
def test_a_mistake_on_the_command_line_ends_with_2_and_writes_nothing(
    folder: Path, arguments: list[str], message: str
) -> None:
    before = sorted(folder.iterdir())
    result = run(*arguments)

    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"c360lint: {message}\n")
    assert sorted(folder.iterdir()) == before


def test_what_is_no_source_is_told_with_its_place() -> None:
    Path("page.html").write_text("<!DOCTYPE html><html><body>Sign in</body></html>", "utf-8")
    result = run("page.html")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("c360lint: page.html:1:1: ")


def test_a_snapshot_is_no_source() -> None:
    run("Contacts.csv", "-o", "snapshot.json")
    result = run("snapshot.json")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("c360lint: snapshot.json:1:1: this is a snapshot of c360lint; ")


def test_a_folder_without_sources_is_told() -> None:
    Path("empty").mkdir()
    result = run("empty")

    assert (result.exit_code, result.stderr) == (
        2,
        "c360lint: empty: no file in this folder can be imported; "
        "name the folder that has them, or the files\n",
    )


def test_a_folder_whose_files_are_below_it_says_where_they_are() -> None:
    Path("data/shop").mkdir(parents=True)
    Path("Contacts.csv").rename("data/shop/Contacts.csv")
    result = run("data")

    assert (result.exit_code, result.stderr) == (
        2,
        "c360lint: data: no file in this folder can be imported; "
        "data: a subfolder is not looked into: shop; name those to import as well\n",
    )


@pytest.mark.parametrize("output", ["Contacts.csv", "./house.toml"])
def test_no_input_is_overwritten_even_with_force(output: str) -> None:
    Path("house.toml").write_text("", "utf-8")
    before = Path(output).read_text("utf-8")
    result = run("Contacts.csv", "--overrides", "house.toml", "-o", output, "--force")

    assert (result.exit_code, result.stderr) == (
        2,
        f"c360lint: {output} is one of the files read; nothing was written\n",
    )
    assert Path(output).read_text("utf-8") == before


def test_a_conflation_that_is_declared_exists_and_one_that_isn_t_is_told_how_to_be() -> None:
    Path("conflations/main").mkdir(parents=True)
    Path("conflations/main/entityInformation.yaml").write_text("Contacts: [Contacts]\n", "utf-8")
    options = ("Contacts.csv", "--primary-key", "Contacts=ContactId", "--overrides", "o.toml")

    def findings(overrides: str) -> list[tuple[str, str]]:
        Path("o.toml").write_text(overrides, "utf-8")
        run(*options, "-o", "snapshot.json", "--force")
        report = CliRunner().invoke(main, ["check", "--format", "json"]).stdout
        return [(one["code"], one["help"]) for one in json.loads(report)["diagnostics"]]

    none = "the snapshot says that there is none; if there is, it goes into its `conflations`, or the "
    assert findings("[complete]\nconflations = true\n") == [
        ("IN05", f"{none}overrides of its import say so: `[conflations.main]`")
    ]
    assert findings("[complete]\nconflations = true\n[conflations.other]\n") == [
        ("IN05", "use a conflation of the instance: `other`")
    ]
    assert findings("[complete]\nconflations = true\n[conflations.main]\n") == []


def test_one_of_several_sources_is_imported_with_the_overrides_of_all() -> None:
    Path("o.toml").write_text(
        '[data-sources.Web]\nid = "web-1"\n[entities.Web_Visits]\nprimary-key = "VisitId"\n'
        'attributes.On = "dateTime"\nattributes.Url = {semantic-type = "Web.Url"}\n[entities.Web_Contacts]\n'
        'entity-type = "profile"\n[entities.Web_Pages]\nprimary-key = "P"\nattributes.P = "string"\n'
        '[entities.Web_Clicks]\nattributes.On = {semantic-type = "Date"}\n'
        '[entities.Web_Orders]\nattributes.On = {type = "date", semantic-type = "Date"}\n',
        "utf-8",
    )
    result = run("Contacts.csv", "--as", "Shop", "--overrides", "o.toml", "-o", "snapshot.json")

    assert result.exit_code == 0, result.stderr
    source = json.loads(Path("snapshot.json").read_text("utf-8"))["dataSources"][1]
    open_ = {"complete": {"attributes": False, "because": "only a part of it is declared"}}
    assert source == {
        "name": "Web",
        "dataSourceId": "web-1",
        "entities": [
            {
                "name": "Visits",
                **open_,
                "attributes": {
                    "On": "dateTime",
                    "Url": {"type": "unknown", "semanticType": "Web.Url"},
                    "VisitId": "unknown",
                },
                "primaryKey": "VisitId",
            },
            {"name": "Contacts", **open_, "attributes": {}, "entityType": "profile"},
            {"name": "Pages", "attributes": {"P": "string"}, "primaryKey": "P"},
            {"name": "Clicks", **open_, "attributes": {"On": {"type": "unknown", "semanticType": "Date"}}},
            {"name": "Orders", "attributes": {"On": {"type": "date", "semanticType": "Date"}}},
        ],
    }
    Path("Visits.csv").write_text("VisitId,On,Url\nv1,2026-01-01T00:00:00Z,x\n", "utf-8")
    more = ("--as", "Web", "--overrides", "o.toml", "-o", "snapshot.json", "--update")
    assert "by hand" not in run("Visits.csv", *more).stderr


def test_an_entity_that_a_source_could_have_had_is_still_a_slip() -> None:
    Path("o.toml").write_text('[data-sources.Web]\nid = "w"\n[entities.Shop_Contcts]\nprimary-key = "A"\n')
    result = run("Contacts.csv", "--as", "Shop", "--overrides", "o.toml", "-o", "snapshot.json")

    assert (result.exit_code, result.stderr) == (
        2,
        "c360lint: o.toml:3:11: no entity `Shop_Contcts` was imported; did you mean `Shop_Contacts`?\n",
    )


def test_a_dash_is_standard_output(folder: Path) -> None:
    printed = run("Contacts.csv")

    assert run("Contacts.csv", "-o", "-").stdout == printed.stdout
    assert sorted(one.name for one in folder.iterdir()) == ["Contacts.csv", "Orders.csv"]


@pytest.mark.parametrize(
    ("arguments", "file"),
    [
        ("", "the snapshot"),
        ("-o s.json", "s.json"),
        ("-o s.yaml", "s.yaml"),
        ("-o t.json --force", "t.json"),
        ("-o t.json --update", "t.json"),
        ("-o t.json --update --diff", "t.json"),
    ],
)
def test_what_would_be_too_large_to_be_read_again_is_not_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: str, file: str
) -> None:
    run("Contacts.csv", "-o", "t.json")
    before = {one.name: one.read_bytes() for one in folder.iterdir()}
    monkeypatch.setattr("linter.commands.snapshot.readable.LARGEST", len(before["t.json"]) // 2)
    result = run("Contacts.csv", *arguments.split())

    assert (result.exit_code, result.stdout) == (2, "")
    told, _, why = result.stderr.partition(" would be larger than 0 MB, ")
    assert told in (f"c360lint: {file}", f"c360lint: .{file}.imported")
    assert why == (
        "and couldn't be read again: nothing was written "
        "(leave out what holds entities that no payload names)\n"
    )
    assert {one.name: one.read_bytes() for one in folder.iterdir()} == before


def test_what_can_just_be_read_again_is_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("Contacts.csv").write_text("Id,N\u00e4me\n1,2\n", "utf-8")
    run("Contacts.csv", "-o", "t.json")
    sizes = [(folder / one).stat().st_size for one in ("t.json", ".t.json.imported")]
    monkeypatch.setattr("linter.commands.snapshot.readable.LARGEST", max(sizes))

    assert run("Contacts.csv", "-o", "s.json").exit_code == 0
    assert run("Contacts.csv", "-o", "t.json", "--update").exit_code == 0
    monkeypatch.setattr("linter.commands.snapshot.readable.LARGEST", max(sizes) - 1)
    assert run("Contacts.csv", "-o", "r.json").exit_code == 2


LISTS = (
    "the data sources",
    "the entities",
    "primary keys and entity types",
    "the relationships",
    "the conflations",
)


def shown_as_not_known() -> list[str]:
    shown = CliRunner().invoke(main, ["snapshot", "show"], catch_exceptions=False).stdout
    return [line.strip() for line in shown.partition("Not known\n")[2].splitlines()]


def test_what_an_import_could_not_know_is_shown_until_somebody_says_it() -> None:
    run("Contacts.csv", "Orders.csv", "--as", "Shop", "-o", "snapshot.json")
    snapshot = json.loads(Path("snapshot.json").read_text("utf-8"))
    left = [*(f"whether {one} are all there (`complete`)" for one in LISTS), "role assignments"]
    entities = "Shop_Contacts, Shop_Orders"

    assert shown_as_not_known() == [
        "the instance's ID",
        "when it was captured",
        "the ID of Shop: the name stands for it",
        f"a primary key of 2 of 2 entities: {entities}",
        f"an entity type of 2 of 2 entities: {entities}",
        "the type of 6 attributes for certain: guessed from rows (`guessedFrom`)",
        *left,
    ]

    source = snapshot["dataSources"][0]
    snapshot |= {"instanceId": "i", "capturedAt": "2026-01-01"}
    source["dataSourceId"] = "shop-1"
    source["entities"][0]["primaryKey"] = "ContactId"
    source["entities"][1] |= {"entityType": "activity", "attributes": {"OrderId": "int64", "On": "odd"}}
    Path("snapshot.json").write_text(json.dumps(snapshot), "utf-8")

    assert shown_as_not_known() == [
        "a primary key of 1 of 2 entities: Shop_Orders",
        "an entity type of 1 of 2 entities: Shop_Contacts",
        "the type of 1 attribute: rules that need it are not checked",
        "the type of 3 attributes for certain: guessed from rows (`guessedFrom`)",
        *left,
    ]
