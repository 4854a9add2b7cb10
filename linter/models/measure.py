"""measure: a figure of each customer, or of the business."""

from __future__ import annotations

from typing import Any, Final

from pydantic import Field

from linter.models.criteria import Criteria
from linter.models.names import names
from linter.models.shape import (
    Bucket,
    ConditionKind,
    DefinitionKind,
    LinkKind,
    Operation,
    OperationScope,
    QueryType,
    Shape,
    Stored,
    VariableKind,
)


class LinkedEntity(Shape):
    """An entity that the measure counts on, and what it is called in it."""

    kind: LinkKind | None = Field(None, description="base for the first one, join for the others.")
    entity: str | None = Field(
        None, description="The entity.", json_schema_extra=names("entity", role="what a measure counts on")
    )
    alias: str | None = Field(
        None, description="What it is called in fields and expressions.", json_schema_extra=names("alias")
    )


class VariableCondition(Shape):
    """What is put in place of a value."""

    kind: ConditionKind | None = Field(None, description="Whether nulls or a value are replaced.")
    from_: Any = Field(None, alias="from", description="The value that is replaced.")
    to: Any = Field(None, description="The whole number that is put in its place.")


class VariableConditionGroup(Shape):
    """What is put in place of some values of one attribute of the expression."""

    name: str | None = Field(
        None,
        description="The attribute, as the expression calls it.",
        json_schema_extra=names("field", role="what a measure counts"),
    )
    conditions: list[VariableCondition] | None = Field(None, description="The replacements.")


class MeasureVariable(Shape):
    """A value of each row that is worked out of others."""

    kind: VariableKind | None = Field(None, description="arithmetic or date.")
    name: str | None = Field(
        None, description="What dimensions and aggregates call it.", json_schema_extra=names("alias")
    )
    data_type: str | None = Field(None, description="Its type.")
    expression_text: str | None = Field(
        None,
        description="Arithmetic over `alias.Attribute`, such as `p.Amount - p.Discount`.",
        json_schema_extra=names("expression", role="what a measure counts"),
    )
    variable_condition_groups: list[VariableConditionGroup] | None = Field(
        None, description="What is put in place of nulls and other values first."
    )


class Dimension(Shape):
    """What rows are grouped by."""

    field: str | None = Field(
        None,
        description="`alias.Attribute` of a linked entity, or a variable.",
        json_schema_extra=names("field", role="what a measure counts"),
    )
    alias: str | None = Field(
        None, description="The attribute that it becomes.", json_schema_extra=names("alias")
    )
    display_name: str | None = Field(None, description="The name that people see.")
    order: int | None = Field(None, description="Its place among the attributes.")
    bucket: Bucket | None = Field(None, description="What a date is rounded to; none otherwise.")
    is_read_only: Any = Field(None, description="Written by the service.")


class Aggregate(Shape):
    """What is worked out of the rows of a group."""

    operation: Operation | None = Field(None, description="How.")
    field: str | None = Field(
        None,
        description="`alias.Attribute` of a linked entity, or a variable.",
        json_schema_extra=names("field", role="what a measure counts"),
    )
    alias: str | None = Field(
        None, description="The attribute that it becomes.", json_schema_extra=names("alias")
    )
    display_name: str | None = Field(None, description="The name that people see.")
    order: int | None = Field(None, description="Its place among the attributes.")
    operation_scope: OperationScope | None = Field(None, description="Over which rows of a hierarchy.")
    aggregates: list[Aggregate] | None = Field(None, description="Further ones that it is made of.")
    is_included: bool | None = Field(None, description="Whether it is an attribute of the outcome.")


class Dependency(Shape):
    """What the measure needs, as the service lists it."""

    qualified_entity_name: str | None = Field(
        None, description="The entity.", json_schema_extra=names("entity", role="what a measure needs")
    )
    type: str | None = Field(None, description="The entity's type.")
    attribute_names: list[str] | None = Field(
        None,
        description="Its attributes.",
        json_schema_extra=names("attribute", of="qualifiedEntityName", role="what a measure needs"),
    )
    relationship_names: list[str] | None = Field(
        None,
        description="The relationships by which it is reached.",
        json_schema_extra=names("relationship", role="what a measure needs"),
    )
    activity_details: Any = Field(None, description="Of activities: which ones.")


class Definition(Shape):
    """How a measure is worked out."""

    kind: DefinitionKind | None = Field(
        None, description="attribute: one figure of each customer; entity: a table, or a single number."
    )
    type: QueryType | None = Field(None, description="structured, or manual (SQL).")
    is_profile: bool | None = Field(None, description="Whether it is about each customer.")
    is_scalar: bool | None = Field(None, description="Whether it is a single number.")
    is_manual_query_scalar: bool | None = Field(None, description="The same of SQL.")
    measure_query_sql: str | None = Field(
        None,
        description="The query, where the type is manual.",
        json_schema_extra=names("query", role="the query of a measure"),
    )
    linked_entities: list[LinkedEntity] | None = Field(None, description="The entities, the base first.")
    variables: list[MeasureVariable] | None = Field(None, description="Values that are worked out of others.")
    filters: Any = Field(None, description="An expression; its form is not public.")
    filtering_criteria: Criteria | None = Field(None, description="Which rows count.")
    dimensions: list[Dimension] | None = Field(None, description="What rows are grouped by.")
    aggregates: list[Aggregate] | None = Field(None, description="What is worked out of each group.")
    dependencies: list[Dependency] | None = Field(None, description="What it needs.")


class Measure(Stored):
    """A measure."""

    name: str | None = Field(
        None,
        description="Unique among segments, measures and entities.",
        json_schema_extra=names("measure", declares=True),
    )
    display_name: str | None = Field(None, description="The name that people see.")
    description: str | None = Field(None, description="What it counts.")
    definition: Definition | None = Field(None, description="How it is worked out.")
    is_template: bool | None = Field(None, description="Whether others are made of it.")
    template_id: str | None = Field(None, description="The ID of the template that it is made of.")
    is_created_from_template: bool | None = Field(None, description="Whether it is made of a template.")
    tags: list[str] | None = Field(None, description="Up to 20 tags.")
    latest_evaluation: Any = Field(None, description="Written by the service.")
    output: Any = Field(None, description="Written by the service.")
    evaluation_stats: Any = Field(None, description="Written by the service.")
    error_description: Any = Field(None, description="Written by the service.")
    sql_validation_stats: Any = Field(None, description="Written by the service.")
    evaluation_history: Any = Field(None, description="Written by the service.")
    output_history: Any = Field(None, description="Written by the service.")


ROOT: Final[Any] = list[Measure] | Measure
"""What its schema is made of."""
