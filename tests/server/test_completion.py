"""What can be typed: what is proposed for a place is what fits there, and so is what it makes of the text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from linter.server.action import CURSOR
from linter.server.completion import proposals
from linter.server.json_cursor import cursors_in_json
from linter.server.typed_document import views
from tests.server.project import judged, written

PLAN = "conflations/default/conflationPlan.json"
RELATIONSHIPS = "manage/relationships.json"
POS = "manage/datasources/a1746c0b-95e3-4f2d-b3c8-6e0f58d21b97/entities/entityInfo.yaml"


def made(root: Path, name: str, text: str, bar: str = "") -> dict[str, str]:
    """Return by label what a document becomes that has the cursor at the bar; `bar` stands for others."""
    offset = text.index("|")
    text = text.replace("|", "")
    text = text.replace(bar, "|") if bar else text
    found = [one for view in views(judged(root), str(root / name), text, offset) for one in proposals(view)]
    return {one.label: text[: one.start] + one.text + text[one.end :] for one in found}


@pytest.mark.parametrize(
    "text",
    [
        "- entityName: posPurchases # the pri|",
        "- entityName: posPurchases\n  # |",
        "- entityName: posPurchases\n  # see https: x|",
        '- entityName: posPurchases\n  primaryKey: "a" # \'x: |',
        "# entityName: |",
    ],
)
def test_nothing_is_proposed_in_a_comment(contoso, text: str) -> None:
    assert made(contoso, POS, text) == {}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- entityName: |", ""),
        ("- entityName:|", ""),
        ("- entityName: pos#|", ""),
        ("- entityName: '|'", ""),
        ('- entityName: "pos#|"', ""),
        ("- {primaryKey: it's, entityName: |", "}"),
        ("- entityName: |", " # the pri"),
        ("- entityName:|", " # the pri"),
    ],
)
def test_entities_are_proposed_as_yaml_reads_them(contoso, before: str, after: str) -> None:
    found = made(contoso, POS, before + after)

    assert "posPurchases" in found
    for name, text in found.items():
        assert yaml.safe_load(text)[0]["entityName"] == name
        assert text.endswith(after)


@pytest.mark.parametrize("text", ["-|", "- |", "- e|", "- |\n  primaryKey: x"])
def test_a_property_begins_a_list_item(contoso, text: str) -> None:
    found = made(contoso, POS, text)

    assert yaml.safe_load(found["entityName"])[0]["entityName"] is None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("|", "[Relationship {…}]"),
        ("\n|\n", "[Relationship {…}]"),
        ("[|]", "Relationship {…}"),
        ("[\n  |\n]", "Relationship {…}"),
        ('[{"name": "A"}, |]', "Relationship {…}"),
    ],
)
def test_a_new_object_has_what_is_required(contoso, text: str, label: str) -> None:
    found = made(contoso, RELATIONSHIPS, text)[label]

    assert found.count(CURSOR) == 1
    assert json.loads(found.replace(CURSOR, ""))[-1] == {
        "name": "",
        "fromEntityName": "",
        "fromAttributeName": "",
        "toEntityName": "",
        "toAttributeName": "",
        "cardinality": "",
    }


@pytest.mark.parametrize("text", ['{"segmentQueryExpression": |}', '{"segmentQueryExpression":|'])
def test_an_object_is_proposed_where_a_property_has_no_value_yet(contoso, text: str) -> None:
    found = made(contoso, "manage/segments.json", text)

    assert [one.partition(" ")[0] for one in found] == ["SegmentationQuery"]


@pytest.mark.parametrize("text", ["true[|", "{}[|", "[] {}[1, |]", '{"a":[|], "a": 1}', '{"a":[|], "a": {}}'])
def test_where_a_value_is_out_of_place_nothing_fails(text: str) -> None:
    offset = text.index("|")

    assert [one.start for one in cursors_in_json(text.replace("|", ""), offset)] in ([], [offset] * 2)


@pytest.mark.parametrize("text", ['[{"name": "A"} |]', '[|{"name": "A"}]', "[] |", "[1|]"])
def test_no_object_is_proposed_where_none_may_stand(contoso, text: str) -> None:
    assert made(contoso, RELATIONSHIPS, text) == {}


def test_a_snapshot_that_is_being_typed_has_its_own_properties(contoso) -> None:
    text = '{"dataSources": [{"dataSourceId": "a", "|"}'

    assert {"name", "entities"} <= made(contoso, "snapshot.json", text).keys()


@pytest.mark.parametrize("typed", ["", "R", "1", "tr", "true", "null"])
def test_what_is_typed_without_quotes_is_the_beginning_of_a_string(contoso, typed: str) -> None:
    text = f'[{{"fromEntityName": "PoS_posPurchases", "fromAttributeName": {typed}|}}]'

    assert made(contoso, RELATIONSHIPS, text)["ReceiptId"] == text.replace(f"{typed}|", '"ReceiptId"')


def test_nothing_is_proposed_in_a_file_that_is_left_out(contoso) -> None:
    written(contoso, {"c360lint.toml": 'exclude = ["conflations/**"]\n'})

    assert made(contoso, PLAN, '{"conflationOrder": [{"entityName": "|"}]}') == {}


SEGMENT = "manage/segments.json"


@pytest.mark.parametrize(
    ("sql", "label", "becomes"),
    [
        ("SELECT a FROM |", "PoS_posPurchases", "SELECT a FROM PoS_posPurchases"),
        ("SELECT a FROM Po| p", "PoS_posPurchases", "SELECT a FROM PoS_posPurchases p"),
        (
            "SELECT p.| FROM PoS_posPurchases AS p",
            "ReceiptId",
            "SELECT p.ReceiptId FROM PoS_posPurchases AS p",
        ),
        ("SELECT Re|\\nFROM PoS_posPurchases", "ReceiptId", "SELECT ReceiptId\\nFROM PoS_posPurchases"),
        ("SELECT 1\\nFROM x JOIN PoS_pos|", "PoS_posPurchases", "SELECT 1\\nFROM x JOIN PoS_posPurchases"),
    ],
)
def test_a_query_in_sql_is_completed(contoso, sql: str, label: str, becomes: str) -> None:
    before = '{"name": "S", "segmentQueryExpression": {"type": "manual", "segmentationQuerySql": "'
    found = made(contoso, SEGMENT, f'{before}{sql}"}}}}')

    assert found[label] == f'{before}{becomes}"}}}}'


BLOCK = "- name: S\n  segmentQueryExpression:\n    type: manual\n    segmentationQuerySql: "


@pytest.mark.parametrize(
    ("sql", "label", "becomes"),
    [
        ("|\n      SELECT a\n      FROM ^\n", "PoS_posPurchases", "FROM PoS_posPurchases\n"),
        (">-\n      SELECT a FROM Po^ p\n", "PoS_posPurchases", "FROM PoS_posPurchases p\n"),
        (
            "|\n      SELECT p.Re^\n      FROM PoS_posPurchases AS p\n    x: 1\n",
            "ReceiptId",
            "SELECT p.ReceiptId\n      FROM PoS_posPurchases AS p\n    x: 1\n",
        ),
        (
            "|2-\n        SELECT a\n        FROM PoS_posPurchases -- why: # none\n        WHERE Re^ > 1",
            "ReceiptId",
            "WHERE ReceiptId > 1",
        ),
        ("SELECT a\n      FROM Po^\n", "PoS_posPurchases", "SELECT a\n      FROM PoS_posPurchases\n"),
        ('"SELECT a\n      FROM Po^"\n', "PoS_posPurchases", '"SELECT a\n      FROM PoS_posPurchases"\n'),
        ("'SELECT a\n      FROM Po^\n      p'\n", "PoS_posPurchases", "FROM PoS_posPurchases\n      p'\n"),
    ],
)
def test_a_query_in_sql_is_completed_in_every_style_of_yaml(
    contoso, sql: str, label: str, becomes: str
) -> None:
    found = made(
        contoso, "manage/segments.yaml", (BLOCK + sql).replace("|", "\x00").replace("^", "|"), "\x00"
    )

    assert found[label].endswith(becomes)


@pytest.mark.parametrize(
    "sql", ["|\n      SELECT a\n      FROM x -- ^\n", "|\n      SELECT 'a\n      ^'\n", "| # ^\n"]
)
def test_nothing_is_proposed_in_comments_and_literals_of_block_scalars(contoso, sql: str) -> None:
    text = (BLOCK + sql).replace("|", "\x00").replace("^", "|")

    assert made(contoso, "manage/segments.yaml", text, "\x00") == {}


@pytest.mark.parametrize("style", ["|", ">-", "|+"])
def test_a_name_in_a_block_scalar_that_is_typed_is_the_one_at_the_cursor(contoso, style: str) -> None:
    text = f"- name: T\n{BLOCK}{style}\n      SELECT p.ReceiptId\n      FROM PoS_posPurchases AS p\n"
    offset = text.index("posPurchases")
    found = views(judged(contoso), str(contoso / "manage/segments.yaml"), text, offset)

    assert [[str(name.thing) for name in view.names_here()] for view in found] == [["PoS_posPurchases"]]
    start, end = found[0].shown()
    assert text[start:end] == "PoS_posPurchases"


def test_other_texts_of_several_lines_are_left_alone(contoso) -> None:
    text = "- name: |\n    Po^\n  segmentQueryExpression: {}\n".replace("|", "\x00").replace("^", "|")

    assert made(contoso, "manage/segments.yaml", text, "\x00") == {}


def test_nothing_is_proposed_in_a_literal(contoso) -> None:
    before = '{"name": "S", "segmentQueryExpression": {"type": "manual", "segmentationQuerySql": "'

    assert made(contoso, SEGMENT, f"{before}SELECT a FROM PoS_posPurchases WHERE a = 'x|\"}}}}") == {}


@pytest.mark.parametrize(
    ("query", "becomes"),
    [
        ("$filter=IsMemberOfSegment('|", "$filter=IsMemberOfSegment('GoldMembers'"),
        ("$filter=IsMemberOfSegment('|')", "$filter=IsMemberOfSegment('GoldMembers')"),
        ("$filter=ismemberofsegment('Go|x')&$top=1", "$filter=ismemberofsegment('GoldMembers')&$top=1"),
        ("$filter=IsMemberOfSegment(|)", "$filter=IsMemberOfSegment('GoldMembers')"),
        ("$filter=IsMemberOfSegment(Go|)", "$filter=IsMemberOfSegment('GoldMembers')"),
        ("%24filter=IsMemberOfSegment(%27Go|%27)", "%24filter=IsMemberOfSegment(%27GoldMembers%27)"),
        (
            "$filter=City eq 'x' and IsMemberOfSegment('|')",
            "$filter=City eq 'x' and IsMemberOfSegment('GoldMembers')",
        ),
    ],
)
def test_segments_are_proposed_of_which_a_query_asks_who_is_a_member(
    contoso, query: str, becomes: str
) -> None:
    instance = json.loads((contoso / "snapshot.json").read_text("utf-8"))["instanceId"]
    url = f"/api/instances/{instance}/data/Customer?"
    found = made(contoso, "requests/a.json", f'{{"method": "GET", "url": "{url}{query}"}}')
    plain = made(contoso, "requests/a.http", f"GET {url}{query.replace(' ', '%20')}\n")

    assert found["GoldMembers"] == f'{{"method": "GET", "url": "{url}{becomes}"}}'
    assert {"GoldMembers", "Members", "BigOrders"} <= {*found}
    assert plain["GoldMembers"] == f"GET {url}{becomes.replace(' ', '%20')}\n"


@pytest.mark.parametrize(
    "query",
    ["$filter=City eq 'IsMemberOfSegment(|'", "$select=IsMemberOfSegment('|')", "$filter=IsMember('|')"],
)
def test_segments_are_proposed_nowhere_else_in_a_query(contoso, query: str) -> None:
    instance = json.loads((contoso / "snapshot.json").read_text("utf-8"))["instanceId"]
    text = f'{{"method": "GET", "url": "/api/instances/{instance}/data/Customer?{query}"}}'

    assert "GoldMembers" not in made(contoso, "requests/a.json", text)
