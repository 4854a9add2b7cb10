"""Where the time of a run goes, by a clock that a test turns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest

from linter.checking.profile import Profile
from linter.diagnostic import Finding, Location, Said
from linter.project.project import Project
from linter.rulekit.catalogue import Catalogue, Family
from linter.rulekit.rule import Removed, RuleModule
from rules.conflation_plan import copy_criterion
from tests.test_asking import rule

NONE = cast("Project", None)


class Clock:
    """A clock that goes on only when it is told to."""

    def __init__(self) -> None:
        self.now = 10.0

    def __call__(self) -> float:
        return self.now

    def goes(self, milliseconds: float) -> None:
        self.now += milliseconds / 1000


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("linter.checking.profile.perf_counter", clock)
    return clock


def taking(clock: Clock, code: str, *times: float) -> RuleModule:
    """Return a rule that takes such times for one finding after the other, and then to find no more."""

    def says(_: Project) -> Iterator[Said]:
        for number, time in enumerate(times):
            clock.goes(time)
            if number < len(times) - 1:
                yield Finding(Location(code), str(number))

    return rule(code, says)


def test_a_run_is_told_by_its_phases_and_by_its_rules_the_slowest_first(clock: Clock) -> None:
    profile = Profile()
    clock.goes(1)
    profile.lap("configuration")
    modules = profile.timed(
        (taking(clock, "CP02", 1, 2, 4), taking(clock, "CP01", 0), taking(clock, "CP03", 8, 0))
    )
    for _ in range(2):  # projects
        clock.goes(100)
        for module in modules:
            for _ in module.check(NONE):
                clock.goes(16)  # for what is made of each finding
        clock.goes(32)
        profile.end_rules()
    clock.goes(64)
    profile.lap("report")

    assert profile.table().splitlines() == [
        "      1.00 ms  configuration",
        "    200.00 ms  files and snapshots",
        "    160.00 ms  places of the findings",
        "     30.00 ms  rules",
        "     64.00 ms  report",
        "    455.00 ms  in all",
        "of the rules (what several of them share counts for the first one):",
        "     16.00 ms  CP03 cp03",
        "     14.00 ms  CP02 cp02",
        "      0.00 ms  CP01 cp01",
    ]


def test_rules_that_take_equally_long_stand_in_the_order_of_their_codes(clock: Clock) -> None:
    profile = Profile()
    for module in profile.timed([taking(clock, code, 1) for code in ("CP02", "CP01")]):
        list(module.check(NONE))
    profile.end_rules()

    assert [line[-4:] for line in profile.table().splitlines()[-2:]] == ["cp01", "cp02"]


def test_a_rule_with_a_watch_says_what_it_says_without(clock: Clock) -> None:
    plain = taking(clock, "CP01", 1, 1, 1)
    [timed] = Profile().timed([plain])

    assert list(timed.check(NONE)) == list(plain.check(NONE))
    assert timed.RULE == plain.RULE


def test_a_catalogue_with_watches_has_its_families_and_modules_as_they_are(clock: Clock) -> None:
    family = Family("CP", "plans", ("conflationPlan",), (), (copy_criterion,))
    gone = Removed("CP99", "plan-too-young", "0.9.0", "plans do not age", ())

    timed = Profile().timed(Catalogue((family,), (gone,)))

    assert isinstance(timed, Catalogue)
    assert [one._replace(custom=()) for one in timed.families] == [family._replace(custom=())]
    assert timed.removed == (gone,)
    [module] = timed
    assert (module.RULE, module.__file__) == (copy_criterion.RULE, copy_criterion.__file__)  # type: ignore[attr-defined]  # modules have a file
