"""What all models have in common: strict types, camelCase names, closed lists that only advise."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema
from pydantic.alias_generators import to_camel


class Shape(BaseModel):
    """An object whose unknown properties are kept; the linter reports them with the nearest name."""

    model_config = ConfigDict(strict=True, frozen=True, extra="allow", alias_generator=to_camel)


class Stored(Shape):
    """An object that the service stores, with what it writes into it."""

    schema_: str | None = Field(None, alias="$schema", description="The JSON Schema, for editors.")
    version: Any = Field(None, description="Written by the service.")
    updated_by: Any = Field(None, description="Written by the service.")
    updated_utc: Any = Field(None, description="Written by the service.")
    created_by: Any = Field(None, description="Written by the service.")
    created_utc: Any = Field(None, description="Written by the service.")
    instance_id: Any = Field(None, description="The instance that the object belongs to.")


def advised(*values: str) -> Any:
    """Return a string type whose schema names the known values without refusing others.

    Whether a value is permitted is a rule, with a code and a page of its own.
    """
    schema = {"anyOf": [{"enum": list(values)}, {"type": "string"}]}
    return Annotated[str, WithJsonSchema(schema)]


def closed(*values: str, also: tuple[str, ...] = (), severity: str = "error") -> Any:
    """Return such a type of which DO102 judges the values; `also` are accepted and not proposed."""
    said = {"severity": severity, "also": list(also)}
    schema = {"anyOf": [{"enum": list(values)}, {"type": "string"}], "x-closed": said}
    return Annotated[str, WithJsonSchema(schema)]


Cardinality = advised("oneToMany", "manyToOne")
RelationshipType = advised(
    "singleKeyRelationshipOrigin",
    "singleKeyRelationshipDestination",
    "dataSourceLineageOrigin",
    "dataSourceLineageDestination",
)
EntityType = advised("activity", "unspecified")
SnapshotEntityType = advised("profile", "activity", "unspecified")
CriterionKind = closed("exact", "fuzzy", also=("copy",))  # CP06 has a word for that one
PrecisionName = closed("low", "medium", "high", "exact")
PolicyKind = closed("importance", "mostRecent", "leastRecent")
ActivityType = advised("Feedback", "Loyalty", "SalesOrder", "SalesOrderLine", "Subscription", "Other")
InsightType = advised("segmentExpansion", "segmentDifferentiators", "segmentOverlap", "suggestedSegments")
WinnerKind = closed("mostFilled", "mostRecent", "leastRecent")
Normalization = closed(
    "numerals",
    "symbols",
    "textToLowerCase",
    "typePhone",
    "typeName",
    "typeAddress",
    "typeOrganization",
    "unicodeToAscii",
    "whitespace",
    "aliasMapping",
    "customBypass",
    also=(  # as older documents call them
        "phone",
        "name",
        "address",
        "organization",
        "normalizeDigits",
        "removePunctuation",
        "removeWhitespace",
        "lowerCase",
    ),
)
CustomMatchKind = closed("alwaysMatch", "neverMatch", "bypass", "aliasMapping")
DataSourceKind = closed(
    "salesforce",
    "dynamics365",
    "powerQuery",
    "attachCdm",
    "attachCds",
    "powerPlatform",
    "datahub",
    "attachSynapse",
    "firstParty",
    also=("cjoData", "eiData"),  # of 2021-06 alone
)
OperationType = closed(
    *("none", "ingestion", "derivedEntity", "hierarchy", "dataPreparation", "map", "realtimeM3Search"),
    *("match", "merge", "profileStore", "search", "activity", "contact", "attributeMeasures"),
    *("entityMeasures", "measures", "segmentation", "segmentMembership", "enrichment", "preEnrichment"),
    *("transform", "intelligence", "aiBuilder", "insights", "export", "modelManagement", "relationship"),
    *("roleAssignment", "analysis", "semanticEntity", "all"),
)
WorkflowSubType = closed(
    *("noSubType", "templatedMeasures", "createAnalysisModel", "linkAnalysisModel"),
    *("singleActivityMapping", "powerPlatform"),
)
JobType = closed("full", "incremental")
SubmissionKind = closed("onDemand", "scheduled")
InputRefreshMode = closed(
    "FailedOrModifiedRecursive", "FailedRecursive", "FailedOrModified", "Failed", "None"
)
InstanceType = closed("trial", "sandbox", "production", "pitchDemo", "pov")
ProvisioningType = closed("skip", "create", "attach")
LogicalOperator = closed("and", "or")
CriteriaKind = closed("default", "engagement", "post", "consent")
ComparisonOperator = closed(
    "equals",
    "notEquals",
    "greaterThan",
    "greaterThanOrEqualTo",
    "lessThan",
    "lessThanOrEqualTo",
    "contains",
    "startsWith",
    "endsWith",
    "isNull",
    "isNotNull",
    "all",
    "any",
    "isIn",
    "isBetween",
    "isNotBetween",
    "isWithinLast",
    "yearToDate",
    "dayOf",
    "monthOf",
    "yearOf",
    "dayOfWeek",
    "timeAt",
    "childOf",
    "parentOf",
)
SegmentState = closed("inactive", "active", "validating", "validated", "invalid", "validationError")
SegmentKind = closed("default", "engagement")
QueryType = advised("structured", "manual")
RowsetOperation = closed("union", "intersect", "except", "none", "include", "exclude")
ProjectionType = closed("pre", "post")
DefinitionKind = advised("entity", "attribute")
LinkKind = advised("base", "join", "scalar")
VariableKind = advised("arithmetic", "date")
ConditionKind = closed("replaceNulls", "replaceTargetValues")
Bucket = closed("none", "day", "month", "year")
Operation = advised("sum", "avg", "min", "max", "count", "countDistinct", "first", "last", "argMax", "argMin")
OperationScope = closed("rollup", "none")
Method = closed("GET", "PUT", "POST", "PATCH", "DELETE", also=("HEAD", "OPTIONS"))
SemanticLabelName = closed(
    "CalendarDate",
    "CalendarDayOfMonth",
    "CalendarDayOfWeek",
    "CalendarDayOfYear",
    "CalendarHalfYear",
    "CalendarMonthOfYear",
    "CalendarMonth",
    "CalendarWeek",
    "CalendarYear",
    "CalendarFiscalDate",
    "CalendarFiscalDayOfMonth",
    "CalendarFiscalDayOfWeek",
    "CalendarFiscalDayOfYear",
    "CalendarFiscalHalfYear",
    "CalendarFiscalMonthOfYear",
    "CalendarFiscalMonth",
    "CalendarFiscalQuarter",
    "CalendarFiscalWeekOfMonth",
    "CalendarFiscalWeekOfYear",
    "CalendarFiscalWeek",
    "CalendarFiscalYear",
    "Account",
    "Channel",
    "Contact",
    "Customer",
    "Language",
    "Organization",
    "OrganizationUnit",
    "Person",
    "Product",
    "ProductGroup",
    "LocationAddress",
    "LocationAddressStreet",
    "LocationCity",
    "LocationContinent",
    "LocationCountry",
    "LocationCounty",
    "LocationLatitude",
    "LocationLongitude",
    "LocationPoint",
    "LocationPostalCode",
    "LocationProvince",
    "LocationRegion",
    "LocationState",
    "LocationTimezone",
    "MeasurementDateCreation",
    "MeasurementDateModify",
    "MeasurementStatus",
    "MeasurementVersion",
    "BarCode",
    "Brand",
    "IdentityGovernmentID",
    "PersonFirstName",
    "PersonFullName",
    "PersonLastName",
    "PersonMiddleName",
    "IdentityServiceEmail",
    "IdentityServiceFacebook",
    "IdentityServicePhone",
    "IdentityServiceTwitter",
    "Image",
    "Place",
    "ReferenceDescription",
    "ReferenceImageURL",
    "ReferencePhonetic",
    "ReferenceURL",
    severity="warning",  # the user interface takes types of one's own
)
