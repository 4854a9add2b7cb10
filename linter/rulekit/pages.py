"""Reads a rule's page: its introduction, and its examples, each a small project and what check says of it.

Behind the examples stands one stage, the project in `rules/world/`: an example shows only what it
changes there.  A block whose heading has a JSON Pointer is that part of the file; an empty block
takes the file, or the part, away.  An example with a whole snapshot stands alone, without the stage.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from linter.diagnostic import pointer_steps
from linter.named_tuple import NamedTuple

if TYPE_CHECKING:
    from linter.rulekit.rule import RuleModule

_HEADING: Final = re.compile(r"^## (.+)$", re.MULTILINE)
_BLOCK: Final = re.compile(
    r"^```(json|yaml|toml|text|http)(?: (\S+))?(?: (/\S*))?\n(.*?)^```$", re.MULTILINE | re.DOTALL
)
_SNAPSHOT: Final = re.compile(r"snapshot\.(json|ya?ml)")


class Block(NamedTuple):
    """A file of an example, or a part of one."""

    file: str
    pointer: str  # a JSON Pointer into the stage's file; "" is the whole file
    content: str  # "" takes it away


class Example(NamedTuple):
    """One `## Good: …` or `## Bad: …` of a page."""

    title: str
    good: bool
    blocks: tuple[Block, ...]
    output: str  # what `check --format concise` prints, without its summary

    @property
    def stands_alone(self) -> bool:
        """Whether the example has a snapshot of its own, so that the stage's payloads would not fit."""
        return any(_SNAPSHOT.fullmatch(one.file) and not one.pointer for one in self.blocks)

    def files(self, stage: Mapping[str, str]) -> dict[str, str]:
        """Return the project of the example by file name, given the stage's."""
        files = {} if self.stands_alone else dict(stage)
        for block in self.blocks:
            _lay(block, files)
        return files


def page_path(module: RuleModule) -> str:
    """Return the path of the page beside a rule's module."""
    return os.path.splitext(str(module.__file__))[0] + ".md"  # type: ignore[attr-defined]  # modules have a file


def page_of(module: RuleModule) -> str:
    """Return the text of the page beside a rule's module; without one, what a custom rule's card says."""
    card = module.RULE
    try:
        with open(page_path(module), encoding="utf-8") as file:
            return _harmless(file.read()) if card.custom else file.read()
    except (OSError, UnicodeDecodeError):
        if not card.custom:
            raise
        return f"# {card.name} ({card.code})\n\n{card.limitation} ({card.source})\n"


def _harmless(page: str) -> str:
    """Return the page of a stranger's rule, maybe, without what would do something in a terminal."""
    return "".join(one if one.isprintable() or one in "\n\t" else "\ufffd" for one in page)


def introduction(page: str) -> str:
    """Return what a page says between its title and its first section, and how to mend it."""
    said = page.partition("\n")[2].partition("\n## ")[0].strip()
    mends = dict(sections(page)).get("How to mend it", "").strip()
    return f"{said}\n\n{mends}" if mends else said


def examples(page: str) -> Iterator[Example]:
    """Yield the examples of a page, in their order."""
    for title, body in sections(page):
        if _is_example(title):
            verdict, _, name = title.partition(": ")
            found = _BLOCK.findall(body)
            blocks = tuple(Block(*block) for language, *block in found if language != "text")
            output = "".join(content for language, _, _, content in found if language == "text")
            yield Example(name, verdict == "Good", blocks, output)


def _is_example(title: str) -> bool:
    return title.partition(": ")[0] in ("Good", "Bad")


def stage_in(folder: str) -> dict[str, str]:
    """Return the files of the project that stands behind all examples, by name with "/"."""
    files = {}
    for where, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(where, name)
            with open(path, encoding="utf-8") as file:
                files[os.path.relpath(path, folder).replace(os.sep, "/")] = file.read()
    return files


def with_outputs(page: str, outputs: dict[str, str]) -> str:
    """Return the page with the outputs of its Bad examples, by title, put in."""
    for title, body in sections(page):
        name = title.partition(": ")[2]
        if title.startswith("Bad: ") and name in outputs:
            text = f"```text\n{outputs[name]}```"
            before, _, rest = body.partition("```text\n")
            renewed = before + text + rest.partition("```")[2]
            page = page.replace(f"## {title}\n{body}", f"## {title}\n{renewed}")
    return page


def in_full(page: str, stage: Mapping[str, str]) -> str:
    """Return the page with whole files in place of parts."""
    shown = examples(page)
    for title, body in sections(page):
        if _is_example(title):
            page = page.replace(f"## {title}\n{body}", f"## {title}\n{_in_full(next(shown), body, stage)}")
    return page


def _in_full(example: Example, body: str, stage: Mapping[str, str]) -> str:
    """Return the section with the first part of each file as the whole file, and without further parts."""
    files, shown = example.files(stage), set()

    def whole(found: re.Match[str]) -> str:
        language, name = found[1], found[2]
        if not found[3]:
            return found[0]
        again = name in shown
        shown.add(name)
        return "" if again else f"```{language} {name}\n{files[name]}```"

    return _BLOCK.sub(whole, body)


def sections(page: str) -> Iterator[tuple[str, str]]:
    """Yield the headings of a page and what stands below each, in their order."""
    found = list(_HEADING.finditer(page))
    for here, following in zip_longest(found, found[1:]):
        yield here.group(1), page[here.end() + 1 : following.start() if following else len(page)]


def _lay(block: Block, files: dict[str, str]) -> None:
    """Lay a block over the files of a project.

    Raises LookupError where its pointer leads nowhere or its content is no JSON.
    """
    if block.pointer:
        whole = _changed(block, files)
        files[block.file] = json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
        return
    stem = block.file.rpartition(".")[0]
    for twin in [name for name in files if name.rpartition(".")[0] == stem]:
        del files[twin]  # the same payload in the other notation
    if block.content:
        files[block.file] = block.content


def _changed(block: Block, files: Mapping[str, str]) -> Any:
    """Return what a file holds with the block in its place."""
    try:
        whole = json.loads(files[block.file])
        _set(whole, block.pointer, block.content)
    except (LookupError, ValueError) as fault:
        behind = "`-` is behind the last item of a list"
        raise LookupError(f"a page's part {block.file} {block.pointer}: {fault!r}; {behind}") from fault
    return whole


def _set(whole: Any, pointer: str, content: str) -> None:
    """Put a value where a JSON Pointer leads; `-` is behind the last item of a list, "" takes it away."""
    *steps, last = pointer_steps(pointer)
    for step in steps:
        whole = whole[int(step) if isinstance(whole, list) else step]
    if isinstance(whole, list) and last == "-":
        whole.append(json.loads(content))
        return
    key = int(last) if isinstance(whole, list) else last
    if content:
        whole[key] = json.loads(content)
    else:
        del whole[key]
