"""What a query compares, or hands to a function, must be of the types of its attributes.

Numbers, texts, dates, GUIDs and booleans can't be compared with one another; a type that isn't known, or that
is a guess, is not judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from linter.diagnostic import Finding, HeldBack, NotChecked, Stated
from linter.project.project import Project
from linter.rulekit.queries import mistakes, naming
from linter.rulekit.rule import Rule, Says

if TYPE_CHECKING:
    from linter.contracts.mistakes import Mistake

RULE = Rule(
    "OD105",
    "unfit-queried-value",
    "what a query compares must be of the type of its attribute, what a function takes of the function's",
    "OASIS OData 4.01, Part 2: URL Conventions, section 5.1.1",
    url="https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html",
    sources=(Stated("odata", "4.01 Part 2: URL Conventions, 5.1.1"),),
    kinds=("queries",),
    judges=naming,
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for _, one in mistakes(project, "operand"):
        yield one if isinstance(one, NotChecked | HeldBack) else _worded(one)


def _worded(one: Mistake) -> Finding:
    return Finding(
        one.at,
        f"{one.owner} {one.what}",
        label="doesn't fit",
        help="give it a value of that type: a text stands in quotes, a number, date or GUID without",
    )
