"""Texts of files for Markdown: as text in which nothing acts, or as code."""

from __future__ import annotations

import re
from typing import Final

from linter.reports.visible import visible

# within a word "_" does nothing
_ACTIVE: Final = re.compile(r"[\\`*{}\[\]<>#|~$&@:]|(?<![^\W_])_|_(?![^\W_])")

# forges make links of these even where no sign is a sign any more, and tell a person who is mentioned
_LINKED: Final = re.compile(r"(?i)@\w|#\d|://|www\.")


def text_of(text: str) -> str:
    """Return a text of which Markdown and HTML make nothing but text; a word that forges link is code."""
    return re.sub(r"\S+", lambda word: _word(word[0]), visible(text))


def _word(word: str) -> str:
    return f"<code>{_inert(word)}</code>" if _LINKED.search(word) else _inert(word)


def _inert(text: str) -> str:
    return _ACTIVE.sub(lambda found: f"&#{ord(found[0])};", text)


def code_of(text: str) -> str:
    """Return a text as code; within a table a code span can't hold every character."""
    shown = visible(text)
    return f"<code>{_inert(shown)}</code>" if re.search(r"[`|\\]", shown) else f"`{shown}`"
