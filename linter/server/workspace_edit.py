"""Edits and new files, in the protocol's words, as far as the client can take them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from linter.diagnostic import Edit
from linter.server.action import CURSOR
from linter.server.app import Server
from linter.server.judged import Judged
from linter.server.messages import ClientRange, Json
from linter.server.positions import range_to_client


def workspace_edit(
    server: Server, judged: Judged, edits: Iterable[Edit], creates: tuple[str, str] | None = None
) -> Json:
    """Return edits as the client takes them; versions, where it can, keep them from stale documents."""
    client = server.client
    snippets = client.edits_versions and client.edits_snippets
    changes: dict[str, list[Json]] = {}
    for edit in edits:
        range_ = range_to_client(judged.texts[edit.file], edit.range, client.encoding)
        changes.setdefault(edit.file, []).append(_text_edit(range_, edit.text, snippets=snippets))
    if creates is None and not client.edits_versions:
        shown = server.shown
        return {"changes": {shown.uri(judged.path(file)): one for file, one in changes.items()}}
    written = list(_document_changes(server, judged, changes, creates, snippets=snippets))
    return {"documentChanges": written}


def _text_edit(range_: ClientRange, text: str, *, snippets: bool) -> Json:
    """Return an edit that puts the cursor where the user goes on, if the client can do that."""
    if CURSOR not in text or not snippets:
        return {"range": range_, "newText": text.replace(CURSOR, "")}
    return {"range": range_, "snippet": {"kind": "snippet", "value": snippet(text)}}


def snippet(text: str) -> str:
    """Return a text as a snippet of the protocol."""
    return re.sub(r"[\\$}]", r"\\\g<0>", text).replace(CURSOR, "$1")


def _document_changes(
    server: Server,
    judged: Judged,
    changes: dict[str, list[Json]],
    creates: tuple[str, str] | None,
    *,
    snippets: bool,
) -> Iterator[Json]:
    if creates is not None:
        uri = server.shown.uri(judged.path(creates[0]))
        start: ClientRange = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}
        yield {"kind": "create", "uri": uri}
        edit = _text_edit(start, creates[1], snippets=snippets)
        yield {"textDocument": {"uri": uri, "version": None}, "edits": [edit]}
    for file, edits in changes.items():
        path = judged.path(file)
        document = server.documents.by_path.get(path)
        version = document.version if document is not None else None
        yield {"textDocument": {"uri": server.shown.uri(path), "version": version}, "edits": edits}
