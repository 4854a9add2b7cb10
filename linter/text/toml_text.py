"""Finds the places of a TOML text's values; tomllib, which reads it, keeps none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from linter.text.place import DEPTH, Member

if TYPE_CHECKING:
    from linter.diagnostic import Path
    from linter.text.place import Kids

# comments, strings of four kinds, bare words (parts of numbers and dates, too), punctuation; a string that
# isn't closed goes on to its end, so that nothing is looked through again
_TOKENS: Final = (
    r"#[^\n]*"
    r'|"""(?:\\[\s\S]|[^\\])*?(?:"{3,5}|\\?\Z)'
    r"|'{3}[\s\S]*?(?:'{3,5}|\Z)"
    r'|"(?:\\.|[^"\\\n])*+"?'
    r"|'[^'\n]*'?"
    r"""|[^\s#"'\[\]{}=,.]+"""
    r"|[\[\]{}=,.\n]"
)


class Places:
    """Where the keys, values and list items of a well-formed TOML text stand."""

    def __init__(self, text: str) -> None:
        tokens = re.finditer(_TOKENS, text)
        self.tokens = [(one.group(), one.start()) for one in tokens if one.group()[0] != "#"]
        self.at = 0
        self.found: dict[Path, int] = {(): 0}  # where keys, headers and items begin
        self.values: dict[Path, tuple[int, int]] = {(): (0, len(text))}
        self.counts: dict[Path, int] = {}  # of the arrays of tables, so far
        table: Path = ()
        while self.at < len(self.tokens):
            if self._next() == "\n":
                self.at += 1
            elif self._next() == "[":
                table = self._header()
            else:
                self._pair(table)
        self.root = self._tree()

    def kids(self, member: Member) -> Kids | None:
        """Return what the value at `member` contains; None for a scalar."""
        return member.kids

    def slice(self, start: int, end: int, part: tuple[int, int]) -> tuple[int, int]:  # noqa: ARG002  # the protocol's
        """Return the whole value: no finding points into a string of a configuration."""
        return start, end

    def _tree(self) -> Member:
        """Return the root with all that it contains; what has no value of its own is where its key is."""
        kids: dict[Path, Any] = {}
        ends = {start: start + len(token) for token, start in self.tokens}
        deepest_first = sorted(self.found, key=lambda path: (len(path), self.found[path]), reverse=True)
        for path in deepest_first:
            start = self.found[path]
            own = kids.get(path)
            if isinstance(own, list):
                own.reverse()  # the last one was taken first
            if path == ():
                return Member(0, self.values[()][1], kids=own)
            value = self.values.get(path, (start, ends[start]))
            key = path[-1]
            if isinstance(key, int):
                kids.setdefault(path[:-1], []).append(Member(*value, kids=own))
            else:
                member = Member(*value, start, ends[start], own)
                kids.setdefault(path[:-1], {})[key] = [member]
        raise AssertionError("the root has no place")

    def _next(self) -> str:
        return self.tokens[self.at][0]

    def _header(self) -> Path:
        brackets = 2 if self.tokens[self.at + 1][0] == "[" else 1
        self.at += brackets
        parts = self._key()
        self.at += brackets
        table: Path = ()
        for number, (name, offset) in enumerate(parts, 1):
            table = (*table, name)
            self.found.setdefault(table, offset)
            if brackets == 2 and number == len(parts):
                self.counts[table] = self.counts.get(table, -1) + 1
            if table in self.counts:
                table = (*table, self.counts[table])
                self.found.setdefault(table, offset)
        return table

    def _pair(self, table: Path) -> None:
        for name, offset in self._key():
            table = (*table, name)
            self.found.setdefault(table, offset)
        self.at += 1
        self._value(table)

    def _key(self) -> list[tuple[str, int]]:
        parts = []
        while True:
            token, offset = self.tokens[self.at]
            parts.append((_unquoted(token), offset))
            self.at += 1
            if self._next() != ".":
                return parts
            self.at += 1

    def _value(self, path: Path) -> None:
        start = self.tokens[self.at][1]
        self._step_over(path)
        last, offset = self.tokens[self.at - 1]
        self.values[path] = (start, offset + len(last))

    def _step_over(self, path: Path) -> None:
        opening = self._next()
        if opening not in ("{", "["):
            while self.at < len(self.tokens) and self._next() not in (",", "\n", "]", "}"):
                self.at += 1
            return
        self.at += 1
        index = 0
        while self._next() not in ("]", "}"):
            if self._next() in (",", "\n"):
                index += self._next() == ","
                self.at += 1
            elif opening == "{":
                self._pair(path)
            else:
                self.found[(*path, index)] = self.tokens[self.at][1]
                self._value((*path, index))
        self.at += 1


def _unquoted(token: str) -> str:
    if token[0] not in "\"'":
        return token
    import tomllib

    return str(tomllib.loads(f"key = {token}")["key"])


def too_deep_key(text: str) -> int | None:
    """Return where a dotted key reaches too deep, if one does; tomllib takes the square of its length."""
    if text.count(".") <= DEPTH:
        return None
    parts = 0
    before = ""
    for token in re.finditer(_TOKENS, text):
        if token.group() == "." and before != ".":
            parts += 1
        elif before != ".":
            parts = 0
        if parts >= DEPTH:
            return token.start()
        before = token.group()
    return None
