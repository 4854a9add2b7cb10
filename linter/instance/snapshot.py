"""What an instance has ingested, as its declared snapshot says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from typing import Any, Final

from linter.diagnostic import Lack, Location, Path
from linter.instance.entity import DataSource, Entity
from linter.named_tuple import NamedTuple
from linter.placeholders import Values, placeholders_in
from linter.shapes.node import Node
from linter.shapes.reading import Reading
from linter.suggest import KnownNames

_GUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z", re.IGNORECASE)
_GUID_LENGTH: Final = 36

_LISTS: Final = {"entities": ("dataSources", "systemEntities")}
"""The properties of a snapshot that hold a list, where that isn't called as they are."""

_CALLED_BY: Final[dict[str | int, str]] = {
    "conflations": "conflationId",
    **dict.fromkeys(("relationships", "segments", "measures", "derivedEntities", "insights"), "name"),
}
"""What tells the items of a list apart, which are asked for by it."""

_CALLED: Final = ("name", "datasourceid", "conflationid")

COMPLETE_UNLESS_SAID: Final = ("dataSources", "entities", "entityInfo", "relationships", "conflations")
"""The lists of a snapshot that are the whole truth unless it says otherwise."""

_OF_SOURCES: Final = ("entities", "entityInfo")
"""Those that each data source has a part of."""

NO_INSTANCE: Final = "00000000-0000-0000-0000-000000000000"
"""The ID of an instance whose ID nobody has said."""

NOT_THERE: Final = "is not in the snapshot, which is not complete"
"""What is said of something that may exist nevertheless."""

SYSTEM_NAMES: Final = frozenset(
    (
        "AlternateKey",
        "BrandShareOfVoiceFromMicrosoft",
        "ConflationMatchPair",
        "ConflationMatchPairs",
        "ContactProfile",
        "Customer",
        "CustomerMeasure",
        "CustomerProfile",
        "Customer_Measure",
        "Enrichment",
        "InterestShareOfVoiceFromMicrosoft",
        "Prediction",
        "SegmentMembership",
        "UnifiedActivity",
        "UnifiedContact",
    )
)


class Resolution(NamedTuple):
    """What a reference to an entity leads to."""

    status: str  # "known", "unknown", "ambiguous" or "unknown-source"
    entity: Entity | None = None
    candidates: tuple[Entity, ...] = ()


def is_guid(value: str) -> bool:
    """Tell whether a text is a GUID."""
    return len(value) == _GUID_LENGTH and _GUID.match(value) is not None


def fold_id(value: str) -> str:
    """Return what two spellings of one ID share: GUIDs don't regard case, other IDs do."""
    return value.lower() if len(value) == _GUID_LENGTH and _GUID.match(value) else value


def beginnings(name: str, lengths: Iterable[int], signs: tuple[str, ...] = ("_",)) -> Iterator[str]:
    """Yield what a name begins with before a sign, as far as it is of one of the lengths.

    Whoever knows how long is what he looks for needn't try a long name at each of its signs.
    """
    return (name[:length] for length in lengths if name[length : length + 1] in signs)


def relationship_ends(node: Node) -> tuple[str, str, str, str]:
    """Return from-entity, from-attribute, to-entity, to-attribute of a relationship; empty where not said."""
    return (
        node.text("fromEntityName") or "",
        node.text("fromAttributeName") or "",
        node.text("toEntityName") or "",
        node.text("toAttributeName") or "",
    )


def _fold_prefix(name: str) -> str:
    """Fold the GUID that a qualified name may begin with."""
    begin = name[:_GUID_LENGTH]
    return begin.lower() + name[_GUID_LENGTH:] if len(begin) == _GUID_LENGTH and _GUID.match(begin) else name


def _seems_torn(entity: dict[str, Any]) -> bool:
    """Tell whether a key or time may be none of the attributes; most entities are done with here."""
    declared = entity.get("attributes")
    if declared is None:
        return False
    key, time = entity.get("primaryKey"), entity.get("timestampFieldName")
    return (key is not None and key not in declared.values) or (
        time is not None and time not in declared.values
    )


class Snapshot:
    """One instance: data sources, entities, relationships, conflations, role assignments."""

    def __init__(self, file: str, reading: Reading) -> None:
        self.file = file
        self.root: Node = reading.root
        self.problems = reading.problems
        self.instance_id = self.root.text("instanceId")
        self.declared: Snapshot = self  # without what is planned
        self.doubt: Lack | None = None  # why what is planned may have data sources that nobody knows of
        self.data_sources: list[DataSource] = []
        self._sources_by_id: dict[str, DataSource] = {}
        self._sources_by_name: dict[str, DataSource] = {}
        self._source_nodes: dict[str, Node] = {}  # by the ID as it is written
        self.entities: list[Entity] = []
        self.repeated: list[tuple[Entity, Entity]] = []  # a second declaration, and the first
        self.torn: list[Entity] = []  # an outline leaves none of them out
        self._by_pair: dict[tuple[str, str], Entity] = {}
        self._by_name: dict[str, list[Entity]] = {}
        self._forget()
        self._parts_broken = set(self.root.broken)
        if not self._parts_broken.isdisjoint(_LISTS["entities"]):
            self._parts_broken |= {"entities", "relationships"}  # what is malformed may hold anything
        for node in self.root.nodes("dataSources"):
            self._add_data_source(node)
        for node in self.root.nodes("systemEntities"):
            self._add_entity(node, None)

    @cached_property
    def by_folded_name(self) -> dict[str, Entity]:
        """The entities by their whole names in small letters, the last of each."""
        return {str(one).lower(): one for one in self.entities}

    @cached_property
    def meanings(self) -> frozenset[str]:
        """What the entities mean: whether some are accounts, or contacts."""
        return frozenset(one.meaning for one in self.entities)

    @cached_property
    def by_folded_bare_name(self) -> dict[str, Entity]:
        """The ingested entities by their bare names in small letters, the first of each."""
        return {one.name.lower(): one for one in reversed(self.entities) if one.data_source is not None}

    def _forget(self) -> None:
        """Forget what was worked out from what it has: there may be more now."""
        self._qualified: dict[str, Entity] | None = None
        self._resolved: dict[str, Resolution] = {}  # what plain strings have been found to name
        self._known_in: dict[str, KnownNames] = {}  # by the ID of a data source
        self.links: list[Any] | None = None  # its relationships, once a project has read them
        self.joined: Any = None  # the same by name and by entity, once that is asked for
        self.ends: Any = None  # what those join that it has, once asked for
        self.ways: Any = None  # the ways over those of a project, and what they are made of, once asked for
        self.listed: Any = None  # the entity information of all conflations, once asked for
        self.informed: dict[Node, list[tuple[Entity, str | None]]] = {}  # by conflation, once asked for
        self.structures: dict[Entity, Any] = {}  # their types as queries see them, once asked for
        for name in [one for one, kind in vars(Snapshot).items() if isinstance(kind, cached_property)]:
            self.__dict__.pop(name, None)

    def with_planned(
        self, planned: Iterable[tuple[DataSource, Node | None, list[Node]]], doubt: Lack | None
    ) -> Snapshot:
        """Return the snapshot as it is once data sources were made or got entities; what it has is shared.

        Of each there is the data source, what makes it (None where the snapshot has it), and its entities.
        The doubt is why there may be more of them.
        """
        from copy import copy

        other = copy(self)
        for name, value in vars(self).items():
            if isinstance(value, (dict, list)) and name != "problems":
                setattr(other, name, value.copy())
        other._by_name = {name: list(found) for name, found in self._by_name.items()}
        other._forget()
        other.declared, other.doubt = self, doubt
        for source, node, entities in planned:
            other._add_planned(source, node, entities)
        return other

    def _add_planned(self, source: DataSource, node: Node | None, entities: list[Node]) -> None:
        if node is not None:
            self.data_sources.append(source)
            self._source_nodes.setdefault(source.id, node)
            self._sources_by_id.setdefault(fold_id(source.id), source)
            if source.name is not None:
                self._sources_by_name.setdefault(source.name, source)
        for one in entities:
            if self._by_pair.get((source.id, one.text("name") or "")) is None:
                self._add_entity(one, source)

    def fill_instance(self, values: Values) -> None:
        """Let the placeholders in the instance's ID stand for what they are said to."""
        written = self.root.text("instanceId")
        filled = values.fill(written) if written is not None else None
        self.instance_id = written if filled is None else str(filled.value)

    @property
    def has_known_id(self) -> bool:
        """Whether it is known which instance it is."""
        said = self.instance_id
        return said is not None and said != NO_INSTANCE and not any(placeholders_in(said))

    def complete(self, name: str, of: DataSource | None = None) -> bool:
        """Tell whether a list (entities, relationships …), or that `of` a source, is the whole truth.

        Entities of the instance are all known where those of each source are, and all sources.
        """
        if self._is_torn(name) or (of is None and name in self._open_in_sources):
            return False
        owners = [self._source_nodes[of.id], self.root] if of is not None else [self.root]
        declared = (owner.node("complete") for owner in owners)
        said = (one.get(name) for one in declared if one is not None)
        value = next((one for one in said if isinstance(one, bool)), None)
        if value is None and of is None and name in _OF_SOURCES:
            return self.complete("dataSources")
        return name in COMPLETE_UNLESS_SAID if value is None else value

    @cached_property
    def _open_in_sources(self) -> frozenset[str]:
        """The lists of which some data source says that it hasn't all of its own."""
        said = (node.node("complete") for node in self._source_nodes.values())
        return frozenset(
            name for one in said if one is not None for name in _OF_SOURCES if one.get(name) is False
        )

    def lacks(
        self, name: str, otherwise: str = "does not exist in the instance", of: DataSource | None = None
    ) -> str:
        """Return how to say that a list (relationships, conflations …) doesn't have something.

        `otherwise` is said when the list is the whole truth.
        """
        return otherwise if self.complete(name, of) else NOT_THERE

    def severity_of_absence(self, name: str, of: DataSource | None = None) -> str | None:
        """Return "warning" for what a list lacks that isn't the whole truth, else None: the rule's own."""
        return None if self.complete(name, of) else "warning"

    def broken_at(self, *names: str) -> Location | None:
        """Return what can't be read of some lists, so that it may be what isn't found there."""
        torn = filter(self._is_torn, names)
        lists = {one for name in torn for one in _LISTS.get(name, (name,))}
        found = (one.at for one in self.problems if one.kind in ("type", "missing"))
        return next((at for at in found if at.path and at.path[0] in lists and _is_item(at.path)), None)

    def _is_torn(self, name: str) -> bool:
        """Tell whether a list, or what an item of it is called, can't be read."""
        return name in self._parts_broken or name in self._with_nameless

    @cached_property
    def _with_nameless(self) -> frozenset[str]:
        """The lists of which some item has no name that can be read."""
        items = ((one.at.path[0], one.member) for one in self.problems if len(one.at.path) in (2, 3))
        return frozenset(str(name) for name, member in items if _CALLED_BY.get(name) == member)

    def declares(self, name: str) -> bool:
        """Tell whether a list is in the snapshot, or said to be complete without it."""
        declared = self.root.node("complete")
        return self.root.get(name) is not None or bool(declared and declared.get(name) is True)

    def data_source_by_id(self, value: str) -> DataSource | None:
        """Return the data source of an ID."""
        return self._sources_by_id.get(fold_id(value))

    def source_node(self, value: str) -> Node | None:
        """Return what the snapshot says of the data source of an ID."""
        source = self.data_source_by_id(value)
        return self._source_nodes.get(source.id) if source is not None else None

    def data_source_by_name(self, value: str) -> DataSource | None:
        """Return the data source of a name, which is case sensitive."""
        return self._sources_by_name.get(value)

    def source_of(self, name: str) -> DataSource | None:
        """Return the data source whose ID or name a qualified name begins with, the longest of several."""
        prefixes = beginnings(name, self._source_lengths)
        found = (self.data_source_by_id(one) or self.data_source_by_name(one) for one in prefixes)
        return next((one for one in found if one is not None), None)

    @cached_property
    def _source_lengths(self) -> list[int]:
        """How long the IDs and names of data sources are, the greatest length first."""
        named = (one for each in self.data_sources for one in (each.id, each.name) if one is not None)
        return sorted({len(one) for one in named}, reverse=True)

    def entity_in(self, data_source: DataSource, name: str) -> Entity | None:
        """Return an entity of a data source."""
        return self._by_pair.get((data_source.id, name))

    def may_have(self, planned: Entity) -> bool:
        """Tell whether the instance may have an entity already that a payload plans for a source of its."""
        source, before = planned.data_source, self.declared
        if source is None or before.source_node(source.id) is None:
            return False
        return before.entity_in(source, planned.name) is None and not before.complete("entities", source)

    def entities_in(self, data_source: DataSource) -> Sequence[Entity]:
        """Return the entities of a data source."""
        return self._by_source.get(data_source, ())

    @cached_property
    def _by_source(self) -> dict[DataSource | None, list[Entity]]:
        found: dict[DataSource | None, list[Entity]] = {}
        for one in self.entities:
            found.setdefault(one.data_source, []).append(one)
        return found

    def named(self, name: str) -> list[Entity]:
        """Return the entities of a bare name, of whatever data source."""
        return self._by_name.get(name, [])

    @cached_property
    def has_namesakes(self) -> bool:
        """Whether some bare name is that of several entities."""
        return any(len(found) > 1 for found in self._by_name.values())

    def resolve_name(self, name: str) -> Resolution:
        """Return the entity that a plain string names: qualified first, then bare and unique."""
        found = self._resolved.get(name)
        if found is None:
            found = self._resolved[name] = self._resolve(name)
        return found

    def _resolve(self, name: str) -> Resolution:
        qualified = self._qualified_names().get(_fold_prefix(name))
        if qualified is not None:
            return Resolution("known", qualified)
        found = self.named(name)
        if len(found) == 1:
            return Resolution("known", found[0])
        return Resolution("ambiguous", None, tuple(found)) if found else Resolution("unknown")

    def conflation(self, conflation_id: str) -> Node | None:
        """Return what the snapshot says of a conflation."""
        return self._conflations.get(fold_id(conflation_id))

    @cached_property
    def _conflations(self) -> dict[str, Node]:
        nodes = reversed(self.root.nodes("conflations"))
        return {fold_id(node.text("conflationId") or ""): node for node in nodes}

    @cached_property
    def relationships(self) -> dict[str, Node]:
        """The relationships by their names, the first of each."""
        nodes = reversed(self.root.nodes("relationships"))
        return {node.text("name") or "": node for node in nodes}

    @cached_property
    def relationship_names(self) -> dict[str, Location]:
        """The names of the relationships, and where they stand."""
        return {name: node.at("name") for name, node in self.relationships.items()}

    @cached_property
    def lookalikes(self) -> frozenset[str]:
        """The names that look like placeholders of a pipeline."""
        names: set[str | None] = {*self.all_names(), *self.relationships, *self._conflations}
        names.update(name for one in self.data_sources for name in (one.id, one.name))
        names.update(*(one.attributes or () for one in self.entities))  # few are the entity's alone
        return frozenset(name for name in names if name is not None and any(placeholders_in(name)))

    @cached_property
    def principals(self) -> frozenset[str]:
        """The principals that have a role, folded."""
        nodes = self.root.nodes("roleAssignments")
        return frozenset(fold_id(node.text("principalId") or "") for node in nodes if node.get("roles") != [])

    @cached_property
    def has_ingested(self) -> bool:
        """Whether any data source has an entity."""
        return any(entity.data_source is not None for entity in self.entities)

    @cached_property
    def nothing_ingested(self) -> bool:
        """Whether the instance has no data at all (IN06)."""
        return self.complete("entities") and not self.has_ingested

    def all_names(self) -> Iterable[str]:
        """Yield every name that leads a plain string reference to one entity."""
        yield from (name for name, found in self._by_name.items() if len(found) == 1)
        yield from self._qualified_names()

    @cached_property
    def name_lengths(self) -> list[int]:
        """How long the names are that an entity goes by, the greatest length first."""
        return sorted({len(one) for one in (*self.all_names(), *self._by_name)}, reverse=True)

    @cached_property
    def known_names(self) -> KnownNames:
        """Every name that leads a plain string reference to one entity, for questions which are close."""
        return KnownNames(self.all_names())

    @cached_property
    def spelled(self) -> dict[str, str]:
        """The same names by what they are in small letters."""
        return {name.lower(): name for name in self.all_names()}

    @cached_property
    def known_source_ids(self) -> KnownNames:
        """The IDs of the data sources, for questions which are close to another one."""
        return KnownNames(one.id for one in self.data_sources)

    @cached_property
    def known_source_names(self) -> KnownNames:
        """The names of the data sources, for questions which are close to another one."""
        return KnownNames(one.name for one in self.data_sources if one.name is not None)

    @cached_property
    def known_sources(self) -> KnownNames:
        """The IDs and the names of the data sources, for questions which are close to another one."""
        both = (name for one in self.data_sources for name in (one.id, one.name))
        return KnownNames(one for one in both if one is not None)

    @cached_property
    def known_conflations(self) -> KnownNames:
        """The names of the conflations, for questions which are close to another one."""
        return KnownNames(node.text("conflationId") or "" for node in self.root.nodes("conflations"))

    def known_names_in(self, data_source: DataSource) -> KnownNames:
        """Return the names of a data source's entities, for questions which are close to another one."""
        known = self._known_in.get(data_source.id)
        if known is None:
            known = KnownNames(one.name for one in self.entities_in(data_source))
            self._known_in[data_source.id] = known
        return known

    def _add_data_source(self, node: Node) -> None:
        identifier = node.text("dataSourceId")
        if "entities" in node.broken or identifier is None:
            self._parts_broken |= {"entities", "relationships"}
        if identifier is None:
            self._parts_broken.add("dataSources")
            return
        source = DataSource(identifier, node.text("name"), node.at("dataSourceId"))
        self.data_sources.append(source)
        self._source_nodes.setdefault(source.id, node)
        self._sources_by_id.setdefault(fold_id(source.id), source)
        if source.name is not None:
            self._sources_by_name.setdefault(source.name, source)
        for entity in node.nodes("entities"):
            self._add_entity(entity, source)

    def relationships_elsewhere(self) -> Iterator[tuple[str, str]]:
        """Yield the names of relationships that say that they lead out of the snapshot, and why."""
        for node in self.root.nodes("relationships"):
            said = node.node("complete")
            if said is not None and said.get("ends") is False:
                ends = relationship_ends(node)[::2]
                if any(self.resolve_name(one).entity is None for one in ends):
                    yield node.text("name") or " to ".join(ends), said.text("because") or ""

    def _add_entity(self, node: Node, data_source: DataSource | None) -> None:
        name = node.text("name")
        if name is None:
            self._parts_broken |= {"entities", "relationships"}
            return
        entity = Entity(name, data_source, node)
        pair = (data_source.id if data_source else "", name)
        first = self._by_pair.setdefault(pair, entity)
        if first is not entity:
            self.repeated.append((entity, first))
            return
        self.entities.append(entity)
        if type(node) is Node and _seems_torn(node.values) and self.declared is self and entity.torn_at:
            self.torn.append(entity)
        self._by_name.setdefault(name, []).append(entity)

    def _qualified_names(self) -> dict[str, Entity]:
        """Qualified name to entity; of two readings the longer source wins."""
        if self._qualified is None:
            self._qualified = {}
            pairs = [
                (prefix, entity)
                for entity in self.entities
                if entity.data_source is not None
                for prefix in (entity.data_source.id, entity.data_source.name)
                if prefix is not None
            ]
            fold = cache(fold_id)  # few prefixes serve many entities
            for prefix, entity in sorted(pairs, key=lambda pair: len(pair[0])):
                self._qualified[f"{fold(prefix)}_{entity.name}"] = entity
        return self._qualified


def lookalikes(snapshots: Iterable[Snapshot]) -> frozenset[str]:
    """Return the names of snapshots that look like placeholders of a pipeline."""
    return frozenset().union(*(one.lookalikes for one in snapshots))


def _is_item(path: Path) -> bool:
    """Tell whether what has a path in a snapshot is a list's, or an item, or what an item is called."""
    return len(path) < 3 or (path[2] == "entities" and len(path) < 5) or str(path[-1]).lower() in _CALLED
