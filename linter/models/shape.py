"""What all models have in common: strict types, camelCase names, closed lists that only advise."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema
from pydantic.alias_generators import to_camel


class Shape(BaseModel):
    """An object whose unknown properties are kept; the linter reports them with the nearest name."""

    model_config = ConfigDict(strict=True, frozen=True, extra="allow", alias_generator=to_camel)


class Stored(Shape):
    """An object that the service stores, with what it writes into it."""

    schema_: str | None = Field(None, alias="$schema", description="The JSON Schema, for editors.")
    version: Any = Field(None, description="Written by the service.")
    updated_by: Any = Field(None, description="Written by the service.")
    updated_utc: Any = Field(None, description="Written by the service.")
    created_by: Any = Field(None, description="Written by the service.")
    created_utc: Any = Field(None, description="Written by the service.")
    instance_id: Any = Field(None, description="The instance that the object belongs to.")


def advised(*values: str) -> Any:
    """Return a string type whose schema names the known values without refusing others.

    Whether a value is permitted is a rule, with a code and a page of its own.
    """
    schema = {"anyOf": [{"enum": list(values)}, {"type": "string"}]}
    return Annotated[str, WithJsonSchema(schema)]


Cardinality = advised("oneToMany", "manyToOne")
RelationshipType = advised(
    "singleKeyRelationshipOrigin",
    "singleKeyRelationshipDestination",
    "dataSourceLineageOrigin",
    "dataSourceLineageDestination",
)
EntityType = advised("activity", "unspecified")
SnapshotEntityType = advised("profile", "activity", "unspecified")
CriterionKind = advised("exact", "fuzzy", "copy")
PrecisionName = advised("low", "medium", "high", "exact")
PolicyKind = advised("importance", "mostRecent", "leastRecent")
Normalization = advised(
    "numerals",
    "symbols",
    "textToLowerCase",
    "typePhone",
    "typeName",
    "typeAddress",
    "typeOrganization",
    "unicodeToAscii",
    "whitespace",
    "aliasMapping",
    "customBypass",
)
CustomMatchKind = advised("alwaysMatch", "neverMatch", "bypass", "aliasMapping")
Method = advised("GET", "PUT", "POST", "PATCH", "DELETE")
