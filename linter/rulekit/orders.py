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
