"""Reads JSON as people type it, and finds what the cursor stands in.

What is read serves to complete and to explain, never to judge: nothing is refused, what can't be
understood is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from linter.diagnostic import Path
from linter.server.cursor import Cursor
from linter.text.place import DEPTH

_TOKEN: Final = re.compile(
    r'[ \t\r\n]+|"(?:\\.|[^"\\\r\n])*"|"(?:\\.|[^"\\\r\n,\]}])*|[{}\[\]:,]|[^\s{}\[\]:,"]+|\s+'
)
_SPACES: Final = (" ", "\t", "\r", "\n")
_SIGNS: Final = ("{", "}", "[", "]", ":", ",")
_WORDS: Final = {"true": True, "false": False, "null": None}


def cursors_in_json(text: str, offset: int) -> list[Cursor]:
    """Return what an offset of a document can be taken for, the likelier first."""
    found = _HalfTyped(text, offset).read()
    return [found, *_as_objects(found, text)] if found is not None else []


def _as_objects(cursor: Cursor, text: str) -> Iterator[Cursor]:
    """Take a place where nothing is typed yet for an object; in an empty document for one in a list, too."""
    before, after = text[: cursor.start].rstrip(), text[cursor.end :].lstrip()
    free = before[-1:] in ("", "[", ",", ":") and after[:1] in ("", "]", "}", ",")
    if cursor.part != "value" or cursor.start < cursor.end or cursor.quote or not free:
        return
    yield cursor._replace(value=_replaced(cursor.value, cursor.path), part="object")
    if not cursor.path:
        yield cursor._replace(value=[{}], path=(0,), part="object")


def _replaced(value: Any, path: Path) -> Any:
    """Return a value with an empty object at a path."""
    if not path:
        return {}
    items: Any = value.copy()
    items[path[0]] = _replaced(items[path[0]], path[1:])
    return items


class _Frame:
    """An object or a list that isn't finished; `at` is its step in the one around it."""

    __slots__ = ("at", "colon", "key", "value")

    def __init__(self, value: Any, at: str | int) -> None:
        self.value = value
        self.at = at
        self.key: str | None = None  # an object's key that has no value yet
        self.colon = False

    @property
    def takes_key(self) -> bool:
        """Whether what comes next is a key."""
        return isinstance(self.value, dict) and not self.colon

    @property
    def step(self) -> str | int:
        """Where the next value goes."""
        return len(self.value) if isinstance(self.value, list) else self.key or ""

    def put(self, value: Any) -> None:
        """Add a value."""
        if isinstance(self.value, list):
            self.value.append(value)
        elif self.key is not None:
            self.value[self.key] = value
        self.key, self.colon = None, False


class _HalfTyped:
    """Reads half-typed JSON, and remembers what the cursor stands in."""

    def __init__(self, text: str, offset: int) -> None:
        self.text = text
        self.offset = offset
        self.frames = [_Frame([], 0)]  # the outermost holds the root
        self.found: Cursor | None = None
        self.root = 0  # which of the outermost values that is in: there should be only one
        self.passed = False  # whether the cursor's place has been read

    def read(self) -> Cursor | None:
        """Return what the cursor stands in; None where neither a key nor a value may stand."""
        before = ""
        for token in _TOKEN.finditer(self.text):
            word = token.group()
            if not self.passed:
                self._look(word, token.start(), before)
            if word[0] not in _SPACES:
                self._take(word, token.start())
            before = word
        at_end = not self.passed and self.offset == len(self.text)
        if at_end and (not self.text or self.text.endswith(("{", "[", ":", ",", *_SPACES))):
            self._stand("")
        roots = self.frames[0].value
        if self.found is None or not roots:
            return None
        found = self.found._replace(value=roots[self.root])
        around = found.path[:-1] if found.part == "key" else found.path
        return found if _leads(found.value, around) else None

    def _look(self, word: str, start: int, before: str) -> None:
        """See whether the cursor stands before a token, in white space or in a scalar."""
        end = start + len(word)
        if word[0] == '"':
            closed = len(word) > 1 and word[-1] == '"'
            if start < self.offset <= end - closed:
                self._stand(_unquoted(word), start + 1, end - closed, '"', closed)
        elif word[0] not in _SPACES and word not in _SIGNS:
            if start <= self.offset <= end:
                self._stand(word, start, end)
        elif self._is_free(word, start, before):
            self._stand("")

    def _is_free(self, word: str, start: int, before: str) -> bool:
        """Tell whether the cursor stands in white space or before a sign, where something may begin."""
        at_start = start == self.offset
        if word[0] in _SPACES:
            return start < self.offset < start + len(word) or (at_start and before[-1:] in "{[:,")
        return at_start and before[-1:] in ("{", "[", ":", ",", *_SPACES)

    def _stand(
        self,
        typed: str,
        start: int | None = None,
        end: int | None = None,
        quote: str = "",
        closed: bool = False,
    ) -> None:
        """Remember what the cursor stands in; where nothing is typed yet, let an empty value stand."""
        self.passed = True
        frame = self.frames[-1]
        outermost = len(self.frames) == 1
        if (outermost and frame.value) or (frame.takes_key and frame.key is not None):
            return
        start, end = self.offset if start is None else start, self.offset if end is None else end
        step = typed if frame.takes_key else frame.step
        path = () if outermost else (*(one.at for one in self.frames[2:]), step)
        self.root = 0 if outermost else len(self.frames[0].value) - 1
        part = "key" if frame.takes_key else "value"
        after = self.text[end + closed : end + 100].lstrip()
        self.found = Cursor(None, path, part, start, end, quote, closed, after.startswith(":"))
        if part == "value" and start == end and not quote:
            frame.put("")

    def _take(self, word: str, start: int) -> None:
        frame = self.frames[-1]
        if word in "{[":
            self._open({} if word == "{" else [])
        elif word in "}]":
            self._close(dict if word == "}" else list)
        elif word == ":":
            frame.colon = frame.key is not None
        elif word == ",":
            frame.key, frame.colon = None, False
        elif frame.takes_key:
            frame.key = _unquoted(word)
        elif word[0] == '"':
            frame.put(_unquoted(word))
        else:
            # what is typed at the cursor is a string that has no quotes yet
            here = self.found is not None and self.found.start == start
            frame.put(word if here else _plain(word))

    def _open(self, value: Any) -> None:
        frame = self.frames[-1]
        if len(self.frames) > DEPTH or (frame.takes_key and frame.key is None):
            return
        inner = _Frame(value, frame.step)
        frame.put(value)
        self.frames.append(inner)

    def _close(self, kind: type) -> None:
        fitting = [number for number, one in enumerate(self.frames) if number and type(one.value) is kind]
        if fitting:
            del self.frames[fitting[-1] :]


def _leads(value: Any, path: Path) -> bool:
    """Tell whether a path leads to a value; a second key of the same name takes the first one's away."""
    for step in path:
        if isinstance(value, dict):
            is_there = step in value
        else:
            is_there = isinstance(value, list) and isinstance(step, int) and step < len(value)
        if not is_there:
            return False
        value = value[step]
    return True


def _unquoted(word: str) -> str:
    if word[0] != '"':
        return word
    try:
        return str(json.loads(word if len(word) > 1 and word[-1] == '"' else word + '"', strict=False))
    except ValueError:  # an escape that is half typed
        return word.strip('"')


def _plain(word: str) -> Any:
    if word in _WORDS:
        return _WORDS[word]
    try:
        return int(word)
    except ValueError:
        return word
