"""Which rules are asked about which files, and how severe what they say is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from linter.checking.check_request import CheckRequest
from linter.checking.scope import Scope
from linter.configuration.settings import Configuration, Override
from linter.diagnostic import Finding, Location
from linter.reading.inputs import Inputs
from linter.reading.loading import load_project
from linter.rulekit.rule import Rule
from rules.conflation_plan import copy_criterion
from tests.projects import SNAPSHOT

RULE = copy_criterion.RULE
OFF, PREVIEW = RULE._replace(default=False), RULE._replace(status="preview")


def scope_of(
    root: Path, settings: dict[str, Any] | None = None, *paths: str, asked: Any = None, **inputs: Any
) -> Scope:
    """Return the scope of a project with a snapshot, of which some paths are named."""
    (root / "snapshot.json").write_text(json.dumps(SNAPSHOT), "utf-8")
    configuration = Configuration(allow_empty=True, **(settings or {}))
    named = tuple(str(root / one) for one in paths)
    file, snapshots = str(root / "c360lint.toml"), (str(root / "snapshot.json"),)
    whole = Inputs(str(root), configuration, file, named, snapshots)._replace(**inputs)
    request = CheckRequest(whole, (), **(asked or {}))
    bare = Inputs(str(root), configuration, snapshots=snapshots)
    return Scope(request, load_project(bare, lambda _done, _all: None))


@pytest.mark.parametrize(
    ("paths", "document", "expected"),
    [
        ((), "a/b.json", True),
        (("a",), "a/b.json", True),
        (("a/b.json",), "a/b.json", True),
        (("a/b.json",), "a/b.json/c", True),
        (("a",), "ab.json", False),
        (("b", "a"), "a/b.json", True),
        (("b",), "a/b.json", False),
        ((".",), "a/b.json", True),
        (("a",), "snapshot.json", True),
        (("a",), "c360lint.toml", True),
    ],
)
def test_named_paths_leave_in_what_is_below_them_and_what_is_about_all(
    tmp_path: Path, paths: tuple[str, ...], document: str, expected: bool
) -> None:
    scope = scope_of(tmp_path, None, *paths)

    assert (scope.within(document), scope.reports(RULE, document)) == (expected, expected)


def test_a_file_on_standard_input_is_named_too(tmp_path: Path) -> None:
    scope = scope_of(tmp_path, stdin=(str(tmp_path / "a.json"), b"{}"))

    assert [scope.within(one) for one in ("a.json", "b.json")] == [True, False]


@pytest.mark.parametrize(
    ("paths", "number"), [((), 0), (("a",), 0), (("a", "snapshot.json"), 1), (("c360lint.toml",), 0)]
)
def test_of_the_files_that_are_about_all_snapshots_alone_are_counted_where_they_are_named(
    tmp_path: Path, paths: tuple[str, ...], number: int
) -> None:
    assert scope_of(tmp_path, None, *paths).snapshots_named == number


HERE = Override(("a.json",), select=("CP06",))
ELSEWHERE = Override(("b.json",), select=("RL",))


@pytest.mark.parametrize(
    ("rule", "settings", "asked", "reported"),
    [
        (RULE, {}, True, True),
        (RULE, {"select": ("RL",)}, True, False),
        (OFF, {}, False, False),
        (OFF, {"select": ("CP06",)}, True, True),
        (OFF, {"overrides": (HERE, ELSEWHERE)}, True, True),
        (OFF, {"overrides": (ELSEWHERE,)}, False, False),
        (PREVIEW, {"select": ("CP06",)}, False, False),
        (PREVIEW, {"preview": True}, True, True),
    ],
)
def test_a_rule_is_asked_if_it_is_on_for_any_document(
    tmp_path: Path, rule: Rule, settings: dict[str, Any], asked: bool, reported: bool
) -> None:
    scope = scope_of(tmp_path, settings)

    assert (scope.asks(rule), scope.reports(rule, "a.json")) == (asked, reported)


def test_the_command_line_selects_in_place_of_the_configuration_and_ignores_beside_it(tmp_path: Path) -> None:
    def reported(settings: dict[str, Any], **asked: tuple[str, ...]) -> list[bool]:
        scope = scope_of(tmp_path, settings, asked=asked)
        return [scope.reports(rule, "a.json") for rule in (RULE, RULE._replace(code="RL01", name="b"))]

    assert reported({"select": ("RL",)}) == [False, True]
    assert reported({"select": ("RL",)}, select=("CP",)) == [True, False]
    assert reported({"ignore": ("RL",)}) == [True, False]
    assert reported({"ignore": ("RL",)}, ignore=("CP",)) == [False, False]


def severity(tmp_path: Path, finding: str | None = None, **settings: Any) -> str | None:
    one = Finding(Location("a.json"), "wrong", severity=finding)
    return scope_of(tmp_path, settings).severity(RULE, one)


def test_a_finding_has_the_severity_that_is_said_last(tmp_path: Path) -> None:
    assert severity(tmp_path) == RULE.severity == "error"
    assert severity(tmp_path, "warning") == "warning"
    assert severity(tmp_path, "warning", severity=(("CP06", "error"),)) == "error"
    assert severity(tmp_path, severity=(("copy-criterion", "recommendation"),)) == "recommendation"
    assert severity(tmp_path, ignore=("CP06",)) is None


def test_of_several_overrides_of_a_file_the_last_is_the_strongest(tmp_path: Path) -> None:
    def table(*levels: str) -> dict[str, Any]:
        globs = ("a.*", "a.json", "**", "*.json")
        return {
            "overrides": tuple(
                Override((glob,), severity=(("CP06", level),))
                for glob, level in zip(globs, levels, strict=False)
            )
        }

    assert severity(tmp_path, **table("warning", "error")) == "error"
    assert severity(tmp_path, **table("error", "recommendation", "warning")) == "warning"
    assert severity(tmp_path, **table("error", "error", "error", "warning")) == "warning"
    selects = tuple(Override((glob,), select=(one,)) for glob, one in (("a.json", "RL"), ("a.*", "CP")))
    assert scope_of(tmp_path, {"overrides": selects}).reports(RULE, "a.json")
    assert not scope_of(tmp_path, {"overrides": selects[::-1]}).reports(RULE, "a.json")


def test_what_is_ignored_stays_so_in_an_override_and_one_of_no_file_says_nothing(tmp_path: Path) -> None:
    overridden = {"ignore": ("CP06",), "overrides": (Override(("a.json",), ignore=("CP05",)),)}
    there = {"overrides": (Override(("a.json",), ignore=("CP06",)),)}
    of_none = {"overrides": (Override((), ignore=("CP06",)),)}

    assert [scope_of(tmp_path, there).reports(RULE, f"{one}.json") for one in "ab"] == [False, True]
    assert not scope_of(tmp_path, overridden).reports(RULE, "a.json")
    assert scope_of(tmp_path, of_none).reports(RULE, "a.json")
