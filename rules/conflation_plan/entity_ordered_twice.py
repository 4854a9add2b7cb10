"""An entity must stand in the conflation order once."""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Removal, Stated
from linter.kinds.conflation_plan import ConflationPlan
from linter.kinds.references import Mention
from linter.project.project import Project
from linter.rulekit.orders import against_order
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CP103",
    "entity-ordered-twice",
    "an entity must stand in the conflation order once",
    "a convention of this linter: an order has each of its entities once",
    severity="warning",
    sources=(Stated("convention", "an order has each of its entities once"),),
    inferred=True,
    local=True,
    kinds=("conflationPlan",),
)


def check(project: Project) -> Says:
    yield from against_order(project, _check_plan)


def _check_plan(plan: ConflationPlan) -> Says:
    first: dict[object, Mention] = {}
    for mention in plan.order:
        if plan.request.snapshot is not None and mention.entity is None:
            continue
        before = first.setdefault(mention.key(), mention)
        if before is mention:
            continue
        assert mention.node is not None
        yield Finding(
            mention.at,
            f"`{mention.entity or mention.spelled}` is in the conflation order already",
            label="again",
            related=(Related(before.at, "the first time"),),
            help="remove it here, or name the entity that is meant",
            repairs=(Removal(mention.node.at(), "Remove it"),),
        )
