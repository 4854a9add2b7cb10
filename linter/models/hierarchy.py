"""hierarchy: which account is above which."""

from __future__ import annotations

from typing import Any, Final

from pydantic import Field

from linter.models.names import names
from linter.models.shape import Shape, Stored


class HierarchyDependency(Shape):
    """Where it is said which account is above which."""

    source_entity: str = Field(
        description="The entity of accounts, by its qualified name.",
        json_schema_extra=names("entity", role="a hierarchy"),
    )
    account_id_attribute: str = Field(
        description="The attribute that identifies an account.",
        json_schema_extra=names(
            "attribute",
            of="sourceEntity",
            role="the key of a hierarchy",
            beside="parentAccountIdAttribute",
            key=True,
        ),
    )
    parent_account_id_attribute: str = Field(
        description="The attribute that holds the ID of the account above it.",
        json_schema_extra=names(
            "attribute", of="sourceEntity", role="the parent of a hierarchy", beside="accountIdAttribute"
        ),
    )


class HierarchyUpdate(Stored):
    """A change of a hierarchy; what isn't given stays as it is."""

    name: str | None = Field(None, description="Unique among hierarchies, segments, measures and entities.")
    display_name: str | None = Field(None, description="The name that people see.")
    dependency: HierarchyDependency | None = Field(None, description="What it is made of.")
    hierarchy_id: Any = Field(None, description="Written by the service.")


class Hierarchy(HierarchyUpdate):
    """A new hierarchy."""

    name: str = Field(description="Unique among hierarchies, segments, measures and entities.")
    dependency: HierarchyDependency = Field(description="What it is made of.")


ROOT: Final[Any] = list[Hierarchy] | Hierarchy | HierarchyUpdate
"""What its schema is made of."""
