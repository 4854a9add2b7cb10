"""Edits and new files, in the protocol's words, as far as the client can take them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import cast

from lsprotocol import types

from linter.diagnostic import Edit
from linter.server.action import CURSOR
from linter.server.app import Server
from linter.server.judged import Judged
from linter.server.positions import range_to_client

_TextEdit = types.TextEdit | types.SnippetTextEdit


def workspace_edit(
    server: Server, judged: Judged, edits: Iterable[Edit], creates: tuple[str, str] | None = None
) -> types.WorkspaceEdit:
    """Return edits as the client takes them; versions, where it can, keep them from stale documents."""
    workspace = server.client_capabilities.workspace
    able = workspace.workspace_edit if workspace else None
    snippets = bool(able and able.document_changes and able.snippet_edit_support)
    changes: dict[str, list[_TextEdit]] = {}
    for edit in edits:
        range_ = range_to_client(judged.texts[edit.file], edit.range, server.encoding)
        changes.setdefault(edit.file, []).append(_text_edit(range_, edit.text, snippets=snippets))
    if creates is None and not (able and able.document_changes):
        shown = server.shown
        plain = {shown.uri(judged.path(file)): one for file, one in changes.items()}
        return types.WorkspaceEdit(cast("dict[str, list[types.TextEdit]]", plain))
    written = list(_document_changes(server, judged, changes, creates, snippets=snippets))
    return types.WorkspaceEdit(document_changes=written)


def _text_edit(range_: types.Range, text: str, *, snippets: bool) -> _TextEdit:
    """Return an edit that puts the cursor where the user goes on, if the client can do that."""
    if CURSOR not in text or not snippets:
        return types.TextEdit(range_, text.replace(CURSOR, ""))
    return types.SnippetTextEdit(range_, types.StringValue(snippet(text)))


def snippet(text: str) -> str:
    """Return a text as a snippet of the protocol."""
    return re.sub(r"[\\$}]", r"\\\g<0>", text).replace(CURSOR, "$1")


def _document_changes(
    server: Server,
    judged: Judged,
    changes: dict[str, list[_TextEdit]],
    creates: tuple[str, str] | None,
    *,
    snippets: bool,
) -> Iterator[types.CreateFile | types.TextDocumentEdit]:
    if creates is not None:
        uri = server.shown.uri(judged.path(creates[0]))
        start = types.Position(0, 0)
        yield types.CreateFile(uri)
        which = types.OptionalVersionedTextDocumentIdentifier(uri)
        edit = _text_edit(types.Range(start, start), creates[1], snippets=snippets)
        yield types.TextDocumentEdit(which, [edit])
    for file, edits in changes.items():
        path = judged.path(file)
        document = server.documents.by_path.get(path)
        version = document.version if document is not None else None
        which = types.OptionalVersionedTextDocumentIdentifier(server.shown.uri(path), version)
        yield types.TextDocumentEdit(which, list(edits))
