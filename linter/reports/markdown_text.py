"""Texts of files for Markdown: as text in which nothing acts, or as code."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from linter.reports.visible import visible

_NAME: Final = re.compile(r"`([^`]+)`")

# within a word "_" does nothing
_ACTIVE: Final = re.compile(r"[\\`*{}\[\]<>#|~$&@:]|(?<![^\W_])_|_(?![^\W_])")

# forges make links of these even where no sign is a sign any more, and tell a person who is mentioned
_LINKED: Final = re.compile(r"(?i)@\w|#\d|://|www\.")

# of these an editor makes a link or a character: entities, addresses
_FOR_EDITORS: Final = re.compile(r"(?i)@\w|://|www\.|&#?\w+;|mailto:|xmpp:")


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


def span_of(text: str) -> str:
    """Return a text as a code span, for who shows no HTML: an editor."""
    shown = visible(text)
    longest = max(map(len, re.findall("`+", shown)), default=0)
    if not longest:
        return f"`{shown}`"
    fence = "`" * (longest + 1)
    return f"{fence} {shown} {fence}"


def marked_off(text: str) -> str:
    """Return a text of which an editor makes nothing but text, with as few signs as that takes."""
    shown = visible(text)
    return span_of(shown) if _FOR_EDITORS.search(shown) else re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", shown)


def sentence_of(
    text: str, code: Callable[[str], str] = code_of, plain: Callable[[str], str] = text_of
) -> str:
    """Return a message with the names that stand in backticks as code, and nothing else that acts."""
    parts = _NAME.split(text)
    return "".join(code(part) if index % 2 else plain(part) for index, part in enumerate(parts))


def sentence_in_editor(text: str) -> str:
    """Return the same for an editor."""
    return sentence_of(text, span_of, marked_off)
