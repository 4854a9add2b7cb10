"""What a body says of itself must be what its path says: the name, the ID, the kind.

That is the entity of entityInfo and entityInformation, the key of a record, ID and kind of a data source.
A relationship may be given another name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from linter.diagnostic import Cause, Finding, HeldBack, Location, Related, Stated
from linter.kinds.entity_record import EntityRecord, record_in
from linter.kinds.references import Mention, path_mention, source_of
from linter.kinds.request import Request
from linter.named_tuple import NamedTuple
from linter.placeholders import placeholders_in
from linter.project.project import Project
from linter.rulekit.causes import cause_of
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Node

_ID: Final = "resourceIdDoesNotMatch"
_KIND: Final = "kindDoesNotMatch"

RULE = Rule(
    "IN105",
    "mismatched-identity",
    "what a body says of itself must be what its path says",
    "service errors resourceIdDoesNotMatch and kindDoesNotMatch",
    service_errors=(_ID, _KIND),
    sources=(Stated("service-error", _ID), Stated("service-error", _KIND)),
    local=True,
    kinds=("requests",),
)

_ENTITY: Final = "entityName"  # as path and body call it
_OF_ONE: Final = ("entityInfo", "entityInformation")  # may be about one entity, which the path names


class _Pair(NamedTuple):
    """What path and body say of one thing, and where the body says it."""

    what: str
    addressed: str
    said: str
    at: Location
    code: str = _ID
    there: Related | None = None
    cause: Cause | None = None  # of what is told already: body or path name an entity that there isn't


def check(project: Project) -> Says:
    for request in project.requests:
        if request.method not in ("POST", "PUT", "PATCH"):
            continue
        record = record_in(request)
        pairs = _of_record(project, record) if record is not None else _of_payload(request)
        for one in pairs:
            if one.said.lower() != one.addressed.lower() and not any(placeholders_in(one.said)):
                yield HeldBack(one.at, one.cause) if one.cause is not None else _finding(one)


def _of_payload(request: Request) -> Iterator[_Pair]:
    root = request.root
    if request.route.kind in _OF_ONE and isinstance(root, Node):
        yield from _of_entity(request, root)
    if request.route.segments[:2] == ["manage", "datasources"] and len(request.route.segments) == 3:
        yield from _of_source(request)


def _of_entity(request: Request, root: Node) -> Iterator[_Pair]:
    """Yield what a body says of the entity that its path names, unless it means the same by it."""
    addressed, snapshot = path_mention(request), request.snapshot
    said = root.text(_ENTITY) if addressed is not None else None
    if addressed is None or said is None:
        return
    at = root.at(_ENTITY)
    meant = Mention(root, snapshot, said, at, source_of(root)).within(request)
    if meant.entity is None or meant.entity is not addressed.entity:
        cause = _told(request, meant, addressed) if snapshot is not None else None
        yield _Pair(f"`{_ENTITY}`", str(addressed.name), said, at, cause=cause)


def _told(request: Request, meant: Mention, addressed: Mention) -> Cause | None:
    """Return what is reported of an entity that there isn't, in the body or in the path."""
    unknown = next((one for one in (meant, addressed) if one.entity is None), None)
    return cause_of(unknown, request) if unknown is not None else None


def _of_source(request: Request) -> Iterator[_Pair]:
    """Yield what a body says of the data source that its path names."""
    told = request.root.node("dataSourceMetadata") if isinstance(request.root, Node) else None
    if told is None:
        return
    addressed, said = request.parameter("datasourceId"), told.text("dataSourceId")
    kind = told.text("kind") or ""
    if addressed is not None and said is not None:
        yield _Pair("`dataSourceId`", addressed, said, told.at("dataSourceId"))
    snapshot = request.snapshot
    saved = snapshot.declared.source_node(addressed or "") if snapshot is not None else None
    known = told.shape.within("kind").accepted
    assert known is not None  # the list of kinds is closed
    if saved is not None and (stored := saved.text("kind")) and kind.lower() in known:
        there = Related(saved.at("kind"), f"the data source is `{stored}`")
        yield _Pair("`kind`", stored, kind, told.at("kind"), _KIND, there)


def _of_record(project: Project, record: EntityRecord) -> Iterator[_Pair]:
    """Yield the key that a record has, if it isn't new."""
    entity = record.mention.entity
    is_master = record.dataset == project.settings.master_dataset
    name = "CustomerId" if is_master else entity.primary_key if entity is not None else None
    if name is None or record.key is None or record.request.method == "POST":
        return
    for own, value, at in record.properties:
        if own.lower() == name.lower() and isinstance(value, str | int):
            yield _Pair(f"`{own}`", record.key, str(value), at)


def _finding(one: _Pair) -> Finding:
    addressed = "the data source has" if one.code == _KIND else "the path says"
    return Finding(
        one.at,
        f"{one.what} is `{one.said}`, but {addressed} `{one.addressed}`",
        label="not what is addressed",
        help=f"write `{one.addressed}`, or leave it out",
        related=(one.there,) if one.there is not None else (),
        service_errors=(one.code,),
    )
