"""c360lint cache: what large runs have left behind for the next one."""

from __future__ import annotations

import click

from linter.commands.refusal import refuse
from linter.reports.output import print_out
from linter.reports.visible import visible
from linter.wording import counted


@click.group("cache")
def command() -> None:
    """Say where is kept what checks of large projects remember, and remove it."""


@command.command("dir")
def dir_() -> None:
    """Print the folder, and on standard error how much is in it."""
    from linter.cache.store import remembered
    from linter.reports.output import print_err

    print_out(visible(_folder()) + "\n")
    found = remembered()
    print_err(f"{counted(len(found), 'file')}, {sum(one.size for one in found) / 1e6:.1f} MB\n")


@command.command("clear")
def clear() -> None:
    """Remove all that is remembered; the next check finds it out again."""
    from linter.cache.store import clear as cleared

    try:
        gone = list(cleared())
    except OSError as error:
        refuse(f"{error.filename} can't be removed: {error.strerror}")
    size = sum(one.size for one in gone) / 1e6
    print_out(f"removed {counted(len(gone), 'file')} ({size:.1f} MB) from {visible(_folder())}\n")


def _folder() -> str:
    from linter.cache.place import folder

    found = folder()
    if not found:
        refuse("nothing is remembered: there is no home folder, and C360LINT_CACHE_DIR isn't set")
    return found
