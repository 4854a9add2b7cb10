"""A real editor: headless Neovim with the snippet of editors/neovim, on the example with mistakes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

REPO = Path(__file__).parent.parent.parent
NVIM = shutil.which("nvim")

pytestmark = pytest.mark.skipif(
    NVIM is None, reason="Neovim is not installed (Debian: apt-get install neovim)"
)


def edit(folder: Path) -> dict[str, Any]:
    """Run the editor's script in a folder; return what it says."""
    command = json.dumps([sys.executable, "-m", "linter", "server"])
    snippet = REPO / "editors" / "neovim" / "c360lint.lua"
    done = subprocess.run(
        [
            *(NVIM or "", "--headless", "--clean", "-n"),
            *("-c", f"lua vim.g.c360lint_command = vim.json.decode([==[{command}]==])"),
            *("-c", f"luafile {snippet}"),
            *("-c", f"luafile {REPO / 'tests' / 'server' / 'neovim.lua'}"),
            *("-c", "qall!"),
        ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(REPO)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    said = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert done.returncode == 0, (said, done.stderr)
    return {one["what"]: one["value"] for one in said}


def test_neovim_shows_fixes_completes_and_jumps(broken: Path) -> None:
    command = [sys.executable, "-m", "linter", "check", "--format", "json", str(broken)]
    report = json.loads(subprocess.run(command, cwd=REPO, capture_output=True, check=False).stdout)
    expected = sorted(
        f"{one['code']} {one['range']['start']['line']}:{one['range']['start']['column']}"
        for one in report["diagnostics"]
        if one["file"] == "conflations/default/conflationPlan.json"
    )

    said = edit(broken)

    assert said == {
        "diagnostics": expected,
        "fixed": [one for one in expected if not one.startswith("CP02")],
        "completion": ["BirthDate", 9],
        "definition": '          "name": "posCustomers",',
    }
    assert [one.split()[0] for one in expected] == ["CP02", "CP06", "CP08", "CP09"]
