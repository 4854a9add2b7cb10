"""A scenario is a contest: its contestants take turns, round by round, in the same folder."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.figures import OURS, Cost, Row
from benchmarks.programs import Programs

AGAIN = f"{OURS}, again"
_MEASURE = Path(__file__).with_name("measure.py")


class Contestant(NamedTuple):
    """Who does a job, and how.

    A job of several commands pays for one start: what `start` costs is taken off for each other one.
    """

    name: str
    program: str
    commands: tuple[tuple[str, ...], ...]  # what stands behind the program's own command
    start: tuple[str, ...] = ()
    # whether its instructions are counted, too: not in heavy scenarios, which would take minutes
    counted: bool = False


class Contest(NamedTuple):
    """The contestants, and the documents and findings that ours has to find before anyone is measured."""

    contestants: list[Contestant]
    planted: tuple[int, int] | None = None


class Scenario(NamedTuple):
    """What is measured; `make` writes it into an empty folder."""

    name: str
    size: int
    make: Callable[[Path], Contest]
    heavy: bool = False  # takes too long for a quick run


def ours(*arguments: str, name: str = OURS, counted: bool = False) -> Contestant:
    """Return c360lint with arguments."""
    return Contestant(name, OURS, (arguments,), counted=counted)


def measured(scenario: Scenario, programs: Programs, folder: Path, rounds: int) -> Iterator[Row]:
    """Write a scenario and yield a row for each contestant that is there."""
    project = folder / "project"
    project.mkdir(parents=True)
    contest = scenario.make(project)
    bench = _Bench(programs, project, folder / "cache")
    if contest.planted is not None:
        bench.expect(contest.planted)
    there = [one for one in contest.contestants if one.program in programs.commands]
    costs = [[bench.cost(one) for one in there] for _ in range(rounds + 1)][1:]  # one to warm up
    for number, one in enumerate(there):
        own = tuple(round_[number] for round_ in costs)
        counted = bench.instructions(one) if one.counted and not scenario.heavy else None
        yield Row(scenario.name, scenario.size, one.name, own, counted)
    shutil.rmtree(folder)


class _Bench:
    """Runs commands in a project; ours with a user's cache of its own, empty unless it runs again."""

    def __init__(self, programs: Programs, project: Path, cache: Path) -> None:
        self._programs = programs
        self._project = project
        self._cache = cache

    def cost(self, one: Contestant) -> Cost:
        """Return what a job costs; its start is measured right beside it."""
        self._forget(one)
        costs = [self._run(one, command) for command in one.commands]
        starts = [self._run(one, one.start) for _ in one.commands[1:]] if one.start else []
        return Cost(
            sum(cost.cpu for cost in costs) - sum(cost.cpu for cost in starts),
            sum(cost.wall for cost in costs) - sum(cost.wall for cost in starts),
            max(cost.memory for cost in costs),
        )

    def instructions(self, one: Contestant) -> float | None:
        """Return the instructions of a job's first command in millions; None without valgrind."""
        if "valgrind" not in self._programs.commands:
            return None
        self._forget(one)
        counter = (*self._programs.commands["valgrind"], "--tool=cachegrind", "--cache-sim=no")
        command = [*counter, "--cachegrind-out-file=/dev/null", *self._command(one, one.commands[0])]
        done = subprocess.run(
            command,
            cwd=self._project,
            env=self._environment(one),
            capture_output=True,
            text=True,
            check=False,
        )
        found = re.search(r"I\s+refs:\s+([\d,]+)", done.stderr)
        return int(found[1].replace(",", "")) / 1e6 if found else None

    def expect(self, planted: tuple[int, int]) -> None:
        """Fail unless ours finds what was planted: a linter that looks at nothing is fast."""
        one = ours("check", "--format", "json", ".")
        done = subprocess.run(
            self._command(one, one.commands[0]),
            cwd=self._project,
            env=self._environment(one),
            stdout=subprocess.PIPE,
            check=False,
        )
        report = json.loads(done.stdout)
        found = (report["summary"]["documents"], len(report["diagnostics"]))
        if found != planted:
            sys.exit(f"{self._project}: (documents, findings) are {found}, should be {planted}")

    def _forget(self, one: Contestant) -> None:
        if one.name != AGAIN:
            shutil.rmtree(self._cache / one.name, ignore_errors=True)

    def _run(self, one: Contestant, arguments: tuple[str, ...]) -> Cost:
        command = self._command(one, arguments)
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(_MEASURE), *command],
            cwd=self._project,
            env=self._environment(one),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        status, cpu, wall, kibibytes = done.stdout.split()
        if int(status) not in (0, 1):
            sys.exit(f"exit status {status} from: {shlex.join(command)[:400]}")
        return Cost(float(cpu) * 1000, float(wall) * 1000, int(kibibytes) / 1024)

    def _command(self, one: Contestant, arguments: tuple[str, ...]) -> list[str]:
        return [*self._programs.commands[one.program], *arguments]

    def _environment(self, one: Contestant) -> dict[str, str]:
        """Return the environment without what changes Python or ours; each has a cache of its own."""
        ours = ("PYTHON", "C360LINT")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        return {**kept, "C360LINT_CACHE_DIR": str(self._cache / one.name), "PYTHONHASHSEED": "0"}
