"""Every entity of the conflation order but the first must be matched by a step.

An entity whose step seems to name another one waits for what is said of that.
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.diagnostic import Cause, Finding, HeldBack, Stated, cause_at
from linter.kinds.conflation_plan import ConflationPlan, MatchStep
from linter.kinds.references import Mention
from linter.project.project import Project
from linter.rulekit.causes import cause_of
from linter.rulekit.orders import against_order
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CP101",
    "ordered-entity-not-matched",
    "every entity of the conflation order but the first must be matched by a step",
    "service error conflationOrderEntityMissingRules",
    service_errors=("conflationOrderEntityMissingRules",),
    sources=(Stated("service-error", "conflationOrderEntityMissingRules"), Stated("product-page", "X03")),
    local=True,
    kinds=("conflationPlan",),
)


def check(project: Project) -> Says:
    yield from against_order(project, _check_plan)


def _check_plan(plan: ConflationPlan) -> Says:
    matched = {step.right.key() for step in plan.steps if step.right is not None}
    causes = list(_reported(plan))
    seen = {plan.order[0].key()} if plan.order else set()
    for mention in plan.order:
        if mention.key() in seen | matched:
            continue
        seen.add(mention.key())
        if plan.request.snapshot is not None and mention.entity is None:
            yield HeldBack(mention.at, cause_of(mention, plan.request))
        elif causes:
            yield HeldBack(mention.at, causes[0])
        else:
            yield _not_matched(plan, mention)


def _not_matched(plan: ConflationPlan, mention: Mention) -> Finding:
    name, step = mention.entity or mention.spelled, plan.root.shape.within("conflationPlans")
    return Finding(
        mention.at,
        f"`{name}` is in the conflation order, but no step matches it with the entities before it",
        label="no step matches it",
        help=f"add a step whose {step.called('rightEntity')} is `{name}`, with a match rule, or take it "
        f"out of {plan.root.called('conflationOrder')}",
    )


def _reported(plan: ConflationPlan) -> Iterator[Cause]:
    """Yield what is reported of steps that may be meant to match an entity: of all, or of a right one."""
    if not plan.steps:
        yield cause_at(plan.root.at("conflationPlans"))
    order = [mention.key() for mention in plan.order]
    for step in plan.steps:
        right = step.right
        if right is None or right.name is None:
            yield cause_at(step.node.at("rightEntity"))
        elif plan.request.snapshot is not None and right.entity is None:
            yield cause_of(right, plan.request)
        elif right.key() not in order:
            yield cause_at(next(one.at for one in plan.step_mentions if one.key() == right.key()))
        elif right.key() == order[0]:
            yield cause_at(_out_of_order(step, right).at)


def _out_of_order(step: MatchStep, right: Mention) -> Mention:
    return step.lefts[0] if step.right_comes_first and step.lefts else right
