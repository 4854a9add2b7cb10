"""`c360lint snapshot import --update`: the sources renew what they said, and edits stay."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.cli import main
from linter.importers.updated import Remembered, added_up, updated

GUESTS = "Id,Mail,Born\n1,a@b,1980-01-01\n"
ORDERS = "Number,GuestId\n1,1\n"
COMMAND = ("Guests.csv", "Orders.csv", "--as", "Shop", "-o", "snapshot.json")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("Guests.csv").write_text(GUESTS, "utf-8")
    Path("Orders.csv").write_text(ORDERS, "utf-8")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["snapshot", "import", *arguments], catch_exceptions=False)


def snapshot() -> Any:
    return json.loads(Path("snapshot.json").read_text("utf-8"))


def edited(change: Any) -> None:
    value = snapshot()
    change(value)
    Path("snapshot.json").write_text(json.dumps(value, indent=2), "utf-8")


def entity(value: Any, name: str = "Guests") -> Any:
    return next(one for one in value["dataSources"][0]["entities"] if one["name"] == name)


def told(result: Result, start: str) -> list[str]:
    lines = [line.removeprefix("note: ") for line in result.stderr.splitlines()]
    return [line for line in lines if line.startswith(start)]


def test_edits_stay_and_what_the_sources_say_is_renewed() -> None:
    run(*COMMAND)

    def edit(value: Any) -> None:
        value["instanceId"], value["capturedAt"] = "main", "2026-01-01"
        value["conflations"] = [{"conflationId": "default"}]
        value["dataSources"][0]["dataSourceId"] = "shop-1"
        entity(value)["primaryKey"] = "Id"
        entity(value)["attributes"]["Nick"] = "string"
        entity(value)["attributes"]["Mail"] = {"type": "string", "semanticType": "Mail"}
        del entity(value, "Orders")["attributes"]["Number"]

    edited(edit)
    Path("Guests.csv").write_text("Id,Mail,Phone\nx,a@b,1\n", "utf-8")
    result = run(*COMMAND, "--update")

    assert (result.exit_code, [line.partition("  (")[0] for line in result.stdout.splitlines()]) == (
        0,
        [
            "retyped   attribute  Shop_Guests.Id  int64 → string",
            "removed   attribute  Shop_Guests.Born  date",
            "added     attribute  Shop_Guests.Phone  int64",
        ],
    )
    value = snapshot()
    assert (value["instanceId"], value["capturedAt"]) == ("main", "2026-01-01")
    assert value["conflations"] == [{"conflationId": "default"}]
    assert value["dataSources"][0]["dataSourceId"] == "shop-1"
    assert entity(value)["primaryKey"] == "Id"
    assert list(entity(value)["attributes"]) == ["Id", "Mail", "Nick", "Phone"]
    assert entity(value)["attributes"]["Mail"] == {"type": "string", "semanticType": "Mail"}
    assert list(entity(value, "Orders")["attributes"]) == ["GuestId"]
    assert told(result, "kept") == []


def test_where_both_say_something_new_the_file_stands_and_it_is_told() -> None:
    run(*COMMAND)
    edited(lambda value: entity(value)["attributes"].update(Id="guid", Born="dateTime"))
    Path("Guests.csv").write_text("Id,Mail\nx,a@b\n", "utf-8")
    result = run(*COMMAND, "--update", "--diff")

    assert told(result, "kept") == [
        'kept: Shop.Guests.Id.type: "guid" by hand, and the sources say "string" (--theirs takes that)',
        "kept: Shop.Guests.Born: changed by hand, and the sources have it no more (--theirs takes that)",
    ]
    assert result.stdout == "No changes.\n"
    assert run(*COMMAND, "--update", "--theirs").stdout.splitlines() == [
        "retyped   attribute  Shop_Guests.Id  guid → string",
        "removed   attribute  Shop_Guests.Born  dateTime",
    ]


def test_what_was_not_read_again_stays_and_is_told() -> None:
    run(*COMMAND)
    for theirs in ((), ("--theirs",)):
        result = run("Guests.csv", *COMMAND[2:], "--update", *theirs)

        assert (result.stdout, told(result, "kept")) == (
            "No changes.\n",
            ["kept as it was, since not all sources of the last import were read again: Shop.Orders"],
        )
    Path("Orders.csv").write_text("Number\n1\n", "utf-8")  # what it said is remembered all the while
    assert run(*COMMAND, "--update").stdout == "removed   attribute  Shop_Orders.GuestId  int64\n"


def test_a_file_that_is_gone_from_a_folder_takes_its_entity_along() -> None:
    Path("shop").mkdir()
    for name in ("Guests.csv", "Orders.csv"):
        Path(name).rename(f"shop/{name}")
    run("shop", "-o", "snapshot.json")
    Path("shop/Orders.csv").rename("shop/Sales.csv")
    Path("shop/Sales.csv").write_text("Till,Day\n1,1\n", "utf-8")

    assert run("shop", "-o", "snapshot.json", "--update").stdout.splitlines() == [
        "removed   entity  shop_Orders",
        "added     entity  shop_Sales",
    ]


def test_without_what_the_last_import_said_the_file_stands() -> None:
    run(*COMMAND)
    Path(".snapshot.json.imported").unlink()
    Path("Guests.csv").write_text("Id,Mail,Born,Phone\nx,a@b,1980-01-01,1\n", "utf-8")
    result = run(*COMMAND, "--update")

    assert result.stdout == "added     attribute  Shop_Guests.Phone  int64\n"
    assert told(result, "what the last") == [
        "what the last import said is not known (no .snapshot.json.imported): where the file says something "
        "else than the sources, the file stands"
    ]
    assert told(result, "kept") == [
        'kept: Shop.Guests.Id.type: "int64" by hand, and the sources say "string" (--theirs takes that)'
    ]


def test_what_was_declared_stays_without_its_overrides() -> None:
    Path("o.toml").write_text('[conflations.default]\n[data-sources.Shop]\nid = "shop-1"\n', "utf-8")
    run(*COMMAND, "--overrides", "o.toml", "--primary-key", "Guests=Id")
    before = snapshot()

    assert run(*COMMAND, "--update").stdout == "No changes.\n"
    assert snapshot() == before
    assert run(*COMMAND, "--update", "--primary-key", "Guests=Mail").stdout == (
        "changed   primary key  Shop_Guests  Id → Mail\n"
    )


def test_comments_and_layout_stay() -> None:
    command = (*COMMAND[:-1], "snapshot.yaml")
    run(*command)
    text = Path("snapshot.yaml").read_text("utf-8").replace("Mail: string", "Mail: string   # the work one")
    Path("snapshot.yaml").write_text("# ours\n" + text, "utf-8")
    Path("Guests.csv").write_text(GUESTS.replace("Born", "Birth"), "utf-8")
    run(*command, "--update")

    assert Path("snapshot.yaml").read_text("utf-8") == "# ours\n" + text.replace("Born:", "Birth:")


def test_a_file_of_other_spelling_is_renewed_as_well() -> None:
    run(*COMMAND)
    text = Path("snapshot.json").read_text("utf-8")
    Path("snapshot.json").write_text(text.replace('"dataSources"', '"DataSources"'), "utf-8")
    Path("Guests.csv").write_text("Id,Mail\n1,a@b\n", "utf-8")

    assert run(*COMMAND, "--update").stdout == "removed   attribute  Shop_Guests.Born  date\n"


def test_a_malformed_file_is_refused() -> None:
    run(*COMMAND)
    edited(lambda value: value.update(conflations=[None]))

    assert run(*COMMAND, "--update").stderr.startswith("c360lint: snapshot.json:")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["Guests.csv", "--update"], "--update renews a file: name it with -o FILE"),
        (["Guests.csv", "--theirs"], "--theirs goes with --update"),
        (["Guests.csv", "--diff", "-o", "x.json"], "--diff goes with --update"),
        (["Guests.csv", "--update", "-o", "Orders.csv"], "Orders.csv:1:1: the snapshot can't be read: "),
        (["Guests.csv", "--update", "-o", "broken.json"], "broken.json:1:2: the snapshot can't be read: "),
        (["Guests.csv", "--update", "-o", "."], ". can't be read: "),
        (
            ["Guests.csv", "--update", "-o", "odd.json"],
            ".odd.json.imported:1:1: this is not what an import wrote; ",
        ),
    ],
)
def test_what_can_t_be_renewed_is_refused_and_left_as_it_is(
    folder: Path, arguments: list[str], message: str
) -> None:
    Path("broken.json").write_text("{", "utf-8")
    run("Guests.csv", "-o", "odd.json")
    Path(".odd.json.imported").write_text("[1]", "utf-8")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    result = run(*arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"c360lint: {message}")
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


NAMES = st.sampled_from("abc")
ATTRIBUTES = st.dictionaries(NAMES, st.sampled_from(["int", "string"]) | st.just({"type": "int", "x": 1}))
PROPERTIES = st.fixed_dictionaries({}, optional={"primaryKey": NAMES, "attributes": ATTRIBUTES})


def listed(things: dict[str, Any]) -> list[Any]:
    return [{"name": name, **one} for name, one in things.items()]


ENTITIES = st.dictionaries(NAMES, PROPERTIES, max_size=3).map(listed)
SOURCES = st.dictionaries(NAMES, st.fixed_dictionaries({"entities": ENTITIES}), max_size=3).map(
    lambda things: [{"dataSourceId": f"{one['name']}-1", **one} for one in listed(things)]
)
SNAPSHOTS = st.fixed_dictionaries(
    {"instanceId": st.just("i"), "dataSources": SOURCES},
    optional={"segments": st.dictionaries(NAMES, st.just({"q": 1})).map(listed), "capturedAt": NAMES},
)


def said(value: Any) -> Remembered:
    return Remembered(("a",), copy.deepcopy(value))


@settings(max_examples=60, deadline=None)
@given(last=SNAPSHOTS, new=SNAPSHOTS)
def test_without_edits_the_file_is_what_the_sources_say(last: Any, new: Any) -> None:
    assert updated(last, said(last), said(new)).snapshot == new


@settings(max_examples=60, deadline=None)
@given(last=SNAPSHOTS, mine=SNAPSHOTS)
def test_where_the_sources_say_nothing_new_the_file_stays(last: Any, mine: Any) -> None:
    assert updated(mine, said(last), said(last)) == (mine, [], [])


@settings(max_examples=60, deadline=None)
@given(mine=SNAPSHOTS, last=SNAPSHOTS, new=SNAPSHOTS)
def test_an_edit_is_never_dropped_in_silence_and_updating_again_changes_nothing(
    mine: Any, last: Any, new: Any
) -> None:
    first = updated(mine, said(last), said(new))
    again = updated(first.snapshot, added_up(said(last), said(new)), said(new))

    assert again.snapshot == first.snapshot
    for name, one in attributes(mine).items():
        if one != attributes(last).get(name) and attributes(first.snapshot).get(name) != one:
            merged = attributes(first.snapshot).get(name)
            assert isinstance(merged, dict) or isinstance(one, dict), (name, first.kept)


def attributes(value: Any) -> dict[str, Any]:
    return {
        f"{source['name']}.{each['name']}.{name}": one
        for source in value["dataSources"]
        for each in source["entities"]
        for name, one in each.get("attributes", {}).items()
    }
