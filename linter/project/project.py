"""The requests, snapshots and settings of one run, and whether they can all be relied on.

Every payload is a pending change.  What the project will have once they are all applied is the
planned state; with `snapshot_only` each payload is judged against the snapshot alone.  Its parts
answer by subject: `conflations`, `keys`, and `planned` for relationships.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from linter.diagnostic import Finding, Lack, Location, NotChecked
from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot, fold_id
from linter.kinds.conflation_plan import ConflationPlan
from linter.kinds.conflict_resolution_rules import ConflictResolutionRules
from linter.kinds.data_source import KIND as DATA_SOURCE
from linter.kinds.entity_info import EntityInfo
from linter.kinds.entity_information import EntityInformation
from linter.kinds.entity_record import EntityRecord
from linter.kinds.misplaced import Misplaced
from linter.kinds.query import Query
from linter.kinds.references import names_source, path_source
from linter.kinds.relationships import Relationship, Relationships
from linter.kinds.request import Request
from linter.named_tuple import NamedTuple
from linter.placeholders import why_open
from linter.project.conflations import Conflations, conflation_is_refused
from linter.project.keys import Keys
from linter.project.meanings import Meanings
from linter.project.nearly_named import NearlyNamed
from linter.project.payloads import Payloads
from linter.project.relationships import PlannedRelationships
from linter.project.saved import PlannedRelationship
from linter.shapes.node import Problem
from linter.shapes.reading import Occurrence

if TYPE_CHECKING:
    from datetime import date

    from linter.contracts.call import Call
    from linter.project.deletions import Deletions
    from linter.project.dependents import StoredUses
    from linter.project.made import Made
    from linter.project.outputs import Outputs
    from linter.project.queried import Queried
    from linter.project.queryable import QueryableTypes
    from linter.project.ways import Ways

Troubles = Mapping[str, Sequence[Finding]]
"""What is wrong with the suppressions: "malformed", "unknown", "expired" or "unused" ones."""

NO_SNAPSHOT: Final = Lack(
    "no snapshot of the instance is declared",
    "make one by `c360lint snapshot import SOURCE -o snapshot.json`, and name it by `snapshot` in "
    "c360lint.toml or --snapshot",
)

_DELETED_LATER: Final = Lack(
    "a later request of this list deletes a relationship, when what this one makes is gone already",
    "check what comes before it by itself, in a list of its own",
)


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
    today: date | None = None  # instead of the calendar's


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
        placeholders: Iterable[Occurrence] = (),
        calls: Iterable[Call] = (),
        unseen: Iterable[NotChecked] = (),
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
        self.placeholders = tuple(placeholders)  # what a pipeline fills where something is named
        self.calls = tuple(calls)  # requests to other APIs, which contracts judge
        self.unseen = tuple(unseen)  # bodies that stand in files that aren't read
        only = self.settings.snapshot_only
        if not only:
            self.snapshots = self._with_planned_sources()
        self._place_in_instances()
        self.all_payloads = Payloads(self.requests)
        planned = Payloads(()) if only else self.all_payloads
        self.conflations = Conflations(planned)
        self.keys = Keys(planned, self.snapshots)
        self.meanings = Meanings(planned, self.snapshots)
        self._stored_uses: dict[Snapshot, StoredUses] = {}
        self._outputs: dict[Snapshot, Outputs] = {}
        self._ways: dict[Snapshot, Ways] = {}
        self.nearly_named = NearlyNamed(planned)
        self.planned = PlannedRelationships(self.all_payloads, snapshot_only=only)

    def _with_planned_sources(self) -> tuple[Snapshot, ...]:
        making = [one for one in self.requests if one.route.kind == DATA_SOURCE.name]
        unread = self.not_read(DATA_SOURCE.name)
        if not making and unread is None:
            return self.snapshots
        from linter.project.planned_sources import with_planned

        for request in making:
            request.snapshot = self.snapshot_for(request)
        return tuple(
            with_planned(one, tuple(each for each in making if each.snapshot is one), unread)
            if one.declared is one
            else one
            for one in self.snapshots
        )

    def _place_in_instances(self) -> None:
        """Let requests know their snapshots; most of them name the same instance."""
        found: dict[tuple[str | None, str | None], Snapshot | None] = {}
        for request in self.requests:
            key = request.route.instance_id, request.route.open.get("instanceId")
            if key not in found:
                found[key] = self.snapshot_for(request)
            request.turn_to(found[key])

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
            placeholders=[one for one in self.placeholders if one.at.document in documents],
            calls=[one for one in self.calls if one.document in documents],
            unseen=[one for one in self.unseen if one.at.document in documents],
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
            [one.declared for one in self.snapshots] if snapshots is None else snapshots,
            self.settings,
            self.unread,
            self.problems,
            self.duplicates,
            self.house_schemas,
            troubles,
            self.misplaced,
            self.placeholders,
            self.calls,
            self.unseen,
        )

    def opened_at(self, at: Location) -> str | None:
        """Return the text with a placeholder at a place, where it isn't known what it stands for."""
        return self._opened.get(at)

    @cached_property
    def _opened(self) -> dict[Location, str]:
        return {one.at: str(one.filled.value) for one in self.placeholders if one.filled.is_open}

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

    def snapshot_for(self, request: Request) -> Snapshot | None:
        """Return the snapshot of a request's instance; a placeholder means the one that has the same."""
        named = request.route.open.get("instanceId")
        same = self.snapshot_of(named) if named is not None else None
        return same or self.snapshot_of(request.instance_id)

    def why_no_snapshot(self, request: Request) -> Lack | None:
        """Return why a request can't be judged against a snapshot.

        None when it can, or when its instance is reported as unknown.
        """
        if not self.snapshots:
            return NO_SNAPSHOT
        if request.snapshot is None and "instanceId" in request.route.open:
            return why_open(request.route.open["instanceId"])
        if request.snapshot is None and request.instance_id is None:
            return Lack(
                "the path names no instance and several snapshots are declared",
                "put the file below `instances/<instanceId>/`, or choose a snapshot by --snapshot",
            )
        return None

    @cached_property
    def some_lack_snapshots(self) -> bool:
        """Whether some requests can't be judged against a snapshot, or won't be."""
        return any(request.snapshot is None for request in self.requests)

    def payloads(self, kind: str) -> list[Any]:
        """Return the bodies of a kind as its card views them."""
        return self.all_payloads.of(kind)

    @property
    def entity_information(self) -> list[EntityInformation]:
        """All payloads of this kind."""
        return self.all_payloads.entity_information

    @property
    def plans(self) -> list[ConflationPlan]:
        """All conflation plans."""
        return self.all_payloads.plans

    @property
    def resolutions(self) -> list[ConflictResolutionRules]:
        """All payloads of conflict resolution rules."""
        return self.all_payloads.resolutions

    @property
    def entity_infos(self) -> list[EntityInfo]:
        """All payloads of this kind."""
        return self.all_payloads.entity_infos

    @property
    def relationships(self) -> list[Relationships]:
        """All payloads of this kind, those that create and those that update."""
        return self.all_payloads.relationships

    @property
    def queries(self) -> list[Query]:
        """All data queries among the requests."""
        return self.all_payloads.queries

    @property
    def records(self) -> list[EntityRecord]:
        """All records of entities that requests write."""
        return self.all_payloads.records

    @cached_property
    def queried(self) -> Queried:
        """What the data queries ask, and what is wrong with it."""
        from linter.project.queried import Queried

        return Queried(self._types_of)

    @cached_property
    def made(self) -> Made:
        """What the service makes besides what is ingested, in the planned state."""
        from linter.project.made import Made

        planned = () if self.settings.snapshot_only else self.requests
        return Made(planned, self.settings.master_dataset)

    @cached_property
    def deletions(self) -> Deletions:
        """What requests delete of what the service makes."""
        from linter.project.deletions import Deletions

        return Deletions(() if self.settings.snapshot_only else self.requests)

    def outputs(self, snapshot: Snapshot) -> Outputs:
        """Return what segments, measures, derived entities and hierarchies make in the planned state."""
        if snapshot not in self._outputs:
            from linter.project.outputs import Outputs

            planned = () if self.settings.snapshot_only else self.requests
            self._outputs[snapshot] = Outputs(snapshot, planned)
        return self._outputs[snapshot]

    def ways(self, snapshot: Snapshot) -> Ways:
        """Return the ways between entities in the planned state."""
        if snapshot not in self._ways:
            from linter.project.ways import ways_over

            plans = self.conflations.all_plans(snapshot)
            master = self.settings.master_dataset
            self._ways[snapshot] = ways_over(snapshot, master, self.links(snapshot), plans)
        return self._ways[snapshot]

    def unsure_of_links(self, request: Request) -> Lack | None:
        """Return why the relationships that a request finds aren't known; None where they are."""
        snapshot, last = request.snapshot, self.planned.last_deletion_in(request)
        if snapshot is not None and request.index < last:
            turn = self.outputs(snapshot).undone.turn(request)
            if turn < last:
                return _DELETED_LATER
        return self.unsure("relationships", request)

    def _types_of(self, snapshot: Snapshot) -> QueryableTypes:
        from linter.project.queryable import QueryableTypes

        outputs = self.conflations.outputs
        master = self.settings.master_dataset
        links = partial(self.planned.of_entity, snapshot)
        return QueryableTypes(snapshot, links, master, lambda: outputs(snapshot))

    def stored_uses(self, snapshot: Snapshot) -> StoredUses:
        """Return what the segments and measures of an instance use, but for those that are planned anew."""
        if snapshot not in self._stored_uses:
            from linter.project.dependents import StoredUses, stored_uses

            requests = () if self.settings.snapshot_only else self.requests
            found = stored_uses(snapshot, requests, self.settings.master_dataset)
            self._stored_uses[snapshot] = StoredUses(found)
        return self._stored_uses[snapshot]

    def planned_relationships(self) -> Iterator[Relationship]:
        """Yield the relationships of all payloads, by path, then by place."""
        return self.all_payloads.each_relationship()

    def links(self, snapshot: Snapshot) -> list[PlannedRelationship]:
        """Return the relationships of an instance as they will be once all is applied."""
        return self.planned.of(snapshot)

    def links_named(self, snapshot: Snapshot, name: str | None) -> list[PlannedRelationship]:
        """Return those of them that have a name."""
        return self.planned.named(snapshot, name)

    def links_of(self, snapshot: Snapshot, entity: Entity) -> list[PlannedRelationship]:
        """Return those of them that join an entity."""
        return self.planned.of_entity(snapshot, entity)

    def entity_type(self, entity: Entity) -> str | None:
        """Return an entity's type in the planned state, folded."""
        return self.keys.type_of(entity)

    def key_unsure(self, entity: Entity, request: Request) -> Lack | None:
        """Return why it is open whether an entity without a key has one after all."""
        if entity.key_unknown:
            file = entity.at.document
            return Lack(f"the snapshot's primaryKey of `{entity}` is malformed", f"mend it in {file}")
        return self.unsure("entityInfo", request)

    def unsure(self, kind: str, request: Request | None = None) -> Lack | None:
        """Return why other payloads of a kind can't all be read, or None when they can.

        The payload's own faults don't count: its own rules see them where they are.
        """
        if self.settings.snapshot_only:
            return None
        return self.not_read(kind) or self._malformed(kind, request)

    def not_read(self, kind: str) -> Lack | None:
        """Return why not all payloads of a kind are read, or None when they are."""
        for unread in self.unread:
            if unread.kind in (kind, None):
                return Lack(f"{unread.document} can't be read", f"mend {unread.document}")
        for one in self.misplaced:
            if one.kind == kind:
                return Lack(f"{one.document} is not read", f"put it where it belongs: {one.place}")
        return None

    def _malformed(self, kind: str, but: Request | None) -> Lack | None:
        """Return why not all requests of a kind can be understood, but one; None when they can."""
        for one in self._unsound.get(kind, ()):
            if one is not but:
                return next(one.opened(), None) or Lack(
                    f"{one.document} is malformed or addressed wrongly",
                    f"mend what is found in {one.document}",
                )
        return None

    @cached_property
    def _unsound(self) -> dict[str, list[Request]]:
        found: dict[str, list[Request]] = {}
        for kind, requests in self.all_payloads.requests_of.items():
            found[kind] = [one for one in requests if self._is_unsure(one)]
        for request in self.requests:
            meant = _kind_meant(request)
            if meant is not None:
                found.setdefault(meant, []).append(request)
        return found

    def _is_unsure(self, request: Request) -> bool:
        if request.is_unsure is None:
            request.is_unsure = any(request.opened()) or not request.sound or self.is_misaddressed(request)
        return request.is_unsure

    def is_misaddressed(self, request: Request) -> bool:
        """Tell whether the path leads nowhere (IN01, IN04, IN05), so that it is open what is declared."""
        snapshot = request.snapshot
        if snapshot is None:
            return bool(self.snapshots) and request.instance_id is not None
        if names_source(request) and path_source(snapshot, request) is None:
            return True
        return conflation_is_refused(request)


def _kind_meant(request: Request) -> str | None:
    """Return the kind of a body whose request's path is misspelt (IN101)."""
    if request.route.kind is not None or request.envelope is None or request.envelope.get("body") is None:
        return None
    from linter.kinds.endpoints import addressed, meant_kind

    path = request.route.path
    return meant_kind(path) if addressed(path) is None else None
