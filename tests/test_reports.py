"""How findings look."""

from __future__ import annotations

import pytest

import rules
from linter.diagnostic import Diagnostic, Held, Place, Position, Range, Result
from linter.reports import pieces_of, render
from linter.reports.outcome import Outcome
from linter.reports.visible import visible
from linter.text.source import Text, read_text


def between(start: tuple[int, int], end: tuple[int, int]) -> Range:
    return Range(Position(*start), Position(*end))


def diagnostic(range_: Range, **more: object) -> Diagnostic:
    one = Diagnostic(
        "a.json", range_, "CP02", "plan-attribute-unknown", "error", "`A` has no attribute `b`", "/x"
    )
    return one._replace(**more)


HELD = Held(
    "CP07",
    Place("a.json", "/y", between((3, 1), (3, 2))),
    "CP02",
    Place("a.json", "/x", between((2, 8), (2, 11))),
)


def result(*diagnostics: Diagnostic, held_back: int = 0) -> Result:
    return Result(diagnostics, (), 2, (HELD,) * held_back, ())


def concise(found: Result, folder: str = "") -> str:
    return render("concise", Outcome(found, {}, root=f"/p{folder}", here="/p"))


def full(found: Result, texts: dict[str, Text], **more: object) -> str:
    return render("full", Outcome(found, texts)._replace(**more))


def shown(text: str, one: Diagnostic) -> list[str]:
    texts = {"a.json": read_text("a.json", text.encode())}
    return full(result(one), texts, summary=False).split("\n")


def test_a_finding_shows_its_line_the_other_place_the_reason_and_the_repair() -> None:
    one = diagnostic(
        between((2, 8), (2, 11)),
        label="not there",
        why="it must exist (there)",
        help="use `c`",
        related=(Place("b.json", "/y", between((10, 1), (10, 3)), "declared here"),),
    )
    texts = {
        "a.json": read_text("a.json", b'{\n  "x": "b"\n}'),
        "b.json": read_text("b.json", b"\n" * 9 + b"{}"),
    }

    assert full(result(one, held_back=3), texts) == (
        "error[CP02] plan-attribute-unknown: `A` has no attribute `b`\n"
        "  --> a.json:2:8\n"
        "   |\n"
        ' 2 |   "x": "b"\n'
        "   |        ^^^ not there\n"
        "   |\n"
        "  ::: b.json:10:1\n"
        "   |\n"
        "10 | {}\n"
        "   | -- declared here\n"
        "   |\n"
        "   = why: it must exist (there)\n"
        "   = help: use `c`\n"
        "   = held back: CP07 at a.json:3:1, +2 more\n"
        "   = more: c360lint explain CP02\n"
        "\n"
        "Found 1 error in 2 documents (3 more held back until this is mended).\n"
    )


def test_a_range_over_several_lines_marks_the_first_and_names_the_last() -> None:
    lines = shown('{"a": [\n1,\n2]}', diagnostic(between((1, 7), (3, 3)), label="empty"))

    assert lines[3:5] == ['1 | {"a": [', "  |       ^ empty … to line 3"]


def test_carets_stand_under_wide_characters_and_tabs() -> None:
    lines = shown('\t"名前": "é"', diagnostic(between((1, 8), (1, 11))))

    assert lines[3:5] == ['1 |     "名前": "é"', "  |             ^^^"]


def test_carets_do_not_count_marks_that_stand_over_or_under_characters() -> None:
    lines = shown('["e\u0301\u0e01\u0e31\u2764", 5]', diagnostic(between((1, 10), (1, 11))))

    assert lines[4] == "  |        ^"


def test_characters_that_nobody_sees_are_shown() -> None:
    assert visible("a\U000e0041\ufff9\u180e\u202eb") == "a\\U000e0041\\ufff9\\u180e\\u202eb"


def test_what_was_held_back_is_told_when_its_cause_is_not_shown() -> None:
    assert concise(result(held_back=2)) == (
        "All checks passed: 2 documents; 2 held back for causes not shown.\n"
    )


def test_a_long_line_is_cut_around_the_range() -> None:
    text = '{"a": "' + "x" * 500 + '", "b": 5, "c": "' + "y" * 500 + '"}'
    lines = shown(text, diagnostic(between((1, 516), (1, 517))))

    source, marks = lines[3], lines[4]
    assert len(source) < 120
    assert source.startswith("1 | …xxx")
    assert source.endswith("yyy…")
    assert source[marks.index("^")] == "5"


def test_concise_is_one_line_a_finding_with_clickable_places() -> None:
    one = diagnostic(between((2, 8), (2, 11)), message="a\nb")

    assert concise(result(one), "/sub") == (
        "sub/a.json:2:8: error CP02 plan-attribute-unknown: a\\x0ab\nFound 1 error in 2 documents.\n"
    )


def test_the_summary_counts_each_severity() -> None:
    range_ = between((1, 1), (1, 2))
    found = [diagnostic(range_, severity=one) for one in ("error", "error", "warning", "recommendation")]

    assert concise(result(*found)).endswith(
        "Found 2 errors, 1 warning and 1 recommendation in 2 documents.\n"
    )


def test_colours_are_used_only_when_asked_for() -> None:
    texts = {"a.json": read_text("a.json", b"{}")}
    one = diagnostic(between((1, 1), (1, 3)))

    assert "\x1b[" not in full(result(one), texts)
    assert "\x1b[31m" in full(result(one), texts, color=True)


@pytest.mark.parametrize("form", ["full", "concise", "json", "jsonl", "sarif", "gitlab", "junit", "html"])
def test_no_piece_of_a_report_grows_with_the_findings(form: str) -> None:
    texts = {"a.json": read_text("a.json", b'{"x": "b"}')}

    def longest(number: int) -> int:
        one = diagnostic(between((1, 2), (1, 5)), name="cardinality-not-allowed")
        found = tuple(one._replace(pointer=f"/{each}", fingerprint=f"{each:016}") for each in range(number))
        return max(map(len, pieces_of(form, Outcome(result(*found), texts, rules.ALL))))

    assert longest(1_000) < longest(100) + 100
