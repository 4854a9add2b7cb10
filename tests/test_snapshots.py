"""What declared snapshots answer: how all of it changes with what they say, and with what can't be read."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest

from linter.instance.snapshot import fold_id, is_guid
from tests.snapshots import GUID, KEPT, told

CASES: list[dict[str, Any]] = [json.loads(line) for line in KEPT.read_text("utf-8").splitlines()]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        (GUID.upper(), GUID),
        (GUID, GUID),
        (f"{GUID.upper()}2", None),
        (GUID.upper()[1:], None),
        ("X" * 36, None),
        (f"{GUID.upper()[:-1]}G", None),
        ("Shop", None),
    ],
)
def test_of_ids_guids_alone_do_not_regard_case(text: str, folded: str | None) -> None:
    assert is_guid(text) is (folded is not None)
    assert fold_id(text) == (text if folded is None else folded)


@pytest.mark.parametrize("case", CASES, ids=[one["sentence"] for one in CASES])
def test_a_snapshot_answers_what_it_has_answered(case: dict[str, Any]) -> None:
    found = told(case["changes"])

    if os.environ.get("UPDATE_PAGES"):
        cases = [json.loads(line) for line in KEPT.read_text("utf-8").splitlines()]
        renewed = [{**one, "told": found} if one["sentence"] == case["sentence"] else one for one in cases]
        KEPT.write_text("".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in renewed), "utf-8")
    assert found == case["told"], (
        "UPDATE_PAGES=1 python -m pytest tests/test_snapshots.py writes what is answered"
    )
