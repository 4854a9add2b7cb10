"""A text says something else, and keeps what stays the same as it is written."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.text.renewed import renewed, same
from linter.text.source import encoded, read_text
from linter.text.whole import whole

NAMES = st.text("abcXY_ é:#-'\"1", min_size=1, max_size=4)
SCALARS = st.none() | st.booleans() | st.integers(-9, 99) | st.text(max_size=6) | NAMES
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=20,
)
ODD = st.characters(codec="utf-8") | st.sampled_from("\x85\u2028\u2029\ufeff\x7f\r\n\t \"':#\\\x00")
OBJECTS = st.dictionaries(NAMES, VALUES, max_size=4)


@st.composite
def edits(draw: st.DrawFn, value: Any) -> Any:
    """A value that differs from another one in some places."""
    if isinstance(value, dict) and draw(st.booleans()):
        kept = {key: draw(edits(one)) for key, one in value.items() if draw(st.integers(0, 4))}
        return {**kept, **(draw(OBJECTS) if draw(st.booleans()) else {})}
    if isinstance(value, list) and draw(st.booleans()):
        kept = [draw(edits(one)) for one in value if draw(st.integers(0, 4))]
        return kept + (draw(st.lists(VALUES, max_size=2)) if draw(st.booleans()) else [])
    return value if draw(st.integers(0, 3)) else draw(VALUES)


def texts(value: Any) -> dict[str, str]:
    return {
        "a.json": json.dumps(value, indent=2),
        "b.json": json.dumps(value, ensure_ascii=False),
        "c.yaml": yaml.safe_dump(value, sort_keys=False, allow_unicode=True),
        "d.yaml": "# top\n" + yaml.safe_dump(value, sort_keys=False, default_flow_style=True),
    }


@settings(max_examples=60, deadline=None)
@given(data=st.data(), old=OBJECTS)
def test_a_text_says_what_it_should(data: st.DataObject, old: Any) -> None:
    new = data.draw(edits(old))
    for name, written in texts(old).items():
        text = read_text(name, encoded(written))
        if text.fault is None:  # PyYAML writes some things as YAML 1.2 has them not
            made, is_kept = renewed(text, new)
            again = read_text(name, encoded(made))
            assert same(again.value, new)
            assert is_kept or not made.startswith("# top")


@given(value=st.recursive(st.text(ODD), lambda inner: st.lists(inner) | st.dictionaries(st.text(ODD), inner)))
def test_a_value_that_is_written_whole_is_read_again(value: Any) -> None:
    for name in ("a.json", "a.yaml"):
        found = read_text(name, encoded(whole(name, value)))
        if found.fault is None or "1,024" not in found.fault.message:
            assert found.value == value


@given(value=OBJECTS)
def test_a_text_that_says_it_already_stays_as_it_is(value: Any) -> None:
    for name, written in texts(value).items():
        text = read_text(name, encoded(written))
        if text.fault is None:
            assert renewed(text, text.value) == (text.text, True)


JSON = '{\n  "a": [ 1,2 ],\n  "b": {"c": "x"},\n  "d": []\n}\n'
YAML = (
    "a:\n- name: x   # first\n  v: 1\n- name: y\n# end of a\n"
    "b: {c: 'x'}  # flow\nd: |\n  long\n  text\ne: last\n"
)


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("a.json", JSON, {"a": [1, 2, 3], "b": {"c": "x"}, "d": []}, JSON.replace("1,2 ", "1,2, 3 ")),
        ("a.json", JSON, {"a": [1, 2], "b": {"c": "y"}, "d": []}, JSON.replace('"x"', '"y"')),
        ("a.json", JSON, {"a": [1, 2], "b": {"c": "x", "e": 1}, "d": []}, JSON.replace('"x"', '"x", "e": 1')),
        (
            "a.json",
            JSON,
            {"a": [1, 2], "b": {"c": "x"}, "d": [], "e": {"f": None}},
            JSON.replace("[]\n", '[],\n  "e": {\n    "f": null\n  }\n'),
        ),
        ("a.json", JSON, {"a": [1, 2], "d": []}, JSON.replace('  "b": {"c": "x"},\n', "")),
        ("a.json", JSON.replace("\n", "\r\n"), {"a": [1, 2], "b": {}, "d": []}, None),
        (
            "a.yaml",
            YAML,
            {"a": [{"name": "x", "v": 2}, {"name": "y"}], "b": {"c": "x"}, "d": "long\ntext\n", "e": "last"},
            YAML.replace("v: 1", "v: 2"),
        ),
        (
            "a.yaml",
            YAML,
            {
                "a": [{"name": "x", "v": 1}, {"name": "y", "w": [1]}, {"name": "z"}],
                "b": {"c": "y"},
                "d": "long\ntext\n",
                "e": "last",
                "f": 1,
            },
            YAML.replace("- name: y\n", "- name: y\n  w:\n  - 1\n- name: z\n").replace("'x'", "'y'")
            + "f: 1\n",
        ),
        (
            "a.yaml",
            YAML,
            {"a": [{"name": "y"}], "b": {"c": "x"}, "d": "long\ntext\n", "e": "last"},
            YAML.replace("- name: x   # first\n  v: 1\n", ""),
        ),
        (
            "a.yaml",
            "# top\na:\n- v: 1   # first\n  w: 2\nb: 1\n",
            {"a": [{"v": 1, "w": 3}], "b": 1},
            "# top\na:\n- v: 1   # first\n  w: 3\nb: 1\n",
        ),
        (
            "a.yaml",
            "a:\n- v: 1   # first\n- v: 2   # second\n- name: x\n",
            {"a": [{"v": 3}, {"v": 2}, {"name": "x"}, {"v": 4}]},
            "a:\n- v: 3   # first\n- v: 2   # second\n- name: x\n- v: 4\n",
        ),
        ("a.yaml", "a:\n- name: x\nb: 1\n", {"a": [{"name": "y"}], "b": 1}, "a:\n- name: y\nb: 1\n"),
        ("a.yaml", "a:\n- x  # one\nb: 1\n", {"a": ["y"], "b": 1}, "a:\n- y  # one\nb: 1\n"),
        ("a.yaml", "a:\n  b: 1\nc: 1\n", {"a": {"d": 2}, "c": 1}, "a:\n  d: 2\nc: 1\n"),
        ("a.yaml", "a:\n  b: 1\nc: 1\n", {"a": {}, "c": 1}, "a:\n  {}\nc: 1\n"),
        ("a.yaml", "a:\n  - b: 1\n    c: 2\n", {"a": []}, "a:\n  []\n"),
        ("a.yaml", "a:\n  b: 1\nc: 1\n", {"a": "x", "c": 1}, "a:\n  x\nc: 1\n"),
        (
            "a.json",
            '{\n  "a": [\n    {"v": 1}\n  ]\n}\n',
            {"a": [{"v": 2}]},
            '{\n  "a": [\n    {"v": 2}\n  ]\n}\n',
        ),
        ("a.yaml", "a:\n  b: 1\nc: 2  # two\n", {"a": {}, "c": 2}, "a:\n  {}\nc: 2  # two\n"),
    ],
)
def test_only_what_differs_is_written_anew(name: str, old: str, new: Any, expected: str | None) -> None:
    made, is_kept = renewed(read_text(name, old.encode()), new)

    assert is_kept
    assert made == (expected or old.replace('{"c": "x"}', "{}"))


def test_what_an_alias_shares_is_written_anew_as_a_whole() -> None:
    made, is_kept = renewed(read_text("a.yaml", b"a: &x {b: 1}\nc: *x\n"), {"a": {"b": 1}, "c": {"b": 2}})

    assert (yaml.safe_load(made), is_kept) == ({"a": {"b": 1}, "c": {"b": 2}}, False)
