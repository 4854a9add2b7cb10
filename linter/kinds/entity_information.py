"""The entity information of a conflation: which entities take part, with their keys."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final, NamedTuple

from linter.diagnostic import Location
from linter.kinds.kind import BodyForm, Kind, Part, Standing, Turn
from linter.kinds.meaning import meaning
from linter.kinds.references import Column, Mention, SourceMention, entity_named, source_of
from linter.kinds.request import Request
from linter.kinds.route import Address
from linter.shapes.node import Node


class Listed(NamedTuple):
    """An entity that the payload names, and the primary key that it gives for it."""

    mention: Mention
    primary_key: str | None = None


class EntityInformation:
    """The body of PATCH …/entityInformation, in any of its forms."""

    def __init__(self, request: Request, root: Node | str) -> None:
        self.request = request
        self.root = root

    @cached_property
    def entities(self) -> list[Listed]:
        """The entities named, in the order of the text."""
        root = self.root
        if isinstance(root, str):
            at = Location(self.request.document, self.request.body_path)
            return [Listed(Mention(None, self.request.snapshot, root, at).within(self.request))]
        forms = {"EntityInformation": self._full, "EntityInformationByName": self._by_name}
        return list(forms.get(root.shape.name, self._single)(root))

    @cached_property
    def sources(self) -> list[SourceMention]:
        """The data sources named, in the order of the text, those without entities too."""
        root = self.root
        if isinstance(root, str):
            return []
        if root.shape.name == "EntityInformationByName":
            return [_keyed_source(root, key) for key in root.values if _is_source(key)]
        nodes = root.nodes("dataSources") if root.shape.name == "EntityInformation" else [root]
        return [source for node in nodes if (source := source_of(node)) is not None]

    @property
    def columns(self) -> list[Column]:
        """The attributes named, primary keys first in each entity."""
        return [column for listed in self.entities for column in informed_columns(listed.mention)]

    def _full(self, root: Node) -> Iterator[Listed]:
        for node in root.nodes("dataSources"):
            source = source_of(node)
            for entity in node.nodes("entities"):
                name, at = entity_named(entity, node), entity.at("entityName")
                mention = Mention(entity, self.request.snapshot, name, at, source)
                yield Listed(mention.within(self.request), entity.text("primaryKey"))

    def _by_name(self, root: Node) -> Iterator[Listed]:
        for key, names in root.values.items():
            if not _is_source(key) or not isinstance(names, list):
                continue
            source = _keyed_source(root, key)
            for index, name in enumerate(names):
                if isinstance(name, str):
                    mention = Mention(root, self.request.snapshot, name, root.at(key, index), source)
                    yield Listed(mention.within(self.request))

    def _single(self, root: Node) -> Iterator[Listed]:
        """The one entity; the path may name it, and its data source."""
        name, at = entity_named(root), root.at("entityName")
        if not root.written("entityName"):
            name, at = self.request.parameter("entityName"), self.request.at
        mention = Mention(root, self.request.snapshot, name, at, source_of(root))
        yield Listed(mention.within(self.request), root.text("primaryKey"))


def informed_columns(mention: Mention) -> Iterator[Column]:
    """Yield the attributes that entity information names of an entity, which its short forms don't."""
    node = mention.node
    if node is None or node.literal is not None or node.shape.mapping is not None:
        return
    key = node.text("primaryKey")
    if key is not None:
        yield Column(key, node.at("primaryKey"), mention, own=False)
    for attribute in node.nodes("attributes"):
        at = attribute.at("attributeName")
        yield Column(attribute.text("attributeName"), at, mention, own=False)


def _is_source(key: str) -> bool:
    return key.lower() != "$schema"


def _keyed_source(root: Node, key: str) -> SourceMention:
    return SourceMention(key, "either", root.at(key)._replace(part="key"))


def _form(value: Any, request: Request) -> BodyForm:
    """The short form maps data sources to lists of names; a name alone is no object at all."""
    if isinstance(value, str):
        return BodyForm()
    if not isinstance(value, dict) or request.gives("entityName"):
        return BodyForm("EntityInformationOfPath")
    folded = {key.lower() for key in value}
    if "datasources" in folded:
        return BodyForm("EntityInformation")
    if "entityname" in folded:
        return BodyForm("EntityInformationOfPath")
    lists = [item for key, item in value.items() if _is_source(key)]
    named = any(isinstance(item, list) for item in lists)  # a name in place of a list is malformed
    short = named and all(isinstance(item, str) or _is_list_of_names(item) for item in lists)
    return BodyForm("EntityInformationByName" if short else "EntityInformation")


def _is_list_of_names(value: Any) -> bool:
    return isinstance(value, list) and not any(isinstance(item, dict) for item in value)


def _writes(request: Request, standing: Standing) -> Iterator[Part]:
    if isinstance(request.root, (Node, str)):
        for listed in EntityInformation(request, request.root).entities:
            subject = ("entityInformation", standing.conflation, listed.mention.key())
            yield subject, _is_saved(listed, request, standing)


def _is_saved(listed: Listed, request: Request, standing: Standing) -> bool:
    information = standing.saved.get("entityInformation") if standing.saved is not None else None
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
        for key, value in meaning(node, request).items()
        if key not in ("entity", "attributes")
    }
    for attribute in node.nodes("attributes"):
        said[f"attribute {attribute.text('attributeName')}"] = repr(meaning(attribute, request))
    return said


KIND: Final = Kind(
    name="entityInformation",
    title="The entities of a conflation: all of them, or the one that the path names",
    model="entity_information",
    addresses=(
        Address("conflations/{conflationId}/entityInformation"),
        Address("conflations/{conflationId}/entityInformation/{entityName}"),
        Address("conflations/{conflationId}/datasources/{datasourceId}/entityInformation/{entityName}"),
    ),
    view=EntityInformation,
    turn=Turn(2, "entity information comes after entityInfo"),
    roots=(Node, str),
    form=_form,
    saved=("conflations", "entityInformation"),
    divisible=True,
    writes=_writes,
)
