"""The query of a request: parsed, and judged against a schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from linter.contracts.mistakes import Judgement, Mistake, Unjudged
from linter.contracts.queries import QueryJudge
from linter.named_tuple import NamedTuple
from linter.odata import ODataFault, Tree, parse
from linter.placeholders import masked, placeholders_in

if TYPE_CHECKING:
    from linter.contracts.call import Call, CallOption
    from linter.contracts.schema import Schema, Structure


class ParsedQuery(NamedTuple):
    """A query as a tree, or why it is none; neither where there is no query."""

    tree: Tree | None = None
    start: int = 0  # where in the url the text begins that was parsed
    fault: Judgement | None = None


def parsed(
    call: Call,
    told: Iterable[Judgement] = (),
    its_own: Iterable[CallOption] = (),
    *,
    with_path: bool = False,
) -> ParsedQuery:
    """Parse the query of a request, or the path and the query.

    The options that are the service's own, and those in which something is `told` already, are no OData.
    """
    with_path = with_path and call.path[:1] == "/" and call.opened(call.path) is None
    start = call.path_start + 1 if with_path else call.query_start
    text = call.url[start : call.query_start + len(call.query)]
    if not (text if with_path else call.query):
        return ParsedQuery()
    shown = masked(text)
    for option in (*_told(call, told), *its_own):
        begin = option.start - start
        shown = f"{shown[:begin]}x{shown[begin + 1 :]}"
    rule = "odataRelativeUri" if with_path else "queryOptions"
    try:
        return ParsedQuery(parse(rule, shown), start)
    except ODataFault as fault:
        return ParsedQuery(None, start, _faulty(call, fault, rule, text, start))


def _faulty(call: Call, fault: ODataFault, rule: str, text: str, start: int) -> Judgement:
    """Return what is wrong with a text that doesn't parse, and what would mend it."""
    at = call.within(*_part(call, start + fault.position))
    lack = call.opened(text)
    if lack is not None:
        return Unjudged(at, lack, "syntax")
    from linter.odata.mending import mend

    mended = mend(rule, text, fault)
    if mended is None:
        return Mistake("syntax", at, text, what=fault.message)
    there = call.within(start + mended.start, start + mended.end)
    return Mistake("syntax", at, mended.why, "", fault.message, (mended.text,), there=there)


def judged(
    call: Call, query: ParsedQuery, schema: Schema, contract: str, type_: Structure | None
) -> Iterator[Judgement]:
    """Yield what is wrong with the names and comparisons of a query about a type."""
    if query.tree is None:
        return
    start = query.start
    opened = {one.start: one.written for one in placeholders_in(call.url[start:])}
    judge = QueryJudge(schema, contract, lambda begin, end: call.within(start + begin, start + end), opened)
    judge.judge(query.tree.by_rule(), type_)
    yield from judge.found


def _told(call: Call, told: Iterable[Judgement]) -> Iterator[CallOption]:
    """Yield the options in which something is told."""
    places = [one.at.slice[0] for one in told if one.at.slice is not None]
    for option in call.options:
        if any(option.start <= at < option.end for at in places):
            yield option


def _part(call: Call, position: int) -> tuple[int, int]:
    """Return the place of a fault: one character, or the last one where something is missing at the end."""
    start = min(position, call.query_start + len(call.query) - 1, len(call.url) - 1)
    return start, start + 1
