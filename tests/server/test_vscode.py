"""The VS Code extension compiles, packages, and drives the server from Node."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from linter import kinds
from linter.text.source import read_text

REPO = Path(__file__).parent.parent.parent
EXTENSION = REPO / "editors" / "vscode"
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


@pytest.fixture(scope="module")
def package(installed: None, tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("package")
    command = [sys.executable, REPO / ".ci" / "build.py", folder, "--extension", "--twice"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (file,) = folder.glob("*.vsix")
    return zipfile.ZipFile(file)


def test_the_package_is_the_same_twice_and_has_what_it_needs_and_nothing_else(
    package: zipfile.ZipFile,
) -> None:
    of_people = {f"{kind.name}.schema.json" for kind in kinds.ALL if kind.has_files} | {
        "snapshot.schema.json"
    }
    own = (
        "LICENSE.txt",
        "THIRD-PARTY.txt",
        "out/extension.js",
        "package.json",
        "readme.md",
        "silent.schema.json",
    )
    assert set(package.namelist()) == {
        "[Content_Types].xml",
        "extension.vsixmanifest",
        *(f"extension/{name}" for name in own),
        *(f"extension/schemas/{name}" for name in of_people),
    }


def test_the_package_has_the_licences_of_what_is_bundled_into_it(package: zipfile.ZipFile) -> None:
    told = package.read("extension/THIRD-PARTY.txt").decode()
    lock = json.loads((EXTENSION / "package-lock.json").read_text("utf-8"))["packages"]
    bundled = {
        f"{place.rpartition('node_modules/')[2]} {one['version']} ({one['license']})"
        for place, one in lock.items()
        if place and not one.get("dev")
    }
    assert {line for line in told.splitlines() if line in bundled} == bundled
    assert told.count("Permission") >= len(bundled)


@pytest.mark.parametrize("example", ["contoso", "contoso-broken"])
def test_the_schemas_in_the_package_find_no_mistake_that_is_none(
    package: zipfile.ZipFile, example: str
) -> None:
    names = [name for name in package.namelist() if name.startswith("extension/schemas/")]
    in_files = [kind for kind in kinds.ALL if kind.has_files]  # and the snapshot
    schemas = {Path(name).name: json.loads(package.read(name)) for name in names}
    places = sorted((REPO / "examples" / example).rglob("*"))
    files = [one for one in places if one.is_file() and f"{one.stem}.schema.json" in schemas]
    wrong = [
        (file.name, error.message)
        for file in files
        if (text := read_text(file.name, file.read_bytes())).fault is None
        for error in Draft202012Validator(schemas[f"{file.stem}.schema.json"]).iter_errors(text.value)
    ]
    assert (len(schemas), len(files) > 5, wrong) == (len(in_files) + 1, True, [])


def test_the_extensions_client_drives_the_server() -> None:
    assert "# fail 0" in npm("test")
