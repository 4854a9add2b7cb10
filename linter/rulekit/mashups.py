"""What can be seen of Power Query's text, M, without compiling it: calls by name, and parameters.

Comments and texts are passed over, so that what only looks like a call is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
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
    tokens = [*_tokens(mashup), None]
    for index, (token, following) in enumerate(pairwise(tokens)):
        if token is not None and token[0] in names and following is not None and following[0] == "(":
            first = tokens[index + 2] if index + 2 < len(tokens) else None
            yield MashupPlace(_at(mashup, token), _text(first[0]) if first is not None else "")


def parameters_of(mashup: Node) -> Iterator[MashupPlace]:
    """Yield the places where a query is said to be a parameter."""
    tokens = list(_tokens(mashup))
    for token, equal, value in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if (token[0], equal[0], value[0]) == ("IsParameterQuery", "=", "true"):
            yield MashupPlace(_at(mashup, token))


def _tokens(mashup: Node) -> Iterator[tuple[str, int]]:
    """Yield the words and signs of the text, and where each begins."""
    for found in _TOKEN.finditer(mashup.text("document") or ""):
        if not found[0].startswith(("//", "/*")):
            yield found[0], found.start()


def _text(token: str) -> str:
    return token[1:-1].replace('""', '"') if token.startswith('"') else ""


def _at(mashup: Node, token: tuple[str, int]) -> Location:
    word, start = token
    return mashup.at("document")._replace(slice=(start, start + len(word)))
