"""Where the lists of a query stand, told by its tokens: the parser keeps no places of its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from linter.sql.tokens import NOTHING, SqlToken

_UNITING: Final = ("union", "except", "intersect", "minus")
_BEGINNING: Final = ("select", "from", "values")
_BEFORE_LIST: Final = ("distinct", "all")
_BEHIND_LIST: Final = ("from", "where", "group", "having", "order", "limit", ";")
_NO_LIST: Final = (*_BEHIND_LIST, *_UNITING, ")")


def lists_in(code: Sequence[SqlToken]) -> list[tuple[int, int]]:
    """Return where the lists of the queries stand whose rows are the outcome: several, if they are united.

    Of a query without a list it is where the query itself stands.
    """
    return [_list_span(one) for one in _united(code)]


def empty_list(code: Sequence[SqlToken]) -> SqlToken:
    """Return the SELECT behind which nothing is listed."""
    selects = (at for at, one in enumerate(code) if one.word == "select")
    for at in selects:
        listed = next((one for one in code[at + 1 :] if one.word not in _BEFORE_LIST), NOTHING)
        if listed is NOTHING or listed.text.lower() in _NO_LIST:
            return code[at]
    return NOTHING


def _united(code: Sequence[SqlToken]) -> Iterator[Sequence[SqlToken]]:
    for part in _parted(code):
        query = _without_head(part)
        if query and query[0].text == "(":
            end = next((at for at, one in _outside(query) if one.text == ")"), len(query))
            yield from _united(query[1:end])
        elif query:
            yield query


def _parted(code: Sequence[SqlToken]) -> Iterator[Sequence[SqlToken]]:
    """Yield what stands between the words that unite queries."""
    start, before = 0, NOTHING
    for at, token in _outside(code):
        if token.word in _UNITING and before.text != "*":  # `* EXCEPT (a)` is an item
            yield code[start:at]
            start = at
        before = token
    yield code[start:]


def _without_head(part: Sequence[SqlToken]) -> Sequence[SqlToken]:
    """Return a query without what stands before it: its WITH, how it is united."""
    before, is_with = NOTHING, False
    for at, token in _outside(part):
        is_bracket = token.text == "(" and (before.text == ")" or not is_with)
        if is_bracket or token.word in _BEGINNING:
            return part[at:]
        before, is_with = token, is_with or token.word == "with"
    return ()


def _list_span(query: Sequence[SqlToken]) -> tuple[int, int]:
    outside = list(_outside(query))
    select = next((at for at, one in outside if one.word == "select"), None)
    if select is None:
        return query[0].start, query[-1].end
    start = select + 1 + any(one.word in _BEFORE_LIST for one in query[select + 1 : select + 2])
    if start == len(query):  # a word alone, which only the parser takes for a list
        return query[select].start, query[-1].end
    end = next((at for at, _ in outside if at > start and _ends_list(query[at - 1], query[at])), len(query))
    return query[start].start, query[end - 1].end


def _ends_list(before: SqlToken, token: SqlToken) -> bool:
    return token.text.lower() in _BEHIND_LIST and before.word != "within"  # WITHIN GROUP


def _outside(tokens: Sequence[SqlToken]) -> Iterator[tuple[int, SqlToken]]:
    """Yield the tokens that stand in no brackets, and these, with their positions."""
    depth = 0
    for at, token in enumerate(tokens):
        depth -= token.text in (")", "]")
        if depth == 0:
            yield at, token
        depth += token.text in ("(", "[")
