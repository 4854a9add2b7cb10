"""What becomes of a CDM model.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.importers.cdm import model_json
from linter.importers.found import Attribute, CannotImport, DataSource, Entity, Found, Note, Relationship
from linter.importers.source import Source

REPO = Path(__file__).parent.parent
DATA = REPO.parent / "shared" / "data"
COUNTS = DATA / "oracle" / "expected-counts.json"


def read(tmp_path: Path, model: object, *, indent: int | None = None) -> Found:
    file = tmp_path / "model.json"
    text = model if isinstance(model, str) else json.dumps(model, indent=indent)
    file.write_text(text, "utf-8")
    return model_json.read(Source(str(file), "model.json"))


def model(*entities: object, **more: object) -> dict[str, Any]:
    return {"name": "Sales", "version": "1.0", "entities": list(entities), **more}


def local(name: str, *attributes: tuple[str, str]) -> dict[str, Any]:
    listed = [{"name": attribute, "dataType": data_type} for attribute, data_type in attributes]
    return {"$type": "LocalEntity", "name": name, "attributes": listed}


def test_a_model_is_one_data_source_with_its_entities_and_types_as_written(tmp_path: Path) -> None:
    found = read(tmp_path, model(local("Order", ("Id", "int64"), ("Placed on", "dateTimeOffset"))))

    assert found == Found(
        format="model.json",
        data_sources=(
            DataSource(
                (Entity("Order", (Attribute("Id", "int64"), Attribute("Placed on", "dateTimeOffset"))),),
                "Sales",
                complete=("entities",),
            ),
        ),
        totals={"entities": 1, "attrs": 2, "rels": 0, "referenceModels": 0, "partitions": 0},
    )


def test_a_reference_has_no_attributes_and_a_note_says_which_model_declares_them(tmp_path: Path) -> None:
    reference = {"$type": "ReferenceEntity", "name": "Orders", "source": "AllOrders", "modelId": "m1"}
    models = [{"id": "m1", "location": "https://example.com/model.json"}]

    found = read(tmp_path, model(reference, referenceModels=models))

    why = "the model `m1` (`https://example.com/model.json`) declares its attributes"
    orders = Entity("Orders", None, partial_because=why)
    assert found.data_sources == (DataSource((orders,), "Sales", complete=("entities",)),)
    assert found.notes == (
        Note(
            "model.json", 1, 50,
            "entity `Orders` is `AllOrders` of the model `m1` (`https://example.com/model.json`), "
            "which declares its attributes",
        ),
    )  # fmt: skip


def test_a_reference_without_a_type_is_told_by_its_model(tmp_path: Path) -> None:
    found = read(tmp_path, model({"name": "Orders", "modelId": "m1"}))

    assert [note.message for note in found.notes] == [
        "entity `Orders` is `Orders` of the model `m1`, which declares its attributes"
    ]


def test_a_type_inside_another_property_of_an_entity_says_nothing_about_it(tmp_path: Path) -> None:
    entity = {"name": "A", "pbi:refreshPolicy": {"$type": "ReferenceEntity"}, "attributes": []}

    found = read(tmp_path, model(entity))

    assert (found.data_sources[0].entities, found.notes) == ((Entity("A", ()),), ())


def test_an_entity_without_attributes_is_kept_and_noted(tmp_path: Path) -> None:
    found = read(tmp_path, model({"$type": "LocalEntity", "name": "A"}))

    assert found.data_sources[0].entities == (Entity("A", None),)
    assert [note.message for note in found.notes] == ["entity `A` has no list of attributes"]


def test_relationships_keep_the_names_of_their_ends(tmp_path: Path) -> None:
    ends = {
        "$type": "SingleKeyRelationship",
        "name": "Buys",
        "fromAttribute": {"entityName": "Order", "attributeName": "Customer Id"},
        "toAttribute": {"entityName": "Customer", "attributeName": "Id"},
    }

    found = read(tmp_path, model(local("Order"), relationships=[ends]))

    assert found.relationships == (Relationship("Order", "Customer Id", "Customer", "Id", "Buys"),)
    assert found.totals["rels"] == 1


def test_a_relationship_that_lacks_an_end_is_noted_and_left_out(tmp_path: Path) -> None:
    found = read(tmp_path, model(relationships=[{"fromAttribute": {"entityName": "A"}}], version="1.0"))

    assert found.relationships == ()
    assert [note.message for note in found.notes] == [
        "this relationship lacks an end, and is not imported; "
        "each end has an `entityName` and an `attributeName`"
    ]


def test_what_is_declared_twice_is_kept_and_both_places_are_told(tmp_path: Path) -> None:
    found = read(
        tmp_path, model(local("A", ("x", "int64"), ("x", "string")), local("A"), local("a")), indent=1
    )

    assert [entity.name for entity in found.data_sources[0].entities] == ["A", "A", "a"]
    assert [one.type for one in found.data_sources[0].entities[0].attributes or ()] == ["int64", "string"]
    assert found.notes == (
        Note("model.json", 14, 14, "attribute `x` of `A` is declared twice, first in line 10, column 14"),
        Note("model.json", 21, 12, "entity `A` is declared twice, first in line 7, column 12"),
    )


def test_what_has_no_name_or_is_no_object_is_noted_and_left_out(tmp_path: Path) -> None:
    entity = {"name": "A", "attributes": [{"dataType": "string"}, 7, {"name": "x", "dataType": {}}]}

    found = read(tmp_path, model(3, {"attributes": []}, entity, relationships={}))

    why = "2 attributes in its list have no name"
    assert found.data_sources[0].entities == (Entity("A", (Attribute("x"),), partial_because=why),)
    assert [note.message for note in found.notes] == [
        "this is no object, and is not imported",
        "an entity has no name, and is not imported",
        "an attribute of `A` has no name, and is not imported",
        "this is no object, and is not imported",
        "the type of `x` is no text",
        "`relationships` is no list, and is not imported",
    ]


def test_a_file_that_is_no_model_is_refused_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(CannotImport) as refused:
        read(tmp_path, "\n [1]")

    assert (
        str(refused.value)
        == "model.json:2:2: this is no model.json; expected an object with a list `entities`"
    )


def test_broken_json_is_refused_at_its_fault(tmp_path: Path) -> None:
    with pytest.raises(CannotImport) as refused:
        read(tmp_path, '{"entities": [}')

    assert (refused.value.line, refused.value.column) == (1, 15)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (model(local("A")), True),
        (model({"name": "A"}), True),
        ({"entities": [], "pbi:mashup": {}}, True),
        ({"entities": []}, False),
        ({"manifestName": "m", "entities": [{"entityName": "A", "entityPath": "A.cdm.json/A"}]}, False),
        ({"instanceId": "i", "entities": [{"name": "A"}]}, False),
        ({"entities": [{"name": "A", "qualifiedEntityName": "B_A"}]}, False),
        ({"entities": {}}, False),
        ([], False),
        (None, False),
    ],
)
def test_a_model_is_recognised_by_the_entities_that_it_describes(value: object, *, expected: bool) -> None:
    assert model_json.recognises(value) is expected


KEYS = (
    "name",
    "entities",
    "attributes",
    "relationships",
    "$type",
    "modelId",
    "dataType",
    "fromAttribute",
    "toAttribute",
    "entityName",
    "attributeName",
    "referenceModels",
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@given(value=JSON)
def test_any_json_gives_something_found_or_a_refusal(
    value: object, tmp_path_factory: pytest.TempPathFactory
) -> None:
    try:
        found = read(tmp_path_factory.mktemp("model"), value)
    except CannotImport:
        return
    assert isinstance(value, dict)
    entities = found.data_sources[0].entities
    assert len(entities) <= len(value["entities"]) <= len(entities) + len(found.notes)


def real_models() -> list[str]:
    if not COUNTS.is_file():
        return []
    counts = json.loads(COUNTS.read_text("utf-8"))
    return sorted(path for path, told in counts.items() if told["kind"] == "model.json")


@pytest.mark.skipif(not COUNTS.is_file(), reason="the real model.json files are not here (../shared/data)")
@pytest.mark.parametrize("path", real_models())
def test_the_totals_of_a_real_file_are_those_counted_by_others(path: str) -> None:
    expected = json.loads(COUNTS.read_text("utf-8"))[path]
    source = Source(str(DATA / path))

    found = model_json.read(source)

    assert model_json.recognises(source.value())
    assert found.totals == {key: expected[key] for key in found.totals}
    entities = found.data_sources[0].entities
    types = [one.type for entity in entities for one in entity.attributes or ()]
    assert len(entities) == expected["entities"]
    assert {name: types.count(name) for name in set(types)} == expected["dataTypes"]
    assert len(found.relationships) == expected["rels"]
