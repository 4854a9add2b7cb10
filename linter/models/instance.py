"""instance: an instance that is made, changed or copied."""

from __future__ import annotations

from typing import Any, Final

from pydantic import Field

from linter.models.names import FILLED
from linter.models.shape import InstanceType, ProvisioningType, Shape, Stored


class InstanceMetadataUpdate(Stored):
    """A change of what an instance is."""

    name: str | None = Field(None, description="The name that people see.")
    instance_type: InstanceType | None = Field(None, description="What it is for.")
    region: str | None = Field(None, description="The Azure region where it lives.", json_schema_extra=FILLED)
    refresh_schedule: Any = Field(None, description="When it is refreshed.")
    is_b2_b: bool | None = Field(None, alias="isB2B", description="Whether its customers are accounts.")
    is_b2_c: bool | None = Field(None, alias="isB2C", description="Whether its customers are people.")
    is_byo_pbi: bool | None = Field(None, description="Whether Power BI is your own.")
    is_byo_synapse: bool | None = Field(None, description="Whether Synapse is your own.")
    is_cds_mdl_or_cds_byodl: bool | None = Field(None, description="Whether its lake is Dataverse's.")
    cds_org_info: Any = Field(None, description="The organization in Dataverse.")
    cds_mdl_info: Any = Field(None, description="Its folders in the lake.")
    configured_workspaces: list[str] | None = Field(None, description="Whether B2B or B2C.")
    platform_type: str | None = Field(
        None, description="The partner whose platform it is.", json_schema_extra=FILLED
    )
    provisioning_state: Any = Field(None, description="Written by the service.")
    expiry_time_utc: Any = Field(None, description="Written by the service.")
    max_trial_extensions_allowed: Any = Field(None, description="Written by the service.")
    trial_extension_history: Any = Field(None, description="Written by the service.")
    trial_extension_details: Any = Field(None, description="Written by the service.")
    is_refresh_credential_required: Any = Field(None, description="Written by the service.")
    azure_region: Any = Field(None, description="Written by the service.")


class InstanceMetadata(InstanceMetadataUpdate):
    """What a new instance is."""

    name: str = Field(description="The name that people see.")


class InstanceUpdate(Shape):
    """A change of an instance."""

    schema_: str | None = Field(None, alias="$schema", description="The JSON Schema, for editors.")
    instance_metadata: InstanceMetadataUpdate | None = Field(None, description="What it is.")
    byosa_resource_metadata: Any = Field(None, description="A storage account of your own.")
    cds_resource_metadata: Any = Field(None, description="The connection to Dataverse.")
    is_cds_mdl_storage_enabled: bool | None = Field(None, description="Whether it stores in Dataverse.")
    is_ci_to_byosa_migration_enabled: bool | None = Field(None, description="Whether it moves its storage.")
    bap_provisioning_type: ProvisioningType | None = Field(None, description="What is made in Dataverse.")
    is_pbi_provisioning_required: bool | None = Field(None, description="Whether Power BI is made ready.")
    is_dataverse_update_requested: bool | None = Field(None, description="Whether Dataverse is changed.")


class InstanceCreation(InstanceUpdate):
    """A new instance."""

    instance_metadata: InstanceMetadata = Field(description="What it is.")


class InstanceCopy(InstanceCreation):
    """A new instance with the configuration of another one."""

    instance_id_to_copy: str = Field(description="The ID of the other one.", json_schema_extra=FILLED)


ROOT: Final[Any] = InstanceCreation | InstanceUpdate | InstanceCopy
"""What its schema is made of."""
