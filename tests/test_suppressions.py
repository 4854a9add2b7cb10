"""Suppressions: what they cover, up to when, and what is wrong with those that don't."""

from __future__ import annotations

import json
import re
from pathlib import Path
from time import process_time

import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given
from hypothesis import strategies as st

from linter.cli import main
from linter.configuration.globs import Globs, matcher

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


def test_a_day_that_is_none_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("C360LINT_TODAY", "tomorrow")
    result = check(project(tmp_path, "[]"), monkeypatch)

    assert (result.exit_code, result.stderr) == (
        2,
        "c360lint: C360LINT_TODAY is `tomorrow`, but a date is expected: YYYY-MM-DD\n",
    )


MANY = 2000
NAMES = json.dumps([{"name": f"A-{number}"} for number in range(MANY)])


@pytest.mark.parametrize(
    ("where", "json_", "yaml"),
    [
        ('path = "[{}].name"', NAMES, ""),
        ('files = ["manage/{}.json", "manage"]', NAMES, ""),
        ('files = ["manage/*.json"]', NAMES, ""),
        ("", "", "# c360lint: ignore RL01 -- n\n" * MANY + NAMES + "\n"),
        ("", "", "# c360lint: ignore RL01 -- n\n" * MANY + "- name: A-B\n"),
    ],
)
def test_two_thousand_suppressions_of_as_many_findings_take_no_time_to_speak_of(
    where: str, json_: str, yaml: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [f'[[suppress]]\nrule = "RL01"\n{where.format(one)}\nreason = "n"\n' for one in range(MANY)]
    files = {"json": json_, "configuration": "".join(entries)} if json_ else {}
    folder = project(tmp_path, yaml, **files)

    before = process_time()
    result = check(folder, monkeypatch)

    assert (found(result), result.exit_code) == ([], 0)
    assert process_time() - before < 6


def test_of_many_suppressions_of_one_rule_those_in_vain_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheres = ('files = ["manage/*.json"]', 'files = ["other.json"]', 'path = "[2]"', 'path = "/1"')
    entries = [f'[[suppress]]\nrule = "RL01"\n{where}\nreason = "n"\n' for where in wheres]

    result = check(project(tmp_path, json=TWO, configuration="".join(entries)), monkeypatch)

    assert found(result) == ["6:8 SU01", "10:8 SU01", "1:33 RL03"]


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
