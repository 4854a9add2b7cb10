"""Slips are made where something is decided, and what no test can notice is explained."""

from __future__ import annotations

import ast
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from benchmarks.mutants import changed, figures, places
from benchmarks.mutants.left import explained
from benchmarks.mutants.marks import Marks
from benchmarks.mutants.reach import Reach, Reached
from benchmarks.mutants.slips import slips
from benchmarks.mutants.trial import trial_of


def made(code: str) -> list[str]:
    """What stands instead of what, in one line each."""
    tree = ast.parse(textwrap.dedent(code))
    return [f"{ast.unparse(one.node)} → {ast.unparse(one.instead)}" for one in slips(tree)]


CONDITIONS = [
    ("x = a < 1", ["a < 1 → True", "a < 1 → False", "a < 1 → a <= 1", "1 → 2"]),
    ("x = a >= b", ["a >= b → True", "a >= b → False", "a >= b → a > b"]),
    ("x = a in ('p', 'q')", ["True", "False", "('q',)", "('p',)"]),
    ("x = a if b else c", ["b → True", "b → False"]),
    ("x = a or b or c", ["b or c", "a or c", "a or b"]),
    ("x = c if a and b else d", ["False", "b", "a"]),
    ("x = c if a or b else d", ["True", "b", "a"]),
    ("x = c if a and not b else d", ["False", "not b", "a", "not b → b"]),
    ("x = [a for a in b if c]", ["c → True"]),
    ("x = any(a for a in b)", ["True", "False", "all((a for a in b))", "a → True"]),
    ("x = min(a)", ["max(a)"]),
    ("x = sorted(a.casefold())", ["a.casefold()", "a"]),
    ("x = f(a, b)", ["f(b, a)"]),
    ("x = a.left", ["a.right"]),
    ("x = a + b", ["a", "b"]),
    ("x = (*a, b)", ["(b,)"]),
    ("def f(a=False): ...", ["False → True"]),
    ("def f(a: int, b: int): x = a", ["a → b"]),
    ("def f() -> tuple[int, ...]:\n x()\n return y", ["def f() -> tuple[int, ...]:", "x() → pass"]),
    ("for a in b:\n if c: continue\n d()", ["c → True", "c → False", "d() → pass"]),
    ("while a: b()\n", ["a → False", "b() → pass"]),
]


@pytest.mark.parametrize(("code", "expected"), CONDITIONS)
def test_slips_are_those_that_a_person_makes(code: str, expected: list[str]) -> None:
    found = made(code)

    assert len(found) == len(expected), found
    for slip, part in zip(found, expected, strict=True):
        assert part in slip


@pytest.mark.parametrize(
    "code", ["x: 1 | 2", "import a", "'text'", "def f(a: x[1]) -> x[2]: ...", "x = f'{1:2}'"]
)
def test_nothing_slips_where_nothing_is_decided(code: str) -> None:
    assert made(code) == []


def test_a_tree_is_as_it_was_when_all_its_slips_are_through() -> None:
    text = "def f(a: int, b: int) -> tuple[int, ...]:\n    return (a, *b) if a and (not b) else ()"
    tree = ast.parse(text)

    assert len(list(slips(tree))) == 10
    assert ast.unparse(tree) == text


def test_a_mutant_keeps_its_name_when_lines_move(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "REPO", tmp_path)
    names = []
    for number, above in enumerate(("", "\n\n# a comment\n")):
        file = f"moved{number}.py"
        (tmp_path / file).write_text(f"{above}def f(a):\n    return a < 2 or a < 2\n", "utf-8")
        names.append([one.name.removeprefix(file) for one in places.mutants(file)])

    assert names[0] == names[1]
    assert names[0][2:5] == [" f: a < 2 → a <= 2", " f: 2 → 3", " f: a < 2 → a <= 2 #2"]
    assert [one.statement for one in places.mutants("moved1.py")] == [5] * len(names[1])


def test_a_statement_that_is_run_leaves_its_mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.mutants.marks.REPO", tmp_path)
    text = 'def f(a):\n    "what it does"\n    if a:\n        return 1\n    return 2\n\nG = lambda: 3\n'
    (tmp_path / "m.py").write_text(text, "utf-8")
    marks = Marks(["m.py"])
    made = marks.in_module("m.py")

    assert made["f"](True) == 1
    assert marks.reached() == {"m.py": {3, 4}}
    marks.wipe()
    assert (made["f"](False), made["G"](), made["f"].__doc__) == (2, 3, "what it does")
    assert marks.reached() == {"m.py": {3, 5, 7}}


def test_changed_lines_are_those_of_the_working_tree() -> None:
    told = "--- a/x.py\n+++ b/x.py\n@@ -1 +1,2 @@\n+a\n+b\n@@ -9,0 +11 @@\n+c\n@@ -20 +21,0 @@\n-d\n"

    assert changed.lines_in(told) == {"x.py": {1, 2, 11}}


def test_what_survives_is_explained_and_still_there() -> None:
    known = explained()
    there = {one.name for file in {name.split(" ")[0] for name in known} for one in places.mutants(file)}

    assert [name for name in known if name not in there] == [], (
        "take them out of benchmarks/mutants/survivors.txt"
    )
    assert [name for name, why in known.items() if len(why.split()) < 4] == [], (
        "say why nothing can notice it"
    )


def test_the_page_has_the_figures_that_are_kept() -> None:
    page = figures.PAGE.read_text("utf-8")

    assert figures.with_table(page) == page, "python -m benchmarks.mutants --page writes it"


def test_what_is_left_of_a_file_is_what_is_there_and_not_noticed() -> None:
    measured = figures.Measured(9, ["a", "b", "c"])

    assert measured.without({"a": True, "b": False}) == figures.Measured(9, ["b", "c"])
    assert measured.among({"a", "b", "d"}) == figures.Measured(8, ["a", "b"])


def test_a_slip_is_put_before_what_is_about_it_and_before_some_of_each_kind() -> None:
    here, both, last = {"f": 0b10}, {"f": 0b11}, {"f": 0b10, "g": 0b1111}
    reached = {
        "unit[1]": Reached(0.001, here),
        "unit[2]": Reached(0.002, here),
        "run[1]": Reached(0.004, both | {"h": 0b11}),
        "run[2]": Reached(0.003, last),
        "other": Reached(0.001, {"f": 0b1}),
        "keen": Reached(0.4, both),
        "long": Reached(2.0, both),
    }
    mutant = places.Mutant("f", "named", "0", "1", 1, (1, 1), 1, 0)

    trial = trial_of(mutant, Reach(reached, {}), {"f": {"keen": None}})

    assert [name for _, name in trial.tests] == ["keen", "unit[1]", "unit[2]", "run[1]", "run[2]", "long"]


def test_a_slip_in_a_default_is_made() -> None:
    """In a process of its own, since it stays."""
    code = (
        "from benchmarks.mutants.alive import Alive\n"
        "from benchmarks.mutants.places import mutants\n"
        "from linter.checking import semantic_path\n"
        "found = mutants('linter/checking/semantic_path.py')\n"
        "(one,) = [one for one in found if (one.within, one.before) == ('_identity', '3')]\n"
        "print(Alive().make(one), semantic_path._identity.__defaults__)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=places.REPO, check=True
    )

    assert told.stdout == "True (4,)\n"
