"""A summary in Markdown, for the page of a pipeline's run or a comment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from linter.diagnostic import Diagnostic, Place
from linter.reports.findings.asides import by_cause, first_of, named
from linter.reports.findings.statistics import counts
from linter.reports.findings.summary import by_project, read, summary
from linter.reports.markdown_text import code_of, sentence_of, text_of
from linter.reports.outcome import Outcome
from linter.wording import counted

MOST: Final = 500  # findings listed; forges refuse a page of more than a megabyte


def report(outcome: Outcome) -> str:
    """Return the counts, a table of the rules, a table of the findings and what was not judged."""
    parts = ["# c360lint", summary(outcome.result).strip(), read(outcome.result.looked)]
    if projects := by_project(outcome):
        parts.append("\n".join(f"- {text_of(line)}" for line in projects))
    if outcome.result.diagnostics:
        parts += ["\n".join(_rules(outcome)), "\n".join(_findings(outcome))]
    unlisted = len(outcome.result.diagnostics) - MOST
    if unlisted > 0:
        parts.append(f"The other reports have {counted(unlisted, 'more finding')}.")
    if outcome.result.not_checked:
        parts.append("\n".join(_not_checked(outcome)))
    if outcome.result.held:
        parts.append("\n".join(_held_back(outcome)))
    return "\n\n".join(parts) + "\n"


def _rules(outcome: Outcome) -> Iterator[str]:
    yield "| findings | rule | severity |"
    yield "|---:|---|---|"
    for count in counts(outcome.result):
        yield f"| {count.number} | {count.code} {text_of(count.name)} | {count.severity} |"


def _findings(outcome: Outcome) -> Iterator[str]:
    yield "| place | rule | finding |"
    yield "|---|---|---|"
    for one in outcome.result.diagnostics[:MOST]:
        yield f"| {_place(one, outcome)} | {one.severity} {one.code} | {_said(one)} |"


def _place(one: Diagnostic, outcome: Outcome) -> str:
    start = one.range.start
    return code_of(f"{outcome.in_repository(one.file)}:{start.line}:{start.column}")


def _said(one: Diagnostic) -> str:
    return sentence_of(one.message) + (f"<br>{sentence_of(one.help)}" if one.help else "")


def _not_checked(outcome: Outcome) -> Iterator[str]:
    yield "Not checked:\n"
    for one in outcome.result.not_checked:
        needs = f"; {sentence_of(one.needs)}" if one.needs else ""
        yield f"- {one.code}: {sentence_of(one.reason)}{needs} ({_places(one.places, outcome)})"


def _held_back(outcome: Outcome) -> Iterator[str]:
    yield "Held back:\n"
    for (code, cause, unseen), held in by_cause(outcome.result).items():
        state = f", which is {unseen}" if unseen else ""
        codes = ", ".join(dict.fromkeys(one.code for one in held))
        waiting = _places([one.at for one in held], outcome)
        yield f"- {codes} ({waiting}): see {code} at {_places([cause], outcome)}{state}"


def _places(places: Iterable[Place], outcome: Outcome) -> str:
    """Return the first of some places, and how many more there are."""
    names = [code_of(named(outcome.in_repository(one.file), one)) for one in places]
    return first_of(names)
