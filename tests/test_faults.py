"""What no run may break on: what stands in a project that nobody has written for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from linter.cli import main
from tests import projects


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small project, with a relationship in which nothing is wrong."""
    folder = tmp_path / "project"
    folder.mkdir()
    projects.write(
        folder,
        {"snapshot.json": projects.SNAPSHOT, projects.RELATIONSHIPS_FILE: [projects.RELATIONSHIP]},
    )
    monkeypatch.chdir(folder)
    return folder


def ended(*arguments: str, **more: str) -> tuple[int, str, str]:
    """Return the status, standard output and standard error of a command."""
    result = CliRunner().invoke(main, list(arguments), **more)
    return result.exit_code, result.stdout, result.stderr


SUPPRESSIONS = {
    "unused": 'rules = ["RL01"]\nreason = "x"\n',
    "expired": 'rules = ["RL01"]\nreason = "x"\nuntil = 2001-01-01\n',
    "malformed": 'rules = ["XX99"]\nreason = "x"\n',
}


@pytest.mark.parametrize("entry", SUPPRESSIONS.values(), ids=SUPPRESSIONS)
def test_a_suppression_that_is_wrong_has_its_place_in_every_command_that_judges(
    project: Path, entry: str
) -> None:
    (project / "c360lint.toml").write_text(f'[[suppress]]\nfiles = ["**"]\n{entry}', "utf-8")

    assert ended("graph", "--format", "json")[0] == 0
    status, printed, _ = ended("snapshot", "diff", "snapshot.json", "snapshot.json")
    assert (status, printed) == (0, "No changes.\n\nNo payload breaks: 1 document checked with both.\n")
