"""entityInformation: the entities of a conflation."""

from __future__ import annotations

from typing import Any, Final

from pydantic import ConfigDict, Field, RootModel

from linter.models.names import FILLED, names
from linter.models.shape import Shape, Stored


class ConflatedAttribute(Shape):
    """An attribute and what it means."""

    attribute_name: str = Field(
        description="The attribute's name.",
        json_schema_extra=names("attribute", of="entityName", role="entity information"),
    )
    semantic_type: str | None = Field(
        None, description="Its meaning, such as Identity.Service.Email.", json_schema_extra=FILLED
    )
    type: str | None = Field(None, description="Its data type.", json_schema_extra=FILLED)


class EntityInformationOfPath(Stored):
    """The one entity that the path names."""

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
        json_schema_extra=names("entity", role="entity information", path=True),
    )
    primary_key: str | None = Field(
        None,
        description="The attribute that identifies a row.",
        json_schema_extra=names("attribute", of="entityName", role="the primary key"),
    )
    attributes: list[ConflatedAttribute] | None = Field(None, description="Attributes and their meanings.")


class ConflatedEntity(EntityInformationOfPath):
    """One entity that takes part in the conflation."""

    entity_name: str = Field(
        description="The entity's name.", json_schema_extra=names("entity", role="entity information")
    )


class DataSourceEntities(Shape):
    """The entities of one data source."""

    data_source_id: str | None = Field(
        None, description="The data source's ID.", json_schema_extra=names("data source", by="id")
    )
    data_source_name: str | None = Field(
        None,
        description="The data source's name.",
        json_schema_extra=names("data source", by="name"),
    )
    entities: list[ConflatedEntity] = Field(description="The entities that take part.")


class EntityInformation(Stored):
    """The entities that take part in the conflation, by data source."""

    data_sources: list[DataSourceEntities] = Field(description="The data sources that take part.")


class EntityInformationByName(RootModel[dict[str, list[str]]]):
    """The short form: names of entities, by data source ID or name."""

    model_config = ConfigDict(
        json_schema_extra={
            "x-names": {
                "keys": names("data source", by="either")["x-names"],
                "items": names("entity", role="entity information")["x-names"],
            }
        }
    )


ROOT: Final[Any] = EntityInformation | EntityInformationByName | EntityInformationOfPath | str
"""What its schema is made of."""
