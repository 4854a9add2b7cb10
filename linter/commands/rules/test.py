"""c360lint rules test: whether custom rules say of the examples on their pages what the pages say."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import chdir
from tempfile import TemporaryDirectory
from typing import NoReturn

import click

from linter.checking.given import Given, Modes
from linter.commands.check_requests import requests_of
from linter.commands.check_run import run_of
from linter.commands.refusal import refuse, write_or_refuse
from linter.commands.stage import stage_folder
from linter.configuration.configuration import FILE_NAME
from linter.custom.folders import CodeFile
from linter.custom.reading import card_in
from linter.files import read_bytes
from linter.named_tuple import NamedTuple
from linter.refusal import CannotRun
from linter.reports import render
from linter.reports.outcome import outcome_of
from linter.reports.output import print_out
from linter.reports.visible import visible
from linter.rulekit.pages import Example, examples, stage_in, with_outputs
from linter.wording import counted


class _Tried(NamedTuple):
    """What a rule says of an example, and why it couldn't say all."""

    example: Example
    output: str
    faults: tuple[str, ...]

    def trouble(self, page: str) -> str:
        """Return what is wrong, in lines, "" where nothing is; `page` is the page's file."""
        one, kind = self.example, "Good" if self.example.good else "Bad"
        if self.faults:
            return "\n".join(self.faults)
        if one.good and self.output:
            return f"{page}: `Good: {one.title}` isn't:\n{self.output}"
        if not one.good and not self.output:
            return f"{page}: nothing is found in `Bad: {one.title}`"
        if not one.good and self.output != one.output:
            return f"{page}: `{kind}: {one.title}` says\n{one.output}and the rule says\n{self.output}"
        return ""


@click.command("test")
@click.argument("folder", type=click.Path())
@click.option("--write", is_flag=True, help="Write into the pages what the rules say of the Bad examples.")
def command(folder: str, write: bool) -> None:
    """Run the examples on the pages of the custom rules in FOLDER, whose code is run.

    Behind the examples stands a clean project, as behind the pages of our own rules; an example shows
    what it changes there.  The status is 1 if a rule says something else than its page.
    """
    failed = 0
    sources = list(_sources(folder))
    if not any(one.is_rule for one in sources):
        refuse(f"{folder} has no rule; `c360lint rules new CODE NAME` writes one")
    for one in sources:
        if one.is_rule:
            failed += not _holds(one, folder, sources, write)
    sys.exit(1 if failed else 0)


def _sources(folder: str) -> Iterator[CodeFile]:
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(".py"))
        for name in names:
            path = os.path.join(folder, name)
            yield CodeFile(path, read_bytes(path))
    except OSError as error:
        refuse(f"{folder} can't be read: {error.strerror}")


def _holds(rule: CodeFile, folder: str, sources: list[CodeFile], write: bool) -> bool:
    """Try a rule's examples, and say what came of them; tell whether its page is right."""
    try:
        code = card_in(rule.path, rule.content).code
    except CannotRun as error:
        refuse(str(error))
    page_file = f"{os.path.splitext(rule.path)[0]}.md"
    page = _page(page_file)
    tried = [_try(one, code, folder, sources) for one in examples(page)]
    if write:
        page = with_outputs(page, {one.example.title: one.output for one in tried if not one.faults})
        write_or_refuse(page_file, page)
        tried = [one._replace(example=now) for one, now in zip(tried, examples(page), strict=True)]
    name = rule.stem.lower().replace("_", "-")
    wrong = list(_missing(page, page_file, tried, f"# {name} ({code})"))
    wrong += filter(None, (one.trouble(page_file) for one in tried))
    held = "" if wrong else ", as its page says"
    lines = [f"{code} {name}: {counted(len(tried), 'example')}{held}", *wrong]
    print_out("".join(visible(line) + "\n" for text in lines for line in text.rstrip("\n").split("\n")))
    return not wrong


def _page(file: str) -> str:
    try:
        return read_bytes(file).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        _no_page(file, str(reason))


def _no_page(file: str, reason: str) -> NoReturn:
    refuse(f"{file} can't be read: {reason}; a custom rule has a page with examples beside it")


def _missing(page: str, file: str, tried: list[_Tried], title: str) -> Iterator[str]:
    if page.partition("\n")[0].rstrip() != title:
        yield f"{file}:1: the page is expected to begin with `{title}`"
    for good in (True, False):
        if not any(one.example.good == good for one in tried):
            kind = "Good" if good else "Bad"
            yield f"{file}: there is no example: a heading `## {kind}: …`, and what it changes"


def _try(one: Example, code: str, folder: str, sources: list[CodeFile]) -> _Tried:
    """Check the project of an example with one rule, in a folder of its own."""
    inside = folder if not os.path.isabs(folder) and ".." not in folder else os.path.basename(folder)
    try:
        files = one.files(stage_in(stage_folder()))
    except LookupError as error:
        return _Tried(one, "", (f"`{one.title}`: {error.args[0]}",))
    own = os.path.normpath(inside).replace(os.sep, "/")
    files[FILE_NAME] = f'custom-rules = ["{own}"]\n{files.get(FILE_NAME, "")}'
    with TemporaryDirectory() as root, chdir(root):
        for name, content in files.items():
            _write(name, content.encode())
        for source in sources:
            _write(os.path.join(own, os.path.basename(source.path)), source.content)
        return _checked(one, Given(select=(code,), allow_code=(own,)))


def _write(name: str, content: bytes) -> None:
    os.makedirs(os.path.dirname(name) or os.curdir, exist_ok=True)
    with open(name, "wb") as file:
        file.write(content)


def _checked(one: Example, given: Given) -> _Tried:
    try:
        run = run_of(requests_of(given), given, Modes(), None, None)
    except CannotRun as error:
        return _Tried(one, "", (str(error),))
    (done,) = run.checked
    outcome = outcome_of(done.result, done.texts, done.request.rules, done.request.root, ("error",))
    return _Tried(one, render("concise", outcome._replace(summary=False)), run.refused)
