"""Texts of files for Markdown: as text in which nothing acts, or as code."""

from __future__ import annotations

import re
from typing import Final

from linter.reports.visible import visible

# within a word "_" does nothing
_ACTIVE: Final = re.compile(r"[\\`*{}\[\]<>#|~$&@:]|(?<![^\W_])_|_(?![^\W_])")


def text_of(text: str) -> str:
    """Return a text of which Markdown and HTML make nothing but text."""
    return _ACTIVE.sub(lambda found: f"&#{ord(found[0])};", visible(text))


def code_of(text: str) -> str:
    """Return a text as code; within a table a code span can't hold every character."""
    shown = visible(text)
    return f"<code>{text_of(shown)}</code>" if re.search(r"[`|\\]", shown) else f"`{shown}`"
