"""What can be typed in a query in SQL: what it can read, and what that has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from linter.kinds.references import Mention
from linter.sql import NOTHING, SqlToken, tokens_of
from linter.wording import typed_of

if TYPE_CHECKING:
    from linter.instance.snapshot import Snapshot
    from linter.server.typed_document import TypedDocument

_READS: Final = ("from", "join")
_NO_ALIAS: Final = frozenset(
    ("where", "on", "join", "inner", "left", "right", "full", "cross", "group", "order", "using", "limit")
)
_ESCAPED_BLANK: Final = re.compile(r"\\[nrt]")
_PLAIN: Final = re.compile(r"[A-Za-z_]\w*")

Words = Iterator[tuple[str, str, str]]
"""What is proposed: its label, its kind, a detail."""


def in_sql(view: TypedDocument) -> Iterator[tuple[str, str, str, int, int, str]]:
    """Yield what can stand at the cursor in a query: label, kind, detail, what it replaces, by which text."""
    snapshot = view.snapshot or next((one.snapshot for one in view.requests), None)
    if snapshot is None or not _is_query(view):
        return
    cursor = view.cursor
    before = _ESCAPED_BLANK.sub("  ", view.text[cursor.start : view.offset])
    after = _ESCAPED_BLANK.sub("  ", view.text[view.offset : cursor.end])
    found = tokens_of(before)
    if found and found[-1].kind == "comment" and found[-1].end == len(before):
        return
    tokens = [one for one in found if one.kind != "comment"]
    is_typed = bool(tokens) and tokens[-1].kind == "name" and tokens[-1].end == len(before)
    typed = tokens.pop() if is_typed else NOTHING
    rest = re.match(r"\w*", after)
    end = view.offset + (rest.end() if rest is not None else 0)
    for label, kind, detail in _words(view, snapshot, tokens, tokens_of(before + after)):
        text = label if _PLAIN.fullmatch(label) else f"`{label}`"
        yield label, kind, detail, view.offset - len(typed.text), end, text


def _is_query(view: TypedDocument) -> bool:
    owner, path = view.owner(), view.cursor.path
    if owner is None or not path or not isinstance(path[-1], str):
        return False
    name = owner.shape.names.get(path[-1]) or owner.shape.names.get(path[-1].lower()) or ""
    said = owner.shape.says.get(name)
    return said is not None and said.what == "query"


def _words(
    view: TypedDocument, snapshot: Snapshot, before: Sequence[SqlToken], whole: Sequence[SqlToken]
) -> Words:
    last = before[-1] if before else NOTHING
    if last.kind == "open":
        return
    if last.word in _READS:
        yield from _tables(view, snapshot)
    elif last.text == ".":
        alias = _name(before[-2]) if len(before) > 1 else ""
        named = [table for table, called in _read(whole) if alias.lower() in (table.lower(), called.lower())]
        yield from _columns(view, snapshot, named[:1])
    else:
        yield from _columns(view, snapshot, [table for table, _ in _read(whole)])


def _tables(view: TypedDocument, snapshot: Snapshot) -> Words:
    for entity in snapshot.entities:
        yield str(entity), "entity", f"{len(entity.attributes or ())} attributes"
    for one in view.project.outputs(snapshot).of("segment", "measure", "derivedEntity"):
        if not one.is_attribute:
            yield one.name, "entity", {"derivedEntity": "derived entity"}.get(one.kind, one.kind)


def _columns(view: TypedDocument, snapshot: Snapshot, tables: Sequence[str]) -> Words:
    from linter.rulekit.sql import QueriedTables

    known = QueriedTables(view.project)
    for name in dict.fromkeys(tables):
        spelled = snapshot.spelled.get(name.lower(), name)
        table = known.of(snapshot, Mention(None, snapshot, spelled, None))
        for attribute in (table.attributes or {}).values():
            kind = table.entity.declared_type(attribute) if table.entity is not None else ""
            yield attribute, "attribute", typed_of(kind, name)


def _read(tokens: Sequence[SqlToken]) -> Iterator[tuple[str, str]]:
    """Yield the tables behind FROM and JOIN, with what they are called in the query."""
    for index, token in enumerate(tokens):
        if token.word not in _READS or index + 1 >= len(tokens):
            continue
        name, *rest = tokens[index + 1 : index + 4]
        if name.kind not in ("name", "quoted"):
            continue
        rest = rest[1:] if rest and rest[0].word == "as" else rest
        is_alias = bool(rest) and rest[0].kind in ("name", "quoted") and rest[0].word not in _NO_ALIAS
        yield _name(name), _name(rest[0]) if is_alias else ""


def _name(token: SqlToken) -> str:
    return token.text[1:-1] if token.kind == "quoted" else token.text
