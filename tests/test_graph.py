"""c360lint graph: what the picture shows, that nothing in it overlaps, and that text stays text."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.cli import main
from linter.picture.layout import HEAD, Card, layout_of, shortened, text_width
from linter.picture.part import folded, grouped
from linter.picture.scene import ALL_LAYERS, DEFAULT_LAYERS, Box, DrawnFinding, Line, Order, Scene
from linter.picture.svg import draw, summary
from linter.reports.visible import visible

REPO = Path(__file__).parent.parent
Json = dict[str, Any]
Write = Callable[[dict[str, Any]], Path]

SNAPSHOT: Json = {
    "snapshotVersion": 1,
    "instanceId": "main",
    "dataSources": [
        {
            "dataSourceId": "shop-1",
            "name": "Shop",
            "entities": [
                {
                    "name": "Buyers",
                    "entityType": "profile",
                    "primaryKey": "Id",
                    "attributes": {"Id": "string"},
                },
                {"name": "Visits", "attributes": {"Id": "string", "Buyer": "string"}},
            ],
        }
    ],
    "relationships": [],
}


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(files: dict[str, Any]) -> Path:
        for name, value in {"snapshot.json": SNAPSHOT, **files}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(value), "utf-8")
        return tmp_path

    return write


def drawn(folder: Path | str, *options: str) -> str:
    result = CliRunner().invoke(main, ["graph", str(folder), *options], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def graph(folder: Path | str, *options: str) -> Json:
    made: Json = json.loads(drawn(folder, "--format", "json", *options))
    return made


EXAMPLE = REPO / "examples" / "contoso-broken"
NOTE = DrawnFinding("CP02", "error", "no such attribute", "a.json", 1, 1, "/a")


# What it shows


def test_planned_changed_and_ingested_relationships_are_told_apart_and_findings_are_where_they_belong() -> (
    None
):
    made = graph(REPO / "examples" / "contoso")
    states = {one["name"]: one["state"] for one in made["relationships"]}
    kinds = {one["name"]: (one["kind"], one["planned"]) for one in made["entities"]}

    assert states["PurchaseToContact"] == "ingested"
    assert states["LedgerToMember"] == "changed"
    assert states["PageViewToVisitor"] == states["HomeStoreOfCustomer"] == "planned"
    assert kinds["Web_webPageViews"] == ("activity", True)
    assert kinds["Loyalty_loyCustomers"] == ("profile", False)
    assert [one["entities"] for one in made["conflationOrders"]] == [
        ["eCommerce_eCommerceContacts", "Loyalty_loyCustomers", "PoS_posCustomers"]
    ]
    assert [one["name"] for one in made["entities"] if one["findings"]] == []


def test_every_finding_of_check_is_in_the_graph() -> None:
    made = graph(EXAMPLE)
    report = CliRunner().invoke(main, ["check", str(EXAMPLE), "--format", "json"]).stdout
    found = [
        note
        for part in ("entities", "relationships", "matchPairs")
        for one in made[part]
        for note in one["findings"]
    ]
    shown = {
        (one["code"], one["file"], one["line"], one["column"]) for one in [*found, *made["otherFindings"]]
    }

    assert shown == {
        (one["code"], one["file"], one["range"]["start"]["line"], one["range"]["start"]["column"])
        for one in json.loads(report)["diagnostics"]
    }
    matches = {one["name"]: [note["code"] for note in one["findings"]] for one in made["matchPairs"]}
    assert matches == {
        "match 1 of default": ["CP02", "CP09"],
        "match 2 of default": ["CP08", "CP06"],
    }
    by_name = {one["name"]: [note["code"] for note in one["findings"]] for one in made["entities"]}
    assert by_name["Web_webPageViews"] == ["EI04"]
    assert by_name["PoS_posCustomers"] == ["CP02", "CP09"]


def test_an_end_that_is_not_ingested_has_a_box_of_its_own(write: Write) -> None:
    planned = {"name": "R", "fromEntityName": "Shop_Visits", "fromAttributeName": "Buyer"}
    planned |= {"toEntityName": "Shop_Byers", "toAttributeName": "Id", "cardinality": "manyToOne"}
    made = graph(write({"manage/relationships.json": planned}))

    missing = next(one for one in made["entities"] if one["kind"] == "missing")
    assert (missing["name"], [one["code"] for one in missing["findings"]]) == ("Shop_Byers", ["RL05"])
    mermaid = drawn(write({"manage/relationships.json": planned}), "--format", "mermaid")
    assert '    b2["Shop_Byers<br/>not ingested"]:::bad' in mermaid.splitlines()


def names(made: Json) -> set[str]:
    return {one["name"].partition("_")[2] for one in made["entities"]}


def test_a_part_is_what_is_within_so_many_hops_or_between_two_or_has_problems() -> None:
    contacts = ("--from", "eCommerceContacts")
    assert names(graph(EXAMPLE, *contacts, "--hops", "0")) == {"eCommerceContacts"}
    assert names(graph(EXAMPLE, *contacts, "--hops", "1")) == {
        "eCommerceContacts",
        "eCommercePurchases",
        "eCommerceAddresses",
        "webVisitors",
    }
    assert names(graph(EXAMPLE, *contacts, "--to", "eCommerce_eCommerceProducts")) == {
        "eCommerceContacts",
        "eCommercePurchases",
        "eCommerceProducts",
    }
    part = graph(EXAMPLE, "--only-problems")
    assert all(one["findings"] for one in [*part["relationships"], *part["matchPairs"]])
    assert "loyTiers" not in names(part)


@pytest.mark.parametrize(
    ("options", "note"),
    [
        ([], "no relationships lead from `PoS_posCustomers` to `Web_webVisitors`"),
        (["--hops", "0"], "no relationships lead from `PoS_posCustomers` to `Web_webVisitors`"),
    ],
)
def test_two_entities_without_a_way_between_them_stand_alone_and_that_is_said(
    options: list[str], note: str
) -> None:
    ends = ["--from", "posCustomers", "--to", "webVisitors"]
    result = CliRunner().invoke(main, ["graph", str(EXAMPLE), "--format", "json", *ends, *options])
    made = json.loads(result.stdout)

    assert (result.exit_code, result.stderr) == (0, f"note: {note}\n")
    assert (names(made), made["relationships"], made["remarks"]) == (
        {"posCustomers", "webVisitors"},
        [],
        [note],
    )


def test_a_way_that_is_longer_than_asked_for_is_said_to_be_so() -> None:
    ends = ["--from", "eCommerceContacts", "--to", "eCommerceProducts", "--hops", "1"]
    result = CliRunner().invoke(main, ["graph", str(EXAMPLE), "--format", "dot", *ends])

    assert result.stderr == (
        "note: the shortest way from `eCommerce_eCommerceContacts` to `eCommerce_eCommerceProducts` "
        "has 2 relationships\n"
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ["--from", "eComerceContacts"],
            "no entity is called `eComerceContacts`; did you mean `eCommerceContacts`?",
        ),
        (["--hops", "1"], "--hops goes with --from or --to"),
    ],
)
def test_what_cannot_be_shown_ends_with_2(options: list[str], message: str) -> None:
    result = CliRunner().invoke(main, ["graph", str(EXAMPLE), *options])

    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"c360lint: {message}\n")


# Layers

STORED: Json = {
    **SNAPSHOT,
    "segments": [
        {"name": "Buying", "state": "active", "segmentQueryExpression": {"type": "manual"}},
        {"name": "Gone", "segmentQueryExpression": {"type": "manual"}},
    ],
    "derivedEntities": [
        {"name": "Late", "query": "SELECT Buyer FROM Shop_Visits", "dependencies": ["Shop_Visits"]}
    ],
}


def segment(name: str, *attributes: str) -> Json:
    rowsets = [
        {"rowsetOperation": "none", "criteria": {"attribute": one, "comparisonOperator": "isNotNull"}}
        for one in attributes
    ]
    return {"name": name, "segmentQueryExpression": {"type": "structured", "rowsets": rowsets}}


MEASURE: Json = {
    "name": "Count",
    "definition": {
        "kind": "entity",
        "type": "structured",
        "linkedEntities": [{"kind": "base", "entity": "Buying", "alias": "b"}],
        "dimensions": [],
        "aggregates": [{"operation": "count", "field": "b.CustomerId", "alias": "N", "order": 0}],
    },
}
FILES: Json = {
    "snapshot.json": STORED,
    "manage/segments.json": [
        segment("Known", "Shop_Buyers.Id", "Shop_Visits.Byer", "Shop_Visits.Buyer", "Late.Buyer"),
        segment("Unknown", "Shop_Byers.Id"),
    ],
    "manage/measures.json": MEASURE,
    "manage/search.json": {"entityConfig": [{"qualifiedEntityName": "Customer", "attributes": []}]},
    "manage/activities.json": {
        "name": "Visit",
        "entity": {"dataSourceName": "Shop", "entityName": "Visits"},
        "primaryKey": "Id",
    },
    "hierarchies.json": {
        "name": "Tree",
        "dependency": {
            "sourceEntity": "Shop_Buyers",
            "accountIdAttribute": "Id",
            "parentAccountIdAttribute": "Parent",
        },
    },
    "requests/gone.json": {"method": "DELETE", "url": "/api/instances/main/manage/segments/Gone"},
}


@pytest.fixture
def layered(write: Write) -> Path:
    folder = write(FILES)
    (folder / "c360lint.toml").write_text('snapshot = "snapshot.json"\napi = "2021-09"\n', "utf-8")
    return folder


def layers(folder: Path, *chosen: str) -> Json:
    return graph(folder, *(part for one in chosen for part in ("--layer", one)))


def used(made: Json) -> list[tuple[str, str, str]]:
    return [
        (f"{one['from']['name']}", f"{one['to']['kind']} {one['to']['name']}", " ".join(one["attributes"]))
        for one in made["uses"]
    ]


@pytest.mark.parametrize(
    ("layer", "items", "uses"),
    [
        (
            "segments",
            [
                ("segment", "Buying", "active"),
                ("segment", "Gone", "deleted"),
                ("segment", "Known", "planned"),
                ("segment", "Unknown", "planned"),
                ("derivedEntity", "Late", "ingested"),
            ],
            [
                ("Known", "entity Shop_Buyers", "Id"),
                ("Known", "entity Shop_Visits", "Byer Buyer"),
                ("Known", "derivedEntity Late", "Buyer"),
                ("Unknown", "entity Shop_Byers", "Id"),
            ],
        ),
        (
            "measures",
            [("measure", "Count", "planned"), ("segment", "Buying", "active")],
            [("Count", "segment Buying", "CustomerId")],
        ),
        (
            "search",
            [("searchConfiguration", "Search", "planned")],
            [("Search", "entity Customer", "")],
        ),
        (
            "activities",
            [("activity", "Visit", "planned")],
            [("Visit", "entity Shop_Visits", "Id")],
        ),
        (
            "hierarchies",
            [("hierarchy", "Tree", "planned")],
            [("Tree", "entity Shop_Buyers", "Id Parent")],
        ),
        (
            "derived-entities",
            [("derivedEntity", "Late", "ingested")],
            [("Late", "entity Shop_Visits", "Buyer")],
        ),
    ],
)
def test_a_layer_has_its_items_with_what_they_use_and_only_the_entities_that_they_lead_to(
    layered: Path, layer: str, items: list[Any], uses: list[Any]
) -> None:
    made = layers(layered, layer)

    assert [(one["kind"], one["name"], one["state"]) for one in made["items"]] == items
    assert used(made) == uses
    led_to = {end.partition(" ")[2] for _, end, _ in uses if end.startswith("entity ")}
    assert {one["name"] for one in made["entities"]} == led_to
    assert (made["relationships"], made["matchPairs"], made["conflationOrders"]) == ([], [], [])


def test_layers_add_up_and_none_changes_another(layered: Path) -> None:
    every = layers(layered, "all")
    apart = [layers(layered, one) for one in ALL_LAYERS]

    assert sorted(used(every)) == sorted(one for made in apart for one in used(made))
    for part in ("relationships", "matchPairs", "conflationOrders"):
        assert every[part] == graph(layered)[part]
    assert layers(layered, *DEFAULT_LAYERS) == graph(layered)
    assert graph(layered)["items"] == []


def test_what_the_service_makes_is_not_said_to_be_missing(layered: Path) -> None:
    made = layers(layered, "search")

    assert [(one["name"], one["dataSource"], one["kind"]) for one in made["entities"]] == [
        ("Customer", "made by the service", "system")
    ]
    svg = drawn(layered, "--layer", "search", "--format", "svg")
    assert [said in svg for said in ("not declared in the snapshot", "there is no such entity")] == [
        True,
        False,
    ]
    svg = drawn(layered, "--layer", "segments", "--format", "svg")
    assert [said in svg for said in ("not declared in the snapshot", "there is no such entity")] == [
        False,
        True,
    ]


def test_every_finding_is_in_the_graph_whichever_layer_is_chosen(layered: Path) -> None:
    report = json.loads(CliRunner().invoke(main, ["check", str(layered), "--format", "json"]).stdout)
    expected = {(one["code"], one["pointer"]) for one in report["diagnostics"]}
    assert expected
    for layer in (*ALL_LAYERS, "all"):
        made = layers(layered, layer)
        parts = ("entities", "relationships", "matchPairs", "items", "uses")
        found = [note for part in parts for one in made[part] for note in one["findings"]]
        assert {(one["code"], one["pointer"]) for one in (*found, *made["otherFindings"])} == expected


def test_a_finding_about_what_an_item_uses_is_at_the_item_and_the_use_and_not_at_the_entity(
    layered: Path,
) -> None:
    made = layers(layered, "segments")
    codes = {one["name"]: [note["code"] for note in one["findings"]] for one in made["items"]}
    by_use = {
        f"{one['from']['name']} {one['to']['name']}": [note["code"] for note in one["findings"]]
        for one in made["uses"]
    }

    assert ("CQ115" in codes["Known"], by_use["Known Shop_Visits"]) == (True, ["CQ115"])
    assert by_use["Known Shop_Buyers"] == []
    visits = next(one for one in made["entities"] if one["name"] == "Shop_Visits")
    assert [one["file"] for one in visits["findings"]] == ["manage/activities.json"] * 2


def test_a_segment_can_be_where_the_picture_begins(layered: Path) -> None:
    made = graph(layered, "--layer", "all", "--from", "Known", "--hops", "1")
    assert {one["name"] for one in made["items"]} == {"Known", "Late"}
    assert {one["name"] for one in made["entities"]} == {"Shop_Buyers", "Shop_Visits"}
    assert graph(layered, "--layer", "all", "--from", "segment Known", "--hops", "1") == made


def test_an_update_changes_what_is_stored_and_leaves_what_it_does_not_say(write: Write) -> None:
    snapshot = {
        **SNAPSHOT,
        "segments": [segment(name, "Shop_Buyers.Id") for name in "ABC"],
    }
    url = "/api/instances/main/manage/segments/"
    requests = [
        {"method": "PUT", "url": f"{url}A", "body": {"friendlyName": "An A"}},
        {"method": "PUT", "url": f"{url}B", "body": segment("B", "Shop_Visits.Id")},
        {"method": "PUT", "url": f"{url}A/activate"},
        {"method": "PUT", "url": f"{url}C/deactivate"},
    ]
    made = layers(write({"snapshot.json": snapshot, "requests/r.json": requests}), "segments")

    assert [(one["name"], one["state"], one["planned"]) for one in made["items"]] == [
        ("A", "active", True),
        ("B", "changed", True),
        ("C", "inactive", False),
    ]
    assert used(made) == [
        ("A", "entity Shop_Buyers", "Id"),
        ("B", "entity Shop_Visits", "Id"),
        ("C", "entity Shop_Buyers", "Id"),
    ]
    assert [one["state"] for one in made["uses"]] == ["changed", "changed", "ingested"]


def test_a_segment_is_active_or_not_where_that_is_known(write: Write) -> None:
    states = {"A": {"state": "inactive"}, "B": {"state": "active"}, "C": {}, "D": {"state": "active"}}
    stored = [{**segment(name, "Shop_Buyers.Id"), **state} for name, state in states.items()]
    request = {"method": "PUT", "url": "/api/instances/main/manage/segments/D/deactivate"}
    folder = write({"snapshot.json": {**SNAPSHOT, "segments": stored}, "requests/r.json": request})

    lines = drawn(folder, "--layer", "segments", "--format", "mermaid").splitlines()
    assert [line.strip() for line in lines if "segment" in line] == [
        'b0["A<br/>inactive segment"]',
        'b1["B<br/>active segment"]',
        'b2["C<br/>segment"]',
        'b3["D<br/>inactive segment"]',
    ]


def test_dot_tells_what_is_planned_and_what_has_findings_by_colour(write: Write) -> None:
    old, new = (
        {
            "name": name,
            "fromEntityName": "Shop_Visits",
            "fromAttributeName": attribute,
            "toEntityName": "Shop_Buyers",
            "toAttributeName": "Id",
            "cardinality": "manyToOne",
        }
        for name, attribute in (("Old", "Buyer"), ("New", "Id"))
    )
    stored = {**SNAPSHOT, "relationships": [old]}
    folder = write({"snapshot.json": stored, "manage/relationships.json": [new, {**new, "name": "A b"}]})

    lines = drawn(folder, "--format", "dot").splitlines()
    assert [line.strip() for line in lines if "->" in line] == [
        'b1 -> b0 [label="Old (Buyer to Id) n:1"];',
        'b1 -> b0 [label="+ New (Id to Id) n:1", color="#0a7d55", penwidth=2];',
        'b1 -> b0 [label="+ A b (Id to Id) n:1", color="#c81e1e", penwidth=3];',
    ]


def test_a_step_that_names_no_right_entity_has_no_line(write: Write) -> None:
    steps = [{"leftEntities": ["Shop_Buyers"], "rules": []}]
    steps.append({**steps[0], "rightEntity": "Shop_Visits"})
    plan = {"conflationOrder": ["Shop_Buyers", "Shop_Visits"], "conflationPlans": steps}

    made = graph(write({"conflations/default/conflationPlan.json": plan}))
    assert [(one["name"], one["from"], one["to"]) for one in made["matchPairs"]] == [
        ("match 2 of default", "Shop_Buyers", "Shop_Visits")
    ]


def test_of_several_instances_each_has_its_own_items(write: Write) -> None:
    mine = {**SNAPSHOT, "segments": [segment("A", "Shop_Buyers.Id")]}
    other = {**SNAPSHOT, "instanceId": "test", "segments": [segment("A", "Shop_Visits.Id")]}
    folder = write({"snapshot.json": mine, "other.json": other})
    (folder / "c360lint.toml").write_text('snapshot = ["snapshot.json", "other.json"]\n', "utf-8")
    text = drawn(folder, "--layer", "segments", "--format", "mermaid")

    lanes = [line.split('"')[1] for line in text.splitlines() if "subgraph" in line]
    assert lanes == ["main: Segments", "main: Shop", "test: Segments", "test: Shop"]
    assert text.count('-.->|"Id"|') == 2


def test_what_is_planned_is_used_without_a_snapshot_too(tmp_path: Path) -> None:
    (tmp_path / "manage").mkdir()
    both = [segment("A", "B.CustomerId"), segment("B", "Shop_Buyers.Id")]
    (tmp_path / "manage/segments.json").write_text(json.dumps(both), "utf-8")

    assert used(layers(tmp_path, "segments")) == [
        ("A", "segment B", "CustomerId"),
        ("B", "entity Shop_Buyers", "Id"),
    ]


def test_a_use_of_an_attribute_that_does_not_exist_is_framed(layered: Path) -> None:
    assert framed(drawn(layered, "--layer", "segments", "--format", "svg")) == ["Byer +1"]
    assert framed(drawn(layered, "--layer", "hierarchies", "--format", "svg")) == ["Parent +1"]


def test_pictures_say_what_an_item_is_and_what_it_uses(layered: Path) -> None:
    mermaid = drawn(layered, "--layer", "measures", "--format", "mermaid")
    assert mermaid.splitlines()[:8] == [
        "flowchart LR",
        '  subgraph source0["Measures"]',
        '    b0["Count<br/>planned measure"]:::bad',
        "  end",
        '  subgraph source1["Segments"]',
        '    b1["Buying<br/>active segment"]',
        "  end",
        '  b0 -.->|"CustomerId"| b1',
    ]
    dot = drawn(layered, "--layer", "measures", "--format", "dot")
    assert '  b0 -> b1 [label="CustomerId", style=dotted, color="#c81e1e", penwidth=3];' in dot.splitlines()
    svg = drawn(layered, "--layer", "measures", "--format", "svg")
    assert "<title>0 entities · 1 measure · 1 segment · " in svg
    assert "<title>measure Count uses segment Buying: CustomerId (planned)\n" in svg
    assert '<g class="way l0 of-measure of-segment" data-from="b0" data-to="b1">' in svg


def test_what_is_planned_has_a_colour_of_its_own(write: Write) -> None:
    ends = {"fromEntityName": "Shop_Visits", "toEntityName": "Shop_Buyers"}
    link = {**ends, "fromAttributeName": "Buyer", "toAttributeName": "Id", "cardinality": "manyToOne"}
    line = '  b1 -> b0 [label="+ New (Buyer to Id) n:1", color="#0a7d55", penwidth=2];'

    planned = drawn(write({"manage/relationships.json": [{**link, "name": "New"}]}), "--format", "dot")

    assert line in planned.splitlines()


def test_a_page_can_leave_out_the_items_of_a_layer_that_it_has(layered: Path) -> None:
    page = drawn(layered, "--layer", "measures")

    assert '<input type="checkbox" data-layer="segment" checked> segments' in page
    assert ".no-segment .card.segment, .no-segment .way.of-segment { display: none; }" in page
    assert 'data-layer="activity"' not in page
    assert 'data-layer="measure"' not in drawn(layered)


def test_a_layer_without_anything_is_an_empty_picture(write: Write) -> None:
    folder = write({})
    for format_ in ("svg", "html", "mermaid", "dot", "json"):
        assert drawn(folder, "--layer", "segments", "--format", format_)


def test_too_many_segments_become_one_box_of_segments() -> None:
    boxes = [Box(f"S{n}", "Segments", "", item="segment") for n in range(400)]
    entity = Box("E", "Shop", "")
    lines = [Line("", n, 400, "Id", layer="use") for n in range(400)]
    scene = grouped(Scene((*boxes, entity), tuple(lines), (), ()))

    assert [(box.name, box.many, box.item) for box in scene.boxes] == [
        ("Segments", 400, "segment"),
        ("Shop", 1, ""),
    ]
    assert [(line.name, line.many) for line in scene.lines] == [("400 uses", 400)]
    assert summary(scene).startswith("1 entity · 400 segments · ")
    assert scene.remarks[0].startswith("401 entities and items are too many for one picture: ")


# Where things go


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    count = draw(st.integers(1, 25))
    words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)
    boxes = [
        Box(
            draw(words),
            f"Source{draw(st.integers(0, 3))}",
            draw(st.sampled_from(("profile", "activity", ""))),
            item=draw(st.sampled_from(("", "", "segment", "measure"))),
        )
        for _ in range(count)
    ]
    place = st.integers(0, count - 1)
    lines = [
        Line(
            draw(words),
            draw(place),
            draw(place),
            draw(words),
            draw(st.sampled_from(("Id", "Key", ""))),
            "n:1",
            layer=draw(st.sampled_from(("relationship", "relationship", "match", "use"))),
        )
        for _ in range(draw(st.integers(0, 40)))
    ]
    return Scene(tuple(boxes), tuple(lines), (Order("default", True, (0,)),), ())


def overlap(one: Card, other: Card) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def crosses(one: tuple[float, float], other: tuple[float, float], card: Card) -> bool:
    """Whether a level or upright stretch runs through the inside of a card."""
    left, right = sorted((one[0], other[0]))
    top, bottom = sorted((one[1], other[1]))
    across = left < card.x + card.width - 0.01 and right > card.x + 0.01
    return across and top < card.y + card.height - 0.01 and bottom > card.y + 0.01


@settings(max_examples=60)
@given(scenes())
def test_nothing_overlaps_nothing_is_cut_and_no_line_runs_through_a_card(scene: Scene) -> None:
    layout = layout_of(scene)
    cards = layout.cards

    assert [card.box for card in cards] == list(range(len(scene.boxes)))
    assert not [(a.box, b.box) for a in cards for b in cards if a.box < b.box and overlap(a, b)]
    for card in cards:
        lane = next(one for one in layout.lanes if one.name == scene.boxes[card.box].source)
        assert 8 <= card.x < card.x + card.width <= layout.width - 8
        assert lane.y < card.y < card.y + card.height <= lane.y + lane.height <= layout.height
        assert text_width(card.title, 13) < card.width
        for row in card.rows:
            texts = text_width(row.text) + text_width(row.name, 10.5) + text_width(row.right, 10.5)
            assert card.y + HEAD < row.y < card.y + card.height
            assert texts + 18 <= card.width
    for line, route in zip(scene.lines, layout.routes, strict=True):
        assert bool(route) == (line.start != line.end)
        for one, other in pairwise(route):
            assert one[0] == other[0] or one[1] == other[1]
            assert not [card.box for card in cards if crosses(one, other, card)]
        for box, end in ((line.start, route[:1]), (line.end, route[-1:])):
            for x, y in end:
                assert x in (cards[box].x, cards[box].x + cards[box].width)
                assert cards[box].y < y < cards[box].y + cards[box].height


@given(st.text(max_size=60), st.floats(20, 300))
def test_a_shortened_text_fits_and_a_text_that_fits_is_left_alone(text: str, width: float) -> None:
    short = shortened(text, width)
    shown = visible(text)
    assert short == shown if text_width(shown) <= width else text_width(short) <= width or len(short) <= 2


def test_too_many_entities_become_a_box_for_each_data_source_and_the_picture_says_so() -> None:
    boxes = [Box(f"E{n}", f"S{n % 7}", "", notes=(NOTE,) if n == 30 else ()) for n in range(1000)]
    lines = [Line(f"R{n}", n, (n * 7 + 1) % 1000) for n in range(1000)]
    scene = grouped(Scene(tuple(boxes), tuple(lines), (), ()))

    sizes = Counter(f"S{n % 7}" for n in range(1000) if n != 30)
    assert {box.name: box.many for box in scene.boxes if box.kind == "group"} == sizes
    assert [box.name for box in scene.boxes if box.kind != "group"] == ["E30"]
    assert "1000 entities are too many for one picture" in scene.remarks[0]
    assert len(layout_of(scene).cards) == 8


def test_of_too_many_lines_the_plain_ones_between_the_same_two_entities_are_one() -> None:
    boxes = tuple(Box(name, "Shop", "") for name in "abc")
    plain = [Line(f"R{n}", 0, 1, f"Ref{n}", "Id") for n in range(5)]
    others = [
        Line("new", 0, 1, state="planned"),
        Line("bad", 0, 1, notes=(NOTE,)),
        Line("back", 1, 0),
        Line("match", 0, 1, layer="match"),
    ]
    scene = Scene(boxes, (*plain, *others), (), ())

    assert folded(scene, 9) == scene
    few = folded(scene, 8)
    assert few.lines == (Line("5 relationships", 0, 1, many=5), *others)
    assert few.remarks[0].startswith("9 lines are many for one picture")


# What is wrong is seen


def related(attribute: str, key: str) -> Json:
    ends = {"fromEntityName": "Shop_Visits", "fromAttributeName": attribute}
    ends |= {"toEntityName": "Shop_Buyers", "toAttributeName": key}
    return {"name": "R", **ends, "cardinality": "manyToOne"}


def framed(svg: str) -> list[str]:
    """The texts of rows whose frame says that there is no such attribute."""
    rows = [list(card) for card in ElementTree.fromstring(svg).iter() if card.get("class", "")[:4] == "card"]
    return [
        text.text or "" for row in rows for frame, text in pairwise(row) if frame.get("class") == "absent"
    ]


@pytest.mark.parametrize(
    ("attribute", "key", "expected"),
    [("Buyer", "Id", []), ("Byer", "Id", ["+ Byer"]), ("Byer", "Key", ["Key", "+ Byer"])],
)
def test_an_attribute_that_its_entity_does_not_have_is_framed(
    write: Write, attribute: str, key: str, expected: list[str]
) -> None:
    folder = write({"manage/relationships.json": related(attribute, key)})

    assert framed(drawn(folder, "--format", "svg")) == expected


def test_what_is_matched_by_an_attribute_that_does_not_exist_is_framed() -> None:
    assert framed(drawn(EXAMPLE, "--format", "svg")) == ["+ EMail = EMial +3"]


def test_attributes_that_nobody_has_declared_are_not_said_to_be_absent(write: Write) -> None:
    bare = {"name": "Buyers", "primaryKey": "Id"}, {"name": "Visits"}
    snapshot = {**SNAPSHOT, "dataSources": [{"dataSourceId": "a", "name": "Shop", "entities": [*bare]}]}
    folder = write({"snapshot.json": snapshot, "manage/relationships.json": related("Byer", "Key")})

    assert framed(drawn(folder, "--format", "svg")) == []


@settings(max_examples=60)
@given(scenes())
def test_title_samples_and_remarks_are_whole_and_above_the_cards(scene: Scene) -> None:
    scene = scene._replace(remarks=("many words of a remark that goes on and on " * 6, "another one"))
    root = ElementTree.fromstring(draw(scene))  # our own output
    texts = [one for one in root[3] if one.tag.endswith("}text")]
    top = min(float(lane[0].get("y", "0")) for lane in root if lane.get("class") == "lane")
    sizes = {"title": 15 * 1.08, "faint": 10.5}

    assert " · ".join(one.text or "" for one in texts if one.get("class") == "title") == summary(scene)
    for one in texts:
        end = float(one.get("x", "0")) + text_width(one.text or "", sizes[one.get("class", "")])
        assert end <= float(root.get("width", "0"))
        assert float(one.get("y", "0")) < top


# On a terminal


def on_a_terminal(folder: Path, *options: str) -> str:
    """Return what a terminal shows of graph."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "linter", "graph", str(EXAMPLE), *options]
    environment = {**os.environ, "PYTHONPATH": str(REPO)}
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=theirs, stderr=theirs) as running:
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # the other end is closed
            while part := os.read(ours, 65536):
                shown += part
        running.wait()
    os.close(ours)
    return shown.decode().replace("\r\n", "\n")


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no terminals here")
def test_a_terminal_is_told_of_a_file_and_shown_what_is_text(tmp_path: Path) -> None:
    assert on_a_terminal(tmp_path) == "Wrote relationships.html.\n"
    assert on_a_terminal(tmp_path, "--format", "svg") == "Wrote relationships.svg.\n"
    assert (tmp_path / "relationships.html").read_text("utf-8") == drawn(EXAMPLE)
    assert (tmp_path / "relationships.svg").read_text("utf-8") == drawn(EXAMPLE, "--format", "svg")
    assert on_a_terminal(tmp_path, "--format", "dot") == drawn(EXAMPLE, "--format", "dot")


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no terminals here")
def test_only_a_picture_of_ours_is_replaced_unasked(tmp_path: Path) -> None:
    mine = tmp_path / "relationships.html"
    mine.write_text("<h1>Mine</h1>", "utf-8")

    assert on_a_terminal(tmp_path) == (
        "c360lint: relationships.html exists already, and is no picture of c360lint; -o names another file\n"
    )
    assert mine.read_text("utf-8") == "<h1>Mine</h1>"
    mine.write_text(drawn(EXAMPLE, "--from", "posStores"), "utf-8")
    assert on_a_terminal(tmp_path) == "Wrote relationships.html.\n"


# Text stays text

EVIL = """</svg></script><script>alert(1)</script>"'&;`x` ]]> %% } -->|#quot;\\N \x1b é"""


@pytest.fixture
def evil(write: Write) -> Path:
    entities = [{"name": EVIL, "primaryKey": EVIL, "attributes": {EVIL: "string"}}]
    related = {"name": EVIL, "fromEntityName": EVIL, "fromAttributeName": EVIL}
    related |= {"toEntityName": f"x{EVIL}", "toAttributeName": EVIL, "cardinality": EVIL}
    snapshot = {"snapshotVersion": 1, "instanceId": "main", "relationships": [related]}
    sources = [{"dataSourceId": "a", "name": EVIL, "entities": entities}]
    return write(
        {"snapshot.json": {**snapshot, "dataSources": sources}, "manage/relationships.json": related}
    )


def test_svg_and_html_hold_names_as_text_and_fetch_nothing(evil: Path) -> None:
    root = ElementTree.fromstring(drawn(evil, "--format", "svg"))  # our own output
    assert {one.tag.partition("}")[2] for one in root.iter()} == {
        "svg",
        "title",
        "style",
        "rect",
        "g",
        "text",
        "path",
        "circle",
    }
    assert any(EVIL.replace("\x1b", "\\x1b") in (one.text or "") for one in root.iter())

    page = drawn(evil, "--format", "html")
    tags: list[tuple[str, dict[str, str | None]]] = []

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            tags.append((tag, dict(attrs)))

    Parser().feed(page)
    assert [tag for tag, _ in tags].count("script") == 1
    assert not [
        (tag, name) for tag, given in tags for name in given if name in ("src", "href", "onclick", "onload")
    ]


def test_a_tooltip_has_a_line_for_each_finding() -> None:
    root = ElementTree.fromstring(drawn(EXAMPLE, "--format", "svg"))  # our own output
    tooltips = [(one.text or "").split("\n") for one in root.iter() if one.tag.endswith("}title")]

    assert [
        (name, *(line[:4] for line in rest)) for name, *rest in tooltips if name == "PoS_posCustomers"
    ] == [("PoS_posCustomers", "defa", "CP02", "CP09")]


def test_mermaid_and_dot_hold_names_in_quotes(evil: Path) -> None:
    for line in drawn(evil, "--format", "mermaid").splitlines():
        for label in line.split('"')[1::2]:
            assert not set(label.replace("<br/>", "")) & set("<>\"'`|[]{}()&\\$%\x1b")
        assert line.count('"') in (0, 2)
    for line in drawn(evil, "--format", "dot").splitlines():
        bare = line.replace("\\\\", "").replace('\\"', "")
        assert bare.count('"') % 2 == 0
        outside = "".join(bare.split('"')[::2])
        assert "script" not in outside
        assert "\x1b" not in line


def test_pictures_do_not_depend_on_the_hash_seed() -> None:
    for format_ in ("svg", "dot", "json"):
        outputs = {
            subprocess.run(
                [sys.executable, "-m", "linter", "graph", str(EXAMPLE), "--format", format_],
                cwd=REPO,
                env={"PYTHONHASHSEED": str(number), "PATH": "/usr/bin:/bin"},
                capture_output=True,
                check=True,
            ).stdout
            for number in range(2)
        }
        assert len(outputs) == 1


def test_the_picture_in_the_documentation_is_what_the_tool_draws() -> None:
    shown = (REPO / "docs" / "relationships.svg").read_text("utf-8")
    command = "c360lint graph examples/contoso-broken --format svg -o docs/relationships.svg"

    assert shown == drawn(EXAMPLE, "--format", "svg"), f"{command} renews it"
