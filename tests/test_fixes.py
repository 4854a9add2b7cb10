"""Fixes: each makes its finding vanish and brings no other; files change nowhere else."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import rules
from linter.checking.check_request import CheckRequest
from linter.checking.engine import run
from linter.checking.fixes import ROUNDS, Mended, apart, apply_fixes, chosen_fix, fixes_of, mend
from linter.checking.given import Given, Modes
from linter.cli import main
from linter.commands.check_requests import requests_of
from linter.configuration.settings import Configuration
from linter.diagnostic import (
    Diagnostic,
    Edit,
    Finding,
    Fix,
    Location,
    Position,
    Range,
    Removal,
    Reordering,
    Repair,
    Replacement,
)
from linter.diagnostic import Result as Found
from linter.placeholders import Values
from linter.reading.inputs import Inputs
from linter.rulekit.pages import examples
from linter.text.source import Text, read_text
from tests.counting import calls, grows_evenly
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


def test_one_tearing_fix_among_many_costs_by_their_number() -> None:
    def cost(number: int) -> int:
        text = "- k: 1\n" * number + "- &x k\n- *x\n"
        lines = range(1, number + 1)
        good = [Fix("", "safe", (Edit("a.yaml", Range(Position(n, 6), Position(n, 7)), "2"),)) for n in lines]
        last = number + 1
        torn = Fix("", "safe", (Edit("a.yaml", Range(Position(last, 3), Position(last, 6)), ""),))
        renewed, made, tearing = apply_fixes(text.encode(), "a.yaml", [*good, torn])
        assert (renewed.decode(), made, tearing) == (text.replace("1", "2"), good, [torn])
        return calls(apply_fixes, text.encode(), "a.yaml", [*good, torn])

    assert grows_evenly(cost, 200)


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

    assert (mended.contents, mended.fixed, mended.rounds) == ({}, 0, 1)


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


def replacing(steps: Mapping[str, list[str]], text: str) -> Mended:
    """Mend a list of one digit, for which there are fixes that put others in its place, each of a finding."""
    held = f"[{text}]".encode()

    def check(contents: Mapping[str, bytes]) -> tuple[Found, Mapping[str, Text]]:
        text = read_text("x.json", contents.get("x.json", held))
        fixes = [fix(2, 3, other) for other in steps.get(str(text.value[0]), [])]
        found = [
            Diagnostic("x.json", one.edits[0].range, "", "", "error", str(number), "", fixes=(one,))
            for number, one in enumerate(fixes)
        ]
        return Found(tuple(found), (), 1, (), ()), {"x.json": text}

    return mend(check, {"x.json": held}.__getitem__, unsafe=False)


@pytest.mark.parametrize(
    ("steps", "becomes", "fixed", "rounds"),
    [
        ({"1": ["2"], "2": ["1"]}, "1", 0, 2),  # one undoes the other
        ({"1": ["2"], "2": ["3"], "3": ["1"]}, "1", 0, 3),
        ({"1": ["2"], "2": ["3"], "3": ["2"]}, "1", 0, 3),  # nor is what leads to such ones
        ({"1": ["2"], "2": ["3"]}, "3", 2, 2),
        ({"1": ["2", "3"], "2": ["1"]}, "1", 0, 0),  # a person chooses
        ({"1": ["2", "2"]}, "2", 2, 1),
    ],
)
def test_fixes_that_undo_each_other_or_exclude_each_other_are_not_made(
    steps: dict[str, list[str]], becomes: str, fixed: int, rounds: int
) -> None:
    mended = replacing(steps, "1")

    assert mended.contents.get("x.json", b"[1]") == f"[{becomes}]".encode()
    assert (mended.fixed, mended.rounds) == (fixed, rounds)
    assert ("x.json" in mended.contents) == (becomes != "1")


def test_what_is_not_settled_after_many_rounds_is_left() -> None:
    steps = {f"{number}": [f"{number + 1}"] for number in range(1, 9)}
    assert (replacing(steps, "1").rounds, replacing({}, "1").rounds) == (8, 0)

    def check(contents: Mapping[str, bytes]) -> tuple[Found, Mapping[str, Text]]:
        text = read_text("x.json", contents.get("x.json", b"[1]"))
        one = fix(2, 2, "1")
        found = Diagnostic("x.json", one.edits[0].range, "", "", "error", "", "", fixes=(one,))
        return Found((found,), (), 1, (), ()), {"x.json": text}

    assert mend(check, {"x.json": b"[1]"}.__getitem__, unsafe=False).rounds == ROUNDS


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


def test_a_fix_that_would_tear_its_file_is_tried_once_and_leaves_the_file_as_it_is() -> None:
    text, torn = read_text("x.json", b"[1]"), fix(3, 4, "")
    found = Diagnostic("x.json", torn.edits[0].range, "", "", "error", "", "", fixes=(torn,))
    result = Found((found,), (), 1, (), ())

    mended = mend(lambda _: (result, {"x.json": text}), {"x.json": b"[1]"}.__getitem__, unsafe=False)

    assert mended == Mended(result, {"x.json": text}, {}, {}, fixed=0, rounds=1)


SAFE, SAFE_TOO = Fix("a", "safe", ()), Fix("b", "safe", ())
UNSAFE, UNSAFE_TOO = Fix("c", "unsafe", ()), Fix("d", "unsafe", ())


@pytest.mark.parametrize(
    ("fixes", "unsafe", "chosen"),
    [
        ([], True, None),
        ([SAFE, SAFE_TOO], False, SAFE),
        ([UNSAFE, SAFE], False, SAFE),
        ([UNSAFE, SAFE], True, SAFE),
        ([UNSAFE], False, None),
        ([UNSAFE], True, UNSAFE),
        ([UNSAFE, UNSAFE_TOO], True, None),
    ],
)
def test_a_safe_fix_goes_before_an_unsafe_one_and_between_several_unsafe_ones_none_is_chosen(
    fixes: list[Fix], unsafe: bool, chosen: Fix | None
) -> None:
    one = Diagnostic("x.json", fix(1, 2, "").edits[0].range, "", "", "error", "", "", fixes=(*fixes,))

    assert chosen_fix(one, unsafe=unsafe) == chosen


def repaired(text: Text, *repairs: Repair, at: Location | None = None) -> list[list[str]]:
    """The text as each of the repairs that can be made leaves it, with its applicability and its edits."""
    finding = Finding(at or Location(text.name, (0,)), "wrong", repairs=repairs)
    return [
        [one.applicability, apply_fixes(text.text.encode(), text.name, [one])[0].decode()]
        for one in fixes_of(finding, {text.name: text})
    ]


def test_a_repair_is_made_where_it_says_or_where_the_finding_is_and_in_all_its_places() -> None:
    text = read_text("x.json", b'["a", "b", "c"]')
    first, second, third = (Location("x.json", (number,)) for number in range(3))

    assert repaired(
        text,
        Replacement("z", "", safe=True),
        Replacement("z", "", at=second),
        Replacement("z", "", at=third, also=(first,)),
        Removal(second, ""),
        Reordering(Location("x.json"), (2, 1, 0), "", safe=True),
    ) == [
        ["safe", '["z", "b", "c"]'],
        ["unsafe", '["a", "z", "c"]'],
        ["unsafe", '["z", "b", "z"]'],
        ["unsafe", '["a", "c"]'],
        ["safe", '["c", "b", "a"]'],
    ]


def test_a_repair_that_can_not_be_made_in_one_of_its_places_is_made_in_none() -> None:
    text = read_text("x.yaml", b"- a\n-\n- b\n")
    first, empty, last = (Location("x.yaml", (number,)) for number in range(3))

    assert repaired(text, Replacement("z", "", at=first, also=(last,))) != []
    assert repaired(text, Replacement("z", "", at=empty)) == []
    assert repaired(text, Replacement("z", "", at=first, also=(empty,))) == []


def test_the_edits_of_a_fix_stand_in_the_order_of_the_text() -> None:
    text = read_text("x.json", b'["a", "b"]')
    first, second = (Location("x.json", (number,)) for number in range(2))
    repairs = (Replacement("z", "", at=second, also=(first,)),)

    [one] = fixes_of(Finding(first, "", repairs=repairs), {"x.json": text})

    assert [edit.range.start.column for edit in one.edits] == [2, 7]


def test_a_file_that_can_not_be_read_gets_no_fix() -> None:
    text = read_text("x.yaml", b"# c360lint: a\n- [\n")
    comment = Location("x.yaml", (), "comment", (0, 13))

    assert repaired(text, Removal(comment, ""), Replacement("b", "", at=comment)) == []


def test_what_stands_for_a_placeholder_is_not_replaced_but_can_be_removed() -> None:
    place = Location("x.json", (0,))
    text = read_text("x.json", b'["$(A)", "$(B)"]')
    for number, name in enumerate("AB"):
        filled = Values({"A": "long"}).fill(f"$({name})")
        assert filled is not None
        text.filled[(number,)] = filled.parts

    assert repaired(text, Replacement("z", ""), Removal(place, "")) == [["unsafe", '["$(B)"]']]
    open_ = place._replace(path=(1,))
    assert repaired(text, Replacement("z", ""), at=open_) == [["unsafe", '["$(A)", "z"]']]


def over(*edits: tuple[int, int]) -> Fix:
    return Fix("", "safe", tuple(fix(start, end, "").edits[0] for start, end in edits))


def test_of_fixes_with_several_edits_one_that_overlaps_in_any_of_them_is_left_out() -> None:
    first, second, third = over((1, 2), (8, 9)), over((3, 4), (8, 10)), over((5, 6))

    assert apart([first, second, third]) == [first, third]


def test_edits_of_several_fixes_are_made_in_the_order_of_the_text() -> None:
    outer = Fix("", "safe", (*fix(2, 3, "7").edits, *fix(8, 9, "9").edits))

    assert apply_fixes(b"[1, 2, 3]", "x.json", [outer, fix(5, 6, "8")])[0] == b"[7, 8, 9]"


@pytest.mark.parametrize(
    ("text", "fixes", "made"),
    [
        (b"[12]", [fix(2, 3, ""), fix(3, 4, "")], [0, 1]),
        (b"12", [fix(1, 2, ""), fix(2, 3, "")], [0]),  # each alone leaves something
        (b"[1]", [fix(1, 2, ""), fix(3, 4, "")], [0, 1]),  # none alone
        (b"[1, 2]", [fix(2, 3, ""), fix(5, 6, "")], []),
        (b"[1]", [], []),
        (b"[", [], []),
    ],
)
def test_as_many_fixes_are_made_as_leave_a_text_that_can_be_read(
    text: bytes, fixes: list[Fix], made: list[int]
) -> None:
    chosen = [fixes[number] for number in made]

    said = apply_fixes(text, "x.json", fixes)

    assert said[1:] == (chosen, [one for one in fixes if one not in chosen])


SPANS = st.tuples(st.integers(1, 9), st.integers(0, 3)).map(lambda one: (one[0], one[0] + one[1]))


@given(st.lists(SPANS, max_size=12))
def test_fixes_are_apart_where_no_two_have_a_character_in_common_or_are_put_into_one_place(
    spans: list[tuple[int, int]],
) -> None:
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if all((start, end) != one and not (start < one[1] and one[0] < end) for one in kept):
            kept.append((start, end))

    assert apart([over(one) for one in spans]) == [over(one) for one in kept]
