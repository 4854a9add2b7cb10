"""JUnit XML, which every CI server shows: a suite for each file, a test case for each finding."""

from __future__ import annotations

from collections.abc import Container, Iterator
from html import escape
from itertools import groupby
from typing import Final

from linter.diagnostic import Diagnostic, Undecided
from linter.reports.findings.asides import named
from linter.reports.findings.concise import line
from linter.reports.outcome import Outcome
from linter.reports.visible import visible

# the widespread schema asks for them; the same result must give the same bytes
_HEAD: Final = 'errors="0" time="0" timestamp="1970-01-01T00:00:00" hostname="localhost"'


def report(outcome: Outcome) -> str:
    """Return the report; it has failures if and only if the run fails.

    Findings that don't fail the run, and rules that could not decide, are skipped test cases.
    """
    suites = [suite for part in outcome.parts for suite in _suites(part)]
    if not suites:
        suites.append(("c360lint", [_passed(outcome.result.documents)]))
    written = "".join(_suite(number, name, cases) for number, (name, cases) in enumerate(suites))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n{written}</testsuites>\n'


def _suites(outcome: Outcome) -> Iterator[tuple[str, list[str]]]:
    codes = {module.RULE.code for module in outcome.rules if module.RULE.unread} if outcome.strict else ()
    for file, found in groupby(outcome.result.diagnostics, lambda one: one.file):
        yield outcome.in_repository(file), [_case(one, outcome, codes) for one in found]
    if outcome.result.not_checked:
        yield "not checked", [_not_checked(one, outcome) for one in outcome.result.not_checked]
    if outcome.strict and (unread := list(_not_read(outcome))):
        yield "not read", unread


def _suite(number: int, name: str, cases: list[str]) -> str:
    failures = sum("<failure " in case for case in cases)
    skipped = sum("<skipped " in case for case in cases)
    counts = f'tests="{len(cases)}" failures="{failures}" skipped="{skipped}"'
    return (
        f'  <testsuite id="{number}" name="{_text(name)}" package="c360lint" {counts} {_HEAD}>\n'
        f"    <properties/>\n{''.join(cases)}    <system-out/>\n    <system-err/>\n  </testsuite>\n"
    )


def _case(one: Diagnostic, outcome: Outcome, unread: Container[str]) -> str:
    file = outcome.in_repository(one.file)
    place = f"{one.range.start.line}:{one.range.start.column}"
    said = "\n".join(_text(part) for part in _parts(one, file))
    message = f'message="{_text(one.message)}"'
    if one.severity in outcome.failing or one.code in unread:
        inner = f'<failure type="{one.severity}" {message}>{said}</failure>'
    else:
        inner = f"<skipped {message}>{said}</skipped>"
    return _test(f"{one.code} {one.name} at {place}", file, inner)


def _parts(one: Diagnostic, file: str) -> Iterator[str]:
    yield line(one, file)
    for title, said in (("why", one.why), ("help", one.help)):
        if said:
            yield f"{title}: {said}"


def _not_checked(one: Undecided, outcome: Outcome) -> str:
    places = _text(", ".join(named(outcome.in_repository(at.file), at) for at in one.places))
    message = f'message="{_text(one.reason)}"'
    strictly = f'<failure type="not checked" {message}>{places}; {_text(one.needs)}</failure>'
    inner = strictly if outcome.strict else f"<skipped {message}>{places}</skipped>"
    return _test(f"{one.code}: {one.reason}", "not checked", inner)


def _not_read(outcome: Outcome) -> Iterator[str]:
    told = [remark.told(outcome.in_repository) for remark in outcome.result.remarks if remark.unread]
    for said in (*outcome.result.too_large, *told):
        yield _test(said, "not read", f'<failure type="not read" message="{_text(said)}"></failure>')


def _passed(documents: int) -> str:
    return _test(f"{documents} document(s)", "c360lint", "")


def _test(name: str, class_: str, inner: str) -> str:
    return f'    <testcase name="{_text(name)}" classname="{_text(class_)}" time="0">{inner}</testcase>\n'


def _text(text: str) -> str:
    """Return a text for XML, which has no way to write some characters."""
    return escape(visible(text))
