"""What stands in a text once is found once, wherever YAML lets it count."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.projects import RULES_FILE, SNAPSHOT, reported, write

RULES = """\
attributes:
  - &mail
    name: Mail
    policy: {kind: importance}
    sourceColumns:
      - &column {entityName: Shop_Buyers, attributeName: Mial}
  - <<: *mail
    name: Mail2
  - name: Mail3
    policy: {kind: importance}
    sourceColumns:
      - *column
"""


def test_an_alias_and_a_merge_key_repeat_no_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"snapshot.json": SNAPSHOT, RULES_FILE.replace(".json", ".yaml"): RULES})

    found = [
        (one["code"], one["range"]["start"]["line"]) for one in reported("--select", "CR02")["diagnostics"]
    ]

    assert found == [("CR02", 6)]
