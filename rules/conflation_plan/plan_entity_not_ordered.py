"""Every entity in the plan must appear in the conflation order.

Reported once per entity, at its first mention in conflationPlans.  Without a conflationOrder that
can be read there is nothing to compare with.
"""

from __future__ import annotations

from linter.diagnostic import Finding, HeldBack, Related
from linter.kinds.conflation_plan import ConflationPlan
from linter.kinds.references import Mention
from linter.project.project import Project
from linter.rulekit.causes import cause_of
from linter.rulekit.orders import against_order
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CP07",
    "plan-entity-not-ordered",
    "every entity in the plan must appear in the conflation order",
    "PATCH …/conflationPlan, limitation 7 of 9",
    local=True,
    kinds=("conflationPlan",),
)


def check(project: Project) -> Says:
    yield from against_order(project, _check_plan)


def _check_plan(plan: ConflationPlan) -> Says:
    ordered = {mention.key() for mention in plan.order}
    seen: set[object] = set()
    # an entry that leads to no entity is reported, and may well be the one that seems to be missing
    open_ = next((mention for mention in plan.order if mention.entity is None), None)
    strange = [one for one in plan.named_in_steps if one.name is not None and one.key() not in ordered]
    for mention in plan.in_order(strange):
        if mention.key() in seen:
            continue
        seen.add(mention.key())
        waits = mention if mention.entity is None else open_
        if plan.request.snapshot is not None and waits is not None:
            yield HeldBack(mention.at, cause_of(waits, plan.request))
            continue
        order = plan.root.at("conflationOrder")._replace(part="key")
        called, name = plan.root.called("conflationOrder"), mention.entity or mention.spelled
        beside = "" if _is_matched(plan, mention) else "name one of the step's entities, or "
        yield Finding(
            mention.at,
            f"`{name}` is matched but is not in the conflation order",
            label=f"not in {called}",
            related=(Related(order, "the conflation order"),),
            help=f"{beside}add `{name}` to {called}, at the place where it is to be matched",
        )


def _is_matched(plan: ConflationPlan, mention: Mention) -> bool:
    """Tell whether a step matches an entity, and not just a column of one is compared in it."""
    return any(mention is one for step in plan.steps for one in (*step.lefts, step.right))
