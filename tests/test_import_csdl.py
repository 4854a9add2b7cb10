"""What becomes of OData's $metadata, in XML and in JSON."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.importers.csdl import json_document as csdl_json
from linter.importers.csdl import members as csdl_members
from linter.importers.csdl import xml_document as csdl_xml
from linter.importers.csdl.entities import found_in
from linter.importers.found import (
    Attribute,
    CannotImport,
    DataSource,
    Entity,
    Found,
    NavigationProperty,
    Note,
    Relationship,
)
from linter.importers.recognise import import_source
from linter.importers.source import Source

REPO = Path(__file__).parent.parent
DATA = REPO.parent / "shared" / "data"
SETS = DATA / "oracle" / "csdl-effective-entity-sets.json"
COUNTS = DATA / "oracle" / "expected-counts.json"

V4 = 'xmlns="http://docs.oasis-open.org/odata/ns/edm"'
V3 = 'xmlns="http://schemas.microsoft.com/ado/2009/11/edm"'


def schema(body: str, attributes: str = f'Namespace="Sales" Alias="S" {V4}') -> str:
    return f"<Schema {attributes}>\n{body}\n</Schema>"


def container(*sets: str) -> str:
    return f'<EntityContainer Name="All">{"".join(sets)}</EntityContainer>'


def entity_set(name: str, type_name: str, *bindings: tuple[str, str]) -> str:
    bound = (f'<NavigationPropertyBinding Path="{path}" Target="{target}"/>' for path, target in bindings)
    return f'<EntitySet Name="{name}" EntityType="{type_name}">{"".join(bound)}</EntitySet>'


def entity_type(name: str, *members: str, key: str = "", more: str = "") -> str:
    keyed = f'<Key><PropertyRef Name="{key}"/></Key>' if key else ""
    return f'<EntityType Name="{name}" {more}>{keyed}{"".join(members)}</EntityType>'


def prop(name: str, type_name: str = "Edm.String", more: str = "") -> str:
    return f'<Property Name="{name}" Type="{type_name}" {more}/>'


def nav(name: str, type_name: str, *constraints: tuple[str, str], more: str = "") -> str:
    inner = (f'<ReferentialConstraint Property="{a}" ReferencedProperty="{b}"/>' for a, b in constraints)
    return (
        f'<NavigationProperty Name="{name}" Type="{type_name}" {more}>{"".join(inner)}</NavigationProperty>'
    )


def read(tmp_path: Path, text: str | bytes) -> Found:
    file = tmp_path / "metadata.xml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return csdl_xml.read(Source(str(file), "metadata.xml"))


def read_json(tmp_path: Path, value: object) -> Found:
    file = tmp_path / "metadata.json"
    file.write_text(json.dumps(value, indent=1), "utf-8")
    return csdl_json.read(Source(str(file), "metadata.json"))


def imported_or_refused(importing: Callable[[], Found]) -> Found | CannotImport:
    try:
        return importing()
    except CannotImport as refused:
        return refused


def entities(found: Found) -> tuple[Entity, ...]:
    return found.data_sources[0].entities


def messages(found: Found) -> list[str]:
    return [note.message for note in found.notes]


def test_an_entity_set_is_an_entity_with_its_key_its_properties_and_what_it_leads_to(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        schema(
            entity_type(
                "Order",
                prop("Id", "Edm.Guid", 'Nullable="false"'),
                prop("Tags", "Collection(Edm.String)"),
                nav("Lines", "Collection(S.Line)"),
                key="Id",
            )
            + entity_type("Line", prop("No", "Edm.Int32"), key="No")
            + container(entity_set("Orders", "S.Order"), entity_set("Lines", "Sales.Line"))
        ),
    )

    assert found == Found(
        format="csdl",
        data_sources=(
            DataSource(
                (
                    Entity(
                        "Orders",
                        (
                            Attribute("Id", "Edm.Guid", is_nullable=False),
                            Attribute("Tags", "Collection(Edm.String)"),
                        ),
                        ("Id",),
                        type_name="Sales.Order",
                        navigation_properties=(NavigationProperty("Lines", "Sales.Line", True, "Lines"),),
                    ),
                    Entity("Lines", (Attribute("No", "Edm.Int32"),), ("No",), type_name="Sales.Line"),
                ),
                complete=("entities",),
            ),
        ),
        totals={
            "n_schemas": 1, "entityTypes": 2, "complexTypes": 0, "enumTypes": 0, "props": 3, "nav": 1,
            "abstract": 0, "basetype": 0, "nokey": 0, "compositekey": 0, "sets": 2, "singletons": 0,
            "functions": 0, "actions": 0, "funcimports": 0, "refcon": 0,
        },
    )  # fmt: skip


def test_what_annotations_forbid_to_write_is_read_only_but_for_the_key(tmp_path: Path) -> None:
    computed = '<Annotation Term="Org.OData.Core.V1.Computed" Bool="true"/>'
    immutable = '<Annotation Term="Org.OData.Core.V1.Immutable" Bool="true"/>'

    def annotated(name: str, annotation: str) -> str:
        return f'<Property Name="{name}" Type="Edm.String">{annotation}</Property>'

    properties = annotated("Id", computed) + annotated("Made", computed) + annotated("Once", immutable)
    found = read(
        tmp_path,
        schema(entity_type("Order", properties, key="Id") + container(entity_set("Orders", "S.Order"))),
    )
    [entity] = found.data_sources[0].entities
    assert [(one.name, one.is_read_only) for one in entity.attributes or ()] == [
        ("Id", False),
        ("Made", True),
        ("Once", False),
    ]


def test_key_and_members_are_inherited_and_the_base_comes_first(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        schema(
            entity_type("C", prop("c"), more='BaseType="S.B"')
            + entity_type("B", prop("b"), nav("self", "S.C"), more='BaseType="Sales.A" Abstract="true"')
            + entity_type("A", prop("a"), key="a", more='Abstract="true"')
            + container(entity_set("Cs", "S.C"))
        ),
    )

    assert entities(found) == (
        Entity(
            "Cs",
            (Attribute("a", "Edm.String"), Attribute("b", "Edm.String"), Attribute("c", "Edm.String")),
            ("a",),
            type_name="Sales.C",
            navigation_properties=(NavigationProperty("self", "Sales.C", False, "Cs"),),
        ),
    )
    assert messages(found) == ["2 entity types have no entity set, so no entities: `Sales.B`, `Sales.A`"]


def test_a_defined_type_is_what_underlies_it_and_other_types_keep_their_qualified_names(
    tmp_path: Path,
) -> None:
    found = read(
        tmp_path,
        schema(
            '<TypeDefinition Name="Weight" UnderlyingType="Edm.Decimal"/><EnumType Name="Colour"/>'
            '<ComplexType Name="Address"/>'
            + entity_type(
                "T",
                prop("a", "S.Weight"),
                prop("b", "Collection(S.Weight)"),
                prop("c", "S.Colour"),
                prop("d", "Collection(S.Address)"),
            )
            + container(entity_set("Ts", "S.T"))
        ),
    )

    types = [attribute.type for attribute in entities(found)[0].attributes or ()]
    assert types == ["Edm.Decimal", "Collection(Edm.Decimal)", "Sales.Colour", "Collection(Sales.Address)"]
    assert found.notes == ()


def test_names_are_kept_whatever_they_look_like_also_where_they_differ_only_by_case(tmp_path: Path) -> None:
    names = ["Größe der Sendung", "Имя", "1st", "_x005f_", "id", "Id"]
    found = read(
        tmp_path,
        schema(
            entity_type("T", *(prop(name) for name in names), nav("ID", "S.T"))
            + container(entity_set("Tests 1", "S.T"))
        ),
    )

    (entity,) = entities(found)
    assert entity.name == "Tests 1"
    assert [attribute.name for attribute in entity.attributes or ()] == names
    assert [one.name for one in entity.navigation_properties] == ["ID"]


def test_the_same_short_name_in_two_schemas_is_two_types(tmp_path: Path) -> None:
    edmx = "http://docs.oasis-open.org/odata/ns/edmx"
    one = schema(entity_type("T", prop("a")), f'Namespace="One" {V4}')
    sets = container(entity_set("As", "One.T"), entity_set("Bs", "Two.T"))
    two = schema(entity_type("T", prop("b")) + sets, f'Namespace="Two" {V4}')

    found = read(
        tmp_path,
        f'<e:Edmx xmlns:e="{edmx}" Version="4.0"><e:DataServices>{one}{two}</e:DataServices></e:Edmx>',
    )

    assert [(each.name, each.type_name, each.attributes) for each in entities(found)] == [
        ("As", "One.T", (Attribute("a", "Edm.String"),)),
        ("Bs", "Two.T", (Attribute("b", "Edm.String"),)),
    ]


def test_without_an_entity_set_the_types_that_are_not_abstract_are_the_entities(tmp_path: Path) -> None:
    found = read(
        tmp_path, schema(entity_type("A", more='Abstract="true"') + entity_type("B", nav("a", "S.B")))
    )

    assert [(each.name, each.type_name) for each in entities(found)] == [("B", "Sales.B")]
    assert entities(found)[0].navigation_properties == (NavigationProperty("a", "Sales.B", False, "B"),)
    message = "this document has no entity set: its entity types that aren't abstract are the entities"
    assert found.notes == (Note("metadata.xml", 1, 1, message),)


def test_a_binding_says_where_a_navigation_property_leads_and_else_the_only_set_of_its_type(
    tmp_path: Path,
) -> None:
    sets = container(
        entity_set("Old", "S.T", ("one", "New"), ("S.T/two", "Sales.All/Old"), ("three", "Elsewhere")),
        entity_set("New", "S.T"),
        '<Singleton Name="Me" Type="S.P"/>',
    )
    members = nav("one", "S.T"), nav("two", "S.T"), nav("three", "S.T"), nav("four", "S.P")
    found = read(tmp_path, schema(entity_type("T", *members) + entity_type("P", prop("x")) + sets))

    leads = [[one.entity for one in each.navigation_properties] for each in entities(found)]
    assert leads == [["New", "Old", "", "Me"], ["", "", "", "Me"], []]
    assert messages(found) == ["entity set `Elsewhere`, to which `Old/three` leads, isn't in this document"]


def test_a_referential_constraint_of_one_property_is_a_relationship(tmp_path: Path) -> None:
    order = entity_type(
        "Order",
        prop("AccountId"),
        nav("Account", "S.Account", ("AccountId", "Id"), more='Partner="Orders"'),
        nav("Payer", "S.Account", ("AccountId", "Id"), more='Partner="Only"'),
        nav("Both", "S.Account", ("AccountId", "Id"), ("Region", "Region")),
    )
    account = entity_type(
        "Account",
        prop("Id"),
        nav("Orders", "Collection(S.Order)"),
        nav("Only", "S.Order"),
        key="Id",
    )
    sets = container(entity_set("Orders", "S.Order"), entity_set("Accounts", "S.Account"))

    found = read(tmp_path, schema(order + account + sets))

    assert found.relationships == (
        Relationship("Orders", "AccountId", "Accounts", "Id", cardinality="manyToOne"),
        Relationship("Orders", "AccountId", "Accounts", "Id", cardinality="oneToOne"),
    )
    which = "a constraint of several attributes, or of an attribute's part,"
    assert messages(found) == [f"{which} becomes no relationship: `Orders/Both`"]


ASSOCIATION = """
<Association Name="Order_Account">
  <End Role="Accounts" Type="Self.Account" Multiplicity="0..1"/>
  <End Role="Orders" Type="Self.Order" Multiplicity="*"/>
  <ReferentialConstraint>
    <Principal Role="Accounts"><PropertyRef Name="Id"/></Principal>
    <Dependent Role="Orders"><PropertyRef Name="AccountId"/></Dependent>
  </ReferentialConstraint>
</Association>"""


def v3_nav(name: str, start: str, end: str) -> str:
    relationship = f'Relationship="Self.Order_Account" FromRole="{start}" ToRole="{end}"'
    return f'<NavigationProperty Name="{name}" {relationship}/>'


@pytest.mark.parametrize(
    "namespace",
    [
        "http://schemas.microsoft.com/ado/2006/04/edm",
        "http://schemas.microsoft.com/ado/2007/05/edm",
        "http://schemas.microsoft.com/ado/2008/09/edm",
        "http://schemas.microsoft.com/ado/2009/11/edm",
    ],
)
def test_before_version_4_associations_tell_where_navigation_leads_and_what_is_related(
    tmp_path: Path, namespace: str
) -> None:
    body = (
        ASSOCIATION
        + entity_type("Order", prop("AccountId"), v3_nav("Account", "Orders", "Accounts"))
        + entity_type("Account", prop("Id"), v3_nav("Orders", "Accounts", "Orders"), key="Id")
        + container(
            entity_set("Orders", "Self.Order"),
            entity_set("Archive", "Self.Order"),
            entity_set("Accounts", "Self.Account"),
            '<AssociationSet Name="x" Association="Self.Order_Account">'
            '<End Role="Accounts" EntitySet="Accounts"/><End Role="Orders" EntitySet="Archive"/>'
            "</AssociationSet>",
        )
    )

    found = read(tmp_path, schema(body, f'Namespace="Old" Alias="Self" xmlns="{namespace}"'))

    assert [(each.name, each.navigation_properties) for each in entities(found)] == [
        ("Orders", (NavigationProperty("Account", "Old.Account", False, "Accounts"),)),
        ("Archive", (NavigationProperty("Account", "Old.Account", False, "Accounts"),)),
        ("Accounts", (NavigationProperty("Orders", "Old.Order", True, "Archive"),)),
    ]
    assert found.relationships == (
        Relationship("Archive", "AccountId", "Accounts", "Id", cardinality="manyToOne"),
    )
    assert found.notes == ()


def test_before_version_4_each_schema_has_its_own_alias_of_the_same_name(tmp_path: Path) -> None:
    edmx = "http://schemas.microsoft.com/ado/2007/06/edmx"
    one = schema(entity_type("T", prop("a")), f'Namespace="One" Alias="Self" {V3}')
    two = schema(
        entity_type("T", prop("b")) + container(entity_set("Ts", "Self.T")),
        f'Namespace="Two" Alias="Self" {V3}',
    )

    found = read(tmp_path, f'<e:Edmx xmlns:e="{edmx}"><e:DataServices>{one}{two}</e:DataServices></e:Edmx>')

    assert entities(found) == (Entity("Ts", (Attribute("b", "Edm.String"),), type_name="Two.T"),)


def test_what_other_documents_declare_is_missing_and_said_to_be(tmp_path: Path) -> None:
    edmx = "http://docs.oasis-open.org/odata/ns/edmx"
    reference = '<e:Reference Uri="file:///etc/passwd"><e:Include Namespace="Other" Alias="O"/></e:Reference>'
    body = schema(
        entity_type("T", prop("a", "O.Colour"), prop("b", "O.Colour"), more='BaseType="O.Base"')
        + container(entity_set("Ts", "S.T"), entity_set("Us", "S.U"))
    )

    found = read(
        tmp_path, f'<e:Edmx xmlns:e="{edmx}">{reference}<e:DataServices>{body}</e:DataServices></e:Edmx>'
    )

    assert [(each.name, each.attributes) for each in entities(found)] == [
        ("Ts", (Attribute("a", "Other.Colour"), Attribute("b", "Other.Colour"))),
        ("Us", None),
    ]
    elsewhere = "is declared in another document, `file:///etc/passwd`, which isn't read"
    assert messages(found) == [
        f"`Other.Base`, the base type of `Sales.T`, {elsewhere}; what it declares is missing",
        f"`Other.Colour`, the type of `Sales.T/a` and 1 more, {elsewhere}",
        "`Sales.U`, the type of entity set `Us`, isn't declared in this document; its attributes are missing",
    ]


def test_base_types_in_a_circle_are_told_once_and_end_it(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        schema(
            entity_type("A", prop("a"), more='BaseType="S.B"')
            + "\n"
            + entity_type("B", prop("b"), more='BaseType="S.A"')
            + container(entity_set("As", "S.A"))
        ),
    )

    assert [each.name for each in entities(found)[0].attributes or ()] == ["b", "a"]
    assert messages(found) == [
        "the base types form a cycle: `Sales.A` → `Sales.B` → `Sales.A`",
        "an entity type has no entity set, so no entities: `Sales.B`",
    ]


def test_what_is_declared_twice_or_has_no_name_is_told_with_its_place(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        schema(
            '<EntityType Name="A"><Key><PropertyRef Name="x"/></Key><Key><PropertyRef Name="y"/></Key>'
            "</EntityType>"
            '\n<EntityType Name="A"/>\n<EntityType/>\n'
            '<EntityContainer Name="C"><EntitySet Name="As" EntityType="S.A"/>\n'
            '<EntitySet Name="As" EntityType="S.A"/></EntityContainer>'
        ),
    )

    assert found.notes == (
        Note("metadata.xml", 2, 1, "entity type `Sales.A` has 2 keys; the first counts"),
        Note("metadata.xml", 2, 1, "the key `x` of `Sales.A` is none of its properties"),
        Note("metadata.xml", 3, 1, "entity type `Sales.A` is declared twice; the first one counts"),
        Note("metadata.xml", 4, 1, "this `EntityType` has no name, and isn't imported"),
        Note("metadata.xml", 6, 1, "entity set `As` is declared twice"),
    )


def test_elements_of_other_namespaces_are_no_declarations(tmp_path: Path) -> None:
    foreign = '<x:Property xmlns:x="http://example.com/" Name="no" Type="Edm.String"/>'
    found = read(
        tmp_path, schema(entity_type("T", prop("yes"), foreign) + container(entity_set("Ts", "S.T")))
    )

    assert entities(found)[0].attributes == (Attribute("yes", "Edm.String"),)


SIMPLE = schema(entity_type("Ä", prop("ä")) + container(entity_set("Äs", "S.Ä")))


@pytest.mark.parametrize(
    "data",
    [
        SIMPLE.encode("utf-8-sig"),
        SIMPLE.encode("utf-16"),
        b"\xfe\xff" + SIMPLE.encode("utf-16-be"),
        SIMPLE.replace("\n", "\r\n").encode(),
        b'<?xml version="1.0" encoding="ISO-8859-1"?>' + SIMPLE.encode("latin-1"),
    ],
    ids=["byte order mark", "UTF-16", "UTF-16, big-endian", "CRLF", "Latin 1"],
)
def test_the_encoding_makes_no_difference(tmp_path: Path, data: bytes) -> None:
    assert read(tmp_path, data) == read(tmp_path, SIMPLE)
    assert csdl_xml.recognises(data)


LAUGHS = """<!DOCTYPE x [
<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
]>"""
DOCTYPE = (
    "the document has a document type (`<!DOCTYPE …>`), which could name entities and other files; "
    "remove it: CSDL needs none"
)


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        (LAUGHS + SIMPLE.replace("Ä", "&c;", 1), "1:13", DOCTYPE),
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + SIMPLE, "1:13", DOCTYPE),
        ('<?xml version="1.0"?>\n<!DOCTYPE x SYSTEM "http://localhost/x">' + SIMPLE, "2:40", DOCTYPE),
        ("", "1:1", "the file is empty; fetch the service's $metadata again"),
        ("\0<Schema>\n<a", "1:1", "the file isn't XML: one of its first two bytes is zero"),
        (" \n", "2:1", "the file is empty; fetch the service's $metadata again"),
        (
            SIMPLE[:150],
            "2:62",
            "the file ends inside `<EntityType>`, which begins on line 2; fetch it again",
        ),
        (
            SIMPLE.replace("</EntityType>", "</Type>"),
            "2:64",
            "this closes something else than `<EntityType>`, which begins on line 2",
        ),
        (
            '<entry xmlns="http://www.w3.org/2005/Atom"/>',
            "1:1",
            "the root element is `entry`; expected `edmx:Edmx` or `Schema` of OData's CSDL; "
            "import the service's $metadata",
        ),
        (
            '<Schema xmlns="http://www.w3.org/2001/XMLSchema" Namespace="x"/>',
            "1:1",
            "the root element is `Schema`; expected `edmx:Edmx` or `Schema` of OData's CSDL; "
            "import the service's $metadata",
        ),
        (
            '<Edmx xmlns="http://schemas.microsoft.com/ado/2009/11/edmx"><Runtime/></Edmx>',
            "1:1",
            "this is a model of the Entity Framework, not OData; import the service's $metadata",
        ),
        (
            '\n<Edmx xmlns="http://docs.oasis-open.org/odata/ns/edmx"/>',
            "2:1",
            "`edmx:Edmx` has no `edmx:DataServices`; import the service's $metadata",
        ),
        (
            '<?xml version="1.0" encoding="shift_jis"?>' + SIMPLE.replace("Ä", "A").replace("ä", "a"),
            "1:1",
            "its encoding isn't supported (multi-byte encodings are not supported); save the file as UTF-8",
        ),
    ],
    ids=[
        "billion laughs", "external entity", "external DTD", "empty", "a zero", "blank", "truncated",
        "wrong end", "an Atom entry", "an XSD", "Entity Framework", "no services", "encoding",
    ],
)  # fmt: skip
def test_what_cannot_be_imported_is_refused_with_place_reason_and_repair(
    tmp_path: Path, text: str, place: str, message: str
) -> None:
    with pytest.raises(CannotImport) as refused:
        read(tmp_path, text)

    assert str(refused.value) == f"metadata.xml:{place}: {message}"


def test_deep_nesting_ends_neither_the_process_nor_the_import(tmp_path: Path) -> None:
    deep = "<a>" * 50_000 + "</a>" * 50_000

    found = read(tmp_path, schema(deep + entity_type("T") + container(entity_set("Ts", "S.T"))))

    assert [each.name for each in entities(found)] == ["Ts"]


def test_nesting_beyond_what_memory_is_for_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotImport) as refused:
        read(tmp_path, schema("\n" + "<a>" * 100_000))

    assert str(refused.value) == f"metadata.xml:3:{3 * 100_000 - 2}: more than 100,000 levels of nesting"


def test_a_value_in_many_pieces_is_put_together_once(tmp_path: Path) -> None:
    pieces = "S.Read<!-- -->" * 100_000
    term = "Org.OData.Core.V1.Permissions"
    annotation = f'<Annotation Term="{term}"><EnumMember>{pieces}</EnumMember></Annotation>'
    column = f'<Property Name="a" Type="Edm.String">{annotation}</Property>'

    assert (
        messages(read(tmp_path, schema(entity_type("T", column) + container(entity_set("Ts", "S.T"))))) == []
    )


def test_a_long_chain_of_base_types_needs_no_recursion(tmp_path: Path) -> None:
    types = [entity_type(f"T{number}", more=f'BaseType="S.T{number + 1}"') for number in range(3000)]
    last = entity_type("T3000", prop("a"))

    found = read(tmp_path, schema("".join(types) + last + container(entity_set("Ts", "S.T0"))))

    assert entities(found)[0].attributes == (Attribute("a", "Edm.String"),)


def test_base_types_that_hand_down_a_million_members_are_refused_at_once(tmp_path: Path) -> None:
    types = [
        entity_type(f"T{number}", prop(f"p{number}"), more=f'BaseType="S.T{number + 1}"')
        for number in range(20_000)
    ]
    body = "".join(f"{one}\n" for one in types) + container(entity_set("Ts", "S.T0"))

    with pytest.raises(CannotImport) as refused:
        read(tmp_path, schema(body))

    assert (refused.value.line, refused.value.message, refused.value.help) == (
        18_587,
        "up to `Sales.T18585`, entity types inherit more than 1,000,000 members",
        "shorten the chains of base types",
    )


@pytest.mark.parametrize(("most", "is_refused"), [(3, False), (2, True)])
def test_what_is_inherited_counts_once_a_type_that_has_it_from_above(
    most: int, is_refused: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csdl_members, "INHERITED", most)
    body = entity_type("A", prop("a")) + entity_type("B", nav("b", "S.A"), more='BaseType="S.A"')
    body += entity_type("C", more='BaseType="S.B"') + container(entity_set("Cs", "S.C"))

    found = imported_or_refused(lambda: read(tmp_path, schema(body)))
    assert isinstance(found, CannotImport) == is_refused


def test_memory_grows_with_the_schemas_and_not_with_their_square(tmp_path: Path) -> None:
    schemas = [
        schema(entity_type("T", prop("a", "S0.T")), f'Namespace="N{number}" Alias="S{number}" {V4}')
        for number in range(2000)
    ]
    services = f"<DataServices>{''.join(schemas)}</DataServices>"

    tracemalloc.start()
    found = read(tmp_path, f'<Edmx xmlns="http://docs.oasis-open.org/odata/ns/edmx">{services}</Edmx>')
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert len(entities(found)) == 2000
    assert peak < 30_000_000


def test_a_long_comment_before_the_root_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "metadata"
    path.write_text(f"<?xml version='1.0'?>\n<!-- {'licence ' * 20_000} -->\n{SIMPLE}", "utf-8")

    assert import_source(Source(str(path))) == import_source(Source(str(path)), "csdl-xml")


@given(st.binary(max_size=60), st.integers(0, len(SIMPLE)))
def test_any_bytes_are_imported_or_refused(data: bytes, at: int) -> None:
    text = SIMPLE.encode()
    source = Source("metadata.xml")
    source._bytes = text[:at] + data + text[at:]

    outcome = imported_or_refused(lambda: csdl_xml.read(source))

    assert outcome.totals["n_schemas"] == 1 if isinstance(outcome, Found) else outcome.column >= 1


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (SIMPLE.encode(), True),
        (b"<!-- x --><Edmx xmlns='http://docs.oasis-open.org/odata/ns/edmx'/>", True),
        (b"<!-- " + b"x" * 100_000 + b" -->" + SIMPLE.encode(), True),
        (b"<entry/>", False),
        (b'<Schema xmlns="http://www.w3.org/2001/XMLSchema"/>', False),
        (b"", False),
        (b"{}", False),
        ({}, False),
    ],
)
def test_xml_is_recognised_by_its_root(content: object, expected: bool) -> None:
    assert csdl_xml.recognises(content) is expected


JSON: dict[str, Any] = {
    "$Version": "4.01",
    "$Reference": {"https://example.com/other": {"$Include": [{"$Namespace": "Other", "$Alias": "O"}]}},
    "Sales": {
        "$Alias": "S",
        "Colour": {"$Kind": "EnumType", "Red": 0},
        "Weight": {"$Kind": "TypeDefinition", "$UnderlyingType": "Edm.Decimal"},
        "Base": {"$Kind": "EntityType", "$Abstract": True, "$Key": ["Id"], "Id": {"$Type": "Edm.Guid"}},
        "Order": {
            "$Kind": "EntityType",
            "$BaseType": "S.Base",
            "@Core.Description": "no property",
            "Colours": {"$Collection": True, "$Type": "S.Colour"},
            "Weight": {"$Type": "S.Weight", "$Nullable": True},
            "Size": {"$Type": "O.Size"},
            "Parent": {
                "$Kind": "NavigationProperty",
                "$Type": "Sales.Order",
                "$Nullable": True,
                "$ReferentialConstraint": {"ParentId": "Id", "ParentId@Core.Description": "x"},
            },
        },
        "Recount": [{"$Kind": "Action"}, {"$Kind": "Function"}],
        "All": {
            "$Kind": "EntityContainer",
            "Orders": {
                "$Collection": True,
                "$Type": "S.Order",
                "$NavigationPropertyBinding": {"Parent": "S.All/Orders"},
            },
            "Latest": {"$Type": "S.Order"},
            "Recount": {"$Function": "S.Recount"},
        },
    },
    "$EntityContainer": "Sales.All",
}


def test_json_says_the_same_as_xml(tmp_path: Path) -> None:
    found = read_json(tmp_path, JSON)

    order = Entity(
        "Orders",
        (
            Attribute("Id", "Edm.Guid", is_nullable=False),
            Attribute("Colours", "Collection(Sales.Colour)", is_nullable=False),
            Attribute("Weight", "Edm.Decimal"),
            Attribute("Size", "Other.Size", is_nullable=False),
        ),
        ("Id",),
        type_name="Sales.Order",
        navigation_properties=(NavigationProperty("Parent", "Sales.Order", False, "Orders"),),
    )
    elsewhere = "is declared in another document, `https://example.com/other`, which isn't read"
    assert found == Found(
        format="csdl",
        data_sources=(DataSource((order, order._replace(name="Latest")), complete=("entities",)),),
        relationships=(
            Relationship("Orders", "ParentId", "Orders", "Id"),
            Relationship("Latest", "ParentId", "Orders", "Id"),
        ),
        notes=(
            Note("metadata.json", 23, 11, "an entity type has no entity set, so no entities: `Sales.Base`"),
            Note("metadata.json", 45, 12, f"`Other.Size`, the type of `Sales.Order/Size`, {elsewhere}"),
        ),
        totals={
            "n_schemas": 1, "entityTypes": 2, "complexTypes": 0, "enumTypes": 1, "props": 4, "nav": 1,
            "abstract": 1, "basetype": 1, "nokey": 0, "compositekey": 0, "sets": 1, "singletons": 1,
            "functions": 1, "actions": 1, "funcimports": 1, "refcon": 1,
        },
    )  # fmt: skip


def test_of_two_documents_that_have_a_namespace_the_first_one_counts(tmp_path: Path) -> None:
    references = {f"https://{name}": {"$Include": [{"$Namespace": "Other"}]} for name in ("first", "second")}
    xml = '<e:Edmx xmlns:e="http://docs.oasis-open.org/odata/ns/edmx">' + "".join(
        f'<e:Reference Uri="{uri}"><e:Include Namespace="Other"/></e:Reference>' for uri in references
    )
    elsewhere = "is declared in another document, `https://first`, which isn't read"
    told = [f"`Other.Size`, the type of `Sales.T/a`, {elsewhere}"]
    body = schema(entity_type("T", prop("a", "Other.Size")) + container(entity_set("Ts", "S.T")))
    document = {
        "$Version": "4.01",
        "$Reference": references,
        "Sales": {
            "T": {"$Kind": "EntityType", "a": {"$Type": "Other.Size"}},
            "All": {"$Kind": "EntityContainer", "Ts": {"$Collection": True, "$Type": "Sales.T"}},
        },
        "$EntityContainer": "Sales.All",
    }

    assert messages(read_json(tmp_path, document)) == told
    assert messages(read(tmp_path, f"{xml}<e:DataServices>{body}</e:DataServices></e:Edmx>")) == told


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(0, 3),
    st.text(max_size=3),
    st.lists(st.integers(0, 1), max_size=2),
    st.dictionaries(st.sampled_from(["$Type", "$Kind", "a"]), st.sampled_from(["S.Order", "EntityType", 1])),
)


def places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    kids = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, kid in kids for found in places(kid, (*path, key)))]


def test_what_is_no_object_in_json_is_told_once_with_its_number(tmp_path: Path) -> None:
    thing = {"$Kind": "EntityType", **{f"p{number}": 1 for number in range(3)}}

    found = read_json(tmp_path, {"$Version": "4.01", "S": {"T": thing}})

    assert "this is no object, and isn't read (2 more like it)" in messages(found)
    assert len([one for one in messages(found) if "isn't read" in one]) == 1


@given(st.sampled_from(places(JSON)[1:]), ODD)
def test_json_with_anything_in_the_place_of_anything_is_imported_or_refused(
    path: tuple[str | int, ...], odd: object
) -> None:
    value: Any = json.loads(json.dumps(JSON))
    parent = value
    for key in path[:-1]:
        parent = parent[key]
    parent[path[-1]] = odd
    source = Source("metadata.json")
    source._bytes = json.dumps(value).encode()

    found = csdl_json.read(source)

    assert found.format == "csdl"
    assert all(note.line == 1 for note in found.notes)


@pytest.mark.parametrize("value", [[], {}, {"openapi": "3.0.0"}, {"entities": []}, "$Version"])
def test_other_json_is_no_csdl(tmp_path: Path, value: object) -> None:
    assert not csdl_json.recognises(value)
    with pytest.raises(CannotImport, match="this is no CSDL document; expected an object with"):
        read_json(tmp_path, value)


needs_data = pytest.mark.skipif(not SETS.is_file(), reason="the real data isn't beside the repository")


@pytest.fixture(scope="module")
def oracle() -> dict[str, list[list[Any]]]:
    found: dict[str, list[list[Any]]] = json.loads(SETS.read_text("utf-8"))
    return found


@needs_data
def test_real_documents_have_exactly_the_sets_keys_and_members_that_they_should(
    oracle: dict[str, list[list[Any]]],
) -> None:
    different = {name: rows for name, rows in oracle.items() if effective(name) != rows}

    assert oracle
    assert different == {}


def effective(name: str) -> list[list[Any]]:
    document = csdl_xml.read_document(Source(str(DATA / name), name))
    types = {one.name: one for one in reversed(document.entity_types)}
    members = csdl_members.inherited(types, types)
    by_set = zip(document.entity_sets, entities(found_in(document)), strict=False)
    return [
        [
            one.name,
            "Singleton" if one.is_singleton else "EntitySet",
            entity.type_name,
            members[one.type].depth,
            list(entity.key),
            len(entity.attributes or ()),
            len(entity.navigation_properties),
        ]
        for one, entity in by_set
    ]


@needs_data
def test_the_totals_of_real_documents_are_those_that_were_counted(
    oracle: dict[str, list[list[Any]]],
) -> None:
    counts = json.loads(COUNTS.read_text("utf-8"))
    expected = {
        name: {key: count for key, count in counts[name].items() if isinstance(count, int)} for name in oracle
    }

    assert {name: csdl_xml.read(Source(str(DATA / name), name)).totals for name in oracle} == expected


@needs_data
@pytest.mark.parametrize("name", ["csdl-16.1", "miscellaneous", "special-characters"])
def test_a_real_document_is_the_same_in_xml_and_in_json(name: str) -> None:
    path = DATA / "csdl-xml-json-pairs" / name
    in_xml = csdl_xml.read(Source(f"{path}.xml"))
    in_json = csdl_json.read(Source(f"{path}.json"))

    assert in_json._replace(notes=()) == in_xml._replace(notes=())
    assert sorted(messages(in_json)) == sorted(messages(in_xml))


@needs_data
@pytest.mark.parametrize(
    "folder", ["csdl", "csdl-openapi-pairs", "csdl-xml-json-pairs", "openapi", "json-schema"]
)
def test_every_real_file_is_imported_or_refused_with_a_place(folder: str) -> None:
    outcomes = {
        path.name: imported_or_refused(lambda path=path: import_source(Source(str(path), path.name)))
        for path in sorted((DATA / folder).iterdir())
    }

    silent = [
        name
        for name, outcome in outcomes.items()
        if not (outcome.notes or entities(outcome) if isinstance(outcome, Found) else outcome.message)
    ]
    assert silent == []


def written(tmp_path: Path, *annotations: str, elsewhere: str = "") -> dict[str, str]:
    """Return when properties are written that have an annotation each, and a last one that has none."""
    members = (
        f'<Property Name="P{number}" Type="Edm.String">{one}</Property>'
        for number, one in enumerate(annotations)
    )
    last = f'{prop("Last")}</EntityType>{elsewhere}<ComplexType Name="C">{prop("Inner")}</ComplexType>'
    file = tmp_path / "metadata.xml"
    file.write_text(schema(f'<EntityType Name="A">{"".join(members)}{last}'), "utf-8")
    document = csdl_xml.read_document(Source(str(file), "metadata.xml"))
    types = (*document.entity_types, *document.complex_types)
    return {each.name: each.written for one in types for each in one.properties}


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ('<Annotation Term="Org.OData.Core.V1.Computed"/>', "never"),
        ('<Annotation Term="Org.OData.Core.V1.Computed" Bool="false"/>', ""),
        ('<Annotation Term="Org.OData.Core.V1.Computed"><Bool> true </Bool></Annotation>', "never"),
        ('<Annotation Term="Core.Computed"><Bool>fal<!-- x -->se</Bool></Annotation>', ""),
        ('<Annotation Term="Core.Immutable"><Bool>tr<![CDATA[ue]]></Bool></Annotation>', "at creation"),
        ('<Annotation Term="Core.Permissions" EnumMember="Core.Permission/Read"/>', "never"),
        (
            '<Annotation Term="Core.Permissions"><EnumMember>P/R&#101;ad</EnumMember></Annotation>',
            "never",
        ),
        (
            '<Annotation Term="Core.Permissions"><EnumMember>P/Read <x>P/Write</x></EnumMember></Annotation>',
            "never",
        ),
        ('<Annotation Term="Core.Description"><Bool>true</Bool></Annotation>', ""),
        ('<x xmlns="urn:x"><Annotation Term="Core.Computed"/></x>', ""),
    ],
)
def test_annotations_say_when_the_property_is_written_that_they_stand_in(
    tmp_path: Path, annotation: str, expected: str
) -> None:
    computed = '<Annotation Term="Core.Computed"/>'

    assert written(tmp_path, annotation, "") == {"P0": expected, "P1": "", "Last": "", "Inner": ""}
    assert written(tmp_path, computed, annotation)["P0"] == "never"


def test_annotations_elsewhere_say_when_a_property_is_written(tmp_path: Path) -> None:
    computed = '<Annotation Term="Core.Computed"><Bool>true</Bool></Annotation>'
    elsewhere = "".join(
        f'<Annotations Target="{target}">{computed}</Annotations>'
        for target in ("S.A/Last", "Sales.C/Inner", "S.A")
    )

    assert written(tmp_path, "", elsewhere=elsewhere) == {"P0": "", "Last": "never", "Inner": "never"}


def test_sets_of_one_type_are_refused_where_they_multiply_its_members(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("linter.importers.csdl.members.INHERITED", 4)
    members = "".join(f'<Property Name="P{n}" Type="Edm.String"/>' for n in range(2))

    def with_sets(number: int) -> Source:
        sets = "".join(f'<EntitySet Name="S{n}" EntityType="N.E"/>' for n in range(number))
        schema = f'<Schema Namespace="N"><EntityType Name="E">{members}</EntityType>'
        whole = f'{schema}<EntityContainer Name="C">{sets}</EntityContainer></Schema>'
        file = tmp_path / "m.xml"
        file.write_text(f'<Edmx Version="4.0"><DataServices>{whole}</DataServices></Edmx>', "utf-8")
        return Source(str(file), "m.xml")

    assert len(import_source(with_sets(3)).data_sources[0].entities) == 3
    with pytest.raises(CannotImport) as told:
        import_source(with_sets(4))
    assert (told.value.message, told.value.help) == (
        "up to `S3`, entity sets of types that others have, too, have more than 4 members",
        "leave out sets that no payload names",
    )
