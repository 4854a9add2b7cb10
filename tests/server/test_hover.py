"""What the editor says of a place, and the outline while a document can't be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lsprotocol import types

from tests.server.editor import Editor
from tests.server.test_answers import PLAN, RELATIONSHIPS, labels, written
from tests.server.test_names import INSTANCE, ROLLOUT, place, said

pytestmark = pytest.mark.asyncio


async def test_hover_covers_what_it_speaks_of(contoso: Path, open_in) -> None:
    editor: Editor = await open_in(contoso)
    editor.open(PLAN)
    at = editor.at(PLAN, '"posCustomers"', 4)

    found = await editor.client.text_document_hover_async(types.HoverParams(at.text_document, at.position))

    assert found is not None
    assert found.range is not None
    assert place(editor, types.Location(editor.uri(PLAN), found.range)) == (PLAN, "posCustomers")


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        (
            '"attributeName": "EMail"',
            '"attributeName": "EMial"',
            "`EMial` is no attribute of `eCommerce_eCommerceContacts` that is known; did you mean `EMail`?",
        ),
        (
            '"entityName": "posCustomers"',
            '"entityName": "posCustomer"',
            "`posCustomer` is no entity that is known; did you mean `posCustomers`?\n\n"
            "Held back (CP101): see CP01 in line 5 of conflations/default/conflationPlan.json",
        ),
    ],
)
async def test_hover_says_that_a_name_is_not_known(contoso, open_in, old: str, new: str, text: str) -> None:
    written(contoso, PLAN, old, new)
    editor: Editor = await open_in(contoso)
    editor.open(PLAN)

    assert await said(editor, PLAN, new, len(new) - 3) == text


async def test_hover_says_nothing_wrong_of_what_the_service_makes(contoso: Path, open_in) -> None:
    request = {"method": "GET", "url": f"{INSTANCE}/data/UnifiedActivity"}
    (contoso / "requests/get.json").write_text(json.dumps(request), "utf-8")
    editor: Editor = await open_in(contoso)
    editor.open("requests/get.json")

    assert "no entity" not in await said(editor, "requests/get.json", "UnifiedActivity")


async def test_an_attribute_of_an_unknown_entity_is_explained_by_its_property(broken: Path, open_in) -> None:
    name = "conflations/default/conflictResolutionRules.json"
    editor: Editor = await open_in(broken)
    editor.open(name)

    assert (await said(editor, name, '"Email"')).startswith("**attributeName** — ")


async def test_a_values_hover_has_the_known_values_as_its_propertys_has(contoso: Path, open_in) -> None:
    editor: Editor = await open_in(contoso)
    editor.open(RELATIONSHIPS)

    of_value = await said(editor, RELATIONSHIPS, '"manyToOne"')

    assert "One of `" in of_value
    assert of_value == await said(editor, RELATIONSHIPS, '"cardinality"')


async def test_a_type_is_not_explained_by_itself(contoso: Path, open_in) -> None:
    editor: Editor = await open_in(contoso)
    editor.open(PLAN)

    assert "- type: `string`\n" in await said(editor, PLAN, '"EMail"')


async def test_an_update_without_ends_has_none_to_show(contoso: Path, open_in) -> None:
    url = f"{INSTANCE}/manage/relationships/HomeStoreOfCustomer"
    (contoso / "requests/update.json").write_text(
        f'{{"method": "PATCH", "url": "{url}", "body": {{"name": "HomeStoreOfCustomer"}}}}', "utf-8"
    )
    editor: Editor = await open_in(contoso)
    editor.open(ROLLOUT)

    text = await said(editor, ROLLOUT, '"HomeStoreOfCustomer"')

    assert text == (
        "**HomeStoreOfCustomer** — relationship\n\n- `PoS_posCustomers` → `PoS_posStores`, planned\n"
        "- named in `requests/store-rollout.json`, `requests/update.json`"
    )


async def test_hover_says_why_an_entity_may_have_other_attributes(contoso: Path, open_in) -> None:
    told = json.loads((contoso / "snapshot.json").read_text("utf-8"))
    entities = [one for source in told["dataSources"] for one in source["entities"]]
    (customers,) = (one for one in entities if one["name"] == "posCustomers")
    customers["complete"] = {"attributes": False, "because": "its base is elsewhere"}
    (contoso / "snapshot.json").write_text(json.dumps(told), "utf-8")
    editor: Editor = await open_in(contoso)
    editor.open(PLAN)

    text = await said(editor, PLAN, '"posCustomers"', 4)

    number = len(customers["attributes"])
    assert f"- {number} attributes, and perhaps others: its base is elsewhere\n" in f"{text}\n"


async def test_a_relationships_other_end_is_completed_by_type_and_key(contoso: Path, open_in) -> None:
    written(contoso, ROLLOUT, '"toAttributeName": "StoreId"', '"toAttributeName": ""')
    editor: Editor = await open_in(contoso)
    editor.open(ROLLOUT)

    assert (await labels(editor, ROLLOUT, '"toAttributeName": ""', 20))[0] == "StoreId"


async def outline(editor: Editor, name: str) -> list[types.DocumentSymbol]:
    which = types.TextDocumentIdentifier(editor.uri(name))
    found = await editor.client.text_document_document_symbol_async(types.DocumentSymbolParams(which))
    return [one for one in found or () if isinstance(one, types.DocumentSymbol)]


async def test_the_outline_stays_while_a_document_cannot_be_read(contoso: Path, open_in) -> None:
    editor: Editor = await open_in(contoso)
    editor.open(RELATIONSHIPS)
    await editor.hears(RELATIONSHIPS)
    before = await outline(editor, RELATIONSHIPS)
    text = (contoso / RELATIONSHIPS).read_text("utf-8")

    editor.write(RELATIONSHIPS, f"\n\n{text[:1]},{text[1:]}")
    after = await outline(editor, RELATIONSHIPS)

    assert len(before) > 1
    assert [(one.name, one.range.start.line) for one in after] == [
        (one.name, one.range.start.line + 2) for one in before
    ]


async def test_a_byte_order_mark_counts_as_the_client_counts_it(contoso: Path, open_in) -> None:
    text = '\ufeff[{"name": "A-B", "frendlyName": "x"}]'
    (contoso / RELATIONSHIPS).write_text(text, "utf-8")
    editor: Editor = await open_in(contoso)
    editor.open(RELATIONSHIPS, text)

    found = {str(one.code): one.range for one in await editor.hears(RELATIONSHIPS)}

    covered = {code: text[one.start.character : one.end.character] for code, one in found.items()}
    assert covered["RL01"] == '"A-B"'
    assert covered["DO03"] == '"frendlyName"'
    at = types.Position(0, text.index("name") + 1)
    hover = await editor.client.text_document_hover_async(
        types.HoverParams(types.TextDocumentIdentifier(editor.uri(RELATIONSHIPS)), at)
    )
    assert hover is not None
    assert hover.range is not None
    assert text[hover.range.start.character : hover.range.end.character] == "name"


async def test_hover_says_what_of_a_value_could_not_be_checked_and_what_it_needs(contoso, open_in) -> None:
    written(contoso, "snapshot.json", '"DateOfBirth": "date"', '"DateOfBirth": "whatever"')
    editor: Editor = await open_in(contoso)
    editor.open(PLAN)

    shown = await said(editor, PLAN, '{"attributeName": "DateOfBirth"}', 22)
    assert shown.splitlines()[-1] == (
        "Not checked (CP09): the type of `eCommerce_eCommerceContacts.DateOfBirth` is not known; "
        "correct it in snapshot.json"
    )


async def test_hover_says_for_which_finding_a_value_waits(contoso, open_in) -> None:
    column = '"entityName": "loyCustomers",\n                "attributeName": "LoyaltyId"'
    written(contoso, PLAN, column, column.replace("loyC", "loyalC"))
    editor: Editor = await open_in(contoso)
    editor.open(PLAN)

    shown = await said(editor, PLAN, '"attributeName": "LoyaltyId"', 20)
    assert shown.splitlines()[-1] == f"Held back (CP02): see CP01 in line 80 of {PLAN}"
