"""What a text is as a value of a type, and which comes first of two."""

from __future__ import annotations

from decimal import Decimal

import pytest

from linter.rulekit.operands import Instant, Misfit, instant, misfit, number

DATE = "a date as ISO 8601 writes it, such as 2020-04-17 or 2020-04-17T08:30:00Z"
GUID = "a GUID such as 5f2b6d0e-7c1a-4b52-9d53-0a4c1d3f9e21"

MISFITS: list[tuple[str, str, Misfit | None]] = [
    ("5", "Int64", None),
    ("+5", "Int64", None),
    ("-5 ", "Int64", None),
    ("5.0", "Int64", Misfit("a whole number", is_sure=False)),
    ("five", "Int64", Misfit("a whole number")),
    ("", "Int64", Misfit("a whole number", "it is empty")),
    ("1,5", "Int64", Misfit("a whole number", "a comma is no decimal point, and thousands stand together")),
    ("127", "Int8", None),
    ("128", "Int8", Misfit("a whole number", "it is outside of -128 to 127")),
    ("-128", "Int8", None),
    ("-129", "Int8", Misfit("a whole number", "it is outside of -128 to 127")),
    ("0", "Byte", None),
    ("-1", "Byte", Misfit("a whole number", "it is outside of 0 to 255")),
    ("255", "Byte", None),
    ("256", "Byte", Misfit("a whole number", "it is outside of 0 to 255")),
    ("32767", "Int16", None),
    ("32768", "Int16", Misfit("a whole number", "it is outside of -32768 to 32767")),
    ("2147483647", "Int32", None),
    ("2147483648", "Int32", Misfit("a whole number", "it is outside of -2147483648 to 2147483647")),
    ("9223372036854775807", "Int64", None),
    (
        "9223372036854775808",
        "Int64",
        Misfit("a whole number", "it is outside of -9223372036854775808 to 9223372036854775807"),
    ),
    ("0" * 399 + "1", "Int64", None),
    (
        "0" * 400 + "1",
        "Int64",
        Misfit("a whole number", "it is outside of -9223372036854775808 to 9223372036854775807"),
    ),
    ("1e3", "Int64", Misfit("a whole number", is_sure=False)),
    ("1.5", "Decimal", None),
    (".5", "Decimal", None),
    ("5.", "Decimal", None),
    ("1e3", "Decimal", None),
    ("NaN", "Double", None),
    ("nan", "Decimal", Misfit("a number")),
    ("-Infinity", "Float", None),
    ("1,5", "Decimal", Misfit("a number", "a comma is no decimal point, and thousands stand together")),
    ("1 000", "Decimal", Misfit("a number", "thousands stand together, without a sign between them")),
    ("1.000.000", "Double", Misfit("a number", "thousands stand together, without a sign between them")),
    ("1,000.5", "Double", Misfit("a number", "thousands stand together, without a sign between them")),
    ("5 %", "Double", Misfit("a number", "a number has no unit")),
    ("$5", "Double", Misfit("a number", "a number has no unit")),
    ("5 EUR", "Double", Misfit("a number", "a number has no unit")),
    ("5 euros", "Double", Misfit("a number")),
    ("", "Double", Misfit("a number", "it is empty")),
    ("  ", "Double", Misfit("a number", "it is empty")),
    ("true", "Boolean", None),
    ("FALSE", "Boolean", None),
    ("1", "Boolean", Misfit("true or false", is_sure=False)),
    ("0", "Boolean", Misfit("true or false", is_sure=False)),
    ("yes", "Boolean", Misfit("true or false")),
    ("08:30", "Time", None),
    ("08:30:00", "Time", None),
    ("23:59:59.5", "Time", None),
    ("24:00", "Time", Misfit("a time such as 08:30:00", is_sure=False)),
    ("8:30", "Time", Misfit("a time such as 08:30:00", is_sure=False)),
    ("5f2b6d0e-7c1a-4b52-9d53-0a4c1d3f9e21", "Guid", None),
    ("{5f2b6d0e7c1a4b529d530a4c1d3f9e21}", "Guid", None),
    ("5f2b6d0e-7c1a4b52-9d53-0a4c1d3f9e21", "Guid", Misfit(GUID, is_sure=False)),
    ("x", "Guid", Misfit(GUID, is_sure=False)),
    ("2020-04-17", "Date", None),
    ("2020-02-30", "Date", Misfit(DATE)),
    ("2020-04-17T08:30:00Z", "DateTime", None),
    ("20200417", "Date", None),
    ("20201317", "Date", Misfit(DATE)),
    ("2020-04", "Date", None),
    ("2020-W53-7", "Date", None),
    ("2020-107", "Date", None),
    (
        "4/17/2020",
        "Date",
        Misfit(DATE, "a date with slashes is read by the month or by the day first", is_sure=False),
    ),
    (
        "2/29/2020",
        "Date",
        Misfit(DATE, "a date with slashes is read by the month or by the day first", is_sure=False),
    ),
    ("2/29/2019", "Date", Misfit(DATE)),
    ("17/4/2020", "Date", Misfit(DATE)),
    ("4/31/2020", "Date", Misfit(DATE)),
    (
        "4/17/2020 8:30 PM",
        "DateTime",
        Misfit(DATE, "a date with slashes is read by the month or by the day first", is_sure=False),
    ),
    ("", "Date", Misfit(DATE, "it is empty")),
    ("soon", "Date", Misfit(DATE)),
    ("2020-04-17T24:00:00", "DateTime", Misfit(DATE)),
    ("anything", "String", None),
    ("anything", "Json", None),
]

INSTANTS: list[tuple[str, Instant | None]] = [
    ("1970-01-01", Instant(Decimal("0.0"), "day")),
    ("1970-01-02", Instant(Decimal("86400.0"), "day")),
    ("1970-01-01T00:01:00", Instant(Decimal("60.0"), "local")),
    ("1970-01-01T00:01Z", Instant(Decimal("60.0"), "zoned")),
    ("1970-01-01T01:00:00+01:00", Instant(Decimal("0.0"), "zoned")),
    ("1970-01-01T00:00:00-01:30", Instant(Decimal("5400.0"), "zoned")),
    ("1970-01-01 00:00:00z", Instant(Decimal("0.0"), "zoned")),
    ("1970-01-01T00:00:01,5", Instant(Decimal("1.5"), "local")),
    ("19700102", Instant(Decimal("86400.0"), "day")),
    ("19700102T0001", Instant(Decimal("86460.0"), "local")),
    ("19700102T000001Z", Instant(Decimal("86401.0"), "zoned")),
    ("19700102T0001z", Instant(Decimal("86460.0"), "zoned")),
    ("1970-01-01T00:00:01.25-01", Instant(Decimal("3601.25"), "zoned")),
    ("1970-01-01T10:00:00+10:30", Instant(Decimal("-1800.0"), "zoned")),
    ("1970-01-01T00:00:60", Instant(Decimal("59.0"), "local")),
    ("1970-01-01T00:00:61", None),
    ("1970-01-01T00:60:00", None),
    ("1970-13-01", None),
    ("1970-01-01T00:00:00+0130", Instant(Decimal("-5400.0"), "zoned")),
    ("1970-01-01T00:00:00+02", Instant(Decimal("-7200.0"), "zoned")),
    ("soon", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "type_", "said"), MISFITS)
def test_what_is_wrong_with_a_text_as_a_value_of_a_type(text: str, type_: str, said: Misfit | None) -> None:
    assert misfit(text, type_) == said


@pytest.mark.parametrize(("text", "said"), INSTANTS)
def test_when_a_text_is_on_the_line_of_time(text: str, said: Instant | None) -> None:
    assert instant(text) == said


def test_a_number_is_what_its_text_says_up_to_400_digits() -> None:
    assert number("1.50") == Decimal("1.5")
    assert number("1" * 400) == Decimal("1" * 400)
    assert [number(one) for one in ("", "NaN", "1_0", "1" * 401, "1e99999999999999999999")] == [None] * 5
