"""Entities that a plan takes out although something that is stored still uses them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from linter.diagnostic import Related
from linter.instance.entity import Entity
from linter.kinds.conflation_plan import ConflationPlan
from linter.kinds.references import Mention
from linter.named_tuple import NamedTuple
from linter.project.conflations import saved_conflation
from linter.project.project import Project
from linter.project.saved import saved_plan

BY_RULES: Final = "conflationPlanEntityCannotRemoved"
BY_OTHERS: Final = "conflationPlanFailedToIncludeSegmentOrMeasure"


class User(NamedTuple):
    """What still uses an entity, and which of the service's codes says so."""

    what: str
    place: Related
    code: str


class TakenOut(NamedTuple):
    """An entity that a plan takes out, where the plan so far has it, and what uses it."""

    entity: Entity
    before: Mention
    users: list[User]


def removals(project: Project, plan: ConflationPlan) -> Iterator[TakenOut]:
    """Yield the entities that a plan takes out though they are used."""
    if not plan.request.sound:
        return
    kept = {mention.entity for mention in plan.named}
    taken = [one for one in saved_before(plan) if one.entity not in kept] if None not in kept else []
    users = _users(project, plan, taken) if taken else {}
    for mention in taken:
        entity = mention.entity
        if entity is not None and entity not in kept:
            kept.add(entity)
            if entity in users:
                yield TakenOut(entity, mention, [*users[entity].values()])


def saved_before(plan: ConflationPlan) -> list[Mention]:
    """Return the mentions of entities in the plan that the snapshot has."""
    saved = saved_conflation(plan.request)
    old = saved_plan(saved, plan.request) if saved is not None else None
    return [*old.order, *old.step_mentions] if old is not None else []


def _users(project: Project, plan: ConflationPlan, taken: Iterable[Mention]) -> dict[Entity, dict[str, User]]:
    """Return what uses entities: saved rules, unless rules are planned, and each segment and measure."""
    found: dict[Entity, dict[str, User]] = {}
    for mention in project.conflations.saved_in_use(plan.request):
        if mention.entity is not None:
            user = User("the conflict resolution rules", Related(mention.at, "used here"), BY_RULES)
            found.setdefault(mention.entity, {}).setdefault(user.what, user)
    snapshot = plan.request.snapshot
    for entity in {one.entity for one in taken if one.entity is not None}:
        for use in project.stored_uses(snapshot).of_entity(entity) if snapshot is not None else ():
            found.setdefault(entity, {})[use.user] = User(use.user, Related(use.at, "used here"), BY_OTHERS)
    return found
