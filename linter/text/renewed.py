"""A text that says something else now, and leaves what stays the same as it is written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from linter.diagnostic import Location, Path
from linter.named_tuple import NamedTuple
from linter.text.edits import Change, removed, written
from linter.text.lines import LINE_END
from linter.text.source import encoded, is_yaml, read_text
from linter.text.whole import json_of, whole, yaml_of

if TYPE_CHECKING:
    from linter.text.place import Member
    from linter.text.source import Text

_ROUNDS: Final = 25
"""How often a text is changed and read again: changes of one object can stand in each other's way."""


def renewed(text: Text, value: Any) -> tuple[str, bool]:
    """Return a text that says a value, and whether its layout and its comments are kept.

    Where they can't be, all of it is written anew.
    """
    for _ in range(_ROUNDS):
        if same(text.value, value):
            return text.text, True
        changes = _apart(_changes(text, (), text.value, value))
        if not changes:
            break
        text = read_text(text.name, encoded(_changed(text.text, changes)))
        if text.fault is not None:
            break
    return (text.text, True) if same(text.value, value) else (whole(text.name, value), False)


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are written alike, the order of properties too: Python takes True for 1."""
    return json.dumps(one) == json.dumps(other)


class _CannotChangeError(Exception):
    """The change takes more than a cut."""


def _changed(text: str, changes: Sequence[Change]) -> str:
    pieces, end = [], 0
    for change in sorted(changes):
        pieces += [text[end : change.start], change.text]
        end = change.end
    return "".join([*pieces, text[end:]])


def _apart(changes: Iterable[Change]) -> list[Change]:
    """Return the changes that don't touch one before them."""
    found: list[Change] = []
    try:
        for change in changes:
            if all(change.start > one.end or change.end < one.start for one in found[-1:]):
                found.append(change)
    except _CannotChangeError:
        return []
    return found


def _changes(text: Text, path: Path, old: Any, new: Any) -> Iterator[Change]:
    """Yield what makes the value at a path say something else, in the order of the text."""
    if same(old, new):
        return
    pairs = _pairs(old, new)
    gone = [key for key, other in pairs if other is None]
    if len(gone) == len(pairs) or (path and not text.chain(Location(text.name, path))):
        yield _replaced(text, path, new)
        return
    if gone:
        change = removed(text, Location(text.name, (*path, gone[-1])))
        yield change if change is not None else _replaced(text, path, new)
        return
    known = {other for _, other in pairs}
    for key, other in pairs:
        yield from _changes(text, (*path, key), old[key], new[other])
    keys: Iterable[Any] = new if isinstance(new, dict) else range(len(new))
    added = [key for key in keys if key not in known]
    if added:
        yield _added(text, path, [(key if isinstance(new, dict) else None, new[key]) for key in added])


def _pairs(old: Any, new: Any) -> list[tuple[Any, Any]]:
    """Return the keys of what is kept, with None for what is gone; none where the order differs."""
    if isinstance(old, dict) and isinstance(new, dict):
        kept = [key for key in old if key in new]
        ordered = list(new)[: len(kept)] == kept
        return [(key, key if key in new else None) for key in old] if ordered else []
    return _numbers(old, new) if isinstance(old, list) and isinstance(new, list) else []


def _numbers(old: list[Any], new: list[Any]) -> list[tuple[Any, Any]]:
    """Return which item became which. One without a name that is gone became the one without a name there."""
    before = {_mark(item): number for number, item in enumerate(old)}
    after = {_mark(item): number for number, item in enumerate(new)}
    if len(before) < len(old) or len(after) < len(new):
        return []
    changed = {number for mark, number in after.items() if mark not in before and not mark.is_name}
    pairs, next_one = [], 0
    for mark, number in before.items():
        other = after.get(mark, next_one if next_one in changed and not mark.is_name else None)
        pairs.append((number, other))
        next_one = next_one if other is None else other + 1
    kept = [other for _, other in pairs if other is not None]
    return pairs if kept == [*range(len(kept))] else []


_BLANKS: Final = re.compile(r"[ \t]*")
_MARKS: Final = ("name", "dataSourceId", "conflationId", "principalId", "id")


class _Mark(NamedTuple):
    """What an item of a list is known by: a name, or all that it says."""

    text: str
    is_name: bool


def _mark(item: Any) -> _Mark:
    if isinstance(item, dict):
        folded = {key.lower(): one for key, one in item.items()}
        for mark in _MARKS:
            if isinstance(folded.get(mark.lower()), str):
                return _Mark(f"{mark} {folded[mark.lower()]}", is_name=True)
    return _Mark(json.dumps(item), is_name=False)


def _replaced(text: Text, path: Path, value: Any) -> Change:
    chain = text.chain(Location(text.name, path))
    if not chain or chain[-1].start == chain[-1].end:
        raise _CannotChangeError
    member = chain[-1]
    if text.text[member.start : member.start + 1] in "&*!|>":
        raise _CannotChangeError
    indent = _indent(text, member.key_start if member.key_start >= 0 else member.start)
    if not _is_block(text, member) or not isinstance(value, (dict, list)):
        return Change(member.start, member.end, _flow(text, value, indent, member))
    column = " " * (member.start - text.line_around(member.start)[0])
    return Change(member.start, member.end, _indented(value, column, text.newline).lstrip(" "))


def _flow(text: Text, value: Any, indent: str, member: Member) -> str:
    """Return a value as JSON; on one line within a line of YAML."""
    if isinstance(value, str):
        return written(text, member.start, value)
    if is_yaml(text.name) and not LINE_END.search(text.text, member.start, member.end):
        return json.dumps(value, ensure_ascii=False)
    return json_of(value, indent, _step(text)).replace("\n", text.newline)


def _added(text: Text, path: Path, items: list[tuple[Any, Any]]) -> Change:
    """Return the change that puts items behind the last one of an object or list."""
    container = text.chain(Location(text.name, path))[-1]
    kids = text.kids(container)
    members = text.in_order(kids).members if isinstance(kids, dict) else kids
    if not members:
        raise _CannotChangeError
    last, first = members[-1], members[0]
    begin = first.key_start if first.key_start >= 0 else first.start
    if not _is_block(text, container):
        return _added_to_flow(text, container, (begin, last), items)
    here = text.text[text.line_around(begin)[0] : begin]
    at = text.line_around(last.end)[1]
    if LINE_END.search(text.text, last.start, last.end) and not text.text[last.end : at].strip():
        at = last.end
    column = " " * len(here) if isinstance(kids, dict) else " " * (len(here.rstrip()) - 1)
    value = dict(items) if isinstance(kids, dict) else [one for _, one in items]
    newline = text.newline
    return Change(at, at, newline + _indented(value, column, newline))


def _added_to_flow(
    text: Text, container: Member, ends: tuple[int, Member], items: list[tuple[Any, Any]]
) -> Change:
    begin, last = ends
    broken = LINE_END.search(text.text, container.start, begin)
    newline = text.newline
    indent = _indent(text, begin)
    between = f",{newline}{indent}" if broken else ", "
    more = ""
    for key, value in items:
        is_short = not broken or (is_yaml(text.name) and not isinstance(value, (dict, list)))
        said = json.dumps(value, ensure_ascii=False) if is_short else json_of(value, indent, _step(text))
        named = f"{json.dumps(key, ensure_ascii=False)}: " if key is not None else ""
        more += between + named + said.replace("\n", newline)
    return Change(last.end, last.end, more)


def _is_block(text: Text, member: Member) -> bool:
    """Tell whether a value is an object or list of YAML that is written in lines."""
    is_open = text.text[member.start : member.start + 1] not in "[{"
    return is_yaml(text.name) and text.kids(member) is not None and is_open


def _indented(value: Any, column: str, newline: str) -> str:
    lines = yaml_of(value).rstrip("\n").split("\n")
    return newline.join(column + line if line else line for line in lines)


def _indent(text: Text, offset: int) -> str:
    """Return what the line of an offset begins with."""
    found = _BLANKS.match(text.text, text.line_around(offset)[0])
    return found.group() if found is not None else ""


def _step(text: Text) -> str:
    """Return by how much a file indents."""
    for line in LINE_END.split(text.text[:10_000])[1:]:
        if line.strip():
            return line[: len(line) - len(line.lstrip(" \t"))] or "  "
    return "  "
