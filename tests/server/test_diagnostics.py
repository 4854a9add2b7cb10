"""What the server says of documents is what `check` says of files."""

from __future__ import annotations

import pytest

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
