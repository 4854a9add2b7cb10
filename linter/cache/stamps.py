"""Whether a file or folder is as it was, told without reading it: as git tells it of its index.

Its times, its size and its identity, in one number of 64 bits, are a stamp. A change gives another one, but
for changes that come so soon after each other that a clock has one time for both: what has changed just now
has no stamp yet.
On Windows what POSIX calls the time of the change is that of the creation, so nothing has a stamp there.
"""

from __future__ import annotations

import os
from typing import Final

Stamp = int
"""0 where there is none: what is there has to be looked at."""

_SETTLED: Final = 2_000_000_000
"""How old, in nanoseconds, a change has to be: the coarsest clocks of file systems go by two seconds."""

_CHANGES_ARE_TIMED: Final = os.name == "posix"


def stamp_of(path: str, now: int) -> Stamp:
    """Return the stamp of what is at a path, if it hasn't changed just before `now`; raises OSError.

    `now` has to be before it is looked at: then a change that comes later gives another stamp.
    """
    found = os.stat(path)
    if not _CHANGES_ARE_TIMED or now - max(found.st_mtime_ns, found.st_ctime_ns) < _SETTLED:
        return 0
    return hash((found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino))


def is_as_it_was(path: str, stamp: Stamp, now: int) -> bool:
    """Tell whether what is at a path has a stamp, and that one."""
    try:
        return stamp != 0 and stamp_of(path, now) == stamp
    except OSError:
        return False
