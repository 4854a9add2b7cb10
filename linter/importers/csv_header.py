"""Imports the header of a CSV file: an entity whose attributes are the columns.

The types are guessed from the first rows, and only where all of them agree:

- `int64`, `double`, `boolean` (true, false), `guid`, `date` (2020-04-17), `dateTime` (2020-04-17T08:00);
- 4/17/2020 is a `dateTime` where the column can't be read with the day first;
- what depends on the settings of whoever ingests it is not known: other forms of dates and numbers
  (17.4.2020, 20200417, 1.234,50), 0 and 1;
- nothing is known of an empty column;
- everything else is a `string`; so is a column with a leading zero or a plus sign: it holds post
  codes or telephone numbers.

Each guess is marked as one.  No column is guessed to be the key.
"""

from __future__ import annotations

import contextlib
import csv
import datetime
import io
import os
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Final

from linter.importers.found import Attribute, CannotImport, DataSource, Entity, Found, Note
from linter.importers.source import Source, likely_encoding
from linter.named_tuple import NamedTuple
from linter.text.source import Text, read_text
from linter.wording import first_few, quoted

ROWS: Final = 1000
"""How many rows the types are guessed from."""

_DELIMITERS: Final = ",;\t|"
_SAMPLE: Final = 50
_LONGEST_NAME: Final = 200
_FIRST_LINE: Final = re.compile(rb"[\r\n]*+[^\n]++\n")

_INTEGER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)")
_DOUBLE: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+(?:[eE][-+]?[0-9]+)?|[eE][-+][0-9]+)")
_GUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATE_TIME: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)"
    r"(?:\.[0-9]+)?(?: ?(?:Z|UTC|[-+][0-9]{2}:?[0-9]{2}))?"
)
_SLASHED: Final = re.compile(
    r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})(?: [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: ?[AaPp][Mm])?)?"
)
_TIME: Final = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?: ?[AaPp]\.?[Mm]\.?)?"
_LOCAL_DATE: Final = re.compile(
    r"(?:(?:[0-9]{1,2}[./-][0-9]{1,2}[./-](?:[0-9]{4}|[0-9]{2})|[0-9]{4}[./-][0-9]{1,2}[./-][0-9]{1,2}"
    r"|[0-9]{1,2}\.?[ -][^\W\d_]{3,9}\.?,?[ -](?:[0-9]{4}|[0-9]{2})|[^\W\d_]{3,9}\.? [0-9]{1,2},? [0-9]{4})"
    rf"(?:,?[ T]{_TIME})?|{_TIME})(?: ?(?:Z|UTC|GMT|[-+][0-9]{{2}}:?[0-9]{{2}}))?"
)
_CURRENCY: Final = "(?:[€$£¥%]|EUR|USD|GBP|CHF|JPY|SEK|NOK|DKK|PLN|CZK|AUD|CAD)"
_LOCAL_NUMBER: Final = re.compile(
    rf"-?{_CURRENCY}? ?-?(?:[1-9][0-9]{{0,2}}(?:[.,'’ \u00a0\u202f][0-9]{{3}})+|0|[1-9][0-9]*)"
    rf"(?:[.,][0-9]+)? ?{_CURRENCY}?"
)
_SEPARATOR: Final = re.compile(r"[\r\n]*(?:sep=[^\r\n]?[\r\n]+)?")
"""What may stand above the header: blank lines, and which separator is used, as Excel says it."""
_NO_VALUES: Final = frozenset(("", "null", "n/a", "#n/a", "nan", "\\n", "-"))


class _Field(NamedTuple):
    """A column's name, and where it stands."""

    name: str
    start: int
    end: int


class _Header(NamedTuple):
    """The columns of a file, and where its rows begin."""

    fields: tuple[_Field, ...]
    end: int


class _QuoteError(Exception):
    """Raised at a quotation mark that nothing closes, or that something follows."""

    def __init__(self, at: int, message: str) -> None:
        super().__init__(message)
        self.at = at


def recognises(data: bytes) -> bool:
    """Tell whether bytes look like a CSV file: a header of several names, and rows as wide as it."""
    text = read_text("", data, "plain")
    if text.fault or "\0" in text.text:
        return False
    delimiter = _delimiter(text.text)
    try:
        header = _header(text.text, delimiter)
    except _QuoteError:
        return False
    names = [field.name for field in header.fields]
    if len(names) < 2 or not all(_looks_like_name(name) for name in names):
        return False
    rows = _sample(text.text[header.end : header.end + 100_000], delimiter)
    if not rows:
        return not any(name[0].isspace() for name in names)  # else it's a sentence
    return sum(len(row) == len(names) for row in rows) * 10 >= len(rows) * 9


def read(source: Source) -> Found:
    """Return the entity that a CSV file holds, named after the file."""
    text, delimiter, header = _opened(source)
    rows = _Rows(text, header, delimiter)
    if not any(field.name.strip() for field in header.fields):
        raise _refused(
            source, text, header.fields[0].start, "no column has a name", "name them in the first line"
        )
    file = os.path.basename(source.name)
    attributes = tuple(
        _attribute(field.name, values, file)
        for field, values in zip(header.fields, rows.columns, strict=True)
        if field.name.strip()
    )
    open_ = [one.name for one in attributes if not one.type]
    entity = Entity(os.path.splitext(file)[0], attributes, partial_because=_why_partial(header))
    return Found(
        format="csv",
        data_sources=(DataSource((entity,)),),
        notes=tuple(sorted((*_notes(source, text, header, rows), _about_types(source, rows.count, open_)))),
        totals={"columns": len(header.fields)},
    )


def table_of(source: Source) -> tuple[tuple[str, ...], Iterator[tuple[int, list[str]]]]:
    """Return the names of a CSV file's columns, and all its rows with their lines; raises CannotImport."""
    text, delimiter, header = _opened(source)
    return tuple(one.name.strip() for one in header.fields), _all_rows(source, text, header, delimiter)


def _opened(source: Source) -> tuple[Text, str, _Header]:
    """Return the text of a CSV file, what parts its fields, and its first line; raises CannotImport."""
    text = _text(source)
    delimiter = _delimiter(text.text)
    try:
        return text, delimiter, _header(text.text, delimiter)
    except _QuoteError as error:
        raise _refused(source, text, error.at, str(error), "close it before the end of the line") from None


def _all_rows(source: Source, text: Text, header: _Header, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    above = text.range_of(header.end, header.end).start.line - 1
    reader = csv.reader(io.StringIO(text.text[header.end :], newline=""), delimiter=delimiter)
    line = above + 1
    try:
        for row in reader:
            if row:
                yield line, row
            line = above + reader.line_num + 1
    except csv.Error as error:
        raise CannotImport(source.name, line, 1, f"the rows can't be read from here on: {error}") from error


def _why_partial(header: _Header) -> str:
    nameless = (number for number, field in enumerate(header.fields, 1) if not field.name.strip())
    return next((f"column {number} has no name" for number in nameless), "")


def _attribute(name: str, values: Sequence[str], file: str) -> Attribute:
    """Return a column with the type that its values seem to have, or without one."""
    type_ = _guess(values)
    return (
        Attribute(name, type_, guessed_from=f"{_rows(len(values))} of {file}") if type_ else Attribute(name)
    )


class _Rows:
    """The first rows of a file, by column."""

    def __init__(self, text: Text, header: _Header, delimiter: str) -> None:
        self.count = 0
        self.ragged: tuple[int, int] | None = None  # a line and how many values are in it
        self.trouble: tuple[int, str] | None = None  # a line and what is wrong with it
        width = len(header.fields)
        self.columns: list[list[str]] = [[] for _ in range(width)]
        before = text.range_of(header.end, header.end).start.line - 1
        reader = csv.reader(io.StringIO(text.text[header.end :], newline=""), delimiter=delimiter)
        line = before + 1
        try:
            for row in islice(filter(None, reader), ROWS):
                self._take(row, line)
                line = before + reader.line_num + 1
        except csv.Error as error:
            self.trouble = (line, str(error))

    def _take(self, row: Sequence[str], line: int) -> None:
        self.count += 1
        if len(row) != len(self.columns) and self.ragged is None:
            self.ragged = (line, len(row))
        for values, value in zip(self.columns, row, strict=False):
            if value.strip().lower() not in _NO_VALUES:
                values.append(value.strip())


def _looks_like_name(name: str) -> bool:
    """Tell whether a text may be the name of a column, and no piece of broken JSON or XML."""
    return (
        0 < len(name.strip()) <= _LONGEST_NAME
        and not any(mark in name for mark in "{}<>")
        and name.count("[") == name.count("]")
    )


def _text(source: Source) -> Text:
    """Return the text of a CSV file; raises CannotImport where there is none."""
    text = read_text(source.name, _as_utf8(source.data), "plain")
    if text.fault is not None:
        raise _refused(source, text, text.fault.start, text.fault.message, text.fault.help)
    if not text.text.strip():
        raise CannotImport(source.name, 1, 1, "the file is empty", "the first line names the columns")
    at = text.text.find("\0")
    if at >= 0:
        raise _refused(source, text, at, "this is no text: it has a zero byte here", "")
    return text


def _as_utf8(data: bytes) -> bytes:
    """Return what spreadsheets save otherwise as UTF-8, where the names of the columns are certain."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").encode() if not data.startswith(b"\xff\xfe\0\0") else data
    try:
        data.decode()
    except UnicodeDecodeError as error:
        header = _FIRST_LINE.match(data)
        if header is not None and error.start >= header.end():
            return data.decode(likely_encoding(data, error.start), "replace").encode()
    return data


def _refused(source: Source, text: Text, at: int, message: str, repair: str) -> CannotImport:
    start = text.range_of(at, at).start
    return CannotImport(source.name, start.line, start.column, message, repair)


def _delimiter(text: str) -> str:
    """Return what separates the columns: what makes the rows as wide as the header, else the widest."""
    judged = ((_agreement(text, one), -number) for number, one in enumerate(_DELIMITERS))
    return _DELIMITERS[-max(judged)[1]]


def _agreement(text: str, delimiter: str) -> tuple[float, int]:
    """Return which part of the first rows is as wide as the header, and how wide that is."""
    try:
        header = _header(text, delimiter)
    except _QuoteError:
        return 0.0, 2  # it does begin a second name
    width = len(header.fields)
    if width < 2:
        return 0.0, 1
    rows = _sample(text[header.end : header.end + 100_000], delimiter)
    agreeing = sum(len(row) == width for row in rows)
    return (agreeing / len(rows) if rows else 1.0), width


def _sample(text: str, delimiter: str) -> list[list[str]]:
    """Return the first rows, as far as they can be read."""
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    with contextlib.suppress(csv.Error):  # what comes before it is sample enough
        rows.extend(islice(filter(None, reader), _SAMPLE))
    return rows


def _header(text: str, delimiter: str) -> _Header:
    """Return the first record that isn't a blank line; raises _QuoteError where it can't be read."""
    above = _SEPARATOR.match(text)
    at = above.end() if above else 0
    fields: list[_Field] = []
    plain = re.compile(rf"[^{re.escape(delimiter)}\r\n]*")
    while True:
        field = _quoted(text, at) if text[at : at + 1] == '"' else None
        if field is None:
            found = plain.match(text, at)
            end = found.end() if found else at
            field = _Field(text[at:end], at, end)
        fields.append(field)
        following = text[field.end : field.end + 1]
        if following != delimiter:
            break
        at = field.end + 1
    if following not in ("", "\r", "\n"):
        raise _QuoteError(fields[-1].end, "text follows a closing quotation mark")
    end = fields[-1].end
    return _Header(tuple(fields), end + (2 if text[end : end + 2] == "\r\n" else len(following)))


def _quoted(text: str, start: int) -> _Field:
    """Return the quoted name that begins at `start`; two quotation marks are one in it."""
    at = start + 1
    while True:
        at = text.find('"', at)
        if at < 0:
            raise _QuoteError(start, "this quotation mark is never closed")
        if text[at + 1 : at + 2] != '"':
            return _Field(text[start + 1 : at].replace('""', '"'), start, at + 1)
        at += 2


def _notes(source: Source, text: Text, header: _Header, rows: _Rows) -> Iterator[Note]:
    for at, message in _about_names(header):
        start = text.range_of(at, at).start
        yield Note(source.name, start.line, start.column, message)
    width = len(header.fields)
    if rows.ragged is not None:
        line, values = rows.ragged
        message = f"this row has {_count(values, 'value')}, the header {_count(width, 'name')}"
        yield Note(source.name, line, 1, message)
    if rows.trouble is not None:
        yield Note(source.name, rows.trouble[0], 1, f"the rows can't be read from here on: {rows.trouble[1]}")


def _about_names(header: _Header) -> Iterator[tuple[int, str]]:
    """Yield what is odd about the names of columns, and where each such name begins."""
    first: dict[str, int] = {}
    for number, field in enumerate(header.fields, 1):
        if not field.name.strip():
            yield field.start, f"column {number} has no name, and is not imported"
        elif field.name in first:
            yield field.start, f"column {number} has the name `{field.name}` of column {first[field.name]}"
        elif field.name != field.name.strip():
            yield field.start, f"the name of column {number} begins or ends with white space"
        first.setdefault(field.name, number)
    if any(_is_value(field.name) for field in header.fields):
        at = header.fields[0].start
        yield at, "the first row looks like values; it is taken for the names of columns"


def _about_types(source: Source, rows: int, open_: Sequence[str]) -> Note:
    """Return the note that says how much is known of the types."""
    if rows == 0:
        message = "there are no rows, so no type is known (--overrides)"
    else:
        message = f"the types are a guess from {_rows(rows)}"
        if open_:
            named = first_few(quoted(open_))
            message += f", and not known for {named} (--overrides)"
    return Note(source.name, 1, 1, message)


def _rows(count: int) -> str:
    return f"the first {count:,} rows" if count == ROWS else _count(count, "row")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _is_value(name: str) -> bool:
    return any(
        pattern.fullmatch(name.strip()) for pattern in (_INTEGER, _DOUBLE, _GUID, _DATE, _DATE_TIME, _SLASHED)
    )


def _guess(values: Sequence[str]) -> str:
    """Return the type that all values of a column seem to have; empty where that can't be told."""
    if not values:
        return ""
    return next((name for name, fits in _GUESSES if fits(values)), "string")


def _all(fits: Callable[[str], object]) -> Callable[[Sequence[str]], bool]:
    return lambda values: all(fits(value) for value in values)


def _is_integer(value: str) -> bool:
    return _INTEGER.fullmatch(value) is not None and len(value) <= 20 and -(2**63) <= int(value) < 2**63


def _is_date(value: str) -> bool:
    return _DATE.fullmatch(value) is not None and _is_iso(value)


def _is_date_time(value: str) -> bool:
    found = _DATE_TIME.fullmatch(value)
    return _is_iso(f"{found[1]}T{found[2]}") if found else _is_date(value)


def _is_iso(value: str) -> bool:
    try:
        datetime.datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _are_month_first(values: Sequence[str]) -> bool:
    """Tell whether all values are dates with the month first, and not all could have the day first."""
    dates = [_SLASHED.fullmatch(value) for value in values]
    parts = [(int(found[1]), int(found[2]), int(found[3])) for found in dates if found]
    return (
        len(parts) == len(values)
        and all(_is_iso(f"{year:04}-{month:02}-{day:02}") for month, day, year in parts)
        and any(day > 12 for _, day, _ in parts)
    )


def _are_flags(values: Sequence[str]) -> bool:
    return set(values) == {"0", "1"}


def _is_packed_date(value: str) -> bool:
    return len(value) == 8 and value[:2] in ("19", "20") and _is_iso(f"{value[:4]}-{value[4:6]}-{value[6:]}")


def _are_local_numbers(values: Sequence[str]) -> bool:
    """Tell whether all values are numbers as people write them, and not all of them digits alone."""
    return all(map(_LOCAL_NUMBER.fullmatch, values)) and not all(value.isdigit() for value in values)


_GUESSES: Final[tuple[tuple[str, Callable[[Sequence[str]], bool]], ...]] = (
    ("", _are_flags),
    ("", _all(_is_packed_date)),
    ("int64", _all(_is_integer)),
    ("double", _all(lambda value: _DOUBLE.fullmatch(value) or _is_integer(value))),
    ("boolean", _all(lambda value: value.lower() in ("true", "false"))),
    ("guid", _all(_GUID.fullmatch)),
    ("date", _all(_is_date)),
    ("dateTime", _all(_is_date_time)),
    ("dateTime", _are_month_first),
    ("", _all(_LOCAL_DATE.fullmatch)),
    ("", _are_local_numbers),
)
