"""Did you mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.suggest import did_you_mean, nearest


@pytest.mark.parametrize(
    ("name", "known", "close"),
    [
        ("email", ["EMail", "emial"], ["EMail"]),
        ("email_address", ["EmailAddress", "Address"], ["EmailAddress"]),
        ("EMial", ["EMail", "Phone"], ["EMail"]),
        ("Id", ["Age", "Sex"], []),
        ("Age", ["Id"], []),
        ("Phone", [], []),
        ("ab", ["ac", "ad", "ae", "af"], ["ac", "ad", "ae"]),
        ("Phone", ["Phone"], []),
        ("a", ["b"], []),
        ("", ["x"], []),
    ],
)
def test_only_what_is_clearly_close_is_suggested(name: str, known: list[str], close: list[str]) -> None:
    assert nearest(name, known) == close


def test_a_suggestion_reads_as_a_question() -> None:
    assert did_you_mean("EMial", ["EMail"]) == "; did you mean `EMail`?"
    assert did_you_mean("ab", ["ac", "ad"]) == "; did you mean `ac` or `ad`?"
    assert did_you_mean("Phone", ["Age"]) == ""


@given(st.text(), st.lists(st.text()))
def test_suggestions_are_known_names_and_do_not_depend_on_their_order(name: str, known: list[str]) -> None:
    found = nearest(name, known)

    assert set(found) <= set(known)
    assert found == nearest(name, list(reversed(known)))
