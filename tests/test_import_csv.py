"""What becomes of a CSV file's header, and of its first rows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.importers import csv_header
from linter.importers.found import Attribute, CannotImport, DataSource, Entity, Found, Note
from linter.importers.source import Source

REPO = Path(__file__).parent.parent
DATA = REPO.parent / "shared" / "data"
COUNTS = DATA / "oracle" / "expected-counts.json"


def read(tmp_path: Path, data: str | bytes, name: str = "Orders.csv") -> Found:
    file = tmp_path / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return csv_header.read(Source(str(file), name))


def columns(found: Found) -> dict[str, str]:
    return {one.name: one.type for one in found.data_sources[0].entities[0].attributes or ()}


def messages(found: Found) -> list[str]:
    return [note.message for note in found.notes if "a guess" not in note.message]


def test_a_file_is_an_entity_of_its_name_whose_attributes_are_the_columns(tmp_path: Path) -> None:
    found = read(tmp_path, "OrderId,Paid\n1,true\n2,false\n", "Customer-Orders.2020.txt")

    assert found == Found(
        format="csv",
        data_sources=(
            DataSource(
                (
                    Entity(
                        "Customer-Orders.2020",
                        (
                            Attribute("OrderId", "int64", guessed_from="2 rows of Customer-Orders.2020.txt"),
                            Attribute("Paid", "boolean", guessed_from="2 rows of Customer-Orders.2020.txt"),
                        ),
                    ),
                )
            ),
        ),
        notes=(Note("Customer-Orders.2020.txt", 1, 1, "the types are a guess from 2 rows"),),
        totals={"columns": 2},
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str, tmp_path: Path) -> None:
    rows = [["Id", "Full Name", "Größe"], ["1", "A", "1.5"], ["2", "B", "2"]]

    found = read(tmp_path, "\r\n".join(delimiter.join(row) for row in rows))

    assert columns(found) == {"Id": "int64", "Full Name": "string", "Größe": "double"}


def test_the_delimiter_is_the_one_that_makes_rows_as_wide_as_the_header(tmp_path: Path) -> None:
    found = read(tmp_path, 'Last, first;Price;Note\n"A, B";1,5;x\nC;2,5;"y, z, a"\n')

    assert columns(found) == {"Last, first": "string", "Price": "", "Note": "string"}


def test_one_column_is_a_table_as_well(tmp_path: Path) -> None:
    assert columns(read(tmp_path, "Id\n1\n")) == {"Id": "int64"}


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    assert columns(read(tmp_path, b"\xef\xbb\xbfId,Name\n1,a\n")) == {"Id": "int64", "Name": "string"}


def test_quoted_names_may_hold_delimiters_quotation_marks_and_line_breaks(tmp_path: Path) -> None:
    found = read(tmp_path, '"a,b","say ""hi""","two\r\nlines",D-U-N-S\r\n1,2,3,4\r\n')

    assert list(columns(found)) == ["a,b", 'say "hi"', "two\r\nlines", "D-U-N-S"]
    assert set(columns(found).values()) == {"int64"}


def test_blank_lines_above_the_header_and_between_rows_count_nothing(tmp_path: Path) -> None:
    found = read(tmp_path, "\n\nA,B\n\n1,2\n\n")

    assert (columns(found), messages(found)) == ({"A": "int64", "B": "int64"}, [])


def test_empty_and_repeated_names_are_noted_with_their_columns(tmp_path: Path) -> None:
    found = read(tmp_path, "A,,A, B\n1,2,3,4\n")

    attributes = found.data_sources[0].entities[0].attributes or ()
    assert [one.name for one in attributes] == ["A", "A", " B"]
    assert found.notes == (
        Note("Orders.csv", 1, 1, "the types are a guess from 1 row"),
        Note("Orders.csv", 1, 3, "column 2 has no name, and is not imported"),
        Note("Orders.csv", 1, 4, "column 3 has the name `A` of column 1"),
        Note("Orders.csv", 1, 6, "the name of column 4 begins or ends with white space"),
    )
    assert found.totals == {"columns": 4}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_row_of_another_width_is_noted_once_with_its_line(newline: str, tmp_path: Path) -> None:
    found = read(tmp_path, 'A,B\n1,"x\ny"\n1\n1,2,3\n'.replace("\n", newline))

    assert [note for note in found.notes if note.line > 1] == [
        Note("Orders.csv", 4, 1, "this row has 1 value, the header 2 names")
    ]


def test_a_first_row_of_values_is_noted(tmp_path: Path) -> None:
    assert messages(read(tmp_path, "17,2020-01-01\n18,2020-01-02\n")) == [
        "the first row looks like values; it is taken for the names of columns"
    ]


def test_without_rows_no_type_is_known_and_the_note_says_why(tmp_path: Path) -> None:
    found = read(tmp_path, "A,B")

    assert found.data_sources[0].entities[0].attributes == (Attribute("A"), Attribute("B"))
    assert messages(found) == ["there are no rows, so no type is known (--overrides)"]


def test_a_guess_says_how_many_rows_it_is_from_and_what_is_open_is_named(tmp_path: Path) -> None:
    found = read(tmp_path, "A,B,C\n1,,01.05.2024\n2,x,\n3,,\n", "sub folder.csv")

    assert found.data_sources[0].entities[0].attributes == (
        Attribute("A", "int64", guessed_from="3 rows of sub folder.csv"),
        Attribute("B", "string", guessed_from="1 row of sub folder.csv"),
        Attribute("C"),
    )
    assert [note.message for note in found.notes] == [
        "the types are a guess from 3 rows, and not known for `C` (--overrides)"
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
@pytest.mark.parametrize("row", ["Köln;1", "Övelgönne;1"])
def test_what_spreadsheets_save_is_read_where_the_names_are_certain(
    row: str, encoding: str, tmp_path: Path
) -> None:
    found = read(tmp_path, f"City;Id\n{row}\n".encode(encoding))

    assert columns(found) == {"City": "string", "Id": "int64"}


@pytest.mark.parametrize("head", ["Größe;City\n", "\ufeffGröße;City\n", "\ufeffId;City\n"])
def test_names_in_utf_8_are_that_though_a_value_is_cut_or_broken(head: str, tmp_path: Path) -> None:
    expected = head.strip("\ufeff\n").split(";")

    for value in (b"K\xf6ln\n", "ö".encode()[:1]):
        assert list(columns(read(tmp_path, head.encode() + b"1;" + value))) == expected


def test_a_line_that_names_the_separator_is_no_header(tmp_path: Path) -> None:
    found = read(tmp_path, "sep=;\nId;Name\n1;a,b\n")

    assert columns(found) == {"Id": "int64", "Name": "string"}


def test_a_header_without_any_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotImport, match=r"^Orders\.csv:1:1: no column has a name"):
        read(tmp_path, ",,\n1,2,3\n")


def test_values_that_cannot_be_read_are_noted_and_those_before_them_count(tmp_path: Path) -> None:
    found = read(tmp_path, 'A,B\n1,2\n3,"' + "x" * 200_000)

    assert columns(found) == {"A": "int64", "B": "int64"}
    assert [(note.line, note.message) for note in found.notes][1:] == [
        (3, "the rows can't be read from here on: field larger than field limit (131072)")
    ]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["1", "-2", "9223372036854775807"], "int64"),
        (["1", "9223372036854775808"], "string"),
        (["1", "2.5", "-0.1"], "double"),
        (["1.5E+10", "1e-3"], "double"),
        (["12e5"], "string"),
        (["1", "x"], "string"),
        (["1,5"], ""),
        (["0049"], "string"),
        (["007.5"], "string"),
        (["10115", "01067"], "string"),
        (["+49", "1"], "string"),
        (["true", "FALSE"], "boolean"),
        (["Yes", "No"], "string"),
        (["c499cefa-63d5-4837-a296-5611384b4d13"], "guid"),
        (["c499cefa-63d5-4837-a296-5611384b4d13", "1"], "string"),
        (["2020-04-17", "2020-02-29"], "date"),
        (["2021-02-29"], ""),
        (["2020-04-17T08:00:00Z", "2020-04-17 08:00", "2020-04-17T08:00:00.123+02:00"], "dateTime"),
        (["2020-04-17", "2020-04-17T08:00"], "dateTime"),
        (["2020-04-17T25:00"], ""),
        (["4/17/2020", "1/2/2020"], "dateTime"),
        (["4/17/2020 8:00 AM"], "dateTime"),
        (["1/2/2020", "3/4/2020"], ""),
        (["17/4/2020"], ""),
        (["1/12/2020", "2/12/2020"], ""),
        (["1/13/2020", "2/12/2020"], "dateTime"),
        (["17/4/2020", "4/17/2020"], ""),
        (["2/30/2020"], ""),
        (["", " ", ""], ""),
        (["", "7", ""], "int64"),
        (["١٢"], "string"),
        (["0", "1", "0"], ""),
        (["0", "1", "2"], "int64"),
        (["20200417", "19991231"], ""),
        (["20200417", "20209999"], "int64"),
        (["17.04.2020", "1.5.20 14:00"], ""),
        (["17-Apr-2020", "May 1, 2020", "1. Mai 2020"], ""),
        (["2020/04/17", "2020-4-17"], ""),
        (["08:00", "8:30 PM"], ""),
        (["2020-04-17 08:00:00 UTC", "2020-04-17 08:00 +02:00"], "dateTime"),
        (["1.234,50", "17", "0,5"], ""),
        (["1,234.50", "-1 000"], ""),
        (["12,50 €", "$3"], ""),
        (["5%", "7.5 %"], ""),
        (["ABC 123", "REF1"], "string"),
        (["030 123456", "0171 1234567"], "string"),
        (["1.2.3", "x"], "string"),
        (["7", "NULL", "n/a", "-"], "int64"),
    ],
)
def test_a_type_is_guessed_only_where_all_values_agree(
    values: list[str], expected: str, tmp_path: Path
) -> None:
    rows = "".join(f'"{value}",x\n' for value in values)

    assert columns(read(tmp_path, f"A,B\n{rows}"))["A"] == expected


def test_no_more_than_the_first_thousand_rows_are_looked_at(tmp_path: Path) -> None:
    found = read(tmp_path, "A,B\n" + "1,2\n" * 1000 + "x,y\n")

    assert columns(found) == {"A": "int64", "B": "int64"}
    assert found.notes[0].message == "the types are a guess from the first 1,000 rows"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "1:1: the file is empty; the first line names the columns"),
        (b" \n", "1:1: the file is empty; the first line names the columns"),
        (b"A,Gr\xf6\xdfe\n1,2", "1:5: the byte 0xF6 isn't UTF-8; save the file as UTF-8"),
        (b"\r\n\nA,Stra\xdfe\n1,2", "3:7: the byte 0xDF isn't UTF-8; save the file as UTF-8"),
        (b"A,Gr\xf6\xdfe", "1:5: the byte 0xF6 isn't UTF-8; save the file as UTF-8"),
        ("A,B".encode("utf-32"), "1:1: the file is UTF-32, not UTF-8; save it as UTF-8"),
        (b"A,B\n1,\0", "2:3: this is no text: it has a zero byte here"),
        (b'A,"B\n1,2\n', "1:3: this quotation mark is never closed; close it before the end of the line"),
        (b'A,"B"C\n', "1:6: text follows a closing quotation mark; close it before the end of the line"),
    ],
)
def test_what_is_no_csv_is_refused_with_its_place(data: bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(CannotImport) as refused:
        read(tmp_path, data)

    assert str(refused.value) == f"Orders.csv:{said}"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"A,B\n1,2\n", True),
        (b"A;B", True),
        (b"A\tB\r\n1\t2\r\n", True),
        (b"A\n1\n", False),
        (b"Dear all, I write to you", False),
        (b"One, two\nand three, four, five\nsix.\n", False),
        (b"A,,C\n1,2,3\n", False),
        (b"[A],[B]\n1,2\n", True),
        (b'["A","B"\n"C","D"]\n', False),
        (b'{"A": 1,"B": 2', False),
        (b"A,B\n\xff", False),
        (b"A,B\0", False),
        (b"", False),
    ],
)
def test_csv_is_recognised_by_rows_as_wide_as_their_header(data: bytes, *, expected: bool) -> None:
    assert csv_header.recognises(data) is expected


@given(data=st.binary(max_size=60) | st.text('Ab1",;\t|\r\n\ufeff', max_size=60).map(str.encode))
def test_any_bytes_give_an_entity_or_a_refusal(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    csv_header.recognises(data)
    try:
        found = read(tmp_path_factory.mktemp("csv"), data)
    except CannotImport:
        return
    attributes = found.data_sources[0].entities[0].attributes or ()
    unnamed = sum("has no name" in note.message for note in found.notes)
    assert found.totals == {"columns": len(attributes) + unnamed}


@given(
    names=st.lists(st.text("aä -\"',;\n", min_size=1, max_size=8).filter(str.strip), min_size=2, max_size=5),
    delimiter=st.sampled_from(",;\t|"),
)
def test_quoted_names_are_read_as_they_were_written(
    names: list[str], delimiter: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    quoted = delimiter.join('"' + name.replace('"', '""') + '"' for name in names)
    row = delimiter.join("1" for _ in names)

    found = read(tmp_path_factory.mktemp("csv"), f"{quoted}\n{row}\n")

    assert [one.name for one in found.data_sources[0].entities[0].attributes or ()] == names


def real_files() -> list[str]:
    if not COUNTS.is_file():
        return []
    counts = json.loads(COUNTS.read_text("utf-8"))
    return sorted(path for path, told in counts.items() if told["kind"] == "csv")


@pytest.mark.skipif(not COUNTS.is_file(), reason="the real CSV files are not here (../shared/data)")
@pytest.mark.parametrize("path", real_files())
def test_a_real_file_has_the_columns_that_others_found(path: str) -> None:
    source = Source(str(DATA / path))

    found = csv_header.read(source)

    assert csv_header.recognises(source.data)
    assert list(columns(found)) == json.loads(COUNTS.read_text("utf-8"))[path]["columns"]


@pytest.mark.skipif(not (DATA / "csv").is_dir(), reason="the real CSV files are not here (../shared/data)")
def test_the_guessed_types_of_a_real_file_are_those_that_its_values_have() -> None:
    found = csv_header.read(Source(str(DATA / "csv" / "POSPurchases.txt")))

    assert columns(found) == {
        "LoyaltyId": "string",
        "PurchaseId": "string",
        "ProductId": "string",
        "PurchasedOn": "date",
        "TotalPrice": "int64",
        "RewardPointsAdded": "int64",
        "ActivityTypeDisplay": "string",
        "Subject": "string",
    }
