"""The VS Code extension compiles, packages, and drives the server from Node."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXTENSION = Path(__file__).parent.parent.parent / "editors" / "vscode"
NPM = shutil.which("npm")


def npm(*arguments: str) -> str:
    command = json.dumps([sys.executable, "-m", "linter", "server"])
    done = subprocess.run(
        [NPM or "", *arguments],
        cwd=EXTENSION,
        env={**os.environ, "C360LINT_COMMAND": command},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module", autouse=True)
def installed() -> None:
    if NPM is None:
        pytest.skip("npm is not installed (Debian: apt-get install npm)")
    if not (EXTENSION / "node_modules").is_dir():
        pytest.skip("the extension's packages are not installed (npm ci in editors/vscode)")


def test_the_extension_compiles_and_packages(tmp_path: Path) -> None:
    said = npm("run", "package", "--", "--out", str(tmp_path / "c360lint.vsix"))

    assert (tmp_path / "c360lint.vsix").is_file()
    assert "extension.js" in said


def test_the_extensions_client_drives_the_server() -> None:
    assert "# fail 0" in npm("test")
