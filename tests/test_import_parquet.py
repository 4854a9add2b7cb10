"""Parquet files: the columns that their footers say, where pyarrow is there to read them."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from linter.importers import parquet
from linter.importers.found import Attribute, CannotImport, DataSource, Entity, Found, Note
from linter.importers.recognise import files_of, recognise
from linter.importers.source import Source


def test_without_pyarrow_the_refusal_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "find_spec", lambda _name: None)
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    source = Source(str(tmp_path / "a.parquet"), "a.parquet")

    with pytest.raises(CannotImport, match=r"this is a Parquet file; .* or install c360lint\[parquet\]$"):
        recognise(source)
    with pytest.raises(CannotImport) as refused:
        parquet.read(source)
    assert str(refused.value) == (
        "a.parquet:1:1: Parquet is read where pyarrow is installed, which it isn't here; "
        "pip install 'c360lint[parquet]'"
    )


@pytest.fixture
def arrow() -> Any:
    if importlib.util.find_spec("pyarrow") is None:
        pytest.skip("pyarrow is not installed (the extra `parquet`)")
    return pytest.importorskip("pyarrow")


def write(arrow: Any, path: Path, **types: Any) -> Source:
    path.parent.mkdir(exist_ok=True)
    fields = [one if isinstance(one, arrow.Field) else arrow.field(name, one) for name, one in types.items()]
    table = arrow.schema(fields).empty_table()
    pytest.importorskip("pyarrow.parquet").write_table(table, path)
    return Source(str(path), path.name)


def read(source: Source) -> Found:
    assert recognise(source) == "parquet"
    return parquet.read(source)


def test_a_footer_gives_the_columns_and_the_file_names_the_entity(arrow: Any, tmp_path: Path) -> None:
    needed = arrow.field("Id", arrow.int64(), nullable=False)

    found = read(write(arrow, tmp_path / "People.snappy.parquet", Id=needed, Name=arrow.string()))

    attributes = (Attribute("Id", "int64", is_nullable=False), Attribute("Name", "string"))
    assert found == Found(
        format="parquet", data_sources=(DataSource((Entity("People", attributes),)),), totals={"columns": 2}
    )


def test_a_column_has_the_type_that_its_footer_says(arrow: Any, tmp_path: Path) -> None:
    columns = {
        "int8": (arrow.int8(), "int16"),
        "uint8": (arrow.uint8(), "int16"),
        "int32": (arrow.int32(), "int32"),
        "uint32": (arrow.uint32(), "int64"),
        "uint64": (arrow.uint64(), "decimal"),
        "float": (arrow.float32(), "float"),
        "double": (arrow.float64(), "double"),
        "boolean": (arrow.bool_(), "boolean"),
        "money": (arrow.decimal128(10, 2), "decimal"),
        "date": (arrow.date32(), "date"),
        "at": (arrow.timestamp("us", tz="UTC"), "dateTime"),
        "local": (arrow.timestamp("ms"), "dateTime"),
        "time": (arrow.time64("us"), "time"),
        "bytes": (arrow.binary(), "binary"),
        "fixed": (arrow.binary(16), "binary"),
        "record": (arrow.struct([("x", arrow.list_(arrow.string()))]), "json"),
        "list": (arrow.list_(arrow.struct([("x", arrow.int64())])), "array"),
        "map": (arrow.map_(arrow.string(), arrow.binary()), "array"),
        "category": (arrow.dictionary(arrow.int32(), arrow.string()), "string"),
        "nothing": (arrow.null(), ""),
    }

    found = read(write(arrow, tmp_path / "t.parquet", **{name: one for name, (one, _) in columns.items()}))

    attributes = found.data_sources[0].entities[0].attributes or ()
    assert {one.name: one.type for one in attributes} == {name: type_ for name, (_, type_) in columns.items()}
    assert found.notes == (Note("t.parquet", 1, 1, "no type is known for `nothing` (--overrides)"),)


def test_of_the_parts_of_a_table_one_is_read_under_the_folders_name(arrow: Any, tmp_path: Path) -> None:
    folder = tmp_path / "Orders"
    for name in ("part-00001-x.snappy.parquet", "part-00000-x.snappy.parquet", "other.parquet"):
        write(arrow, folder / name, a=arrow.string())

    taken = files_of(str(folder)).files

    assert [read(Source(one)).data_sources[0].entities[0].name for one in taken] == ["other", "Orders"]


def test_a_torn_file_is_refused(arrow: Any, tmp_path: Path) -> None:
    source = write(arrow, tmp_path / "t.parquet", a=arrow.string())
    data = source.data
    for torn in (data[:20], data[:-4], data[:4] + b"\0" * 40 + data[-8:]):
        (tmp_path / "torn.parquet").write_bytes(torn)

        with pytest.raises(
            CannotImport, match=r"^torn\.parquet:1:1: its footer can't be read: .*copy the file"
        ):
            read(Source(str(tmp_path / "torn.parquet"), "torn.parquet"))
