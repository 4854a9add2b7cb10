"""What the editor says and does in a `.http` file and in a collection."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lsprotocol import types

import rules
from linter.server.completion import proposals
from linter.server.features import _BEFORE_NAMES
from linter.server.hover import hover
from linter.server.judged import Judged
from linter.server.typed_document import views
from tests.server.editor import Editor
from tests.server.project import judged
from tests.server.test_actions import findings, mended, offer
from tests.server.test_actions import said as told
from tests.server.test_answers import labels
from tests.server.test_completion import made
from tests.server.test_names import INSTANCE, declared, renamed, said

EVERY_RULE = rules.ALL
HTTP = "requests/a.http"
COLLECTION = "requests/c.json"
TEXT = f"""@set = posPurchases
### Returns
GET https://ci.example{INSTANCE}/data/{{{{set}}}}
    ?$top=1

###
PATCH https://ci.example{INSTANCE}/manage/relationships

{{
  "name": "A",
  "fromEntityName": "PoS_posPurchases",
  "fromAttributeName": "StoreId",
  "toEntityName": "PoS_posStores",
  "toAttributeName": "StoreId",
  "cardinality": "manyToOne"
}}
"""


@pytest.fixture
def http(contoso: Path) -> Path:
    (contoso / HTTP).write_text(TEXT, "utf-8")
    return contoso


@pytest.mark.asyncio
async def test_hover_tells_what_is_named_in_url_and_body_and_what_a_variable_stands_for(
    http, open_in
) -> None:
    editor: Editor = await open_in(http)
    editor.open(HTTP)

    assert (await said(editor, HTTP, "PoS_posStores", 4)).startswith("**posStores** — entity of data source")
    assert "`{{set}}` stands for `posPurchases`, as requests/a.http says" in await said(
        editor, HTTP, "{{set}}", 3
    )


@pytest.mark.asyncio
async def test_hover_tells_what_is_named_in_the_body_of_a_collections_request(contoso, open_in) -> None:
    raw = TEXT.rpartition("\n\n")[2]
    request = {
        "method": "PATCH",
        "url": f"{INSTANCE}/manage/relationships",
        "body": {"mode": "raw", "raw": raw},
    }
    schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
    found = {"info": {"name": "C", "schema": schema}, "item": [{"name": "R", "request": request}]}
    (contoso / COLLECTION).write_text(json.dumps(found), "utf-8")
    editor: Editor = await open_in(contoso)
    editor.open(COLLECTION)

    assert (await said(editor, COLLECTION, "PoS_posStores", 4)).startswith("**posStores** — entity of")


def test_what_fits_is_proposed_in_the_body_and_the_url(http: Path) -> None:
    in_body = made(http, HTTP, TEXT.replace('"PoS_posStores"', '"PoS_posSt|"'))
    assert '"toEntityName": "PoS_posStores",' in in_body["PoS_posStores"]

    in_url = made(http, HTTP, TEXT.replace("{{set}}\n    ?$top=1", "Pos|"))
    assert f"GET https://ci.example{INSTANCE}/data/PoS_posStores\n" in in_url["PoS_posStores"]


@pytest.mark.asyncio
async def test_properties_are_proposed_where_one_is_typed(http: Path, open_in) -> None:
    (http / HTTP).write_text(TEXT.replace('"cardinality": "manyToOne"', '"c"'), "utf-8")
    editor: Editor = await open_in(http)
    editor.open(HTTP)

    assert "cardinality" in await labels(editor, HTTP, '"c"', 2)


@pytest.mark.parametrize(
    ("old", "new", "rule", "line"),
    [
        ("?$top=1", "?$top=1\nContent-Tipe: text/csv", "IN102", "Content-Tipe: text/csv\n"),
        ("{{set}}", "posPurchase", "IN03", f"GET https://ci.example{INSTANCE}/data/posPurchase\n"),
        (
            '"PoS_posStores"',
            '"Nowhere"',
            "RL05",
            f"PATCH https://ci.example{INSTANCE}/manage/relationships\n",
        ),
    ],
)
def test_a_comment_above_a_request_or_a_header_suppresses_what_is_found(
    contoso: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, rule: str, line: str
) -> None:
    monkeypatch.setattr(rules, "ALL", EVERY_RULE)
    (contoso / HTTP).write_text(TEXT.replace(old, new), "utf-8")
    before = judged(contoso)
    [finding] = findings(before, HTTP, rule)

    action = offer(before, f"Suppress {rule} with a comment", finding)

    assert mended(contoso, before, action)[told([finding]).popitem()[0]] == 1
    assert f"# c360lint: ignore {rule} -- we know\n{line}" in (contoso / HTTP).read_text("utf-8")


DATA = f"https://ci.example{INSTANCE}/data"


def labels_at(root: Path, name: str, text: str) -> list[str]:
    return [*made(root, name, text)]


@pytest.mark.parametrize(
    ("url", "first", "result"),
    [
        ("posPurchases?$select=Rec|", "ReceiptId", "posPurchases?$select=ReceiptId"),
        (
            "posPurchases?$select=ReceiptId,|&$top=1",
            "ReceiptId",
            "posPurchases?$select=ReceiptId,ReceiptId&$top=1",
        ),
        ("posPurchases?$filter=contains(Sto|", "ReceiptId", "posPurchases?$filter=contains(ReceiptId"),
        ("{{set}}?\n    $orderby=|", "ReceiptId", "{{set}}?\n    $orderby=ReceiptId"),
        (
            "posPurchases\n    ?$top=1\n    &$filter=T|otal gt 5",
            "ReceiptId",
            "posPurchases\n    ?$top=1\n    &$filter=ReceiptId gt 5",
        ),
        ("posPurchases?$filter=Pos'' eq '|", None, None),
        ("posPurchases?$expand=|", "PosPurchaseToCustomer", "posPurchases?$expand=PosPurchaseToCustomer"),
        (
            "posPurchases?$expand=PosPurchaseToCustomer($top=1;$select=|",
            "CustomerId",
            "posPurchases?$expand=PosPurchaseToCustomer($top=1;$select=CustomerId",
        ),
        (
            "posPurchases?$expand=PosPurchaseToCustomer(|)",
            "$select",
            "posPurchases?$expand=PosPurchaseToCustomer($select=)",
        ),
        (
            "posPurchases?$filter=PosPurchaseToCustomer/Cus|t eq 1",
            "CustomerId",
            "posPurchases?$filter=PosPurchaseToCustomer/CustomerId eq 1",
        ),
        (
            "posCustomers?$filter=PosPurchaseToCustomer/any(p:p/|)",
            "ReceiptId",
            "posCustomers?$filter=PosPurchaseToCustomer/any(p:p/ReceiptId)",
        ),
        ("posPurchases?|", "$select", "posPurchases?$select="),
        ("posPurchases?$orderby=Total d|", "ReceiptId", "posPurchases?$orderby=Total ReceiptId"),
        ("posPurchases?$orderby=Total |", "ReceiptId", "posPurchases?$orderby=Total ReceiptId"),
        ("Nothing?$select=|", None, None),
    ],
)
def test_a_query_is_completed_with_what_its_dataset_has(
    contoso: Path, url: str, first: str | None, result: str | None
) -> None:
    text = f"@set = posPurchases\n\nGET {DATA}/{url}\nAccept: application/json\n"
    found = made(contoso, HTTP, text)

    assert next(iter(found), None) == first
    assert first is None or found[first] == text.replace(url, str(result))
    envelope = json.dumps({"method": "GET", "url": f"{DATA}/{url}"})
    if "\n" not in url:
        found = made(contoso, "requests/e.json", envelope.replace("{{set}}", "posPurchases"))
        assert next(iter(found), None) == first
        assert first is None or found[first] == json.dumps({"method": "GET", "url": f"{DATA}/{result}"})


@pytest.mark.parametrize(
    "typed",
    [
        "data/",
        "data/posPurchases?",
        "data/posPurchases?$",
        "data/posPurchases?$top=1&",
        "data/posPurchases?$select=",
        "data/posPurchases?$filter=contains(",
    ],
)
def test_an_editor_asks_by_itself_where_a_name_of_a_url_begins(contoso: Path, typed: str) -> None:
    assert typed[-1] in _BEFORE_NAMES
    assert made(contoso, HTTP, f"GET https://ci.example{INSTANCE}/{typed}|\n") != {}


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("data/|", "PoS_posPurchases"),
        ("data/Po|/x", "PoS_posPurchases"),
        ("manage/relationships/|", "PosPurchaseToCustomer"),
        ("manage/datasources/|/entities", "7e52d0f4-0c1b-4d96-a2e7-c4839b6f1d05"),
        ("manage/datasources/7e52d0f4-0c1b-4d96-a2e7-c4839b6f1d05/entities/|", "webReviews"),
        ("manage/entities/|", "Web_webReviews"),
        ("conflations/|/conflationPlan", "default"),
    ],
)
def test_a_path_is_completed_with_what_stands_there(contoso: Path, path: str, label: str) -> None:
    text = f"GET https://ci.example{INSTANCE}/{path}\n"
    before, _, after = path.partition("|")
    typed = before.rpartition("/")[2]

    assert made(contoso, HTTP, text)[label] == (
        f"GET https://ci.example{INSTANCE}/{before.removesuffix(typed)}{label}{after}\n"
    )


def test_a_method_is_completed(contoso: Path) -> None:
    assert made(contoso, HTTP, f"PO| {DATA}/posStores\n")["POST"] == f"POST {DATA}/posStores\n"


def collected(request: object) -> str:
    schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
    return json.dumps({"info": {"name": "C", "schema": schema}, "item": [{"name": "R", "request": request}]})


def test_url_and_body_of_a_collection_are_completed_in_the_json_in_its_strings(contoso: Path) -> None:
    body = {"mode": "raw", "raw": '{\n "toEntityName": "PoS_posSt|",\n "é": 1}'}
    text = collected({"method": "PATCH", "url": f"{INSTANCE}/manage/relationships", "body": body})
    assert made(contoso, COLLECTION, text)["PoS_posStores"] == text.replace("PoS_posSt|", "PoS_posStores")

    body = {"mode": "raw", "raw": '{"card|'}
    text = collected({"method": "PATCH", "url": f"{INSTANCE}/manage/relationships", "body": body})
    assert made(contoso, COLLECTION, text)["cardinality"] == text.replace("card|", 'cardinality\\": ')

    text = collected({"method": "G|", "url": f"{INSTANCE}/manage/relationships"})
    assert made(contoso, COLLECTION, text)["PATCH"] == text.replace("G|", "PATCH")

    text = collected({"method": "GET", "url": f"{INSTANCE}/data/posPurchases?$select=To|"})
    assert made(contoso, COLLECTION, text)["Total"] == text.replace("To|", "Total")


def test_the_attributes_of_a_record_are_completed_that_it_does_not_have(contoso: Path) -> None:
    text = f'POST {DATA}/posStores\n\n{{"StoreId": 1, "|"}}\n'
    found = made(contoso, HTTP, text)
    assert ("StoreId" in found, found["City"]) == (False, text.replace('"|"', '"City": '))

    text = json.dumps({"method": "POST", "url": f"{DATA}/posStores", "body": {"Ci|": ""}})
    assert made(contoso, "requests/e.json", text)["City"] == text.replace("Ci|", "City")

    text = collected({"method": "POST", "url": f"{DATA}/posStores", "body": {"mode": "raw", "raw": '{"Ci|'}})
    assert made(contoso, COLLECTION, text)["City"] == text.replace("Ci|", 'City\\": ')


ASKING = f"""@set = posPurchases
GET {DATA}/{{{{set}}}}?$filter=contains(ReceiptId,'\U0001f600') and Tot%61l gt 1
    &$select=StoreId
    &$expand=PosPurchaseToCustomer($select=HomeStoreId)
"""


@pytest.mark.asyncio
async def test_hover_tells_what_each_part_of_a_query_names(contoso: Path, open_in) -> None:
    (contoso / HTTP).write_text(ASKING, "utf-8", newline="\r\n")
    editor: Editor = await open_in(contoso)
    editor.open(HTTP)

    for needle, begin in {
        "ReceiptId": "**ReceiptId** — attribute of `PoS_posPurchases`",
        "Tot%61l": "**Total** — attribute of `PoS_posPurchases`",
        "StoreId": "**StoreId** — attribute of `PoS_posPurchases`",
        "PosPurchaseToCustomer": "**PosPurchaseToCustomer** — relationship",
        "HomeStoreId": "**HomeStoreId** — attribute of `PoS_posCustomers`",
    }.items():
        at = editor.at(HTTP, needle, 2)
        params = types.HoverParams(at.text_document, at.position)
        found = await editor.client.text_document_hover_async(params)
        assert found is not None
        assert found.range is not None
        assert isinstance(found.contents, types.MarkupContent)
        assert found.contents.value.startswith(begin)
        length = found.range.end.character - found.range.start.character
        assert (found.range.start, length) == (editor.at(HTTP, needle, 0).position, len(needle))


@pytest.mark.asyncio
async def test_a_relationship_is_renamed_in_the_queries_that_expand_it(contoso: Path, open_in) -> None:
    (contoso / HTTP).write_text(ASKING, "utf-8")
    editor: Editor = await open_in(contoso)
    editor.open(HTTP)

    edit = await renamed(editor, HTTP, "PosPurchaseToCustomer", "Buying")

    [changed] = [
        one
        for one in edit.document_changes or ()
        if isinstance(one, types.TextDocumentEdit) and one.text_document.uri.endswith(HTTP)
    ]
    [in_query] = changed.edits
    assert not isinstance(in_query, types.SnippetTextEdit)
    assert (in_query.new_text, in_query.range.start) == (
        "Buying",
        editor.at(HTTP, "PosPurchaseToCustomer", 0).position,
    )
    assert len(edit.document_changes or ()) > 1


@pytest.mark.asyncio
async def test_what_a_query_names_leads_to_its_declaration_and_an_attribute_is_not_renamed(
    contoso: Path, open_in
) -> None:
    (contoso / HTTP).write_text(ASKING, "utf-8")
    editor: Editor = await open_in(contoso)
    editor.open(HTTP)

    assert await declared(editor, HTTP, "Tot%61l") == [("snapshot.json", '"Total"')]
    with pytest.raises(Exception, match="is ingested under this name"):
        await renamed(editor, HTTP, "HomeStoreId", "Other")


PARTS = (
    *("posPurchases", "?", "&", "$select=", "$filter=", "$expand=", "PosPurchaseToCustomer", "Total", " eq "),
    *(
        "/",
        "(",
        ")",
        ";",
        "=",
        ":",
        ",",
        "'",
        "%27",
        "%20",
        "%2",
        "%C3%A9",
        "any(p:p/",
        "{{set}}",
        "{{",
        "}}",
    ),
    *("A{{x}}B", "é", "🛒", "\r\n    ", "\n    &", "#", "\\", '"', "manage/relationships/", "\ud800"),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    url=st.lists(st.sampled_from(PARTS), max_size=12).map("".join),
    named=st.sampled_from(
        ["", "data/posPurchases?", "data/{{set}}?$expand=", "data/posCustomers('1')?$filter="]
    ),
    place=st.floats(0, 1),
    in_http=st.booleans(),
)
def test_whatever_is_typed_in_a_url_is_answered_within_it(
    known: Judged, url: str, named: str, place: float, in_http: bool
) -> None:
    text = f"@set = posPurchases\nGET https://ci.example{INSTANCE}/{named}{url}\nA: b\n"
    if not in_http:
        text = collected({"method": "GET", "url": f"{INSTANCE}/{named}{url}"})
    offset = round(place * len(text))
    name = HTTP if in_http else COLLECTION

    for view in views(known, str(Path(known.request.inputs.root) / name), text, offset):
        hover(view)
        start, end = view.shown()
        assert 0 <= start <= offset <= end <= len(text)
        for one in proposals(view):
            assert 0 <= one.start <= offset <= one.end <= len(text)


@pytest.fixture
def known(contoso: Path) -> Judged:
    return judged(contoso)
