"""The command line: which commands there are; each is imported when it is used."""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import click

from linter import __version__
from linter.commands.group import CommandGroup
from linter.reports.output import discard, print_err

COMMANDS: Final = {
    "check": "Check payloads against the snapshot.",
    "snapshot": "Make a snapshot, show it, compare two, lay payloads over it.",
    "baseline": "Keep the findings that are known: create, prune.",
    "plan": "Print an order in which the payloads can be sent, and why.",
    "graph": "Draw the relationships of snapshot and payloads.",
    "refs": "Print where a name is declared and used.",
    "explain": "Print the page of a rule, of a payload's form, or of a word.",
    "rules": "List the rules.",
    "new": "Write the skeleton of a payload, filled from the snapshot.",
    "learn": "Propose how payloads in other words are read.",
    "schema": "Print the JSON Schema of a payload kind.",
    "init": "Write a configuration, a hook and a step for CI.",
    "server": "Answer an editor, as a language server.",
    "doctor": "Print what a bug report needs.",
}

_UNWRITABLE: Final = (errno.ENOSPC, errno.EBADF, errno.EIO, errno.EDQUOT)


class _Commands(CommandGroup):
    """Turns our own mistakes into exit status 3, and an interrupt into 130."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; an interrupt ends with 130, as in a shell, since 1 would mean findings."""
        try:
            with _until_pipe_closes(), _misuse_shown():
                return super().invoke(ctx)
        except KeyboardInterrupt:
            print_err("c360lint: interrupted\n")
            sys.exit(130)

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Read the command line, which may ask for help."""
        with _until_pipe_closes(), _misuse_shown():
            return super().make_context(*args, **kwargs)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run; an exception that nobody expected is a bug of ours."""
        try:
            with _no_search_for_garbage():
                return super().main(*args, **kwargs)
        except Exception as error:
            if not kwargs.get("standalone_mode", True):
                raise
            if isinstance(error, OSError) and error.errno in _UNWRITABLE and error.filename is None:
                discard(1)  # click's own words; where they went to standard error, this fails, too
                print_err(f"c360lint: the output can't be written: {error.strerror}\n")
                sys.exit(2)
            if _working_folder_is_gone():
                print_err("c360lint: the working folder is not there any more\n")
                sys.exit(2)
            _report_bug(error)
            sys.exit(3)


@contextmanager
def _no_search_for_garbage() -> Iterator[None]:
    """Let a run make its cycles: they aren't worth a search that takes a third of a large one."""
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searched:
            gc.freeze()  # or what the run leaves would be searched after all, as the process ends
            gc.enable()


def _working_folder_is_gone() -> bool:
    try:
        return not os.getcwd()
    except OSError:
        return True


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


@contextmanager
def _until_pipe_closes() -> Iterator[None]:
    """End quietly where the reader of what click itself prints has gone."""
    try:
        yield
    except BrokenPipeError:
        discard(1)
        sys.exit(0)


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


def _report_bug(error: Exception) -> None:
    import platform
    import traceback

    from linter.reports.visible import visible

    notes = "".join(f"  {visible(note)}\n" for note in getattr(error, "__notes__", ()))
    trace = "\n".join(map(visible, "".join(traceback.format_exception(error)).split("\n")))
    home = os.path.expanduser("~")
    if len(home) > 1:  # a container's home may be the root
        trace = trace.replace(home, "~")
    print_err(
        f"c360lint: internal error: {type(error).__name__}: {visible(str(error))}\n{notes}"
        f"  This is a bug in c360lint {__version__} (Python {platform.python_version()}, "
        f"{platform.system()}), not a mistake of yours.\n  Please report it with what follows:\n\n{trace}\n"
    )
