"""The playground: what its page asks Python, and the page itself where it has been built."""

from __future__ import annotations

import functools
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from linter.cli import main
from tests.scripts import script

FOLDER = Path(__file__).parent.parent / "docs" / "playground"
BUILT = FOLDER / "out"


MAKE = script("docs/playground/make.py")
PLAYGROUND = script("docs/playground/playground.py")
EXAMPLE: dict[str, str] = MAKE._example()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)  # the playground works in a folder of its own
    return str(tmp_path / "project")


def found(project: str, files: dict[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(PLAYGROUND.found(project, json.dumps(files)))
    return told


def test_it_finds_what_check_finds(project: str) -> None:
    told = found(project, EXAMPLE)

    report = json.loads(CliRunner().invoke(main, ["check", "--format", "json"]).stdout)
    codes = [one["code"] for one in report["diagnostics"]]
    assert [one["code"] for one in told["found"]] == codes != []
    assert told["documents"] == report["summary"]["documents"]
    assert sorted(told["pages"]) == sorted(set(codes))
    assert all(told["pages"].values())


def test_only_the_files_of_the_page_are_there(project: str) -> None:
    found(project, {**EXAMPLE, "../outside.json": "[]", "/outside.json": "[]", "more/a.json": "[]"})
    assert "more" in os.listdir(project)
    assert os.listdir(os.path.dirname(project)) == ["project"]

    found(project, EXAMPLE)
    assert "more" not in os.listdir(project)


def test_what_can_not_be_checked_is_said(project: str, monkeypatch: pytest.MonkeyPatch) -> None:
    unknown = found(project, {**EXAMPLE, "c360lint.toml": "unknown = 1"})
    assert unknown == {"refused": "c360lint.toml:1:1: unknown key `unknown`"}

    for name in [one for one in sys.modules if one.partition(".")[0] == "jsonschema"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "jsonschema", None)
    schemas = '[[schemas]]\nfiles = ["manage/**"]\nschema = "house.json"\n'
    missing = found(project, {**EXAMPLE, "c360lint.toml": schemas, "house.json": "{}"})
    assert missing["refused"].startswith("the playground has no jsonschema")


def test_it_takes_what_c360lint_needs_but_for_what_browsers_do_not_have() -> None:
    names = {one.name.lower().replace("-", "_") for one in MAKE._packages()}

    assert {"pydantic", "pydantic_core", "pyyaml", "rapidfuzz", "sqlglot", "networkx", "tzdata"} <= names
    assert names.isdisjoint({"jsonschema", "rpds_py", "referencing", "pytest", "pyarrow"})


class Browser:
    """Chromium without a screen, told what to do through a pipe."""

    def __init__(self, profile: Path) -> None:
        (their_in, ours_out), (ours_in, their_out) = os.pipe(), os.pipe()
        options = f"--headless=new --no-sandbox --disable-gpu --user-data-dir={profile}"
        command = f"exec chromium {options} --remote-debugging-pipe about:blank 3<&{their_in} 4>&{their_out}"
        self.process = subprocess.Popen(
            ["bash", "-c", command], pass_fds=(their_in, their_out), stderr=subprocess.DEVNULL
        )
        os.close(their_in)
        os.close(their_out)
        self._out, self._in = os.fdopen(ours_out, "wb", buffering=0), os.fdopen(ours_in, "rb")
        self._left, self._number, self._session = b"", 0, ""
        self.complaints: list[Any] = []

    def ask(self, method: str, **params: Any) -> Any:
        self._number += 1
        session = {"sessionId": self._session} if self._session else {}
        message = {"id": self._number, "method": method, "params": params, **session}
        self._out.write(json.dumps(message).encode() + b"\0")
        while (answer := self._next()).get("id") != self._number:
            if answer["method"] in ("Runtime.exceptionThrown", "Log.entryAdded"):
                self.complaints.append(answer["params"])
        return answer["result"]

    def _next(self) -> Any:
        while b"\0" not in self._left:
            data = self._in.read1(65536)
            assert data, "the browser has ended"
            self._left += data
        one, _, self._left = self._left.partition(b"\0")
        return json.loads(one)

    def open(self, address: str) -> None:
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.ask("Runtime.enable")
        self.ask("Log.enable")
        self.ask("Page.navigate", url=address)

    def run(self, script: str) -> Any:
        return self.ask("Runtime.evaluate", expression=script, returnByValue=True)["result"].get("value")

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self._out.close()
        self._in.close()

    def wait(self, script: str) -> None:
        until = time.monotonic() + 120
        while not self.run(script):
            assert time.monotonic() < until, self.complaints
            time.sleep(0.1)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(_Quiet, directory=str(BUILT))
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/index.html"
        server.shutdown()


@pytest.mark.skipif(
    not (BUILT / "site.zip").exists() or shutil.which("chromium") is None,
    reason="python docs/playground/make.py builds the page, and chromium shows it",
)
def test_the_page_finds_what_check_finds_and_runs_nothing_that_it_shows(
    tmp_path: Path, project: str, address: str
) -> None:
    codes = [one["code"] for one in found(project, EXAMPLE)["found"]]
    browser = Browser(tmp_path / "profile")
    try:
        browser.open(address)
        browser.wait("document.body?.dataset.turn")
        shown = "[...document.querySelectorAll('.code')].map((one) => one.textContent.split(' ')[0])"
        assert browser.run(shown) == codes
        hostile = EXAMPLE["conflations/default/conflationPlan.json"].replace(
            "EMial", "<img src=x onerror='document.title=1'>"
        )
        browser.run(f"text.value = {json.dumps(hostile)}; text.dispatchEvent(new Event('input'))")
        browser.wait("document.body.dataset.turn === '2'")
        assert "onerror" in browser.run("findings.textContent")
        assert browser.run("document.images.length") == 0
        browser.run("document.querySelector('.place').click()")
        assert browser.run("text.selectionEnd - text.selectionStart") > 0
        browser.run("link.click()")
        browser.wait("location.hash.length > 100")
        assert browser.complaints == []
    finally:
        browser.close()
