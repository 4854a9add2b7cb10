"""What reading makes of files: of one, and of all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from linter.diagnostic import Diagnostic, Remark, Said
from linter.kinds.misplaced import Misplaced
from linter.kinds.request import Request
from linter.project.project import HouseSchema, Project, Unread
from linter.shapes.node import Problem
from linter.shapes.reading import Occurrence, Reading
from linter.text.source import Text


class Loaded(NamedTuple):
    """A project and the texts that it was read from."""

    project: Project
    texts: dict[str, Text]
    documents: list[str]
    skipped: list[str]
    unreadable_skipped: int
    refused: tuple[str, ...] = ()
    too_large: tuple[str, ...] = ()
    kept: Kept | None = None  # where there is a memory
    ignored: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()


class Kept(NamedTuple):
    """What is known from the judgements before: by document what local rules say, and finished findings."""

    documents: tuple[Taken, ...]
    diagnostics: dict[Any, Diagnostic]


class Taken:
    """What one file adds to a project."""

    __slots__ = (
        "house_schemas",
        "is_document",
        "misplaced",
        "placeholders",
        "problems",
        "refused",
        "requests",
        "said",
        "skipped",
        "text",
        "too_large",
        "unread",
    )

    def __init__(self, text: Text) -> None:
        self.text = text
        self.is_document = False  # whether it is a payload, or should be one
        self.requests: list[Request] = []
        self.skipped: list[str] = []
        self.refused = ""  # why a file that is named can't be judged
        self.too_large = ""  # why a file that may not be ours was not read
        self.unread: Unread | None = None
        self.misplaced: Misplaced | None = None
        self.problems: list[Problem] = []
        self.placeholders: list[Occurrence] = []
        self.house_schemas: list[HouseSchema] = []
        self.said: Mapping[str, list[Said]] | None = None  # what local rules say of it, by code

    def take_up(self, reading: Reading) -> None:
        """Add what was read of the file, or of a part of it."""
        self.problems.extend(reading.problems)
        self.placeholders.extend(reading.placeholders)
        self.text.filled.update((at.path, filled.parts) for at, filled in reading.placeholders)
