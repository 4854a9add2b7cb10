"""request: an envelope around a saved request."""

from __future__ import annotations

from typing import Any, Final

from pydantic import Field

from linter.models.shape import Method, Shape


class Envelope(Shape):
    """A saved request."""

    schema_: str | None = Field(None, alias="$schema", description="The JSON Schema, for editors.")
    name: str | None = Field(None, description="The request's name.")
    description: str | None = Field(None, description="What the request is for.")
    method: Method = Field(description="The HTTP method.")
    url: str = Field(description="Path and query; may be absolute.")
    headers: dict[str, Any] | None = Field(None, description="HTTP headers by name.")
    body: Any = Field(None, description="The payload.")


ROOT: Final[Any] = list[Envelope] | Envelope
"""What its schema is made of."""
