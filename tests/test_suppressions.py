"""Suppressions: what they cover, up to when, and what is wrong with those that don't."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given
from hypothesis import strategies as st

import rules
from linter.checking.check_request import CheckRequest
from linter.checking.engine import run
from linter.checking.semantic_path import SemanticPaths
from linter.checking.suppressions import (
    FORM,
    Limit,
    Spot,
    Suppression,
    Suppressions,
    Word,
    from_comment,
    from_configuration,
    steps_of,
)
from linter.cli import main
from linter.configuration.globs import Globs, matcher
from linter.configuration.settings import Configuration, Suppress
from linter.diagnostic import Finding, Location, Removal, Replacement
from linter.reading.inputs import Inputs
from linter.rulekit.catalogue import Catalogue
from linter.rulekit.rule import Removed, RuleModule
from linter.text.source import Text, read_text
from rules.conflation_plan import copy_criterion
from rules.relationships import relationship_name_characters
from tests.counting import calls, grows_evenly

ENDS = """\
fromEntityName: E_a
  fromAttributeName: x
  toEntityName: E_b
  toAttributeName: y
"""


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("C360LINT_TODAY", "2026-03-01")


def project(folder: Path, yaml: str = "", **files: str) -> Path:
    (folder / "manage").mkdir(exist_ok=True)
    if yaml:
        (folder / "manage" / "relationships.yaml").write_text(yaml, "utf-8")
    for name, content in files.items():
        path = folder / {"configuration": "c360lint.toml", "json": "manage/relationships.json"}[name]
        path.write_text(content, "utf-8")
    return folder


def check(folder: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    monkeypatch.chdir(folder)
    format_ = () if "--format" in arguments else ("--format", "concise")
    chosen = (*format_, *(arguments or ("--select", "RL,SU")))
    return CliRunner().invoke(main, ["check", *chosen], catch_exceptions=False)


def found(result: Result) -> list[str]:
    """`line:column CODE` of every finding."""
    lines = [line for line in result.stdout.splitlines() if ": error " in line or ": warning " in line]
    return [f"{line.split(':')[1]}:{line.split(':')[2]} {line.split(' ')[2]}" for line in lines]


@pytest.mark.parametrize(
    "yaml",
    [
        "- name: A-B # c360lint: ignore RL01 -- known\n",
        "# c360lint: ignore RL01 -- known\n- name: A-B\n",
        "- friendlyName: x\n  # c360lint: ignore RL01 -- known\n  # since long\n  name: A-B\n",
        "- friendlyName: x\n  name: # c360lint: ignore RL01 -- known\n    A-B\n",
        "- friendlyName: x\n  name:\n    A-B # c360lint: ignore RL01 -- known\n",
        "- friendlyName: x\n  name: |- # c360lint: ignore RL01 -- known\n    A-B\n",
        "- {friendlyName: x, name: A-B} # c360lint: ignore RL01 -- known\n",
        "- # c360lint: ignore RL01 -- known\n  name: A-B\n",
        "- friendlyName: x\r\n  name: A-B # c360lint: ignore relationship-name-characters -- known\r\n",
        "- name: A-B #C360Lint:ignore rl01 , RL03--known\n  cardinality: x\n",
        "- name: A-B # c360lint: ignore RL01 until 2026-03-01 -- to the last day\n",
        "- name: A-B # TODO # c360lint: ignore RL01 -- known\n",
        "## yamllint disable-line  # c360lint: ignore RL01 -- known\n- name: A-B\n",
    ],
)
def test_a_comment_covers_what_stands_at_or_below_its_node(
    yaml: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = check(project(tmp_path, yaml), monkeypatch)

    assert (found(result), result.exit_code) == ([], 0)
    assert "1 suppressed" in result.stdout or "2 suppressed" in result.stdout


@pytest.mark.parametrize(
    ("yaml", "expected"),
    [
        # beside, not below
        ("- friendlyName: x\n  cardinality: x # c360lint: ignore RL01 -- n\n  name: A-B\n",
         ["2:16 RL03", "2:37 SU01", "3:9 RL01"]),
        ("- friendlyName: '# c360lint: ignore RL01 -- n'\n  name: A-B\n", ["2:9 RL01"]),
        ("- friendlyName: |\n    # c360lint: ignore RL01 -- n\n  name: A-B\n", ["3:9 RL01"]),
        ("- name: A-B # see issue#c360lint: ignore RL01 -- n\n", ["1:9 RL01"]),
        ("- name: A-B # see # c360lint: ignore RL01\n", ["1:9 RL01", "1:19 SU02"]),
        ("- name: A-B # c360lint is a linter\n", ["1:9 RL01"]),
        # no suppression
        ("- name: A-B # c360lint: ignore RL01\n", ["1:9 RL01", "1:13 SU02"]),
        ("- name: A-B # c360lint: ignore RL01 --  \n", ["1:9 RL01", "1:13 SU02"]),
        ("- name: A-B # c360lint: ignor RL01 -- n\n", ["1:9 RL01", "1:13 SU02"]),
        ("- name: A-B # c360lint ignore RL01 -- n\n", ["1:9 RL01", "1:13 SU02"]),
        ("- name: A-B # c360lint: ignore -- n\n", ["1:9 RL01", "1:13 SU02"]),
        ("- name: A-B # c360lint: ignore ALL -- n\n", ["1:9 RL01", "1:32 SU04"]),
        ("- name: A-B # c360lint: ignore RL1, RL01 -- n\n", ["1:32 SU04"]),
        ("- name: A-B # c360lint: ignore SU01, RL01 -- n\n", ["1:32 SU02"]),
        ("- name: A-B # c360lint: ignore RL01 until May -- n\n", ["1:9 RL01", "1:43 SU02"]),
        ("# c360lint: ignore RL01 -- n\n\n- name: A-B\n", ["1:1 SU02", "3:9 RL01"]),
        # out of force
        ("- name: A-B # c360lint: ignore RL01 until 2026-02-28 -- n\n", ["1:9 RL01", "1:43 SU03"]),
        # in vain
        ("- name: A-B # c360lint: ignore RL01, RL04 -- n\n", ["1:38 SU01"]),
        ("- name: AB # c360lint: ignore RL01 -- n\n", ["1:31 SU01"]),
    ],
)  # fmt: skip
def test_what_a_comment_does_not_cover_and_why(
    yaml: str, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found(check(project(tmp_path, yaml), monkeypatch)) == expected


TWO = json.dumps([{"name": "A-B", "cardinality": "x"}, {"name": "C-D"}])


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ('files = ["manage/*.json"]', []),
        ('files = ["manage"]', []),
        ('path = "/0"', ["1:48 RL01"]),
        ('path = "/0/Name"', ["1:48 RL01"]),
        ('path = "[1]"', ["1:11 RL01"]),
        ('path = "[a-b].name"', ["1:48 RL01"]),
        ('path = "[*].name"', []),
        ('files = ["manage/**"]\npath = "[C-D]"', ["1:11 RL01"]),
        ('files = ["other/**"]', ["1:11 RL01", "1:48 RL01", "2:8 SU01"]),
        ('path = "/0/cardinality"', ["1:11 RL01", "1:48 RL01", "2:8 SU01"]),
        ('path = "/2"', ["1:11 RL01", "1:48 RL01", "2:8 SU01"]),
        ('path = "a..b"', ["1:11 RL01", "1:48 RL01", "4:8 SU02"]),
        ("", ["1:11 RL01", "1:48 RL01", "1:3 SU02"]),
    ],
)
def test_the_configuration_suppresses_by_file_and_place(
    where: str, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configuration = f'[[suppress]]\nrule = "RL01"\nreason = "known"\n{where}\n'
    project(tmp_path, json=TWO, configuration=configuration)

    assert sorted(found(check(tmp_path, monkeypatch, "--select", "RL01,SU"))) == sorted(expected)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ('rules = ["RL01", "RL03"]\nfiles = ["manage"]\nreason = "r"', []),
        ('rules = ["RL01", "RL04"]\nfiles = ["manage"]\nreason = "r"', ["1:33 RL03", "2:18 SU01"]),
        ('rules = ["RL01", "RL3"]\nfiles = ["manage"]\nreason = "r"', ["1:33 RL03", "2:18 SU04"]),
        ('rule = "RL03"\nfiles = ["manage"]\nreason = "r"\nuntil = 2026-02-28',
         ["1:11 RL01", "1:33 RL03", "1:48 RL01", "5:9 SU03"]),
        ('rule = "RL03"\nfiles = ["manage"]\nreason = "r"\nuntil = "soon"',
         ["1:11 RL01", "1:33 RL03", "1:48 RL01", "5:9 SU02"]),
        ('rule = "RL03"\nfiles = ["manage"]\nreason = ""',
         ["1:11 RL01", "1:33 RL03", "1:48 RL01", "4:10 SU02"]),
        ('files = ["manage"]\nreason = "r"', ["1:11 RL01", "1:33 RL03", "1:48 RL01", "1:3 SU02"]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_entry_is_told_at_its_place(
    entry: str, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path, json=TWO, configuration=f"[[suppress]]\n{entry}\n")

    assert sorted(found(check(tmp_path, monkeypatch, "--select", "RL01,RL03,RL04,SU"))) == sorted(expected)


def test_an_entry_in_pyproject_has_its_place_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project(tmp_path, json="[]")
    (tmp_path / "pyproject.toml").write_text(
        '[tool.c360lint]\n[[tool.c360lint.suppress]]\nrule = "RL01"\nfiles = ["manage"]\nreason = "r"\n',
        "utf-8",
    )

    assert found(check(tmp_path, monkeypatch)) == ["3:8 SU01"]


@pytest.mark.parametrize(
    ("entry", "place"),
    [
        ('rul = "RL01"', "2:1: unknown key `rul` in [suppress]; did you mean `rule`?"),
        ("rule = 5", "2:1: `rule`: should be a valid string"),
        ("until = 2026-01-01T00:00:00", "2:1: `until`: should be a valid string"),
    ],
)
def test_an_entry_of_another_shape_is_a_mistake_in_the_configuration(
    entry: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path, json="[]", configuration=f"[[suppress]]\n{entry}\n")
    result = check(tmp_path, monkeypatch)

    assert (result.exit_code, place in result.stderr) == (2, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--select", "RL03,SU"),  # the rule isn't asked
        ("--ignore", "RL01"),
        ("other/manage/relationships.json", "--select", "RL,SU"),  # the file isn't looked at
    ],
)
def test_a_run_over_other_rules_or_files_calls_nothing_unused(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configuration = '[[suppress]]\nrule = "RL01"\npath = "/0"\nreason = "r"\n'
    project(tmp_path, "- friendlyName: A # c360lint: ignore RL01 -- n\n", configuration=configuration)
    other = tmp_path / "other" / "manage" / "relationships.json"
    other.parent.mkdir(parents=True)
    other.write_text("[]", "utf-8")

    assert [line for line in found(check(tmp_path, monkeypatch, *arguments)) if "SU" in line] == []


def test_what_a_rule_could_not_decide_is_not_unused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    yaml = f"- name: A # c360lint: ignore RL05 -- there is no snapshot\n  {ENDS}"

    assert found(check(project(tmp_path, yaml), monkeypatch)) == []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("", []),
        ('[placeholders]\nName = "A"\n', []),
        ('[placeholders]\nName = "A"\nNumber = "1"\n', ["1:45 SU01"]),
    ],
)
def test_what_a_pipeline_fills_may_need_its_suppression(
    values: str, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    yaml = "- name: $(Name)$(Number) # c360lint: ignore RL01 -- the names of tests have dashes\n"

    assert (
        found(check(project(tmp_path, yaml, configuration=values), monkeypatch, "--select", "RL01,SU"))
        == expected
    )


def test_an_entry_about_a_snapshot_is_not_unused_in_a_run_over_other_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = '[[suppress]]\nrule = "RL01"\nfiles = ["snapshot.json"]\nreason = "r"\n'
    folder = project(tmp_path, json="[]", configuration=entry)
    (folder / "snapshot.json").write_text('{"snapshotVersion": 1, "dataSources": []}', "utf-8")

    assert found(check(folder, monkeypatch, "--select", "RL03,SU01")) == []
    assert found(check(folder, monkeypatch, "--select", "RL01,SU01")) == ["2:8 SU01"]


def test_a_file_that_can_not_be_read_is_never_suppressed_and_the_entry_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = '[[suppress]]\nrule = "DO01"\nfiles = ["manage"]\nreason = "r"\n'
    folder = project(tmp_path, json="{", configuration=entry)

    assert found(check(folder, monkeypatch, "--select", "DO,SU")) == ["2:8 SU02", "1:2 DO01"]


@pytest.mark.parametrize("name", ["relationships.json", "relationships.yaml"])
def test_a_folder_in_the_place_of_a_payload_stands_beside_suppressions_of_its_rule(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    entry = '[[suppress]]\nrule = "DO08"\nfiles = ["manage/other.json"]\nreason = "r"\n'
    folder = project(tmp_path, configuration=entry)
    (folder / "manage" / name).mkdir()

    assert found(check(folder, monkeypatch, "--select", "DO")) == ["1:1 DO08"]


def test_a_comment_in_json_is_no_suppression(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project(tmp_path, json='[{"name": "A-B", "description": "# c360lint: ignore RL01 -- n"}]')

    assert found(check(folder, monkeypatch)) == ["1:11 RL01"]


def test_an_entry_about_a_file_that_can_not_be_read_is_not_unused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = '[[suppress]]\nrule = "RL01"\nfiles = ["{}"]\nreason = "r"\n'
    folder = project(tmp_path, json="{", configuration=entry.format("manage/*"))
    (folder / "other.json").write_text('{"method": "GET", "url": "/api/instances"}', "utf-8")
    assert found(check(folder, monkeypatch, "--select", "RL,SU")) == []

    project(tmp_path, configuration=entry.format("other.json"))
    assert found(check(folder, monkeypatch, "--select", "RL,SU")) == ["2:8 SU01"]
    project(tmp_path, configuration=entry.format("manage/*"), json="[]")
    assert found(check(folder, monkeypatch, "--select", "RL,SU")) == ["2:8 SU01"]


def test_a_suppression_hides_no_finding_that_stands_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    yaml = "- name: A-B\n- name: C-D # c360lint: ignore RL01 -- n\n"

    assert found(check(project(tmp_path, yaml), monkeypatch)) == ["1:9 RL01"]


def test_suppressed_findings_are_counted_in_the_json_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path, "- name: A-B # c360lint: ignore RL01 -- n\n")
    result = check(tmp_path, monkeypatch, "--select", "RL01", "--format", "json")

    summary = json.loads(result.stdout)["summary"]
    assert (summary["suppressed"], summary["baselined"], summary["errors"]) == (1, 0, 0)


@pytest.mark.parametrize(
    "command",
    ["check", "graph --format json", "snapshot diff old.json snapshot.json"],
)
def test_the_day_of_a_run_is_that_which_is_said_in_every_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    entities = [{"name": "a", "attributes": {"x": "string"}}, {"name": "b", "attributes": {"y": "string"}}]
    old = {
        "snapshotVersion": 1,
        "instanceId": "i",
        "dataSources": [{"dataSourceId": "E", "name": "E", "entities": entities}],
    }
    new = json.loads(json.dumps(old).replace('"y"', '"z"'))
    suppression = '[[suppress]]\nrule = "RL06"\nfiles = ["manage"]\nreason = "r"\nuntil = 2026-03-31\n'
    folder = project(tmp_path, f"- name: r\n  {ENDS}", configuration=suppression)
    for name, snapshot in (("old.json", old), ("snapshot.json", new)):
        (folder / name).write_text(json.dumps(snapshot), "utf-8")
    monkeypatch.chdir(folder)

    said = {}
    for day in ("2026-03-31", "2026-04-01"):
        monkeypatch.setenv("C360LINT_TODAY", day)
        said[day] = "RL06" in CliRunner().invoke(main, command.split()).stdout

    assert said == {"2026-03-31": False, "2026-04-01": True}


def test_a_day_that_is_none_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("C360LINT_TODAY", "tomorrow")
    result = check(project(tmp_path, "[]"), monkeypatch)

    assert (result.exit_code, result.stderr) == (
        2,
        "c360lint: C360LINT_TODAY is `tomorrow`, but a date is expected: YYYY-MM-DD\n",
    )


@pytest.mark.parametrize(
    "where", ['path = "[{}].name"', 'files = ["manage/{}.json", "manage"]', 'files = ["manage/*.json"]']
)
def test_suppressions_of_as_many_findings_cost_by_their_number(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = f'[[suppress]]\nrule = "RL01"\n{where}\nreason = "n"\n'

    def cost(number: int) -> int:
        entries = "".join(map(entry.format, range(number)))
        folder = project(tmp_path, json=json.dumps(names(number)), configuration=entries)
        return silent(folder, monkeypatch)

    assert grows_evenly(cost, 100)


@pytest.mark.parametrize("is_one", [False, True])
def test_comments_of_as_many_findings_or_of_one_cost_by_their_number(
    is_one: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cost(number: int) -> int:
        about = "- name: A-B\n" if is_one else f"{json.dumps(names(number))}\n"
        return silent(project(tmp_path, "# c360lint: ignore RL01 -- n\n" * number + about), monkeypatch)

    assert grows_evenly(cost, 100)


def names(number: int) -> list[dict[str, str]]:
    return [{"name": f"A-{each}"} for each in range(number)]


def silent(folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return how many calls it takes to check a folder in which nothing is found."""
    result = check(folder, monkeypatch)
    assert (found(result), result.exit_code) == ([], 0)
    return calls(check, folder, monkeypatch)


def test_of_many_suppressions_of_one_rule_those_in_vain_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheres = ('files = ["manage/*.json"]', 'files = ["other.json"]', 'path = "[2]"', 'path = "/1"')
    entries = [f'[[suppress]]\nrule = "RL01"\n{where}\nreason = "n"\n' for where in wheres]

    result = check(project(tmp_path, json=TWO, configuration="".join(entries)), monkeypatch)

    assert found(result) == ["6:8 SU01", "10:8 SU01", "1:33 RL03"]


def test_of_two_suppressions_about_two_files_or_places_of_one_neither_is_in_vain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheres = ('path = "[0]"', 'path = "[1]"', 'files = ["manage/*.json"]', 'files = ["manage/*.yaml"]')
    entries = [f'[[suppress]]\nrule = "RL01"\n{where}\nreason = "n"\n' for where in wheres]

    result = check(
        project(tmp_path, yaml="- name: A-B\n", json=TWO, configuration="".join(entries)),
        *(monkeypatch, "--select", "RL01,SU"),
    )

    assert found(result) == []


PARTS = st.sampled_from(["a", "b", "*", "**", "?", "{a,b}", "{n}", "/", ".", "a.json", "[a]"])
GLOBS = st.lists(PARTS, min_size=1, max_size=5).map("".join)
PATHS = st.lists(st.sampled_from(["a", "b", "a.json", "[a]", "?", "x\ny"]), min_size=1, max_size=4).map(
    "/".join
)


@example(["a"], "a/x\ny")
@given(st.lists(GLOBS, max_size=3), PATHS)
def test_globs_that_are_looked_up_match_what_they_match_one_by_one(globs: list[str], path: str) -> None:
    try:
        expected = matcher(globs)(path) if globs else True
    except (ValueError, re.error):  # refused where the configuration is read
        return
    table: Globs[str] = Globs()
    table.add(globs, "value")

    assert table.of(path) == (("value",) if expected else ())


# One by one

AT = Location("r.yaml", (0,), "comment", (100, 160))
FORM_ = f"write {FORM}"


def said_by(text: str, covers: tuple[tuple[int, int], ...] = ((0, 9),)) -> Suppression:
    return from_comment("r.yaml", text, 100, (0,), covers)


def part(start: int, end: int) -> Location:
    return AT._replace(slice=(100 + start, 100 + end))


def test_a_comment_is_read_with_the_places_of_its_words() -> None:
    text = "# c360lint: ignore RL01 , some-rule until 2026-01-02  -- for now"

    assert said_by(text) == Suppression(
        part(0, len(text)),
        (Word("RL01", part(19, 23)), Word("some-rule", part(26, 35))),
        Limit(date(2026, 1, 2), part(42, 52)),
        covers=((0, 9),),
    )


@pytest.mark.parametrize(
    ("text", "message", "help_"),
    [
        ("# c360lint", "the comment is not a suppression", FORM_),
        ("# c360lint: ignore RL01 -", "the suppression gives no reason", FORM_),
        ("# c360lint: ignore RL01 --  ", "the suppression gives no reason", FORM_),
        ("# c360lint: ignore -- known", "the suppression does not say which rules it is about", FORM_),
    ],
)
def test_a_comment_that_can_not_be_read_says_what_it_lacks(text: str, message: str, help_: str) -> None:
    whole = part(0, len(text))

    assert said_by(text) == Suppression(whole, fault=Finding(whole, message, "has no effect", help_))


def test_a_comment_that_stands_at_nothing_says_where_it_would_have_an_effect() -> None:
    assert said_by("# c360lint: ignore RL01 -- known", ()).fault == Finding(
        part(0, 32),
        "the suppression stands at nothing",
        "has no effect",
        "put it on the line of a property or list item, or on the line above",
    )


@pytest.mark.parametrize("day", ["20260102", "2026-02-30", "2026-W01-1", "2026-1-2", "soon"])
def test_a_day_is_written_in_one_way(day: str) -> None:
    assert said_by(f"# c360lint: ignore RL01 until {day} -- known").fault == Finding(
        part(30, 30 + len(day)), f"`{day}` is no date", "has no effect", "write it as YYYY-MM-DD"
    )


ENTRY = Suppress(
    rule="RL01", rules=("RL02", "RL03"), files=("a",), path="/a/B", reason="r", until="2026-01-02"
)


def inside(*path: str | int, part: str = "value") -> Location:
    return Location("c360lint.toml", ("suppress", 3, *path), part)


def test_an_entry_is_read_with_the_places_of_its_words() -> None:
    assert from_configuration("c360lint.toml", ("suppress", 3), ENTRY) == Suppression(
        inside(part="key"),
        (
            Word("RL01", inside("rule")),
            Word("RL02", inside("rules", 0)),
            Word("RL03", inside("rules", 1)),
        ),
        Limit(date(2026, 1, 2), inside("until")),
        files=("a",),
        steps=("a", "b"),
    )


@pytest.mark.parametrize(
    ("changed", "at", "message", "help_"),
    [
        ({"reason": " "}, inside("reason"), "the suppression gives no reason", 'add `reason = "…"`'),
        (
            {"rule": "", "rules": ()},
            inside(part="key"),
            "the suppression does not say which rules it is about",
            'add `rule = "…"`',
        ),
        (
            {"files": (), "path": ""},
            inside(part="key"),
            "the suppression does not say where",
            "add `files`, `path` or both; `ignore` switches a rule off everywhere",
        ),
        (
            {"path": ".a"},
            inside("path"),
            "`.a` is no path",
            "write a JSON pointer (`/conflationPlans/0`) or names (`conflationPlans[0].rules[Email]`)",
        ),
    ],
)
def test_an_entry_that_can_not_be_read_says_what_it_lacks(
    changed: dict[str, Any], at: Location, message: str, help_: str
) -> None:
    one = from_configuration("c360lint.toml", ("suppress", 3), ENTRY._replace(**changed))

    assert one == Suppression(at, fault=Finding(at, message, "has no effect", help_))


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("", []),
        ("/A/b~1c", ["a", "b/c"]),
        ("A.b[C d].e[*]", ["a", "b", "[c d]", "e", "[*]"]),
        ("[0][]", ["[0]", "[]"]),
        (".a", None),
        ("a..b", None),
        ("a.", None),
        ("a]b", None),
        ("a[b", None),
    ],
)
def test_a_path_is_a_pointer_or_names_and_indices(path: str, steps: list[str] | None) -> None:
    assert steps_of(path) == steps


RULES = [
    copy_criterion.RULE,
    copy_criterion.RULE._replace(code="CP07", name="other", suppressible=False),
    copy_criterion.RULE._replace(code="XX07", name="others"),
]
REMOVED = Removed("CP99", "plan-too-young", "0.9.0", "plans do not age", ())
DAY = date(2026, 3, 1)


def troubles_of(*suppressions: Suppression, judged: bool = True) -> dict[str, list[Finding]]:
    all_ = Suppressions(suppressions, RULES, DAY, (REMOVED,))
    return {kind: list(found) for kind, found in all_.troubles(lambda _one, _code: judged).items()}


@pytest.mark.parametrize(
    ("word", "message", "help_"),
    [
        (
            "cp",
            "`cp` is not one rule: a suppression goes by whole codes or names",
            "name the rules one by one",
        ),
        (
            "all",
            "`all` is not one rule: a suppression goes by whole codes or names",
            "name the rules one by one",
        ),
        ("CP99", REMOVED.told, "remove it, or name what it is now"),
        ("cp99", REMOVED.told, "remove it, or name what it is now"),
        ("plan-too-young", REMOVED.told, "remove it, or name what it is now"),
        (
            "copy-criterium",
            "no rule `copy-criterium`; did you mean `copy-criterion`?",
            "replace it with `copy-criterion`",
        ),
        ("othera", "no rule `othera`; did you mean `other` or `others`?", "`c360lint rules` lists the rules"),
        ("QQQQQQ", "no rule `QQQQQQ`", "`c360lint rules` lists the rules"),
    ],
)
def test_who_suppresses_an_unknown_rule_is_told_the_nearest(word: str, message: str, help_: str) -> None:
    one = said_by(f"# c360lint: ignore {word} -- known")
    at = part(19, 19 + len(word))

    assert troubles_of(one) == {"unknown": [Finding(at, message, "has no effect", help_)]}


def test_what_is_wrong_with_a_suppression_is_told_by_its_kind() -> None:
    old, last = (said_by(f"# c360lint: ignore CP06 until 2026-{day} -- n") for day in ("02-28", "03-01"))
    protected = said_by("# c360lint: ignore OTHER -- n")
    unused = Finding(
        part(19, 23),
        "nothing is suppressed: there is no finding of CP06 here",
        "of no use",
        "remove it",
        repairs=(Removal(part(0, 45), "Remove the suppression", safe=True),),
    )

    assert troubles_of(old, last, protected) == {
        "expired": [
            Finding(
                part(30, 40),
                "the suppression of CP06 has expired on 2026-02-28",
                "no longer in force",
                "mend what it covers, or give it a later date",
            )
        ],
        "unused": [unused],
        "malformed": [
            Finding(
                part(19, 24),
                "CP07 can't be suppressed",
                "has no effect",
                "mend the suppression, or name the rule in `ignore`",
            )
        ],
    }
    assert troubles_of(last, judged=False) == {}


def test_of_several_rules_in_a_comment_those_in_vain_can_go() -> None:
    one = said_by("# c360lint: ignore CP06 , others,copy-criterion -- n")
    rules_ = part(19, 47)

    [first, second, third] = troubles_of(one)["unused"]

    assert first.repairs == (
        Replacement("others, copy-criterion", "Remove `CP06` from the suppression", safe=True, at=rules_),
    )
    assert second.repairs == (
        Replacement("CP06, copy-criterion", "Remove `others` from the suppression", safe=True, at=rules_),
    )
    assert third.repairs == (
        Replacement("CP06, others", "Remove `copy-criterion` from the suppression", safe=True, at=rules_),
    )


def test_of_an_entry_of_the_configuration_nothing_is_removed() -> None:
    entry = from_configuration("c360lint.toml", ("suppress", 0), ENTRY._replace(rule="CP06", until=None))

    assert [one.repairs for one in troubles_of(entry)["unused"]] == [()]


@st.composite
def nested(draw: st.DrawFn, start: int = 0, end: int = 12, depth: int = 3) -> list[tuple[int, int]]:
    """Stretches that lie within one another or apart."""
    bounds = sorted(draw(st.lists(st.integers(start, end), max_size=6)))
    found = list(zip(bounds[::2], bounds[1::2], strict=False))
    for one in list(found) if depth else ():
        found += draw(nested(*one, depth - 1))
    return found


@given(nested(), st.tuples(st.integers(0, 12), st.integers(0, 4)))
def test_a_finding_is_suppressed_by_each_comment_whose_stretch_has_it(
    stretches: list[tuple[int, int]], span: tuple[int, int]
) -> None:
    start, end = span[0], span[0] + span[1]
    spans = [(one, other) for one, other in dict.fromkeys(stretches) if one < other]
    ones = [
        from_comment("r.yaml", "# c360lint: ignore CP06 -- n", 100 + n, (), (one,))
        for n, one in enumerate(spans)
    ]
    all_ = Suppressions(ones, RULES, DAY)
    at = Location("r.yaml", (), "comment", (start, end))

    is_covered = all_.cover("CP06", Spot(at, [], Text("r.yaml", "", None)))

    unused = {one.at for one in all_.troubles(lambda _one, _code: True).get("unused", ())}
    of_use = [one for one, other in zip(spans, ones, strict=True) if other.rules[0].at not in unused]
    assert of_use == [one for one in spans if one[0] <= start and end <= one[1]]
    assert is_covered == bool(of_use)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/rules/1/Name", True),
        ("rules[1].name", True),
        ("rules[*]", True),
        ("rules[Mail]", True),
        ("[rules]", False),
        ("[*]", False),
        ("rules[0]", False),
    ],
)
def test_a_key_is_named_by_itself_and_an_item_by_its_index_and_name(path: str, expected: bool) -> None:
    text = read_text("p.json", b'{"Rules": [{}, {"name": "Mail"}]}')
    at = Location("p.json", ("Rules", 1, "name"))
    entry = Suppress(rule="CP06", path=path, reason="r")
    one = from_configuration("c360lint.toml", ("suppress", 0), entry)

    spot = Spot(at, ["rules", "[Mail#0]", "name"], text)

    assert Suppressions([one], RULES, DAY).cover("CP06", spot) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("rules[Mail #1]", [0, 1]),
        ("rules[Mail #2]", [2]),
        ("rules[Post]", [3, 4]),
        ("rules[*]", [0, 1, 2, 3, 4]),
    ],
)
def test_items_of_one_name_are_named_together_and_a_name_may_end_in_a_number(
    path: str, expected: list[int]
) -> None:
    items = [{"name": name} for name in ("Mail #1", "Mail #1", "Mail #2", "Post", "Post")]
    text, paths = read_text("p.json", json.dumps({"rules": items}).encode()), SemanticPaths()
    entry = Suppress(rule="CP06", path=path, reason="r")
    all_ = Suppressions([from_configuration("c360lint.toml", ("suppress", 0), entry)], RULES, DAY)

    def is_covered(number: int) -> bool:
        at = Location("p.json", ("rules", number))
        return all_.cover("CP06", Spot(at, paths.of(text.value, at.path)[0], text))

    assert list(filter(is_covered, range(5))) == expected


# In a run


def judged(folder: Path, *modules: RuleModule, **changed: Any) -> list[str]:
    request = CheckRequest(Inputs(str(folder), Configuration(allow_empty=True)), modules)._replace(**changed)
    return [one.code for one in run(request)[0].diagnostics]


def test_texts_that_do_not_speak_of_suppressions_are_not_looked_through_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("linter.checking.suppressions.Suppressions", never)
    project(tmp_path, "- name: A-B\n", json='[{"name": "A", "description": "made by c360lint"}]')

    assert judged(tmp_path, relationship_name_characters) == ["RL01"]
    project(tmp_path, "- name: A-B # C360Lint: ignore RL01 -- n\n")
    with pytest.raises(AssertionError):
        judged(tmp_path, relationship_name_characters)


def test_who_suppresses_a_rule_that_is_gone_is_told_what_has_become_of_it(tmp_path: Path) -> None:
    project(tmp_path, "- name: A-B # c360lint: ignore CP99 -- n\n")
    inputs = Inputs(str(tmp_path), Configuration(select=("SU",)))

    result, _ = run(CheckRequest(inputs, Catalogue(rules.ALL.families, (REMOVED,))))

    assert [one.message for one in result.diagnostics] == [REMOVED.told]


@pytest.mark.parametrize(("until", "found"), [("2000-01-01", ["RL01"]), ("2999-01-01", [])])
def test_without_a_day_that_is_said_it_is_today(tmp_path: Path, until: str, found: list[str]) -> None:
    project(tmp_path, f"- name: A-B # c360lint: ignore RL01 until {until} -- n\n")

    assert judged(tmp_path, relationship_name_characters) == found
    assert judged(tmp_path, relationship_name_characters, today=date(1999, 1, 1)) == []


def test_an_entry_about_a_file_for_which_its_rule_is_ignored_is_not_unused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = '[[suppress]]\nrule = "RL01"\nfiles = ["manage/*.json"]\nreason = "r"\n'
    override = '[[overrides]]\nfiles = ["manage/*.json"]\nignore = ["RL01"]\n'
    folder = project(tmp_path, json="[]", configuration=entry + override)
    assert found(check(folder, monkeypatch, "--select", "RL01,SU01")) == []

    project(tmp_path, configuration=entry)
    assert found(check(folder, monkeypatch, "--select", "RL01,SU01")) == ["2:8 SU01"]
