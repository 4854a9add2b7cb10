"""A text in SQL as tokens: what is a literal, a quoted name, a comment, and what is bare."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from linter.named_tuple import NamedTuple

_TOKEN: Final = r"""(?sx)  # compiled where there is a query
    (?P<blank>\s+)
    |(?P<comment>--[^\n]*|/\*(?:.*?\*/|.*))
    |(?P<text>'(?:[^'\\]|\\.|'')*')
    |(?P<double>"(?:[^"\\]|\\.|"")*")
    |(?P<quoted>`(?:[^`]|``)+`)
    |(?P<bracket>\[[A-Za-z_][\w\ $.-]*\])
    |(?P<open>['"`].*)
    |(?P<number>\d[\w.]*)
    |(?P<name>\w+)
    |(?P<other>.)"""
_BEFORE_NAME: Final = ("from", "join", "as")  # behind these, and beside a dot, double quotes enclose a name
_SUBSCRIPTED: Final = ("name", "quoted")


class SqlToken(NamedTuple):
    """A part of a text in SQL."""

    kind: str  # "name", "quoted" (a name), "text", "number", "comment", "open" (never closed) or "other"
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """What it says, folded; what is quoted has its quotes, and so is no word."""
        return self.text.lower()


NOTHING: Final = SqlToken("other", "", 0, 0)


def tokens_of(text: str) -> list[SqlToken]:
    """Return what a text is made of, without blanks.

    Double quotes enclose a literal, as Spark has it, but where only a name can stand; brackets enclose a
    name where they don't stand right behind what they would be the index of.
    """
    found = [
        SqlToken(str(one.lastgroup), one.group(), *one.span())
        for one in re.compile(_TOKEN).finditer(text)
        if one.lastgroup != "blank"
    ]
    return list(_settled(found))


def _settled(tokens: Sequence[SqlToken]) -> Iterator[SqlToken]:
    before = NOTHING
    for index, token in enumerate(tokens):
        if token.kind == "double":
            after = tokens[index + 1] if index + 1 < len(tokens) else NOTHING
            is_name = before.word in _BEFORE_NAME or "." in (before.text, after.text)
            yield token._replace(kind="quoted" if is_name else "text")
        elif token.kind == "bracket":
            yield from _bracket(token, before)
        else:
            yield token
        before = token if token.kind != "comment" else before


def _bracket(token: SqlToken, before: SqlToken) -> Iterator[SqlToken]:
    """Yield a name in brackets, or the brackets of an index and what stands between them."""
    is_index = token.start == before.end and (before.kind in _SUBSCRIPTED or before.text in (")", "]"))
    if not is_index:
        yield token._replace(kind="quoted")
        return
    yield SqlToken("other", "[", token.start, token.start + 1)
    for one in tokens_of(token.text[1:-1]):
        yield one._replace(start=one.start + token.start + 1, end=one.end + token.start + 1)
    yield SqlToken("other", "]", token.end - 1, token.end)


def is_path(name: str) -> bool:
    """Tell whether a name that is quoted is a file's."""
    return "/" in name or "\\" in name


def nested(tokens: Sequence[SqlToken]) -> int:
    """Return how deep brackets and CASE stand in one another."""
    depth = deepest = 0
    for token in tokens:
        if token.text in ("(", "[") or token.word == "case":
            depth += 1
            deepest = max(deepest, depth)
        elif token.text in (")", "]") or token.word == "end":
            depth = max(depth - 1, 0)
    return deepest
