"""What kind of response an object is: its properties say so."""

from __future__ import annotations

from typing import Any, Final

from linter.importers.customer_insights.part import key_of, property_of
from linter.importers.payloads import kind_by_form

# What each kind of response must have, and one of what it has besides.  The first that fits counts.
_KINDS: Final[tuple[tuple[str, frozenset[str], frozenset[str]], ...]] = tuple(
    (kind, frozenset(every.split()), frozenset(some.split()))
    for kind, every, some in (
        ("dataSources", "datasourcemetadata", ""),
        (
            "dataSources",
            "datasourceid",
            "kind entitynames entityinformation provisioningstate refreshstate modeljsonpath",
        ),
        ("entityModels", "entities", "dataflowid dataflowtype datasourceid instanceid"),
        (
            "entities",
            "qualifiedentityname",
            "name entityname dataflowtype entitytype keys datasourceid datasourcename timestampattribute",
        ),
        ("entities", "name attributes", "dataflowtype keys datasourceid datasourcename timestampattribute"),
        ("entities", "entityname attributes", "dataflowtype keys datasourceid datasourcename"),
        ("relationships", "fromentityname toentityname", ""),
        ("relationships", "fromentity fromattribute toentity toattribute", ""),
        ("segments", "segmentqueryexpression", ""),
        ("measures", "definition", "name displayname latestevaluation evaluationstats output"),
        ("roleAssignments", "principalid", "roles principaltype"),
        ("schedules", "cronschedules", ""),
        ("searchConfiguration", "entityconfig", ""),
        ("hierarchies", "dependency", ""),
        (
            "instances",
            "instanceid",
            "instancetype isb2b isb2c scaleunitid azureregion provisioningstate expirytimeutc",
        ),
    )
)


def holds_response(value: object) -> bool:
    """Tell whether a value is an object of a known kind, a list with one, or either in `value`."""
    if kind_of(value):
        return True
    if isinstance(value, dict):
        value = property_of(value, "value")
    return any(kind_of(one) for one in value) if isinstance(value, list) else bool(kind_of(value))


def kind_of(value: object) -> str:
    """Return what kind of response an object is; empty where it is none."""
    if not isinstance(value, dict):
        return ""
    keys = {key.lower() for key in value}
    for kind, every, some in _KINDS:
        if every <= keys and (not some or not some.isdisjoint(keys)) and _fits(kind, value):
            return kind
    return kind_by_form(value)


def _fits(kind: str, value: dict[str, Any]) -> bool:
    """Look deeper where the names of properties don't tell responses from other files."""
    if kind == "entities":
        attributes = property_of(value, "attributes")
        return not attributes or not isinstance(attributes, list) or _is_attribute(attributes[0])
    if kind == "entityModels":
        entities = property_of(value, "entities")
        if not entities:
            return key_of(value, "dataflowId") is not None
        return isinstance(entities, list) and kind_of(entities[0]) == "entities"
    if kind == "measures":
        definition = property_of(value, "definition")
        return any(key_of(definition, one) for one in _OF_A_DEFINITION)
    return kind != "hierarchies" or key_of(property_of(value, "dependency"), "sourceEntity") is not None


_OF_A_DEFINITION: Final = ("kind", "aggregates", "dimensions", "measureQuerySql", "linkedEntities")


def _is_attribute(value: object) -> bool:
    """Tell an attribute's metadata from a payload's column and from an attribute's search properties."""
    return isinstance(value, dict) and not any(
        key.lower() in ("attributename", "properties") for key in value
    )
