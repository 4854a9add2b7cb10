"""Solutions of Dataverse: what of their tables becomes part of a snapshot, and what is said of the rest."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.importers import dataverse
from linter.importers.found import Attribute, CannotImport, Entity, Found, Note, Relationship
from linter.importers.recognise import recognise
from linter.importers.source import Source


def attribute(name: str, kind: str, more: str = "") -> str:
    return (
        f'<attribute PhysicalName="{name}"><Type>{kind}</Type><Name>{name.lower()}</Name>'
        f"<LogicalName>{name.lower()}</LogicalName>{more}</attribute>"
    )


def entity(name: str, *attributes: str, more: str = "") -> str:
    return (
        f'<Entity>\n<Name LocalizedName="{name}">{name}</Name><EntityInfo><entity Name="{name}">'
        f'<LocalizedNames><LocalizedName description="{name}s" languagecode="1033"/></LocalizedNames>'
        f"<attributes>{''.join(attributes)}</attributes>{more}</entity></EntityInfo>"
        f"<FormXml><attribute><Type>no column</Type></attribute></FormXml></Entity>"
    )


def relationship(name: str, referencing: str, attribute: str, referenced: str) -> str:
    return (
        f'<EntityRelationship Name="{name}"><EntityRelationshipType>OneToMany</EntityRelationshipType>'
        f"<ReferencingEntityName>{referencing}</ReferencingEntityName>"
        f"<ReferencedEntityName>{referenced}</ReferencedEntityName>"
        f"<ReferencingAttributeName>{attribute}</ReferencingAttributeName></EntityRelationship>"
    )


def solution(*entities: str, relationships: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<ImportExportXml version="9.2">\n'
        f"<Entities>{''.join(entities)}</Entities>\n"
        f"<EntityRelationships>{relationships}</EntityRelationships>\n</ImportExportXml>"
    )


def packed(text: str, name: str = "customizations.xml") -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("solution.xml", "<ImportExportXml/>")
        archive.writestr(name, text)
    return written.getvalue()


def read(tmp_path: Path, text: str | bytes, name: str = "customizations.xml") -> Found:
    file = tmp_path / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return dataverse.read(Source(str(file), name))


PARTIAL = "a solution has only the columns that it adds or changes"
KEY = "<EntityKeys><EntityKey><LogicalName>new_code</LogicalName><EntityKeyAttributes>" + (
    "<AttributeName>new_name</AttributeName></EntityKeyAttributes></EntityKey></EntityKeys>"
)
SHOP = solution(
    entity(
        "new_Shop",
        attribute("new_ShopId", "primarykey"),
        attribute("new_Name", "nvarchar", '<displaynames><displayname description="Name"/></displaynames>'),
        attribute(
            "CreatedOn",
            "datetime",
            "<ValidForUpdateApi>0</ValidForUpdateApi><ValidForCreateApi>0</ValidForCreateApi>",
        ),
        attribute("new_Owner", "lookup"),
        more=KEY,
    ),
    entity("Contact", attribute("new_Shop", "lookup")),
    "<Entity><Name>SystemUser</Name><RibbonDiffXml/></Entity>",
    relationships=relationship("new_shop_contact", "Contact", "new_Shop", "new_Shop")
    + relationship("user_new_shop", "new_Shop", "new_Owner", "SystemUser")
    + '<EntityRelationship Name="new_many"><EntityRelationshipType>ManyToMany</EntityRelationshipType>'
    "</EntityRelationship>",
)


def test_a_solution_gives_entities_keys_and_relationships_under_their_logical_names(tmp_path: Path) -> None:
    found = read(tmp_path, SHOP)

    assert found.data_sources[0].entities == (
        Entity(
            "new_shop",
            (
                Attribute("new_shopid", "guid", is_nullable=False),
                Attribute("new_name", "string", friendly_name="Name"),
                Attribute("createdon", "dateTimeOffset", is_read_only=True),
                Attribute("new_owner", "guid"),
            ),
            ("new_shopid",),
            friendly_name="new_Shops",
            partial_because=PARTIAL,
        ),
        Entity(
            "contact", (Attribute("new_shop", "guid"),), friendly_name="Contacts", partial_because=PARTIAL
        ),
        Entity("systemuser", None, partial_because=PARTIAL),
    )
    assert found.relationships == (
        Relationship("contact", "new_shop", "new_shop", "new_shopid", "new_shop_contact", "manyToOne"),
        Relationship("new_shop", "new_owner", "systemuser", "", "user_new_shop", "manyToOne"),
    )
    assert [note.message for note in found.notes] == [
        "no attribute points to the other entity, not imported: `new_many`",
        "the alternate key `new_code` of `new_shop` is not imported: new_name",
    ]
    assert found.totals == {"entities": 3, "attributes": 5, "relationships": 3}


def test_an_archive_and_the_files_of_an_unpacked_solution_say_the_same(tmp_path: Path) -> None:
    shop, links = (
        entity("new_Shop", attribute("new_ShopId", "primarykey")),
        relationship("r", "Contact", "new_Shop", "new_Shop"),
    )
    whole = read(tmp_path, solution(shop, relationships=links))

    assert read(tmp_path, packed(solution(shop, relationships=links)), "shop.zip") == whole
    assert read(tmp_path, shop, "Entity.xml").data_sources == whole.data_sources
    related = read(tmp_path, f"<EntityRelationships>{links}</EntityRelationships>", "Contact.xml")
    assert [one.name for one in related.relationships] == ["r"]


@pytest.mark.parametrize(
    ("kind", "more", "expected"),
    [
        ("nvarchar", "", "string"),
        ("NText", "", "string"),
        ("multiselectpicklist", "", "string"),
        ("picklist", "<OptionSetName>new_kind</OptionSetName>", "int32"),
        ("state", "", "int32"),
        ("bit", "", "boolean"),
        ("money", "", "decimal"),
        ("float", "", "double"),
        ("bigint", "", "int64"),
        ("customer", "", "guid"),
        ("datetime", "<Format>date</Format><Behavior>1</Behavior>", "dateTimeOffset"),
        ("datetime", "<Format>date</Format><Behavior>2</Behavior>", "date"),
        ("partylist", "", "array"),
        ("image", "", "binary"),
        ("file", "", ""),
    ],
)
def test_a_column_has_the_type_that_the_web_api_gives_it(
    kind: str, more: str, expected: str, tmp_path: Path
) -> None:
    found = read(tmp_path, solution(entity("a", attribute("x", kind, more))))

    assert [one.type for one in found.data_sources[0].entities[0].attributes or ()] == [expected]
    said = [Note("customizations.xml", 3, 11, "no type is known in `a` for `x` (--overrides)")]
    assert list(found.notes) == ([] if expected else said)


def test_a_file_without_entities_says_where_they_are(tmp_path: Path) -> None:
    message = "no entity is declared here; of an unpacked solution they are in Entities/*/Entity.xml"

    assert read(tmp_path, solution()).notes == (Note("customizations.xml", 2, 1, message),)


def test_an_entity_without_a_name_is_noted_with_its_place(tmp_path: Path) -> None:
    found = read(tmp_path, solution("<Entity><Name/></Entity>"))

    assert found.data_sources[0].entities == ()
    assert found.notes == (Note("customizations.xml", 3, 11, "this entity has no name, and is not imported"),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<ImportExportXml>\n<Entities></ImportExportXml>",
         "2:13: the XML isn't well-formed here: mismatched tag; export the solution again"),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]>\n<ImportExportXml>&a;</ImportExportXml>",
         "1:13: the document has a document type (`<!DOCTYPE …>`), which could name other files; "
         "export the solution again"),
        ("\0#\r\n<a>", "1:1: the file isn't XML: one of its first two bytes is zero"),
        ("<solution/>",
         "1:1: the root element is `solution`; expected `ImportExportXml` of a solution's export"),
    ],
)  # fmt: skip
def test_what_is_no_solution_is_refused_with_its_place(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(CannotImport) as refused:
        read(tmp_path, text)

    assert str(refused.value) == f"customizations.xml:{said}"


def test_of_an_archive_no_more_is_unpacked_than_a_file_may_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dataverse, "_LARGEST", 1_000_000)

    with pytest.raises(CannotImport, match=r"^shop\.zip/customizations\.xml:1:1: it has more than 1 MB"):
        read(tmp_path, packed(" " * 2_000_000), "shop.zip")


def test_an_archive_is_unpacked_only_as_solutions_are_packed(tmp_path: Path) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_BZIP2) as archive:  # 50 bytes of it may become megabytes
        archive.writestr("customizations.xml", SHOP)

    with pytest.raises(CannotImport) as refused:
        read(tmp_path, written.getvalue(), "shop.zip")
    assert str(refused.value) == (
        "shop.zip/customizations.xml:1:1: it is packed in a way that solutions aren't; unpack it first"
    )


@pytest.mark.parametrize("comment", [b"", b"said behind it"])
def test_an_archive_of_more_files_than_a_solution_has_is_not_looked_through(
    comment: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.comment = comment
        for name in ("customizations.xml", *map(str, range(100))):
            archive.writestr(name, SHOP)
    (tmp_path / "shop.zip").write_bytes(written.getvalue())
    source = Source(str(tmp_path / "shop.zip"), "shop.zip")

    assert recognise(source) == "dataverse"
    monkeypatch.setattr(dataverse, "_LARGEST_LIST", 100 * 47)
    with pytest.raises(CannotImport, match="this is a ZIP archive"):
        recognise(source)
    with pytest.raises(
        CannotImport, match=r"^shop\.zip:1:1: the archive has too many files for a solution; "
    ):
        dataverse.read(source)


def test_an_archive_that_says_elsewhere_how_long_its_list_is_is_not_looked_through(tmp_path: Path) -> None:
    archive = packed(SHOP)
    at = archive.rindex(b"PK\x05\x06")
    larger = archive[:at] + b"PK\x06\x07" + b"\0" * 16 + archive[at:]

    with pytest.raises(CannotImport, match="the archive has too many files for a solution"):
        read(tmp_path, larger, "shop.zip")


def test_an_archive_of_which_the_list_is_cut_off_is_damaged_whatever_is_in_it(tmp_path: Path) -> None:
    archive = packed(SHOP)
    archive = archive[: archive.rindex(b"PK\x05\x06")] + b"PK\x06\x07" + b"\xff" * 16

    with pytest.raises(CannotImport, match=r"it can't be unpacked: File is not a zip file"):
        read(tmp_path, archive, "shop.zip")


@pytest.mark.parametrize(
    ("bound", "most", "text", "said"),
    [
        ("DEPTH", 10, "<ImportExportXml>" + "\n<x>" * 10, "11:1: more than 10 levels of nesting"),
        ("_MOST_ELEMENTS", 10, "<ImportExportXml>" + "\n<x/>" * 10, "10:1: more than 10 elements"),
        (
            "_MOST_KEPT",
            10,
            "<ImportExportXml><Entities><x/>" + "\n<Entity/>" * 10,
            "9:1: more than 10 elements of entities and relationships",
        ),
    ],
)
def test_a_solution_of_a_few_bytes_packed_may_not_become_a_huge_tree(
    bound: str, most: int, text: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dataverse, bound, most)

    with pytest.raises(CannotImport) as refused:
        read(tmp_path, packed(text), "shop.zip")
    assert str(refused.value) == f"shop.zip/customizations.xml:{said}; export a smaller solution"


def test_a_damaged_archive_is_refused_and_another_one_is_none_of_ours(tmp_path: Path) -> None:
    data = bytearray(packed(SHOP))
    at = data.index(b"customizations.xml") + 40
    data[at : at + 20] = b"\0" * 20

    with pytest.raises(CannotImport, match=r"^shop\.zip/customizations\.xml:1:1: it can't be unpacked: "):
        read(tmp_path, bytes(data), "shop.zip")
    (tmp_path / "book.xlsx").write_bytes(packed("<x/>", "xl/workbook.xml"))
    with pytest.raises(CannotImport, match="this is a ZIP archive, such as an Excel workbook"):
        recognise(Source(str(tmp_path / "book.xlsx")))
    with pytest.raises(
        CannotImport, match=r"^book\.xlsx:1:1: there is no customizations\.xml in this archive$"
    ):
        dataverse.read(Source(str(tmp_path / "book.xlsx"), "book.xlsx"))
    (tmp_path / "shop.zip").write_bytes(packed(SHOP, "Customizations.xml"))
    assert recognise(Source(str(tmp_path / "shop.zip"))) == "dataverse"


@given(at=st.floats(0, 1), cut=st.integers(0, 12), put=st.binary(max_size=6), is_packed=st.booleans())
def test_a_damaged_solution_is_imported_or_refused(
    at: float, cut: int, put: bytes, tmp_path_factory: pytest.TempPathFactory, *, is_packed: bool
) -> None:
    data = packed(SHOP) if is_packed else SHOP.encode()
    start = int(at * len(data))
    damaged = data[:start] + put + data[start + cut :]
    folder = tmp_path_factory.mktemp("solution")
    (folder / "a").write_bytes(damaged)
    source = Source(str(folder / "a"), "a")
    refused = None
    try:
        if recognise(source) == "dataverse":
            assert dataverse.read(source).format == "dataverse"
    except CannotImport as error:
        refused = error
    assert refused is None or refused.line > 0
