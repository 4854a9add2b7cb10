"""A column whose value is the most recent one needs a date that tells how recent a row is."""

from __future__ import annotations

from linter.diagnostic import Finding, NotChecked, Stated
from linter.instance.data_types import UNKNOWN
from linter.kinds.self_conflation_body import ORDERED, RECENT, SelfConflation
from linter.project.project import Project
from linter.rulekit.lacks import unknown_type
from linter.rulekit.rule import Rule, Says
from linter.rulekit.types import unfit_type
from linter.shapes.node import Node

RULE = Rule(
    "CS106",
    "column-winner-without-date",
    "a column whose value is the most recent one needs a date that tells how recent a row is",
    "data-unification-duplicates.md",
    severity="warning",
    sources=(Stated("product-page", "U03"),),
    local=True,
    kinds=("selfConflation",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("selfConflation"):
        for one in payload.items:
            for policy in one.node.nodes("columnWinnerPolicies"):
                if (policy.text("kind") or "").lower() in RECENT:
                    yield from _check(one, policy)


def _check(one: SelfConflation, policy: Node) -> Says:
    column = one.column(policy, "recencyColumn")
    if not (column.attribute or "").strip():
        if "recencyColumn" not in policy.broken:
            yield Finding(
                policy.at("recencyColumn"),
                f"the {_words(policy)} value of `{policy.text('column') or ''}` needs a date to go by",
                label="no `recencyColumn`",
                help="add `recencyColumn`, a date of the entity",
            )
    elif column.canonical_type == UNKNOWN:
        yield NotChecked(column.at, unknown_type(column))
    elif column.canonical_type not in (None, *ORDERED):
        yield unfit_type(column, "can't tell how recent a row is", "name a date of the entity")


def _words(policy: Node) -> str:
    return "most recent" if str(policy.text("kind")).lower() == "mostrecent" else "least recent"
