"""What holds of the readers of texts in payloads and answers: OData, SQL, arithmetic, error codes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

from linter.commands.explain.service_error import codes_in, page_of_code, predicting
from linter.contracts.call import Call
from linter.contracts.service import Service, service_in
from linter.importers.source import Source
from linter.kinds.expressions import expression_of
from linter.odata import ODataFault, Tree, parse
from linter.odata.mending import mend
from linter.odata.parsing import by_grammar
from linter.odata.plain import plain
from linter.shapes.reading import read as read_shape
from linter.shapes.shape import shape_of
from linter.sql.reading import SqlFault, read
from linter.sql.script import read_script
from linter.sql.tokens import tokens_of
from linter.sql.types import dialects_of, type_in
from tests.fuzz.target import REPO

RULES: Final = ("odataRelativeUri", "queryOptions", "boolCommonExpr", "orderby", "expand", "searchExpr")


def odata(data: bytes) -> None:
    """A text is a tree, whose nodes lie in one another, or has a fault at a place in it.

    The short way to a tree leads to that of the grammar; what mends a text is a change of it.
    """
    written = data.decode("utf-8", "replace")
    for rule in RULES[:2]:
        try:
            tree = parse(rule, written)
        except ODataFault as fault:
            assert 0 <= fault.position <= len(written)
            assert fault.message
            if len(written) < 300:
                _require_mended(rule, written, fault)
            continue
        _require_nested(tree, len(written))
        assert plain(rule, written) in (None, by_grammar(rule, written, None))


def _require_mended(rule: str, written: str, fault: ODataFault) -> None:
    found = mend(rule, written, fault)
    if found is not None:
        assert 0 <= found.start <= found.end <= len(written)
        assert found.applied(written) != written


def _require_nested(tree: Tree, length: int) -> None:
    assert 0 <= tree.start <= tree.end <= length
    for node in tree.walk():
        for part in node.parts:
            assert node.start <= part.start <= part.end <= node.end


@cache
def _service() -> Service:
    return service_in(Source(str(REPO / "examples/dataverse/metadata.xml")))


def asked(data: bytes) -> None:
    """What is said of a request to a described service stands at a place in its url, or at another value."""
    url, _, rest = data.decode("utf-8", "replace").partition("\n")
    method, _, body = rest.partition("\n")
    envelope = read_shape({"method": method or "GET", "url": url, "body": body}, shape_of("request"), "r")
    for node in [envelope.root]:
        call = Call("r.json", node, _service(), 0)
        for one in [*call.judgements, *call.names]:
            if one.at.slice is not None and one.at.path[-1:] == ("url",):
                _require_spans([one.at.slice], len(url))


def _require_spans(spans: Iterable[tuple[int, int]], length: int) -> None:
    for start, end in spans:
        assert 0 <= start <= end <= length, (start, end)


def query(data: bytes) -> None:
    """Tables and columns of a query stand where they say; a fault has a place in the text."""
    written = data.decode("utf-8", "replace")
    for token in tokens_of(written):
        _require_spans([(token.start, token.end)], len(written))
    found = read.__wrapped__(written)
    assert found == read.__wrapped__(written)
    _require_spans(
        [(one.start, one.end) for one in (*found.tables, *found.columns, *found.selects)], len(written)
    )
    if isinstance(found.fault, SqlFault):
        assert found.fault.message
        _require_spans([(found.fault.start, found.fault.end)], len(written))


def script(data: bytes) -> None:
    """The tables of a script have columns, of which each has a type in some dialect or none."""
    written = data.decode("utf-8", "replace")
    found = [read_script(written, has_escapes=one) for one in (False, True)]
    assert found == [read_script(written, has_escapes=one) for one in (False, True)]
    for table in found[0].tables[:20]:
        types = [column.type for column in table.columns]
        for one in types[:20]:
            type_in(one, dialects_of(written, types))


def arithmetic(data: bytes) -> None:
    """Names, zeros and the fault of an expression stand where they say."""
    written = data.decode("utf-8", "replace")
    found = expression_of(written, ("o.Net Sum", "p.a-b"))
    for name in found.names:
        assert written[slice(*name.slice)] == name.text
    _require_spans(found.zeros, len(written))
    if found.fault is not None:
        assert found.fault.said
        _require_spans([found.fault.slice], len(written))


def answer(data: bytes) -> None:
    """Each error code in an answer of the service leads to rules, or to a page that says why not."""
    for code in codes_in(data.decode("utf-8", "replace"))[:5]:
        assert predicting([code]) or page_of_code(code).startswith(f"# {code}\n")
