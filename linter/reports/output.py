"""Standard output, whatever the terminal's encoding."""

from __future__ import annotations

import os
import sys


def print_out(text: str) -> None:
    """Write to standard output; a closed pipe is no error, a full disk ends the command with status 2."""
    if sys.stdout is None:  # closed by the caller
        sys.exit(2)
    try:
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is buffered would fail again at the exit
        if not isinstance(error, BrokenPipeError):
            sys.stderr.write(f"c360lint: standard output can't be written: {error.strerror}\n")
            sys.exit(2)
