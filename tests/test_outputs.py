"""What segments, measures, derived entities and hierarchies make in the planned state."""

from __future__ import annotations

from typing import Any

import pytest

from linter.project.outputs import Outputs
from tests.projects import Files, project_of, snapshot

URL = "/api/instances/main"


def segment(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, **more}


def measure(name: str, kind: str = "entity", *aliases: str, **more: Any) -> dict[str, Any]:
    aggregates = [{"operation": "sum", "field": "v.Id", "alias": one} for one in aliases]
    return {
        "name": name,
        "definition": {"kind": kind, "type": "structured", "aggregates": aggregates, **more},
    }


def put(path: str, body: Any = None, method: str = "PUT") -> dict[str, Any]:
    return {"method": method, "url": f"{URL}/{path}", **({} if body is None else {"body": body})}


@pytest.fixture
def outputs() -> Any:
    """Return what tells the outputs of files."""

    def of(files: Files, **stored: Any) -> Outputs:
        project = project_of({"snapshot.json": snapshot(**stored), **files})
        return project.outputs(project.snapshots[0])

    return of


def told(outputs: Outputs) -> list[str]:
    return [f"{one.kind} {one.name} {one.state}{' planned' if one.is_planned else ''}" for one in outputs.all]


def test_what_is_stored_and_what_is_planned_are_told_apart(outputs: Any) -> None:
    found = outputs(
        {"manage/segments.json": [segment("New")], "manage/measures/Old.json": measure("Old")},
        segments=[segment("Kept", state="Active")],
        measures=[measure("Old")],
        hierarchies=[{"name": "Tree"}],
        derivedEntities=[{"name": "Made"}],
    )
    assert told(found) == [
        "segment Kept active",
        "measure Old  planned",
        "derivedEntity Made ",
        "hierarchy Tree ",
        "segment New inactive planned",
    ]


def test_the_last_request_of_a_list_has_the_last_word(outputs: Any) -> None:
    gone, on, off = (
        put("manage/segments/S", method="DELETE"),
        *(put(f"manage/segments/S/{one}") for one in ("activate", "deactivate")),
    )
    new = put("manage/segments", segment("S"), "POST")
    stored = [segment("S", state="active")]
    assert told(outputs({"a.json": [gone]}, segments=stored)) == []
    assert told(outputs({"a.json": [gone, new]}, segments=stored)) == ["segment S inactive planned"]
    assert told(outputs({"a.json": [new, gone]}, segments=stored)) == []
    assert told(outputs({"a.json": [new, on]})) == ["segment S active planned"]
    assert told(outputs({"a.json": [on, off]}, segments=stored)) == ["segment S inactive"]
    assert [one.verb for one in outputs({"a.json": [on, off, gone]}).changes] == [
        "activates",
        "deactivates",
        "deletes",
    ]


def test_a_deletion_makes_room_for_another_list_and_no_other_change_does(outputs: Any) -> None:
    gone, off = put("manage/segments/S", method="DELETE"), put("manage/segments/S/deactivate")
    new = {"a.json": [put("manage/segments", segment("S", state="active"), "POST")]}
    stored = [segment("S", state="active")]

    assert told(outputs({**new, "b.json": [gone]}, segments=stored)) == ["segment S active planned"]
    assert told(outputs({**new, "b.json": [off]}, segments=stored)) == ["segment S inactive planned"]
    assert told(outputs({**new, "b.json": [gone]})) == ["segment S active planned"]  # it may be there
    assert told(outputs({**new, "b.json": [gone]}, segments=[], complete={"segments": True})) == []


def test_what_is_turned_off_and_then_deleted_is_missed_for_its_deletion(outputs: Any) -> None:
    off, gone = put("manage/segments/S/deactivate"), put("manage/segments/S", method="DELETE")
    found = outputs({"a.json": [off], "b.json": [gone]}, segments=[segment("S")])

    assert found.deletion("segment", "S").method == "DELETE"
    assert outputs({"a.json": [off]}, segments=[]).deletion("segment", "S") is None


def test_attribute_measures_are_attributes_of_one_entity_and_the_others_entities(outputs: Any) -> None:
    found = outputs(
        {"manage/measures.json": [measure("Total", "attribute", "t"), measure("Per", "entity", "a", "b")]},
        measures=[measure("Raw", type="manual", measureQuerySql="SELECT 1")],
        segments=[segment("S")],
    )
    assert list(found.measured) == ["Total"]
    assert found.entity("Total") is None
    assert found.entity("Per").attributes == ("a", "b")
    assert found.entity("Raw").attributes is None
    assert found.entity("S").attributes == ("CustomerId",)


def test_names_clash_whatever_their_case_and_refer_exactly(outputs: Any) -> None:
    found = outputs({"manage/segments.json": segment("Members")})
    assert [one.name for one in found.namesakes("MEMBERS")] == ["Members"]
    assert found.entity("MEMBERS") is None
    assert found.find("segment", "Members") is found.entity("Members")
    assert found.names("segment").names == ["Members"]


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_a_state_can_be_asked_for_in_two_ways(outputs: Any, method: str) -> None:
    found = outputs(
        {"r.json": [put("manage/segments/Kept/activate", method=method)]}, segments=[segment("Kept")]
    )
    assert [(one.name, one.verb) for one in found.changes] == [("Kept", "activates")]


def own(*, name: str = "S", of: str = "Shop_Visits", attribute: str = "Id", **more: Any) -> dict[str, Any]:
    """A segment that asks for an attribute of an entity."""
    asked = {"entityName": of, "attributeNames": [attribute]}
    query = {"type": "structured", "projectedAttributes": [asked]}
    return {"name": name, "segmentQueryExpression": query, **more}


@pytest.mark.parametrize(
    ("kind", "of", "attribute", "used"),
    [
        ("entity", "Made", "a", ["measure Made"]),
        ("entity", "Customer_Measure", "Made", []),
        ("attribute", "Customer_Measure", "Made", ["measure Made"]),
        ("attribute", "Made", "a", []),
        ("attribute", "Shop_Visits", "Made", []),
        ("entity", "made", "a", []),
    ],
)
def test_a_segment_uses_what_a_measure_makes_by_its_exact_name(
    outputs: Any, kind: str, of: str, attribute: str, used: list[str]
) -> None:
    found = outputs(
        {"manage/segments.json": own(of=of, attribute=attribute)}, measures=[measure("Made", kind)]
    )
    view = found.find("segment", "S").view
    assert [f"{one.used.kind} {one.used.name}" for one in found.uses(view)] == used
    assert found.uses(view) is found.uses(view)


def test_what_is_ingested_or_the_services_own_is_no_output_though_one_is_called_so(outputs: Any) -> None:
    taken = [measure(one) for one in ("Shop_Visits", "Customer", "Listed", "Other")]
    uses = {}
    for name in ("Shop_Visits", "Customer", "Listed", "Other"):
        found = outputs(
            {"manage/segments.json": own(of=name)},
            measures=taken,
            systemEntities=[{"name": "Listed", "attributes": {"a": "string"}}],
        )
        uses[name] = [one.used.name for one in found.uses(found.find("segment", "S").view)]
    assert uses == {"Shop_Visits": [], "Customer": [], "Listed": ["Listed"], "Other": ["Other"]}


def test_a_query_in_sql_uses_what_it_reads_and_columns_of_the_measures_alone_are_measures(
    outputs: Any,
) -> None:
    sql = "SELECT CustomerId FROM Made"
    query = {"name": "Q", "segmentQueryExpression": {"type": "manual", "segmentationQuerySql": sql}}
    other = own(of="Shop_Visits", attribute="Total")
    other["segmentQueryExpression"]["projectedAttributes"].append(
        {"entityName": "Made", "attributeNames": ["a"]}
    )
    nameless = own(name="N", of="Made")
    nameless["segmentQueryExpression"]["projectedAttributes"].insert(0, {"attributeNames": ["Total"]})
    stray = measure("M", "entity", "Most", linkedEntities=[{"kind": "base", "entity": "Made", "alias": "m"}])
    found = outputs(
        {"manage/segments.json": [query, other, nameless], "manage/measures.json": stray},
        measures=[measure("Made"), measure("Total", "attribute")],
    )
    views = [*(found.find("segment", name).view for name in ("Q", "S", "N")), found.find("measure", "M").view]

    assert [[one.used.name for one in found.uses(view)] for view in views] == [["Made"]] * 4


def test_what_is_used_at_several_places_is_used_once(outputs: Any) -> None:
    twice = own(of="Made")
    twice["segmentQueryExpression"]["projectedAttributes"] *= 2
    found = outputs({"manage/segments.json": twice}, measures=[measure("Made")])
    (use,) = found.uses(found.find("segment", "S").view)
    assert use.at.path[-2:] == (0, "entityName")


@pytest.mark.parametrize(
    ("made", "attributes"),
    [
        (measure("M", "entity", "a"), ("a",)),
        (measure("M", "attribute", "a"), ("M",)),
        (measure("M", type="manual"), None),
    ],
)
def test_attributes_of_a_measure_are_those_that_its_form_tells(
    outputs: Any, made: Any, attributes: tuple[str, ...] | None
) -> None:
    assert outputs({}, measures=[made]).find("measure", "M").attributes == attributes


def test_attributes_of_what_is_made_otherwise_are_not_told(outputs: Any) -> None:
    derived = {"name": "D", "derivedEntityDefinition": {"type": "structured"}}
    found = outputs({}, derivedEntities=[derived], hierarchies=[{"name": "H"}])
    assert [(one.kind, one.attributes) for one in found.all] == [("derivedEntity", None), ("hierarchy", None)]
    assert [type(one.view).__name__ for one in found.all] == ["DerivedEntity", "NoneType"]


@pytest.mark.parametrize(
    ("files", "stored", "is_inactive"),
    [
        pytest.param({}, {"state": "Inactive"}, True, id="stored so"),
        pytest.param({}, {"state": "ValidationError"}, True, id="stored with an error"),
        pytest.param({}, {"state": "active"}, False, id="stored as active"),
        pytest.param({}, {}, False, id="not said"),
        pytest.param({"s.json": [put("manage/segments/S", own(state="inactive"))]}, {}, False, id="planned"),
        pytest.param(
            {"s.json": [put("manage/segments/S/deactivate")]}, {"state": "active"}, True, id="turned off"
        ),
        pytest.param(
            {"s.json": [put("manage/segments/S/activate")]}, {"state": "inactive"}, False, id="turned on"
        ),
        pytest.param(
            {"s.json": [put("manage/segments/S", own()), put("manage/segments/S/deactivate")]},
            {},
            True,
            id="planned and turned off",
        ),
    ],
)
def test_a_segment_without_members_is_one_that_is_known_to_be_inactive(
    outputs: Any, files: Files, stored: Any, is_inactive: bool
) -> None:
    assert outputs(files, segments=[own(**stored)]).find("segment", "S").is_inactive is is_inactive


def test_a_measure_is_never_inactive(outputs: Any) -> None:
    assert not outputs({}, measures=[measure("M", state="inactive")]).find("measure", "M").is_inactive


@pytest.mark.parametrize(
    ("made", "may"),
    [([], False), ([measure("M", "attribute")], True), ([measure("M", "")], True), ([measure("M")], False)],
)
def test_a_measure_may_make_an_attribute_unless_it_makes_an_entity(
    outputs: Any, made: Any, may: bool
) -> None:
    assert outputs({}, measures=made).may_measure("M") is may


def test_names_are_those_of_the_kinds_that_are_asked_for(outputs: Any) -> None:
    found = outputs({}, measures=[measure("M")], segments=[segment("S")])
    assert found.names("measure").names == ["M"]
    assert sorted(found.names("measure", "segment").names) == ["M", "S"]
    assert found.names("measure") is found.names("measure")


def test_the_first_of_two_namesakes_makes_the_entity(outputs: Any) -> None:
    found = outputs({}, segments=[segment("Same")], measures=[measure("Same")])
    assert found.entity("Same").kind == "segment"


def test_an_update_creates_nothing(outputs: Any) -> None:
    requests = [
        put("manage/segments/Old", segment("Other")),
        put("manage/segments", segment("New"), "POST"),
        put("manage/segments/New", segment("New")),
        put("manage/segments", segment("Asked"), "GET"),
    ]
    found = outputs({"r.json": requests}, segments=[segment("Kept")])
    created = {
        name: len(found.creators("segment", name)) for name in ("Old", "Other", "New", "Kept", "Asked")
    }
    assert created == {"Old": 0, "Other": 0, "New": 1, "Kept": 0, "Asked": 0}
    assert [(one.name, one.is_update) for one in found.planned] == [
        ("Old", True),
        ("New", False),
        ("New", True),
    ]


@pytest.mark.parametrize(
    ("path", "method", "verb"),
    [
        ("manage/segments/S", "DELETE", "deletes"),
        ("manage/segments/S", "PUT", None),
        ("manage/segments/S/activate", "DELETE", None),
        ("manage/segments/S/activate", "GET", None),
        ("manage/segments/S/activate", "PUT", "activates"),
        ("manage/segments/S/deactivate", "POST", "deactivates"),
        ("manage/segments/S/refresh", "POST", None),
        ("manage/segments/activate", "POST", None),
        ("manage/segments", "DELETE", None),
        ("manage/segments/S/activate/now", "POST", None),
        ("manage/measures/S/activate", "POST", None),
        ("manage/measures/S", "DELETE", "deletes"),
        ("manage/derivedentities/S", "DELETE", "deletes"),
        ("hierarchies/S", "DELETE", "deletes"),
        ("hierarchies//S", "DELETE", "deletes"),
        ("manage/relationships/S", "DELETE", None),
        ("manage/activities/S", "DELETE", None),
    ],
)
def test_requests_that_delete_or_turn_on_are_told_by_path_and_method(
    outputs: Any, path: str, method: str, verb: str | None
) -> None:
    found = outputs({"r.json": [put(path, method=method)]})
    assert [(one.name, one.verb) for one in found.changes] == ([("S", verb)] if verb else [])


def test_requests_to_another_instance_make_nothing_here(outputs: Any) -> None:
    elsewhere = {
        **put("manage/segments", segment("S"), "POST"),
        "url": "/api/instances/other/manage/segments",
    }
    assert told(outputs({"r.json": [elsewhere]})) == []


def test_what_is_only_asked_for_or_deleted_or_of_another_kind_makes_nothing(outputs: Any) -> None:
    sent = [put("manage/segments", segment("S"), "GET"), put("manage/segments/S", segment("S"), "DELETE")]
    link = put("manage/relationships", {"name": "S"}, "POST")
    assert outputs({"r.json": [*sent, link]}).planned == []


def test_what_a_request_makes_is_worked_out_once_as_long_as_the_request_is_kept(outputs: Any) -> None:
    found = outputs({"manage/segments.json": segment("S")})
    [one] = found.planned
    assert Outputs(found.snapshot, [one.request]).planned[0] is one


def test_what_has_no_name_makes_nothing(outputs: Any) -> None:
    found = outputs({"manage/segments.json": [{"kind": "default"}, "S", 7]}, measures=[{"definition": {}}])
    assert told(found) == []


def test_a_request_of_another_file_has_no_last_word(outputs: Any) -> None:
    gone = put("manage/segments/S", method="DELETE")
    new = put("manage/segments", segment("S"), "POST")
    files = {"a.json": [gone], "b.json": [put("manage/segments", segment("T"), "POST"), new]}
    found = outputs(files, complete={"segments": True})
    assert told(found) == ["segment T inactive planned"]
    assert found.deletion("segment", "S").document.endswith("a.json")
    assert found.deletion("segment", "T") is None
    assert outputs({"r.json": [gone, new]}).deletion("segment", "S") is None
    assert found.deletion("measure", "S") is None


@pytest.mark.parametrize("stored", [{"segments": [{"name": "S"}]}, {}], ids=["stored", "not listed"])
def test_what_another_file_deletes_is_there_again_where_it_is_created_anew(
    outputs: Any, stored: dict[str, Any]
) -> None:
    gone = put("manage/segments/S", method="DELETE")
    files = {"a.json": put("manage/segments", segment("S"), "POST"), "b.json": gone}
    assert told(outputs(files, **stored)) == ["segment S inactive planned"]

    files["a.json"] = put("manage/segments/S", segment("S"))
    assert told(outputs(files, **stored)) == []

    files = {"a.json": [put("manage/segments", segment("S"), "POST"), gone], "b.json": gone}
    assert told(outputs(files, **stored)) == []


MADE, UNMADE = (
    put("manage/segments", own(name="New", of="Vip"), "POST"),
    put("manage/segments/New", method="DELETE"),
)
VIP, GONE = put("manage/segments", segment("Vip"), "POST"), put("manage/segments/Vip", method="DELETE")
CHANGED = put("manage/segments/Vip", segment("Vip", description="new"))
OTHERS, OTHER_KIND = (put(f"manage/{one}", method="DELETE") for one in ("segments/Other", "measures/Vip"))
OF_ITSELF = put("manage/segments/Vip", own(name="Vip", of="Vip"))


@pytest.mark.parametrize(
    ("stored", "sent", "found"),
    [
        pytest.param(["Vip"], [MADE, UNMADE, GONE], "as it is stored", id="deleted"),
        pytest.param(["Vip"], [MADE, UNMADE, CHANGED, GONE], "as it is stored", id="changed and deleted"),
        pytest.param([], [VIP, MADE, UNMADE, GONE], "planned by 0", id="made"),
        pytest.param([], [VIP, MADE, UNMADE, CHANGED, GONE], "planned by 0", id="made and changed"),
        pytest.param(["Vip"], [GONE, VIP, MADE, UNMADE, CHANGED, GONE], "planned by 1", id="made anew"),
        pytest.param(["Vip"], [VIP, CHANGED, MADE, UNMADE, GONE], "planned by 1", id="changed before"),
        pytest.param(
            ["Vip"],
            [OTHERS, OTHER_KIND, MADE, UNMADE, CHANGED, GONE],
            "as it is stored",
            id="others are deleted before",
        ),
        pytest.param([], [MADE, UNMADE, VIP, GONE], None, id="made too late"),
        pytest.param([], [OTHERS, MADE, UNMADE, VIP, GONE], None, id="made too late, and others are deleted"),
        pytest.param(["Vip"], [GONE, MADE, UNMADE, VIP, GONE], None, id="made anew too late"),
        pytest.param(["Vip"], [MADE, GONE, UNMADE], None, id="deleted while it is used"),
        pytest.param(["Vip"], [MADE, GONE], None, id="deleted for good"),
        pytest.param(
            ["VIP"], [MADE, UNMADE, put("manage/segments/VIP", method="DELETE")], None, id="another"
        ),
        pytest.param(["Vip"], [OF_ITSELF, GONE], "planned by 0", id="that it makes itself"),
    ],
)
def test_a_request_finds_what_its_list_deletes_when_nothing_is_left_of_what_it_makes(
    stored: list[str], sent: list[Any], found: str | None
) -> None:
    project = project_of(
        {"snapshot.json": snapshot(segments=[segment(one) for one in stored]), "r.json": sent}
    )
    outputs = project.outputs(project.snapshots[0])
    reader = next(
        one for one in project.requests if one.root is not None and one.root.node("segmentQueryExpression")
    )
    made, deletion = outputs.entity("Vip", reader), outputs.deletion("segment", "Vip", reader)
    how = f"planned by {made.request.index}" if made and made.request else "as it is stored"

    assert (how if made else None) == found
    assert (deletion is None) is (found is not None or GONE not in sent)


def test_in_another_list_what_is_deleted_is_missed() -> None:
    later = [put("manage/segments", method="GET")] * 3
    root = snapshot(segments=[segment("Vip")])
    project = project_of({"snapshot.json": root, "a.json": [MADE, UNMADE], "b.json": [*later, GONE]})
    outputs = project.outputs(project.snapshots[0])

    assert outputs.entity("Vip", project.requests[0]) is None
    assert outputs.deletion("segment", "Vip", project.requests[0]) is project.requests[-1]


def test_of_namesakes_a_request_finds_those_that_are_deleted_after_it_by_their_kinds() -> None:
    gone = [put(f"manage/{one}", method="DELETE") for one in ("measures/Vip", "segments/VIP", "segments/Vip")]
    project = project_of(
        {
            "snapshot.json": snapshot(
                segments=[segment("Vip"), segment("VIP")], measures=[measure("Vip", "attribute")]
            ),
            "r.json": [MADE, UNMADE, *gone],
            "x.json": [put("manage/measures/vip", method="DELETE")],
        }
    )
    outputs = project.outputs(project.snapshots[0])
    reader, later = project.requests[0], project.requests[2]

    assert [(one.kind, one.name) for one in outputs.namesakes("vip", reader)] == [
        ("measure", "Vip"),
        ("segment", "VIP"),
        ("segment", "Vip"),
    ]
    assert outputs.namesakes("vip") == outputs.namesakes("vip", later) == []
    made = [outputs.entity(one, reader) for one in ("Vip", "VIP", "vip")]
    assert [(one.kind, one.name) if one else None for one in made] == [
        ("segment", "Vip"),
        ("segment", "VIP"),
        None,
    ]
    assert [outputs.may_measure(one, reader) for one in ("Vip", "VIP", "vip")] == [True, False, False]
    assert outputs.deletion("measure", "Vip", reader) is None
    assert outputs.deletion("measure", "vip", reader) is not None


TURNED_ON = put("manage/segments/Vip/activate")


@pytest.mark.parametrize(
    ("files", "state"),
    [
        pytest.param({"r.json": [MADE, UNMADE, GONE]}, "inactive", id="as it is stored"),
        pytest.param({"r.json": [TURNED_ON, MADE, UNMADE, GONE]}, "active", id="turned on before"),
        pytest.param({"r.json": [TURNED_ON, MADE, UNMADE, CHANGED, GONE]}, "active", id="and changed"),
        pytest.param({"r.json": [MADE, UNMADE, CHANGED, TURNED_ON, GONE]}, "inactive", id="turned on later"),
        pytest.param({"a.json": [TURNED_ON], "r.json": [MADE, UNMADE, GONE]}, "active", id="by another list"),
    ],
)
def test_a_request_finds_the_state_that_was_asked_for_before_it(files: Files, state: str) -> None:
    project = project_of({"snapshot.json": snapshot(segments=[segment("Vip", state="inactive")]), **files})
    outputs = project.outputs(project.snapshots[0])
    found = outputs.entity("Vip", next(one for one in project.requests if one.root is not None))

    assert found is not None
    assert found.state == state
