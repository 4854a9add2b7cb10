"""Finds what the cursor stands in among requests as people type them in a `.http` file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from linter.server.cursor import Cursor
from linter.server.json_cursor import cursors_in_json
from linter.text.requests import Piece, Written
from linter.text.source import encoded, read_text


def cursors_in_requests(name: str, text: str, offset: int) -> list[Cursor]:
    """Return what an offset can be taken for: an url, a header, or something in a body that is JSON."""
    read = read_text(name, encoded(text))
    for index, one in enumerate(read.requests.written if read.requests is not None else ()):
        if one.start <= offset <= one.end:
            return list(_cursors(read.value, index, one, offset))
    return []


def _cursors(value: list[Any], index: int, one: Written, offset: int) -> Iterator[Cursor]:
    parts: list[tuple[str | int, Piece]] = [("url", one.url)]
    parts += [("method", one.method)] if one.method is not None else []
    for name, part in parts:
        if part.start <= offset <= part.end and len(part.text) == part.end - part.start:
            yield Cursor(value, (index, name), "value", part.start, part.end)
            return
    for header in one.headers:
        if header.value.start <= offset <= header.value.end:
            path = (index, "headers", header.name.text)
            yield Cursor(value, path, "value", header.value.start, header.value.end)
            return
    body = one.body
    if body is not None and body.start <= offset <= body.end:
        for inner in cursors_in_json(body.text, offset - body.start):
            yield inner._replace(
                value=[
                    {**each, "body": inner.value} if at == index else each for at, each in enumerate(value)
                ],
                path=(index, "body", *inner.path),
                start=inner.start + body.start,
                end=inner.end + body.start,
            )
