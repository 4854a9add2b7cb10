"""An item of a long list is read alone, and is what it is in the whole list."""

from __future__ import annotations

import json

import pytest

from linter.server.excerpt import LONG, around

ITEMS = [{"name": f"R{number}", "fromEntityName": "x" * 60} for number in range(2000)]
LAYOUTS = {
    "indented": json.dumps(ITEMS, indent=2),
    "one line": json.dumps(ITEMS),
    "CR LF": json.dumps(ITEMS, indent=2).replace("\n", "\r\n"),
}
YAML = "# all of them\n---\n" + "".join(
    f"- name: {one['name']}\n  fromEntityName: {one['fromEntityName']}\n" for one in ITEMS
)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_item_begins_after_all_that_can_be_read_before_it(layout: str) -> None:
    text = LAYOUTS[layout]
    offset = text.index('"R1500"') + 3

    start, end = around("a.json", text, offset) or (0, 0)

    assert text[start:].startswith("{")
    assert '"R1499"' not in text[start:end]
    assert start < offset < end


def test_an_item_that_cannot_be_read_ends_where_the_next_is_indented_as_the_first() -> None:
    text = LAYOUTS["indented"].replace('"R700",', '"R700"')
    offset = text.index('"R1500"') + 3

    start, _ = around("a.json", text, offset) or (0, 0)

    assert json.JSONDecoder().raw_decode(text, start)[0] == ITEMS[1500]


def test_an_item_that_cannot_be_read_begins_where_it_begins_if_the_cursor_is_in_it() -> None:
    text = LAYOUTS["indented"].replace('"R700",', '"R700"')
    offset = text.index('"R700"') + 3

    assert around("a.json", text, offset) == (text.rindex("{", 0, offset), min(len(text), offset + LONG))


def test_an_item_of_a_yaml_list_is_found_by_its_dash() -> None:
    offset = YAML.index("R1500") + 1

    start, end = around("a.yaml", YAML, offset) or (0, 0)

    assert YAML[start:end] == f"- name: R1500\n  fromEntityName: {'x' * 60}\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", "[1, 2]"),
        ("a.json", json.dumps({"conflationPlans": ITEMS})),
        ("a.yaml", "conflationPlans:\n" + YAML.partition("---\n")[2]),
        ("a.yaml", YAML.replace("name: R1999", "name: *one")),
    ],
)
def test_what_is_no_long_list_of_its_own_is_read_as_a_whole(name: str, text: str) -> None:
    assert around(name, text, len(text) - 5) is None


def test_so_much_of_a_list_is_long() -> None:
    assert len(YAML) > LONG
