"""Changes of a text that leave its layout and its comments as they are.

Each function returns the change that makes the text say what is asked for, or None where that
would take more than a cut: what an alias shares, comments in the way, a form that isn't known.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from linter.named_tuple import NamedTuple
from linter.text.comments import dash_before
from linter.text.lines import LINE_END, line_start
from linter.text.place import begin as begin_of
from linter.text.source import is_yaml

if TYPE_CHECKING:
    from linter.diagnostic import Location
    from linter.text.place import Member
    from linter.text.requests import RequestList
    from linter.text.source import Text

_GAP: Final = re.compile(r"[\s,]*")
_REST_OF_LINE: Final = re.compile(r"[ \t]*(?:(?<=[ \t])#[^\r\n]*)?(?:\r\n|\n|\r|\Z)")
_UP_TO_COMMENT: Final = re.compile(r"\s+(?=#)")
_COMMENT_LINE: Final = re.compile(r"[ \t]*#[^\r\n]*(?:\r\n|\n|\r)")
_TEXT_BLOCK: Final = re.compile(r"[|>][-+\d]*[ \t]*(?:#[^\r\n]*)?$", re.MULTILINE)
_PLAIN: Final = re.compile(r"[^\W\d][\w.-]*")


class Change(NamedTuple):
    """Put `text` in place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str


def replaced(text: Text, at: Location, value: str) -> Change | None:
    """Return the change that puts a string in place of a value, a key, or a part of one."""
    if at.part == "comment":
        return Change(*text.span(at), value)
    if text.requests is not None and at.path:
        return _replaced_in_request(text, text.requests, at, value)
    chain = text.chain(at)
    if not chain or text.fault is not None:
        return None
    member = chain[-1]
    whole = (member.key_start, member.key_end) if at.part == "key" else (member.start, member.end)
    start, end = text.span(at)
    if whole[0] == whole[1]:
        return None  # YAML's empty value, which has no place of its own
    if at.slice is None:
        blank = " " if at.part != "key" and _begins_a_line(text, member) else ""
        return Change(*whole, blank + written(text, whole[0], value))
    if (start, end) == whole and at.slice != (0, end - start):
        return None  # the value isn't written as it reads
    return _part_replaced(text, whole, start, end, value)


def removed(text: Text, at: Location) -> Change | None:
    """Return the change that removes a list item, a property or a comment."""
    if at.part == "comment":
        return _comment_removed(text.text, *text.span(at))
    chain = text.chain(at)
    if len(chain) < 2 or text.fault is not None or not _is_of_cuts(text, at):
        return None
    container, member = chain[-2:]
    kids, step = text.kids(container), at.path[-1]
    if isinstance(kids, dict):
        ordered = text.in_order(kids)
        members, index = ordered.members, ordered.number(member)
    else:
        members, index = kids or [], int(step)
    if not all(
        container.start <= one.start <= container.end for one in members[max(0, index - 1) : index + 2]
    ):
        return None
    if text.text[container.start] in "[{":
        return _removed_from_flow(text.text, container, members, index)
    return _removed_from_block(text, container, members, index, nested=len(chain) > 2)


def reordered(text: Text, at: Location, order: Sequence[int]) -> Change | None:
    """Return the change that puts the items of a list into another order."""
    chain = text.chain(at)
    items = text.kids(chain[-1]) if chain else None
    if (
        not _is_of_cuts(text, at)
        or not isinstance(items, list)
        or sorted(order) != list(range(len(items)))
        or len(items) < 2
    ):
        return None
    if not all(chain[-1].start <= one.start <= chain[-1].end for one in items):
        return None
    if text.text[chain[-1].start] == "[":
        return _reordered_in_flow(text.text, items, order)
    return _reordered_in_block(text.text, items, order)


def written(text: Text, start: int, value: str) -> str:
    """Return a string as the file writes the one at `start`, which it replaces; JSON's form is YAML, too."""
    if is_yaml(text.name):
        quote = text.text[start : start + 1]
        if quote == "'" and value.isprintable():
            return "'" + value.replace("'", "''") + "'"
        if quote != '"' and _is_plain(value):
            return value
    return json.dumps(value, ensure_ascii=False)


def _replaced_in_request(text: Text, requests: RequestList, at: Location, value: str) -> Change | None:
    """Return the change in a request: what stands in several JSON strings is escaped as often."""
    part = requests.part(at)
    if part is None or not part.is_alone or (not part.quotes and LINE_END.search(value)):
        return None
    in_body = at.path[1:2] == ("body",) and len(at.path) > 2
    quoted = json.dumps(value, ensure_ascii=False)
    quoted = quoted if at.slice is None else quoted[1:-1]
    if not in_body:
        return Change(*text.span(at), quoted if part.quotes else value)
    return Change(*text.span(at), json.dumps(quoted, ensure_ascii=False)[1:-1] if part.quotes else quoted)


def _begins_a_line(text: Text, member: Member) -> bool:
    """Tell whether a value begins a line as far out as its key, where only lists and blocks may stand."""
    if not is_yaml(text.name) or member.key_start < 0:
        return False
    line, of_key = line_start(text.text, member.start), line_start(text.text, member.key_start)
    is_first = not text.text[line : member.start].strip()
    return is_first and member.start - line <= member.key_start - of_key


def _is_of_cuts(text: Text, at: Location) -> bool:
    """Tell whether a place can be cut or moved: of requests, what stands in their bodies."""
    return text.requests is None or (at.path[1:2] == ("body",) and len(at.path) > 2)


def _part_replaced(text: Text, whole: tuple[int, int], start: int, end: int, value: str) -> Change | None:
    quote = text.text[whole[0]]
    if quote == '"':
        return Change(start, end, json.dumps(value, ensure_ascii=False)[1:-1])
    if quote == "'" and value.isprintable():
        return Change(start, end, value.replace("'", "''"))
    if quote in "|>":  # what stands in a line of its own text is as it reads
        within_line = not LINE_END.search(text.text[start:end] + value)
        return Change(start, end, value) if within_line and value.isprintable() else None
    plain = text.text[whole[0] : whole[1]]
    renewed = text.text[whole[0] : start] + value + text.text[end : whole[1]]
    # what stands around the part is plain already, so that words in it change nothing
    is_harmless = _PLAIN.fullmatch(renewed) or (_PLAIN.fullmatch(value) and len(value) < len(renewed))
    if is_harmless and _reads_as(renewed):
        return Change(start, end, value)
    in_quotes = "\n" not in plain and _reads_as(plain)  # all of it, where a part may not stand plain
    return Change(*whole, json.dumps(renewed, ensure_ascii=False)) if in_quotes else None


def _is_plain(value: str) -> bool:
    """Tell whether YAML reads a plain scalar as this string, wherever it stands."""
    return bool(_PLAIN.fullmatch(value)) and _reads_as(value)


def _reads_as(value: str) -> bool:
    from linter.text import yaml_text

    return bool(yaml_text.read(value).value == value)


def _comment_removed(text: str, start: int, end: int) -> Change:
    """Remove a comment, with its line where it has one of its own."""
    line = line_start(text, start)
    if text[line:start].strip():
        while text[start - 1] in " \t":
            start -= 1
        return Change(start, end, "")
    found = LINE_END.match(text, end)
    return Change(line, found.end() if found else end, "")


def _removed_from_flow(text: str, container: Member, members: list[Member], index: int) -> Change | None:
    """Remove up to the next one; the last goes with the comma before it."""
    before = members[index - 1].end if index else container.start + 1
    begin, end = begin_of(members[index]), members[index].end
    after = begin_of(members[index + 1]) if index + 1 < len(members) else container.end - 1
    if not (_GAP.fullmatch(text, before, begin) and _GAP.fullmatch(text, end, after)):
        return None
    if len(members) == 1:
        return Change(container.start + 1, container.end - 1, "")
    if index + 1 < len(members):
        return Change(begin, after, "")
    return Change(before, end, " " if text[before - 1] == ":" else "")  # the one before has no value


def _removed_from_block(
    whole: Text, container: Member, members: list[Member], index: int, *, nested: bool
) -> Change | None:
    text = whole.text
    begin, end = _block_begin(text, members[index], container), members[index].end
    if begin is None or whole.has_merges(container.start, container.end):
        return None
    line = line_start(text, begin)
    if len(members) == 1 and members[0].key_start >= 0:
        return Change(begin, end, "{}")
    if len(members) == 1:  # a dash may stand right below its key, brackets have to stand further in
        return Change(begin, end, "  []" if nested and not text[line:begin].strip() else "[]")
    if not text[line:begin].strip():
        rest = _REST_OF_LINE.match(text, end)
        return Change(line, rest.end(), "") if rest else None
    after = _block_begin(text, members[index + 1], container) if index + 1 < len(members) else None
    return _first_removed(text, begin, end, after) if after is not None else None


def _first_removed(text: str, begin: int, end: int, after: int) -> Change | None:
    """Remove what stands behind a dash; a comment before the next entry may be about the whole item."""
    found = _UP_TO_COMMENT.match(text, end, after)
    if found is None:
        return None if text[end:after].strip() else Change(begin, after, "")
    if LINE_END.search(found.group()):
        return Change(_visible_end(text, begin), end, "")
    return Change(begin, found.end(), "")


def _block_begin(text: str, member: Member, container: Member) -> int | None:
    """Return where an entry of a block begins: its key, or its dash; None where it is written otherwise.

    A key that stands further in than the first entry begins has its `?` in a line above.
    """
    if member.key_start < 0:
        return _dash(text, member)
    line = line_start(text, member.key_start)
    column = container.start - line_start(text, container.start)
    is_first = not text[line : member.key_start].strip(" \t-") and member.key_start - line == column
    return member.key_start if is_first else None


def _dash(text: str, member: Member) -> int | None:
    begin = dash_before(text, member.start)
    return begin if begin < member.start else None


def _visible_end(text: str, end: int) -> int:
    """Return where what can be seen before an offset ends: a text may be long, and is not to be copied."""
    while end and text[end - 1].isspace():
        end -= 1
    return end


def _reordered_in_flow(text: str, items: list[Member], order: Sequence[int]) -> Change | None:
    gaps = [text[one.end : other.start] for one, other in pairwise(items)]
    if not all(_GAP.fullmatch(gap) for gap in gaps):
        return None
    pieces = [text[items[index].start : items[index].end] for index in order]
    joined = "".join(piece + gap for piece, gap in zip(pieces, [*gaps, ""], strict=True))
    return Change(items[0].start, items[-1].end, joined)


def _reordered_in_block(text: str, items: list[Member], order: Sequence[int]) -> Change | None:
    """Move whole lines: an item goes with the comment on its line and those right above it."""
    bounds: list[int] = []
    for item in items:
        begin = _dash(text, item)
        if begin is None or text[line_start(text, begin) : begin].strip():
            return None
        bounds.append(_above_comments(text, line_start(text, begin), bounds[-1] if bounds else 0))
    rest = _REST_OF_LINE.match(text, items[-1].end)
    if rest is None:
        return None
    bounds.append(rest.end())
    end_of_line = LINE_END.search(text)
    pieces = [text[bounds[index] : bounds[index + 1]] for index in range(len(items))]
    if end_of_line and not pieces[-1].endswith(("\n", "\r")):  # the file's last line has no end
        if _TEXT_BLOCK.search(pieces[-1]):  # then its text has none, too
            return None
        pieces[-1] += end_of_line.group()
        joined = "".join(pieces[index] for index in order)
        return Change(bounds[0], bounds[-1], joined[: -len(end_of_line.group())])
    return Change(bounds[0], bounds[-1], "".join(pieces[index] for index in order))


def _above_comments(text: str, line: int, least: int) -> int:
    """Return the beginning of the comment lines right above a line."""
    while line > least:
        above = line_start(text, line - (2 if text[line - 2 : line] == "\r\n" else 1))
        if above < least or not _COMMENT_LINE.fullmatch(text, above, line):
            return line
        line = above
    return line
