"""What becomes of a description in OpenAPI 3."""

from __future__ import annotations

import copy
import json
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from linter.importers import openapi
from linter.importers.csdl import members as csdl_members
from linter.importers.csdl import xml_document as csdl_xml
from linter.importers.found import (
    Attribute,
    CannotImport,
    DataSource,
    Entity,
    Found,
    NavigationProperty,
    Note,
)
from linter.importers.recognise import import_source
from linter.importers.source import Source

REPO = Path(__file__).parent.parent
SHARED = REPO.parent / "shared"
DATA = SHARED / "data"
PAIRS = DATA / "csdl-openapi-pairs"
COUNTS = DATA / "oracle" / "expected-counts.json"

TEXT = {"type": "string"}
ID = {"type": "string", "format": "uuid"}


def ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def listed(items: object) -> dict[str, Any]:
    return {"type": "array", "items": items}


def thing(**properties: object) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def answers(schema: object, code: str = "200") -> dict[str, Any]:
    return {code: {"description": "OK", "content": {"application/json": {"schema": schema}}}}


def got(schema: object, **more: object) -> dict[str, Any]:
    return {"get": {"responses": answers(schema)}, **more}


def posted(schema: object) -> dict[str, Any]:
    return {"requestBody": {"content": {"application/json": {"schema": schema}}}, "responses": {}}


def document(paths: object, schemas: object, **components: object) -> dict[str, Any]:
    return {"openapi": "3.0.3", "paths": paths, "components": {"schemas": schemas, **components}}


def read(tmp_path: Path, value: object, name: str = "api.json") -> Found:
    file = tmp_path / name
    text = value if isinstance(value, str) else json.dumps(value, indent=1)
    file.write_text(text, "utf-8")
    return openapi.read(Source(str(file), name))


def entities(found: Found) -> tuple[Entity, ...]:
    return found.data_sources[0].entities


def messages(found: Found) -> list[str]:
    return [note.message for note in found.notes]


ACCOUNT = thing(accountid=ID, name=TEXT, primarycontactid=ref("Contact"))
CONTACT = thing(
    contactid=ID, accounts=listed(ref("Account")), **{"accounts@odata.count": {"type": "integer"}}
)


def test_a_collection_path_names_the_entity_and_the_path_of_one_gives_its_key(tmp_path: Path) -> None:
    paths = {
        "/accounts": got(thing(value=listed(ref("Account")))),
        "/accounts({accountid})": got(ref("Account")),
        "/contacts": got(listed(ref("Contact"))),
        "/contacts/{contactid}": got(ref("Contact")),
    }

    found = read(tmp_path, document(paths, {"Account": ACCOUNT, "Contact": CONTACT}))

    account = Entity(
        "accounts",
        (Attribute("accountid", "string/uuid"), Attribute("name", "string")),
        ("accountid",),
        type_name="Account",
        navigation_properties=(NavigationProperty("primarycontactid", "Contact", False, "contacts"),),
    )
    contact = Entity(
        "contacts",
        (Attribute("contactid", "string/uuid"),),
        ("contactid",),
        type_name="Contact",
        navigation_properties=(NavigationProperty("accounts", "Account", True, "accounts"),),
    )
    assert found == Found(
        format="openapi",
        data_sources=(DataSource((account, contact)),),
        totals={"paths": 4, "schemas": 2, "props": 6, "allOf": 0, "refs": 6},
    )


WRAPPER = thing(value=listed(ref("Account")), **{"@odata.nextLink": TEXT})


@pytest.mark.parametrize(
    ("response", "components"),
    [
        (answers(listed(ref("Account"))), {}),
        (answers(ref("AccountList")), {}),
        (answers({"allOf": [thing(count={"type": "integer"}), ref("AccountList")]}), {}),
        (answers(thing(d=thing(results=listed(ref("Account"))))), {}),
        ({"200": {"$ref": "#/components/responses/List"}}, {"List": answers(ref("AccountList"))["200"]}),
        (answers(ref("AccountList"), "2XX"), {}),
    ],
    ids=["a list", "a wrapper", "allOf", "version 2 of OData", "a response by reference", "2XX"],
)
def test_a_list_is_found_however_it_is_wrapped(
    tmp_path: Path, response: dict[str, Any], components: dict[str, Any]
) -> None:
    paths = {"/accounts": {"get": {"responses": response}}}
    schemas = {"Account": thing(id=ID), "AccountList": WRAPPER}

    found = read(tmp_path, document(paths, schemas, responses=components))

    assert [(one.name, one.type_name) for one in entities(found)] == [("accounts", "Account")]
    assert messages(found) == ["this schema describes no entity of its own: `AccountList`"]


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/lines({id})", ("id",)),
        ("/lines('{id}')", ("id",)),
        ("/lines/{id}", ("id",)),
        ("/lines(id={key},no={no})", ("id", "no")),
        ("/lines({id},'{no}')", ("id", "no")),
        ("/lines({Line_id})", ("id",)),
        ("/lines({id_1})", ("id",)),
        ("/lines({other})", ()),
        ("/lines({id},{other})", ()),
        ("/lines/{id}/more", ()),
    ],
)
def test_the_key_is_what_the_path_takes_where_all_of_it_are_properties(
    tmp_path: Path, path: str, key: tuple[str, ...]
) -> None:
    paths = {"/lines": got(listed(ref("Line"))), path: got(ref("Line"))}

    found = read(tmp_path, document(paths, {"Line": thing(id=ID, no=TEXT)}))

    assert [one.key for one in entities(found)] == [key]


def test_the_shortest_path_names_an_entity_and_each_set_with_a_key_is_one(tmp_path: Path) -> None:
    paths = {
        "/owners({id})/cats": got(listed(ref("Cat"))),
        "/cats": got(listed(ref("Cat"))),
        "/cats({id})": got(ref("Cat")),
        "/strays": got(listed(ref("Cat"))),
        "/strays({id})": got(ref("Cat")),
        "/cats/lost": got(listed(ref("Cat"))),
        "/owners({id})/dogs": got(listed(ref("Dog"))),
    }

    found = read(tmp_path, document(paths, {"Cat": thing(id=ID), "Dog": thing(id=ID)}))

    assert [(one.name, one.type_name, one.key) for one in entities(found)] == [
        ("cats", "Cat", ("id",)),
        ("strays", "Cat", ("id",)),
        ("dogs", "Dog", ()),
    ]


def test_what_is_written_of_an_entity_is_folded_into_it(tmp_path: Path) -> None:
    schemas = {
        "S.Account": thing(id=ID, name=TEXT, address=ref("S.Address")),
        "S.Account-create": thing(id=ID, secret=TEXT, **{"owner@odata.bind": TEXT}),
        "S.Account-update": thing(name=TEXT, address=ref("S.Address-update")),
        "S.Address": thing(city=TEXT),
        "S.Address-update": thing(city=TEXT),
        "S.AccountPatch": thing(name=TEXT),
        "CreateAccount": thing(name=TEXT),
    }
    paths = {
        "/accounts": got(listed(ref("S.Account")), post=posted(ref("S.Account-create"))),
        "/accounts/{id}": {"patch": posted(ref("S.AccountPatch")), "put": posted(ref("S.Account-update"))},
        "/other": {"post": posted(ref("CreateAccount"))},
    }

    found = read(tmp_path, document(paths, schemas))

    assert [(one.name, one.attributes) for one in entities(found)] == [
        (
            "accounts",
            (Attribute("id", "string/uuid"), Attribute("name", "string"), Attribute("address", "S.Address")),
        )
    ]
    assert messages(found) == [
        "`S.Account` lacks what `S.Account-create` has: `secret`",
        "these schemas describe no entity of its own: `S.Address`, `CreateAccount`",
    ]


def test_a_schema_that_no_path_leads_to_is_an_entity_where_another_one_holds_it_with_a_key_or_nobody(
    tmp_path: Path,
) -> None:
    schemas = {
        "Order": thing(id=ID, customer=ref("Customer"), colour=ref("Colour"), total=ref("count")),
        "Customer": thing(customerNo=TEXT),
        "Lonely": thing(name=TEXT),
        "Colour": {"type": "string", "enum": ["red"]},
        "count": {"anyOf": [{"type": "integer"}, {"type": "string"}]},
        "ODataError": thing(error=ref("MainError")),
        "MainError": thing(code=TEXT),
        "Problem": thing(title=TEXT),
        "Login": thing(user=TEXT),
        "Page": WRAPPER | thing(value=listed(ref("Order"))),
        "Link": thing(**{"@odata.id": TEXT}),
        "Point": thing(type=TEXT, coordinates=listed({"type": "number"})),
    }
    orders = {"get": {"responses": answers(ref("Page")) | answers(ref("ODataError"), "default")}}
    paths = {"/orders": orders, "/login": {"post": posted(ref("Login"))}}

    found = read(tmp_path, document(paths, schemas))

    assert [(one.name, one.type_name) for one in entities(found)] == [
        ("orders", "Order"),
        ("Customer", "Customer"),
        ("Lonely", "Lonely"),
    ]
    assert entities(found)[0].attributes == (
        Attribute("id", "string/uuid"),
        Attribute("colour", "string"),
        Attribute("total", ""),
    )
    left = ["Colour", "count", "ODataError", "MainError", "Problem", "Login", "Page", "Link", "Point"]
    names = ", ".join(f"`{name}`" for name in left)
    assert messages(found) == [f"these schemas describe no entity of its own: {names}"]


@pytest.mark.parametrize(
    ("schema", "type_", "is_nullable"),
    [
        ({"type": "string"}, "string", None),
        ({"type": "string", "format": "uuid"}, "string/uuid", None),
        ({"type": "string", "format": "date-time", "nullable": True}, "string/date-time", True),
        ({"type": "integer", "format": "int32", "nullable": False}, "integer/int32", False),
        ({"type": "integer", "format": "uint8"}, "integer", None),
        ({"type": "number", "format": "int64"}, "integer/int64", None),
        ({"type": "number", "format": "decimal"}, "number/decimal", None),
        ({"anyOf": [{"type": "number"}, {"type": "string"}], "format": "decimal"}, "number/decimal", None),
        ({"anyOf": [{"type": "number"}, {"type": "string"}]}, "", None),
        ({"type": ["string", "null"]}, "string", True),
        ({"type": ["null", "integer"], "format": "int32"}, "integer/int32", True),
        ({"oneOf": [{"type": "boolean"}, {"type": "null"}]}, "boolean", True),
        ({"anyOf": [{"$ref": "#/components/schemas/Colour"}, {"type": "null"}]}, "string", True),
        ({"allOf": [{"$ref": "#/components/schemas/Colour"}], "nullable": True}, "string", True),
        ({"type": "array", "items": {"type": "string", "nullable": True}}, "array", None),
        ({"type": "object"}, "object", None),
        ({"properties": {}}, "object", None),
        ({"enum": ["a", None]}, "string", None),
        ({}, "", None),
        (True, "", None),
        ({"$ref": "#/components/schemas/None"}, "", None),
        ({"$ref": "#/components/schemas/Loop"}, "", None),
    ],
)
def test_a_type_is_its_name_with_its_format(
    tmp_path: Path, schema: object, type_: str, is_nullable: bool | None
) -> None:
    colour = {"type": "string", "enum": ["red"]}
    schemas = {"A": thing(x=schema), "Colour": colour, "Loop": ref("Loop")}

    found = read(tmp_path, document({"/as": got(listed(ref("A")))}, schemas))

    assert entities(found)[0].attributes == (Attribute("x", type_, is_nullable=is_nullable),)


@pytest.mark.parametrize(
    "holding",
    [
        ref("B"),
        {"allOf": [ref("B")], "nullable": True},
        {"oneOf": [ref("B"), {"type": "null"}]},
        {"anyOf": [ref("B"), {"type": "object", "nullable": True}]},
        {"type": "object", "allOf": [ref("B")]},
        ref("Alias"),
    ],
)
@pytest.mark.parametrize("is_collection", [False, True])
def test_another_entity_is_no_attribute_but_a_way_to_it(
    tmp_path: Path, holding: dict[str, Any], is_collection: bool
) -> None:
    schemas = {
        "A": thing(b=listed(holding) if is_collection else holding),
        "B": thing(id=ID),
        "Alias": ref("B"),
    }

    found = read(tmp_path, document({"/as": got(listed(ref("A")))}, schemas))

    assert entities(found)[0].attributes == ()
    assert entities(found)[0].navigation_properties == (NavigationProperty("b", "B", is_collection, "B"),)


def test_all_of_is_followed_base_first_and_a_circle_ends(tmp_path: Path) -> None:
    schemas = {
        "C": {"allOf": [ref("B"), thing(c=TEXT)], "properties": {"own": TEXT}},
        "B": {"allOf": [ref("A")], "properties": {"b": TEXT}},
        "A": {"allOf": [ref("C")], "properties": {"a": TEXT}},
    }

    found = read(tmp_path, document({"/cs": got(listed(ref("C")))}, schemas))

    assert [one.name for one in entities(found)[0].attributes or ()] == ["a", "b", "c", "own"]


def test_a_reference_behind_the_end_of_a_list_leads_nowhere(tmp_path: Path) -> None:
    described = document({"/as": got(listed(ref("A")))}, {"A": thing(x={"$ref": "#/tags/1"})})

    found = read(tmp_path, {**described, "tags": [{"type": "string"}]})

    assert entities(found)[0].attributes == (Attribute("x", ""),)


def test_a_long_chain_of_references_needs_no_recursion(tmp_path: Path) -> None:
    length = sys.getrecursionlimit() + 200
    schemas: dict[str, Any] = {f"S{n}": {"allOf": [ref(f"S{n + 1}")]} for n in range(length)}
    schemas[f"S{length}"] = ref("T0")
    schemas |= {f"T{n}": ref(f"T{n + 1}") for n in range(length)}
    schemas[f"T{length}"] = thing(id=ID)

    found = read(tmp_path, document({"/s": got(listed(ref("S0")))}, schemas))

    (one,) = (each for each in entities(found) if each.name == "s")
    assert one.attributes == (Attribute("id", "string/uuid"),)


@pytest.mark.parametrize(
    ("schemas", "place", "refused"),
    [
        (
            {
                **{f"S{n}": {"allOf": [ref(f"S{n + 1}")], **thing(**{f"p{n}": TEXT})} for n in range(10_000)},
                "S10000": thing(id=ID),
            },
            "S8586",
            "up to this one, schemas have more than 1,000,000 properties from `allOf`",
        ),
        (
            {
                **{f"S{n}": {"allOf": [ref(f"S{n + 1}")]} for n in range(10_000)},
                "S10000": TEXT,
                "T": thing(id=ID, **{f"p{n}": ref(f"S{n}") for n in range(10_000)}),
            },
            "p0",
            "the type of this lies in more than 64 schemas",
        ),
    ],
    ids=["properties", "a type"],
)
def test_schemas_that_inherit_too_much_are_refused_at_once(
    schemas: dict[str, Any], place: str, refused: str, tmp_path: Path
) -> None:
    with pytest.raises(CannotImport) as error:
        read(tmp_path, document({"/s": got(listed(ref("S0")))}, schemas))

    line = (tmp_path / "api.json").read_text("utf-8").split("\n")[error.value.line - 1]
    assert (line.strip(), error.value.message) == (f'"{place}": {{', refused)


def test_what_lies_elsewhere_is_not_read_and_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text(json.dumps({"B": thing(stolen=TEXT)}), "utf-8")
    properties = {
        "url": {"$ref": "https://example.com/api.json#/components/schemas/B"},
        "file": listed({"$ref": "./other.json#/B"}),
        "above": {"$ref": "../../etc/passwd"},
        "nowhere": ref("Missing"),
    }

    found = read(tmp_path, document({"/as": got(listed(ref("A")))}, {"A": thing(id=ID, **properties)}))

    assert entities(found) == (
        Entity(
            "as",
            (Attribute("id", "string/uuid"), Attribute("nowhere", "")),
            type_name="A",
            navigation_properties=(
                NavigationProperty("url", "B"),
                NavigationProperty("file", "B", True),
                NavigationProperty("above", "passwd"),
            ),
            partial_because="`url` is perhaps an attribute: no path lists `B`",
        ),
    )
    elsewhere = "leads to another document, which isn't read"
    assert messages(found) == [
        f"`https://example.com/api.json#/components/schemas/B` {elsewhere}",
        f"`./other.json#/B` {elsewhere}",
        f"`../../etc/passwd` {elsewhere}",
        "`#/components/schemas/Missing` leads nowhere",
    ]


def test_paths_that_do_not_say_what_they_hold_are_told(tmp_path: Path) -> None:
    silent = {"get": {"responses": {"200": {"description": "OK"}}}}
    paths = {
        "/as": got(listed(ref("A"))),
        "/bs": silent,
        "/cs": silent,
        "/cs({id})": silent,
        "/$batch": silent,
    }

    found = read(tmp_path, document(paths, {"A": thing(id=ID)}))

    assert messages(found) == [
        "the answers of these paths aren't described, so no entity is known: `/bs`, `/cs`"
    ]


def test_a_schema_that_is_written_in_place_is_an_entity_too(tmp_path: Path) -> None:
    found = read(tmp_path, {"openapi": "3.1.0", "paths": {"/cats": got(listed(thing(id=ID)))}})

    assert entities(found) == (Entity("cats", (Attribute("id", "string/uuid"),)),)


def test_yaml_is_read_like_json(tmp_path: Path) -> None:
    value = document({"/accounts": got(listed(ref("Account")))}, {"Account": ACCOUNT, "Contact": CONTACT})

    in_yaml = read(tmp_path, yaml.safe_dump(value, sort_keys=False), "api.yaml")

    assert in_yaml == read(tmp_path, value)


ELSEWHERE = "isn't read; import the document that holds"


@pytest.mark.parametrize(
    ("value", "place", "message"),
    [
        ([], "1:1", "this is no OpenAPI 3 document; expected an object with `openapi: 3.…`"),
        ({"swagger": "2.0"}, "1:1", "this is no OpenAPI 3 document; expected an object with `openapi: 3.…`"),
        ({"openapi": "4.0.0"}, "2:13", "this is OpenAPI 4.0.0; expected version 3.0 or 3.1"),
        ({"openapi": "3.0.0", "paths": []}, "3:11", "`paths` is no object"),
        (
            {"openapi": "3.0.0", "components": {"$ref": "https://example.com/x.json"}},
            "3:16",
            f"`components` lies elsewhere: `https://example.com/x.json` {ELSEWHERE} it",
        ),
        (
            {"openapi": "3.0.0", "components": {"schemas": {"A": {"$ref": "../../etc/passwd"}}}},
            "5:9",
            f"what this document describes lies elsewhere: `../../etc/passwd` {ELSEWHERE} the schemas",
        ),
        ("", "1:1", "the file is empty; write a JSON value, such as {}"),
        (
            '{"openapi": "3.0.0", "x": ' + "[" * 300 + "]" * 300 + "}",
            "1:226",
            "more than 200 levels of nesting",
        ),
    ],
)
def test_what_cannot_be_imported_is_refused_with_place_reason_and_repair(
    tmp_path: Path, value: object, place: str, message: str
) -> None:
    with pytest.raises(CannotImport) as refused:
        read(tmp_path, value)

    assert str(refused.value) == f"api.json:{place}: {message}"


def test_a_document_without_schemas_has_no_entity_and_says_so(tmp_path: Path) -> None:
    found = read(tmp_path, {"openapi": "3.0.0", "info": {}, "paths": {}})

    assert found.notes == (Note("api.json", 1, 1, "this document describes no entity"),)


SQUEEZED = 'openapi: 3.0.3 info: title: X paths: /a: get: {} components: schemas: A: type: "object"'


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        (SQUEEZED, ""),
        (SQUEEZED.replace("get: {}", "get: [...]"), "column 47, after `: X paths: /a: get: `"),
        (SQUEEZED[:-8], "column 79, after `s: schemas: A: type:`"),
        (SQUEEZED[:-3], 'column 85, after `emas: A: type: "obje`'),
        (
            SQUEEZED.replace("{}", '$ref: "#/components/responses/List"'),
            'column 121, after `s: A: type: "object"`',
        ),
    ],
    ids=["whole", "a mark", "no value", "an open string", "a part that is missing"],
)
def test_yaml_squeezed_onto_one_line_is_told_and_where_it_was_cut(
    tmp_path: Path, text: str, cut: str
) -> None:
    with pytest.raises(CannotImport) as refused:
        read(tmp_path, text, "api.txt")

    besides = f"; besides, it is cut at {cut}" if cut else ""
    assert str(refused.value) == (
        "api.txt:1:1: this OpenAPI document is YAML squeezed onto one line: its structure is lost with the "
        f"lines{besides}; import the original file, with its lines"
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"openapi": "3.1.0"}, True),
        ({"openapi": 3.1}, True),
        ({"openapi": {}}, False),
        ({"swagger": "2.0"}, False),
    ],
)
def test_a_description_is_recognised_by_its_version(value: object, expected: bool) -> None:
    assert openapi.recognises(value) is expected


WHOLE = document(
    {
        "/as": {
            "get": {"responses": {"200": {"$ref": "#/components/responses/R"}}},
            "post": posted(ref("A-create")),
        },
        "/as({id})": got({"allOf": [ref("A")]}),
    },
    {
        "A": {
            "allOf": [ref("B")],
            "properties": {"id": ID, "bs": listed(ref("B")), "n": {"type": ["string"]}},
        },
        "A-create": thing(b=ref("B-create")),
        "B": thing(x={"anyOf": [{"type": "number"}, {"enum": [None]}], "format": "decimal"}),
        "B-create": thing(x=TEXT),
    },
    responses={"R": answers(thing(value=listed(ref("A"))))["200"]},
)
ODD = [
    None,
    True,
    0,
    1.5,
    "",
    "x",
    [],
    {},
    [1],
    [{}],
    {"$ref": 1},
    {"$ref": "#"},
    {"$ref": "#/paths"},
    {"a": 1},
]


def places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    kids = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, kid in kids for found in places(kid, (*path, key)))]


@given(st.lists(st.tuples(st.sampled_from(places(WHOLE)[1:]), st.sampled_from(ODD)), min_size=1, max_size=3))
def test_a_document_with_anything_in_the_place_of_anything_is_imported_or_refused(
    changes: list[tuple[tuple[str | int, ...], object]],
) -> None:
    value: Any = json.loads(json.dumps(WHOLE))
    for path, odd in changes:
        change(value, path, copy.deepcopy(odd))
    source = Source("api.json")
    source._bytes = json.dumps(value).encode()

    outcome = outcome_of(source)

    assert outcome.format == "openapi" if isinstance(outcome, Found) else outcome.column >= 1


def change(value: Any, path: tuple[str | int, ...], odd: object) -> None:
    *parents, last = path
    for key in parents:
        value = dict(enumerate(value)) if isinstance(value, list) else value
        if not isinstance(value, dict) or key not in value:
            return  # an earlier change took it away
        value = value[key]
    if isinstance(value, dict):
        value[last] = odd


def outcome_of(source: Source) -> Found | CannotImport:
    try:
        return openapi.read(source)
    except CannotImport as refused:
        return refused


needs_data = pytest.mark.skipif(not PAIRS.is_dir(), reason="the real data isn't beside the repository")


@needs_data
@pytest.mark.parametrize(
    "name",
    [
        "ExampleService", "Northwind", "Northwind-V3", "People", "PingTest_V1", "Products", "TripPin",
        "annotations", "csdl-16.1", "csdl-16.2", "descriptions", "key-aliases",
    ],
)  # fmt: skip
def test_a_real_description_has_the_types_and_members_of_the_metadata_it_was_made_from(name: str) -> None:
    document = csdl_xml.read_document(Source(str(PAIRS / f"{name}.xml")))
    types = {one.name: one for one in document.entity_types}
    declared = {
        type_name: ({one.name for one in members.properties}, {one.name for one in members.navigation})
        for type_name, members in csdl_members.inherited(types, types).items()
    }

    found = openapi.read(Source(str(PAIRS / f"{name}.openapi3.json")))

    assert {
        one.type_name: (
            {attribute.name for attribute in one.attributes or ()},
            {navigation.name for navigation in one.navigation_properties},
        )
        for one in entities(found)
    } == declared


@needs_data
@pytest.mark.parametrize("name", ["ExampleService", "Northwind", "Northwind-V3", "PingTest_V1", "csdl-16.1"])
def test_the_sets_and_keys_of_a_real_description_are_those_of_its_metadata(name: str) -> None:
    metadata = csdl_xml.read(Source(str(PAIRS / f"{name}.xml")))
    keys = {one.name: set(one.key) for one in entities(metadata)}

    found = openapi.read(Source(str(PAIRS / f"{name}.openapi3.json")))

    assert {one.name: set(one.key) for one in entities(found) if one.name != one.type_name} == keys


@needs_data
def test_a_real_description_is_the_same_in_yaml_and_in_json() -> None:
    in_json = openapi.read(Source(str(PAIRS / "msft-Basic.OpenApi.json")))
    in_yaml = openapi.read(Source(str(PAIRS / "msft-Basic.OpenApi.yaml")))

    assert in_yaml._replace(notes=()) == in_json._replace(notes=())
    assert messages(in_yaml) == messages(in_json)


@needs_data
def test_three_revisions_that_differ_in_titles_only_are_the_same() -> None:
    found = [openapi.read(Source(str(DATA / "openapi" / f"dataverse-webapi-rev{n}.yml"))) for n in (1, 2, 3)]

    assert found[0] == found[1] == found[2]
    assert [(one.name, one.key) for one in entities(found[0])] == [
        ("accounts", ("accountid",)),
        ("contacts", ("contactid",)),
        ("leads", ("leadid",)),
        ("opportunities", ("opportunityid",)),
        ("incidents", ()),
        ("activities", ()),
    ]


@needs_data
def test_the_totals_of_real_descriptions_are_those_that_were_counted() -> None:
    counts = json.loads(COUNTS.read_text("utf-8"))
    counted = {name: one for name, one in counts.items() if one.get("kind") == "openapi"}
    expected = {
        name: {key: count for key, count in one.items() if isinstance(count, int)}
        for name, one in counted.items()
    }

    assert expected
    assert {name: openapi.read(Source(str(DATA / name), name)).totals for name in expected} == expected


@needs_data
def test_a_real_description_without_its_lines_is_refused() -> None:
    whole = (DATA / "openapi" / "dataverse-webapi-rev3.yml").read_text("utf-8")
    source = Source("flat.txt")
    source._bytes = " ".join(whole.split()).encode()

    with pytest.raises(
        CannotImport, match="YAML squeezed onto one line: its structure is lost with the lines; i"
    ):
        import_source(source)


def test_a_path_that_only_finds_entities_gives_them_no_name(tmp_path: Path) -> None:
    pets = {"Pet": thing(id=ID)}
    found = read(
        tmp_path,
        document({"/pet/findByStatus": got(listed(ref("Pet"))), "/pet/{petId}": got(ref("Pet"))}, pets),
    )
    whole = read(
        tmp_path,
        document(
            {
                "/pets/findByStatus": got(listed(ref("Pet"))),
                "/pets": got(listed(ref("Pet"))),
                "/pets/{petId}": got(ref("Pet")),
            },
            pets,
        ),
    )

    assert [one.name for one in entities(found)] == ["Pet"]
    assert [one.name for one in entities(whole)] == ["pets"]


def test_a_key_may_stand_on_another_path_to_the_same_collection(tmp_path: Path) -> None:
    paths = {
        "/invoices({invoice_id})/lines": got(listed(ref("line"))),
        "/invoices({invoice_id})/lines({line_id})": got(ref("line")),
        "/lines": got(listed(ref("line"))),
    }

    found = read(tmp_path, document(paths, {"line": thing(id=ID)}))

    assert [(one.name, one.key) for one in entities(found)] == [("lines", ("id",))]


def test_what_may_be_no_way_but_an_attribute_leaves_open_which_attributes_there_are(tmp_path: Path) -> None:
    schemas = {
        "Customer": thing(id=ID, address=ref("Address"), orders=listed(ref("Order"))),
        "Order": thing(id=ID, customer=ref("Customer")),
        "Address": thing(id=ID, street=TEXT),
        "Copy": {"allOf": [{"$ref": "other.json#/Base"}, thing(id=ID)]},
    }
    paths = {f"/{one.lower()}s": got(listed(ref(one))) for one in ("Customer", "Order", "Copy")}

    found = {one.name: one.partial_because for one in entities(read(tmp_path, document(paths, schemas)))}

    assert {name: found[name] for name in ("customers", "orders", "copys")} == {
        "customers": "`address` is perhaps an attribute: no path lists `Address`",
        "orders": "",
        "copys": "its schema takes over `other.json#/Base`, which isn't read",
    }


@pytest.mark.parametrize(
    ("schema", "why"),
    [
        (thing(id=ID) | {"additionalProperties": False}, ""),
        (
            thing(id=ID) | {"additionalProperties": True},
            "its schema permits properties that it doesn't declare",
        ),
        (
            thing(id=ID) | {"additionalProperties": TEXT},
            "its schema permits properties that it doesn't declare",
        ),
        (
            thing(id=ID) | {"patternProperties": {"^x": TEXT}},
            "its schema permits properties that it doesn't declare",
        ),
        (
            {"allOf": [thing(id=ID) | {"additionalProperties": {}}]},
            "its schema permits properties that it doesn't declare",
        ),
        (
            thing(id=ID) | {"oneOf": [thing(a=TEXT)]},
            "its schema is one of several (`oneOf`), whose properties aren't read",
        ),
        (thing(id=ID) | {"anyOf": [{"required": ["id"]}]}, ""),
    ],
)
def test_a_schema_that_permits_more_than_it_declares_is_not_whole(
    tmp_path: Path, schema: dict[str, Any], why: str
) -> None:
    found = read(tmp_path, document({"/as": got(listed(ref("A")))}, {"A": schema}))

    assert [one.partial_because for one in entities(found)] == [why]


ADDRESS = thing(street=TEXT, city=TEXT, code=TEXT)


@pytest.mark.parametrize(
    ("holding", "type_"),
    [
        (ref("Address"), "Address"),
        ({"allOf": [ref("Address")]}, "Address"),
        (listed(ref("Address")), "Collection(Address)"),
        (thing(results=listed(ref("Address"))), "Collection(Address)"),
        (ref("Date"), "object"),  # that isn't the type `Date`
        (listed(ref("Date")), "array"),
    ],
)
def test_what_has_no_key_and_no_path_is_a_value_and_an_attribute_has_its_type(
    tmp_path: Path, holding: dict[str, Any], type_: str
) -> None:
    schemas = {"Customer": thing(home=holding), "Address": ADDRESS, "Date": thing(y=TEXT)}

    found = read(tmp_path, document({"/customers": got(listed(ref("Customer")))}, schemas))

    (customer,) = (one for one in entities(found) if one.name == "customers")
    assert customer == Entity("customers", (Attribute("home", type_),), type_name="Customer")


@pytest.mark.parametrize(
    ("paths", "more"),
    [
        ({}, {"id": ID}),
        ({}, {"addressId": ID}),
        ({}, {"AddressNo": TEXT}),
        ({"/addresses": got(listed(ref("Address")))}, {}),
        ({"/customers/{id}/home": got(ref("Address"))}, {}),
    ],
    ids=["a key", "its own key", "its own number", "a list", "a path"],
)
def test_what_has_a_key_or_a_path_is_an_entity(
    tmp_path: Path, paths: dict[str, Any], more: dict[str, Any]
) -> None:
    schemas = {"Customer": thing(id=ID, home=ref("Address")), "Address": thing(city=TEXT, **more)}

    found = read(tmp_path, document({"/customers": got(listed(ref("Customer"))), **paths}, schemas))

    assert [one.type for one in entities(found)[0].navigation_properties] == ["Address"]


def test_what_a_base_has_like_a_key_is_a_key(tmp_path: Path) -> None:
    schemas = {
        "Trip": thing(id=ID, items=listed(ref("Flight"))),
        "Item": thing(itemId=TEXT),
        "Flight": {"allOf": [ref("Item"), thing(code=TEXT)]},
    }

    found = read(tmp_path, document({"/trips": got(listed(ref("Trip")))}, schemas))

    assert [one.name for one in entities(found)] == ["trips", "Item", "Flight"]


def option(name: str, *values: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "array", "items": {"type": "string", "enum": list(values)}}
    return {"name": name, "in": "query", "schema": schema if values else {"type": "integer"}}


def test_what_a_query_can_expand_is_an_entity(tmp_path: Path) -> None:
    schemas = {"Order": thing(id=ID, to=ref("Address"), by=ref("Carrier")), "Address": ADDRESS}
    schemas["Carrier"] = thing(title=TEXT)
    orders = got(listed(ref("Order")), parameters=[{"$ref": "#/components/parameters/expand"}])
    parameters = {"expand": option("$expand", "*", "by", "gone")}

    found = read(tmp_path, document({"/orders": orders}, schemas, parameters=parameters))

    assert [one.name for one in entities(found)] == ["orders", "Carrier"]
    assert entities(found)[0] == Entity(
        "orders",
        (Attribute("id", "string/uuid"), Attribute("to", "Address")),
        type_name="Order",
        navigation_properties=(NavigationProperty("by", "Carrier", False, "Carrier"),),
    )


@pytest.mark.parametrize("others", [{}, {"__count": TEXT, "__next": TEXT}])
def test_an_expanded_collection_of_version_2_leads_to_many(tmp_path: Path, others: dict[str, Any]) -> None:
    schemas = {
        "Product": thing(id=ID),
        "Category": thing(id=ID, products=thing(results=listed(ref("Product")), **others), more=ref("Page")),
        "Page": thing(results=listed(ref("Product"))),
        "Hits": thing(results=listed(ref("Product")), total=TEXT),
    }
    paths = {"/Categories": got(listed(ref("Category"))), "/Products": got(listed(ref("Product")))}

    found = read(tmp_path, document(paths, schemas))

    assert entities(found)[1].navigation_properties == (
        NavigationProperty("products", "Product", True, "Products"),
        NavigationProperty("more", "Product", True, "Products"),
    )


ODATA = {"get": {"responses": {}, "parameters": [option("$top")]}}


@pytest.mark.parametrize(
    ("more", "names"),
    [
        ({"/People({id})": got(ref("Person"))}, [("People", ("id",)), ("Me", ("id",))]),
        ({"/Cities": ODATA, "/People/{id}": got(ref("Person"))}, [("People", ("id",)), ("Me", ("id",))]),
        ({}, [("People", ())]),
        ({"/GetBest": got(ref("Person")), "/a({b})": {}, "/a/b": got(ref("Person"))},
         [("People", ()), ("Me", ())]),
    ],
    ids=["keys in parentheses", "options of OData", "no OData", "what only finds one"],
)  # fmt: skip
def test_a_singleton_of_odata_is_an_entity_of_its_type(
    tmp_path: Path, more: dict[str, Any], names: list[tuple[str, tuple[str, ...]]]
) -> None:
    paths = {"/Me": got(ref("Person")), "/People": got(listed(ref("Person"))), **more}
    person = thing(id=ID, friend=ref("Person"))

    found = read(tmp_path, document(paths, {"Person": person}))

    assert [(one.name, one.key) for one in entities(found)] == names
    assert {one.navigation_properties[0].entity for one in entities(found)} == {"People"}


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["/findPets"], ["Pet"]),
        (["/list-pets"], ["Pet"]),
        (["/pets/search"], ["Pet"]),
        (["/pets/lost", "/pets"], ["pets"]),
        (["/pets/find", "/shops({s})/pets"], ["pets"]),
        (["/listings"], ["listings"]),
        (["/getaways"], ["getaways"]),
    ],
)
def test_an_action_gives_an_entity_no_name(tmp_path: Path, paths: list[str], names: list[str]) -> None:
    found = read(tmp_path, document({one: got(listed(ref("Pet"))) for one in paths}, {"Pet": thing(id=ID)}))

    assert [one.name for one in entities(found)] == names


GUESS = "the key of `{}`, `{{{}}}` on its path, is taken for its property `{}`"


@pytest.mark.parametrize(
    ("paths", "properties", "key", "told"),
    [
        ({"/cats({catId})": {}}, "id name", "id", GUESS.format("cats", "catId", "id")),
        ({"/cats/{cat-id}": {}}, "ID", "ID", GUESS.format("cats", "cat-id", "ID")),
        ({"/cats/{id}": {}}, "name catId", "catId", GUESS.format("cats", "id", "catId")),
        ({"/homes({h})/cats({catNo})": {}}, "id No", "No", GUESS.format("cats", "catNo", "No")),
        ({"/homes({h})/strays({id})": got(ref("Cat"))}, "id", "id", ""),
        ({"/cats('{id}')/toys": {}}, "id", "id", ""),
        ({"/cats({dogId})": {}}, "id", "", ""),
        ({"/cats({catName})": {}}, "name", "", ""),
        ({"/cats/{id}": {}}, "catId cat_id", "", ""),
        ({"/cats({catId},{no})": {}}, "id", "", ""),
    ],
)
def test_a_key_is_found_on_any_path_and_what_is_a_guess_is_told(
    tmp_path: Path, paths: dict[str, Any], properties: str, key: str, told: str
) -> None:
    cat = thing(**dict.fromkeys(properties.split(), TEXT))

    found = read(tmp_path, document({"/cats": got(listed(ref("Cat"))), **paths}, {"Cat": cat}))

    assert [one.key for one in entities(found)] == [(key,) if key else ()]
    assert messages(found) == ([told] if told else [])


def test_an_entity_that_no_path_lists_has_the_key_of_the_path_to_one(tmp_path: Path) -> None:
    paths = {"/pet/findByTags": got(listed(ref("Pet"))), "/pet/{petId}": {"delete": {}}}
    paths |= {"/toys/{id}": got(ref("Toy"))}

    found = read(tmp_path, document(paths, {"Pet": thing(id=ID), "Toy": thing(id=ID)}))

    assert [(one.name, one.key) for one in entities(found)] == [("Pet", ("id",)), ("Toy", ("id",))]
