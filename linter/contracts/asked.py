"""The query of a request: parsed, and judged against a schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from linter.contracts.mistakes import Judgement, Mistake, NamedInCall, Told, Unjudged
from linter.contracts.queries import QueryJudge
from linter.diagnostic import Lack
from linter.named_tuple import NamedTuple
from linter.odata import LONGEST_READ, ODataFault, Tree, parse
from linter.placeholders import masked, placeholders_in

if TYPE_CHECKING:
    from linter.contracts.call import Call, CallOption
    from linter.contracts.schema import Schema, Structure, TypeMember
    from linter.diagnostic import Location


class ParsedQuery(NamedTuple):
    """A query as a tree, or why it is none; neither where there is no query."""

    tree: Tree | None = None
    start: int = 0  # where in the url the text begins that was parsed
    fault: Judgement | None = None


class _Shown(NamedTuple):
    """A query as it is written, and as it is parsed: there, what is no OData's has another first letter."""

    written: str
    parsed: str

    def in_its_words(self, fault: ODataFault) -> str:
        """Return what a fault says, with the words of the text that is written."""
        here = slice(fault.position, fault.position + 12)
        return fault.message.replace(self.parsed[here], self.written[here])


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
    with_path = with_path and call.path[:1] == "/" and call.path != "/" and call.opened(call.path) is None
    start = call.path_start + 1 if with_path else call.query_start
    text = call.url[start : call.query_start + len(call.query)]
    if not (text if with_path else call.query):
        return ParsedQuery()
    if len(text) > LONGEST_READ:
        return ParsedQuery(None, start, Unjudged(call.at, too_long(text), "syntax"))
    shown = masked(text)
    for option in (*_told(call, told), *its_own):
        begin = option.start - start
        shown = f"{shown[:begin]}x{shown[begin + 1 :]}"
    rule = "odataRelativeUri" if with_path else "queryOptions"
    try:
        return ParsedQuery(parse(rule, shown), start)
    except ODataFault as fault:
        return ParsedQuery(None, start, _faulty(call, fault, rule, _Shown(text, shown), start))


def _faulty(call: Call, fault: ODataFault, rule: str, text: _Shown, start: int) -> Judgement:
    """Return what is wrong with a text that doesn't parse, and what would mend it."""
    at = call.within(*_part(call, start + fault.position))
    lack = call.opened(text.written)
    if lack is not None:
        return Unjudged(at, lack, "syntax")
    from linter.odata.mending import mend

    what = text.in_its_words(fault)
    mended = mend(rule, text.parsed, fault)
    if mended is None:
        return Mistake("syntax", at, text.written, what=what)
    there = call.within(start + mended.start, start + mended.end)
    return Mistake("syntax", at, mended.why, "", what, (mended.text,), there=there)


def judged(
    call: Call, query: ParsedQuery, schema: Schema, contract: str, type_: Structure | None
) -> Iterator[Told]:
    """Yield what is wrong with the names and comparisons of a query about a type, and the names."""
    if query.tree is None:
        return
    start = query.start
    opened = {one.start: one.written for one in placeholders_in(call.url[start:])}
    judge = QueryJudge(schema, contract, lambda begin, end: call.within(start + begin, start + end), opened)
    judge.judge(query.tree.by_rule(), type_)
    yield from judge.found
    for named in judge.names:
        if named.member is not None:
            at = call.within(start + named.node.start, start + named.node.end)
            yield member_named(at, named.member, named.owner)


def member_named(at: Location, member: TypeMember, owner: str) -> NamedInCall:
    """Return a property that is named at a place."""
    what = "navigation property" if member.is_navigation else "property"
    short = owner.rpartition(".")[2]
    type_ = f"Collection({member.type})" if member.is_collection else member.type
    return NamedInCall(at, member.name, what, short, type_, member.declared)


def repeated(call: Call, system: Callable[[str], str]) -> Iterator[Mistake]:
    """Yield the options of OData that stand a second time; `system` tells which one a name is, or ""."""
    first: dict[str, CallOption] = {}
    for option in call.options:
        name = system(option.name)
        if name and first.setdefault(name, option) is not option:
            there = call.within(first[name].start, first[name].end)
            yield Mistake("option", call.within(option.start, option.end), option.name, there=there)


def _told(call: Call, told: Iterable[Judgement]) -> Iterator[CallOption]:
    """Yield the options in which something is told."""
    places = [one.at.slice[0] for one in told if one.at.slice is not None]
    for option in call.options:
        if any(option.start <= at < option.end for at in places):
            yield option


def too_long(text: str) -> Lack:
    """Return why a query isn't read that is longer than any service takes."""
    return Lack(
        f"the query has {len(text):,} characters, and more than {LONGEST_READ:,} are not read",
        "ask in several queries, or send it in the body of a $batch: services refuse urls as long as that",
    )


def _part(call: Call, position: int) -> tuple[int, int]:
    """Return the place of a fault: one character, or the last one where something is missing at the end."""
    start = min(position, call.query_start + len(call.query) - 1, len(call.url) - 1)
    return start, start + 1
