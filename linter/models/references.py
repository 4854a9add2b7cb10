"""How payloads refer to entities and attributes."""

from __future__ import annotations

from pydantic import Field

from linter.models.names import names
from linter.models.shape import Normalization, Shape


class EntityReference(Shape):
    """An entity of a data source."""

    data_source_id: str | None = Field(
        None, description="The data source's ID.", json_schema_extra=names("data source", by="id")
    )
    data_source_name: str | None = Field(
        None, description="The data source's name.", json_schema_extra=names("data source", by="name")
    )
    entity_name: str = Field(description="The entity's name.", json_schema_extra=names("entity"))


class ColumnReference(Shape):
    """An attribute of an entity."""

    data_source_id: str | None = Field(
        None, description="The data source's ID.", json_schema_extra=names("data source", by="id")
    )
    data_source_name: str | None = Field(
        None, description="The data source's name.", json_schema_extra=names("data source", by="name")
    )
    entity_name: str | None = Field(None, description="The entity's name.", json_schema_extra=names("entity"))
    attribute_name: str = Field(
        description="The attribute's name.", json_schema_extra=names("attribute", of="entityName")
    )
    normalizations: list[Normalization] | None = Field(
        None, description="How the values are made alike before they are compared."
    )
