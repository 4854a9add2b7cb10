"""What conditions on one attribute leave of it: the table has two of them, and whether they contradict."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import pytest

from linter.project.project import Project
from linter.rulekit.compared import (
    Bounds,
    Comparand,
    Comparison,
    comparison,
    contradict,
    contradictions,
    is_turned_round,
    outermost,
    truisms,
)
from linter.rulekit.criteria import all_criteria
from linter.rulekit.operands import instant
from tests.projects import project_of, snapshot

TYPES = {
    "City": "string",
    "Points": "int64",
    "Score": "double",
    "Is": "boolean",
    "Key": "guid",
    "Born": "date",
    "On": "dateTime",
    "Odd": "binary",
    "Raw": "nobody knows",
}


def comparand(text: str) -> Comparand:
    """A value: a whole number, one with a point, a day of dates (`d…`), a date and perhaps a time, a text."""
    if re.fullmatch(r"-?\d+", text):
        return Comparand("whole", Decimal(text))
    if re.fullmatch(r"-?\d+\.\d+", text):
        return Comparand("number", Decimal(text))
    when = instant(text.removeprefix("d"))
    if when is None:
        return Comparand("text", text)
    return Comparand("date", when.seconds, "date" if text.startswith("d") else when.form)


def of(text: str) -> Comparison:
    operator, *values = text.split()
    return Comparison(operator, tuple(map(comparand, values)))


CONTRADICTIONS = [
    ("isNull", "isNotNull"),
    ("isNull", "equals a"),
    ("isNull", "contains a"),
    ("isNull", "isIn a b"),
    ("isNull", "isBetween 1 2"),
    ("equals a", "equals b"),
    ("equals a", "notEquals a"),
    ("equals 1", "notEquals 1"),
    ("equals 1", "notEquals 1.0"),
    ("equals 1", "equals 2.0"),
    ("equals 3", "isIn 1 2"),
    ("isIn 1 2", "isIn 3 4"),
    ("isIn 1 2", "greaterThan 2"),
    ("isIn 1 2", "isNotBetween 1 2"),
    ("isIn ab bc", "startsWith c"),
    ("isIn ab bc", "endsWith a"),
    ("equals ab", "contains c"),
    ("equals 5", "greaterThan 5"),
    ("equals 5.5", "lessThan 5.5"),
    ("equals 5", "isNotBetween 5 5"),
    ("equals 5", "isNotBetween 4.5 5.5"),
    ("greaterThan 5", "lessThan 5"),
    ("greaterThan 5", "lessThan 6"),
    ("greaterThan 4", "lessThan 5.0"),
    ("greaterThan 5.0", "lessThan 5.0"),
    ("greaterThanOrEqualTo 5.0", "lessThan 5.0"),
    ("greaterThan 5.0", "lessThanOrEqualTo 5.0"),
    ("greaterThanOrEqualTo 5", "lessThan 5"),
    ("greaterThanOrEqualTo 6", "lessThanOrEqualTo 5"),
    ("isBetween 1 2", "isBetween 3 4"),
    ("isBetween 1 2", "greaterThan 2"),
    ("isBetween 2 3", "isNotBetween 1 4"),
    ("isBetween 1 4", "isNotBetween 1 4"),
    ("isBetween d2020-01-01 d2020-01-03", "isNotBetween d2020-01-01 d2020-01-04"),
    ("equals d2020-01-01", "equals d2020-01-02"),
    ("equals d2020-01-01", "notEquals d2020-01-01"),
    ("greaterThan d2020-01-01", "lessThan d2020-01-01"),
    ("greaterThan 2020-01-02", "lessThan 2020-01-01"),
    ("equals 2020-01-01T08:00", "notEquals 2020-01-01T08:00"),
    ("equals 2020-01-01T08:00", "equals 2020-01-01T09:00"),
    ("equals 2020-01-01T08:00Z", "equals 2020-01-01T08:00+01:00"),
    ("greaterThan 2020-01-01T08:00Z", "lessThan 2020-01-01T10:00+02:00"),
    ("equals 2020-01-02T00:00:01", "equals 2020-01-01T00:00:00Z"),  # whichever zone the first one means
    ("greaterThan 2020-01-02T00:00:01", "lessThan 2020-01-01T00:00:00Z"),
    ("isBetween 2020-01-05 2020-01-06", "isNotBetween 2020-01-01T00:00 2020-01-09T00:00"),
]
AGREEMENTS = [
    ("isNull", "isNull"),
    ("isNull", "notEquals a"),
    ("isNull", "isNotBetween 1 2"),
    ("isNotNull", "equals a"),
    ("equals a", "equals a"),
    ("equals a", "notEquals b"),
    ("equals 1", "equals 1.0"),
    ("equals 1", "equals a"),  # nobody knows what is compared how
    ("equals 1", "notEquals a"),
    ("equals 1", "contains a"),
    ("equals a", "contains 1"),
    ("equals a1", "contains a"),
    ("equals a", "greaterThan b"),
    ("equals 1", "isIn 1 2"),
    ("equals 1", "isIn 2 a"),
    ("isIn 1 2", "isIn 2 3"),
    ("isIn 1 5", "notEquals 1"),
    ("isIn ab bc", "startsWith b"),
    ("isIn ab bc", "endsWith c"),
    ("isIn ab bc", "contains b"),
    ("contains a", "contains b"),
    ("contains a", "notEquals a"),
    ("equals 5", "greaterThanOrEqualTo 5"),
    ("equals 5", "isNotBetween 6 7"),
    ("equals 5", "isNotBetween 3 4"),
    ("greaterThan 5", "lessThan 7"),
    ("greaterThan 5.0", "lessThan 6.0"),
    ("greaterThanOrEqualTo 5.0", "lessThanOrEqualTo 5.0"),
    ("greaterThanOrEqualTo 5", "lessThanOrEqualTo 5"),
    ("greaterThan 5", "greaterThan 7"),
    ("lessThan 5", "lessThan 3"),
    ("greaterThan 5", "lessThan a"),
    ("greaterThan b", "lessThan a"),  # nobody knows how texts are ordered
    ("isBetween a b", "isNotBetween a b"),
    ("isBetween 1 4", "isNotBetween 2 4"),
    ("isBetween 1 4", "isNotBetween 1 3"),
    ("isBetween 1 4", "isNotBetween 5 6"),
    ("isBetween 1 4", "isBetween 4 5"),
    ("greaterThan 2", "isNotBetween 1 4"),
    ("lessThan 3", "isNotBetween 1 4"),
    ("notEquals 1", "notEquals 2"),
    ("isNotBetween 1 2", "isNotBetween 3 4"),
    ("equals d2020-01-01", "equals d2020-01-01"),
    ("greaterThan 2020-01-01", "lessThan 2020-01-01"),  # it may be any time of the day
    ("greaterThan 2020-01-01T00:00", "lessThan 2020-01-01"),
    ("equals 2020-01-01T08:00", "equals 2020-01-01T09:00Z"),
    ("equals 2020-01-01T08:00", "notEquals 2020-01-01T08:00Z"),
    ("equals 2020-01-02T00:00:00", "equals 2020-01-01T00:00:00Z"),
    ("greaterThan 2020-01-02T00:00:00", "lessThan 2020-01-01T00:00:00Z"),
    ("greaterThan 2020-01-01T08:00", "lessThan 2020-01-01T08:00Z"),
    ("equals 2020-01-01T08:00", "isNotBetween 2020-01-01T08:00Z 2020-01-01T09:00Z"),
    ("greaterThan 2020-01-01", "lessThan 5"),
]


@pytest.mark.parametrize(("one", "other"), CONTRADICTIONS)
def test_no_value_satisfies_both(one: str, other: str) -> None:
    assert contradict(of(one), of(other))
    assert contradict(of(other), of(one))


@pytest.mark.parametrize(("one", "other"), AGREEMENTS)
def test_some_value_may_satisfy_both(one: str, other: str) -> None:
    assert not contradict(of(one), of(other))
    assert not contradict(of(other), of(one))


def test_operators_without_an_opposite_have_none() -> None:
    assert of("contains a").opposite is None
    assert of("greaterThan 1").opposite == of("lessThanOrEqualTo 1")
    assert of("isNull").opposite == of("isNotNull")


def test_whole_numbers_have_a_next_one_and_others_are_left_out_themselves() -> None:
    five, more = comparand("5"), comparand("5.5")

    assert of("greaterThan 4").bounds == of("greaterThanOrEqualTo 5").bounds == Bounds(low=five)
    assert of("lessThan 6").bounds == of("lessThanOrEqualTo 5").bounds == Bounds(high=five)
    assert of("greaterThan 5.5").bounds == Bounds(low=more, without_low=True)
    assert of("lessThan 5.5").bounds == Bounds(high=more, without_high=True)
    assert of("isBetween 5 5.5").bounds == Bounds(five, more)
    assert of("contains a").bounds is None


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("isBetween 5 1", True),
        ("isNotBetween 5 1", True),
        ("isBetween 1 1", False),
        ("isBetween 1 5", False),
        ("isBetween b a", False),
        ("isIn 5 1", False),
        ("isBetween 2020-01-02T00:00:00 2020-01-01T00:00:00Z", False),
        ("isBetween 2020-01-03T00:00:00 2020-01-01T00:00:00Z", True),
    ],
)
def test_bounds_are_turned_round_where_the_first_is_surely_the_greater_one(text: str, is_so: bool) -> None:
    assert is_turned_round(of(text)) is is_so


def condition(attribute: str | None, operator: str, *values: str | None) -> dict[str, Any]:
    named = {"attribute": attribute} if attribute is not None else {}
    value = {"value": values[0]} if len(values) == 1 else {"listOfValues": values} if values else {}
    return {**named, "comparisonOperator": operator, **value}


def joined(word: str, *criteria: Any) -> dict[str, Any]:
    return {"logicalOperator": word, "childCriterias": criteria}


def project(criteria: Any) -> Project:
    query = {"type": "structured", "rowsets": [{"criteria": criteria}]}
    customer = {"name": "Customer", "attributes": TYPES}
    files = {
        "snapshot.json": snapshot(systemEntities=[customer]),
        "manage/segments.json": {"name": "Some", "segmentQueryExpression": query},
    }
    return project_of(files)


def root(criteria: Any) -> Any:
    return next(all_criteria(project(criteria))).root


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (condition("City", "isNull"), Comparison("isNull")),
        (condition("City", "isNotNull", "a"), Comparison("isNotNull")),
        (condition("City", "equals", "Oslo"), of("equals oslo")),
        (condition("City", "equals", "5"), Comparison("equals", (Comparand("text", "5"),))),
        (condition("City", "equals", "2020-01-01"), Comparison("equals", (Comparand("text", "2020-01-01"),))),
        (condition("City", "contains", "Os"), of("contains os")),
        (condition("City", "notEquals", "a"), of("notEquals a")),
        (condition("City", "isIn", "a", "b", "c"), of("isIn a b c")),
        (condition("City", "isIn", "a", None), None),
        (condition("City", "equals", "{{city}}"), None),
        (condition("City", "equals", "in {{city}}"), None),
        (condition("City", "equals"), None),
        (condition("City", "isIn"), None),
        (condition("City", "childOf", "a"), None),
        (condition("City", "odd", "a"), None),
        ({"attribute": "City"}, None),
        (condition("Points", "equals", " 5 "), of("equals 5")),
        (condition("Points", "equals", "5.0"), Comparison("equals", (Comparand("whole", Decimal(5)),))),
        (condition("Points", "equals", "5.5"), of("equals 5.5")),
        (condition("Points", "equals", "five"), None),
        (condition("Points", "equals", "2020-01-01"), None),
        (condition("Points", "isBetween", "1", "2"), of("isBetween 1 2")),
        (condition("Points", "isNotBetween", "1", "2"), of("isNotBetween 1 2")),
        (condition("Points", "isBetween", "1", "2", "3"), None),
        (condition("Points", "isBetween", "1", "2", "five"), None),
        (condition("Points", "isNotBetween", "1", "2", "3"), None),
        (condition("Points", "isBetween", "1", "five"), None),
        (condition("Points", "isIn", "1", "five"), None),
        (condition("Score", "equals", "5"), Comparison("equals", (Comparand("number", Decimal(5)),))),
        (condition("Is", "equals", "TRUE"), of("equals true")),
        (condition("Key", "equals", "AB"), of("equals ab")),
        (condition("Born", "equals", "2020-01-01"), of("equals d2020-01-01")),
        (condition("Born", "equals", "2020-01-01T00:00"), of("equals 2020-01-01T00:00")),
        (condition("Born", "equals", "soon"), None),
        (condition("Born", "equals", "5"), None),
        (condition("On", "equals", "2020-01-01"), of("equals 2020-01-01")),
        (condition("On", "equals", "2020-01-01T00:00Z"), of("equals 2020-01-01T00:00Z")),
        (condition("Odd", "equals", "a"), None),
        (condition("Odd", "equals", "5"), None),
        (condition("Raw", "equals", "A"), of("equals a")),
        (condition("Raw", "equals", "5"), Comparison("equals", (Comparand("number", Decimal(5)),))),
        (condition("Raw", "equals", "2020-01-01"), of("equals 2020-01-01")),
        (condition("Nowhere", "equals", "A"), of("equals a")),
        (condition(None, "equals", "A"), of("equals a")),
    ],
    ids=lambda one: json.dumps(one) if isinstance(one, dict) else "",
)
def test_what_a_condition_says_of_its_attribute(written: Any, said: Comparison | None) -> None:
    assert comparison(root(written)) == said


def places(pairs: Any) -> list[tuple[Any, ...]]:
    return [tuple(one.node.at().path[3:] for one in pair) for pair in pairs]


ONE, TWO = condition("Points", "equals", "1"), condition("Points", "equals", "2")
ANY = condition("Points", "any")


def test_conditions_are_compared_that_an_and_joins_also_further_in() -> None:
    tree = joined(
        "and",
        joined("and", ONE, joined("and", TWO, condition("City", "equals", "1"))),
        joined("or", condition("Points", "equals", "3")),
        condition(None, "equals", "1"),
        condition("Points", "isBetween", "9", "8"),
        condition("Shop_Buyers.Points", "equals", "4"),
        condition("Points", "equals", "{{points}}"),
        condition("Points", "greaterThan", "4"),
    )
    at = ("criteria", "childCriterias")

    found = places(contradictions(root(tree)))

    inner, innermost = (*at, 0, "childCriterias", 0), (*at, 0, "childCriterias", 1, "childCriterias", 0)
    assert found == [(inner, innermost), (inner, (*at, 6)), (innermost, (*at, 6))]


def test_each_value_satisfies_one_of_two_whose_opposites_contradict() -> None:
    tree = joined(
        "or",
        condition("Points", "greaterThan", "1"),
        condition("Points", "contains", "1"),
        condition("Points", "lessThan", "5"),
        condition("Points", "isNull"),
        condition("Points", "isNotNull"),
        condition("Points", "contains", "1"),
    )
    at = ("criteria", "childCriterias")

    pairs = ((0, 2), (0, 4), (2, 4), (3, 4))
    assert places(truisms(root(tree))) == [((*at, one), (*at, other)) for one, other in pairs]


def test_forty_conditions_on_one_attribute_are_compared_with_one_another() -> None:
    for many, is_found in ((38, True), (39, False)):
        tree = joined("and", ONE, *[ANY] * many, TWO)
        assert bool(list(contradictions(root(tree)))) is is_found


def test_what_joins_by_a_word_is_found_once_around_more_of_that_word() -> None:
    tree = joined(
        "or",
        joined("and", joined("and", ONE, TWO), joined("or", joined("AND", ONE), ONE)),
        {**joined("and", ONE), "comparisonOperator": "equals"},
        {"childCriterias": [joined("and", ONE)]},
    )
    at = ("criteria", "childCriterias")

    found = [one.node.at().path[3:] for one in outermost(root(tree), "and")]

    second = (*at, 0, "childCriterias", 1, "childCriterias", 0)
    assert found == [(*at, 0), second, (*at, 1), (*at, 2, "childCriterias", 0)]
