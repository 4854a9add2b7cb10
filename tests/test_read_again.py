"""What a command writes for the tool to read again can be read, or is refused where it comes from."""

from __future__ import annotations

import json
import os
import shutil
import tomllib
from pathlib import Path
from typing import Any, Final

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from linter.cli import main
from linter.configuration.configuration import load_configuration
from linter.configuration.toml_text import in_toml
from linter.importers.payloads import parts
from linter.importers.recognise import FORMATS
from linter.text.place import DEPTH
from linter.text.source import read_text
from linter.text.whole import whole
from tests.fuzz.target import HERE
from tests.projects import PLAN_FILE, RELATIONSHIP, RELATIONSHIPS_FILE, SNAPSHOT, plan, write

CORPUS: Final = {
    "csdl-xml": ("csdl-xml/two-entities", ".xml"),
    "dataverse": ("dataverse-archive/solution", ".zip"),
    "model.json": ("model-json/two-entities", ".json"),
    "cdm": ("cdm/document", ".cdm.json"),
    "csdl-json": ("csdl-json/two-entities", ".json"),
    "openapi": ("openapi/three-paths", ".json"),
    "customer-insights": ("customer-insights/entities", ".json"),
    "delta": ("delta/two-commits", ".json"),
    "parquet": ("parquet/four-columns", ".parquet"),
    "sql": ("sql-script/two-tables", ".sql"),
    "information-schema": ("information-schema/columns", ".csv"),
    "csv": ("csv/quoted", ".csv"),
}
"""A source of each format, and how files of it are called."""

HALF: Final = "\udcff"
"""What Python makes of the byte FF in a file's name: half of a pair of surrogates, which no file can say."""

UNNAMED: Final = (
    "c360lint: `r\\udcff` has half of a surrogate pair, which is no character: no snapshot can have it "
    "in `{}`; give another name (--as, --instance), or rename the file or folder\n"
)
BEYOND: Final = f"more than {DEPTH} levels of nesting"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def imported(*arguments: str) -> Result:
    """Import sources into a snapshot, which can be shown and renewed; a refusal writes nothing."""
    output = arguments[arguments.index("-o") + 1]
    made = run("snapshot", "import", *arguments)
    if made.exit_code == 2:
        assert not os.path.exists(output)
        return made
    assert made.exit_code == 0, made.stderr
    shown = run("snapshot", "show", "--snapshot", output)
    assert shown.exit_code == 0, shown.stderr
    again = run("snapshot", "import", *arguments, "--update")
    assert (again.exit_code, again.stdout) == (0, "No changes.\n"), again.stderr
    return made


def nested(levels: int) -> Any:
    """Return lists in one another."""
    value: Any = []
    for _ in range(levels - 1):
        value = [value]
    return value


def test_there_is_a_source_of_each_format() -> None:
    assert list(CORPUS) == list(FORMATS)


@pytest.mark.parametrize("output", ["s.json", "s.yaml"])
@pytest.mark.parametrize("format_", FORMATS)
def test_a_source_whose_name_is_no_text_is_imported_or_refused_by_its_name(format_: str, output: str) -> None:
    if format_ == "parquet":
        pytest.importorskip("pyarrow")
    file, ending = CORPUS[format_]
    source = f"r{HALF}{ending}"
    shutil.copy(HERE / "corpus" / file, source)
    made = imported(source, "--format", format_, "-o", output)

    assert not made.exit_code or made.stderr == UNNAMED.format("dataSources.0.dataSourceId")
    named = imported(source, "--format", format_, "-o", output, "--force", "--as", "Shop")
    refusals = dict.fromkeys(("csv", "parquet", "delta"), UNNAMED.format("dataSources.0.entities.0.name"))
    assert not named.exit_code or named.stderr == refusals.get(format_) or "only one" in named.stderr


@pytest.mark.parametrize(
    "options",
    [("--as", HALF), ("--instance", HALF), ("--as", f"a{HALF}b", "--primary-key", f"Rows={HALF}")],
)
def test_an_option_that_is_no_text_is_refused(options: tuple[str, ...]) -> None:
    Path("Rows.csv").write_text("Id,B\n1,2\n", "utf-8")
    made = imported("Rows.csv", *options, "-o", "s.json")

    assert made.exit_code == 2
    assert "\\udcff" in made.stderr


def test_an_id_that_a_folder_gives_and_that_is_no_text_is_refused() -> None:
    source = Path(f"conflations/{HALF}/conflationPlan.json")
    source.parent.mkdir(parents=True)
    source.write_text(json.dumps(plan()), "utf-8")
    made = imported(str(source), "-o", "s.json")

    assert made.stderr == (
        "c360lint: `\\udcff` has half of a surrogate pair, which is no character: no snapshot can have it in "
        "`conflations.0.conflationId`; give another name (--as, --instance), or rename the file or folder\n"
    )


def test_what_is_declared_of_a_data_source_is_not_blamed_for_the_name_of_a_file() -> None:
    Path(f"r{HALF}.csv").write_text("Id,B\n1,2\n", "utf-8")
    Path("o.toml").write_text('[data-sources.Shop]\nid = "shop-1"\n', "utf-8")
    made = imported(f"r{HALF}.csv", "--as", "Shop", "--overrides", "o.toml", "-o", "s.json")

    assert made.stderr == UNNAMED.format("dataSources.0.entities.0.name")


@pytest.mark.parametrize("spelled", ["\\ud800", "\\uDFFF", "\\ud83d x"])
def test_a_column_of_a_delta_table_that_is_no_text_is_refused_in_its_line(spelled: str) -> None:
    log = Path("T/_delta_log")
    log.mkdir(parents=True)
    schema = f'{{"type": "struct", "fields": [{{"name": "a{spelled}", "type": "string"}}]}}'
    lines = [json.dumps({"protocol": {}}), json.dumps({"metaData": {"id": "x", "schemaString": schema}})]
    (log / "00000000000000000000.json").write_text("\n".join(lines), "utf-8")
    made = imported("T", "-o", "s.json")

    assert made.exit_code == 2
    assert made.stderr == (
        "c360lint: T/_delta_log/00000000000000000000.json:2:1: this line of the log can't be read: "
        f"`{spelled[:6]}` is half of a surrogate pair, not a character; copy the log again\n"
    )


FLAT: Final = ("conflations", "relationships", "roleAssignments", "searchConfiguration")
"""Of these such a list is no answer, or only what is known of their items is taken."""


@pytest.mark.parametrize("output", ["s.json", "s.yaml"])
@pytest.mark.parametrize("part", sorted(set(parts().values())))
def test_an_answer_is_as_deep_as_a_snapshot_can_have_it_or_refused_at_its_deepest(
    part: str, output: str
) -> None:
    source, refused = f"{part}.json", 0
    for levels in range(DEPTH - 3, DEPTH + 1):
        item = {"name": "a", "conflationId": "c", "principalId": "p", "x": "{}", "deep": nested(levels - 2)}
        Path(source).write_text(json.dumps([item]), "utf-8")
        made = imported(source, "--format", "customer-insights", "-o", output, "--force")
        if made.exit_code and "levels" in made.stderr:
            refused += 1
            column = json.dumps([item]).rindex("]" * (levels - 2))
            assert made.stderr == (
                f"c360lint: {source}:1:{column}: {levels} levels of nesting are {levels + 1} in a snapshot, "
                f"which may have {DEPTH}\n"
            )
        Path(output).unlink(missing_ok=True)
        Path(f".{output}.imported").unlink(missing_ok=True)
    assert refused == (part not in FLAT)


def test_what_is_declared_too_deep_is_refused_where_it_is_declared() -> None:
    Path("Rows.csv").write_text("Id,B\n1,2\n", "utf-8")
    deep = "[" * 198 + "]" * 198
    Path("o.toml").write_text(f'[segments.X]\nquery = "a"\ndeep = {deep}\n', "utf-8")
    made = imported("Rows.csv", "--overrides", "o.toml", "-o", "s.json")

    assert made.stderr == f"c360lint: o.toml:3:1: this would be {BEYOND} in the snapshot\n"


@pytest.mark.parametrize("output", [(), ("-o", "new.json"), ("--diff",)])
def test_a_payload_that_a_snapshot_would_have_too_deep_is_not_applied(
    folder: Path, output: tuple[str, ...]
) -> None:
    body = {**plan(), "deep": nested(DEPTH - 2)}
    write(folder, {"snapshot.json": SNAPSHOT, PLAN_FILE: body, RELATIONSHIPS_FILE: RELATIONSHIP})
    made = run("snapshot", "apply", "--force", *output)

    assert (made.exit_code, made.stdout, Path("new.json").exists()) == (2, "", False)
    said = made.stderr.splitlines()[-1]
    assert said.startswith(f"c360lint: {PLAN_FILE}:"), said
    assert said.endswith(f": this would be {BEYOND} in the snapshot"), said


def test_a_payload_in_a_folder_whose_name_is_no_text_is_not_applied(folder: Path) -> None:
    file = PLAN_FILE.replace("default", HALF)
    write(folder, {"snapshot.json": SNAPSHOT, file: plan()})
    made = run("snapshot", "apply", "--force", "-o", "new.json")

    assert (made.exit_code, Path("new.json").exists()) == (2, False)
    assert "\\udcff" in made.stderr


def test_a_baseline_of_files_whose_names_are_no_text_is_read_again(folder: Path) -> None:
    for name in (f"{HALF}.json", f"conflations/{HALF}/conflationPlan.json"):
        write(folder, {"snapshot.json": SNAPSHOT, name: {**plan(), "conflationId": "other"}})
    shutil.copy(f"{HALF}.json", f"b{HALF}.yaml")
    made = run("baseline", "create")

    assert made.exit_code == 0, made.stderr
    assert run("check").exit_code == 0


@pytest.mark.parametrize("name", ["a\x7fb.json", "a\x85\u2028b.json", 'a"b\\.json', "a\nb.json"])
def test_a_configuration_that_is_laid_down_says_what_the_snapshot_is_called(folder: Path, name: str) -> None:
    assert run("init", "--yes", "--snapshot", name).exit_code == 0
    assert load_configuration(str(folder / "c360lint.toml")).snapshots == (name,)


def test_a_configuration_that_could_not_say_it_is_not_laid_down() -> None:
    made = run("init", "--yes", "--snapshot", f"{HALF}.json")

    assert (made.exit_code, made.stderr, os.listdir()) == (
        2,
        "c360lint: c360lint.toml can't be written: `\\udcff` in it is half of a surrogate pair, "
        "which is no character\n",
        [],
    )


@given(st.text(st.characters(codec="utf-8"), max_size=20))
def test_a_text_in_toml_is_the_same_text(text: str) -> None:
    assert tomllib.loads(f"a = {in_toml([text])}") == {"a": [text]}


LIKE_OTHERS: Final = ("1e3", "0o17", "0x1F", ".5", "1.", "-1E+3", "null", "~", "", "<<", "=", "1_0", "012")


@given(st.one_of(st.sampled_from(LIKE_OTHERS), st.text(st.characters(codec="utf-8"), max_size=20)))
def test_a_text_is_the_same_text_in_what_is_written(text: str) -> None:
    for name in ("a.json", "a.yaml"):
        value = {text: text, "a": [text, {text: [text]}], "b": {"c": text}}
        again = read_text(name, whole(name, value).encode())
        assert (again.value, again.fault) == (value, None)


def test_what_stands_twice_in_memory_is_written_out_twice() -> None:
    shared = {"a": ["x"]}

    assert whole("a.yaml", {"b": shared, "c": shared}) == "b:\n  a:\n  - x\nc:\n  a:\n  - x\n"


def test_what_is_applied_is_written_as_the_name_of_its_file_says(folder: Path) -> None:
    write(folder, {"snapshot.yaml": json.dumps(SNAPSHOT), PLAN_FILE: plan()})
    assert run("snapshot", "apply", "--force", "-o", "made.yaml").exit_code == 0
    assert run("snapshot", "apply", "--force", "-o", "made.json").exit_code == 0
    made = read_text("made.yaml", Path("made.yaml").read_bytes()).value

    assert json.loads(Path("made.json").read_text("utf-8")) == made


def test_an_answer_that_is_no_text_can_be_pasted() -> None:
    done = CliRunner().invoke(main, ["explain", "-"], input=b"\xed conflationPlanMissingRules")

    assert done.exit_code == 0
