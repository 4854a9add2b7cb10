"""insightInput: which entities, attributes and metrics an insight compares."""

from __future__ import annotations

from typing import Any, Final

from pydantic import Field

from linter.models.names import OWN_NAME, names, plays
from linter.models.references import EntityReference
from linter.models.shape import InsightType, Shape, Stored


class InsightMember(Shape):
    """An attribute of one of the entities."""

    data_source_id: str | None = Field(
        None, description="The data source's ID.", json_schema_extra=names("data source", by="id")
    )
    data_source_name: str | None = Field(
        None, description="The data source's name.", json_schema_extra=names("data source", by="name")
    )
    entity_name: str = Field(description="The entity, or segment.", json_schema_extra=names("entity"))
    attribute_name: str = Field(
        description="The attribute's name.", json_schema_extra=names("attribute", of="entityName")
    )


class InsightGroup(Shape):
    """Attributes that mean the same, one of each entity."""

    name: str | None = Field(None, description="The group's name; unique.")
    members: list[InsightMember] = Field(description="The attributes.")


class Metric(Shape):
    """Attributes of a measure's entity."""

    entity_name: str = Field(description="The measure.", json_schema_extra=names("entity"))
    attribute_names: list[str] | None = Field(
        None, description="Its attributes.", json_schema_extra=names("attribute", of="entityName")
    )


class InsightInputUpdate(Stored):
    """A change of an insight; what isn't given stays as it is."""

    type: InsightType | None = Field(None, description="What sort of insight it is.")
    name: str | None = Field(None, description="The insight's name; unique.", json_schema_extra=OWN_NAME)
    friendly_name: str | None = Field(None, description="The name that people see.")
    description: str | None = Field(None, description="What it is for.")
    source_entity: EntityReference | str | None = Field(
        None,
        description="The segment, or entity, that the insight begins with.",
        json_schema_extra=names("entity", role="the source of an insight"),
    )
    candidate_entity: EntityReference | str | None = Field(
        None,
        description="The entity, or segment, that it is compared with.",
        json_schema_extra=names("entity", role="the candidates of an insight"),
    )
    attribute_groups: list[InsightGroup] | None = Field(
        None,
        description="The attributes that are compared.",
        json_schema_extra=plays("an attribute of an insight"),
    )
    metrics: list[Metric] | None = Field(
        None, description="Measures that are compared.", json_schema_extra=plays("a metric of an insight")
    )
    output_segment_name: str | None = Field(None, description="The segment that it makes.")
    output_segment_size: float | int | None = Field(
        None, description="How large that is: a share, or a count."
    )


class InsightInput(InsightInputUpdate):
    """A new insight."""

    type: InsightType = Field(description="What sort of insight it is.")
    name: str = Field(description="The insight's name; unique.", json_schema_extra=OWN_NAME)
    candidate_entity: EntityReference | str = Field(
        description="The entity, or segment, that it is compared with.",
        json_schema_extra=names("entity", role="the candidates of an insight"),
    )


ROOT: Final[Any] = list[InsightInput] | InsightInput | InsightInputUpdate
"""What its schema is made of."""
