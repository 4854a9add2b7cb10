"""Fixes end: nothing is left of what they mend, and a second run changes nothing."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from linter.checking.fixes import apply_fixes
from linter.cli import main
from linter.diagnostic import Edit, Fix, Position, Range
from tests.server.test_renewed import EXAMPLES, edited, edits
from tests.states.budget import budget
from tests.states.folder import own_folder

PROJECTS = sorted(EXAMPLES)


def report(*options: str) -> Any:
    done = CliRunner().invoke(main, ["check", "--format", "json", "--no-ignore", *options])
    assert done.exit_code in (0, 1, 2), done.output
    return json.loads(done.stdout) if done.stdout else None


def written() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(Path().rglob("*")) if path.is_file()}


def safe(said: Any) -> Counter[str]:
    """How many findings of each rule have a safe fix that is made unasked."""
    mended = (
        one for one in said["diagnostics"] if one["fixes"] and one["fixes"][0]["applicability"] == "safe"
    )
    return Counter(one["code"] for one in mended)


class Mending(RuleBasedStateMachine):
    """A project that is edited at random, and mended now and then."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = own_folder()
        self.texts: dict[str, str] = {}

    def teardown(self) -> None:
        with self._folder:
            if self.texts:
                self.mend(unsafe=True)

    @precondition(lambda self: not self.texts)
    @rule(example=st.sampled_from(PROJECTS))
    def begin(self, example: str) -> None:
        self.texts = dict(EXAMPLES[example])
        for name, text in self.texts.items():
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(text, "utf-8", newline="")

    @precondition(lambda self: self.texts)
    @rule(edit=edits())
    def edit(self, edit: tuple[int, int, int, int, str]) -> None:
        name, text = edited(self.texts, edit)
        self.texts[name] = text
        Path(name).write_text(text, "utf-8", newline="")

    @precondition(lambda self: self.texts)
    @rule(name=st.integers(0, 100), which=st.integers(0, 1000))
    def say_twice(self, name: int, which: int) -> None:
        """Put a line behind itself: what is given twice can be mended."""
        file = sorted(self.texts)[name % len(self.texts)]
        lines = self.texts[file].splitlines(keepends=True) or [""]
        at = which % len(lines)
        self.texts[file] = "".join((*lines[: at + 1], *lines[at:]))
        Path(file).write_text(self.texts[file], "utf-8", newline="")

    @precondition(lambda self: self.texts)
    @rule(unsafe=st.booleans())
    def mend(self, unsafe: bool) -> None:
        """Nothing is left that could be mended, no more is wrong than was, and once is enough."""
        options = ("--fix", "--unsafe-fixes") if unsafe else ("--fix",)
        before = report()
        if report(*options) is None or before is None:
            return
        after, files = report(), written()
        self.texts = {name: files[name].decode() for name in self.texts}
        assert safe(after) == Counter()
        if not unsafe:
            codes = safe(before).keys()
            left = Counter(one["code"] for one in after["diagnostics"])
            were = Counter(one["code"] for one in before["diagnostics"])
            assert [code for code in codes if left[code] > were[code]] == []
        report(*options)
        assert written() == files


def test_fixes_end_and_leave_nothing_to_mend() -> None:
    run_state_machine_as_test(Mending, settings=budget(12, steps=10))


def edit_of(start: int, length: int, text: str) -> Edit:
    places = (Position(1, start + 1), Position(1, start + length + 1))
    return Edit("a.json", Range(*places), text)


EDITS = st.builds(edit_of, st.integers(0, 12), st.integers(0, 3), st.sampled_from(("", "1", "2")))
FIXES = st.lists(
    st.lists(EDITS, min_size=1, max_size=2).map(lambda one: Fix("f", "safe", tuple(one))), max_size=4
)


@given(FIXES, st.randoms(use_true_random=False))
def test_fixes_that_are_apart_give_the_same_in_any_order(fixes: list[Fix], chance: random.Random) -> None:
    content = b"[0, 3, 5, 7, 9]"
    made, applied, _ = apply_fixes(content, "a.json", fixes)
    shuffled = list(applied)
    chance.shuffle(shuffled)

    assert apply_fixes(content, "a.json", shuffled)[0] == made
