"""Whether a check recalls what an earlier one has found: only a large project gains by that."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Final

from linter.cache.place import has, is_off, is_there, walks_name
from linter.checking.check_request import CheckRequest
from linter.checking.environments import Environments, run_in
from linter.checking.given import Given, Modes
from linter.commands.searching import walks
from linter.diagnostic import Result
from linter.reading.inputs import Inputs
from linter.reading.loading import with_chosen
from linter.reading.snapshots import snapshot_paths
from linter.refusal import CannotRun
from linter.text.source import Text

_FILES: Final = 1_000
_BYTES: Final = 2_000_000
"""From so many files or bytes on, a project is large."""


def may_recall(given: Given, modes: Modes) -> bool:
    """Tell whether a check looks at nothing but files as they are, and changes none."""
    return not (is_off() or "-" in given.paths or modes.compares or modes.mends)


class Recalling:
    """Remembers what the runs of a check have found, and what lies in which folders."""

    def __init__(self, paths: tuple[str, ...]) -> None:
        import time

        self._began = time.time_ns()
        self._paths = paths
        self._pays = False
        self.walks = walks()
        if is_there() and has(walks_name(paths)):
            from linter.cache.walks import recall_walks

            recalled = recall_walks(walks_name(paths), paths)
            self.walks = recalled if recalled.is_recalled else self.walks

    def run(
        self,
        environments: Environments,
        request: CheckRequest,
        progress: Callable[[int, int], None] | None = None,
    ) -> tuple[Result, Mapping[str, Text]]:
        """Check a project in each environment, or say what was found when it was as it is."""
        try:
            found = request.of(with_chosen(request.inputs))
            is_large = _is_large(found.inputs)
        except (CannotRun, OSError, ValueError):  # the run says why, and what comes first
            found, is_large = request, False
        if not is_large:
            return run_in(environments, found, progress)
        from linter.cache.results import run_or_recall

        self._pays = True
        return run_or_recall(environments, found, progress)

    def end(self) -> None:
        """Remember what lies in which folders, unless that was recalled."""
        if self._pays and not self.walks.is_recalled:
            from linter.cache.walks import remember_walks

            remember_walks(self.walks, walks_name(self._paths), self._paths, self._began)


def _is_large(inputs: Inputs) -> bool:
    found = inputs.chosen.candidates if inputs.chosen is not None else []
    if len(found) >= _FILES:
        return True
    named = [inputs.path(name) for _, name in inputs.configuration.environments]
    paths = (*snapshot_paths(inputs), *named, *(one.path for one in found if not one.trouble))
    return sum(os.stat(path).st_size for path in paths) >= _BYTES
