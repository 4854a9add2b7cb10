"""Random edits: no crash, no stale finding, no growing memory.

C360LINT_FUZZ_SECONDS says how long; a few seconds unless said.
"""

from __future__ import annotations

import os
import random
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from tests.server.editor import Editor
from tests.server.test_parity import by_check, by_server

SECONDS = float(os.environ.get("C360LINT_FUZZ_SECONDS", "10"))
NAMES = (
    "conflations/default/conflationPlan.json",
    "manage/relationships.json",
    "manage/datasources/a1746c0b-95e3-4f2d-b3c8-6e0f58d21b97/entities/entityInfo.yaml",
    "requests/one-customer.json",
    "snapshot.json",
)
PIECES = (
    '"',
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\n",
    "- ",
    "  ",
    "#",
    "🛒",
    '"EMail"',
    '"entityName": ',
    "null",
    "\r\n",
)


def mutated(text: str, chance: random.Random) -> tuple[int, int, str]:
    """Return a random edit: where, how much of the text goes, what comes."""
    at = spot(text, chance.randrange(len(text) + 1))
    kind = chance.random()
    if kind < 0.4:
        return at, at, chance.choice(PIECES)
    if kind < 0.8:
        return at, spot(text, min(len(text), at + chance.choice((1, 1, 2, 10, 60)))), ""
    other = chance.randrange(len(text) + 1)
    return at, at, text[other : other + 40]


def spot(text: str, offset: int) -> int:
    """Return an offset that a position can mean: none lies between CR and LF."""
    return offset + 1 if text[max(offset - 1, 0) : offset + 1] == "\r\n" else offset


def position(text: str, offset: int) -> types.Position:
    """Lines end with LF, CR LF or CR; no position lies between the two characters of CR LF."""
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    last = before[before.rfind("\n") + 1 :]
    return types.Position(before.count("\n"), len(last.encode("utf-16-le")) // 2)


def resident(editor: Editor) -> int:
    """The server's memory in kB."""
    status = Path(f"/proc/{editor.client._server.pid}/status").read_text("ascii")  # type: ignore[attr-defined]
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


async def ask(editor: Editor, name: str, at: types.Position) -> None:
    """Ask everything that can be asked about a place; some answers are awaited, some are cancelled."""
    which = types.TextDocumentIdentifier(editor.uri(name))
    await editor.client.text_document_completion_async(types.CompletionParams(which, at))
    await editor.client.text_document_hover_async(types.HoverParams(which, at))
    await editor.client.text_document_definition_async(types.DefinitionParams(which, at))
    context = types.ReferenceContext(include_declaration=True)
    await editor.client.text_document_references_async(types.ReferenceParams(context, which, at))
    await editor.client.text_document_document_symbol_async(types.DocumentSymbolParams(which))
    nothing = types.CodeActionContext([])
    await editor.client.text_document_code_action_async(
        types.CodeActionParams(which, types.Range(at, at), nothing)
    )


@pytest.mark.asyncio
async def test_random_edits_leave_no_stale_finding(broken: Path, open_in: Any) -> None:
    chance = random.Random(20260101)
    editor: Editor = await open_in(broken)
    texts = {name: (broken / name).read_bytes().decode() for name in NAMES}
    originals = dict(texts)
    for name in NAMES:
        editor.open(name)
    ends, edits, sizes = time.monotonic() + SECONDS, 0, []
    while time.monotonic() < ends:
        for _ in range(40):
            name = chance.choice(NAMES)
            text = originals[name] if chance.random() < 0.05 else texts[name]
            start, end, new = mutated(text, chance)
            if text is texts[name]:
                between = types.Range(position(text, start), position(text, end))
                editor.edit(name, types.TextDocumentContentChangePartial(range=between, text=new))
            else:
                editor.write(name, text[:start] + new + text[end:])
            texts[name] = text[:start] + new + text[end:]
            edits += 1
            if chance.random() < 0.1:
                await ask(editor, name, position(texts[name], min(start, len(texts[name]))))
        sizes.append(resident(editor) if sys.platform == "linux" else 0)
        # a snapshot that can't be read leaves the last good one in force: compare with one that can
        editor.write("snapshot.json", originals["snapshot.json"])
        texts["snapshot.json"] = originals["snapshot.json"]
        await settled(editor, broken, texts)
    assert edits >= 40
    if len(sizes) > 20:
        assert max(sizes[-5:]) < 1.3 * max(sizes[len(sizes) // 2 - 5 : len(sizes) // 2])


async def settled(editor: Editor, folder: Path, texts: dict[str, str]) -> None:
    """Wait for the findings of the last edits: they are those that `check` has."""
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode("utf-8"))
        editor.save(name)
    expected = by_check(folder)

    def said() -> dict[str, list[Any]]:
        return {uri: by_server(items) for uri, (_, items) in editor.heard.items() if items}

    try:
        await editor.until(lambda: said() == expected)
    except TimeoutError:
        assert said() == expected
