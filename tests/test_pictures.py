"""docs/pictures: the stills show what the program prints, and load nothing."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.scripts import script

REPO = Path(__file__).parent.parent
PICTURES = REPO / "docs" / "pictures"
SVG = "{http://www.w3.org/2000/svg}"
COMMAND = "python docs/pictures/make.py draws it anew"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the script needs a pseudo-terminal")


MAKE: Any = script("docs/pictures/make.py") if sys.platform != "win32" else None
STILLS = MAKE.STILLS if MAKE else ()


def words(name: str) -> str:
    """Return the text of a picture without spaces and ends of lines."""
    drawn = ElementTree.parse(PICTURES / f"{name}.svg").iter(f"{SVG}text")
    return _closed("".join(text for one in drawn for text in one.itertext()))


def printed(still: Any) -> str:
    """Return the text that a still has to show, so."""
    return _closed(re.sub(r"\x1b\[[\d;]*m", "", "".join(MAKE.on_terminal(still))))


def _closed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("still", STILLS, ids=lambda still: still.name)
def test_a_still_shows_what_the_program_prints(still: Any) -> None:
    assert words(still.name) == printed(still), COMMAND


def test_the_tour_shows_its_stills_one_after_the_other() -> None:
    assert words("tour") == "".join(map(words, MAKE.TOUR)), COMMAND


def test_there_are_no_other_pictures() -> None:
    names = {one.name for one in STILLS} | {f"neovim-{name}" for name in MAKE.EDITOR} | {"tour"}

    drawn = {path.stem for path in PICTURES.glob("*.svg")}
    assert {name for name in drawn if not name.startswith("cost-")} == names  # test_benchmarks has those


def foreign() -> Iterator[str]:
    for path in sorted(PICTURES.glob("*.svg")):
        text = path.read_text("utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
        yield from re.findall(r"https?:|@font-face|@import|url\((?!#)|href|<script|/home/|/tmp/", text)


def test_a_picture_loads_nothing_and_names_no_folder_of_the_machine_it_was_made_on() -> None:
    assert list(foreign()) == []
