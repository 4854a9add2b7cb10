"""conflationPlan: in which order entities are matched, and by which rules."""

from __future__ import annotations

from typing import Any, Final

from pydantic import Field

from linter.models.entity_information import ConflatedEntity
from linter.models.names import names, plays
from linter.models.references import ColumnReference, EntityReference
from linter.models.shape import CriterionKind, CustomMatchKind, PrecisionName, Shape, Stored


class Criterion(Shape):
    """Two columns that are compared."""

    kind: CriterionKind | None = Field(None, description="How they are compared.")
    precision: PrecisionName | float | int | None = Field(None, description="How alike they must be.")
    left_column: ColumnReference = Field(
        description="A column of the left entities.",
        json_schema_extra=names("column", of="leftEntities", beside="rightColumn"),
    )
    right_column: ColumnReference = Field(
        description="A column of the right entity.",
        json_schema_extra=names("column", of="rightEntity", beside="leftColumn"),
    )


class MatchException(Shape):
    """A case in which a rule doesn't match after all."""

    name: str | None = Field(None, description="The exception's name.")
    criteria: list[Criterion] | None = Field(None, description="The criteria of the exception.")


class MatchRule(Shape):
    """A rule by which rows match: all its criteria hold."""

    name: str | None = Field(None, description="The rule's name.")
    friendly_name: str | None = Field(None, description="The name that people see.")
    is_active: bool | None = Field(None, description="Whether the rule counts; true unless said.")
    criteria: list[Criterion] | None = Field(None, description="What is compared.")
    exceptions: list[MatchException] | None = Field(None, description="When the rule doesn't hold.")


class MatchStep(Shape):
    """One step: left entities are matched with a right one."""

    name: str | None = Field(None, description="The step's name.")
    left_entities: list[EntityReference | str] = Field(
        description="Entities that were matched before.", json_schema_extra=names("entity")
    )
    right_entity: EntityReference | str = Field(
        description="The entity that is matched now.", json_schema_extra=names("entity")
    )
    include_all_records: bool | None = Field(None, description="Whether unmatched rows are kept.")
    rules: list[MatchRule] | None = Field(None, description="The match rules; at least one.")


class CustomMatch(Shape):
    """Rows that always or never match."""

    kind: CustomMatchKind | None = Field(None, description="What the entity's rows say.")
    entity: EntityReference | str | None = Field(
        None, description="The entity that lists them.", json_schema_extra=names("entity")
    )


class ConflationPlan(Stored):
    """The order in which entities are matched, and the rules of each step."""

    name: str | None = Field(None, description="The plan's name.")
    description: str | None = Field(None, description="What the plan is for.")
    conflation_order: list[EntityReference | str] = Field(
        description="All entities, in the order of matching.",
        json_schema_extra=names("entity", role="the conflation order"),
    )
    entity_conflation_information: list[ConflatedEntity | str] | None = Field(
        None,
        description="Entity information that comes with the plan.",
        json_schema_extra=names("entity", role="the conflation plan"),
    )
    conflation_plans: list[MatchStep] | None = Field(
        None, description="The steps.", json_schema_extra=plays("the conflation plan")
    )
    custom_match: list[CustomMatch] | None = Field(
        None,
        description="Rows that always or never match.",
        json_schema_extra=plays("the conflation plan"),
    )


ROOT: Final[Any] = ConflationPlan
"""What its schema is made of."""
