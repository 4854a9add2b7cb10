"""What a shell completes, asked as its script asks."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

import rules
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
        (["check", "--ignore", "RL01,RL02,RL0"], [f"RL01,RL02,RL{number:02}" for number in range(3, 8)]),
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


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not here")
def test_fish_completes_behind_a_comma(tmp_path: Path) -> None:
    program = tmp_path / "c360lint"
    program.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(REPO)!r})\n"
        "from linter.entry import main\nmain()\n",
        "utf-8",
    )
    program.chmod(0o755)
    asked = "_C360LINT_COMPLETE=fish_source c360lint | source; complete -C 'c360lint check --select CP01,RL0'"
    told = subprocess.run(
        ["fish", "--no-config", "-c", asked],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": f"{tmp_path}:/usr/bin:/bin", "HOME": str(tmp_path)},
    ).stdout

    begun = [line.partition("\t")[0] for line in told.splitlines()]
    assert begun == [f"CP01,{one.RULE.code}" for one in rules.ALL if one.RULE.code.startswith("RL0")]
