"""What types of columns mean in SQL, and which dialects a script may be of."""

from __future__ import annotations

import pytest

from linter.sql.types import DIALECTS, ColumnType, dialects_of, type_in

ALL = tuple(DIALECTS)


@pytest.mark.parametrize(
    ("text", "types", "dialects"),
    [
        ("", (), ALL),
        ("CREATE TABLE t (a int) ENGINE=InnoDB", (), ("mysql",)),
        ("", ("nvarchar(max)", "datetime2(7)"), ("tsql",)),
        ("", ("int", "no such type"), ALL),
        ("PRIMARY KEY CLUSTERED (a)", ("jsonb",), ("tsql",)),
        ("ENGINE=InnoDB", ("datetime2(7)",), ("mysql",)),
        ("ENGINE=InnoDB\nUSING delta", ("string",), ("spark", "mysql")),
        ("ENGINE=InnoDB\nPRIMARY KEY CLUSTERED (a)", ("datetime2(7)", "datetime2(3)", "int"), ("tsql",)),
    ],
)
def test_a_script_may_be_of_the_dialects_whose_marks_and_types_it_has(
    text: str, types: tuple[str, ...], dialects: tuple[str, ...]
) -> None:
    assert dialects_of(text, types) == dialects


@pytest.mark.parametrize(
    ("written", "dialects", "meant"),
    [
        ("int", ALL, ColumnType("int32")),
        ("real", ALL, ColumnType("float")),  # a double in one: they differ in their width alone
        ("bit", ALL, ColumnType("boolean", is_guess=True)),
        ("bit", ("postgres",), ColumnType("string")),
        ("timestamp", ALL, ColumnType("dateTime", is_guess=True)),
        ("timestamp", ("tsql",), ColumnType("binary")),
        ("serial", ALL, ColumnType("int32")),
        ("varchar ( MAX )", ALL, ColumnType("string")),
        ("decimal(10, -2)", ALL, ColumnType("decimal")),
        ("interval day to second", ALL, ColumnType("duration")),
        ("CiText", ALL, ColumnType("string")),
        ("no such type", ALL, ColumnType("")),
        ("int(", ALL, ColumnType("")),
        (f"enum('{'x' * 1992}')", ALL, ColumnType("string")),
        (f"enum('{'x' * 1993}')", ALL, ColumnType("")),
    ],
)
def test_a_type_means_what_most_dialects_take_it_for(
    written: str, dialects: tuple[str, ...], meant: ColumnType
) -> None:
    assert type_in(written, dialects) == meant


@pytest.mark.parametrize("written", ["regclass", "oid anyelement set ; (", "map<()", "struct<(object"])
def test_what_a_dialect_takes_for_something_else_than_a_type_is_none_of_its(written: str) -> None:
    assert [type_in(written, (one,)).type for one in DIALECTS] == [""] * len(DIALECTS)
