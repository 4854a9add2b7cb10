"""What the service has to say of a part of a payload that is missing, or no known value of its list.

Each table is by the model of `linter/models` in which the property stands and by the property, as it is
written in a payload; what no table has is `invalidModelState`, as a value of another JSON type is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from linter.diagnostic import Stated

Property: TypeAlias = tuple[str, str]

MISSING: Final[Mapping[Property, tuple[str, ...]]] = {
    ("Envelope", "body"): ("inputPayloadNotFound",),
    ("Relationship", "name"): ("relationshipNameMissing",),
    ("SelfConflation", "entities"): ("selfConflationNoEntities",),
    ("SelfConflation", "mainId"): ("selfConflationNoMainIdProvided",),
}
"""Codes of a required property that isn't there."""

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


def errors_among(stated: Iterable[Stated]) -> tuple[str, ...]:
    """Return the codes of the service among what a limitation rests on."""
    return tuple(one.reference for one in stated if one.document == "service-error")
