"""A finding names what the service would say, in whatever words and wherever the mistake is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.projects import Files, criterion, plan, reported, resolution, snapshot, step, write

GUID = "5f2b6d0e-7c1a-4b52-9d53-0a4c1d3f9e21"
SELF = "conflations/default/selfConflations.json"
RULES = "conflations/default/conflictResolutionRules.json"
PLAN = "conflations/default/conflationPlan.json"
SHOP = "manage/datasources/shop-1.json"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def found(files: Files, *options: str, of: dict[str, Any] | None = None) -> list[str]:
    """Return code, pointer and predicted errors of each finding."""
    write(
        Path(), {"snapshot.json": of or snapshot(), "c360lint.toml": 'snapshot = "snapshot.json"\n', **files}
    )
    return [
        " ".join((one["code"], one["pointer"], *one["serviceErrors"]))
        for one in reported(*options)["diagnostics"]
    ]


def test_what_is_no_value_of_a_list_is_told_by_the_lists_own_code_in_any_spelling() -> None:
    normalized = criterion()
    normalized["leftColumn"]["normalizations"] = ["shouting"]
    normalized["rightColumn"]["normalizations"] = ["textToLowerCase"]
    assert found({PLAN: plan(step(criteria=[normalized]))}, "--select", "DO,CP115") == [
        "DO102 /conflationPlans/0/rules/0/criteria/0/leftColumn/normalizations/0 normalizationNotSupported"
    ]
    column = {"AttributeName": "Mail", "Normalizations": ["shouting"]}
    other = {"Kind": "exact", "LeftColumn": column, "RightColumn": {"AttributeName": "Mail"}}
    assert found({PLAN: plan(step(criteria=[other]))}, "--select", "DO") == [
        "DO102 /conflationPlans/0/rules/0/criteria/0/LeftColumn/Normalizations/0 normalizationNotSupported"
    ]


def test_what_is_missing_or_of_another_type_is_told_by_its_own_code_in_any_spelling() -> None:
    job = {"method": "POST", "url": "/api/instances/main/workflows/main/jobs"}
    assert found({"r.json": job | {"body": {"OperationType": "everything"}}}, "--select", "DO") == [
        "DO102 /body/OperationType invalidJobOperationType"
    ]
    Path("r.json").unlink()
    information = "manage/datasources/shop-1/entities/entityInfo.json"
    assert found({information: [{"EntityName": "Visits", "PrimaryKey": ["Id"]}]}, "--select", "DO") == [
        "DO04 /0/PrimaryKey invalidModelState"
    ]
    assert [one["reference"] for one in reported("--select", "DO")["diagnostics"][0]["sources"]][1:] == [
        "D03"
    ]


def test_an_unknown_property_of_an_instance_is_predicted() -> None:
    patch = {"method": "PATCH", "url": f"/api/instances/{GUID}/V2"}
    body = {"instanceMetadata": {"name": "Shop", "shade": "red"}, "tone": 1}
    assert found({"r.json": patch | {"body": body}}, of=snapshot(instanceId=GUID)) == [
        "DO03 /body/instanceMetadata/shade invalidInstanceProperty",
        "DO03 /body/tone invalidInstanceProperty",
    ]


def test_an_empty_name_of_a_relationship_is_a_missing_one_too() -> None:
    assert found({"manage/relationships.json": [{"name": ""}]}, "--select", "RL01") == [
        "RL01 /0/name invalidRelationshipName relationshipNameMissing"
    ]


def test_the_instance_of_zeros_is_refused_where_a_file_stands_for_the_request_too() -> None:
    place = f"instances/{'0' * 8}-0000-0000-0000-{'0' * 12}/manage/relationships.json"
    assert found({place: [{"name": "A"}]}, "--select", "IN01") == [
        "IN01  instanceZeroNotAllowed relationshipInstanceZeroError"
    ]


def test_a_data_source_that_keeps_its_name_takes_none() -> None:
    new = {"dataSourceMetadata": {"name": "shop", "kind": "powerQuery"}}
    kept = {"dataSourceMetadata": {"name": "Shop"}}
    codes = "dataSourceDuplicateName dataSourceDuplicateDataSourceName dataSourceCreateAlreadyExistError"
    assert found({"manage/datasources.json": new, SHOP: kept}, "--select", "DS105") == [
        f"DS105 /dataSourceMetadata/name {codes} dataFlowAlreadyExists"
    ]


def test_a_file_of_a_data_source_is_about_the_one_that_its_path_names() -> None:
    of = snapshot()
    of["dataSources"][0]["kind"] = "powerQuery"
    metadata = {"name": "Shop", "dataSourceId": "crm-1", "kind": "attachCdm"}
    assert found({SHOP: {"dataSourceMetadata": metadata}}, "--select", "IN105", of=of) == [
        "IN105 /dataSourceMetadata/dataSourceId resourceIdDoesNotMatch",
        "IN105 /dataSourceMetadata/kind kindDoesNotMatch",
    ]


def test_identifiers_of_all_are_told_once_wherever_they_stand() -> None:
    url = "/api/instances/main/workflows/main/jobs"
    body = {"operationType": "all", "identifiers": ["x"]}
    codes = "invalidJobIdentifiers invalidApiParameterCombination"
    assert found({"r.json": {"method": "POST", "url": url, "body": body}}) == [
        f"SH106 /body/identifiers {codes}"
    ]
    asked = {"method": "POST", "url": f"{url}?operationType=all&identifiers=x"}
    assert found({"r.json": asked}, "--select", "SH106") == [f"SH106 /url {codes}"]


@pytest.mark.parametrize(
    ("name", "old", "is_told"),
    [
        ("Customer", None, False),
        ("Client", None, True),
        ("UnifiedContact", None, False),
        ("{{name}}", None, False),
        ("Client", "Client", False),
        ("Customer", "Client", True),
    ],
)
def test_the_unified_entity_has_the_name_that_it_was_given_or_the_services(
    name: str, old: str | None, is_told: bool
) -> None:
    saved = [
        {"conflationId": "default", **({"conflictResolutionRules": {"conflatedEntity": old}} if old else {})}
    ]
    rules = resolution("Shop_Buyers") | {"conflatedEntity": name}
    expected = ["CR118 /conflatedEntity"] if is_told else []
    assert found({RULES: rules}, "--select", "CR118", of=snapshot(conflations=saved)) == expected


@pytest.mark.parametrize(
    ("type_", "is_told"),
    [("profile", False), ("activity", False), (None, False), ("unspecified", True), ("derivedEntity", True)],
)
def test_records_are_of_profiles_or_activities(type_: str | None, is_told: bool) -> None:
    post = {"method": "POST", "url": "/api/instances/main/data/Shop_Visits", "body": {"Mail": "a"}}
    expected = ["OD111 /url unsupportedEntityType"] if is_told else []
    assert (
        found({"r.json": post}, "--select", "OD111", of=snapshot(entity="Visits", entityType=type_))
        == expected
    )
    planned = {
        "manage/datasources/shop-1/entities/entityInfo.json": [
            {"entityName": "Visits", "entityType": "activity"}
        ]
    }
    assert found({"r.json": post, **planned}, "--select", "OD111") == []


def test_relationships_of_an_activity_lead_to_its_customer_or_perhaps() -> None:
    def link(name: str, to: str) -> dict[str, Any]:
        ends = {
            "fromEntityName": name,
            "fromAttributeName": "Mail",
            "toEntityName": to,
            "toAttributeName": "Mail",
        }
        return {"name": f"{name}To{to}", **ends, "cardinality": "manyToOne"}

    of = snapshot(entity="Visits", entityType="activity")
    of["dataSources"][0]["entities"].append(
        {
            "name": "Places",
            "entityType": "unspecified",
            "primaryKey": "Mail",
            "attributes": {"Mail": "string"},
        }
    )
    post = {"method": "POST", "url": "/api/instances/main/data/Shop_Visits", "body": {"Mail": "a"}}
    alone = ["OD120 /url relationshipsForActivityNotFound"]
    for links, expected in (
        ([link("Shop_Visits", "Shop_Places")], alone),
        ([link("Shop_Visits", "Shop_Places"), link("Shop_Places", "Shop_Visits")], alone),
        ([link("Shop_Visits", "Shop_Places"), link("Shop_Places", "Shop_Buyers")], []),
        ([link("Shop_Visits", "Shop_Buyers")], []),
        ([link("Shop_Visits", "Shop_Nowhere")], []),
    ):
        of["relationships"] = links
        assert found({"r.json": post}, "--select", "OD120", of=of) == expected, links


def test_a_relationships_collection_takes_no_put() -> None:
    put = {"method": "PUT", "url": "/api/instances/main/manage/relationships", "body": {"name": "A"}}
    assert found({"r.json": put}, "--select", "IN101") == ["IN101 /method invocationFailedBindToMethod"]


def test_a_household_without_both_meanings_is_told_once_where_all_meanings_are_known() -> None:
    of = snapshot()
    typed = {"type": "string", "semanticType": "Identity.Service.Email"}
    of["dataSources"][0]["entities"][0]["attributes"]["Mail"] = typed
    rules = resolution("Shop_Buyers") | {"clusters": [{"name": "Home", "kind": "household"}]}
    assert found({RULES: rules}, "--select", "CR120", of=of) == ["CR120 /clusters/0"]


def test_what_a_group_of_an_insight_has_is_open_where_a_name_leads_nowhere() -> None:
    def insight(source: str, member: str) -> dict[str, Any]:
        members = [{"entityName": one, "attributeName": "Mail"} for one in (member, "Crm_People")]
        named = {
            "type": "segmentExpansion",
            "name": "A",
            "sourceEntity": source,
            "candidateEntity": "Crm_People",
        }
        return {"manage/insights.json": {**named, "attributeGroups": [{"name": "G", "members": members}]}}

    def codes(source: str, member: str) -> list[str]:
        return [one.split()[0] for one in found(insight(source, member), "--select", "II113,II117")]

    assert codes("Shop_Buyers", "Shop_Buyers") == []
    assert codes("Shop_Buyers", "Shop_Byuers") == ["II113"]
    assert codes("Shop_Byuers", "Shop_Buyers") == ["II113"]
    assert codes("Shop_Buyers", "Shop_Visits") == ["II117"]


def test_the_main_id_of_an_entity_that_isnt_there_waits_for_it() -> None:
    criteria = [{"kind": "exact", "leftColumn": {"attributeName": "Mail"}}]
    body = {
        "entities": [{"dataSourceName": "Shop", "entityName": "Byuers"}],
        "mainId": "Shop_Buyers_Id",
        "conflationPlans": [{"rules": [{"name": "A", "criteria": criteria}]}],
        "rowWinnerPolicy": {"kind": "mostFilled"},
    }
    assert [one.split()[0] for one in found({SELF: body}, "--select", "CS")] == ["CS101"]


def test_the_kind_of_a_data_source_is_compared_if_it_is_one() -> None:
    of = snapshot()
    of["dataSources"][0]["kind"] = "powerQuery"
    body = {"dataSourceMetadata": {"name": "Shop", "kind": "pwoerQuery"}}
    assert [one.split()[0] for one in found({SHOP: body}, of=of)] == ["DO102"]


@pytest.mark.parametrize(
    ("info", "code"),
    [
        ({"entityName": "Vsiits", "entityType": "activity"}, "EI01"),
        ({"entityName": "Visits", "entityType": "acitvity"}, "EI03"),
    ],
)
def test_a_record_waits_for_the_type_that_entity_info_seems_to_give(info: dict[str, str], code: str) -> None:
    post = {"method": "POST", "url": "/api/instances/main/data/Shop_Visits", "body": {"Mail": "a"}}
    place = "manage/datasources/shop-1/entities/entityInfo.json"
    of = snapshot(entity="Visits", entityType="unspecified")
    said = found({"r.json": post, place: [info]}, "--select", "EI,OD111", of=of)
    assert [one.split()[0] for one in said] == [code]


def test_whatever_two_files_plan_is_told_once_at_the_later_one() -> None:
    url = "/api/instances/main"
    criteria = [{"kind": "exact", "leftColumn": {"attributeName": "Mail"}}]
    self_ = {
        "entities": ["Shop_Buyers"],
        "mainId": "Shop_Buyers_Id",
        "conflationPlans": [{"rules": [{"name": "A", "criteria": criteria}]}],
        "rowWinnerPolicy": {"kind": "mostFilled"},
    }
    search = {"entityConfig": [{"qualifiedEntityName": "Customer", "attributes": []}]}
    condition = {"attribute": "Customer.Mail", "comparisonOperator": "isNotNull"}
    rowset = {"rowsetOperation": "none", "criteria": condition}
    segment = {"name": "Near", "segmentQueryExpression": {"type": "structured", "rowsets": [rowset]}}
    for path, body in (
        ("conflations/default/selfConflations", self_),
        ("manage/search", search),
        ("manage/datasources/shop-1", {"dataSourceMetadata": {"name": "Shop"}}),
        ("manage/segments/Near", segment),
    ):
        files: Files = {
            f"{path}.json": body,
            "z.json": {"method": "PUT", "url": f"{url}/{path}", "body": body},
        }
        if "self" in path:
            files["z.json"]["method"] = "PATCH"
        said = found(files, "--select", "DO105")
        assert [one.split("/")[0] for one in said] == ["DO105 "], (path, said)
        assert found({f"{path}.json": None}, "--select", "DO105") == []
    activation = {"method": "PUT", "url": f"{url}/manage/segments/Near/activate"}
    assert found({"manage/segments/Near.json": segment, "z.json": activation}, "--select", "DO105") == []


def test_a_metric_names_what_its_measure_works_out() -> None:
    definition = {
        "kind": "entity",
        "type": "structured",
        "linkedEntities": [{"kind": "base", "entity": "Shop_Visits", "alias": "v"}],
        "dimensions": [{"field": "v.Mail", "alias": "Who"}],
        "aggregates": [{"operation": "count", "field": "v.Id", "alias": "Often"}],
    }
    measure = {"name": "Visiting", "definition": definition}

    def told(*names: str, **changes: Any) -> list[str]:
        metrics = [{"entityName": "Visiting", "attributeNames": list(names)}]
        insight = {"type": "segmentExpansion", "name": "A", "sourceEntity": "Shop_Buyers", "metrics": metrics}
        of = snapshot(measures=[measure | {"definition": definition | changes}])
        said = found(
            {"manage/insights.json": insight | {"candidateEntity": "Crm_People"}}, "--select", "II114", of=of
        )
        return [one.split()[1] for one in said]

    assert told("Who", "Often") == []
    assert told("Often", "Whom") == ["/metrics/0/attributeNames/1"]
    assert told("Whom", kind="attribute") == []
    assert told("Whom", type="manual") == []
    assert told("Whom", dimensions=[{"field": "v.Mail"}]) == []
