"""The end of a command that can't do its job: a message on standard error, and status 2."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import NoReturn

from linter.reports.output import print_err


def refuse(message: str) -> NoReturn:
    """End with status 2 and a message."""
    refuse_all([message])


def refuse_all(messages: Iterable[str]) -> NoReturn:
    """End with status 2 and a message for each of several projects."""
    from linter.reports.visible import visible
    from linter.wording import bounded

    for message in messages:
        print_err(f"c360lint: {visible(bounded(message))}\n")
    sys.exit(2)


def write_or_refuse(path: str, text: str | Iterable[str], *, makes_folder: bool = False) -> None:
    """Write a text, or its pieces, to a file, whole or not at all; what keeps it from that ends the run.

    So does half of a surrogate pair: the file says something to us, or to others, that read it again.
    """
    from linter.files import write_atomically

    try:
        if makes_folder:
            os.makedirs(os.path.dirname(path) or os.curdir, exist_ok=True)
        write_atomically(path, text, "strict")
    except UnicodeEncodeError as error:
        half = error.object[error.start].encode("utf-8", "backslashreplace").decode()
        refuse(f"{path} can't be written: `{half}` in it is half of a surrogate pair, which is no character")
    except OSError as error:
        refuse(f"{path} can't be written: {error.strerror or error}")
