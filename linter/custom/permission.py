"""Whose code may be run: said by whoever runs the linter, never by what is checked."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Final

from linter.files import lies_within
from linter.refusal import CannotRun

VARIABLE: Final = "C360LINT_ALLOW_CODE"


def allowed_paths(given: Iterable[str]) -> tuple[str, ...]:
    """Return the folders and files whose code may be run: of the command line, and of the environment.

    Raises CannotRun for one that isn't there, and for a relative one in the environment, which would mean
    another folder in each checkout.
    """
    listed = [one for one in os.environ.get(VARIABLE, "").split(os.pathsep) if one]
    for one in listed:
        if not os.path.isabs(one):
            raise CannotRun(f"{VARIABLE} has `{one}`, but absolute paths are expected: it holds everywhere")
    for one in given:
        if not os.path.exists(one):
            raise CannotRun(f"--allow-code {one}: it does not exist")
    return tuple(os.path.realpath(one) for one in (*given, *listed))


def is_allowed(paths: Iterable[str], allowed: Iterable[str]) -> bool:
    """Tell whether the code in all of some files may be run, whichever links lead to them."""
    return all(any(lies_within(os.path.realpath(path), one) for one in allowed) for path in paths)
