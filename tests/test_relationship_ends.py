"""What a relationship may join: what is ingested, and what queries make of that."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.projects import RELATIONSHIP, RELATIONSHIPS_FILE, Files, said, snapshot, write

DERIVED = "manage/derivedentities.json"
TO_MADE = {RELATIONSHIPS_FILE: {**RELATIONSHIP, "toEntityName": "Made"}}
BOTH = ("RL05", "RL06")
OPEN = "`{{made}}` is a placeholder without a value"
WAITS = "RL06? the entity that it speaks of is not settled"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, ["RL05 /toEntityName", "held back: 1"]),
        ({"snapshot.json": snapshot(derivedEntities=[{"name": "Made"}])}, [WAITS]),
        ({DERIVED: {"name": "Made", "query": "SELECT 1"}}, [WAITS]),
        ({DERIVED: {"name": "Other", "query": "SELECT 1"}}, ["RL05 /toEntityName", "held back: 1"]),
        (
            {DERIVED: {"name": "{{made}}", "query": "SELECT 1"}},
            [f"{code}? {OPEN}" for code in BOTH],
        ),
        ({DERIVED: b"{"}, [f"{code}? {DERIVED} can't be read" for code in BOTH]),
    ],
)
def test_a_derived_entity_can_be_joined(
    files: Files, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"snapshot.json": snapshot(), **TO_MADE, **files})

    assert said("--select", "RL") == expected
