"""The words that the formats and the source share."""

from __future__ import annotations

import re
from typing import Any, Final, TypeAlias

from linter.named_tuple import NamedTuple
from linter.placeholders import LONGEST, placeholders_in


class Fault(NamedTuple):
    """Why a text can't be read, and where, in code points of the decoded text."""

    message: str
    start: int
    end: int
    help: str = ""


class Parsed(NamedTuple):
    """What a text says, or why it can't be read; and whether some object has equal keys."""

    value: Any
    fault: Fault | None = None
    repeats: bool = False


class Member(NamedTuple):
    """Where a value stands, and its key where it has one; the root and list items have none."""

    start: int
    end: int
    key_start: int = -1
    key_end: int = -1
    kids: Kids | None = None  # what the value contains, where the format knows it beforehand


Kids: TypeAlias = dict[str, list[Member]] | list[Member]
"""The members of an object by key, each occurrence of it; or the items of a list."""


class InOrder(NamedTuple):
    """The members of an object in the order of the text, and which one begins (key and value) where."""

    members: list[Member]
    numbers: dict[tuple[int, int], int]

    def number(self, member: Member) -> int:
        """Return which of the members one is."""
        return self.numbers[member.key_start, member.start]


def unquoted_placeholder(text: str, at: int) -> Fault | None:
    """Return the fault of a placeholder without quotes that begins at a place, or with the `{` before it."""
    for start in (at, at - 1):
        part = text[start : start + LONGEST] if start >= 0 else ""
        found = next((one for one in placeholders_in(part) if not one.start), None)
        if found is not None and (start == at or part[0] == "{"):
            message = f"the placeholder `{found.written}` stands without quotes"
            repair = f'write "{found.written}": the file is read before it is filled'
            return Fault(message, start, start + found.end, repair)
    return None


def in_order(kids: dict[str, list[Member]]) -> InOrder:
    """Return the members of an object in the order of the text."""
    members = sorted((one for several in kids.values() for one in several), key=begin)
    numbers: dict[tuple[int, int], int] = {}
    for number, one in enumerate(members):
        numbers.setdefault((one.key_start, one.start), number)
    return InOrder(members, numbers)


def begin(member: Member) -> int:
    """Return where a member begins: at its key, if it has one."""
    return member.key_start if member.key_start >= 0 else member.start


DEPTH: Final = 200
"""How many objects and lists may lie in one another."""


ESCAPE: Final = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.", re.DOTALL
)
"""One character of a string that is written with a backslash; both halves of a pair are one."""


def is_printable(value: int) -> bool:
    """Tell whether a number can be written in decimals: Python refuses to where they are thousands."""
    try:
        str(value)
    except ValueError:
        return False
    return True
