"""What a comparison tells of two snapshots, as a whole: each change with its values, places and evidence."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest

from tests.drifts import KEPT, told

CASES: list[dict[str, Any]] = [json.loads(line) for line in KEPT.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[one["sentence"] for one in CASES])
def test_of_two_snapshots_is_told_what_has_been_told(case: dict[str, Any]) -> None:
    found = told(case["old"], case["new"])

    if os.environ.get("UPDATE_PAGES"):
        cases = [json.loads(line) for line in KEPT.read_text("utf-8").splitlines()]
        renewed = [{**one, "told": found} if one["sentence"] == case["sentence"] else one for one in cases]
        KEPT.write_text("".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in renewed), "utf-8")
    assert found == case["told"], (
        "UPDATE_PAGES=1 python -m pytest tests/test_drifts.py writes what is told now"
    )
