"""What can be typed in the url of a request: names in its path, and what its query asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot
from linter.kinds.query import OPTIONS, query_in
from linter.kinds.route import decoded
from linter.named_tuple import NamedTuple
from linter.wording import typed_of

if TYPE_CHECKING:
    from linter.contracts.call import Call
    from linter.contracts.schema import Schema, Structure
    from linter.kinds.request import Request
    from linter.project.queryable import QueryableTypes
    from linter.server.typed_document import TypedDocument

_LINE_END: Final = re.compile(r"(?<![ \t])[ \t]*+[\r\n]++[ \t]*+")
_IN_PATH: Final = re.compile(r"(?:^|/)(?:([^/?#]+)/)?([^/?#]+)/([^/?#(]*)\Z")
_WORD: Final = re.compile(r"(?:%[0-9A-Fa-f]{2})*([\w/$]*)\Z")
_LONGEST: Final = 1_000  # characters of a path that is typed
_IN_SEGMENT: Final = re.compile(
    r"ismemberofsegment\s*(?:\(|%28)(?:[ +]|%20)*('|%27)?((?:[^'()&%]|%(?!27|28|29)[0-9a-f]{2})*)\Z",
    re.IGNORECASE,
)
_SEGMENT_END: Final = re.compile(r"(?:[^'\")&%\s]|%(?!27|28|29)[0-9A-Fa-f]{2})*")
_TOKEN: Final = re.compile(r"'(?:[^']|'')*(?:'|\Z)|[\w$/]+|\s+|.")
_INNER: Final = tuple(name for name in OPTIONS if name not in ("$skip", "$search"))

Words = Iterator[tuple[str, str, str, str]]
"""What is proposed: its label, its kind, a detail, and its text where that is another one."""


class _InQuery(NamedTuple):
    """Where in a query something stands: what it is about, and the option; "" where one begins."""

    type: Structure | None
    option: str


def in_url(view: TypedDocument) -> Iterator[tuple[str, str, str, int, int, str]]:
    """Yield what can stand at the cursor in a url: label, kind, detail, what it replaces, by which text."""
    cursor = view.cursor
    if str(cursor.path[-1] if cursor.path else "").lower() != "url":
        return
    index = next((step for step in cursor.path if isinstance(step, int)), 0)
    request = next((one for one in view.requests if one.index == index), None)
    call = next((one for one in view.calls if cursor.path[:-1] == one.envelope.path), None)
    before = _LINE_END.sub("", view.text[cursor.start : view.offset])
    after = view.text[view.offset : cursor.end]
    path, mark, query = before.partition("?")
    if mark and call is None and request is not None:
        yield from _segments(view, request, query, after)
    if mark:
        found = _in_query(view, request, query) if call is None else _in_query_of(call, query)
        typed = _typed(query).rpartition("/")[2]
        rest = re.compile(r"\w*").match(after)
    else:
        found = _in_path(view, request, path) if call is None else _in_path_of(call, path)
        typed = path.rpartition("/")[2]
        rest = re.compile(r"[^/?#(\s\"']*").match(after)
    end = view.offset + (rest.end() if rest is not None else 0)
    for label, kind, detail, text in found:
        yield label, kind, detail, view.offset - len(typed), end, text or label


def _segments(
    view: TypedDocument, request: Request, query: str, after: str
) -> Iterator[tuple[str, str, str, int, int, str]]:
    """Yield the segments that can stand in IsMemberOfSegment(…), in the quotes that are typed, or in some."""
    option, _, _ = query.rpartition("&")[2].partition("=")
    found = _IN_SEGMENT.search(query[-_LONGEST:])
    is_text = found is not None and decoded(query[-_LONGEST:][: found.start()]).count("'") % 2 == 1
    if found is None or is_text or decoded(option).strip().lower() != "$filter" or request.snapshot is None:
        return
    quoted, typed = found[1] or "", found[2]
    rest = _SEGMENT_END.match(after)
    start, end = view.offset - len(typed), view.offset + (rest.end() if rest is not None else 0)
    is_closed = after[end - view.offset :].startswith(quoted or "'")
    for one in view.project.outputs(request.snapshot).of("segment"):
        text = quote(one.name.replace("'", "''"), safe="")
        text = f"{text}{'' if is_closed else quoted}" if quoted else f"'{text}'"
        said = one.view.node.text("state") if one.view is not None else None
        detail = ", ".join(filter(None, ("segment", "planned" if one.is_planned else said)))
        yield one.name, "entity", detail, start, end, text


def _typed(text: str) -> str:
    """Return the path of names at the end of a text."""
    found = _WORD.search(text[-_LONGEST:])
    return found[1] if found is not None else ""


# Paths


def _in_path(view: TypedDocument, request: Request | None, path: str) -> Words:
    found = _IN_PATH.search(path)
    snapshots = view.project.snapshots
    snapshot = request.snapshot if request is not None else next(iter(snapshots), None)
    if found is None:
        return
    around, before, _ = found.groups()
    if before.lower() == "instances":
        for one in snapshots:
            if one.instance_id:
                yield one.instance_id, "value", f"the instance of {one.file}", ""
    elif snapshot is not None:
        for label, kind, detail in _named_behind(before.lower(), around or "", snapshot, view):
            yield label, kind, detail, quote(label, safe="")


def _named_behind(
    before: str, around: str, snapshot: Snapshot, view: TypedDocument
) -> Iterator[tuple[str, str, str]]:
    """Yield what a path names behind a segment, and another one around that."""
    if before == "relationships":
        for link in view.project.links(snapshot):
            ends = " → ".join(str(end.entity or end.name) for end in link.ends)
            yield link.name, "relationship", ends
    elif before == "datasources":
        yield from ((one.id, "source", one.name or "") for one in snapshot.data_sources)
    elif before == "conflations":
        for node in snapshot.root.nodes("conflations"):
            name = node.text("conflationId")
            yield from ((name, "value", f"a conflation of {snapshot.file}"),) if name else ()
    elif before in ("data", "entities", "tables", "entityinformation"):
        source = snapshot.data_source_by_id(decoded(around)) if before == "entities" else None
        known = snapshot.entities if source is None else snapshot.entities_in(source)
        yield from ((one.name if source else str(one), "entity", _summary(one)) for one in known)


def _summary(entity: Entity) -> str:
    return f"{len(entity.attributes or ())} attributes"


# Queries


def _in_query(view: TypedDocument, request: Request | None, query: str) -> Words:
    """Yield what can stand at the end of a query that is typed as far as the cursor."""
    name, is_given, value = query.rpartition("&")[2].partition("=")
    asked = query_in(request) if request is not None else None
    if not is_given:
        for option in OPTIONS:
            yield option, "property", "", f"{option}="
        return
    entity, snapshot = (asked.mention.entity, asked.request.snapshot) if asked is not None else (None, None)
    if entity is None or snapshot is None:
        return
    types = view.project.queried.types(snapshot)
    option = decoded(name).strip().lower().removeprefix("$")
    value = decoded(value.replace("+", " "))
    frame = _Scope(types, _InQuery(types.structure(str(entity)), option)).at_end_of(value)
    if frame is None:
        return
    if not frame.option:
        yield from ((one, "property", "", f"{one}=") for one in _INNER)
    elif frame.type is not None:
        yield from _members(frame.type, frame.option, types)
        if frame.option == "orderby" and value[-1:] == " ":
            yield from ((one, "value", "", "") for one in ("asc", "desc"))


# By contracts


def _in_path_of(call: Call, path: str) -> Words:
    """Yield what a path to another API can go on with: its beginning, or what an entity has."""
    if not path[call.path_start :].lstrip("/").count("/"):
        yield from ((name, "value", "", "") for name in call.contract.begins())


def _in_query_of(call: Call, query: str) -> Words:
    """Yield what can stand at the end of a query to another API."""
    name, is_given, value = query.rpartition("&")[2].partition("=")
    if not is_given:
        yield from ((option, "property", "", f"{option}=") for option in OPTIONS)
        return
    option = decoded(name).strip().lower().removeprefix("$")
    value = decoded(value.replace("+", " "))
    frame = _Scope(call.contract.schema, _InQuery(call.contract.asked(call), option)).at_end_of(value)
    if frame is not None and not frame.option:
        yield from ((one, "property", "", f"{one}=") for one in _INNER)
    elif frame is not None and frame.type is not None:
        for one in frame.type.members.values():
            if one.is_navigation or frame.option != "expand":
                kind = "relationship" if one.is_navigation else "attribute"
                yield one.name, kind, typed_of(one.type, frame.type.short), ""
        if frame.option == "orderby" and value[-1:] == " ":
            yield from ((one, "value", "", "") for one in ("asc", "desc"))


class _Scope:
    """Follows a half-typed option to the place at its end."""

    def __init__(self, types: Schema, first: _InQuery) -> None:
        self._types = types
        self._frames = [first]
        self._variables: dict[str, Structure | None] = {}

    def at_end_of(self, value: str) -> _InQuery | None:
        """Return what stands at the end of an option's value; None within a literal."""
        tokens = _TOKEN.findall(value)
        last, before = "", ""
        for token in tokens:
            if token[0] == "'":
                last = ""
            elif token == "(":
                self._open(last)
                before, last = last, ""
            elif token == ")" and len(self._frames) > 1:
                self._frames.pop()
            elif token == ":":
                self._variables[last] = self._walked(before.rpartition("/")[0])
            elif token == ";" or (token == "=" and self._frames[-1].option == ""):
                self._frames[-1] = self._frames[-1]._replace(option=last.lstrip("$") if token == "=" else "")
            elif re.match(r"[\w$/]", token):
                last = token
        if tokens and tokens[-1][0] == "'" and (len(tokens[-1]) == 1 or tokens[-1][-1] != "'"):
            return None
        path = _typed(value).rpartition("/")[0]
        return self._frames[-1]._replace(type=self._walked(path)) if path else self._frames[-1]

    def _open(self, word: str) -> None:
        here = self._frames[-1]
        if here.option == "expand":
            self._frames.append(_InQuery(self._walked(word), ""))
        else:
            self._frames.append(here)

    def _walked(self, path: str) -> Structure | None:
        """Return the type to which names lead, from where they stand or from a variable."""
        first, *rest = path.split("/")
        type_ = self._variables[first] if first in self._variables else self._frames[-1].type
        for name in rest if first in self._variables else (first, *rest):
            member = type_.members.get(name) if type_ is not None else None
            type_ = self._types.structure(member.type) if member is not None else None
        return type_


def _members(type_: Structure, option: str, types: QueryableTypes) -> Words:
    """Yield the names of a type that an option can ask for."""
    entity = types.entity(type_.name)
    if entity is None:
        return
    if option != "expand":
        for name in entity.attributes or ():
            detail = typed_of(entity.declared_type(name), entity)
            yield name, "attribute", detail, re.sub(r"\W", "_", name)  # as OData writes what is no name
    if option != "select":
        navigation = {one.name: one for one in type_.members.values() if one.is_navigation}
        for name, one in navigation.items():
            yield name, "relationship", f"leads to {one.type}" if one.type else "", ""
