"""The query of a request: parsed, and judged against a schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from linter.contracts.mistakes import Judgement, Mistake, Unjudged
from linter.contracts.queries import QueryJudge
from linter.placeholders import masked, placeholders_in, why_open

if TYPE_CHECKING:
    from linter.contracts.call import Call, CallOption
    from linter.contracts.schema import Schema, Structure


def judged(
    call: Call, schema: Schema, contract: str, type_: Structure | None, told: Iterable[Judgement] = ()
) -> Iterator[Judgement]:
    """Yield what is wrong with the query of a request about a type, if it has one.

    Of the options in which something is `told` already, nothing more is said.
    """
    from linter.odata.parsing import Fault, parse

    text = call.query
    if not text:
        return
    shown = masked(text)
    for option in _told(call, told):
        begin = option.start - call.query_start
        shown = f"{shown[:begin]}x{shown[begin + 1 :]}"  # an option of the service's own
    opened = {one.start: one.written for one in placeholders_in(text)}
    try:
        tree = parse("queryOptions", shown)
    except Fault as fault:
        at = call.within(*_part(call, fault.position))
        if opened:
            yield Unjudged(at, why_open(text), "syntax")
        else:
            yield Mistake("syntax", at, text, what=fault.message)
        return
    start = call.query_start
    judge = QueryJudge(schema, contract, lambda begin, end: call.within(start + begin, start + end), opened)
    judge.judge(tree, type_)
    yield from judge.found


def _told(call: Call, told: Iterable[Judgement]) -> Iterator[CallOption]:
    """Yield the options in which something is told."""
    places = [one.at.slice[0] for one in told if one.at.slice is not None]
    for option in call.options:
        if any(option.start <= at < option.end for at in places):
            yield option


def _part(call: Call, position: int) -> tuple[int, int]:
    """Return the place of a fault: one character, or the last one where something is missing at the end."""
    end = call.query_start + len(call.query)
    start = min(call.query_start + position, end - 1)
    return start, start + 1
