"""`or` is meant for conditions on one entity."""

from __future__ import annotations

from collections.abc import Iterator

from linter.diagnostic import Finding, HeldBack, Related, Stated
from linter.kinds.criteria import Condition
from linter.kinds.references import Mention
from linter.project.project import Project
from linter.rulekit.causes import cause_of
from linter.rulekit.criteria import all_criteria
from linter.rulekit.makers import names_nothing
from linter.rulekit.rule import Rule, Says, product_page
from linter.wording import joined, quoted

RULE = Rule(
    "CQ117",
    "or-across-entities",
    "`or` is meant for conditions on one entity",
    "segment-builder.md",
    severity="recommendation",
    url=product_page("segment-builder.md"),
    sources=(Stated("product-page", "E04"),),
    kinds=("segment",),
)


def check(project: Project) -> Says:
    for _, root in all_criteria(project, "segment"):
        for one in _outermost(root):
            of: dict[object, Mention] = {}
            for mention in _entities(one):
                of.setdefault(mention.key(), mention)
            if len(of) > 1:
                yield _across(project, one, list(of.values()))


def _across(project: Project, one: Condition, mentions: list[Mention]) -> Finding | HeldBack:
    strange = [each for each in mentions if names_nothing(project, one.request, each)]
    known = [each for each in mentions if each not in strange]
    if len(known) > 1:
        return _finding(one, known)
    return HeldBack(one.node.at("logicalOperator"), cause_of(strange[0], one.request))


def _outermost(root: Condition) -> Iterator[Condition]:
    """Yield each `or` that is in no other one."""
    waiting = [root]
    while waiting:
        one = waiting.pop()
        if one.joins == "or":
            yield one
        else:
            waiting += one.children


def _entities(one: Condition) -> Iterator[Mention]:
    for each in one.parts:
        if each.is_logical:
            continue  # that it compares something as well is another rule's
        column = each.member.column if each.member is not None and each.operator != "all" else None
        if column is not None:
            assert column.mention is not None
            yield column.mention


def _finding(one: Condition, mentions: list[Mention]) -> Finding:
    return Finding(
        one.node.at("logicalOperator"),
        f"`or` joins conditions on {joined(quoted(str(each.entity or each.name) for each in mentions))}",
        label=f"{len(mentions)} entities",
        help="put the conditions on each entity into a rowset of their own, and join those by `union`",
        related=tuple(Related(each.at, f"of `{each.entity or each.name}`") for each in mentions),
    )
