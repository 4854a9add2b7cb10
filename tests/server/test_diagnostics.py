"""What the server says of documents is what `check` says of files."""

from __future__ import annotations

import pytest
from lsprotocol import types
from pytest_lsp import client_capabilities

from tests.server.conftest import pushing
from tests.server.editor import Editor

pytestmark = pytest.mark.asyncio

RELATIONSHIPS = "manage/relationships.json"


async def test_a_folder_is_judged_before_any_document_is_open(broken, open_in) -> None:
    editor: Editor = await open_in(broken)

    await editor.hears_codes(RELATIONSHIPS, "DO03", "RL01", "RL03")


async def test_an_edit_changes_the_findings_of_another_file(contoso, open_in) -> None:
    editor: Editor = await open_in(contoso)
    editor.open(RELATIONSHIPS)
    assert await editor.hears(RELATIONSHIPS) == []
    text = (contoso / RELATIONSHIPS).read_text("utf-8")

    editor.write(RELATIONSHIPS, text.replace("PosReturnToCustomer", "HomeStoreOfCustomer"))

    await editor.hears_codes("requests/store-rollout.json", "RL02")
    editor.close(RELATIONSHIPS)
    await editor.hears_codes("requests/store-rollout.json")


async def test_a_change_of_the_snapshot_on_disk_is_noticed(contoso, open_in) -> None:
    editor: Editor = await open_in(contoso)
    plan = "conflations/default/conflationPlan.json"
    editor.open(plan)
    assert await editor.hears(plan) == []
    assert "workspace/didChangeWatchedFiles" in editor.registered
    snapshot = contoso / "snapshot.json"

    snapshot.write_text(snapshot.read_text("utf-8").replace('"BirthDate"', '"DateOfBirth"'), "utf-8")
    editor.told("snapshot.json")

    await editor.hears_codes(plan, "CP02", "CP02")


async def test_a_broken_snapshot_is_told_of_and_the_last_good_one_counts(contoso, open_in) -> None:
    editor: Editor = await open_in(contoso)
    name, text = "snapshot.json", (contoso / "snapshot.json").read_text("utf-8")
    editor.open(name)
    assert await editor.hears(name) == []

    editor.write(name, text.replace('"snapshotVersion": 1,', '"snapshotVersion": 1'))

    [trouble] = await editor.hears(name)
    assert "the snapshot can't be read" in trouble.message
    assert editor.codes("manage/relationships.json") == []
    editor.write(name, text)
    assert await editor.hears(name) == []


async def test_a_broken_configuration_is_told_of_at_its_place(contoso, open_in) -> None:
    editor: Editor = await open_in(contoso)
    path = contoso / "c360lint.toml"
    path.write_text(path.read_text("utf-8") + '\nselct = ["ALL"]\n', "utf-8")

    editor.told("c360lint.toml")

    await editor.until(lambda: bool(editor.heard.get(editor.uri("c360lint.toml"), (None, []))[1]))
    [trouble] = editor.heard[editor.uri("c360lint.toml")][1]
    assert trouble.message.startswith("unknown key `selct`")
    assert trouble.range.start.line == path.read_text("utf-8").split("\n").index('selct = ["ALL"]')


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
async def test_positions_are_counted_as_the_client_counts_them(contoso, open_in, encoding: str) -> None:
    capabilities = pushing(client_capabilities("visual-studio-code"))
    capabilities.general = types.GeneralClientCapabilities(
        position_encodings=[types.PositionEncodingKind(encoding)]
    )
    name = "manage/relationships.json"
    text = '[{"description": "Käufe 🛒", "colour": 1}]'
    (contoso / name).write_text(text, "utf-8")
    editor: Editor = await open_in(contoso, capabilities)
    editor.open(name)

    found = [one for one in await editor.hears(name) if one.code == "DO03"]

    before = text[: text.index('"colour"')]
    units = {"utf-8": len(before.encode()), "utf-16": len(before) + 1, "utf-32": len(before)}
    assert [one.range.start.character for one in found] == [units[encoding]]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
async def test_what_can_not_be_read_is_marked_to_the_end_of_its_line_as_the_client_counts(
    contoso, open_in, mark: str
) -> None:
    name = "snapshot.json"
    editor: Editor = await open_in(contoso)
    editor.open(name)
    assert await editor.hears(name) == []

    editor.write(name, mark + '{"🛒": 1, "🛒" 2} 🛒')

    [trouble] = await editor.hears(name)
    shift = len(mark)
    assert (trouble.range.start, trouble.range.end) == (
        types.Position(0, 14 + shift),
        types.Position(0, 20 + shift),
    )


async def test_half_of_a_surrogate_pair_is_marked_and_nothing_behind_it(contoso, open_in) -> None:
    name = "snapshot.json"
    editor: Editor = await open_in(contoso)
    editor.open(name)
    assert await editor.hears(name) == []

    editor.write(name, '{"a": "\ud83d"}')

    [trouble] = await editor.hears(name)
    assert (trouble.range.start, trouble.range.end) == (types.Position(0, 7), types.Position(0, 8))


async def test_a_closed_document_is_judged_as_its_file_says(broken, open_in) -> None:
    editor: Editor = await open_in(broken)
    editor.open(RELATIONSHIPS)
    await editor.hears_codes(RELATIONSHIPS, "DO03", "RL01", "RL03")
    editor.write(RELATIONSHIPS, "[]")
    await editor.hears_codes(RELATIONSHIPS)

    editor.close(RELATIONSHIPS)

    await editor.hears_codes(RELATIONSHIPS, "DO03", "RL01", "RL03")


async def test_a_client_that_asks_is_not_told_unasked(broken, open_in) -> None:
    capabilities = client_capabilities("visual-studio-code")
    assert capabilities.text_document is not None
    capabilities.text_document.diagnostic = types.DiagnosticClientCapabilities()
    editor: Editor = await open_in(broken, capabilities)
    editor.open(RELATIONSHIPS)
    which = types.TextDocumentIdentifier(editor.uri(RELATIONSHIPS))
    ask = editor.client.text_document_diagnostic_async

    first = await ask(types.DocumentDiagnosticParams(which))
    again = await ask(types.DocumentDiagnosticParams(which, previous_result_id=first.result_id))

    assert isinstance(first, types.RelatedFullDocumentDiagnosticReport)
    assert sorted(str(one.code) for one in first.items) == ["DO03", "RL01", "RL03"]
    assert isinstance(again, types.RelatedUnchangedDocumentDiagnosticReport)
    assert editor.heard == {}


async def test_a_document_in_no_project_is_left_alone(tmp_path, open_in) -> None:
    (tmp_path / "some.json").write_text("{", "utf-8")
    editor: Editor = await open_in(tmp_path, folder=False)
    editor.open("some.json")
    which = types.TextDocumentIdentifier(editor.uri("some.json"))

    outline = await editor.client.text_document_document_symbol_async(types.DocumentSymbolParams(which))

    assert (outline, editor.heard) == ([], {})
