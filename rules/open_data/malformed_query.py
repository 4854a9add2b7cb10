"""A data query must be one that OData's grammar takes, and its options begin with `$`.

Only what stands behind `data/` is read: the dataset, its key, the query options.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from linter.diagnostic import Finding, NotChecked, Replacement, Stated
from linter.kinds.query import OPTIONS, Query
from linter.placeholders import why_open
from linter.project.project import Project
from linter.rulekit.queries import in_unavailable
from linter.rulekit.rule import Rule, Says

if TYPE_CHECKING:
    from linter.odata import ODataFault
    from linter.project.query_text import ReadQuery

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


def check(project: Project) -> Says:
    for query in project.queries:
        read = project.queried.read(query)
        if read is None:
            continue
        if read.fault is not None:
            yield from _malformed(project, query, read, read.fault)
        else:
            yield from _without_dollar(query)


def _malformed(project: Project, query: Query, read: ReadQuery, fault: ODataFault) -> Says:
    """Yield what is wrong with a query, or why that isn't known."""
    from linter.odata.mending import mend

    text, start, at = read.text, read.start, fault.position
    here = query.part(*_span(text, at, start))
    held = in_unavailable(project, query, here)
    if held is not None:
        yield held
        return
    near = read.near(at)
    is_open = near is not None and near.start <= at < near.end
    found = None if is_open else mend("odataRelativeUri", text, fault)
    if near is not None and found is None:
        yield NotChecked(query.part(start + near.start, start + near.end), why_open(near.written))
        return
    message = f"this is no OData: {read.filled(fault.message)}"
    if found is None:
        yield Finding(here, message, label="as far as it can be read")
        return
    repaired = read.filled(found.text)
    where = query.part(start + found.start, start + found.end)
    repair = Replacement(repaired, _title(repaired, found.end > found.start), at=where)
    yield Finding(here, message, label="here", help=found.why, repairs=(repair,))


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
        if f"${name}" in OPTIONS and f"${name}" not in query.options:
            at = query.part(option.start, option.start + len(name))
            yield Finding(
                at,
                f"`{name}` is an option of OData only with its `$`: `${name}`",
                label="is passed over",
                help=f"write `${name}`; only services of OData 4.01 read it without",
                severity="warning",
                repairs=(Replacement(f"${name}", f"Write `${name}`", at=at),),
            )
