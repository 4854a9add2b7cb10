"""Makes visible what a terminal would act upon."""

from __future__ import annotations

import re
from typing import Final

# C0 and C1 controls, line and paragraph separators, the marks that turn the direction of text, and
# characters that nobody sees: a name that has them looks like another
_ACTIVE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """Return a one-line text with control and direction characters written as escapes."""
    return _ACTIVE.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code > 0xFFFF:
        return f"\\U{code:08x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
