"""The customer ID must be made of at most five attributes."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page
from linter.shapes.node import Node

RULE = Rule(
    "CR115",
    "customer-id-too-long",
    "the customer ID must be made of at most five attributes",
    "data-unification-merge-tables.md: `Select up to five fields`",
    url=product_page("data-unification-merge-tables.md"),
    sources=(Stated("product-page", "G10"),),
    local=True,
    kinds=("conflictResolutionRules",),
)

_MOST: Final = 5


def check(project: Project) -> Says:
    for rules in project.resolutions:
        made = rules.root.node("customerId")
        if made is not None:
            yield from _check(made)


def _check(made: Node) -> Says:
    count = len(made.get("fields") or ())
    if count > _MOST:
        yield Finding(
            made.at("fields"),
            f"the customer ID is made of {count} attributes, and at most {_MOST} are allowed",
            label=f"{count - _MOST} too many",
            help="leave those that identify a customer for good",
        )
