"""hierarchy: which account is above which."""

from __future__ import annotations

from typing import Any, Final

from pydantic import Field

from linter.models.names import OWN_NAME, names
from linter.models.shape import Shape, Stored

_ENTITY: Final = names("entity", role="a hierarchy")
_ACCOUNT: Final = names(
    "attribute",
    of="sourceEntity",
    role="the key of a hierarchy",
    beside="parentAccountIdAttribute",
    key=True,
)
_PARENT: Final = names(
    "attribute", of="sourceEntity", role="the parent of a hierarchy", beside="accountIdAttribute"
)


class SnapshotDependency(Shape):
    """Where the instance has it which account is above which."""

    source_entity: str | None = Field(
        None, description="The entity of accounts, by its qualified name.", json_schema_extra=_ENTITY
    )
    account_id_attribute: str | None = Field(
        None, description="The attribute that identifies an account.", json_schema_extra=_ACCOUNT
    )
    parent_account_id_attribute: str | None = Field(
        None,
        description="The attribute that holds the ID of the account above it.",
        json_schema_extra=_PARENT,
    )


class HierarchyDependency(SnapshotDependency):
    """Where it is said which account is above which."""

    source_entity: str = Field(
        description="The entity of accounts, by its qualified name.", json_schema_extra=_ENTITY
    )
    account_id_attribute: str = Field(
        description="The attribute that identifies an account.", json_schema_extra=_ACCOUNT
    )
    parent_account_id_attribute: str = Field(
        description="The attribute that holds the ID of the account above it.", json_schema_extra=_PARENT
    )


class SnapshotHierarchy(Stored):
    """A hierarchy that the instance has."""

    name: str | None = Field(
        None,
        description="Unique among hierarchies, segments, measures and entities.",
        json_schema_extra=OWN_NAME,
    )
    display_name: str | None = Field(None, description="The name that people see.")
    dependency: SnapshotDependency | None = Field(None, description="What it is made of.")
    hierarchy_id: Any = Field(None, description="Written by the service.")


class HierarchyUpdate(SnapshotHierarchy):
    """A change of a hierarchy; what isn't given stays as it is."""

    dependency: HierarchyDependency | None = Field(None, description="What it is made of.")


class Hierarchy(HierarchyUpdate):
    """A new hierarchy."""

    name: str = Field(
        description="Unique among hierarchies, segments, measures and entities.", json_schema_extra=OWN_NAME
    )
    dependency: HierarchyDependency = Field(description="What it is made of.")


ROOT: Final[Any] = list[Hierarchy] | Hierarchy | HierarchyUpdate
"""What its schema is made of."""
