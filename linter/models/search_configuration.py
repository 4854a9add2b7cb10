"""searchConfiguration: which attributes of customers can be searched and filtered by."""

from __future__ import annotations

from typing import Any, Final

from pydantic import Field

from linter.models.names import names
from linter.models.shape import Shape, Stored


class SearchProperties(Shape):
    """What an attribute can be used for."""

    is_searchable: bool | None = Field(None, description="Whether text is sought in it.")
    is_filterable: bool | None = Field(None, description="Whether one can filter by it.")
    is_facetable: bool | None = Field(None, description="Whether its values are counted.")
    is_sortable: bool | None = Field(None, description="Whether one can sort by it.")
    facet_specification: str | None = Field(
        None, description="`count:5`, `interval:10` or `values:10|25|100`, where it is facetable."
    )


class SearchAttribute(Shape):
    """An attribute that is indexed."""

    name: str | None = Field(
        None,
        description="The attribute.",
        json_schema_extra=names("attribute", of="qualifiedEntityName", role="what is searched"),
    )
    properties: SearchProperties | None = Field(None, description="What it can be used for.")


class SearchEntity(Shape):
    """The entity that is indexed."""

    qualified_entity_name: str | None = Field(
        None, description="Customer.", json_schema_extra=names("entity", role="what is searched")
    )
    attributes: list[SearchAttribute] | None = Field(None, description="Its attributes that are indexed.")


class SearchConfiguration(Stored):
    """What can be searched for."""

    entity_config: list[SearchEntity] | None = Field(None, description="Exactly one entity, Customer.")
    is_system_generated: Any = Field(None, description="Written by the service.")


ROOT: Final[Any] = SearchConfiguration
"""What its schema is made of."""
