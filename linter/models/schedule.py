"""schedule: when a workflow is run."""

from __future__ import annotations

from typing import Any, Final

from pydantic import Field

from linter.models.names import FILLED
from linter.models.shape import JobType, OperationType, Stored, WorkflowSubType


class Schedule(Stored):
    """When, and for what, a workflow is run."""

    operation_type: OperationType | None = Field(None, description="What is run.")
    sub_type: WorkflowSubType | None = Field(None, description="Which sort of it.")
    identifiers: list[str] | None = Field(
        None,
        description="The data sources, segments … that it is run for; not where `all` is run.",
        json_schema_extra=FILLED,
    )
    job_type: JobType | None = Field(None, description="Whether all or only what is new is refreshed.")
    is_active: bool | None = Field(None, description="Whether the schedule counts.")
    timezone_id: str | None = Field(
        None, description="The time zone, in the words of Windows or IANA.", json_schema_extra=FILLED
    )
    cron_schedules: list[str] | None = Field(
        None, description="The times, as cron writes them.", json_schema_extra=FILLED
    )
    schedule_id: Any = Field(None, description="Written by the service.")


ROOT: Final[Any] = list[Schedule] | Schedule
"""What its schema is made of."""
