"""What becomes of what rules say: found, held back, left open, suppressed, known before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from linter.checking.asked import asked
from linter.checking.baseline import Baseline, baseline_of
from linter.checking.check_request import CheckRequest
from linter.checking.engine import judge, run
from linter.checking.strictness import not_judged, unread_codes
from linter.configuration.settings import Configuration, Override, Suppress
from linter.diagnostic import (
    Cause,
    Finding,
    HeldBack,
    Lack,
    Location,
    Looked,
    NotChecked,
    Position,
    Remark,
    Replacement,
    Result,
    Said,
    cause_at,
)
from linter.project.project import Project
from linter.reading.inputs import Inputs
from linter.reading.loading import load_project
from linter.reading.memory import Memory
from linter.rulekit.asking import says
from linter.rulekit.catalogue import Catalogue, Family
from linter.rulekit.rule import RuleModule
from rules.conflation_plan import copy_criterion
from tests.projects import DELETION, PLAN_FILE, SNAPSHOT, Files, plan, project_of, snapshot, write

A, B, C = (f"manage/datasources/{one}/entities/entityInfo.json" for one in "abc")
INFO = {"entityName": "Visits", "primaryKey": "Id"}
WRONG = Cause("entity", "Visits")
LACK, OTHER_LACK = Lack("nobody knows", "a snapshot"), Lack("nobody says", "a principal")


def rule(code: str, says: Iterable[Said] | Callable[[Project], Iterable[Said]], **card: Any) -> RuleModule:
    """Return a rule that says this."""

    def check(project: Project) -> Iterable[Said]:
        yield from says(project) if callable(says) else says

    made = copy_criterion.RULE._replace(**{"code": code, "name": code.lower(), "local": False, **card})
    return cast("RuleModule", SimpleNamespace(RULE=made, check=check))


def found(file: str, message: str = "wrong", path: tuple[str | int, ...] = (), **more: Any) -> Finding:
    return Finding(Location(file, path), message, **more)


def request_for(folder: Path, *rules: RuleModule, **changed: Any) -> CheckRequest:
    """Return the question about three payloads and a snapshot."""
    write(folder, dict.fromkeys((A, B, C), INFO) | {"snapshot.json": SNAPSHOT})
    settings = changed.pop("settings", {})
    inputs = Inputs(str(folder), Configuration(**settings), snapshots=(str(folder / "snapshot.json"),))
    paths = tuple(str(folder / one) for one in changed.pop("paths", ()))
    return CheckRequest(inputs._replace(paths=paths), rules)._replace(**changed)


def checked(folder: Path, *rules: RuleModule, **changed: Any) -> Result:
    return run(request_for(folder, *rules, **changed))[0]


def told(result: Result) -> list[tuple[str, str]]:
    return [(one.code, one.file) for one in result.diagnostics]


def left_open(result: Result) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.code, one.reason, one.files) for one in result.not_checked]


def held(result: Result) -> list[tuple[str, str, str, str]]:
    """The rule that waits and where, the file of the cause, and why that isn't seen."""
    return [(one.code, one.at.file, one.cause.file, one.unseen) for one in result.held]


# The loop


def test_a_run_says_how_far_it_has_come(tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []

    run(request_for(tmp_path), lambda done, all_: steps.append((done, all_)))

    assert steps[0] == (0, 3)


def test_somebody_may_look_up_before_each_rule(tmp_path: Path) -> None:
    done: list[str] = []

    def noted(code: str) -> RuleModule:
        def says(_: Project) -> Iterator[Said]:
            done.append(code)
            yield from ()

        return rule(code, says)

    request = request_for(tmp_path, noted("CP01"), noted("CP02"))
    loaded = load_project(request.inputs, lambda _done, _all: None)

    judge(request, loaded, lambda: done.append("-"))

    assert done == ["-", "CP01", "-", "CP02"]


@pytest.mark.parametrize("day", [None, date(2026, 1, 2)])
def test_rules_know_which_day_it_is(tmp_path: Path, day: date | None) -> None:
    one = rule("CP01", lambda project: [found(A, str(project.settings.today))])

    [said] = checked(tmp_path, one, today=day).diagnostics

    assert said.message == str(day)


@pytest.mark.parametrize(
    ("paths", "number"), [((), 3), ((A,), 1), ((A, B), 2), ((A, "snapshot.json"), 2), (("manage",), 3)]
)
def test_the_files_of_the_report_are_counted(tmp_path: Path, paths: tuple[str, ...], number: int) -> None:
    assert checked(tmp_path, paths=paths).documents == number


def test_a_file_that_is_named_and_can_not_be_judged_is_told_beside_others(tmp_path: Path) -> None:
    write(tmp_path, {"other.json": {"some": "thing"}})

    assert len(checked(tmp_path, paths=(A, "other.json")).refused) == 1
    assert checked(tmp_path, paths=(A,)).refused == ()


def test_a_rule_that_is_off_is_not_asked(tmp_path: Path) -> None:
    def fails(_: Project) -> Iterable[Said]:
        raise AssertionError

    assert told(checked(tmp_path, rule("CP01", fails, default=False), rule("CP02", [found(A)]))) == [
        ("CP02", A)
    ]


def test_a_local_rule_is_asked_again_only_about_what_has_changed(tmp_path: Path) -> None:
    asked: list[str] = []

    def says(project: Project) -> Iterable[Said]:
        for one in project.requests:
            asked.append(one.document)
            yield found(one.document)

    def judged(memory: Memory, changed: Files | None = None) -> Result:
        request = request_for(tmp_path, rule("CP01", says, local=True))
        write(tmp_path, changed or {})
        return judge(request, load_project(request.inputs, lambda _done, _all: None, memory))

    memory = Memory()
    first = judged(memory)
    assert (sorted(asked), told(first)) == ([A, B, C], [("CP01", A), ("CP01", B), ("CP01", C)])
    asked.clear()
    assert (judged(memory), asked) == (first, [])
    assert told(judged(memory, {B: [INFO]})) == told(first)
    assert asked == [B]
    asked.clear()
    assert told(
        judged(memory, {B: [INFO], "snapshot.json": snapshot(entity="Visits", primaryKey=None)})
    ) == told(first)
    assert sorted(asked) == [A, B, C]


def test_without_a_snapshot_a_local_rule_is_asked_once(tmp_path: Path) -> None:
    asked: list[int] = []

    def says(project: Project) -> Iterator[Said]:
        asked.append(len(project.requests))
        yield from (found(one.document) for one in project.requests)

    memory = Memory()
    for _ in range(2):
        request = request_for(tmp_path, rule("CP01", says, local=True))
        (tmp_path / "snapshot.json").unlink()
        request = request.of(request.inputs._replace(snapshots=()))
        result = judge(request, load_project(request.inputs, lambda _done, _all: None, memory))

    assert (asked, told(result)) == ([3, 0], [("CP01", A), ("CP01", B), ("CP01", C)])


def test_a_rule_that_is_not_local_is_asked_about_all_each_time(tmp_path: Path) -> None:
    asked: list[int] = []

    def says(project: Project) -> Iterator[Said]:
        asked.append(len(project.requests))
        yield found(A)

    one = rule("CP01", says)
    memory = Memory()
    for _ in range(2):
        request = request_for(tmp_path, one)
        judge(request, load_project(request.inputs, lambda _done, _all: None, memory))

    assert asked == [3, 3]


def test_a_rule_that_breaks_is_named(tmp_path: Path) -> None:
    def fails(_: Project) -> Iterable[Said]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError) as broken:
        checked(tmp_path, rule("CP01", fails))

    assert broken.value.__notes__ == ["while CP01 (cp01) was checking the project"]


# What is held back


def test_what_is_held_back_names_the_finding_of_its_own_file_if_there_is_one(tmp_path: Path) -> None:
    causes = rule("CP01", [found(A, causes=(WRONG,)), found(B, causes=(WRONG,))])
    waiting = rule("CP02", [HeldBack(Location(one), WRONG) for one in (B, C)])

    assert held(checked(tmp_path, causes, waiting)) == [("CP02", B, B, ""), ("CP02", C, A, "")]


def test_a_finding_in_a_value_explains_what_waits_for_the_value(tmp_path: Path) -> None:
    cause = rule("CP01", [found(A, path=("entityName",))])
    waiting = rule("CP02", [HeldBack(Location(B), Cause("value", A))])

    assert held(checked(tmp_path, cause, waiting)) == [("CP02", B, A, "")]


def test_what_no_finding_explains_is_not_checked_for_what_its_cause_lacks(tmp_path: Path) -> None:
    waiting = rule("CP02", [HeldBack(Location(B), WRONG)])
    lacking = rule("CP01", [NotChecked(Location(A), LACK, causes=(WRONG,))])

    unexplained = "the entity that it speaks of is not settled"
    assert left_open(checked(tmp_path, waiting)) == [("CP02", unexplained, (B,))]
    assert left_open(checked(tmp_path, lacking, waiting)) == [
        ("CP01", LACK.reason, (A,)),
        ("CP02", LACK.reason, (B,)),
    ]


def test_what_waits_for_what_waits_itself_names_its_cause_unless_a_finding_explains_it(
    tmp_path: Path,
) -> None:
    missing = rule("CP01", [found(A, missed_in=Location(C), causes=(WRONG,))])
    waiting = rule("CP02", [HeldBack(Location(B), one) for one in (WRONG, cause_at(Location(A)))])
    torn = rule("CP03", [found(C, "torn")])

    result = checked(tmp_path, missing, waiting, torn)
    assert told(result) == [("CP03", C)]
    assert held(result) == [("CP01", A, C, ""), ("CP02", B, C, ""), ("CP02", B, C, "")]
    near = rule("CP04", [found(B, causes=(WRONG,))])
    assert held(checked(tmp_path, missing, waiting, torn, near))[1] == ("CP02", B, B, "")


def test_a_slip_is_told_though_what_it_means_may_be_in_a_file_that_can_not_be_read(tmp_path: Path) -> None:
    slip = rule("CP01", [found(A, missed_in=Location(C), repairs=(Replacement("x", ""),))])

    result = checked(tmp_path, slip, rule("CP02", [found(C)]))

    assert (told(result), result.held) == ([("CP01", A), ("CP02", C)], ())


CAUSE = rule("CP01", [found(A, causes=(WRONG,)), found(A, "else")])
WAITING = rule("CP02", [HeldBack(Location(B), WRONG)])
NEAR = rule("CP03", [found(A, "near")])


def test_a_cause_that_is_not_seen_says_why(tmp_path: Path) -> None:
    def unseen(**changed: Any) -> list[str]:
        return [one[3] for one in held(checked(tmp_path, CAUSE, WAITING, NEAR, **changed))]

    assert unseen() == [""]
    assert unseen(paths=(B,)) == ["in a file that is not reported on"]
    assert unseen(settings={"ignore": ("CP01",)}) == ["not selected"]
    assert unseen(settings={"overrides": (Override((A,), ignore=("CP01",)),)}) == ["not selected"]


def test_a_cause_that_the_baseline_knows_is_not_seen_and_another_one_in_its_place_is(tmp_path: Path) -> None:
    first = checked(tmp_path, CAUSE, WAITING, NEAR).diagnostics

    def unseen(known: Baseline, **changed: Any) -> list[str]:
        return [one[3] for one in held(checked(tmp_path, CAUSE, WAITING, NEAR, baseline=known, **changed))]

    assert unseen(baseline_of(one for one in first if one.code == "CP01")) == ["in the baseline"]
    assert unseen(baseline_of(one for one in first if one.code == "CP03")) == [""]
    ignored = {"ignore": ("CP01",)}
    assert unseen(baseline_of(first), settings=ignored) == ["not selected"]


# What is left open


def test_what_is_not_checked_is_told_by_rule_and_reason_with_its_files_in_order(tmp_path: Path) -> None:
    later = rule("CP02", [NotChecked(Location(one), LACK) for one in (C, A, B)])
    both = rule("CP01", [NotChecked(Location(A), OTHER_LACK), NotChecked(Location(A), LACK)])

    assert left_open(checked(tmp_path, later, both)) == [
        ("CP01", LACK.reason, (A,)),
        ("CP01", OTHER_LACK.reason, (A,)),
        ("CP02", LACK.reason, (A, B, C)),
    ]


@pytest.mark.parametrize(("tells", "codes"), [(True, ["CP02"]), (False, ["CP01", "CP02", "CP03"])])
def test_a_rule_that_tells_a_reason_for_all_is_the_only_one_to_tell_it(
    tmp_path: Path, tells: bool, codes: list[str]
) -> None:
    rules = [
        rule(code, [NotChecked(Location(A), LACK)], tells_why=tells and code == "CP02")
        for code in ("CP01", "CP02", "CP03")
    ]

    assert [one[0] for one in left_open(checked(tmp_path, *rules))] == codes


def test_the_places_of_what_is_not_checked_stand_in_order_and_a_whole_file_begins_in_its_first_line(
    tmp_path: Path,
) -> None:
    paths: list[tuple[str | int, ...]] = [("primaryKey",), (), ("entityName",)]
    one = rule("CP01", [NotChecked(Location(A, path), LACK) for path in paths])

    [told] = checked(tmp_path, one).not_checked

    assert [(place.pointer, *place.range) for place in told.places] == [
        ("", Position(1, 1), Position(1, 1)),
        ("/entityName", Position(1, 16), Position(1, 24)),
        ("/primaryKey", Position(1, 40), Position(1, 44)),
    ]


def test_the_files_of_what_is_not_checked_stand_in_order(tmp_path: Path) -> None:
    files = [f"manage/datasources/{one}/entities/entityInfo.json" for one in "fdgehc"]
    write(tmp_path, dict.fromkeys(files, INFO))
    one = rule("CP01", [NotChecked(Location(file), LACK) for file in files])

    assert left_open(checked(tmp_path, one)) == [("CP01", LACK.reason, tuple(sorted(files)))]


def test_of_a_file_that_is_not_reported_on_nothing_is_left_open_or_held_back(tmp_path: Path) -> None:
    one = rule("CP01", [NotChecked(Location(A), LACK), HeldBack(Location(A), WRONG)])

    result = checked(tmp_path, one, CAUSE, paths=(B,))

    assert (result.not_checked, result.held) == ((), ())


# What was known before


def test_what_the_baseline_holds_is_counted_and_what_it_holds_in_vain_is_told(tmp_path: Path) -> None:
    here = rule("CP01", [found(A), found(B)])
    known = baseline_of(checked(tmp_path, here, rule("CP02", [found(C)])).diagnostics)
    other = rule("CP03", [found(C)])

    result = checked(tmp_path, here, other, baseline=known)

    assert (told(result), result.baselined) == ([("CP03", C)], 2)
    assert [one.rule for one in result.stale] == ["CP02"]
    for changed in ({"select": ("CP",)}, {"ignore": ("RL",)}, {"paths": (A, B, C)}):
        asked = checked(tmp_path, here, other, baseline=known, **changed)
        assert (told(asked), asked.baselined, asked.stale) == ([("CP03", C)], 2, ())
    unsure = rule("CP02", [NotChecked(Location(B), LACK)])
    assert checked(tmp_path, here, unsure, baseline=known).stale == ()
    assert checked(tmp_path, here, unsure, baseline=known).baselined == 2


def test_where_nothing_may_be_left_unread_the_baseline_keeps_no_word_of_it_back(tmp_path: Path) -> None:
    rules = [rule("CP01", [found(A)]), rule("CP02", [found(A)], unread=True), rule("CP03", [found(A)])]
    known = baseline_of(checked(tmp_path, *rules[:2]).diagnostics)

    def codes(**settings: Any) -> tuple[list[str], int]:
        result = checked(tmp_path, *rules, baseline=known, settings=settings)
        return [one.code for one in result.diagnostics], result.baselined

    assert codes() == (["CP03"], 2)
    assert codes(unread="error") == (["CP02", "CP03"], 1)


def test_a_file_that_has_broken_since_leaves_open_what_the_baseline_holds_of_it(tmp_path: Path) -> None:
    def broken(project: Project) -> Iterable[Said]:
        return [found(one.document, "broken") for one in project.unread]

    rules = rule("CP01", [found(A)]), rule("CP02", broken)
    known = baseline_of(checked(tmp_path, *rules, rule("CP03", [found(C)])).diagnostics)
    assert [one.rule for one in checked(tmp_path, *rules, baseline=known).stale] == ["CP03"]

    request = request_for(tmp_path, *rules, rule("CP04", [found(C)]), baseline=known)
    write(tmp_path, {C: "{"})
    result = run(request)[0]
    assert (told(result), result.stale) == ([("CP02", C), ("CP04", C)], ())


def test_what_is_suppressed_is_counted(tmp_path: Path) -> None:
    entry = Suppress(rule="CP01", files=(A,), reason="r")
    write(tmp_path, {"c360lint.toml": ""})
    both = rule("CP01", [found(A), found(B)])
    request = request_for(tmp_path, both, settings={"suppress": (entry,)})
    request = request.of(request.inputs._replace(configuration_file=str(tmp_path / "c360lint.toml")))

    assert (told(run(request)[0]), run(request)[0].suppressed) == ([("CP01", B)], 1)
    nothing = checked(tmp_path, both)
    assert (nothing.suppressed, nothing.baselined) == (0, 0)
    waiting = run(request._replace(rules=(both, CAUSE, WAITING)))[0]
    assert held(waiting) == [("CP02", B, A, "suppressed")]


# Which rules are asked, and what a strict run fails for


@pytest.mark.parametrize(("api", "codes"), [("2020-04", ["CP01", "CP02"]), ("current", ["CP02", "CP03"])])
def test_rules_of_the_generation_that_is_configured_are_asked_the_late_ones_last(
    tmp_path: Path, api: str, codes: list[str]
) -> None:
    old, both, new = ("2020-04",), ("2020-04", "current"), ("current",)
    late = rule("SU01", [found(A)], late=True)
    rules = [
        late,
        *(
            rule(code, [found(A)], generations=generations)
            for code, generations in (("CP01", old), ("CP02", both), ("CP03", new))
        ),
    ]
    request = request_for(tmp_path, *rules, settings={"api": api})
    loaded = load_project(request.inputs, lambda _done, _all: None)

    assert [one.RULE.code for one in asked(tuple(rules), loaded.project, late=False)] == codes
    assert [one.RULE.code for one in asked(tuple(rules), loaded.project, late=True)] == ["SU01"]
    assert [code for code, _ in told(run(request)[0])] == [*codes, "SU01"]


def test_of_a_catalogue_only_the_families_are_asked_that_have_something_to_say(tmp_path: Path) -> None:
    def family(prefix: str, kind: str, one: RuleModule) -> Family:
        return Family(prefix, "", (kind,), (), (one,))

    late = family("SU", "suppressions", rule("SU01", [], late=True))
    here, elsewhere = (
        family("EI", "entityInfo", rule("EI01", [])),
        family("CP", "conflationPlan", rule("CP01", [])),
    )
    catalogue = Catalogue((late, here, elsewhere))
    request = request_for(tmp_path)
    project = load_project(request.inputs, lambda _done, _all: None).project

    def codes(of: Project, *, is_late: bool) -> list[str]:
        return [one.RULE.code for one in asked(catalogue, of, late=is_late)]

    assert (codes(project, is_late=False), codes(project, is_late=True)) == (["EI01"], [])
    troubled = project.again(troubles={"unused": [found(A)]})
    assert (codes(troubled, is_late=False), codes(troubled, is_late=True)) == (["EI01"], ["SU01"])


WHERE = (
    "; the report says where, and what is needed; what needn't be judged is left out by `exclude`, `ignore` "
    "or a suppression"
)


def test_a_strict_run_says_all_that_it_fails_for(tmp_path: Path) -> None:
    codes = ("DO08", "DO01", "DO05", "DO07", "DO03")
    unread = [rule(code, [found(A), found(B)], unread=True) for code in codes]
    lacks = [rule(code, [NotChecked(Location(C), LACK)]) for code in ("RL05", "RL03", "CP01", "RL01")]
    rules = (*unread, *lacks, rule("CP02", [found(C)]))
    result = checked(tmp_path, *rules)
    kinds = Looked((("unreadable", 3),))

    assert not_judged(result, rules) == (
        "strict: 10 files or requests not read (DO01, DO03, DO05, DO07, DO08) and 1 place not checked "
        f"(CP01, RL01, RL03, RL05){WHERE}"
    )
    result = result._replace(
        looked=kinds,
        too_large=("a", "b"),
        not_checked=(),
        remarks=(Remark("", unread=True), Remark("", unread=True), Remark("")),
    )
    assert not_judged(result, rules) == (
        "strict: 10 files or requests not read (DO01, DO03, DO05, DO07, DO08), 1 file unreadable, "
        f"2 files too large to be read (`max-file-size`) and 2 links not followed{WHERE}"
    )
    assert not_judged(checked(tmp_path, rules[-1]), rules) == ""
    silent = rule("DO02", [], unread=True)
    assert unread_codes(result, (*rules, silent)) == {*codes}


def test_without_a_snapshot_a_rule_checks_no_request_of_its_kinds() -> None:
    files = project_of({A: INFO, PLAN_FILE: plan(), "r.json": DELETION})

    def left(**card: Any) -> list[str]:
        one = rule("CP01", [], needs=("snapshot",), judges=None, **card)
        return [said.at.document for said in says(one, files)]

    assert left(kinds=("entityInfo",)) == [A]
    assert left(kinds=("entityInfo", "conflationPlan")) == [A, PLAN_FILE]
    assert left(kinds=("requests",)) == [PLAN_FILE, A, "r.json"]
