"""README.md and docs/: every command runs and prints what the page shows, every link leads somewhere.

`sh` blocks are commands, in the order of the page; a block's info string says `status=1` where that is how
they end, and `no-test` where a test can't run them.  A `text` block after them is what they print; a line
`…` stands for lines that are left out.  A block whose info string names a file is that file.  A page begins
in a folder that holds a copy of `examples/` and `schemas/`.  `UPDATE_PAGES=1 python -m pytest
tests/test_docs.py` writes docs/rules.md, and every output that has no `…`.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from click.testing import CliRunner

import rules
from linter.cli import main
from linter.commands.coverage import coverage
from linter.commands.rules import aside

REPO = Path(__file__).parent.parent
PAGES = [REPO / "README.md", *sorted((REPO / "docs").glob("*.md"))]
UPDATE = os.environ.get("UPDATE_PAGES") == "1"
TODAY = "2026-11-27"  # of all that depends on the day

_BLOCK = re.compile(r"^```(\w+)(?: ([^\n]*))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_FOLDERS_OF_OTHERS = {"node_modules", ".peers", ".venv", ".git", "out"}

EVERY_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(REPO).as_posix())


class Block(NamedTuple):
    """A fenced block of a page."""

    language: str
    info: str
    body: str
    span: tuple[int, int]  # of the body, in the page


def blocks(page: Path) -> Iterator[Block]:
    for found in _BLOCK.finditer(page.read_text("utf-8")):
        yield Block(found[1], found[2] or "", found[3], found.span(3))


def commands(body: str) -> list[str]:
    """Return the commands of a block, without comments; a line that ends with a backslash goes on."""
    lines = re.sub(r"\\\n\s*", "", body).split("\n")
    bare = [re.sub(r"\s+# .*|^#.*", "", line).strip() for line in lines]
    return [command for line in bare for command in line.split(" && ") if command]


class Shell:
    """Runs the commands of a page, those of c360lint in this process."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch
        self.monkeypatch.chdir(folder)
        self.monkeypatch.setenv("C360LINT_TODAY", TODAY)
        self.status = 0

    def run(self, command: str) -> str:
        words = shlex.split(command)
        plain = not re.search(r"[|<>&;$]", re.sub(r"'[^']*'", "", command))
        if words[0] == "cd":
            self.monkeypatch.chdir(words[1])
            self.status = 0
            return ""
        if words[0] == "c360lint" and plain:
            result = CliRunner().invoke(main, words[1:])
            self.status = result.exit_code
            return result.output
        return self._in_bash(command)

    def _in_bash(self, command: str) -> str:
        """Run what needs a shell."""
        ours = f'c360lint() {{ {shlex.quote(sys.executable)} -m linter "$@"; }}\n'
        env = {**os.environ, "PYTHONPATH": str(REPO)}
        done = subprocess.run(
            ["bash", "-c", ours + command], env=env, stdout=-1, stderr=subprocess.STDOUT, check=False
        )
        self.status = done.returncode
        return done.stdout.decode()


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    for name in ("examples", "schemas"):
        shutil.copytree(REPO / name, tmp_path / name)
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)  # pages begin in a checkout
    return Shell(tmp_path, monkeypatch)


def shows(shown: str, printed: str) -> bool:
    """Whether an output is what a page shows of it."""
    parts = re.split(r"^…\n", shown, flags=re.MULTILINE)
    pattern = r"(?:.*\n)*?".join(map(re.escape, parts))
    return re.fullmatch(pattern, printed) is not None


@EVERY_PAGE
def test_a_pages_commands_run_and_print_what_it_shows(page: Path, shell: Shell) -> None:
    printed: str | None = None
    changes: list[tuple[tuple[int, int], str]] = []
    for block in blocks(page):
        if block.language == "sh":
            printed = None if "no-test" in block.info else _run(block, shell)
        elif block.language == "text" and printed is not None:
            assert block.body != "…\n"
            if not shows(block.body, printed):
                assert UPDATE, f"{page.name} shows\n{block.body}\nbut this is printed:\n{printed}"
                assert "\n…\n" not in f"\n{block.body}", f"shorten this by hand in {page.name}:\n{printed}"
                changes.append((block.span, printed))
            printed = None
        elif block.info and block.language != "text":
            path = Path(block.info)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.body, "utf-8")
    _write(page, changes)


def _run(block: Block, shell: Shell) -> str:
    output = ""
    expected = re.search(r"status=(\d)", block.info)
    for command in commands(block.body):
        output += shell.run(command)
        assert shell.status in {0, int(expected[1]) if expected else 0}, f"{command}\n{output}"
    assert expected is None or shell.status == int(expected[1]), f"{block.body}\n{output}"
    return output


def _write(page: Path, changes: list[tuple[tuple[int, int], str]]) -> None:
    text = page.read_text("utf-8")
    for (start, end), body in reversed(changes):
        text = text[:start] + body + text[end:]
    if changes:
        page.write_text(text, "utf-8")


@EVERY_PAGE
def test_what_a_page_shows_of_a_file_can_be_read(page: Path) -> None:
    for block in blocks(page):
        if block.language == "json":
            json.loads(block.body)
        elif block.language == "toml":
            tomllib.loads(block.body)
        elif block.language == "yaml":
            yaml.safe_load(block.body)


def test_few_commands_are_not_tried() -> None:
    untried = [one.body for page in PAGES for one in blocks(page) if "no-test" in one.info]

    assert len(untried) <= 9  # set-up, containers, files that the examples have not


def test_the_readme_is_short_and_begins_with_its_two_commands() -> None:
    text = (REPO / "README.md").read_text("utf-8")
    first, second = (block.body for block in list(blocks(REPO / "README.md"))[:2])
    setup = "python3 -m venv .venv && . .venv/bin/activate && python -m pip install --quiet "

    assert text.count("\n") <= 200
    assert first == f"{setup}. && c360lint check examples/contoso-broken\n"
    assert second == f'{setup}".[test]" && python -m pytest -n auto --dist loadfile\n'


# Links


def documents() -> Iterator[Path]:
    for folder, folders, files in os.walk(REPO):
        folders[:] = sorted(name for name in folders if name not in _FOLDERS_OF_OTHERS)
        yield from (Path(folder, name) for name in sorted(files) if name.endswith(".md"))


def prose(path: Path) -> str:
    """Return a document without its fenced blocks and pieces of code."""
    text = re.sub(r"^(`{3,}).*?^\1$", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"`[^`\n]+`", lambda found: found[0].replace("](", "] ("), text)


def anchors(path: Path) -> set[str]:
    """Return what a link may name in a document, as GitHub makes it of the headings."""
    headings = re.findall(r"^#+ (.*)$", prose(path), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def leads_nowhere(document: Path, link: str) -> bool:
    name, _, anchor = link.partition("#")
    target = (document.parent / name) if name else document
    return not target.exists() or bool(anchor and target.suffix == ".md" and anchor not in anchors(target))


def test_every_relative_link_leads_to_a_file_and_a_heading() -> None:
    broken = [
        f"{document.relative_to(REPO)}: {link}"
        for document in documents()
        for link in _LINK.findall(prose(document))
        if not re.match(r"\w+:", link) and leads_nowhere(document, link)
    ]

    assert broken == []


def test_every_page_is_in_the_index() -> None:
    linked = set(_LINK.findall((REPO / "docs" / "README.md").read_text("utf-8")))

    assert {page.name for page in PAGES} - {"README.md"} <= linked


# The rules


def index_of_rules() -> str:
    """Return docs/rules.md: the rules by family, as they are in the table of rules."""
    text = """\
# The rules

`c360lint explain CODE` prints a rule's page: the limitation, how it is read, bad and good examples with their
output. `c360lint rules` lists them. A rule is chosen, ignored and suppressed by its code or its name; `CP`
means all whose codes begin so, `advice` the advice of the product's pages. What is off unless selected is
selected by its own code or name, or by `advice`: `select = ["ALL", "advice"]`; `error`, `warning` and
`recommendation` mean the rules of that severity. [How a rule comes and goes](life-cycle.md) is a promise.

`UPDATE_PAGES=1 python -m pytest tests/test_docs.py` writes this page.
"""
    family = ""
    for module in rules.ALL:
        rule = module.RULE
        page = Path(str(module.__file__)).relative_to(REPO).with_suffix(".md").as_posix()  # type: ignore[attr-defined]
        if page.split("/")[1] != family:
            family = page.split("/")[1]
            heading = family.replace("_", " ").capitalize()
            text += f"\n## {heading}\n\n| code | name | severity | limitation |\n|---|---|---|---|\n"
        limitation = f"{rule.limitation}{aside(rule)}"
        text += f"| {rule.code} | [{rule.name}](../{page}) | {rule.severity} | {limitation} |\n"
    return text + "\n## Removed\n\n" + "".join(f"- {one.told}.\n" for one in rules.ALL.removed)


def what_is_predicted() -> str:
    """Return docs/coverage.md: the service's error codes and the product's limits, by area."""
    text = """\
# What the rules predict

Every error code of the service, in the areas that payloads belong to, and every limit that the product's
pages state, with the rules that predict it, or why nothing offline can. `c360lint rules --coverage` prints
the same, and `c360lint explain CODE` tells more of a code. A number such as E05 is the linter's own for a
limit.

`UPDATE_PAGES=1 python -m pytest tests/test_docs.py` writes this page.
"""
    area = ""
    for one in coverage(rules.ALL):
        if one.area != area:
            area = one.area
            text += f"\n## {area}\n\n| code or limit | what it says | rules |\n|---|---|---|\n"
        said = ", ".join(one.rules) or (f"none: {one.why_not}" if one.why_not else "open")
        meaning = one.meaning.replace("|", "\\|")
        text += f"| {one.name} | {meaning} | {said} |\n"
    return text


@pytest.mark.parametrize(("name", "written"), [("rules", index_of_rules), ("coverage", what_is_predicted)])
def test_a_page_about_all_rules_is_that_of_the_table(name: str, written: Callable[[], str]) -> None:
    page = REPO / "docs" / f"{name}.md"
    if UPDATE:
        page.write_text(written(), "utf-8")

    assert page.read_text("utf-8") == written(), (
        "UPDATE_PAGES=1 python -m pytest tests/test_docs.py writes it"
    )
