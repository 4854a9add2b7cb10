"""Columns that nothing needs should not be selected: those that nothing uses, and more than a thousand."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Location, Related, Stated
from linter.instance.entity import Entity
from linter.kinds.entity_information import EntityInformation, Listed, informed_columns
from linter.kinds.references import column_of
from linter.kinds.request import Request
from linter.project.conflations import Key, conflation_key
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page

_MANY_SAYS: Final = Stated("product-page", "M04")
_UNUSED_SAYS: Final = Stated("product-page", "M06")

RULE = Rule(
    "CE108",
    "needless-column-selected",
    "columns that nothing needs should not be selected, and 1,000 are enough",
    "data-unification-map-tables.md: `Exclude any columns that aren't used for matching or needed`",
    severity="recommendation",
    url=product_page("data-unification-map-tables.md"),
    sources=(_MANY_SAYS, _UNUSED_SAYS),
    group="advice",
    kinds=("entityInformation",),
    needs=("snapshot",),
)

_MANY: Final = 1_000
_Name = tuple[Entity | None, str | None]


def check(project: Project) -> Says:
    unused: dict[Key, dict[_Name, Location]] = {}  # by conflation
    is_known = project.unsure("conflationPlan") is None
    for payload in project.entity_information:
        yield from _too_many(payload)
        key = conflation_key(payload.request)
        if is_known and key not in unused:
            unused[key] = _unused(project, payload.request)
        yield from _check_columns(payload, unused.get(key, {}))


def _too_many(payload: EntityInformation) -> Says:
    counts = [(_count(listed), listed) for listed in payload.entities]
    total = sum(count for count, _ in counts)
    if total > _MANY:
        count, largest = max(counts, key=lambda one: one[0])
        yield Finding(
            largest.mention.at,
            f"{total:,} columns are selected, {count:,} of them of `{largest.mention.entity}`",
            label=f"more than {_MANY:,} columns in all",
            help="list under attributes what is matched by, or needed in the customer profile",
            sources=(_MANY_SAYS,),
        )


def _count(listed: Listed) -> int:
    """Return how many columns of an entity are selected: those that are listed, else all of them."""
    node, entity = listed.mention.node, listed.mention.entity
    is_object = node is not None and node.shape.members is not None
    chosen = node.get("attributes") if node is not None and is_object else None
    return len(chosen or (entity.attributes if entity is not None else None) or ())


def _unused(project: Project, request: Request) -> dict[_Name, Location]:
    """Return where the rules of a conflation leave columns out that its plans don't compare."""
    excluded = {
        (column.entity, column.attribute): column.at
        for rules in project.conflations.rules_of(request)
        for column in (column_of(node, rules.request) for node in rules.root.nodes("excludedColumns"))
    }
    plans = project.conflations.plans_of(request) if excluded else []
    matched = {(one.entity, one.attribute) for plan in plans for step in plan.steps for one in step.columns}
    return {name: at for name, at in excluded.items() if plans and name not in matched}


def _check_columns(payload: EntityInformation, unused: dict[_Name, Location]) -> Says:
    for listed in payload.entities if unused else ():
        for column in informed_columns(listed.mention):
            at = unused.get((column.entity, column.attribute))
            if column.entity is not None and at is not None and column.attribute != listed.primary_key:
                yield Finding(
                    column.at,
                    f"`{column.entity}.{column.attribute}` is selected, but no match rule compares it and "
                    "the profile leaves it out",
                    label="used by nothing",
                    related=(Related(at, "left out here"),),
                    help="take it out of the attributes, or keep it in the profile",
                    sources=(_UNUSED_SAYS,),
                )
