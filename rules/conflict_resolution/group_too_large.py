"""A group must have at most 10 fields and 15 sources."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "CR111",
    "group-too-large",
    "a group must have at most 10 fields and 15 sources",
    "data-unification-merge-tables.md: `Add as many as 10 fields`, `Add as many as 15 data sources`",
    url=product_page("data-unification-merge-tables.md"),
    sources=(Stated("product-page", "G05"), Stated("product-page", "G06")),
    local=True,
    kinds=("conflictResolutionRules",),
)

_MOST: Final = (("fields", 10, "G05"), ("sources", 15, "G06"))


def check(project: Project) -> Says:
    for rules in project.resolutions:
        for group in rules.root.nodes("groups"):
            for name, most, limit in _MOST:
                count = len(group.get(name) or ())
                if count > most:
                    yield Finding(
                        group.at(name),
                        f"the group has {count} {name}, and at most {most} are allowed",
                        label=f"{count - most} too many",
                        help="divide the group, or leave some out",
                        sources=(Stated("product-page", limit),),
                    )
