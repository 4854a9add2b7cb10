"""What a new name becomes in the file."""

from __future__ import annotations

import pytest

from linter.diagnostic import Location
from linter.server.rename import Refused, Renaming, edit_of, span_of
from linter.text.source import read_text


@pytest.mark.parametrize(
    ("before", "new", "after"),
    [("Exact", "true", '"true"'), ("Exact", "By-Name", "By-Name"), ("'Exact'", "it's", "'it''s'")],
)
def test_a_new_name_is_written_as_yaml_reads_it(before: str, new: str, after: str) -> None:
    text = read_text("plan.yaml", f"name: {before}\n".encode())

    edit = edit_of(Renaming(Location("plan.yaml", ("name",)), new), text)

    assert edit.text == after


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("url: /a/Old", "Old"),
        ("url: '/a/Old'", "Old"),
        ('url: "/\\x61/Old"', "Old"),
        ("url: |2\n  /a/Old", None),
        ("b: &b /a/Old\nurl: *b", None),
    ],
)
def test_a_name_in_a_url_is_renamed_where_it_can_be_told_where_it_is(written: str, found: str | None) -> None:
    text, at = read_text("r.yaml", f"{written}\n".encode()), Location("r.yaml", ("url",), slice=(3, 6))

    if found is None:
        with pytest.raises(Refused, match="writes the URL in a way in which the name's place"):
            span_of(at, text)
    else:
        start, end = span_of(at, text)
        assert text.text[start:end] == found
