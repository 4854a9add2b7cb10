"""A measure about business accounts can only have one calculation."""

from __future__ import annotations

from linter.diagnostic import Finding, Related
from linter.project.project import Project
from linter.rulekit.contacts import is_account
from linter.rulekit.measures import called, each_structured, is_included, limits
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "ME134",
    "calculations-about-accounts",
    "a measure about business accounts can only have one calculation",
    'product page measures.md of 2021-08, "measures can only have one calculation for B2B"',
    sources=limits("B05"),
    local=True,
    generations=("2021-06",),
    kinds=("measure",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for one, _ in each_structured(project):
        included = [each for each in one.aggregates if is_included(each)]
        account = next((each for each in one.entities if each.entity and is_account(each.entity)), None)
        if len(included) <= 1 or account is None or one.kind == "attribute":
            continue
        yield Finding(
            included[1].node.at(),
            f"{called(one)} is about the accounts of `{account.entity}`, and has {len(included)} aggregates",
            label="one too many",
            related=(Related(account.at, "it holds accounts"),),
            help="make a measure of its own of each",
        )
