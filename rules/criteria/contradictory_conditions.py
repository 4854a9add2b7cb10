"""Conditions that are joined by `and` must be such as one value can satisfy."""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.kinds.criteria import Condition
from linter.project.project import Project
from linter.rulekit.criteria import KINDS, all_criteria
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CQ119",
    "contradictory-conditions",
    "conditions that are joined by `and` must be such as one value can satisfy",
    "support article segment-no-results.md",
    severity="warning",
    url="https://github.com/MicrosoftDocs/SupportArticles-docs",
    sources=(Stated("product-page", "E13"),),
    local=True,
    kinds=KINDS,
)


def check(project: Project) -> Says:
    from linter.rulekit.compared import contradictions, outermost

    for kind, root in all_criteria(project):
        for joined in outermost(root, "and"):
            seen: set[int] = set()
            for first, second in contradictions(joined):
                if id(second) not in seen:
                    seen.add(id(second))
                    yield _finding(kind, first, second)


def _finding(kind: str, first: Condition, second: Condition) -> Finding:
    attribute = second.node.text("attribute")
    empty = "the rowset has no members" if kind == "segment" else "nothing counts"
    return Finding(
        second.node.at(),
        f"no value of `{attribute}` satisfies this and {said(first)}, so that {empty}",
        label="never true with the other",
        help="join them by `or`, or take one of them out",
        related=(Related(first.node.at(), "the other one"),),
    )


def said(one: Condition) -> str:
    """Return a condition's operator and value, as a message shows them."""
    listed = " and ".join(str(each) for each, _ in one.operands())
    return f"`{one.operator} {listed}`" if listed else f"`{one.operator}`"
