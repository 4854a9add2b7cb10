"""conflictResolutionRules: which source wins where sources disagree."""

from __future__ import annotations

from typing import Any, Final

from pydantic import Field

from linter.models.names import FILLED, names, plays
from linter.models.references import ColumnReference, EntityReference
from linter.models.shape import PolicyKind, Shape, Stored


class Policy(Shape):
    """How the winning value is chosen."""

    kind: PolicyKind | None = Field(None, description="By rank, or by the newest or oldest row.")
    recency_columns: list[ColumnReference] | None = Field(None, description="What tells how recent a row is.")


class ResolvedAttribute(Shape):
    """An attribute of the unified entity and where it comes from."""

    name: str | None = Field(
        None, description="The attribute's name in the unified entity.", json_schema_extra=FILLED
    )
    friendly_name: str | None = Field(None, description="The name that people see.")
    semantic_type: str | None = Field(None, description="Its meaning.", json_schema_extra=FILLED)
    policy: Policy | None = Field(None, description="How the winning value is chosen.")
    source_columns: list[ColumnReference] | None = Field(None, description="Where it comes from, ranked.")


class GroupField(Shape):
    """A field of a group."""

    name: str | None = Field(None, description="The field's name in the group.", json_schema_extra=FILLED)
    output_name: str | None = Field(
        None, description="Its name in the unified entity.", json_schema_extra=FILLED
    )


class GroupSource(Shape):
    """The columns of one entity that fill a group."""

    entity: EntityReference | str = Field(description="The entity.", json_schema_extra=names("entity"))
    columns: list[str] = Field(
        description="Its attributes, in the order of the group's fields.",
        json_schema_extra=names("attribute", of="entity"),
    )
    recency_column: str | None = Field(
        None,
        description="The attribute that tells how recent a row is.",
        json_schema_extra=names("attribute", of="entity"),
    )


class AttributeGroup(Shape):
    """Attributes that are taken from one source together."""

    name: str | None = Field(None, description="The group's name.")
    friendly_name: str | None = Field(None, description="The name that people see.")
    policy: Policy | None = Field(None, description="How the winning source is chosen.")
    fields: list[GroupField] | None = Field(None, description="The group's fields.")
    sources: list[GroupSource] | None = Field(None, description="The sources, ranked.")


class CustomerId(Shape):
    """What the customer ID is made of."""

    fields: list[str] | None = Field(
        None, description="Attributes of the unified entity.", json_schema_extra=FILLED
    )


class ConflictResolutionRules(Stored):
    """How the unified entity's attributes are made of those of its sources."""

    conflated_entity: str | None = Field(None, description="The unified entity's name.")
    attributes: list[ResolvedAttribute] | None = Field(
        None, description="The attributes.", json_schema_extra=plays("the conflict resolution rules")
    )
    groups: list[AttributeGroup] | None = Field(
        None,
        description="Attributes that stay together.",
        json_schema_extra=plays("the conflict resolution rules"),
    )
    excluded_columns: list[ColumnReference] | None = Field(
        None,
        description="Columns that are left out.",
        json_schema_extra=plays("the conflict resolution rules"),
    )
    customer_id: CustomerId | None = Field(None, description="What the customer ID is made of.")
    clusters: list[Any] | None = Field(None, description="Clusters, such as households.")


ROOT: Final[Any] = ConflictResolutionRules
"""What its schema is made of."""
