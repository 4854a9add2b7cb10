"""Criteria: which rows belong to a segment or count for a measure."""

from __future__ import annotations

from pydantic import Field

from linter.models.names import names
from linter.models.shape import ComparisonOperator, CriteriaKind, LogicalOperator, Shape


class Criteria(Shape):
    """A condition on one attribute, or conditions joined by and, or."""

    kind: CriteriaKind | None = Field(None, description="default unless said.")
    logical_operator: LogicalOperator | None = Field(None, description="How the conditions in it are joined.")
    child_criterias: list[Criteria] | None = Field(None, description="The conditions that are joined.")
    attribute: str | None = Field(
        None,
        description="`Entity.Attribute`; a bare attribute is Customer's.",
        json_schema_extra=names("member", role="a condition's attribute"),
    )
    comparison_operator: ComparisonOperator | None = Field(None, description="How it is compared.")
    value: str | None = Field(None, description="What it is compared with, as a string whatever its type.")
    list_of_values: list[str | None] | None = Field(
        None, description="What it is compared with, where the operator takes several."
    )
    ignore_case: bool | None = Field(None, description="Whether text is compared without regard to case.")
    is_time: bool | None = Field(None, description="Whether a time of day is meant.")
