"""What projections make of the attributes of CDM entities; expected is what Microsoft's resolver prints."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.importers.cdm.conditions import RELATIONAL, holds
from linter.importers.found import Attribute, Entity
from tests.cdm_documents import ADDRESS, attribute, document, entity, names, read, resolved

FOREIGN_KEY = attribute("homeRef", "guid")


def operation(kind: str, **more: Any) -> dict[str, Any]:
    return {"$type": kind, **more}


def projected(*operations: dict[str, Any], source: Any = "Address", **more: Any) -> dict[str, Any]:
    """Return a projection, whose operations run in sequence."""
    return {"source": source, "operations": list(operations), "runSequentially": True, **more}


def home(projection: Any, **more: Any) -> dict[str, Any]:
    return entity("X", {"name": "home", "entity": projection, **more})


def of(tmp_path: Path, projection: Any, *others: Any, **more: Any) -> Entity:
    """Return the entity whose one attribute is of a projection."""
    return resolved(tmp_path, home(projection, **more), ADDRESS, *others)


REPLACE = operation("replaceAsForeignKey", reference="addressId", replaceWith=FOREIGN_KEY)
RENAME = operation("renameAttributes", renameFormat="{a}{M}{o}")


def test_a_foreign_key_stands_for_the_entity_that_it_refers_to(tmp_path: Path) -> None:
    replaced = operation(
        "replaceAsForeignKey", condition="referenceOnly", reference="addressId", replaceWith=FOREIGN_KEY
    )

    one = of(tmp_path, {"source": "Address", "operations": [replaced]})

    assert one == Entity("X", (Attribute("homeRef", "Guid"),))


def test_without_operations_an_entity_brings_its_attributes_under_their_own_names(tmp_path: Path) -> None:
    one = of(tmp_path, {"source": "Address"})

    address = (
        Attribute("addressId", "Guid"),
        Attribute("line1", "String", "ln"),
        Attribute("city", "String"),
    )
    assert one == Entity("X", address, ("addressId",))


@pytest.mark.parametrize(
    ("operations", "expected"),
    [
        ([operation("excludeAttributes", excludeAttributes=["city", "gone"])], "addressId line1"),
        ([operation("includeAttributes", includeAttributes=["city", "gone", "line1"])], "city line1"),
        ([RENAME], "homeAddressId homeLine1 homeCity"),
        (
            [operation("renameAttributes", renameFormat="{A}_{mo}", applyTo="city")],
            "addressId line1 Home_city",
        ),
        (
            [operation("renameAttributes", renameFormat="x{M}", applyTo=["city"])] * 2,
            "addressId line1 xXCity",
        ),
        ([RENAME, operation("excludeAttributes", excludeAttributes=["city"])], "homeAddressId homeLine1"),
        (
            [RENAME, operation("includeAttributes", includeAttributes=["line1", "homeCity"])],
            "homeLine1 homeCity",
        ),
        (
            [RENAME, REPLACE, operation("renameAttributes", renameFormat="{m}2", applyTo=["addressId"])],
            "homeRef2",
        ),
        ([operation("renameAttributes", renameFormat="a{o}")], "a"),
        ([RENAME, operation("renameAttributes", renameFormat="{o}")], "addressId line1 city"),
        ([operation("addCountAttribute", countAttribute=attribute("n"))], "addressId line1 city n"),
        ([operation("addTypeAttribute", typeAttribute=attribute("n"))], "addressId line1 city n"),
        ([operation("addSupportingAttribute", supportingAttribute=attribute("n"))], "addressId line1 city n"),
        ([operation("addArtifactAttribute", newAttribute=attribute("n"))], "addressId line1 city n"),
        (
            [operation("addArtifactAttribute", newAttribute=attribute("n"), insertAtTop=True)],
            "n addressId line1 city",
        ),
        (
            [operation("combineAttributes", select=["line1", "city"], mergeInto=attribute("place"))],
            "addressId place",
        ),
        ([operation("combineAttributes", select=["gone"], mergeInto=attribute("n"))], "addressId line1 city"),
        (
            [
                operation("includeAttributes", includeAttributes=["city"]),
                operation("arrayExpansion", startOrdinal=1, endOrdinal=3),
                RENAME,
            ],
            "homeCity1 homeCity2 homeCity3",
        ),
        (
            [
                operation("includeAttributes", includeAttributes=["city"]),
                operation("arrayExpansion", startOrdinal=-2, endOrdinal=1),
                RENAME,
            ],
            "homeCity0 homeCity1",
        ),
        (
            [operation("arrayExpansion", startOrdinal=3, endOrdinal=1), RENAME],
            "homeAddressId homeLine1 homeCity",
        ),
        (
            [operation("addAttributeGroup", attributeGroupName="g"), RENAME],
            "addressId line1 city",
        ),
        (
            [
                operation("addAttributeGroup", attributeGroupName="g"),
                operation("arrayExpansion", startOrdinal=1, endOrdinal=2),
                operation("excludeAttributes", excludeAttributes=["city"]),
                operation("addCountAttribute", countAttribute=attribute("n")),
            ],
            "addressId line1 city n",
        ),
        (
            [
                operation("addAttributeGroup", attributeGroupName="g"),
                operation("excludeAttributes", excludeAttributes=["g"]),
            ],
            "",
        ),
        (
            [
                operation("addAttributeGroup", attributeGroupName="g"),
                RENAME,
                operation("excludeAttributes", excludeAttributes=["homeG"]),
            ],
            "addressId line1 city",
        ),
        (
            [
                operation("includeAttributes", includeAttributes=["gone"]),
                operation("addAttributeGroup", attributeGroupName="g"),
            ],
            "",
        ),
        (
            [
                operation("includeAttributes", includeAttributes=["city"]),
                operation("arrayExpansion", startOrdinal=19, endOrdinal=40),
                RENAME,
            ],
            "homeCity19 homeCity20",
        ),
        (
            [
                operation("renameAttributes", renameFormat="p{m}"),
                operation("combineAttributes", select=["pcity", "pline1"], mergeInto=attribute("c")),
                operation("renameAttributes", renameFormat="new", applyTo=["line1"]),
            ],
            "paddressId new",
        ),
    ],
)
def test_operations_in_sequence(tmp_path: Path, operations: list[dict[str, Any]], expected: str) -> None:
    assert names(of(tmp_path, projected(*operations))) == expected.split()


def test_operations_are_each_given_the_source_unless_they_run_in_sequence_or_say_so(tmp_path: Path) -> None:
    operations = [
        operation("excludeAttributes", excludeAttributes=["addressId", "city"]),
        operation("includeAttributes", includeAttributes=["city"]),
        operation("renameAttributes", renameFormat="x{m}", sourceInput=False),
    ]

    apart = of(tmp_path, {"source": "Address", "operations": operations})
    fed = of(tmp_path, projected(operations[0], {**operations[1], "sourceInput": True}))

    assert names(apart) == ["xline1", "xcity"]
    assert names(fed) == ["line1", "city"]


def test_a_projection_can_be_the_source_of_another(tmp_path: Path) -> None:
    inner = projected(operation("arrayExpansion", startOrdinal=1, endOrdinal=2), source="Address")
    middle = {"entityReference": projected(RENAME, source={"entityReference": inner})}
    outer = projected(operation("includeAttributes", includeAttributes=["city"]), source=middle)

    one = of(tmp_path, outer)

    assert names(one) == ["homeCity1", "homeCity2"]


def test_one_of_several_entities_is_referred_to_by_a_key_and_the_name_of_its_type(tmp_path: Path) -> None:
    several = entity(
        "PersonOrPlace",
        {"name": "person", "entity": {"source": "Person"}},
        {"name": "place", "entity": {"source": "Address"}},
    )
    person = entity("Person", attribute("personId", "guid", purpose="identifiedBy"))
    projection = projected(
        operation("combineAttributes", select=["personId", "addressId"], mergeInto=attribute("some", "guid")),
        operation("replaceAsForeignKey", reference="some", replaceWith=FOREIGN_KEY),
        operation("addTypeAttribute", typeAttribute=attribute("homeType")),
        source={"entityReference": several},
    )

    one = of(tmp_path, projection, person, isPolymorphicSource=True)

    assert one.attributes == (Attribute("homeRef", "Guid"), Attribute("homeType", "String"))


def test_what_an_entity_extends_can_be_a_projection(tmp_path: Path) -> None:
    base = projected(
        operation("excludeAttributes", excludeAttributes=["line1"]),
        operation("renameAttributes", renameFormat="{a}_{m}"),
        operation("addCountAttribute", condition="depth == 0", countAttribute=attribute("here")),
        operation("addCountAttribute", condition="cardinality.maximum > 0", countAttribute=attribute("no")),
    )

    one = resolved(tmp_path, entity("X", attribute("own"), extendsEntity=base), ADDRESS)

    assert one == Entity(
        "X",
        (
            Attribute("_addressId", "Guid"),
            Attribute("_city", "String"),
            Attribute("here", "String"),
            Attribute("own", "String"),
        ),
        ("_addressId",),
    )


def test_an_attribute_can_be_the_source_of_its_own_projection(tmp_path: Path) -> None:
    projection = {
        "operations": [
            operation("arrayExpansion", startOrdinal=1, endOrdinal=2),
            operation("renameAttributes", renameFormat="{a}{o}"),
        ],
        "runSequentially": True,
    }

    one = resolved(
        tmp_path, entity("X", attribute("phone", "integer", sourceName="tel", projection=projection))
    )

    assert one.attributes == (Attribute("phone1", "Int32", "tel"), Attribute("phone2", "Int32", "tel"))


def test_traits_of_the_attribute_are_those_of_all_that_it_brings(tmp_path: Path) -> None:
    named = {"traitReference": "is.CDS.sourceNamed", "arguments": [{"name": "name", "value": "src"}]}

    one = of(
        tmp_path,
        projected(operation("addAttributeGroup", attributeGroupName="g")),
        purpose="identifiedBy",
        appliedTraits=[named],
    )

    assert one.key == ("addressId", "line1", "city")
    assert [said.source_name for said in one.attributes or ()] == ["src"] * 3


def test_traits_can_be_added_and_removed(tmp_path: Path) -> None:
    named = {"traitReference": "is.CDS.sourceNamed", "arguments": ["{a}.{m}.{mo}"]}

    one = of(
        tmp_path,
        projected(
            operation("alterTraits", applyTo="city", traitsToAdd=["is.identifiedBy"]),
            operation("alterTraits", applyTo=["addressId"], traitsToRemove=["is.identifiedBy"]),
            operation("renameAttributes", applyTo=["city"], renameFormat="town"),
            operation("alterTraits", traitsToAdd=[named], argumentsContainWildcards=True),
            operation("alterTraits", traitsToAdd=["is.dataFormat.date"], applyToTraits=["is"]),
        ),
    )

    assert one == Entity(
        "X",
        (
            Attribute("addressId", "Guid", "home.addressId.addressId"),
            Attribute("line1", "String", "home.line1.line1"),
            Attribute("town", "String", "home.town.city"),
        ),
        ("town",),
    )


def test_what_arguments_of_traits_hold_is_filled_in_only_where_that_is_said(tmp_path: Path) -> None:
    named = {"traitReference": "is.CDS.sourceNamed", "arguments": ["{m}"]}

    one = of(tmp_path, projected(operation("alterTraits", traitsToAdd=[named])))

    assert [said.source_name for said in one.attributes or ()] == ["{m}"] * 3


def test_traits_of_a_group_are_not_those_of_its_members(tmp_path: Path) -> None:
    group = operation("addAttributeGroup", attributeGroupName="g")

    one = of(tmp_path, projected(group, operation("alterTraits", traitsToAdd=["is.identifiedBy"])))

    assert one.key == ("addressId",)


def test_an_entity_that_refers_to_itself_brings_what_does_not_come_of_further_entities(
    tmp_path: Path,
) -> None:
    parent = projected(operation("renameAttributes", renameFormat="{a}{M}"), source="X")

    one = resolved(
        tmp_path,
        entity(
            "X",
            attribute("xId", "guid", purpose="identifiedBy"),
            {"name": "home", "entity": {"source": "Address"}},
            {"name": "parent", "entity": parent},
            {"name": "old", "entity": "X"},
        ),
        ADDRESS,
    )

    assert names(one) == ["xId", "addressId", "line1", "city", "parentXId", "oldXId"]


@pytest.mark.parametrize("form", [{"resolutionGuidance": {"renameFormat": "{m}"}}, {}])
def test_entities_lie_in_one_another_two_deep(tmp_path: Path, form: dict[str, Any]) -> None:
    def inner(number: int) -> Any:
        return f"E{number}" if form else {"source": f"E{number}"}

    chain = [
        entity(f"E{n}", {"name": "in", "entity": inner(n + 1), **form}, attribute(f"a{n}")) for n in range(4)
    ]

    assert names(resolved(tmp_path, *chain, entity("E4"))) == ["a2", "a1", "a0"]


@pytest.mark.parametrize(
    ("guidance", "polymorphic", "expected"),
    [
        ({}, False, "a2 a1 a0"),
        ({"imposedDirectives": ["noMaxDepth"]}, False, "a4 a3 a2 a1 a0"),
        ({"entityByReference": {"referenceOnlyAfterDepth": 3}}, False, "a3 a2 a1 a0"),
        ({"selectsSubAttribute": {"selects": "one"}}, False, "a4 type a3 a2 a1 a0"),
        ({}, True, "a4 a3 a2 a1 a0"),
    ],
)
def test_guidance_says_how_deep_entities_lie_in_one_another(
    tmp_path: Path, guidance: dict[str, Any], polymorphic: bool, expected: str
) -> None:
    more = {"isPolymorphicSource": True} if polymorphic else {}
    said = {"renameFormat": "{m}", "removedDirectives": ["referenceOnly"], **guidance}

    def inner(number: int) -> dict[str, Any]:
        return {"name": "in", "entity": f"E{number}", "resolutionGuidance": said, **more}

    chain = [entity(f"E{n}", inner(n + 1), attribute(f"a{n}")) for n in range(4)]

    assert names(resolved(tmp_path, *chain, entity("E4", attribute("a4")))) == expected.split()


def test_sources_of_several_entities_are_not_counted_as_deep(tmp_path: Path) -> None:
    chain = [
        entity(f"E{n}", {"name": "in", "isPolymorphicSource": True, "entity": {"source": f"E{n + 1}"}})
        for n in range(10)
    ]

    one = resolved(
        tmp_path, *chain, entity("E10", {"name": "home", "entity": {"source": "Address"}}), ADDRESS
    )

    assert names(one) == ["addressId", "line1", "city"]


def test_what_lies_too_deep_takes_nothing_else_with_it(tmp_path: Path) -> None:
    """Microsoft's resolver leaves out `Address` here: that something was too deep isn't forgotten in time."""
    one = resolved(
        tmp_path,
        entity("X", {"name": "a", "entity": {"source": "A"}}),
        entity(
            "A", {"name": "b", "entity": {"source": "B"}}, {"name": "home", "entity": {"source": "Address"}}
        ),
        entity("B", {"name": "c", "entity": {"source": "C"}}, attribute("b")),
        entity("C", attribute("c")),
        ADDRESS,
    )

    assert names(one) == ["b", "addressId", "line1", "city"]


def test_a_key_of_an_entity_too_deep_to_be_gathered_is_no_news(tmp_path: Path) -> None:
    several = {"entityReference": entity("Some", {"name": "home", "entity": {"source": "Address"}})}
    replaced = {"name": "ref", "entity": projected(REPLACE, source=several)}
    around = [entity("B", attribute("b"), replaced), ADDRESS]

    one = resolved(tmp_path, entity("X", {"name": "b", "entity": {"source": "B"}}), *around)

    assert (names(one), one.partial_because) == (["b"], "")


def test_a_name_that_a_group_and_another_attribute_share_is_there_once(tmp_path: Path) -> None:
    """Microsoft's resolver declares it twice, in the group and beside it."""
    projection = {
        "source": "Address",
        "operations": [
            operation("addAttributeGroup", attributeGroupName="g"),
            operation("addCountAttribute", countAttribute=attribute("n")),
        ],
    }

    assert names(of(tmp_path, projection)) == ["addressId", "line1", "city", "n"]


@pytest.mark.parametrize(
    ("projection", "brought", "why"),
    [
        (
            projected(operation("replaceAsForeignKey", reference="id", replaceWith=FOREIGN_KEY)),
            "",
            "this operation isn't applied: "
            "the source has no attribute `id` that a foreign key could refer to",
        ),
        (
            projected(operation("replaceAsForeignKey", reference="city")),
            "",
            "this operation isn't applied: `replaceWith` is no attribute with a name and a data type",
        ),
        (
            projected(operation("addArtifactAttribute", newAttribute="G")),
            "addressId line1 city",
            "this operation isn't applied: `newAttribute` is no attribute with a name and a data type",
        ),
        (
            projected(operation("addArtifactAttribute", newAttribute={"name": "n", "entity": "Address"})),
            "addressId line1 city",
            "this operation isn't applied: `newAttribute` is no attribute with a name and a data type",
        ),
        (
            projected(operation("renameAttributes")),
            "addressId line1 city",
            "this operation isn't applied: `renameFormat` is missing",
        ),
        (
            projected(operation("addAttributeGroup")),
            "addressId line1 city",
            "this operation isn't applied: `attributeGroupName` is missing",
        ),
        (
            projected(operation("arrayExpansion", startOrdinal=1)),
            "addressId line1 city",
            "this operation isn't applied: it takes `startOrdinal` and `endOrdinal`, whole numbers",
        ),
        (
            projected(operation("excludeAttribute", excludeAttributes=["city"]), RENAME),
            "homeAddressId homeLine1 homeCity",
            "this operation isn't applied: there is no operation `excludeAttribute`",
        ),
        (
            projected({**RENAME, "condition": "referenceonly"}),
            "addressId line1 city",
            "this isn't applied: its condition `referenceonly` can't be read",
        ),
        ({"operations": [RENAME]}, "", "`source` is missing"),
    ],
)
def test_what_cannot_be_applied_is_noted_and_the_entity_is_not_whole(
    tmp_path: Path, projection: Any, brought: str, why: str
) -> None:
    found = read(tmp_path, {"x.cdm.json": document(home(projection), ADDRESS)})

    one = found.data_sources[0].entities[0]
    assert (names(one), one.partial_because) == (brought.split(), why)
    assert [note.message for note in found.notes] == [why]


@pytest.mark.parametrize(
    ("cardinality", "expected"),
    [
        ({"minimum": "2", "maximum": "3"}, "c_2_3"),
        ({"minimum": "0", "maximum": "*"}, "c_0_-1"),
        ({"maximum": "*"}, "c_1_1"),  # half of it is none
        ({"minimum": "9" * 5000, "maximum": "1"}, "c_1_1"),
        ({"minimum": "few", "maximum": []}, "c_1_1"),
        (None, "c_1_1"),
        (7, "c_1_1"),
    ],
)
def test_conditions_know_the_cardinality_of_an_attribute_of_an_entity(
    tmp_path: Path, cardinality: Any, expected: str
) -> None:
    known = {"c_2_3": "== 2 && cardinality.maximum == 3", "c_0_-1": "== 0 && cardinality.maximum < 0"}
    known["c_1_1"] = "== 1 && cardinality.maximum == 1"
    counted = [
        operation(
            "addCountAttribute", condition=f"cardinality.minimum {rest}", countAttribute=attribute(name)
        )
        for name, rest in known.items()
    ]
    none = operation("excludeAttributes", excludeAttributes=["addressId", "line1", "city"])

    one = of(tmp_path, projected(none, *counted), cardinality=cardinality)

    assert names(one) == [expected]


def test_a_foreign_key_is_known_even_where_what_it_refers_to_is_not_at_hand(tmp_path: Path) -> None:
    """Microsoft's resolver makes nothing of it."""
    found = read(tmp_path, {"x.cdm.json": document(home(projected(REPLACE, source="Gone")))})

    assert found.data_sources[0].entities == (
        Entity("X", (Attribute("homeRef", "Guid"),), partial_because=found.notes[0].message),
    )
    assert [note.message for note in found.notes] == [
        "the entity `Gone` isn't defined in what this document imports"
    ]


def test_projections_that_extend_one_another_in_a_circle_are_noted(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        {
            "x.cdm.json": document(
                entity("X", attribute("x"), extendsEntity=projected(source="Y")),
                entity("Y", attribute("y"), extendsEntity=projected(source="X")),
            )
        },
    )

    ends = "this entity extends itself, by way of what it names here"
    assert [note.message for note in found.notes] == [ends, ends]
    assert all(one.partial_because for one in found.data_sources[0].entities)


def test_sources_without_end_are_noted(tmp_path: Path) -> None:
    chain = [entity(f"E{n}", extendsEntity=projected(source=f"E{n + 1}")) for n in range(2000)]

    found = read(tmp_path, {"x.cdm.json": document(*chain[:200], entity("E200"))})

    assert "more than 64 attribute groups and entities lie in one another" in found.notes[0].message


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("", True),
        ("  ", True),
        ("always", True),
        ("true", True),
        ("(((true==true)))", True),
        ("false", False),
        (" (false) ", False),
        ("referenceOnly", True),
        ("normalized && structured", False),
        ("normalized||structured", True),
        ("!structured", True),
        ("!(referenceOnly)", False),
        ("referenceOnly && !structured", True),
        ("(cardinality.maximum > 1) && (!referenceOnly)", False),
        ("!(normalized && cardinality.maximum > 1)", True),
        ("!structured || referenceOnly", False),  # `!` negates all that follows
        ("structured && !virtual", False),  # it loses what stands before: that is true for it
        ("depth > 5", False),
        ("depth<=1", True),
        ("depth >= maxDepth", False),
        ("depth != 1", False),
        ("cardinality.minimum < 1", False),  # not known: nothing holds
        ("cardinality.minimum == cardinality.minimum", False),
        ("!cardinality.minimum", False),
        ("cardinality.minimum || always", False),
        ("virtual || isArray || noMaxDepth", False),
        ("depth > ", None),
        ("depth", True),
        ("(depth", None),
        ("depth)", None),
        ("depth 1", None),
        ("depth < " + "9" * 5000, None),
        ("structured = false", None),
        ("entity == 'x'", None),
        ("!" * 5000 + "true", None),
    ],
)
def test_conditions_hold_as_microsofts_resolver_reads_them(condition: str, expected: bool | None) -> None:
    assert holds(condition, {**RELATIONAL, "depth": 1}) is expected


TOKENS = [*"!()<>=&|1", "x", "depth", "&&", "||", "==", "!=", "normalized", " "]
CONDITIONS = st.lists(st.sampled_from(TOKENS), max_size=20).map("".join)


@given(condition=CONDITIONS)
def test_any_condition_holds_or_not_or_cannot_be_read(condition: str) -> None:
    assert holds(condition, RELATIONAL) in (True, False, None)


KINDS = [
    *("addArtifactAttribute", "addAttributeGroup", "addCountAttribute", "addSupportingAttribute"),
    *("addTypeAttribute", "alterTraits", "arrayExpansion", "combineAttributes", "excludeAttributes"),
    *("includeAttributes", "renameAttributes", "replaceAsForeignKey"),
]
VALUES = st.sampled_from(
    [None, True, 0, 3, 10**9, "city", "{a}{M}{o}", "depth > 0", ["city", 7], [{}], {"name": "n"}, {"name": 7}]
)
KEYS = st.sampled_from(
    [
        *("newAttribute", "insertAtTop", "attributeGroupName", "countAttribute", "supportingAttribute"),
        *("typeAttribute", "traitsToAdd", "traitsToRemove", "applyTo", "startOrdinal", "endOrdinal"),
        *("select", "mergeInto", "excludeAttributes", "includeAttributes", "renameFormat", "reference"),
        *("replaceWith", "condition", "sourceInput", "argumentsContainWildcards"),
    ]
)
OPERATIONS = st.builds(
    lambda kind, more: {"$type": kind, **more},
    st.sampled_from(KINDS),
    st.dictionaries(KEYS, VALUES, max_size=4),
)


@given(operations=st.lists(OPERATIONS, max_size=5), sequentially=st.booleans())
def test_operations_with_anything_in_them_are_applied_or_noted(
    tmp_path_factory: pytest.TempPathFactory, operations: list[dict[str, Any]], sequentially: bool
) -> None:
    projection = {"source": "Address", "operations": operations, "runSequentially": sequentially}

    found = read(tmp_path_factory.mktemp("any"), {"x.cdm.json": document(home(projection), ADDRESS)})

    one = found.data_sources[0].entities[0]
    assert len(set(names(one))) == len(names(one))
    assert not one.partial_because or found.notes
