"""A placeholder that a pipeline fills must be closed.

What one without a value stands for isn't known, so nothing that depends on it is checked: that is said here,
once, for all rules.
"""

from __future__ import annotations

from linter.diagnostic import Finding, NotChecked, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.shapes.reading import Occurrence

RULE = Rule(
    "DO104",
    "broken-placeholder",
    "a placeholder that a pipeline fills must be closed; what it stands for is checked if it has a value",
    "the linter's own; docs/placeholders.md",
    url="https://learn.microsoft.com/azure/devops/pipelines/process/variables",
    sources=(Stated("convention", "docs/placeholders.md"),),
    local=True,
    tells_why=True,
)


def check(project: Project) -> Says:
    for occurrence in project.placeholders:
        if occurrence.filled.unclosed is not None:
            yield _unclosed(occurrence)
        else:
            opened = (part for part in occurrence.filled.parts if part.value is None)
            yield from (NotChecked(occurrence.at, one.lack) for one in opened)
    yield from project.unseen


def _unclosed(occurrence: Occurrence) -> Finding:
    written = occurrence.filled.value
    return Finding(
        occurrence.at,
        f"a placeholder begins in `{written}` that has no end, or no name: nothing will fill it",
        label="begins a placeholder that is not whole",
        help="close it, as in `$(Name)`, `${Name}`, `${{ name }}`, `{{name}}` or `#{Name}#`",
    )
