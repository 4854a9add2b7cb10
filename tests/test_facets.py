"""How the values of an attribute are counted: what a `facetSpecification` says, and what is wrong with it."""

from __future__ import annotations

import pytest

from linter.rulekit.facets import Facet, facet_of, mistake_in

STEPS = "neither a step nor one of minute, hour, day, week, month, quarter, year"


@pytest.mark.parametrize(
    ("text", "form", "is_stepped"),
    [
        ("count:10", "count", False),
        (f"count:{'9' * 5000}", "count", False),
        (" Count : 10 , SORT : -Value ", "count", False),
        ("sort:count", "", False),
        ("sort:value,interval:Month", "interval", True),
        ("interval:0.5", "interval", True),
        ("values:1|2.5|10", "values", True),
        ("values: a | b |c", "values", True),
        ("values:10|2|a", "values", True),
        ("values:2020-01-01|2021-01-01,count:3", "values", True),
    ],
)
def test_what_a_text_counts(text: str, form: str, is_stepped: bool) -> None:
    assert mistake_in(text) == ""
    assert facet_of(text) == Facet(form)
    assert Facet(form).is_stepped is is_stepped


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("", "nothing is said"),
        ("count:1,", "nothing is said"),
        (" : 5", "nothing stands before `:5`"),
        ("count:1, ten ", "`ten` has no `:`"),
        ("count:", "nothing stands behind `count:`"),
        ("count:0", "`0` is no number of values"),
        ("count:-1", "`-1` is no number of values"),
        ("count:1.5", "`1.5` is no number of values"),
        ("count:\u0661", "`\u0661` is no number of values"),
        ("count:\u00b2", "`\u00b2` is no number of values"),
        ("interval:0", f"`0` is {STEPS}"),
        ("interval:-1", f"`-1` is {STEPS}"),
        ("interval:Decade", f"`Decade` is {STEPS}"),
        ("values:1||2", "a bound of `values` is empty"),
        ("values:", "nothing stands behind `values:`"),
        ("values:10|2", "the bounds of `values` don't rise"),
        ("values:1|1.0", "the bounds of `values` don't rise"),
        ("values:b|a", "the bounds of `values` don't rise"),
        ("sort:name", "`name` is none of count, -count, value, -value"),
        ("Group:1", "`group` is none of count, interval, values and sort"),
        ("count:1, COUNT:2", "`COUNT` is said twice"),
        ("COUNT:1,count:2", "`count` is said twice"),
        ("sort:count,sort:count", "`sort` is said twice"),
        ("interval:day,values:1", "it has both `interval` and `values`"),
        ("values:1,count:2,interval:day", "it has both `interval` and `values`"),
    ],
)
def test_what_is_wrong_with_a_text(text: str, mistake: str) -> None:
    assert mistake_in(text) == mistake
    assert facet_of(text) is None
