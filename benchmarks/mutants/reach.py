"""Which tests reach which statements: found out once, and again for tests and files that have changed."""

from __future__ import annotations

import pickle
import time
from collections.abc import Iterator
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from benchmarks.mutants.forks import in_forks
from benchmarks.mutants.marks import Marks
from benchmarks.mutants.places import ALL, REPO, files
from benchmarks.mutants.suite import Suite, with_suite

_BATCH = 20
_ENOUGH = 60
_OFTEN = 1000
_FAST = 0.02  # seconds
KEPT = Path(__file__).with_name(".reached")


class Reached(NamedTuple):
    """What one test has reached."""

    seconds: float  # of processor time
    lines: dict[str, int]  # of each file, as bits


class Reach:
    """What each test has reached, as long as neither it nor the files have changed since."""

    def __init__(self, tests: dict[str, Reached], hashes: dict[str, str]) -> None:
        self.tests = tests
        self._hashes = hashes
        self._widths: dict[str, int] = {}
        self._extents: dict[str, dict[tuple[int, str], list[tuple[float, str]]]] = {}

    @classmethod
    def kept(cls) -> Reach:
        """Return what has been found out before."""
        return cls(*pickle.loads(KEPT.read_bytes())) if KEPT.exists() else cls({}, {})

    def keep(self) -> None:
        """Keep what has been found out, for later runs."""
        known = {file for one in self.tests.values() for file in one.lines}
        known |= {name.partition("::")[0] for name in self.tests}
        KEPT.write_bytes(pickle.dumps((self.tests, {file: _hash(file) for file in known})))

    def unknown(self, names: list[str]) -> list[str]:
        """Return the tests of which nothing is known, or not what they reach today."""
        today = {file: _hash(file) for file in self._hashes}
        changed = {file for file, known in self._hashes.items() if today[file] != known}
        return [name for name in names if name not in self.tests or self._is_stale(name, changed)]

    def _is_stale(self, name: str, changed: set[str]) -> bool:
        return name.partition("::")[0] in changed or not changed.isdisjoint(self.tests[name].lines)

    def find_out(
        self, suite: Suite, marks: Marks, names: list[str], workers: int
    ) -> Iterator[tuple[str, bool]]:
        """Run tests over marked modules; yield each with whether it could be used."""

        def run(batch: list[str]) -> list[Reached | None]:
            with suite.alone():
                return [_reached(suite, marks, name) for name in batch]

        for stale in self.unknown(list(self.tests)):
            del self.tests[stale]  # what it reaches today isn't found out now, if it isn't among them
        batches = [names[at : at + _BATCH] for at in range(0, len(names), _BATCH)]
        for batch, told in in_forks(batches, run, workers):
            for name, reached in zip(batch, told or [None] * len(batch), strict=True):
                self.tests.pop(name, None)
                if reached is not None:
                    self.tests[name] = reached
                yield name, reached is not None
        known = {file for one in self.tests.values() for file in one.lines}
        self._hashes = {
            file: _hash(file) for file in known | {name.partition("::")[0] for name in self.tests}
        }

    def alike(self, file: str, line: int) -> list[list[tuple[float, str]]]:
        """Return the tests that reach a line, by function and by what they reach of its file.

        The fastest, and those that reach the most of the file, come in turn: of a part a test of that alone
        says in a millisecond what one of a whole run does, of a rule those of its page see the most.
        """
        found = {key: tests for key, tests in self._by_extent(file).items() if key[0] >> line & 1}
        fastest = sorted(found, key=lambda key: found[key])
        widest = sorted(found, key=lambda key: (-key[0].bit_count(), found[key]))
        both = (key for pair in zip(fastest, widest, strict=True) for key in pair)
        return [found[key] for key in dict.fromkeys(both)]

    def narrowest(self, file: str, line: int) -> list[tuple[float, str]]:
        """Return the fast tests that reach a line, those first that reach little else anywhere."""
        extents = self._by_extent(file).items()
        found = [test for key, tests in extents if key[0] >> line & 1 for test in tests if test[0] < _FAST]
        return sorted(found, key=lambda test: (self._width(test[1]), test))

    def _width(self, name: str) -> int:
        """Return how many statements a test reaches."""
        if name not in self._widths:
            self._widths[name] = sum(lines.bit_count() for lines in self.tests[name].lines.values())
        return self._widths[name]

    def _by_extent(self, file: str) -> dict[tuple[int, str], list[tuple[float, str]]]:
        """Return the tests that reach a file, by what they reach of it and by function, the fastest first."""
        if file not in self._extents:
            found: dict[tuple[int, str], list[tuple[float, str]]] = {}
            for name, one in self.tests.items():
                if file in one.lines:
                    key = one.lines[file], name.partition("[")[0]
                    found.setdefault(key, []).append((one.seconds, name))
            self._extents[file] = {key: sorted(tests) for key, tests in found.items()}
        return self._extents[file]


def find_out(tests: tuple[str, ...], workers: int) -> None:
    """Find out what is unknown. Modules get marks, so this process is of no use for anything else."""
    marks = Marks(files(ALL))
    marks.install()
    with_suite(partial(_find_out, marks=marks, workers=workers), tests)


def _find_out(suite: Suite, marks: Marks, workers: int) -> None:
    reach = Reach.kept()
    unknown = reach.unknown(list(suite.items))
    print(f"{len(unknown)} of {len(suite.items)} tests are run once, to see what they reach", flush=True)
    for number, (name, is_used) in enumerate(reach.find_out(suite, marks, unknown, workers), 1):
        if not is_used:
            print(f"left out, for it fails in here: {name}", flush=True)
        if number % _OFTEN == 0:
            reach.keep()
    reach.keep()


def _reached(suite: Suite, marks: Marks, name: str) -> Reached | None:
    """Run a test; return what it has reached, or None if it failed."""
    suite.alive.forget()
    marks.wipe()
    before = time.process_time()
    passes = suite.passes(name, _ENOUGH)
    return Reached(time.process_time() - before, _as_bits(marks.reached())) if passes else None


def _as_bits(reached: dict[str, set[int]]) -> dict[str, int]:
    return {file: sum(1 << line for line in lines) for file, lines in reached.items()}


def _hash(file: str) -> str:
    path = REPO / file
    return blake2b(path.read_bytes(), digest_size=8).hexdigest() if path.exists() else ""
