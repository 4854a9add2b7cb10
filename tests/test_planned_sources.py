"""The data sources that payloads make, and their entities, are in the snapshot of the planned state."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from linter.diagnostic import Lack, Location
from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot
from linter.project.planned_sources import with_planned
from linter.project.project import Project
from tests.projects import INFORMATION_FILE, RELATIONSHIP, Files, project_of, said, snapshot, write

SOURCES, SHOP = "manage/datasources.json", "manage/datasources/shop-1.json"


def source(name: Any = "Web", *entities: Any, **more: Any) -> dict[str, Any]:
    metadata = {"name": name, "entityNames": list(entities), **more}
    return {"dataSourceMetadata": {key: value for key, value in metadata.items() if value is not None}}


def columns(entity: str, *names: str) -> dict[str, Any]:
    attributes = [{"name": name, "dataType": "string"} for name in names]
    return {"model": {"entities": [{"name": entity, "attributes": attributes}]}}


def planned(files: Files) -> Project:
    return project_of({"snapshot.json": snapshot(), **files})


def added(project: Project) -> list[str]:
    """What the planned state has beyond the snapshot: `ID Name at place`, then `Entity at place`."""
    [one] = project.snapshots
    sources = [each for each in one.data_sources if each not in one.declared.data_sources]
    entities = [each for each in one.entities if each not in one.declared.entities]
    return [
        *(f"{each.id} {each.name} at {_place(each.at)}" for each in sources),
        *(f"{each} at {_place(each.at)}" for each in entities),
    ]


def _place(at: Location) -> str:
    return f"{at.document}#{'/'.join(map(str, at.path))}"


NAME = "dataSourceMetadata/name"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param(
            {SOURCES: source("Web", "Hits")},
            [f"Web Web at {SOURCES}#{NAME}", f"Web_Hits at {SOURCES}#dataSourceMetadata/entityNames/0"],
            id="a new one",
        ),
        pytest.param(
            {SOURCES: [source("Web", dataSourceId="web-1"), source(None), source(" "), {}]},
            [f"web-1 Web at {SOURCES}#0/{NAME}"],
            id="one with an ID, and some that say no name",
        ),
        pytest.param(
            {SOURCES: source("Shop", "Buyers", "Hits")},
            [f"Shop_Hits at {SOURCES}#dataSourceMetadata/entityNames/1"],
            id="one of a name that there is",
        ),
        pytest.param(
            {SOURCES: source("Store", "Hits", dataSourceId="shop-1")},
            [f"Shop_Hits at {SOURCES}#dataSourceMetadata/entityNames/0"],
            id="one of an ID that there is",
        ),
        pytest.param(
            {SHOP: source("Store", "Hits")},
            [f"Shop_Hits at {SHOP}#dataSourceMetadata/entityNames/0"],
            id="an update",
        ),
        pytest.param(
            {SHOP: columns("Hits")}, [f"Shop_Hits at {SHOP}#model/entities/0/name"], id="without a name"
        ),
        pytest.param(
            {SHOP.replace("shop-1", "x-1"): source("Shop", "Hits")}, [], id="an update of an unknown one"
        ),
        pytest.param(
            {SOURCES: {**source("Web", "Hits"), **columns("Hits", "Id")}},
            [f"Web Web at {SOURCES}#{NAME}", f"Web_Hits at {SOURCES}#dataSourceMetadata/entityNames/0"],
            id="an entity that is named twice stands where it is named first",
        ),
    ],
)
def test_what_payloads_make_is_there_at_the_places_where_they_say_so(
    files: Files, expected: list[str]
) -> None:
    assert added(planned(files)) == expected


def test_what_is_said_of_a_planned_data_source_stands_where_its_name_does() -> None:
    [one] = planned({SOURCES: source("Web", dataSourceId="web-1")}).snapshots
    node = one.source_node("web-1")

    assert node is not None
    assert node.at() == node.at("name") == Location(SOURCES, tuple(NAME.split("/")))


def test_an_entity_has_what_the_payload_says_of_it() -> None:
    information = [{"entityName": "Hits", "primaryKey": "Id", "entityType": "activity"}]
    body = {**source("Web", entityInformation=information), **columns("Hits", "Id", "On")}
    [one] = planned({SOURCES: body}).snapshots
    hits = one.resolve_name("Web_Hits").entity

    assert isinstance(hits, Entity)
    assert (hits.primary_key, hits.entity_type, list(hits.attributes or ())) == (
        "Id",
        "activity",
        ["Id", "On"],
    )
    assert (
        hits.attribute_at("Id").path
        == hits.at.path
        == (*NAME.split("/")[:1], "entityInformation", 0, "entityName")
    )


def test_what_requests_to_another_instance_make_is_there_alone() -> None:
    other = snapshot(instanceId="other")
    project = planned({"other.json": other, f"instances/other/{SOURCES}": source("Web", "Hits")})
    names = [[str(one) for one in each.data_sources] for each in project.snapshots]

    assert names == [["Shop", "Crm"], ["Shop", "Crm", "Web"]]


@pytest.mark.parametrize(
    ("files", "what"),
    [
        ({SOURCES: [source("Web", "Hits"), source(None)]}, f"a data source in {SOURCES}"),
        ({SOURCES: [source("Web", "Hits")]}, None),
        ({SHOP: source(None, "Hits")}, None),
        ({SHOP: source("Shop", 7)}, f"a table of a data source in {SHOP}"),
        (
            {SOURCES: [source("Web", "Hits"), source("More", "A", 7)]},
            f"a table of a data source in {SOURCES}",
        ),
    ],
)
def test_what_has_no_name_leaves_open_what_is_planned(files: Files, what: str | None) -> None:
    words = f"{what} has no name, and may be the one that is meant"

    doubt = Lack(words, "give it its name") if what is not None else None
    assert planned(files).snapshots[0].doubt == doubt


def test_the_snapshot_stays_itself_while_nothing_new_is_planned(tmp_path: Path) -> None:
    for files in ({SOURCES: source("Shop", "Buyers")}, {SHOP: source("Shop")}):
        [one] = project_of({"snapshot.json": snapshot(), **files}, str(tmp_path)).snapshots
        assert one is one.declared


def test_where_payloads_are_judged_against_the_snapshot_alone_nothing_is_planned() -> None:
    project = planned({SOURCES: source("Web")})
    settings = project.settings._replace(snapshot_only=True)
    alone = Project([one.again() for one in project.requests], [project.snapshots[0].declared], settings)

    assert added(alone) == []


def test_what_the_same_readings_plan_is_the_same_snapshot() -> None:
    one, two = (planned({SOURCES: source("Web", *names)}) for names in (("Hits",), ("Hits", "More")))
    [old], [new] = one.requests, two.requests
    declared = one.snapshots[0].declared
    elsewhere = two.snapshots[0].declared

    def made(of: Snapshot, *requests: Any) -> Snapshot:
        return with_planned(of, requests, None)

    first = made(declared, old)
    assert made(declared, old) is first
    assert made(declared, old.again()) is first
    assert made(declared, old, old) is not first
    both = made(declared, old, old)
    assert made(declared, old, new) is not both
    assert made(declared, new, old) is not both
    again = made(declared, old)
    assert made(elsewhere, old) is not again
    assert made(elsewhere, old).declared is elsewhere
    sure, why = made(declared, old), Lack("r.json can't be read", "mend it")
    assert (sure.doubt, with_planned(declared, (old,), why).doubt, made(declared, old).doubt) == (
        None,
        why,
        None,
    )


def test_other_payloads_plan_no_data_source() -> None:
    project = planned({SOURCES: source("Web"), "manage/relationships.json": RELATIONSHIP})

    assert added(project) == [f"Web Web at {SOURCES}#{NAME}"]


_KEYED = {"entityName": "Hits", "primaryKey": "Id"}
ASKED = {"requests/asked.json": {"method": "GET", "url": "/api/instances/main/data/Web_Hits"}}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, ["IN03 /url"]),
        (
            {"requests/x.json": b'{"method": "PUT", "url": "/api/instances/main/x"'},
            ["DO01 ", "IN03? requests/x.json can't be read"],
        ),
        ({SOURCES: b"{"}, ["DO01 ", f"IN03? {SOURCES} can't be read"]),
        ({"manage/segments.json": b"{"}, ["IN03 /url", "DO01 "]),
        (
            {SOURCES: source(5, "Hits", kind="powerQuery")},
            [
                f"DO04 /{NAME}",
                f"IN03? a data source in {SOURCES} has no name, and may be the one that is meant",
            ],
        ),
        ({SHOP: source(5, "Hits", kind="powerQuery")}, ["IN03 /url", f"DO04 /{NAME}"]),
    ],
)
def test_an_entity_of_a_data_source_that_may_be_planned_is_not_judged(
    files: Files, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"snapshot.json": snapshot(), **ASKED, **files})

    assert sorted(said()) == sorted(expected)


def test_a_slip_in_the_name_of_an_entity_is_one_whatever_may_be_planned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    slip = {"method": "GET", "url": "/api/instances/main/data/Shop_Vistis"}
    write(tmp_path, {"snapshot.json": snapshot(), "requests/asked.json": slip, SOURCES: b"{"})

    assert said() == ["DO01 ", "IN03 /url"]


def test_a_part_of_a_project_is_over_the_snapshots_of_the_whole() -> None:
    whole = planned({SOURCES: source(None, "Hits")})

    assert whole.part({SOURCES}).snapshots == whole.snapshots
    assert whole.snapshots != tuple(one.declared for one in whole.snapshots)


@pytest.mark.parametrize(
    ("complete", "files", "expected"),
    [
        (True, {SHOP: source("Shop", "Hits")}, ["CE02 /Shop/0"]),
        (False, {SHOP: source("Shop", "Hits")}, ["CE02 /Shop/0 warning"]),
        (False, {SHOP: source("Shop", "Hits", entityInformation=[_KEYED])}, []),
        (False, {SOURCES: source("Web", "Hits")}, ["CE02 /Web/0"]),
    ],
    ids=["all are known", "it may be known to the instance", "it gets a key", "its data source is new"],
)
def test_an_entity_that_the_instance_may_have_already_may_have_a_key(
    complete: bool, files: Files, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    known = snapshot(complete={"entities": complete})
    of = "Web" if SOURCES in files else "Shop"
    write(tmp_path, {"snapshot.json": known, INFORMATION_FILE: {of: ["Hits"]}, **files})

    assert [one for one in said() if one.startswith("CE02")] == expected
