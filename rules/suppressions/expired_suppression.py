"""A suppression must not have expired.

From the day after its last one it has no effect, and what it covered is reported again.
"""

from __future__ import annotations

from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "SU03",
    "expired-suppression",
    "a suppression must not have expired",
    "the linter's own; docs/suppressions-and-baseline.md",
    "warning",
    url="https://yaml.org/spec/1.2.2/#66-comments",
    late=True,
    kinds=("suppressions",),
    suppressible=False,
)


def check(project: Project) -> Says:
    yield from project.suppression_troubles.get("expired", ())
