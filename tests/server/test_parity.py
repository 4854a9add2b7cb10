"""The server says what `check` says: over the examples, and over every bad example of every rule's page."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lsprotocol import types
from pytest_lsp import client_capabilities

from linter.cli import main
from linter.rulekit.pages import examples
from tests.server.editor import Editor
from tests.stage import STAGE

REPO = Path(__file__).parent.parent.parent
SEVERITIES = {"error": 1, "warning": 2, "recommendation": 3}

Said = dict[str, list[Any]]


def by_check(folder: Path) -> Said:
    """What the command says of the files of a folder, and of the projects in it."""
    done = CliRunner().invoke(main, ["check", "--format", "json", str(folder)])
    report = json.loads(done.stdout) if done.stdout else {"diagnostics": []}
    folder = Path.cwd() if "projects" in report else folder
    said: Said = {}
    for one in report["diagnostics"]:
        related = [
            [place(folder, each["file"]), in_units(folder, each["file"], each["range"]), each["message"]]
            for each in (*one["related"], *map(waiting, one["consequences"]))
        ]
        message = one["message"] + (f"\n{one['help']}" if one["help"] else "")
        span = in_units(folder, one["file"], one["range"])
        entry = [one["code"], SEVERITIES[one["severity"]], message, span, related]
        said.setdefault(place(folder, one["file"]), []).append(entry)
    return {uri: sorted(items) for uri, items in said.items()}


def waiting(one: dict[str, Any]) -> dict[str, Any]:
    """What is held back for a finding, as a place that has to do with it."""
    return {**one, "message": f"{one['code']} is held back until this is mended"}


def place(folder: Path, file: str) -> str:
    return Path(os.path.normpath(folder / file)).as_uri()


def in_units(folder: Path, file: str, span: dict[str, dict[str, int]]) -> list[list[int]]:
    """A range in lines and UTF-16 units from 0."""
    path = folder / file
    text = path.read_bytes().decode("utf-8", "replace").removeprefix("\ufeff") if path.is_file() else ""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = []
    for end in ("start", "end"):
        line, column = span[end]["line"] - 1, span[end]["column"] - 1
        found.append([line, len(lines[line][:column].encode("utf-16-le")) // 2])
    return found


def span_of(range_: types.Range) -> list[list[int]]:
    return [[one.line, one.character] for one in (range_.start, range_.end)]


def by_server(items: list[types.Diagnostic]) -> list[Any]:
    return sorted(
        [
            one.code,
            one.severity,
            one.message,
            span_of(one.range),
            [
                [each.location.uri, span_of(each.location.range), each.message]
                for each in one.related_information or ()
            ],
        ]
        for one in items
    )


def write_pages(folder: Path) -> list[Path]:
    """Write every bad example of every page as a project of its own."""
    projects = []
    for page in sorted((REPO / "rules").glob("*/*.md")):
        bad = [example for example in examples(page.read_text("utf-8")) if not example.good]
        for number, example in enumerate(bad):
            project = folder / f"{page.stem}-{number}"
            for name, content in example.files(STAGE).items():
                path = project / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(content, "utf-8")
            projects.append(project)
    return projects


@pytest.mark.asyncio
async def test_the_server_says_of_every_bad_example_what_check_says(tmp_path: Path, open_in: Any) -> None:
    projects = [*write_pages(tmp_path), REPO / "examples/contoso", REPO / "examples/contoso-broken"]
    assert len(projects) > 100
    editor: Editor = await open_in(tmp_path, client_capabilities("visual-studio-code"), folder=False)
    added = [types.WorkspaceFolder(one.as_uri(), one.name) for one in projects]
    event = types.WorkspaceFoldersChangeEvent(added, [])
    editor.client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(event))

    report = await editor.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))

    said = {
        one.uri: by_server(list(one.items))
        for one in report.items
        if isinstance(one, types.WorkspaceFullDocumentDiagnosticReport)
    }
    expected = {uri: items for project in projects for uri, items in by_check(project).items()}
    assert said == expected


@pytest.mark.asyncio
async def test_the_day_that_is_said_to_be_is_the_editors_too(
    broken: Path, open_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    suppression = '[[suppress]]\nrule = "CP09"\nfiles = ["conflations"]\nreason = "r"\nuntil = 2999-12-31\n'
    with (broken / "c360lint.toml").open("a", encoding="utf-8") as file:
        file.write(suppression)
    monkeypatch.setenv("C360LINT_TODAY", "3000-01-01")
    editor: Editor = await open_in(broken)

    expected = by_check(broken)
    assert "CP09" in {code for items in expected.values() for code, *_ in items}
    await editor.until(
        lambda: {uri: by_server(items) for uri, (_, items) in editor.heard.items() if items} == expected
    )
