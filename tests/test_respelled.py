"""A kind's schema in the words of a dialect, and what leads from theirs to ours."""

from __future__ import annotations

from typing import Any

import pytest

from linter.shapes.dialect import Dialect, folded_names, outer_names, respelled, root_objects, wrapped

MATCH = {"type": "string", "enum": ["Exact", "Fuzzy"]}
SCHEMA: dict[str, Any] = {
    "title": "Plan",
    "$ref": "#/$defs/Plan",
    "$defs": {
        "Plan": {
            "type": "object",
            "properties": {"rules": {"type": "array", "items": {"$ref": "#/$defs/Rule"}}},
            "required": ["rules"],
        },
        "Rule": {
            "type": "object",
            "properties": {
                "kind": MATCH,
                "kinds": {"type": "array", "items": MATCH},
                "either": {"anyOf": [MATCH, {"type": "null"}]},
                "name": {"type": "string", "x-alsoRead": ["title"]},
            },
        },
        "Other": {"type": "string"},
    },
}


def rule_in(dialect: Dialect) -> dict[str, Any]:
    made: dict[str, Any] = respelled(SCHEMA, dialect)["$defs"]["Rule"]
    return made


def test_a_schema_in_our_own_words_stays_as_it_is() -> None:
    assert respelled(SCHEMA, Dialect()) == SCHEMA


def test_a_property_has_their_name_and_leads_back_to_ours() -> None:
    dialect = Dialect(names=(("Plan", (("rules", ("regeln",)),)),))

    assert respelled(SCHEMA, dialect) == {
        **SCHEMA,
        "$defs": {
            **SCHEMA["$defs"],
            "Plan": {
                "type": "object",
                "properties": {
                    "regeln": {"type": "array", "items": {"$ref": "#/$defs/Rule"}, "x-means": "rules"}
                },
                "required": ["regeln"],
            },
        },
    }


def test_the_first_of_several_words_is_written_and_the_others_are_read() -> None:
    properties = rule_in(
        Dialect(
            names=(("Rule", (("kind", ("art", "Art", "typ")), ("either", ("e", "oder")), ("name", ("n",)))),)
        )
    )

    assert properties["properties"] == {
        "art": {**MATCH, "x-means": "kind", "x-alsoRead": ["Art", "typ"]},
        "kinds": {"type": "array", "items": MATCH},
        "e": {"anyOf": [MATCH, {"type": "null"}], "x-means": "either", "x-alsoRead": ["oder"]},
        "n": {"type": "string", "x-means": "name"},
    }


def test_what_requires_nothing_requires_nothing_in_other_words() -> None:
    dialect = Dialect(names=(("A", (("x", ("y",)),)),))

    assert respelled({"$defs": {"A": {"properties": {"x": {}}}}}, dialect) == {
        "$defs": {"A": {"properties": {"y": {"x-means": "x"}}}}
    }


@pytest.mark.parametrize("name", ["kind", "kinds", "either"])
def test_values_of_a_closed_list_are_theirs_wherever_the_list_stands(name: str) -> None:
    values = (("Rule", ((name, (("Exact", ("genau", "exakt")),)),)),)
    theirs = {
        "type": "string",
        "enum": ["genau", "exakt", "Fuzzy"],
        "x-means": {"genau": "Exact", "exakt": "Exact", "Fuzzy": "Fuzzy"},
    }
    expected = {
        "kind": theirs,
        "kinds": {"type": "array", "items": theirs},
        "either": {"anyOf": [theirs, {"type": "null"}]},
    }
    ours = SCHEMA["$defs"]["Rule"]["properties"]

    assert rule_in(Dialect(values=values))["properties"] == {**ours, name: expected[name]}


def test_a_value_and_its_property_may_both_be_theirs() -> None:
    dialect = Dialect(
        names=(("Rule", (("kind", ("art",)),)),),
        values=(("Rule", (("kind", (("Fuzzy", ("ungenau",)),)),)),),
    )

    assert rule_in(dialect)["properties"]["art"] == {
        "type": "string",
        "enum": ["Exact", "ungenau"],
        "x-means": "kind",
    }


def test_properties_that_mean_nothing_to_us_are_known_by_name() -> None:
    dialect = Dialect(others=(("Rule", ("Farbe", "Ton")), ("Other", ())))
    made = respelled(SCHEMA, dialect)["$defs"]

    assert made["Rule"] == {**SCHEMA["$defs"]["Rule"], "x-others": ["Farbe", "Ton"]}
    assert made["Other"] == {"type": "string", "x-others": []}


def test_a_schema_of_files_leads_to_where_payloads_begin() -> None:
    assert wrapped(SCHEMA, "/plans/*/own~1plan") == {
        "title": "Plan",
        "$defs": SCHEMA["$defs"],
        "type": "object",
        "properties": {
            "plans": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"own/plan": {"$ref": "#/$defs/Plan"}},
                    "required": ["own/plan"],
                },
            }
        },
        "required": ["plans"],
    }


def test_all_that_a_body_may_be_stands_where_the_payload_begins() -> None:
    whole = {
        "anyOf": [{}],
        "type": "object",
        "items": {},
        "properties": {},
        "required": [],
        "additionalProperties": False,
    }

    assert wrapped({"title": "A", **whole}, "/a") == {
        "title": "A",
        "type": "object",
        "properties": {"a": whole},
        "required": ["a"],
    }


def test_the_objects_that_a_body_may_be_are_named() -> None:
    either = {"anyOf": [{"$ref": "#/$defs/A"}, {"type": "array", "items": {"anyOf": [{"$ref": "x/B"}]}}]}

    assert [*root_objects(either)] == ["A", "B"]
    assert [*root_objects({"$ref": "#/$defs/A", "items": {"$ref": "#/$defs/B"}})] == ["A", "B"]
    assert [*root_objects({"type": "string"})] == []


WORDS = (
    ("Plan", (("Rules", ("Regeln", "rs")),)),
    ("Rule", (("kind", ("Art",)), ("name", ("regeln",)))),
)


def test_words_lead_to_ours_in_any_case_and_the_first_of_several_counts() -> None:
    assert folded_names(Dialect(names=WORDS)) == {"regeln": "rules", "rs": "rules", "art": "kind"}


@pytest.mark.parametrize(
    ("schema", "ours"),
    [
        ({"$ref": "#/$defs/Plan"}, {"regeln": "Rules", "rs": "Rules"}),
        ({"items": {"$ref": "#/$defs/Rule"}}, {"art": "kind", "regeln": "name"}),
        (
            {"anyOf": [{"$ref": "#/$defs/Rule"}, {"$ref": "#/$defs/Plan"}, {"$ref": "#/$defs/Other"}]},
            {"art": "kind", "regeln": "name", "rs": "Rules"},
        ),
    ],
)
def test_words_of_the_outermost_objects_lead_to_ours(schema: dict[str, Any], ours: dict[str, str]) -> None:
    assert outer_names(schema, Dialect(names=WORDS)) == ours
