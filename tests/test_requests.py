"""What URLs and file paths address."""

from __future__ import annotations

import pytest

from linter.kinds.endpoints import meant_kind, misspelt_segment
from linter.kinds.route import parameter_in
from linter.kinds.routes import laid_out, parse_url
from linter.reading.discovery import mapped, mappings

ID = "5f2b6d0e-7c1a-4b52-9d53-0a4c1d3f9e21"


@pytest.mark.parametrize(
    "prefix",
    [
        "/api",
        "{{host}}",
        "$(Base)/api",
        "/gateway/ci/v1",
        "/gateway/ci",
        "https://{{host}}/gateway",
        "https://ci.example/v2",
        "/v1",
        "",
        "https://dxt.api.ci.ai.dynamics.com/api",
        "/API",
    ],
)
@pytest.mark.parametrize(
    ("path", "kind", "parameters"),
    [
        ("conflations/c/entityInformation", "entityInformation", {"conflationId": "c"}),
        ("Conflations/c/ConflationPlan/", "conflationPlan", {"conflationId": "c"}),
        (
            "conflations/c/datasources/d/entityInformation/E%20F",
            "entityInformation",
            {"conflationId": "c", "datasourceId": "d", "entityName": "E F"},
        ),
        ("manage/datasources/d/entities/entityInfo", "entityInfo", {"datasourceId": "d"}),
        (
            "manage/datasources/d/entities/E/entityInfo",
            "entityInfo",
            {"datasourceId": "d", "entityName": "E"},
        ),
        ("manage/relationships", "relationships", {}),
        ("manage/relationships/R", "relationships", {"relationshipName": "R"}),
        ("manage/entities/E", None, {"entityName": "E"}),
        ("conflations/c/something/new", None, {"conflationId": "c"}),
        ("data/Customer", None, {}),
    ],
)
def test_a_url_addresses_a_kind_with_parameters(
    prefix: str, path: str, kind: str | None, parameters: dict[str, str]
) -> None:
    route = parse_url(f"{prefix}/instances/{ID}/{path}")

    assert route is not None
    assert (route.kind, route.instance_id, route.parameters) == (kind, ID, parameters)


@pytest.mark.parametrize(
    "url",
    [
        "/v2/instances/i-12/data/disks",
        f"/v2/instances/{ID}/disks",
        f"/v2/instances/{ID}",
        f"/api/orders/{ID}/data/lines",
        f"/v2/instance/{ID}/data/lines",
        f"/api/instance/{ID}/disks",
    ],
)
def test_what_is_plainly_somebody_elses_addresses_nothing(url: str) -> None:
    assert parse_url(url) is None


def test_instances_may_be_misspelt_where_all_that_follows_says_what_is_meant() -> None:
    route = parse_url(f"/api/instance/{ID}/manage/relationships?x")

    assert route is not None
    assert (route.kind, route.path) == (None, f"instance/{ID}/manage/relationships")
    assert misspelt_segment(route.path) == (0, "instances")
    assert meant_kind(route.path) == "relationships"


@pytest.mark.parametrize("host", ["/api/", "", "https://instances.example/v1//"])
@pytest.mark.parametrize(
    ("path", "parameters"),
    [
        ("Conflations//c/x?$filter=/conflations/d", {"conflationId": "c"}),
        (
            "conflations/c/datasources/d/entityInformation/E%20F",
            {"conflationId": "c", "datasourceId": "d", "entityName": "E%20F"},
        ),
        ("manage/datasources/d/entities/E/entityInfo", {"datasourceId": "d", "entityName": "E"}),
        ("manage/relationships/R#x", {"relationshipName": "R"}),
        ("data/Customer('1')?$top=1", {"entityName": "Customer"}),
        ("manage/relationships", {"relationshipName": None}),
    ],
)
def test_a_parameter_has_its_place_in_a_url(host: str, path: str, parameters: dict[str, str | None]) -> None:
    url = f"{host}instances/{ID}/{path}"
    route = parse_url(url)
    assert route is not None
    places = {name: parameter_in(url, name, route.address) for name in ["instanceId", *parameters]}

    written = {name: url[slice(*place)] if place else None for name, place in places.items()}
    assert written == {"instanceId": ID, **parameters}


@pytest.mark.parametrize(
    "url", ["", "/api/data/v9.2/accounts", "/api/instances", "https://example.org/", "instances/"]
)
def test_a_url_of_no_instance_is_not_ours(url: str) -> None:
    assert parse_url(url) is None


def test_the_query_keeps_its_place_in_the_url() -> None:
    url = f"/api/instances/{ID}/data/Customer?$filter=Age gt 3"
    route = parse_url(url)

    assert route is not None
    assert url[route.query_start :] == route.query == "$filter=Age gt 3"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("conflations/default/conflationPlan.json", "conflationPlan"),
        ("team/Conflations/default/CONFLATIONPLAN.YAML", "conflationPlan"),
        (f"instances/{ID}/manage/relationships.yml", "relationships"),
        ("manage/relationships/A.B.json", "relationships"),
        ("manage/datasources/d/entities/entityInfo.json", "entityInfo"),
        ("conflationPlan.json", None),
        ("manage/relationships.txt", None),
        ("manage/other.json", None),
    ],
)
def test_a_path_that_mirrors_the_api_is_a_payload(name: str, kind: str | None) -> None:
    route = laid_out(name)

    assert (route.kind if route else None) == kind


def test_a_mapping_gives_a_file_its_request_and_parameters() -> None:
    rules = mappings(
        [
            (
                "plans/{conflationId}.json",
                f"PUT /api/instances/{ID}/conflations/{{conflationId}}/conflationPlan",
            )
        ]
    )

    found = mapped("plans/spring.json", rules)
    assert found is not None
    assert (found[0], found[1].kind, found[1].instance_id) == ("PUT", "conflationPlan", ID)
    assert found[1].parameters == {"conflationId": "spring"}
    assert mapped("plans/deep/spring.json", rules) is None


def test_a_mapping_to_something_that_takes_no_payload_is_refused() -> None:
    with pytest.raises(ValueError, match="is not a request that takes a payload"):
        mappings([("*.json", "GET /nothing")])
