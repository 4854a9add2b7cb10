"""What a qualified name may be instead: its data source's name counts, and its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.projects import PLAN_FILE, SNAPSHOT, plan, reported, step, write


@pytest.mark.parametrize(
    ("name", "said", "fixed"),
    [
        ("Shop_Buyer", "did you mean `Shop_Buyers`?", True),
        ("Shop_People", "did you mean `Crm_People`?", True),  # of another data source
        ("shop-1_People", "did you mean `Crm_People`?", True),
        ("Crm_Lead", "did you mean `Crm_Leads`?", True),
        ("Crm_VisitsOfAYear", "", False),
        ("Buyer", "did you mean `Buyers`?", True),
    ],
)
def test_a_qualified_name_is_found_by_either_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: str, fixed: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"snapshot.json": SNAPSHOT, PLAN_FILE: plan(step(name), order=["Shop_Buyers", name])})
    found: list[dict[str, Any]] = [one for one in reported()["diagnostics"] if one["code"] == "CP01"]

    [message] = [one["message"] for one in found]
    assert message == "; ".join(filter(None, [f"entity `{name}` is not ingested in the instance", said]))
    assert [bool(one["fixes"]) for one in found] == [fixed]


def test_the_same_name_in_another_data_source_and_a_slip_are_both_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    declared = {**SNAPSHOT, "dataSources": [*SNAPSHOT["dataSources"], OTHER]}
    write(tmp_path, {"snapshot.json": declared, PLAN_FILE: plan(order=["Crm_Peoples", "Shop_Buyers"])})
    [found] = [one for one in reported()["diagnostics"] if one["code"] == "CP01"]

    assert found["message"].endswith("; did you mean `Crm_People` or `Web_Peoples`?")
    assert not found["fixes"]


OTHER = {"dataSourceId": "web-1", "name": "Web", "entities": [{"name": "Peoples", "attributes": {}}]}
