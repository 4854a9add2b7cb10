"""Reading a value along a schema."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.diagnostic import Location
from linter.placeholders import Values
from linter.shapes.dialect import Dialect
from linter.shapes.node import BROKEN, Node, Problem, listed, located, nodes_of
from linter.shapes.outlined import Outlined
from linter.shapes.reading import Reading, kind_of_value, read
from linter.shapes.shape import Shape, shape_of
from linter.shapes.slips import takes, unknown_in

STEP = {
    "leftEntities": [{"dataSourceName": "Shop", "entityName": "Buyers"}],
    "rightEntity": "Loyalty_Members",
    "rules": [],
}


def problems(value: Any, kind: str = "conflationPlan") -> list[tuple[str, tuple[str | int, ...], str]]:
    found = read(value, shape_of(kind), "file.json").problems
    return [(one.kind, one.at.path, one.name) for one in found]


def test_what_fits_has_no_problem() -> None:
    assert problems({"conflationOrder": ["Shop_Buyers"], "conflationPlans": [STEP]}) == []


def test_names_are_read_without_regard_to_case_and_keep_their_spelling_in_paths() -> None:
    value = {"CONFLATIONORDER": [{"EntityName": "Buyers"}], "ConflationPlans": None}
    root = read(value, shape_of("conflationPlan"), "file.json").root

    assert [node.at("entityName") for node in root.nodes("conflationOrder")] == [
        Location("file.json", ("CONFLATIONORDER", 0, "EntityName"))
    ]
    assert root.written("conflationPlans")
    assert root.get("conflationPlans") is None


def test_the_documents_own_names_are_read_too() -> None:
    value = {"Name": "A", "FromEntity": "x", "FromAttribute": "y", "ToEntity": "z", "ToAttribute": "w"}
    reading = read(value, shape_of("relationships", "RelationshipUpdate"), "file.json")

    assert reading.problems == []
    assert reading.root.text("fromEntityName") == "x"


def test_a_plain_string_stands_for_a_reference() -> None:
    root = read({"conflationOrder": ["Shop_Buyers"]}, shape_of("conflationPlan"), "f").root

    [reference] = root.nodes("conflationOrder")
    assert reference.literal == "Shop_Buyers"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([], [("type", (), "")]),
        ({}, [("missing", (), "conflationOrder")]),
        ({"conflationOrder": None}, [("type", ("conflationOrder",), "conflationOrder")]),
        (
            {"conflationOrder": [7, {}]},
            [
                ("type", ("conflationOrder", 0), "conflationOrder"),
                ("missing", ("conflationOrder", 1), "entityName"),
            ],
        ),
        ({"conflationOrder": [], "conflationOder": 1}, [("unknown", ("conflationOder",), "conflationOder")]),
        (
            {"conflationOrder": [], "ConflationOrder": []},
            [("duplicate", ("ConflationOrder",), "ConflationOrder")],
        ),
        (
            {"conflationOrder": [], "conflationPlans": [{**STEP, "rules": [{"isActive": "yes"}]}]},
            [("type", ("conflationPlans", 0, "rules", 0, "isActive"), "isActive")],
        ),
        (
            {"conflationOrder": [], "conflationPlans": [{**STEP, "includeAllRecords": 1}]},
            [("type", ("conflationPlans", 0, "includeAllRecords"), "includeAllRecords")],
        ),
    ],
)
def test_what_does_not_fit_is_a_problem_at_its_place(value: Any, expected: Any) -> None:
    assert problems(value) == expected


def test_a_malformed_item_does_not_hide_its_neighbours() -> None:
    value = {"conflationOrder": [None, {"entityName": "Buyers"}, 5]}
    root = read(value, shape_of("conflationPlan"), "f").root

    assert [node.text("entityName") for node in root.nodes("conflationOrder")] == ["Buyers"]
    assert root.get("conflationOrder")[0] is BROKEN
    assert root.broken == {"conflationOrder"}


def test_asking_for_a_property_that_the_shape_lacks_is_a_slip_of_ours() -> None:
    root = read({"conflationOrder": []}, shape_of("conflationPlan"), "f").root

    with pytest.raises(KeyError, match="ConflationPlan has no property conflationOder"):
        root.get("conflationOder")


def test_objects_are_walked_in_the_order_of_the_text() -> None:
    value = {"conflationPlans": [STEP], "conflationOrder": ["Shop_Buyers"]}
    root = read(value, shape_of("conflationPlan"), "f").root

    assert [node.path for node in root.walk()] == [
        (),
        ("conflationPlans", 0),
        ("conflationPlans", 0, "leftEntities", 0),
        ("conflationPlans", 0, "rightEntity"),
        ("conflationOrder", 0),
    ]
    assert all(isinstance(node, Node) for node in root.walk())


ATTRIBUTES = shape_of("snapshot").within("dataSources", "entities", "attributes")
DECLARED = st.one_of(st.text(max_size=3), st.sampled_from(["string", "int64"]))
ODD = st.one_of(
    st.none(), st.integers(), st.lists(st.text(), max_size=1), st.fixed_dictionaries({"type": DECLARED})
)


@given(st.dictionaries(st.text(max_size=3), st.one_of(DECLARED, ODD), max_size=5))
def test_a_mapping_of_strings_is_read_as_one_that_also_has_something_else(value: dict[str, Any]) -> None:
    root = read(value, ATTRIBUTES, "s.json").root
    walked = read({**value, "odd": {"type": "string"}}, ATTRIBUTES, "s.json").root
    texts = {name: one for name, one in value.items() if isinstance(one, str) and name != "odd"}

    assert {name: one for name, one in root.values.items() if name in texts} == texts
    assert {name: one for name, one in walked.values.items() if name in texts} == texts
    assert list(root.keys.items()) == [(name, name) for name in value]
    assert root.broken == walked.broken - {"odd"} | (root.broken & {"odd"})
    assert [root.at(name) for name in value] == [walked.at(name) for name in value]


def test_a_mapping_of_strings_is_no_copy_of_what_was_parsed() -> None:
    value = {"Id": "string"}

    assert read(value, ATTRIBUTES, "s.json").root.values is value


def test_what_is_kept_as_it_is_written_is_not_copied() -> None:
    entity = {"dataSourceName": "Shop", "entityName": "Buyers"}
    column = {**entity, "attributeName": "Id", "normalizations": ["textToLowerCase"]}
    step = {"rules": [{"criteria": [{"leftColumn": column}]}]}
    value = {"conflationOrder": [entity], "conflationPlans": [step]}
    _, listed, *_, criterion, left = read(value, shape_of("conflationPlan"), "f").root.walk()

    assert left.values is column
    assert listed.values is entity
    assert criterion.values == {"leftColumn": left}


SPELLINGS = st.sampled_from([str, str.upper, str.lower, str.swapcase])
NAMES = st.sampled_from(["name", "fromEntityName", "toEntityName", "cardinality", "description", "notOne"])
ITEMS = st.none() | st.integers() | st.sampled_from(["x", "manyToOne", "MANYTOONE", "$(X)", "{{X}}_y"])


@given(st.dictionaries(NAMES, ITEMS), st.lists(SPELLINGS, min_size=6, max_size=6))
def test_an_object_says_the_same_however_its_keys_are_spelled(
    value: dict[str, Any], spellings: list[Callable[[str], str]]
) -> None:
    respelled = {how(key): item for (key, item), how in zip(value.items(), spellings, strict=False)}
    shape = shape_of("relationships", "Relationship")
    one, other = (read(each, shape, "f", values=Values({"X": "z"})) for each in (value, respelled))

    assert other.root.values == one.root.values
    assert other.root.broken == one.root.broken
    assert list(other.root.keys) == list(one.root.keys)
    assert [(each.kind, each.found) for each in other.problems] == [
        (each.kind, each.found) for each in one.problems
    ]
    assert list(other.root.keys.values()) == [key for key in respelled if key.lower() != "notone"]
    assert [other.root.written(name) for name in value] == [name != "notOne" for name in value]


RELATIONSHIP = shape_of("relationships", "Relationship")
SLIPS: list[tuple[str, dict[str, Any], list[tuple[str, str, bool]]]] = [
    ("one that is nearly a known one", {"cardinalty": "x"}, [("cardinality", "cardinality", True)]),
    ("with a value that this can't have", {"cardinalty": 5}, [("cardinality", "cardinality", False)]),
    ("which is given, too", {"cardinalty": "x", "Cardinality": "y"}, [("", "", False)]),
    ("two that seem to be one", {"cardinalty": "x", "cardinalitty": "y"}, [("", "", False)] * 2),
    ("one that runs on", {"cardinality:x": None}, [("cardinality", "cardinality", False)]),
    ("one that runs on far", {"name:VisitsToBuyers": None}, [("name", "name", False)]),
    ("none that runs on from nothing", {"odd:x": None}, [("", "", False)]),
    (
        "one that has to be given and is less near",
        {"kardinalitaet": "x"},
        [("cardinality", "cardinality", True)],
    ),
    ("none that needn't be given and is as near", {"descripshun": "x"}, [("", "", False)]),
    ("one that is near nothing", {"other": 1}, [("", "", False)]),
    ("one that is known in another case", {"CARDINALITY": 1}, []),
]


@pytest.mark.parametrize(("value", "meant"), [one[1:] for one in SLIPS], ids=[one[0] for one in SLIPS])
def test_what_an_unknown_property_is_a_slip_of(value: dict[str, Any], meant: list[Any]) -> None:
    assert [(one.meant, one.name, one.is_readable) for one in unknown_in(value, RELATIONSHIP)] == meant


def test_an_unknown_property_may_be_any_that_is_not_given_and_takes_its_value() -> None:
    [odd] = unknown_in({"cardinality": "x", "odd": "y"}, RELATIONSHIP)
    [runs_on] = unknown_in({"name:x": "y"}, RELATIONSHIP)

    assert {"description", "fromEntity", "FromEntity"} & {*odd.spellings} == {"description", "fromEntity"}
    assert "fromentityname" not in odd.spellings
    assert {*odd.spellings} - {*odd.free} >= {"cardinality"}
    assert "description" in odd.free
    assert runs_on.free == ()


def test_a_property_that_a_dialect_has_besides_is_not_unknown() -> None:
    shape = shape_of("relationships", "Relationship", dialect=Dialect(others=(("Relationship", ("Farbe",)),)))

    assert [one.key for one in unknown_in({"Farbe": 1, "FARBE": 2, "Ton": 3}, shape)] == ["Ton"]


VALUES = ("x", 1, [], {})
TAKING = {
    "a text": (RELATIONSHIP.members["name"], ["x"]),
    "a list": (shape_of("conflationPlan").members["conflationOrder"], [[]]),
    "an object": (shape_of("conflationPlan").within("conflationPlans"), [{}]),
    "a mapping": (ATTRIBUTES, [{}]),
    "anything": (shape_of("request").members["body"], [*VALUES]),
}


@pytest.mark.parametrize(("shape", "taken"), TAKING.values(), ids=TAKING)
def test_a_value_is_taken_for_its_type(shape: Shape, taken: list[Any]) -> None:
    assert [one for one in VALUES if takes(shape, one)] == taken


def test_only_the_first_500_unknown_properties_may_be_slips() -> None:
    odd = {f"odd{number}": 1 for number in range(499)}
    last, one_more = unknown_in({**odd, "cardinalty": "x", "descripton": "x"}, RELATIONSHIP)[499:]

    assert (last.meant, one_more.meant, one_more.free) == ("cardinality", "", ())
    assert "cardinality" in last.free
    assert one_more.spellings == last.spellings


@pytest.mark.parametrize(
    ("written", "values", "read_as", "is_sound"),
    [
        ("${ALL}", {"ALL": True}, True, True),
        ("${ALL}", {}, BROKEN, True),
        ("${ALL}", {"ALL": "yes"}, BROKEN, False),
        ("${ALL}", None, BROKEN, False),
        ("yes", {"ALL": True}, BROKEN, False),
    ],
)
def test_a_placeholder_stands_for_a_value_of_any_type(
    written: str, values: dict[str, Any] | None, read_as: Any, is_sound: bool
) -> None:
    value = {"conflationOrder": [], "conflationPlans": [{**STEP, "includeAllRecords": written}]}
    given = Values(values) if values is not None else None
    reading = read(value, shape_of("conflationPlan"), "f", values=given)
    [step] = reading.root.nodes("conflationPlans")

    assert step.get("includeAllRecords") == (None if read_as is BROKEN else read_as)
    assert step.broken == ({"includeAllRecords"} if read_as is BROKEN else set())
    assert reading.sound is is_sound


def test_what_is_unknown_or_there_twice_leaves_the_rest_sound() -> None:
    value = {"conflationOrder": [], "Odd": 1, "conflationorder": []}
    reading = read(value, shape_of("conflationPlan"), "f")

    assert [one.kind for one in reading.problems] == ["unknown", "duplicate"]
    assert reading.sound


def test_a_value_that_a_closed_list_lacks_is_told_where_it_stands() -> None:
    rules = [{"name": "x", "criteria": [{"kind": "exactt", "leftColumn": {}, "rightColumn": {}}]}]
    value = {"conflationOrder": [], "conflationPlans": [{**STEP, "rules": rules}]}
    [told] = [one for one in read(value, shape_of("conflationPlan"), "f").problems if one.kind == "value"]

    assert told.at.path == ("conflationPlans", 0, "rules", 0, "criteria", 0, "kind")
    assert (told.name, told.member, told.found) == ("kind", "kind", "exactt")


def test_the_place_of_what_is_not_written_is_that_of_its_object() -> None:
    root = read({"ConflationOrder": ["a", "b"]}, shape_of("conflationPlan"), "f").root

    assert root.at("conflationOrder", 1) == Location("f", ("ConflationOrder", 1))
    assert root.at("conflationPlans", 1) == root.at() == Location("f")
    assert root.count == 1


def test_a_place_is_located_by_its_object_and_what_of_it_is_meant() -> None:
    root = read({"ConflationOrder": ["a", "b"]}, shape_of("conflationPlan"), "f").root
    key = ("ConflationOrder",)

    assert located(Location("g", (1,))) == Location("g", (1,))
    assert located((root, None)) == Location("f")
    assert located((root, "conflationOrder")) == Location("f", key)
    assert located((root, "conflationOrder", 1)) == Location("f", (*key, 1))
    assert located((root, "conflationOrder", (0, 2))) == Location("f", key, slice=(0, 2))


@pytest.mark.parametrize(
    ("one", "other", "is_alike"),
    [
        ({"name": "a"}, {"name": "a"}, True),
        ({"name": "a"}, {"name": "b"}, False),
        ({"name": "a"}, {"name": "a", "description": "b"}, False),
        ({"Name": "a"}, {"Name": "a"}, False),
        ({}, {}, True),
    ],
)
def test_objects_that_are_written_alike_are_so_where_their_keys_are_canonical(
    one: dict[str, Any], other: dict[str, Any], is_alike: bool
) -> None:
    here, there = (read(each, RELATIONSHIP, "f").root for each in (one, other))
    update = read(other, shape_of("relationships", "RelationshipUpdate"), "f").root

    assert here.is_written_like(there) is is_alike
    assert not here.is_written_like(update)


def test_a_value_is_plain_without_what_does_not_fit_and_under_canonical_names() -> None:
    value = {"ConflationOrder": ["a", 7, {"entityName": "b"}], "conflationPlans": [{"Rules": [], "odd": 1}]}
    root = read(value, shape_of("conflationPlan"), "f").root

    assert root.plain() == {
        "conflationOrder": ["a", {"entityName": "b"}],
        "conflationPlans": [{"rules": []}],
    }


def test_of_a_list_or_one_object_its_objects_are_told() -> None:
    root = read(
        {"conflationOrder": ["a", 7], "conflationPlans": [STEP]}, shape_of("conflationPlan"), "f"
    ).root
    [step] = root.nodes("conflationPlans")
    right = step.node("rightEntity")

    assert [one.literal for one in root.nodes("conflationOrder")] == ["a"]
    assert root.nodes("entityConflationInformation") == []
    assert read({"Id": "string"}, ATTRIBUTES, "f").root.get("Nope") is None
    assert (step.nodes("rightEntity"), root.node("conflationPlans"), root.text("conflationPlans")) == (
        [right],
        None,
        None,
    )
    assert listed([root, 7, "x"]) == listed(root) == [root]
    assert listed(7) == listed(None) == []
    assert [*nodes_of([step])] == [step, *step.nodes("leftEntities"), right]


def test_an_outlined_object_is_read_once_when_more_is_asked_of_it_than_is_known() -> None:
    asked = []

    def reads(one: Outlined) -> Node:
        asked.append(one.span)
        whole: Node = read({"Name": "a", "cardinality": 7}, RELATIONSHIP, one.document).root
        return whole

    one = Outlined("f", RELATIONSHIP, None, (), {"name": "a"}, reads, (3, 4))

    assert (one.text("name"), one.path, hasattr(one, "nothing"), asked) == ("a", (), False, [])
    assert (one.text("description"), one.at("name"), one.values) == (
        None,
        Location("f", ("Name",)),
        {"name": "a"},
    )
    assert "cardinality" in one.broken
    assert asked == [(3, 4)]


@pytest.mark.parametrize(
    ("kind", "is_sound"),
    [
        *((one, False) for one in ("type", "missing", "form", "beginning", "syntax")),
        *((one, True) for one in ("unknown", "duplicate", "value")),
    ],
)
def test_what_is_malformed_or_missing_leaves_nothing_sound(kind: str, is_sound: bool) -> None:
    assert Reading(None, [Problem(kind, Location("f"), "x", "y")]).sound is is_sound


def test_a_value_is_called_by_its_type() -> None:
    values = (True, None, "x", 1, 1.5, [], {})

    assert [kind_of_value(one) for one in values] == [
        *("a boolean", "null", "a string", "a number", "a number", "a list", "an object")
    ]


READ: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("nothing of what is null", {"name": "a", "description": None}, {"name": "a"}),
    ("nothing of it under another spelling", {"Name": "a", "Description": None}, {"name": "a"}),
    ("a value of a closed list as it is written", {"cardinality": "MANYTOONE"}, {"cardinality": "MANYTOONE"}),
    ("a slip as what it is one of", {"cardinalty": "x", "name": "a"}, {"cardinality": "x", "name": "a"}),
    ("a placeholder as it is written, where nothing is to be filled", {"name": "{{x}}"}, {"name": "{{x}}"}),
]


@pytest.mark.parametrize(("value", "plain"), [pytest.param(*case, id=name) for name, *case in READ])
def test_of_an_object_is_read(value: dict[str, Any], plain: dict[str, Any]) -> None:
    assert read(value, RELATIONSHIP, "f").root.plain() == plain


def test_each_unknown_property_is_told_once() -> None:
    found = read({"odd": 1, "name": "a", "other": 2}, RELATIONSHIP, "f").problems

    assert [one.name for one in found if one.kind == "unknown"] == ["odd", "other"]


@pytest.mark.parametrize(
    ("written", "name", "is_required", "value", "is_read"),
    [
        ("cardinalty", "cardinality", True, "x", True),
        ("cardinalty", "cardinality", True, 5, False),
        ("descripton", "description", False, "x", True),
    ],
)
def test_a_slip_is_told_with_what_is_meant_and_that_is_not_missed(
    written: str, name: str, is_required: bool, value: Any, is_read: bool
) -> None:
    reading = read([{"name": "a", written: value}], shape_of("relationships"), "f")
    [node], [slip] = reading.root, [one for one in reading.problems if one.kind == "unknown"]

    assert (slip.at, slip.meant, slip.required) == (Location("f", (0, written), "key"), name, is_required)
    assert (node.text(name), node.keys[name]) == (value if is_read else None, written)
    assert (name in node.broken) is not is_read
    assert name not in [one.name for one in reading.problems if one.kind == "missing"]


INFORMATION = shape_of("entityInformation")


def test_the_short_form_is_what_has_none_of_the_properties_of_the_full_one() -> None:
    full = read({"DATASOURCES": [], "odd": 1}, INFORMATION, "f")
    short = read({"Shop": ["Buyers"], "odd": 1}, INFORMATION, "f")

    assert [(one.kind, one.name) for one in full.problems] == [("unknown", "odd")]
    assert full.root.plain() == {"dataSources": []}
    assert [(one.kind, one.name, one.member) for one in short.problems] == [("type", "odd", "odd")]
    assert short.root.plain() == {"Shop": ["Buyers"]}


def test_keys_of_a_mapping_that_name_something_may_be_filled() -> None:
    value = {"{{a}}": ["Buyers"], "{{b}}": ["{{c}}"]}
    reading = read(value, INFORMATION, "f", values=Values({"a": "Shop"}))

    assert reading.root.plain() == {"Shop": ["Buyers"]}
    assert reading.root.keys == {"Shop": "{{a}}"}
    assert reading.root.broken == {"{{b}}"}
    assert [(one.at.path, one.at.part, one.filled.is_open) for one in reading.placeholders] == [
        (("{{a}}",), "key", False),
        (("{{b}}",), "key", True),
        (("{{b}}", 0), "value", True),
    ]


@pytest.mark.parametrize(
    ("first", "second", "same"), [("a", "a", True), ("a", "b", False), (1, True, False), ([1], [1], True)]
)
def test_a_property_that_is_there_twice_is_told_at_both_places(first: Any, second: Any, same: bool) -> None:
    found = read([{"name": first, "NAME": second}], shape_of("relationships"), "f").problems
    [twice] = [one for one in found if one.kind == "duplicate"]

    assert twice.at == Location("f", (0, "NAME"), "key")
    assert twice.first == Location("f", (0, "name"), "key")
    assert (twice.name, twice.same) == ("NAME", same)


def test_a_body_that_is_a_placeholder_is_open_where_it_stands() -> None:
    reading = read("{{x}}", INFORMATION, "f", ("body",), values=Values({}))

    assert reading.root is BROKEN
    assert [one.at for one in reading.placeholders] == [Location("f", ("body",))]


def test_an_object_knows_what_its_document_calls_a_property_and_its_values() -> None:
    words = (("Relationship", (("cardinality", ("Art", "Weise")), ("name", ("Name",)))),)
    values = (("Relationship", (("cardinality", (("manyToOne", ("VieleZuEinem",)),)),)),)
    shape = shape_of("relationships", "Relationship", dialect=Dialect(names=words, values=values))
    written = read({"WEISE": "VieleZuEinem", "DESCRIPTION": "x"}, shape, "f").root
    bare = read({}, shape, "f").root

    assert [written.called(one) for one in ("cardinality", "description")] == ["WEISE", "description"]
    assert [bare.called(one) for one in ("cardinality", "description")] == ["Art", "description"]
    assert written.text("cardinality") == "manyToOne"
    assert [written.worded("cardinality", one) for one in ("manyToOne", "oneToOne")] == [
        "VieleZuEinem",
        "oneToOne",
    ]


def test_what_does_not_fit_is_told_with_its_property_and_the_object_that_has_it() -> None:
    columns = {"leftColumn": {"normalizations": ["odd"]}, "rightColumn": {"attributeName": 3}}
    rules = [{"name": "x", "criteria": [{"KIND": "exactt", **columns}]}]
    value = {"conflationOrder": [7], "conflationPlans": [{**STEP, "rules": rules}]}
    found = read(value, shape_of("conflationPlan"), "f").problems

    assert [
        (one.name, one.member, one.owner, one.expected, one.found) for one in found if one.kind != "missing"
    ] == [
        ("conflationOrder", "conflationOrder", "ConflationPlan", "an object or a string", "a number"),
        ("KIND", "kind", "Criterion", "error", "exactt"),
        ("normalizations", "normalizations", "ColumnReference", "error", "odd"),
        ("attributeName", "attributeName", "ColumnReference", "a string", "a number"),
    ]


def test_a_value_that_stands_alone_is_told_without_a_property() -> None:
    kind = shape_of("conflationPlan").within("conflationPlans", "rules", "criteria", "kind")
    [wrong], [unknown] = (read(one, kind, "f").problems for one in (7, "odd"))

    for one, what in ((wrong, "type"), (unknown, "value")):
        assert (one.kind, one.name, one.owner, one.at) == (what, "", "", Location("f"))


def test_what_is_missing_is_broken() -> None:
    root = read({"name": "a", "cardinality": "x"}, RELATIONSHIP, "f").root

    assert root.broken == {"fromEntityName", "fromAttributeName", "toEntityName", "toAttributeName"}
    assert read({"Name": "a", "cardinality": "x"}, RELATIONSHIP, "f").root.broken == root.broken


STEPS = shape_of("conflationPlan").within("conflationPlans")


@pytest.mark.parametrize(
    ("value", "shape", "found"),
    [
        ({"name": {"x": None}}, RELATIONSHIP, ["an object (in YAML `{x}` needs quotes)"]),
        ({"name": {"x": 1}}, RELATIONSHIP, ["an object"]),
        ({"name": {"x": None, "y": None}}, RELATIONSHIP, ["an object"]),
        ({"includeAllRecords": {"x": None}}, STEPS, ["an object"]),
        (
            "rules:\u00a0x",
            STEPS,
            ["a string: U+00A0, which looks like a space and is none, divides nothing"],
        ),
        ("rules: x", STEPS, ["a string"]),
        ({"a": 7, "b": "string"}, ATTRIBUTES, ["a number"]),
    ],
)
def test_what_stands_where_something_else_is_expected_is_told(
    value: Any, shape: Shape, found: list[str]
) -> None:
    assert [one.found for one in read(value, shape, "f").problems if one.kind == "type"] == found


def test_scalars_are_read_beside_objects_and_where_anything_may_stand() -> None:
    plan = read({"conflationOrder": ["a"], "updatedBy": "me"}, shape_of("conflationPlan"), "f").root
    request = read({"method": "PUT", "url": "x", "body": 7}, shape_of("request"), "f").root
    filled = read({"name": "{{x}}"}, RELATIONSHIP, "f", values=Values({"x": "z"})).root
    kind = shape_of("conflationPlan").within("conflationPlans", "rules", "criteria", "kind")

    assert [one.path for one in plan.walk()] == [(), ("conflationOrder", 0)]
    assert (plan.count, request.get("body"), filled.text("name")) == (2, 7, "z")
    assert read("EXACT", kind, "f").problems == []
