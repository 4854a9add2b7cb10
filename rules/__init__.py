"""The rules, one module per limitation, in the order of the documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rules.conflation_plan import (
    copy_criterion,
    mismatched_match_types,
    no_match_rule,
    ordered_entity_without_information,
    plan_attribute_unknown,
    plan_entity_not_ingested,
    plan_entity_not_ordered,
    plan_entity_without_key,
    plan_out_of_order,
)
from rules.conflict_resolution import (
    no_resolution_policy,
    resolution_attribute_unknown,
    resolution_entity_not_in_plan,
    resolution_entity_not_ingested,
    resolution_entity_without_key,
)
from rules.documents import (
    ambiguous_entity_reference,
    broken_syntax,
    duplicate_key,
    malformed_snapshot,
    missing_property,
    schema_violation,
    unknown_property,
    unreadable_file,
    wrong_json_type,
)
from rules.entity_info import (
    activity_without_profile,
    entity_info_attribute_unknown,
    entity_info_not_ingested,
    entity_type_not_allowed,
    unusable_timestamp,
)
from rules.entity_information import (
    information_for_unknown_entity,
    information_without_primary_key,
)
from rules.open_data import (
    customer_id_missing,
    export_combined,
    master_dataset_filter,
    master_dataset_search,
)
from rules.path_parameters import (
    no_ingested_data,
    no_instance_access,
    path_entity_not_ingested,
    unknown_conflation,
    unknown_data_source,
    unknown_instance,
)
from rules.relationships import (
    cardinality_not_allowed,
    duplicate_relationship_name,
    relationship_attribute_unknown,
    relationship_entity_unknown,
    relationship_name_characters,
    relationship_type_not_allowed,
    relationship_unknown,
)
from rules.sequences import request_too_early
from rules.suppressions import (
    expired_suppression,
    malformed_suppression,
    unknown_suppressed_rule,
    unused_suppression,
)

if TYPE_CHECKING:
    from linter.rulekit.rule import RuleModule

ALL: Final[tuple[RuleModule, ...]] = (
    unknown_instance,
    no_instance_access,
    path_entity_not_ingested,
    unknown_data_source,
    unknown_conflation,
    no_ingested_data,
    information_for_unknown_entity,
    information_without_primary_key,
    plan_entity_not_ingested,
    plan_attribute_unknown,
    plan_entity_without_key,
    ordered_entity_without_information,
    no_match_rule,
    copy_criterion,
    plan_entity_not_ordered,
    plan_out_of_order,
    mismatched_match_types,
    resolution_entity_not_ingested,
    resolution_attribute_unknown,
    resolution_entity_without_key,
    no_resolution_policy,
    resolution_entity_not_in_plan,
    entity_info_not_ingested,
    entity_info_attribute_unknown,
    entity_type_not_allowed,
    activity_without_profile,
    unusable_timestamp,
    relationship_name_characters,
    duplicate_relationship_name,
    cardinality_not_allowed,
    relationship_type_not_allowed,
    relationship_entity_unknown,
    relationship_attribute_unknown,
    relationship_unknown,
    customer_id_missing,
    export_combined,
    master_dataset_search,
    master_dataset_filter,
    request_too_early,
    broken_syntax,
    duplicate_key,
    unknown_property,
    wrong_json_type,
    missing_property,
    ambiguous_entity_reference,
    malformed_snapshot,
    unreadable_file,
    schema_violation,
    unused_suppression,
    malformed_suppression,
    expired_suppression,
    unknown_suppressed_rule,
)
