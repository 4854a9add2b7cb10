"""What each format says of a finding, and that no text of a file can act in any of them."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from linter.diagnostic import Diagnostic, Edit, Fix, Held, Place, Position, Range, Result, Undecided
from linter.reports import FORMATS, render
from linter.reports.outcome import Outcome
from linter.text.source import read_text
from rules import ALL

SCHEMAS = Path(__file__).parent.parent.parent / "shared" / "data" / "schemas"

ERROR = Diagnostic(
    "a.json",
    Range(Position(2, 8), Position(2, 11)),
    "CP02",
    "plan-attribute-unknown",
    "error",
    "`A` has no attribute `b`",
    "/x",
    label="not there",
    why="it must exist (there)",
    help="use `c`",
    related=(Place("b.json", "/y", Range(Position(1, 1), Position(1, 3)), "declared here"),),
    fixes=(
        Fix(
            "Replace `b` with `c`",
            "unsafe",
            (Edit("a.json", Range(Position(2, 8), Position(2, 11)), '"c"'),),
        ),
    ),
    fingerprint="00ff",
)
WARNING = ERROR._replace(
    range=Range(Position(1, 1), Position(3, 2)),
    code="DO03",
    name="unknown-property",
    severity="warning",
    message="property `p` is not known here",
    pointer="",
    help="",
    related=(),
    fixes=(),
)
TEXTS = {
    "a.json": read_text("a.json", b'{\n  "x": "b"\n}'),
    "b.json": read_text("b.json", b"{}"),
}
WHOLE = Place("a.json", "", Range(Position(1, 1), Position(1, 1)))
HELD = Held(
    "CP09",
    Place("a.json", "/y", Range(Position(1, 1), Position(1, 2))),
    "CP02",
    Place("a.json", "/x", Range(Position(2, 8), Position(2, 11)), "`A` has no attribute `b`"),
    "suppressed",
)
UNDECIDED = Undecided("IN02", "no `principal` is configured", ("a.json",), "`principal`", (WHOLE,))


def outcome(*found: Diagnostic, **more: Any) -> Outcome:
    result = Result(found, (), 2, (), ())
    return Outcome(result, TEXTS, ALL, "/project/sub", "/project", "/project")._replace(**more)


def test_grouped_lists_findings_under_their_file() -> None:
    assert render("grouped", outcome(ERROR, WARNING)) == (
        "sub/a.json\n"
        "  2:8  error    CP02 plan-attribute-unknown: `A` has no attribute `b`\n"
        "                help: use `c`\n"
        "  1:1  warning  DO03 unknown-property: property `p` is not known here\n"
        "\n"
        "Found 1 error and 1 warning in 2 documents.\n"
    )


def test_jsonl_has_the_parts_of_the_json_report_and_ends_with_the_summary() -> None:
    given_ = outcome(ERROR, WARNING)
    given_ = given_._replace(result=given_.result._replace(not_checked=(UNDECIDED,), held=(HELD,)))
    whole = json.loads(render("json", given_))
    lines = [json.loads(line) for line in render("jsonl", given_).splitlines()]

    assert lines == [
        *({"kind": "diagnostic", **one} for one in whole["diagnostics"]),
        *({"kind": "notChecked", **one} for one in whole["notChecked"]),
        *({"kind": "heldBack", **one} for one in whole["heldBack"]),
        {"kind": "summary", "version": 1, **whole["summary"], "read": whole["read"]},
    ]


def test_github_annotates_the_file_as_the_repository_names_it() -> None:
    percent = ERROR._replace(message="100%: a,b")

    assert render("github", outcome(percent, WARNING, summary=False)) == (
        "::error file=sub/a.json,line=2,endLine=2,col=8,endColumn=10,title=CP02 plan-attribute-unknown::"
        "sub/a.json:2:8: error CP02 plan-attribute-unknown: 100%25: a,b%0Ahelp: use `c`\n"
        "::warning file=sub/a.json,line=1,endLine=3,title=DO03 unknown-property::"
        "sub/a.json:1:1: warning DO03 unknown-property: property `p` is not known here\n"
    )


def test_github_says_that_it_shows_ten_annotations_of_a_level() -> None:
    def ending(errors: int, warnings: int, **more: Any) -> list[str]:
        said = render("github", outcome(*[ERROR] * errors, *[WARNING] * warnings, **more)).splitlines()
        return [line for line in said if not line.startswith("::")]

    hint = "GitHub shows 10 annotations of each level; this log, and a SARIF report, have all."
    assert ending(11, 1) == [hint, "Found 11 errors and 1 warning in 2 documents."]
    assert ending(10, 10) == ["Found 10 errors and 10 warnings in 2 documents."]
    assert ending(1, 11, summary=False) == []


def test_azure_logs_an_issue() -> None:
    odd = ERROR._replace(file="a;b]%.json", message="x")

    assert render("azure", outcome(odd)) == (
        "##vso[task.logissue type=error;sourcepath=sub/a%3Bb%5D%AZP25.json;linenumber=2;columnnumber=8;"
        "code=CP02;]sub/a;b]%AZP25.json:2:8: error CP02 plan-attribute-unknown: x%0Ahelp: use `c`\n"
        "Found 1 error in 2 documents.\n"
    )


def test_gitlab_gets_issues_with_fingerprints_that_differ() -> None:
    issues = json.loads(render("gitlab", outcome(ERROR, ERROR._replace(file="c.json"), WARNING)))

    assert issues[0] == {
        "type": "issue",
        "check_name": "CP02 plan-attribute-unknown",
        "description": "CP02: `A` has no attribute `b`",
        "content": {"body": "it must exist (there)\n\nuse `c`"},
        "categories": ["Bug Risk"],
        "severity": "major",
        "fingerprint": "00ff",
        "location": {"path": "sub/a.json", "lines": {"begin": 2, "end": 2}},
    }
    assert [one["fingerprint"] for one in issues] == ["00ff", "00ff-2", "00ff-3"]


def test_gitlab_issues_fit_the_published_schema() -> None:
    schema = SCHEMAS / "gitlab-codeclimate.json"
    if not schema.exists():
        pytest.skip("the published schemas are not here")
    validator = Draft7Validator(json.loads(schema.read_text("utf-8")))

    for issue in json.loads(render("gitlab", outcome(ERROR, WARNING))):
        validator.validate(issue)


def test_checkstyle_has_an_element_for_each_file_and_finding() -> None:
    odd = ERROR._replace(file='b".json', message="<x> & \x1b\x00", help="")
    root = ET.fromstring(render("checkstyle", outcome(ERROR, WARNING, odd)))

    assert (root.tag, [one.tag for one in root]) == ("checkstyle", ["file", "file"])
    assert [one.get("name") for one in root] == ["sub/a.json", 'sub/b".json']
    assert [one.attrib for one in root.iter("error")] == [
        {
            "line": "2",
            "column": "8",
            "severity": "error",
            "message": "`A` has no attribute `b` (help: use `c`)",
            "source": "c360lint.CP02.plan-attribute-unknown",
        },
        {
            "line": "1",
            "column": "1",
            "severity": "warning",
            "message": "property `p` is not known here",
            "source": "c360lint.DO03.unknown-property",
        },
        {
            "line": "2",
            "column": "8",
            "severity": "error",
            "message": "<x> & \\x1b\\x00",
            "source": "c360lint.CP02.plan-attribute-unknown",
        },
    ]
    assert ET.fromstring(render("checkstyle", outcome())).findall("file") == []


def test_reviewdog_gets_ranges_severities_and_suggestions() -> None:
    told = json.loads(render("rdjson", outcome(ERROR, WARNING)))
    range_ = {"start": {"line": 2, "column": 8}, "end": {"line": 2, "column": 11}}

    assert told["source"] == {"name": "c360lint"}
    assert told["diagnostics"][0] == {
        "message": "`A` has no attribute `b`\ndeclared here: sub/b.json:1:1\nhelp: use `c`",
        "location": {"path": "sub/a.json", "range": range_},
        "severity": "ERROR",
        "code": {"value": "CP02 plan-attribute-unknown", "url": ERROR.url},
        "suggestions": [{"range": range_, "text": '"c"'}],
    }
    assert told["diagnostics"][1]["severity"] == "WARNING"
    assert told["diagnostics"][1]["message"] == "property `p` is not known here"
    assert "suggestions" not in told["diagnostics"][1]
    lines = [json.loads(line) for line in render("rdjsonl", outcome(ERROR, WARNING)).splitlines()]
    assert lines == [{**one, "source": {"name": "c360lint"}} for one in told["diagnostics"]]
    assert (render("rdjsonl", outcome()), json.loads(render("rdjson", outcome()))["diagnostics"]) == ("", [])


def test_reviewdog_counts_bytes_and_lines_from_1() -> None:
    given_ = outcome(ERROR._replace(range=Range(Position(1, 5), Position(1, 7))))
    text = read_text("a.json", '"é𐐀äöü"'.encode())
    [one] = json.loads(render("rdjson", given_._replace(texts={**TEXTS, "a.json": text})))["diagnostics"]

    assert one["location"]["range"] == {"start": {"line": 1, "column": 10}, "end": {"line": 1, "column": 14}}


def test_a_fix_of_several_places_is_no_suggestion_for_one() -> None:
    [fix] = ERROR.fixes
    [edit] = fix.edits
    there = edit._replace(file="b.json", range=Range(Position(1, 1), Position(1, 2)))

    for edits in ((edit, edit), (there,)):
        one = ERROR._replace(fixes=(fix._replace(edits=edits),))
        assert "suggestions" not in json.loads(render("rdjson", outcome(one)))["diagnostics"][0]


def test_junit_fails_where_the_run_fails_and_skips_what_does_not() -> None:
    given_ = outcome(ERROR, WARNING)
    given_ = given_._replace(result=given_.result._replace(not_checked=(UNDECIDED,)))
    root = ET.fromstring(render("junit", given_))

    said = [
        (suite.get("name"), suite.get("failures"), suite.get("skipped"), case.get("name"), case[0].tag)
        for suite in root
        for case in suite.iter("testcase")
    ]
    assert said == [
        ("sub/a.json", "1", "1", "CP02 plan-attribute-unknown at 2:8", "failure"),
        ("sub/a.json", "1", "1", "DO03 unknown-property at 1:1", "skipped"),
        ("not checked", "0", "1", "IN02: no `principal` is configured", "skipped"),
    ]


def test_junit_of_a_clean_run_has_a_test_that_passed() -> None:
    root = ET.fromstring(render("junit", outcome()))

    assert [(case.get("name"), list(case)) for case in root.iter("testcase")] == [("2 document(s)", [])]


@pytest.mark.parametrize("schema", ["junit-10-jenkins-xunit.xsd", "junit-windyroad.xsd"])
def test_junit_fits_both_published_schemas(schema: str) -> None:
    etree = pytest.importorskip("lxml.etree", reason="lxml, which judges XML Schemas, is not installed")
    if not (SCHEMAS / schema).exists():
        pytest.skip("the published schemas are not here")
    judge = etree.XMLSchema(etree.parse(str(SCHEMAS / schema)))

    for given_ in (outcome(), outcome(ERROR, WARNING)):
        judge.assertValid(etree.fromstring(render("junit", given_).encode()))


def test_markdown_has_the_counts_the_findings_and_what_was_not_checked() -> None:
    given_ = outcome(ERROR, WARNING)
    given_ = given_._replace(result=given_.result._replace(not_checked=(UNDECIDED,), held=(HELD, HELD)))

    assert render("markdown", given_) == (
        "# c360lint\n"
        "\n"
        "Found 1 error and 1 warning in 2 documents (2 more held back until these are mended).\n"
        "\n"
        "read: no snapshot\n"
        "\n"
        "| findings | rule | severity |\n"
        "|---:|---|---|\n"
        "| 1 | CP02 plan-attribute-unknown | error |\n"
        "| 1 | DO03 unknown-property | warning |\n"
        "\n"
        "| place | rule | finding |\n"
        "|---|---|---|\n"
        "| `sub/a.json:2:8` | error CP02 | `A` has no attribute `b`<br>use `c` |\n"
        "| `sub/a.json:1:1` | warning DO03 | property `p` is not known here |\n"
        "\n"
        "Not checked:\n"
        "\n"
        "- IN02: no `principal` is configured; `principal` (`sub/a.json`)\n"
        "\n"
        "Held back:\n"
        "\n"
        "- CP09 (`sub/a.json:1:1`, +1 more): see CP02 at `sub/a.json:2:8`, which is suppressed\n"
    )


def test_markdown_leaves_out_what_would_be_too_long_for_a_page_and_says_so() -> None:
    def ending(number: int) -> tuple[int, str]:
        text = render("markdown", outcome(*[ERROR] * number))
        return text.count("| error CP02 |"), text.splitlines()[-1].rpartition(" | ")[0] or text.splitlines()[
            -1
        ]

    place = "| `sub/a.json:2:8` | error CP02"
    assert ending(500) == (500, place)
    assert ending(501) == (500, "The other reports have 1 more finding.")
    assert ending(503) == (500, "The other reports have 3 more findings.")


@pytest.mark.parametrize(
    ("here", "name"),
    [
        ("/project", "sub/deep/c.json"),
        ("/project/sub", "deep/c.json"),
        ("/project/sub/deep", "c.json"),
        ("/project/sub/other", "../deep/c.json"),
        ("/elsewhere", "../project/sub/deep/c.json"),
    ],
)
def test_files_are_named_from_the_folder_that_they_are_looked_at_from(here: str, name: str) -> None:
    assert outcome(here=here).from_here("deep/c.json") == name
    assert outcome(repository=here).in_repository("deep/c.json") == name


hostile = st.text(st.characters() | st.sampled_from("`|<>&\"'[]()*_\\:;,%#\r\n\t@\ufffe\u2028\ud800")).map(
    lambda text: text or "x"
)


@st.composite
def hostile_outcomes(draw: st.DrawFn) -> Outcome:
    file, message, help_, title = draw(hostile), draw(hostile), draw(hostile), draw(hostile)
    one = ERROR._replace(
        file=file,
        message=message,
        help=help_,
        label=draw(hostile),
        why=draw(hostile),
        pointer="/" + draw(hostile),
        related=(Place(file, "", ERROR.range, draw(hostile)),),
        fixes=(Fix(title, "safe", (Edit(file, ERROR.range, draw(hostile)),)),),
        fingerprint="1",
    )
    lines = draw(hostile) + "\n" + draw(hostile)
    place = Place(file, "/" + draw(hostile), ERROR.range, draw(hostile))
    undecided = Undecided("IN02", draw(hostile), (file,), draw(hostile), (place,))
    held = Held("CR02", place, "CP02", place, "suppressed")
    result = Result((one,), (undecided,), 1, (held,), ())
    texts = {file: read_text("x.json", lines.encode("utf-8", "backslashreplace"))}
    return Outcome(result, texts, ALL, "/project")


class Tags(HTMLParser):
    """Collects the tags of a page, and everything that stands in an attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))


def tags(page: str) -> list[tuple[str, tuple[str, ...]]]:
    parser = Tags()
    parser.feed(page)
    return [one for one in parser.tags if one[0] != "code"]  # names in backticks are code


@settings(max_examples=150)
@given(hostile_outcomes())
def test_no_text_of_a_file_acts_in_a_report(given_: Outcome) -> None:
    said = {name: render(name, given_) for name in FORMATS}

    for text in said.values():
        text.encode("utf-8", "backslashreplace").decode()
    for name in ("json", "sarif", "gitlab"):
        json.loads(said[name])
    assert len(said["jsonl"].splitlines()) >= 3
    ET.fromstring(said["junit"])
    assert [line[:7] for line in re.split(r"[\r\n]", said["github"])] == ["::error", "Found 1", ""]
    assert [line[:7] for line in re.split(r"[\r\n]", said["azure"])] == ["##vso[t", "Found 1", ""]
    assert said["azure"].split("]")[0].count(";") == 5
    for name in ("full", "grouped", "concise", "github", "azure", "markdown"):
        assert re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", said[name]) is None, name
    plain = ERROR._replace(file="a", pointer="/x")
    tame = Outcome(
        Result(
            (plain._replace(related=(Place("a", "", ERROR.range, "r"),), fixes=ERROR.fixes),),
            (Undecided("IN02", "r", ("a",), "n", (Place("a", "/x", ERROR.range),)),),
            1,
            (Held("CR02", Place("a", "/x", ERROR.range), "CP02", Place("a", "/x", ERROR.range), "x"),),
            (),
        ),
        {"a": read_text("a.json", b"{}\n{}")},
        ALL,
        "/project",
    )
    assert set(tags(said["html"])) == set(tags(render("html", tame)))


@settings(max_examples=150)
@given(hostile_outcomes())
def test_a_markdown_row_stays_a_row(given_: Outcome) -> None:
    rows = [line for line in render("markdown", given_).split("\n") if "| error CP02 |" in line]

    assert len(rows) == 1
    assert re.sub(r"`[^`]*`|<code>[^<]*</code>|<br>", "", rows[0]).count("|") == 4
    assert re.search(r"[<>\[\]]", re.sub(r"`[^`]*`|</?code>|<br>", "", rows[0])) is None
