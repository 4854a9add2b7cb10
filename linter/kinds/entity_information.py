"""The entity information of a conflation: which entities take part, with their keys."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from linter.diagnostic import Location
from linter.kinds.references import Mention, Source, source_of
from linter.kinds.request import Request
from linter.shapes.node import Node


class Listed(NamedTuple):
    """An entity that the payload names, and the primary key that it gives for it."""

    mention: Mention
    primary_key: str | None = None


def definition_of(value: Any, *, single: bool) -> str:
    """Return the definition along which a body of entityInformation is to be read.

    `single`: the path names the entity.  The short form maps data sources to lists of names.
    """
    if not isinstance(value, dict) or single:
        return "EntityInformationOfPath"
    folded = {key.lower() for key in value}
    if "datasources" in folded:
        return "EntityInformation"
    if "entityname" in folded:
        return "EntityInformationOfPath"
    lists = [item for key, item in value.items() if key.lower() != "$schema"]
    short = bool(lists) and all(_is_list_of_names(item) for item in lists)
    return "EntityInformationByName" if short else "EntityInformation"


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
    def sources(self) -> list[Source]:
        """The data sources named, in the order of the text, those without entities too."""
        root = self.root
        if isinstance(root, str):
            return []
        if root.shape.name == "EntityInformationByName":
            return [_keyed_source(root, key) for key in root.values if _is_source(key)]
        nodes = root.nodes("dataSources") if root.shape.name == "EntityInformation" else [root]
        return [source for node in nodes if (source := source_of(node)) is not None]

    def _full(self, root: Node) -> Iterator[Listed]:
        for node in root.nodes("dataSources"):
            source = source_of(node)
            for entity in node.nodes("entities"):
                name, at = entity.text("entityName"), entity.at("entityName")
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
        name, at = root.text("entityName"), root.at("entityName")
        if not root.written("entityName"):
            name, at = self.request.parameter("entityName"), self.request.at
        mention = Mention(root, self.request.snapshot, name, at, source_of(root))
        yield Listed(mention.within(self.request), root.text("primaryKey"))


def _is_list_of_names(value: Any) -> bool:
    return isinstance(value, list) and not any(isinstance(item, dict) for item in value)


def _is_source(key: str) -> bool:
    return key.lower() != "$schema"


def _keyed_source(root: Node, key: str) -> Source:
    return Source(key, "either", root.at(key)._replace(part="key"))
