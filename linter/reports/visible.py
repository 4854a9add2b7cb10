"""Makes visible what a terminal would act upon."""

from __future__ import annotations

import re
from typing import Final

# C0 and C1 controls, line and paragraph separators, the marks that turn the direction of text, and
# characters that nobody sees, or takes for a space: a name that has them looks like another
_ACTIVE: Final = (  # compiled for a text that isn't plain: it takes a millisecond
    "[\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f"
    "\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)

# what a pipeline obeys in the log of its jobs: `##vso[…]`, `##[…]` anywhere, `::…` where a line begins
_OBEYED: Final = r"(?m)#(?=#\w*\[)|^[^\S\n]*:(?=:(?!:))"


def visible(text: str) -> str:
    """Return a one-line text with control and direction characters written as escapes."""
    if text.isascii() and text.isprintable():
        return text
    return re.sub(_ACTIVE, _escaped, text)


def unheeded(text: str) -> str:
    """Return a text for a log, without what a pipeline would take for a command.

    The escapes are those of JSON, so that what is JSON stays what it is.
    """
    if "##" not in text and "::" not in text:
        return text
    return re.sub(_OBEYED, lambda one: f"{one[0][:-1]}\\u{ord(one[0][-1]):04x}", text)


def _escaped(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code > 0xFFFF:
        return f"\\U{code:08x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
