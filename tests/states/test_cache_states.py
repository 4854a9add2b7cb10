"""Runs that remember say what those say that don't, while others run and files change: never what was."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.server.test_kept import STATES
from tests.states.budget import budget
from tests.states.folder import write

REPO = Path(__file__).parent.parent.parent
READER = """
import sys
from linter.cache import stamps
from linter.commands import check_recall
from linter.reading import outlines, snapshots

check_recall._FILES = snapshots.LARGE = outlines._LONG = 0  # all is worth to be remembered
stamps._SETTLED = int(sys.argv[1])

from click.testing import CliRunner
from linter.cli import main

for line in sys.stdin:
    done = CliRunner().invoke(main, line.split())
    told = repr((done.exit_code, done.stdout, done.stderr))
    print(told, flush=True)
"""
NAMES = sorted(STATES)


class Runner:
    """A process that checks the project whenever it is asked to; it waits in between."""

    def __init__(self, folder: Path, cache: Path, settled: int) -> None:
        told = {**os.environ, "C360LINT_CACHE_DIR": str(cache), "PYTHONPATH": str(REPO)}
        told.pop("C360LINT_NO_CACHE", None)
        pipe = subprocess.PIPE
        command = [sys.executable, "-c", READER, str(settled)]
        self._process = subprocess.Popen(command, cwd=folder, env=told, stdin=pipe, stdout=pipe, text=True)

    def ask(self, command: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{command}\n")
        self._process.stdin.flush()

    def answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def end(self) -> None:
        self._process.communicate()


@contextmanager
def runners(settled: int) -> Iterator[tuple[Path, list[Runner]]]:
    """Two processes over one folder that share what they remember."""
    with tempfile.TemporaryDirectory() as name:
        folder, cache = Path(name, "project"), Path(name, "cache")
        folder.mkdir()
        both = [Runner(folder, cache, settled) for _ in range(2)]
        yield folder, both
        for one in both:
            one.end()


class Remembering(RuleBasedStateMachine):
    """A project that changes while several processes check it."""

    folder: Path
    both: list[Runner]

    @initialize()
    def begin(self) -> None:
        for name in NAMES:
            write(self.folder / name, STATES[name][0])

    @rule(data=st.data(), name=st.sampled_from(NAMES))
    def change(self, data: st.DataObject, name: str) -> None:
        write(self.folder / name, data.draw(st.sampled_from(STATES[name])))

    @rule(data=st.data(), name=st.sampled_from(NAMES), format_=st.sampled_from(("full", "sarif")))
    def change_while_they_run(self, data: st.DataObject, name: str, format_: str) -> None:
        """What they say then is of one time or the other; what they remember isn't believed afterwards."""
        content = data.draw(st.sampled_from(STATES[name]))
        for one in self.both:
            one.ask(f"check --format {format_}")
        write(self.folder / name, content)
        for one in self.both:
            one.answer()
        self.compare(format_)

    @rule(format_=st.sampled_from(("full", "json", "concise")))
    def compare(self, format_: str) -> None:
        """Both at once, twice, say what one says that remembers nothing."""
        for _ in range(2):
            for one in self.both:
                one.ask(f"check --format {format_}")
            told = {one.answer() for one in self.both}
            self.both[0].ask(f"check --format {format_} --no-cache")
            assert told == {self.both[0].answer()}

    def teardown(self) -> None:
        self.compare("full")


@pytest.mark.parametrize("settled", [20_000_000, 2_000_000_000])
def test_runs_that_remember_say_what_those_say_that_do_not(settled: int) -> None:
    with runners(settled) as (folder, both):
        machine = type("Here", (Remembering,), {"folder": folder, "both": both})
        run_state_machine_as_test(machine, settings=budget(6, steps=8))
