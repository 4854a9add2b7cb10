"""What is run over random projects, and what holds of each run whatever the project."""

from __future__ import annotations

import json
import os
import random
import re
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final, NamedTuple

from click.testing import CliRunner
from jsonschema import Draft202012Validator

from linter.checking.baseline import load_baseline
from linter.cli import main
from linter.configuration.toml_file import read_toml
from linter.reading.snapshots import read_snapshot
from linter.refusal import CannotRun
from linter.text.source import read_text
from tests.fuzz.mutating import mutated
from tests.fuzz.projects import make
from tests.fuzz.target import HERE, REPO, Broken

PLAN: Final = "conflations/default/conflationPlan.json"
SECONDS: Final = 10
"""How long a command may take over a project of some hundred kilobytes."""

ACTIVE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029]|^::add-mask|##vso\\[", re.MULTILINE
)
"""What would act upon a terminal or a pipeline."""


class Command(NamedTuple):
    """A command line: what its output is, and whether it leaves the project as it is."""

    words: tuple[str, ...]
    form: str = "text"  # "own": files as they are; else a name in FORMS
    writes: bool = False

    def given(self, chance: random.Random) -> bytes:
        """Return what standard input has: an answer of the service as somebody may paste it."""
        if "-" not in self.words or "-o" in self.words:
            return b""
        answers = [one.read_bytes() for one in sorted((HERE / "corpus/answer").glob("*"))]
        return mutated(chance.choice(answers), chance, answers)


def _json(text: str) -> Any:
    def refuse(name: str) -> Any:
        raise ValueError(f"{name} is no JSON")

    return json.loads(text, parse_constant=refuse)


@cache
def _report_schema() -> Draft202012Validator:
    return Draft202012Validator(json.loads((REPO / "schemas/report.schema.json").read_text("utf-8")))


def _report(text: str) -> None:
    report = _json(text)
    assert [one.message for one in _report_schema().iter_errors(report)] == []
    for one in report["diagnostics"]:
        start, end = one["range"]["start"], one["range"]["end"]
        assert (1, 1) <= (start["line"], start["column"]) <= (end["line"], end["column"]), one


def _lines(text: str) -> None:
    for line in text.splitlines():
        _json(line)


def _sarif(text: str) -> None:
    for result in _json(text)["runs"][0]["results"]:
        for location in result.get("locations", ()):
            place = location["physicalLocation"]
            assert re.fullmatch(r"[!-~]+", place["artifactLocation"]["uri"]), place
            assert place.get("region", {}).get("startLine", 1) >= 1


def _gitlab(text: str) -> None:
    issues = _json(text)
    assert len({one["fingerprint"] for one in issues}) == len(issues)


def _xml(text: str) -> None:
    ET.fromstring(text)


def _html(text: str) -> None:
    page = HTMLParser()
    page.feed(text)
    page.close()
    assert text.rstrip().endswith("</html>")


def _text(text: str) -> None:
    assert ACTIVE.findall(text) == []


def _own(text: str) -> None:
    """A file's own text may hold what it likes."""


FORMS: Final[Mapping[str, Callable[[str], Any]]] = {
    "text": _text, "own": _own, "json": _json, "report": _report, "jsonl": _lines, "sarif": _sarif,
    "gitlab": _gitlab, "xml": _xml, "html": _html,
}  # fmt: skip


def _command(line: str, form: str = "text", *, writes: bool = False) -> Command:
    return Command(tuple(line.split(" ")), form, writes)


COMMANDS: Final = (
    _command("check --format full"),
    _command("check --strict --format grouped --select ALL --statistics"),
    _command("check --format concise --snapshot-only -v"),
    _command("check --format json", "report"),
    _command("check --format json --select ALL --no-ignore", "report"),
    _command("check --format jsonl", "jsonl"),
    _command("check --format sarif", "sarif"),
    _command("check --format gitlab", "gitlab"),
    _command("check --format junit", "xml"),
    _command("check --format html", "html"),
    _command("check --format markdown"),
    _command("check --format github", "own"),
    _command("check --format azure", "own"),
    _command("check --fix --unsafe-fixes --diff", "own"),
    _command(f"check --why {PLAN}"),
    _command(f"check {PLAN} --no-ignore -v"),
    _command(f"check {PLAN} --as relationships"),
    _command("check --api current --principal x"),
    _command("plan"),
    _command("plan --format json", "json"),
    _command("plan --format mermaid"),
    _command("plan --format shell"),
    _command("graph --format html", "html"),
    _command("graph --format svg --layer all", "xml"),
    _command("graph --format mermaid --layer all"),
    _command("graph --format dot --only-problems"),
    _command("graph --format json --from Customer --hops 3", "json"),
    _command("refs PoS"),
    _command("refs Customer --format json", "json"),
    _command("doctor"),
    _command("snapshot show"),
    _command("snapshot show --format markdown"),
    _command("snapshot show --format json", "json"),
    _command("snapshot show Customer"),
    _command("snapshot apply --force", "own"),
    _command("snapshot apply --diff --force"),
    _command("snapshot diff snapshot.json snapshot.json"),
    _command("snapshot diff snapshot.json other.json --format json", "json"),
    _command("snapshot diff other.json snapshot.json --fix --diff", "own"),
    _command("snapshot diff other.json snapshot.json --no-project"),
    _command("snapshot diff other.json snapshot.json --format sarif", "sarif"),
    _command("snapshot diff other.json snapshot.json --format junit", "xml"),
    _command("snapshot diff snapshot.json other.json --format html", "html"),
    _command("snapshot diff snapshot.json other.json --format markdown"),
    _command("check --env dev"),
    _command("check --env dev --env a --format json", "report"),
    _command("plan --env dev"),
    _command("snapshot apply --env dev --force", "own"),
    _command("snapshot import sources", "own"),
    _command(f"snapshot import {PLAN} manage", "own"),
    _command("snapshot import sources --overrides c360lint.toml", "own"),
    _command("explain conflationPlan --dialect"),
    _command("explain DO01"),
    _command("explain conflationPlanMissingRules --format json", "json"),
    _command("explain -"),
    _command("explain - --format json", "json"),
    _command("rules --format json", "json"),
    _command("rules --coverage"),
    _command(f"learn {PLAN} --as conflationPlan", "own"),
    _command("schema conflationPlan --dialect", "own"),
    _command("new conflationPlan -o -", "own"),
    _command("new relationships --entity Customer -o -", "own"),
    _command("check --fix --unsafe-fixes", writes=True),
    _command("baseline create", writes=True),
    _command("baseline create --force", writes=True),
    _command("baseline prune", writes=True),
    _command("snapshot apply --force -o made.json", writes=True),
    _command("snapshot import sources -o made.json", writes=True),
    _command("snapshot import sources -o snapshot.json --update --theirs", writes=True),
    _command(f"learn {PLAN} --as conflationPlan --write", writes=True),
    _command("init --yes --hook --ci github --editor vscode", writes=True),
    _command("new segment", writes=True),
    _command("new conflationPlan", writes=True),
    _command("snapshot diff other.json snapshot.json --fix", writes=True),
)


BY_LINE: Final = {" ".join(one.words): one for one in COMMANDS}


class Ended(NamedTuple):
    """How a command has ended."""

    status: int
    out: str
    err: str


def some(chance: random.Random) -> bytes:
    """Return which project, by the number that decides about it, and which command over it."""
    return f"{chance.randrange(10**9)} {chance.choice(list(BY_LINE))}".encode()


def over_a_project(data: bytes) -> None:
    """A command over a random project ends in order, says the same twice, and leaves nothing half done.

    An input is the project's number and the command line.
    """
    number, _, line = data.decode().partition(" ")
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        project = Path(folder, "project")
        make(project, random.Random(f"project {number}"))
        command = BY_LINE[line]
        _require_order(project, command, command.given(random.Random(f"given {number}")))


def _require_order(folder: Path, command: Command, given: bytes) -> None:
    before = contents(folder)
    started = time.process_time()
    ended = run_in(folder, command.words, given)
    taken = time.process_time() - started
    why = (
        _unlike(command, ended)
        or _left_behind(folder, command, ended, before)
        or _unreadable(folder, before)
        or _again(folder, command, ended, given)
    )
    if not why and taken > SECONDS:
        why = f"it takes {taken:.1f} s"
    if why:
        shown = f"c360lint {' '.join(command.words)}\n{why}\n{ended.out[-2000:]}\n{ended.err[-4000:]}"
        raise Broken(f"{' '.join(command.words[:2])} {_mark(why, ended)}", shown)


def _mark(why: str, ended: Ended) -> str:
    """Return what equal failures share: the innermost line of a traceback, else the first words."""
    lines = re.findall(r'File "(\S+?)", line (\d+)', ended.err)
    return f"{Path(lines[-1][0]).name}:{lines[-1][1]}" if ended.status == 3 and lines else why[:40]


def run_in(folder: Path, words: Sequence[str], given: bytes = b"") -> Ended:
    """Run a command line in a folder, with what standard input has."""
    here = os.getcwd()
    os.chdir(folder)
    try:
        result = CliRunner().invoke(main, words, input=given)
    finally:
        os.chdir(here)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ended(result.exit_code, result.stdout, result.stderr)


def _unlike(command: Command, ended: Ended) -> str:
    """Return what is wrong with the status or the output of a command."""
    if ended.status not in (0, 1, 2):
        return f"the status is {ended.status}"
    if ended.status == 2 and not ended.err.strip():
        return "a refusal without a word"
    if ACTIVE.findall(ended.err):
        return f"standard error can act: {ACTIVE.findall(ended.err)}"
    try:
        if ended.out:
            FORMS[command.form](ended.out)
    except (AssertionError, ValueError, KeyError, ET.ParseError) as error:
        return f"the output is not well-formed: {type(error).__name__} {error}"
    return ""


def _left_behind(folder: Path, command: Command, ended: Ended, before: dict[str, Any]) -> str:
    """Return what a command has changed that it shouldn't have."""
    after = contents(folder)
    if [name for name in after if ".c360lint-" in name]:
        return "a temporary file is left behind"
    refused = ended.status == 2 and command.words[0] != "check"  # a check may mend, and have something unread
    if before != after and (not command.writes or refused):
        return f"files have changed: {[name for name in after if after[name] != before.get(name)][:3]}"
    return ""


def _unreadable(folder: Path, before: dict[str, Any]) -> str:
    """Return what has been written and can't be read again."""
    for name, data in contents(folder).items():
        if isinstance(data, bytes) and data != before.get(name):
            try:
                _read_again(name, data)
            except CannotRun as why:
                return f"what was written can't be read: {why}"
    return ""


def _read_again(name: str, data: bytes) -> None:
    """Read what was written; raises CannotRun."""
    if name.endswith(".toml"):
        read_toml(name, data)
    elif name.endswith(("/made.json", "/snapshot.json")):
        read_snapshot(name, data)
    elif name.endswith("/c360lint-baseline.json"):
        load_baseline(name, data)
    elif name.endswith((".json", ".yaml", ".imported")) and (fault := read_text(name, data).fault):
        raise CannotRun(f"{name}: {fault.message}")


def _again(folder: Path, command: Command, ended: Ended, given: bytes) -> str:
    """Return what is wrong with a second run: what only reads says the same, and mending comes to an end."""
    if not command.writes:
        return "" if run_in(folder, command.words, given) == ended else "a second run says something else"
    if "--unsafe-fixes" not in command.words:
        return ""
    more = run_in(folder, (*command.words, "--diff"))
    return f"what is mended is to be mended: {more.out[:1000]}" if more.out and more.status != 2 else ""


def contents(folder: Path) -> dict[str, Any]:
    """Return what is in a folder, by name."""
    found: dict[str, Any] = {}
    for where, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = os.path.join(where, name)
            if os.path.islink(path):
                found[path] = os.readlink(path)
            elif os.path.isfile(path):
                found[path] = Path(path).read_bytes()
    return found
