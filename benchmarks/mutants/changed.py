"""Lines that differ from a commit."""

from __future__ import annotations

import re
import subprocess

from benchmarks.mutants.places import REPO, Mutant

_FILE = "+++ b/"
_HUNK = re.compile(r"@@ .*\+(\d+)(?:,(\d+))? @@")


def changed_lines(ref: str) -> dict[str, set[int]]:
    """Return the lines of each file that a commit doesn't have, or has otherwise."""
    command = ["git", "diff", "--unified=0", "--no-color", "--no-ext-diff", ref, "--", "*.py"]
    told = subprocess.run(command, cwd=REPO, check=True, capture_output=True, encoding="utf-8").stdout
    return lines_in(told)


def lines_in(told: str) -> dict[str, set[int]]:
    """Return the lines that `git diff` tells to be there now, by file."""
    found: dict[str, set[int]] = {}
    file = ""
    for line in told.splitlines():
        if line.startswith("+++ "):
            file = line.removeprefix(_FILE)
        elif hunk := _HUNK.match(line):
            start, count = int(hunk[1]), int(hunk[2] or 1)
            found.setdefault(file, set()).update(range(start, start + count))
    return found


def is_changed(mutant: Mutant, lines: dict[str, set[int]]) -> bool:
    """Tell whether a mutant stands on one of the lines."""
    first, last = mutant.lines
    return not lines.get(mutant.file, set()).isdisjoint(range(first, last + 1))
