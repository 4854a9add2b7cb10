"""What the editor says and does where a pipeline fills something in."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.server.editor import Editor
from tests.server.test_answers import PLAN, RELATIONSHIPS, labels, written
from tests.server.test_names import said

pytestmark = pytest.mark.asyncio


def valued(root: Path, name: str, value: str) -> None:
    configuration = root / "c360lint.toml"
    configuration.write_text(
        f'{configuration.read_text("utf-8")}\n[placeholders]\n{name} = "{value}"\n', "utf-8"
    )


async def test_hover_says_what_one_stands_for_and_then_what_that_is(contoso: Path, open_in) -> None:
    written(contoso, PLAN, '"entityName": "posCustomers"', '"entityName": "pos$(What)"')
    valued(contoso, "What", "Customers")
    editor: Editor = await open_in(contoso)
    editor.open(PLAN)

    first, *more = (await said(editor, PLAN, "pos$(What)", 6)).split("\n")
    assert first == "`$(What)` stands for `Customers`, as `[placeholders]` says"
    assert "posCustomers" in "".join(more)


async def test_hover_says_that_one_has_no_value(contoso: Path, open_in) -> None:
    written(contoso, PLAN, '"entityName": "posCustomers"', '"entityName": "pos$(What)"')
    editor: Editor = await open_in(contoso)
    editor.open(PLAN)

    assert (await said(editor, PLAN, "pos$(What)", 6)).startswith(
        "`$(What)` is a placeholder without a value"
    )


async def test_nothing_is_proposed_in_one(contoso: Path, open_in) -> None:
    written(contoso, PLAN, '"entityName": "posCustomers"', '"entityName": "$(What)"')
    editor: Editor = await open_in(contoso)
    editor.open(PLAN)

    assert await labels(editor, PLAN, "$(What)", 4) == []


async def test_a_name_that_one_stands_for_is_not_changed(contoso: Path, open_in) -> None:
    written(contoso, RELATIONSHIPS, '"name": "PosPurchaseToStore"', '"name": "$(Name)"')
    valued(contoso, "Name", "PosPurchaseToStore")
    editor: Editor = await open_in(contoso)
    editor.open(RELATIONSHIPS)
    at = editor.at(RELATIONSHIPS, "$(Name)", 3)

    with pytest.raises(JsonRpcException, match="has `\\$\\(Name\\)` for it"):
        await editor.client.text_document_rename_async(
            types.RenameParams(at.text_document, at.position, "Other")
        )
