"""entityInfo: type, key, timestamp and labels of ingested entities."""

from __future__ import annotations

from typing import Any, Final

from pydantic import Field

from linter.models.names import names
from linter.models.shape import EntityType, SemanticLabelName, Shape, Stored


class SemanticLabel(Shape):
    """What an attribute means."""

    attribute_name: str = Field(
        description="The attribute's name.",
        json_schema_extra=names("attribute", of="entityName", role="a semantic label"),
    )
    label: SemanticLabelName | None = Field(None, description="Its semantic label, such as CalendarDate.")


class EntityInfoOfPath(Stored):
    """What the service is to know of the entity that the path names."""

    data_source_id: str | None = Field(
        None, description="The data source's ID.", json_schema_extra=names("data source", by="id")
    )
    data_source_name: str | None = Field(
        None,
        description="The data source's name.",
        json_schema_extra=names("data source", by="name"),
    )
    entity_name: str | None = Field(
        None,
        description="The entity's name; the path may give it.",
        json_schema_extra=names("entity", role="entityInfo", path=True),
    )
    friendly_name: str | None = Field(None, description="The name that people see.")
    description: str | None = Field(None, description="What the entity holds.")
    primary_key: str | None = Field(
        None,
        description="The attribute that identifies a row.",
        json_schema_extra=names("attribute", of="entityName", role="the primary key"),
    )
    entity_type: EntityType | None = Field(None, description="Whether rows are activities.")
    timestamp_field_name: str | None = Field(
        None,
        description="The attribute that dates a row.",
        json_schema_extra=names("attribute", of="entityName", role="the timestamp"),
    )
    semantic_labels: list[SemanticLabel] | None = Field(None, description="What attributes mean.")
    entity_enrichment_info: Any = Field(None, description="Set by later generations of the API.")
    delta_table_version: Any = Field(None, description="Set by later generations of the API.")
    auto_generate_cdm_definition: Any = Field(
        None, alias="autoGenerateCDMDefinition", description="Set by later generations of the API."
    )


class EntityInfo(EntityInfoOfPath):
    """What the service is to know of an ingested entity."""

    entity_name: str = Field(
        description="The entity's name.", json_schema_extra=names("entity", role="entityInfo", path=True)
    )


ROOT: Final[Any] = list[EntityInfo] | EntityInfo | EntityInfoOfPath
"""What its schema is made of."""
