"""segment: which customers belong together, by what is true of them."""

from __future__ import annotations

from typing import Any, Final

from pydantic import Field

from linter.models.criteria import Criteria
from linter.models.names import names
from linter.models.shape import (
    ProjectionType,
    QueryType,
    RowsetOperation,
    SegmentKind,
    SegmentState,
    Shape,
    Stored,
)


class ProjectedAttributes(Shape):
    """Attributes of another entity that the segment shows beside its members."""

    entity_name: str | None = Field(
        None, description="The entity.", json_schema_extra=names("entity", role="what a segment shows")
    )
    attribute_names: list[str] | None = Field(
        None,
        description="Its attributes.",
        json_schema_extra=names("attribute", of="entityName", role="what a segment shows"),
    )
    path: list[str | None] | None = Field(
        None,
        description="Entities or relationships that lead from it to Customer.",
        json_schema_extra=names("hop", role="a path to what a segment shows"),
    )
    projection_type: ProjectionType | None = Field(None, description="Before or after rows are joined.")


class Rowset(Shape):
    """Customers whose rows satisfy criteria, and how they are joined with those before."""

    rowset_operation: RowsetOperation | None = Field(
        None, description="How it is joined with the rowsets before it; none for the first one."
    )
    criteria: Criteria | None = Field(None, description="What is true of the rows.")
    paths: list[list[str | None] | None] | None = Field(
        None,
        description="Ways between the entities of the criteria and Customer: entities or relationships.",
        json_schema_extra=names("hop", role="a path of a segment"),
    )
    rowset_id: str | None = Field(None, description="The rowset's ID.")


class SegmentHierarchy(Shape):
    """A hierarchy that `childOf` and `parentOf` follow."""

    hierarchy_entity_name: str | None = Field(
        None,
        description="The entity of the hierarchy.",
        json_schema_extra=names("entity", role="a hierarchy of a segment"),
    )
    source_attribute_name: str | None = Field(
        None,
        description="The attribute that identifies a row.",
        json_schema_extra=names("attribute", of="hierarchyEntityName", role="a hierarchy of a segment"),
    )
    destination_attribute_name: str | None = Field(
        None,
        description="The attribute that names the row above it.",
        json_schema_extra=names("attribute", of="hierarchyEntityName", role="a hierarchy of a segment"),
    )


class SegmentationQuery(Shape):
    """What the members are found by: rowsets, or SQL."""

    type: QueryType | None = Field(None, description="structured (rowsets) or manual (SQL).")
    rowsets: list[Rowset] | None = Field(None, description="Sets of customers, joined in turn.")
    segmentation_query_sql: str | None = Field(
        None,
        description="The query, where the type is manual.",
        json_schema_extra=names("query", role="the query of a segment"),
    )
    projected_attributes: list[ProjectedAttributes] | None = Field(
        None, description="Attributes of other entities that the segment shows."
    )
    projections: list[str] | None = Field(None, description="Deprecated; see projectedAttributes.")
    hierarchies: list[SegmentHierarchy] | None = Field(None, description="For childOf and parentOf.")


class Segment(Stored):
    """A segment."""

    kind: SegmentKind | None = Field(None, description="default unless said.")
    name: str | None = Field(
        None,
        description="Unique among segments, measures and entities.",
        json_schema_extra=names("segment", declares=True),
    )
    friendly_name: str | None = Field(None, description="The name that people see.")
    description: str | None = Field(None, description="Who belongs to it.")
    segment_query_expression: SegmentationQuery | None = Field(
        None, description="What the members are found by."
    )
    state: SegmentState | None = Field(None, description="inactive: a draft.")
    end_date: str | None = Field(None, description="Until when it is refreshed.")
    error_description: Any = Field(None, description="Written by the service.")
    evaluation_status: Any = Field(None, description="Written by the service.")
    sql_validation_stats: Any = Field(None, description="Written by the service.")
    evaluation_status_history: Any = Field(None, description="Written by the service.")
    segment_query_stats: Any = Field(None, description="Written by the service.")
    tags: list[str] | None = Field(None, description="Up to 20 tags.")


ROOT: Final[Any] = list[Segment] | Segment
"""What its schema is made of."""
