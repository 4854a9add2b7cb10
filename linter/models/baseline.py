"""baseline: the findings that are known, as `c360lint baseline create` writes them."""

from __future__ import annotations

from typing import Any, Final

from pydantic import Field

from linter.models.shape import Shape


class KnownFinding(Shape):
    """A finding that is known, by what it means."""

    rule: str = Field(description="The rule's code.")
    kind: str = Field(description="The payload's kind.")
    path: str = Field(description="The place, by the names of list items instead of their indices.")
    arguments: list[str] = Field(description="What the message names.")
    count: int = Field(description="How many findings mean the same.")
    file: str | None = Field(None, description="One of the files, for the reader; it is not compared.")


class Baseline(Shape):
    """The findings that are known."""

    version: int = Field(description="The version of this format.")
    findings: list[KnownFinding] = Field(description="The findings, sorted.")


ROOT: Final[Any] = Baseline
"""What its schema is made of."""
