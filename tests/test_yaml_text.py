"""YAML: what it says as JSON, where its values stand, and what is wrong with it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from linter.diagnostic import Location, Position, Range
from linter.text.source import Fault, Text, read_text

REPO = Path(__file__).parent.parent
SUITE = REPO.parent / "shared" / "data" / "suites" / "yaml-test-suite"

TEXTS = st.text(st.characters(codec="utf-8"), max_size=12) | st.text("ab:#-'\" \n1.0", max_size=12)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4)
)


def paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    yield path, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, kid in inner:
        yield from paths(kid, (*path, key))


def read(written: str) -> Text:
    return read_text("a.yaml", written.encode())


def span_text(text: Text, *path: str | int, **what: Any) -> str:
    start, end = text.span(Location(text.name, path, **what))
    return text.text[start:end]


def reparsed(text: Text, path: tuple[str | int, ...]) -> Any:
    """Read the range of a path by itself, at the column where it stands."""
    place = text.range(Location(text.name, path))
    return read(" " * (place.start.column - 1) + span_text(text, *path)).value


@pytest.mark.parametrize("flow", [True, False, None], ids=["flow", "block", "mixed"])
@given(value=VALUES, plain=st.booleans(), width=st.sampled_from([20, 80, 10_000]))
def test_the_range_of_every_path_reparses_to_its_value(
    flow: bool | None, value: Any, plain: bool, width: int
) -> None:
    written = yaml.safe_dump(
        value, default_flow_style=flow, allow_unicode=plain, width=width, sort_keys=False, explicit_end=False
    ).removesuffix("...\n")
    text = read(written)

    assert text.fault is None
    for path, there in paths(text.value):
        assert reparsed(text, path) == there
        assert span_text(text, *path).strip(" \t\r\n") == span_text(text, *path)
        if path and isinstance(path[-1], str):
            assert read(f"? {span_text(text, *path, part='key')}\n: 1").value == {path[-1]: 1}


@given(VALUES, st.sampled_from([None, 1]))
def test_json_without_escaped_pairs_is_yaml_with_the_same_value_and_places(value: Any, indent: Any) -> None:
    data = json.dumps(value, indent=indent, ensure_ascii=False).replace("\x7f", "\\u007f").encode()
    as_json, as_yaml = read_text("a.json", data), read_text("a.yaml", data)
    if {"\x85", "\u2028", "\u2029"} & set(as_json.text):  # libyaml takes these for line ends
        return
    if as_yaml.fault is not None:  # characters that YAML doesn't know, or keys of over 1,024 characters
        assert "can't stand in YAML" in as_yaml.fault.message
        return

    assert as_yaml.value == as_json.value
    for path, _ in paths(value):
        location = Location("a", path)
        assert as_yaml.range(location) == as_json.range(location)


WORDS = {
    "NO": "NO",
    "on": "on",
    "yes": "yes",
    "y": "y",
    "Off": "Off",
    "True": True,
    "FALSE": False,
    "tRUE": "tRUE",
    "null": None,
    "~": None,
    "Null": None,
    "nil": "nil",
    "None": "None",
    "10": 10,
    "010": 10,
    "+1": 1,
    "-0": 0,
    "0o10": 8,
    "0x1f": 31,
    "-0x1f": "-0x1f",
    "0b1": "0b1",
    "0o8": "0o8",
    "1_000": "1_000",
    "12:30:45": "12:30:45",
    "1:20": "1:20",
    "1,000": "1,000",
    "1e3": 1000.0,
    "1.": 1.0,
    ".5": 0.5,
    "-1.5E-2": -0.015,
    "1.2.3": "1.2.3",
    "-": None,
    ".": ".",
    "+": "+",
    "2001-01-01": "2001-01-01",
    "2020-04-17T08:00:00Z": "2020-04-17T08:00:00Z",
    "0000-01-01": "0000-01-01",
    "0000-00-00T00:00:00Z": "0000-00-00T00:00:00Z",
    "=": "=",
    "<<": "<<",
    "'1'": "1",
    '"true"': "true",
    "inf": "inf",
    "nan": "nan",
    "\u0661": "\u0661",
}


@pytest.mark.parametrize("written", [word for word in WORDS if word != "-"])
def test_plain_scalars_are_read_by_the_core_schema_of_yaml_1_2(written: str) -> None:
    found = read(f"- {written}").value[0]

    assert (found, type(found)) == (WORDS[written], type(WORDS[written]))


def test_without_libyaml_the_same_is_read_more_slowly() -> None:
    script = (
        "import yaml\n"
        "del yaml.CSafeLoader\n"
        "from linter.text.source import read_text\n"
        f"text = read_text('a.yaml', {BLOCK.encode()!r})\n"
        "print(text.value)\n"
        "print(read_text('a.yaml', b'a: [1').fault)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=REPO, capture_output=True, text=True, check=True
    )

    assert done.stdout == f"{read(BLOCK).value}\n{read('a: [1').fault}\n"


def test_core_tags_count() -> None:
    text = read(
        '- !!str 12\n- !!int "12"\n- !!float 1\n- !!bool "true"\n- !!null ""\n- !!str\n- ! 12\n'
        "- &b ! 12\n- ! '12'\n"
        "- !!map {a: 1}\n- !!seq [1]\n- !<tag:yaml.org,2002:str> 3\n- !!str &a # c\n  4\n"
    )

    assert text.value == ["12", 12, 1.0, True, None, "", "12", "12", "12", {"a": 1}, [1], "3", "4"]
    assert [span_text(text, number) for number in range(13)] == [
        "12",
        '"12"',
        "1",
        '"true"',
        '""',
        "",
        "12",
        "12",
        "'12'",
        "{a: 1}",
        "[1]",
        "3",
        "4",
    ]


def test_scalar_keys_are_named_as_they_are_written() -> None:
    text = read("1: a\ntrue: b\n~: c\n1.50: d\n0x10: e\n'q': f\n? g\n")

    assert text.value == {"1": "a", "true": "b", "~": "c", "1.50": "d", "0x10": "e", "q": "f", "g": None}
    assert span_text(text, "q", part="key") == "'q'"
    assert span_text(text, "1.50") == "d"


def test_keys_that_read_alike_are_equal() -> None:
    assert read("1: a\n'1': b\n").duplicates == ((("1",), 0, 1),)


BLOCK = """\
# comment
base: &base !!map   # comment
  x: 1
  y: !!str 2
list: &list
- a   # comment
-
  b:
    - c

other:
  <<: *base
  z: [1, {k: v, }]
again: *base
text: |
  one

  two

folded: plain text
  that goes on
"quoted": 'it''s'
empty:
last: null
"""


def test_ranges_are_the_value_without_properties_comments_and_what_follows() -> None:
    text = read(BLOCK)

    assert text.fault is None
    assert text.value["other"] == {"z": [1, {"k": "v"}], "x": 1, "y": "2"}
    assert {path: span_text(text, *path) for path, _ in paths(text.value) if path} == {
        ("base",): "x: 1\n  y: !!str 2",
        ("base", "x"): "1",
        ("base", "y"): "2",
        ("list",): "- a   # comment\n-\n  b:\n    - c",
        ("list", 0): "a",
        ("list", 1): "b:\n    - c",
        ("list", 1, "b"): "- c",
        ("list", 1, "b", 0): "c",
        ("other",): "<<: *base\n  z: [1, {k: v, }]",
        ("other", "z"): "[1, {k: v, }]",
        ("other", "z", 0): "1",
        ("other", "z", 1): "{k: v, }",
        ("other", "z", 1, "k"): "v",
        ("other", "x"): "1",
        ("other", "y"): "2",
        ("again",): "*base",
        ("again", "x"): "1",
        ("again", "y"): "2",
        ("text",): "|\n  one\n\n  two",
        ("folded",): "plain text\n  that goes on",
        ("quoted",): "'it''s'",
        ("empty",): "",
        ("last",): "null",
    }
    assert text.range(Location("a.yaml", ("other", "x"))) == Range(Position(3, 6), Position(3, 7))
    assert text.range(Location("a.yaml", ("empty",))) == Range(Position(23, 7), Position(23, 7))
    assert span_text(text) == BLOCK[BLOCK.index("base:") :].rstrip()


def test_merged_properties_yield_to_a_mappings_own_and_to_earlier_ones() -> None:
    text = read("x: &x {a: 1, b: 2}\ny: &y {b: 3, c: 4}\nz:\n  <<: [*x, *y]\n  a: 9\n")

    assert text.value["z"] == {"a": 9, "b": 2, "c": 4}
    assert [span_text(text, "z", key) for key in "abc"] == ["9", "2", "4"]
    assert text.duplicates == ()


def test_a_mapping_that_merges_an_anchor_twice_removed_has_it_all() -> None:
    text = read("a: &a {x: 1}\nb: &b\n  <<: *a\nc:\n  <<: *b\n  y: 2\n")

    assert text.value["c"] == {"y": 2, "x": 1}
    assert text.range(Location("a.yaml", ("c", "x"))).start == Position(1, 11)


def test_an_alias_may_be_a_key_and_an_anchor_may_be_given_anew() -> None:
    text = read("- &a k\n- {*a : 1}\n- &a m\n- *a\n- &b\n- *b\n")

    assert text.value == ["k", {"k": 1}, "m", "m", None, None]
    assert span_text(text, 1, "k", part="key") == "*a"


def test_equal_keys_are_found_once_where_they_are_written() -> None:
    text = read("a: &a\n  k: 1\n  k: 2\nb: *a\nc:\n  <<: *a\na: 3\n")

    assert text.duplicates == ((("b", "k"), 0, 1), (("a",), 0, 1))
    assert read("a: &a\n  k: 1\n  k: 2\nb: *a\n").duplicates == ((("a", "k"), 0, 1),)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("a: plain", "ai"),
        ("a: 'plain'", "ai"),
        ('a: "plain"', "ai"),
        ("a: &x !!str plain", "ai"),
        ("a: 'it''s'", "''s"),
        ('a: "\\u0041bcd"', "cd"),
        ("a: |\n  plain\n", "ai"),
        ("a: |2\n  plain\n", "|2\n  plain"),
        ("b: &b plain\na: *b", "*b"),
        ("a: pl\n  ain", "\n  a"),
        ("a: 12345", "34"),
        ("a:", ""),
    ],
)
def test_a_slice_is_exact_in_all_but_odd_ways_to_write_a_scalar(written: str, expected: str) -> None:
    assert span_text(read(written), "a", slice=(2, 4)) == expected


def test_a_pair_in_a_list_and_an_explicit_key_have_their_ranges() -> None:
    text = read("- [a: b , {c: d}]\n- ? e\n  : f\n- {? g : h, i}\n- &x\n  &y k: v\n")

    places = [(0,), (0, 0), (0, 1), (1,), (2,), (2, "g"), (2, "i"), (3,)]
    assert [span_text(text, *path) for path in places] == [
        "[a: b , {c: d}]",
        "a: b",
        "{c: d}",
        "? e\n  : f",
        "{? g : h, i}",
        "h",
        "",
        "k: v",
    ]


def test_marks_count_code_points_and_our_own_lines() -> None:
    text = read("- '🚀\u2028\x85'\n- é: b\n")

    assert text.range(Location("a.yaml", (1, "é"))) == Range(Position(2, 6), Position(2, 7))


NINES = "9" * 5000
BOMB = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"a{level}: &a{level} [{','.join([f'*a{level - 1}'] * 9)}]\n" for level in range(1, 10)
)
LADDER = "a0: &a0 [x]\n" + "".join(f"a{level}: &a{level} [*a{level - 1}]\n" for level in range(1, 300))
QUOTE_IT = "put it in quotes if it is text"
INDENT = "indent it like its neighbours"
TOO_DEEP = "more than 200 levels of nesting"
FAULTS = {
    "": ("the file is empty", 0, 0, "write a YAML value, such as {}"),
    "# comment\n": ("the file is empty", 0, 0, "write a YAML value, such as {}"),
    "---\n...\n": ("the file is empty", 0, 0, "write a YAML value, such as {}"),
    # documents
    "a: 1\n---\nb: 2\n": ("a second document", 5, 8, "a file holds one; put several into a list"),
    "--- a\n--- b\n--- c\n": ("a second document", 6, 9, "a file holds one; put several into a list"),
    "a: 1\n... x\n": ("text after the end of the value", 9, 10, "remove it"),
    "{a: 1}}\n": ("`}` closes nothing", 6, 7, "remove it"),
    "%FOO\na\n": ("a line that begins with `%` is a directive, and this is none", 0, 4, QUOTE_IT),
    "%YAML 2.0\n---\na\n": ("only YAML 1.x can be read here", 0, 9, "remove the line"),
    "...\n": ("the file is empty", 0, 3, "write a YAML value, such as {}"),
    "a: 1\n...\nb: 2\n": ("a second document", 9, 13, "a file holds one; put several into a list"),
    ": a\n": ("a property has no name: YAML allows it, JSON doesn't", 0, 1, "write its name"),
    "a: 1\n: b\n": ("a property has no name: YAML allows it, JSON doesn't", 5, 6, "write its name"),
    # what JSON can't carry
    "a: .inf": ("`.inf` isn't a JSON value", 3, 7, "write null"),
    "- -.INF": ("`-.INF` isn't a JSON value", 2, 7, "write null"),
    "- .NaN": ("`.NaN` isn't a JSON value", 2, 6, "write null"),
    "a: 1e999": ("the number is too large", 3, 8, ""),
    f"a: {NINES}": ("the number is too large: it has 5,000 digits", 3, 5003, ""),
    f"a: 0x{'f' * 5000}": ("the number is too large: it has 5,000 digits", 3, 5005, ""),
    f"a: !!int 0o{'7' * 6000}": ("the number is too large: it has 6,000 digits", 9, 6011, ""),
    f"0x{'f' * 5000}: b": ("the number is too large: it has 5,000 digits", 0, 5002, ""),
    f"a: !!float {'9' * 400}": ("the number is too large", 11, 411, ""),
    "? [a]\n: 1": ("a key can't be a mapping or a list", 2, 3, "quote it if it is text"),
    "a: {{ name }}": (
        "the placeholder `{{ name }}` stands without quotes",
        3,
        13,
        'write "{{ name }}": the file is read before it is filled',
    ),
    "a: {[name]: x}": ("a key can't be a mapping or a list", 4, 5, "quote it if it is text"),
    "x: &x {}\n*x : 1": ("a key can't be a mapping or a list", 9, 11, "quote it if it is text"),
    # tags
    "a: &x !foo 1": ("the tag `!foo` has no meaning here", 6, 10, "use the plain value"),
    "a: !!binary aGk=": ("the tag `!!binary` has no meaning here", 3, 11, "use the plain value"),
    "a: !!timestamp 0000-01-01": ("the tag `!!timestamp` has no meaning here", 3, 14, "use the plain value"),
    "!!python/object:os.system {}": (
        "the tag `!!python/object:os.system` has no meaning here",
        0,
        25,
        "use the plain value",
    ),
    "a: !!map [1]": ("the tag `!!map` has no meaning here", 3, 8, "use the plain value"),
    "a: !e!x 1": ("the tag `!e!x` has no meaning here", 3, 7, QUOTE_IT),
    "a: !%zz b": ("the tag `!%zz` has no meaning here", 3, 7, QUOTE_IT),
    "a: !!int x": ("`x` isn't what its tag `!!int` says", 9, 10, ""),
    "a: !!bool yes": ("`yes` isn't what its tag `!!bool` says", 10, 13, ""),
    # anchors
    "a: *b": ("there is no anchor `&b` before this alias", 3, 5, ""),
    "a: &a [*a]": ("`&a` contains itself", 7, 9, ""),
    "a: &a\n  b: {c: *a}": ("`&a` contains itself", 15, 17, ""),
    "a: &\n": ("`&` needs a name", 3, 4, QUOTE_IT),
    "a: * b\n": ("`*` needs a name", 3, 4, QUOTE_IT),
    BOMB: ("aliases add more than 100,000 values", 221, 224, ""),
    LADDER: (TOO_DEEP, 3659, 3664, ""),
    "<<: 1": ("`<<` takes mappings only", 4, 5, "give a mapping or a list of mappings"),
    "<<: [{a: 1}, 2]": ("`<<` takes mappings only", 13, 14, "give a mapping or a list of mappings"),
    "<<: {a: 1}\n<<: {b: 2}": ("a second `<<` in a mapping", 11, 13, "list them: <<: [*a, *b]"),
    # nesting
    "[" * 201: (TOO_DEEP, 200, 201, ""),
    "- " * 100_000: (TOO_DEEP, 400, 401, ""),
    "".join(" " * depth + "a:\n" for depth in range(300)): (TOO_DEEP, 20700, 20701, ""),
    # colons and indentation
    "a: b: c\n": ("a second `:` on the line", 4, 5, "put the value in quotes"),
    "a: 1\n b: 2\n": ("a property can't stand here", 7, 8, INDENT),
    "a: 1\nb\nc: 2\n": ("a `:` is missing after the property name", 5, 6, "write `name: value`"),
    "a: 1\nb:2\nc: 3\n": ("a blank is missing after the `:`", 6, 7, "put a blank behind it"),
    "- a: 1\n  b:2\n": ("a blank is missing after the `:`", 10, 11, "put a blank behind it"),
    "a:1\n\n# note\nb: 2\n": ("a blank is missing after the `:`", 1, 2, "put a blank behind it"),
    "- a:1\n  b: 2\n": ("a blank is missing after the `:`", 3, 4, "put a blank behind it"),
    "-a: 1\n  b: 2\n": ("a blank is missing after the `-`", 0, 1, "put a blank behind it"),
    "http://x\nb: 2\n": ("a property can't stand here", 10, 11, INDENT),
    "a:\n    b: 1\n   c: 2\n": ("the line fits nothing above it", 15, 19, INDENT),
    "- a\nb: 1\n": ("the line fits nothing above it", 4, 8, INDENT),
    "a:\n\t- b\n": ("a tab can't indent in YAML", 3, 4, "indent with spaces"),
    "a: 1\n\tb: 2\n": ("a tab can't indent in YAML", 5, 6, "indent with spaces"),
    "a" * 1100 + ": 1": ("a key is longer than 1,024 characters", 0, 1100, "begin it with `? `"),
    # flow
    "a: [1, 2\n": ("the file ends inside the list that begins on line 1", 8, 8, "close it with `]`"),
    "\na: {x: 1\n": ("the file ends inside the mapping that begins on line 2", 9, 9, "close it with `}`"),
    "a: [": ("the file ends where a value should follow", 4, 4, "close what is open"),
    "a: {b: 1]\n": ("`]` can't close the mapping that begins on line 1", 8, 9, "close it with `}`"),
    '{"a": "b" "c": 2}': ("a `,` or `}` is missing before this", 10, 11, ""),
    "a: [1,,2]": ("a value is missing before `,`", 6, 7, QUOTE_IT),
    "a: 1\n}\n": ("`}` closes nothing", 5, 6, "remove it"),
    # scalars
    "a: @x\n": ("a plain value can't begin with `@`", 3, 4, "put it in quotes"),
    "é: [🚀, %x]\n": ("a plain value can't begin with `%`", 7, 8, "put it in quotes"),
    'a: "abc\nb: 1\n': ("the string isn't closed", 3, 7, 'close it with `"`'),
    "a: 'abc": ("the string isn't closed", 3, 7, "close it with `'`"),
    'a: "x\n---\n': ("the string isn't closed", 3, 5, 'close it with `"`'),
    'a: "x" y\n': ("text after the end of the value", 7, 8, "put the whole value in quotes"),
    'a: "C:\\dir"\n': ("`\\d` isn't an escape", 6, 8, "write a backslash as \\\\, or use single quotes"),
    'a: "\\x4"\n': ("`\\x4` isn't an escape", 4, 7, "write a backslash as \\\\, or use single quotes"),
    'a: "\\ud83d\\ude80"\n': ("`\\ud83d` isn't a character in YAML", 4, 10, "write the character itself"),
    "a: |x\n  b\n": ("text after `|`, where a block of text begins", 4, 5, "put it on the next line"),
    "a: \0": ("the character U+0000 can't stand in YAML", 3, 4, "remove it"),
    "é: 🚀\x07": ("the character U+0007 can't stand in YAML", 4, 5, "remove it"),
}


@pytest.mark.parametrize("written", FAULTS, ids=lambda written: ascii(written[:24]))
def test_a_broken_text_is_explained_in_plain_words_at_the_right_place(written: str) -> None:
    text = read(written)

    assert (text.fault, text.value) == (Fault(*FAULTS[written]), None)


@pytest.mark.usefixtures("ends")
@pytest.mark.parametrize("written", ["[" * 100_000, "{a: " * 100_000, "[" * 100_000 + "]" * 100_000])
def test_a_hundred_thousand_levels_are_refused_at_once(written: str) -> None:
    text = read(written)

    assert text.fault is not None
    assert text.fault.message == TOO_DEEP  # where, depends on how far libyaml reads ahead


def test_two_hundred_levels_are_fine() -> None:
    assert read("[" * 200 + "]" * 200).fault is None


def test_aliases_may_add_a_hundred_thousand_values_and_the_file_may_have_more() -> None:
    lines = ["a: &a [" + ", ".join(["1"] * 999) + "]", *(f"b{number}: *a" for number in range(100))]

    whole = "\n".join(lines)

    assert read(whole).fault is None
    assert read(f"{whole}\nc: *a").fault == Fault(
        "aliases add more than 100,000 values", len(whole) + 4, len(whole) + 6
    )
    assert read("- 1\n" * 120_000).fault is None


@pytest.mark.usefixtures("ends")
def test_a_line_of_ten_megabytes_takes_no_longer_than_it_must() -> None:
    text = read("a: " + "x" * 10_000_000 + "\nb: [" + "1, " * 50_000 + "2]")

    assert text.range(Location("a.yaml", ("a",))).end == Position(1, 10_000_004)
    assert text.range(Location("a.yaml", ("b", 50_000))).start == Position(2, 150_005)


def cases() -> Iterator[tuple[str, dict[str, Any]]]:
    """The suite's cases; a case leaves out what it has in common with the one before it."""
    for path in sorted(SUITE.rglob("*.yaml")):
        inherited: dict[str, Any] = {}
        for number, case in enumerate(yaml.safe_load(path.read_text("utf-8"))):
            inherited = {**inherited, "fail": False, **case}
            yield f"{path.stem}-{number}", inherited


def plain(written: str) -> str:
    """Put the characters back for which the suite has signs."""
    for sign, meant in [("␣", " "), ("←", "\r"), ("⇔", "\ufeff"), ("↵", ""), ("∎\n", "")]:
        written = written.replace(sign, meant)
    while "—»" in written:
        written = written.replace("—»", "»")
    return written.replace("»", "\t")


LIMIT = ": YAML 1.2 allows it, but it can't be read here"
LIMITS = {
    '{"foo"\n: "bar"}': (
        "a name and its `:` stand on different lines",
        7,
        "put the `:` right behind the name",
    ),
    '{a: 1, "foo" # x\n  :bar }': (
        "a name and its `:` stand on different lines",
        19,
        "put the `:` right behind the name",
    ),
    "{a: ,b:,c: 1}": ("a value is left out behind this `:`", 6, "write null"),
    "[?x]": ("a value begins with `?`", 1, "put it in quotes"),
    "{?x: 1}": ("a value begins with `?`", 1, "put it in quotes"),
    "key: &an:chor value": ("a colon stands in the name of an anchor", 8, "leave it out"),
    "- &an:chor [a]": ("a colon stands in the name of an anchor", 5, "leave it out"),
    "&a: x": ("a colon stands in the name of an anchor", 2, "leave it out"),
    "&a\n&b:": ("a colon stands in the name of an anchor", 5, "leave it out"),
    "[:x]": ("a value begins with `:`", 1, "put it in quotes"),
    "--- >\nline1\n# no\n": ("a block of text isn't indented", 6, "indent it"),
    "--- |\n%!PS\n": ("a block of text isn't indented", 6, "indent it"),
    "foo:\n \tbar\n": ("a tab stands before this value", 6, "put spaces in its place"),
    "- \ta\n": ("a tab stands before this value", 2, "put spaces in its place"),
    "\ufeff\ufeff# x\n- a\n": ("a second byte order mark stands here", 0, "remove it"),
    "a:\n  b: >\n    \tx\n   y": (
        "a tab begins the first line of this block of text",
        14,
        "say behind the `>` how far it is indented, as in `>2`",
    ),
}


@pytest.mark.parametrize("written", LIMITS, ids=ascii)
def test_what_yaml_1_2_allows_and_cannot_be_read_is_said_as_that(written: str) -> None:
    message, at, repair = LIMITS[written]
    end = written.index("\n", at) if "indented" in message and "isn't" in message else at + 1

    assert read(written).fault == Fault(message + LIMIT, at, end, repair)


@pytest.mark.parametrize(
    "written",
    [
        "[a\n: b]",
        '{"a": "b"\n: c}',
        "{a: b\n: c}",
        "[:, a]",
        "foo:\n\tbar\n",
        "foo:\n \tbar: 1\n",
        "a:\n  foo:\n \tbar\n",
        "a: 1\n \tb\n---\n\t- a",
        "-\t- a\n",
        "a:\n  b: >\n \tx\n",
        "a: |\n  x\n\t\n  y\n",
        "- a\n: b\n",
    ],
)
def test_what_yaml_1_2_does_not_allow_either_is_a_mistake(written: str) -> None:
    fault = read(written).fault

    assert fault is not None
    assert "allows" not in fault.message


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("%YAML 1.3\n---\na: 1\n", {"a": 1}),
        ("# x\n\n%YAML 1.12 # y\r\n--- # z\r\n- 1.3\n", [1.3]),
        ("%FOO bar\n%TAG !e! tag:yaml.org,2002:\n---\n!e!str 1\n", "1"),
        ("%YAML 1.1 1.2\n---\na\n", "a"),
    ],
)
def test_a_version_1_x_and_directives_that_are_not_known_are_passed_over(written: str, value: Any) -> None:
    text = read(written)

    assert (text.fault, text.value) == (None, value)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("- |+\n   ", ["\n"]),
        ("a: |\n  x\n   ", {"a": "x\n \n"}),
        ("a: |\n  x\n ", {"a": "x\n"}),
        ("a: 1\n  ", {"a": 1}),
        ("a: |\n  x", {"a": "x"}),
    ],
)
def test_a_last_line_that_is_blank_ends_as_others_do(written: str, value: Any) -> None:
    text = read(written)

    assert (text.fault, text.value) == (None, value)
    assert text.span(Location("a.yaml", ()))[1] <= len(written)


FARTHER = "a line within a value isn't indented far enough"
BLANK = "a comment begins behind a blank"


@pytest.mark.parametrize(
    ("written", "message", "at"),
    [
        ("a: [b,\nc]", FARTHER, 7),
        ("a:\n  b: {c: [1,\n  2]}", FARTHER, 18),
        ('a: "b\nc"', FARTHER, 6),
        ("a: 'b\n\tc'", FARTHER, 7),
        ('- "b\r\n\r\nc"', FARTHER, 8),
        ("- a: 'b\n  c'", FARTHER, 10),
        ("[a]#b", BLANK, 3),
        ("- [[a]#b\n  ]", BLANK, 6),
        ('a: "b"#c', BLANK, 6),
    ],
)
def test_what_libyaml_lets_pass_and_yaml_does_not_is_refused(written: str, message: str, at: int) -> None:
    fault = read(written).fault

    assert fault is not None
    assert (fault.message, fault.start, fault.end) == (message, at, at + 1)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("a: [b,\n c\n]", {"a": ["b", "c"]}),
        ("a: {\n  b: 1\n}\nc: 2", {"a": {"b": 1}, "c": 2}),
        ("a: [\n# b\n c]", {"a": ["c"]}),
        ("[a,\nb]", ["a", "b"]),
        ('{"a": "b\nc"}', {"a": "b c"}),
        ("- a: 'b\n   c'", [{"a": "b c"}]),
        ('foo: "bar\n  \tbaz"\n', {"foo": "bar baz"}),
        ('a: "b\n\n\t\n c"', {"a": "b\n\nc"}),
        ("a: |\n  ]#b", {"a": "]#b"}),
        ("a: b]#c", {"a": "b]#c"}),
        ("? a\n: b", {"a": "b"}),
        ("[? a, {? b}]", [{"a": None}, {"b": None}]),
    ],
)
def test_values_of_several_lines_and_marks_of_keys_are_read(written: str, value: Any) -> None:
    assert (read(written).fault, read(written).value) == (None, value)


@pytest.mark.parametrize("character", ["\x85", "\u2028", "\u2029"])
@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("# a comment{}a: b\nc: d", {"c": "d"}),
        ("&x # a comment{}a: b\na: c", {"a": "c"}),
        ("a: b{}c:d", {"a": "b{}c:d"}),
        ("a{}: b", {"a{}": "b"}),
        ("a: 'b{}c'", {"a": "b{}c"}),
        ("a: |\n  b{}c\n  d", {"a": "b{}c\nd"}),
        ("a: |\n  \tb{}c", {"a": "\tb{}c"}),
        ('a: "\\uE000{}\ue001"', {"a": "\ue000{}\ue001"}),
        ("- 1{}", ["1{}"]),
    ],
)
def test_what_ended_a_line_in_yaml_1_1_is_a_character_like_others(
    character: str, written: str, value: Any
) -> None:
    text = read(written.replace("{}", character))

    assert text.fault is None
    assert json.dumps(text.value, ensure_ascii=False) == json.dumps(value, ensure_ascii=False).replace(
        "{}", character
    )


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("a: |\n  \tx\n", {"a": "\tx\n"}),
        ("- |-  # literal\r\n\r\n \tx\r\n - \t", ["\n\tx\n- \t"]),
        ("a: |+\n  \n   \tx\n   y\nb: |\n \t\n", {"a": "\n\tx\ny\n", "b": "\t\n"}),
    ],
)
def test_a_tab_may_follow_the_indentation_of_a_literal(written: str, value: Any) -> None:
    assert (read(written).fault, read(written).value) == (None, value)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (" \t\nfoo: 1\n", {"foo": 1}),
        ("foo: 1\n\t\nbar: 2\n", {"foo": 1, "bar": 2}),
        ("a:\r\n\t\r\n  b: 1\n", {"a": {"b": 1}}),
        ("a: [b,\n\t\n c]\n", {"a": ["b", "c"]}),
        ("a: |\n  x\nb: c\n\t\nd: |\n  \ty\n", {"a": "x\n", "b": "c", "d": "\ty\n"}),
    ],
)
def test_a_blank_line_may_have_tabs(written: str, value: Any) -> None:
    assert (read(written).fault, read(written).value) == (None, value)


PUT_A_SPACE = "put a space in its place"


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("a:\xa0x\nb: 1\n", 2),
        ("a: 1\n-\xa0b\n", 6),
        ("- a\n\xa0- b\n", 4),
        ("-\xa0a: {b: 1,\n c: 2,\n d: 3\n", 1),
        ("a: 1\nb\xa0:2\nc: 3", None),
        ("a: 1\nc\xa0: b: 2", 6),
    ],
)
def test_what_only_looks_like_a_space_is_named_where_a_text_can_not_be_read(
    written: str, at: int | None
) -> None:
    message = "the invisible character U+00A0 (no-break space) can't stand here"

    fault = read(written).fault

    assert fault == Fault(message, at, at + 1, PUT_A_SPACE) if at else fault != message


def test_a_value_may_have_any_space() -> None:
    assert read("- Hello,\xa0World\n- a:\xa0b").value == ["Hello,\xa0World", "a:\xa0b"]
    assert read("a\xa0b").value == read("'a\xa0b'").value == "a\xa0b"
    assert read('"a:\xa0b"').value == "a:\xa0b"


needs_suite = pytest.mark.skipif(not SUITE.is_dir(), reason="yaml-test-suite is not here")


@needs_suite
def test_the_suites_files_are_read_or_refused_with_a_place() -> None:
    for name, case in cases():
        text = read_text(f"{name}.yaml", plain(case["yaml"]).encode())
        for path, _ in paths(text.value):
            start, end = text.span(Location(text.name, path))
            assert 0 <= start <= end <= len(text.text)


@needs_suite
def test_what_is_read_of_the_suite_is_what_the_suite_says() -> None:
    wrong = {}
    for name, case in cases():
        text = read_text(f"{name}.yaml", plain(case["yaml"]).encode())
        if text.fault is None and not case.get("fail") and case.get("json"):
            expected = json.loads(case["json"])
            if text.value != expected:
                wrong[name] = (text.value, expected)

    assert wrong == {}


OF_JSON = (
    "a key can't be a mapping or a list",
    "a property has no name: YAML allows it, JSON doesn't",
    "a second document",
    "the file is empty",
)
"""What YAML allows and a payload, which is JSON in another spelling, can't be."""


@needs_suite
def test_the_suites_invalid_files_are_refused() -> None:
    invalid = {name: plain(case["yaml"]) for name, case in cases() if case.get("fail")}
    taken = [name for name, written in invalid.items() if read(written).fault is None]

    assert len(invalid) == 41
    assert taken == []


@needs_suite
def test_a_valid_file_that_is_refused_is_refused_as_a_limit_and_not_as_a_mistake() -> None:
    blamed = set()
    for name, case in cases():
        fault = read_text(f"{name}.yaml", plain(case["yaml"]).encode()).fault
        if fault is not None and not case.get("fail"):
            is_named = fault.message.startswith("the tag `") or fault.message in OF_JSON
            if not (is_named or fault.message.endswith(LIMIT)):
                blamed.add(name)

    assert blamed == set()


@needs_suite
def test_the_page_says_how_much_of_the_suite_is_read() -> None:
    valid = [read(plain(case["yaml"])) for _, case in cases() if not case.get("fail")]
    whole = [text for text in valid if text.fault is None]

    page = (REPO / "docs/yaml.md").read_text("utf-8")
    assert f"Of the {len(valid)} valid texts" in page
    assert f"{len(whole)} are read" in page
