"""Random projects and configurations: every command ends in order, repeats itself, and writes what it should.

C360LINT_FUZZ_RUNS says how many; a few seconds' worth unless said.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from click.testing import CliRunner, Result

from linter.cli import main

REPO: Final = Path(__file__).parent.parent
BASES: Final = (REPO / "examples/contoso", REPO / "examples/contoso-broken", REPO / "tests/hotel")
RUNS: Final = int(os.environ.get("C360LINT_FUZZ_RUNS", "15"))
ACTIVE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029]|^::add-mask|##vso\\[", re.MULTILINE
)
VALUES: Final = (
    "", "x\n::add-mask::y", "##vso[task.x]y", "\x1b[31m", "a\u202eb", "$(Shop)", "$(Shop", "{{ Shop }}",
    "__Shop__", "a/b~0c~1", "//x", "Customer", "ſ", "a" * 3000, 0, -1, 10**400, 1.5, True, None, [], {}, [{}],
    {"a": 1, "A": 2},
)  # fmt: skip
SETTINGS: Final = (
    'exclude = ["manage/**", "!manage/relationships.json"]', 'select = ["CP", "DO"]',
    'unread = "error"',
    'master-dataset = "x\\u001b[31m"',
    "snapshots = {dev = 'snapshot.json', \"p\\u001b[31m\" = 'snapshot.json'}",
)  # fmt: skip
TABLES: Final = (
    '[placeholders]\nShop = "$(api)$(api)"\napi = "PoS"', "[placeholders]\nShop = 1",
    '[severity]\nDO03 = "error"',
    '[[suppress]]\nrules = ["DO01", "CP01"]\nfiles = ["conflations/**"]\nreason = "r"',
    '[dialects.conflationPlan]\nbegins = "/*/plan"',
    '[dialects.conflationPlan.names.Criterion]\nkind = ["Method", "kind"]\nleftColumn = "rightColumn"',
    '[dialects.entityInfo.names.EntityInfo]\nentityName = "name"',
    '[files]\n"conflations/{conflationId}/*.json" = "PATCH /conflations/{conflationId}/conflationPlan"',
)  # fmt: skip
PLAN: Final = "conflations/default/conflationPlan.json"
LOOKING: Final = (
    ("check", "--format", "full"), ("check", "--strict", "--format", "grouped"),
    ("check", "--format", "junit"),
    ("check", "--fix", "--unsafe-fixes", "--diff"), ("check", "--why", PLAN),
    ("check", PLAN, "--no-ignore", "-v"),
    ("plan",), ("graph", "--format", "mermaid"), ("refs", "PoS"), ("doctor",), ("snapshot", "show"),
    ("snapshot", "show", "--format", "markdown"), ("explain", "conflationPlan", "--dialect"),
    ("snapshot", "apply", "--diff", "--force"), ("snapshot", "diff", "snapshot.json", "snapshot.json"),
    ("snapshot", "import", PLAN), ("learn", PLAN, "--as", "conflationPlan"),
    ("schema", "conflationPlan", "--dialect"),
)  # fmt: skip
PRINTS_TEXT: Final = {"--diff", "import", "learn", "schema"}  # of files, as it is


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield all objects and lists in a value, each with its keys or numbers."""
    for key, item in list(value.items() if isinstance(value, dict) else enumerate(value)):
        yield value, key
        if isinstance(item, dict | list):
            yield from places(item)


def changed(value: Any, chance: random.Random) -> Any:
    """Change a JSON value at one random place."""
    around, key = chance.choice([*places([value])])
    if isinstance(around, dict) and chance.random() < 0.3:
        around[str(chance.choice(VALUES))] = around.pop(key)
    elif chance.random() < 0.2:
        del around[key]
    elif chance.random() < 0.3 and isinstance(around[key], str):
        around[key] = around[key][1:].upper()
    else:
        around[key] = chance.choice(VALUES)
    return value


def make(folder: Path, chance: random.Random) -> None:
    """Write a random project."""
    shutil.copytree(chance.choice(BASES), folder)
    files = sorted(one for one in folder.rglob("*") if one.suffix in (".json", ".yaml"))
    for file in chance.sample(files, 3):
        try:
            value = yaml.safe_load(file.read_text("utf-8"))
        except yaml.YAMLError:  # an example has one
            continue
        if isinstance(value, dict | list):
            file.write_text(json.dumps(changed(value, chance), indent=chance.choice((None, 2))), "utf-8")
    if chance.random() < 0.2:
        file = chance.choice(files)
        file.unlink()
        file.mkdir()
    settings = chance.sample(SETTINGS, chance.choice((0, 1))) + chance.sample(
        TABLES, chance.choice((0, 1, 2))
    )
    (folder / "c360lint.toml").write_text("\n".join(settings), "utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def contents() -> dict[str, bytes]:
    return {str(one): one.read_bytes() for one in sorted(Path().rglob("*")) if one.is_file()}


@pytest.mark.parametrize("seed", range(RUNS))
def test_every_command_ends_in_order_on_a_random_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)
    make(tmp_path / "project", chance)
    monkeypatch.chdir(tmp_path / "project")
    before = contents()

    for arguments in chance.sample(LOOKING, 4):
        result = run(*arguments)
        assert result.exit_code in (0, 1, 2), (arguments, result.output)
        shown = result.stderr if PRINTS_TEXT & set(arguments) else result.output
        assert ACTIVE.findall(shown) == [], (arguments, shown)
        assert run(*arguments).output == result.output or arguments[0] == "doctor"
        assert contents() == before, arguments


@pytest.mark.parametrize("seed", range(RUNS))
def test_what_is_mended_is_what_was_shown_and_stays_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    make(tmp_path / "project", random.Random(seed))
    monkeypatch.chdir(tmp_path / "project")
    before = contents()

    shown = run("check", "--fix", "--unsafe-fixes", "--diff")
    assert run("check", "--fix", "--unsafe-fixes").exit_code in (0, 1, 2)
    mended = contents()

    assert (shown.stdout != "") == (mended != before)
    assert run("check", "--fix", "--unsafe-fixes", "--diff").stdout == ""
