"""A condition that every row satisfies chooses nothing.

That is two of an `or` one of which is always true (`x` or not `x`), `all` in an `or`, and an empty text that
is sought in a text.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.kinds.criteria import TEXTUAL, Condition
from linter.project.project import Project
from linter.rulekit.criteria import KINDS, all_conditions, all_criteria, spelled
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CQ121",
    "always-true",
    "a condition that every row satisfies chooses nothing",
    "the meaning of the operators",
    severity="warning",
    url="https://github.com/MicrosoftDocs/SupportArticles-docs",
    sources=(Stated("convention", "the meaning of the operators"),),
    inferred=True,
    local=True,
    kinds=KINDS,
)


def check(project: Project) -> Says:
    for _, root in all_criteria(project):
        yield from _true_together(root)
    for _, one in all_conditions(project):
        if one.operator in TEXTUAL and one.value == "":
            yield Finding(
                one.node.at("value"),
                f"every text `{spelled(one)}` an empty one",
                label="always true",
                help="write what is sought, or ask by `isNotNull`",
            )


def _true_together(root: Condition) -> Says:
    from linter.rulekit.compared import outermost, truisms

    for joined in outermost(root, "or"):
        every = next((one for one in joined.children if one.operator == "all"), None)
        if every is not None and len(joined.children) > 1:
            yield Finding(
                every.node.at("comparisonOperator"),
                "`all` is true of every row, and so is the `or` in which it stands",
                label="always true",
                help="take `all` out, or the other conditions",
            )
            continue
        pair = next(truisms(joined), None)
        if pair is not None:
            yield _finding(*pair)


def _finding(first: Condition, second: Condition) -> Finding:
    return Finding(
        second.node.at(),
        f"this or the condition before it on `{second.node.text('attribute')}` is true of every row that has "
        "a value",
        label="always true with the other",
        help="join them by `and`, or take them out",
        related=(Related(first.node.at(), "the other one"),),
    )
