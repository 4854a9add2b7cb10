"""Reads JSON, and finds the places of its values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from json.decoder import JSONDecodeError, JSONDecoder, scanstring  # type: ignore[attr-defined]  # the stubs lack it
from typing import TYPE_CHECKING, Any, Final

from linter.text.place import DEPTH, Fault, Member, Parsed

if TYPE_CHECKING:
    from linter.diagnostic import Path
    from linter.text.place import Kids
    from linter.text.woven import Woven


_SPACE: Final[Any] = re.compile(r"[ \t\n\r]*").match
_COLON: Final[Any] = re.compile(r"[ \t\n\r]*:[ \t\n\r]*").match
_COMMA: Final[Any] = re.compile(r"[ \t\n\r]*,?[ \t\n\r]*").match
_LARGE: Final = 5_000_000  # so long a text is worth the care that it takes little memory
_SHORT: Final = 10_000  # in so short a text there may be few enough brackets to be counted
_BRIEF: Final = 2_000  # so few characters are quickly looked through again
_MOST_BRIEF: Final = 1_000
_NO_STRUCTURE: Final = bytes(set(range(256)) - set(b'[]{}"\\'))

# Values are stepped over by the decoder's own scanner, which is written in C.
_scan: Final[Any] = JSONDecoder().scan_once  # type: ignore[attr-defined]  # the stubs lack it


def read(text: str) -> Parsed:
    """Return what the JSON `text` says."""
    before = _repeats[0]
    decoder = _decoder if len(text) < _LARGE else _sharing()
    try:
        value = decoder.decode(text)
    except (ValueError, RecursionError, _NumberError) as error:
        return Parsed(None, _explained(text, error))
    fault = _hidden_fault(text, value)
    return Parsed(None if fault else value, fault, _repeats[0] != before)


def value_at(text: str, start: int) -> Any:
    """Return the value that begins at a place of a valid text."""
    return _decoder.raw_decode(text, start)[0]


class Tour:
    """A way through a valid text: whoever walks steps over a value, or into it."""

    __slots__ = ("_text", "at")

    def __init__(self, text: str) -> None:
        self._text = text
        self.at = _skip(text, 0)

    def over(self) -> None:
        """Step over the value that begins here."""
        self.at = _scan(self._text, self.at)[1]

    def members(self) -> Iterator[str]:
        """Step into the object that begins here: yield each key, at its value that is to be stepped over."""
        self.at = _skip(self._text, self.at + 1)
        while self._text[self.at] != "}":
            key, end = scanstring(self._text, self.at + 1, True)
            self.at = _COLON(self._text, end).end()
            yield key
            self.at = _COMMA(self._text, self.at).end()
        self.at += 1

    def items(self) -> Iterator[int]:
        """Step into the list that begins here: yield where each item begins, which is to be stepped over."""
        self.at = _skip(self._text, self.at + 1)
        while self._text[self.at] != "]":
            yield self.at
            self.at = _COMMA(self._text, self.at).end()
        self.at += 1


def repeating(text: str) -> Iterator[Path]:
    """Yield the paths of the objects of a valid text that have a key twice.

    Where that is under a key that a later one puts out of force there is no path.
    """
    waiting: list[tuple[Path, Any]] = [((), _MARKING.decode(text))]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, _Repeating):
            yield path
        kids = value.items() if isinstance(value, dict) else enumerate(value)
        waiting += [((*path, key), one) for key, one in kids if isinstance(one, dict | list)]


class Places:
    """Where the values of a valid JSON text stand.

    Each object and list is looked through once; a brief one again, if so many others have been meanwhile.
    """

    __slots__ = ("_brief", "_kids", "_text", "_woven", "root")

    def __init__(self, text: str) -> None:
        self._text = text
        self._kids: dict[int, Kids] = {}
        self._brief: dict[int, Kids] = {}  # all of those together would take more than the text
        self._woven: tuple[int, Woven] | None = None  # the last string with escapes, by where it begins
        self.root = Member(_skip(text, 0), len(text.rstrip(" \t\n\r")))

    def kids(self, member: Member) -> Kids | None:
        """Return what the value at `member` contains; None for a scalar."""
        start = member.start
        known = self._brief if member.end - start < _BRIEF else self._kids
        if start not in known:
            if len(self._brief) >= _MOST_BRIEF:
                self._brief.clear()
            opener = self._text[start]
            if opener == "{":
                known[start] = _members(self._text, start)
            elif opener == "[":
                known[start] = _items(self._text, start)
        return known.get(start)

    def slice(self, start: int, end: int, part: tuple[int, int]) -> tuple[int, int]:
        """Return where characters `part` of the string at `start` to `end` are written."""
        if self._text[start] != '"':
            return start, end
        first, last = min(max(part[0], 0), part[1]), part[1]
        if self._text.find("\\", start, end) < 0:
            return min(start + 1 + first, end - 1), min(start + 1 + last, end - 1)
        if self._woven is None or self._woven[0] != start:
            from linter.text.woven import Woven, unescaped

            self._woven = start, Woven(unescaped(self._text, start, end))
        return self._woven[1].span(first, last)


def _members(text: str, start: int) -> dict[str, list[Member]]:
    """Return the members of the object that opens at `start`."""
    found: dict[str, list[Member]] = {}
    at = _skip(text, start + 1)
    while text[at] != "}":
        key, key_end = scanstring(text, at + 1, True)
        value = _COLON(text, key_end).end()
        end = _scan(text, value)[1]
        found.setdefault(key, []).append(Member(value, end, at, key_end))
        at = _COMMA(text, end).end()
    return found


def _items(text: str, start: int) -> list[Member]:
    """Return the items of the list that opens at `start`."""
    found: list[Member] = []
    at = _skip(text, start + 1)
    while text[at] != "]":
        end = _scan(text, at)[1]
        found.append(Member(at, end))
        at = _COMMA(text, end).end()
    return found


def _skip(text: str, at: int) -> int:
    """Return where the white space at `at` ends."""
    end: int = _SPACE(text, at).end()
    return end


class _NumberError(Exception):
    """Raised inside the decoder at a number that JSON doesn't know or Python can't hold."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        _repeats[0] += 1
    return found


class _Repeating(dict[str, Any]):
    """An object that has a key twice."""


def _marked(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else _Repeating(found)


_MARKING: Final = JSONDecoder(object_pairs_hook=_marked)


def _float(literal: str) -> float:
    value = float(literal)
    if value - value != 0.0:
        raise _NumberError
    return value


def _constant(_literal: str) -> Any:
    raise _NumberError


# One decoder serves all files, so its hooks can't tell which file they see: `read` compares
# the count before and after.
_repeats: Final = [0]
_decoder: Final = JSONDecoder(object_pairs_hook=_object, parse_constant=_constant, parse_float=_float)


def _sharing() -> JSONDecoder:
    """Return a decoder that holds a string once that objects of a text have many times."""
    known: dict[str, str] = {}

    def shared(value: Any) -> Any:
        if type(value) is str:
            return known.setdefault(value, value)
        is_of_strings = type(value) is list and value and type(value[0]) is str
        return list(map(shared, value)) if is_of_strings else value

    def of_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        return _object([(key, shared(one)) for key, one in pairs])

    return JSONDecoder(object_pairs_hook=of_object, parse_constant=_constant, parse_float=_float)


def _explained(text: str, error: Exception) -> Fault:
    from linter.text import json_fault  # for broken files only

    if isinstance(error, JSONDecodeError):
        return json_fault.explain(text, error.msg, error.pos)
    if isinstance(error, RecursionError):
        return json_fault.nesting(text)
    return json_fault.number(text)


def _hidden_fault(text: str, value: Any) -> Fault | None:
    """Return the fault that the decoder lets pass and others wouldn't."""
    if "\\ud" in text or "\\uD" in text:
        from linter.text import json_fault

        fault = json_fault.half_character(text)
        if fault:
            return fault
    if len(text) > 2 * DEPTH and _may_be_deep(text) and _is_deep(value):
        from linter.text import json_fault

        return json_fault.nesting(text)
    return None


def _may_be_deep(text: str) -> bool:
    """Return False only if the brackets of `text` lie in one another no more than DEPTH times.

    Strings without brackets leave nothing but their quotes, which go in pairs; where a quote or a
    backslash stays, the answer is True.  Much quicker than going through the values.
    """
    if len(text) < _SHORT and text.count("[") + text.count("{") <= DEPTH:
        return False
    parts = (text[start : start + _LARGE] for start in range(0, len(text), _LARGE))
    brackets = b"".join(part.encode().translate(None, _NO_STRUCTURE) for part in parts).replace(b'""', b"")
    if b'"' in brackets or b"\\" in brackets:
        return True
    for _ in range(DEPTH // 2):  # one of each kind goes at a time: two levels
        if not brackets:
            return False
        brackets = brackets.replace(b"[]", b"").replace(b"{}", b"")
    return bool(brackets)


def _is_deep(value: Any) -> bool:
    """Return whether objects and lists lie in one another more than DEPTH times."""
    level = [value] if isinstance(value, (dict, list)) else []
    for _ in range(DEPTH):
        level = [
            kid
            for outer in level
            for kid in (outer.values() if type(outer) is dict else outer)
            if type(kid) is dict or type(kid) is list
        ]
        if not level:
            return False
    return True
