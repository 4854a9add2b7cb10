"""What odd and plain bodies of each kind mean: all that can be asked of them, compared as a whole."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.views import FOLDER, meant

KEPT = sorted(FOLDER.glob("*.jsonl"))
CASES = [
    pytest.param(path, json.loads(line), id=f"{path.stem}: {json.loads(line)['sentence']}")
    for path in KEPT
    for line in path.read_text("utf-8").splitlines()
]


@pytest.mark.parametrize(("path", "case"), CASES)
def test_a_body_means_what_it_has_meant(path: Path, case: dict[str, Any]) -> None:
    means = meant(case["files"])

    if os.environ.get("UPDATE_PAGES"):
        keep(path, {**case, "means": means})
    assert means == case["means"], "UPDATE_PAGES=1 python -m pytest tests/test_views.py writes what is meant"


def keep(path: Path, case: dict[str, Any]) -> None:
    cases = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    written = [case if one["sentence"] == case["sentence"] else one for one in cases]
    path.write_text("".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in written), "utf-8")
