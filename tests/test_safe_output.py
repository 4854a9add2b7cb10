"""Nothing that was read acts on whoever shows it: a terminal, a log, a forge, a browser, an editor.

`C360LINT_SEEDS=100` looks at more projects than the few of a gate.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from linter.cli import main
from linter.reports import FORMATS
from linter.server.answers import Question, hovered
from linter.server.app import Server
from linter.server.diagnostics import Shown
from linter.server.documents import OpenDocument
from tests import hostile
from tests.acting import Trouble, active, acts_in_editor, trouble
from tests.server.project import judged

SEEDS = range(int(os.environ.get("C360LINT_SEEDS", "2")))
SNAPSHOTS = ("snapshot.json", "other.json")


@pytest.fixture
def project(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project full of hostile texts, in the log of a pipeline."""
    pytest.importorskip("markdown_it", reason="it reads Markdown as forges do: pip install '.[dev]'")
    rng = random.Random(seed)
    files = hostile.strewn(rng, (0.3, 0.05, 0.9)[seed % 3])
    other = hostile.strewn(random.Random(seed + 1000), 0.3)["snapshot.json"]
    hostile.lay_out(tmp_path, {**files, "other.json": other}, rng)
    monkeypatch.setenv("GITLAB_CI", "1")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def commands(act: str) -> Iterator[tuple[str, ...]]:
    """Yield every command that shows what it reads, and those that repeat what they are given."""
    yield from (("check", "-v", "--statistics", "--format", one) for one in FORMATS)
    yield from (("snapshot", "diff", *SNAPSHOTS, "--format", one) for one in FORMATS)
    yield from (("plan", "--format", one) for one in ("text", "json", "mermaid", "shell"))
    yield from (
        ("graph", "--layer", "all", "--format", one) for one in ("svg", "html", "mermaid", "dot", "json")
    )
    yield from (("snapshot", "show", "--format", one) for one in ("text", "markdown", "json"))
    yield ("check", "--profile", "--unsafe-fixes", "--diff")
    yield ("check", "--format", "full", "--hyperlinks", "always", "--color", "always")
    yield ("check", "--show-settings")
    yield ("check", "--why", "manage/relationships.json:3")
    yield ("snapshot", "diff", *SNAPSHOTS, "--fix", "--diff")
    yield from (("snapshot", "apply", "--force"), ("snapshot", "apply", "--force", "--diff"))
    yield ("baseline", "create", "--baseline", "known.json")
    yield ("baseline", "prune", "--baseline", "known.json")
    yield from (("refs", "Customer"), ("refs", "FullName", "--format", "json"), ("refs", act), ("doctor",))
    yield ("learn", "manage/segments.json", "--as", "measure")
    yield from (("snapshot", "import", "contracts/metadata.xml", "--as", act), ("snapshot", "import", act))
    yield from (
        ("check", act),
        ("check", "--select", act),
        ("check", "--config", act),
        ("graph", "--from", act),
    )
    yield from (("explain", act), ("schema", act), ("new", "relationships", "-o", "-", "--from", act))
    yield from (
        ("init", "--yes", "--snapshot", act),
        (act,),
        ("check", f"--{act}"),
        ("check", "-o", f"{act}:x"),
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_that_was_read_acts_in_what_any_command_prints(project: Path, seed: int) -> None:
    act = hostile.file_name(random.Random(seed).choice(hostile.ACTS))
    found: dict[tuple[str, ...], list[Trouble]] = {}
    for one in commands(act):
        done = CliRunner().invoke(main, list(one))
        assert done.exit_code in (0, 1, 2), (one, done.stderr)
        found[one] = list(trouble(one, done.stdout, done.stderr))

    assert {one: several for one, several in found.items() if several} == {}


@pytest.mark.parametrize("seed", [1])  # whose snapshot can be read
def test_nothing_that_was_read_acts_in_reports_that_are_files(project: Path, seed: int) -> None:
    outputs = [word for one in FORMATS for word in ("-o", f"{one}:report.{one}")]
    assert CliRunner().invoke(main, ["check", *outputs, "--format", "concise"]).exit_code == 1

    for one in FORMATS:
        text = (project / f"report.{one}").read_bytes().decode()
        assert list(trouble(("--format", one), text, "")) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_that_was_read_acts_in_an_editor(project: Path, seed: int) -> None:
    server = Server({}, lambda _: None)
    found = judged(project)
    texts = {name: text.text for name, text in found.texts.items() if name.endswith(".json")}
    shown = Shown("utf-16", {}, {})
    for several in shown.all(found).values():
        for one in several:
            related = [each["message"] for each in one.get("relatedInformation", ())]
            assert [said for said in (one["message"], *related) if active(said)] == []
    for name, text in list(texts.items())[:6]:
        path = str(project / name)
        document = OpenDocument(Path(path).as_uri(), path, 1, text)
        for at in [one.start() for one in re.finditer('"', text)][1::5][:40]:
            said = hovered(Question(server, document, found, {"line": 0, "character": at}))
            assert said is None or acts_in_editor(said["contents"]["value"]) == []
