"""What becomes of sources, odd and plain: all of it, compared as a whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.imported import FOLDER, found

SOURCES = sorted(path.parent for path in FOLDER.glob("*/main.*"))


@pytest.mark.parametrize("folder", SOURCES, ids=lambda folder: folder.name)
def test_a_source_becomes_what_it_has_become(folder: Path) -> None:
    now, kept = found(folder), folder / "found.txt"

    if os.environ.get("UPDATE_PAGES"):
        kept.write_text(now, "utf-8")
    assert now == kept.read_text("utf-8"), "UPDATE_PAGES=1 python -m pytest tests/test_imported.py writes it"
