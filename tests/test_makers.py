"""Segments and measures alike, and what occurs in a project: names that are new, taken, or nobody's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from linter.diagnostic import Finding, Lack, Location, NotChecked, Replacement, Stated
from linter.kinds.references import Mention
from linter.project.project import Project
from linter.rulekit.lacks import doubted
from linter.rulekit.makers import is_nameless, kind_of, makers, names_nothing, updates_nothing
from linter.rulekit.names_given import NamesTaken, NewName
from linter.rulekit.occurring import occurring
from linter.rulekit.path_names import mentions_in_paths, repairs_in_url
from linter.rulekit.shape_codes import codes_of, codes_of_types, errors_among
from linter.rulekit.unread import may_be_made, may_have_more, nameless
from tests.projects import PLAN_FILE, RELATIONSHIPS_FILE, RULES_FILE, project_of, snapshot

MANAGE = "/api/instances/main/manage"
SEGMENTS, MEASURES = "manage/segments.json", "manage/measures.json"
QUERY = {"segmentQueryExpression": {"type": "structured", "rowsets": []}}
LISTS: dict[str, Any] = {
    "segments": [{"name": "Loyal"}],
    "measures": [{"name": "Spend"}],
    "derivedEntities": [],
}


def project(files: Any, folder: Path | None = None, **changes: Any) -> Project:
    laid = {"snapshot.json": snapshot(**{**LISTS, **changes}), **files}
    return project_of(laid, str(folder) if folder is not None else "")


def update(part: str, name: str, **body: Any) -> dict[str, Any]:
    return {"method": "PUT", "url": f"{MANAGE}/{part}/{name}", "body": body}


def creation(part: str, **body: Any) -> dict[str, Any]:
    return {"method": "POST", "url": f"{MANAGE}/{part}", "body": body}


def test_segments_and_measures_are_makers() -> None:
    files = project({SEGMENTS: [{"name": "A"}, {"name": "B"}], MEASURES: {"name": "C"}})

    assert [(kind_of(one), one.name) for one in makers(files)] == [
        ("segment", "A"),
        ("segment", "B"),
        ("measure", "C"),
    ]


@pytest.mark.parametrize(
    ("sent", "changes", "is_so"),
    [
        ([update("segments", "Loyal")], {}, False),
        ([update("segments", "Lost")], {}, True),
        ([update("segments", "Spend")], {}, True),
        ([update("measures", "Spend")], {}, False),
        ([update("segments", "New"), creation("segments", name="New", **QUERY)], {}, False),
        ([update("segments", "Lost"), update("segments", "Lost")], {}, True),
        ([update("segments", "Lost")], {"segments": None}, False),
        ([update("segments", "Lost"), creation("segments", name="{{name}}", **QUERY)], {}, False),
    ],
)
def test_an_update_of_what_there_is_not_updates_nothing(
    sent: Any, changes: Any, is_so: bool, tmp_path: Path
) -> None:
    files = project({"in-turn.json": sent}, tmp_path, **changes)

    assert updates_nothing(files, next(makers(files))) is is_so


def test_without_a_snapshot_nobody_knows_what_is_updated(tmp_path: Path) -> None:
    files = project_of({"in-turn.json": [update("segments", "Lost")]}, str(tmp_path))

    assert not updates_nothing(files, next(makers(files)))


def test_a_name_is_nobodys_where_neither_an_entity_nor_an_output_has_it() -> None:
    files = project(
        {
            SEGMENTS: [{"name": "New", **QUERY}],
            "manage/derivedEntities.json": {"name": "Sums", "query": "SELECT 1"},
        }
    )
    request = files.requests[0]

    def told(name: str | None) -> bool:
        mention = Mention(None, request.snapshot, name, Location("a.json"))
        return names_nothing(files, request, mention)

    names = ("Lost", "Shop_Buyers", "Loyal", "New", "Sums", "Customer", "", " ", None)
    assert [told(one) for one in names] == [True, *[False] * 8]
    alone = project_of({SEGMENTS: [{"name": "New", **QUERY}]})
    mention = Mention(None, None, "Lost", Location("a.json"))
    assert not names_nothing(alone, alone.requests[0], mention)


def test_a_name_that_two_entities_have_is_somebodys() -> None:
    sources = snapshot()["dataSources"]
    sources[1]["entities"].append({"name": "Visits", "attributes": {}})
    files = project({SEGMENTS: [{"name": "New", **QUERY}]}, dataSources=sources)
    request = files.requests[0]

    assert not names_nothing(files, request, Mention(None, request.snapshot, "Visits", Location("a.json")))


def test_what_is_new_may_have_no_name() -> None:
    names = ("A", "", " ", None, 5, "{{name}}")
    files = project(
        {"in-turn.json": [creation("segments", name=one) for one in names] + [update("segments", "X")]}
    )

    assert [is_nameless(files, one) for one in makers(files)] == [False, *[True] * 3, *[False] * 3]


def test_what_has_no_name_may_be_the_one_that_is_meant() -> None:
    files = project({"in-turn.json": [creation("segments"), creation("measures", name="A")]})
    request, other = files.requests[0], project_of({SEGMENTS: {"name": "A"}}).requests[0]

    lack = Lack("a segment has no name, and may be the one that is meant", "give it its name")
    assert nameless(files, request, "segment", "measure") == lack
    assert nameless(files, request, "measure") is None
    assert nameless(files, other, "segment") is None


def test_what_makes_names_may_not_be_read(tmp_path: Path) -> None:
    files = project({SEGMENTS: "{", RULES_FILE: "{", MEASURES: {"name": "A"}}, tmp_path)
    (request,) = files.requests

    def reason(lack: Lack | None) -> str | None:
        return lack.reason if lack is not None else None

    assert reason(may_be_made(files, request, "measure", "segment")) == f"{SEGMENTS} can't be read"
    assert may_be_made(files, request, "measure") is None
    assert reason(may_have_more(files, request, "Customer")) == f"{RULES_FILE} can't be read"
    assert may_have_more(files, request, "Customer_Measure") is None
    assert may_have_more(files, request, "UnifiedActivity") is None
    unnamed = project({MEASURES: {"name": ""}}, tmp_path)
    assert may_have_more(unnamed, unnamed.requests[0], "UnifiedActivity") is None
    assert reason(may_have_more(unnamed, unnamed.requests[0], "Customer_Measure")) == (
        "a measure has no name, and may be the one that is meant"
    )


def test_a_finding_without_a_repair_is_doubted() -> None:
    at, lack = Location("a.json"), Lack("it may be", "look")
    finding = Finding(at, "it isn't")
    slip = finding._replace(repairs=(Replacement("it", "Replace"),))

    assert doubted(finding, lack) == NotChecked(at, lack)
    assert doubted(finding, None) is finding
    assert doubted(slip, lack) is slip
    assert doubted("held back", lack) == "held back"


def test_names_are_taken_in_any_case_by_what_is_planned_or_stored() -> None:
    names = ("New", "loyal", "NEW", "Other")
    files = project({SEGMENTS: [{"name": one, **QUERY} for one in names]})
    taken = NamesTaken(files, "segments", "a segment")

    new = [NewName(one.request, "segment", str(one.name), one.name_at) for one in makers(files)]
    said = [one for each in new for one in taken.check(each)]

    assert [(one.at.path, one.message, one.label) for one in said if isinstance(one, Finding)] == [
        ((1, "name"), "a segment `loyal` exists already", "not unique"),
        ((2, "name"), "a segment `NEW` is planned already", "not unique"),
    ]
    assert [one.help for one in said if isinstance(one, Finding)] == [
        "give it another name, or change the existing one at `manage/segments/Loyal`",
        "give it another name, or change the existing one at `manage/segments/New`",
    ]
    assert [one.related[0].at.document for one in said if isinstance(one, Finding)] == [
        "snapshot.json",
        SEGMENTS,
    ]


def test_what_a_project_has_that_rules_can_speak_of() -> None:
    def found(*sent: Any, **files: Any) -> set[str]:
        return occurring(project({"in-turn.json": list(sent), **files}))

    assert occurring(project_of({})) == {"documents"}
    assert occurring(project_of({RELATIONSHIPS_FILE: []})) - {"{instanceId}"} == {
        "documents",
        "relationships",
        "requests",
    }
    read = {"method": "GET", "url": "/api/instances/main/data/Customer"}
    key = {"method": "GET", "url": "/api/instances/main/profile/keyRing"}
    gone = {"method": "DELETE", "url": f"{MANAGE}/relationships/X"}
    written = {"method": "POST", "url": "/api/instances/main/data/Shop_Buyers"}
    assert found(read) == {"documents", "requests", "queries"}
    assert found(written) == {"documents", "requests", "entityRecord"}
    assert "lists" not in found(read)
    assert {"lists", "queries", "{relationshipName}"} <= found(read, gone)
    assert "keyrings" in found(key)
    assert not {"keyrings", "queries", "calls", "entityRecord"} & found(gone)


def test_entities_that_paths_name_must_be_ingested_but_for_the_services_own() -> None:
    sets = ("Shop_Buyers", "Customer", "UnifiedActivity", "$metadata", "Nothing")
    sent = [{"method": "GET", "url": f"/api/instances/main/data/{one}"} for one in sets]
    sent += [{"method": "GET", "url": f"{MANAGE}/datasources/shop-1/entities/Visits"}]

    def named(**changes: Any) -> list[str | None]:
        return [one.name for _, one in mentions_in_paths(project({"in-turn.json": sent}, **changes))]

    assert named()[-2:] == ["Shop_Buyers", "Nothing"]
    assert named(systemEntities=[])[-4:] == ["Shop_Buyers", "Customer", "UnifiedActivity", "Nothing"]


def test_a_path_is_repaired_in_the_url_alone() -> None:
    files = project({"in-turn.json": [update("segments", "Lost")], PLAN_FILE: {}})
    request, file = files.requests if files.requests[0].envelope is not None else files.requests[::-1]

    (found,) = repairs_in_url(request, "segmentName", "Lost", ["A b"])
    assert (found.value, found.title) == ("A%20b", "Replace `Lost` with `A b`")
    assert found.at == request.at_parameter("segmentName")
    assert repairs_in_url(request, "conflationId", "x", ["y"]) == ()
    assert repairs_in_url(file, "conflationId", "x", ["y"]) == ()


def test_codes_of_tables_are_each_told_once() -> None:
    assert codes_of({("A", "a"): ("x", "y"), ("B", "b"): ("y", "z")}) == ("x", "y", "z")
    assert codes_of_types() == (
        "invalidSegmentFormat",
        "invalidMalformedInsightInputPayload",
        "selfConflationWrongRequestFormat",
    )
    assert errors_among([Stated("service-error", "a"), Stated("odata", "b")]) == ("a",)
