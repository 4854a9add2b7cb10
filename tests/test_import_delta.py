"""Delta tables: which commit's schema counts, and what becomes of it."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from linter.commands.snapshot.import_ import command
from linter.importers import delta
from linter.importers.found import Attribute, CannotImport, DataSource, Entity, Found, Note
from linter.importers.recognise import files_of, import_source, recognise
from linter.importers.source import Source

PROTOCOL = '{"protocol":{"minReaderVersion":1,"minWriterVersion":2}}'
ADD = '{"add":{"path":"part-0.parquet","stats":"{\\"metaData\\":1}"}}'


def field(name: str, kind: Any, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "nullable": True, "metadata": {}, **more}


def metadata(*fields: dict[str, Any]) -> str:
    schema = json.dumps({"type": "struct", "fields": fields})
    return json.dumps({"metaData": {"id": "x", "name": None, "schemaString": schema}})


def log(folder: Path, *commits: str, first: int = 0) -> Path:
    (folder / "_delta_log").mkdir(parents=True)
    for number, text in enumerate(commits, first):
        path = folder / "_delta_log" / f"{number:020}.json"
        path.write_text(text, "utf-8")
    return path


def read(path: Path) -> Found:
    source = Source(str(path), path.name)
    assert recognise(source) == "delta"
    return delta.read(source)


def test_the_last_schema_counts_and_the_folder_names_the_table(tmp_path: Path) -> None:
    newest = log(
        tmp_path / "Orders",
        f"{PROTOCOL}\n{metadata(field('a', 'string'))}\n",
        f"{metadata(field('a', 'string'), field('b', 'long', nullable=False))}\n{ADD}\n",
        f"{ADD}\n",
    )

    found = read(newest)

    assert found == Found(
        format="delta",
        data_sources=(
            DataSource(
                (Entity("Orders", (Attribute("a", "string"), Attribute("b", "int64", is_nullable=False))),)
            ),
        ),
        totals={"columns": 2},
    )
    assert [
        one.name
        for one in read(newest.with_name(f"{0:020}.json")).data_sources[0].entities[0].attributes or ()
    ] == ["a"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("string", "string"),
        ("integer", "int32"),
        ("byte", "int16"),
        ("decimal(10,2)", "decimal"),
        ("float", "float"),
        ("timestamp", "dateTime"),
        ("timestamp_ntz", "dateTime"),
        ("date", "date"),
        ("variant", "json"),
        ({"type": "struct", "fields": [field("x", "long")]}, "json"),
        ({"type": "array", "elementType": "string", "containsNull": True}, "array"),
        ({"type": "map", "keyType": "string", "valueType": "long"}, "array"),
        ("void", ""),
    ],
)
def test_a_column_has_the_type_that_its_schema_says(kind: Any, expected: str, tmp_path: Path) -> None:
    found = read(log(tmp_path / "t", f"{PROTOCOL}\n{metadata(field('x', kind))}"))

    assert found.data_sources[0].entities[0].attributes == (Attribute("x", expected),)
    said = Note(f"{0:020}.json", 2, 1, "no type is known for `x` (--overrides)")
    assert found.notes == (() if expected else (said,))


def test_of_a_folder_the_tables_in_it_are_taken_and_no_file_of_theirs(tmp_path: Path) -> None:
    log(tmp_path / "lake" / "Orders", metadata(field("a", "string")), ADD)
    log(tmp_path / "lake" / "People", metadata(field("b", "string")))
    (tmp_path / "lake" / "Orders" / "part-0.parquet").write_bytes(b"PAR1")
    (tmp_path / "lake" / "files").mkdir()
    folder = str(tmp_path / "lake")

    taken, notes, _ = files_of(folder)

    assert [Path(one).relative_to(folder).as_posix() for one in taken] == [
        f"Orders/_delta_log/{1:020}.json",
        f"People/_delta_log/{0:020}.json",
    ]
    assert [import_source(Source(one)).data_sources[0].entities[0].name for one in taken] == [
        "Orders",
        "People",
    ]
    assert notes == [
        Note(folder, 0, 0, "a subfolder is not looked into: files; name those to import as well")
    ]
    assert files_of(f"{folder}/Orders").files == [taken[0]]


def test_a_log_outside_of_its_folder_is_not_followed(tmp_path: Path) -> None:
    log(tmp_path / "outside", metadata(field("a", "string")))
    (tmp_path / "lake" / "t").mkdir(parents=True)
    (tmp_path / "lake" / "t" / "_delta_log").symlink_to(tmp_path / "outside" / "_delta_log")

    assert files_of(str(tmp_path / "lake")).files == []


@pytest.mark.parametrize(
    ("commit", "said"),
    [
        (ADD, "1:1: no commit from here back says what the columns are; a checkpoint may: it is Parquet, and "
         "not read; write the table's CREATE TABLE to a script (`SHOW CREATE TABLE`), and import that"),
        (f'{PROTOCOL}\n{{"metaData": {{"schemaString": "x"}}}}',
         "2:1: this line of the log can't be read: `x` isn't a JSON value; copy the log again"),
        (f'{PROTOCOL}\n{{"metaData": {{',
         "2:1: this line of the log can't be read: the file ends inside the object that begins on line 1; "
         "copy the log again"),
        ('{"metaData": {"schemaString": "{\\"fields\\": [{}]}"}}',
         "1:1: `schemaString` here isn't a list of `fields` with names"),
        ('{"metaData": {"schemaString": "' + "[" * 100_000 + '"}}',
         "1:1: this line of the log can't be read: more than 200 levels of nesting; copy the log again"),
    ],
)  # fmt: skip
def test_a_log_without_a_schema_that_can_be_read_is_refused_with_its_place(
    commit: str, said: str, tmp_path: Path
) -> None:
    path = log(tmp_path / "t", commit, first=7)

    with pytest.raises(CannotImport) as refused:
        read(path)

    assert str(refused.value) == f"{path.name}:{said}"


def test_a_folder_that_cannot_be_listed_is_refused_at_the_commit_that_needs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema = log(tmp_path / "whole", PROTOCOL, metadata(field("Id", "string")))
    none = log(tmp_path / "table", PROTOCOL)

    def refuse(folder: str) -> list[str]:
        raise PermissionError(errno.EACCES, "Permission denied", folder)

    monkeypatch.setattr(os, "listdir", refuse)

    assert read(schema).totals == {"columns": 1}
    with pytest.raises(CannotImport, match="the commits before it can't be listed: Permission denied"):
        read(none)


def test_a_commit_outside_of_a_log_is_named_as_it_says_itself_or_as_its_file(tmp_path: Path) -> None:
    file = tmp_path / f"{3:020}.json"
    for name in ("people", None):
        told = json.loads(metadata(field("a", "string")))
        told["metaData"]["name"] = name
        file.write_text(json.dumps(told), "utf-8")

        assert read(file).data_sources[0].entities[0].name == (name or f"{3:020}")


def test_the_snapshot_is_said_to_be_made_from_the_table_and_not_from_its_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = log(tmp_path / "Orders", metadata(field("a", "string")))
    monkeypatch.chdir(path.parent)

    for given in (path.name, str(path), str(tmp_path / "Orders")):
        told = json.loads(CliRunner().invoke(command, [given]).stdout)

        assert told["description"] == "Imported from Orders"
        assert [one["name"] for one in told["dataSources"]] == ["Orders"]
