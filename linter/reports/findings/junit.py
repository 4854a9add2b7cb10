"""JUnit XML, which every CI server shows: a suite for each file, a test case for each finding."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from itertools import groupby
from typing import Final

from linter.diagnostic import Diagnostic, Undecided
from linter.named_tuple import NamedTuple
from linter.reports.findings.asides import named
from linter.reports.findings.concise import line
from linter.reports.outcome import Outcome
from linter.reports.visible import markup

# the widespread schema asks for them; the same result must give the same bytes
_HEAD: Final = 'errors="0" time="0" timestamp="1970-01-01T00:00:00" hostname="localhost"'


class _Suite(NamedTuple):
    """A suite: its name, its test cases as they are written, how many there are, fail or are skipped."""

    name: str
    cases: Iterable[str]
    number: int
    failures: int = 0
    skipped: int = 0


def report(outcome: Outcome) -> Iterator[str]:
    """Yield the report; it has failures if and only if the run fails.

    Findings that don't fail the run, and rules that could not decide, are skipped test cases.
    """
    suites = [suite for part in outcome.parts for suite in _suites(part)]
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n'
    for number, suite in enumerate(suites or [_passed(outcome)]):
        yield from _suite(number, suite)
    yield "</testsuites>\n"


def _suites(outcome: Outcome) -> Iterator[_Suite]:
    codes = {module.RULE.code for module in outcome.rules if module.RULE.unread} if outcome.strict else ()
    for file, group in groupby(outcome.result.diagnostics, lambda one: one.file):
        found = list(group)
        failures = sum(_fails(one, outcome, codes) for one in found)
        cases = (_case(one, outcome, codes) for one in found)
        yield _Suite(outcome.in_repository(file), cases, len(found), failures, len(found) - failures)
    if undecided := outcome.result.not_checked:
        counts = (len(undecided), 0) if outcome.strict else (0, len(undecided))
        cases = (_not_checked(one, outcome) for one in undecided)
        yield _Suite("not checked", cases, len(undecided), *counts)
    if outcome.strict and (unread := list(_not_read(outcome))):
        yield _Suite("not read", unread, len(unread), len(unread))


def _suite(number: int, suite: _Suite) -> Iterator[str]:
    counts = f'tests="{suite.number}" failures="{suite.failures}" skipped="{suite.skipped}"'
    yield f'  <testsuite id="{number}" name="{markup(suite.name)}" package="c360lint" {counts} {_HEAD}>\n'
    yield "    <properties/>\n"
    yield from suite.cases
    yield "    <system-out/>\n    <system-err/>\n  </testsuite>\n"


def _fails(one: Diagnostic, outcome: Outcome, unread: Container[str]) -> bool:
    """Tell whether a finding fails the run, as those of the rules `unread` do."""
    return one.severity in outcome.failing or one.code in unread


def _case(one: Diagnostic, outcome: Outcome, unread: Container[str]) -> str:
    file = outcome.in_repository(one.file)
    place = f"{one.range.start.line}:{one.range.start.column}"
    said = "\n".join(markup(part) for part in _parts(one, file))
    message = f'message="{markup(one.message)}"'
    if _fails(one, outcome, unread):
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
    places = markup(", ".join(named(outcome.in_repository(at.file), at) for at in one.places))
    message = f'message="{markup(one.reason)}"'
    needed = f"; {markup(one.needs)}" if one.needs else ""
    strictly = f'<failure type="not checked" {message}>{places}{needed}</failure>'
    inner = strictly if outcome.strict else f"<skipped {message}>{places}</skipped>"
    return _test(f"{one.code}: {one.reason}", "not checked", inner)


def _not_read(outcome: Outcome) -> Iterator[str]:
    told = [remark.told(outcome.in_repository) for remark in outcome.result.remarks if remark.unread]
    for said in (*outcome.result.too_large, *told):
        yield _test(said, "not read", f'<failure type="not read" message="{markup(said)}"></failure>')


def _passed(outcome: Outcome) -> _Suite:
    return _Suite("c360lint", [_test(f"{outcome.result.documents} document(s)", "c360lint", "")], 1)


def _test(name: str, class_: str, inner: str) -> str:
    return f'    <testcase name="{markup(name)}" classname="{markup(class_)}" time="0">{inner}</testcase>\n'
