"""A data query must be one that OData's grammar takes, and its options begin with `$`.

Only what stands behind `data/` is read: the dataset, its key, the query options.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from linter.diagnostic import Finding, NotChecked, Replacement, Stated
from linter.kinds.query import Query
from linter.placeholders import Placeholder, placeholders_in, why_open
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "OD102",
    "malformed-query",
    "a query must follow the grammar of OData, and its system options begin with `$`",
    "OASIS OData 4.01, Part 2: URL Conventions, and its ABNF",
    url="https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html",
    sources=(
        Stated("odata", "4.01 Part 2: URL Conventions"),
        Stated("odata", "4.01 ABNF Construction Rules"),
    ),
    local=True,
    kinds=("queries",),
)

_ASKED: Final = frozenset(("filter", "search", "select", "orderby", "expand", "top", "skip", "count"))
_FIRST_LETTER: Final = 0x20000  # of a script that no query is written in
_WORTH_READING: Final = frozenset("?($")


def check(project: Project) -> Says:
    for query in project.queries:
        start = query.start
        if start is not None and not _WORTH_READING.isdisjoint(query.url[start:]):
            said = list(_malformed(query, start)) or list(_without_dollar(query))
            yield from said


def _malformed(query: Query, start: int) -> Says:
    """Yield what is wrong with a query, or why that isn't known."""
    from linter.odata import ODataFault, mend, parse

    text, placeholders = _lettered(query.url[start:])
    try:
        parse("odataRelativeUri", text)
    except ODataFault as fault:
        at = fault.position
        near = next((one for one in placeholders.values() if one.start - 1 <= at <= one.end + 1), None)
        is_open = near is not None and near.start <= at < near.end
        found = None if is_open else mend("odataRelativeUri", text, fault)
        if near is not None and found is None:
            yield NotChecked(query.part(start + near.start, start + near.end), why_open(near.written))
            return
        message = f"this is no OData: {_filled(fault.message, placeholders)}"
        if found is None:
            yield Finding(query.part(*_span(text, at, start)), message, label="as far as it can be read")
            return
        repaired = _filled(found.text, placeholders)
        where = query.part(start + found.start, start + found.end)
        repair = Replacement(repaired, _title(repaired, found.end > found.start), at=where)
        yield Finding(
            query.part(*_span(text, at, start)), message, label="here", help=found.why, repairs=(repair,)
        )


def _title(text: str, replaces: bool) -> str:
    if not text:
        return "Leave it out"
    return f"{'Write' if replaces else 'Insert'} `{text}`"


def _span(text: str, at: int, start: int) -> tuple[int, int]:
    """Return the range of a fault: the word at it; at the end of a text, its last sign."""
    if at == len(text):
        return start + at - 1, start + at
    begin = end = at
    while text[begin].isalnum() and begin > 0 and text[begin - 1].isalnum():
        begin -= 1
    while end < len(text) and text[end] not in " &":
        end += 1
    return start + begin, start + max(end, at + 1)


def _without_dollar(query: Query) -> Iterator[Finding]:
    """Yield the options of OData that lack their `$`."""
    for name, option in query.options.items():
        if name in _ASKED and f"${name}" not in query.options:
            at = query.part(option.start, option.start + len(name))
            yield Finding(
                at,
                f"`{name}` is an option of OData only with its `$`: `${name}`",
                label="is passed over",
                help=f"write `${name}`; only services of OData 4.01 read it without",
                severity="warning",
                repairs=(Replacement(f"${name}", f"Write `${name}`", at=at),),
            )


def _lettered(text: str) -> tuple[str, dict[str, Placeholder]]:
    """Return a text of the same length, where a placeholder is one letter many times, and which is which."""
    placeholders = {chr(_FIRST_LETTER + at): one for at, one in enumerate(placeholders_in(text))}
    for letter, one in placeholders.items():
        text = text[: one.start] + letter * (one.end - one.start) + text[one.end :]
    return text, placeholders


def _filled(text: str, placeholders: dict[str, Placeholder]) -> str:
    """Return a text with its placeholders as they are written."""
    for letter, one in placeholders.items():
        text = text.replace(letter * len(one.written), one.written)
    return re.sub(f"[{''.join(placeholders)}]+", "…", text) if placeholders else text
