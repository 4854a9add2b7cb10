"""The configuration: what it may say, and how a mistake in it is told."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from linter.configuration.configuration import (
    find_configuration,
    load_configuration,
    read_configuration,
)
from linter.configuration.fitting import _fits
from linter.configuration.settings import Configuration, Contract, Override, Suppress
from linter.configuration.toml_file import place_of
from linter.models.configuration import Configuration as Model
from linter.refusal import CannotRun

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
baseline = "known.json"
custom-rules = ["rules"]
allow-empty = true
unread = "error"
max-file-size = 7
respect-gitignore = false
preview = true
[files]
"x/{conflationId}.json" = "PATCH /conflations/{conflationId}/conflationPlan"
[snapshots]
dev = "dev.json"
[placeholders]
Shop = "any"
Size = 1
[placeholders.dev]
Shop = "dev's"
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
[[contracts]]
openapi = "shop.json"
[[contracts]]
metadata = "crm.xml"
servers = ["https://crm.example"]
[[suppress]]
rule = "CP01"
rules = ["CP02"]
files = ["c"]
path = "/0"
reason = "r"
until = 2026-12-31
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
        environments=(("dev", "dev.json"),),
        principal="p",
        api="2021-06",
        master_dataset="Kunde",
        select=("ALL",),
        ignore=("DO03",),
        fail_level="warning",
        severity=(("CP01", "warning"),),
        overrides=(Override(("old",), ("CP",), ("CP08",), (("CP06", "recommendation"),)),),
        schemas=((("m",), "s.json"),),
        suppress=(Suppress("CP01", ("CP02",), ("c",), "/0", "r", "2026-12-31"),),
        contracts=(
            Contract("shop.json", is_openapi=True),
            Contract("crm.xml", is_openapi=False, servers=("https://crm.example",)),
        ),
        custom_rules=("rules",),
        baseline="known.json",
        allow_empty=True,
        unread="error",
        max_file_size=7,
        respect_gitignore=False,
        preview=True,
        placeholders=(("", "Shop", "any"), ("", "Size", 1), ("dev", "Shop", "dev's")),
    )


def test_what_a_placeholder_stands_for_in_an_environment_is_stronger_than_what_it_does_anywhere(
    tmp_path: Path,
) -> None:
    found = load(tmp_path, EVERYTHING)

    assert found.values_in("dev") == {"Shop": "dev's", "Size": 1}
    assert found.values_in("prod") == {"Shop": "any", "Size": 1}


@pytest.mark.parametrize(
    ("written", "expected"),
    [('"a.json"', ("a.json",)), ('["a.json", "b.json"]', ("a.json", "b.json")), ('{a = "x"}', ("x",))],
)
def test_a_snapshot_is_one_file_or_several(tmp_path: Path, written: str, expected: tuple[str, ...]) -> None:
    assert load(tmp_path, f"snapshot = {written}") == Configuration(snapshots=expected)


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
        ('snapshots = "a.json"', 1, 1, "`snapshots`: should be a table"),
        ("snapshot = 5", 1, 1, "`snapshot`: should be a valid string"),
        ("max-file-size = -1", 1, 1, "`max-file-size`: should be greater than or equal to 1"),
        ("max-file-size = 1001", 1, 1, "`max-file-size`: should be less than or equal to 1000"),
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
        ('[[schemas]]\nfiles = ["x"]\nschema = "s"\n[[schemas]]\nfiles = []', 4, 3, "`schema` is missing"),
        (
            'select = ["ALL"]\n[[overrides]]\nfiles = []\nselect = "CP"',
            4,
            1,
            "`select`: should be a valid list",
        ),
        ('include = [\n  "a",\n  5,\n]', 3, 3, "`include`: should be a valid string"),
        ("principal = 2020-01-01", 1, 1, "`principal`: should be a valid string"),
        ("principal = " + "1" * 5000, 1, 13, "the number is too large"),
        ("[placeholders]\nA = 1e999", 2, 1, "`A`: the number is too large"),
        ("[placeholders]\nA = -7777777e333", 2, 1, "`A`: the number is too large"),
        (f'principal = "{"1" * 5000}"\nfiles = [7, -{"1_" * 5000}1]', 2, 13, "the number is too large"),
        ("api = 0x" + "f" * 5000, 1, 1, "`api`: the number is too large"),
        ("include = [\n  1, 0o" + "7" * 6000 + "]", 2, 6, "`1`: the number is too large"),
        ("files = {a = 0b" + "1" * 20000 + "}", 1, 10, "`a`: the number is too large"),
        ("files" + ".a" * 5000 + " = 1", 1, 404, "more than 200 levels of nesting"),
        ("[files" + ".a" * 150 + "]\nx" + ".a" * 150 + " = 1", 1, 1, "more than 200 levels of nesting"),
        (
            "api = nan",
            1,
            1,
            "`api` is `nan`, but one of 2020-04, 2020-08, 2021-06, 2021-09, current is expected",
        ),
        ("x = 1\na = \nb = 2", 2, 5, "not well-formed TOML: Invalid value"),
        ("\nprincipal = " + "1" * 5000, 2, 13, "the number is too large"),
        (f"include = [1, {'2' * 5000}, 34]", 1, 15, "the number is too large"),
        ("Select = []", 1, 1, "unknown key `Select`; did you mean `select`?"),
        ("fail-levle = 1", 1, 1, "unknown key `fail-levle`; did you mean `fail-level`?"),
        ('[[overrides]]\nFiles = ["x"]', 1, 3, "`files` is missing"),
        (
            "[[overrides]]\nfiles = []\nSelect = []",
            3,
            1,
            "unknown key `Select` in [overrides]; did you mean `select`?",
        ),
        ("[[overrides]]\nfiles = []\nexcludes = []", 3, 1, "unknown key `excludes` in [overrides]"),
        ("[[contracts]]\nserver = []", 2, 1, "unknown key `server` in [contracts]; did you mean `servers`?"),
        ("[[suppress]]\nreasn = 1", 2, 1, "unknown key `reasn` in [suppress]; did you mean `reason`?"),
        (
            '[[schemas]]\nfiles = []\nschema = "a"\nschem = 1',
            4,
            1,
            "unknown key `schem` in [schemas]; did you mean `schema`?",
        ),
        ('suppress = ["x"]', 1, 13, "`suppress`: should be a table"),
        ("[[suppress]]\nuntil = 2026-12-31T10:00:00", 2, 1, "`until`: should be a valid string"),
        ("exclude = [2026-12-31]", 1, 12, "`exclude`: should be a valid string"),
        ('extends = ["strict", 5]', 1, 1, "`extends`: should be a valid string"),
        (
            '[placeholders.prod]\nShop = "x"',
            1,
            15,
            "[placeholders.prod]: no environment `prod` in [snapshots]; "
            "a placeholder's name with a dot in it needs quotes",
        ),
        (
            '[snapshots]\nprod = "p"\n[placeholders.prodd]\nShop = "x"',
            3,
            15,
            "[placeholders.prodd]: no environment `prodd` in [snapshots]; did you mean `prod`?",
        ),
        (
            '[[contracts]]\nopenapi = "a"\n[[contracts]]\nservers = ["s"]',
            3,
            3,
            "[[contracts]]: either `openapi` or `metadata` is expected; this one names no file",
        ),
        (
            '[[contracts]]\nopenapi = "a"\nmetadata = "b"',
            1,
            3,
            "[[contracts]]: either `openapi` or `metadata` is expected; this one has both of them",
        ),
        (
            '[[contracts]]\nmetadata = "b"',
            1,
            3,
            "[[contracts]]: `servers` is missing: $metadata doesn't say where its service is",
        ),
        (f"files = {'[' * 200}{']' * 200}", 1, 1, "`files`: should be a table"),
        (f"files = {'[' * 201}{']' * 201}", 1, 1, "more than 200 levels of nesting"),
        ("include = [-inf]", 1, 12, "`include`: should be a valid string"),
        ('[files]\n"a[0-9].json" = 3', 2, 1, "`a[0-9].json`: should be a valid string"),
        ('snapshot = "a\\u0000b"', 1, 1, "`snapshot`: the character U+0000 can't be meant"),
        ('[snapshots]\ndev = "a\\u0000b"', 2, 1, "`dev`: the character U+0000 can't be meant"),
        ('baseline = "\\U00000000"', 1, 1, "`baseline`: the character U+0000 can't be meant"),
        (
            '[[schemas]]\nfiles = ["x"]\nschema = "a\\u0000"',
            3,
            1,
            "`schema`: the character U+0000 can't be meant",
        ),
        (
            '[[contracts]]\nopenapi = "a\\u0000"',
            2,
            1,
            "`openapi`: the character U+0000 can't be meant",
        ),
        ('include = ["a",\n"\\u0000"]', 2, 1, "`include`: the character U+0000 can't be meant"),
        (
            '[files]\n"\\u0000" = "POST /manage/segments"',
            2,
            1,
            "`\0`: the character U+0000 can't be meant",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(
    tmp_path: Path, text: str, line: int, column: int, message: str
) -> None:
    with pytest.raises(CannotRun) as raised:
        load(tmp_path, text)

    assert (raised.value.line, raised.value.column) == (line, column)
    assert (raised.value.file, raised.value.reason) == (str(tmp_path / "c360lint.toml"), message)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("max-file-size = 1", {"max_file_size": 1}),
        ("max-file-size = 1000", {"max_file_size": 1000}),
        ("exclude = []", {}),
        (
            "severity = {CP01 = 'error', CP02 = 'warning', CP03 = 'recommendation'}",
            {"severity": (("CP01", "error"), ("CP02", "warning"), ("CP03", "recommendation"))},
        ),
        ("[[overrides]]\nfiles = ['../x']", {"overrides": (Override(("../x",)),)}),
        ("[[suppress]]\nfiles = ['../x']", {"suppress": (Suppress(files=("../x",)),)}),
        ("[[suppress]]\npath = '/0'", {"suppress": (Suppress(path="/0"),)}),
        (
            "[snapshots]\nseverity = 's.json'\n[placeholders.severity]\nShop = 'x'",
            {"environments": (("severity", "s.json"),), "placeholders": (("severity", "Shop", "x"),)},
        ),
        (
            "unread = 'allow'\nfail-level = 'never'\napi = 'current'",
            {"fail_level": "never", "api": "current"},
        ),
    ],
)
def test_what_a_setting_may_be(tmp_path: Path, text: str, expected: dict[str, Any]) -> None:
    assert load(tmp_path, text) == Configuration(**expected)


PLACES = "\n".join(
    [
        'title = "a # b = [" # select = "x"',
        "long = '''",
        'select = "no"',
        "'''",
        'more = """',
        '[severity] \\""" ignore = 1',
        '"""',
        'dotted . "ke\\u0079" = 1.5',
        "[ tool . 'c' ]",
        'list = [ "a, b", # ]',
        '  [1, {x = "y", z.w = 07:32:00}], ]',
        "[[many]]",
        "[many.inner]",
        "here = true",
        "[[many]]",
        "[many.inner]",
        "here = false",
    ]
)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (["long"], (2, 1)),
        (["select"], (1, 1)),
        (["dotted", "key"], (8, 10)),
        (["tool", "c", "list", 1], (11, 3)),
        (["tool", "c", "list", 1, 1, "x"], (11, 8)),
        (["tool", "c", "list", 1, 1, "z", "w"], (11, 19)),
        (["tool", "c", "list", 9], (10, 1)),
        (["many", 1], (15, 3)),
        (["many", 0, "inner", "here"], (14, 1)),
        (["many", 1, "inner", "here"], (17, 1)),
    ],
)
def test_a_setting_is_placed_where_it_stands(
    tmp_path: Path, path: list[str | int], place: tuple[int, int]
) -> None:
    file = tmp_path / "c360lint.toml"
    file.write_text(PLACES, "utf-8")

    assert place_of(str(file), path) == place


WORDS = st.sampled_from(["error", "warning", "never", "current", "2020-04", "x", ""])
SCALARS = WORDS | st.booleans() | st.integers() | st.floats() | st.dates() | st.datetimes()
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["files", "schema", "select", "severity", "a"]), inner)
    ),
    max_leaves=5,
)


@given(
    st.dictionaries(
        st.sampled_from(
            [field.alias or name for name, field in Model.model_fields.items()] + ["Select", "x"]
        ),
        VALUES,
    )
)
def test_the_quick_check_accepts_what_the_model_accepts(values: dict[str, Any]) -> None:
    try:
        Model.model_validate(values)
    except ValidationError:
        assert not _fits(values)
    else:
        assert _fits(values)


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("[tool.c360lint]\n", True),
        ("[ tool . c360lint ]\n", True),
        ('[tool]\nc360lint.select = ["CP"]\n', True),
        ("[tool.c360linter]\n", False),
        ('[project]\ndependencies = ["c360lint"] # [tool.c360lint]\n', False),
        ("[tool.c360lint\n", True),
        ('[project\nname = "c360lint"', False),
    ],
)
def test_our_table_in_pyproject_is_recognised_however_it_is_written(
    tmp_path: Path, text: str, has: bool
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "pyproject.toml").write_text(text, "utf-8")

    assert (find_configuration(str(tmp_path)) is not None) == has


def test_something_else_than_a_table_in_pyproject_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotRun) as raised:
        load(tmp_path, "[tool]\nc360lint = 5\n", "pyproject.toml")

    assert (raised.value.line, raised.value.column) == (2, 1)
    assert raised.value.reason == "[tool.c360lint] is expected to be a table"


def test_a_configuration_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    (tmp_path / "c360lint.toml").write_bytes(b"a = '\xff'")

    with pytest.raises(CannotRun, match="can't be read: it is not UTF-8"):
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


def test_contents_stand_in_for_files(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    own, project = str(tmp_path / "c360lint.toml"), str(tmp_path / "pyproject.toml")
    table, bare = b"[tool.c360lint]\nprincipal = 'p'\n", b"[project]\n"

    assert find_configuration(str(tmp_path), {own: b"", project: table}) == own
    assert find_configuration(str(tmp_path), {project: table}) == project
    assert find_configuration(str(tmp_path), {project: b"\xef\xbb\xbf" + table}) == project
    assert find_configuration(str(tmp_path), {project: table + b"# \xff"}) == project
    assert find_configuration(str(tmp_path), {project: bare}) is None
    Path(project).write_bytes(table)
    assert find_configuration(str(tmp_path), {project: bare}) is None
    assert load_configuration(project, bare) == Configuration()
    Path(project).write_bytes(bare)
    assert load_configuration(project, table) == Configuration(principal="p")
    assert read_configuration(project, "its name").text == bare.decode()
    read = read_configuration(project, "its name", table)
    assert (read.name, read.text) == ("its name", table.decode())
    with pytest.raises(CannotRun, match=r"pyproject.toml:1:5: not well-formed TOML"):
        read_configuration(project, "its name", b"a = ")


def test_a_configuration_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match=r":1:1: the configuration can't be read: No such file or directory"):
        load_configuration(str(tmp_path / "c360lint.toml"))


@pytest.mark.parametrize("name", ["api", "fail-level", "unread", "severity", "max-file-size"])
@pytest.mark.parametrize("table", ["placeholders", "placeholders.dev", "snapshots", "files"])
def test_a_name_of_the_users_own_may_be_that_of_a_setting(tmp_path: Path, table: str, name: str) -> None:
    path = tmp_path / "c360lint.toml"
    value = "GET /instances" if table == "files" else "x"
    environments = '[snapshots]\ndev = "d.json"\n' if table == "placeholders.dev" else ""
    path.write_text(f'{environments}[{table}]\n{name} = "{value}"\n', "utf-8")

    assert load_configuration(str(path)) is not None
