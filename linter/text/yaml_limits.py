"""What YAML 1.2 allows and the reader, which speaks 1.1, doesn't: said as that, and as nobody's mistake."""

from __future__ import annotations

import re
from typing import Final

from linter.text.lines import line_end, line_start
from linter.text.place import Fault

_STRUCTURE: Final = re.compile(r"[-?:](?=\s|$)|.*:(?=\s|$)")
"""What begins a list or a mapping in a line, before which a tab would be indentation."""

_BEFORE_ENTRY: Final = re.compile(r" *(?:- *)+").fullmatch
_OPENS_TEXT: Final = re.compile(r"---[ \t]+[|>][-+0-9]*[ \t]*(?:#[^\r\n]*)?")


def limit(text: str, about: str, at: int, context: int) -> Fault | None:
    """Return what a text has at a place that only the reader refuses; None where that isn't known.

    `about` is what the reader says of it, `context` where the value begins that it was reading.
    """
    if text[at : at + 1] == "\t":
        return _tab(text, about, at, context)
    if text[at : at + 1] == ":":
        return _colon(text, about, at, context)
    start = line_start(text, context if "directive" in about else at)
    if "node content" in about and text.startswith("...", at) and start == at:
        return Fault("the file is empty", at, at + 3, "write a YAML value, such as {}")
    if "document start" in about or "directive" in about:
        return _behind_document(text, start)
    return None


def allowed(message: str, start: int, end: int, repair: str) -> Fault:
    """Return the fault of what only the reader refuses."""
    return Fault(f"{message}: YAML 1.2 allows it, but it can't be read here", start, end, repair)


def _tab(text: str, about: str, at: int, context: int) -> Fault | None:
    start = line_start(text, at)
    before, rest = text[start:at], text[at : line_end(text, at)].strip()
    if "block scalar" in about:
        if before.strip(" ") or len(before) <= _spaces(text, line_start(text, context)):
            return None
        repair = f"say behind the `{text[context]}` how far it is indented, as in `{text[context]}2`"
        return allowed("a tab begins the first line of this block of text", at, at + 1, repair)
    if not rest or _STRUCTURE.match(rest) or not (_BEFORE_ENTRY(before) or _is_deeper(text, start, before)):
        return None
    return allowed("a tab stands before this value", at, at + 1, "put spaces in its place")


def _spaces(text: str, start: int) -> int:
    found = re.compile(" *").match(text, start)
    return len(found[0]) if found else 0


def _is_deeper(text: str, start: int, before: str) -> bool:
    """Tell whether spaces are enough for the value of the name that ends the line above."""
    above = line_start(text, max(start - 1, 0))
    return (
        before.strip(" ") == ""
        and re.search(r":\s*$", text[above:start]) is not None
        and len(before) > _spaces(text, above)
    )


def _colon(text: str, about: str, at: int, context: int) -> Fault | None:
    is_alone = text[at + 1 : at + 2] in ("", " ", "\t", "\r", "\n")
    if "flow mapping" in about and _is_name(text, context, at):
        message, repair = "a name and its `:` stand on different lines", "put the `:` right behind the name"
        return allowed(message, at, at + 1, repair)
    if "unexpected ':'" in about:
        return allowed("a value is left out behind this `:`", at, at + 1, "write null")
    if "node content" in about and not is_alone and text[at + 1] not in ",[]{}":
        return allowed("a value begins with `:`", at, at + 1, "put it in quotes")
    if "block mapping" in about and is_alone:
        return Fault("a property has no name: YAML allows it, JSON doesn't", at, at + 1, "write its name")
    return None


def _is_name(text: str, context: int, at: int) -> bool:
    """Tell whether what stands before a `:` is the name of a pair, which lines above end with."""
    name = text[max(context, text.rfind(",", context, at)) + 1 : at]
    return text[context] == "{" and "\n" in name and not re.search(r"[:{\[](?:\s|$)|[\"']\s*:", name)


def _behind_document(text: str, start: int) -> Fault | None:
    """Return the fault of a line that is a second document's, or in a text that isn't indented."""
    above = text[line_start(text, max(start - 1, 0)) : start].strip()
    end = max(line_end(text, start), min(start + 1, len(text)))
    if above == "...":
        return Fault("a second document", start, end, "a file holds one; put several into a list")
    if _OPENS_TEXT.fullmatch(above):
        return allowed("a block of text isn't indented", start, end, "indent it")
    return None
