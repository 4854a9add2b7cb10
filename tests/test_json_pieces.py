"""JSON that is written piece by piece."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from linter.reports.json_pieces import json_pieces
from linter.reports.visible import unheeded
from linter.text.whole import line_by_line, whole, whole_pieces

TEXTS = st.text(st.sampled_from('a"\\\n\x00ü\ud800:#[ '), max_size=6)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
)


def opened(value: Any) -> Any:
    """The same value, with iterators in place of its outer lists."""
    if isinstance(value, dict):
        return {key: opened(one) for key, one in value.items()}
    return (opened(one) for one in value) if isinstance(value, list) else value


@given(VALUES)
def test_pieces_are_what_json_writes_of_the_whole(value: Any) -> None:
    whole = json.dumps(value, indent=2, ensure_ascii=False) + "\n"

    assert "".join(json_pieces(value)) == whole
    assert "".join(json_pieces(opened(value))) == whole


@given(VALUES)
def test_what_is_hidden_from_pipelines_in_pieces_is_hidden_in_the_whole(value: Any) -> None:
    pieces = list(json_pieces(opened(value)))

    assert all(piece.endswith("\n") for piece in pieces)
    assert "".join(map(unheeded, pieces)) == unheeded("".join(pieces))


@given(
    st.recursive(
        VALUES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3)
    )
)
def test_pieces_for_people_are_the_same_text(value: Any) -> None:
    assert "".join(whole_pieces("x.json", value)) == whole("x.json", value)


def test_an_item_is_made_when_it_is_its_turn() -> None:
    made = []
    pieces = json_pieces({"found": (made.append(each) or each for each in range(3))})  # type: ignore[func-returns-value]

    first = [next(pieces) for _ in range(2)]

    assert (first, made) == (["{\n", '  "found": [\n'], [0])


@given(VALUES)
def test_what_an_import_had_is_written_line_by_line_as_json_would_indent_it(value: Any) -> None:
    assert "".join(line_by_line(value)) == json.dumps(value, ensure_ascii=False, indent=1)


def test_each_entity_and_each_relationship_is_a_piece_of_its_own() -> None:
    entities = [{"name": f"E{each}", "attributes": {"a": "string"}} for each in range(2)]
    snapshot = {"dataSources": [{"name": "S", "entities": entities}], "relationships": [{"name": "r"}] * 2}
    pieces = list(line_by_line({"sources": [], "snapshot": snapshot}))

    assert [one.count('"name"') for one in pieces if '"name": "E' in one] == [1, 1]
    assert [one.count('"name"') for one in pieces if '"name": "r' in one] == [1, 1]
