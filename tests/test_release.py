"""What a release is made of: built the same twice, complete, licensed, pinned, and of one version."""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from linter import __version__
from tests.scripts import script

REPO = Path(__file__).parent.parent
PROJECT = tomllib.loads((REPO / "pyproject.toml").read_text("utf-8"))["project"]
PACKAGES = ("linter", "rules", "schemas")
WORKFLOWS = {
    path.stem: yaml.safe_load(path.read_text("utf-8")) for path in (REPO / ".github/workflows").iterdir()
}


SBOM = script(".ci/sbom.py")


def text(name: str) -> str:
    return (REPO / name).read_text("utf-8")


# The packages


def tracked() -> set[str]:
    try:
        return set(script(".ci/build.py").tracked())
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("these files are no git repository, from which a release is built")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tracked()
    pytest.importorskip(
        "hatchling", reason="hatchling, which builds, is not installed (it is in the extra `dev`)"
    )
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, REPO / ".ci" / "build.py", folder, "--python", "--twice"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_two_builds_under_other_circumstances_have_the_same_bytes(built: Path) -> None:
    names = {f"c360lint-{__version__}-py3-none-any.whl", f"c360lint-{__version__}.tar.gz"}
    assert {one.name for one in built.iterdir()} == {*names, "SHA256SUMS"}


def test_the_wheel_has_what_it_needs_and_nothing_else(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
    about = f"c360lint-{__version__}.dist-info"
    meta = {
        f"{about}/{one}" for one in ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE")
    }
    assert names - meta == {name for name in tracked() if name.split("/")[0] in PACKAGES}
    assert {"linter/py.typed", "rules/py.typed", "rules/conflation_plan/__init__.py"} < names
    assert meta < names


def test_the_sdist_has_what_the_wheel_is_built_from_and_nothing_else(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as packed:
        names = {name.partition("/")[2] for name in packed.getnames()}
    besides = {".gitignore", "CHANGELOG.md", "LICENSE", "PKG-INFO", "README.md", "pyproject.toml"}
    assert names == besides | {name for name in tracked() if name.split("/")[0] in PACKAGES}


CONSUMER = """
from linter.diagnostic import Range
from linter.rulekit.rule import Rule
from rules import ALL

first: Range = Range(0, 0)
"""


def test_who_imports_the_package_is_told_of_wrong_types(built: Path, tmp_path: Path) -> None:
    pytest.importorskip("mypy", reason="mypy is not installed (it is in the extra `dev`)")
    (wheel,) = built.glob("*.whl")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "v"], check=True)
    (python,) = [
        one
        for one in (tmp_path / "v" / "bin" / "python", tmp_path / "v" / "Scripts" / "python.exe")
        if one.exists()
    ]
    command = [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    zipfile.ZipFile(wheel).extractall(packages)
    (tmp_path / "consumer.py").write_text(CONSUMER, "utf-8")
    environment = {
        name: value for name, value in os.environ.items() if name not in ("MYPYPATH", "PYTHONPATH")
    }
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--follow-imports=silent",
            "--python-executable",
            python,
            "consumer.py",
        ],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    told = re.findall(r"consumer\.py:(\d+): error: .*\[(.*)\]", done.stdout)
    assert told == [("6", "arg-type"), ("6", "arg-type")], done.stdout + done.stderr


# What it brings along


def pinned(name: str) -> dict[str, list[str]]:
    """Return the versions that a lock pins, by package."""
    found: dict[str, list[str]] = {}
    for package, version in re.findall(r"(?m)^([\w.-]+)==([^ ;]+)", text(name)):
        found.setdefault(package, []).append(version)
    return found


LOCK = pinned("requirements.lock")


@pytest.mark.parametrize("name", ["requirements.lock", ".ci/build.lock"])
def test_a_lock_pins_everything_by_hash_and_names_no_host(name: str) -> None:
    entries = re.split(r"(?m)^(?=\w)", text(name))[1:]
    assert [one for one in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}", one)] == []
    assert (len(entries) > 4, "://" in text(name), "--index" in text(name)) == (True, False, False)


def test_the_lock_has_each_dependency_in_a_version_that_suits() -> None:
    wanted = [Requirement(one) for one in PROJECT["dependencies"]]
    unsuited = [
        one.name
        for one in wanted
        if not any(map(one.specifier.contains, LOCK.get(canonicalize_name(one.name), [])))
    ]
    assert unsuited == []  # uv pip compile: docs/releasing.md


def test_the_two_locks_can_be_installed_together() -> None:
    build = pinned(".ci/build.lock")
    assert {name for name in LOCK.keys() & build.keys() if LOCK[name] != build[name]} == set()


def test_each_package_that_comes_along_has_its_licence_on_the_page() -> None:
    locked, bundled = ({one.name for one in of()[2]} for of in (SBOM.of_command, SBOM.of_extension))
    assert SBOM.licences().keys() == locked | bundled


@pytest.mark.parametrize("name", sorted(LOCK))
def test_a_licence_is_the_one_that_the_package_says(name: str) -> None:
    try:
        about = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("it isn't installed on this system")
    said = [about.get(field) for field in ("License-Expression", "License")]
    said += [one for one in about.get_all("Classifier", []) if one.startswith("License ::")]
    ours = SBOM.licences()[name]
    words = {"PSF-2.0": "PSF", "BSD-3-Clause": "BSD", "Apache-2.0": "Apache", "MIT": "MIT"}[ours]
    assert any(words in (one or "") for one in said), said


def test_the_sboms_say_what_is_locked_and_who_asks_for_it(tmp_path: Path) -> None:
    SBOM.main(str(tmp_path))
    command, extension = (
        json.loads((tmp_path / f"c360lint-{__version__}{ending}.cdx.json").read_text("utf-8"))
        for ending in ("", ".vsix")
    )
    for one in (command, extension):
        refs = {part["bom-ref"] for part in one["components"]} | {one["metadata"]["component"]["bom-ref"]}
        assert {each["ref"] for each in one["dependencies"]} == refs
        asked = {ref for each in one["dependencies"] for ref in each["dependsOn"]}
        assert refs - asked == {one["metadata"]["component"]["bom-ref"]}  # nobody's package is none of ours
    versions = {(part["name"], part["version"]) for part in command["components"]}
    assert versions == {(name, version) for name, several in LOCK.items() for version in several}
    direct = command["dependencies"][0]["dependsOn"]
    wanted = {canonicalize_name(Requirement(one).name) for one in PROJECT["dependencies"]}
    assert {one.removeprefix("pkg:pypi/").partition("@")[0] for one in direct} == wanted
    assert {part["hashes"][0]["alg"] for part in extension["components"]} == {"SHA-512"}


# Its version


def test_all_that_names_the_version_names_the_same() -> None:
    top = re.findall(r"(?m)^## (\S+) — (?:unreleased|\d{4}-\d\d-\d\d)$", text("CHANGELOG.md"))[0]
    manifest, lock = (json.loads(text(f"editors/vscode/{name}.json")) for name in ("package", "package-lock"))
    pages = [REPO / "README.md", *sorted((REPO / "docs").glob("*.md"))]
    revisions = {
        found
        for page in pages
        for found in re.findall(r"(?:rev: |c360lint@)v([\d.]+\d)", page.read_text("utf-8"))
    }
    assert {top, manifest["version"], lock["version"], *revisions} == {__version__}


# The workflows


def steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job.get("steps", [])]


def test_each_action_is_pinned_to_a_commit() -> None:
    used = [one["uses"] for workflow in WORKFLOWS.values() for one in steps(workflow) if "uses" in one]
    used += [one["uses"] for one in yaml.safe_load(text("action.yml"))["runs"]["steps"] if "uses" in one]
    assert len(used) > 9
    assert [one for one in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", one)] == []


def test_each_pin_says_which_version_it_is() -> None:
    names = ("action.yml", *(f".github/workflows/{name}.yml" for name in WORKFLOWS))
    lines = [line for name in names for line in text(name).splitlines() if re.search("uses: [^.]", line)]
    assert [line for line in lines if not re.search(r"@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line)] == []


def test_a_workflow_reads_and_a_job_says_what_else_it_may() -> None:
    assert {name: workflow["permissions"] for name, workflow in WORKFLOWS.items()} == {
        name: {"contents": "read"} for name in WORKFLOWS
    }
    jobs = WORKFLOWS["release"]["jobs"]
    assert {name: job["permissions"] for name, job in jobs.items() if "permissions" in job} == {
        "attest": {"id-token": "write", "attestations": "write"},
        "pypi": {"id-token": "write"},
        "github": {"contents": "write"},
    }
    checkouts = [
        one for each in WORKFLOWS.values() for one in steps(each) if "checkout@" in one.get("uses", "")
    ]
    assert [one["with"]["persist-credentials"] for one in checkouts] == [False] * len(checkouts)
    assert "secrets." not in "".join(text(f".github/workflows/{name}.yml") for name in WORKFLOWS)


def test_nothing_is_published_that_was_not_tested_and_attested() -> None:
    jobs = WORKFLOWS["release"]["jobs"]
    assert {name: job.get("needs") for name, job in jobs.items()} == {
        "test": None,
        "build": None,
        "attest": ["test", "build"],
        "pypi": "attest",
        "github": "pypi",
    }
    assert jobs["test"]["uses"] == "./.github/workflows/ci.yml"
    said = [one["run"] for one in jobs["build"]["steps"] if "run" in one]
    assert {"python .ci/build.py dist --twice", "python .ci/sbom.py dist"} < set(said)


def test_the_suite_runs_on_every_system_and_every_python_that_is_claimed() -> None:
    matrix = WORKFLOWS["ci"]["jobs"]["check"]["strategy"]["matrix"]
    assert matrix["system"] == ["ubuntu-latest", "windows-latest", "macos-latest"]
    claimed = [
        one.rpartition(" ")[2]
        for one in PROJECT["classifiers"]
        if one.startswith("Programming Language :: Python :: 3.")
    ]
    assert matrix["python"] == claimed


def test_no_step_puts_what_a_stranger_may_name_into_a_script() -> None:
    runs = [one["run"] for workflow in WORKFLOWS.values() for one in steps(workflow) if "run" in one]
    assert [one for one in runs if "${{" in one] == []


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash, which runs the steps, is missing")
def test_each_script_of_a_workflow_is_one_for_bash() -> None:
    for one in (step for workflow in WORKFLOWS.values() for step in steps(workflow) if "run" in step):
        done = subprocess.run(["bash", "-n", "-c", one["run"]], capture_output=True, check=False)
        assert done.returncode == 0, one
