"""What the editor can offer to do."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Diagnostic, Edit
from linter.named_tuple import NamedTuple
from linter.text.lines import LINE_END
from linter.text.source import Text

CURSOR: Final = "\0"
"""Stands in a text that is written where the user goes on; no document can hold it."""


class Action(NamedTuple):
    """What the editor offers; `creates` is a new file's name and content."""

    title: str
    kind: str = "quickfix"  # or another kind of the protocol's
    edits: tuple[Edit, ...] = ()
    mends: tuple[Diagnostic, ...] = ()
    preferred: bool = False
    creates: tuple[str, str] | None = None


def inserted(text: Text, at: int, written: str) -> Edit:
    """Return the edit that inserts something, with the line ends that the text has."""
    return Edit(text.name, text.range_of(at, at), in_ends_of(text, written))


def in_ends_of(text: Text, written: str) -> str:
    """Return something that is to be written into a text with the line ends that the text has."""
    found = LINE_END.search(text.text)
    return written.replace("\n", found.group()) if found else written
