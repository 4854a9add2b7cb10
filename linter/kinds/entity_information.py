"""The entity information of a conflation: which entities take part, with their keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from linter.diagnostic import Location
from linter.instance.entity import DataSource
from linter.kinds.kind import BodyForm, Kind, Laid, Part, Standing, Turn
from linter.kinds.laid import property_of, put
from linter.kinds.meaning import REFERENCE, WRITTEN_BY_THE_SERVICE, meaning
from linter.kinds.references import Column, Mention, SourceMention, entity_named, named_by, source_of
from linter.kinds.request import Request, saved_request
from linter.kinds.route import Address
from linter.named_tuple import NamedTuple
from linter.shapes.node import Node
from linter.shapes.reading import read
from linter.shapes.shape import shape_of


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
                name = entity_named(entity, node)
                mention = Mention(entity, self.request.snapshot, name, "entityName", source)
                yield Listed(mention.within(self.request), entity.text("primaryKey"))

    def _by_name(self, root: Node) -> Iterator[Listed]:
        for key, names in root.values.items():
            if not _is_source(key):
                continue
            source = _keyed_source(root, key)
            for index, name in enumerate(names):
                if isinstance(name, str):
                    mention = Mention(root, self.request.snapshot, name, root.at(key, index), source)
                    yield Listed(mention.within(self.request))

    def _single(self, root: Node) -> Iterator[Listed]:
        """The one entity; the path may name it, and its data source."""
        name, where = named_by(root, self.request)
        mention = Mention(root, self.request.snapshot, name, where, source_of(root))
        yield Listed(mention.within(self.request), root.text("primaryKey"))


def informed_columns(mention: Mention) -> Iterator[Column]:
    """Yield the attributes that entity information names of an entity, which its short forms don't."""
    node = mention.node
    if node is None:
        return
    key = node.text("primaryKey")
    if key is not None:
        yield Column(key, (node, "primaryKey"), mention)
    for attribute in node.nodes("attributes"):
        yield Column(attribute.text("attributeName"), (attribute, "attributeName"), mention)


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


def _lay(request: Request, laid: Laid) -> None:
    """Let a conflation have the entities that the body names besides those that it has."""
    old, snapshot = property_of(laid.holder, "entityInformation"), request.snapshot
    if snapshot is None or not isinstance(request.root, (Node, str)):
        return
    told = _informed(EntityInformation(request, request.root))
    form = _form(old, saved_request(snapshot)).definition
    root = read(old, shape_of("entityInformation", form), request.document).root
    known = _informed(EntityInformation(saved_request(snapshot), root)) if isinstance(root, Node) else {}
    merged = {key: known[key].over(told[key]) if key in told else known[key] for key in known}
    merged |= {key: one for key, one in told.items() if key not in known}
    if old is None or merged != known:
        put(laid.holder, "entityInformation", _whole_of(merged.values(), old))


class _Told(NamedTuple):
    """What entity information says of an entity, and of its data source."""

    source: tuple[tuple[str, str], ...]
    said: dict[str, Any]

    def over(self, newer: _Told) -> _Told:
        """Return what it says once something newer was said; attributes that aren't named stay."""
        said = {**self.said, **newer.said, "entityName": self.said["entityName"]}
        attributes = [*self.said.get("attributes", ()), *newer.said.get("attributes", ())]
        if attributes:
            said["attributes"] = list({one.get("attributeName"): one for one in attributes}.values())
        return _Told(self.source, said)


def _informed(information: EntityInformation) -> dict[Any, _Told]:
    """Return what is said of the entities whose names are known, by what two mentions of one share."""
    mentions = (listed.mention for listed in information.entities)
    return {mention.key(): _told(mention) for mention in mentions if mention.name is not None}


def _told(mention: Mention) -> _Told:
    node, source = mention.node, mention.data_source
    said = {} if node is None or node.shape.name == "EntityInformationByName" else node.plain()
    kept = {
        key: one for key, one in said.items() if key not in (*REFERENCE, *WRITTEN_BY_THE_SERVICE, "$schema")
    }
    return _Told(_reference(mention.source, source), {"entityName": mention.name, **kept})


def _reference(named: SourceMention | None, source: DataSource | None) -> tuple[tuple[str, str], ...]:
    """Return how a data source is named: as the text does, if it does."""
    if source is None:
        return (("dataSourceName" if named.by == "name" else "dataSourceId", named.value),) if named else ()
    by_id = source.name is None or named is None or named.by == "id"
    return (("dataSourceId", source.id) if by_id else ("dataSourceName", str(source.name)),)


def _whole_of(told: Iterable[_Told], old: Any) -> dict[str, Any]:
    """Return the body that says all of it, in the short form where that is enough and was used."""
    groups: dict[tuple[tuple[str, str], ...], list[dict[str, Any]]] = {}
    for one in told:
        groups.setdefault(one.source, []).append(one.said)
    is_short = property_of(old, "dataSources") is None
    if is_short and all(source and said.keys() == {"entityName"} for source, said in _each(groups)):
        return {source[0][1]: [one["entityName"] for one in said] for source, said in groups.items()}
    more = {} if is_short else old
    listed = [{**dict(source), "entities": said} for source, said in groups.items()]
    return {**{key: one for key, one in more.items() if key.lower() != "datasources"}, "dataSources": listed}


def _each(groups: Mapping[Any, list[dict[str, Any]]]) -> Iterator[tuple[Any, dict[str, Any]]]:
    return ((source, one) for source, said in groups.items() for one in said)


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
    lays=_lay,
)
