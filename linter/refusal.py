"""Why a job can't be done: the words are for the user, the place says where the cause lies."""

from __future__ import annotations

import os

from linter.files import name_from_here


class CannotRun(Exception):  # noqa: N818  # it names the situation, and reads so in `raise`
    """The job can't be done: usage, configuration or snapshot; the message is for the user.

    `file` (absolute, or relative to the root), `line` and `column` say where the cause lies, if in a
    file; `reason` is the message without that place.
    """

    def __init__(self, message: str, file: str | None = None, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.reason = message
        self.file = file
        self.line = line
        self.column = column

    @classmethod
    def at(cls, file: str, line: int, column: int, reason: str) -> CannotRun:
        """Return the refusal of what stands at a place of a file, which is named from the working folder."""
        name = name_from_here(file) if os.path.isabs(file) else file
        refusal = cls(f"{name}:{line}:{column}: {reason}", file, line, column)
        refusal.reason = reason
        return refusal


class NothingToCheck(CannotRun):
    """There is no payload in the project."""
