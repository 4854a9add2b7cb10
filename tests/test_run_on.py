"""A property of YAML whose value follows the colon at once is read as one name, and told as that."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.projects import reported, write


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        (
            "{kind:mostRecent}",
            "`kind:mostRecent` is read as one name: a blank is missing after `kind:`",
        ),
        ("{kinb:mostRecent}", "property `kinb:mostRecent` is not known here"),
    ],
)
def test_a_value_that_follows_its_colon_at_once_is_no_name_to_be_renamed(
    policy: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(
        tmp_path, {"conflations/default/conflictResolutionRules.yaml": f"attributes:\n- policy: {policy}\n"}
    )
    [found] = [one for one in reported()["diagnostics"] if one["code"] == "DO03"]

    assert found["message"] == said
    assert not found["fixes"]


def test_a_required_property_that_runs_on_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"manage/relationships.yaml": "{name:AtoB, fromEntityName: A}\n"})
    said = [one["message"] for one in reported()["diagnostics"] if "name:AtoB" in one["message"]]

    assert said == ["`name:AtoB` is read as one name: a blank is missing after `name:`"]
