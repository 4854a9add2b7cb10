"""relationships: which attribute of which entity leads to which other entity."""

from __future__ import annotations

from typing import Any, Final

from pydantic import Field
from pydantic.config import JsonDict

from linter.models.names import names
from linter.models.shape import Cardinality, RelationshipType, Shape, Stored

_NAME: Final = names("relationship")
_NEW_NAME: Final = names("relationship", declares=True)
_FROM: Final = "the from-end of relationship `{name}`"
_TO: Final = "the to-end of relationship `{name}`"
_FROM_ENTITY: Final[JsonDict] = {"x-alsoRead": ["fromEntity"], **names("entity", role=_FROM)}
_FROM_ATTRIBUTE: Final[JsonDict] = {
    "x-alsoRead": ["fromAttribute"],
    **names("attribute", of="fromEntityName", beside="toAttributeName", role=_FROM),
}
_TO_ENTITY: Final[JsonDict] = {"x-alsoRead": ["toEntity"], **names("entity", role=_TO)}
_TO_ATTRIBUTE: Final[JsonDict] = {
    "x-alsoRead": ["toAttribute"],
    **names("attribute", of="toEntityName", beside="fromAttributeName", role=_TO, key=True),
}


class RelationshipUpdate(Stored):
    """A change of an existing relationship; what isn't given stays as it is."""

    name: str | None = Field(
        None, description="Unique; letters, numbers and underscores.", json_schema_extra=_NAME
    )
    friendly_name: str | None = Field(None, description="The name that people see.")
    description: str | None = Field(None, description="What the relationship means.")
    relationship_type: RelationshipType | None = Field(None, description="What sort of relationship it is.")
    from_entity_name: str | None = Field(
        None, description="The entity that holds the foreign key.", json_schema_extra=_FROM_ENTITY
    )
    from_attribute_name: str | None = Field(
        None, description="The foreign key.", json_schema_extra=_FROM_ATTRIBUTE
    )
    to_entity_name: str | None = Field(
        None, description="The entity that is pointed to.", json_schema_extra=_TO_ENTITY
    )
    to_attribute_name: str | None = Field(
        None, description="The attribute that is pointed to.", json_schema_extra=_TO_ATTRIBUTE
    )
    cardinality: Cardinality | None = Field(None, description="As seen from the from-entity.")
    source: Any = Field(None, description="Who made it; written by the service.")


class Relationship(RelationshipUpdate):
    """A new relationship."""

    name: str = Field(description="Unique; letters, numbers and underscores.", json_schema_extra=_NEW_NAME)
    from_entity_name: str = Field(
        description="The entity that holds the foreign key.", json_schema_extra=_FROM_ENTITY
    )
    from_attribute_name: str = Field(description="The foreign key.", json_schema_extra=_FROM_ATTRIBUTE)
    to_entity_name: str = Field(description="The entity that is pointed to.", json_schema_extra=_TO_ENTITY)
    to_attribute_name: str = Field(
        description="The attribute that is pointed to.", json_schema_extra=_TO_ATTRIBUTE
    )
    cardinality: Cardinality = Field(description="As seen from the from-entity.")


class CompleteRelationship(Shape):
    """Whether what a relationship joins is in the snapshot."""

    ends: bool | None = Field(None, description="True unless said.")
    because: str | None = Field(None, description="Why it isn't: no source declares `Crm_Guests`.")


class SnapshotRelationship(RelationshipUpdate):
    """A relationship that the instance has."""

    name: str | None = Field(
        None, description="Unique; letters, numbers and underscores.", json_schema_extra=_NEW_NAME
    )
    complete: CompleteRelationship | None = Field(
        None, description="Whether what it joins is in the snapshot."
    )


ROOT: Final[Any] = list[Relationship] | Relationship | RelationshipUpdate
"""What its schema is made of."""
