"""Where the characters of YAML's scalars are written."""

from __future__ import annotations

from itertools import pairwise

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from linter.diagnostic import Location
from linter.text.source import read_text
from linter.text.yaml_scalars import characters

LINES = st.lists(
    st.sampled_from(["a b", "c", "", "  d e", "f  g ", "\th", "i: j # k", "l's", 'm"n\\']), max_size=6
)


def in_blocks(header: str, lines: list[str]) -> str:
    return f"k: {header}\n" + "".join(f"  {line}\n" if line else "\n" for line in lines)


@given(st.sampled_from(["|", ">", "|-", ">-", "|+", ">+", "| # why"]), LINES)
@example(">", ["a", "", "b"])
@example(">", ["a", "  b", "c", "", "  d"])
def test_each_character_of_a_block_is_found(header: str, lines: list[str]) -> None:
    text = in_blocks(header, ["x", *lines])
    value = yaml.safe_load(text)["k"]
    written = text[3:]
    found = characters(written)

    assert found is not None
    _assert_placed(written, value, [(one.start, one.end) for one in found])


@given(st.sampled_from(["'", '"', ""]), st.lists(st.sampled_from(["a b", "c", "", "d  e", "é"]), max_size=6))
@example('"', ["a\\n\\tb", "c\\", "  d", '\\u00e9 \\x41\\"', "\\\\"])
@example("'", ["it''s", "", "", "so"])
def test_each_character_of_a_folded_scalar_is_found(quote: str, lines: list[str]) -> None:
    written = quote + "\n  ".join(["x", *lines, "y"]) + quote
    value = yaml.safe_load(f"k: {written}\n")["k"]
    found = characters(written)

    assert found is not None
    assert len(found) == len(value)
    _assert_placed(written, value, [(one.start, one.end) for one in found])


def _assert_placed(written: str, value: str, found: list[tuple[int, int]]) -> None:
    for sign, (start, end) in zip(value.rstrip("\n"), found, strict=False):
        if sign not in " \t\n":
            raw = written[start:end]
            assert raw == sign or raw[0] == "\\" or raw == sign * 2
    assert all(end <= start for (_, end), (start, _) in pairwise(found))


@pytest.mark.parametrize("written", ["|2\n   a\n", "*a", "'a\u2028b'", "'open"])
def test_what_is_written_in_odd_ways_is_a_whole(written: str) -> None:
    assert characters(written) is None


def test_a_part_of_a_block_has_a_range_of_its_own() -> None:
    text = read_text("a.yaml", b"k: >-\n  SELECT a\n  FROM b\n")
    assert text.value == {"k": "SELECT a FROM b"}
    start, end = text.span(Location("a.yaml", ("k",), slice=(14, 15)))
    assert text.text[start:end] == "b"
