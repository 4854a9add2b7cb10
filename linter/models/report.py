"""report: what `check --format json` prints, version 1."""

from __future__ import annotations

from typing import Any, Final, Literal

from pydantic import Field

from linter.models.shape import Shape

_FILE: Final = "The file, relative to the project's root; to the working folder where there may be several."


class PositionReport(Shape):
    """A place in a text."""

    line: int = Field(description="Counted from 1.")
    column: int = Field(description="Counted from 1, in code points.")


class RangeReport(Shape):
    """A stretch of text."""

    start: PositionReport = Field(description="Its first character.")
    end: PositionReport = Field(description="The character after its last.")


class PlaceReport(Shape):
    """A place in a file."""

    file: str = Field(description=_FILE)
    pointer: str = Field(description="The JSON Pointer of the value.")
    range: RangeReport = Field(description="Where it stands.")


class RelatedReport(PlaceReport):
    """Another place that has to do with a finding."""

    message: str = Field(description="What it has to do with the finding.")


class EditReport(Shape):
    """A change of a text."""

    file: str = Field(description="The file.")
    range: RangeReport = Field(description="What is replaced.")
    text: str = Field(description="What it is replaced with.")


class FixReport(Shape):
    """A repair that a machine can apply."""

    title: str = Field(description="What it does.")
    applicability: Literal["safe", "unsafe"] = Field(description="Whether it can change what is meant.")
    edits: list[EditReport] = Field(description="The changes.")


class SourceReport(Shape):
    """Where a limitation is stated."""

    document: Literal["api-page", "service-error", "product-page", "odata", "openapi", "convention"] = Field(
        description="What kind of document."
    )
    reference: str = Field(description="The place in it; of a product's page the number of the limit.")


class ConsequenceReport(PlaceReport):
    """A place that is not judged before a finding is mended."""

    code: str = Field(description="The code of the rule that waits.")


class DiagnosticReport(Shape):
    """A finding."""

    code: str = Field(description="The rule's code.")
    name: str = Field(description="The rule's name.")
    severity: Literal["error", "warning", "recommendation"] = Field(description="How severe it is.")
    message: str = Field(description="What is wrong.")
    file: str = Field(description=_FILE)
    pointer: str = Field(description="The JSON Pointer of the value, or of its nearest ancestor.")
    range: RangeReport = Field(description="Where it stands.")
    help: str = Field(description="How to mend it.")
    url: str = Field(description="Where the limitation is documented.")
    related: list[RelatedReport] = Field(description="Other places involved.")
    fixes: list[FixReport] = Field(description="Repairs that a machine can apply.")
    fingerprint: str = Field(description="Stays the same when files are reformatted or renamed.")
    service_errors: list[str] = Field(description="The service's own codes that it predicts.")
    sources: list[SourceReport] = Field(description="Where the limitation is stated.")
    inferred: bool = Field(description="Whether the reading is the linter's own.")
    status: Literal["preview", "stable", "deprecated"] = Field(description="How far the rule has come.")
    consequences: list[ConsequenceReport] = Field(description="What is held back until it is mended.")
    project: str | None = Field(None, description="Whose it is, where there may be several projects.")


class SummaryReport(Shape):
    """The counts."""

    documents: int = Field(description="Payload files that were checked.")
    errors: int = Field(description="Findings that the service would refuse.")
    warnings: int = Field(description="Doubtful findings.")
    recommendations: int = Field(description="Advice.")
    held_back: int = Field(description="Places that were not judged since their cause is reported.")
    suppressed: int = Field(description="Findings that a suppression covers; they are not listed.")
    baselined: int = Field(description="Findings that the baseline holds; they are not listed.")
    not_checked: int = Field(description="Rules that could not decide, each reason by itself.")


class ProjectReport(SummaryReport):
    """The counts of one of several projects."""

    project: str = Field(description="Its folder, from the working folder.")


class NotCheckedReport(Shape):
    """A rule that could not decide."""

    code: str = Field(description="The rule's code.")
    reason: str = Field(description="What is not known.")
    needs: str = Field(description="What it needs: a command, a key, a file to mend.")
    files: list[str] = Field(description="For which files.")
    places: list[PlaceReport] = Field(description="The values that could not be judged.")


class CauseReport(PlaceReport):
    """The finding for which something waits."""

    code: str = Field(description="Its rule's code.")
    message: str = Field(description="What is wrong.")


class HeldBackReport(PlaceReport):
    """A place that is not judged before its cause is mended."""

    code: str = Field(description="The code of the rule that waits.")
    cause: CauseReport = Field(description="The finding that is the cause.")
    unseen: str = Field(description="Why that is not among the diagnostics; empty if it is.")


class ReadReport(Shape):
    """What the run has read and what not."""

    kinds: dict[str, int] = Field(
        description="Documents of each payload kind; `requests` are saved ones, `unreadable` can't be read."
    )
    snapshots: list[str] = Field(description="The snapshots that counted.")
    passed_over: list[str] = Field(description="Files that are nobody's payload.")
    requests_of_others: list[str] = Field(description="Saved requests to something else.")
    too_large: list[str] = Field(description="Files that are too large to be read, and why.")
    custom_rules: list[str] | None = Field(
        None, description="The codes of the custom rules that were run, where there are any."
    )


class Report(Shape):
    """The result of a run."""

    version: int = Field(description="The version of this format.")
    projects: list[ProjectReport] | None = Field(None, description="Where there may be several: each one.")
    summary: SummaryReport = Field(description="How many of what.")
    diagnostics: list[DiagnosticReport] = Field(description="The findings, by file, position and code.")
    not_checked: list[NotCheckedReport] = Field(description="What could not be decided.")
    held_back: list[HeldBackReport] = Field(description="What waits for a finding.")
    read: ReadReport = Field(description="What was read, and what not.")


ROOT: Final[Any] = Report
"""What its schema is made of."""
