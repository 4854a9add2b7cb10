"""c360lint init: what is found, what is written, and that nothing existing is overwritten."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from linter.cli import main
from linter.configuration.configuration import Configuration, load_configuration

REPO = Path(__file__).parent.parent
CSV = "GuestId,Name\nG1,Ada\n"


def init(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["init", *arguments], catch_exceptions=False)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "Hotels").mkdir()
    monkeypatch.chdir(tmp_path / "Hotels")
    return tmp_path / "Hotels"


def test_it_says_what_it_found_and_the_command_that_makes_the_snapshot_works(folder: Path) -> None:
    (folder / "Guests.csv").write_text(CSV, "utf-8")
    (folder / "Stays.csv").write_text("StayId,GuestId\nS1,G1\n", "utf-8")

    result = init()
    command = "c360lint snapshot import Guests.csv Stays.csv --as Hotels -o snapshot.json"
    assert result.stdout == (
        "Found 2 sources for a snapshot: Guests.csv, Stays.csv\nWrote c360lint.toml.\n"
        f"Next: make the instance's snapshot, then run c360lint check.\n  {command}\n"
    )
    assert CliRunner().invoke(main, command.split()[1:]).exit_code == 0
    assert (folder / "snapshot.json").is_file()


def test_folders_of_sources_are_sources_and_payloads_are_told(folder: Path) -> None:
    for name in ("Bookings/Guests.csv", "Loyalty/model.json", "conflations/default/conflationPlan.json"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("{}", "utf-8")

    lines = init().stdout.splitlines()
    assert lines[:2] == [
        "Found 2 sources for a snapshot: Bookings, Loyalty",
        "Found 1 payload: conflations/default/conflationPlan.json",
    ]
    assert lines[-1] == "  c360lint snapshot import Bookings Loyalty -o snapshot.json"


def test_folders_that_are_hidden_or_linked_or_hold_no_source_are_none(folder: Path) -> None:
    for name in ("Bookings/Guests.csv", ".hidden/Guests.csv", "docs/a.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(CSV, "utf-8")
    (folder / "Linked").symlink_to("Bookings")

    assert init().stdout.splitlines()[0] == "Found 1 source for a snapshot: Bookings"


def test_options_say_what_is_written(folder: Path) -> None:
    result = init("--yes", "--snapshot", "own.json", "--hook", "--ci", "github", "--editor", "vscode")

    written = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert written == [
        ".github/workflows/c360lint.yml",
        ".pre-commit-config.yaml",
        ".vscode/settings.json",
        "c360lint.toml",
    ]
    configuration = load_configuration(str(folder / "c360lint.toml"))
    assert configuration == Configuration(snapshots=("own.json",))
    for name in written[:2]:
        text = (folder / name).read_text("utf-8")
        assert yaml.safe_load(text)
        assert all(f"    {line}".rstrip() in result.stdout for line in text.splitlines())


@pytest.mark.parametrize(
    "ci",
    [
        ("github", ".github/workflows/c360lint.yml"),
        ("azure", "azure-pipelines.yml"),
        ("gitlab", ".gitlab-ci.yml"),
    ],
)
def test_a_pipeline_that_is_there_is_left_as_it_is_and_the_lines_are_printed(
    folder: Path, ci: tuple[str, str]
) -> None:
    name, file = ci
    (folder / file).parent.mkdir(parents=True, exist_ok=True)
    (folder / file).write_text("mine", "utf-8")

    assert f"{file} is there and was left as it is.  Add to it:\n" in init("--ci", name).stdout
    assert (folder / file).read_text("utf-8") == "mine"


OTHER = "repos:\n- repo: https://example.com/other\n  rev: v1\n  hooks:\n  - id: other\n"


@pytest.mark.parametrize("indent", ["", "  "])
def test_the_hook_is_appended_to_hooks_that_are_there(folder: Path, indent: str) -> None:
    before = OTHER.replace("\n", f"\n{indent}").rstrip(" ")
    (folder / ".pre-commit-config.yaml").write_text(before, "utf-8")

    result = init("--hook")
    after = (folder / ".pre-commit-config.yaml").read_text("utf-8")
    assert after.startswith(before)
    assert [one["hooks"][0]["id"] for one in yaml.safe_load(after)["repos"]] == ["other", "c360lint"]
    assert "  + " + f"{indent}- repo:" in result.stdout


@pytest.mark.parametrize(
    "text",
    [
        "repos: []\n",
        f"{OTHER}default_stages: [commit]\n",
        OTHER.replace("\n", "\r\n"),
        "repos: [{repo: local}]\n",
    ],
)
def test_hooks_that_cannot_be_appended_to_safely_are_left_and_the_lines_are_printed(
    folder: Path, text: str
) -> None:
    (folder / ".pre-commit-config.yaml").write_bytes(text.encode())

    assert "- id: c360lint" in init("--hook").stdout
    assert (folder / ".pre-commit-config.yaml").read_bytes() == text.encode()


@pytest.mark.parametrize(
    ("wanted", "file"),
    [
        (("--hook",), ".pre-commit-config.yaml"),
        (("--ci", "github", "--editor", "none"), ".github/workflows/c360lint.yml"),
        (("--ci", "none", "--editor", "vscode"), ".vscode/settings.json"),
    ],
)
def test_what_is_wanted_later_is_written_beside_the_configuration(
    wanted: tuple[str, ...], file: str, folder: Path
) -> None:
    (folder / "c360lint.toml").write_text("# mine\n", "utf-8")

    result = init(*wanted)
    assert (result.exit_code, (folder / "c360lint.toml").read_text("utf-8")) == (0, "# mine\n")
    assert "c360lint.toml is there and was left as it is.\n" in result.stdout
    assert "c360lint" in (folder / file).read_text("utf-8")
    for nothing in ((), ("--ci", "none"), ("--editor", "none"), ("--no-hook",)):
        assert init(*nothing).exit_code == 2


def test_a_hook_that_is_there_is_not_added_again(folder: Path) -> None:
    init("--hook")
    (folder / "c360lint.toml").unlink()

    assert ".pre-commit-config.yaml has the hook already.\n" in init("--hook").stdout


def test_on_a_terminal_it_asks_and_shows_what_it_writes(folder: Path) -> None:
    ours, theirs = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(REPO), "NO_COLOR": "1"}
    command = [sys.executable, "-m", "linter", "init"]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        os.write(ours, b"own.json\nn\ngitlab\nnone\ny\nn\n")
        printed = b""
        try:
            while chunk := os.read(ours, 4096):
                printed += chunk
        except OSError:  # the other end is closed
            pass
    os.close(ours)

    assert process.returncode == 0, printed.decode()
    assert b"Editor (" in printed
    assert b"Write c360lint.toml?" in printed
    assert b"C360LINT_SOURCE" in printed
    assert sorted(os.listdir(folder)) == ["c360lint.toml"]
    assert load_configuration(str(folder / "c360lint.toml")).snapshots == ("own.json",)
