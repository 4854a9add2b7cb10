"""A rule must be able to match what no earlier rule of its step has matched.

A rule of which all criteria of an earlier one are a part matches nothing more than that one.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain

from linter.diagnostic import Finding, Related, Removal, Stated
from linter.kinds.conflation_plan import Criterion, MatchRule, MatchStep
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "CP111",
    "shadowed-match-rule",
    "a rule must be able to match what no earlier rule of its step has matched",
    "data-unification-match-tables.md: `continues to the second rule only if no matches were identified`",
    severity="warning",
    url=product_page("data-unification-match-tables.md"),
    sources=(Stated("product-page", "X13"),),
    local=True,
    kinds=("conflationPlan",),
)


def check(project: Project) -> Says:
    for plan in project.plans:
        for step in plan.steps:
            if len(step.rules) > 1:
                yield from _check_step(step)


def _check_step(step: MatchStep) -> Says:
    often = Counter(one.said for one in step.criteria)
    earlier: dict[object, list[MatchRule]] = {}  # by what their rarest criterion says
    for rule in step.match_rules:
        if not (rule.is_active and rule.is_whole and rule.criteria):
            continue
        candidates = chain.from_iterable(earlier.get(one.said, ()) for one in rule.criteria)
        shadowing = next((one for one in candidates if _shadows(one, rule)), None)
        if shadowing is None:
            rarest = min(rule.criteria, key=lambda one: often[one.said])
            earlier.setdefault(rarest.said, []).append(rule)
        else:
            yield _shadowed(rule, shadowing)


def _shadows(earlier: MatchRule, later: MatchRule) -> bool:
    exceptions = [_said(one) for one in later.exceptions]
    return earlier.asks <= later.asks and all(_said(one) in exceptions for one in earlier.exceptions)


def _said(criteria: list[Criterion]) -> frozenset[object]:
    return frozenset(one.said for one in criteria)


def _shadowed(rule: MatchRule, earlier: MatchRule) -> Finding:
    is_same = rule.asks == earlier.asks
    why = "compares the same" if is_same else "asks for less"
    return Finding(
        rule.node.at(),
        f"match rule {rule.name} matches nothing: {earlier.name}, which is before it, {why}",
        label="never matches anything more",
        related=(Related(earlier.node.at(), "matches all that it would match"),),
        help="remove it" if is_same else "put the stricter rule first, or remove it",
        repairs=(Removal(rule.node.at(), "Remove the rule"),),
    )
