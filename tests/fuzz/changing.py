"""What holds of runs over a project that changes: those that remember, and those that watch it."""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from unittest.mock import patch

from linter.cache import place, stamps
from linter.commands import check_recall, check_watch
from linter.reading import outlines, snapshots
from tests.fuzz.commands import Ended, run_in
from tests.fuzz.projects import change, make
from tests.fuzz.target import Broken

CHECKS: Final = (
    "check --format json", "check --format full --select ALL -v", "check manage conflations --format concise",
    "check --env dev --format json", "check --snapshot other.json --format concise --statistics",
)  # fmt: skip
ROUNDS: Final = 3


def some(chance: random.Random) -> bytes:
    """Return which project and which changes of it, by the number that decides about them."""
    return f"{chance.randrange(10**9)}".encode()


def remembered(data: bytes) -> None:
    """A check that remembers says, whatever has changed since the last one, what one does that doesn't."""
    chance = random.Random(f"remembered {data.decode()}")
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        project = Path(folder, "project")
        make(project, chance)
        for _ in range(ROUNDS):
            words = chance.choice(CHECKS).split()
            plain = run_in(project, words)
            with _remembering(os.path.join(folder, "cache")):
                _require_same("the first check that remembers", words, plain, run_in(project, words))
                _require_same("the second check that remembers", words, plain, run_in(project, words))
            change(project, chance)


def watched(data: bytes) -> None:
    """The last that a watching check says is what a check says now, whatever has changed meanwhile."""
    chance = random.Random(f"watched {data.decode()}")
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        project = Path(folder, "project")
        make(project, chance)
        words = chance.choice(CHECKS[1:]).split()
        left = [lambda: change(project, chance)] * ROUNDS

        def sleep(_seconds: float) -> None:
            if not left:
                raise KeyboardInterrupt
            left.pop()()

        with patch.object(check_watch.time, "sleep", sleep), patch.object(check_watch, "_settle"):
            ended = run_in(project, [*words, "--watch"])
        now = run_in(project, words)
        if ended.status != now.status or not ended.out.endswith(now.out):
            raise Broken("watched", _told("a watching check", words, now, ended))


@contextmanager
def _remembering(cache: str) -> Iterator[None]:
    """Let all be worth to be remembered, in a folder, and relied on at once."""
    told = {name: one for name, one in os.environ.items() if name != place.OFF_VARIABLE}
    with (
        patch.dict(os.environ, {**told, place.FOLDER_VARIABLE: cache}, clear=True),
        patch.object(check_recall, "_FILES", 0),
        patch.object(snapshots, "LARGE", 0),
        patch.object(outlines, "_LONG", 0),
        patch.object(stamps, "_SETTLED", 0),  # a run takes longer than a clock needs to go on
    ):
        yield


def _require_same(what: str, words: list[str], plain: Ended, other: Ended) -> None:
    if other != plain:
        raise Broken(f"{what} {words[1:3]}", _told(what, words, plain, other))


def _told(what: str, words: list[str], plain: Ended, other: Ended) -> str:
    told = "\n".join(f"{one.status}\n{one.out[-2000:]}\n{one.err[-2000:]}" for one in (plain, other))
    return f"c360lint {' '.join(words)}\n{what} says something else:\n{told}"
