"""What a shape accepts is what its schema accepts, with what that says of names and values."""

from __future__ import annotations

from typing import Any, Final

import pytest

from linter.diagnostic import Location
from linter.placeholders import Values
from linter.shapes.dialect import Dialect
from linter.shapes.node import BROKEN, Node
from linter.shapes.reading import read
from linter.shapes.shape import (
    Says,
    Shape,
    _compile_kind,
    fold_value,
    in_their_words,
    schema_names,
    schema_of_kind,
    shape_of,
)

DEFINITIONS: Final[dict[str, Any]] = {
    "Entity": {
        "type": "object",
        "description": "An entity.",
        "properties": {"entityName": {"type": "string", "x-names": {"what": "entity"}}},
        "required": ["entityName"],
    },
    "Reference": {"anyOf": [{"$ref": "#/$defs/Entity"}, {"type": "string"}]},
    "Kind": {
        "enum": ["Exact.One", "Two", 3],
        "x-closed": {"also": ["Three.Of"], "severity": "warning"},
        "x-means": {"Zwei": "Two"},
        "description": "A kind.",
    },
    "Tree": {"type": "object", "properties": {"in": {"$ref": "#/$defs/Tree"}}},
}
NAMED = Says("entity")
NAME: Final = {"expected": ["a string"], "is_name": True, "scalars": {str}, "takes_placeholders": True}
TEXT: Final = {"expected": ["a string"], "scalars": {str}, "plain": {str}}
QUERY: Final = {"expected": ["a string"], "is_name": True, "scalars": {str}, "takes_values": True}
ENTITY: Final = {
    "name": "Entity",
    "description": "An entity.",
    "expected": ["an object"],
    "members": {"entityName": NAME},
    "names": {"entityName": "entityName", "entityname": "entityName"},
    "required": ("entityName",),
    "says": {"entityName": NAMED},
    "spelled": {"entityName"},
}
MERGED: Final = {key: one for key, one in ENTITY.items() if key != "description"}
KIND: Final = {
    "name": "Kind",
    "description": "A kind.",
    "scalars": {str, int},
    "plain": {int},
    "values": ("Exact.One", "Two"),
    "documented": ("Exact.One", "Two"),
    "verbatim": {"Exact.One", "Two"},
    "meant": {"zwei": "Two"},
    "accepted": {"exactone", "two", "threeof"},
    "severity": "warning",
    "takes_placeholders": True,
}
KIND_MERGED: Final = {key: one for key, one in KIND.items() if key != "description"}


def compiled(schema: dict[str, Any]) -> Shape:
    return _compile_kind({"$defs": DEFINITIONS, **schema}, None, False)


def told(shape: Any) -> Any:
    """All that a shape has which one that accepts nothing hasn't."""
    if isinstance(shape, dict):
        return {name: told(one) for name, one in shape.items()}
    if not isinstance(shape, Shape):
        return shape
    nothing = Shape()
    made = {
        name: (getattr(shape, name), getattr(nothing, name)) for name in Shape.__slots__ if name != "_fill"
    }
    return {name: told(value) for name, (value, empty) in made.items() if value != empty}


@pytest.mark.parametrize(
    ("schema", "shape"),
    [
        ({"type": ["integer", "null"]}, {"expected": ["a whole number"], "scalars": {int, type(None)}}),
        ({"type": "number"}, {"expected": ["a number"], "scalars": {int, float}}),
        ({"type": "boolean"}, {"expected": ["a boolean"], "scalars": {bool}}),
        ({"anyOf": [{"type": "integer"}] * 2}, {"expected": ["a whole number"], "scalars": {int}}),
        ({}, {"any": True}),
        ({"type": "string", "description": "d"}, {**NAME, "description": "d"}),
        ({"type": "array"}, {"expected": ["a list"], "items": {"any": True}}),
        ({"type": "object"}, {"expected": ["an object"], "mapping": {"any": True}}),
        ({"$ref": "#/$defs/Entity"}, ENTITY),
        ({"$ref": "#/$defs/Entity", "description": "d"}, ENTITY),
        ({"anyOf": [{"$ref": "#/$defs/Entity"}], "description": "d"}, {**MERGED, "description": "d"}),
        ({"$ref": "#/$defs/Kind"}, KIND),
        (
            {"$ref": "#/$defs/Reference"},
            {
                **MERGED,
                "name": "Reference",
                "expected": ["an object", "a string"],
                "scalars": {str},
                "refers": True,
                "takes_placeholders": True,
            },
        ),
        (
            {"type": "array", "items": {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/Kind"}]}},
            {
                "expected": ["a list"],
                "items": {**KIND_MERGED, "expected": ["a string"]},
            },
        ),
        (
            {"anyOf": [{"$ref": "#/$defs/Kind"}, {"enum": ["Four"]}]},
            {
                **KIND_MERGED,
                "values": ("Exact.One", "Two", "Four"),
                "documented": ("Exact.One", "Two", "Four"),
                "verbatim": {"Exact.One", "Two", "Four"},
            },
        ),
        (
            {"anyOf": [{"$ref": "#/$defs/Entity"}, {"type": "array", "items": {"type": "integer"}}]},
            {
                **MERGED,
                "expected": ["an object", "a list"],
                "items": {"expected": ["a whole number"], "scalars": {int}, "plain": {int}},
            },
        ),
        (
            {
                "type": "object",
                "additionalProperties": {"type": "string"},
                "x-names": {"items": {"what": "entity"}, "keys": {"what": "attribute", "of": "e"}},
            },
            {
                "expected": ["an object"],
                "mapping": NAME,
                "says": {"items": NAMED, "keys": Says("attribute", "e")},
            },
        ),
    ],
)  # fmt: skip
def test_a_schema_is_a_shape(schema: dict[str, Any], shape: dict[str, Any]) -> None:
    scalars = shape.get("scalars", set())
    plain = {} if str in scalars else {"plain": scalars - {type(None)}} if scalars else {}

    assert told(compiled(schema)) == plain | shape


def test_members_have_our_names_and_are_read_by_theirs() -> None:
    entities = {"type": "array", "items": {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/Entity"}]}}
    schema = {
        "type": "object",
        "properties": {
            "Regel": {"type": "string", "x-means": "rule", "x-alsoRead": ["Rg"]},
            "column": {"type": "string", "x-names": {"what": "column"}},
            "query": {"type": "string", "x-names": {"what": "query"}},
            "kind": {"$ref": "#/$defs/Kind"},
            "entities": {**entities, "x-names": {"what": "entity", "role": "the first"}},
        },
        "required": ["Regel", "kind"],
        "x-others": ["Farbe"],
    }

    assert told(compiled(schema)) == {
        "expected": ["an object"],
        "members": {
            "rule": TEXT,
            "column": TEXT,
            "query": QUERY,
            "kind": KIND,
            "entities": {
                "expected": ["a list"],
                "takes_placeholders": True,
                "items": {
                    **MERGED,
                    "expected": ["a string", "an object"],
                    "scalars": {str},
                    "refers": True,
                    "takes_placeholders": True,
                },
            },
        },
        "names": {
            "Regel": "rule", "regel": "rule", "Rg": "rule", "rg": "rule", "column": "column",
            "query": "query", "kind": "kind", "entities": "entities",
        },
        "required": ("rule", "kind"),
        "others": {"farbe"},
        "theirs": {"rule": "Regel"},
        "spelled": {"column", "query", "kind", "entities"},
        "says": {
            "column": Says("column"),
            "query": Says("query"),
            "entities": Says("entity", role="the first"),
        },
    }  # fmt: skip


@pytest.mark.parametrize("order", [1, -1])
def test_a_mapping_of_a_definition_may_stand_in_place_of_an_object(order: int) -> None:
    words = {"type": "object", "additionalProperties": {"type": "string"}}
    either = [{"$ref": "#/$defs/Entity"}, {"$ref": "#/$defs/Words"}][::order]
    shape = _compile_kind({"$defs": {**DEFINITIONS, "Words": words}, "anyOf": either}, None, False)

    assert shape.members is not None
    assert (shape.short is not None, shape.mapping is not None) == (
        (True, False) if order == 1 else (False, True)
    )


def test_what_refers_to_itself_is_worked_out_when_it_is_asked() -> None:
    tree = compiled({"$ref": "#/$defs/Tree"})

    assert tree.within("in", "in", "in").name == "Tree"


def test_a_definition_may_stand_in_a_list_of_its_kind() -> None:
    schema = {"$defs": DEFINITIONS, "type": "string"}

    assert told(_compile_kind(schema, "Entity", False)) == ENTITY
    assert told(_compile_kind(schema, "Entity", True)) == {
        **MERGED,
        "expected": ["a list", "an object"],
        "items": ENTITY,
    }


def test_only_a_body_that_is_a_string_is_a_name() -> None:
    assert compiled({"type": "string"}).takes_placeholders
    assert not compiled({"type": "integer"}).takes_placeholders
    assert not _compile_kind({"$defs": {"A": {"type": "string"}}}, "A", False).takes_placeholders


def test_a_shape_has_only_what_shapes_have() -> None:
    with pytest.raises(AttributeError, match="colour"):
        compiled({}).colour  # noqa: B018  # it is asked for


def test_values_are_worded_as_files_have_them() -> None:
    schema = {"enum": ["genau", "exakt", "Calendar.Date"], "x-means": {"genau": "Exact", "exakt": "Exact"}}
    shape = compiled(schema)

    assert [shape.worded(one) for one in ("Exact", "exact", "Other")] == ["genau", "genau", "Other"]
    assert shape.documented == ("Exact", "Exact", "Calendar.Date")
    assert shape.verbatim == {"Calendar.Date"}
    assert fold_value("Calendar.Date") == "calendardate"


def test_a_kind_has_one_shape_for_each_dialect() -> None:
    dialect = Dialect(names=(("ConflationPlan", (("conflationOrder", ("order",)),)),))
    plain, ours = shape_of("conflationPlan"), shape_of("conflationPlan", dialect=dialect)

    assert shape_of("conflationPlan") is plain
    assert shape_of("conflationPlan", dialect=dialect) is ours
    assert (plain.called("conflationOrder"), ours.called("conflationOrder")) == ("conflationOrder", "order")
    assert "order" in schema_of_kind("conflationPlan", dialect)["$defs"]["ConflationPlan"]["properties"]
    assert shape_of("relationships", "Relationship").items is None
    assert shape_of("relationships", "Relationship", or_list=True).items is not None


def test_there_is_a_schema_of_each_kind_in_order() -> None:
    names = schema_names()

    assert names == sorted(names)
    assert {"conflationPlan", "snapshot"} < {*names}
    assert [one for one in names if "." in one] == []


def test_a_value_of_ours_is_said_in_their_words_at_any_depth() -> None:
    schema = {
        "type": "object",
        "properties": {
            "Art": {"enum": ["genau"], "x-means": {"genau": "Exact"}, "x-means-": 0},
            "Liste": {
                "type": "array",
                "x-means": "list",
                "items": {"enum": ["genau"], "x-means": {"genau": "Exact"}},
            },
            "frei": {"type": "object", "x-means": "free"},
        },
    }
    del schema["properties"]["Art"]["x-means-"]  # type: ignore[index]
    schema["properties"]["Art"] = {"anyOf": [schema["properties"]["Art"]], "x-means": "kind"}  # type: ignore[index]
    shape = compiled(schema)

    assert in_their_words({"kind": "Exact", "list": ["Exact", "x"], "free": {"a": 1}}, shape) == {
        "Art": "genau",
        "Liste": ["genau", "x"],
        "frei": {"a": 1},
    }


KEPT: Final = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"$ref": "#/$defs/Entity"}}}


def node(value: Any, schema: dict[str, Any] = KEPT) -> Node:
    found = read(value, compiled(schema), "d.json", ("top", 0)).root
    assert isinstance(found, Node)
    return found


def test_an_object_knows_what_is_written_and_where() -> None:
    for value, keys in (
        ({"a": "x", "b": {"entityName": "E"}}, "a b"),
        ({"A": "x", "b": {"entityName": "E"}}, "A b"),
    ):
        one = node(value)
        inner = one.node("b")

        assert inner is not None
        assert inner.path == ("top", 0, "b")
        assert list(one.keys.items()) == list(zip("ab", keys.split(), strict=True))
        assert (one.count, one.written("a"), one.written("c")) == (2, True, False)
        assert one.at("a").path == ("top", 0, keys[0])
        assert one.at().path == one.at("c").path == ("top", 0)
        assert (one.text("a"), one.text("b"), one.node("a")) == ("x", None, None)
        assert (one.nodes("a"), one.nodes("b")) == ([], [inner])
        assert one.plain() == {"a": "x", "b": {"entityName": "E"}}


def test_an_object_that_nothing_is_written_in_is_like_none() -> None:
    one, other = node({"a": "x"}), node({"a": "x"}, {**KEPT, "description": "d"})

    assert one.is_written_like(node({"a": "x"})) is False  # of another shape
    [left, right] = read([{"a": "x"}] * 2, compiled({"type": "array", "items": KEPT}), "d").root
    assert left.is_written_like(right)
    [left, right] = read([{"A": "x"}] * 2, compiled({"type": "array", "items": KEPT}), "d").root
    assert not left.is_written_like(right)
    assert not one.is_written_like(other)


def test_what_is_malformed_is_left_out_of_the_plain_value() -> None:
    many = {"type": "object", "properties": {"l": {"type": "array", "items": {"type": "string"}}}}
    one = node({"l": ["x", 1, "y"]}, many)

    assert one.get("l") == ["x", BROKEN, "y"]
    assert one.plain() == {"l": ["x", "y"]}
    assert one.broken == {"l"}
    assert repr(BROKEN) == "BROKEN"


def test_a_name_in_place_of_an_object_is_itself() -> None:
    refers = {"type": "object", "properties": {"e": {"$ref": "#/$defs/Reference"}}}
    inner = node({"e": "Shop_E"}, refers).node("e")

    assert inner is not None
    assert (inner.literal, inner.plain(), inner.count, inner.path) == ("Shop_E", "Shop_E", 0, ("top", 0, "e"))
    assert node({"e": "Shop_E"}, refers).plain() == {"e": "Shop_E"}


CLOSED: Final = {"enum": ["low", "high", None], "x-closed": {"also": [], "severity": "error"}}


def test_what_is_no_text_is_read_beside_the_values_of_a_closed_list() -> None:
    shape = compiled({"anyOf": [CLOSED, {"type": ["number", "boolean"]}]})

    assert [read(one, shape, "f").root for one in (None, 0.5, True, "LOW")] == [None, 0.5, True, "LOW"]
    assert [read(one, shape, "f").problems for one in (None, 0.5, True, "LOW")] == [[]] * 4
    assert [one.kind for one in read("x", shape, "f").problems] == ["value"]


def test_each_value_of_a_mapping_of_texts_is_one_of_the_closed_list() -> None:
    shape = compiled({"type": "object", "additionalProperties": CLOSED})

    assert [(one.kind, one.at.path) for one in read({"a": "low", "b": "x"}, shape, "f").problems] == [
        ("value", ("b",))
    ]


@pytest.mark.parametrize(
    ("says", "plain"),
    [({}, {"{{a}}": "x"}), ({"x-names": {"keys": {"what": "dataSource"}}}, {"Shop": "x"})],
)
def test_only_keys_that_name_something_are_filled(says: dict[str, Any], plain: dict[str, str]) -> None:
    shape = compiled({"type": "object", "additionalProperties": {"type": "string"}, **says})

    assert read({"{{a}}": "x"}, shape, "f", values=Values({"a": "Shop"})).root.plain() == plain


def test_what_may_be_anything_has_no_unknown_property() -> None:
    one = {"type": "object", "properties": {"a": {"type": "string"}}}

    assert read({"b": 1}, compiled({"anyOf": [one, {}]}), "f").problems == []
    assert [problem.name for problem in read({"b": 1}, compiled(one), "f").problems] == ["b"]


def test_a_text_that_stands_for_an_object_is_one_of_the_document() -> None:
    found = read("Buyers", compiled({"$ref": "#/$defs/Reference"}), "f", ("body",)).root

    assert (found.document, found.path, found.literal, found.shape.refers) == ("f", ("body",), "Buyers", True)


def test_placeholders_are_told_where_they_stand_and_what_only_looks_so_is_left() -> None:
    keys = {"type": "object", "additionalProperties": {"type": "string"}, "x-names": {"keys": {"what": "x"}}}
    shape = compiled({"type": "object", "additionalProperties": keys})
    reading = read({"of": {"{{a}}": "", "a__b": ""}}, shape, "f", ("body",), values=Values({"a": "Shop"}))

    assert [one.at for one in reading.placeholders] == [Location("f", ("body", "of", "{{a}}"), "key")]
    assert reading.root.plain() == {"of": {"Shop": "", "a__b": ""}}
