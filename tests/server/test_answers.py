"""What the editor is told about a place: completion, hover, definition, references, names, repairs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pytest_lsp import client_capabilities

from tests.server.editor import Editor

PLAN = "conflations/default/conflationPlan.json"
RELATIONSHIPS = "manage/relationships.json"
WEB = "manage/datasources/7e52d0f4-0c1b-4d96-a2e7-c4839b6f1d05/entities/entityInfo.yaml"

pytestmark = pytest.mark.asyncio


async def labels(editor: Editor, name: str, needle: str, shift: int) -> list[str]:
    at = editor.at(name, needle, shift)
    params = types.CompletionParams(at.text_document, at.position)
    found = await editor.client.text_document_completion_async(params)
    assert isinstance(found, types.CompletionList)
    return [one.label for one in sorted(found.items, key=lambda one: one.sort_text or "")]


def written(root: Path, name: str, old: str, new: str) -> str:
    """Change a file before it is opened; return its text."""
    path = root / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return new


async def test_entities_of_the_chosen_data_source_are_completed(contoso, open_in) -> None:
    written(contoso, PLAN, '"entityName": "loyCustomers"', '"entityName": "')
    editor: Editor = await open_in(contoso)
    editor.open(PLAN)

    assert await labels(editor, PLAN, '"entityName": "}', 15) == [
        "loyCustomers", "loyPointsLedger", "loyTiers",
    ]  # fmt: skip


async def test_attributes_of_the_other_sides_type_come_first(contoso, open_in) -> None:
    written(
        contoso, PLAN, '"rightColumn": {"attributeName": "BirthDate"}', '"rightColumn": {"attributeName": ""}'
    )
    editor: Editor = await open_in(contoso)
    editor.open(PLAN)

    found = await labels(editor, PLAN, '{"attributeName": ""}', 19)

    assert found[0] == "BirthDate"
    assert "LoyaltyId" in found


async def test_a_half_typed_yaml_document_is_completed(contoso, open_in) -> None:
    written(contoso, WEB, "primaryKey: ViewId", "primaryKey: ")
    editor: Editor = await open_in(contoso)
    editor.open(WEB)

    assert (await labels(editor, WEB, "primaryKey: ", 12))[:2] == ["ViewId", "VisitorId"]


async def hovered(editor: Editor, name: str, needle: str) -> str:
    """Return what a hover over the second character of a text says."""
    at = editor.at(name, needle, 2)
    found = await editor.client.text_document_hover_async(types.HoverParams(at.text_document, at.position))
    assert found is not None
    assert isinstance(found.contents, types.MarkupContent)
    return found.contents.value


async def test_hover_tells_of_an_attribute_its_type_and_meaning(contoso, open_in) -> None:
    editor: Editor = await open_in(contoso)
    editor.open(PLAN)

    said = await hovered(editor, PLAN, '"EMail"')

    assert said.startswith("**EMail** — attribute of `eCommerce_eCommerceContacts`")
    assert "- semantic type: `Identity.Service.Email`" in said


async def test_hover_on_an_entity_tells_what_payloads_plan_for_it(contoso, open_in) -> None:
    editor: Editor = await open_in(contoso)
    editor.open(WEB)

    said = await hovered(editor, WEB, "webPageViews")

    assert said.splitlines()[:5] == [
        "**webPageViews** — entity of data source `Web`",
        "",
        "- a primary key is planned",
        "- type: activity, planned",
        "- 6 attributes",
    ]


async def test_hover_on_a_code_is_the_rules_page_without_links_that_lead_nowhere(contoso, open_in) -> None:
    written(contoso, "c360lint.toml", "api =", 'ignore = ["CP07"]\napi =')
    editor: Editor = await open_in(contoso)
    editor.open("c360lint.toml")
    at = editor.at("c360lint.toml", "CP07", 2)

    found = await editor.client.text_document_hover_async(types.HoverParams(at.text_document, at.position))

    assert found is not None
    assert isinstance(found.contents, types.MarkupContent)
    said = found.contents.value
    assert said.startswith(
        "**plan-entity-not-ordered (CP07)**\n\nEvery entity in the plan must appear in the conflation order."
    )
    assert said.endswith("A new entity in the order also\nneeds entity information (CP04).")


async def test_the_definition_of_an_entity_is_in_the_snapshot(contoso, open_in) -> None:
    editor: Editor = await open_in(contoso)
    editor.open(PLAN)
    at = editor.at(PLAN, '"posCustomers"', 2)

    found = await editor.client.text_document_definition_async(
        types.DefinitionParams(at.text_document, at.position)
    )

    place = editor.at("snapshot.json", '"posCustomers"').position
    assert isinstance(found, list)
    assert [(one.uri, one.range.start) for one in found] == [(editor.uri("snapshot.json"), place)]


async def test_a_planned_relationship_is_found_and_renamed_everywhere(contoso, open_in) -> None:
    editor: Editor = await open_in(contoso)
    name = "requests/store-rollout.json"
    editor.open(name)
    at = editor.at(name, '"HomeStoreOfCustomer"', 2)

    edit = await editor.client.text_document_rename_async(
        types.RenameParams(at.text_document, at.position, "StoreOfCustomer")
    )

    assert edit is not None
    assert edit.document_changes is not None
    [change] = edit.document_changes
    assert isinstance(change, types.TextDocumentEdit)
    text = (contoso / name).read_text("utf-8")
    assert applied(edit, {name: text}, editor) == {
        name: text.replace("HomeStoreOfCustomer", "StoreOfCustomer")
    }


@pytest.mark.parametrize(
    ("needle", "shift", "reason"),
    [
        ('"PoS_posPurchases"', 2, "`PoS_posPurchases` is ingested under this name"),
        ('"name"', 2, "a property's name is given by the service"),
        ('"manyToOne"', 2, "only the names of planned relationships"),
    ],
)
async def test_what_is_not_ours_is_not_renamed(
    contoso, open_in, needle: str, shift: int, reason: str
) -> None:
    editor: Editor = await open_in(contoso)
    editor.open(RELATIONSHIPS)
    at = editor.at(RELATIONSHIPS, needle, shift)

    with pytest.raises(Exception, match=reason):
        await editor.client.text_document_prepare_rename_async(
            types.PrepareRenameParams(at.text_document, at.position)
        )


async def actions(editor: Editor, name: str, needle: str, *only: str) -> list[types.CodeAction]:
    at = editor.at(name, needle, 2)
    context = types.CodeActionContext([], only=list(only) or None)
    params = types.CodeActionParams(at.text_document, types.Range(at.position, at.position), context)
    found = await editor.client.text_document_code_action_async(params)
    assert found is not None
    return [one for one in found if isinstance(one, types.CodeAction)]


def applied(edit: types.WorkspaceEdit | None, files: dict[str, str], editor: Editor) -> dict[str, str]:
    """Return the files after an edit, with new ones."""
    from linter.server.positions import edited

    assert edit is not None
    assert edit.document_changes is not None
    done = {editor.uri(name): text for name, text in files.items()}
    for change in edit.document_changes:
        if isinstance(change, types.CreateFile):
            done[change.uri] = ""
        elif isinstance(change, types.TextDocumentEdit):
            ordered = sorted(change.edits, key=lambda one: (one.range.start.line, one.range.start.character))
            for one in reversed(ordered):
                ends = (one.range.start, one.range.end)
                start, end = ({"line": at.line, "character": at.character} for at in ends)
                event = {"range": {"start": start, "end": end}, "text": one.new_text}
                done[change.text_document.uri] = edited(done[change.text_document.uri], [event], "utf-16")
    return {uri.removeprefix(editor.root.as_uri() + "/"): text for uri, text in done.items()}


def with_reason(text: str) -> str:
    return text.replace('reason = ""', 'reason = "so it is for now"')


async def test_a_fix_with_one_candidate_is_preferred_and_mends_the_finding(broken, open_in) -> None:
    editor: Editor = await open_in(broken)
    editor.open(PLAN)

    [action] = [one for one in await actions(editor, PLAN, '"EMial"') if "EMail" in one.title]

    assert action.is_preferred
    assert [one.code for one in action.diagnostics or ()] == ["CP02"]
    text = (broken / PLAN).read_text("utf-8")
    mended = applied(action.edit, {PLAN: text}, editor)[PLAN]
    assert mended == text.replace("EMial", "EMail")


async def test_a_missing_relationship_can_be_created(contoso, open_in) -> None:
    entry = '"fromEntityName": "PoS_posReturns"'
    text = (contoso / RELATIONSHIPS).read_text("utf-8")
    items: list[dict[str, Any]] = json.loads(text)
    left = [one for one in items if one["name" if "name" in one else "Name"] != "PosReturnToCustomer"]
    (contoso / RELATIONSHIPS).write_text(json.dumps(left, indent=2), "utf-8")
    assert entry in text
    name = "manage/datasources/a1746c0b-95e3-4f2d-b3c8-6e0f58d21b97/entities/entityInfo.yaml"
    editor: Editor = await open_in(contoso)
    editor.open(name)
    await editor.hears_codes(name, "EI04")

    offered = {one.title: one for one in await actions(editor, name, "activity\n  timestampFieldName: Ret")}
    action = offered["Create relationship `posReturnsToposCustomers` by `CustomerId`"]
    before = (contoso / RELATIONSHIPS).read_text("utf-8")
    after = applied(action.edit, {RELATIONSHIPS: before}, editor)[RELATIONSHIPS]
    assert len(json.loads(after)) == len(left) + 1
    (contoso / RELATIONSHIPS).write_text(after, "utf-8")
    editor.told(RELATIONSHIPS)
    await editor.hears_codes(name)


async def test_the_outline_names_the_objects(contoso, open_in) -> None:
    editor: Editor = await open_in(contoso)
    editor.open(RELATIONSHIPS)
    which = types.TextDocumentIdentifier(editor.uri(RELATIONSHIPS))

    found = await editor.client.text_document_document_symbol_async(types.DocumentSymbolParams(which))

    assert found is not None
    assert [one.name for one in found][:3] == [
        "PageViewToVisitor", "PosPurchaseToCustomer", "PosPurchaseToStore",
    ]  # fmt: skip


async def test_a_finding_is_suppressed_in_yaml_by_a_comment(broken, open_in) -> None:
    editor: Editor = await open_in(broken)
    editor.open(WEB)
    await editor.hears_codes(WEB, "EI04")

    offered = {one.title: one for one in await actions(editor, WEB, "Activity")}
    text = (broken / WEB).read_text("utf-8")
    after = applied(offered["Suppress EI04 with a comment"].edit, {WEB: text}, editor)[WEB]

    assert after == text.replace("Activity", "Activity  # c360lint: ignore EI04 -- ")
    editor.write(WEB, after)
    await editor.hears_codes(WEB, "EI04", "SU02")
    editor.write(WEB, after.replace("-- ", "-- the data comes in May"))
    await editor.hears_codes(WEB)


async def test_the_cursor_is_put_where_the_reason_goes(broken, open_in) -> None:
    capabilities = client_capabilities("visual-studio-code")
    assert capabilities.workspace is not None
    assert capabilities.workspace.workspace_edit is not None
    capabilities.workspace.workspace_edit.snippet_edit_support = True
    editor: Editor = await open_in(broken, capabilities)
    editor.open(WEB)

    offered = {one.title: one for one in await actions(editor, WEB, "Activity")}
    edit = offered["Suppress EI04 with a comment"].edit

    assert edit is not None
    assert edit.document_changes is not None
    [change] = edit.document_changes
    assert isinstance(change, types.TextDocumentEdit)
    [written_] = change.edits
    assert isinstance(written_, types.SnippetTextEdit)
    assert written_.snippet.value == "  # c360lint: ignore EI04 -- $1"


async def test_what_is_suppressed_in_json_stays_so_when_it_moves(broken, open_in) -> None:
    editor: Editor = await open_in(broken)
    editor.open(PLAN)
    await editor.hears_codes(PLAN, "CP02", "CP06", "CP08", "CP09")

    (suppress,) = [
        one for one in await actions(editor, PLAN, '"LoyaltyCard"') if one.title.startswith("Suppress CP09")
    ]
    toml = (broken / "c360lint.toml").read_text("utf-8")
    after = with_reason(applied(suppress.edit, {"c360lint.toml": toml}, editor)["c360lint.toml"])
    (broken / "c360lint.toml").write_text(after, "utf-8")
    editor.told("c360lint.toml", types.FileChangeType.Changed)
    await editor.hears_codes(PLAN, "CP02", "CP06", "CP08")
    text = (broken / PLAN).read_text("utf-8")
    (move,) = [
        one for one in await actions(editor, PLAN, '"loyCustomers"},\n      "rules"') if "steps" in one.title
    ]
    editor.write(PLAN, applied(move.edit, {PLAN: text}, editor)[PLAN])

    await editor.hears_codes(PLAN, "CP02", "CP06")


async def test_a_suppression_keeps_the_pointer_where_names_would_cover_more(broken, open_in) -> None:
    twin = '{"name": "Twin", "cardinality": "oneToOne"}'
    (broken / RELATIONSHIPS).write_text(f"[{twin}, {twin}]", "utf-8")
    editor: Editor = await open_in(broken)
    editor.open(RELATIONSHIPS)

    offered = {one.title: one for one in await actions(editor, RELATIONSHIPS, '"oneToOne"')}
    edit = offered["Suppress RL03 in c360lint.toml"].edit

    assert 'path = "/0/cardinality"' in applied(edit, {"c360lint.toml": ""}, editor)["c360lint.toml"]


@pytest.mark.parametrize(
    ("title", "file"),
    [
        ("Suppress CP02 in c360lint.toml", "c360lint.toml"),
        ("Add this finding of CP02 to the baseline", "c360lint-baseline.json"),
    ],
)
async def test_a_finding_in_json_is_left_as_it_is(broken, open_in, title: str, file: str) -> None:
    editor: Editor = await open_in(broken)
    editor.open(PLAN)
    await editor.hears_codes(PLAN, "CP02", "CP06", "CP08", "CP09")

    offered = {one.title: one for one in await actions(editor, PLAN, '"EMial"')}
    there = {file: (broken / file).read_text("utf-8")} if (broken / file).exists() else {}
    after = with_reason(applied(offered[title].edit, there, editor)[file])

    (broken / file).write_text(after, "utf-8")
    editor.told(file, types.FileChangeType.Created)
    await editor.hears_codes(PLAN, "CP06", "CP08", "CP09")


async def test_segments_are_completed_in_a_saved_request(contoso, open_in) -> None:
    name = "requests/members.http"
    instance = json.loads((contoso / "snapshot.json").read_text("utf-8"))["instanceId"]
    url = f"/api/instances/{instance}/data/Customer?$filter=IsMemberOfSegment('')"
    (contoso / name).write_text(f"GET {url}\n", "utf-8")
    editor: Editor = await open_in(contoso)
    editor.open(name)

    assert await labels(editor, name, "Segment('", 9) == ["GoldMembers", "Members", "BigOrders"]


async def test_names_are_completed_and_explained_in_sql_over_several_lines(contoso, open_in) -> None:
    name = "manage/segments.yaml"
    (contoso / "manage/segments.json").unlink()
    (contoso / name).write_text(
        "- name: Returners\n"
        "  segmentQueryExpression:\n"
        "    type: manual\n"
        "    segmentationQuerySql: |\n"
        "      SELECT r.CustomerId\n"
        "      FROM PoS_posReturns AS r\n"
        "      WHERE r.R > 1\n",
        "utf-8",
    )
    editor: Editor = await open_in(contoso)
    editor.open(name)

    assert await labels(editor, name, "r.R ", 3) == [
        "ReturnId", "ReceiptId", "CustomerId", "Reason", "Refund", "ReturnedAt",
    ]  # fmt: skip
    at = editor.at(name, "PoS_posReturns", 3)
    hover = await editor.client.text_document_hover_async(types.HoverParams(at.text_document, at.position))
    assert hover is not None
    assert hover.range == types.Range(types.Position(5, 11), types.Position(5, 25))
