"""The outline of a document, in the protocol's words."""

from __future__ import annotations

from typing import Final

from linter.reports.visible import visible
from linter.server.app import Server
from linter.server.documents import OpenDocument, document_text
from linter.server.messages import Json
from linter.server.positions import range_to_client
from linter.server.symbols import Symbol, moved, symbols
from linter.text.source import Text, encoded, read_text

_KINDS: Final = {"object": 19, "list": 18}


def outline(server: Server, document: OpenDocument) -> list[Json]:
    """Return the outline of a document; of one that can't be read, the last one, moved with the text."""
    text, desk = document_text(document), server.desk(document.path)
    judged = desk.judged if desk is not None else None
    known = judged.meant.texts.get(judged.name(document.path)) if judged and judged.meant else None
    if known is None or known.text != text.text:
        read = read_text(document.path, encoded(text.text))
        known = read if known is None or read.fault is None else known
    found = moved(symbols(known), known, text)
    return [_symbol(one, text, server.client.encoding) for one in found]


def _symbol(one: Symbol, text: Text, encoding: str) -> Json:
    return {
        "name": visible(one.name),
        "kind": _KINDS[one.kind],
        "range": range_to_client(text, one.range, encoding),
        "selectionRange": range_to_client(text, one.chosen, encoding),
        "children": [_symbol(child, text, encoding) for child in one.children],
    }
