"""What can be typed at the cursor: names of the snapshot and of the plan, properties, known values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot
from linter.kinds.entity_record import record_in
from linter.kinds.references import Column, Mention, SourceMention
from linter.named_tuple import NamedTuple
from linter.project.names import Link, Name
from linter.project.outputs import CUSTOMER_MEASURE
from linter.server.action import CURSOR
from linter.server.cursor import Cursor
from linter.server.member_completion import members_here
from linter.server.sql_completion import in_sql
from linter.server.typed_document import TypedDocument
from linter.server.url_completion import in_url
from linter.shapes.shape import Shape
from linter.wording import counted, typed_of

_PLAIN: Final = re.compile(r"[A-Za-z_$][\w.$-]*")
_EMPTY: Final = re.compile(r"""([\["{])([\]"}])""")
_YAML_WORDS: Final = ("true", "false", "null", "yes", "no", "on", "off", "~")


_MADE: Final = ("segment", "measure")


class Proposal(NamedTuple):
    """A text that can stand at the cursor."""

    label: str
    kind: str  # "property", "entity", "attribute", "source", "relationship", "value", "boolean" or "object"
    detail: str = ""
    documentation: str = ""
    start: int = 0  # what it replaces
    end: int = 0
    text: str = ""  # may have a CURSOR


def proposals(view: TypedDocument) -> list[Proposal]:
    """Return what can stand at the cursor, the best first."""
    by_part = {"key": _properties, "value": _values, "object": _object}
    found = by_part[view.cursor.part](view)
    return [_placed(one, view) for one in dict.fromkeys(found)]


def _properties(view: TypedDocument) -> Iterator[Proposal]:
    owner = view.owner()
    if owner is None or owner.shape.members is None:
        yield from _of_record(view)
        yield from _of_call(view)
        return
    typed = view.cursor.path[-1]
    written = {name for name, key in owner.keys.items() if key != typed}
    members = owner.shape.members
    for name in sorted(members, key=lambda name: _rank(name, owner.shape)):
        if name not in written and (name != "$schema" or not owner.path):
            needed = "required" if name in owner.shape.required else ""
            yield Proposal(owner.shape.called(name), "property", needed, members[name].description)


def _of_record(view: TypedDocument) -> Iterator[Proposal]:
    """Propose the attributes that a record may have, and that aren't written yet."""
    path, typed = view.cursor.path[:-1], view.cursor.path[-1]
    for request in view.requests:
        record = record_in(request)
        entity = record.mention.entity if record is not None else None
        if record is None or entity is None or path != request.body_path:
            continue
        written = {name for name, _, _ in record.properties if name != typed}
        for name in entity.attributes or ():
            if name not in written:
                yield Proposal(name, "property", typed_of(entity.declared_type(name), entity))


def _of_call(view: TypedDocument) -> Iterator[Proposal]:
    """Propose what the body of a request to another API may have, and hasn't yet."""
    path, typed = view.cursor.path[:-1], view.cursor.path[-1]
    for call in view.calls:
        body = call.body if path == call.in_body().path and isinstance(call.body, dict) else None
        structure = call.contract.written(call) if body is not None else None
        for one in structure.members.values() if structure is not None else ():
            is_written = one.written == "never" or (one.name in (body or ()) and one.name != typed)
            name = f"{one.name}@odata.bind" if one.is_navigation and not one.is_collection else one.name
            if not is_written:
                yield Proposal(name, "property", one.type)


def _rank(name: str, shape: Shape) -> tuple[bool, bool]:
    """What is required comes first, what the service itself writes last."""
    assert shape.members is not None
    return shape.members[name].description == "Written by the service.", name not in shape.required


def _object(view: TypedDocument) -> Iterator[Proposal]:
    """Propose a new object with what it has to have."""
    shape = next((one.shape for one in view.nodes() if one.path == view.cursor.path), None)
    if shape is None or shape.members is None:
        return
    members = [f'"{shape.called(name)}": {_blank(shape.members[name])}' for name in shape.required]
    text = _EMPTY.sub(lambda found: found[1] + CURSOR + found[2], f"{{{', '.join(members)}}}", count=1)
    label, needed = f"{shape.name} {{…}}", ", ".join(map(shape.called, shape.required))
    if view.text.strip() or not view.cursor.path:
        yield Proposal(label, "object", needed, shape.description, text=text)
    else:
        yield Proposal(f"[{label}]", "object", needed, shape.description, text=f"[{text}]")


def _blank(shape: Shape) -> str:
    if str in shape.scalars:
        return '""'
    return "[]" if shape.items is not None else "null" if shape.members is None else "{}"


def _values(view: TypedDocument) -> Iterator[Proposal]:
    members = list(members_here(view))
    for label, detail in members:
        yield Proposal(label, "attribute" if detail else "entity", detail)
    for name in view.names_here() if not members else ():
        if name.at.slice is None:  # what a part of it names is proposed elsewhere
            yield from _named(name, view)
    shape = view.shape()
    if shape is not None:
        yield from _known(shape)
    for label, kind, detail, start, end, text in (*in_url(view), *in_sql(view)):
        yield Proposal(label, kind, detail, "", start, end, text)


def _known(shape: Shape) -> Iterator[Proposal]:
    for value in shape.values:
        yield Proposal(value, "value", "", shape.description)
    if bool in shape.scalars:
        yield Proposal("true", "boolean", "", shape.description)
        yield Proposal("false", "boolean", "", shape.description)


def _named(name: Name, view: TypedDocument) -> Iterator[Proposal]:
    wants, request = name.wants, name.request
    snapshot = request.snapshot if request is not None else view.snapshot
    if isinstance(wants, Column):
        yield from _attributes(wants, name)
        yield from _attributes_made(wants, view, snapshot) if snapshot is not None else ()
    elif snapshot is None:
        return
    elif isinstance(wants, Mention):
        yield from _entities(wants, snapshot)
        if request is not None and request.route.kind in _MADE:
            yield from _outputs(view, snapshot, *_MADE)
    elif isinstance(wants, SourceMention):
        yield from _sources(wants, snapshot)
    elif isinstance(name.thing, Link) and not name.declares:
        yield from _links(view, snapshot, name.thing.what)


def _entities(mention: Mention, snapshot: Snapshot) -> Iterator[Proposal]:
    source = mention.data_source
    if source is not None:
        for entity in snapshot.entities_in(source):
            yield Proposal(entity.name, "entity", _summary(entity))
        return
    bare = mention.source is not None or _takes_bare_names(mention)
    for entity in snapshot.entities:
        alone = len(snapshot.named(entity.name)) == 1
        yield Proposal(entity.name if bare and alone else str(entity), "entity", _summary(entity))


def _takes_bare_names(mention: Mention) -> bool:
    """Tell whether the data source has a property of its own beside the name."""
    node = mention.node
    return node is not None and node.literal is None and "dataSourceId" in (node.shape.members or ())


def _summary(entity: Entity) -> str:
    count = len(entity.attributes or ())
    source = f"{entity.data_source}, " if entity.data_source else ""
    return f"{source}{counted(count, 'attribute')}"


def _attributes(column: Column, asked: Name) -> Iterator[Proposal]:
    """Yield the attributes of the other side's type first, among them the key if it is what is joined."""
    entity = column.entity
    if entity is None or entity.attributes is None:
        return
    wanted = asked.other.canonical_type if asked.other is not None else None
    key = entity.primary_key if asked.to_key else None

    def rank(name: str) -> tuple[bool, bool]:
        return wanted not in (None, entity.canonical_type(name)), name != key

    for name in sorted(entity.attributes, key=rank):
        yield Proposal(name, "attribute", typed_of(entity.declared_type(name), entity))


def _sources(source: SourceMention, snapshot: Snapshot) -> Iterator[Proposal]:
    for one in snapshot.data_sources:
        if source.by != "id" and one.name is not None:
            yield Proposal(one.name, "source", one.id)
        if source.by != "name":
            yield Proposal(one.id, "source", one.name or "")


def _outputs(view: TypedDocument, snapshot: Snapshot, *kinds: str) -> Iterator[Proposal]:
    """Yield the segments and measures that go by a name of their own."""
    for one in view.project.outputs(snapshot).of(*kinds):
        if not one.is_attribute:
            yield Proposal(one.name, "entity", f"{one.kind}{', planned' if one.is_planned else ''}")


def _attributes_made(column: Column, view: TypedDocument, snapshot: Snapshot) -> Iterator[Proposal]:
    """Yield the attributes of what a segment or measure makes, and the attribute measures."""
    outputs, name = (
        view.project.outputs(snapshot),
        column.mention.name if column.mention is not None else None,
    )
    if name == CUSTOMER_MEASURE:
        yield from (Proposal(one, "attribute", "measure") for one in outputs.measured)
        return
    made = outputs.entity(name) if name is not None and column.entity is None else None
    for one in (made.attributes or ()) if made is not None else ():
        yield Proposal(one, "attribute", f"of {name}")


def _links(view: TypedDocument, snapshot: Snapshot, what: str) -> Iterator[Proposal]:
    if what != "relationship":
        yield from _outputs(view, snapshot, what)
        return
    for link in view.project.links(snapshot):
        ends = " → ".join(str(end.entity or end.name) for end in link.ends)
        yield Proposal(link.name, "relationship", ends)


def _placed(one: Proposal, view: TypedDocument) -> Proposal:
    """Say what the proposal replaces, and by which text."""
    cursor, text = view.cursor, one.text or one.label
    if one.end:  # a part of a url or of a query
        return one._replace(text=text)
    if one.kind == "object":
        return one._replace(start=cursor.start, end=cursor.end)
    needs_colon = one.kind == "property" and not cursor.has_value
    if cursor.quote:
        written = _in_quotes(text, cursor, needs_colon=needs_colon)
    else:
        written = _bare(text, view, is_word=one.kind == "boolean") + (": " if needs_colon else "")
    for _ in range(cursor.quotes):
        written = _escaped(written)
    behind = 1 + cursor.quotes if cursor.closed and needs_colon else 0  # the closing quote is written anew
    return one._replace(start=cursor.start, end=cursor.end + behind, text=written)


def _in_quotes(text: str, cursor: Cursor, *, needs_colon: bool) -> str:
    """Return a text behind the quote with which it begins."""
    inner = _escaped(text) if cursor.quote == '"' else text.replace("'", "''")
    if needs_colon:
        return f"{inner}{cursor.quote}: "
    return inner if cursor.closed else f"{inner}{cursor.quote}"


def _bare(text: str, view: TypedDocument, *, is_word: bool) -> str:
    """Return a text where no quote is written yet, with quotes where it needs some."""
    is_plain = is_word or view.is_bare or (view.is_yaml and _is_plain(text))
    written = text if is_plain else json.dumps(text, ensure_ascii=False)
    is_glued = view.is_yaml and view.text[: view.cursor.start].endswith(("-", ":"))
    return f" {written}" if is_glued else written


def _escaped(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _is_plain(text: str) -> bool:
    return _PLAIN.fullmatch(text) is not None and text.lower() not in _YAML_WORDS
