"""What holds for every text, whatever its format: decoding, lines, columns, bad bytes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.diagnostic import Location, Position, Range
from linter.text.source import Fault, Text, read_text

REPO = Path(__file__).parent.parent
NAMES = ("a.json", "a.yaml")


def range_of(text: Text, *path: str | int, **what: object) -> Range:
    return text.range(Location(text.name, path, **what))  # type: ignore[arg-type]


def span_text(text: Text, *path: str | int, **what: object) -> str:
    start, end = text.span(Location(text.name, path, **what))  # type: ignore[arg-type]
    return text.text[start:end]


@pytest.mark.parametrize("name", ["a.yaml", "a.YML", "dir/A.Yaml"])
def test_a_name_that_ends_in_yaml_or_yml_is_yaml(name: str) -> None:
    assert read_text(name, b"a: 1").value == {"a": 1}


@pytest.mark.parametrize("name", ["a.json", "a", "yaml", "a.txt", "<stdin>"])
def test_every_other_name_is_json(name: str) -> None:
    assert read_text(name, b'{"a": 1}').value == {"a": 1}
    assert read_text(name, b"a: 1").fault is not None


@pytest.mark.parametrize("name", NAMES)
def test_a_byte_order_mark_of_utf_8_is_dropped_and_counts_nothing(name: str) -> None:
    text = read_text(name, b'\xef\xbb\xbf{"a": 1}')

    assert (text.text, text.value, text.fault) == ('{"a": 1}', {"a": 1}, None)
    assert range_of(text, "a") == Range(Position(1, 7), Position(1, 8))


@pytest.mark.parametrize(
    ("data", "title"),
    [
        ('{"a": 1}'.encode("utf-16"), "UTF-16"),
        (b"\xfe\xff" + '{"a": 1}'.encode("utf-16-be"), "UTF-16"),
        ('{"a": 1}'.encode("utf-16-le"), "UTF-16"),
        ('{"a": 1}'.encode("utf-16-be"), "UTF-16"),
        ('{"a": 1}'.encode("utf-32"), "UTF-32"),
        ('{"a": 1}'.encode("utf-32-le"), "UTF-32"),
        ('{"a": 1}'.encode("utf-32-be"), "UTF-32"),
    ],
)
@pytest.mark.parametrize("name", NAMES)
def test_a_wide_encoding_is_named_and_the_text_can_still_be_shown(name: str, data: bytes, title: str) -> None:
    text = read_text(name, data)

    assert text.fault == Fault(f"the file is {title}, not UTF-8", 0, 1, "save it as UTF-8")
    assert (text.line(1), text.value, text.is_unicode) == ('{"a": 1}', None, False)


@pytest.mark.parametrize("name", NAMES)
def test_a_wide_encoding_is_named_though_the_file_ends_within_a_character(name: str) -> None:
    text = read_text(name, '{"a": 1}'.encode("utf-16-le")[:-1])

    assert text.fault == Fault("the file is UTF-16, not UTF-8", 0, 1, "save it as UTF-8")
    assert text.line(1) == '{"a": 1\ufffd'


@pytest.mark.parametrize(
    ("data", "byte", "place"),
    [
        (b'{"caf\xe9": 1}', "0xE9", Range(Position(1, 6), Position(1, 7))),
        (b'\xef\xbb\xbf{"caf\xe9": 1}', "0xE9", Range(Position(1, 6), Position(1, 7))),
        ('{"é": \n"'.encode() + b'\xed\xa0\x80"}', "0xED", Range(Position(2, 2), Position(2, 3))),
        (b'"\xc3', "0xC3", Range(Position(1, 2), Position(1, 3))),
        (b"\x80", "0x80", Range(Position(1, 1), Position(1, 2))),
    ],
)
@pytest.mark.parametrize("name", NAMES)
def test_the_first_byte_that_is_not_utf_8_is_pointed_at(
    name: str, data: bytes, byte: str, place: Range
) -> None:
    text = read_text(name, data)

    assert text.fault is not None
    assert text.fault.message == f"the byte {byte} isn't UTF-8"
    assert text.fault.help == "save the file as UTF-8"
    assert (text.fault_range(), text.value, text.is_unicode) == (place, None, False)


def test_a_broken_text_in_utf_8_is_unicode() -> None:
    assert read_text("a.json", b"{").is_unicode


def test_every_location_of_a_broken_text_is_the_place_of_its_fault() -> None:
    text = read_text("a.json", b'{"a": 1,}')

    assert range_of(text, "a") == text.fault_range() == Range(Position(1, 8), Position(1, 9))


def test_the_fault_range_of_a_sound_text_is_its_beginning() -> None:
    assert read_text("a.json", b"1").fault_range() == Range(Position(1, 1), Position(1, 1))


def test_only_the_three_usual_ends_end_a_line() -> None:
    odd = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
    text = Text("a.json", f"one{odd}\ntwo\r\nthree\rfour\n", None)

    assert [text.line(number) for number in range(7)] == ["", f"one{odd}", "two", "three", "four", "", ""]


def test_line_separators_in_a_string_do_not_move_what_follows() -> None:
    text = read_text("a.json", '{"a": "\u2028\u2029\x85", "b": 2}'.encode())

    assert range_of(text, "b") == Range(Position(1, 19), Position(1, 20))


def test_columns_count_code_points() -> None:
    text = read_text("a.json", '["🚀é\u0301", 1]'.encode())

    assert range_of(text, 0) == Range(Position(1, 2), Position(1, 7))
    assert range_of(text, 1) == Range(Position(1, 9), Position(1, 10))


@given(st.text(alphabet="ab\r\n\u2028🚀"), st.data())
def test_a_position_says_how_many_lines_lie_before_it(written: str, data: st.DataObject) -> None:
    text = Text("a.json", written, None)
    at = data.draw(st.integers(0, len(written)))
    start, end = text.range_of(at, at)

    lines = written[:at].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if written[at - 1 : at + 1] != "\r\n":  # nothing that can be pointed at begins inside a line's end
        assert start == end == Position(len(lines), len(lines[-1]) + 1)


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_thing_lies_at_its_nearest_ancestor(name: str) -> None:
    text = read_text(name, b'{"a": [{"b": 1}]}')
    whole = '{"a": [{"b": 1}]}'

    assert span_text(text, "a", 0, "x") == '{"b": 1}'
    assert span_text(text, "a", 0, "x", "y", part="key") == '{"b": 1}'
    assert span_text(text, "a", 7) == span_text(text, "a", "0") == span_text(text, "a", -1) == '[{"b": 1}]'
    assert span_text(text, "a", 0, "b", "c") == "1"
    assert span_text(text, 0) == span_text(text, "x") == span_text(text, "x", "a") == whole
    assert span_text(text) == span_text(text, part="key") == whole


@pytest.mark.parametrize("name", NAMES)
def test_a_key_has_its_quotes_and_an_item_has_no_key(name: str) -> None:
    text = read_text(name, b'{"a": [1]}')

    assert span_text(text, "a", part="key") == '"a"'
    assert span_text(text, "a", 0, part="key") == "1"


@pytest.mark.parametrize("name", NAMES)
def test_each_of_several_equal_keys_has_its_own_place(name: str) -> None:
    text = read_text(name, b'{"a": 1, "b": [{"c": 2, "c": 3}], "a": 4, "a": [5]}')

    assert text.value == {"a": [5], "b": [{"c": 3}]}
    assert text.duplicates == ((("b", 0, "c"), 0, 1), (("a",), 0, 1), (("a",), 0, 2))
    assert [span_text(text, "a", occurrence=number) for number in range(4)] == ["1", "4", "[5]", "[5]"]
    assert span_text(text, "a") == "[5]"
    assert span_text(text, "a", 0) == "5"
    assert range_of(text, "a", part="key", occurrence=1).start == Position(1, 35)


@pytest.mark.parametrize("name", NAMES)
def test_what_a_later_key_puts_out_of_force_has_no_path_and_no_duplicates(name: str) -> None:
    text = read_text(name, b'{"a": {"x": 1, "x": 2}, "a": {"y": 3}}')

    assert text.duplicates == ((("a",), 0, 1),)


@pytest.mark.parametrize("name", NAMES)
def test_a_text_keeps_no_places_until_it_is_asked(name: str) -> None:
    text = read_text(name, b'{"a": [1, 2]}')

    assert (text._places, text._lines, text.duplicates) == (None, None, ())
    assert text._places is None


def test_yaml_is_imported_only_for_yaml() -> None:
    script = (
        "import sys\n"
        "from linter.text.source import read_text\n"
        "read_text('a.json', b'{}')\n"
        "print('yaml' in sys.modules, 'linter.text.json_fault' in sys.modules)\n"
        "read_text('a.yaml', b'{}')\n"
        "print('yaml' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=REPO, capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == ["False", "False", "True"]


@given(st.sampled_from(NAMES), st.binary(max_size=60))
def test_no_bytes_end_in_a_traceback(name: str, data: bytes) -> None:
    check_sound_or_faulty(read_text(name, data))


GARBAGE = st.text(alphabet="{}[]:,\"'\\/#*&!|>-?<%@ \t\n\r\0\x01\ufeff\u2028é🚀u0dD1.eN=;aTrun", max_size=40)


@given(st.sampled_from(NAMES), GARBAGE)
def test_no_text_ends_in_a_traceback(name: str, written: str) -> None:
    check_sound_or_faulty(read_text(name, written.encode()))


def check_sound_or_faulty(text: Text) -> None:
    start, end = text.span(Location(text.name))
    place = text.fault_range()
    assert 0 <= start <= end <= len(text.text)
    assert place.start <= place.end
    for path, first, later in text.duplicates:
        text.range(Location(text.name, path, "key", occurrence=first))
        text.range(Location(text.name, path, "key", occurrence=later))
    if text.fault is not None:
        assert text.value is None
        assert text.fault.message
