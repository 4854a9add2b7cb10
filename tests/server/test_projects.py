"""Which projects the server judges: they come and go with what declares them, and with what is open."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pytest_lsp import client_capabilities

from tests.server.conftest import REPO
from tests.server.editor import Editor
from tests.server.test_parity import by_check, by_server

pytestmark = pytest.mark.asyncio

CONFIGURATION = "c360lint.toml"
PLAN = "conflations/default/conflationPlan.json"
RELATIONSHIPS = "manage/relationships.json"
FOUND = ["CP02", "CP06", "CP08", "CP09"]
CREATED, DELETED = types.FileChangeType.Created, types.FileChangeType.Deleted


@pytest.fixture
def undeclared(broken: Path) -> Path:
    """The example with mistakes, without a configuration."""
    (broken / CONFIGURATION).unlink()
    return broken


def copied(to: Path) -> Path:
    return Path(shutil.copytree(REPO / "examples" / "contoso-broken", to))


def said(editor: Editor) -> dict[str, list[Any]]:
    return {uri: by_server(items) for uri, (_, items) in editor.heard.items() if items}


def change_folders(editor: Editor, added: list[str], removed: list[str]) -> None:
    event = types.WorkspaceFoldersChangeEvent(
        *([types.WorkspaceFolder(uri, "it") for uri in uris] for uris in (added, removed))
    )
    editor.client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(event))


async def test_a_configuration_that_is_created_counts_at_once(undeclared: Path, open_in: Any) -> None:
    editor: Editor = await open_in(undeclared)
    editor.open(PLAN)
    await editor.hears_codes(PLAN, *FOUND)

    (undeclared / CONFIGURATION).write_text('ignore = ["CP02"]\n', "utf-8")
    editor.told(CONFIGURATION, CREATED)

    await editor.hears_codes(PLAN, "CP06", "CP08", "CP09")
    (undeclared / CONFIGURATION).unlink()
    editor.told(CONFIGURATION, DELETED)
    await editor.hears_codes(PLAN, *FOUND)


async def test_a_configuration_that_nobody_told_of_counts_from_the_next_keystroke(
    undeclared: Path, open_in: Any
) -> None:
    editor: Editor = await open_in(undeclared)
    editor.open(PLAN)
    await editor.hears_codes(PLAN, *FOUND)
    (undeclared / CONFIGURATION).write_text('ignore = ["CP02"]\n', "utf-8")

    editor.write(PLAN, (undeclared / PLAN).read_text("utf-8") + "\n")

    await editor.hears_codes(PLAN, "CP06", "CP08", "CP09")


async def test_a_configuration_counts_before_it_is_saved_first(undeclared: Path, open_in: Any) -> None:
    editor: Editor = await open_in(undeclared)
    await editor.hears_codes(PLAN, *FOUND)

    editor.open(CONFIGURATION, 'ignore = ["CP02"]\n')

    await editor.hears_codes(PLAN, "CP06", "CP08", "CP09")
    editor.close(CONFIGURATION)
    await editor.hears_codes(PLAN, *FOUND)


async def test_a_section_in_pyproject_counts_as_it_is_typed(undeclared: Path, open_in: Any) -> None:
    name = "pyproject.toml"
    (undeclared / name).write_text("[project]\n", "utf-8")
    editor: Editor = await open_in(undeclared)
    editor.open(name)
    await editor.hears_codes(PLAN, *FOUND)

    editor.write(name, '[tool.c360lint]\nignore = ["CP02"]\n')

    await editor.hears_codes(PLAN, "CP06", "CP08", "CP09")


async def test_what_an_inner_project_said_goes_with_it(broken: Path, open_in: Any) -> None:
    editor: Editor = await open_in(broken)
    editor.open(PLAN)
    await editor.hears_codes(PLAN, *FOUND)
    inner = "conflations/c360lint.toml"

    (broken / inner).write_text('selct = ["ALL"]\n', "utf-8")
    editor.told(inner, CREATED)

    await editor.until(lambda: bool(editor.heard.get(editor.uri(inner), (None, []))[1]))
    (broken / inner).unlink()
    editor.told(inner, DELETED)
    expected = by_check(broken)
    await editor.until(lambda: said(editor) == expected)


async def test_every_project_below_a_folder_is_judged_by_itself(tmp_path: Path, open_in: Any) -> None:
    for name in ("one", "two", "deeper/three", "node_modules/four", ".git/five"):
        copied(tmp_path / name)
    (tmp_path / "two" / CONFIGURATION).unlink()
    (tmp_path / "deeper/three" / CONFIGURATION).rename(tmp_path / "deeper/three/pyproject.toml")
    (tmp_path / "deeper/three/pyproject.toml").write_text("[tool.c360lint]\n", "utf-8")

    editor: Editor = await open_in(tmp_path)

    expected = [by_check(tmp_path / name) for name in ("one", "two", "deeper/three")]
    everything = {uri: items for each in expected for uri, items in each.items()}
    await editor.until(lambda: said(editor) == everything)


async def test_a_project_that_appears_below_a_folder_is_judged(tmp_path: Path, open_in: Any) -> None:
    copied(tmp_path / "one")
    editor: Editor = await open_in(tmp_path)
    first = by_check(tmp_path / "one")
    await editor.until(lambda: said(editor) == first)

    copied(tmp_path / "two")
    editor.told("two/c360lint.toml", CREATED)

    both = {**first, **by_check(tmp_path / "two")}
    await editor.until(lambda: said(editor) == both)
    shutil.rmtree(tmp_path / "two")
    editor.told("two", DELETED)
    await editor.until(lambda: said(editor) == first)


@pytest.mark.parametrize("how", ["root_uri", "root_path"])
async def test_the_root_of_an_older_client_is_a_folder(broken: Path, open_in: Any, how: str) -> None:
    root = broken.as_uri() if how == "root_uri" else str(broken)

    editor: Editor = await open_in(broken, folder=False, **{how: root})

    await editor.hears_codes(PLAN, *FOUND)


async def test_a_project_outside_the_workspace_goes_with_its_last_document(
    broken: Path, tmp_path: Path, open_in: Any
) -> None:
    (tmp_path / "workspace").mkdir()
    editor: Editor = await open_in(tmp_path / "workspace")
    plan = str(broken / PLAN)
    editor.open(plan)
    await editor.hears_codes(plan, *FOUND)

    editor.close(plan)

    await editor.until(lambda: said(editor) == {})


async def test_a_folder_is_closed_however_it_is_written(broken: Path, open_in: Any) -> None:
    editor: Editor = await open_in(broken)
    await editor.hears_codes(PLAN, *FOUND)

    change_folders(editor, [], [broken.as_uri() + "/"])

    await editor.until(lambda: said(editor) == {})


async def test_a_file_has_one_identity_through_links(broken: Path, tmp_path: Path, open_in: Any) -> None:
    link = tmp_path / "link"
    link.symlink_to(broken, target_is_directory=True)
    editor: Editor = await open_in(link)
    await editor.hears_codes(PLAN, *FOUND)
    real = str(broken / PLAN)

    editor.open(real)

    await editor.hears_codes(real, *FOUND)
    assert editor.codes(PLAN) == []
    editor.write(real, (broken / PLAN).read_text("utf-8").replace("EMial", "EMail"))
    await editor.hears_codes(real, "CP06", "CP08", "CP09")
    editor.close(real)
    await editor.hears_codes(PLAN, *FOUND)
    assert editor.codes(real) == []
    assert all(uri.startswith(link.as_uri()) for uri in said(editor))


async def test_what_is_no_file_is_left_alone(broken: Path, open_in: Any) -> None:
    editor: Editor = await open_in(broken)

    for uri in ("file:", "untitled:one", "file:///a%00b"):
        editor.client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "json", 1, "{"))
        )

    expected = by_check(broken)
    await editor.until(lambda: said(editor) == expected)


async def test_what_is_no_folder_keeps_none_from_coming_and_going(
    broken: Path, tmp_path: Path, open_in: Any
) -> None:
    other = copied(tmp_path / "other")
    editor: Editor = await open_in(broken)
    await editor.hears_codes(PLAN, *FOUND)

    none = ["file:///a%00b", "file:a", "file:///c:/a", "file:", "file://[x", "untitled:one"]
    change_folders(editor, [*none, other.as_uri()], [*none, broken.as_uri()])

    await editor.until(lambda: said(editor) == by_check(other))


async def test_a_client_is_asked_to_ask_again_only_about_other_documents(contoso: Path, open_in: Any) -> None:
    capabilities = client_capabilities("visual-studio-code")
    assert capabilities.text_document is not None
    assert capabilities.workspace is not None
    capabilities.text_document.diagnostic = types.DiagnosticClientCapabilities()
    capabilities.workspace.diagnostics = types.DiagnosticWorkspaceClientCapabilities(refresh_support=True)
    editor: Editor = await open_in(contoso, capabilities)
    editor.open(RELATIONSHIPS)
    which = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(editor.uri(RELATIONSHIPS)))
    text = (contoso / RELATIONSHIPS).read_text("utf-8")

    editor.write(RELATIONSHIPS, text.replace('"name"', '"nmae"', 1))
    own = await editor.client.text_document_diagnostic_async(which)

    assert (bool(own.items), editor.refreshed) == (True, 0)
    editor.write(RELATIONSHIPS, text.replace("PosReturnToCustomer", "HomeStoreOfCustomer"))
    await editor.until(lambda: editor.refreshed == 1)


async def test_a_snapshot_of_another_tool_makes_no_project_of_the_folder_that_is_opened_in(
    undeclared: Path, open_in: Any
) -> None:
    inner = undeclared / "__snap__"
    (inner / "manage").mkdir(parents=True)
    (inner / "snapshot.json").write_text('{"a": 1}', "utf-8")
    (inner / RELATIONSHIPS).write_text("[{}]", "utf-8")
    editor: Editor = await open_in(undeclared)
    await editor.hears_codes(PLAN, *FOUND)

    editor.open(f"__snap__/{RELATIONSHIPS}")

    await editor.hears(f"__snap__/{RELATIONSHIPS}")
    assert said(editor) == by_check(undeclared)


@pytest.mark.parametrize("named", ["snapshot", "baseline"])
async def test_what_is_named_outside_the_project_is_followed_from_when_it_is_missing(
    broken: Path, open_in: Any, named: str
) -> None:
    outside = broken.parent / "outside.json"
    if named == "snapshot":
        content = (broken / "snapshot.json").read_text("utf-8")
        (broken / "snapshot.json").unlink()
    else:
        content = '{"version": 1, "findings": []}'
    (broken / CONFIGURATION).write_text(f'{named} = "../outside.json"\n', "utf-8")
    editor: Editor = await open_in(broken)
    await editor.until(lambda: bool(editor.codes(CONFIGURATION)))
    editor.open(PLAN)

    outside.write_text(content, "utf-8")
    editor.told("../outside.json", CREATED)

    await editor.hears_codes(PLAN, *FOUND)


async def test_a_folder_that_is_told_of_as_one_is_looked_through_for_projects(
    tmp_path: Path, open_in: Any
) -> None:
    folder = tmp_path / "workspace"
    folder.mkdir()
    editor: Editor = await open_in(folder)

    copied(folder / "inner")
    editor.told("inner", CREATED)

    await editor.hears_codes(f"inner/{PLAN}", *FOUND)


async def test_a_project_leaves_the_files_of_one_in_it_alone(broken: Path, open_in: Any) -> None:
    copied(broken / "inner")

    editor: Editor = await open_in(broken)

    both = by_check(broken)
    assert len(both) == 2 * len(by_check(broken / "inner"))
    await editor.until(lambda: said(editor) == both)


async def test_a_project_that_the_outer_one_excludes_is_judged_while_a_file_of_it_is_open(
    broken: Path, open_in: Any
) -> None:
    copied(broken / "old")
    (broken / CONFIGURATION).write_text('exclude = ["old/**"]\n', "utf-8")
    editor: Editor = await open_in(broken)
    await editor.hears_codes(PLAN, *FOUND)
    assert editor.codes(f"old/{PLAN}") == []

    editor.open(f"old/{PLAN}")
    await editor.hears_codes(f"old/{PLAN}", *FOUND)

    editor.close(f"old/{PLAN}")
    await editor.until(lambda: editor.codes(f"old/{PLAN}") == [])
    (broken / CONFIGURATION).write_text("", "utf-8")
    editor.told(CONFIGURATION, types.FileChangeType.Changed)
    await editor.hears_codes(f"old/{PLAN}", *FOUND)


async def test_a_project_outside_the_workspace_leaves_the_files_of_one_in_it_alone(
    broken: Path, tmp_path: Path, open_in: Any
) -> None:
    (tmp_path / "workspace").mkdir()
    inner = copied(broken / "inner")
    (inner / CONFIGURATION).write_text('exclude = ["**"]\n', "utf-8")
    editor: Editor = await open_in(tmp_path / "workspace")

    editor.open(str(broken / PLAN))

    expected = by_check(broken)
    assert not any("/inner/" in uri for uri in expected)
    await editor.until(lambda: said(editor) == expected)


async def test_a_project_begins_and_ends_with_an_unsaved_configuration(broken: Path, open_in: Any) -> None:
    inner = copied(broken / "inner")
    (inner / CONFIGURATION).unlink()
    (broken / CONFIGURATION).unlink()
    editor: Editor = await open_in(broken)
    apart = by_check(broken)
    await editor.until(lambda: said(editor) == apart)

    editor.open(CONFIGURATION, "")  # around it, a snapshot is no project any more
    await editor.until(lambda: said(editor) != apart)

    editor.close(CONFIGURATION)
    await editor.until(lambda: said(editor) == apart)
