"""JSON: what it says, where its values stand, and what is wrong with it."""

from __future__ import annotations

import json
import random
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.diagnostic import Location
from linter.text import json_text, source
from linter.text.source import Fault, Text, read_text
from tests.counting import calls, grows_evenly

SUITE = Path(__file__).parent.parent.parent / "shared" / "data" / "suites" / "JSONTestSuite" / "test_parsing"

TEXTS = st.text(st.characters(codec="utf-8"), max_size=8)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4)
)


def paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    yield path, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, kid in inner:
        yield from paths(kid, (*path, key))


def span_text(text: Text, *path: str | int, **what: Any) -> str:
    start, end = text.span(Location(text.name, path, **what))
    return text.text[start:end]


def spaced(value: Any, chance: random.Random) -> str:
    """Write a value with white space wherever it may stand."""

    def gap() -> str:
        return "".join(chance.choices(" \t\n\r", k=chance.choice([0, 0, 1, 3])))

    if isinstance(value, dict):
        members = (
            f"{gap()}{written(key, chance)}{gap()}:{spaced(kid, chance)}" for key, kid in value.items()
        )
        return f"{gap()}{{{','.join(members) or gap()}}}{gap()}"
    if isinstance(value, list):
        return f"{gap()}[{','.join(spaced(kid, chance) for kid in value) or gap()}]{gap()}"
    return f"{gap()}{written(value, chance)}{gap()}"


def written(value: Any, chance: random.Random) -> str:
    return json.dumps(value, ensure_ascii=chance.random() < 0.5)


@given(VALUES, st.randoms(use_true_random=False))
def test_the_range_of_every_path_reparses_to_its_value(value: Any, chance: random.Random) -> None:
    text = read_text("a.json", spaced(value, chance).encode())

    assert text.value == value
    for path, there in paths(value):
        assert json.loads(span_text(text, *path)) == there
        if path and isinstance(path[-1], str):
            assert json.loads(span_text(text, *path, part="key")) == path[-1]


@given(VALUES, st.sampled_from([None, 0, 2, "\t"]), st.booleans())
def test_it_does_so_as_json_writes_it(value: Any, indent: Any, ascii_only: bool) -> None:
    text = read_text("a.json", json.dumps(value, indent=indent, ensure_ascii=ascii_only).encode())

    for path, there in paths(value):
        assert json.loads(span_text(text, *path)) == there


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "ä"]), VALUES), max_size=8))
def test_every_equal_key_keeps_its_own_place(pairs: list[tuple[str, Any]]) -> None:
    members = ", ".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in pairs)
    text = read_text("a.json", f"[{{{members}}}]".encode())

    seen: dict[str, int] = {}
    expected = []
    for key, value in pairs:
        number = seen[key] = seen.get(key, -1) + 1
        assert json.loads(span_text(text, 0, key, occurrence=number)) == value
        assert json.loads(span_text(text, 0, key, part="key", occurrence=number)) == key
        expected += [((0, key), 0, number)] if number else []
    assert [entry for entry in text.duplicates if len(entry[0]) == 2] == expected


REPEATING = st.recursive(
    st.sampled_from(["1", '"a"', "{}", "[]"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(st.tuples(st.sampled_from("abc"), inner), max_size=4).map(
            lambda pairs: "{" + ", ".join(f'"{key}": {value}' for key, value in pairs) + "}"
        ),
    ),
    max_leaves=25,
)


@given(REPEATING)
def test_equal_keys_are_those_that_the_places_of_all_values_tell(written: str) -> None:
    text = read_text("a.json", written.encode())
    told = sorted(source._later_in_all(text.places), key=lambda entry: entry[0])

    assert text.duplicates == tuple((path, 0, number) for _, path, number in told)


@given(TEXTS, st.randoms(use_true_random=False), st.data())
def test_a_slice_covers_just_those_characters(value: str, chance: random.Random, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(value)))
    end = data.draw(st.integers(start, len(value)))
    text = read_text("a.json", f'{{"q": {written(value, chance)}}}'.encode())

    assert json.loads(f'"{span_text(text, "q", slice=(start, end))}"') == value[start:end]


def test_a_slice_goes_through_escapes_of_every_kind() -> None:
    text = read_text("a.json", rb'["a\u00e9\ud83d\ude80\n\\\"z", "k"]')

    assert text.value[0] == 'aé🚀\n\\"z'
    assert [span_text(text, 0, slice=(at, at + 1)) for at in range(8)] == [
        "a",
        r"\u00e9",
        r"\ud83d\ude80",
        r"\n",
        r"\\",
        r"\"",
        "z",
        "",
    ]
    assert span_text(text, 0, slice=(-3, 99)) == r"a\u00e9\ud83d\ude80\n\\\"z"


def test_a_slice_of_what_is_no_string_is_the_whole() -> None:
    assert span_text(read_text("a.json", b"[12345]"), 0, slice=(1, 2)) == "12345"


NINES = "9" * 5000
FAULTS = {
    "": ("the file is empty", 0, 0, "write a JSON value, such as {}"),
    " \r\n": ("the file is empty", 0, 0, "write a JSON value, such as {}"),
    # truncated
    "{": ("the file ends inside the object that begins on line 1", 1, 1, "close it with `}`"),
    '{\r\n"a": [1, 2': ("the file ends inside the list that begins on line 2", 13, 13, "close it with `]`"),
    '{"a"': ("the file ends inside the object that begins on line 1", 4, 4, "close it with `}`"),
    '{"a":\n\n': ("the file ends inside the object that begins on line 1", 5, 5, "close it with `}`"),
    '["]", "["\n': ("the file ends inside the list that begins on line 1", 9, 9, "close it with `]`"),
    # commas
    '{"a": 1,}': ("a comma before the closing `}`", 7, 8, "remove it"),
    "[1,\n  2,\n]\n": ("a comma before the closing `]`", 7, 8, "remove it"),
    "[1,,2]": ("a value is missing before `,`", 3, 4, "put a value here"),
    "[,]": ("a value is missing before `,`", 1, 2, "put a value here"),
    "{,}": ("a property is missing before `,`", 1, 2, "remove the comma"),
    '{"a": 1\n"b": 2}': ("a `,` is missing between two properties", 7, 7, "put `,` here"),
    "[1 2]": ("a `,` is missing between two items", 2, 2, "put `,` here"),
    '["a" "b"]': ("a `,` is missing between two items", 4, 4, "put `,` here"),
    '["a" true]': ("a `,` is missing between two items", 4, 4, "put `,` here"),
    "[1;2]": ("`;` where `,` should be", 2, 3, "write `,`"),
    # colons
    '{"a" 1}': ("a `:` is missing after the property name", 4, 4, "put `:` and a value here"),
    '{"a"=1}': ("`=` where `:` should be", 4, 5, "write `:`"),
    '["a": 1]': ("`:` after an item of a list", 4, 5, "put names and values into an object"),
    '{"a":}': ("a value is missing before `}`", 5, 6, "put a value here"),
    # comments
    "// c\n1": ("JSON has no comments", 0, 4, "remove it, or use a YAML file"),
    "[1, # c\n2]": ("JSON has no comments", 4, 7, "remove it, or use a YAML file"),
    "[1 /* c\n */, 2]": ("JSON has no comments", 3, 11, "remove it, or use a YAML file"),
    "[1, // c\n]": ("JSON has no comments", 4, 8, "remove it, or use a YAML file"),
    "[1] // c\n": ("JSON has no comments", 4, 8, "remove it, or use a YAML file"),
    # strings
    '{"a": "x}': ("the string isn't closed", 6, 9, 'close it with `"`'),
    '"\\': ("the string isn't closed", 0, 2, 'close it with `"`'),
    '{"a": "x\n}': (
        "the string isn't closed on its line",
        6,
        8,
        'close it with `"`, or write a line break as \\n',
    ),
    '"a\tb"': ("a tab can't stand in a string", 2, 3, "write it as \\t"),
    '"a\x01b"': ("the control character U+0001 can't stand in a string", 2, 3, "write it as \\u0001"),
    '"C:\\dir"': ("`\\d` isn't an escape", 3, 5, "write a backslash as \\\\"),
    '"\\u12"': ("`\\u12` isn't an escape", 1, 5, "give four hexadecimal digits"),
    '"\\u12G4"': ("`\\u12G4` isn't an escape", 1, 7, "give four hexadecimal digits"),
    '{"a": "say "hi" now"}': (
        "text after the end of the string",
        12,
        21,
        'a `"` inside a string is written \\"',
    ),
    "{'a': 1}": ("a string needs straight double quotes", 1, 4, 'put it in `"`'),
    "['a']": ("a string needs straight double quotes", 1, 4, 'put it in `"`'),
    "['a": ("a string needs straight double quotes", 1, 2, 'put it in `"`'),
    "{“a”: 1}": ("a string needs straight double quotes", 1, 4, 'put it in `"`'),
    '["\\ud800"]': (
        "`\\ud800` is half of a surrogate pair, not a character",
        2,
        8,
        "write the character itself",
    ),
    '{"\\uD83d\\uDE80\\uDE80": 1}': (
        "`\\uDE80` is half of a surrogate pair, not a character",
        14,
        20,
        "write the character itself",
    ),
    # words
    "{a: 1}": ("a property name needs double quotes", 1, 2, 'put it in `"`'),
    "{1: 1}": ("a property name needs double quotes", 1, 2, 'put it in `"`'),
    "[True]": ("`True` isn't a JSON value", 1, 5, "write true"),
    "[None]": ("`None` isn't a JSON value", 1, 5, "write null"),
    "[abc]": ("`abc` isn't a JSON value", 1, 4, "text needs double quotes"),
    "[truee]": ("`truee` isn't a JSON value", 1, 6, "text needs double quotes"),
    '{"a": NaN}': ("`NaN` isn't a JSON value", 6, 9, "write null"),
    '["NaN", -Infinity, NaN]': ("`-Infinity` isn't a JSON value", 8, 17, "write null"),
    # numbers
    "[01]": ("`01` isn't a JSON number", 1, 3, "a number can't begin with 0"),
    "[1.]": ("`1.` isn't a JSON number", 1, 3, ""),
    "[.5]": ("`.5` isn't a JSON number", 1, 3, ""),
    "[+1]": ("`+1` isn't a JSON number", 1, 3, ""),
    "[0x1F]": ("`0x1F` isn't a JSON number", 1, 5, ""),
    "-": ("`-` isn't a JSON number", 0, 1, ""),
    "[1, -1e999]": ("the number is too large", 4, 10, ""),
    f'["{NINES}", {NINES}]': ("the number is too large: it has 5,000 digits", 5005, 10005, ""),
    f"[-{NINES}]": ("the number is too large: it has 5,000 digits", 1, 5002, ""),
    # what is left over
    "[1] x": ("text after the end of the value", 4, 5, "remove it"),
    '{"a": 1}\n{"a": 2}\n': (
        "text after the end of the value",
        9,
        17,
        "a file holds one value; put several into a list",
    ),
    "[1]]": ("`]` closes nothing", 3, 4, "remove it"),
    "[1}": ("`}` can't close the list that begins on line 1", 2, 3, "close it with `]`"),
    '\n{"a": 1]': ("`]` can't close the object that begins on line 2", 8, 9, "close it with `}`"),
    "<xml/>": ("`<` where a value should be", 0, 1, ""),
    "{<": ("`<` where a property name should be", 1, 2, ""),
    "\ufeff\ufeff{}": (
        "the invisible character U+FEFF (zero width no-break space) can't stand here",
        0,
        1,
        "remove it",
    ),
    "[\xa01]": (
        "the invisible character U+00A0 (no-break space) can't stand here",
        1,
        2,
        "put a space in its place",
    ),
    "[1]\0": ("the invisible character U+0000 can't stand here", 3, 4, "remove it"),
    # nesting
    "[" * 100_000: ("more than 200 levels of nesting", 200, 201, ""),
    "[" * 100_000 + "]" * 100_000: ("more than 200 levels of nesting", 200, 201, ""),
    "[" * 201 + "]" * 201: ("more than 200 levels of nesting", 200, 201, ""),
    '{"[":' * 201 + "1" + "}" * 201: ("more than 200 levels of nesting", 1000, 1001, ""),
    '{"a":[' * 101 + "]}" * 101: ("more than 200 levels of nesting", 600, 601, ""),
    '[{"a":' * 101 + "1" + "}]" * 101: ("more than 200 levels of nesting", 600, 601, ""),
}


@pytest.mark.parametrize("written", FAULTS, ids=lambda written: ascii(written[:24]))
def test_a_broken_text_is_explained_in_plain_words_at_the_right_place(written: str) -> None:
    text = read_text("a.json", written.encode())

    assert (text.fault, text.value) == (Fault(*FAULTS[written]), None)


def test_two_hundred_levels_are_fine() -> None:
    text = read_text("a.json", b"[" * 200 + b"]" * 200)

    assert text.fault is None
    assert span_text(text, *[0] * 199) == "[]"


def test_brackets_in_strings_are_no_nesting() -> None:
    value = ["[" * 300, {"{" * 300: 'a"[[' * 99}, "]" * 9]

    assert read_text("a.json", json.dumps(value).encode()).value == value


def test_brackets_in_strings_hide_no_nesting() -> None:
    written = '["]",' * 201 + "0" + ',"["]' * 201

    assert read_text("a.json", written.encode()).fault == Fault("more than 200 levels of nesting", 1000, 1001)


def test_an_escaped_backslash_before_a_u_is_no_escape() -> None:
    assert read_text("a.json", rb'["\\ud800"]').value == ["\\ud800"]


def test_an_integer_of_four_thousand_digits_is_fine() -> None:
    assert read_text("a.json", b"1" * 4000).value == int("1" * 4000)


@pytest.mark.usefixtures("ends")
def test_a_line_of_ten_megabytes_takes_no_longer_than_it_must() -> None:
    entry = '{"entityName": "eCommerceContacts", "note": "' + "x" * 200 + '"}'
    data = ("[" + ",".join([entry] * 41_000) + "]").encode()
    text = read_text("a.json", data)
    places = [text.range(Location("a.json", (number, "note"))) for number in range(0, 40_000, 100)]

    assert len(data) > 10_000_000
    assert places[1].start.column == 100 * (len(entry) + 1) + entry.index('"xxx') + 2


def test_a_string_of_ten_megabytes_breaks_nothing() -> None:
    long = "a\\n" * 3_500_000

    assert len(read_text("a.json", f'["{long}"]'.encode()).value[0]) == 7_000_000
    assert read_text("a.json", f'["{long}", NaN]'.encode()).fault == Fault(
        "`NaN` isn't a JSON value", 10_500_005, 10_500_008, "write null"
    )


def test_places_of_many_findings_in_one_file_cost_by_their_number() -> None:
    def placed(value: dict[str, Any]) -> None:
        text = read_text("a.json", json.dumps(value, indent=2).encode())
        for path, _ in paths(value):
            text.range(Location("a.json", path))

    def cost(number: int) -> int:
        return calls(placed, {f"k{outer}": [{"a": outer, "b": 1}] * 20 for outer in range(number)})

    assert grows_evenly(cost, 25)


@pytest.mark.usefixtures("ends")
def test_a_hundred_thousand_equal_keys_stay_cheap() -> None:
    text = read_text("a.json", ("{" + ",".join(['"a": 1'] * 100_000) + "}").encode())

    assert len(text.duplicates) == 99_999
    assert text.span(Location("a.json", ("a",), occurrence=50_000)) == (350_006, 350_007)


@given(VALUES, st.data())
def test_a_text_that_is_cut_short_is_refused_and_never_a_traceback(value: Any, data: st.DataObject) -> None:
    whole = json.dumps([value])
    text = read_text("a.json", whole[: data.draw(st.integers(0, len(whole) - 1))].encode())

    assert text.fault is not None
    assert 0 <= text.fault.start <= text.fault.end <= len(text.text)


@given(VALUES, st.data())
def test_what_the_standard_library_refuses_is_refused_here(value: Any, data: st.DataObject) -> None:
    whole = json.dumps(value, indent=1)
    at = data.draw(st.integers(0, len(whole)))
    mutant = whole[:at] + data.draw(st.sampled_from(list("{}[]\",:'\\/#eN01-+. \n\t=;a"))) + whole[at + 1 :]
    text = read_text("a.json", mutant.encode())
    try:
        expected = json.loads(mutant)
    except ValueError:
        assert text.fault is not None
        assert 0 <= text.fault.start <= text.fault.end <= len(mutant)
    else:
        assert text.fault is not None or text.value == expected


def suite(prefix: str) -> list[Path]:
    return sorted(SUITE.glob(f"{prefix}_*.json"))


needs_suite = pytest.mark.skipif(not SUITE.is_dir(), reason="JSONTestSuite is not here")


@needs_suite
def test_the_suites_valid_files_are_accepted() -> None:
    refused = {path.name: read_text(path.name, path.read_bytes()).fault for path in suite("y")}

    assert len(refused) == 95
    assert {name: fault for name, fault in refused.items() if fault} == {}


@needs_suite
def test_the_suites_invalid_files_are_refused_with_a_place() -> None:
    texts = [read_text(path.name, path.read_bytes()) for path in suite("n")]

    assert len(texts) == 188
    assert [text.name for text in texts if text.fault is None] == []
    assert [text.name for text in texts if text.fault and text.fault.end > len(text.text)] == []


@needs_suite
def test_the_suites_free_files_are_one_or_the_other() -> None:
    accepted = {path.name for path in suite("i") if read_text(path.name, path.read_bytes()).fault is None}

    assert accepted == {
        "i_number_double_huge_neg_exp.json",
        "i_number_real_underflow.json",
        "i_number_too_big_neg_int.json",
        "i_number_too_big_pos_int.json",
        "i_number_very_big_negative_int.json",
        "i_structure_UTF-8_BOM_empty_object.json",
    }


@given(st.text('[]{}"\\ a1é', max_size=40), st.integers(1, 9))
def test_whether_a_text_may_be_deep_is_told_in_parts_as_in_one(text: str, size: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(json_text, "_SHORT", 0)
        patched.setattr(json_text, "DEPTH", 3)
        whole = json_text._may_be_deep(text)
        patched.setattr(json_text, "_LARGE", size)

        assert json_text._may_be_deep(text) == whole


@given(VALUES)
def test_a_large_text_says_the_same_and_holds_equal_strings_once(value: Any) -> None:
    text = json.dumps([value, {"a": "said twice", "b": ["said twice"]}, {"c": "said twice"}])
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(json_text, "_LARGE", 1)

        found = json_text.read(text).value

    assert found == json.loads(text)
    assert found[1]["a"] is found[1]["b"][0] is found[2]["c"]


def test_places_of_many_brief_objects_take_less_memory_than_all_of_them_would() -> None:
    def kept(number: int) -> int:
        """How many bytes are kept when so many objects of a list have been looked through, each twice."""
        text = read_text("a.json", json.dumps([{"name": f"x{one}"} for one in range(number)]).encode())
        items = text.places.kids(text.places.root) or []
        tracemalloc.start()
        for one in (*items, *items):
            assert list(text.places.kids(one) or ()) == ["name"]  # type: ignore[arg-type]  # members of a list
        held = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        return held

    assert kept(8_000) < 1.5 * kept(2_000)


def test_no_number_has_too_many_digits_where_python_has_no_bound() -> None:
    bound = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        fault = read_text("a.json", b"[5, NaN]").fault
    finally:
        sys.set_int_max_str_digits(bound)

    assert fault is not None
    assert (fault.message, fault.start) == ("`NaN` isn't a JSON value", 4)
