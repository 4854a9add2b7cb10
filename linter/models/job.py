"""job: a workflow that is run at once."""

from __future__ import annotations

from typing import Any, Final

from pydantic import Field

from linter.models.names import FILLED
from linter.models.shape import InputRefreshMode, JobType, OperationType, Shape, SubmissionKind


class Job(Shape):
    """What is run, and for what."""

    schema_: str | None = Field(None, alias="$schema", description="The JSON Schema, for editors.")
    graph_name: str | None = Field(None, description="The workflow, such as main.", json_schema_extra=FILLED)
    operation_type: OperationType | None = Field(None, description="What is run.")
    submission_kind: SubmissionKind | None = Field(None, description="Who asks for it.")
    job_type: JobType | None = Field(None, description="Whether all or only what is new is refreshed.")
    identifiers: list[str] | None = Field(
        None,
        description="The data sources, segments … that it is run for; not where `all` is run.",
        json_schema_extra=FILLED,
    )
    force_run_requested: bool | None = Field(None, description="Whether it is run even if nothing is new.")
    input_refresh_mode: InputRefreshMode | None = Field(None, description="Which inputs are refreshed.")
    options: Any = Field(None, description="Not judged.")


ROOT: Final[Any] = Job
"""What its schema is made of."""
