"""The HTML report: one file, offline, in which no text of a project can act."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

import rules
from linter.cli import main
from linter.diagnostic import Diagnostic, Position, Range, Result
from linter.reports import render
from linter.reports.outcome import Outcome
from linter.text.source import read_text

REPO = Path(__file__).parent.parent
BROKEN = str(REPO / "examples/contoso-broken")


def page() -> str:
    return CliRunner().invoke(main, ["check", BROKEN, "--format", "html"]).stdout


def many(number: int) -> str:
    text = read_text("a.json", b'["x", "y"]')
    one = Diagnostic(
        "a.json", Range(Position(1, 2), Position(1, 5)), "CP02", "plan-attribute-unknown", "error", "m", "/0"
    )
    found = tuple(one._replace(message=f"m{index}") for index in range(number))
    return render("html", Outcome(Result(found, (), 1, (), ()), {"a.json": text}, rules.ALL))


def test_every_finding_stands_in_the_page_with_its_frame() -> None:
    text = page()

    assert text.count('<details class="finding ') == 14
    assert "<u>22</u>                &quot;attributeName&quot;: <mark>&quot;EMial&quot;</mark>," in text
    assert "<code>PoS_posCustomers</code> has no attribute <code>EMial</code>; did you mean" in text
    assert "Found 13 errors and 1 warning in 14 documents (1 more held back" in text


class Balance(HTMLParser):
    """Looks that what is opened is closed, the innermost first."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "input", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, self.getpos()


@pytest.mark.parametrize("text", [page, partial(many, 0), partial(many, 60)])
def test_whatever_the_page_opens_it_closes(text: Callable[[], str]) -> None:
    balance = Balance()
    balance.feed(text())

    assert balance.open == []


def test_details_are_open_unless_there_are_many() -> None:
    assert many(50).count(" open>") == 50
    assert many(51).count(" open>") == 0


def test_nothing_is_loaded_from_elsewhere_and_only_its_own_script_and_style_may_act() -> None:
    text = page()
    (script,) = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)

    def sha(content: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"

    policy = f"default-src 'none'; style-src {sha(style)}; script-src {sha(script)}; base-uri 'none'"
    assert f'<meta http-equiv="Content-Security-Policy" content="{policy}">' in text
    assert re.findall(r"\bsrc=|@import|url\(|<link|<img|<iframe", text) == []


def test_a_clean_run_has_a_page_that_says_so() -> None:
    text = CliRunner().invoke(main, ["check", str(REPO / "examples/contoso"), "--format", "html"]).stdout

    assert "<p>All checks passed: 17 documents" in text
    assert 'class="clean">Nothing was found.' in text


ACTIONS = """
const shown = () => [...document.querySelectorAll(".finding:not([hidden])")].length;
const groups = () => [...document.querySelectorAll("#findings > section:not([hidden])")].length;
const tools = document.getElementById("tools"), said = [];
const change = (input) => input.dispatchEvent(new Event("input", {bubbles: true}));
const say = () => said.push(`${shown()}/${groups()}`);
say();
tools.text.value = "emial"; change(tools.text); say();
tools.text.value = ""; change(tools.text); say();
const by = tools.querySelector("[value=rule]"); by.checked = true; change(by); say();
const error = tools.querySelector("[value=error]"); error.checked = false; change(error); say();
error.checked = true; change(error);
document.querySelector("aside [data-rule=CP09]").click(); say();
document.querySelector("aside [data-rule=CP02]").click(); say();
document.querySelector("aside a").click(); say();
document.getElementById("fold").click();
said.push(document.querySelectorAll(".finding[open]:not([hidden])").length);
said.push(document.getElementById("shown").textContent);
document.body.replaceChildren(`said: ${said.join(", ")};`);
"""


def test_filters_and_groups_work_in_a_browser(tmp_path: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no Chromium is installed, in which the page could be tried")
    text = re.sub(r"<meta http-equiv[^>]*>", "", page())  # which would refuse the script of the test
    file = tmp_path / "report.html"
    file.write_text(text.replace("</body>", f"<script>{ACTIONS}</script></body>"), "utf-8")
    flags = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking"
    done = subprocess.run(
        [browser, *flags.split(), f"--user-data-dir={tmp_path}/profile", "--dump-dom", file.as_uri()],
        env={**os.environ, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    (said,) = re.findall(r"<body[^>]*>said: (.*);", done.stdout)
    assert said == "14/9, 1/1, 14/9, 14/14, 1/1, 1/1, 2/2, 2/1, 0, 2 of 14 shown"
