"""The conflation order of plans, as far as it can be compared with."""

from __future__ import annotations

from collections.abc import Callable

from linter.diagnostic import NotChecked
from linter.kinds.conflation_plan import ConflationPlan
from linter.project.project import Project
from linter.rulekit.rule import Says


def against_order(project: Project, compare: Callable[[ConflationPlan], Says]) -> Says:
    """Yield what comes of comparing each plan with its order, if that can be read and compared."""
    for plan in project.plans:
        if plan.spellings_differ:
            yield NotChecked(plan.root.at("conflationOrder"), plan.spellings_differ)
        elif plan.order_is_whole:
            yield from compare(plan)


def orders_too_few(plan: ConflationPlan) -> bool:
    """Tell whether a plan orders fewer than two entities; one that only steps have is CP07's."""
    ordered = {mention.key() for mention in plan.order}
    is_whole = plan.order_is_whole and not plan.spellings_differ
    return is_whole and len(ordered) < 2 and all(one.key() in ordered for one in plan.step_mentions)
