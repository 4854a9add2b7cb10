"""c360lint check --why: what each rule made of a place."""

from __future__ import annotations

import shutil
from pathlib import Path

from click.testing import CliRunner, Result

from linter.cli import main

EXAMPLES = Path(__file__).parent.parent / "examples"
BROKEN = EXAMPLES / "contoso-broken"


def why(folder: Path, place: str, *options: str) -> Result:
    return CliRunner().invoke(main, ["check", str(folder), "--why", str(folder / place), *options])


def answers(result: Result) -> dict[str, str]:
    return {line.split(" ")[0]: line.partition(": ")[2] for line in result.stdout.splitlines()}


def test_a_finding_and_what_is_silent_beside_it_are_told() -> None:
    said = answers(why(BROKEN, "conflations/default/conflationPlan.json:22"))

    assert said["CP02"].startswith("finding: `PoS_posCustomers` has no attribute `EMial`")
    assert said["CP09"].startswith("looked at it and has nothing to say: all matched attributes")
    assert "EI04" not in said


def test_a_rule_that_is_not_selected_says_so() -> None:
    said = answers(why(BROKEN, "conflations/default/conflationPlan.json:22", "--ignore", "CP02"))

    assert said["CP02"].startswith("not selected here; it would say: `PoS_posCustomers` has no attribute")


def test_what_is_held_back_says_why() -> None:
    rules = answers(why(BROKEN, "conflations/default/conflictResolutionRules.json"))

    assert rules["CR02"] == (
        "held back: its cause is CR01 at conflations/default/conflictResolutionRules.json:8:53: "
        "entity `loyMembers` is not ingested in data source `Loyalty`"
    )


def test_what_is_held_back_says_why_its_cause_is_not_shown() -> None:
    rules = answers(why(BROKEN, "conflations/default/conflictResolutionRules.json", "--ignore", "CR01"))

    assert rules["CR02"].startswith("held back: its cause is CR01 at ")
    assert ":8:53 (not selected): entity `loyMembers`" in rules["CR02"]


def test_what_cannot_be_decided_says_what_it_would_need(tmp_path: Path) -> None:
    (tmp_path / "manage").mkdir()
    (tmp_path / "manage/relationships.json").write_text('{"name": "R"}', "utf-8")
    said = answers(why(tmp_path, "manage/relationships.json"))

    assert said["RL05"].startswith("not checked: no snapshot of the instance is declared")


def test_a_file_that_is_not_read_ends_with_2() -> None:
    result = why(BROKEN, "nowhere.json:1")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "nowhere.json is not one of the files that are read" in result.stderr


def test_a_line_that_the_file_does_not_have_ends_with_2(tmp_path: Path) -> None:
    (tmp_path / "manage").mkdir()
    (tmp_path / "manage/relationships.json").write_text('{\n"name": "R"}\n', "utf-8")

    assert [
        (result.exit_code, result.stdout, result.stderr)
        for line in (0, 4)
        if (result := why(tmp_path, f"manage/relationships.json:{line}"))
    ] == [
        (2, "", f"c360lint: manage/relationships.json has no line {line}; it has 3 lines\n")
        for line in (0, 4)
    ]
    assert why(tmp_path, "manage/relationships.json:3").exit_code == 0


def test_a_line_number_of_thousands_of_digits_ends_with_2() -> None:
    result = why(BROKEN, "manage/relationships.json:" + "1" * 5000)

    said = "c360lint: no file has a line whose number has 5,000 digits\n"
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", said)


def test_the_name_of_an_environment_can_not_act_upon_the_terminal(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(BROKEN, tmp_path / "broken"))
    (folder / "c360lint.toml").write_text('snapshots = {"a\\u001b[31m" = "snapshot.json"}\n', "utf-8")

    result = why(folder, "conflations/default/conflationPlan.json:22")

    assert result.exit_code == 0
    assert "a\\x1b[31m: CP02 " in result.stdout
    assert "a\\x1b[31m: " in result.stderr
    assert "\x1b" not in result.output
