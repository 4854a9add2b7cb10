"""A suppression must name rules that exist, one by one: a prefix would hide what comes later."""

from __future__ import annotations

from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "SU04",
    "unknown-suppressed-rule",
    "a suppression must name rules that exist",
    "the linter's own; docs/suppressions-and-baseline.md",
    url="https://yaml.org/spec/1.2.2/#66-comments",
    late=True,
    kinds=("suppressions",),
    suppressible=False,
)


def check(project: Project) -> Says:
    yield from project.suppression_troubles.get("unknown", ())
