"""Scripts in SQL: which tables, columns, keys and types they define, and what of them can't be read."""

from __future__ import annotations

import pytest

from linter.sql.script import DefinedColumn, DefinedTable, ForeignKey, read_script


def column(one: DefinedColumn) -> str:
    nullable = {True: " null", False: " not null", None: ""}[one.is_nullable]
    return f"{one.name}: {one.type}{nullable}"


def foreign(one: ForeignKey) -> str:
    named, others = f"{one.name}: " * bool(one.name), f"({', '.join(one.others)})" * bool(one.others)
    return f"{named}{', '.join(one.columns)} -> {'.'.join(one.table)}{others}"


def table(one: DefinedTable) -> str:
    parts = [
        *map(column, one.columns),
        *[f"key {', '.join(one.key)}"] * bool(one.key),
        *map(foreign, one.foreign),
    ]
    return f"{'.'.join(one.name)}{'' if one.is_whole else '…'}({' | '.join(parts)})"


def told(text: str, *, has_escapes: bool = False) -> list[str]:
    """Return what is read of a script: its tables, its types, its faults, each with its offset."""
    script = read_script(text, has_escapes=has_escapes)
    types = [f"type {name} = {type_}" for name, type_ in script.types.items()]
    faults = [f"{fault.start}: {fault.message}" for fault in script.faults]
    return [*map(table, script.tables), *types, *faults]


CASES: dict[str, list[str]] = {
    ('CREATE TABLE t ("primary" int, `index` int, [check] int, "a""b" int, [c]]d] int, `e``f` int)'): [
        't(primary: int | index: int | check: int | a"b: int | c]d: int | e`f: int)',
    ],
    "CREATE TABLE t (a int); SELECT 1; CREATE TABLE u (b int)": [
        "t(a: int)",
        "u(b: int)",
    ],
    "CREATE TABLE t (a int) CREATE TABLE u (b int)": [
        "t(a: int)",
        "u(b: int)",
    ],
    "CREATE TABLE t (a int) INSERT INTO t VALUES (1) CREATE TABLE u (b int)": [
        "t(a: int)",
        "u(b: int)",
    ],
    "CREATE TABLE t (a int, alter int)": [
        "t(a: int | alter: int)",
    ],
    "CREATE TABLE t (a int) ALTER TABLE t ADD b int": [
        "t(a: int | b: int)",
    ],
    "CREATE TABLE t (a int, \nGO int, b int)": [
        "t(a: int | GO: int | b: int)",
    ],
    "CREATE TABLE t (go int, a int)\nGO\nADD b int": [
        "t(go: int | a: int)",
    ],
    "CREATE TABLE t (a int\ngo \n, b int)": [
        "t…(a: int)",
        "15: the bracket of `t` is never closed",
    ],
    "SELECT $$ CREATE TABLE x (a int) $$; CREATE TABLE t (a int)": [
        "t(a: int)",
    ],
    "SELECT $a$ $b$ CREATE TABLE x (a int) $a$; CREATE TABLE t (a int)": [
        "t(a: int)",
    ],
    "SELECT $a$ CREATE TABLE t (a int)": [
        "t(a: int)",
    ],
    "CREATE TABLE t (a int DEFAULT $$ , b int $$, c int)": [
        "t(a: int | c: int)",
    ],
    "CREATE TABLE t (a text DEFAULT $$it's$$ NOT NULL, c int)": [
        "t(a: text not null | c: int)",
    ],
    (
        "SELECT 'CREATE TABLE x (a int)' -- CREATE TABLE y (a int)\n/* CREATE TABLE z (a "
        "int) */ CREATE TABLE t (a int)"
    ): [
        "t(a: int)",
    ],
    "CREATE TABLE t (a int /* , b int */, c int -- , d int\n)": [
        "t(a: int | c: int)",
    ],
    "CREATE OR REPLACE TABLE t (a int)": [
        "t(a: int)",
    ],
    "CREATE GLOBAL TEMPORARY TABLE t (a int)": [],
    ("CREATE TEMP TABLE t (a int); CREATE VOLATILE TABLE u (a int); CREATE TABLE temp (a int)"): [
        "temp(a: int)",
    ],
    "CREATE TABLE #t (a int); CREATE TABLE s.#u (a int)": [],
    "CREATE UNLOGGED TABLE IF NOT EXISTS s.t (a int)": [
        "s.t(a: int)",
    ],
    "CREATE EXTERNAL TABLE a.b.c.t (a int)": [
        "a.b.c.t(a: int)",
    ],
    "CREATE VIEW v (a) AS SELECT 1; CREATE TABLE t (a int)": [
        "t(a: int)",
    ],
    "CREATE TABLE (a int); CREATE TABLE": [],
    "CREATE TABLE t PARTITION OF u FOR VALUES IN (1); CREATE TABLE v PARTITION (a int)": [
        "62: the columns of `v` aren't listed here; it is not imported",
    ],
    (
        "CREATE TABLE t AS SELECT 1; CREATE TABLE u (SELECT 1); CREATE TABLE v (WITH x AS "
        "(SELECT 1) SELECT 2)"
    ): [
        "13: the columns of `t` aren't listed here; it is not imported",
        "41: the columns of `u` aren't listed here; it is not imported",
        "68: the columns of `v` aren't listed here; it is not imported",
    ],
    "CREATE TABLE t LIKE u": [
        "13: the columns of `t` aren't listed here; it is not imported",
    ],
    "CREATE TABLE t (a int); CREATE TABLE T (b int); CREATE TABLE s.t (c int)": [
        "t(a: int)",
        "s.t(c: int)",
        "37: `T` is created a second time; the first one counts",
    ],
    "CREATE TABLE t (a int, b varchar(5": [
        "t…(a: int | b: varchar(5)",
        "15: the bracket of `t` is never closed",
    ],
    "CREATE TABLE t (a int, b int)) , c int)": [
        "t(a: int | b: int)",
    ],
    "CREATE TABLE t (a int,, b int,)": [
        "t(a: int | b: int)",
    ],
    "CREATE TABLE t ()": [
        "t()",
    ],
    (
        "CREATE TABLE t (a int NOT NULL, b int NULL, c int PRIMARY KEY, d int NULL "
        "PRIMARY KEY, e int DEFAULT (null))"
    ): [
        "t(a: int not null | b: int null | c: int not null | d: int not null | e: int | key d)",
    ],
    "CREATE TABLE t (a int, b int, PRIMARY KEY (a, b))": [
        "t(a: int | b: int | key a, b)",
    ],
    (
        "CREATE TABLE t (a int, b int, CONSTRAINT pk PRIMARY KEY CLUSTERED (a ASC, b "
        "DESC), CONSTRAINT u UNIQUE (b))"
    ): [
        "t(a: int | b: int | key a, b)",
    ],
    'CREATE TABLE t (a int, CONSTRAINT "p k" PRIMARY KEY (a))': [
        "t(a: int | key a)",
    ],
    "CREATE TABLE t (constraint int, b int)": [
        "t(constraint: int | b: int)",
    ],
    "CREATE TABLE t (constraint varchar(5), primary int, foreign int)": [
        "t(primary: int | foreign: int)",
    ],
    ("CREATE TABLE t (a int CONSTRAINT pk PRIMARY KEY, b int CONSTRAINT fk REFERENCES u (x))"): [
        "t(a: int not null | b: int | key a | b -> u(x))",
    ],
    (
        "CREATE TABLE t (a int REFERENCES s.u, b int NOT NULL REFERENCES u(x) ON DELETE "
        "CASCADE, c decimal(5,2) REFERENCES v)"
    ): [
        "t(a: int | b: int not null | c: decimal(5,2) | a -> s.u | b -> u(x) | c -> v)",
    ],
    (
        "CREATE TABLE t (a int, FOREIGN KEY (a) REFERENCES u (x), CONSTRAINT f FOREIGN "
        "KEY (a) REFERENCES s.v)"
    ): [
        "t(a: int | a -> u(x) | f: a -> s.v)",
    ],
    ("CREATE TABLE t (a int, FOREIGN KEY (a), FOREIGN KEY REFERENCES u (x), FOREIGN KEY () REFERENCES u)"): [
        "t…(a: int | x -> u(x))",
        "23: this can't be read in `t`, and is not imported: FOREIGN KEY ( a",
        "70: this can't be read in `t`, and is not imported: FOREIGN KEY ( )",
    ],
    "CREATE TABLE t (a int, CONSTRAINT f FOREIGN KEY ix (a, b) REFERENCES v (x, y))": [
        "t(a: int | f: a, b -> v(x, y))",
    ],
    (
        "CREATE TABLE t (a int, UNIQUE (a), UNIQUE KEY k (a), UNIQUE INDEX i (a), UNIQUE "
        "CLUSTERED (a), UNIQUE NONCLUSTERED (a))"
    ): [
        "t(a: int)",
    ],
    ("CREATE TABLE t (unique int, check varchar(5), like date, period int, exclude int, default int)"): [
        "t(unique: int | check: varchar(5) | period: int | exclude: int)",
    ],
    (
        "CREATE TABLE t (a int, CHECK (a > 1), LIKE u, PERIOD FOR SYSTEM_TIME (a, b), "
        "EXCLUDE USING gist (a WITH =), DEFAULT 1 FOR a)"
    ): [
        "t(a: int)",
    ],
    (
        "CREATE TABLE t (a int, INDEX ix (a), KEY k (a), KEY (a), INDEX (a), FULLTEXT "
        "INDEX f (a), SPATIAL KEY s (a), INDEX i CLUSTERED COLUMNSTORE, INDEX j UNIQUE "
        "(a), INDEX k HASH (a))"
    ): [
        "t(a: int)",
    ],
    (
        "CREATE TABLE t (index varchar(5), key varchar(max), spatial geometry, fulltext "
        "text, key2 int, index decimal (5, 2))"
    ): [
        "t(index: varchar(5) | key: varchar(max) | spatial: geometry | fulltext: text | "
        "key2: int | index: decimal(5,2))",
    ],
    "CREATE TABLE t (1 int, 'a' int, (b int), + int, c int)": [
        "t…(1: int | c: int)",
        "23: this can't be read in `t`, and is not imported: 'a' int",
        "32: this can't be read in `t`, and is not imported: ( b int )",
        "41: this can't be read in `t`, and is not imported: + int",
    ],
    (
        "CREATE TABLE t (a, b NOT NULL, c DEFAULT 1, d AS (a + 1), e GENERATED ALWAYS AS "
        "(1), f COLLATE x, g COMMENT 'x', h IDENTITY, i ON, j UNIQUE, k CHECK (1))"
    ): [
        "t(a:  | b:  not null | c:  | d:  | e:  | f:  | g:  | h:  | i:  | j:  | k: )",
    ],
    (
        "CREATE TABLE t (a double precision, b character varying (5), c int unsigned "
        "zerofill, d character large object, e national char varying(5))"
    ): [
        "t(a: double precision | b: character varying(5) | c: int unsigned zerofill | d: "
        "character large object | e: national char varying(5))",
    ],
    (
        "CREATE TABLE t (a timestamp with time zone, b timestamp(6) without time zone NOT "
        "NULL, c timestamp with local time zone, d time with b)"
    ): [
        "t(a: timestamp with time zone | b: timestamp(6) without time zone not null | c: "
        "timestamp with local time zone | d: time)",
    ],
    (
        'CREATE TABLE t (a int[], b text [ ][ ], c numeric(5, 2)[], d s.mood, e "my '
        'type", f [dbo].[Name], g int[3])'
    ): [
        "t(a: int[] | b: text[][] | c: numeric(5,2)[] | d: s.mood | e: my type | f: dbo.Name | g: int[3])",
    ],
    (
        "CREATE TABLE t (a array<int>, b map<string, array<int>> NOT NULL, c struct<x: "
        "int, y: struct<z: date>>, d int)"
    ): [
        "t(a: array<int> | b: map<string,array<int>> not null | c: struct<x:int,y:struct<z:date>> | d: int)",
    ],
    (
        "CREATE TABLE t (a int CHECK (a < 5), b int CHECK (a > 3), c enum('x','y') NOT "
        "NULL, d set('a'), f int)"
    ): [
        "t(a: int | b: int | c: enum('x','y') not null | d: set('a') | f: int)",
    ],
    "CREATE TABLE t (a array < int > NULL, b int)": [
        "t(a: array<int> null | b: int)",
    ],
    "ALTER TABLE t ADD b int; CREATE TABLE t (a int); ALTER TABLE u ADD b int": [
        "t(a: int)",
    ],
    "CREATE TABLE s.t (a int); ALTER TABLE t ADD b int; ALTER TABLE x.t ADD c int": [
        "s.t(a: int | b: int | c: int)",
    ],
    (
        "CREATE TABLE s.t (a int); CREATE TABLE r.t (a int); ALTER TABLE t ADD b int; "
        "ALTER TABLE R.T ADD c int"
    ): [
        "s.t(a: int)",
        "r.t(a: int | c: int)",
    ],
    (
        "CREATE TABLE t (a int); ALTER TABLE IF EXISTS ONLY t ADD COLUMN IF NOT EXISTS b "
        "int NOT NULL, ADD c date"
    ): [
        "t(a: int | b: int not null | c: date)",
    ],
    "CREATE TABLE t (a int); ALTER TABLE t ADD (b int, c date), d int": [
        "t(a: int | b: int | c: date)",
    ],
    (
        "CREATE TABLE t (a int); ALTER TABLE t WITH NOCHECK ADD CONSTRAINT pk PRIMARY KEY "
        "(a); ALTER TABLE t CHECK CONSTRAINT x"
    ): [
        "t(a: int | key a)",
    ],
    "CREATE TABLE t (a int); ALTER TABLE t WITH CHECK ADD FOREIGN KEY (a) REFERENCES u": [
        "t(a: int | a -> u)",
    ],
    (
        "CREATE TABLE t (a int); ALTER TABLE t DROP COLUMN a; ALTER TABLE t RENAME TO u; "
        "ALTER TABLE t CHANGE a b int; ALTER TABLE t MODIFY a date"
    ): [
        "t(a: int)",
        "24: `t` is changed here, which isn't followed: DROP COLUMN",
        "53: `t` is changed here, which isn't followed: RENAME TO",
        "80: `t` is changed here, which isn't followed: CHANGE A",
        "110: `t` is changed here, which isn't followed: MODIFY A",
    ],
    (
        "CREATE TABLE t (a int); ALTER TABLE t DROP CONSTRAINT x; ALTER TABLE t DROP "
        "FOREIGN KEY y; ALTER TABLE t OWNER TO me"
    ): [
        "t(a: int)",
    ],
    "CREATE TABLE t (a int); ALTER TABLE t ADD": [
        "t(a: int)",
    ],
    "CREATE TABLE t (a int); alter view v as select 1; ALTER TABLE t ADD b int": [
        "t(a: int | b: int)",
    ],
    (
        "CREATE TYPE mood AS ENUM ('a'); CREATE TYPE s.Name FROM varchar(50) NOT NULL; "
        "CREATE DOMAIN d AS int CHECK (1); CREATE TYPE x; CREATE TYPE y (a int)"
    ): [
        "type mood = text",
        "type name = varchar(50)",
        "type d = int",
    ],
    'CREATE TYPE AS int; CREATE DOMAIN "D" AS text': [
        "type d = text",
    ],
    "CREATE TABLE t (a int, b int PRIMARY KEY); ALTER TABLE t ADD PRIMARY KEY (a)": [
        "t(a: int | b: int not null | key a)",
    ],
    "CREATE TABLE t (a x.y.z, b int.c)": [
        "t(a: x.y.z | b: int.c)",
    ],
    "CREATE TABLE t (a [int](5), [b] [decimal](5, 2) NOT NULL)": [
        "t(a: int(5) | b: decimal(5,2) not null)",
    ],
    "createx TABLE x (a int); CREATE TABLE t (a int)": [
        "t(a: int)",
    ],
    "@create TABLE x (a int); CREATE TABLE t (a int)": [
        "t(a: int)",
    ],
    "CREATE TABLE t (a int); ALTER TABLE t CHANGE `a` b date": [
        "t(a: int)",
        "24: `t` is changed here, which isn't followed: CHANGE `A`",
    ],
    "CREATE TABLE t (a int); TABLE t ADD b int": ["t(a: int)"],
    "CREATE TABLE t (a int, INSERT INTO u (b int)": [
        "t…(a: int)",
        "15: the bracket of `t` is never closed",
    ],
    "CREATE TABLE t (a int; SELECT 1); CREATE TABLE u (b int)": [
        "t…(a: int)",
        "u(b: int)",
        "15: the bracket of `t` is never closed",
    ],
    "CREATE TABLE t (a int INSERT INTO u (b int)": [
        "t…(a: int)",
        "15: the bracket of `t` is never closed",
    ],
    "SELECT $$a$$; CREATE TABLE t (a int); SELECT $$b$$": ["t(a: int)"],
    "CREATE VIEW v AS x": [],
    "CREATE TABLE t (a int); ALTER TABLE (b int)": ["t(a: int)"],
    "CREATE TABLE s.t (a int); ALTER TABLE x.T ADD b int": ["s.t(a: int | b: int)"],
    "CREATE TYPE Mood AS ENUM ('a'); CREATE TYPE (as int)": ["type mood = text"],
    "CREATE TABLE t (constraint (5), a int, constraint x y, b int)": ["t(constraint:  | a: int | b: int)"],
    "CREATE TABLE t (a clustered, b key, c (5), EXCLUDE (a WITH =))": ["t(a: clustered | b: key | c: )"],
    "CREATE TABLE t (a int REFERENCES u CHECK (b > 1), PRIMARY KEY)": ["t(a: int | a -> u)"],
    (
        "CREATE TABLE t (a date zone time zone, b timestamp with local time zone NOT NULL, "
        "c timestamp with time zone NOT NULL, d int[3] NOT NULL)"
    ): [
        "t(a: date | b: timestamp with local time zone not null | c: timestamp with time zone not null | "
        "d: int[3] not null)",
    ],
    "CREATE TABLE t (a int); ALTER TABLE t ADD b int), c int": ["t(a: int | b: int | c: int)"],
    "CREATE TABLE t (a array<int> CHECK (b > 1), c int CHECK (c > 1), d array<int>, e int)": [
        "t(a: array<int> | c: int | d: array<int> | e: int)",
    ],
    "CREATE TABLE t (a int, INDEX i HASH 5)": ["t(a: int)"],
    "CREATE TABLE t (a int); ALTER TABLE t CHECK ADD b int": ["t(a: int | b: int)"],
}


@pytest.mark.parametrize(("text", "expected"), CASES.items())
def test_what_a_script_defines(text: str, expected: list[str]) -> None:
    assert told(text) == expected


def test_whether_a_backslash_hides_a_quote_is_told() -> None:
    text = r"CREATE TABLE t (a text DEFAULT 'it\', b int)'); CREATE TABLE u (c int)"

    assert told(text, has_escapes=True) == ["t(a: text)", "u(c: int)"]
    assert told(text) == ["t(a: text | b: int)", "u(c: int)"]
