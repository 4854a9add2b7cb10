"""entityRecord: a record of an entity, written by itself."""

from __future__ import annotations

from typing import Any, Final

from pydantic import RootModel


class EntityRecord(RootModel[dict[str, Any]]):
    """The attributes that are written, by their names; which there are is told by the snapshot."""


ROOT: Final[Any] = EntityRecord
"""What its schema is made of."""
