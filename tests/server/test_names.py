"""Names across documents and environments: where they stand, what they may become."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from lsprotocol import types

from tests.server.editor import Editor
from tests.server.test_answers import PLAN, RELATIONSHIPS, applied, written

pytestmark = pytest.mark.asyncio

INSTANCE = "/api/instances/5f2b6d0e-3a41-4c58-9d0b-7be2f1c6a9d4"
TILL = "requests/create-till-relationship.json"
ROLLOUT = "requests/store-rollout.json"


async def renamed(editor: Editor, name: str, needle: str, new: str, shift: int = 2) -> types.WorkspaceEdit:
    at = editor.at(name, needle, shift)
    edit = await editor.client.text_document_rename_async(
        types.RenameParams(at.text_document, at.position, new)
    )
    assert edit is not None
    return edit


async def users(editor: Editor, name: str, needle: str, shift: int = 2) -> list[tuple[str, str]]:
    """Return where a thing is named: the file, and the text there."""
    at = editor.at(name, needle, shift)
    context = types.ReferenceContext(include_declaration=True)
    found = await editor.client.text_document_references_async(
        types.ReferenceParams(context, at.text_document, at.position)
    )
    return [place(editor, one) for one in found or ()]


async def declared(editor: Editor, name: str, needle: str, shift: int = 2) -> list[tuple[str, str]]:
    at = editor.at(name, needle, shift)
    found = await editor.client.text_document_definition_async(
        types.DefinitionParams(at.text_document, at.position)
    )
    assert isinstance(found, list)
    return [place(editor, one) for one in found if isinstance(one, types.Location)]


def place(editor: Editor, one: types.Location) -> tuple[str, str]:
    name = one.uri.removeprefix(editor.root.as_uri() + "/")
    line = (editor.root / name).read_text("utf-8").splitlines()[one.range.start.line]
    return name, line[one.range.start.character : one.range.end.character]


async def said(editor: Editor, name: str, needle: str, shift: int = 2) -> str:
    at = editor.at(name, needle, shift)
    found = await editor.client.text_document_hover_async(types.HoverParams(at.text_document, at.position))
    assert found is not None
    assert isinstance(found.contents, types.MarkupContent)
    return found.contents.value


async def test_a_rule_of_a_document_that_cannot_be_read_is_not_renamed(broken: Path, open_in) -> None:
    editor: Editor = await open_in(broken)
    editor.open(PLAN)
    await editor.hears(PLAN)
    text = written(broken, PLAN, '"conflationOrder": [', '"conflationOrder": [,')
    assert text
    editor.write(PLAN, (broken / PLAN).read_text("utf-8"))

    with pytest.raises(Exception, match=rf"{PLAN} can't be read: mend it first"):
        await renamed(editor, PLAN, '"EmailAndPhone"', "Zed")


async def test_a_relationship_that_an_unreadable_document_names_is_not_renamed(
    contoso: Path, open_in
) -> None:
    name = json.loads((contoso / RELATIONSHIPS).read_text("utf-8"))[0]["name"]
    request = {"method": "PATCH", "url": f"{INSTANCE}/manage/relationships/{name}", "body": {"name": name}}
    (contoso / "requests/update.json").write_text(json.dumps(request), "utf-8")
    editor: Editor = await open_in(contoso)
    editor.open(RELATIONSHIPS)
    editor.open("requests/update.json")
    await editor.hears("requests/update.json")
    editor.write("requests/update.json", "{," + json.dumps(request)[1:])

    with pytest.raises(Exception, match=r"requests/update\.json can't be read: mend it first"):
        await renamed(editor, RELATIONSHIPS, f'"{name}"', "Zed")


async def test_a_relationship_is_renamed_from_the_url_that_names_it(contoso: Path, open_in) -> None:
    editor: Editor = await open_in(contoso)
    editor.open(ROLLOUT)
    at = editor.at(ROLLOUT, "/HomeStoreOfCustomer", 3)

    start = await editor.client.text_document_prepare_rename_async(
        types.PrepareRenameParams(at.text_document, at.position)
    )
    edit = await renamed(editor, ROLLOUT, "/HomeStoreOfCustomer", "Zed")

    assert isinstance(start, types.PrepareRenamePlaceholder)
    assert start.placeholder == "HomeStoreOfCustomer"
    assert start.range.start == editor.at(ROLLOUT, "/HomeStoreOfCustomer", 1).position
    text = (contoso / ROLLOUT).read_text("utf-8")
    assert applied(edit, {ROLLOUT: text}, editor) == {ROLLOUT: text.replace("HomeStoreOfCustomer", "Zed")}


async def test_a_reference_in_a_url_is_the_name_alone(contoso: Path, open_in) -> None:
    editor: Editor = await open_in(contoso)
    editor.open(ROLLOUT)

    assert await users(editor, ROLLOUT, '"HomeStoreOfCustomer"') == [
        (ROLLOUT, '"HomeStoreOfCustomer"'),
        (ROLLOUT, "HomeStoreOfCustomer"),
    ]
    assert (ROLLOUT, "posPurchases") in await users(
        editor, "requests/store-rollout.json", "data/posPurchases", 8
    )


async def test_of_a_name_that_is_planned_twice_only_the_one_pointed_at_is_renamed(
    broken: Path, open_in
) -> None:
    editor: Editor = await open_in(broken)
    editor.open(TILL)
    assert "RL02" in [str(one.code) for one in await editor.hears(TILL)]

    edit = await renamed(editor, TILL, '"PosPurchaseToCustomer"', "TillPurchaseToCustomer")

    text = (broken / TILL).read_text("utf-8")
    after = applied(edit, {TILL: text}, editor)
    assert after == {TILL: text.replace("PosPurchaseToCustomer", "TillPurchaseToCustomer")}


async def test_a_url_that_may_mean_either_of_two_relationships_is_not_renamed(broken: Path, open_in) -> None:
    url = f"{INSTANCE}/manage/relationships/PosPurchaseToCustomer"
    (broken / "requests/get.json").write_text(json.dumps({"method": "GET", "url": url}), "utf-8")
    editor: Editor = await open_in(broken)
    editor.open("requests/get.json")

    with pytest.raises(Exception, match=f"planned twice, in {RELATIONSHIPS} and {TILL}: rename one of them"):
        await renamed(editor, "requests/get.json", "PosPurchaseToCustomer", "Zed")


@pytest.mark.parametrize(
    ("new", "reason"),
    [("", "at least one character"), ("NameAndCard", "there is `NameAndCard` beside it already")],
)
async def test_a_rule_keeps_a_name_of_its_own(broken: Path, open_in, new: str, reason: str) -> None:
    editor: Editor = await open_in(broken)
    editor.open(PLAN)

    with pytest.raises(Exception, match=reason):
        await renamed(editor, PLAN, '"EmailAndPhone"', new)


async def test_what_a_snapshot_declares_is_found_where_it_is_used(contoso: Path, open_in) -> None:
    editor: Editor = await open_in(contoso)
    editor.open("snapshot.json")
    editor.open(PLAN)

    from_plan = await users(editor, PLAN, '"posCustomers"')
    assert len(from_plan) > 10
    assert await users(editor, "snapshot.json", '"posCustomers"') == from_plan
    attribute = await users(editor, "snapshot.json", '"LoyaltyId"')
    assert ("snapshot.json", '"LoyaltyId"') in attribute
    assert (PLAN, '"LoyaltyId"') in attribute
    assert "- named in" in await said(editor, "snapshot.json", '"posCustomers"')


async def test_a_snapshot_that_is_being_typed_still_knows_its_users(contoso: Path, open_in) -> None:
    editor: Editor = await open_in(contoso)
    editor.open("snapshot.json")
    await editor.hears("snapshot.json")
    written(contoso, "snapshot.json", "{", "\n\n{,")
    editor.write("snapshot.json", (contoso / "snapshot.json").read_text("utf-8"))

    assert "- named in `conflations/" in await said(editor, "snapshot.json", '"posCustomers"')


async def test_hover_on_an_attributes_declaration_tells_of_it(contoso: Path, open_in) -> None:
    editor: Editor = await open_in(contoso)
    editor.open("snapshot.json")

    assert (await said(editor, "snapshot.json", '"LoyaltyId"')).startswith("**LoyaltyId** — attribute of")


async def test_a_data_sources_name_leads_to_its_declaration(contoso: Path, open_in) -> None:
    editor: Editor = await open_in(contoso)
    editor.open("snapshot.json")

    assert await declared(editor, "snapshot.json", '"name": "PoS"', 10) == [
        ("snapshot.json", '"a1746c0b-95e3-4f2d-b3c8-6e0f58d21b97"')
    ]
    assert (await said(editor, "snapshot.json", '"name": "PoS"', 10)).startswith("**PoS** — data source")


@pytest.fixture
def environments(broken: Path) -> Path:
    """A project for two environments, in which an attribute has different types."""
    text = (broken / "snapshot.json").read_text("utf-8")
    shutil.move(broken / "snapshot.json", broken / "dev.json")
    other = text.replace('"LoyaltyCard": "string"', '"LoyaltyCard": "date"')
    (broken / "prod.json").write_text(other, "utf-8")
    (broken / "c360lint.toml").write_text('snapshots = {dev = "dev.json", prod = "prod.json"}\n', "utf-8")
    return broken


async def test_a_declaration_is_found_in_every_environment(environments: Path, open_in) -> None:
    editor: Editor = await open_in(environments)
    editor.open(PLAN)

    assert await declared(editor, PLAN, '"LoyaltyCard"') == [
        ("dev.json", '"LoyaltyCard"'),
        ("prod.json", '"LoyaltyCard"'),
    ]


async def test_hover_tells_in_what_the_environments_differ(environments: Path, open_in) -> None:
    editor: Editor = await open_in(environments)
    editor.open(PLAN)

    lines = (await said(editor, PLAN, '"LoyaltyCard"')).split("\n")

    assert lines[2:4] == ["- type: `string` (in dev)", "- type: `date` (in prod)"]
    assert not lines[0].endswith(")")


async def test_what_any_environments_snapshot_declares_is_found_where_it_is_used(
    environments: Path, open_in
) -> None:
    editor: Editor = await open_in(environments)
    editor.open("prod.json")

    found = await users(editor, "prod.json", '"LoyaltyCard"')

    assert ("prod.json", '"LoyaltyCard"') in found
    assert (PLAN, '"LoyaltyCard"') in found
    assert "- type: `date`" in await said(editor, "prod.json", '"LoyaltyCard"')


def planned_segments(root: Path) -> dict[str, str]:
    """Write two segments, one of the other, and a request that activates the first."""
    leaf = {"attribute": "Loyal.CustomerId", "comparisonOperator": "isNotNull"}
    query = {"rowsets": [{"criteria": {"attribute": "CustomerId", "comparisonOperator": "isNotNull"}}]}
    segments = [
        {"name": "Loyal", "segmentQueryExpression": query},
        {"name": "Best", "segmentQueryExpression": {"rowsets": [{"criteria": leaf}]}},
    ]
    request = {"method": "PUT", "url": f"{INSTANCE}/manage/segments/Loyal/activate"}
    files = {"manage/segments.json": json.dumps(segments), "requests/activate.json": json.dumps(request)}
    for name, text in files.items():
        (root / name).write_text(text, "utf-8")
    return files


async def test_a_planned_segment_is_found_and_renamed_through_all_that_uses_it(
    contoso: Path, open_in
) -> None:
    files = planned_segments(contoso)
    editor: Editor = await open_in(contoso)
    editor.open("manage/segments.json")

    assert await users(editor, "manage/segments.json", '"Loyal"') == [
        ("manage/segments.json", '"Loyal"'),
        ("manage/segments.json", "Loyal"),
        ("requests/activate.json", "Loyal"),
    ]
    edit = await renamed(editor, "manage/segments.json", '"Loyal"', "Faithful")
    assert applied(edit, files, editor) == {
        name: text.replace("Loyal", "Faithful") for name, text in files.items()
    }


async def test_hovering_a_segment_says_what_it_makes_and_what_it_is_made_of(contoso: Path, open_in) -> None:
    planned_segments(contoso)
    editor: Editor = await open_in(contoso)
    editor.open("manage/segments.json")

    told = await said(editor, "manage/segments.json", '"Best"')

    assert told.splitlines()[:4] == [
        "**Best** — segment",
        "",
        "- entity, inactive, planned",
        "- made of segment `Loyal`",
    ]
