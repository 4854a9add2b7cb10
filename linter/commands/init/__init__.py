"""c360lint init: a commented configuration and, if wanted, a hook's entry, a step for CI, editor settings."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import click

from linter.commands.init.files import CI, EDITORS, HOOKS, Planned, configuration, hook, laid_down
from linter.commands.init.found import FolderContents, found_in, import_command, told
from linter.commands.refusal import refuse, write_or_refuse
from linter.configuration.configuration import FILE_NAME
from linter.refusal import CannotRun
from linter.reports.output import print_out
from linter.reports.visible import visible


@click.command("init")
@click.option("--yes", is_flag=True, help="Ask nothing: write what is said, and the configuration.")
@click.option("--snapshot", metavar="FILE", help="The snapshot; snapshot.json unless named.")
@click.option("--hook/--no-hook", "hook_", default=None, help="Whether pre-commit runs the check.")
@click.option("--ci", type=click.Choice((*CI, "none")), help="The pipeline that runs the check.")
@click.option("--editor", type=click.Choice((*EDITORS, "none")), help="The editor to set up.")
def command(yes: bool, snapshot: str | None, hook_: bool | None, ci: str | None, editor: str | None) -> None:
    """Write a commented c360lint.toml into the current folder, and what else is wanted.

    On a terminal it asks.  What is written is shown before; no existing file is overwritten.
    """
    asks = not yes and _is_terminal()
    wants_more = asks or hook_ or any(one not in (None, "none") for one in (ci, editor))
    if os.path.lexists(FILE_NAME) and not wants_more:
        refuse(f"{FILE_NAME} exists already and was left as it is")
    try:
        found = found_in(os.curdir)
    except CannotRun as error:
        refuse(str(error))
    for line in told(found):
        print_out(f"Found {visible(line)}\n")
    named = snapshot or found.snapshot or "snapshot.json"
    if asks:
        named = snapshot or click.prompt("The snapshot's file", default=named)
        hook_ = click.confirm("Check before every commit (pre-commit)?") if hook_ is None else hook_
        ci = ci or click.prompt("CI", type=click.Choice((*CI, "none")), default=found.ci or "none")
        default = "vscode" if found.has_editor else "none"
        editor = editor or click.prompt("Editor", type=click.Choice((*EDITORS, "none")), default=default)
    for one in _planned(named, hook_, ci, editor):
        _lay_down(one, asks)
    print_out(_next(found, named))


def _is_terminal() -> bool:
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def _planned(snapshot: str, hook_: bool | None, ci: str | None, editor: str | None) -> Iterator[Planned]:
    if os.path.lexists(FILE_NAME):
        print_out(f"{FILE_NAME} is there and was left as it is.\n")
    else:
        yield configuration(snapshot)
    if hook_:
        entry = hook(os.curdir)
        if entry is None:
            print_out(f"{HOOKS} has the hook already.\n")
        else:
            yield entry
    for table, wanted in ((CI, ci), (EDITORS, editor)):
        if wanted is not None and wanted != "none":
            yield laid_down(os.curdir, *table[wanted])


def _lay_down(one: Planned, asks: bool) -> None:
    """Show a file and write it; one that is there is only told what to add."""
    if one.by_hand:
        print_out(f"{one.file} is there and was left as it is.  Add to it:\n{_set_in(one.text)}")
        return
    if asks or one.file != FILE_NAME:
        sign = "+ " if one.added else "  "
        print_out(f"{one.file}:\n{_set_in(one.added or one.text, sign)}")
    if asks and not click.confirm(f"Write {one.file}?", default=True):
        return
    write_or_refuse(one.file, one.text, makes_folder=True)
    print_out(f"Wrote {one.file}.\n")


def _set_in(text: str, sign: str = "  ") -> str:
    return "".join(f"  {sign}{line}".rstrip() + "\n" for line in text.splitlines())


def _next(found: FolderContents, snapshot: str) -> str:
    if os.path.exists(snapshot):
        return f"{visible(snapshot)} is there already.  Next: c360lint check\n"
    return (
        "Next: make the instance's snapshot, then run c360lint check.\n"
        f"  {visible(import_command(found, os.curdir, snapshot))}\n"
    )
