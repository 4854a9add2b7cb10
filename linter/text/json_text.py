"""Reads JSON, explains what is wrong with it, and finds the places of its values."""

from __future__ import annotations

import re
import sys
from json.decoder import JSONDecodeError, JSONDecoder, scanstring
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from linter.text.place import Fault, Member

if TYPE_CHECKING:
    from linter.text.place import Kids

DEPTH: Final = 200
"""How many objects and lists may lie in one another."""

_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]{}]|[-+.\w]+', re.DOTALL)
_WORD: Final = re.compile(r"[-+.\w$]+")
_SPACE: Final = re.compile(r"[ \t\n\r]*").match
_LINE_END: Final = re.compile(r"[\r\n]|\Z")
_COMMENT: Final = re.compile(r"//[^\r\n]*|#[^\r\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_ESCAPE: Final = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.", re.DOTALL
)
_MEANT: Final = {"True": "true", "False": "false", "None": "null", "undefined": "null", "nil": "null"}
_NOT_A_NUMBER: Final = frozenset({"NaN", "Infinity", "-Infinity"})
_NUMBER: Final = re.compile(r"-?\d[-+.\deE]*")
_CLOSER: Final = {"{": "}", "[": "]"}
_KIND: Final = {"{": "object", "[": "list"}

_scan: Final[Any] = JSONDecoder().scan_once


class Reading(NamedTuple):
    """What a text says, or why it can't be read; and whether an object has equal keys."""

    value: Any
    fault: Fault | None = None
    repeats: bool = False


def read(text: str) -> Reading:
    """Return what the JSON `text` says."""
    before = _repeats[0]
    try:
        value = _decoder.decode(text)
    except JSONDecodeError as error:
        return Reading(None, _explain(text, error.msg, error.pos))
    except (_NoNumber, ValueError):
        return Reading(None, _no_number(text))
    except RecursionError:
        return Reading(None, _too_deep(text))
    fault = _hidden_fault(text, value)
    return Reading(None if fault else value, fault, _repeats[0] != before)


class Places:
    """Where the values of a valid JSON text stand; each object and list is looked through once."""

    __slots__ = ("_kids", "_text", "root")

    def __init__(self, text: str) -> None:
        self._text = text
        self._kids: dict[int, Kids] = {}
        self.root = Member(_SPACE(text, 0).end(), len(text.rstrip(" \t\n\r")))  # type: ignore[union-attr]

    def kids(self, member: Member) -> Kids | None:
        """Return what the value at `member` contains; None for a scalar."""
        found = self._kids.get(member.start)
        if found is None:
            opener = self._text[member.start]
            if opener == "{":
                found = _members(self._text, member.start)
            elif opener == "[":
                found = _items(self._text, member.start)
            else:
                return None
            self._kids[member.start] = found
        return found

    def slice(self, start: int, end: int, part: tuple[int, int]) -> tuple[int, int]:
        """Return where characters `part` of the string at `start` to `end` are written."""
        if self._text[start] != '"':
            return start, end
        bounds = _characters(self._text, start + 1, end - 1, part[1])
        last = len(bounds) - 1
        first = min(max(part[0], 0), last)
        return bounds[first], bounds[min(max(part[1], first), last)]


def _members(text: str, start: int) -> dict[str, list[Member]]:
    """Return the members of the object that opens at `start`."""
    found: dict[str, list[Member]] = {}
    at = _skip(text, start + 1)
    while text[at] != "}":
        key, key_end = scanstring(text, at + 1, True)
        value = _skip(text, _skip(text, key_end) + 1)
        end = _scan(text, value)[1]
        found.setdefault(key, []).append(Member(value, end, at, key_end))
        at = _skip(text, end)
        if text[at] == ",":
            at = _skip(text, at + 1)
    return found


def _items(text: str, start: int) -> list[Member]:
    """Return the items of the list that opens at `start`."""
    found: list[Member] = []
    at = _skip(text, start + 1)
    while text[at] != "]":
        end = _scan(text, at)[1]
        found.append(Member(at, end))
        at = _skip(text, end)
        if text[at] == ",":
            at = _skip(text, at + 1)
    return found


def _characters(text: str, start: int, end: int, count: int) -> list[int]:
    """Return where the first characters of a string begin, and where the last of them ends."""
    bounds = [start]
    at = start
    while at < end and len(bounds) <= count:
        escape = _ESCAPE.match(text, at, end) if text[at] == "\\" else None
        at = escape.end() if escape else at + 1
        bounds.append(at)
    return bounds


def _skip(text: str, at: int) -> int:
    """Return where the white space at `at` ends."""
    return _SPACE(text, at).end()  # type: ignore[union-attr]


class _NoNumber(Exception):
    """Raised inside the decoder at a number that JSON, or Python, can't carry."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        _repeats[0] += 1
    return found


def _float(literal: str) -> float:
    value = float(literal)
    if value - value != 0.0:
        raise _NoNumber
    return value


def _constant(literal: str) -> Any:
    raise _NoNumber


# One decoder serves all files, so its hooks can't tell which file they see: `read` compares
# the count before and after.
_repeats: Final = [0]
_decoder: Final = JSONDecoder(
    object_pairs_hook=_object, parse_constant=_constant, parse_float=_float
)


def _hidden_fault(text: str, value: Any) -> Fault | None:
    """Return what the decoder lets pass and others wouldn't: half a character, absurd depth."""
    if "\\ud" in text or "\\uD" in text:
        fault = _half_character(text)
        if fault:
            return fault
    if text.count("[") + text.count("{") > DEPTH and _is_deep(value):
        return _too_deep(text)
    return None


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


def _half_character(text: str) -> Fault | None:
    for string in _TOKEN.finditer(text):
        if string[0][0] != '"':
            continue
        for escape in _ESCAPE.finditer(string[0]):
            if len(escape[0]) == 6 and 0xD800 <= int(escape[0][2:], 16) <= 0xDFFF:
                start = string.start() + escape.start()
                return Fault(
                    f"{escape[0]} is half of a surrogate pair, not a character",
                    start,
                    start + 6,
                    "write the character itself, or both halves of the pair",
                )
    return None


def _too_deep(text: str) -> Fault:
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += (token[0] in "[{") - (token[0] in "]}")
        if depth > DEPTH:
            return Fault(f"more than {DEPTH} levels of nesting", token.start(), token.end())
    return Fault("the nesting is too deep", 0, 1)


def _no_number(text: str) -> Fault:
    """Return the fault at the first number that the decoder gave up at."""
    limit = sys.get_int_max_str_digits()
    for token in _TOKEN.finditer(text):
        word = token[0]
        if word in _NOT_A_NUMBER:
            return Fault(f"{word} isn't a JSON value", token.start(), token.end(), "use null")
        if _NUMBER.fullmatch(word) and _is_beyond(word, limit):
            digits = sum(character.isdigit() for character in word)
            message = "the number is too large"
            if word.lstrip("-").isdigit():
                message += f": it has {digits:,} digits"
            return Fault(message, token.start(), token.end())
    return Fault("a number can't be read", 0, 1)


def _is_beyond(word: str, limit: int) -> bool:
    digits = word.lstrip("-")
    if digits.isdigit():
        return 0 < limit < len(digits)
    value = float(word)
    return value - value != 0.0


def _explain(text: str, message: str, at: int) -> Fault:
    """Return in plain words what the decoder's `message` at `at` is about."""
    if not text.strip(" \t\n\r"):
        return Fault("the file is empty", 0, 0, "a payload is a JSON value, such as {}")
    if message.startswith("Unterminated string"):
        return _unclosed_string(text, at)
    if message.startswith("Invalid"):
        return _bad_string(text, at)
    at = _skip(text, at)
    if at >= len(text):
        return _truncated(text)
    if _COMMENT.match(text, at):
        return _comment(text, at)
    if text[at].isspace() or not text[at].isprintable() or text[at] == "\ufeff":
        return _invisible(text, at)
    comma = _trailing_comma(text, at)
    if comma is not None:
        return comma
    number = _bad_number(text, at)
    if number is not None:
        return number
    if message.startswith("Extra data"):
        return _text_after_end(text, at)
    if "':'" in message:
        return _missing_colon(text, at)
    if "','" in message:
        return _missing_comma(text, at)
    if "property name" in message:
        return _bad_name(text, at)
    return _bad_value(text, at)


def _unclosed_string(text: str, start: int) -> Fault:
    end = _line_end(text, start)
    return Fault("the string isn't closed", start, end, "close it with '\"'")


def _bad_string(text: str, at: int) -> Fault:
    """Return the fault of a string with a control character or an unknown escape."""
    if text[at] == "u" and text[at - 1] == "\\":
        at -= 1
    if text[at] != "\\":
        return _control_character(text, at)
    if text[at + 1 : at + 2] == "u":
        end = at + 2
        while end < min(at + 6, len(text)) and text[end].isalnum():
            end += 1
        return Fault(
            f"'{text[at:end]}' isn't an escape", at, end, "\\u needs four hexadecimal digits"
        )
    escape = text[at : at + 2]
    return Fault(f"'{escape}' isn't an escape", at, at + 2, "write a backslash as \\\\")


def _control_character(text: str, at: int) -> Fault:
    if text[at] in "\r\n":
        start = _string_start(text, at)
        repair = "close it with '\"', or write a line break as \\n"
        return Fault("the string isn't closed on its line", start, at, repair)
    written = "\\t" if text[at] == "\t" else f"\\u{ord(text[at]):04x}"
    name = "a tab" if text[at] == "\t" else f"the control character U+{ord(text[at]):04X}"
    return Fault(f"{name} can't stand in a string", at, at + 1, f"write it as {written}")


def _string_start(text: str, at: int) -> int:
    start = at
    for token in _TOKEN.finditer(text, 0, at):
        start = token.start()
    return start


def _truncated(text: str) -> Fault:
    """Return the fault of a text that ends too early."""
    end = len(text.rstrip(" \t\n\r"))
    openers = _open_at(text, end)
    if not openers:
        return Fault("the file ends where a value should follow", end, end)
    opener = openers[-1]
    bracket = text[opener]
    return Fault(
        f"the file ends inside the {_KIND[bracket]} that begins on line {_line(text, opener)}",
        end,
        end,
        f"close it with '{_CLOSER[bracket]}'",
    )


def _comment(text: str, at: int) -> Fault:
    comment = _COMMENT.match(text, at)
    end = comment.end() if comment else at + 1
    return Fault("JSON has no comments", at, end, "remove the comment, or use a YAML file")


def _invisible(text: str, at: int) -> Fault:
    code = f"U+{ord(text[at]):04X}"
    return Fault(f"the invisible character {code} can't stand here", at, at + 1, "remove it")


def _trailing_comma(text: str, at: int) -> Fault | None:
    """Return the fault of a comma before a closing bracket or another comma, if that is it."""
    if text[at] == ",":  # where Python 3.13 and later point
        after = _skip(text, at + 1)
        if text[after : after + 1] in ("}", "]") and text[_before(text, at)] not in "[{,":
            return _superfluous_comma(text, at, after)
    elif text[at] in "]}":
        comma = _before(text, at)
        if comma >= 0 and text[comma] == ",":
            return _superfluous_comma(text, comma, at)
    return None


def _superfluous_comma(text: str, comma: int, closer: int) -> Fault:
    return Fault(f"a comma before the closing '{text[closer]}'", comma, comma + 1, "remove it")


def _bad_number(text: str, at: int) -> Fault | None:
    """Return the fault of something that looks like a number and isn't one, if that is it."""
    start = at
    while start > 0 and text[start - 1] in "+-.0123456789eE":
        start -= 1
    word = _WORD.match(text, start)
    if word is None or not word[0].lstrip("+-.")[:1].isdigit() and word[0] not in "+-.":
        return None
    if start == at and text[at].isdigit() or word.end() <= at:
        return None
    repair = ""
    if word[0].lstrip("+-").startswith("0") and word[0].isdigit():
        repair = "a number can't begin with 0"
    return Fault(f"'{_short(word[0])}' isn't a JSON number", start, word.end(), repair)


def _text_after_end(text: str, at: int) -> Fault:
    repair = "a file holds one value; put several into a list" if text[at] in '{["' else ""
    if text[at] in "]}":
        return Fault(f"'{text[at]}' closes nothing", at, at + 1, "remove it")
    return Fault("text after the end of the value", at, _line_end(text, at), repair)


def _missing_colon(text: str, at: int) -> Fault:
    if text[at] == "=":
        return Fault("'=' where ':' should be", at, at + 1, "write ':'")
    end = _before(text, at) + 1
    return Fault("a ':' is missing after the property name", end, end, "put ': ' and a value here")


def _missing_comma(text: str, at: int) -> Fault:
    openers = _open_at(text, at)
    opener = text[openers[-1]] if openers else "{"
    if text[at] in "]}":
        return _wrong_closer(text, at, openers[-1] if openers else 0)
    if text[at] == ";":
        return Fault("';' where ',' should be", at, at + 1, "write ','")
    if text[at] == ":":
        repair = "put the names and values into an object: {…}"
        return Fault("':' after an item of a list", at, at + 1, repair)
    end = _before(text, at) + 1
    if text[end - 1] == '"' and text[at].isalnum():
        repair = "put ',' here; a '\"' inside a string is written \\\""
        return Fault("text after the end of the string", at, _line_end(text, at), repair)
    what = "properties" if opener == "{" else "items"
    return Fault(f"a ',' is missing between two {what}", end, end, "put ',' here")


def _wrong_closer(text: str, at: int, opener: int) -> Fault:
    bracket = text[opener]
    return Fault(
        f"'{text[at]}' can't close the {_KIND[bracket]} that begins on line {_line(text, opener)}",
        at,
        at + 1,
        f"close it with '{_CLOSER[bracket]}'",
    )


def _bad_name(text: str, at: int) -> Fault:
    if text[at] == ",":
        return Fault("a property is missing before the comma", at, at + 1, "remove the comma")
    if text[at] in "'“”‘’":
        return _wrong_quotes(text, at)
    word = _WORD.match(text, at)
    if word:
        repair = f'write "{_short(word[0])}"'
        return Fault("a property name needs double quotes", at, word.end(), repair)
    return Fault(f"'{text[at]}' where a property name should be", at, at + 1)


def _bad_value(text: str, at: int) -> Fault:
    if text[at] == ",":
        return Fault("a value is missing before the comma", at, at + 1)
    if text[at] in "]}":
        return Fault(f"a value is missing before '{text[at]}'", at, at + 1)
    if text[at] in "'“”‘’":
        return _wrong_quotes(text, at)
    word = _WORD.match(text, at)
    if word is None:
        return Fault(f"'{text[at]}' where a value should be", at, at + 1)
    meant = _MEANT.get(word[0])
    repair = f"write {meant}" if meant else "text needs double quotes"
    return Fault(f"'{_short(word[0])}' isn't a JSON value", at, word.end(), repair)


def _wrong_quotes(text: str, at: int) -> Fault:
    single = text[at] == "'"
    message = "a string needs double quotes" if single else 'a string needs straight quotes, "…"'
    line_end = _line_end(text, at)
    closer = re.compile("['“”‘’]").search(text, at + 1, line_end)
    return Fault(message, at, closer.end() if closer else at + 1, "use '\"'")


def _before(text: str, at: int) -> int:
    """Return where the last character before `at` stands that isn't white space."""
    at -= 1
    while at >= 0 and text[at] in " \t\n\r":
        at -= 1
    return at


def _open_at(text: str, at: int) -> list[int]:
    """Return where the brackets stand that are open at `at`."""
    openers: list[int] = []
    for token in _TOKEN.finditer(text, 0, at):
        if token[0] in "[{":
            openers.append(token.start())
        elif token[0] in "]}" and openers:
            openers.pop()
    return openers


def _line(text: str, at: int) -> int:
    head = text[:at]
    return 1 + head.count("\n") + head.count("\r") - head.count("\r\n")


def _line_end(text: str, at: int) -> int:
    found = _LINE_END.search(text, at)
    return found.start() if found else len(text)


def _short(word: str) -> str:
    return word if len(word) <= 40 else word[:39] + "…"
