"""The words of the field and of the tool: a section each of vocabulary.md."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from linter.rulekit.pages import sections


def word_page(word: str) -> str | None:
    """Return the page of a word, if it is one; case, hyphens and a plural don't matter."""
    wanted = _folded(word)
    found = (page for heading, page in _pages() if wanted in map(_folded, _names(heading)))
    return next(found, None)


def words() -> Iterator[str]:
    """Yield all words, as one types them."""
    for heading, _ in _pages():
        yield from (name.lower().replace(" ", "-") for name in _names(heading))


def _pages() -> Iterator[tuple[str, str]]:
    path = os.path.splitext(__file__)[0] + ".md"
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for heading, body in sections(text):
        yield heading, f"# {heading}\n{body.rstrip()}\n"


def _names(heading: str) -> list[str]:
    """Return a word and those that mean the same, which stand behind it in brackets."""
    return [name.strip() for name in re.split(r"[(),]", heading) if name.strip()]


def _folded(word: str) -> str:
    return re.sub(r"[-_ ]+", " ", word.strip().lower()).removesuffix("s")
