"""Every Good and Bad example of every rule's page is a project, and check says of it what the page says.

What pages leave out (help, places elsewhere, repairs, labels) is in `tests/in_full/CODE.txt`.
`UPDATE_PAGES=1 python -m pytest tests/test_pages.py` writes the outputs into both; `-k CODE` names one rule.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import chdir
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from _pytest.mark import ParameterSet
from click.testing import CliRunner

import rules
from linter.checking.given import Given, Modes
from linter.cli import main
from linter.commands.check_requests import requests_of
from linter.commands.check_run import run_of
from linter.reports import render
from linter.reports.outcome import outcome_of
from linter.rulekit.pages import Block, Example, examples, with_outputs
from linter.rulekit.rule import RuleModule
from tests.stage import STAGE, lay_out

UPDATE = bool(os.environ.get("UPDATE_PAGES"))


def page_of(module: RuleModule) -> Path:
    return Path(str(module.__file__)).with_suffix(".md")  # type: ignore[attr-defined]  # modules have a file


def cases() -> Iterator[ParameterSet]:
    for module in rules.ALL:
        if not page_of(module).exists():  # test_catalogue says so
            continue
        for example in examples(page_of(module).read_text("utf-8")):
            kind = "good" if example.good else "bad"
            yield pytest.param(module, example, id=f"{module.RULE.code}-{kind}-{example.title}")


class Reports(NamedTuple):
    """What check says of one project in the three formats that are compared."""

    concise: str
    full: str
    json: str


@cache
def reports_on(example: Example, folder: Path) -> Reports:
    """Check a project that is laid out as an example says, in one run for all that is asked about it."""
    lay_out(example.files(STAGE), folder)
    with chdir(folder), pytest.MonkeyPatch.context() as patch:
        patch.setenv("C360LINT_TODAY", "2026-11-27")
        (done,) = run_of(requests_of(Given()), Given(), Modes(), None, None).checked
        outcome = outcome_of(done.result, done.texts, rules.ALL, str(folder), ("error",))
        return Reports(*(render(one, outcome._replace(summary=False)) for one in Reports._fields))


@pytest.mark.parametrize(("module", "example"), list(cases()))
def test_an_example_gives_exactly_what_its_page_says(
    module: RuleModule, example: Example, folder: Path
) -> None:
    output = reports_on(example, folder).concise

    # before anything is written: what another rule says of an example has no place on this one's page
    codes = {line.split(" ")[2] for line in output.splitlines()}
    assert codes == (set() if example.good else {module.RULE.code}), (
        f"let `{example.title}` change less or more, until only this page's rule speaks of it:\n{output}"
    )
    if UPDATE and not example.good:
        page = page_of(module)
        page.write_text(with_outputs(page.read_text("utf-8"), {example.title: output}), "utf-8")
    elif not example.good:
        assert output == example.output, (
            f"UPDATE_PAGES=1 python -m pytest {Path(__file__).name} renews the pages"
        )


def test_a_part_that_leads_nowhere_is_named() -> None:
    nowhere = Example("", True, (Block("list.json", "/3/name", '"x"'),), "")

    with pytest.raises(LookupError, match=r"part list\.json /3/name: IndexError.*behind the last item"):
        nowhere.files({"list.json": "[]"})
    with pytest.raises(LookupError, match=r"part other\.json /-: KeyError"):
        Example("", True, (Block("other.json", "/-", "1"),), "").files({})


def test_the_stage_is_clean(folder: Path) -> None:
    assert reports_on(Example("the stage", True, (), ""), folder).concise == ""


@pytest.mark.parametrize("module", [pytest.param(one, id=one.RULE.code) for one in rules.ALL])
def test_its_bad_examples_are_explained_in_full(module: RuleModule, folder: Path) -> None:
    parts = []
    for example in examples(page_of(module).read_text("utf-8")):
        if not example.good:
            reports = reports_on(example, folder)
            explained = in_full(json.loads(reports.json), module.RULE.code)
            parts.append("\n".join([f"# {example.title}", *explained, *labels(reports.full)]))

    kept = Path(__file__).parent / "in_full" / f"{module.RULE.code}.txt"
    if UPDATE:
        kept.parent.mkdir(exist_ok=True)
        kept.write_text("\n\n".join(parts) + "\n", "utf-8")
    assert "\n\n".join(parts) + "\n" == kept.read_text("utf-8")


def in_full(report: dict[str, Any], code: str) -> Iterator[str]:
    """What a report says of each finding, and what a rule says it has not checked."""
    for one in report["diagnostics"]:
        yield f"{place(one)} {one['severity']} {one['code']} {one['message']}"
        yield f"  help: {one['help']}"
        if one["serviceErrors"]:
            yield f"  predicts: {', '.join(one['serviceErrors'])}"
        for related in one["related"]:
            yield f"  see {place(related)} {related['message']}"
        for fix in one["fixes"]:
            yield f"  {fix['applicability']}: {fix['title']}"
            for edit in fix["edits"]:
                yield f"    {span(edit)} {json.dumps(edit['text'], ensure_ascii=False)}"
    for left in report["notChecked"]:
        if left["code"] == code:
            yield f"not checked: {', '.join(left['files'])}: {left['reason']}"


def labels(full: str) -> Iterator[str]:
    """What stands beside the marks in the frames of the full report."""
    yield from (f"label: {label}" for label in re.findall(r"\| +\^+ (.+)$", full, re.MULTILINE))


def place(one: dict[str, Any]) -> str:
    return f"{span(one)} {one['pointer'] or '/'}"


def span(one: dict[str, Any]) -> str:
    start, end = one["range"]["start"], one["range"]["end"]
    return f"{one['file']}:{start['line']}:{start['column']}-{end['line']}:{end['column']}"


@pytest.mark.parametrize("module", rules.ALL, ids=lambda module: module.RULE.code)
def test_explain_fits_a_terminal_of_80_columns_but_for_files(module: RuleModule) -> None:
    printed = CliRunner().invoke(main, ["explain", module.RULE.code], catch_exceptions=False).stdout
    lines = printed.splitlines()

    # what files hold stays as it is, set in by four columns; a path isn't torn
    wide = [line for line in lines if len(line) > 80 and not line.startswith("    ")]
    assert [line for line in wide if len(line.split()) > 2] == []
    assert lines[0] == f"{module.RULE.name} ({module.RULE.code})"
    assert not any(line.startswith("```") for line in lines)
