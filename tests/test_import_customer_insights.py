"""What becomes of the Customer Insights API's responses.

No real response is public.  The samples are ours: they are made from the published code model of
the API's client libraries, and a test compares their property names with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.importers import customer_insights
from linter.importers.customer_insights.responses import EXPECTED
from linter.importers.found import Attribute, CannotImport, DataSource, Entity, Found, Relationship
from linter.importers.source import Source

REPO = Path(__file__).parent.parent
CODE_MODEL = REPO.parent / "shared" / "data" / "customer-insights" / "code-model-v1.json"

INSTANCE = "5f2b6d0e-3a41-4c58-9d0b-7be2f1c6a9d4"
POS = "d8d3b26a-a8ad-42f7-901e-f7f745003a84"

PURCHASES: dict[str, Any] = {
    "name": "posPurchases",
    "qualifiedEntityName": f"{POS}_posPurchases",
    "dataSourceName": "PoS",
    "dataflowType": "powerQuery",
    "datasourceId": POS,
    "entityType": "activity",
    "attributes": [
        {
            "name": "PurchaseId",
            "friendlyName": "Purchase ID",
            "baseName": "purchase_id",
            "dataType": "string",
            "semanticType": "BarCode",
            "searchProperties": {"isSearchable": True, "isFilterable": False},
        },
        {"name": "PurchasedOn", "dataType": "dateTime"},
    ],
    "keys": [[{"name": "PurchaseId", "dataType": "string"}]],
    "timestampAttribute": {"name": "PurchasedOn", "dataType": "dateTime"},
}
CUSTOMER: dict[str, Any] = {
    "name": "Customer",
    "qualifiedEntityName": "Customer",
    "dataSourceName": "",
    "dataflowType": "conflationResolveConflicts",
    "datasourceId": "00000000-0000-0000-0000-000000000000",
    "entityType": "profile",
    "attributes": [{"name": "CustomerId", "dataType": "string"}],
    "keys": [[{"name": "CustomerId"}]],
}
MODEL: dict[str, Any] = {"instanceId": INSTANCE, "dataflowType": "unknown", "entities": [PURCHASES, CUSTOMER]}
DATA_SOURCE: dict[str, Any] = {
    "dataSourceMetadata": {
        "kind": "powerQuery",
        "dataSourceId": POS,
        "name": "PoS",
        "entityNames": ["posPurchases", "posStores"],
        "entityInformation": [
            {
                "entityName": "posStores",
                "primaryKey": "StoreId",
                "entityType": "unspecified",
                "semanticLabels": [{"attributeName": "City", "label": "LocationCity"}],
            }
        ],
        "instanceId": INSTANCE,
    }
}
RELATIONSHIP: dict[str, Any] = {
    "name": "PurchasesToCustomer",
    "friendlyName": "Purchases to customer",
    "relationshipType": "singleKeyRelationshipOrigin",
    "fromEntityName": "PoS_posPurchases",
    "fromAttributeName": "CustomerId",
    "toEntityName": "Customer",
    "toAttributeName": "CustomerId",
    "cardinality": "manyToOne",
    "source": "user",
    "instanceId": INSTANCE,
}
SEGMENT: dict[str, Any] = {
    "name": "Spain",
    "state": "active",
    "segmentQueryExpression": {"type": "manual", "segmentationQuerySql": "select 1"},
    "version": 7,
    "updatedBy": "someone@example.com",
}
MEASURE: dict[str, Any] = {
    "name": "TotalSpend",
    "displayName": "Total spend",
    "definition": {"kind": "attribute", "isScalar": False, "aggregates": []},
}
ROLE: dict[str, Any] = {
    "principalId": "p-1",
    "principalType": "user",
    "roles": ["Administrator"],
    "instanceId": INSTANCE,
}
SEARCH: dict[str, Any] = {
    "entityConfig": [
        {
            "qualifiedEntityName": "Customer",
            "attributes": [{"name": "FullName", "properties": {"isSearchable": True}}],
        }
    ],
    "isSystemGenerated": False,
}
HIERARCHY: dict[str, Any] = {
    "name": "Tree",
    "displayName": "Tree",
    "dependency": {
        "sourceEntity": "CRM_account",
        "accountIdAttribute": "id",
        "parentAccountIdAttribute": "up",
    },
}
METADATA: dict[str, Any] = {
    "isB2B": False,
    "name": "Contoso",
    "instanceType": "trial",
    "instanceId": INSTANCE,
}

SAMPLES = {
    "IC360EntityModel": MODEL,
    "DataSourceInfo": DATA_SOURCE,
    "RelationshipMetadata": RELATIONSHIP,
    "SegmentMetadata": SEGMENT,
    "MeasureMetadata": MEASURE,
    "RoleAssignment": ROLE,
    "InstanceSearchConfiguration": SEARCH,
    "HierarchyMetadata": HIERARCHY,
    "InstanceMetadata": METADATA,
}

PURCHASES_FOUND = Entity(
    "posPurchases",
    (
        Attribute("PurchaseId", "string", "purchase_id", "BarCode", "Purchase ID", is_searchable=True),
        Attribute("PurchasedOn", "dateTime"),
    ),
    ("PurchaseId",),
    "activity",
    "PurchasedOn",
)
CUSTOMER_FOUND = Entity("Customer", (Attribute("CustomerId", "string"),), ("CustomerId",), "profile")


def read(tmp_path: Path, value: object) -> Found:
    file = tmp_path / "response.json"
    file.write_text(json.dumps(value), "utf-8")
    return customer_insights.read(Source(str(file), "response.json"))


def messages(found: Found) -> list[str]:
    return [note.message for note in found.notes]


def entity(name: str, **more: object) -> dict[str, Any]:
    return {"name": name, "attributes": [], "dataSourceName": "S", **more}


def only(found: Found) -> Entity:
    (one,) = (entity for source in found.data_sources for entity in source.entities)
    return one


def test_an_entity_model_gives_data_sources_and_the_entities_that_the_service_makes(tmp_path: Path) -> None:
    assert read(tmp_path, MODEL) == Found(
        format="customer-insights",
        data_sources=(DataSource((PURCHASES_FOUND,), "PoS", POS, complete=("entityInfo",)),),
        system_entities=(CUSTOMER_FOUND,),
        totals={"entities": 2, "attributes": 3},
        instance_id=INSTANCE,
    )


@pytest.mark.parametrize(
    "wrap",
    [lambda one: one, lambda one: [one], lambda one: {"value": [one]}, lambda one: {"value": one, "x": None}],
)
def test_one_object_a_list_and_either_in_value_are_the_same(wrap: Any, tmp_path: Path) -> None:
    found = read(tmp_path, wrap(PURCHASES))

    assert [source._replace(complete=()) for source in found.data_sources] == [
        DataSource((PURCHASES_FOUND,), "PoS", POS)
    ]


def test_property_names_match_without_regard_to_case(tmp_path: Path) -> None:
    def pascal(value: Any) -> Any:
        if isinstance(value, dict):
            return {key[0].upper() + key[1:]: pascal(inner) for key, inner in value.items()}
        return [pascal(inner) for inner in value] if isinstance(value, list) else value

    assert read(tmp_path, pascal(MODEL)) == read(tmp_path, MODEL)


def test_a_data_source_has_the_entities_that_it_lists_with_what_it_tells_of_them(tmp_path: Path) -> None:
    assert read(tmp_path, [DATA_SOURCE]) == Found(
        format="customer-insights",
        data_sources=(
            DataSource(
                (Entity("posPurchases", None), Entity("posStores", None, ("StoreId",), "unspecified")),
                "PoS", POS, "powerQuery",
            ),
        ),
        complete={"dataSources": True},
        totals={"dataSources": 1},
        instance_id=INSTANCE,
    )  # fmt: skip


def test_entity_information_may_be_an_object_by_entity_names(tmp_path: Path) -> None:
    source = {"dataSourceId": "a", "kind": "attachCdm", "entityInformation": {"E": {"primaryKey": "Id"}}}

    assert read(tmp_path, source).data_sources == (
        DataSource((Entity("E", None, ("Id",)),), "", "a", "attachCdm"),
    )


def test_the_model_of_a_data_source_declares_its_entities(tmp_path: Path) -> None:
    model = {
        "name": "m",
        "entities": [{"name": "posStores", "attributes": [{"name": "City", "dataType": "string"}]}],
        "relationships": [
            {
                "fromAttribute": {"entityName": "posStores", "attributeName": "City"},
                "toAttribute": {"entityName": "Cities", "attributeName": "Id"},
            }
        ],
    }

    found = read(tmp_path, {**DATA_SOURCE, "model": model})

    city = Attribute("City", "string", semantic_type="LocationCity")
    assert found.data_sources[0].entities == (
        Entity("posPurchases", None),
        Entity("posStores", (city,), ("StoreId",), "unspecified"),
    )
    assert found.relationships == (Relationship("posStores", "City", "Cities", "Id"),)


def test_several_responses_in_one_object_are_put_together_in_any_order(tmp_path: Path) -> None:
    responses = {
        f"/instances/{INSTANCE}/manage/entities": {"value": [PURCHASES]},
        "manage/datasources": [DATA_SOURCE],
        "relationships": [RELATIONSHIP],
        "segments": [],
        "search": SEARCH,
        "instanceId": INSTANCE,
    }

    found = read(tmp_path, responses)
    turned = read(tmp_path, dict(reversed(responses.items())))

    assert found == turned._replace(parts=found.parts, totals=found.totals)
    assert (found.data_sources, found.parts, found.notes) == (
        (
            DataSource(
                (PURCHASES_FOUND, Entity("posStores", None, ("StoreId",), "unspecified")),
                "PoS",
                POS,
                "powerQuery",
                ("entityInfo",),
            ),
        ),
        {"segments": [], "searchConfiguration": SEARCH},
        (),
    )


def test_what_is_read_of_entities_is_counted(tmp_path: Path) -> None:
    informed = [{"entityName": name, "primaryKey": "Id"} for name in ("A", "B")]
    url = "/api/instances/i/manage/datasources/shop-1/entities/entityInfo"
    found = read(tmp_path, {"method": "PATCH", "url": url, "body": informed})

    assert found.totals == {"entityInfo": 2}


def test_relationships_keep_their_ends_and_have_the_cardinality_in_its_usual_spelling(tmp_path: Path) -> None:
    seeds = {
        "Name": "B", "FromEntity": "a", "FromAttribute": "b", "ToEntity": "c", "ToAttribute": "d",
        "Cardinality": "OneToMany",
    }  # fmt: skip

    found = read(tmp_path, [RELATIONSHIP, seeds])

    assert found.relationships == (
        Relationship(
            "PoS_posPurchases", "CustomerId", "Customer", "CustomerId",
            "PurchasesToCustomer", "manyToOne", "Purchases to customer",
            relationship_type="singleKeyRelationshipOrigin",
        ),
        Relationship("a", "b", "c", "d", "B", "oneToMany"),
    )  # fmt: skip


def test_a_relationship_without_an_end_is_noted(tmp_path: Path) -> None:
    found = read(tmp_path, [{"name": "R", "fromEntityName": "a", "toEntityName": None}])

    assert (found.relationships, messages(found)) == (
        (),
        ["relationship `R` lacks an end, and is not imported"],
    )


def test_segments_measures_and_the_others_keep_their_form_without_who_changed_them(tmp_path: Path) -> None:
    found = read(tmp_path, [SEGMENT, MEASURE, SEARCH, HIERARCHY, ROLE, METADATA])

    told = {key: value for key, value in SEGMENT.items() if key not in ("version", "updatedBy")}
    assert found.parts == {
        "segments": [told],
        "measures": [MEASURE],
        "searchConfiguration": SEARCH,
        "hierarchies": [HIERARCHY],
        "roleAssignments": [{"principalId": "p-1", "principalType": "user", "roles": ["Administrator"]}],
    }
    assert messages(found) == [
        "who changed an object and when, and its version, are not imported, here and below"
    ]
    assert found.instance_id == INSTANCE


def test_roles_may_be_objects_and_a_principal_may_have_none(tmp_path: Path) -> None:
    found = read(
        tmp_path, [{"principalId": "a", "roles": [{"roleName": "Viewer"}]}, {"principalId": "b", "roles": []}]
    )

    assert found.parts == {
        "roleAssignments": [{"principalId": "a", "roles": ["Viewer"]}, {"principalId": "b", "roles": []}]
    }


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("int64", "int64"),
        ({"cdsaType": "dateTime", "clrType": "System.DateTime"}, "dateTime"),
        ({"dataFormat": "Int64"}, "Int64"),
        ({"type": "string", "format": "uuid"}, "string/uuid"),
        (None, ""),
    ],
)
def test_a_type_is_a_name_or_an_object_of_the_generations(
    written: object, expected: str, tmp_path: Path
) -> None:
    found = read(tmp_path, entity("E", attributes=[{"name": "a", "dataType": written}]))

    assert only(found).attributes == (Attribute("a", expected),)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"qualifiedEntityName": f"{POS}_E_F"}, DataSource((Entity("E_F", None),), "", POS)),
        (
            {"qualifiedEntityName": "My_Source_E_F", "name": "E_F"},
            DataSource((Entity("E_F", None),), "My_Source"),
        ),
        (
            {"qualifiedEntityName": "x", "name": "E", "dataSourceName": "S"},
            DataSource((Entity("E", None),), "S"),
        ),
        ({"entityName": "E", "attributes": [], "dataSourceName": "S"}, DataSource((Entity("E", ()),), "S")),
    ],
)
def test_an_entity_says_in_several_ways_which_data_source_it_is_of(
    told: dict[str, Any], expected: DataSource, tmp_path: Path
) -> None:
    found = read(tmp_path, {"entityType": None, **told})

    assert found.data_sources == (expected._replace(complete=("entityInfo",)),)


def test_the_longest_data_source_that_a_qualified_name_begins_with_is_meant(tmp_path: Path) -> None:
    sources = [{"dataSourceId": one, "name": one, "kind": "powerQuery"} for one in ("My", "My_Source")]

    found = read(tmp_path, [*sources, {"qualifiedEntityName": "My_Source_E_F", "entityType": ""}])

    assert found.data_sources == (
        DataSource((), "My", "My", "powerQuery"),
        DataSource((Entity("E_F", None),), "My_Source", "My_Source", "powerQuery", ("entityInfo",)),
    )


def test_ids_that_are_guids_lead_to_one_data_source_in_any_case(tmp_path: Path) -> None:
    found = read(tmp_path, [entity("A", datasourceId=POS), entity("B", datasourceId=POS.upper())])

    assert [(one.id, len(one.entities)) for one in found.data_sources] == [(POS, 2)]


def test_two_data_sources_of_one_name_stay_two(tmp_path: Path) -> None:
    found = read(tmp_path, [entity("A", datasourceId="1"), entity("A", datasourceId="2")])

    assert [(one.id, one.name) for one in found.data_sources] == [("1", "S"), ("2", "S")]
    assert found.notes == ()


def test_a_system_name_in_an_ingested_data_source_is_an_entity_of_that(tmp_path: Path) -> None:
    found = read(tmp_path, [entity("Customer"), {"name": "UnifiedActivity", "attributes": [], "keys": []}])

    assert [one.name for one in found.system_entities] == ["UnifiedActivity"]
    assert only(found).name == "Customer"


def test_what_cannot_be_placed_is_noted(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        [
            {"name": "Lost", "attributes": [{"dataType": "string"}], "keys": [["a"], ["b"]]},
            {"jobId": 1},
            {**entity("A"), "relationships": [{"name": "R", "fromAttribute": {"name": "a"}}]},
            entity("A"),
            5,
        ],
    )

    assert [(one.name, len(one.entities)) for one in found.data_sources] == [("", 1), ("S", 2)]
    assert messages(found) == [
        "entity `Lost` doesn't say which data source it is of",
        "an attribute of `Lost` has no name, and is not imported",
        "`Lost` has 2 keys; the first one is taken",
        f"this is not imported; {EXPECTED}",
        "relationships inside entities don't name both ends: `R`; "
        "import the response of manage/relationships too",
        "entity `A` is here twice, first in line 1, column 98",
        f"this is not imported; {EXPECTED}",
    ]


def test_what_stands_beside_responses_is_noted_and_so_is_a_further_page(tmp_path: Path) -> None:
    found = read(
        tmp_path, {"roles": [{"roleName": "x"}], "entities": {"value": [PURCHASES], "nextLink": "https://x"}}
    )

    assert messages(found) == [
        f"`roles` is not imported; {EXPECTED}",
        "this is one page of a response; the others are not in it",
    ]


def test_objects_of_several_instances_are_noted_and_none_is_taken(tmp_path: Path) -> None:
    found = read(tmp_path, [{**METADATA, "instanceId": "a"}, {**METADATA, "instanceId": "b"}])

    assert (found.instance_id, messages(found)) == (
        "",
        ["this is of the instance b, and a is told of as well"],
    )


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        [{"jobId": "x"}],
        [
            {
                "entityName": "E",
                "primaryKey": "Id",
                "attributes": [{"attributeName": "a"}],
                "dataSourceName": "S",
            }
        ],
        {"dataSources": [{"dataSourceId": "x", "entities": []}]},
        {"qualifiedEntityName": "E", "size": 1, "rowCount": 2},
        [{"fromEntity": "a", "fromEntityAttribute": "b", "toEntity": "c", "toEntityAttribute": "d"}],
        {"@odata.context": "x", "value": [{"CustomerId": "1"}]},
        {"name": "m", "entities": [{"name": "E", "attributes": []}]},
    ],
)
def test_other_json_is_not_recognised_and_is_refused_with_its_place(value: object, tmp_path: Path) -> None:
    assert not customer_insights.recognises(value)
    with pytest.raises(CannotImport) as refused:
        read(tmp_path, value)
    assert (refused.value.line, refused.value.column) == (1, 1)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_response_is_recognised(name: str) -> None:
    sample = SAMPLES[name]

    assert customer_insights.recognises(sample)
    assert customer_insights.recognises([sample])
    assert customer_insights.recognises({"value": [sample]})
    assert customer_insights.recognises({"manage/x": [sample]})


NAMES = sorted(
    {key for sample in SAMPLES.values() for key in sample} | {*PURCHASES, "model", "value", "dataType"}
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
    max_leaves=25,
)


def refused_rightly(value: object, said: str) -> bool:
    """Whether a refused value is none of ours, or is one that doesn't say what it is about."""
    return not customer_insights.recognises(value) or "; save it as " in said


@given(value=JSON)
def test_any_json_gives_something_found_or_a_refusal(
    value: object, tmp_path_factory: pytest.TempPathFactory
) -> None:
    try:
        read(tmp_path_factory.mktemp("response"), value)
    except CannotImport as refusal:
        said = str(refusal)
        assert refused_rightly(value, said)


@pytest.mark.parametrize("name", SAMPLES)
@given(data=st.data())
def test_a_response_with_anything_in_place_of_a_property_is_never_a_crash(
    name: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    sample = json.loads(json.dumps(SAMPLES[name]))
    places = list(_places(sample))
    owner, key = data.draw(st.sampled_from(places))
    owner[key] = data.draw(JSON)
    try:
        read(tmp_path_factory.mktemp("response"), sample)
    except CannotImport as refusal:
        said = str(refusal)
        assert refused_rightly(sample, said)


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield value, key
        yield from _places(one)


@pytest.mark.skipif(not CODE_MODEL.is_file(), reason="the API's code model is not here (../shared/data)")
@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_have_no_property_that_the_code_model_lacks(name: str) -> None:
    models = _code_model()

    assert list(_strange(SAMPLES[name], name, models)) == []


def _strange(value: Any, name: str, models: dict[str, dict[str, str]]) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, list):
            yield from _strange(one, name, models)
        elif isinstance(one, dict) and name in models:
            for key, inner in one.items():
                if key not in models[name]:
                    yield f"{name}.{key}"
                else:
                    yield from _strange(inner, models[name][key], models)


def _code_model() -> dict[str, dict[str, str]]:
    """Return the API's models: their properties, and the model of each."""
    document = json.loads(CODE_MODEL.read_text("utf-8"))
    by_id: dict[str, Any] = {}
    stack = [document]
    while stack:
        one = stack.pop()
        if isinstance(one, dict):
            if "$id" in one:
                by_id[one["$id"]] = one
            stack += one.values()
        elif isinstance(one, list):
            stack += one

    def resolved(one: Any) -> Any:
        return by_id[one["$ref"]] if "$ref" in one else one

    def model_name(type_: Any) -> str:
        type_ = resolved(type_)
        while type_.get("elementType"):
            type_ = resolved(type_["elementType"])
        return str(type_.get("name", {}).get("raw", ""))

    return {
        model["name"]["raw"]: {
            one.get("serializedName") or one["name"]["raw"]: model_name(one["modelType"])
            for one in map(resolved, model["properties"])
        }
        for model in map(resolved, document["modelTypes"])
        if model["$type"] == "CompositeType"
    }
