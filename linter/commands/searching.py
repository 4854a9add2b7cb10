"""What is said where so many folders are looked through that it takes a while."""

from __future__ import annotations

from linter.files import name_from_here
from linter.reading.discovery import Walks
from linter.reports.output import print_err
from linter.reports.visible import visible


def walks() -> Walks:
    """Return what remembers folders, and says of which so many are looked through."""
    return Walks(_tell)


def _tell(folder: str, count: int) -> None:
    name = visible(name_from_here(folder))
    print_err(
        f"looking for projects in all folders of {name}, {count:,} of them so far: "
        "the path of a project's folder makes it quicker\n"
    )
