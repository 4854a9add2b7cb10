"""What a finding is known by stays the same over versions: baselines and reports of last year rely on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.checking.identity import Identities
from linter.configuration.settings import Configuration
from linter.diagnostic import Finding, Known, Location
from linter.reading.inputs import Inputs
from linter.reading.loading import load_project
from rules.conflation_plan import copy_criterion
from tests.projects import PLAN_FILE, write
from tests.test_asking import A, B, request_for

SENT = """[
  {"method": "GET", "url": "/api/instances/main/data/Shop_Visits?$select=Nope&$top=1"},
  {"method": "PATCH", "url": "/api/instances/main/manage/relationships", "body": {"name": "Ä-B"}},
  {"method": "GET", "url": 5},
  7
]"""
FILES = {
    "sent.json": SENT,
    A: {"entityName": "Vïsits", "primaryKey": "Id", "attributes": [{"name": "A"}, 5]},
    B: "{",
    "torn.json": '{"method": "GET", "url": "/api/instances/main/data/Customer"',
}


@pytest.mark.parametrize(
    ("at", "message", "fingerprint", "known"),
    [
        (
            Location(B, (), "fault"),
            "broken",
            "082be21877a4d563",
            Known(rule="CP06", kind="entityInfo", path="", arguments=("broken",)),
        ),
        (
            Location("torn.json", (), "fault"),
            "broken",
            "082be21877a4d563",
            Known(rule="CP06", kind="", path="", arguments=("broken",)),
        ),
        (
            Location(A),
            "odd",
            "9192ce2c154a84ad",
            Known(rule="CP06", kind="entityInfo", path="", arguments=("",)),
        ),
        (
            Location(A, ("entityName",)),
            "no `x` in `z`; did you mean `y`?",
            "2367a8a1839df977",
            Known(rule="CP06", kind="entityInfo", path="entityname", arguments=("x", "z")),
        ),
        (
            Location(A, ("entityName",)),
            "odd",
            "2367a8a1839df977",
            Known(rule="CP06", kind="entityInfo", path="entityname", arguments=("Vïsits",)),
        ),
        (
            Location(A, ("entityName",), "key"),
            "odd",
            "c60b187ec8b15db9",
            Known(rule="CP06", kind="entityInfo", path="entityname", arguments=("Vïsits",)),
        ),
        (
            Location(A, ("entityName",), "value", (1, 4)),
            "odd",
            "04b485eca93ff981",
            Known(rule="CP06", kind="entityInfo", path="entityname", arguments=("ïsi",)),
        ),
        (
            Location(A, ("attributes", 1), "value", (0, 1)),
            "odd",
            "9dfba4812bb12c99",
            Known(rule="CP06", kind="entityInfo", path="attributes[*]", arguments=("5",)),
        ),
        (
            Location(A, ("attributes", 0, "name")),
            "odd",
            "e60bbff5c5a2f64a",
            Known(rule="CP06", kind="entityInfo", path="attributes[A].name", arguments=("A",)),
        ),
        (
            Location("sent.json", (0, "url"), "value", (25, 36)),
            "no `x`",
            "7c8a62e068c24bcf",
            Known(
                rule="CP06",
                kind="request",
                path="[/api/instances/main/data/Shop_Visits|GET].url",
                arguments=("x",),
            ),
        ),
        (
            Location("sent.json", (0, "url"), "value", (45, 49)),
            "odd",
            "55cb482e474f3106",
            Known(
                rule="CP06",
                kind="request",
                path="[/api/instances/main/data/Shop_Visits|GET].url",
                arguments=("Nope",),
            ),
        ),
        (
            Location("sent.json", (0, "url")),
            "odd",
            "bb01b56f2c5294ba",
            Known(
                rule="CP06",
                kind="request",
                path="[/api/instances/main/data/Shop_Visits|GET].url",
                arguments=("/api/instances/main/data/Shop_Visits?$select=Nope&$top=1",),
            ),
        ),
        (
            Location("sent.json", (1, "body", "name")),
            "odd",
            "6c5b2240c6ef3f86",
            Known(
                rule="CP06",
                kind="relationships",
                path="[/api/instances/main/manage/relationships|PATCH].body.name",
                arguments=("Ä-B",),
            ),
        ),
        (
            Location("sent.json", (2, "url")),
            "odd",
            "3a8793e5aa13f6e1",
            Known(rule="CP06", kind="request", path="[|GET].url", arguments=("5",)),
        ),
        (
            Location("sent.json", (3,)),
            "odd",
            "fe61f74204e91d6f",
            Known(rule="CP06", kind="request", path="[*]", arguments=("7",)),
        ),
        (
            Location("sent.json", (4,)),
            "odd",
            "240800facb653a6b",
            Known(rule="CP06", kind="request", path="4", arguments=("",)),
        ),
        (
            Location("sent.json"),
            "odd",
            "9192ce2c154a84ad",
            Known(rule="CP06", kind="request", path="", arguments=("",)),
        ),
        (
            Location("snapshot.json", ("instanceId",)),
            "odd",
            "13aec69e4f01f892",
            Known(rule="CP06", kind="snapshot", path="instanceid", arguments=("main",)),
        ),
    ],
)
def test_a_finding_is_known_by_what_it_means(
    tmp_path: Path, at: Location, message: str, fingerprint: str, known: Known
) -> None:
    request = request_for(tmp_path)
    write(tmp_path, FILES)
    identities = Identities(load_project(request.inputs, lambda _done, _all: None))

    assert identities.of(copy_criterion.RULE, Finding(at, message)) == (fingerprint, known)


def test_what_is_known_of_many_findings_in_a_long_item_is_no_longer_than_of_one(tmp_path: Path) -> None:
    left = [{"dataSourceName": "Shop", "entityName": f"Visits{number}"} for number in range(1000)]
    write(tmp_path, {PLAN_FILE: {"conflationPlans": [{"leftEntities": left}, {"leftEntities": left[1:]}]}})
    loaded = load_project(Inputs(str(tmp_path), Configuration()), lambda _done, _all: None)
    identities = Identities(loaded)
    places = [("conflationPlans", plan, "leftEntities", 5) for plan in (0, 1)]

    told = [identities.of(copy_criterion.RULE, Finding(Location(PLAN_FILE, at), "odd")) for at in places]

    assert all(len(known.path) < 4100 for _, known in told)
    assert len({fingerprint for fingerprint, _ in told}) == len(places)
