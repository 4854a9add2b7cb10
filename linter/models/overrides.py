"""overrides: what an importer's source can't say about a snapshot."""

from __future__ import annotations

from typing import Any, Final, Literal

from pydantic import Field

from linter.models.configuration import Section


class AttributeOverride(Section):
    """More of an attribute than its source says."""

    type: str | None = Field(None, description="The type's name, of any vocabulary.")
    semantic_type: str | None = Field(None, description="Its meaning.")
    friendly_name: str | None = Field(None, description="The name that people see.")


class EntityOverride(Section):
    """More of an entity than its source says."""

    entity_type: Literal["profile", "activity", "unspecified"] | None = Field(
        None, description="What sort of entity it is."
    )
    primary_key: str | None = Field(None, description="The key's attribute.")
    timestamp_field_name: str | None = Field(None, description="The attribute that dates a row.")
    friendly_name: str | None = Field(None, description="The name that people see.")
    attributes: dict[str, str | AttributeOverride] | None = Field(
        None, description="Attributes by name: a type, or a table."
    )


class DataSourceOverride(Section):
    """More of a data source than its source says."""

    id: str | None = Field(None, description="The data source's ID in the instance.")
    kind: str | None = Field(None, description="How it is ingested, such as powerQuery.")


class CompleteOverride(Section):
    """Which lists are the whole truth."""

    entities: bool | None = Field(None, description="Whether the entities are all there.")
    relationships: bool | None = Field(None, description="Whether the relationships are all there.")
    data_sources: bool | None = Field(None, description="Whether the data sources are all there.")
    conflations: bool | None = Field(None, description="Whether the conflations are all there.")
    entity_info: bool | None = Field(None, description="Whether primary keys and entity types are all there.")
    segments: bool | None = Field(None, description="Whether the segments are all there.")
    measures: bool | None = Field(None, description="Whether the measures are all there.")
    role_assignments: bool | None = Field(None, description="Whether the role assignments are all there.")


class Overrides(Section):
    """What `c360lint snapshot import --overrides` reads."""

    schema_: str | None = Field(None, alias="$schema", description="The JSON Schema, for editors.")
    instance_id: str | None = Field(None, description="The instance's ID.")
    complete: CompleteOverride | None = Field(None, description="Which lists are the whole truth.")
    data_sources: dict[str, DataSourceOverride] | None = Field(None, description="Data sources by name.")
    entities: dict[str, EntityOverride] | None = Field(
        None, description="Entities by name, or by data source and name: `eCommerce_Contacts`."
    )


ROOT: Final[Any] = Overrides
"""What its schema is made of."""
