"""Standard output and standard error, whatever the terminal's encoding."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable

from linter.reports.visible import unheeded


def print_out(text: str | Iterable[str], *, obeyed: bool = False) -> None:
    """Write a text, or its pieces of whole lines, to standard output.

    A closed pipe is no error, a full disk ends the command with status 2.
    What is meant to be obeyed by a pipeline goes out as it is.
    """
    if sys.stdout is None:
        print_err("c360lint: standard output is closed\n")
        sys.exit(2)
    try:
        for piece in (text,) if isinstance(text, str) else text:
            told = piece if obeyed else unheeded(piece)
            sys.stdout.buffer.write(told.encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()
    except OSError as error:
        discard(1)
        if not isinstance(error, BrokenPipeError):
            print_err(f"c360lint: standard output can't be written: {error.strerror}\n")
            sys.exit(2)


def print_data(text: str) -> None:
    """Write what is to be applied, as a patch is; a terminal, or the log of a pipeline, only shows it."""
    print_out(text, obeyed=not _is_shown())


def _is_shown() -> bool:
    """Tell whether standard output is a terminal, or the log of a pipeline's job."""
    from linter.reports.delivery import is_pipeline

    if sys.stdout is None or sys.stdout.isatty():
        return True
    try:
        is_file = stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    except OSError:  # a stream of somebody's own
        is_file = False
    return is_pipeline(os.environ) and not is_file


def print_err(text: str) -> None:
    """Write to standard error, if anybody listens; a full disk ends the command with status 3."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(unheeded(text))
        sys.stderr.flush()
    except OSError as error:
        discard(2)
        if not isinstance(error, BrokenPipeError):
            sys.exit(3)


def discard(descriptor: int) -> None:
    """Send what is still to be written nowhere: it would fail again at the exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)
