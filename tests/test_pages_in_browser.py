"""Pages and pictures in a browser: nothing in the names of a hostile project is run, loaded or followed."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from linter.cli import main
from tests import hostile

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --dump-dom"
PAGES = {
    "report.html": ("check", "--format", "html"),
    "graph.html": ("graph", "--layer", "all", "--format", "html"),
    "graph.svg": ("graph", "--layer", "all", "--format", "svg"),
}
CONTROL = "<img src=x onerror=\"document.title='hit'\"><script>document.body.id='hit'</script>"


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return what a browser makes of each page, whose policy is taken away, and of one that acts."""
    if BROWSER is None:
        pytest.skip("no Chromium is installed, in which the pages could be opened")
    folder = tmp_path_factory.mktemp("hostile")
    rng = random.Random(1)
    hostile.lay_out(folder, hostile.strewn(rng, 0.2), rng)
    here = os.getcwd()
    os.chdir(folder)
    texts = {name: CliRunner().invoke(main, list(command)).stdout for name, command in PAGES.items()}
    os.chdir(here)
    pages = {name: re.sub(r"<meta http-equiv[^>]*>", "", text) for name, text in texts.items()}
    return {name: _dom(folder, name, text) for name, text in {**pages, "control.html": CONTROL}.items()}


def _dom(folder: Path, name: str, text: str) -> str:
    file = folder / name
    file.write_text(text, "utf-8")
    done = subprocess.run(
        [str(BROWSER), *FLAGS.split(), f"--user-data-dir={folder}/.profile", file.as_uri()],
        env={**os.environ, "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


@pytest.mark.parametrize("name", PAGES)
def test_no_name_acts_in_a_browser(seen: dict[str, str], name: str) -> None:
    dom = seen[name]

    assert "onerror=" in dom  # as a text: the hostile names are there
    assert re.findall(r"<title>hit|id=.hit", dom) == []
    tags = set(
        re.findall(
            r"<([a-z]\w*)[ >]", re.sub(r"(?s)<(script|style)>.*?</\1>", r"<\1>", dom, flags=re.IGNORECASE)
        )
    )
    assert tags & {"img", "iframe", "object", "embed", "link", "base", "image", "foreignobject"} == set()
    assert len(re.findall("<script", dom)) == (1 if name.endswith(".html") else 0)
    assert "evil.example" not in "".join(re.findall(r"<[^>]*(?:href|src|url)[^>]*>", dom))


def test_what_acts_is_seen_to_act(seen: dict[str, str]) -> None:
    assert "<title>hit</title>" in seen["control.html"]
    assert 'id="hit"' in seen["control.html"]
