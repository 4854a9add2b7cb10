"""A condition must say what it compares; only `all` compares nothing."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.criteria import KINDS, Codes, all_conditions, spelled
from linter.rulekit.rule import Rule, Says

_CODES = Codes(("segmentCriteriaHasNonexistentAttribute",), ("measureCriteriaContainsNonExistentAttribute",))
_FORM = Stated("convention", "the form of a criterion")

RULE = Rule(
    "CQ116",
    "condition-without-attribute",
    "a condition must say what it compares; only `all` compares nothing",
    "the form of a criterion",
    service_errors=_CODES.all,
    sources=(_FORM, *_CODES.stated),
    inferred=True,
    local=True,
    kinds=KINDS,
)
_WITHOUT: Final = frozenset(("all", "any", "childOf", "parentOf"))
"""Operators that need no attribute, or of which nobody says whether they do."""


def check(project: Project) -> Says:
    for kind, one in all_conditions(project):
        if one.operator is None or one.operator in _WITHOUT:
            continue
        attribute = one.node.text("attribute")
        if not one.says("attribute") or (attribute is not None and not attribute.strip()):
            finding = Finding(
                one.node.at("attribute"),
                f"`{spelled(one)}` compares nothing: the condition has no `{one.node.called('attribute')}`",
                label="no attribute",
                help="name one as `Entity.Attribute`",
            )
            yield _CODES.told(kind, finding, _FORM)
