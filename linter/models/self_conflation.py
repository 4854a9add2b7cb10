"""selfConflation: which rows of one entity are one record, and which of them wins."""

from __future__ import annotations

from typing import Any, Final

from pydantic import Field

from linter.models.conflation_plan import CustomMatch
from linter.models.names import names, plays
from linter.models.references import ColumnReference, EntityReference
from linter.models.shape import CriterionKind, PrecisionName, Shape, Stored, WinnerKind

_ROLE: Final = "the self conflation"


class SelfCriterion(Shape):
    """A column in which rows of the entity are compared with each other."""

    kind: CriterionKind | None = Field(None, description="How they are compared.")
    precision: PrecisionName | float | int | None = Field(None, description="How alike they must be.")
    left_column: ColumnReference = Field(
        description="The column that is compared.",
        json_schema_extra=names("column", of="entities", beside="rightColumn"),
    )
    right_column: ColumnReference | None = Field(
        None,
        description="Not taken: both sides are the same entity.",
        json_schema_extra=names("column", of="entities", beside="leftColumn"),
    )


class SelfException(Shape):
    """A case in which a rule doesn't match after all."""

    name: str | None = Field(None, description="The exception's name.")
    criteria: list[SelfCriterion] | None = Field(None, description="The criteria of the exception.")


class SelfRule(Shape):
    """A rule by which rows are one record: all its criteria hold."""

    name: str | None = Field(None, description="The rule's name.")
    friendly_name: str | None = Field(None, description="The name that people see.")
    is_active: bool | None = Field(None, description="Whether the rule counts; true unless said.")
    criteria: list[SelfCriterion] | None = Field(None, description="What is compared.")
    exceptions: list[SelfException] | None = Field(None, description="When the rule doesn't hold.")


class SelfPlan(Shape):
    """The rules by which rows of the entity are one record."""

    name: str | None = Field(None, description="The plan's name.")
    rules: list[SelfRule] | None = Field(None, description="The rules.")
    conflated_entities: Any = Field(None, description="Not taken: it belongs to a conflation plan.")
    left_entities: Any = Field(None, description="Not taken: it belongs to a conflation plan.")
    right_entity: Any = Field(None, description="Not taken: it belongs to a conflation plan.")
    include_all_records: Any = Field(None, description="Not taken: it belongs to a conflation plan.")


class RowWinnerPolicy(Shape):
    """Which of the rows that are one record is kept."""

    kind: WinnerKind | None = Field(None, description="How the row is chosen.")
    column: str | None = Field(
        None,
        description="The date or number that tells how recent a row is.",
        json_schema_extra=names("attribute", of="entities"),
    )


class ColumnWinnerPolicy(Shape):
    """From which of the rows one column's value is taken, where that isn't the row that is kept."""

    column: str | None = Field(
        None, description="The column.", json_schema_extra=names("attribute", of="entities")
    )
    kind: WinnerKind | None = Field(None, description="How the value is chosen.")
    recency_column: str | None = Field(
        None,
        description="The date that tells how recent a row is.",
        json_schema_extra=names("attribute", of="entities"),
    )


class SelfConflation(Stored):
    """How the rows of one entity are deduplicated."""

    name: str | None = Field(None, description="Its name.")
    description: str | None = Field(None, description="What it is for.")
    entities: list[EntityReference | str] = Field(
        description="The entity that is deduplicated; exactly one.",
        json_schema_extra=names("entity", role=_ROLE),
    )
    main_id: str = Field(description="The qualified key, `<source>_<entity>_<key>`.")
    conflation_plans: list[SelfPlan] | None = Field(
        None, description="The rules, in one plan.", json_schema_extra=plays(_ROLE)
    )
    conflated_entities: Any = Field(None, description="Not taken: it belongs to a conflation plan.")
    row_winner_policy: RowWinnerPolicy | None = Field(
        None, description="Which row is kept.", json_schema_extra=plays("the row that wins")
    )
    column_winner_policies: list[ColumnWinnerPolicy] | None = Field(
        None,
        description="Columns whose value is taken from another row.",
        json_schema_extra=plays("a column's own winner"),
    )
    custom_match: list[CustomMatch] | None = Field(
        None, description="Rows that always or never match.", json_schema_extra=plays(_ROLE)
    )


class SnapshotSelfConflation(SelfConflation):
    """A self conflation that the instance has."""

    conflation_id: str | None = Field(None, description="The conflation that it belongs to.")
    entities: list[EntityReference | str] | None = Field(  # type: ignore[assignment]  # it isn't sent
        None, description="The entity that is deduplicated.", json_schema_extra=names("entity", role=_ROLE)
    )
    main_id: str | None = Field(None, description="The qualified key.")  # type: ignore[assignment]


ROOT: Final[Any] = list[SelfConflation] | SelfConflation
"""What its schema is made of."""
