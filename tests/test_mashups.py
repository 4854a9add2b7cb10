"""What can be seen of Power Query's text: calls by name with their first argument, and parameters."""

from __future__ import annotations

import pytest

from linter.rulekit.mashups import calls_of, parameters_of
from linter.shapes.node import Node
from linter.shapes.reading import read
from linter.shapes.shape import shape_of


def mashup(text: str | None) -> Node:
    node = read({"document": text}, shape_of("dataSource", "Mashup"), "x").root
    assert isinstance(node, Node)
    return node


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('Web.Contents("https://a")', [("Web.Contents", "https://a")]),
        ('Web.Contents ( "say ""a""" )', [("Web.Contents", 'say "a"')]),
        ("f(x)", [("f", "")]),
        ("f(", [("f", "")]),
        ("f", []),
        ("f x(", []),
        ("", []),
        ("g(1) ff(2) F(3) a.f(4)", []),
        (
            'f(Web.Contents(#"Other Query"), "b") /* f("c") */ // f("d")\n f("e")',
            [
                ("f", ""),
                ("Web.Contents", ""),
                ("f", "e"),
            ],
        ),
        ('"f(" & f/**/("a")', [("f", "a")]),
        (None, []),
    ],
)
def test_calls_of_functions_with_the_text_that_is_their_first_argument(
    text: str | None, found: list[tuple[str, str]]
) -> None:
    places = list(calls_of(mashup(text), "f", "Web.Contents"))

    told = [(str(text)[slice(*one.at.slice)] if one.at.slice else "", one.argument) for one in places]
    assert told == found
    assert all(one.at.path == ("document",) for one in places)


def test_where_there_is_no_text_there_are_no_calls() -> None:
    assert list(calls_of(None, "f")) == []


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ('x meta [IsParameterQuery=true, Type="Text"]', [8]),
        ("x meta [IsParameterQuery = true] y meta [ IsParameterQuery=true ]", [8, 42]),
        ("[IsParameterQuery=false]", []),
        ("[IsParameterQuery, true]", []),
        ("[Other=true]", []),
        ("IsParameterQuery=", []),
        ("", []),
    ],
)
def test_queries_that_are_said_to_be_parameters(text: str, starts: list[int]) -> None:
    places = [one.at.slice for one in parameters_of(mashup(text))]

    assert places == [(one, one + len("IsParameterQuery")) for one in starts]
