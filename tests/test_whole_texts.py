"""Odd and plain texts of each format: all that can be asked of them, compared as a whole."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.texts import FOLDER, kept, means

CASES = [
    pytest.param(path, number, id=f"{path.stem} {number}")
    for path in sorted(FOLDER.glob("*.jsonl"))
    for number, _ in enumerate(kept(path))
]


@pytest.mark.parametrize(("path", "number"), CASES)
def test_a_text_means_what_it_has_meant(path: Path, number: int) -> None:
    cases = kept(path)
    case = cases[number]
    meant = as_json(means(case["name"], case["text"]))

    if os.environ.get("UPDATE_PAGES"):
        cases[number] = {**case, "means": meant}
        path.write_text("".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in cases), "utf-8")
    renewal = "UPDATE_PAGES=1 python -m pytest tests/test_whole_texts.py writes what it means now"
    assert meant == case.get("means"), f"{case['text']!r}: {renewal}"


def as_json(value: Any) -> Any:
    return json.loads(json.dumps(value))
