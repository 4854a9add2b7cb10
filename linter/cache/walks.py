"""What folders hold, recalled as long as none of them has changed: a look at each instead of through each."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from typing import Any

from linter.cache.stamps import is_as_it_was, stamp_of
from linter.cache.store import recall, remember
from linter.cache.versions import versions
from linter.files import common_folder, path_of
from linter.reading.discovery import Candidate, Discovered, Walks


def recall_walks(name: str, paths: tuple[str, ...]) -> Walks:
    """Return what was found in some folders, if they are as they were; else what has yet to look."""
    found = recall(name)
    try:
        if found is not None and found["of"] == [versions(), list(paths)]:
            now = time.time_ns()
            around, stamps = found["around"], zip(found["folders"], found["stamps"], strict=True)
            if all(is_as_it_was(around + folder, stamp, now) for folder, stamp in stamps):
                return _made(found)
    except (KeyError, TypeError, ValueError):
        pass  # it is nothing that this version has written
    return Walks()


def remember_walks(walks: Walks, name: str, paths: tuple[str, ...], began: int) -> None:
    """Keep what was found since a time, if nothing has changed since then, and just before it.

    Links, and what couldn't be read, depend on more than the folders that were looked through.
    """
    looked = walks.folders
    for found in walks.found.values():
        if found.has_links or any(one.trouble for one in found.candidates):
            return
    try:
        stamps = [stamp_of(folder, began) for folder in looked]
    except OSError:
        return
    if all(stamps):
        around = os.path.join(common_folder((min(looked), max(looked))), "")
        remember(
            name,
            {
                "of": [versions(), list(paths)],
                "around": around,
                "folders": [folder[len(around) :] for folder in looked],
                "stamps": stamps,
                "signs": list(walks.signs.items()),
                "found": [(key, _names(one.candidates), one.marks) for key, one in walks.found.items()],
            },
        )


def _names(candidates: Iterable[Candidate]) -> list[str]:
    return [one.name for one in candidates]


def _made(plain: Any) -> Walks:
    walks = Walks()
    for root, found in plain["signs"]:
        walks.signs[root] = found
    for (root, *rest), names, marks in plain["found"]:
        candidates = [Candidate(name, path_of(name, root)) for name in names]
        walks.found[(root, *map(tuple, rest))] = Discovered(candidates, [], marks, {})
    walks.is_recalled = True
    return walks
