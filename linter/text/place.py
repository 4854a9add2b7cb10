"""The words that the two formats and the source share."""

from __future__ import annotations

from typing import NamedTuple, Union


class Fault(NamedTuple):
    """Why a text can't be read, and where, in code points of the decoded text."""

    message: str
    start: int
    end: int
    help: str = ""


class Member(NamedTuple):
    """Where a value stands, and its key where it has one; the root and list items have none."""

    start: int
    end: int
    key_start: int = -1
    key_end: int = -1
    kids: Kids | None = None  # what the value contains, where the format knows it beforehand


Kids = Union[dict[str, list[Member]], list[Member]]
"""The members of an object by key, each occurrence of it; or the items of a list."""
