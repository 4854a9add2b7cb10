"""An attribute must be mapped to one role of an activity, and a role must be filled once.

Roles are the key, the times, the event, the detail and the web address; what an attribute means by its
type of field is told apart from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from linter.diagnostic import Finding, Location, Related, Stated
from linter.kinds.activity_body import Activity
from linter.kinds.items import settled
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.wording import in_words

_CODE: Final = "activityMappingDuplicateMappingOnAttribute"

RULE = Rule(
    "AC111",
    "attribute-mapped-twice",
    "an attribute is mapped to one role of an activity, and a role is filled once",
    f"service error {_CODE}",
    service_errors=(_CODE,),
    sources=(Stated("service-error", _CODE),),
    inferred=True,
    local=True,
    kinds=("activity",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("activity"):
        for one in payload.items:
            named = [(str(column.attribute), column.at, in_words(name)) for name, column in one.roles.items()]
            yield from _repeated(named, "`{}` is the {} already", "name another attribute, or leave it out")
            fields = [(str(column.attribute), column.at, "field") for column in one.fields]
            yield from _repeated(fields, "the field of `{}` is said already", "take one of the two out")
            means = list(_meanings(one))
            yield from _repeated(means, "`{}` is filled already", "name each semantic field once")


def _repeated(named: Iterable[tuple[str, Location, str]], said: str, repair: str) -> Says:
    seen: dict[str, tuple[Location, str]] = {}
    for text, at, role in named:
        first, before = seen.setdefault(text, (at, role))
        if first != at:
            yield Finding(
                at,
                said.format(text, before),
                label="mapped twice",
                related=(Related(first, "mapped here first"),),
                help=repair,
            )


def _meanings(one: Activity) -> Iterator[tuple[str, Location, str]]:
    for node in one.node.nodes("fieldTypes"):
        text = settled(node.text("semanticField"))
        if text is not None and text.strip():
            yield text, node.at("semanticField"), "field"
