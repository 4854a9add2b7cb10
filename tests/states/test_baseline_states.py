"""What is known never speaks, what is new does, `prune` only removes, whatever is edited and merged."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from linter.checking.baseline import load_baseline
from linter.cli import main
from linter.diagnostic import Known
from tests.server.test_kept import STATES
from tests.states.budget import budget
from tests.states.folder import own_folder, write

BASELINE = "c360lint-baseline.json"
NAMES = sorted(name for name in STATES if name not in ("c360lint.toml", "snapshot.json"))
READ = [one for one in STATES["snapshot.json"] if one != "{"]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def checked(*options: str) -> Any:
    done = run("check", "--format", "json", *options)
    assert done.exit_code in (0, 1), done.output
    return json.loads(done.stdout)


def fingerprints(report: Any) -> Counter[tuple[str, str, str]]:
    """The findings of a report, as far as a baseline may tell them apart."""
    return Counter((one["code"], one["fingerprint"], one["message"]) for one in report["diagnostics"])


def git(*arguments: str) -> int:
    said = ["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments]
    return subprocess.run(said, capture_output=True, check=False).returncode


def known() -> Counter[Known]:
    """What the baseline holds."""
    return Counter(load_baseline(BASELINE).counts) if Path(BASELINE).exists() else Counter()


class WritingDown(RuleBasedStateMachine):
    """A project whose findings are written down, while its payloads change on two branches."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = own_folder()
        Path("c360lint.toml").touch()
        for name in ("snapshot.json", *NAMES):
            write(name, STATES[name][0])

    def teardown(self) -> None:
        with self._folder:
            self.what_is_known_is_silent_and_all_else_speaks()

    @rule(data=st.data(), name=st.sampled_from(NAMES))
    def edit(self, data: st.DataObject, name: str) -> None:
        write(name, data.draw(st.sampled_from(STATES[name])))

    @rule(content=st.sampled_from(READ))
    def renew_the_snapshot(self, content: Any) -> None:
        write("snapshot.json", content)

    @rule()
    def create(self) -> None:
        """From then on nothing speaks: it holds all that there is."""
        everything = checked("--no-baseline")
        if everything["summary"]["documents"]:
            assert run("baseline", "create", "--force").exit_code == 0
            assert checked()["diagnostics"] == []
            assert known().total() == len(everything["diagnostics"])

    @precondition(lambda _: Path(BASELINE).exists())
    @rule()
    def prune(self) -> None:
        """It removes what is said to be gone; nothing is added, nothing else speaks, once is enough."""
        before, said = known(), checked()
        assert run("baseline", "prune").exit_code == 0
        after = known()
        assert after <= before
        assert fingerprints(checked()) == fingerprints(said)
        assert run("baseline", "prune").stdout.startswith("Removed 0 findings")
        assert known() == after

    @rule(data=st.data(), mine=st.sampled_from(NAMES), theirs=st.sampled_from(NAMES), tidy=st.booleans())
    def merge(self, data: st.DataObject, mine: str, theirs: str, tidy: bool) -> None:
        """Two branches change payloads, and write down what is found then; git merges line by line."""
        contents = {name: data.draw(st.sampled_from(STATES[name])) for name in (mine, theirs)}
        git("init", "-q", "-b", "main")
        self._commit()
        git("checkout", "-q", "-b", "theirs")
        on_theirs = self._change(theirs, contents[theirs], tidy=tidy)
        git("checkout", "-q", "main")
        on_mine = self._change(mine, contents[mine], tidy=tidy)
        clean = git("merge", "-q", "--no-edit", "theirs") == 0
        if not clean:
            git("merge", "--abort")
        git("branch", "-q", "-D", "theirs")
        if clean and Path(BASELINE).exists():
            merged = Counter(load_baseline(BASELINE).counts)
            assert merged.keys() <= on_mine.keys() | on_theirs.keys()
            assert merged.keys() >= on_mine.keys() & on_theirs.keys()

    @rule()
    def what_is_known_is_silent_and_all_else_speaks(self) -> None:
        everything, said = checked("--no-baseline"), checked()
        silent = fingerprints(everything) - fingerprints(said)
        assert fingerprints(said) <= fingerprints(everything)
        assert said["summary"]["baselined"] == silent.total()
        assert silent.total() <= known().total()

    def _change(self, name: str, content: Any, *, tidy: bool) -> Counter[Known]:
        write(name, content)
        self.create()
        if tidy and Path(BASELINE).exists():
            self.prune()
        self._commit()
        return known()

    def _commit(self) -> None:
        git("add", "-A", "-f")
        git("commit", "-q", "--allow-empty", "-m", "x")


def test_what_is_known_is_silent_and_what_is_new_speaks() -> None:
    run_state_machine_as_test(WritingDown, settings=budget(10, steps=15))
