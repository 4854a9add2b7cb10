"""The pre-commit hook, the GitHub action and the templates of pipelines, as far as they run here."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

REPO = Path(__file__).parent.parent
PAYLOADS = {
    "snapshot.json": {
        "snapshotVersion": 1,
        "instanceId": "main",
        "dataSources": [
            {
                "dataSourceId": "shop-1",
                "name": "Shop",
                "entities": [
                    {
                        "name": "Buyers",
                        "entityType": "profile",
                        "primaryKey": "Id",
                        "attributes": {"Id": "string"},
                    },
                    {
                        "name": "Visits",
                        "primaryKey": "Id",
                        "attributes": {"Id": "string", "BuyerId": "string", "On": "dateTime"},
                    },
                ],
            }
        ],
        "relationships": [],
    },
    "manage/relationships.json": {
        "name": "VisitsToBuyers",
        "fromEntityName": "Shop_Visits",
        "fromAttributeName": "BuyerId",
        "toEntityName": "Shop_Buyers",
        "toAttributeName": "Id",
        "cardinality": "manyToOne",
    },
    "manage/datasources/shop-1/entities/entityInfo.json": [
        {"entityName": "Visits", "entityType": "activity", "timestampFieldName": "On"}
    ],
}
IDENTITY = ("-c", "user.name=c360lint", "-c", "user.email=c360lint@example.com")


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment["PRE_COMMIT_HOME"] = str(folder.parent / "pre-commit")
    command = ["git", *IDENTITY, *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def committed(folder: Path, message: str) -> subprocess.CompletedProcess[str]:
    git(folder, "add", "--all")
    return git(folder, "commit", "--message", message)


def copy_of_this_repository(folder: Path) -> str:
    """Commit what would be committed of this repository; return the commit."""
    listed = git(REPO, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    if listed.returncode:
        pytest.skip("these files are no git repository, as which pre-commit would use them")
    for name in listed.stdout.split("\0"):
        if (REPO / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPO / name, folder / name)
    git(folder, "init", "--quiet")
    committed(folder, "c360lint")
    return git(folder, "rev-parse", "HEAD").stdout.strip()


def write_project(folder: Path) -> None:
    for name, content in PAYLOADS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps(content), "utf-8")


def test_the_hook_stops_a_commit_that_only_deletes_a_file_others_need(tmp_path: Path) -> None:
    program = shutil.which("pre-commit", path=os.pathsep.join([str(Path(sys.executable).parent), os.defpath]))
    if program is None:
        pytest.skip("pre-commit is not installed (it is in the extra `dev`)")
    source, project = tmp_path / "c360lint", tmp_path / "project"
    source.mkdir()
    project.mkdir()
    revision = copy_of_this_repository(source)
    write_project(project)
    hook = {"repo": str(source), "rev": revision, "hooks": [{"id": "c360lint"}]}
    (project / ".pre-commit-config.yaml").write_text(json.dumps({"repos": [hook]}), "utf-8")
    git(project, "init", "--quiet")
    environment = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "pre-commit")}
    installed = subprocess.run(
        [program, "install", "--install-hooks"],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if "No matching distribution found" in installed.stdout:
        pytest.skip("pip reaches no package index, from which pre-commit installs the hook")
    assert installed.returncode == 0, installed.stdout + installed.stderr

    good = committed(project, "a project in order")
    assert (good.returncode, "Passed" in good.stderr + good.stdout) == (0, True), good.stdout + good.stderr
    (project / "manage/relationships.json").unlink()
    bad = committed(project, "without the relationship")
    assert bad.returncode == 1
    assert "error[EI04] activity-without-profile" in bad.stderr + bad.stdout


def document(name: str) -> Any:
    return yaml.safe_load((REPO / name).read_text("utf-8"))


def run_step(script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a step as the services do, with the linter of this repository in place of an installed one."""
    program = folder / "c360lint"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m linter "$@"\n', "utf-8")
    program.chmod(0o755)
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=REPO,
        env={**os.environ, "C360LINT": str(program), "PYTHONPATH": str(REPO), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="bash, which runs the steps, is missing")


@needs_bash
@pytest.mark.parametrize(
    ("checked", "arguments", "status"),
    [
        ("examples/contoso-broken", "", 1),
        ("examples/contoso-broken", "--fail-level never --select CP", 0),
        ("examples/contoso", "", 0),
        ("nowhere", "", 2),
    ],
)
def test_the_action_annotates_summarises_writes_sarif_and_ends_as_check_does(
    checked: str, arguments: str, status: int, tmp_path: Path
) -> None:
    (step,) = [one for one in document("action.yml")["runs"]["steps"] if one.get("id") == "check"]
    summary, outputs = tmp_path / "summary.md", tmp_path / "outputs"
    summary.touch()
    outputs.touch()
    done = run_step(
        step["run"],
        tmp_path,
        RUNNER_TEMP=str(tmp_path),
        GITHUB_STEP_SUMMARY=str(summary),
        GITHUB_OUTPUT=str(outputs),
        CHECKED=checked,
        ARGUMENTS=arguments,
    )

    assert done.returncode == status, done.stderr
    sarif = tmp_path / "c360lint.sarif"
    assert outputs.read_text("utf-8") == (f"sarif={sarif}\n" if status < 2 else "")
    assert sarif.exists() == (status < 2)
    assert summary.read_text("utf-8").startswith("# c360lint\n" if status < 2 else "")
    assert ("::error file=examples/contoso-broken/" in done.stdout) == (checked.endswith("broken"))


@needs_bash
def test_the_azure_template_logs_issues_uploads_a_summary_and_ends_as_check_does(tmp_path: Path) -> None:
    steps = document("integrations/azure-pipelines.yml")["steps"]
    (script,) = [one["bash"] for one in steps if one["displayName"] == "Check with c360lint"]
    done = run_step(
        script, tmp_path, AGENT_TEMPDIRECTORY=str(tmp_path), CHECKED="examples/contoso-broken", ARGUMENTS=""
    )

    reports = tmp_path / "c360lint-reports"
    assert done.returncode == 1
    assert done.stdout.startswith("##vso[task.logissue type=error;sourcepath=examples/contoso-broken/")
    assert done.stdout.endswith(f"##vso[task.uploadsummary]{reports}/c360lint.md\n")
    assert sorted(os.listdir(reports)) == ["c360lint.md", "c360lint.sarif"]


@needs_bash
def test_the_gitlab_job_writes_the_two_reports_that_it_declares(tmp_path: Path) -> None:
    job = document("integrations/gitlab-ci.yml")[".c360lint"]
    (script,) = job["script"]
    declared = job["artifacts"]["reports"]
    script = script.replace("/tmp/c360lint/bin/c360lint", '"$C360LINT"')
    script = f'cd "{tmp_path}"\n{script}'
    done = run_step(
        script, tmp_path, C360LINT_PATH=str(REPO / "examples/contoso-broken"), C360LINT_ARGUMENTS=""
    )

    assert done.returncode == 1, done.stderr
    assert len(json.loads((tmp_path / declared["codequality"]).read_text("utf-8"))) == 26
    assert (tmp_path / declared["junit"]).read_text("utf-8").count("<failure ") == 23


def test_no_step_puts_an_input_into_a_script() -> None:
    """An input that a script holds as text could end the script's quotes; the environment can't."""
    azure = [one.get("bash", "") for one in document("integrations/azure-pipelines.yml")["steps"]]
    action = [one.get("run", "") for one in document("action.yml")["runs"]["steps"]]

    assert [script for script in azure + action if re.search(r"\$\{\{", script)] == []


def test_the_image_holds_all_that_the_package_needs() -> None:
    ignored = (REPO / ".dockerignore").read_text("utf-8").splitlines()
    kept = {line[1:] for line in ignored if line.startswith("!")}

    assert ignored[0] == "**"
    assert {name for name in kept if not (REPO / name).exists()} == set()
    assert kept >= {"linter", "rules", "schemas", "pyproject.toml", "README.md", "LICENSE"}
