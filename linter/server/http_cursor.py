"""Finds what the cursor stands in among requests as people type them in a `.http` file or a collection."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from linter.server.cursor import Cursor
from linter.server.json_cursor import cursors_in_json
from linter.text.requests import Piece, Written
from linter.text.source import encoded, read_text
from linter.text.woven import Woven


def cursors_in_requests(name: str, text: str, offset: int) -> list[Cursor]:
    """Return what an offset can be taken for: an url, a header, or something in a body that is JSON."""
    read = read_text(name, encoded(text))
    for index, one in enumerate(read.requests.written if read.requests is not None else ()):
        found = list(_cursors(read.value, index, one, text, offset))
        if found:
            return found
    return []


def _behind_blanks(text: str, end: int, offset: int) -> int:
    """Return where a url ends that is being typed: the blanks before the cursor are the last of its line."""
    line = text[end:].partition("\n")[0]
    return offset if end < offset <= end + len(line) and not line.strip() else end


def _cursors(value: list[Any], index: int, one: Written, text: str, offset: int) -> Iterator[Cursor]:
    url = one.url._replace(end=_behind_blanks(text, one.url.end, offset))
    parts: list[tuple[tuple[str | int, ...], Piece]] = [((index, "url"), url)]
    parts += [((index, "method"), one.method)] if one.method is not None else []
    parts += [((index, "headers", each.name.text), each.value) for each in one.headers]
    for path, part in parts:
        if part.start + part.quotes <= offset <= part.end - part.quotes:
            start, end = part.start + part.quotes, part.end - part.quotes
            quote = '"' if part.quotes else ""
            yield Cursor(value, path, "value", start, end, quote, bool(quote), woven=part.woven)
            return
    body = one.body
    if body is not None and body.start + body.quotes <= offset <= body.end - body.quotes:
        for inner in cursors_in_json(body.text, _offset_in(body.woven, offset)):
            start, end = (body.woven.span(at, at)[0] for at in (inner.start, inner.end))
            yield inner._replace(
                value=[
                    {**each, "body": inner.value} if at == index else each for at, each in enumerate(value)
                ],
                path=(index, "body", *inner.path),
                start=start,
                end=end,
                quotes=body.quotes,
            )


def _offset_in(woven: Woven, offset: int) -> int:
    """Return which character of a woven text is written at an offset."""
    for begin, one in zip(woven.begins, woven.stretches, strict=bool(woven.stretches)):
        if offset <= one.end:
            return begin + (min(max(offset - one.start, 0), len(one.text)) if one.copied else len(one.text))
    return len(woven.text)
