"""derivedEntity: an entity that a query makes of others."""

from __future__ import annotations

from typing import Any, Final

from pydantic import Field

from linter.models.names import OWN_NAME, names
from linter.models.references import EntityReference
from linter.models.shape import Stored

_DEPENDENCIES: Final = names("entity", role="a derived entity")
_QUERY: Final = names("query", role="the query of a derived entity")


class DerivedEntityUpdate(Stored):
    """A change of a derived entity; what isn't given stays as it is."""

    name: str | None = Field(None, description="The entity's name; unique.", json_schema_extra=OWN_NAME)
    friendly_name: str | None = Field(None, description="The name that people see.")
    description: str | None = Field(None, description="What it holds.")
    query: str | None = Field(None, description="The query whose rows it has.", json_schema_extra=_QUERY)
    dependencies: list[EntityReference | str] | None = Field(
        None, description="The entities that the query reads.", json_schema_extra=_DEPENDENCIES
    )


class DerivedEntity(DerivedEntityUpdate):
    """A new derived entity."""

    name: str = Field(description="The entity's name; unique.", json_schema_extra=OWN_NAME)
    query: str = Field(description="The query whose rows it has.", json_schema_extra=_QUERY)


ROOT: Final[Any] = list[DerivedEntity] | DerivedEntity | DerivedEntityUpdate
"""What its schema is made of."""
