"""entityInfo: type, primary key, timestamp and labels of ingested entities."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

from linter.kinds.kind import BodyForm, Kind, Laid, Part, Standing, Turn
from linter.kinds.laid import property_of, put
from linter.kinds.meaning import REFERENCE, WRITTEN_BY_THE_SERVICE
from linter.kinds.references import Mention, named_by, source_of
from linter.kinds.request import Request
from linter.kinds.route import Address
from linter.shapes.node import Node, listed

_SAID: Final = ("primaryKey", "entityType", "timestampFieldName")


class Info:
    """What the payload says of one entity."""

    def __init__(self, node: Node, request: Request) -> None:
        self.node = node
        self.request = request

    @cached_property
    def mention(self) -> Mention:
        """The entity; the single form may leave its name to the path."""
        node, request = self.node, self.request
        name, where = named_by(node, request)
        return Mention(node, request.snapshot, name, where, source_of(node)).within(request)

    @property
    def entity_type(self) -> str | None:
        """The entity type, folded, if it is one that the limitation allows."""
        value = self.node.text("entityType")
        allowed = self.node.shape.within("entityType").documented
        return value.lower() if value is not None and value.lower() in allowed else None


class EntityInfo:
    """The body of PATCH …/entityInfo: one entity or a list."""

    def __init__(self, request: Request, root: Any) -> None:
        self.request = request
        self.infos = [Info(node, request) for node in listed(root)]


def _form(_value: Any, request: Request) -> BodyForm:
    single = request.gives("entityName")
    return BodyForm("EntityInfoOfPath" if single else "EntityInfo", or_list=not single)


def _writes(request: Request, _standing: Standing) -> Iterator[Part]:
    for info in EntityInfo(request, request.root).infos:
        yield ("entity", info.mention.key()), _is_saved(info)


def _is_saved(info: Info) -> bool:
    entity, node = info.mention.entity, info.node
    if entity is None or node.values.keys() - {*REFERENCE, *WRITTEN_BY_THE_SERVICE, *_SAID}:
        return False
    type_ = node.text("entityType")
    return (
        node.text("primaryKey") in (None, entity.primary_key)
        and (type_ is None or type_.lower() == entity.entity_type)
        and node.text("timestampFieldName") in (None, entity.node.text("timestampFieldName"))
    )


def _lay(request: Request, laid: Laid) -> None:
    """Let the entities of a snapshot have what the body says of them."""
    for info in EntityInfo(request, request.root).infos:
        entity = info.mention.entity
        if entity is not None:
            listed = laid.sources.beside(entity)
            target = listed.get(entity.name) if listed is not None else None
            if target is None:  # another request has deleted it
                continue
            for name in ("friendlyName", "description", *_SAID):
                said = info.node.text(name)
                is_type = name == "entityType"  # in whatever case
                if said is not None and not (is_type and said.lower() == entity.entity_type):
                    put(target, name, said.lower() if is_type else said)
            _label(info, property_of(target, "attributes"))


def _label(info: Info, attributes: Any) -> None:
    """Let attributes have the labels that are given, as their semantic types."""
    for label in info.node.nodes("semanticLabels") if isinstance(attributes, dict) else ():
        name, said = label.text("attributeName"), label.text("label")
        if name in attributes and said is not None:
            old = attributes[name]
            attributes[name] = dict(old) if isinstance(old, dict) else {"type": old} if old else {}
            put(attributes[name], "semanticType", said)


KIND: Final = Kind(
    name="entityInfo",
    title="Information on entities: a list, or one",
    model="entity_info",
    addresses=(
        Address("manage/datasources/{datasourceId}/entities/entityInfo"),
        Address("manage/datasources/{datasourceId}/entities/{entityName}/entityInfo"),
    ),
    view=EntityInfo,
    turn=Turn(1, "entityInfo comes after relationships"),
    roots=(object,),
    form=_form,
    divisible=True,
    writes=_writes,
    lays=_lay,
)
