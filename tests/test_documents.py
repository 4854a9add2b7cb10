"""What a document says of itself: an envelope, a kind, headers; and what it nearly is."""

from __future__ import annotations

from typing import Any

import pytest

from linter.kinds.documents import is_envelope, looks_like_ours, schema_kind
from linter.kinds.headers import headers_of, media_type, misspelt
from linter.kinds.misplaced import misplaced
from linter.reading.bodies import envelope_shape
from linter.shapes.node import Node
from linter.shapes.reading import read

URL = "/api/instances/i/x"

ENVELOPES = [
    {"method": "GET", "url": "x"},
    {"Method": 1, "URL": 2},
    {"method": "GET", "ulr": URL},
    {"metod": "GET", "url": URL},
    {"Method": "GET", "ulr": URL},
    {"URL": URL, "metod": 1},
    [7, {"method": 1, "url": 2}],
    {"URL": "/API/INSTANCES/x", "methods": 1},
]

OTHERS = [
    {"method": "x"},
    {"url": "x"},
    {"method": "GET", "ulr": "x"},
    {"metod": "GET", "ulr": URL},
    {"method": "GET", "url2": URL, "urll": URL},
    {"a": URL},
    {"metod": URL},
    {"ulr": URL},
    [],
    [{"method": 1}],
    7,
    "x",
    None,
    {"method": "GET", "address": URL},
    {"method": "GET", "ulr": ["/Instances/"]},
    {},
]


@pytest.mark.parametrize("value", ENVELOPES)
def test_a_method_and_a_url_make_an_envelope_one_of_them_misspelt_if_an_instance_is_addressed(
    value: Any,
) -> None:
    assert is_envelope(value)


@pytest.mark.parametrize("value", OTHERS)
def test_anything_else_is_no_envelope(value: Any) -> None:
    assert not is_envelope(value)


TEXTS = [
    ("", False, False),
    ("/instances/", True, True),
    ("/instances/", False, False),
    ("METHOD url /Instances/", False, True),
    ("method /instances/", False, False),
    ("url /instances/", False, False),
    ("method url", False, False),
    ("$schema x.schema.json relationships", False, True),
    ("$schema x.schema.json nothing", False, False),
    ("$schema relationships", False, False),
    (".schema.json relationships", False, False),
    ("$SCHEMA .SCHEMA.JSON SEGMENT", False, True),
    ("$schema x.schema.json conflationPlan", False, True),
]


@pytest.mark.parametrize(("text", "is_request", "expected"), TEXTS)
def test_a_text_that_cant_be_read_may_have_been_meant_for_us(
    text: str, is_request: bool, expected: bool
) -> None:
    assert looks_like_ours(text, is_request=is_request) is expected


def test_only_the_beginning_of_a_text_is_looked_at() -> None:
    assert looks_like_ours("x" * 99_989 + "/instances/", is_request=True)
    assert not looks_like_ours("x" * 99_990 + "/instances/", is_request=True)
    assert not looks_like_ours("/instances/")


SCHEMAS = [
    ({"$schema": "https://x/relationships.schema.json#"}, "relationships"),
    ({"$schema": "request.schema.json"}, "request"),
    ({"$schema": "x.schema.json"}, None),
    ({"$schema": "relationships"}, None),
    ({"$schema": 7}, None),
    ({}, None),
    ([], None),
    ({"$schema": "a/b/segment.schema.json"}, "segment"),
]


@pytest.mark.parametrize(("value", "expected"), SCHEMAS)
def test_a_schema_names_a_kind(value: Any, expected: str | None) -> None:
    assert schema_kind(value) == expected


HEADERS: list[tuple[Any, list[str], list[str]]] = [
    (None, [], []),
    (7, [], []),
    ({}, [], []),
    (
        {
            "content-type": "TEXT/CSV ; charset=x",
            "Accept": ["a", "b"],
            "X-Date": "x",
            "Dtae": "x",
            "Authorisation": "y",
            "x-request-with": "z",
            "Hots": "h",
            "Foo": [],
            "Pragma": 7,
        },
        [
            "Content-Type < content-type: TEXT/CSV ; charset=x",
            "Accept < Accept: a",
            "X-Date < X-Date: x",
            "Dtae < Dtae: x",
            "Authorization < Authorisation: y",
            "x-requested-with < x-request-with: z",
            "Hots < Hots: h",
            "Foo < Foo: ",
            "Pragma < Pragma: ",
        ],
        [
            "header Authorisation > Authorization key of Authorisation",
            "header x-request-with > x-requested-with key of x-request-with",
        ],
    ),
    (
        {"ContentType": "text/csv"},
        ["Content-Type < ContentType: text/csv"],
        ["header ContentType > Content-Type key of ContentType"],
    ),
    (
        {"Content-Type": "text/cvs; q=1"},
        ["Content-Type < Content-Type: text/cvs; q=1"],
        ["media type text/cvs; q=1 > text/csv; q=1 value of Content-Type"],
    ),
    (
        {"Content-Typ": "aplication/json"},
        ["Content-Type < Content-Typ: aplication/json"],
        [
            "header Content-Typ > Content-Type key of Content-Typ",
            "media type aplication/json > application/json value of Content-Typ",
        ],
    ),
    ({"Content-Type": ""}, ["Content-Type < Content-Type: "], []),
    ({"Content-Type": "text/foo"}, ["Content-Type < Content-Type: text/foo"], []),
    (
        {"Content-Type": ["text/cvs", "x"]},
        ["Content-Type < Content-Type: text/cvs"],
        ["media type text/cvs > text/csv value of Content-Type"],
    ),
    (
        {"x-ms-client-requestid": "1", "X-Requested-With": "x", "traceParent": "1"},
        [
            "x-ms-client-request-id < x-ms-client-requestid: 1",
            "x-requested-with < X-Requested-With: x",
            "traceparent < traceParent: 1",
        ],
        ["header x-ms-client-requestid > x-ms-client-request-id key of x-ms-client-requestid"],
    ),
    ({"Content-Type": "Text/CSV;x"}, ["Content-Type < Content-Type: Text/CSV;x"], []),
    (
        {"OData-Versoin": "4.0", "Content-Lenght": "1"},
        ["OData-Version < OData-Versoin: 4.0", "Content-Length < Content-Lenght: 1"],
        [
            "header OData-Versoin > OData-Version key of OData-Versoin",
            "header Content-Lenght > Content-Length key of Content-Lenght",
        ],
    ),
    (
        {
            "X-Pragma": "1",
            "X-Accept": "2",
            "ms-correlation-id": "3",
            "requested-with": "4",
            "HOST": "h",
            "Accept": "text/cvs",
            "X-MS-CORRELATION-IDD": "5",
        },
        [
            "X-Pragma < X-Pragma: 1",
            "X-Accept < X-Accept: 2",
            "ms-correlation-id < ms-correlation-id: 3",
            "requested-with < requested-with: 4",
            "Host < HOST: h",
            "Accept < Accept: text/cvs",
            "x-ms-correlation-id < X-MS-CORRELATION-IDD: 5",
        ],
        ["header X-MS-CORRELATION-IDD > x-ms-correlation-id key of X-MS-CORRELATION-IDD"],
    ),
]


@pytest.mark.parametrize(("headers", "known", "slips"), HEADERS)
def test_headers_are_known_ones_or_slips_of_them(headers: Any, known: list[str], slips: list[str]) -> None:
    written = {"method": "GET", "url": "x"} | ({"headers": headers} if headers is not None else {})
    envelope = read(written, envelope_shape(), "r.json").root
    assert isinstance(envelope, Node)

    assert [f"{name} < {written}: {value}" for name, written, value in headers_of(envelope)] == known
    found = list(misspelt(envelope))
    assert [
        f"{one.what} {one.written} > {one.meant} {one.at.part} of {one.at.path[-1]}" for one in found
    ] == slips


def test_without_an_envelope_there_are_no_headers() -> None:
    assert list(headers_of(None)) == []


MEDIA = [
    ("text/csv", "text/csv"),
    ("TEXT/CSV;x", "text/csv"),
    ("text/cvs", "text/csv"),
    ("x/y", "x/y"),
    ("", ""),
    ("application/jsn;charset=utf-8", "application/json"),
    (" text/plain ", "text/plain"),
    (" x/y ", "x/y"),
    ("X/Y", "x/y"),
]


@pytest.mark.parametrize(("value", "expected"), MEDIA)
def test_a_media_type_is_the_one_that_is_meant(value: str, expected: str) -> None:
    assert media_type(value) == expected


NEAR = [
    ("manage/relationship.json", None, ("relationships", "manage/relationships.json", True)),
    ("manage/relatoinships.JSON", None, ("relationships", "manage/relationships.JSON", True)),
    ("a/b/manage/Segment/S.yaml", None, ("segment", "a/b/manage/segments/S.yaml", True)),
    ("conflations/c/plan.json", None, ("conflationPlan", "conflations/c/conflationPlan.json", True)),
    ("conflations/c/pla.json", None, None),
    ("conflations/c/conflationplans.yml", None, ("conflationPlan", "conflations/c/conflationPlan.yml", True)),
    ("conflation/c/conflationPlan.json", None, ("conflationPlan", "conflations/c/conflationPlan.json", True)),
    ("manage/relationships.txt", None, None),
    ("manage/relationship.txt", None, None),
    ("conflations/c/plans.json", None, ("conflationPlan", "conflations/c/conflationPlan.json", True)),
    ("conflations/c/Plan.json", None, ("conflationPlan", "conflations/c/conflationPlan.json", True)),
    ("hierarchie.json", None, None),
    (
        "manage/datasource/d/entities/entityInfo.json",
        None,
        ("entityInfo", "manage/datasources/d/entities/entityInfo.json", True),
    ),
    ("manag/x/relationships.json", None, None),
    ("manage/datasource/d/entitis/entityInfo.json", None, None),
    ("workflows/w/jobss.json", None, None),
    ("V3.json", None, None),
    (
        "x.json",
        {"conflationOrder": ["a"], "conflationPlans": []},
        ("conflationPlan", "conflations/{conflationId}/conflationPlan.json", False),
    ),
    (
        "x.json",
        [
            {
                "fromEntityName": "a",
                "toEntityName": "b",
                "fromAttributeName": "c",
                "toAttributeName": "d",
                "name": "x",
            }
        ],
        None,
    ),
    ("x.json", [], None),
    ("x.json", {}, None),
    ("x.json", {"conflationOrder": ["a"]}, None),
    ("x.json", {"conflationOrder": ["a"], "version": 1, "updatedBy": "x"}, None),
    (
        "x.json",
        {"ConflationOrder": ["a"], "ConflationPlans": []},
        ("conflationPlan", "conflations/{conflationId}/conflationPlan.json", False),
    ),
    ("x.json", {"$schema": "x", "conflationOrder": []}, None),
    ("x.json", {"conflationOrder": ["a"], "conflationPlans": [], "other": 1}, None),
    ("x.json", {"conflationOrder": 7, "conflationPlans": []}, None),
    ("x.json", [{"conflationOrder": ["a"], "conflationPlans": []}, 7], None),
    ("x.json", 7, None),
    ("x.json", "conflationOrder", None),
    ("x.json", [{"name": "a", "segmentQueryExpression": {}}], ("segment", "manage/segments.json", False)),
    ("x.json", {"name": "x", "query": "SELECT 1"}, None),
    ("x.json", {"name": "x", "query": "SELECT 1", "dependencies": []}, None),
    ("x.json", {"name": "a", "description": "b"}, None),
    ("x.json", {"name": "a", "segmentQueryExpression": {}}, ("segment", "manage/segments.json", False)),
    ("x.json", [{"name": "a", "segmentQueryExpression": {}}, {"name": "b"}], None),
    ("x.json", {"entityConfig": [], "name": "x"}, None),
    (
        "x.json",
        {"conflatedEntity": "Customer", "attributes": []},
        ("conflictResolutionRules", "conflations/{conflationId}/conflictResolutionRules.json", False),
    ),
    ("x.json", {"instanceMetadata": {"name": "x"}, "a": 1}, None),
    (
        "x.txt",
        {"conflationOrder": ["a"], "conflationPlans": []},
        ("conflationPlan", "conflations/{conflationId}/conflationPlan.json", False),
    ),
    ("x.json", {"dataSourceMetadata": {"name": "x"}, "model": {}}, None),
    (
        "x.json",
        {"operationType": "all", "cronSchedules": []},
        ("schedule", "workflows/{workflowName}/schedules.json", False),
    ),
    ("x.json", {"operationType": "all", "jobType": "full"}, None),
]


@pytest.mark.parametrize(("name", "value", "expected"), NEAR)
def test_a_file_may_nearly_be_a_payload(
    name: str, value: Any, expected: tuple[str, str, bool] | None
) -> None:
    found = misplaced(name, value)
    assert (found and found[1:]) == expected
