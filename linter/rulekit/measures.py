"""What rules on measures have in common: which there are, what is absent in them, what a finding predicts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from linter.diagnostic import Cause, Finding, HeldBack, Location, NotChecked, Stated, cause_at
from linter.instance.data_types import UNKNOWN, canonical_type
from linter.instance.generations import GENERATIONS
from linter.kinds.items import settled
from linter.kinds.measure_body import Measure, MeasureOutput, MeasureVariable
from linter.kinds.references import Column, Mention
from linter.project.outputs import CUSTOMER_MEASURE
from linter.project.project import Project
from linter.rulekit.criteria import is_read_as_date
from linter.rulekit.makers import names_nothing
from linter.shapes.node import Node
from linter.suggest import nearest

_CUSTOMER_ID: Final = "CustomerId"
_NAME: Final = re.compile(r"[^\W\d]\w*")
_DATES: Final = ("Date", "DateTime", "DateTimeOffset")
_NUMBERS: Final = ("Int8", "Byte", "Int16", "Int32", "Int64", "Decimal", "Float", "Double")


def each_measure(project: Project) -> Iterator[Measure]:
    """Yield the measures of all payloads."""
    return (one for payload in project.payloads("measure") for one in payload.items)


def each_structured(project: Project) -> Iterator[tuple[Measure, Node]]:
    """Yield those that are made of linked entities and aggregates, with their definitions."""
    return (one for payload in project.payloads("measure") for one in payload.structured)


def is_partial(measure: Measure) -> bool:
    """Tell whether what isn't written stays as it is."""
    return measure.is_update and measure.request.method == "PATCH"


def is_absent(node: Node, name: str) -> bool:
    """Tell whether a property says nothing: it isn't there, is null, or empty; malformed isn't absent."""
    value = node.get(name)
    if name in node.broken:
        return False
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def is_empty(node: Node) -> bool:
    """Tell whether an object says nothing at all."""
    return not node.broken and all(value is None for value in node.values.values())


def can_be_variable(name: str) -> bool:
    """Tell whether expressions can name a variable that is called so."""
    return _NAME.fullmatch(name) is not None


def misnamed_variable(measure: Measure, name: str) -> Cause | None:
    """Return what ME125 or ME126 says of a variable that may have been meant to have a name."""
    seen: set[str] = set()
    for variable in measure.variables:
        own = (settled(variable.name) or "").strip()
        is_taken = not own or own.lower() in seen
        if is_taken or (not can_be_variable(own) and nearest(name, [own])):
            return cause_at(variable.node.at("name"))
        seen.add(own.lower())
    return None


def misaliased(measure: Measure) -> Cause | None:
    """Return what ME109 says of the first linked entity that has no alias of its own, which may be any."""
    seen: set[str | None] = set()
    for linked in measure.definition.nodes("linkedEntities") if measure.definition is not None else ():
        alias = settled(linked.text("alias"))
        if is_empty(linked):
            return cause_at(linked.at())
        if is_absent(linked, "alias") or (alias is not None and ("." in alias or alias in seen)):
            return cause_at(linked.at("alias"))
        seen.add(alias)
    return None


def left_open(measure: Measure, part: str, name: str, at: Location) -> NotChecked | HeldBack | None:
    """Return what is said at a place where an item of a list is missed, if one has a name that can't be read.

    It may be the one that is meant: a pipeline fills its name, or that is malformed, which is reported.
    """
    nodes = measure.definition.nodes(part) if measure.definition is not None else ()
    unread = (node.at(name) for node in nodes if node.text(name) is None and not is_absent(node, name))
    place = next(unread, None)
    if place is None:
        return None
    lack = measure.request.why_open_at(place)
    return NotChecked(at, lack) if lack is not None else HeldBack(at, cause_at(place))


def called(measure: Measure) -> str:
    """Return what messages call a measure."""
    return f"measure `{measure.goes_by}`" if measure.goes_by else "the measure"


def told_of(output: MeasureOutput) -> str:
    """Return what messages call a dimension or an aggregate."""
    what = output.node.shape.name.lower()
    named = settled(output.alias) or settled(output.field)
    return f"{what} `{named}`" if named else f"the {what}"


def told_variable(variable: MeasureVariable) -> str:
    """Return what messages call a variable."""
    return f"variable `{variable.name}`" if variable.name else "the variable"


def is_customer(project: Project, mention: Mention) -> bool:
    """Tell whether a mention is of the unified entity."""
    return (mention.name or "").lower() == project.settings.master_dataset.lower()


def is_customer_id(output: MeasureOutput) -> bool:
    """Tell whether a dimension is by its name the customers' ID."""
    return (output.field or "").rpartition(".")[2].lower() == _CUSTOMER_ID.lower()


def customer_aliases(measure: Measure) -> set[str]:
    """Return the aliases of which a dimension names the customers' ID."""
    return {(one.field or "").partition(".")[0] for one in measure.dimensions if is_customer_id(one)}


def is_meant_as_customer(project: Project, measure: Measure, mention: Mention) -> bool:
    """Tell whether a name that leads nowhere is a slip of the unified entity's, or is used like that."""
    if mention.entity is not None:
        return False
    if nearest(mention.name or "", [project.settings.master_dataset]):
        return True
    assert mention.node is not None  # of a linked entity
    is_used_so = mention.node.text("alias") in customer_aliases(measure)
    return is_used_so and names_nothing(project, measure.request, mention)


def lacks_customer(project: Project, measure: Measure) -> bool:
    """Tell whether it is certain that a measure isn't linked with the unified entity, nor meant to be."""
    definition = measure.definition
    if definition is None or "linkedEntities" in definition.broken:
        return False
    return bool(measure.entities) and not any(
        settled(one.name) is None or is_customer(project, one) or is_meant_as_customer(project, measure, one)
        for one in measure.entities
    )


def judged_by(project: Project, since: str) -> bool:
    """Tell whether the project's generation of the API has what there is since one of them."""
    return GENERATIONS.index(project.settings.api) >= GENERATIONS.index(since)


def errors(*codes: str) -> tuple[Stated, ...]:
    """Return codes of the service as places where a limitation is stated."""
    return tuple(Stated("service-error", code) for code in codes)


def limits(*numbers: str) -> tuple[Stated, ...]:
    """Return limits of the product's pages as places where a limitation is stated."""
    return tuple(Stated("product-page", number) for number in numbers)


def predicting(finding: Finding, *codes: str, limit: str = "") -> Finding:
    """Return a finding that predicts some of its rule's codes, and perhaps rests on a limit."""
    stated = (*errors(*codes), *((Stated("product-page", limit),) if limit else ()))
    return finding._replace(service_errors=codes, sources=stated)


def type_of(column: Column) -> str | None:
    """Return the canonical type of an attribute, None where it isn't known."""
    canonical = column.canonical_type
    if canonical == UNKNOWN:
        return None
    return "DateTime" if canonical == "String" and is_read_as_date(column) else canonical


def type_of_variable(variable: MeasureVariable) -> str | None:
    """Return the canonical type of a variable, None where it isn't said."""
    said = settled(variable.node.text("dataType"))
    found = canonical_type(said) if said is not None else UNKNOWN
    return None if found == UNKNOWN else found


def is_date(canonical: str) -> bool:
    """Tell whether a type is a date, or a date and a time."""
    return canonical in _DATES


def is_number(canonical: str) -> bool:
    """Tell whether a type is one to reckon with."""
    return canonical in _NUMBERS


def will_have(project: Project, column: Column, measure: Measure) -> bool:
    """Tell whether an attribute comes from conflict resolution, or from a measure."""
    entity, snapshot = column.entity, measure.request.snapshot
    if entity is None or entity.data_source is not None:
        return False
    assert snapshot is not None  # the entity is of it
    if column.attribute == _CUSTOMER_ID:  # the service makes it
        return True
    if entity.name == CUSTOMER_MEASURE:
        return project.outputs(snapshot).may_measure(str(column.attribute), measure.request)
    return column.attribute in project.conflations.outputs(snapshot)


def lacks_attribute(output: MeasureOutput) -> bool:
    """Tell whether what is counted is certainly no attribute of its entity."""
    column = output.column
    if column is None or column.entity is None or column.attribute == _CUSTOMER_ID:
        return False
    return column.entity.lacks(str(column.attribute))


def is_included(output: MeasureOutput) -> bool:
    """Tell whether a dimension or an aggregate becomes an attribute, and doesn't only serve another one."""
    return output.node.values.get("isIncluded") is not False  # dimensions don't even say so


def is_made_of_others(output: MeasureOutput) -> bool:
    """Tell whether an aggregate is worked out of further ones, and needs no field itself."""
    return bool(output.node.values.get("aggregates"))  # dimensions have none


def is_one_name(attribute: str | None) -> bool:
    """Tell whether what stands behind an alias may be an attribute: not nothing, and not several."""
    return attribute is not None and bool(attribute.strip()) and "," not in attribute
