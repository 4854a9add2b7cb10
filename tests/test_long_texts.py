"""A long text is looked through to its end: a pattern that began anew at every sign would never get there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from linter.checking.suppressions import steps_of
from linter.contracts.openapi import _close
from linter.importers import openapi_document, openapi_keys, recognise
from linter.importers.cdm.conditions import holds
from linter.project import dependents
from linter.rulekit.cron import cron_of
from linter.rulekit.operands import Misfit, misfit
from linter.server.excerpt import _BETWEEN as BETWEEN_ITEMS
from rules.data_sources.key_of_several_columns import _BETWEEN as BETWEEN_COLUMNS

LENGTH = 1_000_000
LETTERS, DIGITS, BLANKS = (sign * LENGTH for sign in "A1 ")
OPENED, BRACES = "[" * LENGTH, "(" + "{" * LENGTH


@pytest.mark.parametrize(
    ("look", "text", "found"),
    [
        pytest.param(steps_of, OPENED, None, id="the path of a suppression"),
        pytest.param(_close, f"a{BLANKS}b", f"a{BLANKS}b", id="the path of a request"),
        pytest.param(openapi_keys._KEY_SEGMENT.findall, BRACES, [], id="a key within a path"),
        pytest.param(openapi_keys._KEY.findall, LETTERS, [], id="the properties of a key"),
        pytest.param(recognise._OPENAPI.match, BLANKS.encode(), None, id="the beginning of a description"),
        pytest.param(openapi_document._cut, LETTERS, None, id="a description on one line"),
        pytest.param(lambda text: holds(text, {}), BLANKS, True, id="a condition of a CDM document"),
        pytest.param(dependents._IN_EXPRESSION.findall, LETTERS, [], id="an expression of a stored measure"),
        pytest.param(
            lambda text: cron_of(f"* * * * {text}").status, LETTERS, "unreadable", id="a field of cron"
        ),
        pytest.param(
            lambda text: misfit(text, "Double"),
            f"{DIGITS}x",
            Misfit("a number", "a number has no unit"),
            id="what is compared",
        ),
        pytest.param(BETWEEN_ITEMS.fullmatch, f"{BLANKS}x", None, id="what stands between items"),
        pytest.param(BETWEEN_COLUMNS.split, f"{BLANKS}x", [f"{BLANKS}x"], id="a key of several columns"),
    ],
)
def test_a_long_text_is_looked_through_to_its_end(look: Callable[[Any], Any], text: Any, found: Any) -> None:
    assert look(text) == found


@pytest.mark.parametrize(
    ("look", "text", "found"),
    [
        (steps_of, "a.b[0][x]", ["a", "b", "[0]", "[x]"]),
        (steps_of, ".a", None),
        (steps_of, "a]b", None),
        (_close, "a( b = 1 , c+=2 )", "a(b=1,c=2)"),
        (_close, "a = = b", "a==b"),
        (openapi_keys._KEY_SEGMENT.findall, "/A(b='{c}')/D(e)/F({g},{h})/", ["b='{c}'", "{g},{h}"]),
        (openapi_keys._KEY.findall, "a={b},'{c}'", [("a", "b"), ("", "c")]),
        (dependents._IN_EXPRESSION.findall, "sum(a.b)/c.d.e", [("a", "b"), ("c", "d")]),
        (BETWEEN_COLUMNS.split, "a , b;c + ,d", ["a", "b", "c", "", "d"]),
    ],
)
def test_short_ones_are_taken_apart_as_ever(look: Callable[[Any], Any], text: Any, found: Any) -> None:
    assert look(text) == found
