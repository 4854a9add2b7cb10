"""A rule's exact criteria should compare what few people share."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from linter.diagnostic import Finding, Stated
from linter.kinds.conflation_plan import Criterion, MatchRule
from linter.kinds.references import Column
from linter.project.project import Project
from linter.rulekit.personal import folded
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "CP124",
    "exact-on-common-values",
    "a rule's exact criteria should compare what few people share",
    "data-unification-best-practices.md: `if all your customers live in the same country/region`",
    severity="recommendation",
    url=product_page("data-unification-best-practices.md"),
    sources=(Stated("product-page", "X18"),),
    inferred=True,
    group="advice",
    kinds=("conflationPlan",),
    needs=("snapshot",),
)

_COMMON: Final = r"(location)?(country|countryregion|state|province|region)(code|name)?|gender|sex"


def check(project: Project) -> Says:
    for plan in project.plans:
        for rule in plan.match_rules:
            exact = [one for one in rule.criteria if one.kind == "exact"]
            is_judged = rule.is_active and rule.is_whole and exact
            if is_judged and all(_is_common(project, one) for one in exact):
                yield _on_common_values(rule, exact)


def _on_common_values(rule: MatchRule, exact: list[Criterion]) -> Finding:
    named = " and ".join(f"`{column.attribute}`" for one in exact for column, _ in one.sides[:1])
    return Finding(
        rule.node.at("criteria"),
        f"match rule {rule.name} compares nothing exactly but {named}, which many people share",
        label="only what many people share",
        help="add an exact criterion on what few people share, such as a date of birth",
    )


def _is_common(project: Project, criterion: Criterion) -> bool:
    return all(_is_common_column(project, column) for column, _ in criterion.sides)


def _is_common_column(project: Project, column: Column) -> bool:
    if column.entity is None:
        return False
    return _means_common(project.meanings.of(column.entity, str(column.attribute)) or str(column.attribute))


@lru_cache(4096)
def _means_common(said: str) -> bool:
    return re.fullmatch(_COMMON, folded(said)) is not None
