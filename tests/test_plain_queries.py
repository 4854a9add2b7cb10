"""Plain queries: whatever is read without the grammar is what the grammar would read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.odata import ODataFault, Tree, parse
from linter.odata.parsing import by_grammar
from linter.odata.plain import plain

_NAMES = (
    "A CustomerId x_1 Größe \U00020000\U00020000 null NULL true false nan INF not and eq in any case cast "
    "isof binary duration asc desc min e1"
)
_LITERALS = (
    "'a' '' 'a+b' '1' 'P1D' 'a''b' 'a,b;c' '(' -5 5 5.5 007 1. .5 5e3 -INF true false null TRUE nul "
    "2020 2020-01-01 6f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0 Total $it"
)
_OPERATORS = "eq ne gt ge lt le in has add EQ"
NAMES = st.sampled_from(_NAMES.split())
LITERALS = st.sampled_from(_LITERALS.split())
OPERATORS = st.sampled_from(_OPERATORS.split())


def lists(items: st.SearchStrategy[str], *between: str) -> st.SearchStrategy[str]:
    return st.tuples(st.sampled_from(between), st.lists(items, min_size=1, max_size=3)).map(
        lambda both: both[0].join(both[1])
    )


COMPARISONS = st.tuples(NAMES, OPERATORS, LITERALS).map(" ".join)
ORDERS = st.tuples(NAMES, st.sampled_from(["", " asc", " desc", " DESC", " eq"])).map("".join)
VALUES = {
    "$select": lists(NAMES, ",", ",", ", "),
    "$expand": lists(NAMES, ",", "/"),
    "$filter": lists(COMPARISONS, " and ", " or ", "  and ", " AND "),
    "$orderby": lists(ORDERS, ","),
    "$search": NAMES | st.sampled_from(["AND", "NOT", "NOT a", "a b", "a-b", '"a"', "'a'", ""]),
    "$count": st.sampled_from(["true", "false", "True", "1", ""]),
    "$top": st.sampled_from(["1", "100", "-1", "\u0663", "1.0", ""]),
    "$skip": st.sampled_from(["0", "20", "+1"]),
    "$format": st.sampled_from(["json", "application/json"]),
}
OPTIONS = st.sampled_from(list(VALUES)).flatmap(lambda name: VALUES[name].map(f"{name}={{}}".format))
QUERIES = st.tuples(NAMES, st.lists(OPTIONS, max_size=3)).map(
    lambda both: both[0] + "?" * bool(both[1]) + "&".join(both[1])
)
CHANGES = st.sampled_from(["", "'", " ", "&", "/", "(", "%20", "%27", "+", "#", "?", ".", "=", "\n", "a"])


@given(QUERIES, st.none() | CHANGES, st.integers(0, 80), st.integers(0, 1))
def test_what_is_plain_is_read_as_the_grammar_reads_it(
    query: str, change: str | None, at: int, left_out: int
) -> None:
    text = query if change is None else query[:at] + change + query[at + left_out :]
    for rule, part in (("odataRelativeUri", text), ("queryOptions", text.partition("?")[2])):
        tree = plain(rule, part)
        if tree is not None:
            assert tree == by_grammar(rule, part, None)


@pytest.mark.parametrize(
    "text",
    [
        "Customer",
        "Customer?$select=Id,EMail,FullName&$top=100&$skip=20&$count=true",
        "Customer?$search=contoso&$expand=Orders,Address",
        "Customer?$skip=2&$count=false&$orderby=A,B desc&$search=x",
        "Customer?$filter=A eq 'C-1' and B gt -5.5 or C ne true and D eq null&$orderby=A desc,B,C asc",
    ],
)
def test_what_most_queries_ask_is_plain(text: str) -> None:
    tree = plain("odataRelativeUri", text)

    assert tree == by_grammar("odataRelativeUri", text, None) == parse("odataRelativeUri", text)


@pytest.mark.parametrize("text", ["$top=x", "$filter=A eq", "$select=A,", "$search=", "$top"])
def test_a_fault_is_told_by_the_grammar(text: str) -> None:
    assert plain("queryOptions", text) is None
    with pytest.raises(ODataFault):
        parse("queryOptions", text)


def test_percent_encoding_is_undone_by_the_grammar() -> None:
    text = "$filter=A eq 'a%2Fb'"

    assert plain("queryOptions", text) is None
    assert [node.text for node in parse("queryOptions", text).all("stringLiteral")] == ["'a/b'"]


def test_a_plain_query_is_read_without_the_grammar() -> None:
    script = (
        "import sys; from linter.odata import parse; parse('odataRelativeUri', 'A?$top=1')\n"
        "print('linter.odata.grammar' in sys.modules, 'linter.odata.notation' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"


@pytest.mark.parametrize("rule", ["odataRelativeUri", "queryOptions"])
def test_only_what_is_not_plain_enters_the_grammar(rule: str) -> None:
    def entered(text: str) -> set[str]:
        """Return the files of which functions are called to parse a text."""
        files: set[str] = set()
        sys.setprofile(lambda frame, _event, _: files.add(Path(frame.f_code.co_filename).name))
        try:
            parse(rule, text)
        finally:
            sys.setprofile(None)
        return files

    path = "A?" * (rule == "odataRelativeUri")
    assert "notation.py" not in entered(f"{path}$top=1&$select=B")
    assert "notation.py" in entered(f"{path}$top=1&$select=B ")


def test_constraints_are_read_by_the_grammar() -> None:
    tree = parse("queryOptions", "$select=City", {"primitiveNonKeyProperty": ["City"]})
    assert "selectProperty" in [node.rule for node in tree.walk()]


def test_the_tree_is_made_of_nodes() -> None:
    tree = plain("queryOptions", "$top=1")
    assert tree is not None
    assert {type(node) for node in tree.walk()} == {Tree}
