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
            "use one of the attributes that fit: `Id`, `Mail`, ",
        ),
        ({"Id": "string", "Born": "date"}, "use the attribute that fits: `Id`, "),
        ({"Born": "date", "Seen": "date"}, "use one of the attributes: `Born`, `Seen`, "),
        ({"Id": "string"}, "use the attribute: `Id`, "),
        ({f"Text{number}": "string" for number in range(5)}, "use one of the attributes: `Text0`, `Text1`, "),
        ({f"Text{number}": "string" for number in range(6)}, "use one of the attributes of `Shop_Visits`, "),
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

    assert help_.startswith(expected)
    assert help_.endswith(", or refresh the snapshot")
