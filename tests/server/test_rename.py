"""What a new name becomes in the file."""

from __future__ import annotations

import pytest

from linter.diagnostic import Location
from linter.server.rename import Renaming, edit_of
from linter.text.source import read_text


@pytest.mark.parametrize(
    ("before", "new", "after"),
    [("Exact", "true", '"true"'), ("Exact", "By-Name", "By-Name"), ("'Exact'", "it's", "'it''s'")],
)
def test_a_new_name_is_written_as_yaml_reads_it(before: str, new: str, after: str) -> None:
    text = read_text("plan.yaml", f"name: {before}\n".encode())

    edit = edit_of(Renaming(Location("plan.yaml", ("name",)), new), text)

    assert edit.text == after
