"""The configuration in the editor: it counts as it is typed, and what is wrong with it is told there."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from lsprotocol import types

from tests.server.editor import Editor

pytestmark = pytest.mark.asyncio

CONFIGURATION = "c360lint.toml"
PLAN = "conflations/default/conflationPlan.json"
FOUND = ["CP02", "CP06", "CP08", "CP09"]
SUPPRESSED = '[[suppress]]\nrule = "CP06"\nfiles = ["**"]\nreason = "seen"\n'


def configured(folder: Path, text: str) -> None:
    (folder / CONFIGURATION).write_text(text, "utf-8")


async def tells(editor: Editor, *messages: str) -> list[types.Diagnostic]:
    """Wait until these messages stand in the configuration."""

    def told() -> list[types.Diagnostic]:
        return editor.heard.get(editor.uri(CONFIGURATION), (None, []))[1]

    await editor.until(lambda: [one.message for one in told()] == list(messages))
    return told()


async def test_a_configuration_counts_as_it_is_typed(broken, open_in) -> None:
    configured(broken, "")
    editor: Editor = await open_in(broken)
    await editor.hears_codes(PLAN, *FOUND)
    editor.open(CONFIGURATION)

    editor.write(CONFIGURATION, 'ignore = ["CP02"]\n')

    await editor.hears_codes(PLAN, *[code for code in FOUND if code != "CP02"])
    editor.write(CONFIGURATION, 'ignore = ["CP99"]\n')
    [trouble] = await tells(editor, "no rule `CP99`; `c360lint rules` lists them")
    assert trouble.range.start == types.Position(0, 10)
    editor.close(CONFIGURATION)
    await editor.hears_codes(PLAN, *FOUND)


async def test_while_a_configuration_can_not_be_read_the_last_one_counts(broken, open_in) -> None:
    configured(broken, SUPPRESSED)
    editor: Editor = await open_in(broken)
    editor.open(PLAN)
    editor.open(CONFIGURATION)
    remaining = [code for code in FOUND if code != "CP06"]
    await editor.hears_codes(PLAN, *remaining)

    editor.write(CONFIGURATION, SUPPRESSED + 'ignore = ["CP')
    text = (broken / PLAN).read_text("utf-8")
    editor.write(PLAN, text.replace("EMial", "EMail"))

    await editor.hears(PLAN)
    assert editor.codes(PLAN) == [code for code in remaining if code != "CP02"]
    [trouble] = await tells(editor, "not well-formed TOML: Unterminated string")
    assert trouble.range.start.line == 4


async def test_a_baseline_that_is_missing_is_told_of_where_it_is_named(broken, open_in) -> None:
    configured(broken, 'api = "2020-04"\nbaseline = "known.json"\n')

    editor: Editor = await open_in(broken)

    [trouble] = await tells(editor, "the baseline can't be read: No such file or directory")
    assert trouble.range.start == types.Position(1, 0)
    assert [uri for uri, (_, items) in editor.heard.items() if items] == [editor.uri(CONFIGURATION)]


async def test_a_snapshot_that_is_missing_is_told_of_where_it_is_named(broken, open_in) -> None:
    configured(broken, 'snapshot = ["snapshot.json", "other.json"]\n')

    editor: Editor = await open_in(broken)

    [trouble] = await tells(editor, "snapshot other.json can't be read: No such file or directory")
    assert trouble.range.start == types.Position(0, 29)


async def test_a_glob_that_is_too_much_is_told_of(broken, open_in) -> None:
    configured(broken, 'exclude = ["*a*b*c*d*e*"]\n')

    editor: Editor = await open_in(broken)

    [trouble] = await tells(editor, "`*a*b*c*d*e*` has too many wildcards")
    assert trouble.range.start == types.Position(0, 11)


async def test_a_file_that_git_ignores_or_that_is_excluded_has_no_diagnostics(broken, open_in) -> None:
    subprocess.run(["git", "init", "-q"], cwd=broken, check=True)
    editor: Editor = await open_in(broken)
    editor.open(PLAN)
    await editor.hears_codes(PLAN, *FOUND)

    (broken / ".gitignore").write_text("conflations\n", "utf-8")
    editor.told(".gitignore", types.FileChangeType.Created)
    await editor.hears_codes(PLAN)

    (broken / ".gitignore").write_text("conflation\n", "utf-8")
    editor.told(".gitignore", types.FileChangeType.Changed)
    await editor.hears_codes(PLAN, *FOUND)

    configured(broken, "exclude = ['./conflations\\**']\n")
    editor.told(CONFIGURATION, types.FileChangeType.Created)
    await editor.hears_codes(PLAN)
