"""What an unknown attribute may be instead is listed, where that is little."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.projects import RELATIONSHIP, RELATIONSHIPS_FILE, reported, snapshot, write


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        (
            {"Id": "string", "Mail": "string", "Born": "date"},
            " that fit (`Id`, `Mail`), or refresh the snapshot",
        ),
        ({"Id": "string", "Born": "date"}, " that fit (`Id`), or refresh the snapshot"),
        ({"Born": "date", "Seen": "date"}, ", or refresh the snapshot"),
        ({"Id": "string"}, " (`Id`), or refresh the snapshot"),
        (
            {f"Text{number}": "string" for number in range(5)},
            " (`Text0`, `Text1`, `Text2`, `Text3`, `Text4`), or refresh the snapshot",
        ),
        ({f"Text{number}": "string" for number in range(6)}, ", or refresh the snapshot"),
    ],
)
def test_attributes_of_the_other_ends_type_are_listed_where_they_are_few(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, attributes: dict[str, str], expected: str
) -> None:
    monkeypatch.chdir(tmp_path)
    declared = snapshot(entity="Visits", attributes=attributes, primaryKey=None)
    odd = {**RELATIONSHIP, "fromAttributeName": "Qwertz"}
    write(tmp_path, {"snapshot.json": declared, RELATIONSHIPS_FILE: [odd]})
    [help_] = [one["help"] for one in reported()["diagnostics"] if one["code"] == "RL06"]

    assert help_ == f"use one of the attributes of `Shop_Visits`{expected}"
