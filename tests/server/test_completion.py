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


def made(root: Path, name: str, text: str) -> dict[str, str]:
    """Return by label what a document becomes that has the cursor at the bar."""
    offset = text.index("|")
    text = text.replace("|", "")
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


@pytest.mark.parametrize("text", ["true[|", "{}[|", "[] {}[1, |]", '{"a":[|], "a": 1}', '{"a":[|], "a": {}}'])
def test_where_a_value_is_out_of_place_nothing_fails(text: str) -> None:
    offset = text.index("|")

    assert [one.start for one in cursors_in_json(text.replace("|", ""), offset)] in ([], [offset] * 2)


@pytest.mark.parametrize("text", ['[{"name": "A"} |]', '[|{"name": "A"}]', "[] |", "[1|]"])
def test_no_object_is_proposed_where_none_may_stand(contoso, text: str) -> None:
    assert made(contoso, RELATIONSHIPS, text) == {}


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


def test_nothing_is_proposed_in_a_literal(contoso) -> None:
    before = '{"name": "S", "segmentQueryExpression": {"type": "manual", "segmentationQuerySql": "'

    assert made(contoso, SEGMENT, f"{before}SELECT a FROM PoS_posPurchases WHERE a = 'x|\"}}}}") == {}
