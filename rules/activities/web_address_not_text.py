"""An attribute that holds web addresses must be text."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import NotChecked, Stated
from linter.instance.data_types import UNKNOWN
from linter.kinds.references import Column
from linter.project.project import Project
from linter.rulekit.lacks import unknown_type
from linter.rulekit.rule import Rule, Says
from linter.rulekit.types import unfit_type

_CODE: Final = "externalURLInvalidTypeOnActivityEntity"

RULE = Rule(
    "AC116",
    "web-address-not-text",
    "an attribute that holds web addresses must be text",
    f"service error {_CODE}",
    service_errors=(_CODE,),
    sources=(Stated("service-error", _CODE),),
    local=True,
    kinds=("activity",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("activity"):
        for one in payload.items:
            column = one.roles.get("webAddress")
            if column is not None:
                yield from _check(column)


def _check(column: Column) -> Says:
    if column.canonical_type == UNKNOWN:
        yield NotChecked(column.at, unknown_type(column))
    elif column.canonical_type not in (None, "String"):
        yield unfit_type(column, "a web address is text", "name an attribute of text")
