"""A suppression must name rules that exist, one by one: a prefix would hide what comes later."""

from __future__ import annotations

from linter.project import Project
from linter.rule import Rule, Says
from linter.suppressions import findings

RULE = Rule(
    "SU04",
    "unknown-suppressed-rule",
    "a suppression must name rules that exist",
    "the linter's own; README, Suppressions",
    url="https://yaml.org/spec/1.2.2/#66-comments",
    late=True,
)


def check(project: Project) -> Says:
    yield from findings(project.suppression_troubles, "unknown")
