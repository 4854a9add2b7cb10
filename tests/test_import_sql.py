"""Scripts in SQL: what of their tables becomes part of a snapshot, and what is said of the rest."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.importers import sql_script
from linter.importers.found import Attribute, CannotImport, Entity, Found, Note, Relationship
from linter.importers.source import Source


def read(tmp_path: Path, text: str | bytes, name: str = "shop.sql") -> Found:
    file = tmp_path / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return sql_script.read(Source(str(file), name))


def entities(found: Found) -> dict[str, Entity]:
    return {one.name: one for one in found.data_sources[0].entities}


def types(found: Found, entity: str = "t") -> dict[str, str]:
    return {one.name: one.type for one in entities(found)[entity].attributes or ()}


def messages(found: Found) -> list[str]:
    return [f"{note.line}:{note.column}: {note.message}" for note in found.notes]


TSQL = """\
/****** Object:  Table [dbo].[Customer] ******/
SET ANSI_NULLS ON
GO
CREATE TYPE [dbo].[Name] FROM [nvarchar](50) NULL
GO
CREATE TABLE [Sales].[Customer](
    [CustomerId] [int] IDENTITY(1,1) NOT NULL, -- the key, says Ada
    [Full Name] [dbo].[Name] NULL,
    [Code]]] AS ('C' + CONVERT(varchar(8), [CustomerId])),
    [Since] [datetime2](7) NOT NULL CONSTRAINT [DF_Since] DEFAULT (getdate()),
    [Row] [uniqueidentifier] ROWGUIDCOL NOT NULL,
    [Changed] [timestamp] NOT NULL,
    CONSTRAINT [PK_Customer] PRIMARY KEY CLUSTERED ([CustomerId] ASC) WITH (PAD_INDEX = OFF) ON [PRIMARY]
) ON [PRIMARY]
GO
CREATE TABLE Sales.[Order] (OrderId bigint NOT NULL, customerid int, [Amount] money, Day date)
ALTER TABLE [Sales].[Order] WITH CHECK ADD CONSTRAINT [PK_Order] PRIMARY KEY (orderid),
    CONSTRAINT [FK_Order_Customer] FOREIGN KEY([customerid])
    REFERENCES [Sales].[Customer] ([CustomerId]) ON DELETE SET NULL
GO
INSERT INTO Sales.[Order] VALUES (1, 1, 12.5, 'CREATE TABLE inside; a text'), (2, 1, 1, 'C:\\')
CREATE TABLE #scratch (a int)
"""


def test_a_script_of_t_sql_gives_entities_keys_types_and_relationships(tmp_path: Path) -> None:
    found = read(tmp_path, TSQL)

    assert entities(found) == {
        "Customer": Entity(
            "Customer",
            (
                Attribute("CustomerId", "int32", is_nullable=False),
                Attribute("Full Name", "string", is_nullable=True),
                Attribute("Code]"),
                Attribute("Since", "dateTime", is_nullable=False),
                Attribute("Row", "guid", is_nullable=False),
                Attribute("Changed", "binary", is_nullable=False),
            ),
            ("CustomerId",),
        ),
        "Order": Entity(
            "Order",
            (
                Attribute("OrderId", "int64", is_nullable=False),
                Attribute("customerid", "int32"),
                Attribute("Amount", "decimal"),
                Attribute("Day", "date"),
            ),
            ("OrderId",),
        ),
    }
    assert found.relationships == (
        Relationship("Order", "customerid", "Customer", "CustomerId", "FK_Order_Customer", "manyToOne"),
    )
    assert messages(found) == ["1:1: no type is known for `Customer.Code]` (--overrides)"]
    assert found.totals == {"tables": 2, "columns": 10, "foreignKeys": 1}


def test_a_dump_of_postgresql_is_read_with_what_it_adds_below(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "--\n-- Name: t; Type: TABLE\n--\n"
        "CREATE DOMAIN public.mail AS character varying(80);\n"
        "CREATE TYPE mood AS ENUM ('ok', 'bad');\n"
        "CREATE FUNCTION f() RETURNS void AS $body$ CREATE TABLE x (a int); $body$ LANGUAGE sql;\n"
        "CREATE TABLE IF NOT EXISTS public.t (\n"
        "  id bigserial, mail public.mail NOT NULL, m mood, at timestamp(6) without time zone,\n"
        "  seen timestamp with time zone DEFAULT now(), tags text[], doc jsonb, price double precision,\n"
        "  flags bit(3), CHECK (price > 0), UNIQUE (mail)\n);\n"
        "ALTER TABLE ONLY public.t\n    ADD CONSTRAINT t_pkey PRIMARY KEY (id);\n"
        "CREATE TABLE u (id integer PRIMARY KEY REFERENCES t ON DELETE CASCADE);\n"
        "ALTER TABLE public.u ADD COLUMN IF NOT EXISTS note text, ADD extra uuid;\n",
    )

    assert types(found) == {
        "id": "int64",
        "mail": "string",
        "m": "string",
        "at": "dateTime",
        "seen": "dateTimeOffset",
        "tags": "array",
        "doc": "json",
        "price": "double",
        "flags": "string",
    }
    assert types(found, "u") == {"id": "int32", "note": "string", "extra": "guid"}
    assert {name: one.key for name, one in entities(found).items()} == {"t": ("id",), "u": ("id",)}
    assert found.relationships == (Relationship("u", "id", "t", "id", cardinality="oneToOne"),)
    assert found.notes == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "CREATE OR REPLACE TRANSIENT TABLE db.s.t (a NUMBER(38,0), b VARIANT, c TIMESTAMP_NTZ(9), "
            "d TIMESTAMP_TZ, e FLOAT, f ARRAY, g INT, h STRING COMMENT 'it\\'s, (one') CLUSTER BY (a);",
            {"a": "decimal", "b": "json", "c": "dateTime", "d": "dateTimeOffset", "e": "double", "f": "array",
             "g": "int64", "h": "string"},
        ),
        (
            "CREATE TABLE `s`.`t` (`a` BIGINT COMMENT 'x', b STRUCT<x: INT, y: ARRAY<STRING>>, "
            "c MAP<STRING, INT>, d TIMESTAMP, e TINYINT, f FLOAT) USING DELTA PARTITIONED BY (d)",
            {"a": "int64", "b": "json", "c": "array", "d": "dateTime", "e": "int16", "f": "float"},
        ),
        (
            "CREATE TABLE t (a int unsigned NOT NULL AUTO_INCREMENT, b enum('x','y'), `key` varchar(10), "
            "c bit(1), d timestamp, PRIMARY KEY (`a`), KEY `k` (`key`), UNIQUE KEY u (b)) ENGINE=InnoDB;",
            {"a": "int64", "b": "string", "key": "string", "c": "", "d": "dateTime"},
        ),
        (
            "CREATE TABLE t (a float, index int, key varchar(5), period date, at sql_variant, "
            "INDEX ix NONCLUSTERED HASH (a) WITH (BUCKET_COUNT = 8)) GO\n"
            "CREATE INDEX i ON t (a) WITH x\nGO\n",
            {"a": "double", "index": "int32", "key": "string", "period": "date", "at": ""},
        ),
    ],
)  # fmt: skip
def test_each_dialect_is_told_by_its_own_words(text: str, expected: dict[str, str], tmp_path: Path) -> None:
    found = read(tmp_path, text)

    assert types(found) == expected
    assert not any(one.guessed_from for one in entities(found)["t"].attributes or ())


def test_a_type_that_the_dialects_read_differently_is_a_guess_and_others_are_facts(tmp_path: Path) -> None:
    found = read(tmp_path, "CREATE TABLE t (a int, b timestamp, c float)")

    assert entities(found)["t"].attributes == (
        Attribute("a", "int32"),
        Attribute("b", "dateTime", guessed_from="`timestamp` in shop.sql"),
        Attribute("c", "double"),
    )
    assert messages(found) == [
        "1:1: the dialect isn't told, and `timestamp` is a guess (T-SQL, PostgreSQL, Snowflake and 2 more; "
        "--overrides)"
    ]


def test_what_cannot_be_read_is_named_with_its_place_and_the_rest_is_imported(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "CREATE TABLE a (x int, ); DROP TABLE c;\n"
        "CREATE TABLE b AS SELECT 1;\n"
        "CREATE TABLE c (y int, (z int), w date);\n"
        "CREATE TABLE A (x int); CREATE TABLE part PARTITION OF a FOR VALUES FROM (1) TO (2);\n"
        "ALTER TABLE c DROP COLUMN w;\n"
        "CREATE TABLE d (p int, q int, FOREIGN KEY (p, q) REFERENCES e (p, q),\n"
        "  FOREIGN KEY (p) REFERENCES e);\n"
        "CREATE TABLE f (v int, s text\n"
        "CREATE TABLE g (u int);\n",
    )

    assert {name: [*types(found, name)] for name in entities(found)} == {
        "a": ["x"], "c": ["y", "w"], "d": ["p", "q"], "f": ["v", "s"], "g": ["u"],
    }  # fmt: skip
    assert [name for name, one in entities(found).items() if one.partial_because] == ["c", "f"]
    assert messages(found) == [
        "2:14: the columns of `b` aren't listed here; it is not imported",
        "3:24: this can't be read in `c`, and is not imported: ( z int )",
        "4:14: `A` is created a second time; the first one counts",
        "5:1: `c` is changed here, which isn't followed: DROP COLUMN",
        "6:50: a foreign key of several columns is no relationship: that has one attribute at each end",
        "7:19: which column of `e` is meant isn't known; the foreign key isn't imported",
        "8:16: the bracket of `f` is never closed",
    ]


def test_two_tables_of_one_name_keep_their_schemas(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "CREATE TABLE a.t (x int); CREATE TABLE u (x int);\n"
        "CREATE TABLE b.t (x int, y int REFERENCES b.t (x));",
    )

    assert [*entities(found)] == ["a_t", "u", "b_t"]
    assert found.relationships == (Relationship("b_t", "y", "b_t", "x", cardinality="manyToOne"),)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_script_is_read_as_the_tools_of_databases_save_it(encoding: str, tmp_path: Path) -> None:
    data = "CREATE TABLE t (Größe int)".encode(encoding)

    found = read(tmp_path, data)

    assert sql_script.recognises(data)
    assert types(found) == {"Größe": "int32"}
    said = [Note("shop.sql", 1, 1, "the file isn't UTF-8, and is read as Windows-1252")]
    assert list(found.notes) == (said if encoding == "cp1252" else [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_script_in_utf_8_is_that_though_a_byte_of_it_is_broken(encoding: str, tmp_path: Path) -> None:
    data = "CREATE TABLE t (Größe int) -- ".encode(encoding) + b"K\xf6ln"

    found = read(tmp_path, data)

    assert sql_script.recognises(data)
    assert types(found) == {"Größe": "int32"}
    assert [*found.notes] == [Note("shop.sql", 1, 1, "the file has bytes that aren't UTF-8")]


def test_a_script_whose_tables_list_no_columns_is_refused_with_the_first_place(tmp_path: Path) -> None:
    with pytest.raises(CannotImport) as refused:
        read(tmp_path, "\nCREATE TABLE t AS SELECT 1")

    assert str(refused.value) == (
        "shop.sql:2:14: no table is created here with a list of its columns: "
        "the columns of `t` aren't listed here; it is not imported"
    )


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("-- Author: Ada\ncreate table t (a int)", True),
        ("USE shop\nGO\n\nCREATE TABLE [t] (a int)", True),
        ("/* x */ CREATE OR REPLACE TRANSIENT TABLE t (a int)", True),
        ("Dear all,\nwe\nCREATE TABLE t (a int)\nevery day", False),
        ("create view v as select 1", False),
        ("CREATE TABLE #scratch (a int)", False),
        ("select 1", False),
        ("", False),
    ],
)
def test_sql_is_recognised_where_it_creates_a_table(data: str, *, expected: bool) -> None:
    assert sql_script.recognises(data.encode()) is expected


@pytest.mark.usefixtures("ends")
@pytest.mark.parametrize(
    "rows",
    [
        "INSERT INTO t VALUES (1, 'it''s (a) text'), (2, 'b');\n" * 100_000,
        "".join(f"$a{'b' * (number % 19)}$ ${chr(97 + number % 26)}" for number in range(100_000)),
        "(" * 200_000 + "<" * 200_000,
        "'a' '" * 100_000,
    ],
    ids=["rows", "dollars", "brackets", "quotes"],
)
def test_what_lies_between_tables_costs_little(rows: str, tmp_path: Path) -> None:
    found = read(tmp_path, f"CREATE TABLE t (a int);\n{rows}")

    assert types(found) == {"a": "int32"}


NAMES = st.text("abcÄ_ ]'\"`,(", min_size=1, max_size=6).filter(str.strip)


@given(names=st.lists(NAMES, min_size=1, max_size=4, unique_by=str.lower), dialect=st.sampled_from('["`'))
def test_quoted_names_are_read_as_they_were_written(
    names: list[str], dialect: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    closing = {"[": "]"}.get(dialect, dialect)
    columns = ", ".join(f"{dialect}{one.replace(closing, closing * 2)}{closing} int" for one in names)

    found = read(tmp_path_factory.mktemp("sql"), f"CREATE TABLE t ({columns})")

    assert types(found) == dict.fromkeys(names, "int32")


@given(text=st.text("()[]'\"`,;.-/*$<> \nat0", max_size=60))
def test_any_text_behind_a_table_is_read_or_refused(
    text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    found = read(tmp_path_factory.mktemp("sql"), f"CREATE TABLE first (a int);CREATE TABLE t {text}")

    assert types(found, "first") == {"a": "int32"}


@pytest.mark.usefixtures("ends")
def test_blank_lines_cost_no_more_than_others_where_a_dialect_is_found_out() -> None:
    from linter.sql.types import dialects_of

    assert "tsql" in dialects_of("\n" * 200_000 + " go\t\n")


@pytest.mark.usefixtures("ends")
@pytest.mark.parametrize("text", ["[" * 300_000, "[" + " " * 300_000], ids=["brackets", "blanks"])
def test_what_opens_and_is_never_closed_costs_no_more_than_other_text(text: str) -> None:
    from linter.sql.script import read_script

    assert read_script(f"CREATE TABLE t (a int);{text}", has_escapes=False).tables[0].name == ("t",)
