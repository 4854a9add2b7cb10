"""activity: which rows of an entity are shown as activities of customers."""

from __future__ import annotations

from typing import Any, Final

from pydantic import Field

from linter.models.names import OWN_NAME, names
from linter.models.references import EntityReference
from linter.models.shape import ActivityType, Shape, Stored

_ENTITY: Final = names("entity", role="the entity of an activity")
_KEY: Final = names("attribute", of="entity", role="the key of an activity", key=True)
_EVENT: Final = names("attribute", of="entity", role="the event of an activity")
_OF_ENTITY: Final = names("attribute", of="entity", role="an activity")


class ActivityRelationship(Shape):
    """The relationship that leads from the entity to a customer."""

    name: str | None = Field(
        None,
        description="The relationship's name.",
        json_schema_extra=names("relationship", role="the relationship of an activity"),
    )
    foreign_key: str | None = Field(
        None,
        description="The attribute of the activity's entity by which it leads there.",
        json_schema_extra=names("attribute", of="entity", role="the foreign key of an activity"),
    )
    to_entity: EntityReference | str | None = Field(
        None,
        description="The entity to which it leads.",
        json_schema_extra=names("entity", role="the target of an activity"),
    )


class FieldType(Shape):
    """What an attribute means in an activity of this type."""

    attribute_name: str | None = Field(None, description="The attribute.", json_schema_extra=_OF_ENTITY)
    semantic_field: str | None = Field(None, description="What it is, for activities of this type.")


class SnapshotActivity(Stored):
    """A mapping that the instance has."""

    name: str | None = Field(None, description="Unique among activities.", json_schema_extra=OWN_NAME)
    activity_type: ActivityType | None = Field(
        None, description="Feedback, Loyalty, SalesOrder, SalesOrderLine, Subscription, or one of your own."
    )
    entity: EntityReference | str | None = Field(
        None,
        description="The entity whose rows are activities.",
        json_schema_extra=_ENTITY,
    )
    primary_key: str | None = Field(
        None,
        description="The attribute that identifies a row.",
        json_schema_extra=_KEY,
    )
    timestamp: str | None = Field(
        None,
        description="The attribute that says when it began.",
        json_schema_extra=names("attribute", of="entity", role="the start time of an activity"),
    )
    end_timestamp: str | None = Field(
        None,
        description="The attribute that says when it ended.",
        json_schema_extra=names("attribute", of="entity", role="the end time of an activity"),
    )
    event_activity: str | None = Field(
        None,
        description="The attribute that is shown as the event.",
        json_schema_extra=_EVENT,
    )
    additional_detail: str | None = Field(
        None,
        description="The attribute that is shown as its detail.",
        json_schema_extra=names("attribute", of="entity", role="the detail of an activity"),
    )
    web_address: str | None = Field(
        None,
        description="The attribute that holds a web address, or the address itself.",
        json_schema_extra=names("attribute", of="entity", role="the web address of an activity"),
    )
    show_in_timeline: bool | None = Field(None, description="Whether customers' timelines show it.")
    icon_code: str | None = Field(None, description="The icon in the timeline.")
    relationship: ActivityRelationship | None = Field(None, description="How it leads to a customer.")
    field_types: list[FieldType] | None = Field(None, description="What the attributes mean.")


class ActivityUpdate(SnapshotActivity):
    """A mapping that exists; the path names it."""

    entity: EntityReference | str = Field(
        description="The entity whose rows are activities.", json_schema_extra=_ENTITY
    )
    primary_key: str = Field(description="The attribute that identifies a row.", json_schema_extra=_KEY)
    event_activity: str = Field(
        description="The attribute that is shown as the event.", json_schema_extra=_EVENT
    )


class Activity(ActivityUpdate):
    """A new mapping."""

    name: str = Field(description="Unique among activities.", json_schema_extra=OWN_NAME)


ROOT: Final[Any] = list[Activity] | Activity | ActivityUpdate
"""What its schema is made of."""
