"""A suppression must say which rules it is about, where, and for what reason.

A malformed one has no effect; nor has one of these rules about suppressions.
"""

from __future__ import annotations

from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "SU02",
    "malformed-suppression",
    "a suppression must say which rules it is about, where, and for what reason",
    "the linter's own; docs/suppressions-and-baseline.md",
    url="https://yaml.org/spec/1.2.2/#66-comments",
    late=True,
    kinds=("suppressions",),
    suppressible=False,
    awaits_reason=True,
)


def check(project: Project) -> Says:
    yield from project.suppression_troubles.get("malformed", ())
