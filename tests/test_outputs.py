"""What segments, measures, derived entities and hierarchies make in the planned state."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from linter.configuration.settings import Configuration
from linter.project.outputs import Outputs
from linter.reading.inputs import Inputs
from linter.reading.loading import load_project
from tests.projects import Files, snapshot, write

URL = "/api/instances/main"


def segment(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, **more}


def measure(name: str, kind: str = "entity", *aliases: str, **more: Any) -> dict[str, Any]:
    aggregates = [{"operation": "sum", "field": "v.Id", "alias": one} for one in aliases]
    return {
        "name": name,
        "definition": {"kind": kind, "type": "structured", "aggregates": aggregates, **more},
    }


def put(path: str, body: Any = None, method: str = "PUT") -> dict[str, Any]:
    return {"method": method, "url": f"{URL}/{path}", **({} if body is None else {"body": body})}


@pytest.fixture
def outputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return what tells the outputs of files."""
    monkeypatch.chdir(tmp_path)

    def of(files: Files, **stored: Any) -> Outputs:
        write(tmp_path, {"snapshot.json": snapshot(**stored), **files})
        inputs = Inputs(str(tmp_path), Configuration(), snapshots=(str(tmp_path / "snapshot.json"),))
        project = load_project(inputs, lambda _done, _all: None).project
        return project.outputs(project.snapshots[0])

    return of


def told(outputs: Outputs) -> list[str]:
    return [f"{one.kind} {one.name} {one.state}{' planned' if one.is_planned else ''}" for one in outputs.all]


def test_what_is_stored_and_what_is_planned_are_told_apart(outputs: Any) -> None:
    found = outputs(
        {"manage/segments.json": [segment("New")], "manage/measures/Old.json": measure("Old")},
        segments=[segment("Kept", state="Active")],
        measures=[measure("Old")],
        hierarchies=[{"name": "Tree"}],
        derivedEntities=[{"name": "Made"}],
    )
    assert told(found) == [
        "segment Kept active",
        "measure Old  planned",
        "derivedEntity Made ",
        "hierarchy Tree ",
        "segment New inactive planned",
    ]


def test_the_last_request_of_a_list_has_the_last_word(outputs: Any) -> None:
    gone, on, off = (
        put("manage/segments/S", method="DELETE"),
        *(put(f"manage/segments/S/{one}") for one in ("activate", "deactivate")),
    )
    new = put("manage/segments", segment("S"), "POST")
    stored = [segment("S", state="active")]
    assert told(outputs({"a.json": [gone]}, segments=stored)) == []
    assert told(outputs({"a.json": [gone, new]}, segments=stored)) == ["segment S inactive planned"]
    assert told(outputs({"a.json": [new, gone]}, segments=stored)) == []
    assert told(outputs({"a.json": [new, on]})) == ["segment S active planned"]
    assert told(outputs({"a.json": [on, off]}, segments=stored)) == ["segment S inactive"]
    assert [one.what for one in outputs({"a.json": [on, off, gone]}).changes] == [
        "activate",
        "deactivate",
        "delete",
    ]


def test_attribute_measures_are_attributes_of_one_entity_and_the_others_entities(outputs: Any) -> None:
    found = outputs(
        {"manage/measures.json": [measure("Total", "attribute", "t"), measure("Per", "entity", "a", "b")]},
        measures=[measure("Raw", type="manual", measureQuerySql="SELECT 1")],
        segments=[segment("S")],
    )
    assert list(found.measured) == ["Total"]
    assert found.entity("Total") is None
    assert found.entity("Per").attributes == ("a", "b")
    assert found.entity("Raw").attributes is None
    assert found.entity("S").attributes == ("CustomerId",)


def test_names_clash_whatever_their_case_and_refer_exactly(outputs: Any) -> None:
    found = outputs({"manage/segments.json": segment("Members")})
    assert [one.name for one in found.namesakes("MEMBERS")] == ["Members"]
    assert found.entity("MEMBERS") is None
    assert found.find("segment", "Members") is found.entity("Members")
    assert found.names("segment").names == ["Members"]


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_a_state_can_be_asked_for_in_two_ways(outputs: Any, method: str) -> None:
    found = outputs(
        {"r.json": [put("manage/segments/Kept/activate", method=method)]}, segments=[segment("Kept")]
    )
    assert [(one.name, one.what) for one in found.changes] == [("Kept", "activate")]
