"""Somebody else's JSON Schema says what jsonschema says it does, in a time that is bounded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator

from linter.shapes.bounded import STEPS, STEPS_A_VALUE, EndlessError, Steps, bounded, size_of
from tests.counting import calls, grows_evenly

ENDLESS = "(b?(a+)+)+$"
LONG = "a" * 3000 + "!"


def judged(
    schema: dict[str, Any], value: Any, by: Any = Draft202012Validator, steps: Steps | None = None
) -> list[tuple[str, tuple[str | int, ...]]]:
    """What is wrong with a value, with its place."""
    steps = steps or Steps()
    steps.begin(value)
    errors = bounded(by, steps, schema)(schema).iter_errors(value)
    return [(one.message, tuple(one.absolute_path)) for one in errors]


NAMES = {"patternProperties": {"^x": {"type": "integer"}, "y$": {"minimum": 3}}}
DRAFTS = (Draft202012Validator, Draft4Validator)


@pytest.mark.parametrize("draft", DRAFTS)
@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"pattern": "^a"}, "ab"),
        ({"pattern": "^a"}, "ba"),
        ({"pattern": "^a"}, 3),
        (NAMES, {"x1": 1, "x2": "a", "y": 2, "xy": 5}),
        (NAMES, ["x1"]),
        ({"additionalProperties": False}, {"x": 1}),
        ({"additionalProperties": False, "properties": {"x": {}}}, {"x": 1}),
        ({"additionalProperties": {"type": "null"}, "properties": {"x": {}}}, {"x": 1, "y": 1, "z": None}),
        ({**NAMES, "additionalProperties": {"type": "null"}}, {"x": 1, "z": 1}),
        ({"additionalProperties": False}, ["x"]),
        ({"uniqueItems": True}, [1, 1.0]),
        ({"uniqueItems": True}, [1, True, "1", [1], {"a": 1}, {"a": True}, [], {}, None]),
        ({"uniqueItems": True}, [{"a": [0], "b": 2}, {"b": 2, "a": [0.0]}]),
        ({"uniqueItems": True}, [[False], [0]]),
        ({"uniqueItems": False}, [1, 1]),
        ({"uniqueItems": True}, "aa"),
        ({"unevaluatedProperties": False, "allOf": [NAMES]}, {"x1": 1, "z": 2}),
        ({"unevaluatedProperties": False}, ["z"]),
        ({"enum": [1, "a"]}, "b"),
        ({"enum": [1, [0], {"a": [False]}, None]}, True),
        ({"enum": [1, [0], {"a": [False]}, None]}, [False]),
        ({"enum": [1, [0], {"a": [False]}, None]}, {"a": [0]}),
        ({"enum": [1, [0], {"a": [False]}, None]}, 1.0),
        ({"items": {"enum": [{"a": 1, "b": [2]}]}}, [{"b": [2.0], "a": 1}, {"a": 1}]),
    ],
)
def test_a_schema_says_what_it_says_to_jsonschema(draft: Any, schema: dict[str, Any], value: Any) -> None:
    assert judged(schema, value, draft) == [
        (one.message, tuple(one.absolute_path)) for one in draft(schema).iter_errors(value)
    ]


VALUES = st.recursive(
    st.sampled_from([0, 1, 1.0, True, False, None, "1", "a"]),
    lambda one: st.lists(one, max_size=3) | st.dictionaries(st.sampled_from("ab"), one, max_size=2),
)


@given(st.lists(VALUES, max_size=5))
def test_items_are_equal_where_they_are_to_jsonschema(items: list[Any]) -> None:
    assert bool(judged({"uniqueItems": True}, items)) != Draft202012Validator({"uniqueItems": True}).is_valid(
        items
    )


@given(st.lists(VALUES, max_size=5), VALUES)
def test_a_value_is_one_of_others_where_it_is_to_jsonschema(values: list[Any], value: Any) -> None:
    assert bool(judged({"enum": values}, value)) != Draft202012Validator({"enum": values}).is_valid(value)


def test_what_is_said_of_many_values_costs_by_their_number_however_many_there_are_to_choose_from() -> None:
    def cost(number: int) -> int:
        return calls(judged, {"items": {"enum": [f"item {n}" for n in range(number)]}}, ["no"] * number)

    assert grows_evenly(cost, 100)


def test_what_is_said_of_a_large_value_is_short_and_takes_steps_by_what_it_repeats() -> None:
    value = ["a" * 1000] * 2000

    [(message, _)] = judged({"type": "string"}, value)

    assert len(message) < 2100
    with pytest.raises(EndlessError, match="it has come to no end"):
        judged({"allOf": [{"type": "string"}] * 1000}, value)


def test_each_property_is_asked_for_by_the_patterns_one_by_one() -> None:
    schema = {"additionalProperties": False, "patternProperties": {"^b": {}, "(?i)^A": {}, "^(?P<x>c)": {}}}

    assert judged(schema, {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}) == [
        ("Additional properties are not allowed ('d', 'e' were unexpected)", ())
    ]


@pytest.mark.parametrize(
    "schema",
    [
        {"unevaluatedProperties": False, "$ref": "#/$defs/a"},
        {"unevaluatedProperties": False, "if": {"type": "null"}, "else": {"$ref": "#/$defs/a"}},
        {"unevaluatedProperties": False, "dependentSchemas": {LONG: {"$ref": "#/$defs/a"}}},
    ],
)
def test_names_are_not_looked_for_by_a_pattern_that_leads_astray(schema: dict[str, Any]) -> None:
    whole = {**schema, "$defs": {"a": {"patternProperties": {ENDLESS: {}}}}}

    with pytest.raises(EndlessError, match="can't be tried in good time"):
        judged(whole, {LONG: 1})


def test_what_a_property_is_called_like_the_keyword_holds_is_no_pattern() -> None:
    schema = {"unevaluatedProperties": False, "properties": {"patternProperties": True}, "enum": [[LONG]]}

    assert [message for message, _ in judged({**schema, "const": {"patternProperties": 3}}, {})] != []


@pytest.mark.parametrize("value", [3, "a", [], {}, {"a": [1, {"b": None}]}, [[], [[]]]])
def test_the_size_of_a_value_is_how_many_values_it_holds(value: Any) -> None:
    def each(one: Any) -> Iterator[Any]:
        yield one
        for inner in one.values() if isinstance(one, dict) else one if isinstance(one, list) else ():
            yield from each(inner)

    assert size_of(value) == len(list(each(value)))


@pytest.mark.parametrize(("least", "value"), [(3, 1), (7, [1]), (STEPS, [1, {"a": 2}])])
def test_so_many_keywords_are_asked_and_none_more(least: int, value: Any) -> None:
    steps = Steps(least)
    steps.begin(value)
    for _ in range(least + STEPS_A_VALUE * size_of(value)):
        steps.take()

    with pytest.raises(EndlessError) as told:
        steps.take()
    most = f"{least + STEPS_A_VALUE * size_of(value):,}"
    assert str(told.value) == f"after {most} steps it has come to no end, as where its anyOf double"


@pytest.mark.parametrize(
    ("schema", "value", "is_ended"),
    [
        ({"allOf": [{}] * 5}, 1, True),
        ({"items": {"enum": [*range(999)]}}, [2] * 10, True),
        ({"items": {"enum": [*range(99_000)]}}, [2] * 10, False),
        ({"patternProperties": {"a": {}, "b": {}}}, dict.fromkeys("cdefghij", 1), True),
        ({"patternProperties": {str(n): {} for n in range(90)}}, dict.fromkeys("cdefghij", 1), False),
        (
            {"patternProperties": {str(n): {} for n in range(30)}, "additionalProperties": True},
            dict.fromkeys("cdefghij", 1),
            True,
        ),
        (
            {"patternProperties": {str(n): {} for n in range(40)}, "additionalProperties": True},
            dict.fromkeys("cdefghij", 1),
            False,
        ),
        ({"unevaluatedProperties": True}, {str(n): 1 for n in range(100)}, True),
        (
            {"unevaluatedProperties": True, "additionalProperties": True},
            {str(n): 1 for n in range(60_000)},
            False,
        ),
    ],
)
def test_what_is_compared_with_much_takes_more_steps(
    schema: dict[str, Any], value: Any, is_ended: bool
) -> None:
    steps = Steps(100)
    try:
        ended = [judged(schema, value, steps=steps)] != []
    except EndlessError:
        ended = False

    assert ended is is_ended


def test_all_that_patterns_take_of_one_value_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linter.shapes.bounded.MOMENTS", 40_000)
    schema = {"items": {"pattern": "^(a+)+$"}}

    assert len(judged(schema, [LONG[-300:]] * 10)) == 10
    assert len(judged(schema, [LONG[-300:]] * 10 + [1] * 50_000)) == 10
    with pytest.raises(EndlessError, match=r"its pattern `\^\(a\+\)\+\$` can't be tried in good time"):
        judged(schema, [LONG[-300:]] * 90)


def test_a_pattern_says_the_same_however_often_it_was_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linter.shapes.bounded.MOMENTS", 20_000)
    schema = {"pattern": "^(?=(a+)+!)b|(c+)+$"}
    steps = Steps()
    wrong = [judged(schema, LONG[-300:], steps=steps) for _ in range(40)]

    assert wrong == [wrong[0]] * len(wrong)


def test_many_objects_are_told_apart_at_a_cost_that_grows_with_them() -> None:
    def cost(number: int) -> int:
        items = [{"a": n} for n in range(number)]
        assert judged({"uniqueItems": True}, items) == []
        return calls(judged, {"uniqueItems": True}, items)

    assert grows_evenly(cost, 500)


MANY = {str(n): n for n in range(100)}


@pytest.mark.parametrize(
    ("schema", "value", "steps"),
    [
        ({"type": "integer", "minimum": 0, "maximum": 9}, 3, 3),
        ({"enum": [*range(999)]}, 3, 1),
        ({"enum": [*range(1000)]}, 3, 2),
        ({"required": [*MANY]}, MANY, 11),
        ({"unevaluatedProperties": True}, MANY, 11),
        ({"unevaluatedProperties": False}, [1], 1),
    ],
)
def test_a_keyword_takes_a_step_and_more_for_what_it_compares(
    schema: dict[str, Any], value: Any, steps: int
) -> None:
    def ends_with(number: int) -> bool:
        try:
            return [*bounded(Draft202012Validator, Steps(number), schema)(schema).iter_errors(value)] == []
        except EndlessError:
            return False

    assert (ends_with(steps - 1), ends_with(steps)) == (False, True)


def test_only_a_long_name_makes_a_pattern_lead_astray_and_the_first_is_told() -> None:
    patterns = {"patternProperties": {"b*b": {}, "a*b": {}}}
    schema = {"unevaluatedProperties": True, "$ref": "#/$defs/a", "$defs": {"a": {"allOf": [patterns]}}}
    schema["$defs"]["a"]["allOf"] += [{"additionalProperties": True}]  # type: ignore[index]

    assert judged(schema, {"a": 1, "bb": 2}) == []
    assert judged(schema, {}) == []
    with pytest.raises(EndlessError, match="its pattern `a\\*b` can't"):
        judged(schema, {LONG: 1, "b": 2})


def test_keywords_of_ours_go_before_those_of_jsonschema() -> None:
    made = bounded(Draft202012Validator, Steps(), {}, validators={"type": lambda *_: ()})

    assert [*made({"type": "string"}).iter_errors(3)] == []
