"""dataSource: where entities are ingested from, with their model."""

from __future__ import annotations

from typing import Any, Final

from pydantic import Field

from linter.models.names import FILLED, OWN_NAME
from linter.models.shape import DataSourceKind, Shape, Stored


class InformedEntity(Stored):
    """What the service is to know of an entity of the data source."""

    entity_name: str = Field(description="The entity's name.", json_schema_extra=FILLED)
    primary_key: str | None = Field(
        None, description="The one attribute that identifies a row.", json_schema_extra=FILLED
    )
    entity_type: str | None = Field(
        None, description="Activity, profile, unspecified …", json_schema_extra=FILLED
    )
    timestamp_field_name: str | None = Field(
        None, description="The attribute that dates a row.", json_schema_extra=FILLED
    )
    semantic_labels: list[Any] | None = Field(None, description="What attributes mean.")
    entity_enrichment_info: Any = Field(None, description="Set by later generations of the API.")
    delta_table_version: Any = Field(None, description="Set by later generations of the API.")
    auto_generate_cdm_definition: Any = Field(
        None, alias="autoGenerateCDMDefinition", description="Set by later generations of the API."
    )


class IncrementalRefresh(Shape):
    """How an entity is refreshed by what is new of it."""

    entity_name: str = Field(description="The entity's name.", json_schema_extra=FILLED)
    primary_key_attribute_name: str | None = Field(
        None, description="The one attribute that is its key.", json_schema_extra=FILLED
    )
    detect_changes_attribute_name: str | None = Field(
        None, description="The attribute that tells when a row was changed.", json_schema_extra=FILLED
    )
    filter_by_attribute_name: str | None = Field(
        None, description="The attribute that dates a row.", json_schema_extra=FILLED
    )
    incremental_granularity: str | None = Field(None, description="Day, month …")
    incremental_periods: int | None = Field(None, description="How many such periods are refreshed.")
    incremental_periods_offset: int | None = Field(None, description="How many periods are left out.")
    refresh_complete_periods: bool | None = Field(None, description="Whether only whole periods are.")
    rolling_window_granularity: str | None = Field(None, description="Day, month …")
    rolling_window_periods: int | None = Field(None, description="How many such periods are kept.")


class DataSourceMetadataUpdate(Stored):
    """A change of what an existing data source is."""

    data_source_id: str | None = Field(None, description="Its ID.", json_schema_extra=FILLED)
    name: str | None = Field(
        None,
        description="Its unique name: a letter, then letters, digits, underscores.",
        json_schema_extra=OWN_NAME,
    )
    friendly_name: str | None = Field(None, description="The name that people see.")
    kind: DataSourceKind | None = Field(None, description="How it is ingested.")
    is_active: bool | None = Field(None, description="Whether it is in use.")
    entity_names: list[str] | None = Field(
        None, description="The names of its entities.", json_schema_extra=FILLED
    )
    entities_count: int | None = Field(None, description="How many those are.")
    entity_information: list[InformedEntity] | None = Field(
        None, description="Keys, types and timestamps of its entities."
    )
    incremental_refresh_properties: list[IncrementalRefresh] | None = Field(
        None, description="Which entities are refreshed by what is new of them."
    )
    model_json_path: str | None = Field(
        None, description="Where the model of an attached folder lies.", json_schema_extra=FILLED
    )
    provisioning_state: Any = Field(None, description="Written by the service.")
    refresh_state: Any = Field(None, description="Written by the service.")
    last_refresh: Any = Field(None, description="Written by the service.")


class DataSourceMetadata(DataSourceMetadataUpdate):
    """What a new data source is."""

    name: str = Field(
        description="Its unique name: a letter, then letters, digits, underscores.",
        json_schema_extra=OWN_NAME,
    )
    kind: DataSourceKind = Field(description="How it is ingested.")


class ModelAttribute(Shape):
    """A column of an entity of the model."""

    name: str = Field(description="Its name.", json_schema_extra=FILLED)
    description: str | None = Field(None, description="What it holds.")
    data_type: str | None = Field(
        None, description="The type's name, of any vocabulary.", json_schema_extra=FILLED
    )
    is_hidden: Any = Field(None, description="Not judged.")
    annotations: Any = Field(None, description="Not judged.")
    type_: Any = Field(None, alias="$type", description="Not judged.")


class ModelEntity(Shape):
    """A table of the model."""

    name: str = Field(description="Its name.", json_schema_extra=FILLED)
    description: str | None = Field(None, description="What it holds.")
    attributes: list[ModelAttribute] | None = Field(None, description="Its columns.")
    partitions: list[Any] | None = Field(None, description="The files that hold its rows.")
    is_hidden: Any = Field(None, description="Not judged.")
    annotations: Any = Field(None, description="Not judged.")
    schemas: Any = Field(None, description="Not judged.")
    model_id: Any = Field(None, description="Not judged.")
    source: Any = Field(None, description="Not judged.")
    refresh_policy: Any = Field(None, alias="pbi:refreshPolicy", description="Not judged.")
    type_: Any = Field(None, alias="$type", description="Not judged.")


class MashupQuery(Shape):
    """A query of Power Query."""

    query_id: str | None = Field(None, description="Its ID.")
    query_name: str | None = Field(None, description="Its name.")
    query_group_id: str | None = Field(None, description="The group that it is shown in.")
    entity_name: str | None = Field(None, description="The table that it makes.", json_schema_extra=FILLED)
    load_enabled: bool | None = Field(None, description="Whether the table is loaded.")


class Mashup(Shape):
    """What Power Query does to make the entities."""

    allow_native_queries: bool | None = Field(None, description="Whether queries may be the source's own.")
    queries_metadata: dict[str, MashupQuery] | None = Field(None, description="The queries by their names.")
    document: str | None = Field(None, description="The queries' text, in M.")
    fast_combine: bool | None = Field(None, description="Whether privacy levels are ignored.")


class Model(Shape):
    """The model of the data source, as a model.json has it."""

    name: str | None = Field(None, description="Its name.")
    description: str | None = Field(None, description="What it holds.")
    version: str | None = Field(None, description="The version of the model's form.")
    entities: list[ModelEntity] | None = Field(None, description="Its tables.")
    mashup: Mashup | None = Field(None, alias="pbi:mashup", description="What Power Query does.")
    is_hidden: Any = Field(None, description="Not judged.")
    culture: Any = Field(None, description="Not judged.")
    time_zone: Any = Field(None, alias="pbi:timeZone", description="Not judged.")
    modified_time: Any = Field(None, description="Not judged.")
    application: Any = Field(None, description="Not judged.")
    annotations: Any = Field(None, description="Not judged.")
    relationships: Any = Field(None, description="Not judged.")
    reference_models: Any = Field(None, description="Not judged.")


class DataSourceUpdate(Stored):
    """A change of an existing data source."""

    data_source_metadata: DataSourceMetadataUpdate | None = Field(None, description="What it is.")
    model: Model | None = Field(None, description="Its tables and columns.")


class DataSourceInfo(DataSourceUpdate):
    """A new data source."""

    data_source_metadata: DataSourceMetadata = Field(description="What it is.")


ROOT: Final[Any] = list[DataSourceInfo] | DataSourceInfo | DataSourceUpdate
"""What its schema is made of."""
