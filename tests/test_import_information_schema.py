"""INFORMATION_SCHEMA as CSV: columns, and the keys that are beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.importers import information_schema
from linter.importers.found import Attribute, CannotImport, Entity, Found, Note, Relationship
from linter.importers.recognise import files_of, recognise
from linter.importers.source import Source

COLUMNS = """\
TABLE_CATALOG;Table_Schema;TABLE_NAME;ORDINAL_POSITION;COLUMN_NAME;DATA_TYPE;IS_NULLABLE
shop;dbo;Orders;2;CustomerId;int;YES
shop;dbo;Orders;1;OrderId;uniqueidentifier;NO
shop;dbo;Orders;10;Paid;datetime2;NULL
shop;dbo;Customers;1;Id;int;NO
shop;dbo;Customers;2;Where;hierarchyid;YES
shop;sys;objects;1;id;int;NO
"""
USAGE = """\
CONSTRAINT_SCHEMA,CONSTRAINT_NAME,TABLE_SCHEMA,TABLE_NAME,COLUMN_NAME,ORDINAL_POSITION
dbo,PK_Orders,dbo,Orders,OrderId,1
dbo,PK_Customers,dbo,Customers,Id,1
dbo,UQ_Customers,dbo,Customers,Where,1
dbo,FK_Orders_Customers,dbo,Orders,CustomerId,1
"""
KINDS = """\
CONSTRAINT_SCHEMA,CONSTRAINT_NAME,TABLE_SCHEMA,TABLE_NAME,CONSTRAINT_TYPE
dbo,PK_Orders,dbo,Orders,PRIMARY KEY
dbo,PK_Customers,dbo,Customers,PRIMARY KEY
dbo,UQ_Customers,dbo,Customers,UNIQUE
dbo,FK_Orders_Customers,dbo,Orders,FOREIGN KEY
"""
MEANT = """\
CONSTRAINT_SCHEMA,CONSTRAINT_NAME,UNIQUE_CONSTRAINT_SCHEMA,UNIQUE_CONSTRAINT_NAME
dbo,FK_Orders_Customers,dbo,PK_Customers
"""


def read(tmp_path: Path, **files: str) -> Found:
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    source = Source(str(tmp_path / "columns.csv"), "columns.csv")
    assert recognise(source) == "information-schema"
    return information_schema.read(source)


ORDERS = (
    Attribute("OrderId", "guid", is_nullable=False),
    Attribute("CustomerId", "int32", is_nullable=True),
    Attribute("Paid", "dateTime"),
)
CUSTOMERS = (Attribute("Id", "int32", is_nullable=False), Attribute("Where", is_nullable=True))
OPEN = Note("columns.csv", 1, 1, "no type is known for `Customers.Where` (--overrides)")


def test_columns_are_taken_in_the_order_that_they_say_whatever_the_header_looks_like(tmp_path: Path) -> None:
    found = read(tmp_path, columns=COLUMNS)

    assert found.data_sources[0].entities == (Entity("Orders", ORDERS), Entity("Customers", CUSTOMERS))
    assert found.relationships == ()
    assert found.notes == (OPEN,)
    assert found.totals == {"tables": 2, "columns": 5}


@pytest.mark.parametrize(
    ("first", "second"), [("2", "100000000"), ("0", "1"), ("x", "1"), ("-5", "1"), ("9" * 5000, "1")]
)
def test_a_position_is_a_number_of_nine_digits_at_most_and_what_is_none_comes_first(
    first: str, second: str, tmp_path: Path
) -> None:
    rows = f"dbo;a;{second};second;int\ndbo;a;{first};first;int\n"
    found = read(tmp_path, columns=f"TABLE_SCHEMA;TABLE_NAME;ORDINAL_POSITION;COLUMN_NAME;DATA_TYPE\n{rows}")

    [table] = found.data_sources[0].entities
    assert [one.name for one in table.attributes or ()] == ["first", "second"]


def test_keys_in_the_same_folder_are_read_along(tmp_path: Path) -> None:
    found = read(tmp_path, columns=COLUMNS, usage=USAGE, kinds=KINDS, meant=MEANT, other="a,b\n1,2\n")

    assert found.data_sources[0].entities == (
        Entity("Orders", ORDERS, ("OrderId",)),
        Entity("Customers", CUSTOMERS, ("Id",)),
    )
    assert found.relationships == (
        Relationship("Orders", "CustomerId", "Customers", "Id", "FK_Orders_Customers", "manyToOne"),
    )
    assert found.notes == (OPEN,)


def test_without_the_kinds_of_constraints_the_primary_keys_are_told_by_their_names(tmp_path: Path) -> None:
    found = read(tmp_path, columns=COLUMNS, usage=USAGE)

    assert {one.name: one.key for one in found.data_sources[0].entities} == {
        "Orders": ("OrderId",),
        "Customers": ("Id",),
    }
    assert [note.message for note in found.notes][1:] == [
        "which key is the primary one is told by its name alone: TABLE_CONSTRAINTS isn't in the folder"
    ]


def test_mysql_says_where_a_key_leads_in_the_same_row(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        columns="TABLE_SCHEMA,TABLE_NAME,COLUMN_NAME,DATA_TYPE\ns,a,id,bigint\ns,a,b_id,bigint\ns,b,id,bigint\n",
        usage="CONSTRAINT_SCHEMA,CONSTRAINT_NAME,TABLE_SCHEMA,TABLE_NAME,COLUMN_NAME,ORDINAL_POSITION,"
        "REFERENCED_TABLE_SCHEMA,REFERENCED_TABLE_NAME,REFERENCED_COLUMN_NAME\n"
        "s,PRIMARY,s,a,id,1,NULL,NULL,NULL\ns,PRIMARY,s,b,id,1,NULL,NULL,NULL\ns,a-b,s,a,b_id,1,s,b,id\n",
    )

    assert [one.key for one in found.data_sources[0].entities] == [("id",), ("id",)]
    assert found.relationships == (Relationship("a", "b_id", "b", "id", "", "manyToOne"),)


def test_a_key_that_leads_elsewhere_is_no_primary_one_whatever_it_is_called(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        columns="TABLE_SCHEMA,TABLE_NAME,COLUMN_NAME,DATA_TYPE\ns,a,x,int\ns,a,y,int\ns,b,z,int\n",
        usage="CONSTRAINT_SCHEMA,CONSTRAINT_NAME,TABLE_SCHEMA,TABLE_NAME,COLUMN_NAME,ORDINAL_POSITION,"
        "POSITION_IN_UNIQUE_CONSTRAINT\ns,PK_a,s,a,x,1,1\ns,PK_a,s,a,y,2,NULL\ns,PK_b,s,b,z,1,NULL\n",
    )

    assert [one.key for one in found.data_sources[0].entities] == [(), ("z",)]


def test_of_a_folder_the_files_with_keys_are_not_taken_for_entities(tmp_path: Path) -> None:
    read(tmp_path, columns=COLUMNS, usage=USAGE, kinds=KINDS, meant=MEANT, other="a,b\n1,2\n")

    assert [Path(one).name for one in files_of(str(tmp_path)).files] == ["columns.csv", "other.csv"]


def test_keys_without_columns_are_refused_with_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "usage.csv").write_text(USAGE, "utf-8")

    with pytest.raises(CannotImport) as refused:
        information_schema.read(Source(str(tmp_path / "usage.csv"), "usage.csv"))

    assert str(refused.value) == (
        "usage.csv:1:1: the columns of the tables aren't listed here: COLUMNS of INFORMATION_SCHEMA is "
        "missing; export it into the same folder, and import that"
    )
    assert [Path(one).name for one in files_of(str(tmp_path)).files] == ["usage.csv"]


def test_a_list_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotImport, match=r"^columns\.csv:1:1: no row names a table and a column$"):
        read(tmp_path, columns="TABLE_SCHEMA,TABLE_NAME,COLUMN_NAME,DATA_TYPE\n,,,\nx\n")


def test_a_link_out_of_the_folder_and_a_large_file_are_not_looked_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    (tmp_path / "usage.csv").write_text(USAGE, "utf-8")
    (folder / "link.csv").symlink_to(tmp_path / "usage.csv")

    assert [one.key for one in read(folder, columns=COLUMNS).data_sources[0].entities] == [(), ()]
    monkeypatch.setattr(information_schema, "_LARGEST", len(USAGE) - 1)
    assert [one.key for one in read(tmp_path, columns=COLUMNS, usage=USAGE).data_sources[0].entities] == [
        (),
        (),
    ]


def test_a_position_that_is_no_number_comes_first(tmp_path: Path) -> None:
    columns = "TABLE_SCHEMA,TABLE_NAME,ORDINAL_POSITION,COLUMN_NAME,DATA_TYPE,IS_NULLABLE\n"
    rows = (("2", "b"), ("x", "a"), ("9" * 5000, "also"), ("1", "c"))
    columns += "".join(f"dbo,T,{position},{name},int,NO\n" for position, name in rows)

    ((entity,),) = [source.entities for source in read(tmp_path, columns=columns).data_sources]

    assert [one.name for one in entity.attributes or ()] == ["a", "also", "c", "b"]
