"""Whole reports of runs in which there is all that a report can have, as they were kept."""

from __future__ import annotations

import json
import os
import re
from functools import partial
from pathlib import Path

import pytest

from linter import __version__
from linter.diagnostic import (
    Diagnostic,
    Edit,
    Fix,
    Grounds,
    Held,
    Looked,
    Place,
    Position,
    Range,
    Remark,
    Result,
    Stated,
    Undecided,
)
from linter.reports import FORMATS, render
from linter.reports.findings.asides import asides, unread
from linter.reports.findings.statistics import statistics
from linter.reports.outcome import Outcome
from linter.text.source import read_text
from linter.text.whole import json_of
from rules import ALL

KEPT = Path(__file__).parent / "reports"
COMMAND = f"UPDATE_PAGES=1 python -m pytest tests/{Path(__file__).name} writes what is reported now"

LONG = '{"long": "' + "x" * 100 + '", "bad": 5, "more": "' + "y" * 100 + '"}'
TEXTS = {
    name: read_text(name, text.encode())
    for name, text in {
        "plan.json": '{\n\t"<名前>": "b | é",\n  "list": [  \n    "e\u0301\u20dd\u2764"\n  ]\n}\n' + "\n" * 9,
        "long.json": f"{LONG}\n{LONG}\n{'z' * 111}\n{'z' * 110}\n{LONG[:109]}  \n",
        "../../q/é c.json": "{}",
        "../other project/b.yaml": "a: 1\n" * 11 + "b: `2`",
    }.items()
}


def between(*numbers: int) -> Range:
    line, column, end_line, end_column = numbers
    return Range(Position(line, column), Position(end_line, end_column))


ERROR = Diagnostic(
    "plan.json",
    between(2, 10, 2, 17),
    "CP02",
    "plan-attribute-unknown",
    "error",
    "`A` has no attribute `b`; see [here](1) and *there*: 100%",
    "/<名前>",
    label="not there",
    why="it must exist (there)",
    help="use `c`\x1b, not <b>",
    url="https://example.org/a?b&c",
    related=(
        Place("../other project/b.yaml", "/b", between(12, 4, 12, 7), "declared here"),
        Place("plan.json", "", between(3, 3, 5, 4), "and listed, [too](2)"),
    ),
    fixes=(
        Fix("Replace `b` with `c`", "unsafe", (Edit("plan.json", between(2, 10, 2, 17), '"c"'),)),
        Fix(
            "Rename both [places](x)",
            "safe",
            (
                Edit("plan.json", between(2, 3, 2, 4), "1"),
                Edit("../other project/b.yaml", between(12, 4, 12, 7), "2"),
                Edit("plan.json", between(3, 3, 3, 4), "3"),
            ),
        ),
        Fix("Elsewhere", "safe", (Edit("long.json", between(1, 1, 1, 1), ""),)),
    ),
    fingerprint="00ff",
    grounds=Grounds(("E1", "E2"), (Stated("api-page", "1.2"),), True, "preview"),
)
FOUND = (
    ERROR,
    ERROR._replace(
        range=between(3, 11, 5, 4),
        code="DO03",
        name="unknown-property",
        severity="warning",
        message="is it `p`?",
        pointer="/list",
        label="",
        why="",
        help="",
        url="",
        related=(),
        fixes=(),
        grounds=Grounds(),
    ),
    ERROR._replace(range=between(4, 9, 12, 1), code="DO03", pointer="", related=(), fixes=(), label="…"),
    ERROR._replace(
        range=between(5, 4, 5, 4),
        code="DO03",
        severity="error",
        message="é",
        help="",
        label="",
        related=(Place("plan.json", "", between(9, 1, 10, 1)),),
        fixes=(),
    ),
    ERROR._replace(file="../../q/é c.json", range=between(1, 1, 1, 3), related=(), fixes=()),
    ERROR._replace(
        file="long.json",
        range=between(1, 121, 1, 122),
        severity="recommendation",
        message="a number.",
        related=(Place("long.json", "/x", between(2, 1, 2, 111), "most of it"),),
        fixes=(),
        fingerprint="0100",
    ),
    ERROR._replace(
        file="long.json",
        range=between(2, 110, 2, 121),
        message="the middle!",
        help="",
        related=(
            Place("long.json", "", between(4, 1, 4, 111), "all of it"),
            Place("long.json", "", between(1, 60, 1, 65), "no need to cut"),
            Place("long.json", "", between(1, 100, 1, 111), "just no need"),
            Place("long.json", "", between(1, 100, 1, 112), "just cut"),
            Place("long.json", "", between(1, 36, 1, 112), "cut behind the beginning"),
            Place("long.json", "", between(1, 37, 1, 112), "cut before it, where there is nothing"),
            Place("long.json", "", between(1, 38, 1, 112), "cut before it"),
            Place("long.json", "", between(5, 100, 6, 1), "and the blanks behind it"),
            Place("long.json", "", between(3, 1, 3, 112), "too long"),
        ),
        fixes=(),
    ),
)
CAUSE = Place("plan.json", "/<名前>", ERROR.range, ERROR.message)
HELD = (
    Held("CP02", Place("long.json", "", between(1, 1, 1, 1)), "CP02", CAUSE),
    Held("CP07", Place("plan.json", "/list", between(3, 3, 3, 9)), "CP02", CAUSE),
    Held("CP09", Place("long.json", "/a", between(4, 1, 4, 2)), "DO03", CAUSE, "suppressed"),
    Held("CP09", Place("long.json", "/b", between(4, 2, 4, 3)), "DO03", CAUSE, "suppressed"),
    Held("DO03", Place("long.json", "/c", between(4, 3, 4, 4)), "DO03", CAUSE, "in the baseline"),
    Held("DO03", Place("long.json", "/d", between(4, 3, 4, 4)), "DO03", CAUSE),
    Held(
        "DO03",
        Place("long.json", "/e", between(4, 3, 4, 4)),
        "DO03",
        Place("plan.json", "/list", FOUND[1].range),
    ),
)
UNDECIDED = (
    Undecided("IN02", "no `principal` is [set](1)", ("plan.json",), "`principal`", (CAUSE,)),
    Undecided(
        "CR02",
        "the type isn't known",
        ("plan.json", "long.json"),
        "",
        (
            Place("plan.json", "", between(1, 1, 1, 1)),
            Place("long.json", "", between(4, 1, 4, 2), is_part=True),
        ),
    ),
    Undecided("IN01", "no `principal` is [set](1)", ("long.json",), "`principal`", (HELD[0].at, CAUSE)),
)
ALL_OF_IT = Result(
    FOUND,
    UNDECIDED,
    4,
    HELD,
    ("plan.json", ".tool.json", "a b.json", "a b.json", "large.json", "request.json"),
    unreadable_skipped=1,
    suppressed=2,
    baselined=3,
    too_large=("large.json: 9 MB",),
    ignored=("secret.json",),
    remarks=(
        Remark("not read: ", "half.json", " (no text)", unread=True),
        Remark("not read: ", "half.json", " (no text)", unread=True),
        Remark("it is so"),
    ),
    looked=Looked((("requests", 1), ("measure", 3)), ("s.json",), ("request.json",), ("XX101", "XX102")),
)
CLEAN = ALL_OF_IT._replace(diagnostics=(), held=HELD[2:3])
NOTHING = Result((), (), 0, (), ())
ONE = Result(FOUND[1:2], (), 1, HELD[:1], ("a.json", "b.json"))
MANY = NOTHING._replace(
    held=tuple(HELD[1]._replace(cause_code=f"CR{number:02}") for number in range(6)),
    skipped=tuple(f"{number}.json" for number in range(6)),
)
FOREIGN = NOTHING._replace(skipped=MANY.skipped, looked=Looked(foreign=MANY.skipped))
UNREAD = FOUND[1]._replace(code="DO01", name="unreadable")

PART = Outcome(
    ALL_OF_IT, TEXTS, ALL, "/p/sub", "/p/sub/here", "/p", label="sub", project="<sub>", links=False
)
RUNS = {
    "all that there can be": PART,
    "the same, in colours and with links": PART._replace(color=True, links=True),
    "the same, strictly and without a summary": PART._replace(
        summary=False, strict=True, failing=("error", "warning"), label=""
    ),
    "nothing found, though something is open": PART._replace(result=CLEAN, here="", repository=""),
    "nothing": PART._replace(result=NOTHING, label=""),
    "one": PART._replace(result=ONE),
    "one that isn't read": PART._replace(result=NOTHING._replace(diagnostics=(UNREAD,))),
    "the same, strictly": PART._replace(result=NOTHING._replace(diagnostics=(UNREAD,)), strict=True),
    "as many of each rule": PART._replace(result=NOTHING._replace(diagnostics=(FOUND[1], FOUND[-1]))),
    "quiet": PART._replace(result=CLEAN, summary=False),
    "requests of others": PART._replace(result=FOREIGN),
    "one more than is listed": PART._replace(result=MANY),
    "as many as are listed": PART._replace(
        result=MANY._replace(held=MANY.held[1:], skipped=MANY.skipped[1:])
    ),
    "one project of one": PART._replace(projects=(PART,), project=".", result=NOTHING),
    "two projects": PART._replace(
        result=NOTHING,
        projects=(
            PART._replace(result=NOTHING),
            PART._replace(result=NOTHING._replace(diagnostics=(UNREAD,)), project="unread"),
        ),
    ),
    "several projects": PART._replace(
        label="",
        project=".",
        projects=(PART, PART._replace(result=NOTHING, label="", project="a&b"), PART._replace(result=CLEAN)),
    ),
}


def shown(form: str, outcome: Outcome) -> str:
    """Return a report without what is the same in all of them: styles, scripts, pages of rules."""
    said = "".join(render(form, outcome)).replace(__version__, "VERSION")
    said = re.sub(r"file://[^/]*/p", "file://HOST/p", said)
    if form == "html":
        return said.partition("<body")[2].partition("<script>")[0]
    if form != "sarif":
        return said
    log = json.loads(said)
    for run in log["runs"]:
        run["tool"]["driver"]["rules"] = [one["id"] for one in run["tool"]["driver"]["rules"]]
    return json_of(log) + "\n"


def beside(outcome: Outcome) -> str:
    """Return what stands beside a report, and what `--statistics` puts below it."""
    said = {
        "": "".join(asides(outcome, verbose=False)),
        "-- under findings\n": "".join(asides(outcome, verbose=False, under_findings=True)),
        "-- verbose\n": "".join(asides(outcome, verbose=True)),
        "-- unread\n": "".join(unread(outcome)),
        "-- statistics\n": statistics(outcome.result),
    }
    return "".join(title + lines for title, lines in said.items())


@pytest.mark.parametrize("form", [*FORMATS, "beside"])
def test_a_report_says_what_it_has_said(form: str) -> None:
    told = beside if form == "beside" else partial(shown, form)
    reports: dict[str, str] = {}
    for name, outcome in RUNS.items():
        reports.setdefault(told(outcome), name)  # equal ones once
    said = "".join(f"==== {name}\n{report}" for report, name in reports.items())
    path = KEPT / f"{form}.txt"

    if os.environ.get("UPDATE_PAGES"):
        path.write_bytes(said.encode("utf-8", "backslashreplace"))
    assert said == path.read_bytes().decode(), COMMAND
