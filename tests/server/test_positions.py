"""Positions and edits, in every encoding that the protocol knows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from linter.server.messages import ClientPosition, ContentChange
from linter.server.positions import edited, from_units, offset_of, to_units

ENCODINGS = st.sampled_from(["utf-8", "utf-16", "utf-32"])
TEXTS = st.text(st.sampled_from('ab"{ä\u2028\u0085\x0c🛒\ud800\n\r'), max_size=30)
LINES = st.text(st.sampled_from("abä\u2028🛒"), max_size=20)


@given(LINES, st.integers(0, 20), ENCODINGS)
def test_a_column_survives_the_way_to_the_client_and_back(line: str, column: int, encoding: str) -> None:
    assert from_units(line, to_units(line, column, encoding), encoding) == min(column, len(line))


@given(TEXTS, st.integers(0, 30), st.integers(0, 30), TEXTS, ENCODINGS)
def test_an_edit_replaces_what_lies_between_its_positions(
    text: str, one: int, other: int, new: str, encoding: str
) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    ends = [position(text, start, encoding), position(text, end, encoding)]
    start, end = (offset_of(text, each, encoding) for each in ends)
    change: ContentChange = {"range": {"start": ends[0], "end": ends[1]}, "text": new}

    assert edited(text, [change], encoding) == text[:start] + new + text[end:]


@given(TEXTS, st.integers(0, 60))
def test_the_lines_of_a_long_text_are_those_of_a_short_one(text: str, line: int) -> None:
    filler = "0123456789\r\n" * 10_000
    place: ClientPosition = {"line": line, "character": 1}
    far: ClientPosition = {"line": line + 10_000, "character": 1}

    assert offset_of(filler + text, far, "utf-16") == len(filler) + offset_of(text, place, "utf-16")


def position(text: str, offset: int, encoding: str) -> ClientPosition:
    """Lines end with LF, CR LF or CR and with nothing else."""
    before = text[:offset].replace("\r\n", "\n\0").replace("\r", "\n")
    line = before.count("\n")
    last = before[before.rfind("\n") + 1 :].replace("\0", "")
    return {"line": line, "character": to_units(last, len(last), encoding)}
