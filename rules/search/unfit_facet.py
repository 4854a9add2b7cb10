"""What is counted by its values must be of a type that has them, and counted in a way that fits.

Text is counted by `count`; numbers and dates by `interval` or `values` as well.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, NotChecked, Related, Stated
from linter.instance.data_types import UNKNOWN
from linter.instance.entity import Entity
from linter.kinds.search_configuration import Indexed
from linter.project.project import Project
from linter.rulekit.facets import facet_of
from linter.rulekit.lacks import unknown_type
from linter.rulekit.rule import Rule, Says, product_page
from linter.rulekit.types import is_plain_list, resting_on_types

_CODE: Final = "searchConfigurationAttributeNotFacetable"
_ERROR: Final = Stated("service-error", _CODE)

RULE = Rule(
    "SC108",
    "unfit-facet",
    "what is counted by its values must be of a type that fits",
    f'service error {_CODE}; product page search-filter-index.md, "on the String filter pane"',
    url=product_page("search-filter-index.md"),
    service_errors=(_CODE,),
    sources=(_ERROR, Stated("product-page", "Q03")),
    inferred=True,
    local=True,
    kinds=("searchConfiguration",),
    needs=("snapshot",),
)

_STRUCTURED: Final = ("Binary", "Complex", "Geo", "Json")
_NUMBERS: Final = ("Byte", "Int8", "Int16", "Int32", "Int64", "Decimal", "Float", "Double")
_DATES: Final = ("Date", "DateTime", "DateTimeOffset")


def check(project: Project) -> Says:
    for payload in project.payloads("searchConfiguration"):
        for one in payload.attributes:
            entity = one.column.entity
            if one.column.canonical_type is None:
                continue
            assert entity is not None
            if one.is_marked("isFacetable") or one.facet:
                yield from _check(one, entity)


def _check(one: Indexed, entity: Entity) -> Says:
    name, type_ = str(one.column.attribute), str(one.column.canonical_type)
    facet = facet_of(one.facet) if one.facet else None
    if type_ == UNKNOWN:
        yield NotChecked(one.column.at, unknown_type(one.column))
    elif type_ in _STRUCTURED and not is_plain_list(entity.declared_type(name)):
        yield _finding(
            one, entity, "can't be counted by its values", "take `isFacetable` away", by_form=False
        )
    elif facet is not None and facet.is_stepped and type_ not in (*_NUMBERS, *_DATES):
        said = f"is counted by `{facet.form}`, which is for numbers and dates"
        yield _finding(one, entity, said, "count it by so many values, as in `count:10`", by_form=True)


def _finding(one: Indexed, entity: Entity, said: str, repair: str, *, by_form: bool) -> Finding:
    name, node = str(one.column.attribute), one.properties
    declared = entity.declared_type(name)
    assert node is not None
    finding = Finding(
        node.at("facetSpecification") if by_form else one.column.at,
        f"`{entity}.{name}` is {declared}, and {said}",
        label=f"is {declared}",
        related=(Related(entity.attribute_at(name), "its type is declared here"),),
        help=repair,
        sources=None if by_form else (_ERROR,),
    )
    return resting_on_types(finding, one.column)
