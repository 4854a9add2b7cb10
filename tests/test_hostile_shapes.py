"""What anybody can write is read in a time that grows with it, and in no more memory than that takes.

Patterns run in C, where no calls can be counted: each text here is so long that a way through it which
takes the square of its length, or more, is stopped long before it ends.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from linter.configuration.globs import compiled, matcher
from linter.configuration.toml_file import parsed
from linter.importers.recognise import recognise
from linter.importers.source import Source
from linter.placeholders import Values
from linter.refusal import CannotRun
from linter.suggest import KnownNames
from linter.text.comments import comments
from linter.text.renewed import renewed
from linter.text.source import read_text
from linter.text.woven import Stretch, Woven

pytestmark = pytest.mark.usefixtures("ends")
MANY = 200_000


def faults(name: str, text: str) -> str | None:
    found = read_text(name, text.encode()).fault
    return None if found is None else found.message


DOTS = f"# {'.' * 300}\n"
BLANKS = " " * MANY


@pytest.mark.parametrize(
    "text",
    [
        DOTS + '\\"""\n' * MANY,
        DOTS + "x'''" * MANY,
        DOTS + '"' + '\\"' * MANY,
        DOTS + "'" * MANY,
    ],
    ids=["long strings", "long literals", "escapes", "literals"],
)
def test_strings_of_toml_that_are_not_closed_are_looked_through_once(text: str) -> None:
    with pytest.raises(CannotRun, match="not well-formed TOML"):
        parsed("c360lint.toml", text)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (f'- "a\n{BLANKS}\n  b"', None),
        ('- "a\n' + " \t" * MANY + '\n  b"', None),
        (f'- "\x85{"".join(map(chr, range(0x100000, 0x10FFFE)))}{"x" * 3_000_000}"', None),
    ],
    ids=["blanks", "blanks and tabs", "private use"],
)
def test_yaml_is_read_whatever_blanks_and_characters_there_are(text: str, fault: str | None) -> None:
    assert faults("a.yaml", text) == fault


REQUEST = "PATCH /api/instances/x/manage/relationships/R\n"


@pytest.mark.parametrize(
    "text",
    [
        f"# @name{'=' * MANY} x y\n{REQUEST}",
        REQUEST + "\n" * MANY * 5 + "{}",
        "".join(f"###\n@v{each} = 1\nGET /{each}\n" for each in range(30_000)),
    ],
    ids=["a name", "blank lines", "variables and requests"],
)
def test_requests_are_read_whatever_stands_around_them(text: str) -> None:
    assert faults("a.http", text) is None


def test_comments_above_a_request_are_looked_through_once() -> None:
    text = read_text("a.http", ("# c360lint: ignore RL03 -- x\n" * 30_000 + REQUEST).encode())

    assert len({one.covers for one in comments(text)}) == 1


@pytest.mark.parametrize(
    ("glob", "path", "fits"),
    [
        ("**/a/**/a/**/a/**/b", "a/" * 2000 + "b", True),
        ("**/a/**/a/**/a/**/b", "a/" * 2000 + "x", False),
        ("/".join(["*a*a*a*a"] * 3) + "/x", "/".join(["a" * 250] * 3) + "/y", False),
        ("*a*b?c*/x", "aab" * 80 + "cc/x", True),
    ],
)
def test_globs_are_matched_whatever_they_are(glob: str, path: str, fits: bool) -> None:
    assert matcher([glob])(path) is fits


@pytest.mark.parametrize(
    "glob", ["{a}{b}{c}{d}{e}/x", "{a}-{b}/{c}-{d}/{e}-{f}/{g}-{h}/{i}-{j}/{a}{c}{e}", "**a**b**c**d"]
)
def test_a_glob_that_could_fit_in_too_many_ways_is_refused(glob: str) -> None:
    with pytest.raises(ValueError, match="has too many wildcards"):
        compiled(glob)


def test_braces_of_a_glob_that_are_not_closed_are_looked_through_once() -> None:
    with pytest.raises(ValueError, match="has braces"):
        compiled("{" + "," * MANY)


def test_a_document_type_that_is_not_closed_is_looked_through_once(tmp_path: Path) -> None:
    path = tmp_path / "m.xml"
    path.write_text("<!DOCTYPE " + "a" * MANY * 5, "utf-8")

    with pytest.raises(Exception, match="whose first element can't be found"):
        recognise(Source(str(path)))


def test_a_long_name_is_close_only_to_one_that_is_equal_but_for_style() -> None:
    long = "S_" + "e_" * 50_000
    known = KnownNames(["S_e", long.upper(), long + "x"])

    assert [known.close(one).nearest for one in (long, long + "y")] == [[long.upper()], []]


def test_parts_of_a_text_of_many_stretches_are_found_where_they_begin() -> None:
    woven = Woven(Stretch("ab", at * 3, at * 3 + 2) for at in range(100_000))

    found = [list(woven.part(at * 2 + 1, at * 2 + 3)) for at in range(99_999)]
    assert found == [
        [Stretch("b", at * 3 + 1, at * 3 + 2), Stretch("a", at * 3 + 3, at * 3 + 4)] for at in range(99_999)
    ]


def test_values_that_wait_for_others_in_vain_are_left_open() -> None:
    chain: dict[str, Any] = {f"p{each}": f"{{{{p{each + 1}}}}}" for each in range(99)}
    values = Values({**chain, "p99": "x", **{f"q{each}": "{{z}}" for each in range(MANY)}})

    assert (values.of("p0"), values.of("q5")) == ("x", None)
    assert Values({**chain, "p99": "{{p100}}", "p100": "x"}).of("p0") is None


def test_a_text_of_one_line_is_renewed_in_one_go() -> None:
    def items(type_: str) -> list[dict[str, Any]]:
        return [{"name": f"e{each}", "attributes": {"Id": type_, "B": "x"}} for each in range(20_000)]

    text = read_text("a.json", json.dumps(items("string")).encode())
    assert renewed(text, items("int32")) == (json.dumps(items("int32")), True)


def test_where_parts_of_a_string_with_escapes_stand_is_looked_up() -> None:
    text = read_text("a.json", ('"' + "\\u0041" * MANY + '"').encode())
    slices = [text.places.slice(0, len(text.text), (at, at + 1)) for at in range(0, MANY, 7)]

    assert slices == [(1 + at * 6, 7 + at * 6) for at in range(0, MANY, 7)]


@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("7" * 400, None),
        ("7" * 4300, None),
        ("7" * 4301, "the number is too large: it has 4,301 digits"),
        ("7" * 400 + ".0", "the number is too large"),
        ("7e400", "the number is too large"),
        ("7e-400", None),
        ("0." + "7" * 5000, None),
    ],
)
def test_a_number_is_too_large_in_all_that_is_read_or_in_nothing(
    sign: str, number: str, fault: str | None
) -> None:
    said = sign + number
    url = "PATCH /api/instances/x/manage/relationships/R\n\n"
    requests = read_text("a.http", f"{url}[{said}]".encode()).requests
    assert requests is not None
    of_body = requests.read_body(0, Values())
    try:
        parsed("c360lint.toml", f"a = {said}")
        of_toml = None
    except CannotRun as refused:
        of_toml = str(refused).rpartition(": ")[2]

    found = [faults("a.json", said), faults("a.yaml", said), None if of_body is None else of_body.message]
    assert found == [fault] * 3
    assert of_toml == (fault and "the number is too large")
