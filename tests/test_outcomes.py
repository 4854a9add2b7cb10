"""What a report is made from: how projects and their files are called in it, and several outcomes as one."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.diagnostic import Diagnostic, Looked, Place, Position, Range, Remark, Result, Undecided
from linter.reports.outcome import Outcome, outcome_of
from linter.reports.together import together
from linter.text.source import read_text

NOTHING = Result((), (), 0, (), ())
RANGE = Range(Position(1, 1), Position(1, 2))


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with two projects of the same name, and the working folder within it."""
    for name in (".git", "one/sub", "two/sub"):
        (tmp_path / name).mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "one")
    return tmp_path


def called(root: Path) -> tuple[str, str, str, str]:
    one = outcome_of(NOTHING, {}, (), str(root), ("error",))
    return one.repository, one.label, one.project, one.here


def test_a_project_is_called_as_the_repository_and_the_working_folder_call_it(repository: Path) -> None:
    here, top = str(repository / "one"), str(repository)

    assert called(repository) == (top, "", "..", here)
    assert called(repository / "one") == (top, "one", ".", here)
    assert called(repository / "two" / "sub") == (top, "two/sub", "../two/sub", here)


def test_a_project_without_a_repository_is_called_as_its_folder_is(repository: Path) -> None:
    (repository / ".git").rmdir()
    sub = repository / "two" / "sub"

    assert called(sub) == (str(sub), "sub", "../two/sub", str(repository / "one"))


def outcome(root: Path, number: int, **more: object) -> Outcome:
    """Return an outcome of a project that names a file in all places where one can be named."""
    one = Diagnostic("a.json", RANGE, f"CP0{number}", "n", "error", "m", "/a", fingerprint="ff")
    place = Place("b.json", "/b", RANGE)
    result = Result(
        (one, one._replace(related=(place,))),
        (Undecided("IN02", "r", ("a.json",), "n", (place,)),),
        number,
        (),
        ("c.json",),
        too_large=("d.json: large",),
        remarks=(Remark("say ", "e.json"), Remark("the same of all")),
        suppressed=number,
        looked=Looked((("measure", 1), (f"kind {number}", 2)), ("s.json",), ("f.json",), ("XX101",)),
    )
    texts = {name: read_text(name, b"{}") for name in ("a.json", "b.json")}
    made = outcome_of(result, texts, (), str(root), ("error",))
    return made._replace(**more)  # type: ignore[arg-type]  # its fields


def test_several_outcomes_are_one_in_which_files_are_named_from_the_working_folder(repository: Path) -> None:
    one = outcome(repository / "one" / "sub", 1)
    two = outcome(repository / "two" / "sub", 2)

    both = together([one, two], [True, True])

    assert (both.label, both.project, both.here, both.root) == ("", ".", *[str(repository / "one")] * 2)
    assert both.repository == str(repository)
    assert sorted(both.texts) == [
        "../two/sub/a.json",
        "../two/sub/b.json",
        "sub/a.json",
        "sub/b.json",
    ]
    found = [
        (each.file, each.code, *(place.file for place in each.related)) for each in both.result.diagnostics
    ]
    assert found == [
        ("../two/sub/a.json", "CP02"),
        ("../two/sub/a.json", "CP02", "../two/sub/b.json"),
        ("sub/a.json", "CP01"),
        ("sub/a.json", "CP01", "sub/b.json"),
    ]
    assert [each.places[0].file for each in both.result.not_checked] == ["sub/b.json", "../two/sub/b.json"]
    assert both.result._replace(diagnostics=(), not_checked=()) == Result(
        (),
        (),
        3,
        (),
        ("sub/c.json", "../two/sub/c.json"),
        suppressed=3,
        too_large=("sub/d.json: large", "../two/sub/d.json: large"),
        remarks=(
            Remark("say ", "sub/e.json"),
            Remark("the same of all"),
            Remark("say ", "../two/sub/e.json"),
        ),
        looked=Looked(
            (("measure", 2), ("kind 1", 2), ("kind 2", 2)),
            ("sub/s.json", "../two/sub/s.json"),
            ("sub/f.json", "../two/sub/f.json"),
            ("XX101",),
        ),
    )
    assert [(part.project, part.label) for part in both.projects] == [
        ("sub", "one/sub"),
        ("../two/sub", "two/sub"),
    ]


def test_outcomes_that_have_one_label_are_told_apart_by_their_folders(repository: Path) -> None:
    (repository / ".git").rmdir()
    one, two = (outcome(repository / name / "sub", 1) for name in ("one", "two"))
    assert (one.label, two.label) == ("sub", "sub")

    both = together([one, two], [True, True])
    only = together([one, two], [False, True])

    assert both.repository == str(repository)
    assert [part.label for part in both.projects] == ["one/sub", "two/sub"]
    assert [(part.label, part.project) for part in only.projects] == [("sub", "../two/sub")]


@pytest.mark.parametrize("strict", [(False, False), (True, False), (False, True)])
def test_the_whole_is_strict_if_one_of_them_is(repository: Path, strict: tuple[bool, bool]) -> None:
    made = [
        outcome(repository / name, 1, strict=is_so)
        for name, is_so in zip(("one", "two"), strict, strict=True)
    ]

    assert together(made, [True, False]).strict == any(strict)


def test_what_two_projects_find_in_a_file_that_both_read_is_told_once(repository: Path) -> None:
    one = outcome(repository / "one", 1)

    both = together([one, one], [True, True])

    assert len(both.result.diagnostics) == 2
    assert len(both.result.remarks) == 2


def test_a_finding_has_another_fingerprint_in_each_labelled_project(repository: Path) -> None:
    made = {name: outcome(repository / name, 1) for name in ("", "one", "two/sub")}

    told = {name: one.fingerprint(one.result.diagnostics[0]) for name, one in made.items()}

    assert told == {"": "ff", "one": "24280c9cff419ab6", "two/sub": "b672648f0bdab67c"}
