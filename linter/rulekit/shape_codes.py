"""What the service has to say of a part of a payload that is missing, or no known value of its list.

Each table is by the model of `linter/models` in which the property stands and by the property, as it is
written in a payload; what no table has is `invalidModelState`, as a value of another JSON type is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from linter.diagnostic import Stated

Property: TypeAlias = tuple[str, str]

_NO_TYPE: Final = ("insightTypeNotSupported", "unsupportedInsightType")
_NO_NAME: Final = ("insightInputNameCannotBeEmpty", "invalidInsightInputMissingName")

MISSING: Final[Mapping[Property, tuple[str, ...]]] = {
    ("InsightGroup", "members"): ("insightInputAttributesCannotBeEmpty",),
    ("DerivedEntity", "query"): ("derivedEntityQueryIsEmpty",),
    ("Envelope", "body"): ("inputPayloadNotFound",),
    ("InsightInput", "candidateEntity"): ("insightInputCandidateEntityCannotBeEmpty",),
    ("InsightInput", "name"): _NO_NAME,
    ("InsightInput", "type"): _NO_TYPE,
    ("InsightMember", "attributeName"): ("insightAttributeNameIsEmpty",),
    ("Relationship", "name"): ("relationshipNameMissing",),
    ("SelfConflation", "entities"): ("selfConflationNoEntities",),
    ("SelfConflation", "mainId"): ("selfConflationNoMainIdProvided",),
}
"""Codes of a required property that isn't there."""

EMPTY: Final[Mapping[str, tuple[int, tuple[str, ...]]]] = {
    "DerivedEntity": (2, ("derivedEntityMetadataEmpty",)),
    "InsightInput": (3, ("insightInputCannotBeEmpty",)),
}
"""By model: how many properties are required, and the codes of an object that has none of them."""

WRONG_TYPE: Final[Mapping[str, tuple[str, ...]]] = {
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
    ("Policy", "kind"): (Stated("product-page", "G01"),),
}
"""Where a closed list is stated besides its schema: codes and limits."""


def codes_of(table: Mapping[Property, tuple[str, ...]]) -> tuple[str, ...]:
    """Return all codes of a table, each once."""
    return tuple(dict.fromkeys(code for codes in table.values() for code in codes))


def codes_of_types() -> tuple[str, ...]:
    """Return all codes of values of another JSON type, each once."""
    return tuple(dict.fromkeys(code for codes in WRONG_TYPE.values() for code in codes))


def errors_among(stated: Iterable[Stated]) -> tuple[str, ...]:
    """Return the codes of the service among what a limitation rests on."""
    return tuple(one.reference for one in stated if one.document == "service-error")
