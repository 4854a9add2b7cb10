"""What the editor says and does in a `.http` file and in a collection."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import rules
from tests.server.editor import Editor
from tests.server.project import judged
from tests.server.test_actions import findings, mended, offer
from tests.server.test_actions import said as told
from tests.server.test_answers import labels
from tests.server.test_completion import made
from tests.server.test_names import INSTANCE, said

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
