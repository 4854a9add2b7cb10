"""The configuration: what it may say, and how a mistake in it is told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from linter.config import Configuration, ConfigurationError, Override, find_configuration, load_configuration

EVERYTHING = """\
"$schema" = "configuration.schema.json"
include = ["a/**"]
exclude = ["b"]
snapshot = ["one.json", "two.yaml"]
principal = "p"
api = "2021-06"
master-dataset = "Kunde"
select = ["ALL"]
ignore = ["DO03"]
fail-level = "warning"
[files]
"x/{conflationId}.json" = "PATCH /conflations/{conflationId}/conflationPlan"
[severity]
CP01 = "warning"
[[overrides]]
files = ["old"]
select = ["CP"]
ignore = ["CP08"]
severity = {CP06 = "recommendation"}
[[schemas]]
files = ["m"]
schema = "s.json"
"""


def load(folder: Path, text: str, name: str = "c360lint.toml") -> Configuration:
    path = folder / name
    path.write_text(text, "utf-8")
    return load_configuration(str(path))


def test_an_empty_configuration_is_the_default(tmp_path: Path) -> None:
    assert load(tmp_path, "") == Configuration()


def test_everything_can_be_said(tmp_path: Path) -> None:
    assert load(tmp_path, EVERYTHING) == Configuration(
        include=("a/**",),
        exclude=("b",),
        files=(("x/{conflationId}.json", "PATCH /conflations/{conflationId}/conflationPlan"),),
        snapshots=("one.json", "two.yaml"),
        principal="p",
        api="2021-06",
        master_dataset="Kunde",
        select=("ALL",),
        ignore=("DO03",),
        fail_level="warning",
        severity=(("CP01", "warning"),),
        overrides=(Override(("old",), ("CP",), ("CP08",), (("CP06", "recommendation"),)),),
        schemas=((("m",), "s.json"),),
    )


def test_pyproject_has_it_in_a_table(tmp_path: Path) -> None:
    text = '[project]\nname = "x"\n[tool.c360lint]\nsnapshot = "s.json"\n'

    assert load(tmp_path, text, "pyproject.toml") == Configuration(snapshots=("s.json",))


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("a = ", 1, 5, "not well-formed TOML: Invalid value"),
        ('\nsnapshto = "x"', 2, 1, "unknown key `snapshto`; did you mean `snapshot`?"),
        ('Snapshot = "x"', 1, 1, "unknown key `Snapshot`; did you mean `snapshot`?"),
        ('select = "CP"', 1, 1, "`select`: should be a valid list"),
        ("snapshot = 5", 1, 1, "`snapshot`: should be a valid string"),
        (
            '\n  api = "2020-4"',
            2,
            3,
            "`api` is `2020-4`, but one of 2020-04, 2020-08, 2021-06, 2021-09, current is "
            "expected; did you mean `2020-04`?",
        ),
        (
            '[severity]\nCP01 = "eror"',
            2,
            1,
            "`CP01` is `eror`, but one of error, warning, recommendation is expected; did you mean `error`?",
        ),
        (
            '[[overrides]]\nfiles = ["x"]\nignored = []',
            3,
            1,
            "unknown key `ignored` in [overrides]; did you mean `ignore`?",
        ),
        ('[[schemas]]\nfiles = ["x"]', 1, 3, "`schema` is missing"),
    ],
)
def test_a_mistake_is_told_with_its_place(
    tmp_path: Path, text: str, line: int, column: int, message: str
) -> None:
    with pytest.raises(ConfigurationError) as raised:
        load(tmp_path, text)

    assert (raised.value.line, raised.value.column, raised.value.message) == (line, column, message)


def test_a_configuration_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    (tmp_path / "c360lint.toml").write_bytes(b"a = '\xff'")

    with pytest.raises(ConfigurationError, match="can't be read: it is not UTF-8"):
        load_configuration(str(tmp_path / "c360lint.toml"))


def test_it_is_found_upwards_to_the_repositorys_root(tmp_path: Path) -> None:
    inner = tmp_path / "repository" / "a" / "b"
    inner.mkdir(parents=True)
    outer = tmp_path / "c360lint.toml"
    outer.write_text("", "utf-8")
    assert find_configuration(str(inner)) == str(outer)

    (tmp_path / "repository" / ".git").mkdir()
    assert find_configuration(str(inner)) is None

    (tmp_path / "repository" / "pyproject.toml").write_text("[project]\n", "utf-8")
    assert find_configuration(str(inner)) is None

    own = tmp_path / "repository" / "a" / "pyproject.toml"
    own.write_text("[tool.c360lint]\n", "utf-8")
    assert find_configuration(str(inner)) == os.fspath(own)
