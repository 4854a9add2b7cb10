"""An entity whose EntityType is Activity must have a relationship to an entity of type Profile.

The relationship may be declared from either end, in the snapshot or in a planned payload.  A mere
chain over other entities doesn't count, but is named, since it is likely what was meant.  A planned
relationship of it with a misspelt end is reported where it stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache, cached_property
from typing import Final

from linter.diagnostic import Finding, HeldBack, Lack, Location, NotChecked, Stated, cause_at
from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot
from linter.kinds.entity_info import Info
from linter.kinds.request import Request
from linter.project.project import Project
from linter.project.saved import PlannedRelationship
from linter.rulekit.causes import misnamed
from linter.rulekit.chains import Chains
from linter.rulekit.lacks import as_listed, undeclared_links
from linter.rulekit.links import dangling, deleted_links, is_inherited, missed_link, unknown_end, unsaid_end
from linter.rulekit.rule import Rule, Says


def _with_activities(project: Project) -> Iterator[Request]:
    for payload in project.entity_infos:
        if any(info.entity_type == "activity" for info in payload.infos):
            yield payload.request


_NONE: Final = "noRelationshipOnActivityEntity"
_NONE_VALID: Final = "noValidRelationshipOnActivityEntity"
_REFUSED: Final = ("entityTypeUpdateFailed", "activityTypeUpdateFailed")

_API_PAGE: Final = Stated("api-page", "PATCH …/entityInfo, limitation 4 of 5")
_INHERITED: Final = Stated("product-page", "R08")

RULE = Rule(
    "EI04",
    "activity-without-profile",
    "an entity whose EntityType is Activity must have a relationship to an entity of type Profile",
    "PATCH …/entityInfo, limitation 4 of 5",
    service_errors=(_NONE, _NONE_VALID, *_REFUSED),
    sources=(_API_PAGE, _INHERITED),
    kinds=("entityInfo",),
    judges=_with_activities,
    needs=("snapshot",),
    mended_by="relationships",
)


def check(project: Project) -> Says:
    surroundings = cache(lambda snapshot: _Surroundings(project, snapshot))
    for payload in project.entity_infos:
        for info in payload.infos:
            if info.entity_type == "activity" and info.mention.entity is not None:
                known = surroundings(payload.request.snapshot)
                yield from _check_activity(project, info, info.mention.entity, known)


class _Surroundings:
    """What the relationships of one instance say; all but those is worked out when first asked for."""

    def __init__(self, project: Project, snapshot: Snapshot) -> None:
        self._project = project
        self._type_of = project.entity_type
        self.snapshot = snapshot

    @cached_property
    def profiles(self) -> list[Entity]:
        """The entities of type Profile."""
        return [one for one in self.snapshot.entities if self._type_of(one) == "profile"]

    @cached_property
    def types_known(self) -> bool:
        """Whether the snapshot says of any entity which type it has."""
        return any(one.entity_type is not None for one in self.snapshot.entities)

    def links(self, entity: Entity) -> list[PlannedRelationship]:
        """Return the relationships of an entity."""
        return self._project.links_of(self.snapshot, entity)

    def neighbours(self, entity: Entity) -> Collection[Entity]:
        """Return the entities to which an entity has relationships, in the order of these."""
        links = (link for link in self.links(entity) if not is_inherited(link))
        others = (link.beyond(entity).entity for link in links)
        return {other: None for other in others if other is not None and other is not entity}

    def perhaps_profiles(self, entity: Entity) -> list[Entity]:
        """The related entities whose types nobody has told."""
        return [
            one
            for one in self.neighbours(entity)
            if self._type_of(one) is None and not self.snapshot.complete("entityInfo", one.data_source)
        ]

    def inherited(self, entity: Entity) -> str | None:
        """Return the name of an inherited relationship of an entity to a Profile, if it has one."""
        for link in filter(is_inherited, self.links(entity)):
            if link.beyond(entity).entity in self.profiles:
                return link.name
        return None

    def deleted(self, entity: Entity) -> str | None:
        """Return the name of a relationship of an entity to a Profile that a request deletes, if one does."""
        gone = deleted_links(self._project, self.snapshot, entity)
        return next((one.name for one in gone if one.beyond(entity).entity in self.profiles), None)

    def is_related(self, entity: Entity) -> bool:
        """Tell whether an entity has a relationship to one of type Profile."""
        return any(self._type_of(one) == "profile" for one in self.neighbours(entity))

    @cached_property
    def chains(self) -> Chains:
        """The shortest ways to the entities of type Profile."""
        return Chains(self._project.links(self.snapshot), self.profiles)


def _check_activity(project: Project, info: Info, entity: Entity, known: _Surroundings) -> Says:
    if known.is_related(entity):
        return
    lack, at = _undecidable(project, info, known), info.node.at("entityType")
    cause = (
        unknown_end(known.links(entity), entity)
        or misnamed(project, entity, "relationships")
        or missed_link(project, known.snapshot, entity)
    )
    if lack is None and cause is not None:
        yield HeldBack(at, cause, (cause_at(at),))
        return
    lack = lack or dangling(known.links(entity), entity) or unsaid_end(project, known.snapshot)
    if lack is not None:
        yield NotChecked(at, lack)
        return
    yield as_listed(_unrelated(at, entity, known), known.snapshot, "relationships")


def _unrelated(at: Location, entity: Entity, known: _Surroundings) -> Finding:
    perhaps = known.perhaps_profiles(entity)
    inherited, deleted = known.inherited(entity), known.deleted(entity)
    hint = _of_inherited(inherited) if inherited else _hint(known.chains.to_profile(entity), perhaps)
    return Finding(
        at,
        f"Activity entity `{entity}` has no relationship to a Profile entity{hint or _of_deleted(deleted)}",
        label="needs a relationship to a Profile entity",
        help=_help(entity, known.profiles, perhaps),
        severity="warning" if perhaps else None,
        service_errors=(_NONE_VALID if inherited or known.neighbours(entity) else _NONE, *_REFUSED),
        sources=(_API_PAGE, _INHERITED) if inherited else (_API_PAGE,),
    )


def _undecidable(project: Project, info: Info, known: _Surroundings) -> Lack | None:
    lack = undeclared_links(known.snapshot)
    if lack is None and not known.types_known:
        lack = Lack(
            "the snapshot declares no entity types",
            f"give the entities of {known.snapshot.file} an `entityType`, or import again with --profile and "
            "--activity",
        )
    return lack or project.unsure("relationships", info.request) or project.unsure("entityInfo", info.request)


def _of_inherited(name: str) -> str:
    return f" of its own: `{name}` is inherited, and activities can't go by it"


def _of_deleted(name: str | None) -> str:
    return f": `{name}` is deleted by a request" if name is not None else ""


def _hint(chain: list[Entity], perhaps: list[Entity]) -> str:
    if perhaps:
        return (
            f" that is known: the entity type of `{perhaps[0]}`, to which it has one, is not in the snapshot"
        )
    if not chain:
        return ""
    hops = len(chain) - 1
    return f", only a chain of {hops} hops: " + " → ".join(f"`{one}`" for one in chain)


def _help(entity: Entity, profiles: list[Entity], perhaps: list[Entity]) -> str:
    if perhaps:
        return f"if `{perhaps[0]}` is a Profile, tell the snapshot: import it with --profile {perhaps[0]}"
    if not profiles:
        return "the instance has no Profile entity yet; declare one before its activities"
    ingested = [one for one in profiles if one.data_source is not None]  # the service makes the others
    named = ", ".join(sorted(f"`{one}`" for one in ingested or profiles)[:3])
    return f"add a relationship between `{entity}` and a Profile entity: {named}"
