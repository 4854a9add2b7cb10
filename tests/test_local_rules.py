"""A local rule says of a document the same, whatever other documents there are."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings

from linter.checking.check_request import CheckRequest
from linter.checking.engine import judge
from linter.diagnostic import Said
from linter.project.project import Project
from linter.reading.inputs import Inputs
from linter.reading.loading import load_project
from linter.reading.memory import Memory
from linter.reading.project_root import find_project, snapshots_of
from linter.rulekit.asking import says
from linter.rulekit.pages import Example
from linter.rulekit.rule import RuleModule
from rules import ALL
from tests.stage import STAGE
from tests.test_engine import is_snapshot, projects
from tests.test_pages import cases

LOCAL = [module for module in ALL if module.RULE.local]
READABLE = projects().filter(lambda files: is_snapshot(files["snapshot.json"]))


def write(folder: Path, files: Iterable[tuple[str, str]]) -> None:
    for name, content in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")


def request_for(folder: Path) -> CheckRequest:
    root, configuration, file = find_project((str(folder),), None, None)
    snapshots = snapshots_of(root, configuration, ())
    return CheckRequest(Inputs(root, configuration, file, snapshots=snapshots), ALL)


def document_by_document(module: RuleModule, project: Project, documents: Iterable[str]) -> Counter[Said]:
    return Counter(said for name in documents for said in says(module, project.part({name})))


def assert_local_rules_are_local(folder: Path) -> None:
    loaded = load_project(request_for(folder).inputs, lambda _done, _all: None)
    for module in LOCAL:
        whole = Counter(says(module, loaded.project))
        assert whole == document_by_document(module, loaded.project, loaded.documents), module.RULE.code


@pytest.mark.parametrize(("module", "example"), list(cases()))
def test_documents_of_the_pages_can_be_judged_one_by_one(
    module: RuleModule, example: Example, tmp_path: Path
) -> None:
    write(tmp_path, tuple(example.files(STAGE).items()))

    assert_local_rules_are_local(tmp_path)


@settings(max_examples=25)
@given(READABLE)
def test_documents_of_any_project_can_be_judged_one_by_one(files: dict[str, Any]) -> None:
    with TemporaryDirectory() as folder:
        write(Path(folder), ((name, json.dumps(value)) for name, value in files.items()))

        assert_local_rules_are_local(Path(folder))


@settings(max_examples=25)
@given(READABLE, READABLE)
def test_what_is_kept_of_a_project_before_an_edit_changes_nothing_after_it(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    with TemporaryDirectory() as folder:
        memory = Memory()
        for files in (before, after):
            write(Path(folder), ((name, json.dumps(value)) for name, value in files.items()))
            request = request_for(Path(folder))
            kept = judge(request, load_project(request.inputs, lambda _done, _all: None, memory))

        assert kept == judge(request, load_project(request.inputs, lambda _done, _all: None))
