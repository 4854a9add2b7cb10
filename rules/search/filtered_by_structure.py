"""An attribute that is filtered by must be of a type that can be compared.

Records and binary values can't; lists of plain values are let pass.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, NotChecked, Related, Stated
from linter.instance.data_types import UNKNOWN
from linter.instance.snapshot import Entity
from linter.kinds.references import Column
from linter.project.project import Project
from linter.rulekit.lacks import unknown_type
from linter.rulekit.rule import Rule, Says, product_page
from linter.rulekit.types import is_plain_list, resting_on_types

_CODE: Final = "searchConfigurationAttributeNotFilterable"
_UNFIT: Final = ("Binary", "Complex", "Json")

RULE = Rule(
    "SC107",
    "filtered-by-structure",
    "what is filtered by must be of a type that can be compared",
    f"service error {_CODE}",
    url=product_page("search-filter-index.md"),
    service_errors=(_CODE,),
    sources=(Stated("service-error", _CODE),),
    inferred=True,
    local=True,
    kinds=("searchConfiguration",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("searchConfiguration"):
        for one in payload.attributes:
            entity = one.column.entity
            if one.is_marked("isFilterable") and entity is not None and one.column.canonical_type is not None:
                yield from _check(one.column, entity)


def _check(column: Column, entity: Entity) -> Says:
    name, type_ = str(column.attribute), str(column.canonical_type)
    if type_ == UNKNOWN:
        yield NotChecked(column.at, unknown_type(column))
    elif type_ in _UNFIT and not is_plain_list(entity.declared_type(name)):
        declared = entity.declared_type(name)
        finding = Finding(
            column.at,
            f"`{entity}.{name}` is {declared}, and can't be filtered by",
            label=f"is {declared}",
            related=(Related(entity.attribute_at(name), "its type is declared here"),),
            help="take `isFilterable` away, or index an attribute of text, numbers or dates",
        )
        yield resting_on_types(finding, column)
