"""An attribute that is searched must be text.

A type that is not known is not checked.
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
from linter.rulekit.types import resting_on_types

_CODE: Final = "searchConfigurationAttributeNotSearchable"

RULE = Rule(
    "SC105",
    "searched-not-text",
    "an attribute that is searched must be of the type Edm.String",
    f'service error {_CODE}; product page search-filter-index.md, "it must use the Edm.String data type"',
    url=product_page("search-filter-index.md"),
    service_errors=(_CODE,),
    sources=(
        Stated("service-error", _CODE),
        Stated("product-page", "Q02"),
    ),
    local=True,
    kinds=("searchConfiguration",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("searchConfiguration"):
        for one in payload.attributes:
            entity = one.column.entity
            if one.is_marked("isSearchable") and entity is not None and one.column.canonical_type is not None:
                yield from _check(one.column, entity)


def _check(column: Column, entity: Entity) -> Says:
    name, type_ = str(column.attribute), str(column.canonical_type)
    if type_ == UNKNOWN:
        yield NotChecked(column.at, unknown_type(column))
    elif type_ != "String":
        declared = entity.declared_type(name)
        finding = Finding(
            column.at,
            f"`{entity}.{name}` is {declared}, and only text can be searched",
            label=f"is {declared}",
            related=(Related(entity.attribute_at(name), "its type is declared here"),),
            help="take `isSearchable` away; `isFilterable` and `isSortable` do for other types",
        )
        yield resting_on_types(finding, column)
