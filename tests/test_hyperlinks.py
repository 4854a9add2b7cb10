"""Links in a terminal: where they are shown, and that nothing in a name or address gets out of one."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from linter.cli import main
from linter.reports.hyperlinks import address, are_known, linked

LINK = re.compile(r"\x1b\]8;;([^\x1b]*)\x1b\\")


@pytest.mark.parametrize(
    ("environment", "known"),
    [
        ({}, False),
        ({"TERM": "xterm-256color"}, False),
        ({"TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"TERM_PROGRAM": "iTerm.app"}, True),
        ({"TERM_PROGRAM": "vscode"}, True),
        ({"TERM_PROGRAM": "WezTerm", "TERM": "dumb"}, False),
        ({"TERM_PROGRAM": "WezTerm", "CI": "true"}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"KITTY_WINDOW_ID": "1"}, True),
        ({"KITTY_WINDOW_ID": "1", "TERM": "screen-256color"}, False),
        ({"WT_SESSION": "0"}, True),
        ({"VTE_VERSION": "5002"}, True),
        ({"VTE_VERSION": "5001"}, False),
        ({"VTE_VERSION": "6.8"}, False),
        ({"FORCE_HYPERLINK": "1"}, True),
        ({"FORCE_HYPERLINK": "0", "WT_SESSION": "0"}, False),
        ({"FORCE_HYPERLINK": "FALSE", "WT_SESSION": "0"}, False),
        ({"FORCE_HYPERLINK": "1", "CI": "1"}, False),
        ({"FORCE_HYPERLINK": "1", "TERM": "dumb"}, False),
    ],
)
def test_links_are_for_terminals_that_are_known_to_make_some(
    environment: dict[str, str], known: bool
) -> None:
    assert are_known(environment, terminal=True) == known
    assert not are_known(environment, terminal=False)


@given(st.text(), st.text(st.characters(exclude_categories=())))
def test_no_address_ends_its_link_or_begins_another(text: str, url: str) -> None:
    shown = linked(text, url)

    if not url:
        assert shown == text
        return
    assert shown.endswith("\x1b]8;;\x1b\\")
    [opened, rest] = shown.removesuffix("\x1b]8;;\x1b\\").split("\x1b\\", 1)
    assert (opened[:5], opened[5:].isprintable(), opened.isascii(), rest) == ("\x1b]8;;", True, True, text)


@given(st.text(st.characters(exclude_categories=(), exclude_characters="\0"), max_size=20))
def test_the_address_of_a_file_leads_to_it(name: str) -> None:
    path = f"/folder/{name}"
    found = urlsplit(address(path))

    assert address(path).isascii()
    assert address(path).isprintable()
    assert (found.scheme, found.query, found.fragment) == ("file", "", "")
    if not any("\ud800" <= one <= "\udfff" for one in name):
        assert unquote(found.path) == path


def test_the_address_of_a_file_on_a_drive_begins_with_a_slash_too() -> None:
    assert urlsplit(address("C:/a b")).path == "/C%3A/a%20b"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    plan = tmp_path / "conflations" / "a b" / "conflationPlan.json"
    plan.parent.mkdir(parents=True)
    plan.write_text(json.dumps({"conflationOrder": [], "conflationPlans": []}), "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(format_: str, *arguments: str) -> str:
    return CliRunner().invoke(main, ["check", "--format", format_, *arguments]).stdout


@pytest.mark.parametrize("format_", ["full", "grouped", "concise"])
def test_places_lead_to_the_file_and_codes_to_what_the_rule_is_from(project: Path, format_: str) -> None:
    shown, plain = check(format_, "--hyperlinks", "always"), check(format_)
    targets = set(LINK.findall(shown)) - {""}

    assert LINK.sub("", shown) == plain
    assert len(LINK.findall(shown)) % 2 == 0
    assert {urlsplit(one).scheme for one in targets} == {"file", "https"}
    [file] = {one for one in targets if one.startswith("file:")}
    assert Path(unquote(urlsplit(file).path)) == project / "conflations" / "a b" / "conflationPlan.json"
    assert "\x1b" not in check(format_, "--hyperlinks", "never")


def test_machines_and_files_get_no_links(project: Path) -> None:
    for format_ in ("json", "github", "azure", "junit"):
        assert "\x1b" not in check(format_, "--hyperlinks", "always")
    check("concise", "--hyperlinks", "always", "-o", "grouped:out.txt")
    assert "\x1b" not in (project / "out.txt").read_text("utf-8")
