"""The entity of an activity must lead to a customer by a relationship of its own.

One leads there that joins it with an entity that is unified, from whichever end it is declared.  Inherited
relationships don't count.  Where the mapping names a relationship, that is the one.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Cause, Finding, HeldBack, Lack, Location, NotChecked, Related, Stated, cause_at
from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot
from linter.kinds.activity_body import Activity
from linter.kinds.items import settled
from linter.project.project import Project
from linter.project.saved import PlannedRelationship
from linter.rulekit.causes import misnamed
from linter.rulekit.gaps import said_of_entity_info, said_of_plans
from linter.rulekit.lacks import as_listed, undeclared_links
from linter.rulekit.links import dangling, is_inherited, missed_link, unknown_end, unsaid_end
from linter.rulekit.rule import Rule, Says, product_page
from linter.rulekit.unified import Unified
from linter.wording import either

_NONE: Final = "noRelationshipOnActivityEntity"
_NONE_VALID: Final = "noValidRelationshipOnActivityEntity"
_OF_MODEL: Final = "invalidOrMissingRelationshipForActivity"
_UNIFIED: Final = Stated("product-page", "A06")
_INHERITED: Final = Stated("product-page", "R08")

RULE = Rule(
    "AC119",
    "activity-without-customer",
    "the entity of an activity must lead to a unified entity by a relationship of its own",
    f"service errors {_NONE}, {_NONE_VALID}; product page activities.md",
    url=product_page("activities.md"),
    service_errors=(_NONE, _NONE_VALID, _OF_MODEL),
    sources=(
        *(Stated("service-error", code) for code in (_NONE, _NONE_VALID, _OF_MODEL)),
        _UNIFIED,
        _INHERITED,
    ),
    kinds=("activity",),
    needs=("snapshot",),
    mended_by="relationships",
)


def check(project: Project) -> Says:
    unified = Unified(project)
    for payload in project.payloads("activity"):
        snapshot = payload.request.snapshot
        for one in payload.items:
            entity = one.mention.entity if one.mention is not None else None
            if entity is not None and entity.data_source is not None:
                assert snapshot is not None
                yield from _check(project, one, entity, snapshot, unified)


def _check(project: Project, one: Activity, entity: Entity, snapshot: Snapshot, unified: Unified) -> Says:
    named = settled(one.relationship.text("name")) if one.relationship is not None else None
    links = project.links_of(snapshot, entity)
    own = [each for each in links if not named or each.name == named]
    if any(_leads(each, entity, snapshot, unified) for each in own) or _is_open(one):
        return
    node = one.relationship if named else None
    at = node.at("name") if node is not None else one.node.at("entity")
    lack = _undecidable(project, one, snapshot) or dangling(links, entity) or unsaid_end(project, snapshot)
    cause = _cause(project, snapshot, entity, links, named)
    if lack is not None:
        yield NotChecked(at, lack)
    elif cause is not None:
        yield HeldBack(at, cause)
    else:
        code = _NONE_VALID if links else _NONE
        yield as_listed(_said(at, entity, own, named, code), snapshot, "relationships")


def _said(
    at: Location, entity: Entity, own: list[PlannedRelationship], named: str | None, code: str
) -> Finding:
    why, limits = _why(entity, own, named)
    codes = (code, _OF_MODEL)
    return Finding(
        at,
        why,
        label="leads to no customer",
        related=tuple(Related(each.at, "the relationship") for each in own[:1]),
        help=f"relate `{entity}` to an entity of the conflation plan, and name that relationship",
        service_errors=codes,
        sources=(*(Stated("service-error", one) for one in codes), *limits),
    )


def _leads(link: PlannedRelationship, entity: Entity, snapshot: Snapshot, unified: Unified) -> bool:
    """Tell whether a relationship leads to a customer, or may do so for all that is known."""
    other = link.beyond(entity).entity
    if is_inherited(link) or other is None or other is entity:
        return False
    return unified.has(other, snapshot) is not False


def _is_open(one: Activity) -> bool:
    """Tell whether a pipeline fills in which relationship is meant."""
    return one.relationship is not None and one.request.opened_at(one.relationship.at("name")) is not None


def _undecidable(project: Project, one: Activity, snapshot: Snapshot) -> Lack | None:
    others = (project.unsure(kind, one.request) for kind in ("entityInfo", "conflationPlan"))
    return (
        undeclared_links(snapshot) or project.unsure_of_links(one.request) or next(filter(None, others), None)
    )


def _cause(
    project: Project,
    snapshot: Snapshot,
    entity: Entity,
    links: list[PlannedRelationship],
    named: str | None,
) -> Cause | None:
    """Return what is reported already that leaves the activity without a customer."""
    if named and not project.links_named(snapshot, named):
        return Cause("relationship", named)
    return (
        unknown_end(links, entity)
        or _said_of_ends(project, snapshot, named)
        or misnamed(project, entity, "relationships")
        or missed_link(project, snapshot, entity)
        or said_of_entity_info(project, entity, links)
        or said_of_plans(project, _beyond(entity, links))
    )


def _said_of_ends(project: Project, snapshot: Snapshot, named: str | None) -> Cause | None:
    """Return what RL05 says of a planned relationship that is named, so that it joins nobody knows what."""
    ends = (end for link in project.links_named(snapshot, named) if link.planned for end in link.ends)
    return next((cause_at(end.at) for end in ends if end.entity is None), None)


def _beyond(entity: Entity, links: list[PlannedRelationship]) -> set[Entity]:
    """Return the entities to which the relationships of an entity lead."""
    others = (link.beyond(entity).entity for link in links if not is_inherited(link))
    return {one for one in others if one is not None}


def _why(entity: Entity, own: list[PlannedRelationship], named: str | None) -> tuple[str, tuple[Stated, ...]]:
    """Return what is wrong, and the limits that say so besides the service's errors."""
    if not own and named:
        return f"relationship `{named}` doesn't join `{entity}`, of which the activity is made", ()
    if not own:
        return f"`{entity}` has no relationship: whose activities its rows are isn't known", ()
    if all(map(is_inherited, own)):
        return f"`{own[0].name}` is inherited, and activities can't go by it", (_INHERITED,)
    others = dict.fromkeys(one.beyond(entity).entity for one in own if not is_inherited(one))
    if [*others] == [entity]:
        return f"`{entity}` leads to itself alone, and not to a customer", ()
    others.pop(entity, None)
    return f"`{entity}` leads to {either(others)}, where nobody is unified", (_UNIFIED,)
