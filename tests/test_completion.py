"""What a shell completes, asked as its script asks."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from linter.cli import main

REPO = Path(__file__).parent.parent


def completed(*words: str) -> list[str]:
    complete = ShellComplete(main, {}, "c360lint", "_C360LINT_COMPLETE")
    return [one.value for one in complete.get_completions(list(words[:-1]), words[-1])]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["che"], ["check"]),
        (["check", "--wat"], ["--watch"]),
        (["check", "--format", "rd"], ["rdjson", "rdjsonl"]),
        (["check", "--select", "cp01"], ["CP01"]),
        (["check", "--ignore", "CP01,copy-"], ["CP01,copy-criterion"]),
        (["explain", "plan-out-"], ["plan-out-of-order"]),
        (["explain", "conflationP"], ["conflationPlan"]),
        (["explain", "basel"], ["baseline"]),
        (["snapshot", "impo"], ["import"]),
    ],
)
def test_a_shell_completes_commands_options_lists_rules_and_words(words: list[str], found: list[str]) -> None:
    assert completed(*words) == found


def test_where_a_file_is_meant_the_shell_completes_files() -> None:
    complete = ShellComplete(main, {}, "c360lint", "_C360LINT_COMPLETE")

    for option in ("--snapshot", "--config", "--baseline", "--why", "--stdin-filename"):
        assert [one.type for one in complete.get_completions(["check", option], "a")] == ["file"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_one_that_the_shell_can_read(shell: str, tmp_path: Path) -> None:
    program = f"import sys; sys.argv[0] = 'c360lint'; sys.path.insert(0, {str(REPO)!r})"
    script = subprocess.run(
        [sys.executable, "-c", f"{program}; from linter.entry import main; main()"],
        capture_output=True,
        text=True,
        check=True,
        env={"_C360LINT_COMPLETE": f"{shell}_source", "PATH": "/usr/bin:/bin"},
    ).stdout

    assert "_C360LINT_COMPLETE" in script
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not here")
    (tmp_path / "script").write_text(script, "utf-8")
    subprocess.run([shell, "-n", str(tmp_path / "script")], check=True)
