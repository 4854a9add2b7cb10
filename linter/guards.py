"""How a run ends that doesn't end by itself: interrupted, unread, or with a bug of ours."""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from linter import __version__
from linter.reports.output import discard, print_err

_UNWRITABLE: Final = (errno.ENOSPC, errno.EBADF, errno.EIO, errno.EDQUOT)


@contextmanager
def no_search_for_garbage() -> Iterator[None]:
    """Let a run make its cycles: they aren't worth a search that takes a third of a large one."""
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searched:
            gc.freeze()  # or what the run leaves would be searched after all, as the process ends
            gc.enable()


@contextmanager
def until_interrupted() -> Iterator[None]:
    """End an interrupted run with 130, as in a shell, since 1 would mean findings."""
    try:
        yield
    except KeyboardInterrupt:
        print_err("c360lint: interrupted\n")
        sys.exit(130)


@contextmanager
def until_pipe_closes() -> Iterator[None]:
    """End quietly where the reader of what is printed has gone."""
    try:
        yield
    except BrokenPipeError:
        discard(1)
        sys.exit(0)


@contextmanager
def bugs_told() -> Iterator[None]:
    """End with 3 for an exception that nobody expected: it is a bug of ours."""
    try:
        yield
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _UNWRITABLE and error.filename is None:
            discard(1)  # click's own words; where they went to standard error, this fails, too
            print_err(f"c360lint: the output can't be written: {error.strerror}\n")
            sys.exit(2)
        if _working_folder_is_gone():
            print_err("c360lint: the working folder is not there any more\n")
            sys.exit(2)
        _tell_bug(error)
        sys.exit(3)


def _working_folder_is_gone() -> bool:
    try:
        return not os.getcwd()
    except OSError:
        return True


def _tell_bug(error: Exception) -> None:
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
