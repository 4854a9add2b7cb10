"""Arithmetic of measures: what it names, which divisors are zero, and what can't be read of it."""

from __future__ import annotations

import pytest

from linter.kinds.expressions import Expression, expression_of

READ: list[tuple[str, list[str], list[tuple[int, int]], str | None]] = [
    ("a.b + 1", ["a.b"], [], None),
    ("", [], [], "0-0 it ends where a number or a name is expected"),
    ("1", [], [], None),
    ("a", ["a"], [], None),
    ("(a+b)*c", ["a", "b", "c"], [], None),
    ("a +", ["a"], [], "2-3 it ends where a number or a name is expected"),
    ("+ a", ["a"], [], None),
    ("-a", ["a"], [], None),
    ("--a", ["a"], [], None),
    ("* a", ["a"], [], "0-1 a number or a name is missing before `*`"),
    ("a b", ["a", "b"], [], "2-3 an operator is missing before `b`"),
    ("a (b)", ["b"], [], "open"),
    ("(a", ["a"], [], "0-1 this parenthesis is not closed"),
    ("((a)", ["a"], [], "0-1 this parenthesis is not closed"),
    ("a)", ["a"], [], "1-2 this parenthesis was never opened"),
    ("()", [], [], "1-2 a number or a name is missing before `)`"),
    ("a + ()", ["a"], [], "5-6 a number or a name is missing before `)`"),
    ("(a +)", ["a"], [], "4-5 a number or a name is missing before `)`"),
    ("a / 0", ["a"], [(4, 5)], None),
    ("a / (1 - 1)", ["a"], [(4, 11)], None),
    ("a % 0.0", ["a"], [(4, 7)], None),
    ("a / 0 * b", ["a", "b"], [(4, 5)], None),
    ("a / (b * 0)", ["a", "b"], [(4, 11)], None),
    ("a / (b - b)", ["a", "b", "b"], [], None),
    ("a / -0", ["a"], [(5, 6)], None),
    ("a / (0 + 0)", ["a"], [(4, 11)], None),
    ("a / 0^1", ["a"], [], None),
    ("a ^ 0 / 0", ["a"], [(8, 9)], None),
    ("a / (2 - 1 - 1)", ["a"], [(4, 15)], None),
    ("a / (4 / 2 - 2)", ["a"], [], None),
    ("2 ^ 3 ^ 0 / (2 * 3 - 6)", [], [(12, 23)], None),
    ("a / (1 + 2 * 0)", ["a"], [], None),
    ("today() - a", ["a"], [], "open"),
    ("today + NOW - a", ["a"], [], None),
    ("f(a.b, c)", ["a.b", "c"], [], "open"),
    ("[a b] + c", ["a", "b", "c"], [], "open"),
    ("a & b", ["a", "b"], [], "2-3 `&` is no operator: they are + - * / % ^"),
    ("a = b", ["a", "b"], [], "2-3 `=` is no operator: they are + - * / % ^"),
    ("1.5e3 + .5 + 2.", [], [], None),
    ("1.2.3", [], [], "3-5 an operator is missing before `.3`"),
    ("a.b.c", ["a.b.c"], [], None),
    ("a / (1 - -1)", ["a"], [], None),
    ("a / (0 * b)", ["a", "b"], [(4, 11)], None),
    ("a / (b + 1)", ["a", "b"], [], None),
    ("a / (1 + b)", ["a", "b"], [], None),
    ("a / (b - 1)", ["a", "b"], [], None),
    ("a / (0 + 1)", ["a"], [], None),
    ("a / (1 + 0)", ["a"], [], None),
    ("a / (2 - 1)", ["a"], [], None),
    ("a / (0 - 1)", ["a"], [], None),
    ("a / (2 * 3)", ["a"], [], None),
    ("a / ((1 - 1) * 2)", ["a"], [(4, 17)], None),
    ("é + _x1", ["é", "_x1"], [], None),
    ("a 'x'", ["a", "x"], [], "open"),
    ("a + + b", ["a", "b"], [], None),
    ("a - -b / 0", ["a", "b"], [(9, 10)], None),
    ("(a / 0) / (0)", ["a"], [(5, 6), (10, 13)], None),
    ("1 2", [], [], "2-3 an operator is missing before `2`"),
    ("a / ((0))", ["a"], [(4, 9)], None),
    ("0 * a / 0", ["a"], [(8, 9)], None),
    ("a / (-0)", ["a"], [(4, 8)], None),
    ("a / (-1 + 1)", ["a"], [], None),
    ("2 - 3 - 0 / (5 - 2 - 3)", [], [(12, 23)], None),
    ("a.", ["a."], [], None),
    ("a % (3 % 3)", ["a"], [], None),
    ("a / (0 ^ 1)", ["a"], [], None),
    ("2 * (3 + 4) / (0 - 0)", [], [(14, 21)], None),
]


@pytest.mark.parametrize(("text", "names", "zeros", "fault"), READ)
def test_an_expression_says(
    text: str, names: list[str], zeros: list[tuple[int, int]], fault: str | None
) -> None:
    found = expression_of(text)
    assert ([one.text for one in found.names], list(found.zeros), _fault(found)) == (names, zeros, fault)
    assert all(text[slice(*one.slice)] == one.text for one in found.names)


def _fault(found: Expression) -> str | None:
    if found.is_open:
        return "open"
    return found.fault and "{}-{} {}".format(*found.fault.slice, found.fault.said)


ODD = [
    ("v.Odd name + v.Odd", ("v.Odd name",), ["v.Odd name", "v.Odd"]),
    ("v.Odd name / 0", ("v.Odd name", "v.O"), ["v.Odd name"]),
    ("v.a", ("v.a.b",), ["v.a"]),
    ("2.b c", ("2.b c",), ["b", "c"]),
    ("1 + v.Odd name", ("v.Odd name",), ["v.Odd name"]),
    # an odd alias has what is behind its dot, known or not
    ("my v.A * my v.B.c", ("my v.A", "my v."), ["my v.A", "my v.B.c"]),
    ("my v.Odd name - my v.", ("my v.Odd name", "my v."), ["my v.Odd name", "my v."]),
    ("my v.A b", ("my v.",), ["my v.A", "b"]),
]


@pytest.mark.parametrize(("text", "known", "names"), ODD)
def test_a_known_name_with_a_blank_is_read_as_one(
    text: str, known: tuple[str, ...], names: list[str]
) -> None:
    assert [one.text for one in expression_of(text, known).names] == names
