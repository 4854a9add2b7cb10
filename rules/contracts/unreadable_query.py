"""A query must be one that OData can read.

The first place is told at which it is none; its names are judged when it is mended.
"""

from __future__ import annotations

from linter.contracts.mistakes import Mistake
from linter.diagnostic import Finding, Replacement, Stated
from linter.project.project import Project
from linter.rulekit.contracts import found
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DV106",
    "unreadable-query",
    "a query must be one that OData can read",
    "OData 4.01, ABNF: queryOptions",
    "error",
    url="https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html",
    sources=(Stated("odata", "ABNF 4.01, queryOptions"),),
    kinds=("calls",),
)


def check(project: Project) -> Says:
    yield from found(project, "syntax", _worded)


def _worded(one: Mistake) -> Finding:
    title = one.name[:1].upper() + one.name[1:]
    return Finding(
        one.at,
        f"the query can't be read: {one.what}{f'; {one.name}' if one.near else ''}",
        label="not OData",
        help=_repair(one),
        repairs=tuple(Replacement(mended, title, at=one.there) for mended in one.near),
    )


def _repair(one: Mistake) -> str:
    if not one.near:
        return "mend it here: what follows is not judged"
    text = one.near[0]
    if not text:
        return "leave it out"
    return "write a blank there" if text == " " else f"write `{text}` there"
