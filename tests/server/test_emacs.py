"""A second real editor: Emacs with eglot and the snippet of editors/emacs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPO = Path(__file__).parent.parent.parent
EMACS = shutil.which("emacs")


def has_eglot() -> bool:
    command = [EMACS or "", "--batch", "--no-init-file", "--eval", "(require 'eglot)"]
    return EMACS is not None and subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_emacs_shows_the_findings(broken: Path) -> None:
    if not has_eglot():
        pytest.skip("Emacs with eglot is not installed (Debian: apt-get install emacs-nox elpa-eglot)")
    command = " ".join(json.dumps(word) for word in (sys.executable, "-m", "linter", "server"))
    done = subprocess.run(
        [
            *(EMACS or "", "--batch", "--no-init-file"),
            *("--eval", f"(setq c360lint-command (list {command}))"),
            *("-l", str(REPO / "editors" / "emacs" / "c360lint.el")),
            *("-l", str(REPO / "tests" / "server" / "emacs.el")),
        ],
        cwd=broken,
        env={**os.environ, "PYTHONPATH": str(REPO)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout[done.stdout.index("[") :])
    assert [one.split("]")[0] for one in said] == [
        "22 c360lint [CP02",
        "44 c360lint [CP09",
        "52 c360lint [CP08",
        "69 c360lint [CP06",
    ]
