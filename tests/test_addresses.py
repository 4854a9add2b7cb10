"""What a URL, or the path of a file, addresses: every part of it, compared as a whole."""

from __future__ import annotations

import pytest

from linter import kinds
from linter.kinds.endpoints import (
    METHODS,
    addressed,
    endpoints,
    is_query,
    meant_kind,
    misspelt_segment,
    nearest,
    open_segment,
)
from linter.kinds.route import Address, Route, parameter_in, with_values
from linter.kinds.routes import (
    laid_out,
    of_method,
    parse_layout,
    parse_request,
    parse_url,
    path_of,
    plain_route,
)
from linter.placeholders import Values

ID = "5f2b6d0e-7c1a-4b52-9d53-0a4c1d3f9e21"


def told(route: Route | None) -> str | None:
    """The kind and its address, the instance, what is known and what is open, the path and the query."""
    if route is None:
        return None
    kind = f"{route.kind} by {route.address.path}" if route.address is not None else str(route.kind)
    named = "".join(f" {name}={value}" for name, value in route.parameters.items())
    opened = "".join(f" {name}?{value}" for name, value in route.open.items())
    query = f" [{route.query_start}]{route.query}"
    return f"{kind} in {route.instance_id}:{named}{opened} /{route.path}{query}".replace(ID, "ID")


URLS = [
    ("/api/instances/ID/data/Customer?$filter=a#x?y", "None in ID: /data/Customer [66]$filter=a"),
    ("/api/instances/V2", "instance by V2 in None: /V2 [17]"),
    ("instances/copy?x", "instance by copy in None: /copy [15]x"),
    ("/instances/a/V2", "instance by V2 in a: /V2 [15]"),
    ("https://host", None),
    (
        "https://host/api/instances/a%20b/manage/relationships/R%2FS",
        "relationships by manage/relationships/{relationshipName} in a b: relationshipName=R/S "
        "/manage/relationships/R%2FS [59]",
    ),
    (
        "/api/instances//manage/relationships",
        "relationships by manage/relationships in ∅: /manage/relationships [36]",
    ),
    ("/v1/Instances///data/x", "None in ∅: /data/x [22]"),
    ("/api/instances/", None),
    ("/api/instances//", None),
    ("/api/instance/ID/manage/relationships?q", "None in None: /instance/ID/manage/relationships [72]q"),
    ("/v1/instanses/ID/data/x", "None in None: /instanses/ID/data/x [57]"),
    ("/x/instance/ID/manage/relationships", None),
    ("/api/istance/a/manage/relationships", None),
    ("/api/orders/ID/manage/segments", None),
    ("/instance/ID/manage/segments", None),
    (
        "{{base}}/manage/relationships",
        "relationships by manage/relationships in None: instanceId?{{base}} /manage/relationships [29]",
    ),
    ("{{base}}/manage/other", None),
    (
        "$(x)/conflations/{{c}}/conflationPlan",
        "conflationPlan by conflations/{conflationId}/conflationPlan in None: "
        "conflationId?{{c}} instanceId?$(x) /conflations/{{c}}/conflationPlan [37]",
    ),
    ("{base}", None),
    (
        "/api/instances/{{i}}/conflations/{{c}}/datasources/{{d}}/entityInformation/E",
        "entityInformation by "
        "conflations/{conflationId}/datasources/{datasourceId}/entityInformation/{entityName} "
        "in None: entityName=E conflationId?{{c}} datasourceId?{{d}} instanceId?{{i}} "
        "/conflations/{{c}}/datasources/{{d}}/entityInformation/E [76]",
    ),
    (
        "/api/instances/i/data/{{e}}('{{k}}')?x={{y}}",
        "None in i: entityName?{{e}} /data/{{e}}('{{k}}') [37]x={{y}}",
    ),
    ("/api/instances/i/data/E('{{k}}')", "None in i: /data/E('{{k}}') [32]"),
    ("/api/instances/i/data/E{{k}}/{{x}}", "None in i: entityName?E{{k}} /data/E{{k}}/{{x}} [34]"),
    (
        "/gw/x/instances/ID/manage/relationships",
        "relationships by manage/relationships in ID: /manage/relationships [73]",
    ),
    ("/gw/instances/a/manage/relationships", None),
    (
        "/{{gw}}/{{h}}/instances/a/manage/relationships",
        "relationships by manage/relationships in a: /manage/relationships [46]",
    ),
    (
        "/gw/instances/{{i}}/hierarchies",
        "hierarchy by hierarchies in None: instanceId?{{i}} /hierarchies [31]",
    ),
    ("/api/x/instances/a/b", None),
    ("/gw/instances/ID/data/x", "None in ID: /data/x [57]"),
    ("/gw/instances/ID/Foo/x", None),
    ("/gw/instances/IDx/data/y", None),
    (
        "/api/instances/i/conflations/c/x/datasources/d/y",
        "None in i: conflationId=c datasourceId=d /conflations/c/x/datasources/d/y [48]",
    ),
    (
        "/api/instances/i/manage/datasources/d/x/conflations/e",
        "None in i: datasourceId=d conflationId=e /manage/datasources/d/x/conflations/e [53]",
    ),
    ("/api/instances/i/workflows/datasources/d", "None in i: /workflows/datasources/d [40]"),
    ("/api/instances/i/conflations", "None in i: /conflations [28]"),
    (
        "/api/instances/i/manage/datasources/v2",
        "None by manage/datasources/v2 in i: /manage/datasources/v2 [38]",
    ),
    (
        "/api/instances/i/MANAGE/Segments/S/Activate",
        "None by manage/segments/{segmentName}/activate in i: segmentName=S /MANAGE/Segments/S/Activate [43]",
    ),
    ("/api/instances/i/{{what}}/x", "None in i: /{{what}}/x [27]"),
    (
        "/api/instances/i/workflows/main/schedules/batch",
        "schedule by workflows/{workflowName}/schedules/batch in i: workflowName=main "
        "/workflows/main/schedules/batch [47]",
    ),
    ("/api/instances/a/instances/b/hierarchies", "None in a: /instances/b/hierarchies [40]"),
    ("/instances/instances/hierarchies", "hierarchy by hierarchies in instances: /hierarchies [32]"),
    ("/api/instances/i/data/E/k", "None in i: /data/E/k [25]"),
    (
        "/api/instances/i/manage/relationships?$(x)#{y}#/z",
        "relationships by manage/relationships in i: /manage/relationships [38]$(x)#{y}#/z",
    ),
    ("#{x}#/instances/i/hierarchies#f?g", "hierarchy by hierarchies in i: /hierarchies [29]"),
    ("/api/v1/instances/ID", "None in ID: / [54]"),
    ("https://host/instances/a/hierarchies", "hierarchy by hierarchies in a: /hierarchies [36]"),
    ("https:///instances/a/hierarchies", "hierarchy by hierarchies in a: /hierarchies [32]"),
    ("https://{{a/b}}/instances/i/hierarchies", "hierarchy by hierarchies in i: /hierarchies [39]"),
    ("{{a://b}}://host/instances/i/hierarchies", "hierarchy by hierarchies in i: /hierarchies [40]"),
    ("{{a://b}}/instances/i/hierarchies", "hierarchy by hierarchies in i: /hierarchies [33]"),
    (
        "/api/instances/i/hierarchies?x=http://y",
        "hierarchy by hierarchies in i: /hierarchies [29]x=http://y",
    ),
    (
        "/api/instances/{{a/b}}/hierarchies",
        "hierarchy by hierarchies in None: instanceId?{{a/b}} /hierarchies [34]",
    ),
    ("/gw/manage/relationships", None),
    ("/gw/instances/ID/V2", None),
    ("/gw/instances/ID/DATA/x", "None in ID: /DATA/x [57]"),
    (
        "/gw/instances/ID/Manage/relationships",
        "relationships by manage/relationships in ID: /Manage/relationships [71]",
    ),
    ("/API/istances/ID/Data/x", "None in None: /istances/ID/Data/x [57]"),
    ("/api/instances/i/Data/{{e}}", "None in i: entityName?{{e}} /Data/{{e}} [27]"),
    (
        "/api/instances/i/Conflations/C/X/DataSources/D",
        "None in i: conflationId=C datasourceId=D /Conflations/C/X/DataSources/D [46]",
    ),
    (
        "/api/instances/i/conflations/manage/conflationPlan",
        "conflationPlan by conflations/{conflationId}/conflationPlan in i: conflationId=manage "
        "/conflations/manage/conflationPlan [50]",
    ),
]


@pytest.mark.parametrize(("url", "expected"), URLS)
def test_a_url_addresses(url: str, expected: str | None) -> None:
    assert told(parse_url(url.replace("ID", ID))) == expected


PATHS = [
    ("instances/i/hierarchies", "hierarchy by hierarchies in i: /hierarchies [0]"),
    ("instances/i", None),
    (
        "x/instances/i/manage/relationships",
        "relationships by manage/relationships in i: /manage/relationships [0]",
    ),
    (
        "manage/manage/relationships",
        "relationships by manage/relationships in None: /manage/relationships [0]",
    ),
    (
        "conflations/conflations/c/conflationPlan",
        "conflationPlan by conflations/{conflationId}/conflationPlan in None: conflationId=c "
        "/conflations/c/conflationPlan [0]",
    ),
    ("data/x", None),
    (
        "Hierarchies/{{h}}",
        "hierarchy by hierarchies/{hierarchyId} in None: hierarchyId?{{h}} /Hierarchies/{{h}} [0]",
    ),
    ("instances/i/workflows/w/jobs", None),
    ("workflows/w/jobs", None),
    (
        "workflows/w/schedules",
        "schedule by workflows/{workflowName}/schedules in None: workflowName=w /workflows/w/schedules [0]",
    ),
    ("V2", None),
    ("instances/i/V2", None),
    ("", None),
    ("x/y", None),
    ("manage/segments/S/activate", None),
    ("manage/entities/x", None),
    (
        "instances/hierarchies/x",
        "hierarchy by hierarchies/{hierarchyId} in None: hierarchyId=x /hierarchies/x [0]",
    ),
    ("instances/i/j/hierarchies", "hierarchy by hierarchies in None: /hierarchies [0]"),
    ("x/instances", None),
    ("x/y/instances", None),
]


@pytest.mark.parametrize(("path", "expected"), PATHS)
def test_a_path_mirrors(path: str, expected: str | None) -> None:
    assert told(parse_layout(path.split("/"))) == expected


NAMES = [
    ("hierarchies", None),
    ("hierarchies.JSON", "hierarchy by hierarchies in None: /hierarchies [0]"),
    ("hierarchies.yaml", "hierarchy by hierarchies in None: /hierarchies [0]"),
    ("hierarchies.yml", "hierarchy by hierarchies in None: /hierarchies [0]"),
    ("hierarchies.xjson", None),
    ("hierarchies.json.txt", None),
    (
        "a.b/hierarchies/h.i.json",
        "hierarchy by hierarchies/{hierarchyId} in None: hierarchyId=h.i /hierarchies/h.i [0]",
    ),
]


@pytest.mark.parametrize(("name", "expected"), NAMES)
def test_a_file_is_laid_out_by_its_name(name: str, expected: str | None) -> None:
    assert told(laid_out(name)) == expected


REQUESTS = [
    (
        " patch /api/instances/{i}/manage/relationships ",
        "PATCH relationships by manage/relationships in {i}: /manage/relationships [39]",
    ),
    ("POST manage/segments?x=1", "POST segment by manage/segments in None: /manage/segments [0]x=1"),
    ("get", None),
    ("PUT /v1", None),
    (
        "PUT /V1/api/hierarchies/{{h}}",
        "PUT hierarchy by hierarchies/{hierarchyId} in None: hierarchyId={{h}} /hierarchies/{{h}} [0]",
    ),
    (
        "DELETE  https://h/api/instances/i/hierarchies/h",
        "DELETE hierarchy by hierarchies/{hierarchyId} in i: hierarchyId=h /hierarchies/h [39]",
    ),
    ("PATCH //", None),
    (
        "PUT  hierarchies//h",
        "PUT hierarchy by hierarchies/{hierarchyId} in None: hierarchyId=h /hierarchies/h [0]",
    ),
    (
        "PUT /api/v1/conflations/v1/conflationPlan",
        "PUT conflationPlan by conflations/{conflationId}/conflationPlan in None: "
        "conflationId=v1 /conflations/v1/conflationPlan [0]",
    ),
]


@pytest.mark.parametrize(("text", "expected"), REQUESTS)
def test_a_request_may_be_written_without_its_instance(text: str, expected: str | None) -> None:
    found = parse_request(text)
    assert (found and f"{found[0]} {told(found[1])}") == expected


BY_METHOD = [
    ("data/E", "POST", "entityRecord by data/{entityName} in i: /data/E [23]"),
    ("data/E", "GET", "None in i: /data/E [23]"),
    ("data/E/k", "PATCH", "entityRecord by data/{entityName}/{entityId} in i: /data/E/k [25]"),
    ("data/E/k", "POST", "None in i: /data/E/k [25]"),
    ("data/E/k/l", "PATCH", "None in i: /data/E/k/l [27]"),
    ("hierarchies", "POST", "hierarchy by hierarchies in i: /hierarchies [28]"),
    ("dato/E", "POST", "None in i: /dato/E [23]"),
    ("DATA/E", "PATCH", "entityRecord by data/{entityName} in i: /DATA/E [23]"),
    (
        "manage/datasources/v2",
        "POST",
        "None by manage/datasources/v2 in i: /manage/datasources/v2 [38]",
    ),
]


@pytest.mark.parametrize(("path", "method", "expected"), BY_METHOD)
def test_a_record_is_told_from_a_query_by_the_method(path: str, method: str, expected: str) -> None:
    route = parse_url(f"/api/instances/i/{path}")
    assert route is not None
    assert told(of_method(route, method)) == expected


FILLED = [
    (
        "/api/instances/{{i}}/conflations/{{c}}/datasources/{{d}}/entityInformation/{{e}}",
        "entityInformation by "
        "conflations/{conflationId}/datasources/{datasourceId}/entityInformation/{entityName} "
        "in inst: conflationId=one datasourceId=7 entityName?{{e}} "
        "/conflations/{{c}}/datasources/{{d}}/entityInformation/{{e}} [80]",
        "entityInformation by "
        "conflations/{conflationId}/datasources/{datasourceId}/entityInformation/{entityName} "
        "in None: conflationId?{{c}} datasourceId?{{d}} entityName?{{e}} instanceId?{{i}} "
        "/conflations/{{c}}/datasources/{{d}}/entityInformation/{{e}} [80]",
    ),
    (
        "/api/instances/i/hierarchies/{{h}}",
        "hierarchy by hierarchies/{hierarchyId} in i: hierarchyId?{{h}} /hierarchies/{{h}} [34]",
        "hierarchy by hierarchies/{hierarchyId} in i: hierarchyId?{{h}} /hierarchies/{{h}} [34]",
    ),
    (
        "/api/instances/{{x}}/hierarchies/h",
        "hierarchy by hierarchies/{hierarchyId} in None: hierarchyId=h instanceId?{{x}} /hierarchies/h [34]",
        "hierarchy by hierarchies/{hierarchyId} in None: hierarchyId=h instanceId?{{x}} /hierarchies/h [34]",
    ),
    (
        "/api/instances/i/hierarchies/x{{c}}",
        "hierarchy by hierarchies/{hierarchyId} in i: hierarchyId=xone /hierarchies/x{{c}} [35]",
        "hierarchy by hierarchies/{hierarchyId} in i: hierarchyId?x{{c}} /hierarchies/x{{c}} [35]",
    ),
]


@pytest.mark.parametrize(("url", "read_as_it_is", "read_as_open"), FILLED)
def test_what_a_pipeline_fills_is_filled_as_far_as_it_is_known(
    url: str, read_as_it_is: str, read_as_open: str
) -> None:
    values = Values({"c": "one", "d": 7, "i": "inst"})
    plain, opened = parse_url(url, lambda _: False), parse_url(url)
    assert plain is not None
    assert opened is not None
    assert told(with_values(plain, values)) == read_as_it_is
    assert told(with_values(opened, values)) == read_as_open


PLACES = [
    (
        "/api/instances/i/manage/relationships/R?x=/manage/relationships/S",
        "relationshipName",
        "manage/relationships/{relationshipName}",
        (38, 39),
    ),
    ("/api/INSTANCES//i/x", "instanceId", "", (16, 17)),
    ("/api/instances/i/odd/x", "odd", "", (21, 22)),
    ("/tables/T/x", "entityName", "", (8, 9)),
    ("/api/instances/i", "entityName", "", None),
    ("/api/instances/{{i}}/data/x", "instanceId", "", (15, 20)),
    ("xinstances/i", "instanceId", "", None),
    ("instances/i#j", "instanceId", "", (10, 11)),
    ("/a/{x}/relationships/R", "relationshipName", "relationships/{relationshipName}/x/{y}", (21, 22)),
    ("/conflations/c", "conflationId", "x", (13, 14)),
    ("/d/e", "y", "a/{x}/d/{y}", (3, 4)),
]


@pytest.mark.parametrize(("url", "name", "address", "place"), PLACES)
def test_a_parameter_stands_behind_the_segment_that_its_address_has_before_it(
    url: str, name: str, address: str, place: tuple[int, int] | None
) -> None:
    assert parameter_in(url, name, Address(address) if address else None) == place


WRITTEN = [
    ("entityInformation", {}, {}, "conflations/{conflationId}/entityInformation"),
    ("entityInformation", {"conflationId": "a b/c"}, {}, "conflations/a%20b%2Fc/entityInformation"),
    ("entityInformation", {"conflationId": "c", "entityName": "e"}, {}, "conflations/c/entityInformation/e"),
    (
        "entityInformation",
        {"conflationId": "c", "entityName": "e", "datasourceId": "d"},
        {},
        "conflations/c/datasources/d/entityInformation/e",
    ),
    (
        "entityInformation",
        {"datasourceId": "d"},
        {"conflationId": "{{c}}"},
        "conflations/{{c}}/datasources/d/entityInformation/{entityName}",
    ),
    ("relationships", {"x": "y"}, {}, "manage/relationships"),
    ("relationships", {"relationshipName": "\udcff"}, {}, "manage/relationships/%FF"),
]


@pytest.mark.parametrize(("kind", "known", "opened", "path"), WRITTEN)
def test_a_kind_has_the_path_with_the_most_of_the_parameters(
    kind: str, known: dict[str, str], opened: dict[str, str], path: str
) -> None:
    assert path_of(kind, known, opened) == path


def test_a_payload_of_which_only_the_kind_is_known_has_its_first_address() -> None:
    assert (
        told(plain_route("entityInformation"))
        == "entityInformation by conflations/{conflationId}/entityInformation in None: / [0]"
    )
    assert told(plain_route("x")) == "x in None: / [0]"


def test_tables_of_kinds_are_made_anew_where_the_kinds_are_others(monkeypatch: pytest.MonkeyPatch) -> None:
    known = kinds.ALL
    monkeypatch.setattr(kinds, "ALL", (*known,))

    assert [told(parse_url(url.replace("ID", ID))) for url, _ in URLS] == [expected for _, expected in URLS]
    assert [told(parse_layout(path.split("/"))) for path, _ in PATHS] == [expected for _, expected in PATHS]
    routes = [(parse_url(f"/api/instances/i/{path}"), method) for path, method, _ in BY_METHOD]
    by_method = [told(of_method(route, method)) for route, method in routes if route is not None]
    assert by_method == [expected for *_, expected in BY_METHOD]
    assert [misspelt_segment(path) for path, *_ in LED] == [one[3] for one in LED]
    assert [kinds.named(name) for name in kinds.names()] == list(known)
    monkeypatch.setattr(kinds, "ALL", known[:1])
    assert [kinds.named(one.name) for one in known] == [known[0]] + [None] * (len(known) - 1)


def test_what_has_no_address_has_neither_segments_nor_methods() -> None:
    assert (plain_route("x").segments, plain_route("x").methods) == ([], ())


def test_methods_are_those_of_the_kind_and_segments_are_folded() -> None:
    route, other = (
        parse_url("/api/instances/i//Hierarchies//X"),
        parse_url("/api/instances/i/manage/tables/T"),
    )
    assert route is not None
    assert other is not None
    assert (route.segments, route.methods, other.methods) == (["hierarchies", "x"], ("PATCH", "PUT"), ())


LED = [
    ("", " 5", None, None, None, [], 0),
    ("/", " 5", None, None, None, [], 0),
    (
        "conflations/c",
        "conflations/{conflationId} 5",
        None,
        None,
        None,
        [(0, "data"), (0, "dataprofile"), (0, "hierarchies")],
        3,
    ),
    (
        "Conflations/c/conflationPlan",
        "conflations/{conflationId}/conflationPlan 5",
        None,
        None,
        None,
        [(2, "conflictResolutionRules"), (2, "entityInformation"), (2, "selfConflations")],
        5,
    ),
    (
        "manage/{{x}}",
        "manage/activities 5",
        "{{x}}",
        None,
        None,
        [(0, "profile"), (0, "profilestore"), (0, "rbac")],
        10,
    ),
    ("{{a}}/{{b}}", "conflations/{conflationId} 5", "{{a}}", None, None, [], 0),
    (
        "manage/segments/{{s}}/activate",
        "manage/segments/{segmentName}/activate 2",
        None,
        (3, "deactivate"),
        None,
        [(0, "conflations"), (0, "workflows"), (3, "deactivate")],
        3,
    ),
    (
        "workflows/w/{{x}}/supportedTimezones",
        "workflows/{workflowName}/jobs/{jobId} 1",
        "{{x}}",
        None,
        None,
        [(0, "conflations"), (3, "batch")],
        2,
    ),
    ("{{a}}", " 5", "{{a}}", None, None, [], 0),
    (
        "/manage//segment",
        None,
        None,
        (1, "segments"),
        "segment",
        [(1, "segments"), (1, "systemrelationships"), (1, "tables")],
        16,
    ),
    ("manage/segments/S/activat", None, None, (3, "activate"), None, [(3, "activate"), (3, "deactivate")], 2),
    (
        "managee/segments",
        None,
        None,
        (0, "manage"),
        "segment",
        [(0, "dataprofile"), (0, "hierarchies"), (0, "manage")],
        5,
    ),
    (
        "conflation/c/conflationPlan",
        None,
        None,
        (0, "conflations"),
        "conflationPlan",
        [(0, "conflations"), (0, "data"), (0, "dataprofile")],
        3,
    ),
    (
        "manage/relationship/R",
        None,
        None,
        (1, "relationships"),
        "relationships",
        [(1, "relationships"), (1, "segments"), (1, "tables")],
        11,
    ),
    ("instance/i/manage/relationships", None, None, (0, "instances"), "relationships", [], 0),
    (
        "instanecs",
        None,
        None,
        (0, "instances"),
        None,
        [(0, "conflations"), (0, "copy"), (0, "hierarchies")],
        5,
    ),
    ("x/y/z", None, None, None, None, [(0, "data"), (0, "dataprofile")], 2),
    (
        "data/E",
        "data/{entityName} 5",
        None,
        None,
        None,
        [(0, "conflations"), (0, "dataprofile"), (0, "hierarchies")],
        3,
    ),
    ("datas/E", None, None, (0, "data"), None, [(0, "data"), (0, "dataprofile"), (0, "hierarchies")], 4),
    ("rbac/role", None, None, (1, "roles"), None, [(1, "assignments"), (1, "myrole"), (1, "roles")], 7),
    ("manage/measures/M/x", None, None, None, None, [], 0),
    (
        "manage/datasources/d/entities/E/entityInf",
        None,
        None,
        (5, "entityInfo"),
        "entityInfo",
        [(5, "entityInfo")],
        1,
    ),
    (
        "manage/entites/E",
        None,
        None,
        (1, "entities"),
        None,
        [(1, "relationships"), (1, "segments"), (1, "tables")],
        11,
    ),
    (
        "hierarchie/h",
        None,
        None,
        (0, "hierarchies"),
        "hierarchy",
        [(0, "data"), (0, "dataprofile"), (0, "hierarchies")],
        4,
    ),
    (
        "{{a}}/schedule",
        "conflations/{conflationId} 5",
        "{{a}}",
        None,
        None,
        [(1, "stateinfo"), (1, "systemrelationships"), (1, "tables")],
        18,
    ),
    (
        "manage/datasources/{{x}}",
        "manage/datasources/v2 5",
        None,
        None,
        None,
        [(1, "schema"), (1, "segments"), (1, "tables")],
        20,
    ),
    (
        "manage/$(x)",
        "manage/activities 5",
        "$(x)",
        None,
        None,
        [(0, "profile"), (0, "profilestore"), (0, "rbac")],
        10,
    ),
    (
        "/manage//$(x)",
        "manage/activities 5",
        "$(x)",
        None,
        None,
        [(0, "profile"), (0, "profilestore"), (0, "rbac")],
        10,
    ),
    ("managee/$(x)/S", None, None, (0, "manage"), None, [(0, "data"), (0, "dataprofile"), (0, "manage")], 11),
    (
        "manage/measures",
        "manage/measures 3",
        None,
        None,
        None,
        [(1, "segments"), (1, "systemrelationships"), (1, "tables")],
        15,
    ),
    (
        "manage/Relationships/R",
        "manage/relationships/{relationshipName} 4",
        None,
        None,
        None,
        [(1, "measures"), (1, "segments"), (1, "tables")],
        10,
    ),
    (
        "manage/{{a}}/d/{{b}}",
        "manage/datasources/{datasourceId}/entities 5",
        "{{a}}",
        None,
        None,
        [(0, "rbac")],
        1,
    ),
    (
        "profile/keyrin",
        None,
        None,
        (1, "keyring"),
        None,
        [(0, "hierarchies"), (1, "activityresponsemetadata"), (1, "keyring")],
        6,
    ),
]


@pytest.mark.parametrize(("path", "endpoint", "opened", "misspelt", "kind", "last_near", "near"), LED)
def test_a_path_leads_to_an_endpoint_or_nearly(
    path: str,
    endpoint: str | None,
    opened: str | None,
    misspelt: tuple[int, str] | None,
    kind: str | None,
    last_near: list[tuple[int, str]],
    near: int,
) -> None:
    found = addressed(path)
    assert (found and f"{found.path} {len(found.methods)}") == endpoint
    assert open_segment(path) == opened
    assert (misspelt_segment(path), meant_kind(path)) == (misspelt, kind)
    assert sorted({*nearest(path)})[-3:] == last_near
    assert len(list(nearest(path))) == near


QUERIES = [
    ("data/x", True),
    ("data", False),
    ("Data/", False),
    ("DATA//x", True),
    ("/data/x", True),
    ("datas/x", False),
]


@pytest.mark.parametrize(("path", "expected"), QUERIES)
def test_a_query_is_of_a_dataset(path: str, expected: bool) -> None:
    assert is_query(path) is expected


def test_each_path_is_an_endpoint_once_with_the_methods_that_are_known() -> None:
    found = {one.path: one.methods for one in endpoints(kinds.ALL)}

    assert len(found) == len(endpoints(kinds.ALL)) == len({path.lower() for path in found})
    assert found.keys() >= {address.path for kind in kinds.ALL for address in kind.addresses}
    assert found["manage/measures/{measureName}"] == ("GET", "PUT", "PATCH", "DELETE")
    assert found["conflations/{conflationId}/conflationPlan"] == METHODS


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("manage/actvities", (1, "activities")),  # entities are two slips away, too
        ("manage/actvities/Visit", (1, "activities")),
        ("manage/entites", (1, "entities")),
        ("manage/segments/Loyal/activte", (3, "activate")),
    ],
)
def test_of_several_names_that_a_segment_may_mean_the_nearest_is_meant(
    path: str, expected: tuple[int, str]
) -> None:
    assert misspelt_segment(path) == expected
