"""Fixes: each makes its finding vanish and brings no other; files change nowhere else."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import process_time

import pytest
from _pytest.mark import ParameterSet
from click.testing import CliRunner, Result

import rules
from linter.checking.check_request import CheckRequest
from linter.checking.engine import run
from linter.checking.fixes import ROUNDS, apart, apply_fixes, mend
from linter.checking.given import Given, Modes
from linter.cli import main
from linter.commands.check_requests import requests_of
from linter.configuration.settings import Configuration
from linter.diagnostic import Edit, Fix, Position, Range
from linter.diagnostic import Result as Found
from linter.reading.inputs import Inputs
from linter.rulekit.pages import examples
from linter.text.source import Text
from tests.stage import STAGE, lay_out

REPO = Path(__file__).parent.parent

PLAN = """\
{
  "conflationOrder": ["A_a", "A_b", "A_c"],
  "conflationPlans": [
    {"leftEntities": ["A_b", "A_a"], "rightEntity": "A_c", "rules": [{"criteria": [
      {"leftColumn": "x", "rightColumn": "x"}]}]}
  ]
}
"""


def bad_examples() -> Iterator[ParameterSet]:
    for module in rules.ALL:
        page = Path(str(module.__file__)).with_suffix(".md")  # type: ignore[attr-defined]  # modules have a file
        for example in examples(page.read_text("utf-8")):
            if not example.good:
                yield pytest.param(example.files(STAGE), id=f"{module.RULE.code}-{example.title}")


def called(folder: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str, given: str = "") -> Result:
    monkeypatch.chdir(folder)
    return CliRunner().invoke(main, ["check", *arguments], input=given, catch_exceptions=False)


@pytest.mark.parametrize("files", list(bad_examples()))
def test_every_fix_of_every_bad_example_mends_its_finding_brings_no_other_and_stays(
    files: dict[str, str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(files, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("C360LINT_TODAY", "2026-01-01")
    request = requests_of(Given()).requests[0]
    before, _ = run(request)
    fixes = [(one, fix) for one in before.diagnostics for fix in one.fixes]
    for one, fix in fixes:
        name = fix.edits[0].file
        path = folder / name
        data, made, _ = apply_fixes(path.read_bytes(), name, [fix])
        after, _ = run(request.of(request.inputs.with_contents({str(path): data})))
        known = Counter(other.known for other in before.diagnostics)
        left = Counter(other.known for other in after.diagnostics)

        assert made == [fix]
        assert left[one.known] == known[one.known] - 1
        assert left - known == Counter()
    if fixes:
        assert_what_is_fixed_stays_fixed(folder, monkeypatch)


def assert_what_is_fixed_stays_fixed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called(folder, monkeypatch, "--unsafe-fixes")
    once = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    again = called(folder, monkeypatch, "--unsafe-fixes")

    assert "Fixed 0 findings" in again.stderr
    assert once == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def plan_project(folder: Path, plan: bytes = PLAN.encode()) -> Path:
    path = folder / "conflations" / "default" / "conflationPlan.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(plan)
    return path


def test_unsafe_fixes_are_made_only_when_they_are_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = plan_project(tmp_path)

    safe = called(tmp_path, monkeypatch, "--fix", "--format", "concise", "--select", "CP08")
    assert path.read_text("utf-8") == PLAN
    assert "Fixed 0 findings (1 more with --unsafe-fixes)\n" in safe.stderr
    assert safe.exit_code == 1

    unsafe = called(tmp_path, monkeypatch, "--unsafe-fixes", "--format", "concise", "--select", "CP08")
    assert path.read_text("utf-8") == PLAN.replace('"A_b", "A_a"]', '"A_a", "A_b"]')
    assert "Fixed 1 finding\n" in unsafe.stderr
    assert unsafe.exit_code == 0


def test_a_diff_is_a_patch_and_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = plan_project(tmp_path, PLAN.rstrip("\n").encode())

    said = called(tmp_path, monkeypatch, "--diff", "--unsafe-fixes", "--select", "CP08")

    assert said.stdout == (
        "--- a/conflations/default/conflationPlan.json\n"
        "+++ b/conflations/default/conflationPlan.json\n"
        "@@ -1,7 +1,7 @@\n"
        " {\n"
        '   "conflationOrder": ["A_a", "A_b", "A_c"],\n'
        '   "conflationPlans": [\n'
        '-    {"leftEntities": ["A_b", "A_a"], "rightEntity": "A_c", "rules": [{"criteria": [\n'
        '+    {"leftEntities": ["A_a", "A_b"], "rightEntity": "A_c", "rules": [{"criteria": [\n'
        '       {"leftColumn": "x", "rightColumn": "x"}]}]}\n'
        "   ]\n"
        " }\n"
        "\\ No newline at end of file\n"
    )
    assert said.exit_code == 1
    assert path.read_text("utf-8") == PLAN.rstrip("\n")


def test_a_diff_of_nothing_is_empty_and_succeeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan_project(tmp_path, PLAN.replace('"A_b", "A_a"]', '"A_a", "A_b"]').encode())

    said = called(tmp_path, monkeypatch, "--diff", "--unsafe-fixes", "--select", "CP08")

    assert (said.exit_code, said.stdout) == (0, "")


def test_mark_and_line_ends_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = b"\xef\xbb\xbf" + PLAN.replace("\n", "\r\n").encode()
    path = plan_project(tmp_path, written)

    called(tmp_path, monkeypatch, "--unsafe-fixes", "--select", "CP08")

    assert path.read_bytes() == written.replace(b'"A_b", "A_a"]', b'"A_a", "A_b"]')


def test_a_property_given_twice_with_one_value_is_safe_to_mend_and_with_two_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "manage" / "relationships.json"
    path.parent.mkdir()
    path.write_text('{"name": "A", "name": "A", "cardinality": 1, "cardinality": 2}', "utf-8")

    said = called(tmp_path, monkeypatch, "--fix", "--select", "DO02")

    assert path.read_text("utf-8") == '{"name": "A", "cardinality": 1, "cardinality": 2}'
    assert "Fixed 1 finding (1 more with --unsafe-fixes)" in said.stderr


def test_a_stale_comment_goes_and_a_stale_rule_in_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "manage" / "relationships.yaml"
    path.parent.mkdir()
    path.write_text(
        "# c360lint: ignore RL01 -- old\n"
        "- name: A-B # c360lint: ignore RL01, RL03, RL04 -- dash\n"
        "  # c360lint: ignore RL03 -- gone\n"
        "  friendlyName: x # c360lint: ignore RL01 -- gone\n",
        "utf-8",
    )

    said = called(tmp_path, monkeypatch, "--fix", "--select", "RL,SU")

    assert path.read_text("utf-8") == (
        "# c360lint: ignore RL01 -- old\n- name: A-B # c360lint: ignore RL01 -- dash\n  friendlyName: x\n"
    )
    assert "Fixed 4 findings\n" in said.stderr


@pytest.mark.parametrize("mode", ["--fix", "--diff"])
def test_a_fix_is_not_written_through_a_link_out_of_the_project(
    mode: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    twice = '{"name": "A", "name": "A"}'
    outside, payloads = tmp_path / "outside.json", tmp_path / "project" / "manage" / "relationships"
    outside.write_text(twice, "utf-8")
    payloads.mkdir(parents=True)
    (payloads / "out.json").symlink_to(outside)
    (payloads / "in.json").symlink_to(payloads / "real.txt")
    (payloads / "real.txt").write_text(twice, "utf-8")

    said = called(tmp_path / "project", monkeypatch, mode, "--select", "DO02", "--format", "concise")

    name = "manage/relationships/out.json"
    assert f"{name} was not fixed: it is a link out of the project's folder\n" in said.stderr
    assert outside.read_text("utf-8") == twice
    if mode == "--fix":
        assert said.exit_code == 1
        assert f"{name}:1:15: error DO02" in said.stdout
        assert (payloads / "real.txt").read_text("utf-8") == '{"name": "A"}'


def test_of_several_choices_none_is_made_for_you(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "manage" / "relationships.json"
    path.parent.mkdir()
    path.write_text('{"fromEntityNam": "a", "toEntityNam": "b", "fromEntityNme": "c"}', "utf-8")

    called(tmp_path, monkeypatch, "--unsafe-fixes", "--select", "DO03,DO05")

    assert path.read_text("utf-8") == '{"fromEntityNam": "a", "toEntityName": "b", "fromEntityNme": "c"}'


def test_standard_input_can_be_compared_but_not_fixed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = ("-", "--as", "conflationPlan", "--select", "CP08", "--unsafe-fixes")

    assert called(tmp_path, monkeypatch, *where, given=PLAN).exit_code == 2
    assert (
        '+    {"leftEntities": ["A_a", "A_b"]'
        in called(tmp_path, monkeypatch, *where, "--diff", given=PLAN).stdout
    )


def fix(start: int, end: int, text: str) -> Fix:
    return Fix("", "safe", (Edit("x.json", Range(Position(1, start), Position(1, end)), text),))


def test_of_overlapping_fixes_the_first_is_made_and_a_tearing_one_is_not() -> None:
    first, second, tearing = fix(2, 5, "10"), fix(4, 7, "20"), fix(10, 11, "]")

    said = apply_fixes(b"[1, 2, 3, 4]", "x.json", [second, tearing, first])

    assert said == (b"[102, 3, 4]", [first], [tearing])


def test_one_tearing_fix_among_a_thousand_costs_little_time() -> None:
    text = "- k: 1\n" * 1000 + "- &x k\n- *x\n"
    good = [
        Fix("", "safe", (Edit("a.yaml", Range(Position(n, 6), Position(n, 7)), "2"),)) for n in range(1, 1001)
    ]
    torn = Fix("", "safe", (Edit("a.yaml", Range(Position(1001, 3), Position(1001, 6)), ""),))

    before = process_time()
    renewed, made, tearing = apply_fixes(text.encode(), "a.yaml", [*good, torn])

    assert (renewed.decode(), made, tearing) == (text.replace("1", "2"), good, [torn])
    assert process_time() - before < 5


def by_path(folder: Path, contents: Mapping[str, bytes]) -> dict[str, bytes | None]:
    return {str(folder / name): data for name, data in contents.items()}


@pytest.mark.parametrize("save", [lambda path: path.write_text("{}", "utf-8"), Path.unlink])
def test_a_file_that_changes_meanwhile_is_left_alone(
    save: Callable[[Path], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = plan_project(tmp_path)
    request = CheckRequest(Inputs(str(tmp_path), Configuration(select=("CP08",))), rules.ALL)

    def check(contents: Mapping[str, bytes]) -> tuple[Found, Mapping[str, Text]]:
        found = run(request.of(request.inputs.with_contents(by_path(tmp_path, contents))))
        save(path)  # somebody does so just now
        return found

    mended = mend(check, lambda name: (tmp_path / name).read_bytes(), unsafe=True)

    assert (mended.contents, mended.fixed) == ({}, 0)


def test_a_file_that_changes_before_it_is_written_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from linter.checking.check import Checked
    from linter.commands.fix_report import finish

    path = plan_project(tmp_path)
    request = CheckRequest(Inputs(str(tmp_path), Configuration(select=("CP08",))), rules.ALL)

    def check(contents: Mapping[str, bytes]) -> tuple[Found, Mapping[str, Text]]:
        return run(request.of(request.inputs.with_contents(by_path(tmp_path, contents))))

    mended = mend(check, lambda name: (tmp_path / name).read_bytes(), unsafe=True)
    path.write_text("{}", "utf-8")

    with pytest.raises(SystemExit) as ended:
        finish([Checked(request, mended.result, {}, mended)], Modes(unsafe_fixes=True), quiet=False)
    assert (ended.value.code, path.read_text("utf-8")) == (2, "{}")


def test_fixes_that_undo_each_other_end_after_some_rounds() -> None:
    texts = {"x.json": b"[1]"}

    def check(contents: Mapping[str, bytes]) -> tuple[Found, Mapping[str, Text]]:
        from linter.diagnostic import Diagnostic
        from linter.text.source import read_text

        text = read_text("x.json", contents.get("x.json", texts["x.json"]))
        one = fix(2, 3, "2" if text.value == [1] else "1")
        found = Diagnostic("x.json", one.edits[0].range, "", "", "error", "", "", fixes=(one,))
        return Found((found,), (), 1, 0, ()), {"x.json": text}

    assert mend(check, texts.__getitem__).rounds == ROUNDS


def test_the_broken_example_is_mended_as_far_as_it_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "project"
    shutil.copytree(REPO / "examples" / "contoso-broken", folder)

    called(folder, monkeypatch, "--unsafe-fixes")
    left = called(folder, monkeypatch, "--format", "concise", "-q")

    assert [line.split(" ")[2] for line in left.stdout.splitlines()] == [
        "CP09", "CR01", "DO01", "AC113", "EI04", "EI05", "ME123", "ME117", "RL03", "CQ114",
        "RL02", "IN01", "OD04"
    ]  # fmt: skip


def test_a_property_given_many_times_is_mended_in_one_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "manage").mkdir()
    path = tmp_path / "manage" / "relationships.json"
    path.write_text("[{" + ", ".join(['"name": "A"'] * 30) + "}]", "utf-8")
    result = called(tmp_path, monkeypatch, "--fix", "--select", "DO02")

    assert result.stderr == "Fixed 29 findings\nread: 1 relationships, no snapshot\n"
    assert path.read_text("utf-8") == '[{"name": "A"}]'


def test_fixes_of_two_files_are_apart_wherever_they_stand() -> None:
    one = fix(3, 6, "a")
    overlapping = fix(5, 8, "b")
    elsewhere = one._replace(edits=(one.edits[0]._replace(file="y.json"),))

    assert apart([one, overlapping, elsewhere]) == [one, elsewhere]
