"""snapshot: what an instance has ingested."""

from __future__ import annotations

from typing import Any, Final

from pydantic import Field

from linter.models.activity import SnapshotActivity
from linter.models.conflation_plan import ConflationPlan
from linter.models.conflict_resolution_rules import ConflictResolutionRules
from linter.models.derived_entity import DerivedEntityUpdate
from linter.models.entity_information import EntityInformation, EntityInformationByName
from linter.models.hierarchy import SnapshotHierarchy
from linter.models.insight_input import InsightInputUpdate
from linter.models.measure import Measure
from linter.models.relationships import SnapshotRelationship
from linter.models.search_configuration import SearchConfiguration
from linter.models.segment import Segment
from linter.models.self_conflation import SnapshotSelfConflation
from linter.models.shape import Shape, SnapshotEntityType


class SnapshotAttribute(Shape):
    """An attribute with more than its type."""

    type: str | None = Field(None, description="The type's name, of any vocabulary.")
    data_type: str | None = Field(None, description="The type's name, under its other property name.")
    guessed_from: str | None = Field(
        None,
        description="What the type is a guess from, as in `120 rows of Customers.csv`; absent: it is none.",
    )
    semantic_type: str | None = Field(None, description="Its meaning.")
    is_searchable: bool | None = Field(None, description="Whether it can be searched.")
    is_nullable: bool | None = Field(None, description="Whether rows may lack it.")
    friendly_name: str | None = Field(None, description="The name that people see.")
    description: str | None = Field(None, description="What it holds.")
    source_name: str | None = Field(None, description="Its name in the system that it comes from.")
    annotations: Any = Field(
        None,
        description="What the API annotates it with: `ReadOnly`, `Mandatory`; names, or names and values.",
    )


class NavigationProperty(Shape):
    """A way from one entity to another that a query can take."""

    type: str | None = Field(None, description="The qualified name of the type that it leads to.")
    is_collection: bool | None = Field(None, description="Whether it leads to many.")
    entity: str | None = Field(None, description="The entity that it leads to.")


class CompleteEntity(Shape):
    """Which lists of an entity are the whole truth."""

    attributes: bool | None = Field(None, description="True unless said.")
    because: str | None = Field(
        None, description="Why they are not: `Common.Document`, its base type, is in another document."
    )


class SnapshotEntity(Shape):
    """An ingested entity."""

    name: str = Field(description="The entity's name.")
    friendly_name: str | None = Field(None, description="The name that people see.")
    description: str | None = Field(None, description="What it holds.")
    entity_type: SnapshotEntityType | None = Field(None, description="Profile, activity, unspecified …")
    semantic_type: str | None = Field(
        None, description="What a row is, as the Common Data Model calls it: Account, Contact …"
    )
    primary_key: str | None = Field(None, description="The key's attribute; absent or null: none is defined.")
    key_attributes: list[str] | None = Field(
        None, description="The key of several attributes that its source has; no primary key."
    )
    timestamp_field_name: str | None = Field(None, description="The attribute that dates a row.")
    type_name: str | None = Field(None, description="The qualified name of its type in its source.")
    complete: CompleteEntity | None = Field(None, description="Which of its lists are the whole truth.")
    attributes: dict[str, str | SnapshotAttribute] | None = Field(
        None, description="Attribute names and their types."
    )
    navigation_properties: dict[str, NavigationProperty] | None = Field(
        None, description="The names of the ways to other entities."
    )


class CompleteDataSource(Shape):
    """Which lists of a data source are the whole truth; what isn't said here, the snapshot's own says."""

    entities: bool | None = Field(None, description="Whether its entities are all there.")
    entity_info: bool | None = Field(
        None, description="Whether the primary keys and entity types of its entities are all there."
    )


class SnapshotDataSource(Shape):
    """A data source and its entities."""

    data_source_id: str = Field(description="The data source's ID.")
    name: str | None = Field(None, description="The data source's name.")
    friendly_name: str | None = Field(None, description="The name that people see.")
    kind: str | None = Field(None, description="How it is ingested, such as powerQuery.")
    model_json_path: str | None = Field(None, description="Where the model of an attached folder lies.")
    complete: CompleteDataSource | None = Field(None, description="Which of its lists are the whole truth.")
    entities: list[SnapshotEntity] | None = Field(None, description="Its entities.")


class SnapshotConflation(Shape):
    """A conflation; a part that is absent is not defined."""

    conflation_id: str = Field(description="The conflation's ID.")
    entity_information: EntityInformation | EntityInformationByName | None = Field(
        None, description="Its entity information."
    )
    conflation_plan: ConflationPlan | None = Field(None, description="Its plan.")
    conflict_resolution_rules: ConflictResolutionRules | None = Field(
        None, description="Its conflict resolution rules."
    )


class RoleAssignment(Shape):
    """Who may do what."""

    principal_id: str = Field(description="The user's, group's or application's ID.")
    principal_type: str | None = Field(None, description="user, group, application …")
    roles: list[str] | None = Field(None, description="The roles, such as Administrator.")


class Complete(Shape):
    """Which lists are the whole truth."""

    entities: bool | None = Field(None, description="True unless said.")
    relationships: bool | None = Field(None, description="True unless said.")
    data_sources: bool | None = Field(None, description="True unless said.")
    conflations: bool | None = Field(None, description="True unless said.")
    entity_info: bool | None = Field(
        None, description="Whether primary keys and entity types are all there; true unless said."
    )
    segments: bool | None = Field(None, description="False unless said.")
    measures: bool | None = Field(None, description="False unless said.")
    search_configuration: bool | None = Field(None, description="False unless said.")
    hierarchies: bool | None = Field(None, description="False unless said.")
    activities: bool | None = Field(None, description="False unless said.")
    schedules: bool | None = Field(None, description="False unless said.")
    self_conflations: bool | None = Field(None, description="False unless said.")
    derived_entities: bool | None = Field(None, description="False unless said.")
    insights: bool | None = Field(None, description="False unless said.")
    role_assignments: bool | None = Field(None, description="False unless said.")


class Snapshot(Shape):
    """What an instance has ingested, at one time."""

    schema_: str | None = Field(None, alias="$schema", description="The JSON Schema, for editors.")
    snapshot_version: int = Field(description="1, the version of this format.")
    instance_id: str = Field(description="The instance's ID.")
    captured_at: str | None = Field(None, description="When it was taken.")
    api: str | None = Field(None, description="The generation of the API it was taken from.")
    description: str | None = Field(None, description="Where it comes from.")
    complete: Complete | None = Field(None, description="Which lists are the whole truth.")
    data_sources: list[SnapshotDataSource] = Field(description="The data sources and their entities.")
    system_entities: list[SnapshotEntity] | None = Field(None, description="Entities that the service makes.")
    relationships: list[SnapshotRelationship] | None = Field(None, description="The relationships.")
    conflations: list[SnapshotConflation] | None = Field(None, description="The conflations.")
    segments: list[Segment] | None = Field(None, description="The segments.")
    measures: list[Measure] | None = Field(None, description="The measures.")
    search_configuration: SearchConfiguration | None = Field(None, description="The search configuration.")
    hierarchies: list[SnapshotHierarchy] | None = Field(None, description="The hierarchies.")
    activities: list[SnapshotActivity] | None = Field(None, description="The mappings of activities.")
    schedules: list[Any] | None = Field(
        None, description="When workflows are run, with `workflowName` beside each."
    )
    self_conflations: list[SnapshotSelfConflation] | None = Field(None, description="The self conflations.")
    derived_entities: list[DerivedEntityUpdate] | None = Field(None, description="The derived entities.")
    insights: list[InsightInputUpdate] | None = Field(None, description="The insights.")
    role_assignments: list[RoleAssignment] | None = Field(None, description="Who may do what.")


ROOT: Final[Any] = Snapshot
"""What its schema is made of."""
