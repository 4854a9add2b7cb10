"""A binding must lead to an entity set that the API has.

A binding is a property `NAME@odata.bind`; its value is the address of an entity.
"""

from __future__ import annotations

from linter.diagnostic import Stated
from linter.project.project import Project
from linter.rulekit.contracts import found, unfit, unknown
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DV113",
    "binding-to-unknown-set",
    "a binding must lead to an entity set that the API has",
    "OData JSON format 4.01, section 8.5: bind operation",
    "error",
    url="https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html",
    sources=(Stated("odata", "JSON format 4.01, 8.5"),),
    kinds=("calls",),
)


def check(project: Project) -> Says:
    yield from found(project, "binding", lambda one: unfit(one) if one.known else unknown(one))
