"""Why nothing leads from an entity to Customer, where that is reported already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from linter.diagnostic import Cause, cause_at
from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot
from linter.kinds.conflation_plan import ConflationPlan
from linter.named_tuple import NamedTuple
from linter.project.once import once
from linter.project.project import Project
from linter.project.saved import PlannedRelationship
from linter.project.ways import Place, Ways
from linter.rulekit.causes import misnamed
from linter.rulekit.links import is_inherited, missed_link
from linter.rulekit.orders import orders_too_few
from linter.rulekit.removed import removals, saved_before
from linter.rulekit.repeated_links import said_of_names


def within_reach(ways: Ways, place: Place) -> list[Place]:
    """Return what relationships join to an entity, itself first."""
    found = {place: None}
    waiting = [place]
    for here in waiting:
        new = dict.fromkeys(step.there for step in ways.from_(here) if step.there not in found)
        found |= new
        waiting += new
    return waiting


def said_of_gap(project: Project, snapshot: Snapshot, places: Iterable[Place]) -> Cause | None:
    """Return what is reported of one of these entities, which are joined with each other.

    A plan leaves it out or misspells it, a relationship of it is deleted or one of two of a name, it has
    no profile.
    """
    entities = [one for one in places if isinstance(one, Entity)]
    activities = (one for one in entities if one in gaps_of(project).activities)
    missed = (missed_link(project, snapshot, one) for one in entities)
    of_infos = (said_of_entity_info(project, one, project.links_of(snapshot, one)) for one in activities)
    return (
        said_of_plans(project, entities)
        or said_of_names(project, snapshot, entities)
        or next(filter(None, (*missed, *of_infos)), None)
    )


class LeavingPlan(NamedTuple):
    """A plan of which it is reported that it leaves entities out, if it does, and what it may lack."""

    cause: Cause
    without: frozenset[Entity | None]  # of its own instance


class Gaps(NamedTuple):
    """What is reported that leaves entities without a way to Customer."""

    plans: list[LeavingPlan]
    activities: dict[Entity, Cause]  # where entityInfo says that they are activities


@once
def gaps_of(project: Project) -> Gaps:
    """Return what of this there may be."""
    return Gaps(list(_leaving(project)), dict(_activities(project)))


def _leaving(project: Project) -> Iterator[LeavingPlan]:
    """Yield the plans of which CP102 or CP117 speaks."""
    for plan in project.plans:
        without: set[Entity | None] = {one.entity for one in removals(project, plan)}
        if orders_too_few(plan):
            without |= _missing(project, plan)
        yield LeavingPlan(cause_at(plan.root.at("conflationOrder")), frozenset(without))


def _missing(project: Project, plan: ConflationPlan) -> set[Entity | None]:
    """Return what a plan that orders too few entities may lack: what it had, what is informed for it."""
    informed = (each for one in project.conflations.informing(plan.request) for each in one.entities)
    had = {one.entity for one in saved_before(plan)} | {one.mention.entity for one in informed}
    return had - {one.entity for one in plan.named}


def _activities(project: Project) -> Iterator[tuple[Entity, Cause]]:
    for payload in project.entity_infos:
        for info in payload.infos:
            if info.entity_type == "activity" and info.mention.entity is not None:
                yield info.mention.entity, cause_at(info.node.at("entityType"))


def said_of_plans(project: Project, entities: Iterable[Entity]) -> Cause | None:
    """Return what is said of a plan that leaves out one of some entities (CP102, CP117), or misspells it."""
    wanted = list(entities)
    left_out = (one.cause for one in gaps_of(project).plans if not one.without.isdisjoint(wanted))
    misspelt = (misnamed(project, one, "conflationPlan") for one in wanted)
    return next(left_out, None) or next(filter(None, misspelt), None)


def said_of_entity_info(
    project: Project, entity: Entity, links: Iterable[PlannedRelationship]
) -> Cause | None:
    """Return what EI04 tells: entityInfo makes the entity an activity that leads to no profile."""
    cause = gaps_of(project).activities.get(entity)
    others = (link.beyond(entity).entity for link in links if cause is not None and not is_inherited(link))
    if any(other is not None and project.entity_type(other) == "profile" for other in others):
        return None
    return cause
