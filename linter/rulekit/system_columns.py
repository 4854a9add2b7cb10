"""The columns that the service makes itself."""

from __future__ import annotations

from typing import Final

OF_PROFILES: Final = (
    "CustomerId",
    "PreviousCustomerId",
    "UnifiedContactId",
    "FK_ContactToAccountId",
    "FK_CustomerId",
)
"""Those of unified entities."""

ALL: Final = (
    *OF_PROFILES,
    "TrueObjectId",
    "Rule",
    "Score",
    "Deduplication_GroupId",
    "Deduplication_WinnerId",
)
"""Those of all that it makes; keys of sources, `<Entity>_<Key>`, come to them."""
