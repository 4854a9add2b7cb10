"""Stand-ins for the characters that PyYAML, which reads YAML 1.1, takes otherwise than YAML 1.2 does.

U+0085, U+2028 and U+2029 end a line in 1.1 only; 1.2 takes any version 1.x, passes over directives that it
doesn't know, lets blank lines have tabs, and a tab follow the indentation of a block scalar
(of a literal one: how a folded one is folded depends on the tab).
A stand-in takes as much room as what it stands for, so that places stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from types import MappingProxyType
from typing import Final

from linter.named_tuple import NamedTuple

_OLD_BREAK: Final = re.compile("[\x85\u2028\u2029]")
_TAB_IN_BLOCK: Final = re.compile(r"(\|[-+0-9]*[ \t]*(?:[ \t]#[^\r\n|]*)?(?:\r?\n *)*\r?\n +)\t")
_OPENS_BLOCK: Final = re.compile(r"[|>][-+0-9]*[ \t]*(?:[ \t]#.*)?$")
_PROLOG: Final = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?\r?\n|%[^\r\n]*\r?\n)*+(?=---(?:\s|\Z))")
"""What stands before a document that has directives; they need the `---`."""

_VERSION: Final = re.compile(r"^(%YAML[ \t]+)1\.\d[^#\r\n]*", re.MULTILINE)
_SPELLED: Final = re.compile(r"\\(?:u(?=([0-9a-fA-F]{4}))|U(?=([0-9a-fA-F]{8})))")
_RESERVED: Final = re.compile(r"^%(?!(?:YAML|TAG)[ \t])", re.MULTILINE)


class Spelling(NamedTuple):
    """A text as PyYAML is given it, and what its stand-ins stand for, by code point."""

    text: str
    meanings: Mapping[int, str] = MappingProxyType({})

    def meant(self, value: str) -> str:
        """Return what a value that PyYAML has read says."""
        return value.translate(self.meanings) if self.meanings else value


def spelling(text: str) -> Spelling:
    """Return a text whose lines are the same to YAML 1.1 and 1.2, also a last one that is blank."""
    if text[-1:] == " " and text.rstrip(" ")[-1:] in ("", "\r", "\n"):
        text += "\n"
    if text.isascii() or not _OLD_BREAK.search(text):
        return Spelling(text)
    free = _unused(text)
    stand_ins = {ord(each): ord(next(free, each)) for each in "\x85\u2028\u2029"}
    return Spelling(text.translate(stand_ins), {new: chr(old) for old, new in stand_ins.items()})


def respelled(spelled: Spelling, about: str) -> Spelling | None:
    """Return a text without what PyYAML, which says this about it, can't read and YAML 1.2 allows.

    None where there is nothing of that.
    """
    if "directive" in about or "incompatible" in about:
        return _with_known_directives(spelled)
    if "tab" in about or "start any token" in about:
        blank = _with_blank_lines(spelled)
        return _with_tabs_in_blocks(blank or spelled) or blank
    return None


def _with_known_directives(spelled: Spelling) -> Spelling | None:
    """Return a text with the version that PyYAML knows for every 1.x, and no directive that it doesn't."""
    prolog = _PROLOG.match(spelled.text)
    if prolog is None:
        return None
    known = _VERSION.sub(lambda found: f"{found[1]}1.2".ljust(len(found[0])), prolog[0])
    known = _RESERVED.sub("#", known)
    return spelled._replace(text=known + spelled.text[prolog.end() :]) if known != prolog[0] else None


def _with_tabs_in_blocks(spelled: Spelling) -> Spelling | None:
    """Return a text whose literal block scalars may begin with a tab; None where none does."""
    stand_in = next(_unused(spelled.text), "\t")
    text, found = _TAB_IN_BLOCK.subn(rf"\1{stand_in}", spelled.text)
    return Spelling(text, {**spelled.meanings, ord(stand_in): "\t"}) if found else None


def _with_blank_lines(spelled: Spelling) -> Spelling | None:
    """Return a text whose blank lines have no tabs; None where none has, but in a block scalar."""
    lines, changed, indent = spelled.text.splitlines(keepends=True), False, -1
    for number, line in enumerate(lines):
        if line.isspace():
            if "\t" in line and indent < 0:
                lines[number], changed = line.replace("\t", " "), True
            continue
        spaces = len(line) - len(line.lstrip(" "))
        if indent < 0 or spaces <= indent:
            indent = spaces if _OPENS_BLOCK.search(line) else -1
    return spelled._replace(text="".join(lines)) if changed else None


def _unused(text: str) -> Iterator[str]:
    """Yield characters of private use that a text neither has nor spells by an escape."""
    spelled = (int(found[1] or found[2], 16) for found in _SPELLED.finditer(text))
    written = {*map(ord, set(text)), *spelled}
    for code in chain(range(0xE000, 0xF900), range(0x100000, 0x10FFFE)):
        if code not in written:
            yield chr(code)
