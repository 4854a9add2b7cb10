"""What can be seen of Power Query's text, M, without compiling it: calls by name, and parameters.

Comments and texts are passed over, so that what only looks like a call is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from linter.diagnostic import Location
from linter.named_tuple import NamedTuple
from linter.shapes.node import Node

_TOKEN: Final = re.compile(
    r'//[^\n]*|/\*.*?(?:\*/|\Z)|#?"(?:[^"]|"")*(?:"|\Z)|[A-Za-z_][A-Za-z0-9_.]*|[^\sA-Za-z_]', re.DOTALL
)


class MashupPlace(NamedTuple):
    """A call, or another place of the text; the argument is the text that stands first in it, if one does."""

    at: Location
    argument: str = ""


def calls_of(mashup: Node | None, *names: str) -> Iterator[MashupPlace]:
    """Yield the calls of functions, in the order of the text."""
    if mashup is None:
        return
    for token, following, first in _threes(mashup):
        if token.word in names and following.word == "(":
            yield MashupPlace(_at(mashup, token), _text(first.word))


def parameters_of(mashup: Node) -> Iterator[MashupPlace]:
    """Yield the places where a query is said to be a parameter."""
    for token, equal, value in _threes(mashup):
        if (token.word, equal.word, value.word) == ("IsParameterQuery", "=", "true"):
            yield MashupPlace(_at(mashup, token))


class _Lexeme(NamedTuple):
    """A word or a sign of the text."""

    word: str
    start: int


def _threes(mashup: Node) -> Iterator[tuple[_Lexeme, _Lexeme, _Lexeme]]:
    """Yield each word or sign with the two that follow, which are empty at the end of the text."""
    nothing = _Lexeme("", 0)
    tokens = [*_tokens(mashup), nothing, nothing]
    return zip(tokens, tokens[1:], tokens[2:], strict=False)


def _tokens(mashup: Node) -> Iterator[_Lexeme]:
    """Yield the words and signs of the text."""
    for found in _TOKEN.finditer(mashup.text("document") or ""):
        if not found[0].startswith(("//", "/*")):
            yield _Lexeme(found[0], found.start())


def _text(token: str) -> str:
    return token[1:-1].replace('""', '"') if token.startswith('"') else ""


def _at(mashup: Node, token: _Lexeme) -> Location:
    return mashup.at("document")._replace(slice=(token.start, token.start + len(token.word)))
