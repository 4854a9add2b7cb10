"""Texts that were read, as they are shown: nothing in them acts on whoever shows them.

`visible` is for what is put into a line, `markup` for what stands in HTML, SVG or XML; Markdown and Mermaid
have a module each.  `unheeded` is the net below: all that is printed or reported goes through it.
"""

from __future__ import annotations

import re
from typing import Final

# C0 and C1 controls, line and paragraph separators, the marks that turn the direction of text, and
# characters that nobody sees, or takes for a space: a name that has them looks like another
_ACTIVE: Final = (  # compiled for a text that isn't plain: it takes a millisecond
    "\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f"
    "\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_CONTROLS: Final = "\x00-\x1f"

# what a pipeline obeys in the log of its jobs: `##vso[…]`, `##[…]` anywhere, `::…` where a line begins
_OBEYED: Final = r"(?m)#(?=#\w*\[)|^[^\S\n]*:(?=:(?!:))"


def visible(text: str) -> str:
    """Return a one-line text with control and direction characters written as escapes."""
    if text.isascii() and text.isprintable():
        return text
    return re.sub(f"[{_CONTROLS}{_ACTIVE}]", _escaped, text)


def markup(text: str) -> str:
    """Return a text of which HTML, SVG and XML make nothing but text."""
    from html import escape

    return escape(visible(text))


def unheeded(text: str) -> str:
    """Return lines for a log, without what a pipeline would take for a command, or a reader not see.

    The escapes are those of JSON, so that what is JSON stays what it is.
    """
    if not text.isascii() or "\x7f" in text:
        text = re.sub(f"[{_ACTIVE}]", lambda one: _as_json(one[0]), text)
    if "##" not in text and "::" not in text:
        return text
    return re.sub(_OBEYED, lambda one: f"{one[0][:-1]}{_as_json(one[0][-1])}", text)


def _as_json(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _escaped(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code > 0xFFFF:
        return f"\\U{code:08x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
