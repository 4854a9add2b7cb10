"""What each step of a plan waits for, and what is said of that."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from linter.cli import main
from tests.projects import (
    DELETION,
    INFORMATION_FILE,
    PLAN_FILE,
    RELATIONSHIP,
    RELATIONSHIPS_FILE,
    RULES_FILE,
    Files,
    creation,
    plan,
    resolution,
    snapshot,
    step,
    update,
    write,
)

SAVED = {"snapshot.json": snapshot(relationships=[RELATIONSHIP])}
UPDATE = update(cardinality="oneToOne")
NAME = "`VisitsToBuyers`"
CREATED, DELETED = (f"{verb} relationship {NAME}" for verb in ("creates", "deletes"))
NEW_SOURCE = {"dataSourceMetadata": {"name": "Web", "kind": "powerQuery", "entityNames": ["Hits"]}}
TO_HITS = {**RELATIONSHIP, "name": "VisitsToHits", "toEntityName": "Web_Hits"}
QUERY = {"method": "GET", "url": "/api/instances/main/data/Customer"}


def planned(files: Files, folder: Path) -> dict[str, Any]:
    write(folder, {"snapshot.json": snapshot(), **files})
    result = CliRunner().invoke(main, ["plan", str(folder), "--format", "json"], catch_exceptions=False)
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def steps(files: Files, folder: Path) -> list[str]:
    """Return the steps in their order, each with what it waits for; the cycles in the end."""
    found = planned(files, folder)
    return [
        *(": ".join([one["file"] + one["pointer"], *one["reasons"]]) for one in found["steps"]),
        *(
            "cycle of " + ", ".join(one["file"] + one["pointer"] for one in each["path"])
            for each in found["cycles"]
        ),
    ]


SEGMENTS = "/api/instances/main/manage/segments"
SOURCES = "/api/instances/main/manage/datasources"


def post(url: str, body: Any) -> dict[str, Any]:
    return {"method": "POST", "url": url, "body": body}


def segment(name: str, of: str = "Customer") -> dict[str, Any]:
    criterion = {"attribute": f"{of}.CustomerId", "comparisonOperator": "isNotNull"}
    criteria = {"logicalOperator": "and", "childCriterias": [criterion]}
    rowsets = [{"rowsetOperation": "none", "criteria": criteria}]
    body = {"name": name, "segmentQueryExpression": {"type": "structured", "rowsets": rowsets}}
    return post(SEGMENTS, body)


def measure(name: str) -> dict[str, Any]:
    return post("/api/instances/main/manage/measures", {"name": name})


def info(source: str, entity: str, **told: str) -> dict[str, Any]:
    url = f"{SOURCES}/{source}/entities/entityInfo"
    return {"method": "PATCH", "url": url, "body": [{"entityName": entity, **told}]}


def in_turn_of_nobody(*requests: dict[str, Any]) -> str:
    """Return requests as a file of which nobody says in which order they are sent."""
    said = (f"{one['method']} {one['url']}\n\n{json.dumps(one['body'])}\n" for one in requests)
    return "###\n".join(said)


VISITS = info("shop-1", "Visits", entityType="activity")
WITH_A = {"snapshot.json": snapshot(segments=[segment("A")["body"]])}
NOT_A = {"method": "DELETE", "url": f"{SEGMENTS}/A"}
APP = {"dataSourceMetadata": {"name": "App", "kind": "powerQuery", "entityNames": ["Taps"]}}
JOINED = "joins the activity `Shop_Visits` with the Profile `Shop_Buyers`"
KEYED = "defines the primary key of `Crm_Leads`"
BEFORE_1, BEFORE_2 = (f"step {number} stands before this in a.json" for number in (1, 2))
IN_LIST = "; it stands before this in a.json"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"a.json": [creation(), UPDATE]},
            ["a.json/0", f"a.json/1: step 1 {CREATED}{IN_LIST}"],
            id="an update for what is created",
        ),
        pytest.param(
            {**SAVED, "a.json": [DELETION, creation(), UPDATE]},
            ["a.json/0", f"a.json/1: {BEFORE_1}", f"a.json/2: step 2 {CREATED}{IN_LIST}"],
            id="an update for what is created anew",
        ),
        pytest.param(
            {**SAVED, "a.json": [UPDATE, DELETION, creation()]},
            ["a.json/0", f"a.json/1: {BEFORE_1}", f"a.json/2: {BEFORE_2}"],
            id="an update for nothing, where the snapshot has what is deleted later",
        ),
        pytest.param(
            {"a.json": [UPDATE, creation()]},
            ["cycle of a.json/0, a.json/1"],
            id="an update for a creation that comes too late",
        ),
        pytest.param(
            {**SAVED, "a.json": DELETION, "b.json": creation()},
            ["a.json", f"b.json: step 1 {DELETED}"],
            id="a creation for the deletion that makes room",
        ),
        pytest.param(
            {**SAVED, "a.json": [DELETION, UPDATE], "b.json": creation()},
            ["a.json/0", f"b.json: step 1 {DELETED}", f"a.json/1: {BEFORE_1}: step 2 {CREATED}"],
            id="an update for what another file creates anew",
        ),
        pytest.param(
            {"snapshot.json": snapshot(relationships=None), "a.json": creation(), "b.json": DELETION},
            ["b.json", f"a.json: step 1 {DELETED}"],
            id="a creation for the deletion of what may be there",
        ),
        pytest.param(
            {"a.json": DELETION, "b.json": creation()},
            ["b.json", f"a.json: step 1 {CREATED}"],
            id="a deletion for what is created",
        ),
        pytest.param(
            {"a.json": [creation(), DELETION, UPDATE], "b.json": creation()},
            [
                "a.json/0",
                f"b.json: step 1 {CREATED}",
                f"a.json/1: {BEFORE_1}: step 2 {CREATED}",
                f"a.json/2: step 2 {CREATED}: step 3 stands before this in a.json",
            ],
            id="an update not for what its list has deleted by then",
        ),
        pytest.param(
            {**SAVED, "a.json": UPDATE, "b.json": DELETION},
            ["a.json", f"b.json: step 1 updates relationship {NAME}; it uses relationship {NAME}"],
            id="a deletion for the last use",
        ),
        pytest.param(
            {"a.json": QUERY, RULES_FILE: resolution()},
            [RULES_FILE, "a.json: step 1 conflates what this builds on"],
            id="what is asked of customers for the conflation",
        ),
        pytest.param(
            {
                "a.json": {"method": "GET", "url": "/api/instances/main/data/Shop_Buyers"},
                RULES_FILE: resolution(),
            },
            [RULES_FILE, "a.json"],
            id="what is asked of ingested rows for nothing",
        ),
        pytest.param(
            {"manage/datasources.json": NEW_SOURCE, RELATIONSHIPS_FILE: TO_HITS},
            ["manage/datasources.json", f"{RELATIONSHIPS_FILE}: step 1 ingests `Web_Hits`"],
            id="a relationship for what is ingested",
        ),
        pytest.param(
            {"a.json": [post(SOURCES, APP), post(SOURCES, NEW_SOURCE)], RELATIONSHIPS_FILE: TO_HITS},
            ["a.json/0", f"a.json/1: {BEFORE_1}", f"{RELATIONSHIPS_FILE}: step 2 ingests `Web_Hits`"],
            id="a relationship for the request of a list that makes its data source",
        ),
        pytest.param(
            {
                "a.json": post(SOURCES, NEW_SOURCE),
                "b.json": {"method": "GET", "url": f"{SOURCES}/Web/entities"},
                RELATIONSHIPS_FILE: [TO_HITS, {**TO_HITS, "name": "Again"}],
            },
            [
                "a.json",
                f"{RELATIONSHIPS_FILE}: step 1 ingests `Web_Hits`",
                "b.json: step 1 makes data source `Web`",
            ],
            id="a path for the data source that it names",
        ),
        pytest.param(
            {
                "a.json": post(SOURCES, NEW_SOURCE),
                "b.json": {"method": "DELETE", "url": "/api/instances/main/manage/entities/Web_Hits"},
                "c.json": {"method": "GET", "url": "/api/instances/main/data/Web_Hits"},
            },
            [
                "a.json",
                "c.json: step 1 ingests `Web_Hits`",
                "b.json: step 1 ingests `Web_Hits`: step 2 reads what belongs to `Web_Hits`",
            ],
            id="a path for the entity that it names",
        ),
        pytest.param(
            {
                "a.json": post(SOURCES, {"dataSourceMetadata": {"name": "shop", "kind": "powerQuery"}}),
                "b.json": {"method": "DELETE", "url": f"{SOURCES}/shop-1"},
            },
            ["b.json", "a.json: step 1 deletes data source `Shop`"],
            id="a data source for the deletion of the one whose name it takes",
        ),
        pytest.param(
            {
                "a.json": post(SOURCES, {"dataSourceMetadata": {"name": "N", "dataSourceId": "shop-1"}}),
                "b.json": {"method": "DELETE", "url": f"{SOURCES}/shop-1"},
            },
            ["b.json", "a.json: step 1 deletes data source `Shop`"],
            id="a data source for the deletion of the one whose ID it takes",
        ),
        pytest.param(
            {"all.http": in_turn_of_nobody(segment("A", of="B"), segment("B", of="C"), segment("C", of="A"))},
            ["cycle of all.http, all.http, all.http"],
            id="nothing for what stands before it in a file of no order",
        ),
        pytest.param(
            {"a.json": segment("B", of="A"), "b.json": segment("A"), "c.json": segment("C", of="B")},
            ["b.json", "a.json: step 1 creates segment `A`", "c.json: step 2 creates segment `B`"],
            id="a segment for the one that it is made of",
        ),
        pytest.param(
            {**WITH_A, "a.json": segment("B", of="A"), "b.json": segment("A")},
            ["a.json", "b.json"],
            id="a segment for nothing, where the snapshot has what it is made of",
        ),
        pytest.param(
            {**WITH_A, "a.json": [NOT_A, segment("A"), segment("B", of="A")]},
            ["a.json/0", f"a.json/1: {BEFORE_1}", f"a.json/2: step 2 creates segment `A`{IN_LIST}"],
            id="a segment for what its list creates anew",
        ),
        pytest.param(
            {**WITH_A, "a.json": segment("A"), "b.json": NOT_A},
            ["b.json", "a.json: step 1 deletes segment `A`"],
            id="a segment for the deletion that makes room",
        ),
        pytest.param(
            {**WITH_A, "a.json": measure("a"), "b.json": NOT_A},
            ["b.json", "a.json: step 1 deletes segment `A`"],
            id="a measure for the deletion of the segment whose name it takes",
        ),
        pytest.param(
            {"a.json": segment("A"), "b.json": NOT_A},
            ["b.json", "a.json: step 1 deletes segment `A`"],
            id="a segment for the deletion of what may be there",
        ),
        pytest.param(
            {"snapshot.json": snapshot(complete={"segments": True}), "a.json": NOT_A, "b.json": segment("A")},
            ["b.json", "a.json: step 1 creates segment `A`"],
            id="a deletion for the segment that wasn't there",
        ),
        pytest.param(
            {**WITH_A, "a.json": [segment("A"), NOT_A], "b.json": NOT_A},
            [
                "b.json",
                "a.json/0: step 1 deletes segment `A`",
                "a.json/1: step 2 stands before this in a.json",
            ],
            id="a segment not for the deletion that its list has later",
        ),
        pytest.param(
            {**WITH_A, "a.json": [NOT_A, segment("A")], "b.json": NOT_A},
            ["a.json/0", f"a.json/1: {BEFORE_1}", "b.json"],
            id="a segment for no other deletion than that of its list",
        ),
        pytest.param(
            {**WITH_A, "a.json": segment("B", of="A"), "b.json": segment("A"), "c.json": NOT_A},
            ["c.json", "b.json: step 1 deletes segment `A`", "a.json: step 2 creates segment `A` anew"],
            id="a segment for the one that it is made of to be there again",
        ),
        pytest.param(
            {**WITH_A, "a.json": {**NOT_A, "method": "GET"}, "b.json": segment("A"), "c.json": NOT_A},
            ["c.json", "b.json: step 1 deletes segment `A`", "a.json: step 2 creates segment `A` anew"],
            id="a path for what it names to be there again",
        ),
        pytest.param(
            {**WITH_A, "a.json": [{**NOT_A, "method": "GET"}, segment("A")], "c.json": NOT_A},
            [
                "a.json/0",
                "c.json",
                f"a.json/1: {BEFORE_1}: step 2 deletes segment `A`",
            ],
            id="a path not for what its list creates anew later",
        ),
        pytest.param(
            {"a.json": {**NOT_A, "method": "GET"}, "b.json": segment("A")},
            ["b.json", "a.json: step 1 creates segment `A`"],
            id="a path for the segment that it names",
        ),
        pytest.param(
            {**SAVED, "a.json": VISITS, "b.json": creation(name="Again")},
            ["b.json", "a.json"],
            id="an activity for nothing, where the snapshot joins it with a Profile",
        ),
        pytest.param(
            {"a.json": VISITS, "b.json": creation()},
            ["b.json", f"a.json: step 1 {JOINED}: {NAME}"],
            id="an activity for what joins it with a Profile",
        ),
        pytest.param(
            {**SAVED, "a.json": VISITS, "b.json": DELETION},
            ["a.json", "b.json: step 1 needs its relationship to a Profile as it is before this"],
            id="a deletion for the activity that needs the relationship",
        ),
        pytest.param(
            {**SAVED, "a.json": VISITS, "b.json": DELETION, "c.json": creation(name="Again")},
            ["c.json", f"a.json: step 1 {JOINED}: `Again`", "b.json"],
            id="an activity for what joins it for good",
        ),
        pytest.param(
            {
                "a.json": info("crm-1", "Leads", primaryKey="Id"),
                INFORMATION_FILE: {"Crm": ["Leads", "Nobody"]},
                PLAN_FILE: plan(step("Crm_Leads")),
            },
            [
                "a.json",
                f"{INFORMATION_FILE}: step 1 {KEYED}",
                f"{PLAN_FILE}: step 1 {KEYED}: step 2 gives entity information of the same conflation",
            ],
            id="a conflation for the keys of its entities",
        ),
    ],
)
def test_a_step_waits_for_what_gives_it_what_it_needs(
    files: Files, expected: list[str], tmp_path: Path
) -> None:
    assert steps(files, tmp_path) == expected


NAMED: dict[str, tuple[str, str, str]] = {
    "segment": ("segments", "manage/segments", "segment"),
    "measure": ("measures", "manage/measures", "measure"),
    "derived entity": ("derivedEntities", "manage/derivedentities", "derived entity"),
    "hierarchy": ("hierarchies", "hierarchies", "hierarchy"),
    "activity": ("activities", "manage/activities", "activity"),
    "insight": ("insights", "manage/insights", "insight"),
}


@pytest.mark.parametrize(("part", "path", "words"), NAMED.values(), ids=NAMED)
@pytest.mark.parametrize("has_it", [True, False], ids=["stored", "not listed"])
def test_what_is_made_anew_waits_for_the_deletion_of_what_has_its_name(
    part: str, path: str, words: str, has_it: bool, tmp_path: Path
) -> None:
    url = f"/api/instances/main/{path}"
    stored = snapshot(**{part: [{"name": "New"}]}) if has_it else snapshot()
    files = {"snapshot.json": stored, "a.json": post(url, {"name": "New"})}
    deletion = {"method": "DELETE", "url": f"{url}/New"}

    assert steps({**files, "b.json": deletion}, tmp_path) == [
        "b.json",
        f"a.json: step 1 deletes {words} `New`",
    ]


@pytest.mark.parametrize(("part", "path", "words"), NAMED.values(), ids=NAMED)
def test_what_a_path_changes_is_created_before(part: str, path: str, words: str, tmp_path: Path) -> None:
    url = f"/api/instances/main/{path}"
    update = {"method": "PATCH", "url": f"{url}/New", "body": {"description": "It is new."}}
    files = {"snapshot.json": snapshot(**{part: []}), "a.json": update, "b.json": post(url, {"name": "New"})}

    assert steps(files, tmp_path) == ["b.json", f"a.json: step 1 creates {words} `New`"]


def test_what_uses_something_is_deleted_before_it(tmp_path: Path) -> None:
    users = ["insights/I", "segments/A", "measures/M", "relationships/VisitsToBuyers"]
    order = [*users, "datasources/shop-1/entities/Visits", "datasources/shop-1"]
    deletions = {
        f"{9 - number}.json": f"{SEGMENTS.removesuffix('segments')}{path}"
        for number, path in enumerate(order)
    }
    files = {name: {"method": "DELETE", "url": url} for name, url in deletions.items()}
    assert [one.partition(":")[0] for one in steps({**SAVED, **files}, tmp_path)] == list(files)


MANAGE = "/api/instances/main/manage"


def delete(path: str) -> dict[str, str]:
    return {"method": "DELETE", "url": f"{MANAGE}/{path}"}


def by_sql(name: str, entity: str) -> dict[str, Any]:
    text = f"SELECT CustomerId FROM {entity}"
    return {"name": name, "segmentQueryExpression": {"type": "manual", "segmentationQuerySql": text}}


def measure_of(name: str, field: str) -> dict[str, Any]:
    aggregate = {"name": "Sum", "field": field, "function": "sum"}
    return {
        "name": name,
        "definition": {"kind": "attribute", "type": "structured", "aggregates": [aggregate]},
    }


B_OF_A = {"segments": [segment("A")["body"], segment("B", of="A")["body"]]}
USERS: dict[str, tuple[dict[str, Any], str, str, str]] = {
    "a segment that is made of a segment": (B_OF_A, "segments/A", "segments/B", "segment `B`"),
    "a segment that reads a segment in SQL": (
        {"segments": [segment("A")["body"], by_sql("B", "A")]},
        "segments/A",
        "segments/B",
        "segment `B`",
    ),
    "a measure that is made of a measure": (
        {"measures": [{"name": "M"}, measure_of("N", "Customer_Measure.M")]},
        "measures/M",
        "measures/N",
        "measure `N`",
    ),
    "a segment that is made of a derived entity": (
        {"derivedEntities": [{"name": "D"}], "segments": [segment("B", of="D")["body"]]},
        "derivedentities/D",
        "segments/B",
        "segment `B`",
    ),
    "a segment that reads a derived entity in SQL": (
        {"derivedEntities": [{"name": "D"}], "segments": [by_sql("B", "D")]},
        "derivedentities/D",
        "segments/B",
        "segment `B`",
    ),
    "a relationship that leads to an entity": (
        {"relationships": [RELATIONSHIP]},
        "datasources/shop-1/entities/Visits",
        "relationships/VisitsToBuyers",
        "relationship `VisitsToBuyers`",
    ),
    "a segment of an entity": (
        {"segments": [segment("B", of="Crm_Leads")["body"]]},
        "entities/Crm_Leads",
        "segments/B",
        "segment `B`",
    ),
    "a segment of an entity of a data source": (
        {"segments": [by_sql("B", "Crm_Leads")]},
        "datasources/crm-1",
        "segments/B",
        "segment `B`",
    ),
    "a segment that follows a relationship": (
        {
            "relationships": [RELATIONSHIP],
            "segments": [
                {"name": "B", "segmentQueryExpression": {"rowsets": [{"paths": [["VisitsToBuyers"]]}]}}
            ],
        },
        "relationships/VisitsToBuyers",
        "segments/B",
        "segment `B`",
    ),
}


@pytest.mark.parametrize(("saved", "used", "user", "words"), USERS.values(), ids=USERS)
def test_what_uses_something_is_deleted_in_a_stage_before(
    saved: dict[str, Any], used: str, user: str, words: str, tmp_path: Path
) -> None:
    files = {"snapshot.json": snapshot(**saved), "a.json": delete(used), "b.json": delete(user)}
    found = planned(files, tmp_path)["steps"]

    said = f"step 1 deletes {words}, which uses `{used.rpartition('/')[2]}`"
    assert [(one["file"], one["stage"], one["reasons"]) for one in found] == [
        ("b.json", 1, []),
        ("a.json", 2, [said]),
    ]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"a.json": NOT_A, "manage/segments/B.json": segment("B")["body"]},
            ["manage/segments/B.json", "a.json: step 1 changes segment `B`, which uses `A`"],
            id="written anew before",
        ),
        pytest.param(
            {"a.json": [NOT_A, delete("segments/B")]},
            ["a.json/0", f"a.json/1: {BEFORE_1}"],
            id="deleted by the list itself",
        ),
        pytest.param(
            {"a.json": [NOT_A, delete("measures/M")], "b.json": [delete("measures/N"), delete("segments/B")]},
            ["b.json/0", "b.json/1: step 1 stands before this in b.json", "a.json/0: step 2 deletes segment "
             "`B`, which uses `A`", "a.json/1: step 3 stands before this in a.json"],
            id="deleted by another list",
        ),
        pytest.param(
            {"a.json": NOT_A, "b.json": segment("A"), "manage/segments/B.json": segment("B", of="A")["body"]},
            ["a.json", "b.json: step 1 deletes segment `A`",
             "manage/segments/B.json: step 2 creates segment `A` anew"],
            id="not written anew before where it uses the same that is there again",
        ),
    ],
)  # fmt: skip
def test_what_uses_something_is(files: Files, expected: list[str], tmp_path: Path) -> None:
    assert steps({"snapshot.json": snapshot(**B_OF_A), **files}, tmp_path) == expected


@pytest.mark.parametrize(("part", "path", "words"), NAMED.values(), ids=NAMED)
@pytest.mark.parametrize(("method", "verb"), [("PUT", "changes"), ("GET", "reads")])
def test_what_is_deleted_is_read_and_changed_before(
    part: str, path: str, words: str, method: str, verb: str, tmp_path: Path
) -> None:
    url = f"/api/instances/main/{path}/New"
    one: dict[str, Any] = {"method": method, "url": url}
    one |= {"body": {"description": "x"}} if method == "PUT" else {}
    files = {
        "snapshot.json": snapshot(**{part: [{"name": "New"}]}),
        "a.json": {"method": "DELETE", "url": url},
    }

    assert steps({**files, "b.json": one}, tmp_path) == ["b.json", f"a.json: step 1 {verb} `New`"]


INFO = {
    "method": "PATCH",
    "url": f"{SOURCES}/shop-1/entities/Visits/entityInfo",
    "body": {"primaryKey": "Id"},
}
WHOLE_PLAN = {
    "method": "PATCH",
    "url": "/api/instances/main/conflations/default/conflationPlan",
    "body": plan(),
}
IN_PLACE: dict[str, tuple[dict[str, Any], str, str]] = {
    "an entity": (INFO, "manage/datasources/shop-1/entities/Visits", "changes what belongs to `Visits`"),
    "an entity by its whole name": (
        INFO,
        "manage/entities/Shop_Visits",
        "changes what belongs to `Shop_Visits`",
    ),
    "a data source": (INFO, "manage/datasources/shop-1", "changes what belongs to `shop-1`"),
    "a data source of an entity that is deleted": (
        delete("entities/Shop_Visits"),
        "manage/datasources/shop-1",
        "deletes what belongs to `shop-1`",
    ),
    "a data source of rows": (
        {"method": "GET", "url": "/api/instances/main/data/Shop_Visits"},
        "manage/datasources/shop-1",
        "reads what belongs to `shop-1`",
    ),
    "a plan": (WHOLE_PLAN, "conflations/default/conflationPlan", "changes `conflationPlan`"),
    "a conflation": (WHOLE_PLAN, "conflations/default", "changes what belongs to `default`"),
    "a segment": (
        {"method": "POST", "url": f"{SEGMENTS}/A/activate"},
        "manage/segments/A",
        "changes what belongs to `A`",
    ),
}


@pytest.mark.parametrize(("request_", "path", "words"), IN_PLACE.values(), ids=IN_PLACE)
def test_what_belongs_to_something_is_sent_before_that_is_deleted(
    request_: dict[str, Any], path: str, words: str, tmp_path: Path
) -> None:
    deletion = {"method": "DELETE", "url": f"/api/instances/main/{path}"}
    files = {**WITH_A, "a.json": deletion, "b.json": request_}

    assert steps(files, tmp_path) == ["b.json", f"a.json: step 1 {words}"]


def test_of_two_deletions_of_one_thing_and_of_what_another_instance_has_none_waits(tmp_path: Path) -> None:
    other = {**NOT_A, "url": NOT_A["url"].replace("main", "other")}
    files = {
        **WITH_A,
        "a.json": NOT_A,
        "b.json": NOT_A,
        "c.json": {**other, "method": "GET"},
        "d.json": other,
    }

    assert steps({**files, "c360lint.toml": ""}, tmp_path) == [
        "c.json",
        "a.json",
        "b.json",
        "d.json: step 1 reads `A`",
    ]


def test_a_stage_ends_where_a_step_waits_for_one_of_it(tmp_path: Path) -> None:
    files = {"a.json": segment("A"), "b.json": segment("B"), "c.json": segment("C", of="A")}
    further = {"d.json": segment("D", of="B"), "e.json": segment("E", of="D")}
    found = planned({**files, **further}, tmp_path)["steps"]

    assert [(one["file"], one["stage"]) for one in found] == [
        ("a.json", 1),
        ("b.json", 1),
        ("c.json", 2),
        ("d.json", 2),
        ("e.json", 3),
    ]


def test_a_conflation_that_a_payload_begins_is_added_to_the_snapshot(tmp_path: Path) -> None:
    information = {"conflations/other/entityInformation.json": {"Shop": ["Buyers"]}}
    write(tmp_path, {"snapshot.json": snapshot(), **information})
    result = CliRunner().invoke(main, ["snapshot", "apply", "--force", str(tmp_path)], catch_exceptions=False)

    assert [one["conflationId"] for one in json.loads(result.stdout)["conflations"]] == ["default", "other"]
