"""What becomes of the Common Data Model's manifests and entity documents."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.importers import cdm
from linter.importers.cdm.documents import Corpus
from linter.importers.found import Attribute, CannotImport, DataSource, Entity, Found, Note, Relationship
from linter.importers.recognise import import_source
from linter.importers.source import Source
from tests.cdm_documents import (
    ADDRESS,
    PRIMITIVES,
    attribute,
    document,
    entity,
    manifest,
    names,
    read,
    resolved,
    write,
)

REPO = Path(__file__).parent.parent
DATA = REPO.parent / "shared" / "data"
ORACLE = DATA / "oracle" / "cdm-resolved-attributes.json"
COUNTS = DATA / "oracle" / "expected-counts.json"


def test_a_manifest_is_one_data_source_with_its_entities_and_relationships(tmp_path: Path) -> None:
    relationship = {
        "fromEntity": "Order.cdm.json/Order",
        "fromEntityAttribute": "customerId",
        "toEntity": "/Customer.cdm.json/Customer",
        "toEntityAttribute": "customerId",
    }
    key = attribute("customerId", "guid", purpose="identifiedBy", sourceName="customerid")
    files = {
        "default.manifest.cdm.json": manifest(
            "Customer.cdm.json/Customer", "Order.cdm.json/Order", relationships=[relationship]
        ),
        "Customer.cdm.json": document(entity("Customer", key, attribute("since", "dateTime"))),
        "Order.cdm.json": document(entity("Order", attribute("customerId", "guid"))),
    }

    assert read(tmp_path, files) == Found(
        format="cdm",
        data_sources=(
            DataSource(
                (
                    Entity(
                        "Customer",
                        (Attribute("customerId", "Guid", "customerid"), Attribute("since", "DateTime")),
                        ("customerId",),
                    ),
                    Entity("Order", (Attribute("customerId", "Guid"),)),
                ),
                "sales",
                complete=("entities",),
            ),
        ),
        relationships=(
            Relationship("Order", "customerId", "Customer", "customerId", cardinality="manyToOne"),
        ),
        totals={"entities": 2, "rels": 1, "subs": 0, "partitions": 0, "patterns": 0},
    )


def test_an_entity_is_called_as_the_manifest_declares_it(tmp_path: Path) -> None:
    declared = {"entityName": "Client", "entitySchema": "c.cdm.json/Customer"}
    files = {
        "old.folio.cdm.json": {"folioName": "old", "entities": [declared]},
        "c.cdm.json": document(entity("Other"), entity("Customer", attribute("a"))),
    }

    found = read(tmp_path, files)

    client = Entity("Client", (Attribute("a", "String"),))
    assert found.data_sources == (DataSource((client,), "old", complete=("entities",)),)


@pytest.mark.parametrize("key", ["subManifests", "submanifests"])
def test_sub_manifests_are_followed_once_each_also_around_a_cycle(tmp_path: Path, key: str) -> None:
    below = {"manifestName": "below", "definition": "below/b.manifest.cdm.json"}
    above = {"manifestName": "sales", "definition": "../a.manifest.cdm.json"}
    files = {
        "a.manifest.cdm.json": manifest("A.cdm.json/A", **{key: [below, below]}),
        "below/b.manifest.cdm.json": manifest("B.cdm.json/B", **{key: [above]}),
        "A.cdm.json": document(entity("A")),
        "below/B.cdm.json": document(entity("B", attribute("b"))),
    }

    found = read(tmp_path, files)

    assert found.data_sources == (
        DataSource((Entity("A"), Entity("B", (Attribute("b", "String"),))), "sales", complete=("entities",)),
    )
    assert found.notes == ()


def test_an_entity_that_is_declared_again_is_noted_unless_it_is_of_the_same_document(tmp_path: Path) -> None:
    files = {
        "a.manifest.cdm.json": manifest(
            "A.cdm.json/A", subManifests=[{"definition": "below/b.manifest.cdm.json"}]
        ),
        "below/b.manifest.cdm.json": manifest("../A.cdm.json/A", "B.cdm.json/A"),
        "A.cdm.json": document(entity("A", attribute("x"))),
        "below/B.cdm.json": document(entity("A", attribute("y"))),
    }

    found = read(tmp_path, files)

    one, other = (Entity("A", (Attribute(name, "String"),)) for name in "xy")
    assert found.data_sources[0].entities == (one, one, other)
    message = "entity `A` is declared again, first in a.manifest.cdm.json:1:78"
    assert found.notes == (Note("below/b.manifest.cdm.json", 1, 155, message),)


def test_relationships_that_end_elsewhere_are_kept_and_told_in_one_note(tmp_path: Path) -> None:
    def to(path: str) -> dict[str, str]:
        ends = {"fromEntity": "A.cdm.json/A", "fromEntityAttribute": "x"}
        return {**ends, "toEntity": path, "toEntityAttribute": "id"}

    paths = ["U.cdm.json/U", "/t/T.cdm.json/T", "U.cdm.json/U", "V.cdm.json/V", "W.cdm.json/W"]
    files = {
        "a.manifest.cdm.json": json.dumps(
            manifest("A.cdm.json/A", relationships=[to(path) for path in paths]), indent=1
        ),
        "A.cdm.json": document(entity("A")),
    }

    found = read(tmp_path, files)

    assert [one.to_entity for one in found.relationships] == ["U", "T", "U", "V", "W"]
    message = (
        "5 relationships end at entities that the manifest doesn't declare: "
        "`U.cdm.json/U`, `/t/T.cdm.json/T`, `V.cdm.json/V` and 1 more"
    )
    assert found.notes == (Note("a.manifest.cdm.json", 10, 19, message),)


def test_a_relationship_that_lacks_an_end_is_noted(tmp_path: Path) -> None:
    files = {"a.manifest.cdm.json": {"manifestName": "a", "relationships": [{"fromEntity": "A"}, 7]}}

    found = read(tmp_path, files)

    assert found.relationships == ()
    takes = "`fromEntity`, `fromEntityAttribute`, `toEntity`, `toEntityAttribute`"
    assert [note.message for note in found.notes] == [
        f"this relationship isn't imported; it takes {takes}",
        "this is no object, and is not imported",
        "the manifest declares no entities",
    ]


@pytest.mark.parametrize(
    ("declared", "why"),
    [
        ({}, "there is none; expected the path of a document and the entity's name in it, "),
        ({"entityPath": "there"}, "`there` is no such path; expected the path of a document and "),
        ({"entityPath": "no.cdm.json/A"}, "`no.cdm.json` isn't there"),
        ({"entityPath": "../no.cdm.json/A"}, "`../no.cdm.json` lies outside the source and --cdm-root, "),
        ({"entityPath": "cdm:/A.cdm.json/A"}, "`cdm:/A.cdm.json` lies in a storage that isn't known; --cdm-"),
        ({"entityPath": "adls:/A.cdm.json/A"}, "`adls:/A.cdm.json` lies in a storage that isn't known"),
        ({"entityPath": "a\0.cdm.json/A"}, "`a\0.cdm.json` isn't there"),
        ({"entityPath": "A.cdm.json/Accont"}, "`A.cdm.json` defines no entity `Accont`; did you mean `Acco"),
    ],
)
def test_an_entity_whose_document_cannot_be_had_is_there_without_attributes(
    tmp_path: Path, declared: dict[str, str], why: str
) -> None:
    files = {
        "a.manifest.cdm.json": {"manifestName": "a", "entities": [{"entityName": "A", **declared}]},
        "A.cdm.json": document(entity("Account")),
    }

    found = read(tmp_path, files)

    assert [one[:2] for one in found.data_sources[0].entities] == [("A", None)]
    assert len(found.notes) == 1
    assert found.notes[0].message.startswith(f"the attributes of `A` aren't known: {why}")
    because = found.data_sources[0].entities[0].partial_because
    told = because.removeprefix("the manifest doesn't say which document declares them: ")
    assert told in found.notes[0].message


def test_a_document_is_a_data_source_of_all_its_entities(tmp_path: Path) -> None:
    found = read(tmp_path, {"x.cdm.json": document(entity("A", attribute("a")), entity("B"), entity("B"))})

    assert found.data_sources == (
        DataSource((Entity("A", (Attribute("a", "String"),)), Entity("B"), Entity("B"))),
    )
    assert found.totals == {"entities": 3}
    assert [note.message for note in found.notes] == [
        "entity `B` is declared again, first in x.cdm.json:1:201"
    ]


@pytest.mark.parametrize(
    "form", ["b.cdm.json", "/b.cdm.json", "local:/b.cdm.json", "./sub/../b.cdm.json", "cdm:/b.cdm.json"]
)
def test_imports_are_found_by_each_form_of_a_path(tmp_path: Path, form: str) -> None:
    files = {
        "x.cdm.json": document(entity("X", extendsEntity="B"), imports=[form]),
        "b.cdm.json": document(entity("B", attribute("b")), imports=["/primitives.cdm.json"]),
    }

    found = read(tmp_path, files, root=".")

    assert found == Found(
        format="cdm",
        data_sources=(DataSource((Entity("X", (Attribute("b", "String"),)),)),),
        totals={"entities": 1},
    )


def test_cdm_paths_and_absolute_ones_below_the_root_start_at_the_root(tmp_path: Path) -> None:
    files = {
        "mine/x.cdm.json": document(entity("X", extendsEntity="B"), imports=["cdm:/core/b.cdm.json"]),
        "cdm/core/b.cdm.json": document(entity("B", attribute("b")), imports=["/types.cdm.json"]),
        "cdm/types.cdm.json": PRIMITIVES,
    }

    found = read(tmp_path, files, root="cdm")

    assert names(found.data_sources[0].entities[0]) == ["b"]
    assert found.notes == ()


def test_old_imports_by_uri_are_followed(tmp_path: Path) -> None:
    files = {
        "x.cdm.json": document(entity("X", extendsEntity="B"), imports=[{"uri": "/b.cdm.json"}]),
        "b.cdm.json": document(entity("B", attribute("b"))),
    }

    assert names(read(tmp_path, files).data_sources[0].entities[0]) == ["b"]


def test_the_last_and_nearest_import_defines_a_name(tmp_path: Path) -> None:
    files = {
        "x.cdm.json": document(
            entity("X", extendsEntity="B"), imports=["b1.cdm.json", "b2.cdm.json", "c.cdm.json"]
        ),
        "b1.cdm.json": document(entity("B", attribute("first"))),
        "b2.cdm.json": document(entity("B", attribute("last"))),
        "b3.cdm.json": document(entity("B", attribute("farther"))),
        "c.cdm.json": document(imports=["b3.cdm.json"]),
    }

    assert names(read(tmp_path, files).data_sources[0].entities[0]) == ["last"]


def test_a_moniker_leads_to_one_import_and_hides_it_otherwise(tmp_path: Path) -> None:
    base = {"corpusPath": "base/A.cdm.json", "moniker": "base_A"}
    files = {
        "A.cdm.json": document(
            entity("A", attribute("own"), extendsEntity="base_A/A"),
            entity("B", extendsEntity="OnlyThere"),
            imports=["/primitives.cdm.json", base],
        ),
        "base/A.cdm.json": document(entity("A", attribute("inherited")), entity("OnlyThere", attribute("x"))),
    }

    found = read(tmp_path, files)

    assert [names(one) for one in found.data_sources[0].entities] == [["inherited", "own"], []]
    assert [note.message for note in found.notes] == [
        "the entity `OnlyThere` isn't defined in what this document imports"
    ]


def test_a_definition_can_be_named_by_its_path(tmp_path: Path) -> None:
    files = {
        "x.cdm.json": document(entity("X", extendsEntity={"entityReference": "/b.cdm.json/B"})),
        "b.cdm.json": document(entity("B", attribute("b"))),
    }

    assert names(read(tmp_path, files).data_sources[0].entities[0]) == ["b"]


def test_an_entity_can_hold_its_base(tmp_path: Path) -> None:
    base = entity("B", attribute("b"))

    assert names(resolved(tmp_path, entity("X", extendsEntity={"entityReference": base}))) == ["b"]


def test_an_inherited_attribute_that_is_declared_again_keeps_its_place(tmp_path: Path) -> None:
    base = entity("B", attribute("a", sourceName="src"), attribute("b"))

    one = resolved(tmp_path, entity("X", attribute("a", "date"), extendsEntity="B"), base)

    assert one.attributes == (Attribute("a", "Date", "src"), Attribute("b", "String"))


def test_inherited_attributes_can_be_removed_or_avoided(tmp_path: Path) -> None:
    removed = attribute("a", resolutionGuidance={"removeAttribute": True})
    avoids = {"selectsSubAttribute": {"selects": "some", "selectsSomeAvoidNames": ["b"]}}

    one = resolved(
        tmp_path,
        entity("X", removed, extendsEntity="B", extendsEntityResolutionGuidance=avoids),
        entity("B", attribute("a"), attribute("b"), attribute("c")),
    )

    assert names(one) == ["c"]


@pytest.mark.parametrize(
    ("again", "expected"),
    [
        ({"entity": "Address", "resolutionGuidance": {"entityByReference": {}}}, "z homeId"),
        ({"entity": "Address"}, "z homeAddressId homeLine1 homeCity"),
        ({"entity": "Address", "resolutionGuidance": {"cardinality": "many"}}, "z"),
        ({"entity": "Address", "resolutionGuidance": {"removeAttribute": True}}, "z"),
        ({"entity": {"source": "Address"}}, "z addressId line1 city"),
        (
            {
                "entity": "Address",
                "resolutionGuidance": {"entityByReference": {"foreignKeyAttribute": attribute("one")}},
            },
            "homeOne z",
        ),
    ],
)
def test_an_attribute_of_an_entity_that_is_declared_again_takes_away_what_it_brought_before(
    tmp_path: Path, again: dict[str, Any], expected: str
) -> None:
    said = {"entityByReference": {"foreignKeyAttribute": attribute("one")}}
    base = entity("B", {"name": "home", "entity": "Address", "resolutionGuidance": said}, attribute("z"))

    one = resolved(tmp_path, entity("X", {"name": "home", **again}, extendsEntity="B"), base, ADDRESS)

    assert names(one) == expected.split()


def test_attribute_groups_are_taken_in_by_name_by_reference_and_in_place(tmp_path: Path) -> None:
    takes = {"selectsSubAttribute": {"selects": "some", "selectsSomeTakeNames": ["t2", "t1"]}}

    one = resolved(
        tmp_path,
        entity(
            "X",
            "G",
            {"attributeGroupReference": "H"},
            {"attributeGroupReference": {"attributeGroupName": "I", "members": [attribute("i")]}},
            {"attributeGroupName": "J", "members": [attribute("j")]},
            {"attributeGroupReference": "T", "resolutionGuidance": takes},
        ),
        {"attributeGroupName": "G", "members": [attribute("g"), "N"]},
        {"attributeGroupName": "H", "members": [attribute("h")]},
        {"attributeGroupName": "N", "members": [attribute("n")]},
        {"attributeGroupName": "T", "members": [attribute("t0"), attribute("t1"), attribute("t2")]},
    )

    assert names(one) == ["g", "n", "h", "i", "j", "t2", "t1"]


def test_an_entity_attribute_by_reference_is_its_foreign_key(tmp_path: Path) -> None:
    def guidance(**more: Any) -> dict[str, Any]:
        return {"entityByReference": {"allowReference": True, **more}}

    key = attribute("id", "guid", sourceName="fk")

    one = resolved(
        tmp_path,
        entity(
            "X",
            {"name": "home", "entity": "Address", "resolutionGuidance": guidance(foreignKeyAttribute=key)},
            {
                "name": "work",
                "entity": {"entityReference": "Address"},
                "resolutionGuidance": {**guidance(foreignKeyAttribute=key), "renameFormat": "{m}"},
            },
            {"name": "other", "entity": "Unknown", "resolutionGuidance": guidance()},
            {
                "name": "all",
                "entity": "Address",
                "resolutionGuidance": {**guidance(), "cardinality": "many"},
            },
        ),
        ADDRESS,
    )

    assert one.attributes == (
        Attribute("homeId", "Guid", "fk"),
        Attribute("id", "Guid", "fk"),
        Attribute("otherId", "Guid"),
    )


def test_an_entity_attribute_that_may_be_one_of_several_has_an_attribute_for_which(tmp_path: Path) -> None:
    options = entity(
        "Customer",
        {"name": "a", "entity": "Account"},
        {"name": "c", "entity": {"entityReference": "Contact"}},
    )
    guidance = {
        "renameFormat": "{m}",
        "entityByReference": {"allowReference": True, "foreignKeyAttribute": attribute("customerId", "guid")},
        "selectsSubAttribute": {"selects": "one", "selectedTypeAttribute": attribute("customerIdType")},
    }

    one = resolved(
        tmp_path,
        entity("X", {"name": "x", "entity": {"entityReference": options}, "resolutionGuidance": guidance}),
    )

    assert names(one) == ["customerId", "customerIdType"]


def test_an_entity_attribute_without_reference_brings_the_attributes_of_the_entity(tmp_path: Path) -> None:
    some = {
        "renameFormat": "{A}_{m}",
        "selectsSubAttribute": {"selects": "some", "selectsSomeTakeNames": ["Work_city"]},
    }

    one = resolved(
        tmp_path,
        entity(
            "X",
            {"name": "home", "entity": "Address"},
            {"name": "work", "entity": "Address", "resolutionGuidance": some},
        ),
        ADDRESS,
    )

    assert names(one) == ["homeAddressId", "homeLine1", "homeCity", "Work_city"]


def with_home(folder: Path, guidance: dict[str, Any]) -> Entity:
    """An entity that has an address as its home, by some guidance."""
    home = {"name": "home", "entity": "Address", "resolutionGuidance": guidance}
    return resolved(folder, entity("X", home), ADDRESS)


def test_an_entity_attribute_can_be_repeated(tmp_path: Path) -> None:
    count = attribute("count", "integer", resolutionGuidance={"removeAttribute": True})
    guidance = {
        "removedDirectives": ["referenceOnly", "normalized"],
        "cardinality": "many",
        "renameFormat": "{a}{o}{M}",
        "expansion": {"startingOrdinal": 1, "maximumExpansion": 2, "countAttribute": count},
        "entityByReference": {
            "allowReference": True,
            "alwaysIncludeForeignKey": True,
            "foreignKeyAttribute": attribute("fk", "guid"),
        },
        "selectsSubAttribute": {"selects": "some", "selectsSomeAvoidNames": ["homeAddressId", "homeCity"]},
    }

    one = with_home(tmp_path, guidance)

    assert one.attributes == (
        Attribute("home1Fk", "Guid"),
        Attribute("home1Line1", "String", "ln"),
        Attribute("home2Fk", "Guid"),
        Attribute("home2Line1", "String", "ln"),
    )


@pytest.mark.parametrize(
    ("guidance", "expected"),
    [
        ({}, "homeId"),
        ({"foreignKeyAttribute": attribute("ref", "guid")}, "homeRef"),
        ({"alwaysIncludeForeignKey": True}, "homeId"),
        ({"allowReference": False}, "homeAddressId homeLine1 homeCity"),
        ({"allowReference": False, "foreignKeyAttribute": attribute("ref", "guid")}, "homeRef"),
        (
            {
                "allowReference": False,
                "alwaysIncludeForeignKey": True,
                "foreignKeyAttribute": attribute("ref", "guid"),
            },
            "homeAddressId homeLine1 homeCity homeRef",
        ),
    ],
)
def test_an_entity_may_be_referred_to_unless_guidance_forbids_it(
    tmp_path: Path, guidance: dict[str, Any], expected: str
) -> None:
    one = with_home(tmp_path, {"entityByReference": guidance})

    assert names(one) == expected.split()


@pytest.mark.parametrize(
    ("selects", "expected"),
    [
        ({"selects": "one"}, "homeAddressId homeLine1 homeCity homeType"),
        ({}, "homeAddressId homeLine1 homeCity homeType"),
        ({"selects": "all"}, "homeAddressId homeLine1 homeCity"),
        ({"selects": "some"}, "homeAddressId homeLine1 homeCity"),
        (
            {"selects": "some", "selectsSomeTakeNames": ["city", "homeCity", "homeLine1"]},
            "homeCity homeLine1",
        ),
        ({"selects": "some", "selectsSomeAvoidNames": ["city", "homeLine1"]}, "homeAddressId homeCity"),
        (
            {
                "selects": "some",
                "selectsSomeTakeNames": ["homeCity", "homeLine1"],
                "selectsSomeAvoidNames": ["homeCity"],
            },
            "homeAddressId homeLine1",
        ),
    ],
)
def test_what_is_selected_of_an_entity_is_named_as_it_is_in_the_end(
    tmp_path: Path, selects: dict[str, Any], expected: str
) -> None:
    one = with_home(tmp_path, {"selectsSubAttribute": selects})

    assert names(one) == expected.split()


@pytest.mark.parametrize(
    ("guidance", "expected"),
    [
        ({"addSupportingAttribute": attribute("more")}, "addressId line1 city more"),
        ({"renameFormat": "x{m}"}, "addressId line1 city"),
        ({"selectsSubAttribute": {"selects": "one"}}, "addressId line1 city type"),
        (
            {
                "selectsSubAttribute": {"selects": "some", "selectsSomeTakeNames": ["city"]},
                "addSupportingAttribute": attribute("more"),
            },
            "city more",
        ),
        ({"entityByReference": {"foreignKeyAttribute": attribute("ref", "guid")}}, "ref"),
        ({"cardinality": "many"}, ""),
        ({"removeAttribute": True}, ""),
    ],
)
def test_guidance_says_what_becomes_of_inherited_attributes(
    tmp_path: Path, guidance: dict[str, Any], expected: str
) -> None:
    extending = {"extendsEntity": "Address", "extendsEntityResolutionGuidance": guidance}

    one = resolved(tmp_path, entity("X", attribute("own"), **extending), ADDRESS)

    assert names(one) == [*expected.split(), "own"]


@pytest.mark.parametrize(
    ("guidance", "expected"),
    [
        ({"expansion": {"startingOrdinal": 1, "maximumExpansion": 2}}, "homeCount home1City home2City"),
        ({"cardinality": "many"}, "homeCount home0City home1City home2City home3City home4City"),
    ],
)
def test_an_array_is_counted_and_repeated_five_times_where_it_does_not_say_otherwise(
    tmp_path: Path, guidance: dict[str, Any], expected: str
) -> None:
    some = {"selects": "some", "selectsSomeTakeNames": ["homeCity"]}
    said = {"removedDirectives": ["normalized"], "selectsSubAttribute": some, **guidance}

    one = with_home(tmp_path, said)

    assert names(one) == expected.split()


def test_an_attribute_that_is_no_entity_is_repeated_under_its_name_and_a_number(tmp_path: Path) -> None:
    """Microsoft's resolver leaves out all but the count."""
    said = {"removedDirectives": ["normalized"], "expansion": {"startingOrdinal": 1, "maximumExpansion": 2}}

    one = resolved(tmp_path, entity("X", attribute("phone", resolutionGuidance=said)))

    assert names(one) == ["count", "phone1", "phone2"]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("guid", "string", "Guid"),
        ("string", "guid", "Guid"),
        ("date", "string", "String"),
        ("string", "date", "Date"),  # Microsoft's resolver knows no format here
        ("string", "boolean", "Boolean"),  # nor here
        ("boolean", "string", "String"),
        ("date", "time", "DateTime"),
        ("integer", "string", "Int64"),  # `big`, which a character is, makes an integer a big one
        ("bigInteger", "integer", "Int64"),
    ],
)
def test_an_attribute_that_is_declared_twice_has_the_traits_of_both(
    tmp_path: Path, first: str, second: str, expected: str
) -> None:
    own = [
        {"dataTypeName": "boolean", "exhibitsTraits": ["is.dataFormat.boolean"]},
        {"dataTypeName": "time", "exhibitsTraits": ["is.dataFormat.time"]},
    ]
    twice = [attribute("a", first, purpose="identifiedBy", sourceName="src"), attribute("a", second)]

    one = resolved(tmp_path, entity("X", *twice), *own)

    assert one == Entity("X", (Attribute("a", expected, "src"),), ("a",))


@pytest.mark.parametrize(
    ("form", "expected"),
    [({}, "phonesCount phonesNumber1"), ({"renameFormat": "{a}.{o}.{M}"}, "phones..Count phones.1.Number1")],
)
def test_the_number_of_what_is_repeated_is_known_farther_out(
    tmp_path: Path, form: dict[str, str], expected: str
) -> None:
    once = {"removedDirectives": ["normalized"], "renameFormat": "{m}{o}"}
    repeated = {**once, "expansion": {"startingOrdinal": 1, "maximumExpansion": 1}}
    phones = entity("Phones", {"name": "phone", "entity": "Phone", "resolutionGuidance": repeated})

    one = resolved(
        tmp_path,
        entity("X", {"name": "phones", "entity": "Phones", "resolutionGuidance": form}),
        phones,
        entity("Phone", attribute("number")),
    )

    assert names(one) == expected.split()


def test_each_place_of_an_unknown_data_type_counts(tmp_path: Path) -> None:
    found = read(
        tmp_path, {"x.cdm.json": document(entity("X", attribute("a", "odd"), attribute("b", "odd")))}
    )

    assert [note.message for note in found.notes] == [
        "the data type `odd` isn't defined in what this document imports (2 places, this is the first)"
    ]


def test_a_trait_gives_the_source_name_too(tmp_path: Path) -> None:
    def named(*sources: str) -> list[Any]:
        return [{"traitReference": "is.CDS.sourceNamed", "arguments": [source]} for source in sources]

    keyed = {"entityByReference": {"foreignKeyAttribute": attribute("key", "guid", sourceName="own")}}
    by_name = [{"traitReference": "is.CDS.sourceNamed", "arguments": [{"name": "name", "value": "src"}]}]

    one = resolved(
        tmp_path,
        entity(
            "X",
            attribute("a", appliedTraits=named("src")),
            attribute("b", appliedTraits=by_name),
            attribute("c", appliedTraits=named("src"), sourceName="property"),
            attribute("d", appliedTraits=named("src", "last")),
            attribute("e", {"dataTypeReference": "string", "appliedTraits": named("src")}),  # type: ignore[arg-type]  # the long form
            attribute(
                "f",
                {"dataTypeReference": "string", "appliedTraits": named("type")},  # type: ignore[arg-type]  # the long form
                appliedTraits=named("own"),
            ),
            {
                "name": "home",
                "entity": "Address",
                "resolutionGuidance": keyed,
                "appliedTraits": named("src"),
                "purpose": "identifiedBy",
            },
        ),
        ADDRESS,
    )

    assert [said.source_name for said in one.attributes or ()] == [
        *("src", "src", "property", "last", "src", "own", "src")
    ]
    assert one.key == ("homeKey",)


def test_an_absolute_path_below_the_root_is_noted_alone(tmp_path: Path) -> None:
    files = {
        "mine/x.cdm.json": document(entity("X", extendsEntity="B"), imports=["cdm:/b.cdm.json"]),
        "cdm/b.cdm.json": document(entity("B", "G"), imports=["/gone.cdm.json"]),
    }

    assert read(tmp_path, files, root="cdm").notes[0].message == "the import `/gone.cdm.json` isn't there"


def test_a_list_lookup_brings_the_attribute_that_displays_it(tmp_path: Path) -> None:
    guidance = {"addSupportingAttribute": attribute("state_display")}

    one = resolved(
        tmp_path,
        entity(
            "X",
            attribute("state", {"dataTypeReference": "listLookup"}, resolutionGuidance=guidance),  # type: ignore[arg-type]  # the long form
        ),
    )

    assert one.attributes == (Attribute("state", "Int32"), Attribute("state_display", "String"))


def test_types_come_from_the_data_type_its_traits_those_applied_or_the_format_itself(tmp_path: Path) -> None:
    own = {"dataTypeName": "amount", "extendsDataType": "bigInteger"}
    applied = {"dataTypeReference": "integer", "appliedTraits": ["is.dataFormat.small"]}

    one = resolved(
        tmp_path,
        entity(
            "X",
            attribute("a", "amount"),
            {"name": "b", "dataType": applied},
            {"name": "c", "appliedTraits": ["is.dataFormat.date", {"traitReference": "is.dataFormat.time"}]},
            {"name": "d", "dataFormat": "DateTimeOffset", "appliedTraits": ["is.dataFormat.date"]},
            {"name": "e"},
            attribute("f", "string", dataFormat="Int32"),
        ),
        own,
    )

    assert [(said.name, said.type) for said in one.attributes or ()] == [
        ("a", "Int64"),
        ("b", "Int16"),
        ("c", "DateTime"),
        ("d", "DateTimeOffset"),
        ("e", ""),
        ("f", "Int32"),
    ]


@pytest.mark.parametrize(
    "more",
    [
        {"purpose": "identifiedBy"},
        {"purpose": {"purposeReference": "identifiedBy"}},
        {"isPrimaryKey": True},
        {"appliedTraits": ["is.identifiedBy"]},
    ],
)
def test_a_key_is_told_by_purpose_property_or_trait(tmp_path: Path, more: dict[str, Any]) -> None:
    one = resolved(tmp_path, entity("X", attribute("a"), attribute("k", **more)))

    assert one.key == ("k",)


def test_an_entity_can_name_its_key_itself(tmp_path: Path) -> None:
    trait = {"traitReference": "is.identifiedBy", "arguments": ["X/hasAttributes/k"]}

    one = resolved(tmp_path, entity("X", attribute("a"), attribute("k"), exhibitsTraits=[trait]))

    assert one.key == ("k",)


def test_without_the_common_data_model_its_own_types_and_purposes_are_known(tmp_path: Path) -> None:
    key = attribute("id", "entityId", purpose="identifiedBy")
    other = document(
        entity("X", key, attribute("t", "dateTimeOffset"), attribute("c", "city"), extendsEntity="CdmEntity"),
        imports=["cdm:/foundations.cdm.json"],
    )

    found = read(tmp_path, {"x.cdm.json": json.dumps(other, indent=1)})

    attributes = (Attribute("id", "Guid"), Attribute("t", "DateTimeOffset"), Attribute("c"))
    assert found.data_sources == (DataSource((Entity("X", attributes, ("id",)),)),)
    assert found.notes == (
        Note(
            "x.cdm.json",
            4,
            3,
            "the import `cdm:/foundations.cdm.json` lies in a storage that isn't known; "
            "--cdm-root names the folder",
        ),
        Note("x.cdm.json", 23, 18, "the data type `city` isn't defined in what this document imports"),
    )


def test_what_many_documents_lack_is_told_once(tmp_path: Path) -> None:
    files = {"a.manifest.cdm.json": manifest(*(f"E{n}.cdm.json/E{n}" for n in range(5)))}
    for n in range(5):
        files[f"E{n}.cdm.json"] = document(entity(f"E{n}", attribute("a")), imports=["gone.cdm.json"])

    found = read(tmp_path, files)

    message = "the import `gone.cdm.json` isn't there (5 places, this is the first)"
    assert [(note.file, note.message) for note in found.notes] == [("E0.cdm.json", message)]


def test_nothing_outside_the_source_and_the_root_is_read(tmp_path: Path) -> None:
    write(tmp_path, {"secret.cdm.json": document(entity("B", attribute("secret")))})
    (tmp_path / "in").mkdir()
    os.symlink(tmp_path / "secret.cdm.json", tmp_path / "in" / "link.cdm.json")
    imports = ["../secret.cdm.json", "link.cdm.json", "/../secret.cdm.json"]
    other = document(entity("X", extendsEntity="B"), imports=imports)

    found = read(tmp_path / "in", {"x.cdm.json": other})

    assert found.data_sources == (
        DataSource(
            (Entity("X", partial_because="the entity `B` isn't defined in what this document imports"),)
        ),
    )
    assert [note.message for note in found.notes] == [
        "the import `../secret.cdm.json` lies outside the source and --cdm-root, and is not read "
        "(2 places, this is the first)",
        "the import `link.cdm.json` lies outside the source and --cdm-root, and is not read",
        "the entity `B` isn't defined in what this document imports",
    ]


@pytest.mark.parametrize(
    ("definitions", "message"),
    [
        ([entity("X", extendsEntity="X")], "this entity extends itself, by way of what it names here"),
        (
            [entity("X", extendsEntity="Y"), entity("Y", extendsEntity="X")],
            "this entity extends itself, by way of what it names here",
        ),
        (
            [entity("X", "G"), {"attributeGroupName": "G", "members": ["G"]}],
            "this contains itself, by way of",
        ),
        (
            [
                entity("X", "G0"),
                *({"attributeGroupName": f"G{n}", "members": [f"G{n + 1}"]} for n in range(2000)),
            ],
            "more than 64 attribute groups and entities lie in one another",
        ),
        (
            [*(entity(f"E{n}", extendsEntity=f"E{n + 1}") for n in range(2000)), entity("E2000")],
            "more than 64 entities extend one another",
        ),
        ([entity("X", {"dataType": "string"})], "this attribute has no name, and is not imported"),
        ([entity("X", 7)], "this attribute has no name, and is not imported"),
        ([{"entityName": "X", "hasAttributes": {}}], "`hasAttributes` is no list, and is not imported"),
        ([entity("X", extendsEntity=7)], "`extendsEntity` names no entity"),
        ([entity("X", "Gone")], "the attribute group `Gone` isn't defined in what this document imports"),
        (
            [entity("X", attribute("a", resolutionGuidance={"addSupportingAttribute": {}}))],
            "this attribute has no name, and is not imported",
        ),
        (
            [entity("X", extendsEntity={"source": "Y", "operations": [{"$type": "rename"}]}), entity("Y")],
            "this operation isn't applied: there is no operation `rename`",
        ),
    ],
)
def test_what_cannot_be_followed_is_noted(tmp_path: Path, definitions: list[Any], message: str) -> None:
    found = read(tmp_path, {"x.cdm.json": document(*definitions)})

    assert found.notes
    assert all(note.file == "x.cdm.json" and note.line == 1 for note in found.notes)
    assert any(note.message.startswith(message) for note in found.notes)


def test_a_data_type_that_extends_itself_ends(tmp_path: Path) -> None:
    one = resolved(tmp_path, entity("X", attribute("a", "t")), {"dataTypeName": "t", "extendsDataType": "t"})

    assert one.attributes == (Attribute("a"),)


def test_imports_may_go_around_in_a_circle(tmp_path: Path) -> None:
    files = {
        "a.cdm.json": document(entity("A", extendsEntity="B"), imports=["b.cdm.json"]),
        "b.cdm.json": document(entity("B", attribute("b")), imports=["a.cdm.json", "/primitives.cdm.json"]),
    }

    found = read(tmp_path, files)

    assert found.data_sources == (DataSource((Entity("A", (Attribute("b", "String"),)),)),)
    assert found.notes == ()


def test_a_name_that_a_circle_of_single_imports_does_not_define_is_noted(tmp_path: Path) -> None:
    files = {
        "a.cdm.json": document(entity("A", extendsEntity="Gone"), imports=["b.cdm.json"]),
        "b.cdm.json": document(imports=["c.cdm.json"]),
        "c.cdm.json": document(imports=["b.cdm.json"]),
    }

    found = read(tmp_path, files)

    assert [note.message for note in found.notes] == [
        "the entity `Gone` isn't defined in what this document imports"
    ]


def test_attributes_that_multiply_beyond_measure_are_refused(tmp_path: Path) -> None:
    doubling = [{"attributeGroupName": f"G{n}", "members": [f"G{n + 1}", f"G{n + 1}"]} for n in range(40)]
    many = {
        "removedDirectives": ["normalized"],
        "cardinality": "many",
        "expansion": {"maximumExpansion": 10**12},
    }

    for definitions in (
        [entity("X", "G0"), *doubling],
        [entity("X", attribute("a", resolutionGuidance=many))],
    ):
        with pytest.raises(
            CannotImport, match=r"^x\.cdm\.json:1:\d+: the attributes of the entity come to more"
        ):
            read(tmp_path, {"x.cdm.json": document(*definitions)})


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "x.cdm.json:1:2: "),
        ("[]", "x.cdm.json:1:1: this is neither a CDM manifest nor an entity document"),
        ({"name": "m", "entities": [{"name": "A", "attributes": []}]}, "x.cdm.json:1:1: this is neither"),
        (document({"traitName": "is"}), "x.cdm.json:1:108: this CDM document defines no entities"),
    ],
)
def test_a_file_that_is_no_such_thing_is_refused_at_its_place(
    tmp_path: Path, content: object, message: str
) -> None:
    with pytest.raises(CannotImport) as refusal:
        read(tmp_path, {"x.cdm.json": content})

    assert str(refusal.value).startswith(message)


def test_what_belongs_to_a_source_and_is_broken_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    entities = [
        {"entityName": name, "entityPath": f"{file}.cdm.json/{name}"}
        for name, file in (("A", "a"), ("B", "broken"), ("C", "c"))
    ]
    below = [{"definition": "sub.manifest.cdm.json"}]
    files = {
        "x.manifest.cdm.json": {"manifestName": "x", "entities": entities, "subManifests": below},
        "sub.manifest.cdm.json": "[]",
        "a.cdm.json": document(entity("A", attribute("a"), extendsEntity="Y"), imports=["broken.cdm.json"]),
        "broken.cdm.json": '{"a":',
        "c.cdm.json": document(entity("C", attribute("c"))),
    }

    found = read(tmp_path, files)

    assert [str(one).partition(";")[0] for one in found.broken] == [
        "sub.manifest.cdm.json:1:1: this is no CDM document",
        "broken.cdm.json:1:6: the file ends inside the object that begins on line 1",
    ]
    (source,) = found.data_sources
    assert {one.name: one.partial_because for one in source.entities} == {
        "A": "the entity `Y` isn't defined in what this document imports",
        "B": "`broken.cdm.json` can't be read: the file ends inside the object that begins on line 1",
        "C": "",
    }
    assert source.complete == ()
    assert [note.message for note in found.notes] == [
        "the sub-manifest `sub.manifest.cdm.json` can't be read: this is no CDM document",
        "the attributes of `B` aren't known: `broken.cdm.json` can't be read: "
        "the file ends inside the object that begins on line 1",
        "the import `broken.cdm.json` can't be read: the file ends inside the object that begins on line 1",
        "the entity `Y` isn't defined in what this document imports",
    ]


def test_an_entity_beyond_measure_does_not_keep_the_others_of_a_manifest_out(tmp_path: Path) -> None:
    doubling = [{"attributeGroupName": f"G{n}", "members": [f"G{n + 1}", f"G{n + 1}"]} for n in range(40)]
    listed = [{"entityName": name, "entityPath": f"x.cdm.json/{name}"} for name in ("X", "Y")]
    files = {
        "x.manifest.cdm.json": {"manifestName": "x", "entities": listed},
        "x.cdm.json": document(entity("X", "G0"), *doubling, entity("Y", attribute("y"))),
    }

    found = read(tmp_path, files)

    assert [one.name for one in found.data_sources[0].entities if one.attributes] == ["Y"]
    assert len(found.broken) == 1


def test_the_root_is_named_where_it_would_find_an_import(tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    write(tmp_path, {"base.cdm.json": document(entity("Y"))})
    here = document(entity("X", extendsEntity="Y"), imports=["/base.cdm.json", "/gone.cdm.json"])

    found = read(tmp_path / "in" / "deep", {"x.cdm.json": here})

    found_by = "it is below `../..`: --cdm-root ../.. finds it"
    assert [note.message for note in found.notes][:2] == [
        f"the import `/base.cdm.json` isn't there; {found_by}",
        "the import `/gone.cdm.json` isn't there",
    ]


def test_the_root_must_be_a_folder(tmp_path: Path) -> None:
    with pytest.raises(CannotImport, match=r"gone:1:1: this is no folder"):
        read(tmp_path, {"x.cdm.json": document(entity("X"))}, root="gone")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (manifest("A.cdm.json/A"), True),
        ({"folioName": "x"}, True),
        ({"manifestName": "x", "jsonSchematicVersion": "1.0", "submanifests": []}, True),
        ({"entities": [{"entityName": "A", "entitySchema": "A.cdm.json/A"}]}, True),
        (document(entity("A")), True),
        ({"schemaVersion": "0.7.0", "definitions": []}, True),
        ({"definitions": [{"traitName": "is"}]}, True),
        ({"definitions": {"A": {"type": "object"}}}, False),
        ({"name": "m", "version": "1.0", "entities": [{"$type": "LocalEntity", "name": "A"}]}, False),
        ([], False),
        (None, False),
    ],
)
def test_manifests_and_documents_are_recognised(value: object, expected: bool) -> None:
    assert cdm.recognises(value) is expected


KEYS = [
    *("entityName", "name", "dataType", "entity", "hasAttributes", "members", "purpose", "extendsEntity"),
    *("attributeGroupReference", "attributeGroupName", "resolutionGuidance", "entityByReference"),
    *("foreignKeyAttribute", "selectsSubAttribute", "addSupportingAttribute", "expansion", "cardinality"),
    *("maximumExpansion", "renameFormat", "exhibitsTraits", "appliedTraits", "traitReference"),
    *("imposedDirectives", "definitions", "imports", "corpusPath", "moniker", "manifestName", "entities"),
    *("entityPath", "relationships", "subManifests", "definition", "source", "operations", "projection"),
    *("extendsEntityResolutionGuidance", "entityReference", "runSequentially", "condition"),
]
SCALARS = st.sampled_from(
    [None, True, 3, "", "X", "x.cdm.json/X", "m/X", "x.cdm.json", "many", "{M}", "some"]
)
ANYTHING = st.recursive(
    SCALARS,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.sampled_from(KEYS), below, max_size=4),
    max_leaves=25,
)


@given(value=ANYTHING, is_manifest=st.booleans())
def test_anything_at_all_is_imported_or_refused(
    tmp_path_factory: pytest.TempPathFactory, value: object, is_manifest: bool
) -> None:
    folder = tmp_path_factory.mktemp("any")
    around = manifest("x.cdm.json/X") if is_manifest else document(entity("X", value, extendsEntity=value))
    content = {**around, **value} if isinstance(value, dict) else around
    try:
        found = read(folder, {"x.cdm.json": content})
    except CannotImport:
        return
    assert found.notes or any(one.entities for one in found.data_sources)


def test_all_entities_are_resolved_as_microsofts_own_resolver_does(tmp_path: Path) -> None:
    if not ORACLE.is_file():
        pytest.skip("the resolved Common Data Model isn't here: ../shared/data/oracle")
    expected = json.loads(ORACLE.read_text("utf-8"))["entities"]
    file = tmp_path / "all.manifest.cdm.json"
    file.write_text(json.dumps(manifest(*(f"cdm:/{path}" for path in expected))), "utf-8")

    found = cdm.read(Source(str(file)), str(DATA / "cdm" / "schemaDocuments"))

    entities = found.data_sources[0].entities
    assert sum(len(one.attributes or ()) for one in entities) == 8150
    assert [list(rows(one)) for one in entities] == [
        [spelled(row) for row in listed] for listed in expected.values()
    ]


def rows(one: Entity) -> Iterator[list[str]]:
    for said in one.attributes or ():
        key = ["pk"] if said.name in one.key else []
        yield [said.name, said.type, said.source_name or said.name, *key]


def spelled(row: list[str]) -> list[str]:
    """Return a row with the format as documents spell it, and with the source name also where it is equal."""
    name, data_format, source_name, *key = row
    return [name, data_format.title().replace("_", ""), source_name or name, *key]


def test_all_manifests_hold_what_is_counted_in_them() -> None:
    if not COUNTS.is_file():
        pytest.skip("the expected counts aren't here: ../shared/data/oracle")
    counted = json.loads(COUNTS.read_text("utf-8"))
    expected = {path: counts for path, counts in counted.items() if counts["kind"] == "cdm manifest"}
    keys = ("entities", "rels", "subs", "partitions", "patterns")

    got = {path: cdm.read(Source(str(DATA / path))).totals for path in expected}

    assert got == {path: {key: counts[key] for key in keys} for path, counts in expected.items()}


def test_the_journeys_of_customer_insights_are_imported_without_a_note() -> None:
    root = DATA / "cdm" / "schemaDocuments"
    if not root.is_dir():
        pytest.skip("the Common Data Model isn't here: ../shared/data/cdm")

    found = cdm.read(Source(str(root / "CustomerInsightsJourneys" / "default.manifest.cdm.json")), str(root))

    assert (len(found.data_sources[0].entities), found.notes) == (102, ())


def test_a_manifest_without_a_name_takes_none_of_a_folio(tmp_path: Path) -> None:
    found = read(tmp_path, {"x.manifest.cdm.json": {**manifest(), "manifestName": None, "folioName": "f"}})

    assert found.data_sources[0].name == ""


def test_what_is_forgotten_is_read_again_unless_it_was_given(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text("1", "utf-8")
    sources = [Source(str(file)), Source(str(file), data=b"1")]
    first = [one.value() for one in sources]
    file.write_text("2", "utf-8")
    still = [one.value() for one in sources]
    for one in sources:
        one.forget()

    assert (first, still, [one.value() for one in sources]) == ([1, 1], [1, 1], [2, 1])


def test_what_a_document_reaches_is_known_once_all_of_it_is_loaded(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a.cdm.json": document(imports=["b.cdm.json"]),
            "b.cdm.json": document(imports=["c.cdm.json", {"corpusPath": "d.cdm.json", "moniker": "d"}]),
            "c.cdm.json": document(imports=["a.cdm.json"]),
            "d.cdm.json": document(imports=[]),
        },
    )
    corpus = Corpus(None, str(tmp_path))
    a = corpus.open(Source(str(tmp_path / "a.cdm.json")))
    unloaded = [corpus.reached(a)]
    (b,) = corpus.imports(a).plain
    unloaded.append(corpus.reached(a))
    (c,) = corpus.imports(b).plain
    unloaded.append(corpus.reached(a))
    corpus.imports(c)

    assert unloaded == [0, 0, 0]
    assert corpus.reached(a) == corpus.reached(b) == sum(1 << one.number for one in (a, b, c))


def test_entities_that_come_to_too_many_attributes_together_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("linter.importers.cdm.attributes._ALL", 3)
    attributes = [{"name": f"a{n}", "dataType": "string"} for n in range(2)]
    names = [f"E{n}" for n in range(3)]
    named = [{"type": "LocalEntity", "entityName": name, "entityPath": "d.cdm.json/E"} for name in names]
    (tmp_path / "m.manifest.cdm.json").write_text(
        json.dumps({"manifestName": "m", "entities": named}), "utf-8"
    )
    (tmp_path / "d.cdm.json").write_text(
        json.dumps(
            {
                "jsonSchemaSemanticVersion": "1.0.0",
                "definitions": [{"entityName": "E", "hasAttributes": attributes}],
            }
        ),
        "utf-8",
    )
    found = import_source(Source(str(tmp_path / "m.manifest.cdm.json"), "m.manifest.cdm.json"))

    entities = found.data_sources[0].entities
    assert [(one.name, one.attributes and len(one.attributes)) for one in entities] == [
        ("E0", 2), ("E1", 2), ("E2", None)
    ]  # fmt: skip
    assert [one.message for one in found.broken] == [
        "the entities up to here have more than 3 attributes together"
    ]
