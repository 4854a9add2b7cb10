"""What may stand in the place of what can't is offered: attributes that fit, entities of a step."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.projects import (
    PLAN_FILE,
    RELATIONSHIP,
    RELATIONSHIPS_FILE,
    SNAPSHOT,
    criterion,
    plan,
    reported,
    snapshot,
    step,
    write,
)


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


@pytest.mark.parametrize(
    ("right", "compared", "beside"),
    [
        ("Shop_Visits", {}, ""),
        ("Crm_People", {"entityName": "Shop_Visits"}, "name one of the step's entities, or "),
    ],
)
def test_a_column_of_an_entity_that_is_not_ordered_may_mean_one_of_its_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, right: str, compared: dict[str, str], beside: str
) -> None:
    monkeypatch.chdir(tmp_path)
    one = {**criterion("Id", "Id"), "rightColumn": {**compared, "attributeName": "Id"}}
    planned = plan(step(right, criteria=[one]), order=["Shop_Buyers", "Crm_People"])
    write(tmp_path, {"snapshot.json": SNAPSHOT, PLAN_FILE: planned})
    [help_] = [one["help"] for one in reported()["diagnostics"] if one["code"] == "CP07"]

    assert help_ == f"{beside}add `Shop_Visits` to conflationOrder, at the place where it is to be matched"
