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
from linter.rulekit.occurring import occurring
from linter.rulekit.pages import Example
from linter.rulekit.rule import RuleModule
from rules import ALL
from tests.projects import snapshot
from tests.stage import STAGE, lay_out
from tests.test_engine import is_snapshot, projects
from tests.test_pages import cases

READABLE = projects().filter(lambda files: is_snapshot(files["snapshot.json"]))


def write(folder: Path, files: Iterable[tuple[str, str]]) -> None:
    for name, content in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")


def request_for(folder: Path) -> CheckRequest:
    root, configuration, file = find_project(str(folder), None)
    snapshots = snapshots_of(root, configuration, ())
    return CheckRequest(Inputs(root, configuration, file, snapshots=snapshots), ALL)


def said_of(parts: Iterable[Project]) -> Counter[tuple[str, Said]]:
    """What local rules that speak of what is there say of each of some projects, with their codes."""
    return Counter(
        (module.RULE.code, said)
        for part in parts
        for module in ALL.about(occurring(part))
        if module.RULE.local
        for said in says(module, part)
    )


def assert_local_rules_are_local(folder: Path) -> None:
    loaded = load_project(request_for(folder).inputs, lambda _done, _all: None)

    assert said_of([loaded.project]) == said_of(loaded.project.part({name}) for name in loaded.documents)


FAULTY = '{"entityName": "Visits", "entityName": "Visits", "nonsense": 5}'
HOUSE = '[[schemas]]\nfiles = ["manage/**"]\nschema = "house.json"\n'


def parts_of(project: Project) -> list[list[str]]:
    """Return the documents of a project's requests, problems, duplicates, house schemas and unread files."""
    return [
        [one.document for one in project.requests],
        sorted({one.at.document for one in project.problems}),
        [one.at.document for one in project.duplicates],
        [one.document for one in project.house_schemas],
        [one.document for one in project.unread],
    ]


def test_a_part_of_a_project_has_all_that_is_of_its_documents_and_nothing_of_others(tmp_path: Path) -> None:
    here, there, torn = (f"manage/datasources/{source}/entities/entityInfo.json" for source in "abc")
    write(tmp_path, ((here, FAULTY), (there, FAULTY), (torn, "{")))
    write(tmp_path, (("c360lint.toml", HOUSE), ("house.json", '{"type": "object"}')))
    project = load_project(request_for(tmp_path).inputs, lambda _done, _all: None).project

    assert parts_of(project) == [[here, there], [here, there], [here, there], [here, there], [torn]]
    assert parts_of(project.part({here})) == [[here], [here], [here], [here], []]
    assert parts_of(project.part({torn})) == [[], [], [], [], [torn]]
    assert parts_of(project.part({here, there, torn})) == parts_of(project)


@pytest.mark.parametrize(("module", "example"), list(cases()))
def test_documents_of_the_pages_can_be_judged_one_by_one(
    module: RuleModule, example: Example, folder: Path
) -> None:
    lay_out(example.files(STAGE), folder)

    assert_local_rules_are_local(folder)


def test_what_other_documents_make_is_known_of_a_document_that_is_judged_by_itself(tmp_path: Path) -> None:
    stored = snapshot(segments=[], insights=[])
    stored["dataSources"][1]["entities"].append({"name": "Visits", "attributes": {}})
    asked = [
        {"method": "GET", "url": f"/api/instances/main/data/{one}"} for one in ("Loyal", "Visits", "Sums")
    ]
    segments = [{"name": "Loyal"}, {"name": "Visits"}]
    files = {"manage/segments.json": segments, "manage/insights.json": {"name": "Sums"}, "asked.json": asked}
    write(tmp_path, ((name, json.dumps(one)) for name, one in ({"snapshot.json": stored} | files).items()))

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


def test_a_local_rule_is_asked_anew_where_what_is_ingested_changes(tmp_path: Path) -> None:
    source = {"dataSourceMetadata": {"name": "Web", "kind": "powerQuery", "entityNames": ["Hits"]}}
    plan = {"conflationOrder": ["Web_Hits"], "conflationPlans": []}
    files = {"snapshot.json": snapshot(), "conflations/default/conflationPlan.json": plan}
    write(tmp_path, ((name, json.dumps(value)) for name, value in files.items()))
    memory = Memory()

    def codes(made: Any) -> set[str]:
        write(tmp_path, [("manage/datasources.json", json.dumps(made))])
        request = request_for(tmp_path)
        result = judge(request, load_project(request.inputs, lambda _done, _all: None, memory))
        return {one.code for one in result.diagnostics if one.code == "CP01"}

    assert codes(source) == set()
    assert codes({"dataSourceMetadata": {**source["dataSourceMetadata"], "name": "App"}}) == {"CP01"}
