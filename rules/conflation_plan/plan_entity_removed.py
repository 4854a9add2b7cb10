"""A plan must keep the entities that saved rules, segments or measures still use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from linter.diagnostic import Finding, Related, Stated
from linter.instance.snapshot import Entity
from linter.kinds.conflation_plan import ConflationPlan
from linter.kinds.references import Mention
from linter.named_tuple import NamedTuple
from linter.project.conflations import conflation_is_refused, saved_conflation
from linter.project.project import Project
from linter.project.saved import saved_plan
from linter.rulekit.rule import Rule, Says, product_page
from linter.wording import joined

_BY_RULES: Final = "conflationPlanEntityCannotRemoved"
_BY_OTHERS: Final = "conflationPlanFailedToIncludeSegmentOrMeasure"

RULE = Rule(
    "CP117",
    "plan-entity-removed",
    "a plan must keep the entities that saved rules, segments or measures still use",
    f"service errors {_BY_RULES} and {_BY_OTHERS}",
    url=product_page("data-unification-match-tables.md"),
    service_errors=(_BY_RULES, _BY_OTHERS),
    sources=(
        Stated("service-error", _BY_RULES),
        Stated("service-error", _BY_OTHERS),
        Stated("product-page", "X14"),
        Stated("product-page", "G14"),
    ),
    inferred=True,
    kinds=("conflationPlan",),
    needs=("snapshot",),
)


class _User(NamedTuple):
    """What still uses an entity, and which of the codes says so."""

    what: str
    place: Related
    code: str


def check(project: Project) -> Says:
    for plan in project.plans:
        request = plan.request
        if request.snapshot is not None and request.sound and not conflation_is_refused(request):
            yield from _check_plan(project, plan)


def _check_plan(project: Project, plan: ConflationPlan) -> Says:
    kept = {mention.entity for mention in plan.named}
    for mention in _saved_before(plan) if None not in kept else ():
        entity = mention.entity
        if entity is None or entity in kept:
            continue
        kept.add(entity)
        users = list(_users(project, plan, entity))
        if users:
            yield _removed(plan, mention, entity, users)


def _saved_before(plan: ConflationPlan) -> list[Mention]:
    """Return the mentions of entities in the plan that the snapshot has."""
    saved = saved_conflation(plan.request)
    old = saved_plan(saved, plan.request) if saved is not None else None
    return [*old.order, *old.step_mentions] if old is not None else []


def _users(project: Project, plan: ConflationPlan, entity: Entity) -> Iterator[_User]:
    """Yield what uses an entity: the saved rules, unless rules are planned, and each segment and measure."""
    used = (one for one in project.conflations.saved_in_use(plan.request) if one.entity is entity)
    for mention in list(used)[:1]:
        yield _User("the conflict resolution rules", Related(mention.at, "used here"), _BY_RULES)
    snapshot = plan.request.snapshot
    uses = project.stored_uses(snapshot) if snapshot is not None else ()
    first = {one.user: one.at for one in reversed(uses) if one.is_of(entity)}
    for user, at in reversed(first.items()):
        yield _User(user, Related(at, "used here"), _BY_OTHERS)


def _removed(plan: ConflationPlan, before: Mention, entity: Entity, users: list[_User]) -> Finding:
    named = joined([one.what for one in users])
    codes = tuple(dict.fromkeys(one.code for one in users))
    return Finding(
        plan.root.at("conflationOrder"),
        f"`{entity}` is taken out of the plan, but still used by {named}",
        label=f"without `{entity}`",
        related=(*(one.place for one in users), Related(before.at, "the plan so far")),
        help=f"keep `{entity}`, or send first what ends its use",
        service_errors=codes,
    )
