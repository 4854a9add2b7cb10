"""A third real editor: Helix with the snippet of editors/helix, in a terminal of tmux."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

REPO = Path(__file__).parent.parent.parent
HELIX = shutil.which("hx") or shutil.which("helix")
TMUX = shutil.which("tmux")
PLAN = "conflations/default/conflationPlan.json"

pytestmark = [
    pytest.mark.skipif(HELIX is None, reason="Helix is not installed (Debian 13: apt-get install hx)"),
    pytest.mark.skipif(TMUX is None, reason="tmux is not installed (Debian: apt-get install tmux)"),
]


class Terminal:
    """Remembers where Helix runs; types, and reads what stands on the screen."""

    def __init__(self, home: Path, socket: Path) -> None:
        self.home = home
        self.tmux = [TMUX or "", "-u", "-S", str(socket), "-f", os.devnull]
        self.environment = {
            **os.environ,
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_CACHE_HOME": str(home / "cache"),
            "PATH": f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}",
        }

    def open(self, folder: Path, file: str) -> None:
        """Start Helix in a folder; the screen is high enough for the whole plan."""
        self._run("new-session", "-d", "-x", "160", "-y", "120", "-c", str(folder), HELIX or "", file)

    def close(self) -> None:
        self._run("kill-server")

    def press(self, *keys: str) -> None:
        self._run("send-keys", *keys)

    def command(self, line: str) -> None:
        self.press(f":{line}", "Enter")

    def screen(self) -> str:
        return self._run("capture-pane", "-p")

    def wait(self, what: str, holds: Callable[[str], object]) -> str:
        """Return the screen once something holds of it."""
        end = time.monotonic() + 60
        while not holds(screen := self.screen()):
            assert time.monotonic() < end, f"{what} did not come:\n{screen}"
            time.sleep(0.05)
        return screen

    def wait_for(self, pattern: str) -> str:
        return self.wait(pattern, re.compile(pattern, re.MULTILINE).search)

    def _run(self, *arguments: str) -> str:
        command = [*self.tmux, *arguments]
        return subprocess.run(
            command, env=self.environment, capture_output=True, encoding="utf-8", timeout=60, check=True
        ).stdout


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """A terminal in a home of its own with the snippet; the c360lint on its path notes what it hears."""
    home = tmp_path / "home"
    config = home / "config" / "helix"
    config.mkdir(parents=True)
    shutil.copy(REPO / "editors" / "helix" / "languages.toml", config)
    script = home / "bin" / "c360lint"
    script.parent.mkdir()
    server = f'PYTHONPATH="{REPO}" "{sys.executable}" -m linter "$@"'
    script.write_text(f'#!/bin/sh\ntee -a "{home}/heard" | {server}\n')
    script.chmod(0o755)
    with tempfile.TemporaryDirectory() as short:  # the path of a socket must be
        one = Terminal(home, Path(short) / "tmux")
        yield one
        one.close()


def findings(folder: Path) -> list[tuple[int, str]]:
    """Return the line and the code of what `check` finds in the plan."""
    command = [sys.executable, "-m", "linter", "check", "--format", "json", str(folder)]
    report = json.loads(subprocess.run(command, cwd=REPO, capture_output=True, check=False).stdout)
    return sorted(
        (one["range"]["start"]["line"], one["code"]) for one in report["diagnostics"] if one["file"] == PLAN
    )


def marked(screen: str) -> list[int]:
    """Return the lines that have a mark in the gutter."""
    return [int(line) for line in re.findall(r"^● *(\d+) ", screen, re.MULTILINE)]


def picked(screen: str) -> list[str]:
    """Return the codes of the findings that a picker lists."""
    return re.findall(r" (?:ERROR|WARN) +([A-Z]{2}\d\d) ", screen)


def test_helix_shows_fixes_completes_and_jumps(broken: Path, terminal: Terminal) -> None:
    expected = findings(broken)
    lines = [line for line, _ in expected]

    terminal.open(broken, PLAN)
    terminal.wait("the marks", lambda screen: marked(screen) == lines)

    terminal.press("Space", "d")  # the picker of diagnostics
    terminal.wait("the codes", lambda screen: picked(screen) == [code for _, code in expected])
    terminal.press("Escape")
    terminal.wait("the closed picker", lambda screen: picked(screen) == [])

    # the fix of the mistyped attribute
    terminal.press("g", "g", "]", "d")
    terminal.wait_for(rf"^ NOR .* {lines[0]}:\d+$")
    terminal.press("Space", "a")
    terminal.wait_for("Replace `EMial` with `EMail`")
    terminal.press("Enter")
    terminal.wait("the fix", lambda screen: marked(screen) == lines[1:])

    # completion of an attribute
    terminal.press("%", "s", "LoyaltyCard", "Enter", "c")
    terminal.wait_for(rf"^ INS .* {lines[1]}:\d+$")
    terminal.press("C-x")
    terminal.wait_for(r" BirthDate +field")
    terminal.press("Tab")
    terminal.wait_for('"attributeName": "BirthDate"')
    terminal.press("Enter")
    terminal.press("Escape")
    terminal.wait_for("^ NOR ")
    terminal.wait("the judgement", lambda screen: marked(screen) == lines[2:])

    terminal.command("write")
    terminal.wait_for("written")
    assert findings(broken) == expected[2:]

    # the jump to the snapshot
    snapshot = (broken / "snapshot.json").read_text(encoding="utf-8").splitlines()
    line = snapshot.index('          "name": "posCustomers",') + 1
    terminal.press("/", "posCustomers", "Enter", "g", "d")
    terminal.wait_for(rf"^ NOR +snapshot\.json .* {line}:\d+$")


def test_helix_starts_the_server_in_projects_only(broken: Path, terminal: Terminal) -> None:
    other = broken.parent / "other.json"
    other.write_text('{"a": 1,}\n')

    terminal.open(broken.parent, other.name)
    terminal.wait_for(r"^ NOR +other\.json ")
    terminal.command(f"open {broken.name}/{PLAN}")
    terminal.wait("the marks", marked)

    heard = (terminal.home / "heard").read_text(encoding="utf-8")
    assert re.findall(r'"rootUri": ?"([^"]*)"', heard) == [broken.as_uri()]
