"""What a project knows of itself: its parts, whom requests are about, and what can't be relied on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from linter.contracts.call import Call
from linter.contracts.service import service_in
from linter.diagnostic import Location, NotChecked
from linter.importers.source import Source
from linter.kinds.misplaced import Misplaced
from linter.kinds.request import Request
from linter.project.project import Duplicate, HouseSchema, Project, Settings, Unread
from linter.shapes.node import Problem
from linter.shapes.reading import read as read_shape
from linter.shapes.shape import shape_of
from tests.projects import (
    DELETION,
    INFO_FILE,
    INFORMATION_FILE,
    PLAN_FILE,
    RELATIONSHIP,
    RELATIONSHIPS_FILE,
    Files,
    creation,
    plan,
    project_of,
    snapshot,
    update,
)

REPO = Path(__file__).parent.parent
GUID = "6fa459ea-ee8a-4ca4-894e-db77e160355e"
HERE, THERE = Location("a.json"), Location("b.json")
LISTS: dict[str, Any] = {
    "unread": [Unread(one, None, "torn") for one in ("a.json", "b.json")],
    "problems": [Problem("type", one, "x", "y") for one in (HERE, THERE)],
    "duplicates": [Duplicate(one, one) for one in (HERE, THERE)],
    "house_schemas": [HouseSchema(one, 1, 2, "s.json") for one in ("a.json", "b.json")],
    "unseen": [NotChecked(one, None) for one in (HERE, THERE)],  # type: ignore[arg-type]  # as it is passed on
}
RULES = "conflations/default/conflictResolutionRules.json"


def request(path: str, method: str = "GET", instance: str = "main", body: Any = None) -> dict[str, Any]:
    url = f"/api/instances/{instance}/{path}"
    return {"method": method, "url": url, **({} if body is None else {"body": body})}


def laid(files: Files | None = None, **changes: Any) -> Project:
    """The project of files, with what the project is told besides changed."""
    read = project_of({"snapshot.json": snapshot(), **(files or {})})
    known = {"snapshots": [one.declared for one in read.snapshots], "settings": read.settings} | changes
    return Project([one.again() for one in read.requests], **known)


def test_requests_are_in_the_order_of_their_files_and_of_their_places() -> None:
    files = {"b.json": [request("x"), request("y")], "a.json": [request("z")]}
    read = project_of({"snapshot.json": snapshot(), **files})
    project = Project(reversed(read.requests), read.snapshots)

    assert [(one.document, one.index) for one in project.requests] == [
        ("a.json", 0),
        ("b.json", 0),
        ("b.json", 1),
    ]


def test_a_part_of_a_project_has_of_everything_what_is_of_its_documents() -> None:
    files = {"a.json": [request("x", instance="{{i}}")], "b.json": [request("y", instance="{{i}}")]}
    read = project_of({"snapshot.json": snapshot(), **files})
    service = service_in(Source(str(REPO / "examples/dataverse/metadata.xml")))
    sent = (read_shape({"url": "accounts"}, shape_of("request"), one).root for one in ("a.json", "b.json"))
    more = {"placeholders": read.placeholders, "calls": [Call(one.document, one, service, 0) for one in sent]}
    whole = Project(read.requests, read.snapshots, Settings(principal="me"), **more, **LISTS)
    part = whole.part({"b.json"})

    assert [one.document for one in part.requests] == ["b.json"]
    assert {name: list(getattr(part, name)) for name in LISTS} == {
        name: [second] for name, (_, second) in LISTS.items()
    }
    assert (part.snapshots, part.settings) == (whole.snapshots, whole.settings)
    assert [one.at.document for one in whole.placeholders] == ["a.json", "b.json"]
    assert [one.at.document for one in part.placeholders] == ["b.json"]
    assert part.calls == whole.calls[1:]


def test_a_project_that_is_asked_anew_is_the_same_but_for_what_is_said() -> None:
    files = {"a.json": [request("x", instance="{{i}}")]}
    read = project_of({"snapshot.json": snapshot(), **files})
    misplaced = [Misplaced("c.json", "entityInfo", "there", by_path=True)]
    whole = Project(
        read.requests,
        [one.declared for one in read.snapshots],
        Settings(principal="me"),
        placeholders=read.placeholders,
        misplaced=misplaced,
        suppression_troubles={"unused": ()},
        **LISTS,
    )
    same, other = whole.again(), whole.again(requests=[], snapshots=[], troubles={"unknown": ()})

    for name in (*LISTS, "requests", "snapshots", "settings", "misplaced", "placeholders"):
        assert list(getattr(same, name)) == list(getattr(whole, name))
    assert (dict(same.suppression_troubles), dict(other.suppression_troubles)) == ({}, {"unknown": ()})
    assert (other.requests, other.snapshots, other.unread) == ([], (), whole.unread)


def test_what_is_open_is_told_by_its_place_and_what_snapshots_lack_is_a_problem_too() -> None:
    link = {**RELATIONSHIP, "fromEntityName": "{{a}}", "toEntityName": "{{b}}"}
    root = snapshot(dataSources=[{"dataSourceId": 7}])
    files = {"snapshot.json": root, RELATIONSHIPS_FILE: [link, {"cardinality": 7}]}
    project = project_of(files, placeholders=(("", "b", "Shop_Buyers"),))
    names = ("fromEntityName", "toEntityName", "name")

    assert [project.opened_at(Location(RELATIONSHIPS_FILE, (0, one))) for one in names] == [
        "{{a}}",
        None,
        None,
    ]
    assert {one.at.document for one in project.all_problems} == {RELATIONSHIPS_FILE, "snapshot.json"}


def test_requests_come_by_file_and_place_and_know_the_snapshot_of_their_instance() -> None:
    files = {
        "b.json": [request("x"), request("x", instance="other")],
        "a.json": [request("x", instance="{{i}}"), request("x", instance="{{j}}")],
        "other.json": snapshot(instanceId="{{i}}"),
    }
    read = project_of({"snapshot.json": snapshot(), **files})
    project = Project(reversed(read.requests), reversed(read.snapshots))

    known = [(one.document, one.index, one.snapshot and one.snapshot.file) for one in project.requests]
    assert known == [
        ("a.json", 0, "other.json"),
        ("a.json", 1, None),
        ("b.json", 0, "snapshot.json"),
        ("b.json", 1, None),
    ]


def sent(body: Any) -> dict[str, Any]:
    return {"method": "POST", "url": "/api/instances/main/manage/relationships", "body": body}


def test_a_request_tells_of_a_place_in_its_body_what_is_open_there_and_why() -> None:
    link = {
        "fromEntityName": "{{a}}",
        "toEntityName": "{{b}}",
        "fromAttributeName": "{{c",
        "toAttributeName": "Id",
    }
    [known, filled] = project_of(
        {"snapshot.json": snapshot(), "r.json": [sent(link), sent({"toEntityName": "{{b}}"})]},
        placeholders=(("", "b", "Shop_Buyers"),),
    ).requests
    places = [known.root.at(one) for one in link]

    assert [known.opened_at(one) for one in places] == ["{{a}}", None, "{{c", None]
    whys = [known.why_open_at(one) for one in places]
    assert [why is not None and "{{a}}" in why.reason for why in whys] == [True, False, False, True]
    assert filled.why_open_at(filled.root.at("toEntityName")) is None
    assert filled.opened_at(filled.root.at("toEntityName")) is None


@pytest.mark.parametrize(
    ("ids", "asked", "found"),
    [
        (["main"], None, 0),
        (["main", "other"], None, None),
        ([], None, None),
        (["main", "other"], "other", 1),
        (["main", "other"], "Main", None),
        (["main"], "other", None),
        ([GUID, "other"], GUID.upper(), 0),
        ([GUID.upper(), "other"], GUID, 0),
        ([None, "other"], "other", 1),
    ],
)
def test_an_instance_has_the_snapshot_of_its_id_and_nobody_means_the_only_one(
    ids: list[str | None], asked: str | None, found: int | None
) -> None:
    names = ("snapshot.json", "other.json")
    project = project_of({name: snapshot(instanceId=one) for name, one in zip(names, ids, strict=False)})
    expected = None if found is None else project.snapshots[found]

    assert project.snapshot_of(asked) is expected


def test_a_placeholder_means_the_instance_whose_snapshot_has_the_same() -> None:
    files = {"other.json": snapshot(instanceId="{{other}}"), "r.json": [request("x", instance="{{other}}")]}
    project = project_of({"snapshot.json": snapshot(), **files})
    [one] = project.requests

    assert project.snapshot_for(one) is project.snapshots[1]
    assert project.why_no_snapshot(one) is None
    assert not project.some_lack_snapshots


def test_why_a_request_is_judged_against_no_snapshot() -> None:
    sent = [request("x"), request("x", instance="{{i}}"), request("x", instance="none")]
    files = {"r.json": sent, RELATIONSHIPS_FILE: RELATIONSHIP}

    def reasons(project: Project) -> list[str]:
        whys = (project.why_no_snapshot(one) for one in project.requests)
        return [why.reason if why is not None else "" for why in whys]

    none = project_of(files)
    several = project_of({"snapshot.json": snapshot(), "other.json": snapshot(instanceId="other"), **files})
    assert reasons(none) == ["no snapshot of the instance is declared"] * 4
    assert reasons(several) == [
        "the path names no instance and several snapshots are declared",
        "",
        "`{{i}}` is a placeholder without a value",
        "",
    ]
    assert several.some_lack_snapshots
    assert reasons(project_of({"snapshot.json": snapshot(), **files}))[0] == ""


def test_what_is_worked_out_of_an_instance_is_kept() -> None:
    project = laid({RELATIONSHIPS_FILE: RELATIONSHIP, PLAN_FILE: plan()})
    [one] = project.snapshots

    for ask in (project.outputs, project.ways, project.stored_uses):
        assert ask(one) is ask(one)
    assert project.payloads("relationships") is project.relationships
    assert project.payloads("conflationPlan") is project.plans
    [view] = project.relationships
    again = Project(project.requests, project.snapshots)
    assert again.relationships[0] is view
    assert project.payloads("nothing of ours") == []


def test_against_the_snapshot_alone_nothing_is_made_or_made_anew() -> None:
    stored = {"name": "S", "segmentQueryExpression": {"projectedAttributes": [{"entityName": "Shop_Visits"}]}}
    files = {
        "snapshot.json": snapshot(segments=[stored]),
        "manage/segments.json": [{"name": "S"}, {"name": "T"}],
    }
    planned, alone = laid(files), laid(files, settings=Settings(snapshot_only=True))
    told = [
        ([made.name for made in one.outputs(one.snapshots[0]).all], len(one.stored_uses(one.snapshots[0])))
        for one in (planned, alone)
    ]

    assert told == [(["S", "T"], 0), (["S"], 1)]
    assert [one.made.has(one.snapshots[0], "segments", "T") for one in (planned, alone)] == [True, False]


def test_against_the_snapshot_alone_nothing_is_deleted() -> None:
    files = {"r.json": [request("manage/segments/S", "DELETE"), request("manage/segments", "POST", body={})]}
    for settings, is_free in ((Settings(), True), (Settings(snapshot_only=True), False)):
        project = laid(files, settings=settings)
        assert project.deletions.frees(project.requests[1], "segment", "S") is is_free


def test_payloads_are_by_kind_what_has_a_body_that_can_be_one() -> None:
    sent = [
        request("data/Shop_Visits?$top=1"),
        request("data/Shop_Visits(1)", "PATCH", body={"Id": 1}),
        request("manage/relationships"),
        request("manage/segmants", "POST", body={}),
    ]
    files = {"r.json": sent, RELATIONSHIPS_FILE: RELATIONSHIP, PLAN_FILE: 7, INFO_FILE: [], RULES: {}}
    files[INFORMATION_FILE] = {"Shop": ["Buyers"]}
    project = laid(files)
    by_kind = {kind: len(found) for kind, found in project.all_payloads.requests_of.items()}

    assert by_kind == {
        "conflationPlan": 1,
        "conflictResolutionRules": 1,
        "entityInformation": 1,
        "entityInfo": 1,
        "relationships": 1,
        "entityRecord": 1,
    }
    told = (project.plans, project.resolutions, project.entity_information, project.entity_infos)
    assert [len(found) for found in told] == [0, 1, 1, 1]
    assert [one.dataset for one in project.queries] == ["Shop_Visits"]
    assert [one.dataset for one in project.records] == ["Shop_Visits"]
    assert [one.name for one in project.planned_relationships()] == ["VisitsToBuyers"]


SAID = "the snapshot's primaryKey of `Crm_Leads` is malformed"


@pytest.mark.parametrize(
    ("files", "more", "reason"),
    [
        pytest.param({}, {}, None, id="nothing"),
        pytest.param({RELATIONSHIPS_FILE: RELATIONSHIP}, {}, None, id="a sound one"),
        pytest.param(
            {RELATIONSHIPS_FILE: {"cardinality": 7}},
            {},
            f"{RELATIONSHIPS_FILE} is malformed or addressed wrongly",
            id="a malformed one",
        ),
        pytest.param({PLAN_FILE: {"conflationOrder": 7}}, {}, None, id="a malformed one of another kind"),
        pytest.param(
            {RELATIONSHIPS_FILE: {**RELATIONSHIP, "name": "{{n}}"}},
            {},
            "`{{n}}` is a placeholder without a value",
            id="an open one",
        ),
        pytest.param(
            {f"instances/none/{RELATIONSHIPS_FILE}": RELATIONSHIP},
            {},
            f"instances/none/{RELATIONSHIPS_FILE} is malformed or addressed wrongly",
            id="one to an unknown instance",
        ),
        pytest.param(
            {"r.json": [request("manage/relationshps", "PATCH", body=RELATIONSHIP)]},
            {},
            "r.json is malformed or addressed wrongly",
            id="a misspelt path",
        ),
        pytest.param(
            {"r.json": [request("manage/relationshps", "PATCH")]}, {}, None, id="one without a body"
        ),
        pytest.param(
            {"r.json": [request("manage/nothing/like/it", "PATCH", body={})]}, {}, None, id="an unknown path"
        ),
        pytest.param({}, {"unread": [Unread("x.json", None, "torn")]}, "x.json can't be read", id="unread"),
        pytest.param(
            {},
            {"unread": [Unread("x.json", "relationships", "torn")]},
            "x.json can't be read",
            id="of the kind",
        ),
        pytest.param(
            {}, {"unread": [Unread("x.json", "conflationPlan", "torn")]}, None, id="of another kind"
        ),
        pytest.param(
            {},
            {"misplaced": [Misplaced("x.json", "relationships", "y", by_path=True)]},
            "x.json is not read",
            id="misplaced",
        ),
        pytest.param(
            {},
            {"misplaced": [Misplaced("x.json", "entityInfo", "y", by_path=True)]},
            None,
            id="misplaced of another kind",
        ),
        pytest.param(
            {RELATIONSHIPS_FILE: {"cardinality": 7}},
            {"settings": Settings(snapshot_only=True), "unread": [Unread("x.json", None, "torn")]},
            None,
            id="judged against the snapshot alone",
        ),
    ],
)
def test_other_payloads_of_a_kind_are_unsure_where_they_can_not_be_relied_on(
    files: Files, more: dict[str, Any], reason: str | None
) -> None:
    project = laid(files, **more)
    lack = project.unsure("relationships")

    assert (lack.reason if lack is not None else None) == reason
    [leads] = project.snapshots[0].named("Leads")
    about = project.requests[0] if project.requests else request_about(project)
    assert project.key_unsure(leads, about) == project.unsure("entityInfo")


def request_about(_: Project) -> Request:
    [one] = project_of({RELATIONSHIPS_FILE: RELATIONSHIP}).requests
    return one


def test_a_payloads_own_faults_leave_nothing_open_for_itself() -> None:
    project = laid({RELATIONSHIPS_FILE: {"cardinality": 7}})
    [one] = project.requests

    assert project.unsure("relationships", one) is None
    assert project.unsure("relationships") is not None


def test_a_path_that_leads_somewhere_is_not_misspelt_though_it_is_nearly_another_one() -> None:
    known, none = (
        "manage/datasources/shop-1/entities/entityInfos",
        "manage/datasources/shop-1/entitys/entityInfo",
    )
    asked = {path: laid({"r.json": [request(path, "PATCH", body={})]}) for path in (known, none)}

    assert [project.unsure("entityInfo") is None for project in asked.values()] == [True, False]


def test_a_key_that_the_snapshot_garbles_is_open() -> None:
    project = laid(snapshots=project_of({"snapshot.json": snapshot(entity="Leads", primaryKey=7)}).snapshots)
    [leads] = project.snapshots[0].named("Leads")
    lack = project.key_unsure(leads, request_about(project))

    assert lack is not None
    assert (lack.reason, lack.needs) == (SAID, "mend it in snapshot.json")


@pytest.mark.parametrize(
    ("path", "is_so"),
    [
        ("instances/main/manage/datasources/shop-1/entities/entityInfo.json", False),
        ("instances/main/manage/datasources/nope/entities/entityInfo.json", True),
        ("instances/none/manage/datasources/shop-1/entities/entityInfo.json", True),
        ("manage/datasources/nope/entities/entityInfo.json", True),
        ("conflations/default/entityInformation.json", False),
        ("conflations/other/conflationPlan.json", True),
    ],
)
def test_a_path_that_leads_nowhere_leaves_open_what_is_declared(path: str, is_so: bool) -> None:
    [one] = project_of({"snapshot.json": snapshot(), path: {}}).requests
    project = Project([one.again()], project_of({"snapshot.json": snapshot()}).snapshots)

    assert project.is_misaddressed(project.requests[0]) is is_so
    assert not Project([one.again()]).is_misaddressed(Project([one.again()]).requests[0])


def test_where_nobody_says_which_of_several_instances_is_meant_a_path_may_lead_somewhere() -> None:
    instances = {"snapshot.json": snapshot(), "other.json": snapshot(instanceId="other")}
    paths = ["manage/relationships.json", "instances/none/manage/relationships.json"]
    project = project_of({**instances, **dict.fromkeys(paths, RELATIONSHIP)})
    told = {one.document: project.is_misaddressed(one) for one in project.requests}

    assert told == dict(zip(paths, (False, True), strict=True))


def links_unsure(*sent: dict[str, Any], **more: Any) -> list[str | None]:
    project = laid({"r.json": list(sent)}, **more)
    lacks = [project.unsure_of_links(one) for one in project.requests]
    return [one.reason if one is not None else None for one in lacks]


def test_relationships_are_open_for_what_is_gone_before_one_of_them_is_deleted() -> None:
    made = request("manage/segments", "POST", body={"name": "S"})
    gone = request("manage/segments/S", "DELETE")
    later = "a later request of this list deletes a relationship, when what this one makes is gone already"

    assert links_unsure(made, gone, DELETION) == [later, None, None]
    assert links_unsure(made, DELETION, gone) == [None] * 3
    assert links_unsure(made, DELETION) == [None, None]
    assert links_unsure(DELETION, made, gone) == [None] * 3
    assert links_unsure(made, gone) == [None, None]
    assert links_unsure(made, gone, update(description="Visits")) == [None] * 3
    assert links_unsure(made, gone, request("manage/segments/T", "DELETE")) == [None] * 3
    assert links_unsure(made, gone, DELETION, snapshots=()) == [None] * 3
    assert links_unsure(made, gone, DELETION, creation(cardinality=7))[1] is not None


def test_the_links_of_a_project_are_those_of_its_planned_state() -> None:
    files = {
        "snapshot.json": snapshot(relationships=[RELATIONSHIP]),
        "r.json": [update(toAttributeName="Mail")],
    }
    project = laid(files)
    [one] = project.snapshots
    [visits] = one.named("Visits")

    assert [link.attributes for link in project.links(one)] == [("Id", "Mail")]
    assert project.links_of(one, visits) == project.links(one)
    assert project.entity_type(one.named("Buyers")[0]) == "profile"
