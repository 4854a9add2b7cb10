"""What the service has to say of a part of a payload that is missing, or no known value of its list.

Each table is by the model of `linter/models` in which the property stands and by the property, as it is
written in a payload; a table's default, `OTHERWISE_…`, is what all others are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from linter.diagnostic import Stated

Property: TypeAlias = tuple[str, str]

_KIND_OF_SOURCE: Final = (
    Stated("service-error", "dataSourceInvalidKind"),
    Stated("service-error", "invalidDataSourceType"),
)

_NO_TYPE: Final = ("insightTypeNotSupported", "unsupportedInsightType")
_NO_NAME: Final = ("insightInputNameCannotBeEmpty", "invalidInsightInputMissingName")

_OF_ACTIVITY: Final = {
    "name": ("activityMappingMissingField",),
    "entity": ("activityMappingMissingField",),
    "primaryKey": (
        "activityMappingMissingField",
        "activityMappingInvalidKeyAttribute",
        "noActivityIdOnActivityEntity",
        "activityIngestionActivityIdNotFound",
        "activityIngestionNoPrimaryKey",
    ),
    "eventActivity": (
        "activityMappingMissingField",
        "noActivityDisplayOnActivityEntity",
        "activityIngestionIncorrectMinViewFields",
    ),
}

MISSING: Final[Mapping[Property, tuple[str, ...]]] = {
    ("Envelope", "body"): ("inputPayloadNotFound", "configurationControllerMissingInput"),
    ("DataSourceInfo", "dataSourceMetadata"): (
        "dataSourceEmptyMetadata",
        "dataSourceEmptyDataSource",
        "missingDataSourceProperty",
    ),
    ("DataSourceMetadata", "name"): (
        "dataSourceEmptyDataSourceName",
        "dataSourceEmptyDataSourceNameError",
        "missingDataSourceProperty",
    ),
    ("DataSourceMetadata", "kind"): ("missingDataSourceProperty",),
    ("ModelEntity", "name"): ("invalidModelJson",),
    ("ModelAttribute", "name"): (
        "dataSourceEmptyAttribute",
        "dataSourceEmptyAttributeError",
        "invalidModelJson",
    ),
    **{("Activity", name): codes for name, codes in _OF_ACTIVITY.items()},
    **{("ActivityUpdate", name): codes for name, codes in _OF_ACTIVITY.items() if name != "name"},
    ("InstanceMetadata", "name"): ("invalidInstanceName",),
    ("Relationship", "name"): ("relationshipNameMissing",),
    ("Criterion", "leftColumn"): ("conflationPlanInvalidRules",),
    ("Criterion", "rightColumn"): ("conflationPlanInvalidRules",),
    ("InsightGroup", "members"): ("insightInputAttributesCannotBeEmpty",),
    ("DerivedEntity", "query"): ("derivedEntityQueryIsEmpty",),
    ("InsightInput", "candidateEntity"): ("insightInputCandidateEntityCannotBeEmpty",),
    ("InsightInput", "name"): _NO_NAME,
    ("InsightInput", "type"): _NO_TYPE,
    ("InsightMember", "attributeName"): ("insightAttributeNameIsEmpty",),
    ("SelfConflation", "entities"): ("selfConflationNoEntities",),
    ("SelfConflation", "mainId"): ("selfConflationNoMainIdProvided",),
}
"""Codes of a required property that isn't there."""

OTHERWISE_MISSING: Final = ("invalidModelState", "contentKeyNotDefined")
"""Codes of every other one."""

MISSING_TOGETHER: Final[Mapping[frozenset[Property], tuple[str, ...]]] = {
    frozenset((("DataSourceMetadata", "name"), ("DataSourceMetadata", "kind"))): ("dataSourceEmptyMetadata",),
    frozenset(("Activity", name) for name in _OF_ACTIVITY): ("activityMappingEmptyInput",),
    frozenset(("ActivityUpdate", name) for name in _OF_ACTIVITY if name != "name"): (
        "activityMappingEmptyInput",
    ),
    frozenset((("DerivedEntity", "name"), ("DerivedEntity", "query"))): ("derivedEntityMetadataEmpty",),
    frozenset(("InsightInput", name) for name in ("type", "name", "candidateEntity")): (
        "insightInputCannotBeEmpty",
    ),
}
"""Further codes, where all of several required properties aren't there."""

WRONG_TYPE_IN: Final[Mapping[str, tuple[str, ...]]] = {
    "segment": ("invalidSegmentFormat",),
    "insightInput": ("invalidMalformedInsightInputPayload",),
    "selfConflation": ("selfConflationWrongRequestFormat",),
}
"""By kind of payload: codes of a value of another JSON type, besides `invalidModelState`."""

UNKNOWN_VALUE: Final[Mapping[Property, tuple[Stated, ...]]] = {
    ("ColumnReference", "normalizations"): (
        Stated("service-error", "normalizationNotSupported"),
        Stated("product-page", "X09"),
    ),
    ("Criterion", "kind"): (Stated("service-error", "conflationPlanInvalidRules"),),
    ("Criterion", "precision"): (Stated("product-page", "X04"),),
    ("DataSourceMetadata", "kind"): _KIND_OF_SOURCE,
    ("DataSourceMetadataUpdate", "kind"): _KIND_OF_SOURCE,
    ("Job", "operationType"): (Stated("service-error", "invalidJobOperationType"),),
    ("Job", "submissionKind"): (Stated("service-error", "invalidJobSubmissionKind"),),
    ("Policy", "kind"): (Stated("product-page", "G01"),),
    ("Rowset", "rowsetOperation"): (Stated("product-page", "E06"),),
    ("Schedule", "operationType"): (Stated("service-error", "invalidJobOperationType"),),
}
"""Where a closed list is stated besides its schema: codes and limits."""

OTHERWISE_UNKNOWN: Final = ("invalidModelState", "propertyInvalid")

UNKNOWN_PROPERTY: Final[Mapping[str, tuple[Stated, ...]]] = dict.fromkeys(
    ("InstanceCopy", "InstanceCreation", "InstanceMetadata", "InstanceMetadataUpdate", "InstanceUpdate"),
    (Stated("service-error", "invalidInstanceProperty"),),
)
"""By the model: what is stated of properties that it doesn't have."""

WRONG_TYPE: Final[Mapping[Property, tuple[Stated, ...]]] = {
    ("EntityInfo", "primaryKey"): (Stated("product-page", "D03"),),
    ("EntityInfoOfPath", "primaryKey"): (Stated("product-page", "D03"),),
}
"""Where it is stated besides its schema what a property is: limits."""


def codes_of(table: Mapping[Property, tuple[str, ...]]) -> tuple[str, ...]:
    """Return all codes of a table, each once."""
    return tuple(dict.fromkeys(code for codes in table.values() for code in codes))


def codes_of_types() -> tuple[str, ...]:
    """Return all codes of values of another JSON type, each once."""
    return tuple(dict.fromkeys(code for codes in WRONG_TYPE_IN.values() for code in codes))


def errors_among(stated: Iterable[Stated]) -> tuple[str, ...]:
    """Return the codes of the service among what a limitation rests on."""
    return tuple(one.reference for one in stated if one.document == "service-error")
