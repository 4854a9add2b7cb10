"""Of the two values of `isBetween` and `isNotBetween` the lower one comes first."""

from __future__ import annotations

from linter.diagnostic import Finding, Location, Reordering, Stated
from linter.project.project import Project
from linter.rulekit.criteria import KINDS, all_conditions, spelled
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CQ120",
    "bounds-turned-round",
    "of the two values of `isBetween` and `isNotBetween` the lower one comes first",
    "support article segment-no-results.md, and the meaning of between",
    severity="warning",
    url="https://github.com/MicrosoftDocs/SupportArticles-docs",
    sources=(Stated("product-page", "E13"),),
    inferred=True,
    local=True,
    kinds=KINDS,
)


def check(project: Project) -> Says:
    for _, one in all_conditions(project):
        if one.operator in ("isBetween", "isNotBetween"):
            from linter.rulekit.compared import comparison, is_turned_round

            told = comparison(one)
            if told is not None and is_turned_round(told):
                assert one.values is not None
                yield _finding(one.node.at("listOfValues"), spelled(one), one.values)


def _finding(at: Location, operator: str, values: list[str | None]) -> Finding:
    low, high = values
    never = "no value is" if operator.lower() == "isbetween" else "every value is outside of what is"
    return Finding(
        at,
        f"{never} between `{low}` and `{high}`: the lower one comes first",
        label="turned round",
        help=f"write `{high}` before `{low}`",
        repairs=(Reordering(at, (1, 0), f"Put `{high}` first"),),
    )
