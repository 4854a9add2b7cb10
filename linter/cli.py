"""The command line: which commands there are; each is imported when it is used."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from io import TextIOWrapper
from typing import Any, Final

import click

from linter import __version__
from linter.commands.group import CommandGroup
from linter.guards import bugs_told, no_search_for_garbage, until_interrupted, until_pipe_closes
from linter.reports.output import print_err

COMMANDS: Final = {
    "check": "Check payloads against the snapshot.",
    "snapshot": "Make a snapshot, show it, compare two, lay payloads over it.",
    "baseline": "Keep the findings that are known: create, prune.",
    "plan": "Print an order in which the payloads can be sent, and why.",
    "graph": "Draw the relationships of snapshot and payloads.",
    "refs": "Print where a name is declared and used.",
    "explain": "Print the page of a rule, of a payload's form, or of a word.",
    "rules": "List the rules; begin a custom one, and try it.",
    "new": "Write the skeleton of a payload, filled from the snapshot.",
    "learn": "Propose how payloads in other words are read.",
    "schema": "Print the JSON Schema of a payload kind.",
    "init": "Write a configuration, a hook and a step for CI.",
    "server": "Answer an editor, as a language server.",
    "cache": "Say where checks of large projects keep what they remember; remove it.",
    "doctor": "Print what a bug report needs.",
}


class _Commands(CommandGroup):
    """Runs within the guards, and shows click's own words as ours."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        with until_interrupted(), until_pipe_closes(), _misuse_shown():
            return super().invoke(ctx)

    def make_context(
        self, info_name: str | None, args: list[str], *more: Any, **kwargs: Any
    ) -> click.Context:
        """Read the command line, which may ask for help."""
        with until_pipe_closes(), _misuse_shown():
            if any("\0" in one for one in args):  # no shell can pass it, but who calls us from Python can
                raise click.UsageError("the character U+0000 can't be meant")
            return super().make_context(info_name, args, *more, **kwargs)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run; who asks for no end of the process gets what is raised."""
        _let_all_be_printed()
        if "_C360LINT_COMPLETE" in os.environ:
            from linter.commands import completing  # noqa: F401  # how shells are answered
        with no_search_for_garbage(), bugs_told() if kwargs.get("standalone_mode", True) else nullcontext():
            return super().main(*args, **kwargs)


def _let_all_be_printed() -> None:
    """Let click print what the output's encoding doesn't have, as `…` in an old code page of Windows."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


@contextmanager
def _misuse_shown() -> Iterator[None]:
    """Let click's own words of a wrong command line, which repeat what was given, do nothing else."""
    try:
        yield
    except click.ClickException as error:
        from io import StringIO

        from linter.reports.visible import visible
        from linter.wording import bounded

        shown = StringIO()
        error.show(shown)
        print_err("\n".join(map(visible, bounded(shown.getvalue()).split("\n"))))
        sys.exit(error.exit_code)


@click.group(
    cls=_Commands,
    package="linter.commands",
    table=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="c360lint")
def main() -> None:
    """Find what Dynamics 365 Customer Insights would refuse in configuration files, offline.

    Exit status: 0 nothing found, 1 findings, 2 the job could not be done, 3 a bug in the linter.
    """
