"""Reads a rule's page: its introduction, and its examples, each a tiny project and what check says of it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from linter.rulekit.rule import RuleModule

_HEADING: Final = re.compile(r"^## (.+)$", re.MULTILINE)
_BLOCK: Final = re.compile(r"^```(json|yaml|toml|text) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Example(NamedTuple):
    """One `## Good: …` or `## Bad: …` of a page."""

    title: str
    good: bool
    files: tuple[tuple[str, str], ...]  # name and content
    output: str  # what `check --format concise` prints, without its summary


def page_of(module: RuleModule) -> str:
    """Return the text of the page beside a rule's module."""
    path = os.path.splitext(str(module.__file__))[0] + ".md"  # type: ignore[attr-defined]  # modules have a file
    with open(path, encoding="utf-8") as file:
        return file.read()


def introduction(page: str) -> str:
    """Return what a page says between its title and its first section."""
    return page.partition("\n")[2].partition("\n## ")[0].strip()


def examples(page: str) -> Iterator[Example]:
    """Yield the examples of a page, in their order."""
    for title, body in _sections(page):
        verdict, _, name = title.partition(": ")
        if verdict in ("Good", "Bad"):
            blocks = _BLOCK.findall(body)
            files = tuple((file, content) for language, file, content in blocks if language != "text")
            output = "".join(content for language, _, content in blocks if language == "text")
            yield Example(name, verdict == "Good", files, output)


def with_outputs(page: str, outputs: dict[str, str]) -> str:
    """Return the page with the outputs of its Bad examples, by title, put in."""
    for title, body in _sections(page):
        name = title.partition(": ")[2]
        if title.startswith("Bad: ") and name in outputs:
            text = f"```text\n{outputs[name]}```"
            before, _, rest = body.partition("```text\n")
            renewed = before + text + rest.partition("```")[2]
            page = page.replace(f"## {title}\n{body}", f"## {title}\n{renewed}")
    return page


def _sections(page: str) -> Iterator[tuple[str, str]]:
    found = list(_HEADING.finditer(page))
    for here, following in zip(found, [*found[1:], None], strict=True):
        yield here.group(1), page[here.end() + 1 : following.start() if following else len(page)]
