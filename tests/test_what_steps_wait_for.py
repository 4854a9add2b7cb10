"""What each step of a plan waits for, and what is said of that."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from linter.cli import main
from tests.projects import (
    DELETION,
    RELATIONSHIP,
    RELATIONSHIPS_FILE,
    RULES_FILE,
    Files,
    creation,
    resolution,
    snapshot,
    update,
    write,
)

SAVED = {"snapshot.json": snapshot(relationships=[RELATIONSHIP])}
UPDATE = update(cardinality="oneToOne")
NAME = "`VisitsToBuyers`"
CREATED, DELETED = (f"{verb} relationship {NAME}" for verb in ("creates", "deletes"))
NEW_SOURCE = {"dataSourceMetadata": {"name": "Web", "kind": "powerQuery", "entityNames": ["Hits"]}}
TO_HITS = {**RELATIONSHIP, "name": "VisitsToHits", "toEntityName": "Web_Hits"}
QUERY = {"method": "GET", "url": "/api/instances/main/data/Customer"}


def steps(files: Files, folder: Path) -> list[str]:
    """Return the steps in their order, each with what it waits for; the cycles in the end."""
    write(folder, {"snapshot.json": snapshot(), **files})
    result = CliRunner().invoke(main, ["plan", str(folder), "--format", "json"], catch_exceptions=False)
    plan: dict[str, Any] = json.loads(result.stdout)
    return [
        *(": ".join([one["file"] + one["pointer"], *one["reasons"]]) for one in plan["steps"]),
        *(
            "cycle of " + ", ".join(one["file"] + one["pointer"] for one in each["path"])
            for each in plan["cycles"]
        ),
    ]


BEFORE_1, BEFORE_2 = (f"step {number} stands before this in a.json" for number in (1, 2))
IN_LIST = "; it stands before this in a.json"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"a.json": [creation(), UPDATE]},
            ["a.json/0", f"a.json/1: step 1 {CREATED}{IN_LIST}"],
            id="an update for what is created",
        ),
        pytest.param(
            {**SAVED, "a.json": [DELETION, creation(), UPDATE]},
            ["a.json/0", f"a.json/1: {BEFORE_1}", f"a.json/2: step 2 {CREATED}{IN_LIST}"],
            id="an update for what is created anew",
        ),
        pytest.param(
            {**SAVED, "a.json": [UPDATE, DELETION, creation()]},
            ["a.json/0", f"a.json/1: {BEFORE_1}", f"a.json/2: {BEFORE_2}"],
            id="an update for nothing, where the snapshot has what is deleted later",
        ),
        pytest.param(
            {"a.json": [UPDATE, creation()]},
            ["cycle of a.json/0, a.json/1"],
            id="an update for a creation that comes too late",
        ),
        pytest.param(
            {**SAVED, "a.json": DELETION, "b.json": creation()},
            ["a.json", f"b.json: step 1 {DELETED}"],
            id="a creation for the deletion that makes room",
        ),
        pytest.param(
            {**SAVED, "a.json": [DELETION, UPDATE], "b.json": creation()},
            ["a.json/0", f"b.json: step 1 {DELETED}", f"a.json/1: {BEFORE_1}: step 2 {CREATED}"],
            id="an update for what another file creates anew",
        ),
        pytest.param(
            {"a.json": DELETION, "b.json": creation()},
            ["b.json", f"a.json: step 1 {CREATED}"],
            id="a deletion for what is created",
        ),
        pytest.param(
            {"a.json": [creation(), DELETION, UPDATE], "b.json": creation()},
            [
                "a.json/0",
                f"b.json: step 1 {CREATED}",
                f"a.json/1: {BEFORE_1}: step 2 {CREATED}",
                f"a.json/2: step 2 {CREATED}: step 3 stands before this in a.json",
            ],
            id="an update not for what its list has deleted by then",
        ),
        pytest.param(
            {**SAVED, "a.json": UPDATE, "b.json": DELETION},
            ["a.json", f"b.json: step 1 updates relationship {NAME}; it uses relationship {NAME}"],
            id="a deletion for the last use",
        ),
        pytest.param(
            {"a.json": QUERY, RULES_FILE: resolution()},
            [RULES_FILE, "a.json: step 1 conflates what this builds on"],
            id="what is asked of customers for the conflation",
        ),
        pytest.param(
            {
                "a.json": {"method": "GET", "url": "/api/instances/main/data/Shop_Buyers"},
                RULES_FILE: resolution(),
            },
            [RULES_FILE, "a.json"],
            id="what is asked of ingested rows for nothing",
        ),
        pytest.param(
            {"manage/datasources.json": NEW_SOURCE, RELATIONSHIPS_FILE: TO_HITS},
            ["manage/datasources.json", f"{RELATIONSHIPS_FILE}: step 1 ingests `Web_Hits`"],
            id="a relationship for what is ingested",
        ),
    ],
)
def test_a_step_waits_for_what_gives_it_what_it_needs(
    files: Files, expected: list[str], tmp_path: Path
) -> None:
    assert steps(files, tmp_path) == expected


def test_a_conflation_that_a_payload_begins_is_added_to_the_snapshot(tmp_path: Path) -> None:
    information = {"conflations/other/entityInformation.json": {"Shop": ["Buyers"]}}
    write(tmp_path, {"snapshot.json": snapshot(), **information})
    result = CliRunner().invoke(main, ["snapshot", "apply", "--force", str(tmp_path)], catch_exceptions=False)

    assert [one["conflationId"] for one in json.loads(result.stdout)["conflations"]] == ["default", "other"]
