"""Where the program begins: a check that needs no click goes without it."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # typing is imported later: an interrupt here would be a traceback
if TYPE_CHECKING:
    from typing import Any


def main() -> None:
    """Do what the command line says; an interrupt that comes before there is a guard is one, too."""
    try:
        from linter.guards import bugs_told, no_search_for_garbage, until_interrupted, until_pipe_closes
    except KeyboardInterrupt:
        sys.exit(130)
    with no_search_for_garbage(), bugs_told(), until_interrupted(), until_pipe_closes():
        options = _of_check(sys.argv[1:])
        if options is None:
            from linter.cli import main as by_click

            by_click(prog_name="c360lint")
        else:
            from linter.commands.check_job import check

            check(**options)


def _of_check(words: list[str]) -> dict[str, Any] | None:
    """Return what check is told; None where only click knows."""
    if words[:1] != ["check"] or "_C360LINT_COMPLETE" in os.environ:
        return None
    from linter.commands.check_options import given

    return given(words[1:])
