"""A guess isn't a fact: what an import only guessed or didn't read is never an error."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import rules
from linter.cli import main
from linter.importers.csv_header import read
from linter.importers.source import Source
from tests.projects import INFO_FILE, PLAN_FILE, RELATIONSHIPS_FILE, criterion, plan, snapshot, step, write

INSTANCE = "11111111-2222-4333-8444-555555555555"
GUESTS = "GuestId,Email,Born,Vip\nG1,a@b.example,1980-02-03,1\nG2,c@d.example,1991-12-31,0\n"
STAYS = "StayId,GuestId,From,Nights\nS1,G1,MUC,2\nS2,G2,BER,3\n"
ACTIVITY = [
    {"entityName": "Stays", "entityType": "Activity", "primaryKey": "StayId", "timestampFieldName": "From"}
]
TO_GUEST = {
    "name": "StayToGuest",
    "fromEntityName": "Pms_Stays",
    "fromAttributeName": "GuestId",
    "toEntityName": "Pms_Guests",
    "toAttributeName": "GuestId",
    "cardinality": "manyToOne",
}
GUESS = ("2", "rows", "of", "Guests.csv")
INFO = "manage/datasources/Pms/entities/entityInfo.json"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"c360lint.toml": 'snapshot = "snapshot.json"\n'})
    (tmp_path / "pms").mkdir()
    (tmp_path / "pms/Guests.csv").write_text(GUESTS, "utf-8")
    (tmp_path / "pms/Stays.csv").write_text(STAYS, "utf-8")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def imported(*arguments: str) -> dict[str, Any]:
    result = run("snapshot", "import", *arguments, "--instance", INSTANCE, "--force", "-o", "snapshot.json")
    assert result.exit_code == 0, result.stderr
    told: dict[str, Any] = json.loads(Path("snapshot.json").read_text("utf-8"))
    return told


def told(*codes: str) -> list[str]:
    """Return what `check` says, as severity, code and message, and what it couldn't judge."""
    report = json.loads(run("check", "--format", "json", "--select", ",".join(codes)).stdout)
    return [f"{one['severity']} {one['code']} {one['message']}" for one in report["diagnostics"]] + [
        f"not checked {one['code']} {one['reason']}" for one in report["notChecked"]
    ]


# Types


def test_a_timestamp_of_a_guessed_type_is_a_warning_that_says_so(folder: Path) -> None:
    imported("pms", "--as", "Pms")
    write(folder, {INFO: ACTIVITY})

    assert told("EI05") == [
        "warning EI05 timestamp `Pms_Stays.From` is string, but DateTime or long is expected; "
        "the type of `Pms_Stays.From` is guessed from 2 rows of Stays.csv"
    ]


def test_a_type_that_overrides_declare_is_a_fact(folder: Path) -> None:
    (folder / "o.toml").write_text('[entities.Stays]\nattributes.From = "string"\n', "utf-8")
    told_ = imported("pms", "--as", "Pms", "--overrides", "o.toml")
    write(folder, {INFO: ACTIVITY})

    assert told_["dataSources"][0]["entities"][1]["attributes"]["From"] == "string"
    assert told("EI05") == [
        "error EI05 timestamp `Pms_Stays.From` is string, but DateTime or long is expected"
    ]


def test_more_that_overrides_say_of_an_attribute_leaves_its_type_a_guess(folder: Path) -> None:
    (folder / "o.toml").write_text(
        '[entities.Guests]\nattributes.Email = {semantic-type = "Mail"}\n', "utf-8"
    )
    told_ = imported("pms", "--as", "Pms", "--overrides", "o.toml")

    assert told_["dataSources"][0]["entities"][0]["attributes"]["Email"] == {
        "type": "string",
        "guessedFrom": "2 rows of Guests.csv",
        "semanticType": "Mail",
    }


def test_a_header_alone_gives_no_types_and_what_needs_one_is_not_checked(folder: Path) -> None:
    for name, text in (("Guests", GUESTS), ("Stays", STAYS)):
        (folder / f"pms/{name}.csv").write_text(text.split("\n")[0] + "\n", "utf-8")
    told_ = imported("pms", "--as", "Pms")
    write(folder, {INFO: ACTIVITY})

    assert set(told_["dataSources"][0]["entities"][0]["attributes"].values()) == {"unknown"}
    assert told("EI05") == ["not checked EI05 the type of `Pms_Stays.From` is not known"]


def test_each_guess_that_a_mismatch_rests_on_is_named_with_its_source(folder: Path) -> None:
    guess = {"type": "string", "guessedFrom": "9 rows of Buyers.csv"}
    write(folder, {"snapshot.json": snapshot(entity="Buyers", attributes={"Mail": guess, "Born": "date"})})
    write(folder, {PLAN_FILE: plan(step(criteria=[criterion("Mail", "Born")]))})

    (said,) = told("CP09")

    assert said.startswith("warning CP09 ")
    assert said.endswith("; the type of `Shop_Buyers.Mail` is guessed from 9 rows of Buyers.csv")


def test_rules_that_ask_for_types_say_where_they_rest_on_a_guess_or_leave_guesses_alone() -> None:
    modules = {str(path): path.read_text("utf-8") for path in Path(rules.__path__[0]).rglob("*.py")}
    asking = {path for path, text in modules.items() if "canonical_type" in text or "declared_type" in text}

    assert asking
    heeds = re.compile(r"(resting_on_types|unfit_type|guessed_from)\(")
    heeding = {path for path in asking if heeds.search(modules[path])}
    assert {Path(path).stem for path in asking - heeding} == {
        "unusable_column_type",  # types as a payload has them
        "two_activity_times",  # leaves what is no time to AC109, which says so
        "target_not_key",  # leaves those that differ to RL105, which says so
        "unusable_list_entry",  # what isn't known to be text may be
        "facet_of_many_values",  # advice about text, which a guess is too where it may be wrong
    }


def test_a_fact_of_one_source_takes_the_place_of_the_guess_of_another(folder: Path) -> None:
    answer = {
        "name": "Stays",
        "dataSourceName": "Pms",
        "entityType": "activity",
        "attributes": [{"name": "StayId", "dataType": "guid"}],
    }
    (folder / "entities.json").write_text(json.dumps([answer]), "utf-8")

    for order in (["pms", "entities.json"], ["entities.json", "pms"]):
        (source,) = imported(*order, "--as", "Pms")["dataSources"]
        stays = next(one for one in source["entities"] if one["name"] == "Stays")
        assert stays["attributes"] == {"StayId": "guid"}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(st.lists(st.text("01a.,-/: ", max_size=6), min_size=2, max_size=2), max_size=4))
def test_every_type_of_a_csv_file_is_unknown_or_marked_as_a_guess(
    rows: list[list[str]], folder: Path
) -> None:
    lines = ["A|B", *("|".join(row) for row in rows)]
    (folder / "x.csv").write_text("\n".join(lines), "utf-8")

    (source,) = read(Source(str(folder / "x.csv"))).data_sources

    assert all(bool(one.type) == bool(one.guessed_from) for one in source.entities[0].attributes or ())


# What is all there


def test_one_of_several_sources_claims_nothing_of_the_others(folder: Path) -> None:
    imported("pms", "--as", "Pms", "--profile", "Guests")
    write(folder, {RELATIONSHIPS_FILE: [{**TO_GUEST, "fromEntityName": "Web_Visits"}]})
    write(folder, {"conflations/default/entityInformation.json": {"Web": ["Visits"]}})

    assert told("RL05", "CE01") == [
        "warning CE01 data source `Web` is not in the snapshot, which is not complete",
        "warning RL05 entity `Web_Visits` is not in the snapshot, which is not complete",
    ]


def test_a_folder_has_all_entities_of_its_data_source(folder: Path) -> None:
    imported("pms", "--as", "Pms")
    write(folder, {RELATIONSHIPS_FILE: [{**TO_GUEST, "fromEntityName": "Pms_Stay"}]})

    assert told("RL05") == [
        "error RL05 entity `Pms_Stay` is not ingested in the instance; did you mean `Pms_Stays`?"
    ]


@pytest.mark.parametrize("arguments", [["pms/Guests.csv"], ["pms/Guests.csv", "pms/Stays.csv"]])
def test_files_do_not_say_that_there_are_no_others(arguments: list[str]) -> None:
    assert "complete" not in imported(*arguments, "--as", "Pms")["dataSources"][0]


def test_a_folder_of_which_a_file_was_left_out_is_not_whole(folder: Path) -> None:
    (folder / "pms/More.xlsx").write_bytes(b"PK\x03\x04")

    assert "complete" not in imported("pms")["dataSources"][0]


def test_a_file_that_cannot_be_imported_is_named_and_the_others_are_imported(folder: Path) -> None:
    (folder / "pms/Bad.csv").write_text('a,"b\n1,2\n', "utf-8")

    result = run("snapshot", "import", "pms")

    (source,) = json.loads(result.stdout)["dataSources"]
    assert (result.exit_code, [one["name"] for one in source["entities"]]) == (1, ["Guests", "Stays"])
    assert "complete" not in source
    assert result.stderr.splitlines()[-1] == (
        "not imported: pms/Bad.csv:1:3: this quotation mark is never closed; "
        "close it before the end of the line"
    )


def test_what_a_person_says_of_completeness_counts(folder: Path) -> None:
    (folder / "o.toml").write_text("[complete]\ndata-sources = true\nrelationships = true\n", "utf-8")
    told_ = imported(
        *("pms", "--overrides", "o.toml", "--complete", "entities, entity-info"),
        *("--not-complete", "relationships"),
    )

    assert told_["complete"] == {
        "dataSources": True,
        "entities": True,
        "entityInfo": True,
        "relationships": False,
        "conflations": False,
    }
    assert "complete" not in told_["dataSources"][0]  # the person's word is about all of them


def test_a_list_that_no_snapshot_has_is_refused_with_those_that_it_has() -> None:
    result = run("snapshot", "import", "pms", "--complete", "entitis")

    assert (result.exit_code, result.stderr) == (
        2,
        "c360lint: --complete entitis: a snapshot has no such list; did you mean `entities`?\n",
    )


def test_a_key_that_a_source_cannot_tell_is_missed_with_a_warning(folder: Path) -> None:
    imported("pms", "--as", "Pms")
    write(folder, {"conflations/default/entityInformation.json": {"Pms": ["Guests"]}})

    assert told("CE02") == [
        "warning CE02 the primary key of `Pms_Guests` is not in the snapshot, which is not complete"
    ]
    imported("pms", "--as", "Pms", "--complete", "entityInfo")
    assert told("CE02") == ["error CE02 `Pms_Guests` has no primary key"]


def test_an_entity_whose_type_a_source_cannot_tell_may_be_the_profile(folder: Path) -> None:
    (folder / "pms/Hotels.csv").write_text("HotelId\nH1\n", "utf-8")
    complete = ("--complete", "relationships")
    write(folder, {INFO: ACTIVITY, RELATIONSHIPS_FILE: [TO_GUEST]})

    imported("pms", "--as", "Pms", "--profile", "Hotels", *complete)
    assert told("EI04") == [
        "warning EI04 Activity entity `Pms_Stays` has no relationship to a Profile entity that is known: "
        "the entity type of `Pms_Guests`, to which it has one, is not in the snapshot"
    ]
    imported("pms", "--as", "Pms", "--profile", "Hotels", *complete, "--complete", "entityInfo")
    assert [one[:11] for one in told("EI04")] == ["error EI04 "]
    imported("pms", "--as", "Pms", "--profile", "Guests", *complete)
    assert told("EI04") == []


def test_an_attribute_that_may_be_there_is_missed_with_a_warning(folder: Path) -> None:
    write(folder, {"snapshot.json": snapshot(entity="Visits", complete={"attributes": False})})
    write(folder, {INFO_FILE: [{"entityName": "Visits", "timestampFieldName": "Om"}]})

    assert told("EI05", "OD01") == [
        "warning EI05 attribute `Om` is not in the snapshot, which does not have all of `Shop_Visits`; "
        "did you mean `On`?"
    ]


def test_an_open_type_and_one_whose_base_is_elsewhere_may_have_other_attributes(folder: Path) -> None:
    entity = (
        '<EntityType Name="{0}" {1}><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Guid"/>'
    )
    kinds = {"Open": 'OpenType="true"', "Below": 'BaseType="S.Open"', "Far": 'BaseType="Gone.X"', "Whole": ""}
    types = "".join(f"{entity.format(name, more)}</EntityType>" for name, more in kinds.items())
    sets = "".join(f'<EntitySet Name="{name}" EntityType="S.{name}"/>' for name in kinds)
    (folder / "m.xml").write_text(
        '<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>'
        f'<Schema Namespace="S" xmlns="http://docs.oasis-open.org/odata/ns/edm">{types}'
        f'<EntityContainer Name="C">{sets}</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>',
        "utf-8",
    )
    (source,) = imported("m.xml")["dataSources"]

    assert source["complete"] == {"entities": True}
    assert {one["name"]: one.get("complete") for one in source["entities"]} == {
        "Open": {"attributes": False, "because": "`S.Open` is an open type"},
        "Below": {"attributes": False, "because": "`S.Open` is an open type"},
        "Far": {
            "attributes": False,
            "because": "`Gone.X`, the base of `S.Far`, isn't declared in this document",
        },
        "Whole": None,
    }


# Answers of the API


RELATIONSHIP = {**TO_GUEST, "instanceId": INSTANCE}
SOURCE = {"dataSourceId": "Pms", "name": "Pms", "kind": "powerQuery"}


@pytest.mark.parametrize(
    ("answer", "whole"),
    [
        ([RELATIONSHIP], True),
        ({"value": [RELATIONSHIP]}, True),
        ({"value": [RELATIONSHIP], "@odata.count": 1}, True),
        ({"value": [RELATIONSHIP], "@odata.count": 2}, False),
        ({"value": [RELATIONSHIP], "@odata.nextLink": "https://x.example/?$skip=1"}, False),
        ({"manage/relationships": [RELATIONSHIP]}, True),
        ({"manage/relationships": [], "manage/datasources": [SOURCE]}, True),
        ({"manage/relationships?$top=1": [RELATIONSHIP]}, False),
        (RELATIONSHIP, False),
    ],
)
def test_an_answer_is_a_whole_list_only_if_it_lists_and_is_no_page(
    answer: Any, *, whole: bool, folder: Path
) -> None:
    (folder / "answer.json").write_text(json.dumps(answer), "utf-8")

    assert imported("pms", "answer.json", "--as", "Pms")["complete"]["relationships"] is whole


def test_names_are_for_the_sources_that_take_one(folder: Path) -> None:
    (folder / "answer.json").write_text(json.dumps([RELATIONSHIP]), "utf-8")

    for names in (["--as", "Pms"], ["--as", "Pms", "--as", "Web"]):
        sources = ["answer.json", "pms/Guests.csv", "pms/Stays.csv"][: len(names) // 2 + 1]
        told_ = imported(*sources, *names)
        assert [one["name"] for one in told_["dataSources"]] == names[1::2]


def test_which_source_lacks_a_name_is_said(folder: Path) -> None:
    (folder / "answer.json").write_text(json.dumps([RELATIONSHIP]), "utf-8")
    files = ("pms/Guests.csv", "answer.json", "pms/Stays.csv", "pms")

    result = run("snapshot", "import", *files, "--as", "A", "--as", "B")

    assert (result.exit_code, result.stderr) == (
        2,
        "c360lint: 2 times --as for 3 sources: give it once for all, or once, in their order, for each of "
        "pms/Guests.csv, pms/Stays.csv, pms; answer.json: responses of the API name theirs\n",
    )


# What is shown


def test_what_is_guessed_or_not_known_is_shown(folder: Path) -> None:
    imported("pms", "--as", "Pms")

    shown = run("snapshot", "show", "Guests").stdout
    assert [line.split() for line in shown.splitlines()[2:]] == [
        ["GuestId", "string", *GUESS],
        ["Email", "string", *GUESS],
        ["Born", "date", *GUESS],
        ["Vip", "unknown"],
    ]
    assert "7 types guessed, 1 type not known; not complete: dataSources, entities, " in run("doctor").stdout
    assert "  the type of 7 attributes for certain: guessed from rows (`guessedFrom`)\n" in (
        run("snapshot", "show").stdout
    )


def test_a_change_of_a_guessed_type_says_that_it_was_one(folder: Path) -> None:
    imported("pms", "--as", "Pms")
    Path("snapshot.json").rename("old.json")
    (folder / "o.toml").write_text('[entities.Stays]\nattributes.From = "date"\n', "utf-8")
    imported("pms", "--as", "Pms", "--overrides", "o.toml")

    assert run("snapshot", "diff", "old.json", "snapshot.json", "--no-project").stdout == (
        "retyped   attribute  Pms_Stays.From  string → date  (it was guessed from 2 rows of Stays.csv)\n"
    )


# IDs


def test_an_id_that_no_source_gave_makes_no_other_wrong(folder: Path) -> None:
    more = ("--complete", "dataSources", "-o", "snapshot.json")
    result = run("snapshot", "import", "pms", "--as", "Pms", *more)
    assert result.exit_code == 0, result.stderr
    url = f"/api/instances/{INSTANCE}/manage/relationships/StayToGuest"
    write(folder, {"r.json": {"method": "DELETE", "url": url}, INFO_FILE: ACTIVITY})

    assert told("IN01", "IN04", "EI01") == [
        "not checked EI01 the ID of `Pms` is not known",
        "not checked IN01 a snapshot does not say which instance it is of",
        "not checked IN04 the ID of `Pms` is not known",
    ]


def test_a_slip_in_a_name_that_stands_for_an_id_is_found(folder: Path) -> None:
    imported("pms", "--as", "Marketing", "--complete", "dataSources")
    write(folder, {INFO.replace("Pms", "Marketng"): ACTIVITY})

    assert told("IN04") == [
        "error IN04 data source `Marketng` does not exist in the instance; did you mean `Marketing`?"
    ]
