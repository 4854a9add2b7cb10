"""A suppression must suppress something.

Only where the run has looked at all that it could cover: a run over some files or rules, and what
could not be decided, leave that open.
"""

from __future__ import annotations

from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "SU01",
    "unused-suppression",
    "a suppression must suppress something",
    "the linter's own; docs/suppressions-and-baseline.md",
    "warning",
    url="https://yaml.org/spec/1.2.2/#66-comments",
    late=True,
    kinds=("suppressions",),
    suppressible=False,
    common=True,
)


def check(project: Project) -> Says:
    yield from project.suppression_troubles.get("unused", ())
