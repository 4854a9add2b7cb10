"""Reads documents as people type them, and finds what the cursor stands in.

What is read serves to complete and to explain, never to judge: nothing is refused, what can't be
understood is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from linter.diagnostic import Path
from linter.text.lines import line_end, line_start
from linter.text.place import DEPTH, Kids, Member
from linter.text.source import Text, encoded, is_yaml, read_text

_TOKEN: Final = re.compile(
    r'[ \t\r\n]+|"(?:\\.|[^"\\\r\n])*"|"(?:\\.|[^"\\\r\n,\]}])*|[{}\[\]:,]|[^\s{}\[\]:,"]+|\s+'
)
_SPACES: Final = (" ", "\t", "\r", "\n")
_SIGNS: Final = ("{", "}", "[", "]", ":", ",")
_WORDS: Final = {"true": True, "false": False, "null": None}
_MARK: Final = "c360lintCursor"
_YAML_COMMENT: Final = re.compile(
    r"""(?<![^\s\[{,])"(?:\\.|[^"\\])*"?|(?<![^\s\[{,])'(?:''|[^'])*'?|(?P<comment>(?<!\S)\#.*)|."""
)
_YAML_BEFORE: Final = re.compile(r"""([\s\S]*?)(["']?)([^"'{}\[\],:]*)$""")


class Cursor(NamedTuple):
    """What a place in a document is: the document's value, and the key or value there.

    The value has what is typed there so far; `start` and `end` are what a completion replaces,
    without quotes; `quote` is the one before it ("" for none), `closed` says that one follows.
    """

    value: Any
    path: Path
    part: str  # "key" or "value"; "object" for a value that is none yet
    start: int
    end: int
    quote: str = ""
    closed: bool = False
    has_value: bool = False  # of a key: whether a colon follows already

    def typed(self, text: str) -> str:
        """Return what stands there."""
        return text[self.start : self.end]


def cursors(name: str, text: str, offset: int) -> list[Cursor]:
    """Return what an offset of a document can be taken for, the likelier first."""
    if is_yaml(name):
        return _in_yaml(name, text, offset)
    found = _Json(text, offset).read()
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


def place_at(text: Text, offset: int) -> tuple[Path, str, int, int] | None:
    """Return path, part and span of the key or scalar at an offset of a sound text."""
    member = text.places.root
    path: list[str | int] = []
    while True:
        kids = text.places.kids(member)
        if kids is None:
            inside = member.start <= offset <= member.end
            return (tuple(path), "value", member.start, member.end) if inside else None
        for step, kid in _steps(kids):
            if 0 <= kid.key_start <= offset <= kid.key_end:
                return (*path, step), "key", kid.key_start, kid.key_end
            if kid.start <= offset <= kid.end:
                member = kid
                path.append(step)
                break
        else:
            return None


def _steps(kids: Kids) -> Iterator[tuple[str | int, Member]]:
    if isinstance(kids, dict):
        yield from ((key, members[-1]) for key, members in kids.items())
    else:
        yield from enumerate(kids)


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


class _Json:
    """Reads half-typed JSON, and remembers what the cursor stands in."""

    def __init__(self, text: str, offset: int) -> None:
        self.text = text
        self.offset = offset
        self.frames = [_Frame([], 0)]  # the outermost holds the root
        self.found: Cursor | None = None
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
        if not self.passed and (not self.text or self.text.endswith(("{", "[", ":", ",", *_SPACES))):
            self._stand("")
        root = self.frames[0].value
        return self.found._replace(value=root[0]) if self.found and root else None

    def _look(self, word: str, start: int, before: str) -> None:
        """See whether the cursor stands before a token, in white space or in a scalar."""
        end = start + len(word)
        if word[0] in _SPACES:
            reached = start < self.offset < end or (start == self.offset and before[-1:] in "{[:,")
        elif word in _SIGNS:
            reached = start == self.offset and before[-1:] in ("{", "[", ":", ",", *_SPACES)
        elif word[0] == '"':
            closed = len(word) > 1 and word[-1] == '"'
            if start < self.offset <= end - closed:
                self._stand(_unquoted(word), start + 1, end - closed, '"', closed)
            return
        else:
            if start <= self.offset <= end:
                self._stand(word, start, end)
            return
        if reached:
            self._stand("")

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


def _in_yaml(name: str, text: str, offset: int) -> list[Cursor]:
    """Put a mark where the cursor stands, as a value and as a key, and look what it becomes."""
    start, end = line_start(text, offset), line_end(text, offset)
    line = text[start : start + _comment_start(text[start:end])]
    if len(line) < end - start and offset - start >= len(line):
        return []
    spot = _spot(line, offset - start)
    found = []
    for marked, part in _marked(line, spot):
        for rest in (text[end:], ""):
            value = read_text(name, encoded(text[:start] + marked + rest)).value
            path = _path_of_mark(value)
            if path is not None and (part == "key") == (path[-1:] == (_MARK,)):
                found.append(_yaml_cursor(value, path, part, line, start, spot))
                break
    return found


def _comment_start(line: str) -> int:
    """Return the column at which a comment begins in a line of YAML; its end where there is none."""
    comments = (one.start() for one in _YAML_COMMENT.finditer(line) if one["comment"])
    return next(comments, len(line))


class _Spot(NamedTuple):
    """What is typed at the cursor, in columns of the line, and the quote before it."""

    start: int
    end: int
    quote: str


def _spot(line: str, column: int) -> _Spot:
    before = _YAML_BEFORE.match(line[:column])
    assert before is not None
    quote = before[2]
    if quote and (before[1] + quote).count(quote) % 2 == 0:
        quote = ""  # it closes a string before the cursor
    typed = before[3] if quote else before[3].lstrip(" \t")
    typed = typed if quote or not typed.startswith("- ") else typed[2:].lstrip()
    if not quote and typed == "-":
        typed = ""
    after = re.match(f"[^{quote}]*" if quote else r"[^\[\]{}:,#\s]*", line[column:])
    assert after is not None
    return _Spot(column - len(typed), column + after.end(), quote)


def _marked(line: str, spot: _Spot) -> Iterator[tuple[str, str]]:
    """Yield the line with a mark for a value and for a key; the likelier first."""
    before, after = line[: spot.start], line[spot.end :]
    before = before.removesuffix(spot.quote) if spot.quote else before
    after = after.removeprefix(spot.quote) if spot.quote else after
    if before.endswith(("-", ":")):
        before += " "
    closers = _closers(before) if not after.strip() else ""
    as_value = f"{before}{_MARK}{after}{closers}"
    as_key = f"{before}{_MARK}{after if after.lstrip().startswith(':') else ': 0' + after}{closers}"
    if after.lstrip().startswith(":"):
        yield as_key, "key"
    elif before.rstrip().endswith(":"):
        yield as_value, "value"
    else:
        yield as_key, "key"
        yield as_value, "value"


def _closers(before: str) -> str:
    """Return the brackets that a line leaves open, closed."""
    stack = []
    for sign in before:
        if sign in "{[":
            stack.append("}" if sign == "{" else "]")
        elif sign in "}]" and stack:
            stack.pop()
    return "".join(reversed(stack))


def _path_of_mark(value: Any) -> Path | None:
    stack: list[tuple[Path, Any]] = [((), value)]
    while stack:
        path, one = stack.pop()
        if one == _MARK:
            return path
        if isinstance(one, dict):
            if _MARK in one:
                return (*path, _MARK)
            stack += [((*path, key), item) for key, item in one.items()]
        elif isinstance(one, list):
            stack += [((*path, number), item) for number, item in enumerate(one)]
    return None


def _yaml_cursor(value: Any, path: Path, part: str, line: str, start: int, spot: _Spot) -> Cursor:
    typed = line[spot.start : spot.end]
    owner = value
    for step in path[:-1]:
        owner = owner[step]
    if part == "key":
        owner[typed] = owner.pop(_MARK)
        if not typed:
            del owner[typed]
        path = (*path[:-1], typed)
    elif path:
        owner[path[-1]] = typed
    else:
        value = typed
    closed = bool(spot.quote) and line[spot.end : spot.end + 1] == spot.quote
    after = line[spot.end + closed :].lstrip()
    return Cursor(
        value, path, part, start + spot.start, start + spot.end, spot.quote, closed, after.startswith(":")
    )
