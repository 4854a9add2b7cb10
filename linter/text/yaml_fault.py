"""Says in plain words what is wrong with a text that isn't YAML."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from linter.text.lines import line_end, line_start
from linter.text.place import DEPTH, Fault
from linter.text.unseen import unseen_near
from linter.text.yaml_limits import limit

_UNPRINTABLE: Final = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACE: Final = " \t\r\n"
_KEY_LENGTH: Final = 1024
_UNSPACED: Final = re.compile(r"-(?=[A-Za-z_]\w*:\s)|[A-Za-z_]\w*:(?!//)(?=[^\s:])")
"""A `-` or a property's `:` without the blank behind it, so that YAML reads on as if it were one word."""


def explain(text: str, error: Any) -> Fault:
    """Return what PyYAML's `error` about `text` means."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return _unprintable(text)
    at = min(mark.index, len(text))
    context = error.context_mark.index if getattr(error, "context_mark", None) else at
    before = max(line_start(text, at) - 1, 0)
    hidden = unseen_near(text, at) or unseen_near(text, context) or unseen_near(text, before)
    if hidden is not None:
        return hidden
    about = f"{getattr(error, 'context', None) or ''}: {error.problem}"
    if (allowed := limit(text, about, at, context)) is not None:
        return allowed
    for words, explainer in _EXPLAINERS:
        if words in about:
            return explainer(text, at, context)
    return Fault(str(error.problem), at, min(at + 1, len(text)))


def _unprintable(text: str) -> Fault:
    found = _UNPRINTABLE.search(text)
    if found is None:
        return Fault("the text isn't YAML", 0, 0)
    message = f"the character U+{ord(found[0]):04X} can't stand in YAML"
    return Fault(message, *found.span(), "remove it")


def _unclosed_string(text: str, _at: int, context: int) -> Fault:
    return Fault(
        "the string isn't closed", context, line_end(text, context), f"close it with `{text[context]}`"
    )


def _bad_start(text: str, at: int, _context: int) -> Fault:
    if text[at : at + 1] == "\t":
        return Fault("a tab can't indent in YAML", at, at + 1, "indent with spaces")
    return Fault(f"a plain value can't begin with `{text[at : at + 1]}`", at, at + 1, "put it in quotes")


def _unexpected_colon(text: str, at: int, _context: int) -> Fault:
    start = line_start(text, at)
    if at - start > _KEY_LENGTH:
        return Fault(f"a key is longer than {_KEY_LENGTH:,} characters", start, at, "begin it with `? `")
    if re.search(r":\s", text[start:at]):
        return Fault("a second `:` on the line", at, at + 1, "put the value in quotes")
    return _unspaced(text, *_line_above(text, start)) or Fault(
        "a property can't stand here", at, at + 1, "indent it like its neighbours"
    )


def _missing_colon(text: str, _at: int, context: int) -> Fault:
    end = line_end(text, context)
    return _unspaced(text, context, end) or Fault(
        "a `:` is missing after the property name", context, end, "write `name: value`"
    )


def _line_above(text: str, start: int) -> tuple[int, int]:
    """Return where the text of the line above one begins and ends, comments and empty lines left out."""
    while start > 0:
        above = line_start(text, start - 1)
        found = re.compile(r"(?:[ ]|-[ ])*").match(text, above, start)
        begins = found.end() if found else above
        if text[begins:start].strip() and text[begins] != "#":
            return begins, start - 1
        start = above
    return 0, 0


def _unspaced(text: str, start: int, end: int) -> Fault | None:
    """Return the fault of a line that lacks the blank after its `-` or `:`."""
    found = _UNSPACED.match(text, start, end)
    if found is None:
        return None
    at = found.end()
    return Fault(f"a blank is missing after the `{text[at - 1]}`", at - 1, at, "put a blank behind it")


def _unclosed_flow(text: str, at: int, context: int) -> Fault:
    opener = text[context : context + 1]
    owner, closer = ("list", "]") if opener == "[" else ("mapping", "}")
    named = f"the {owner} that begins on line {_line(text, context)}"
    if not text[at:].strip(_SPACE):
        end = len(text.rstrip(_SPACE))
        return Fault(f"the file ends inside {named}", end, end, f"close it with `{closer}`")
    if text[at] in "]}":
        return Fault(f"`{text[at]}` can't close {named}", at, at + 1, f"close it with `{closer}`")
    return Fault(f"a `,` or `{closer}` is missing before this", at, at + 1)


def _missing_value(text: str, at: int, _context: int) -> Fault:
    if not text[at:].strip(_SPACE):
        end = len(text.rstrip(_SPACE))
        return Fault("the file ends where a value should follow", end, end, "close what is open")
    return Fault(f"a value is missing before `{text[at]}`", at, at + 1, "put it in quotes if it is text")


def _stray(text: str, at: int, _context: int) -> Fault:
    """Return the fault of something that fits neither the indentation nor the value before it."""
    end = line_end(text, at)
    if text[line_start(text, at) : at].strip(" -"):
        return Fault("text after the end of the value", at, end, "put the whole value in quotes")
    if text[at : at + 1] in ("]", "}"):
        return Fault(f"`{text[at]}` closes nothing", at, at + 1, "remove it")
    return Fault("the line fits nothing above it", at, end, "indent it like its neighbours")


def _nameless(text: str, at: int, context: int) -> Fault:
    message = f"`{text[context : context + 1]}` needs a name"
    return Fault(message, context, max(at, context + 1), "put it in quotes if it is text")


def _bad_tag(text: str, _at: int, context: int) -> Fault:
    found = re.compile(r"[^\s,\[\]{}]*").match(text, context)
    end = found.end() if found else context
    message = f"the tag `{text[context:end]}` has no meaning here"
    return Fault(message, context, end, "put it in quotes if it is text")


def _bad_escape(text: str, at: int, _context: int) -> Fault:
    start = text.rindex("\\", 0, at + 1)
    found = re.compile(r"\\(?:u[0-9a-fA-F]{0,4}|U[0-9a-fA-F]{0,8}|x[0-9a-fA-F]{0,2}|.?)").match(text, start)
    end = found.end() if found else at
    repair = "write a backslash as \\\\, or use single quotes"
    return Fault(f"`{text[start:end]}` isn't an escape", start, end, repair)


def _half_character(text: str, at: int, _context: int) -> Fault:
    start = text.rindex("\\", 0, at + 1)
    end = min(start + (10 if text[start + 1] == "U" else 6), len(text))
    message = f"`{text[start:end]}` isn't a character in YAML"
    return Fault(message, start, end, "write the character itself")


def _after_indicator(text: str, at: int, context: int) -> Fault:
    message = f"text after `{text[context]}`, where a block of text begins"
    return Fault(message, at, max(line_end(text, at), at + 1), "put it on the next line")


def _text_after_end(text: str, at: int, _context: int) -> Fault:
    if text[at : at + 1] in ("]", "}"):
        return Fault(f"`{text[at]}` closes nothing", at, at + 1, "remove it")
    end = max(line_end(text, at), min(at + 1, len(text)))
    return _unspaced(text, *_line_above(text, line_start(text, at))) or Fault(
        "text after the end of the value", at, end, "remove it"
    )


def _bad_directive(text: str, _at: int, context: int) -> Fault:
    message = "a line that begins with `%` is a directive, and this is none"
    return Fault(message, context, line_end(text, context), "put it in quotes if it is text")


def _other_version(text: str, at: int, _context: int) -> Fault:
    return Fault("only YAML 1.x can be read here", at, line_end(text, at), "remove the line")


def _too_deep(text: str, at: int, _context: int) -> Fault:
    return Fault(f"more than {DEPTH} levels of nesting", at, min(at + 1, len(text)))


# The words are those of libyaml, or of the parser in Python, which stands in where that is missing.
_EXPLAINERS: Final[tuple[tuple[str, Callable[[str, int, int], Fault]], ...]] = (
    ("found unexpected end of stream", _unclosed_string),
    ("found unexpected document", _unclosed_string),
    ("cannot start any token", _bad_start),
    ("tab character", _bad_start),
    ("mapping values are not allowed", _unexpected_colon),
    ("could not find expected ':'", _missing_colon),
    ("expected ',' or", _unclosed_flow),
    ("node content", _missing_value),
    ("block collection", _stray),
    ("block mapping", _stray),
    ("alphabetic or numeric", _nameless),
    ("undefined tag handle", _bad_tag),
    ("ing a tag:", _bad_tag),
    ("hexdecimal", _bad_escape),
    ("hexadecimal", _bad_escape),
    ("unknown escape", _bad_escape),
    ("Unicode character escape", _half_character),
    ("block scalar", _after_indicator),
    ("document start", _text_after_end),
    ("directive", _bad_directive),
    ("incompatible YAML", _other_version),
    ("nesting depth", _too_deep),  # libyaml has a limit too, and reads ahead
)


def _line(text: str, at: int) -> int:
    head = text[:at]
    return 1 + head.count("\n") + head.count("\r") - head.count("\r\n")
