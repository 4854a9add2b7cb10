"""A property may be given only once in an object.

Names that differ only in case are one property, since the service reads them so; an alternative
name of the documents (`ToEntity`) is the same property as the canonical one.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Location, Related, Removal
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DO02",
    "duplicate-key",
    "a property may be given only once in an object",
    "RFC 8259, section 4; YAML 1.2, section 3.2.1.1",
    url="https://www.rfc-editor.org/rfc/rfc8259#section-4",
)


def check(project: Project) -> Says:
    for duplicate in project.duplicates:
        number = duplicate.at.occurrence
        assert number is not None
        before = duplicate.at._replace(occurrence=number - 1)  # each finding takes another one away
        name = str(duplicate.at.path[-1])
        title = f"Remove the first `{name}`" if number == 1 else f"Remove the `{name}` before it"
        yield _twice(duplicate.at, duplicate.first, name, Removal(before, title, safe=duplicate.same))
    for problem in project.all_problems:
        if problem.first is not None:
            title = f"Remove the first `{problem.first.path[-1]}`"
            removal = Removal(problem.first, title, safe=problem.same)
            yield _twice(problem.at, problem.first, problem.name, removal)


def _twice(at: Location, first: Location, name: str, removal: Removal) -> Finding:
    earlier = str(first.path[-1])
    other = "" if earlier == name else f", the first time as `{earlier}`"
    return Finding(
        at,
        f"property `{name}` is given twice{other}",
        label="given again here; only this one counts",
        related=(Related(first, "the first of them"),),
        help="remove one of the two",
        repairs=(removal,),
    )
