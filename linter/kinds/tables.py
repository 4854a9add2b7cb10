"""The tables that a query in SQL reads, where its text is surely understood."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from linter.named_tuple import NamedTuple
from linter.placeholders import placeholders_in

_TOKEN: Final = r"""(?sx)  # compiled where there is a query
    (?P<skip>\s+|--[^\n]*|/\*.*?\*/)
    |(?P<text>'(?:[^']|'')*')
    |(?P<name>[A-Za-z_]\w*|"[^"]+"|`[^`]+`|\[[^\]]+\])
    |(?P<other>\d[\w.]*|.)"""
_OPENS: Final = ("select", "with", "from")  # a query in brackets begins with one of these
_NO_TABLE: Final = ("select", "lateral", "unnest", "values", "table", "only", "where", "on")


class TableRead(NamedTuple):
    """A table behind FROM or JOIN, and where its name stands in the text."""

    name: str
    start: int
    end: int


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """A bare word, folded; "" for all others."""
        return self.text.lower() if self.kind == "name" and self.text[0] not in '"`[' else ""

    @property
    def table(self) -> TableRead:
        """The name without what quotes it."""
        quoted = self.text[0] in '"`['
        off = 1 if quoted else 0
        return TableRead(self.text[off : len(self.text) - off], self.start + off, self.end - off)


def tables_read(query: str) -> list[TableRead]:
    """Return the tables that a query reads, but for those that it makes itself; [] where that is open."""
    tokens = [
        _Token(str(one.lastgroup), one.group(), *one.span())
        for one in re.compile(_TOKEN).finditer(query)
        if one.lastgroup != "skip"
    ]
    if not tokens or tokens[0].word not in ("select", "with"):
        return []
    if any(placeholders_in(query)) or any(one.text in ";{}@?" for one in tokens):
        return []  # several statements, or what somebody else fills in
    own = {one.table.name.lower() for one in _made_by_with(tokens)}
    return [one for one in _read(tokens) if one.name.lower() not in own]


def _made_by_with(tokens: list[_Token]) -> Iterator[_Token]:
    """Yield the names of `WITH name AS (`, also with columns in between."""
    for index, token in enumerate(tokens[:-2]):
        after, second = tokens[index + 1], tokens[index + 2]
        has_columns = after.text == "(" and tokens[0].word == "with"
        if token.kind == "name" and (has_columns or (after.word, second.text) == ("as", "(")):
            yield token


def _read(tokens: list[_Token]) -> Iterator[TableRead]:
    within = [True]  # whether each bracket that is open holds a query
    listing = [False]  # whether what follows a comma is a table
    for index, token in enumerate(tokens):
        before = tokens[index - 1] if index else None
        if token.text == "(":
            following = tokens[index + 1].word if index + 1 < len(tokens) else ""
            within.append(following in _OPENS[:2])
            listing.append(False)
        elif token.text == ")" and len(within) > 1:
            within.pop()
            listing.pop()
        elif within[-1] and (token.word in ("from", "join") or (token.text == "," and listing[-1])):
            if before is not None and before.word == "distinct" and token.word == "from":
                continue  # IS DISTINCT FROM
            listing[-1] = token.word != "join"
            yield from _table_at(tokens, index + 1)
        elif token.word in ("where", "group", "order", "having", "select", "union", "limit", "on"):
            listing[-1] = False


def _table_at(tokens: list[_Token], index: int) -> Iterator[TableRead]:
    if index >= len(tokens) or tokens[index].kind != "name" or tokens[index].word in _NO_TABLE:
        return
    following = tokens[index + 1].text if index + 1 < len(tokens) else ""
    if following not in ("(", "."):  # a function, or a name in parts
        yield tokens[index].table
