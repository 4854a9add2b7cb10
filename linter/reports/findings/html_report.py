"""One HTML file that needs nothing else: findings by file and by rule, with filters."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from typing import Final

from linter.diagnostic import SEVERITIES, Diagnostic, Held, Place
from linter.reports.findings.asides import by_cause, named
from linter.reports.findings.frame import WIDTH, displayed, extent, frame
from linter.reports.findings.summary import by_project, read, summary
from linter.reports.outcome import Outcome
from linter.reports.page_policy import policy
from linter.reports.visible import markup

OPEN: Final = 50  # with more findings than this their details are folded
_AROUND: Final = 1  # lines shown before and after the one that is marked
_NAME: Final = re.compile(r"`([^`]+)`")


def report(outcome: Outcome) -> Iterator[str]:
    """Yield the page; nothing in it is loaded from elsewhere, and no text of a file acts in it."""
    style, script = _asset("report.css"), _asset("report.js")
    yield _beginning(style, script)
    for part in (_head(outcome), ("<main>",), _aside(outcome), _content(outcome), ("</main>",)):
        yield from (f"{one}\n" for one in part)
    yield f"<script>{script}</script>\n</body>\n</html>\n"


def _beginning(style: str, script: str) -> str:
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy([style], script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>c360lint</title>
<style>{style}</style>
</head>
<body data-by="file">
"""


def _asset(name: str) -> str:
    with open(os.path.join(os.path.dirname(__file__), name), encoding="utf-8") as file:
        return file.read()


def _head(outcome: Outcome) -> Iterator[str]:
    severities = Counter(one.severity for one in outcome.result.diagnostics)
    projects = "".join(f"<li>{markup(line)}</li>" for line in by_project(outcome))
    listed = f"<ul>{projects}</ul>" if projects else ""
    said = f"{markup(summary(outcome.result).strip())}<br>{markup(read(outcome.result.looked))}"
    yield f"<header><h1>c360lint</h1><p>{said}</p>{listed}</header>"
    if not severities:
        return
    yield '<form id="tools" hidden>'
    yield '<input type="search" id="text" placeholder="Filter by text" aria-label="Filter by text">'
    yield '<span class="choices">'
    for severity in SEVERITIES:
        if severities[severity]:
            yield (
                f'<label class="{severity}"><input type="checkbox" name="severity" value="{severity}" '
                f"checked>{severity} <b>{severities[severity]}</b></label>"
            )
    yield '</span><span class="choices">'
    yield '<label><input type="radio" name="by" value="file" checked>by file</label>'
    yield '<label><input type="radio" name="by" value="rule">by rule</label>'
    yield '</span><button type="button" id="unfold">Unfold all</button>'
    yield '<button type="button" id="fold">Fold all</button><output id="shown"></output></form>'


def _aside(outcome: Outcome) -> Iterator[str]:
    found = outcome.result.diagnostics
    if not found:
        return
    yield "<aside><h2>Rules</h2><ul>"
    rules = Counter((one.code, one.name) for one in found)
    for (code, name), number in sorted(rules.items(), key=lambda item: (-item[1], item[0])):
        yield (
            f'<li><button type="button" data-rule="{markup(code)}" aria-pressed="false">'
            f"<b>{markup(code)}</b> <span>{markup(name)}</span> <i>{number}</i></button></li>"
        )
    yield "</ul><h2>Files</h2><ul>"
    for number, (file, group) in enumerate(_by_file(found)):
        name = markup(outcome.in_repository(file))
        yield f'<li><a href="#file-{number}"><span>{name}</span> <i>{len(group)}</i></a></li>'
    yield "</ul></aside>"


def _content(outcome: Outcome) -> Iterator[str]:
    yield '<div id="findings">'
    unfolded = len(outcome.result.diagnostics) <= OPEN
    held = outcome.result.consequences()
    for number, (file, group) in enumerate(_by_file(outcome.result.diagnostics)):
        name = markup(outcome.in_repository(file))
        yield f'<section id="file-{number}" data-file="{name}"><h2>{name} <i>{len(group)}</i></h2>'
        for one in group:
            yield from _finding(one, held.get(one.key, []), outcome, unfolded=unfolded)
        yield "</section>"
    yield "</div>" if outcome.result.diagnostics else '</div><p class="clean">Nothing was found.</p>'
    if outcome.result.not_checked:
        yield '<section id="not-checked"><h2>Not checked</h2><ul>'
        for undecided in outcome.result.not_checked:
            needs = f"; {_said(undecided.needs)}" if undecided.needs else ""
            places = _places(undecided.places, outcome)
            yield f"<li><b>{markup(undecided.code)}</b> {_said(undecided.reason)}{needs} ({places})</li>"
        yield "</ul></section>"
    if outcome.result.held:
        yield from _held_back(outcome)


def _held_back(outcome: Outcome) -> Iterator[str]:
    yield '<section id="held-back"><h2>Held back</h2><ul>'
    for (code, cause, unseen), held in by_cause(outcome.result).items():
        codes = ", ".join(f"<b>{markup(each)}</b>" for each in dict.fromkeys(one.code for one in held))
        state = f", which is {markup(unseen)}" if unseen else ""
        places = _places([one.at for one in held], outcome)
        yield f"<li>{codes} ({places}): see {markup(code)} at {_places([cause], outcome)}{state}</li>"
    yield "</ul></section>"


def _places(places: Iterable[Place], outcome: Outcome) -> str:
    names = [f"<code>{markup(named(outcome.in_repository(one.file), one))}</code>" for one in places]
    return ", ".join(names)


def _by_file(found: Iterable[Diagnostic]) -> list[tuple[str, list[Diagnostic]]]:
    return [(file, list(group)) for file, group in groupby(found, lambda one: one.file)]


def _finding(one: Diagnostic, held: list[Held], outcome: Outcome, *, unfolded: bool) -> Iterator[str]:
    start = one.range.start
    yield (
        f'<details class="finding {markup(one.severity)}" data-rule="{markup(one.code)}" '
        f'data-name="{markup(one.name)}" data-severity="{markup(one.severity)}"{" open" if unfolded else ""}>'
    )
    yield (
        f'<summary><span class="badge">{markup(one.severity)}</span> <b title="{markup(one.name)}">'
        f'{markup(one.code)}</b> <span class="said">{_said(one.message)}</span> <span class="place">'
        f"<span>{markup(outcome.in_repository(one.file))}:</span>{start.line}:{start.column}</span></summary>"
    )
    yield from _frame(Place(one.file, one.pointer, one.range, one.label), outcome, "here")
    for related in one.related:
        yield from _frame(related, outcome, "there")
    yield "<dl>"
    titles = [fix.title for fix in one.fixes]
    for term, texts in (("why", [one.why]), ("help", [one.help]), ("fix", titles)):
        if any(texts):
            yield f"<dt>{term}</dt><dd>{'<br>'.join(map(_said, texts))}</dd>"
    if held:
        places = (f"<b>{markup(each.code)}</b> {_places([each.at], outcome)}" for each in held)
        yield f"<dt>held back</dt><dd>{', '.join(places)}</dd>"
    link = f'<a href="{markup(one.url)}" rel="noreferrer">its source</a>' if one.url else ""
    yield f"<dt>rule</dt><dd>{markup(one.name)}: <code>c360lint explain {markup(one.code)}</code> {link}</dd>"
    yield "</dl></details>"


def _frame(place: Place, outcome: Outcome, kind: str) -> Iterator[str]:
    start = place.range.start
    label = _said(place.message) + extent(place.range)
    where = f"{markup(outcome.in_repository(place.file))}:{start.line}:{start.column}"
    yield f'<figure class="{kind}"><figcaption><code>{where}</code> {label}</figcaption><pre>'
    yield "\n".join(_lines(place, outcome)) + "</pre></figure>"


def _lines(place: Place, outcome: Outcome) -> Iterator[str]:
    text = outcome.texts[place.file]
    middle = place.range.start.line
    for number in range(max(1, middle - _AROUND), middle + _AROUND + 1):
        source = text.line(number)
        if number == middle:
            before, marked, after = map(escape, frame(source, place.range))
            yield f"<u>{number}</u>{before}<mark>{marked or ' '}</mark>{after}"
        elif source:
            yield f"<u>{number}</u>{escape(displayed(source[:WIDTH]))}{'…' if source[WIDTH:] else ''}"


def _said(text: str) -> str:
    """Return a message with the names that stand in backticks as code."""
    return _NAME.sub(r"<code>\1</code>", markup(text))
