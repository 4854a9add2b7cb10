"""A pattern of somebody else's is found where Python finds it, and never takes longer than there is time."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.shapes.patterns import _follow, _steps, is_found, may_be_endless
from tests.projects import RELATIONSHIP, RELATIONSHIPS_FILE, SNAPSHOT, reported, write

PIECES = st.sampled_from(
    ["a", "b", "[a-b]", "[^a]", r"\w", r"\d", ".", "^", "$", r"\b", r"\B", "(?=a)", "(?!b)", "(?=b|ab)", "-"]
)


def wider(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    repeated = st.builds(
        "({}){}".format, inner, st.sampled_from(["*", "+", "?", "*?", "{2}", "{0,2}", "{1,}", ""])
    )
    return repeated | st.builds("({}|{})".format, inner, inner) | st.builds("{}{}".format, inner, inner)


@given(st.recursive(PIECES, wider, max_leaves=8), st.text("ab-1\n", max_size=7))
def test_following_a_pattern_finds_what_python_finds(pattern: str, text: str) -> None:
    assert _follow(_steps(pattern), text, [10_000_000]) == (re.search(pattern, text) is not None)
    assert is_found(pattern, text) in (None, re.search(pattern, text) is not None)


@pytest.mark.usefixtures("ends")
@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("^(a+)+$", "a" * 3000 + "!", False),
        ("^(a|aa)+$", "a" * 3000 + "!", False),
        ("^(a?a)+$", "a" * 3000, True),
        ("a*" * 10 + "b", "a" * 3000, False),
        ("^([a-z]+-)*[a-z]+$", "some-longer-name-" * 100, False),
        ("(?=(a+)+$)b", "a" * 200 + "!", False),
        ("^[a-z]+(-[a-z]+)*$", "a-slug", True),
        (r"^(?i:a+)+$", "A" * 40 + "!", None),
        (r"(a)\1+(b|ab)+" + "x*" * 8, "a" * 50, None),
        ("(a{1,1000}){1,1000}", "a" * 50, None),
        ("(", "a", None),
        ("a{99999999999999}", "a", None),
        ("(" * 500 + ")" * 500, "a", None),
    ],
)
def test_no_pattern_takes_longer_than_there_is_time(pattern: str, text: str, found: bool | None) -> None:
    assert is_found(pattern, text) is found


@pytest.mark.parametrize("schema", [{"pattern": r"(a)\1(b+)+$"}, {"patternProperties": {r"(a)\1(b+)+$": {}}}])
def test_a_teams_schema_whose_pattern_cannot_be_tried_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, schema: dict[str, Any]
) -> None:
    monkeypatch.chdir(tmp_path)
    house = "[[schemas]]\nfiles = ['manage/**']\nschema = 'house.json'\n"
    relationship = {**RELATIONSHIP, "name": "a" * 100}
    write(
        tmp_path,
        {
            "snapshot.json": SNAPSHOT,
            RELATIONSHIPS_FILE: [relationship],
            "house.json": {"items": {**schema, "properties": {"name": schema}}},
            "c360lint.toml": house,
        },
    )

    [told] = [one["message"] for one in reported("--select", "DO09")["diagnostics"]]
    pattern = next(iter(schema.get("patternProperties", {"": 0}))) or schema["pattern"]
    assert (
        told
        == f"the schema `house.json` can't be applied: its pattern `{pattern}` can't be tried in good time"
    )


@pytest.mark.parametrize(
    ("pattern", "length", "is_so"),
    [
        ("a", 10**6, False),
        ("a*", 1000, False),
        ("a*", 1001, True),
        ("a*b", 1000, False),
        ("a*b+", 100, False),
        ("a*b+", 101, True),
        ("a{2,10}b{0,10}", 10**5, False),
        ("a{2,11}b", 1001, True),
        ("a{12}", 10**5, False),
        ("(a+)?", 1000, False),
        ("(a+){2}", 1000, False),
        ("(a+){1,2}", 1, True),
        ("(a{2})*", 1000, False),
        ("(a?b)*", 1, True),
        ("(?:ab)*", 1000, False),
        ("(a|bc)*", 1, True),
        ("(x(a|bc))*", 1, True),
        ("a|(b+)+", 1, True),
        ("a|b|[cd]", 10**5, False),
        ("(?<=a*)b", 1, True),
        ("(a|bc)", 10**5, False),
        ("(?=(a|bc)*)", 1, True),
        ("a" * 1000, 1, False),
        ("a" * 1001, 1, True),
        ("(", 1, True),
    ],
)
def test_a_pattern_is_left_to_python_where_few_ways_lead_through_a_text(
    pattern: str, length: int, is_so: bool
) -> None:
    assert may_be_endless(pattern, length) is is_so


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("((a{1000}){19}|b)*c", "c", True),
        ("((a{1000}){21}|b)*c", "c", None),
        ("(b|bc)*" + "a" * 993, "a" * 993, True),
        ("(b|bc)*" + "a" * 994, "a" * 994, None),
        ("(?<=a)(b|bc)*", "ab", None),
        ("(?=(b|bc)*d)a", "a", False),
        ("(?=(b|bc)*d)a", "ad", False),
        ("(?!(b|bc)*d)a", "a", True),
        ("^((b|bc)*d){1,2}$", "bdbcd", True),
        ("^((b|bc)*d){1,2}$", "bdd", True),
        ("^((b|bc)*d){1,2}$", "bdbdbd", False),
        ("^((b|bc)*d){0,2}$", "", True),
        ("(?<=a*)(b|bc)*", "b", None),
        ("(?:(b|bc)*|d){3}$", "dbd", True),
        ("^(b|bc)*?$", "bcb", True),
        (r"\b(b|bc)+\b", "-bcb-", True),
        ("^(b|bc)+(?-i:d)$", "bd", None),
    ],
)
def test_what_is_followed_is_found_as_by_python_or_not_told(
    pattern: str, text: str, found: bool | None
) -> None:
    assert is_found(pattern, text) is found


def test_following_takes_of_what_is_left_and_ends_with_it() -> None:
    left = [1000]

    assert is_found("^(b|bc)+$", "bcb", left) is True
    taken = 1000 - left[0]
    assert 0 < taken < 50
    assert is_found("^(b|bc)+$", "bcb", [taken]) is True
    assert is_found("^(b|bc)+$", "bcb", [taken - 1]) is None
    assert is_found("^b+$", "bcb", [0]) is False
    assert is_found("a*b", "a" * 1000, [0]) is False
    assert is_found("a*b", "a" * 1001, [0]) is None
