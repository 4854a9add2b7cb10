"""Makes visible what a terminal would act upon."""

from __future__ import annotations

import re
from typing import Final

# C0 and C1 controls, line and paragraph separators, and the marks that turn the direction of text
_ACTIVE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


def visible(text: str) -> str:
    """Return a one-line text with control and direction characters written as escapes."""
    return _ACTIVE.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    code = ord(found.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
