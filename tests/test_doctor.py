"""c360lint doctor: one block for a bug report."""

from __future__ import annotations

import json
import platform
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from linter import __version__
from linter.cli import main

REPO = Path(__file__).parent.parent


def doctor(path: Path) -> dict[str, str]:
    result = CliRunner().invoke(main, ["doctor", str(path)])
    assert (result.exit_code, result.stderr) == (0, "")
    return dict(line.split("  ", 1) for line in result.stdout.splitlines())


def said(found: dict[str, str], name: str) -> str:
    return found[name].strip()


def test_it_says_what_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(REPO / "examples"))
    found = doctor(REPO / "examples/contoso-broken")

    assert list(found) == [
        *("c360lint", "Python", "platform", "encodings", "libraries"),
        *("project", "configuration", "snapshot", "files"),
    ]
    assert said(found, "c360lint").startswith(f"{__version__}, in ")
    assert said(found, "Python").startswith(platform.python_version())
    assert said(found, "project") == "~/contoso-broken"
    assert said(found, "configuration") == "~/contoso-broken/c360lint.toml (sets principal)"
    days = (datetime.now(UTC) - datetime(2020, 4, 17, 8, tzinfo=UTC)).days
    assert said(found, "snapshot") == (
        "snapshot.json: 4 data sources, 16 entities, 127 attributes, 5 relationships, 1 conflation, "
        f"2 roleAssignments, captured {days} days ago"
    )
    assert said(found, "files") == (
        "14 documents: 1 conflationPlan, 1 conflictResolutionRules, 2 entityInfo, 1 relationships, "
        "1 activity, 1 measure, 1 segment, 1 searchConfiguration, 4 requests, 1 unreadable, 0 passed over"
    )


def test_it_tells_no_value_of_a_file() -> None:
    result: Result = CliRunner().invoke(main, ["doctor", str(REPO / "examples/contoso")])
    configuration = (REPO / "examples/contoso/c360lint.toml").read_text("utf-8")
    principal = configuration.partition('principal = "')[2].partition('"')[0]

    assert len(principal) > 10
    assert principal not in result.stdout


def test_a_home_is_folded_where_it_is_one_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "alice"
    other.mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "al"))

    assert said(doctor(other), "project") == str(other)


@pytest.mark.parametrize(
    ("files", "name", "expected"),
    [
        ({}, "trouble", "nothing to check: no payload was found in ~"),
        (
            {"c360lint.toml": "snapshto = 'a'"},
            "configuration",
            "~/c360lint.toml:1:1: unknown key `snapshto`; did you mean `snapshot`?",
        ),
        (
            {"snapshot.json": "{"},
            "trouble",
            "snapshot.json:1:2: the snapshot can't be read: ",
        ),
        ({"manage/relationships.json": "[]"}, "snapshot", "none"),
        (
            {
                "snapshot.json": '{"snapshotVersion": 1, "segments": {"a": 1}, "measures": 5}',
                "manage/relationships.json": "[]",
            },
            "snapshot",
            "snapshot.json: 0 data sources, 0 entities, 0 attributes, captured at a time that isn't said",
        ),
    ],
)
def test_what_is_wrong_is_part_of_the_block(
    files: dict[str, str], name: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for file, content in files.items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(content, "utf-8")

    assert said(doctor(tmp_path), name).startswith(expected)


def test_each_environment_has_its_snapshot_and_how_far_they_agree(tmp_path: Path) -> None:
    def snapshot(**entities: dict[str, str]) -> str:
        declared = [{"name": name, "attributes": attributes} for name, attributes in entities.items()]
        sources = [{"dataSourceId": "shop-1", "name": "Shop", "entities": declared}]
        return json.dumps({"snapshotVersion": 1, "instanceId": "i", "dataSources": sources})

    files = {
        "dev.json": snapshot(Buyers={"Id": "string"}, Visits={"Id": "string"}),
        "prod.json": snapshot(Buyers={"Id": "int64"}),
        "broken.json": "{",
        "manage/relationships.json": "[]",
        "c360lint.toml": "".join(
            f'snapshots.{name} = "{file}.json"\n'
            for name, file in {"dev": "dev", "prod": "prod", "test": "no", "old": "broken"}.items()
        ),
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, "utf-8")

    found = doctor(tmp_path)
    assert said(found, "configuration").endswith("c360lint.toml (sets snapshots)")
    assert [(name, said(found, name)) for name in list(found)[7:-1]] == [
        (
            "snapshot dev",
            "dev.json: 1 data source, 2 entities, 2 attributes, captured at a time that isn't said",
        ),
        (
            "snapshot prod",
            "prod.json: 1 data source, 1 entity, 1 attribute, captured at a time that isn't said",
        ),
        ("snapshot test", "no.json can't be read: No such file or directory"),
        (
            "snapshot old",
            "broken.json:1:2: the snapshot can't be read: "
            "the file ends inside the object that begins on line 1",
        ),
        (
            "dev and prod",
            "1 entity in both, 1 only in dev, 0 only in prod, 1 with other attributes; "
            "both are of instance i",
        ),
    ]
    assert said(found, "files").startswith("1 document: 1 relationships")


def test_snapshots_of_one_instance_in_two_environments_are_told_to_be_that(tmp_path: Path) -> None:
    kept = {"snapshotVersion": 1, "dataSources": []}
    named = {"dev": "A-1", "test": "A-2", "prod": "A-1", "open": None, "none": None}
    for name, instance in named.items():
        told = kept if instance is None else {**kept, "instanceId": instance}
        (tmp_path / f"{name}.json").write_text(json.dumps(told), "utf-8")
    toml = "".join(f'snapshots.{name} = "{name}.json"\n' for name in named)
    (tmp_path / "c360lint.toml").write_text(toml, "utf-8")

    found, same = doctor(tmp_path), "0 entities in both, 0 only in dev, 0 only in {}, 0 with other attributes"
    assert {other: said(found, f"dev and {other}") for other in ("test", "prod", "open", "none")} == {
        "test": same.format("test"),
        "prod": f"{same.format('prod')}; both are of instance A-1",
        "open": same.format("open"),
        "none": same.format("none"),
    }


def test_the_name_of_an_environment_can_not_act_upon_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "c360lint.toml").write_text('snapshots = {"a\\u001b[31m" = "none.json"}\n', "utf-8")

    assert (
        said(doctor(tmp_path), "snapshot a\\x1b[31m") == "none.json can't be read: No such file or directory"
    )
