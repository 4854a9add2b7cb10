"""Attributes can be shown of entities of which each customer has several rows, and of no others."""

from __future__ import annotations

from linter.diagnostic import Finding, HeldBack, Related, Stated, cause_at
from linter.project.project import Project
from linter.rulekit.chosen_paths import against, projections, stray_projections
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "SG138",
    "projection-cardinality",
    "attributes can only be projected from entities that have a one-to-many relationship with Customer",
    "segment-builder.md",
    url=product_page("segment-builder.md"),
    sources=(Stated("product-page", "E07"),),
    kinds=("segment",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for one in projections(project):
        step = against(one)
        if step is not None and step.link is not None:
            yield Finding(
                one.node.at("entityName"),
                f"`{one.entity}` has no one-to-many relationship with Customer: many rows of "
                f"`{step.there}` belong to one of `{step.here}`",
                label="can't be projected",
                help="show attributes of an entity on the many side",
                related=(Related(step.link.at, f"`{step.link.name}` leads the other way"),),
            )
    for stray in stray_projections(project):
        at = stray.node.at("entityName")
        if stray.condition is not None:
            yield HeldBack(at, cause_at(stray.condition.at))
        else:
            master = project.settings.master_dataset
            yield Finding(
                at,
                f"`{stray.entity}` has no relationship with {master}, and none that leads there",
                label="can't be projected",
                help=f"relate `{stray.entity}` to {master}, or to an entity that leads there",
            )
