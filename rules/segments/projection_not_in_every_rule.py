"""An attribute that is more than one hop away from Customer has to be used in every rowset to be shown."""

from __future__ import annotations

from linter.diagnostic import Finding, HeldBack, Related, Stated, cause_at
from linter.kinds.segment_body import Rowset
from linter.project.project import Project
from linter.project.ways import spelled
from linter.rulekit.chosen_paths import Projection, against, projections
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "SG139",
    "projection-not-in-every-rule",
    "a projected attribute that is more than one hop away from Customer has to be used in every rule",
    "segment-builder.md",
    url=product_page("segment-builder.md"),
    sources=(Stated("product-page", "E08"),),
    kinds=("segment",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for one in projections(project):
        if against(one) is not None:
            yield HeldBack(one.node.at("attributeNames"), cause_at(one.node.at("entityName")))
        elif len(one.way) > 1:
            yield from _check(one)


def _check(one: Projection) -> Says:
    names = one.node.get("attributeNames")
    for number, name in enumerate(names if isinstance(names, list) else ()):
        without = [rowset for rowset in one.segment.rowsets if not _uses(rowset, one, name)]
        at = one.node.at("attributeNames", number)
        if isinstance(name, str) and one.entity.lacks(name):
            yield HeldBack(at, cause_at(at))
        elif isinstance(name, str) and without and all(each.criteria is not None for each in without):
            yield Finding(
                at,
                f"`{one.entity}.{name}` is shown, but not every rowset has a condition on it, and it is "
                f"{len(one.way)} hops away from Customer: {spelled(one.way)}",
                label="not in every rowset",
                help="add a condition on it (such as `isNotNull`) to each rowset, or don't show it",
                related=tuple(Related(each.node.at(), "this rowset has none") for each in without[:3]),
            )


def _uses(rowset: Rowset, one: Projection, name: object) -> bool:
    """Tell whether a rowset has a condition on an attribute, or on one that is filled later."""
    conditions = list(rowset.criteria.conditions()) if rowset.criteria is not None else []
    members = (each.member.column for each in conditions if each.member is not None)
    is_named = any(each.entity is one.entity and each.attribute == name for each in members)
    return is_named or any("attribute" in each.node.broken for each in conditions)
