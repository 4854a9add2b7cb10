"""What the editor is answered at places of documents, whole and half typed, compared as a whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import rules
from tests.answered import FOLDER, answered, asked, in_file

KEPT = sorted(FOLDER.glob("*.txt"))
EVERY_RULE = rules.ALL  # before a test narrows it


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_the_editor_is_answered_what_it_has_been_answered(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "ALL", EVERY_RULE)
    kept = asked(path)
    now = answered(tmp_path / "project", kept)

    if os.environ.get("UPDATE_PAGES"):
        path.write_text(in_file(kept._replace(answers=now)), "utf-8")
    assert now == kept.answers, "UPDATE_PAGES=1 python -m pytest tests/test_answered.py writes the answers"
