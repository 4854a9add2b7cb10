"""Which requests change nothing, since the snapshot holds already what they say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from linter.kinds.entity_info import EntityInfo, Info
from linter.kinds.entity_information import EntityInformation, Listed
from linter.kinds.references import mention_in, mention_of
from linter.kinds.relationships import Relationship
from linter.kinds.request import Request
from linter.planning.timelines import scope_of
from linter.project.project import Project
from linter.shapes.node import Node

_WRITTEN_BY_THE_SERVICE: Final = (
    "version",
    "updatedBy",
    "updatedUtc",
    "createdBy",
    "createdUtc",
    "instanceId",
)
_CLOSED: Final = ("kind", "precision", "relationshipType", "cardinality", "normalizations")
_REFERENCE: Final = ("dataSourceId", "dataSourceName", "entityName")
_INFO: Final = ("primaryKey", "entityType", "timestampFieldName")
_ENDS: Final = ("fromEntityName", "toEntityName")


def unchanged(project: Project) -> set[int]:
    """Return the requests, by their number, whose every word the snapshot holds.

    Where another request changes the same thing, nothing is said: it may have to be set back.
    """
    same: dict[int, bool] = {}
    writers: dict[object, list[int]] = {}
    for index, request in enumerate(project.requests):
        parts = list(_parts(project, request))
        if request.snapshot is not None and request.reading is not None and request.sound and parts:
            same[index] = all(is_same for _, is_same in parts)
        for subject, _ in parts:
            writers.setdefault(subject, []).append(index)
    disputed = {
        index
        for numbers in writers.values()
        if not all(same.get(index) for index in numbers)
        for index in numbers
    }
    return {index for index, is_same in same.items() if is_same} - disputed


def _parts(project: Project, request: Request) -> Iterator[tuple[object, bool]]:
    """Yield what a request writes, and whether the snapshot has it so already."""
    kind, root = request.route.kind, request.root
    if request.method == "DELETE" and request.parameter("relationshipName") is not None:
        yield ("relationship", scope_of(request), request.parameter("relationshipName")), False
    elif kind == "relationships":
        for node in _nodes(root):
            relationship = Relationship(node, request)
            name = relationship.update or relationship.name
            yield ("relationship", scope_of(request), name), _is_saved_relationship(relationship, name)
    elif kind == "entityInfo":
        for info in EntityInfo(request, root).infos:
            yield ("entity", info.mention.key()), _is_saved_info(info)
    elif kind == "entityInformation" and isinstance(root, (Node, str)):
        for listed in EntityInformation(request, root).entities:
            key = project.conflation_key(request)
            yield (kind, key, listed.mention.key()), _is_saved_information(project, request, listed)
    elif kind in ("conflationPlan", "conflictResolutionRules") and isinstance(root, Node):
        saved = project.saved_conflation(request)
        old = saved.node(kind) if saved is not None else None
        is_same = old is not None and _meaning(root, request) == _meaning(old, request)
        yield (kind, project.conflation_key(request)), is_same


def _nodes(root: Any) -> list[Node]:
    return [node for node in (root if isinstance(root, list) else [root]) if isinstance(node, Node)]


def _is_saved_relationship(relationship: Relationship, name: str | None) -> bool:
    snapshot = relationship.request.snapshot
    old = snapshot.relationships.get(name) if snapshot is not None and name is not None else None
    if old is None:
        return False
    have = _meaning(old, relationship.request)
    said = _meaning(relationship.node, relationship.request)
    return all(have.get(key) == value for key, value in said.items())


def _is_saved_info(info: Info) -> bool:
    entity, node = info.mention.entity, info.node
    if entity is None or node.values.keys() - {*_REFERENCE, *_WRITTEN_BY_THE_SERVICE, *_INFO}:
        return False
    type_ = node.text("entityType")
    return (
        node.text("primaryKey") in (None, entity.primary_key)
        and (type_ is None or type_.lower() == entity.entity_type)
        and node.text("timestampFieldName") in (None, entity.node.text("timestampFieldName"))
    )


def _is_saved_information(project: Project, request: Request, listed: Listed) -> bool:
    saved = project.saved_conflation(request)
    information = saved.get("entityInformation") if saved is not None else None
    if not isinstance(information, Node) or listed.mention.entity is None:
        return False
    for old in EntityInformation(request, information).entities:
        if old.mention.entity is listed.mention.entity:
            return _said(listed, request).items() <= _said(old, request).items()
    return False


def _said(listed: Listed, request: Request) -> dict[str, str]:
    """What is said of one entity, as texts that can be compared; the short form says nothing more."""
    node = listed.mention.node
    if node is None or node.shape.name == "EntityInformationByName":
        return {}
    said: dict[str, str] = {
        key: repr(value)
        for key, value in _meaning(node, request).items()
        if key not in ("entity", "attributes")
    }
    for attribute in node.nodes("attributes"):
        said[f"attribute {attribute.text('attributeName')}"] = repr(_meaning(attribute, request))
    return said


def _meaning(node: Node, request: Request) -> dict[str, Any]:
    """Return what an object says, in whatever words: references resolved, closed lists folded."""
    meaning: dict[str, Any] = {}
    for name, value in node.values.items():
        if name in _ENDS:
            meaning[name] = mention_in(node, name, request).key()
        elif name not in _REFERENCE and name not in _WRITTEN_BY_THE_SERVICE and name != "$schema":
            meaning[name] = _value(name, value, request)
    if node.literal is not None or "entityName" in node.values:
        meaning["entity"] = mention_of(node, request).key()
    return meaning


def _value(name: str, value: Any, request: Request) -> Any:
    if isinstance(value, Node):
        return _meaning(value, request)
    if isinstance(value, list):
        return [_value(name, item, request) for item in value]
    return value.lower() if name in _CLOSED and isinstance(value, str) else value
