"""All payloads of one run, laid over the snapshots: the questions that rules ask across them.

Every payload is a pending change.  What the project will have once they are all applied is the
planned state; with `snapshot_only` each payload is judged against the snapshot alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from linter import kinds
from linter.diagnostic import Finding, Location
from linter.instance.snapshot import Entity, Snapshot, fold_id
from linter.kinds.conflation_plan import ConflationPlan
from linter.kinds.conflict_resolution_rules import ConflictResolutionRules
from linter.kinds.entity_info import EntityInfo, Info
from linter.kinds.entity_information import EntityInformation
from linter.kinds.misplaced import Misplaced
from linter.kinds.query import Query, query_of
from linter.kinds.references import Mention, mention_in, names_source, path_source
from linter.kinds.relationships import Relationship, Relationships
from linter.kinds.request import Request
from linter.kinds.route import Route
from linter.shapes.node import Node, Problem

Troubles = Mapping[str, Sequence[Finding]]
"""What is wrong with the suppressions: "malformed", "unknown", "expired" or "unused" ones."""

NO_SNAPSHOT: Final = "no snapshot of the instance is declared (`snapshot` in c360lint.toml, or --snapshot)"


class Unread(NamedTuple):
    """A payload that can't be read: what it declares is unknown."""

    document: str
    kind: str | None  # None when that isn't known either
    message: str
    help: str = ""
    is_text: bool = True  # False: there is no text to speak of (a folder, a pipe, UTF-16 …)


class Duplicate(NamedTuple):
    """A key that stands twice in one object."""

    at: Location
    first: Location
    same: bool = False  # whether it has the same value as the one before it and the last one


class HouseSchema(NamedTuple):
    """A document and a JSON Schema of the team's own that it has to satisfy."""

    document: str
    value: Any
    schema: Any
    name: str  # the schema's file


class Settings(NamedTuple):
    """What the configuration tells the rules."""

    principal: str | None = None
    api: str = "2020-04"
    master_dataset: str = "Customer"
    snapshot_only: bool = False


class Link(NamedTuple):
    """A relationship of the planned state; an end is None when nothing can be said about it."""

    name: str
    ends: tuple[Mention, Mention]
    at: Location
    planned: bool


class Project:
    """Requests, snapshots and settings of one run."""

    def __init__(
        self,
        requests: Iterable[Request],
        snapshots: Iterable[Snapshot] = (),
        settings: Settings | None = None,
        unread: Iterable[Unread] = (),
        problems: Iterable[Problem] = (),
        duplicates: Iterable[Duplicate] = (),
        house_schemas: Iterable[HouseSchema] = (),
        suppression_troubles: Troubles = MappingProxyType({}),  # known when other rules have been asked
        misplaced: Iterable[Misplaced] = (),
    ) -> None:
        self.requests = sorted(requests, key=lambda one: (one.document, one.index))
        self.snapshots = tuple(snapshots)
        self.settings = settings or Settings()
        self.unread = tuple(unread)
        self.problems = tuple(problems)  # of envelopes and bodies
        self.duplicates = tuple(duplicates)
        self.house_schemas = tuple(house_schemas)
        self.suppression_troubles = suppression_troubles
        self.misplaced = tuple(misplaced)  # files that are nearly payloads
        self._payloads: dict[str, list[Any]] = {}
        self._links: dict[str, list[Link]] = {}
        self._informed: dict[tuple[str, str], frozenset[Entity]] = {}
        for request in self.requests:
            request.snapshot = self.snapshot_of(request.instance_id)

    def part(self, documents: Collection[str]) -> Project:
        """Return the project that only these documents would make."""
        return Project(
            [one for one in self.requests if one.document in documents],
            self.snapshots,
            self.settings,
            [one for one in self.unread if one.document in documents],
            [one for one in self.problems if one.at.document in documents],
            [one for one in self.duplicates if one.at.document in documents],
            [one for one in self.house_schemas if one.document in documents],
        )

    def again(
        self,
        *,
        requests: Iterable[Request] | None = None,
        snapshots: Iterable[Snapshot] | None = None,
        troubles: Troubles = MappingProxyType({}),
    ) -> Project:
        """Return the project, yet to be asked; with other requests or snapshots, or with troubles."""
        return Project(
            self.requests if requests is None else requests,
            self.snapshots if snapshots is None else snapshots,
            self.settings,
            self.unread,
            self.problems,
            self.duplicates,
            self.house_schemas,
            troubles,
            self.misplaced,
        )

    @property
    def all_problems(self) -> list[Problem]:
        """The problems of shape, those of snapshots too."""
        return [*self.problems, *(one for snapshot in self.snapshots for one in snapshot.problems)]

    def snapshot_of(self, instance_id: str | None) -> Snapshot | None:
        """Return the snapshot of an instance; the only one when no instance is named."""
        if instance_id is None:
            return self.snapshots[0] if len(self.snapshots) == 1 else None
        folded = fold_id(instance_id)
        return next((s for s in self.snapshots if fold_id(s.instance_id or "") == folded), None)

    def why_no_snapshot(self, request: Request) -> str | None:
        """Return why a request can't be judged against a snapshot.

        None when it can, or when its instance is reported as unknown.
        """
        if not self.snapshots:
            return NO_SNAPSHOT
        if request.snapshot is None and request.instance_id is None:
            return "the path names no instance and several snapshots are declared"
        return None

    def payloads(self, kind: str) -> list[Any]:
        """Return the bodies of a kind as its card views them."""
        if kind not in self._payloads:
            self._payloads[kind] = list(_viewed(kind, self._of(kind)))
        return self._payloads[kind]

    @property
    def entity_information(self) -> list[EntityInformation]:
        """All payloads of this kind."""
        return self.payloads("entityInformation")

    @property
    def plans(self) -> list[ConflationPlan]:
        """All conflation plans."""
        return self.payloads("conflationPlan")

    @property
    def resolutions(self) -> list[ConflictResolutionRules]:
        """All payloads of conflict resolution rules."""
        return self.payloads("conflictResolutionRules")

    @property
    def entity_infos(self) -> list[EntityInfo]:
        """All payloads of this kind."""
        return self.payloads("entityInfo")

    @property
    def relationships(self) -> list[Relationships]:
        """All payloads of this kind, those that create and those that update."""
        return self.payloads("relationships")

    @cached_property
    def queries(self) -> list[Query]:
        """All data queries among the requests."""
        found = []
        for request in self.requests:
            if request.payload is None:
                request.payload = query_of(request)
            if isinstance(request.payload, Query):
                found.append(request.payload)
        return found

    def planned_relationships(self) -> Iterator[Relationship]:
        """Yield the relationships of all payloads, by path, then by place."""
        for payload in self.relationships:
            yield from payload.items

    def unsure(self, kind: str, request: Request | None = None) -> str | None:
        """Return why other payloads of a kind can't all be read, or None when they can.

        The payload's own faults don't count: its own rules see them where they are.
        """
        if self.settings.snapshot_only:
            return None
        for unread in self.unread:
            if unread.kind in (kind, None):
                return f"{unread.document} can't be read"
        for other in self._unsound.get(kind, ()):
            if other is not request:
                return f"{other.document} is malformed or addressed wrongly"
        return None

    @cached_property
    def _unsound(self) -> dict[str, list[Request]]:
        found: dict[str, list[Request]] = {}
        for kind, requests in self._by_kind.items():
            found[kind] = [one for one in requests if not one.sound or self.is_misaddressed(one)]
        return found

    def is_misaddressed(self, request: Request) -> bool:
        """Tell whether the path leads nowhere (IN01, IN04, IN05), so that it is open what is declared."""
        snapshot = request.snapshot
        if snapshot is None:
            return bool(self.snapshots) and request.instance_id is not None
        if names_source(request) and path_source(snapshot, request) is None:
            return True
        return self.conflation_is_refused(request)

    # Conflations

    def conflation_id(self, request: Request) -> str | None:
        """Return the conflation of a request; the snapshot's only one when none is named."""
        named = request.parameter("conflationId")
        if named is not None or request.snapshot is None:
            return named
        nodes = request.snapshot.root.nodes("conflations")
        return nodes[0].text("conflationId") if len(nodes) == 1 else None

    def saved_conflation(self, request: Request) -> Node | None:
        """Return what the snapshot says of the request's conflation."""
        named = self.conflation_id(request)
        if request.snapshot is None or named is None:
            return None
        return request.snapshot.conflation(named)

    def conflation_is_refused(self, request: Request) -> bool:
        """Tell whether the request's conflation is reported as unknown (IN05)."""
        snapshot, named = request.snapshot, request.parameter("conflationId")
        if snapshot is None or named is None or not snapshot.declares("conflations"):
            return False
        return snapshot.conflation(named) is None

    def informed(self, request: Request) -> frozenset[Entity]:
        """Return the entities that have entity information in a request's conflation."""
        key = self.conflation_key(request)
        if key not in self._informed:
            self._informed[key] = frozenset(self._collect_informed(request))
        return self._informed[key]

    def _collect_informed(self, request: Request) -> Iterator[Entity]:
        saved = self.saved_conflation(request)
        if saved is not None:
            yield from (entity for entity, _ in saved_information(saved, request))
        for payload in self._planned_information.get(self.conflation_key(request), ()):
            for listed in payload.entities:
                if listed.mention.entity is not None:
                    yield listed.mention.entity

    @cached_property
    def _planned_information(self) -> dict[tuple[str, str], list[EntityInformation]]:
        table: dict[tuple[str, str], list[EntityInformation]] = {}
        for payload in () if self.settings.snapshot_only else self.entity_information:
            table.setdefault(self.conflation_key(payload.request), []).append(payload)
        return table

    def plans_of(self, request: Request) -> list[ConflationPlan]:
        """Return the plans of a request's conflation: the planned ones, else the snapshot's."""
        planned = self._planned_plans.get(self.conflation_key(request))
        if planned:
            return planned
        saved = self.saved_conflation(request)
        kept = saved_plan(saved, request) if saved is not None else None
        return [kept] if kept is not None else []

    @cached_property
    def _planned_plans(self) -> dict[tuple[str, str], list[ConflationPlan]]:
        table: dict[tuple[str, str], list[ConflationPlan]] = {}
        for plan in () if self.settings.snapshot_only else self.plans:
            table.setdefault(self.conflation_key(plan.request), []).append(plan)
        return table

    def conflation_key(self, request: Request) -> tuple[str, str]:
        """Return what requests about the same conflation of the same instance share."""
        file = request.snapshot.file if request.snapshot else ""
        return file, fold_id(self.conflation_id(request) or "")

    # Primary keys

    def keyed_by_entity_info(self, entity: Entity) -> bool:
        """Tell whether snapshot or planned entityInfo define a primary key."""
        return entity.primary_key is not None or entity in self._planned_keys

    def keyed_anywhere(self, entity: Entity) -> bool:
        """Tell whether snapshot or any planned payload gives a primary key."""
        return self.keyed_by_entity_info(entity) or entity in self._information_keys

    def key_unsure(self, entity: Entity, request: Request) -> str | None:
        """Return why it is open whether an entity without a key has one after all."""
        if entity.key_unknown:
            return f"the snapshot's primaryKey of `{entity}` is malformed"
        return self.unsure("entityInfo", request)

    @cached_property
    def _planned_keys(self) -> set[Entity]:
        return {
            info.mention.entity
            for info in self._planned_infos()
            if info.mention.entity is not None and info.node.text("primaryKey") is not None
        }

    @cached_property
    def saved_information_keys(self) -> set[Entity]:
        """The entities whose key the snapshots' conflations give."""
        return {entity for snapshot in self.snapshots for entity in _saved_keys(snapshot)}

    @cached_property
    def _information_keys(self) -> set[Entity]:
        saved = self.saved_information_keys
        if self.settings.snapshot_only:
            return saved
        planned = [listed for payload in self.entity_information for listed in payload.entities]
        planned += [listed for plan in self.plans for listed in plan.information]
        return saved | {
            listed.mention.entity
            for listed in planned
            if listed.primary_key is not None and listed.mention.entity is not None
        }

    def _planned_infos(self) -> Iterator[Info]:
        if not self.settings.snapshot_only:
            for payload in self.entity_infos:
                yield from payload.infos

    # Entity types and relationships

    def entity_type(self, entity: Entity) -> str | None:
        """Return an entity's type in the planned state, folded."""
        return self._planned_types.get(entity) or entity.entity_type

    @cached_property
    def _planned_types(self) -> dict[Entity, str]:
        return {
            info.mention.entity: info.entity_type
            for info in self._planned_infos()
            if info.mention.entity is not None and info.entity_type is not None
        }

    def links(self, snapshot: Snapshot) -> list[Link]:
        """Return the relationships of an instance as they will be once all is applied."""
        if snapshot.file not in self._links:
            self._links[snapshot.file] = self._collect_links(snapshot)
        return self._links[snapshot.file]

    def saved_links(self, snapshot: Snapshot) -> list[Link]:
        """Return the relationships that an instance has."""
        return list(_saved_links(snapshot))

    def _collect_links(self, snapshot: Snapshot) -> list[Link]:
        saved = {link.name: link for link in self.saved_links(snapshot)}
        if self.settings.snapshot_only:
            return list(saved.values())
        links = []
        replaced = self._deleted_names(snapshot)
        for planned in self.planned_relationships():
            if planned.request.snapshot is not snapshot or self._is_deleted_later(planned):
                continue
            name = planned.update or planned.name or ""
            old = saved.get(name) if planned.update else None
            links.append(_planned_link(planned, name, old))
            if old is not None:
                replaced.add(name)
        return [link for name, link in saved.items() if name not in replaced] + links

    def _deleted_names(self, snapshot: Snapshot) -> set[str]:
        """The relationships that planned requests delete."""
        return {
            request.parameters["relationshipName"]
            for request in self.requests
            if request.method == "DELETE"
            and request.snapshot is snapshot
            and "relationshipName" in request.parameters
        }

    @cached_property
    def _created(self) -> dict[str, list[Relationship]]:
        created: dict[str, list[Relationship]] = {}
        for planned in self.planned_relationships():
            if planned.update is None and planned.name is not None:
                created.setdefault(planned.name, []).append(planned)
        return created

    def created(self, name: str) -> list[Relationship]:
        """Return the planned relationships that create a name, by path, then by place."""
        return self._created.get(name, [])

    @cached_property
    def _deleted(self) -> dict[tuple[str, str], list[int]]:
        deleted: dict[tuple[str, str], list[int]] = {}
        for request in self.requests:
            name = request.parameter("relationshipName")
            if request.method == "DELETE" and name is not None:
                deleted.setdefault((request.document, name), []).append(request.index)
        return deleted

    def deleted_before(self, request: Request, name: str, after: int = -1) -> bool:
        """Tell whether an earlier request of the same list deletes a relationship."""
        indices = self._deleted.get((request.document, name), ())
        return any(after <= index < request.index for index in indices)

    def _is_deleted_later(self, planned: Relationship) -> bool:
        """Tell whether a later request of the same list deletes what is planned."""
        indices = self._deleted.get((planned.request.document, planned.update or planned.name or ""), ())
        return any(index > planned.request.index for index in indices)

    def _of(self, kind: str) -> list[Request]:
        return self._by_kind.get(kind, [])

    @cached_property
    def _by_kind(self) -> dict[str, list[Request]]:
        table: dict[str, list[Request]] = {}
        for request in self.requests:
            if request.reading is not None and request.route.kind is not None:
                table.setdefault(request.route.kind, []).append(request)
        return table


def _viewed(name: str, requests: Iterable[Request]) -> Iterator[Any]:
    """Yield bodies as payloads of a kind; a request that is kept keeps what is known of its own."""
    kind = kinds.named(name)
    for request in requests if kind is not None else ():
        if kind is not None and isinstance(request.root, kind.roots):
            if request.payload is None:
                request.payload = kind.view(request, request.root)
            yield request.payload


def saved_request(snapshot: Snapshot) -> Request:
    """A stand-in for the request whose answer a part of the snapshot is."""
    request = Request(snapshot.file, "GET", Route(None, snapshot.instance_id, {}, "", "", 0), None, 0)
    request.snapshot = snapshot
    return request


def _saved_links(snapshot: Snapshot) -> list[Link]:
    if snapshot.links is None:
        snapshot.links = list(_read_links(snapshot))
    return snapshot.links


def _read_links(snapshot: Snapshot) -> Iterator[Link]:
    request = saved_request(snapshot)
    for node in snapshot.root.nodes("relationships"):
        ends = (
            mention_in(node, "fromEntityName", request),
            mention_in(node, "toEntityName", request),
        )
        yield Link(node.text("name") or "", ends, node.at("name"), planned=False)


def _planned_link(planned: Relationship, name: str, old: Link | None) -> Link:
    """An update leaves the ends that it doesn't give as they were."""
    ends = [end.mention for end in planned.ends]
    for index, mention in enumerate(ends):
        if mention.name is None and old is not None:
            ends[index] = old.ends[index]
    return Link(name, (ends[0], ends[1]), planned.name_at, planned=True)


def _saved_keys(snapshot: Snapshot) -> Iterator[Entity]:
    request = saved_request(snapshot)
    for conflation in snapshot.root.nodes("conflations"):
        for entity, key in saved_information(conflation, request):
            if key is not None:
                yield entity


def saved_information(conflation: Node, request: Request) -> Iterator[tuple[Entity, str | None]]:
    """Yield the entities (with the keys given) of a saved conflation's entity information."""
    information = conflation.get("entityInformation")
    if isinstance(information, Node):
        for listed in EntityInformation(request, information).entities:
            if listed.mention.entity is not None:
                yield listed.mention.entity, listed.primary_key
    plan = saved_plan(conflation, request)
    for listed in plan.information if plan else ():
        if listed.mention.entity is not None:
            yield listed.mention.entity, listed.primary_key


def saved_plan(conflation: Node, request: Request) -> ConflationPlan | None:
    """Return the plan of a saved conflation."""
    plan = conflation.node("conflationPlan")
    return ConflationPlan(request, plan) if plan is not None else None
