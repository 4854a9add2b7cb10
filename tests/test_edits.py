"""A change of a text makes it say what is asked for, and leaves all else as it is."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from linter.diagnostic import Location
from linter.text.edits import Change, removed, reordered, replaced
from linter.text.place import Member, begin
from linter.text.source import read_text

KEYS = st.sampled_from(["a", "b", "name", "x y", "true", "12", "ü", "#", "- d", ""])
SCALARS = KEYS | st.booleans() | st.integers(-5, 5) | st.none() | st.sampled_from(["a: b", "it's", '"', "\\"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def written(value: Any, form: str) -> tuple[str, str]:
    if form == "json":
        return "x.json", json.dumps(value)
    if form == "indented":
        return "x.json", json.dumps(value, indent=2, ensure_ascii=False)
    flow = {"block": False, "mixed": None, "flow": True}[form]
    return "x.yaml", yaml.safe_dump(
        value, default_flow_style=flow, allow_unicode=True, sort_keys=False, width=1000
    )


FORMS = st.sampled_from(["json", "indented", "block", "mixed", "flow"])


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items: Any = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    return [path, *(found for key, item in items for found in places(item, (*path, key)))]


def at(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def made(name: str, text: str, change: Change | None) -> Any:
    assert change is not None
    renewed = read_text(name, (text[: change.start] + change.text + text[change.end :]).encode())
    assert renewed.fault is None, renewed.text
    return renewed.value


@given(st.data(), VALUES, FORMS, KEYS)
def test_a_replaced_string_is_the_only_thing_that_changes(
    data: st.DataObject, value: Any, form: str, new: str
) -> None:
    strings = [path for path in places(value) if isinstance(at(value, path), str)]
    if not strings or isinstance(value, str):
        return
    path = data.draw(st.sampled_from(strings))
    name, text = written(value, form)
    expected = copy.deepcopy(value)
    at(expected, path[:-1])[path[-1]] = new

    assert made(name, text, replaced(read_text(name, text.encode()), Location(name, path), new)) == expected


@given(st.data(), VALUES, FORMS)
def test_a_removed_entry_is_the_only_thing_that_goes(data: st.DataObject, value: Any, form: str) -> None:
    entries = [path for path in places(value) if path]
    if not entries:
        return
    path = data.draw(st.sampled_from(entries))
    name, text = written(value, form)
    expected = copy.deepcopy(value)
    del at(expected, path[:-1])[path[-1]]
    change = removed(read_text(name, text.encode()), Location(name, path))

    if change is None:  # only what YAML writes in a way that isn't cut: `? ` before a long or odd key
        assert name == "x.yaml"
    else:
        assert made(name, text, change) == expected


@given(st.data(), VALUES, FORMS)
def test_a_reordered_list_has_its_items_in_the_new_order(data: st.DataObject, value: Any, form: str) -> None:
    lists = [path for path in places(value) if isinstance(at(value, path), list) and len(at(value, path)) > 1]
    if not lists:
        return
    path = data.draw(st.sampled_from(lists))
    items = at(value, path)
    order = data.draw(st.permutations(range(len(items))))
    name, text = written(value, form)
    expected = copy.deepcopy(value)
    at(expected, path)[:] = [items[index] for index in order]
    change = reordered(read_text(name, text.encode()), Location(name, path), order)

    if change is None:  # the first item stands on the line of an outer dash
        assert form in ("block", "mixed")
    else:
        assert made(name, text, change) == expected


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("- a\n- b # about b\n# about c\n- c\n", (1,), "- a\n# about c\n- c\n"),
        ("a: 1\r\nb: 2\r\nc: 3\r\n", ("b",), "a: 1\r\nc: 3\r\n"),
        ("- x: 1\n  y: 2\n- z\n", (0, "x"), "- y: 2\n- z\n"),
        ("- only\n", (0,), "[]\n"),
        (
            "- a: 1 # about the item\n  # about b\n  b: 2\n",
            (0, "a"),
            "- # about the item\n  # about b\n  b: 2\n",
        ),
        ("- a: 1\n  # about b\n  b: 2\n", (0, "a"), "-\n  # about b\n  b: 2\n"),
        ("- - a # about both\n  - b\n", (0, 0), "- # about both\n  - b\n"),
        ("- a: 1\n  b: 2\n", (0, "a"), "- b: 2\n"),
        ("a: # about a\n# about b\nb: 1\n", ("a",), "# about b\nb: 1\n"),
        ("k:\n  only: 1 # c\nl: 2\n", ("k", "only"), "k:\n  {} # c\nl: 2\n"),
        ("k: [a, b, c]\n", ("k", 2), "k: [a, b]\n"),
        ("k: [a, b, c]\n", ("k", 0), "k: [b, c]\n"),
        ("k: {a: 1, b: 2}\n", ("k", "b"), "k: {a: 1}\n"),
        ("a: |\n  text\n  # text\nb: 1\n", ("a",), "b: 1\n"),
        ("a: 1\nb: 2", ("b",), "a: 1\n"),
        ("k: {a: , b: 2}\n", ("k", "b"), "k: {a: }\n"),
        # what an edit would tear
        ("k: [a, # about a\n  b]\n", ("k", 1), None),
        ("a: &x {k: 1}\nb: *x\n", ("b", "k"), None),
        ("b: {<<: {k: 1}, l: 2}\n", ("b", "k"), None),
        ("? a\n: 1\nb: 2\n", ("a",), None),
        ("?\n  a\n: 1\nb: 2\n", ("a",), None),
        ("b: 1\n? # about a\n  a\n: 2\n", ("a",), None),
        ("?\n a", ("a",), None),
        ("- &x a\n- *x\n", (0,), None),
    ],
)
def test_a_removal_keeps_comments_and_layout(text: str, path: Any, expected: str | None) -> None:
    change = removed(read_text("x.yaml", text.encode()), Location("x.yaml", path))

    assert (change and text[: change.start] + change.text + text[change.end :]) == expected


def test_reordered_items_take_their_comments_along() -> None:
    text = "k:\n  # one\n  - 1 # first\n  # two\n  - 2\n\n  - 3"
    change = reordered(read_text("x.yaml", text.encode()), Location("x.yaml", ("k",)), (2, 1, 0))

    assert change is not None
    assert text[: change.start] + change.text + text[change.end :] == (
        "k:\n  - 3\n  # two\n  - 2\n\n  # one\n  - 1 # first"
    )


def test_an_item_of_several_lines_that_ends_the_text_is_reordered() -> None:
    text = "- a: 1\n- a: 2\n  b: 3"
    change = reordered(read_text("x.yaml", text.encode()), Location("x.yaml", ()), (1, 0))

    assert change is not None
    assert text[: change.start] + change.text + text[change.end :] == "- a: 2\n  b: 3\n- a: 1"


@pytest.mark.parametrize(
    ("name", "text", "new", "expected"),
    [
        ("x.yaml", "a: b # c\n", "d", "a: d # c\n"),
        ("x.yaml", "a: 'b'\n", "it's", "a: 'it''s'\n"),
        ("x.yaml", 'a: "b"\n', "d", 'a: "d"\n'),
        ("x.yaml", "a: b\n", "true", 'a: "true"\n'),
        ("x.yaml", "a: b\n", "12", 'a: "12"\n'),
        ("x.json", '{"a": "b"}', 'say "d"', '{"a": "say \\"d\\""}'),
    ],
)
def test_a_string_is_written_as_the_one_before(name: str, text: str, new: str, expected: str) -> None:
    change = replaced(read_text(name, text.encode()), Location(name, ("a",)), new)

    assert change is not None
    assert text[: change.start] + change.text + text[change.end :] == expected


@pytest.mark.parametrize("value", ["|-\n    y", ">\n    y", "|-", "- y", "- y: 1\n  z: 2"])
@pytest.mark.parametrize("outer", ["{}", "o:\n  - i: 1\n    {}"])
def test_what_stands_in_place_of_a_value_that_begins_a_line_is_set_in(outer: str, value: str) -> None:
    indent = "" if outer == "{}" else "    "
    inner = f"a:\n{value}\nb: 1\n".replace("\n", f"\n{indent}")
    text = read_text("x.yaml", outer.format(inner).encode())
    assert text.fault is None
    path = ("a",) if outer == "{}" else ("o", 0, "a")

    change = replaced(text, Location("x.yaml", path), "n: x")

    expected = {"a": "n: x", "b": 1} if outer == "{}" else {"o": [{"i": 1, "a": "n: x", "b": 1}]}
    assert made("x.yaml", text.text, change) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("x.json", '{"a": "one\\u0020two"}', '{"a": "one\\u0020\\"3"}'),
        ("x.yaml", 'a: "one two"\n', 'a: "one \\"3"\n'),
        ("x.yaml", "a: 'one two'\n", "a: 'one \"3'\n"),
        ("x.yaml", "a: one two\n", 'a: "one \\"3"\n'),  # a plain one gets quotes where it may not stay plain
        ("x.yaml", "a: |-\n  one two\n", 'a: |-\n  one "3\n'),
        ("x.yaml", "a: >-\n  one\n  two\n", 'a: >-\n  one\n  "3\n'),
        ("x.yaml", "a: |2-\n  one two\n", None),
    ],
)
def test_a_part_of_a_string_is_replaced_in_its_quotes(name: str, text: str, expected: str | None) -> None:
    where = Location(name, ("a",), slice=(4, 7))
    change = replaced(read_text(name, text.encode()), where, '"3')

    assert (change and text[: change.start] + change.text + text[change.end :]) == expected


def test_the_only_item_of_a_list_that_is_not_indented_leaves_an_empty_list() -> None:
    text = "a: 1\nb:\n- x\nc: 2\n"
    change = removed(read_text("x.yaml", text.encode()), Location("x.yaml", ("b", 0)))

    assert made("x.yaml", text, change) == {"a": 1, "b": [], "c": 2}


@pytest.mark.parametrize("text", ["a:\n", "a: # about a\n", "a: &x\n", "{'a'}\n"])
def test_an_empty_value_has_no_place_at_which_another_could_be_put(text: str) -> None:
    assert replaced(read_text("x.yaml", text.encode()), Location("x.yaml", ("a",)), "b") is None


@pytest.mark.parametrize("name", ["x.json", "x.yaml"])
def test_the_keys_of_an_object_are_put_in_order_once_for_all_changes_of_it(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Member] = []

    def counted(member: Member) -> int:
        looked.append(member)
        return begin(member)

    monkeypatch.setattr("linter.text.place.begin", counted)
    text = read_text(name, ("{" + ", ".join(f'"k{number % 100}": 1' for number in range(400)) + "}").encode())
    changes = [
        removed(text, Location(name, path, "key", occurrence=later)) for path, _, later in text.duplicates
    ]

    assert len(changes) == 300
    assert None not in changes
    assert len(looked) == 400


COMMENTED = "a:\n  - x: 1\n  - # the second\n    # of three\n    x: 2\n  -  # the third\n    3\nb: 4\n"


@pytest.mark.parametrize(
    ("index", "expected"),
    [
        (0, "a:\n  - # the second\n    # of three\n    x: 2\n  -  # the third\n    3\nb: 4\n"),
        (1, "a:\n  - x: 1\n  -  # the third\n    3\nb: 4\n"),
        (2, "a:\n  - x: 1\n  - # the second\n    # of three\n    x: 2\nb: 4\n"),
    ],
)
def test_an_item_goes_with_the_comments_behind_its_dash(index: int, expected: str) -> None:
    change = removed(read_text("x.yaml", COMMENTED.encode()), Location("x.yaml", ("a", index)))

    assert change is not None
    assert COMMENTED[: change.start] + change.text + COMMENTED[change.end :] == expected


def test_items_move_with_the_comments_behind_their_dashes() -> None:
    change = reordered(read_text("x.yaml", COMMENTED.encode()), Location("x.yaml", ("a",)), [2, 0, 1])

    assert change is not None
    assert COMMENTED[: change.start] + change.text + COMMENTED[change.end :] == (
        "a:\n  -  # the third\n    3\n  - x: 1\n  - # the second\n    # of three\n    x: 2\nb: 4\n"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- # one\n  x: 1\n", "[]\n"),
        ("a:\n- # one\n  x: 1\n", "a:\n  []\n"),
        ("- - # one\n    x: 1\n  - 2\n", "- - 2\n"),
        ("- &a # one\n  x: 1\n- 2\n", None),
    ],
    ids=["alone", "alone below a key", "first of a list in a list", "behind an anchor"],
)
def test_what_stands_alone_or_first_goes_with_the_comment_behind_its_dash(
    text: str, expected: str | None
) -> None:
    at = ("a", 0) if text.startswith("a") else (0, 0) if text.startswith("- -") else (0,)
    change = removed(read_text("x.yaml", text.encode()), Location("x.yaml", at))

    made = None if change is None else text[: change.start] + change.text + text[change.end :]
    assert made == expected
