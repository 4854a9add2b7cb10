"""An update should say by If-Match that the entity is there already.

Without it a PATCH creates an entity that isn't there, by a mistake in the key for example.
"""

from __future__ import annotations

from linter.contracts.mistakes import Mistake
from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.contracts import found
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DV114",
    "update-without-if-match",
    "an update should say by If-Match that the entity is there already",
    "OData 4.01, part 1, section 11.4.4: upsert an entity",
    "recommendation",
    url="https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html",
    sources=(Stated("odata", "Protocol 4.01, 11.4.4"),),
    kinds=("calls",),
)


def check(project: Project) -> Says:
    yield from found(project, "if-match", _worded)


def _worded(one: Mistake) -> Finding:
    return Finding(
        one.at,
        f"{one.owner} has no `If-Match`: where there is no such entity, it creates one",
        label="may create what it should change",
        help="add the header `If-Match: *`, or the ETag of what is to be changed",
    )
