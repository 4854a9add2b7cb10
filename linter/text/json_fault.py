"""Says in plain words what is wrong with a text that isn't JSON."""

from __future__ import annotations

import re
import sys
from typing import Final

from linter.text.lines import line_end
from linter.text.place import DEPTH, ESCAPE, Fault, unquoted_placeholder
from linter.text.unseen import unseen

_SPACE: Final = " \t\n\r"
_TOKEN: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[\]{}]|[-+.$\w]+', re.DOTALL)
_WORD: Final = re.compile(r"[-+.$\w]+")
_STRAY_WORD: Final = re.compile(r"(?!(?:true|false|null)\b)[^\W0-9]")
_WORD_CHARACTER: Final = re.compile(r"[-+.$\w]")
_NUMERIC: Final = re.compile(r"[-+.]*(?:[0-9]|$)")
_NUMBER: Final = re.compile(r"-?(0|[1-9][0-9]*)(?P<rest>(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)")
_CONSTANT: Final = re.compile(r"NaN|-?Infinity")
_HALF: Final = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}").fullmatch
_COMMENT: Final = re.compile(r"//[^\r\n]*|#[^\r\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_QUOTE: Final = re.compile("['`“”‘’]")
_MEANT: Final = {
    "True": "true",
    "TRUE": "true",
    "False": "false",
    "FALSE": "false",
    "None": "null",
    "NULL": "null",
    "Null": "null",
    "undefined": "null",
}
_CLOSER: Final = {"{": "}", "[": "]"}
_KIND: Final = {"{": "object", "[": "list"}


def explain(text: str, message: str, at: int) -> Fault:
    """Return what the decoder's `message` about the place `at` means."""
    if not text.strip(_SPACE):
        return Fault("the file is empty", 0, 0, "write a JSON value, such as {}")
    if message.startswith("Unterminated string"):
        return Fault("the string isn't closed", at, line_end(text, at), 'close it with `"`')
    if message.startswith("Invalid"):
        return _bad_string(text, at)
    at = _visible(text, at)
    return (
        _truncated(text, at)
        or unquoted_placeholder(text, at)
        or _comment(text, at)
        or _invisible(text, at)
        or _superfluous_comma(text, at)
        or _run_on(text, at)
        or _unexpected(text, message, at)
    )


def nesting(text: str) -> Fault:
    """Return the fault of a text whose objects and lists lie too deep in one another."""
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += (token[0] in "[{") - (token[0] in "]}")
        if depth > DEPTH:
            return Fault(f"more than {DEPTH} levels of nesting", token.start(), token.end())
    return Fault("too many levels of nesting", 0, 1)


def number(text: str) -> Fault:
    """Return the fault at the first number that the decoder gave up at."""
    for token in _TOKEN.finditer(text):
        constant = _CONSTANT.match(token[0])
        if constant:
            start, end = token.start(), token.start() + constant.end()
            return Fault(f"`{constant[0]}` isn't a JSON value", start, end, "write null")
        found = _NUMBER.match(token[0])
        if found and _is_beyond(found):
            digits = "" if found["rest"] else f": it has {len(found[1]):,} digits"
            start, end = token.start(), token.start() + found.end()
            return Fault(f"the number is too large{digits}", start, end)
    return Fault("a number can't be read", 0, 1)


def half_character(text: str) -> Fault | None:
    """Return the fault at the first escape that is half of a surrogate pair, if there is one."""
    for token in _TOKEN.finditer(text):
        for escape in ESCAPE.finditer(token[0]):
            if _HALF(escape[0]):
                start = token.start() + escape.start()
                message = f"`{escape[0]}` is half of a surrogate pair, not a character"
                return Fault(message, start, start + 6, "write the character itself")
    return None


def _is_beyond(found: re.Match[str]) -> bool:
    if found["rest"]:
        value = float(found[0])
        return value - value != 0.0
    return 0 < sys.get_int_max_str_digits() < len(found[1])


def _bad_string(text: str, at: int) -> Fault:
    """Return the fault of a string with a control character or an unknown escape."""
    if text[at] == "u" and text[at - 1] == "\\":  # where the decoder sees a bad \uXXXX
        at -= 1
    if text[at] != "\\":
        return _control_character(text, at)
    if text[at + 1] == "u":
        digits = re.compile("[0-9a-zA-Z]{0,4}").match(text, at + 2)
        end = digits.end() if digits else at + 2
        return Fault(f"`{text[at:end]}` isn't an escape", at, end, "give four hexadecimal digits")
    repair = "write a backslash as \\\\"
    return Fault(f"`{text[at : at + 2]}` isn't an escape", at, at + 2, repair)


def _control_character(text: str, at: int) -> Fault:
    if text[at] in "\r\n":
        start = [token.start() for token in _TOKEN.finditer(text, 0, at)][-1]
        repair = 'close it with `"`, or write a line break as \\n'
        return Fault("the string isn't closed on its line", start, at, repair)
    name, written = f"the control character U+{ord(text[at]):04X}", f"\\u{ord(text[at]):04x}"
    if text[at] == "\t":
        name, written = "a tab", "\\t"
    return Fault(f"{name} can't stand in a string", at, at + 1, f"write it as {written}")


def _truncated(text: str, at: int) -> Fault | None:
    """Return the fault of a text that ends too early, if it does."""
    if at < len(text):
        return None
    end = len(text.rstrip(_SPACE))
    openers = _open_at(text, end)
    if not openers:
        return Fault("the file ends too early", end, end)
    owner, closer = _owner(text, openers[-1])
    return Fault(f"the file ends inside {owner}", end, end, f"close it with `{closer}`")


def _comment(text: str, at: int) -> Fault | None:
    comment = _COMMENT.match(text, at)
    if comment is None:
        return None
    return Fault("JSON has no comments", at, comment.end(), "remove it, or use a YAML file")


def _invisible(text: str, at: int) -> Fault | None:
    if text[at].isprintable():
        return None
    return unseen(text, at)


def _superfluous_comma(text: str, at: int) -> Fault | None:
    """Return the fault of a comma before a closing bracket, if that is it."""
    comma = at if text[at] == "," else _before(text, at)  # Python 3.13 points at the comma itself
    closer = _visible(text, comma + 1)
    if comma < 1 or text[comma] != "," or text[closer : closer + 1] not in ("}", "]"):
        return None
    if text[_before(text, comma)] in "[{,":
        return None
    return Fault(f"a comma before the closing `{text[closer]}`", comma, comma + 1, "remove it")


def _run_on(text: str, at: int) -> Fault | None:
    """Return the fault of a word or number whose beginning alone is JSON, if that is it."""
    start = at
    while start > 0 and _WORD_CHARACTER.match(text, start - 1):
        start -= 1
    word = _WORD.match(text, start)
    return _no_value(word) if word and start < at < word.end() else None


def _no_value(word: re.Match[str]) -> Fault:
    written = word[0] if len(word[0]) <= 40 else word[0][:39] + "…"
    if not _NUMERIC.match(word[0]):
        meant = _MEANT.get(word[0])
        repair = f"write {meant}" if meant else "text needs double quotes"
        return Fault(f"`{written}` isn't a JSON value", *word.span(), repair)
    leading = word[0].lstrip("-+")
    repair = "a number can't begin with 0" if leading[:1] == "0" and leading.isdigit() else ""
    return Fault(f"`{written}` isn't a JSON number", *word.span(), repair)


def _unexpected(text: str, message: str, at: int) -> Fault:
    """Return the fault of something that stands where something else should."""
    if message.startswith("Extra data"):
        return _text_after_end(text, at)
    if "':'" in message:
        return _missing_colon(text, at)
    if "','" in message:
        return _missing_comma(text, at)
    if "property name" in message:
        return _bad_name(text, at)
    return _bad_value(text, at)


def _text_after_end(text: str, at: int) -> Fault:
    if text[at] in "]}":
        return Fault(f"`{text[at]}` closes nothing", at, at + 1, "remove it")
    repair = "a file holds one value; put several into a list" if text[at] in '{["' else "remove it"
    return Fault("text after the end of the value", at, line_end(text, at), repair)


def _missing_colon(text: str, at: int) -> Fault:
    if text[at] == "=":
        return Fault("`=` where `:` should be", at, at + 1, "write `:`")
    end = _before(text, at) + 1
    return Fault("a `:` is missing after the property name", end, end, "put `:` and a value here")


def _missing_comma(text: str, at: int) -> Fault:
    opener = _open_at(text, at)[-1]
    if text[at] in "]}":
        owner, closer = _owner(text, opener)
        return Fault(f"`{text[at]}` can't close {owner}", at, at + 1, f"close it with `{closer}`")
    if text[at] == ";":
        return Fault("`;` where `,` should be", at, at + 1, "write `,`")
    if text[at] == ":" and text[opener] == "[":
        return Fault("`:` after an item of a list", at, at + 1, "put names and values into an object")
    end = _before(text, at) + 1
    if text[end - 1] == '"' and _STRAY_WORD.match(text, at) and line_end(text, end) > at:
        repair = 'a `"` inside a string is written \\"'
        return Fault("text after the end of the string", at, line_end(text, at), repair)
    what = "properties" if text[opener] == "{" else "items"
    return Fault(f"a `,` is missing between two {what}", end, end, "put `,` here")


def _bad_name(text: str, at: int) -> Fault:
    if text[at] == ",":
        return Fault("a property is missing before `,`", at, at + 1, "remove the comma")
    word = _WORD.match(text, at)
    if word:
        return Fault("a property name needs double quotes", at, word.end(), 'put it in `"`')
    return _wrong_quotes(text, at) or Fault(f"`{text[at]}` where a property name should be", at, at + 1)


def _bad_value(text: str, at: int) -> Fault:
    if text[at] in ",]}":
        return Fault(f"a value is missing before `{text[at]}`", at, at + 1, "put a value here")
    word = _WORD.match(text, at)
    if word:
        return _no_value(word)
    return _wrong_quotes(text, at) or Fault(f"`{text[at]}` where a value should be", at, at + 1)


def _wrong_quotes(text: str, at: int) -> Fault | None:
    if not _QUOTE.match(text, at):
        return None
    closer = _QUOTE.search(text, at + 1, line_end(text, at))
    end = closer.end() if closer else at + 1
    return Fault("a string needs straight double quotes", at, end, 'put it in `"`')


def _owner(text: str, opener: int) -> tuple[str, str]:
    """Return what the bracket at `opener` opens, in words, and what closes it."""
    head = text[:opener]
    line = 1 + head.count("\n") + head.count("\r") - head.count("\r\n")
    bracket = text[opener]
    return f"the {_KIND[bracket]} that begins on line {line}", _CLOSER[bracket]


def _open_at(text: str, at: int) -> list[int]:
    """Return where the brackets stand that are open at `at`."""
    openers: list[int] = []
    for token in _TOKEN.finditer(text, 0, at):
        if token[0] in "[{":
            openers.append(token.start())
        elif token[0] in "]}":
            openers.pop()
    return openers


def _visible(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at


def _before(text: str, at: int) -> int:
    """Return where the last character before `at` stands that isn't white space; -1 if none."""
    at -= 1
    while at >= 0 and text[at] in _SPACE:
        at -= 1
    return at
