"""Where the lines of a text begin and end; they end as the editor protocol says, and most editors."""

from __future__ import annotations

import re
from typing import Final

LINE_END: Final = re.compile(r"\r\n|\n|\r")


def line_start(text: str, offset: int) -> int:
    """Return where the line begins that an offset lies in."""
    start = text.rfind("\n", 0, offset) + 1
    return max(start, text.rfind("\r", start, offset) + 1)


def line_end(text: str, offset: int) -> int:
    """Return where the line ends that an offset lies in, without its line break."""
    found = LINE_END.search(text, offset)
    return found.start() if found else len(text)


def next_line(text: str, offset: int) -> int:
    """Return where the next line begins; after the last one, beyond the end of the text."""
    found = LINE_END.search(text, offset)
    return found.end() if found else len(text) + 1
