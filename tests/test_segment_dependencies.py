"""What holds of the names of segments and measures and of what they are made of, a sentence each."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

from linter.cli import main
from linter.kinds.members import texts_in
from linter.shapes.node import Node
from linter.shapes.reading import read
from linter.shapes.shape import shape_of
from tests.projects import Files, plan, reported, said, snapshot, write

SEGMENTS, MEASURES = "manage/segments.json", "manage/measures.json"
URL = "/api/instances/main/manage"
CONFLATION = {"conflationId": "default", "conflationPlan": plan()}


def segment(name: Any, attribute: str = "Mail", **more: Any) -> dict[str, Any]:
    criteria = {"attribute": attribute, "comparisonOperator": "isNotNull"}
    query = {"type": "structured", "rowsets": [{"criteria": criteria}]}
    return {"name": name, "segmentQueryExpression": query, **more}


def measure(name: Any, of: str = "Shop_Buyers", field: str = "Id", kind: str = "entity") -> dict[str, Any]:
    definition = {
        "kind": kind,
        "type": "structured",
        "linkedEntities": [
            {"kind": "base", "entity": "Customer", "alias": "c"},
            {"kind": "join", "entity": of, "alias": "m"},
        ],
        "dimensions": [{"field": "c.CustomerId", "alias": "CustomerId"}],
        "aggregates": [{"operation": "max", "field": f"m.{field}", "alias": "Value"}],
    }
    return {"name": name, "definition": definition}


def request(method: str, path: str, body: Any = None) -> dict[str, Any]:
    return {"method": method, "url": f"{URL}/{path}", **({} if body is None else {"body": body})}


class Case(NamedTuple):
    """Files, what the instance has, and what the rules say."""

    sentence: str
    files: Files
    said: list[str]
    stored: Any = None


LEAF = "/segmentQueryExpression/rowsets/0/criteria/attribute"
LINKED = "/definition/linkedEntities/1/entity"
WHOLE = {"complete": {"segments": True, "measures": True}}

CASES = [
    # names
    Case("letters, digits and underscores make a name", {SEGMENTS: segment("Good_1")}, []),
    Case("a dash is only unusual", {MEASURES: measure("Year-to-date")}, ["SG120 /name warning"]),
    Case("a dot is not permitted", {SEGMENTS: segment("a.b")}, ["SG120 /name"]),
    Case("a missing name is told at the segment", {SEGMENTS: [{"state": "active"}]}, ["SG120 /0"]),
    Case("a name that a pipeline fills is none that is missing", {SEGMENTS: segment("{{name}}")}, []),
    Case(
        "an update needs no name",
        {"manage/segments/S.json": {"state": "active"}},
        [],
        {"segments": [segment("S")]},
    ),
    Case(
        "names are taken whatever their case, by what comes later",
        {SEGMENTS: [segment("A"), segment("a")], MEASURES: [measure("A")]},
        ["SG121 /0/name", "SG121 /1/name"],
    ),
    Case("an entity's whole name is taken", {SEGMENTS: segment("shop_buyers")}, ["SG121 /name"]),
    Case("its bare name is only confusing", {SEGMENTS: segment("buyers")}, ["SG121 /name recommendation"]),
    Case(
        "deduplicated entities have names, too",
        {SEGMENTS: segment("Deduplication_Shop_Buyers")},
        ["SG121 /name"],
    ),
    Case(
        "what is deleted before is free",
        {"r.json": [request("DELETE", "segments/A"), request("POST", "segments", segment("A"))]},
        [],
        {"segments": [segment("A")]},
    ),
    Case(
        "what is deleted after isn't",
        {"r.json": [request("POST", "segments", segment("A")), request("DELETE", "segments/A")]},
        ["SG121 /0/body/name"],
        {"segments": [segment("A")]},
    ),
    Case(
        "a hierarchy has its name",
        {MEASURES: measure("tree")},
        ["SG121 /name"],
        {"hierarchies": [{"name": "Tree"}]},
    ),
    Case(
        "an update of what isn't there",
        {"manage/measures/M.json": measure("M")},
        ["SG122 "],
        {"measures": [], **WHOLE},
    ),
    Case(
        "where the list isn't known, nothing is said",
        {"manage/measures/M.json": measure("M")},
        ["SG122? the snapshot declares no measures"],
    ),
    Case(
        "a segment can be activated once it is created",
        {"r.json": [request("POST", "segments", segment("A")), request("PUT", "segments/A/activate")]},
        [],
    ),
    Case(
        "and not before",
        {"r.json": [request("PUT", "segments/A/activate"), request("POST", "segments", segment("A"))]},
        ["SG122 /0/url"],
        {"segments": []},
    ),
    Case(
        "an update keeps the name",
        {"manage/segments/S.json": segment("s")},
        ["SG123 /name"],
        {"segments": [segment("S")]},
    ),
    Case(
        "what isn't there isn't renamed",
        {"manage/segments/S.json": segment("s"), "manage/measures/M.json": measure("N")},
        ["SG122 ", "SG122 ", "held back: 2"],
        {"segments": [], "measures": [], **WHOLE},
    ),
    Case(
        "what may be there would be renamed",
        {"manage/segments/S.json": segment("s")},
        ["SG123 /name", "SG122? the snapshot declares no segments"],
    ),
    Case(
        "so would what another payload creates",
        {SEGMENTS: segment("S"), "manage/segments/S.json": segment("T")},
        ["SG123 /name"],
        {"segments": [], **WHOLE},
    ),
    Case(
        "what has no name may be what another one is made of",
        {SEGMENTS: [segment(None), segment("T", "Some.CustomerId"), segment("U", "Shop_Buyer.Mail")]},
        [
            "SG120 /0/name",
            f"SG150 /2{LEAF}",
            "SG150? a segment has no name, and may be the one that is meant",
        ],
        {"segments": [], "measures": [], **WHOLE},
    ),
    # dependencies
    Case(
        "the service's own names have a case, too",
        {SEGMENTS: [segment("S", "CUSTOMER.Mail"), segment("T", "unifiedactivity.Id")]},
        [f"SG150 /0{LEAF}", f"SG150 /1{LEAF}"],
        {"segments": [], "measures": [], **WHOLE},
    ),
    Case("what the service makes exists", {SEGMENTS: segment("S", "UnifiedActivity.ActivityId")}, []),
    Case(
        "a stored segment exists",
        {SEGMENTS: segment("S", "Old.CustomerId")},
        [],
        {"segments": [segment("Old")]},
    ),
    Case(
        "an unknown entity of a source doesn't",
        {SEGMENTS: segment("S", "Shop_Buyer.Mail")},
        [f"SG150 {LEAF}"],
    ),
    Case(
        "an unknown name may be a segment that nobody has listed",
        {SEGMENTS: segment("S", "Loyal.CustomerId")},
        ["SG150? the snapshot declares no segments"],
    ),
    Case(
        "or isn't, where all are listed",
        {SEGMENTS: segment("S", "Loyal.CustomerId")},
        [f"SG150 {LEAF}"],
        {"segments": [], "measures": [], **WHOLE},
    ),
    Case(
        "case counts in references",
        {SEGMENTS: segment("S", "OLD.CustomerId")},
        [f"SG150 {LEAF}"],
        {"segments": [segment("Old")], "measures": [], **WHOLE},
    ),
    Case(
        "what a request deletes is gone",
        {SEGMENTS: segment("S", "Old.CustomerId"), "r.json": request("DELETE", "segments/Old")},
        [f"SG150 {LEAF}"],
        {"segments": [segment("Old")]},
    ),
    Case("a planned draft will be there", {SEGMENTS: [segment("A"), segment("B", "A.CustomerId")]}, []),
    Case(
        "an inactive one that is stored isn't",
        {SEGMENTS: segment("B", "A.CustomerId")},
        [f"SG151 {LEAF}"],
        {"segments": [segment("A", state="Inactive")]},
    ),
    Case(
        "nor is it beside a text of very many dots",
        {SEGMENTS: segment("B", "A.CustomerId", description="." * 1000)},
        [f"SG151 {LEAF}"],
        {"segments": [segment("A", state="Inactive")]},
    ),
    Case(
        "unless it is activated",
        {SEGMENTS: segment("B", "A.CustomerId"), "r.json": request("PUT", "segments/A/activate")},
        [],
        {"segments": [segment("A", state="inactive")]},
    ),
    Case(
        "a planned one that is deactivated isn't",
        {
            "r.json": [
                request("POST", "segments", [segment("A"), segment("B", "A.CustomerId")]),
                request("PUT", "segments/A/deactivate"),
            ]
        },
        [f"SG151 /0/body/1{LEAF}"],
    ),
    Case("a segment of itself is a circle", {SEGMENTS: segment("A", "A.CustomerId")}, [f"SG152 {LEAF}"]),
    Case(
        "a circle of three is told once, at the latest",
        {
            SEGMENTS: [
                segment("A", "B.CustomerId"),
                segment("B", "C.CustomerId"),
                segment("C", "A.CustomerId"),
            ]
        },
        [f"SG152 /2{LEAF}", "held back: 3"],
    ),
    Case(
        "a circle through what is stored is told at what is planned",
        {SEGMENTS: segment("A", "B.CustomerId")},
        [f"SG152 {LEAF}", "held back: 1"],
        {"segments": [segment("B", "A.CustomerId", state="active")]},
    ),
    Case(
        "a circle of stored ones is nobody's",
        {SEGMENTS: segment("C")},
        [],
        {"segments": [segment("A", "B.CustomerId"), segment("B", "A.CustomerId")]},
    ),
    Case(
        "measures of one another are a circle, too",
        {MEASURES: [measure("A", "B", "Value"), measure("B", "A", "Value")]},
        [f"SG152 /1{LINKED}", "held back: 2"],
    ),
    Case(
        "only one level of measures is allowed",
        {MEASURES: [measure("A"), measure("B", "A", "Value"), measure("C", "B", "Value")]},
        [f"SG153 /2{LINKED}"],
    ),
    Case(
        "an attribute measure isn't made of another one",
        {MEASURES: [measure("A", kind="attribute"), measure("B", "Customer_Measure", "A", "attribute")]},
        ["SG153 /1/definition/aggregates/0/field"],
    ),
    Case(
        "a segment may be made of a measure",
        {MEASURES: [measure("A")], SEGMENTS: [segment("S", "A.Value"), segment("T", "Customer_Measure.B")]},
        [],
    ),
    Case(
        "a measure isn't made of a segment",
        {MEASURES: [measure("A", "S", "CustomerId")], SEGMENTS: [segment("S")]},
        [f"SG153 /0{LINKED}"],
    ),
    Case(
        "an attribute measure that names itself is no unknown name",
        {
            MEASURES: {
                "name": "M",
                "definition": {
                    **measure("M", kind="attribute")["definition"],
                    "filteringCriteria": {"attribute": "M.Value", "comparisonOperator": "isNotNull"},
                },
            }
        },
        [],
        {"segments": [], "measures": [], **WHOLE},
    ),
    Case(
        "what others are made of stays active",
        {"r.json": request("PUT", "segments/A/deactivate")},
        ["SG155 /url"],
        {"segments": [segment("A", state="active"), segment("B", "A.CustomerId", state="active")]},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.sentence)
def test_names_and_dependencies(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    kept = {"conflations": [CONFLATION], **(case.stored or {})}
    write(tmp_path, {"snapshot.json": snapshot(**kept), **case.files})
    assert said("--select", "SG12", "--select", "SG15") == case.said


def test_what_only_comes_later_by_custom_is_no_need(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    url = "/api/instances/main/conflations/default/conflationPlan"
    later = {"method": "PATCH", "url": url, "body": plan()}
    write(
        tmp_path, {"snapshot.json": snapshot(), "r.json": [request("POST", "segments", segment("S")), later]}
    )

    assert said("--select", "SQ01") == []


def test_a_name_that_is_near_to_an_entitys_may_be_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    known = {"segments": [], "measures": [], **WHOLE}
    write(tmp_path, {"snapshot.json": snapshot(**known), SEGMENTS: segment("S", "Leadxx.Mail")})

    assert [one["help"] for one in reported("--select", "SG150")["diagnostics"]] == [
        "replace it with `Leads`"
    ]


def test_what_something_is_made_of_is_sent_before_it_and_a_list_that_does_otherwise_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    late = request("POST", "segments", segment("B", "A.CustomerId"))
    files = {
        "snapshot.json": snapshot(conflations=[CONFLATION]),
        "a.json": request("PUT", "segments/C/activate"),
        "b.json": [late, request("POST", "segments", segment("A"))],
        SEGMENTS: segment("C", "M.Value"),
        MEASURES: measure("M"),
    }
    write(tmp_path, files)

    told = CliRunner().invoke(main, ["plan", "--format", "json"]).stdout

    steps = [step["file"] for step in json.loads(told)["steps"]]
    assert steps == [MEASURES, SEGMENTS, "a.json"]
    assert said("--select", "SQ01") == [f"SQ01 /0/body{LEAF}"]


def test_refs_finds_a_segment_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    files = {
        SEGMENTS: [segment("A"), segment("B", "A.CustomerId")],
        "r.json": request("PUT", "segments/A/activate"),
    }
    write(tmp_path, {"snapshot.json": snapshot(conflations=[CONFLATION]), **files})

    told = CliRunner().invoke(main, ["refs", "A"]).stdout.splitlines()

    assert [line.partition(": ")[2] for line in told] == [
        "declares segment `A`",
        "uses segment `A`: a condition's attribute",
        "uses segment `A`: the path of a request",
    ]


def test_a_text_of_very_many_dots_is_not_held_once_for_each_of_them() -> None:
    root = read(segment("B", description="." * 10_000), shape_of("segment"), SEGMENTS).root
    assert isinstance(root, Node)

    tracemalloc.start()
    held = texts_in(root)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert held is None
    assert peak < 100_000
