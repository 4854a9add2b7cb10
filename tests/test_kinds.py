"""A payload kind is one card and one line in a table: all who deal with payloads know it from there."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner

import rules
from linter import kinds
from linter.cli import main
from linter.diagnostic import Finding
from linter.kinds.kind import Kind, Turn
from linter.kinds.request import Request
from linter.kinds.route import Address
from linter.project.project import Project
from linter.rulekit.catalogue import Catalogue, Family
from linter.rulekit.rule import Rule, Says
from linter.server.completion import proposals
from linter.server.typed_document import views
from linter.shapes import shape
from linter.shapes.node import Node
from tests.server.project import judged

REPO = Path(__file__).parent.parent
PATH = "manage/enrichments"
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "What can be searched for",
    "type": "object",
    "properties": {
        "entityName": {"type": "string", "x-names": {"what": "entity", "role": "what is searched"}},
        "fields": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["fields"],
}


class Enrichment:
    """The body of PUT …/enrichments."""

    def __init__(self, request: Request, root: Node) -> None:
        self.request = request
        self.root = root


ENRICHMENT = Kind(
    name="enrichment",
    title="What can be searched for",
    model="enrichment",
    addresses=(Address(PATH, ("PUT",)),),
    view=Enrichment,
    turn=Turn(11, "enrichment comes last of what writes"),
    saved=("enrichment",),
    since="2021-01",
)


SNAPSHOT = {
    "instanceId": "i",
    "dataSources": [
        {"dataSourceId": "s", "name": "Shop", "entities": [{"name": "Order"}, {"name": "Customer"}]}
    ],
}


def check(project: Project) -> Says:
    for payload in project.payloads("enrichment"):
        if not payload.root.get("fields"):
            missing = payload.root.get("fields") is None
            yield Finding(
                payload.root.at("entityName" if missing else "fields"), "nothing can be searched for"
            )


NO_FIELDS = ModuleType("no_search_field", "A field is needed.")
vars(NO_FIELDS).update(RULE=Rule("ZZ01", "no-search-field", "a field is needed", "a test"), check=check)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, Any]], Path]:
    """Put the kind and its rule into their tables, and return what writes a project."""
    schemas = tmp_path / "schemas"
    shutil.copytree(shape.SCHEMAS, schemas)
    (schemas / "enrichment.schema.json").write_text(json.dumps(SCHEMA), "utf-8")
    stored = json.loads((schemas / "snapshot.schema.json").read_text("utf-8"))
    stored["$defs"]["Snapshot"]["properties"]["enrichment"] = {}
    (schemas / "snapshot.schema.json").write_text(json.dumps(stored), "utf-8")
    monkeypatch.setattr(shape, "SCHEMAS", str(schemas))
    monkeypatch.setattr(shape, "_shapes", {})
    monkeypatch.setattr(kinds, "ALL", (*kinds.ALL, ENRICHMENT))
    family = Family("ZZ", "search_rules", ("enrichment",), ("no_search_field",))
    monkeypatch.setitem(sys.modules, "search_rules.no_search_field", NO_FIELDS)
    monkeypatch.setattr(rules, "ALL", Catalogue((*rules.ALL.families, family)))
    root = tmp_path / "project"
    root.mkdir()
    monkeypatch.chdir(root)

    def write(files: dict[str, Any]) -> Path:
        for name, value in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(json.dumps(value), "utf-8")
        return root

    return write


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    return result.exit_code, result.stdout


@pytest.mark.parametrize(
    ("name", "document", "place"),
    [
        (f"{PATH}.json", {"fields": []}, "1:12"),
        ("search.json", {"$schema": "enrichment.schema.json", "fields": []}, "1:49"),
        ("sent.json", {"method": "PUT", "url": f"/api/instances/i/{PATH}", "body": {"fields": []}}, "1:84"),
    ],
)
def test_a_payload_is_found_however_it_says_its_kind(
    name: str, document: Any, place: str, project: Callable[[dict[str, Any]], Path]
) -> None:
    project({name: document})

    status, told = run("check", "--format", "concise", "--quiet", "--select", "ZZ01")
    assert (status, told) == (1, f"{name}:{place}: error ZZ01 no-search-field: nothing can be searched for\n")


def test_a_file_can_be_said_to_be_of_the_kind(project: Callable[[dict[str, Any]], Path]) -> None:
    project({"elsewhere.json": {"fields": []}})

    status, told = run(
        "check",
        "--as",
        ENRICHMENT.name,
        "--format",
        "concise",
        "--quiet",
        "--select",
        "ZZ01",
        "elsewhere.json",
    )
    assert (status, told) == (
        1,
        "elsewhere.json:1:12: error ZZ01 no-search-field: nothing can be searched for\n",
    )
    assert f"|{ENRICHMENT.name}|request]" in "".join(run("check", "--help")[1].split())


def test_explain_shows_its_form(project: Callable[[dict[str, Any]], Path]) -> None:
    project({})

    status, told = run("explain", ENRICHMENT.name, "--format", "json")
    [form] = json.loads(told)["forms"]
    assert (status, form["name"], form["title"]) == (0, ENRICHMENT.name, ENRICHMENT.title)
    assert [one["path"] for one in form["places"]] == [f"/{PATH}"]
    assert [one["names"] for one in form["properties"]] == [["entityName"], ["fields"]]


def test_a_body_is_read_along_the_schema(project: Callable[[dict[str, Any]], Path]) -> None:
    project({f"{PATH}.json": {"fields": "Name"}})

    status, told = run("check", "--format", "json", "--select", "DO")
    assert (status, [one["pointer"] for one in json.loads(told)["diagnostics"]]) == (1, ["/fields"])


def test_the_schema_is_printed_and_listed(project: Callable[[dict[str, Any]], Path]) -> None:
    project({})

    assert run("schema", "ENRICHMENT") == (0, json.dumps(SCHEMA))
    assert "enrichment\n" in run("schema")[1]


def test_it_is_sent_by_its_own_method_in_its_turn(project: Callable[[dict[str, Any]], Path]) -> None:
    project({f"{PATH}.json": {"fields": ["Name"]}, "manage/relationships.json": []})

    steps = json.loads(run("plan", "--format", "json")[1])["steps"]
    assert [(one["method"], one["url"].partition("}/")[2]) for one in steps] == [
        ("PATCH", "manage/relationships"),
        ("PUT", PATH),
    ]
    assert ENRICHMENT.turn.custom in run("plan")[1]
    assert "PUT" in run("plan", "--format", "shell")[1]


def test_refs_and_completion_know_what_it_names(project: Callable[[dict[str, Any]], Path]) -> None:
    """They read one table of names; `refs` prints it."""
    file = f"{PATH}.json"
    root = project({file: {"entityName": "Shop_Order", "fields": ["Id"]}, "snapshot.json": SNAPSHOT})

    status, told = run("refs", "Order", "--snapshot", "snapshot.json", "--format", "json")
    uses = [one for one in json.loads(told)["references"] if one["file"] == file]
    found = [(one["role"], one["pointer"]) for one in uses]
    assert (status, found) == (0, [("what is searched", "/entityName")])
    (root / "c360lint.toml").write_text('snapshot = "snapshot.json"', "utf-8")
    text = '{"entityName": ""}'
    typed = views(judged(root), str(root / file), text, text.index('""') + 1)
    assert [one.label for view in typed for one in proposals(view)] == ["Shop_Order", "Shop_Customer"]


def test_refs_knows_what_the_snapshot_has_of_it(project: Callable[[dict[str, Any]], Path]) -> None:
    schema = Path(shape.SCHEMAS) / "snapshot.schema.json"
    value = json.loads(schema.read_text("utf-8"))
    value["$defs"]["Snapshot"]["properties"]["enrichment"] = SCHEMA
    schema.write_text(json.dumps(value), "utf-8")
    saved = {"entityName": "Shop_Order", "fields": ["Id"]}
    project({"snapshot.json": {**SNAPSHOT, "enrichment": saved}})

    told = run("refs", "Order", "--snapshot", "snapshot.json", "--format", "json")[1]
    found = [(one["role"], one["pointer"]) for one in json.loads(told)["references"]]
    assert ("what is searched", "/enrichment/entityName") in found


def test_a_finding_about_what_it_names_is_drawn_there(project: Callable[[dict[str, Any]], Path]) -> None:
    project({f"{PATH}.json": {"entityName": "Shop_Order"}, "snapshot.json": SNAPSHOT})

    drawn = json.loads(run("graph", "--snapshot", "snapshot.json", "--format", "json")[1])
    told = {one["name"]: [note["message"] for note in one["findings"]] for one in drawn["entities"]}
    assert "nothing can be searched for" in told["Shop_Order"]
    assert told["Shop_Customer"] == []


def test_the_kinds_stand_once_each_and_lead_from_their_paths_to_themselves() -> None:
    paths = [address.path for kind in kinds.ALL for address in kind.addresses]

    assert len(set(kinds.names())) == len(kinds.ALL)
    assert len(set(paths)) == len(paths)
    assert [kinds.named(name) for name in kinds.names()] == list(kinds.ALL)


def test_a_schema_tells_editors_where_its_files_lie() -> None:
    places = {
        kind.name: [re.sub(r"\{\w+\}", "*", f"**/{address.path}") for address in kind.addresses]
        for kind in kinds.ALL
        if kind.has_files
    }
    written = {name: json.loads((REPO / f"schemas/{name}.schema.json").read_text("utf-8")) for name in places}

    assert {name: schema["x-layout"] for name, schema in written.items()} == places


def test_vs_code_leaves_the_files_of_every_kind_to_the_server() -> None:
    manifest = json.loads((REPO / "editors/vscode/package.json").read_text("utf-8"))
    silent = {glob for one in manifest["contributes"]["jsonValidation"] for glob in one["fileMatch"]}
    written = [json.loads(path.read_text("utf-8")) for path in (REPO / "schemas").glob("*.schema.json")]

    assert silent == {f"{glob}.json" for schema in written for glob in schema.get("x-layout", ())}, (
        "write what is missing into `jsonValidation` of editors/vscode/package.json, by hand"
    )
