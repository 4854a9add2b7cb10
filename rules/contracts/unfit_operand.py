"""What a query compares must be comparable.

Primitive types are; so are the arguments of functions and what a filter comes to.  Of what has no type
nothing is said.
"""

from __future__ import annotations

from linter.contracts.mistakes import Mistake
from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.contracts import found
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DV108",
    "unfit-operand",
    "what a query compares must be comparable",
    "OData 4.01, part 2, section 5.1.1.1: logical operators",
    "error",
    url="https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html",
    sources=(Stated("odata", "URL conventions 4.01, 5.1.1.1"),),
    kinds=("calls",),
)


def check(project: Project) -> Says:
    yield from found(project, "operand", _worded)


def _worded(one: Mistake) -> Finding:
    return Finding(
        one.at,
        f"{one.owner} {one.what}",
        label="doesn't fit",
        help="compare what is of one kind",
    )
