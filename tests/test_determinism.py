"""The same files give the same bytes, whatever hash seed, order of files, folder, place and time zone."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.determinism import COMMANDS, differing, lay_out, outputs, said_by_a_process

DOCTOR = "doctor world"
"""It says where the folder is, and how output is encoded."""

SURROUNDINGS = {
    "an early zone and Turkish letters": {
        "PYTHONHASHSEED": "1",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "tr_TR.UTF-8",
    },
    "a late zone and no UTF-8": {
        "PYTHONHASHSEED": "2",
        "TZ": "Etc/GMT+12",
        "LC_ALL": "C",
        "LANGUAGE": "de",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
    },
}
TODAY = {"C360LINT_TODAY": "2027-01-01"}


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("laid-out")
    lay_out(folder)
    return folder


@pytest.fixture(scope="module")
def said(laid_out: Path) -> dict[str, str]:
    """What a process says with hash seed 0."""
    return said_by_a_process(laid_out, {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", **TODAY})


@pytest.mark.parametrize("around", SURROUNDINGS)
def test_processes_in_other_surroundings_say_the_same(
    around: str, laid_out: Path, said: dict[str, str]
) -> None:
    there = said_by_a_process(laid_out, {**SURROUNDINGS[around], **TODAY})

    assert set(differing(said, there)) <= {DOCTOR}


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "POSIX"}, {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}, {"LANG": "xx_YY"}]
)
def test_names_of_files_need_no_locale_that_has_their_letters(
    locale: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("Größe/manage/relationships.json", "漢/manage/relationships.json"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text('[{"name": "Kaffee für Ä"}]', "utf-8")
    (tmp_path / "c360lint.toml").write_text('exclude = ["漢/**"]\n', "utf-8")

    def told(around: dict[str, str]) -> tuple[int, str, str, str]:
        command = [sys.executable, "-m", "linter", "check", "-o", "json:Bericht-ö.json"]
        kept = {name: one for name, one in os.environ.items() if name in ("PATH", "HOME", "SYSTEMROOT")}
        environment = {**kept, **around, "PYTHONPATH": str(Path(__file__).parent.parent), **TODAY}
        done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
        report = Path("Bericht-ö.json").read_text("utf-8")
        Path("Bericht-ö.json").unlink()
        return done.returncode, done.stdout, done.stderr, report

    there, here = told(locale), told({"PYTHONUTF8": "1"})
    assert there == here
    assert here[0] == 1
    assert "--> Größe/manage/relationships.json:1:" in here[1]
    assert "漢" not in "".join(here[1:])


@pytest.fixture
def first(laid_out: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What this process says."""
    monkeypatch.setenv("C360LINT_TODAY", TODAY["C360LINT_TODAY"])
    return outputs(laid_out)


def test_files_in_another_folder_written_in_other_orders_and_listed_in_others_give_the_same(
    first: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(5)
    scandir, listdir = os.scandir, os.listdir
    there = tmp_path / "ä place" / "with a long and other name"
    lay_out(there, seed=7)

    class Shuffled:
        def __init__(self, folder: Any) -> None:
            with scandir(folder) as found:
                self.entries = list(found)
            chance.shuffle(self.entries)

        def __enter__(self) -> Shuffled:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def close(self) -> None:
            pass

        def __iter__(self) -> Shuffled:
            return self

        def __next__(self) -> Any:
            if not self.entries:
                raise StopIteration
            return self.entries.pop()

    def shuffled(folder: Any = ".") -> list[Any]:
        found = listdir(folder)
        chance.shuffle(found)
        return found

    monkeypatch.setattr(os, "scandir", Shuffled)
    monkeypatch.setattr(os, "listdir", shuffled)
    again = outputs(there, [one for one in COMMANDS if one != DOCTOR])

    assert differing({name: text for name, text in first.items() if name in again}, again) == []
    assert [name for name, text in again.items() if os.fsencode(tmp_path) in text] == []


def test_the_same_process_says_the_same_again_in_another_order(
    first: dict[str, bytes], laid_out: Path
) -> None:
    assert differing(first, outputs(laid_out, COMMANDS[::-1])) == []
