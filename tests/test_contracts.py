"""Requests to other APIs are judged by what describes these: an OpenAPI description, or $metadata."""

from __future__ import annotations

import json
import re
from contextlib import chdir
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import rules
from linter.cli import main
from linter.contracts import bodies
from linter.contracts.formats import wrong_format
from linter.contracts.listed import values_in_words
from linter.contracts.literals import wrong_json, wrong_literal
from linter.contracts.openapi import OpenApi
from linter.contracts.servers import Servers, ServerUrl
from linter.contracts.service import service_in
from linter.contracts.templates import Templates
from linter.importers.openapi_document import SchemaNode, described
from linter.importers.source import Source
from linter.reading.bodies import envelope_shape
from linter.reading.contracts import Contracts
from linter.reading.inputs import Inputs
from linter.reading.loading import load_project
from linter.reading.project_root import find_project
from linter.rulekit.occurring import occurring
from linter.shapes.patterns import may_be_endless
from linter.shapes.reading import read

WORLD = Path(rules.__file__).parent / "world" / "contracts"
DATA = Path(__file__).parent.parent.parent / "shared" / "data"
OPENAPI = "https://contoso.api.crm.dynamics.com/api/data/v9.2"
METADATA = "https://fabrikam.api.crm.dynamics.com/api/data/v9.2"
SALES = "https://sales.example/api"
BIND = "primarycontactid@odata.bind"
KEY = "(7d577253-3ef0-4a0a-bb7f-8335c2596e70)"
CONFIGURATION = f"""
[[contracts]]
openapi = "dataverse.yaml"
[[contracts]]
metadata = "metadata.xml"
servers = ["{METADATA}"]
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("dataverse.yaml", "metadata.xml"):
        (tmp_path / name).write_bytes((WORLD / name).read_bytes())
    (tmp_path / "c360lint.toml").write_text(CONFIGURATION, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def checked(folder: Path, *requests: dict[str, Any]) -> dict[str, Any]:
    """Return the report on requests."""
    (folder / "requests.json").write_text(json.dumps(requests), "utf-8")
    result = CliRunner().invoke(main, ["check", "--format", "json"], catch_exceptions=False)
    report: dict[str, Any] = json.loads(result.stdout)
    return report


def test_requests_to_other_apis_occur_where_a_contract_judges_them(project: Path) -> None:
    (project / "requests.json").write_text(
        json.dumps({"method": "GET", "url": f"{OPENAPI}/contacts"}), "utf-8"
    )
    root, configuration, file = find_project(str(project), None)
    loaded = load_project(Inputs(root, configuration, file), lambda _done, _all: None)

    assert occurring(loaded.project) == {"documents", "calls"}


def said(folder: Path, *requests: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return code, place and marked text of each finding."""
    report = checked(folder, *requests)
    text = (folder / "requests.json").read_text("utf-8")
    return [
        (
            one["code"],
            one["pointer"],
            text[one["range"]["start"]["column"] - 1 : one["range"]["end"]["column"] - 1],
        )
        for one in report["diagnostics"]
    ]


def get(url: str, **more: Any) -> dict[str, Any]:
    return {"method": "GET", "url": url, **more}


def test_a_request_to_neither_an_instance_nor_a_contract_is_somebody_elses(project: Path) -> None:
    report = checked(project, get("https://example.org/accounts"), get(f"{OPENAPI}/accounts"))

    assert (report["diagnostics"], report["summary"]["documents"]) == ([], 1)
    assert report["read"]["requestsOfOthers"] == ["requests.json (request 1)"]


@pytest.mark.parametrize("method", ["GTE", "MERGE", "GRAPHQL"])
def test_a_method_that_is_none_is_told_once(project: Path, method: str) -> None:
    requests = [{"method": method, "url": f"{one}/accounts"} for one in (OPENAPI, METADATA)]
    assert [code for code, _, _ in said(project, *requests)] == ["DO102", "DO102"]


@pytest.mark.parametrize(
    ("header", "codes"),
    [("", ["DO01"]), ("application/json", ["DO01"]), ("{{type}}", ["DO01"]), ("text/plain", [])],
)
def test_only_a_body_that_may_be_json_has_to_be_json(project: Path, header: str, codes: list[str]) -> None:
    for server in (OPENAPI, METADATA):
        type_ = f"Content-Type: {header}\n" if header else ""
        (project / "a.http").write_text(f"POST {server}/accounts\n{type_}\n{{ title, stock }}\n", "utf-8")
        assert [one["code"] for one in checked(project)["diagnostics"]] == codes


def test_a_file_that_is_sent_as_body_is_missed_only_where_it_may_be_json(project: Path) -> None:
    for type_, codes in (("image/png", []), ("application/json", ["DO104"])):
        text = f"PUT {METADATA}/accounts{KEY}/name\nContent-Type: {type_}\n\n< ./a.png\n"
        (project / "a.http").write_text(text, "utf-8")
        assert [one["code"] for one in checked(project)["notChecked"]] == codes


@pytest.mark.parametrize("server", [OPENAPI, METADATA])
def test_a_body_of_another_media_type_than_json_is_not_checked(project: Path, server: str) -> None:
    type_ = "Content-Type: application/x-www-form-urlencoded"
    (project / "a.http").write_text(f"POST {server}/accounts\n{type_}\n\nname=a&\nb=c\n", "utf-8")
    report = checked(project)
    assert (report["diagnostics"], [one["code"] for one in report["notChecked"]]) == ([], ["DV110"])


@pytest.mark.parametrize(
    "body",
    [
        {"mode": "graphql", "graphql": {"query": "{ accounts }", "variables": ""}},
        {"mode": "formdata", "formdata": [{"key": "name", "value": "A"}]},
        {"mode": "urlencoded", "urlencoded": [{"key": "name", "value": "A"}]},
    ],
)
def test_a_collections_forms_are_no_json(project: Path, body: dict[str, Any]) -> None:
    requests = [
        {"request": {"method": "POST", "url": f"{one}/accounts", "body": body}} for one in (OPENAPI, METADATA)
    ]
    schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
    collection = {"info": {"name": "A", "schema": schema}, "item": requests}
    (project / "a.json").write_text(json.dumps(collection), "utf-8")
    report = checked(project)
    assert (report["diagnostics"], [one["code"] for one in report["notChecked"]]) == ([], ["DV110", "DV110"])


@pytest.mark.parametrize(
    ("url", "codes"),
    [
        ("/api/instances/5f2b/manage/relationships", []),
        ("{{host}}/api/instances/5f2b/manage/relationships", []),
        ("https://sales.example/api/instances/5f2b/manage/relationships", ["DV101"]),
        ("/api/orders", ["DV101"]),
    ],
)
def test_without_a_host_what_leads_to_an_instance_goes_to_no_other_service(
    project: Path, url: str, codes: list[str]
) -> None:
    servers = f'[[contracts]]\nmetadata = "metadata.xml"\nservers = ["{SALES}"]\n'
    (project / "c360lint.toml").write_text(servers, "utf-8")

    assert [one[0] for one in said(project, get(url))] == codes


def test_a_contract_needs_no_snapshot(project: Path) -> None:
    assert checked(project, get(f"{METADATA}/accounts"))["notChecked"] == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (f"{OPENAPI}/acounts", [("DV101", "acounts")]),
        (f"{OPENAPI}/accounts{KEY}/contacts", [("DV101", f"/accounts{KEY}/contacts")]),
        (f"{OPENAPI}/accounts/", []),
        (f"{OPENAPI}/accounts/$count", []),
        (f"{OPENAPI}/$metadata", []),
        (f"{OPENAPI}/accounts(accountid={KEY[1:-1]})", []),
        (f"{OPENAPI}/accounts(7)", [("DV105", "7")]),
        (f"{OPENAPI}/accounts(accountid=7)", [("DV105", "7")]),
        (f"{OPENAPI}/accounts?$top=0", [("DV105", "0")]),
        (f"{OPENAPI}/accounts?$tops=1", [("DV103", "$tops")]),
        (f"{OPENAPI}/accounts?$select=name,nme&$filter=revenue gt 'x'", [("DV107", "nme"), ("DV108", "'x'")]),
        (f"{OPENAPI}/accounts?$select=_primarycontactid_value", []),
        (f"{OPENAPI}/accounts?$filter=primarycontactid/firstname eq 'A'", []),
        (f"{OPENAPI}/accounts?$filter=name eq", [("DV106", "q")]),
        ("/api/data/v9.2/acounts", [("DV101", "acounts")]),
        ("https://contoso-test.api.crm.dynamics.com/api/data/v9.2/acounts", [("DV101", "acounts")]),
        ("https://other.api.crm.dynamics.com/api/data/v9.2/acounts", []),
        (f"{METADATA}/account", [("DV101", "account")]),
        (f"{METADATA}/accounts{KEY}/primarycontactid/firstname/$value", []),
        (f"{METADATA}/accounts{KEY}/primarycontactid/lastname", [("DV101", "lastname")]),
        (f"{METADATA}/accounts/name", [("DV101", "name")]),
        (f"{METADATA}/accounts(nme='x')", [("DV101", "nme")]),
        (f"{METADATA}/accounts(name=5)", [("DV105", "5")]),
        (f"{METADATA}/accounts/Microsoft.Dynamics.CRM.account", []),
        (
            f"{METADATA}/accounts/Microsoft.Dynamics.CRM.Nothing()",
            [("DV101", "Microsoft.Dynamics.CRM.Nothing")],
        ),
        (f"{METADATA}/accounts/Other.Nothing()", []),
        (f"{METADATA}/WhoAmI", []),
        (f"{METADATA}/accounts?$expand=name", [("DV107", "name")]),
        (f"{METADATA}/accounts?$expand=contact_customer_accounts($select=nme)", [("DV107", "nme")]),
        (f"{METADATA}/accounts?$filter=contact_customer_accounts/any(c:c/nme eq 1)", [("DV107", "nme")]),
        (f"{METADATA}/accounts?$filter=contact_customer_accounts/firstname eq 'x'", [("DV108", "firstname")]),
        (f"{METADATA}/accounts?$filter=Name eq 'x'", [("DV107", "Name")]),
        (f"{METADATA}/accounts?$filter=accountid eq '{KEY[1:-1]}'", [("DV108", f"'{KEY[1:-1]}'")]),
        (f"{METADATA}/accounts?$filter=accountid eq null or accountid eq {KEY[1:-1]}", []),
        (f"{METADATA}/accounts?$filter=numberofemployees add 1 gt 2 and createdon gt 2020-04-17", []),
        (f"{METADATA}/accounts?$compute=numberofemployees mul 2 as twice&$orderby=twice desc", []),
        (f"{METADATA}/accounts?$filter=startswith(nme,'x')", [("DV107", "nme")]),
        (f"{METADATA}/accounts?$selct=nme", [("DV103", "$selct")]),
        (f"{METADATA}/accounts?tag=1&@p=2", []),
        (f"{METADATA}//accounts/?&$select=name&", []),
        (f"{OPENAPI}/accounts/?&$select=name&", []),
        (f"{METADATA}/accounts$filter=name eq 'x'", [("DV106", "$")]),
        (f"{METADATA}/accounts{KEY[:-1]}", [("DV106", "0")]),
        (f"{METADATA}/accounts({{{{id}}}})?$select=nme", [("DV107", "nme")]),
    ],
)
def test_a_read_is_judged_at_the_exact_part_of_its_url(
    project: Path, url: str, expected: list[tuple[str, str]]
) -> None:
    assert said(project, get(url), get(f"{OPENAPI}/contacts")) == [
        (code, "/0/url", part) for code, part in expected
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"name": "A", "revenue": 1.5, "numberofemployees": 3}, []),
        ({"nmae": "A"}, [("DV109", "/0/body/nmae", '"nmae"')]),
        ({"revenue": "5"}, [("DV110", "/0/body/revenue", '"5"')]),
        ({"numberofemployees": 2**31}, [("DV110", "/0/body/numberofemployees", "2147483648")]),
        ({"numberofemployees": True}, [("DV110", "/0/body/numberofemployees", "true")]),
        ({"name": "A" * 161}, [("DV110", "/0/body/name", json.dumps("A" * 161))]),
        ({"preferredcontactmethod": "mail"}, [("DV110", "/0/body/preferredcontactmethod", '"mail"')]),
        ({"lastonholdtime": "2020-04-17"}, [("DV110", "/0/body/lastonholdtime", '"2020-04-17"')]),
        ({"statecode": 2}, [("DV111", "/0/body/statecode", "2")]),
        ({"createdon": 1}, [("DV112", "/0/body/createdon", '"createdon"')]),
        ({"name": None, "@odata.type": "x", "primarycontactid@odata.bind": "/contacts(1)"}, []),
        ({"x@odata.bind": "/contcts(1)"}, [("DV113", "/0/body/x@odata.bind", "contcts")]),
        ({"x@odata.bind": "contacts"}, [("DV110", "/0/body/x@odata.bind", '"contacts"')]),
        ({"x@odata.bind": 5}, [("DV110", "/0/body/x@odata.bind", "5")]),
        ({"x@odata.bind": "$1"}, []),
        ({"x@odata.bind": "{{anna}}"}, []),
        ({"x@odata.bind": "https://other/contacts(1)/account"}, []),
        ({"x@odata.bind": None}, []),
        ([], [("DV110", "/0/body", "[]")]),
    ],
)
def test_a_body_is_judged_by_the_schema_of_a_description(
    project: Path, body: Any, expected: list[tuple[str, str, str]]
) -> None:
    assert said(project, {"method": "POST", "url": f"{OPENAPI}/accounts", "body": body}) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"name": "A", "numberofemployees": 3.0, "primarycontactid": {"firstname": "B"}}, []),
        ({"nmae": "A"}, [("DV109", "/0/body/nmae", '"nmae"')]),
        ({"primarycontactid": {"nme": "B"}}, [("DV109", "/0/body/primarycontactid/nme", '"nme"')]),
        ({"name": 5}, [("DV110", "/0/body/name", "5")]),
        ({"numberofemployees": 3.5}, [("DV110", "/0/body/numberofemployees", "3.5")]),
        ({"contact_customer_accounts": {}}, [("DV110", "/0/body/contact_customer_accounts", "{}")]),
        ({"createdon": None}, [("DV112", "/0/body/createdon", '"createdon"')]),
        ({"primarycontactid@odata.bind": "/contacts(1)"}, []),
        ({"primarycontactid@odata.bind": "$1"}, []),
        ({"primarycontactid@odata.bind": f"{METADATA}/contacts(1)"}, []),
        (
            {"primarycontactid@odata.bind": "/accounts(1)"},
            [("DV113", "/0/body/primarycontactid@odata.bind", "accounts")],
        ),
        ({"name@odata.bind": "/accounts(1)"}, [("DV109", "/0/body/name@odata.bind", '"name@odata.bind"')]),
        (None, [("DV104", "/0/url", json.dumps(f"{METADATA}/accounts"))]),
    ],
)
def test_a_body_is_judged_by_the_types_of_metadata(
    project: Path, body: Any, expected: list[tuple[str, str, str]]
) -> None:
    assert said(project, {"method": "POST", "url": f"{METADATA}/accounts", "body": body}) == expected


def test_a_placeholder_without_a_value_is_not_checked_and_one_with_a_value_is(project: Path) -> None:
    request = {"method": "PATCH", "url": f"{OPENAPI}/accounts({{{{id}}}})", "headers": {"If-Match": "*"}}
    request["body"] = {"revenue": "{{much}}"}
    opened = checked(project, request)

    assert (opened["diagnostics"], [one["code"] for one in opened["notChecked"]]) == ([], ["DV105", "DV110"])
    (project / "c360lint.toml").write_text(f'{CONFIGURATION}[placeholders]\nid = "7"\nmuch = "x"\n', "utf-8")
    assert [code for code, *_ in said(project, request)] == ["DV105", "DV110"]


@pytest.mark.parametrize(
    ("query", "help_"),
    [
        ("$filter=name eq'x'", "write a blank there"),
        ("$filter=name eq 'x'$top=1", "write `&` there"),
        ("$filter=name eq 'x' and", "leave it out"),
        ("$filter=name eq eq 'x'", "mend it here: what follows is not judged"),
    ],
)
def test_a_query_that_cant_be_read_is_mended_in_words(project: Path, query: str, help_: str) -> None:
    report = checked(project, get(f"{METADATA}/accounts?{query}"))

    assert [one["help"] for one in report["diagnostics"]] == [help_]


@pytest.mark.parametrize(
    ("schema", "codes"),
    [
        ({"type": "string"}, ["DV103"]),
        ({"type": "object"}, []),
        ({"properties": {"a": {}}}, []),
    ],
)
def test_the_properties_of_a_parameter_that_is_an_object_are_options(
    project: Path, schema: Any, codes: list[str]
) -> None:
    operation = {"parameters": [{"name": "p", "in": "query", "schema": schema}], "responses": {}}
    described_ = {"openapi": "3.0.3", "servers": [{"url": SALES}], "paths": {"/a": {"get": operation}}}
    (project / "dataverse.yaml").write_text(json.dumps(described_), "utf-8")

    assert [code for code, _, _ in said(project, get(f"{SALES}/a?other=1"))] == codes


def test_a_path_without_a_method_takes_nothing(project: Path) -> None:
    description = {
        "openapi": "3.0.3",
        "info": {"title": "Odd", "version": "1"},
        "servers": [{"url": "https://odd.example"}],
        "paths": {"/a": {}},
    }
    (project / "odd.json").write_text(json.dumps(description), "utf-8")
    (project / "c360lint.toml").write_text('[[contracts]]\nopenapi = "odd.json"\n', "utf-8")

    report = checked(project, get("https://odd.example/a"))
    assert [one["help"] for one in report["diagnostics"]] == ["it takes nothing"]


def test_if_match_is_recommended_where_an_update_could_create(project: Path) -> None:
    update = {"method": "PATCH", "url": f"{METADATA}/accounts{KEY}", "body": {"name": "A"}}

    assert said(project, update) == [("DV114", "/0/method", '"PATCH"')]
    assert said(project, {**update, "headers": {"if-match": "*"}}) == []


@pytest.mark.parametrize(
    ("table", "place", "reason"),
    [
        ("", "1:3", "this one names no file"),
        (
            'openapi = "a"\nmetadata = "b"',
            "1:3",
            "this one has both",
        ),
        (
            'metadata = "metadata.xml"',
            "1:3",
            "`servers` is missing: $metadata",
        ),
        ('openapi = "dataverse.yaml"\nserver = ["x"]', "3:1", "did you mean `servers`?"),
    ],
)
def test_what_is_wrong_with_a_contracts_table_is_told_with_its_place(
    project: Path, table: str, place: str, reason: str
) -> None:
    (project / "c360lint.toml").write_text(f"[[contracts]]\n{table}\n", "utf-8")
    result = CliRunner().invoke(main, ["check"])

    assert result.exit_code == 2
    assert f"c360lint.toml:{place}: " in result.stderr
    assert reason in result.stderr


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "d.json:1:2: the contract can't be read: "),
        ('{"swagger": "2.0"}', "d.json:1:1: the contract can't be read: this is no OpenAPI 3 document"),
        (
            '{"openapi": "3.0.0", "paths": []}',
            "d.json:1:31: the contract can't be read: `paths`",
        ),
        ('{"openapi": "3.0.0", "paths": {}}', "contract d.json names no server"),
    ],
)
def test_a_contract_that_cant_be_used_ends_the_run_with_its_place(
    project: Path, content: str, told: str
) -> None:
    (project / "d.json").write_text(content, "utf-8")
    (project / "c360lint.toml").write_text('[[contracts]]\nopenapi = "d.json"\n', "utf-8")
    result = CliRunner().invoke(main, ["check"])

    assert (result.exit_code, told in result.stderr) == (2, True), result.stderr


def test_types_that_inherit_without_bounds_end_the_run_with_their_place(project: Path) -> None:
    types = "".join(
        f'<EntityType Name="T{n}" BaseType="N.T{n + 1}"><Property Name="p" Type="Edm.String"/></EntityType>\n'
        for n in range(2000)
    )
    schema = f'<Schema Namespace="N" xmlns="http://docs.oasis-open.org/odata/ns/edm">{types}</Schema>'
    (project / "metadata.xml").write_text(schema, "utf-8")
    result = CliRunner().invoke(main, ["check"])

    assert result.exit_code == 2
    assert "metadata.xml:" in result.stderr
    assert "entity types inherit more than 1,000,000 members" in result.stderr


def judged_by(folder: Path, schema: Any, body: Any, **schemas: Any) -> list[str]:
    """Return what is said of a body by a schema, as codes and reasons."""
    operation = {"requestBody": {"content": {"application/json": {"schema": schema}}}}
    document = {
        "openapi": schemas.pop("openapi", "3.0.3"),
        "servers": [{"url": "https://x.example/api"}],
        "paths": {"/a": {"post": operation}},
        "components": {"schemas": schemas},
    }
    (folder / "d.json").write_text(json.dumps(document), "utf-8")
    (folder / "c360lint.toml").write_text('[[contracts]]\nopenapi = "d.json"\n', "utf-8")
    report = checked(folder, {"method": "POST", "url": "https://x.example/api/a", "body": body})
    return [f"{one['code']} {one['pointer']}" for one in report["diagnostics"]] + [
        one["reason"] for one in report["notChecked"]
    ]


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


DOUBLING = {f"S{n}": {"anyOf": [ref(f"S{n + 1}")] * 2} for n in range(30)} | {"S30": {"type": "string"}}


@pytest.mark.parametrize(
    ("schemas", "reason"),
    [
        (
            {f"S{n}": ref(f"S{n + 1}") for n in range(3000)} | {"S3000": {}},
            "or it is nested",
        ),
        ({"S0": ref("S1"), "S1": ref("S0")}, "lead in a circle"),
        (
            {f"S{n}": {"anyOf": [ref(f"S{n + 1}")] * 2} for n in range(30)} | {"S30": {"type": "null"}},
            "no end",
        ),
        ({"S0": {"$ref": "other.json#/x"}}, "its $ref `other.json#/x` leads to nothing that is read"),
        ({"S0": {"type": 5}}, "5 is not valid"),
        ({"S0": {"$ref": 1.5}}, "its $ref `1.5` leads to nothing"),
        ({"S0": {"$ref": {}}}, "its $ref `{}` leads to nothing"),
        *(
            (
                {"S0": ref(f"S1{step}"), "S1": value},
                f"/components/schemas/S1{step}` leads to nothing",
            )
            for value, step in (
                *(([{}], step) for step in ("/x", "/1", "")),
                *(("text", step) for step in ("/0", "")),
                *((5, step) for step in ("/x", "")),
            )
        ),
    ],
)
def test_a_schema_that_cant_be_applied_is_told_and_takes_no_time(
    project: Path, schemas: dict[str, Any], reason: str
) -> None:
    [told] = judged_by(project, ref("S0"), {"a": 1}, **schemas)

    assert reason in told


@pytest.mark.parametrize(
    ("schema", "body", "expected"),
    [
        ({"type": "object", "properties": {"a": {}}}, {"b": 1}, ["DV109 /0/body/b"]),
        ({"properties": {"a": {}}, "additionalProperties": True}, {"b": 1}, []),
        ({"properties": {"a": {"type": "string"}}}, {"a": None}, ["DV110 /0/body/a"]),
        ({"properties": {"a": {"type": "string", "nullable": True}}}, {"a": None}, []),
        (
            {"properties": {"a": {"type": "string", "pattern": "(x+)+$"}}},
            {"a": "x" * 40 + "y"},
            ["DV110 /0/body/a"],
        ),
        ({"properties": {"a": {"type": "string", "pattern": r"(x)\1(x+)+$"}}}, {"a": "x" * 40 + "y"}, []),
        ({"required": ["a"], "properties": {"a": {"readOnly": True}}}, {}, []),
        ({"required": ["a"], "properties": {"a": {}}}, {}, ["DV104 /0/body"]),
        ({"required": ["name"], "properties": {"name": {}}}, {"nmae": 1}, ["DV109 /0/body/nmae"]),
        (
            {"required": ["name"], "properties": {"name": {"type": "string"}}},
            {"nmae": 1, "name": 2},
            ["DV109 /0/body/nmae", "DV110 /0/body/name"],
        ),
        (
            {"items": {"required": ["name"], "properties": {"name": {}}}},
            [{"nmae": 1}, {}],
            ["DV109 /0/body/0/nmae", "DV104 /0/body/1"],
        ),
        ({"properties": {"a": {"minimum": 3, "exclusiveMinimum": True}}}, {"a": 3}, ["DV110 /0/body/a"]),
        (
            {"allOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}]},
            {"a": 1, "b": 1, "c": 1},
            ["DV109 /0/body/c"],
        ),
        (
            {"properties": {"a": {"oneOf": [{"type": "string"}, {"type": "boolean"}]}}},
            {"a": 1},
            ["DV110 /0/body/a"],
        ),
        (
            {"items": {"properties": {"a": {"type": "integer"}}}},
            [{"a": 1}, {"a": "x"}],
            ["DV110 /0/body/1/a"],
        ),
    ],
)
def test_a_body_has_one_finding_for_each_mistake(
    project: Path, schema: Any, body: Any, expected: list[str]
) -> None:
    assert judged_by(project, schema, body) == expected


@pytest.mark.parametrize(("depth", "codes"), [(3, ["DV109"]), (4, [])])
def test_a_body_is_looked_into_down_to_a_bound(
    project: Path, depth: int, codes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "_DEPTH", 3)
    body: Any = {"nme": 1}
    for _ in range(depth):
        body = {"a": body}
    told = judged_by(project, ref("A"), body, A={"properties": {"a": ref("A"), "name": {}}})

    assert [one.split()[0] for one in told] == codes


CONDITIONS = st.deferred(
    lambda: st.one_of(
        st.sampled_from(
            (
                "Id eq 1",
                "Total gt 2.5",
                "Note ne null",
                "contains(tolower(Note),'a')",
                "Sent lt 2020-04-17T01:02:03Z",
                "year(Sent) ge 2020",
                "At eq 12:30:00",
                "State eq 'Paid'",
                "Note in ('a','b')",
                "Tags/any(t:t eq 'x')",
                "length(Note) add 1 gt Id",
                "Gift",
            )
        ),
        st.builds("({} {} {})".format, CONDITIONS, st.sampled_from(("and", "or")), CONDITIONS),
        st.builds("not ({})".format, CONDITIONS),
    )
)
OPTIONS = st.fixed_dictionaries(
    {"$filter": CONDITIONS},
    optional={
        "$select": st.lists(st.sampled_from(("Id", "Note", "Tags", "State")), min_size=1).map(",".join),
        "$orderby": st.sampled_from(("Total desc", "Note,Sent", "length(Note) asc")),
        "$top": st.integers(0, 99).map(str),
    },
)
NAMES = ("Id", "Total", "Note", "Sent", "At", "State", "Tags", "Gift")


@given(st.lists(OPTIONS, min_size=1, max_size=3), st.data())
@settings(max_examples=20)
def test_what_fits_the_metadata_is_silent_and_a_name_that_is_misspelt_is_told_once(
    requests: list[dict[str, str]], data: st.DataObject
) -> None:
    with TemporaryDirectory() as folder, chdir(folder):
        (Path(folder) / "metadata.xml").write_text(SHOP, "utf-8")
        (Path(folder) / "c360lint.toml").write_text(
            f'[[contracts]]\nmetadata = "metadata.xml"\nservers = ["{METADATA}"]\n', "utf-8"
        )
        urls = [
            f"{METADATA}/Orders?" + "&".join(f"{name}={value}" for name, value in one.items())
            for one in requests
        ]
        assert said(Path(folder), *map(get, urls)) == []

        url = urls[0]
        found = data.draw(
            st.sampled_from(list(re.finditer(rf"\b(?:{'|'.join(NAMES)})\b", url.partition("?")[2])))
        )
        start = url.index("?") + 1
        wrong = f"{url[: start + found.start()]}Xyz{url[start + found.end() :]}"
        assert said(Path(folder), get(wrong)) == [("DV107", "/0/url", "Xyz")]


ORDERS = {"type": "array", "items": {"$ref": "#/components/schemas/Order"}}
SHOP = """<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="Shop" Alias="s" xmlns="http://docs.oasis-open.org/odata/ns/edm">
  <ComplexType Name="Place"><Property Name="Town" Type="Edm.String"/></ComplexType>
  <EntityType Name="Gift" BaseType="Shop.Order"><Property Name="Card" Type="Edm.String"/></EntityType>
  <EnumType Name="State"><Member Name="Open"/><Member Name="Paid"/></EnumType>
  <EnumType Name="Wrap" IsFlags="true"><Member Name="Box"/><Member Name="Bow"/></EnumType>
  <EntityType Name="Order"><Key><PropertyRef Name="Id"/></Key>
    <Property Name="Id" Type="Edm.Int32" Nullable="false"/><Property Name="Total" Type="Edm.Decimal"/>
    <Property Name="Note" Type="Edm.String"/><Property Name="Sent" Type="Edm.DateTimeOffset"/>
    <Property Name="At" Type="Edm.TimeOfDay"/><Property Name="State" Type="Shop.State"/>
    <Property Name="Tags" Type="Collection(Edm.String)"/><Property Name="Gift" Type="Edm.Boolean"/>
    <Property Name="Wrapped" Type="Shop.Wrap"/>
    <Property Name="Place" Type="Shop.Place"/>
    <NavigationProperty Name="Parent" Type="Shop.Order"/>
    <NavigationProperty Name="Parts" Type="Collection(Shop.Order)"/>
  </EntityType>
  <EntityType Name="Line"><Key><PropertyRef Name="Order"/><PropertyRef Name="No"/></Key>
    <Property Name="Order" Type="Edm.Int32"/><Property Name="No" Type="Edm.Int32"/>
    <Property Name="Code" Type="Edm.String"/>
  </EntityType>
  <Function Name="Within"><Parameter Name="low" Type="Edm.Int32" Nullable="false"/>
    <Parameter Name="high" Type="Edm.Int32" Nullable="false"/>
    <Parameter Name="step" Type="Edm.Int32" Nullable="false">
      <Annotation Term="Org.OData.Core.V1.OptionalParameter"/></Parameter>
    <ReturnType Type="Edm.Int32"/></Function>
  <Function Name="Nearest"><Parameter Name="lat" Type="Edm.Double"/><Parameter Name="lon" Type="Edm.Double"/>
    <ReturnType Type="Shop.Order"/></Function>
  <EntityContainer Name="C"><EntitySet Name="Orders" EntityType="Shop.Order"/>
    <EntitySet Name="old/Orders" EntityType="Shop.Order"/>
    <EntitySet Name="Lines" EntityType="Shop.Line"/><FunctionImport Name="Within" Function="Shop.Within"/>
    <FunctionImport Name="Nearest" Function="Shop.Nearest"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (
            "Orders?$filter=contains(Note,'a') and year(Sent) eq 2020 and hour(At) lt 3 and hour(Sent) gt 1",
            [],
        ),
        ("Orders?$filter=length(Tags) eq 2 or Gift or not Gift or length(concat(Note,'x')) in (1,2)", []),
        ("Orders?$filter=State eq 'Paid' or State eq Shop.State'Open' or State in ('Open','Paid')", []),
        (
            "Orders?$filter=State in ('1',null) or State has Shop.State'Paid' or State eq 'Open'",
            [],
        ),
        ("Orders?$filter=Wrapped eq Shop.Wrap'Box,Bow' or Wrapped has 'Box, Bow'", []),
        ("Orders?$filter=Wrapped eq 'Box,Bo'", [("DV105", "Box,Bo")]),
        ("Orders?$filter=State eq Shop.State'Open,Paid'", [("DV105", "Open,Paid")]),
        ("Orders?$filter=State eq 'Open,Paid'", [("DV105", "Open,Paid")]),
        ("Orders?$filter=State eq %27Payd%27", [("DV105", "Payd")]),
        ("Orders?$filter=not Gift and not (Total gt 1) and not contains(Note,'a') and not not Gift", []),
        ("Orders?$filter=not Note", [("DV108", "Note")]),
        ("Orders?$filter=not length(Note)", [("DV108", "length(Note)")]),
        ("Orders?$orderby=Parts/$count desc,Parent/Total,not Gift,length(Note)", []),
        ("Orders?$orderby=Parts", [("DV108", "Parts")]),
        ("Orders?$orderby=Total,Parent desc", [("DV108", "Parent")]),
        ("Orders?$filter=Parent eq null or Parts/any(p:p/Parent ne null) or Tags/any(t:t eq 'a')", []),
        ("Orders?$filter=Parent eq 'a'", [("DV108", "'a'")]),
        ("Orders?$filter=Tags eq 'a'", [("DV108", "'a'")]),
        ("Orders?$filter=Tags/any(t:t/Name eq 'a')", [("DV107", "Name")]),
        ("Orders?$filter=Note/Text eq 'a'", [("DV107", "Text")]),
        ("Orders?$filter=Parent/Total/Net gt 1", [("DV107", "Net")]),
        ("Orders?$filter=Tags/First eq 'a'", [("DV108", "First")]),
        ("Orders?$filter='a'", [("DV108", "'a'")]),
        ("Orders?$filter=Id eq 1 and 5", [("DV108", "5")]),
        ("Orders?$filter=true or not false", []),
        ("Orders?$filter=3 lt Parts", [("DV108", "3")]),
        ("Orders?$filter=contains(Note)", [("DV108", "contains")]),
        ("Orders?$filter=Shop.Within(low=1,high=@a) gt Shop.Within(low=1,high=2,step=3)&@a=2", []),
        ("Orders?$filter=Shop.Within(low=1,{{high}}=2) eq 1", []),
        ("Orders?$filter=Shop.Within(low=1) eq 1", [("DV108", "Shop.Within")]),
        ("Orders?$filter=Shop.Within(low=1,hihg=2) eq 1", [("DV107", "hihg")]),
        ("Orders/s.Gift?$filter=Card eq 'a'", []),
        ("Orders?$filter=s.Gift/Card eq 'a' and s.Within(low=1,high=2) gt 1", []),
        ("Orders/s.Gif", [("DV101", "s.Gif")]),
        ("Orders?$filter=Shop.Wihtin(low=1,high=2) eq 1", [("DV107", "Shop.Wihtin")]),
        ("Orders?$filter=s.Gift/Crad eq 'a'", [("DV107", "Crad")]),
        ("Orders?$filter=Place/Town eq 'a' and Place ne null&$orderby=Place/Town", []),
        ("Orders?$filter=Place eq 'a'", [("DV108", "'a'")]),
        ("Orders?$orderby=Place", [("DV108", "Place")]),
        ("Orders?$filter=Place.Town eq 'a'", [("DV107", "Place.Town")]),
        ("Orders?$filter=Place/Town.contains('a')", [("DV108", "Town.contains")]),
        ("Lines(Order=1,No=2)", []),
        ("Lines(Code='a')", []),
        ("Lines({{key}})", []),
        ("Lines(1)", [("DV104", "Lines")]),
        ("Lines(No=1)", [("DV104", "Lines")]),
        ("Within(low=1,high=2)", []),
        ("Within( low = 1 , high = 2 )", []),
        ("Within?low=1&@high=2", []),
        ("Within(low=1,{{high}})", []),
        ("Within(low=1)", [("DV104", "Within")]),
        ("Within", [("DV104", "Within")]),
        ("Orders?$top=1&$skip=2&$top=3", [("DV103", "$top=3")]),
        ("Orders?$TOP=1", [("DV103", "$TOP")]),
        ("Orders?$TOP&$EXTRA", []),
        ("Orders?$filter=Note in ('a','b') and round(Total) eq 3 and date(Sent) eq 2020-04-17", []),
        ("Orders?$filter=State eq '{{state}}' and contains({{name}},'a') and {{fn}}(Note) eq 3", []),
        ("Orders?$filter=Total add 1 in (2,3) and own(Note) eq 2", []),
        ("Orders?$filter=contains(Total,'a')", [("DV108", "Total")]),
        ("Orders?$filter=contains(Note,Total)", [("DV108", "Total")]),
        ("Orders?$filter=year(tolower(Note)) eq 1", [("DV108", "tolower(Note)")]),
        ("Orders?$filter=year(Sent) eq '2020'", [("DV108", "'2020'")]),
        ("Orders?$filter=hour(Gift) eq 1", [("DV108", "Gift")]),
        ("Orders?$filter=Total in ('a','b')", [("DV108", "'a'")]),
        ("Orders?$filter=Total", [("DV108", "Total")]),
        ("Orders?$filter=length(Note)", [("DV108", "length(Note)")]),
        ("Orders?$filter=State eq 'Payd'", [("DV105", "Payd")]),
        ("Orders?$filter='Payd' ne State", [("DV105", "Payd")]),
        ("Orders?$filter=State eq Shop.State'Payd'", [("DV105", "Payd")]),
        ("Orders?$filter=State has Shop.State'Payd'", [("DV105", "Payd")]),
        ("Orders?$filter=State in ('Open','Payd')", [("DV105", "Payd")]),
        ("Orders?$filter=Sent in (2020-02-31T00:00:00Z,2020-02-01T00:00:00Z)", [("DV108", "2020-02-31")]),
        ("Orders?$filter=Sent eq 2020-02-31T00:00:00Z", [("DV108", "2020-02-31")]),
        ("Orders?$filter=lenght(Note) eq 3", [("DV107", "lenght")]),
        ("Nearest(lat=1,lon=-2.5)?$select=Id", []),
        ("old/Orders(1)?$select=Id", []),
        ("Nearest(lat=@a,lon={{lon}})?@a=1", []),
        ("Nearest(lat=1,long=2)", [("DV101", "long")]),
        ("Nearest(lat='x',lon=2)", [("DV105", "'x'")]),
    ],
)
def test_functions_conditions_and_enumerations_are_judged_by_metadata(
    project: Path, path: str, expected: list[tuple[str, str]]
) -> None:
    (project / "metadata.xml").write_text(SHOP, "utf-8")
    assert [(code, text) for code, _, text in said(project, get(f"{METADATA}/{path}"))] == expected


LISTS = {
    "openapi": "3.0.3",
    "info": {"title": "Shop", "version": "1"},
    "servers": [{"url": "https://shop.example/odata"}],
    "paths": {
        "/Orders": {
            "get": {
                "parameters": [
                    {"name": "$limit", "in": "query", "schema": {"type": "integer"}},
                    *(
                        {"name": name, "in": "query", "schema": {"type": "array", "items": {"enum": values}}}
                        for name, values in {
                            "$select": ["Id", "Raw"],
                            "$orderby": ["Id", "Id desc"],
                            "$expand": ["*", "Customer"],
                        }.items()
                    ),
                ],
                "responses": {"200": {"content": {"application/json": {"schema": ORDERS}}}},
            },
            "post": {
                "requestBody": {
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}}
                },
                "responses": {},
            },
        },
        "/Latest()": {"get": {"responses": {}}},
        "/Orders({Id})": {
            "get": {
                "responses": {
                    "200": {
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}}
                    }
                }
            }
        },
    },
    "components": {
        "schemas": {
            "Order": {
                "type": "object",
                "properties": {
                    "Id": {"type": "integer"},
                    "Total": {"type": "number", "multipleOf": 0.01},
                    "Customer": {"$ref": "#/components/schemas/Order"},
                },
            }
        }
    },
}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("$limit=3", []),
        ("$limit=x", [("DV105", "x")]),
        ("$limitt=3", [("DV103", "$limitt")]),
        ("$select=Id, Total", []),
        ("$select=Raw,Id", []),
        ("$select=Raw,Totl", [("DV107", "Raw"), ("DV107", "Totl")]),
        ("$orderby=Total mul 2 desc", []),
        ("$orderby=Totl", [("DV107", "Totl")]),
        ("$expand=Customer($select=Id;$expand=Customer/$ref)", []),
        ("$expand=Customer($select=Totl)", [("DV107", "Totl")]),
    ],
)
def test_lists_of_values_for_expressions_of_odata_add_to_what_is_known_and_forbid_nothing(
    project: Path, query: str, expected: list[tuple[str, str]]
) -> None:
    (project / "dataverse.yaml").write_text(json.dumps(LISTS), "utf-8")
    found = said(project, get(f"https://shop.example/odata/Orders?{query}"))
    assert [(code, text) for code, _, text in found] == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/Orders(1)/Total", []),
        ("/Orders(1)/Total/$value", []),
        ("/Orders(1)/Customer/$ref", []),
        ("/Orders(1)/Customer/Customer/Total", []),
        ("/Orders(1)/Customer/Totl", [("DV101", "/Orders(1)/Customer/Totl")]),
        ("/Orders( 1 )/Total", []),
        ("/Orders(@a)?@a=1", []),
        ("/Latest", []),
        ("/Latest()", []),
        ("/Orders/Total", [("DV101", "/Orders/Total")]),
        ("/Orders(1)/Totl/$value", [("DV101", "/Orders(1)/Totl/$value")]),
    ],
)
def test_the_properties_of_an_entity_that_is_described_have_paths(
    project: Path, path: str, expected: list[tuple[str, str]]
) -> None:
    (project / "dataverse.yaml").write_text(json.dumps(LISTS), "utf-8")
    found = said(project, get(f"https://shop.example/odata{path}"))
    assert [(code, text) for code, _, text in found] == expected


def test_what_the_service_alone_knows_doesnt_show_in_what_is_told_of_the_rest(project: Path) -> None:
    (project / "dataverse.yaml").write_text(json.dumps(LISTS), "utf-8")
    report = checked(project, get("https://shop.example/odata/Orders?$select=Id,&$limit=3"))
    assert [one["message"] for one in report["diagnostics"]] == [
        "the query can't be read: expected `*` or a name, found `&$limit=3`; a comma stands between two items"
    ]


def test_a_query_that_no_service_takes_is_not_read(project: Path) -> None:
    url = f"{METADATA}/accounts?$filter={' or '.join(['a eq 1'] * 20_000)}"
    report = checked(project, get(url))
    assert report["diagnostics"] == []
    assert [(one["code"], one["reason"]) for one in report["notChecked"]] == [
        ("DV106", "the query has 200,013 characters, and more than 100,000 are not read")
    ]


def test_an_option_that_stands_twice_leads_to_the_first_and_can_be_left_out(project: Path) -> None:
    (project / "metadata.xml").write_text(SHOP, "utf-8")
    [one] = checked(project, get(f"{METADATA}/Orders?$top=1&$count=true&$top=3"))["diagnostics"]
    start = len(f'[{{"method": "GET", "url": "{METADATA}/Orders?') + 1
    assert one["message"] == "`$top` stands twice"
    assert [each["range"]["start"]["column"] for each in one["related"]] == [start]


@pytest.mark.parametrize(
    ("total", "codes"), [(19.99, []), (493, []), (0.07, []), (1e300, []), (19.999, ["DV110"]), (10**400, [])]
)
def test_a_multiple_is_one_of_the_numbers_as_they_are_written(
    project: Path, total: float, codes: list[str]
) -> None:
    (project / "dataverse.yaml").write_text(json.dumps(LISTS), "utf-8")
    request = {"method": "POST", "url": "https://shop.example/odata/Orders", "body": {"Total": total}}
    assert [code for code, *_ in said(project, request)] == codes


def test_a_description_of_3_1_is_judged_by_its_own_draft(project: Path) -> None:
    schema = {"type": ["object", "null"], "properties": {"a": {"const": 1}}, "unevaluatedProperties": False}

    assert judged_by(project, schema, {"a": 2, "b": 1}, openapi="3.1.0") == [
        "DV110 /0/body/a",
        "DV109 /0/body/b",
    ]


@pytest.mark.parametrize(
    ("schema", "body", "expected"),
    [
        ({"properties": {"a": False, "b": True}}, {"a": 1, "b": 1}, ["DV109 /0/body/a"]),
        ({"properties": {"a": {"items": False}}}, {"a": [1]}, ["DV110 /0/body/a"]),
        ({"properties": {"a": {"anyOf": [False, {"type": "string"}]}}}, {"a": 1}, ["DV110 /0/body/a"]),
    ],
)
def test_where_a_schema_is_false_nothing_may_stand(
    project: Path, schema: dict[str, Any], body: dict[str, Any], expected: list[str]
) -> None:
    assert judged_by(project, schema, body, openapi="3.1.0") == expected


@pytest.mark.skipif(not DATA.is_dir(), reason="the data of the project isn't there")
def test_of_requests_to_dataverse_exactly_the_wrong_ones_are_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = "https://example.crm.dynamics.com/api/data/v9.0"
    urls = (DATA / "odata-queries/dataverse-fetchxml2webapi.txt").read_text("utf-8").splitlines()
    (tmp_path / "m.xml").write_bytes((DATA / "csdl/DynamicsCRM.xml").read_bytes())
    table = f'[[contracts]]\nmetadata = "m.xml"\nservers = ["{server}"]\n'
    (tmp_path / "c360lint.toml").write_text(table, "utf-8")
    monkeypatch.chdir(tmp_path)

    found = said(tmp_path, *(get(url) for url in urls if url))
    assert [(code, part) for code, _, part in found] == [
        ("DV101", "stringmaps"),
        ("DV107", "account_primarycontact"),
        ("DV107", "lists"),
    ]


TEXTS = st.text("ab$&=()/'?,;:{}@%27 .-_", max_size=30) | st.sampled_from(
    [
        "accounts",
        "$filter=",
        "name eq ",
        "contact_customer_accounts/any(",
        "$expand=",
        "(accountid=",
        "{{x}}",
        KEY,
    ]
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(
                ["name", "revenue", "primarycontactid", "primarycontactid@odata.bind", "createdon", "x"]
            ),
            inner,
        )
    ),
    max_leaves=6,
)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([OPENAPI, METADATA]),
            st.lists(TEXTS, max_size=5).map("".join),
            st.sampled_from(["GET", "POST", "PATCH", "DELETE"]),
            VALUES,
            st.dictionaries(st.sampled_from(["If-Match", "Content-Type"]), st.text(max_size=5) | st.none()),
        ),
        min_size=10,
        max_size=10,
    )
)
@settings(max_examples=30)
def test_whatever_a_request_says_is_judged(requests: list[tuple[str, str, str, Any, Any]]) -> None:
    judges = Contracts(loaded())
    for server, rest, method, body, headers in requests:
        value = {"method": method, "url": f"{server}/{rest}", "body": body, "headers": headers}
        node = read(value, envelope_shape(), "r.json").root
        call = judges.call("r.json", node)
        assert call is not None
        call.body = body
        assert all(
            one.at.slice is None
            or one.at.slice[0] <= one.at.slice[1] <= len(call.url)
            or one.at.path[:1] == ("body",)
            for one in call.judgements
        )


@cache
def loaded() -> tuple[tuple[Servers, Any], ...]:
    api = OpenApi(described(Source(str(WORLD / "dataverse.yaml"))))
    service = service_in(Source(str(WORLD / "metadata.xml")))
    return (Servers(api.servers()), api), (Servers([ServerUrl(METADATA)]), service)


@pytest.mark.parametrize(
    ("server", "url", "end"),
    [
        ("https://a.b/api/", "https://a.b/api/x", 15),
        ("https://a.b/api", "https://a.b/apix", None),
        ("https://a.b/api", "HTTPS://A.B/api?x", 15),
        ("https://a.b/api", "/api/x", 4),
        ("https://a.b/api", "{{host}}/api/x", 12),
        ("https://a.b", "/x", None),
        ("https://{o}.b/api", "https://x.y.b/api", 17),
        ("https://{o}.b/api", "https://{{org}}.b/api/x", 21),
        ("/api", "https://c.d/api", 15),
        ("/", "/x", None),
    ],
)
def test_a_server_is_what_a_url_begins_with(server: str, url: str, end: int | None) -> None:
    assert Servers([ServerUrl(server)]).end_in(url) == end


def test_a_servers_variable_has_the_values_that_are_listed() -> None:
    servers = Servers([ServerUrl("https://{o}.b/api", {"o": ("x", "y")})])

    assert [servers.end_in(f"https://{one}.b/api") for one in ("x", "y", "z")] == [15, 15, None]


def test_values_of_more_than_two_variables_in_a_segment_are_not_told_apart() -> None:
    values = {"o": ("x",), "p": ("y",), "q": ("z",)}
    two = Servers([ServerUrl("https://{o}-{p}.b/api", values)])
    three = Servers([ServerUrl("https://{o}-{p}-{q}.b/api", values)])
    within = Servers([ServerUrl("https://a{o}-{p}-{q}c/api", values)])

    assert [two.end_in(f"https://{one}.b/api") for one in ("x-y", "x-z")] == [17, None]
    assert [three.end_in(f"https://{one}.b/api") for one in ("x-y-z", "x-y-x", "x.y")] == [19, 19, 17]
    assert [within.end_in(f"https://{one}/api") for one in ("ax-yc", "x-yc", "ax-y")] == [17, None, None]


@given(st.lists(st.sampled_from(["a", "b", "-", "{x}", "{y}"]), max_size=6), st.text("ab-", max_size=12))
def test_a_path_fits_its_template_as_a_pattern_would_say(parts: list[str], text: str) -> None:
    template = "/a" + "".join(parts)
    pattern = "/a" + "".join("[^/]*" if one.startswith("{") else re.escape(one) for one in parts)
    fits = Templates([SchemaNode({}, ("paths", template))]).find(f"/a{text}") is not None

    assert fits == (re.fullmatch(pattern, f"/a{text}") is not None)


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("0 = Active, 1 = Inactive", (0, 1)),
        ("0 = Open, 1 = Won, 2 = Lost", (0, 1, 2)),
        ("0: Open; 1: Won.", (0, 1)),
        ("1 = Default", ()),
        ("The state. 0 = Active, 1 = Inactive", ()),
        ("", ()),
    ],
)
def test_only_a_description_that_is_a_list_is_read_as_one(words: str, values: tuple[int, ...]) -> None:
    assert values_in_words({"description": words}) == values


@pytest.mark.parametrize(
    ("name", "value", "fits"),
    [
        ("uuid", KEY[1:-1], True),
        ("uuid", KEY, False),
        ("date", "2024-02-29", True),
        ("date", "2023-02-29", False),
        ("date", "2000-02-29", True),
        ("date", "1900-02-29", False),
        ("date-time", "2020-04-17T08:30:00.5+02:00", True),
        ("date-time", "2020-04-17T08:30:00", False),
        ("time", "24:00:00", False),
        ("int32", 2**31 - 1, True),
        ("int64", 2**63, False),
        ("duration", "P1DT2H", True),
        ("duration", "P", False),
        ("ipv4", "1.2.3.256", False),
        ("whatever", "x", True),
    ],
)
def test_a_format_wants_what_its_standard_says(name: str, value: Any, fits: bool) -> None:
    assert (wrong_format(name, value) == "") == fits


@pytest.mark.parametrize(
    ("type_", "literal", "fits"),
    [
        ("Edm.String", "'it''s'", True),
        ("Edm.String", "its", False),
        ("Edm.Guid", KEY[1:-1], True),
        ("Edm.Int32", "2147483648", False),
        ("Edm.Boolean", "1", False),
        ("Edm.Decimal", "1.5", True),
        ("Edm.Guid", "@p1", True),
        ("Edm.Int32", "null", True),
        ("Own.Type", "x", True),
    ],
)
def test_a_literal_of_a_url_is_written_as_its_type_says(type_: str, literal: str, fits: bool) -> None:
    assert (wrong_literal(type_, literal) == "") == fits


@given(st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.integers()))
def test_null_is_of_every_type_and_what_isnt_known_is_never_wrong(value: Any) -> None:
    assert wrong_json("Edm.Int32", None) == "" == wrong_json("Own.Type", value)
    assert (wrong_json("Edm.Boolean", value) == "") == (value is None or isinstance(value, bool))
    wrong_json("Edm.Int64", value)


@pytest.mark.parametrize(
    ("pattern", "endless"),
    [
        ("^[a-z]+$", False),
        ("(a+)+$", True),
        ("(a|b)*c{2}", False),
        ("((x)*y)*", True),
        ("(", True),
        ("a" * 2000, True),
    ],
)
def test_a_pattern_that_repeats_what_repeats_isnt_matched(pattern: str, endless: bool) -> None:
    assert may_be_endless(pattern, 0) == endless


@pytest.mark.parametrize(
    ("call", "codes"),
    [
        ("Nearest(lat=1,lon=2)", []),
        ("Nearest?lat=1&lon=2", []),
        ("Nearest?@lat=1&@lon=2", []),
        ("Nearest?lat=1", ["DV101"]),
        ("Nearest", ["DV101"]),
        ("Shops", ["DV101"]),
        ("Shops?ShopId=1", ["DV101"]),
    ],
)
def test_a_function_can_be_called_without_parentheses_if_the_query_has_its_parameters(
    project: Path, call: str, codes: list[str]
) -> None:
    parameters = [{"name": name, "in": "path", "required": True, "schema": {}} for name in ("lat", "lon")]
    paths = {
        "/Nearest(lat={lat},lon={lon})": {"get": {"parameters": parameters, "responses": {}}},
        "/Shops({ShopId})": {"get": {"parameters": [{"name": "ShopId", "in": "path"}], "responses": {}}},
    }
    description = {"openapi": "3.0.3", "servers": [{"url": "https://shop.example/odata"}], "paths": paths}
    (project / "dataverse.yaml").write_text(json.dumps(description), "utf-8")
    assert [code for code, _, _ in said(project, get(f"https://shop.example/odata/{call}"))] == codes


def test_an_option_of_an_older_version_is_replaced_by_todays(project: Path) -> None:
    [one] = checked(project, get(f"{METADATA}/accounts?$inlinecount=allpages"))["diagnostics"]
    assert one["message"] == "OData has no query option `$inlinecount`; did you mean `$count`?"


@pytest.mark.parametrize(
    ("path", "codes", "not_checked"),
    [
        ("?$format=json", [], []),
        ("", [], []),
        ("Orders/1", [], ["DV101"]),
        ("Orders/1/Note", [], ["DV101"]),
        ("Orders/1?$select=Nte", ["DV107"], ["DV101"]),
        ("Orders/1/Nte", ["DV101"], ["DV101"]),
        ("Orders/first", ["DV101"], []),
        ("Orders/Note", ["DV101"], []),
        ("Lines/1", ["DV101"], []),
    ],
)
def test_a_segment_that_may_be_a_key_is_not_checked(
    project: Path, path: str, codes: list[str], not_checked: list[str]
) -> None:
    (project / "metadata.xml").write_text(SHOP, "utf-8")
    report = checked(project, get(f"{METADATA}/{path}"))
    told = [[one["code"] for one in report[part]] for part in ("diagnostics", "notChecked")]
    assert told == [codes, not_checked]


@pytest.mark.parametrize("method", ["PATCH", "PUT", "DELETE"])
def test_version_401_may_change_whole_collections(project: Path, method: str) -> None:
    for version, codes in (("4.0", ["DV102"]), ("4.01", [])):
        (project / "metadata.xml").write_text(SHOP.replace('Version="4.0"', f'Version="{version}"'), "utf-8")
        body = {"value": [{"Id": 1}]}
        request = {"method": method, "url": f"{METADATA}/Orders", "body": body}
        assert [code for code, _, _ in said(project, request)] == codes


ACTION = """<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="N" xmlns="http://docs.oasis-open.org/odata/ns/edm">
  <EntityType Name="A"><Key><PropertyRef Name="Code"/></Key>
    <Property Name="Code" Type="Edm.String" Nullable="false">
      <Annotation Term="Org.OData.Core.V1.Permissions">
        <EnumMember>Org.OData.Core.V1.Permission/Read</EnumMember></Annotation></Property>
  </EntityType>
  <Action Name="Share" IsBound="true"><Parameter Name="a" Type="N.A" Nullable="false"/>
    <Parameter Name="user" Type="Edm.String" Nullable="false"/>
    <Parameter Name="count" Type="Edm.Int32"/></Action>
  <EntityContainer Name="C"><EntitySet Name="As" EntityType="N.A"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"""


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ({"user": "x"}, []),
        ({"user": "x", "count": 5}, []),
        ({"count": 5}, ["DV104"]),
        (None, ["DV104"]),
        ({"usr": "x"}, ["DV109"]),
        ({"user": 5}, ["DV110"]),
    ],
)
def test_an_action_has_its_parameters_in_the_body(project: Path, body: Any, codes: list[str]) -> None:
    (project / "metadata.xml").write_text(ACTION, "utf-8")
    request = {"method": "POST", "url": f"{METADATA}/As('x')/N.Share", "body": body}
    if body is None:
        del request["body"]
    assert [code for code, _, _ in said(project, request)] == codes


def test_a_key_may_be_chosen_where_an_entity_is_created_and_not_changed_later(project: Path) -> None:
    (project / "metadata.xml").write_text(ACTION, "utf-8")
    for method, path, codes in (("POST", "As", []), ("PATCH", "As('x')", ["DV112"])):
        request = {"method": method, "url": f"{METADATA}/{path}", "body": {"Code": "y"}}
        assert [code for code, _, _ in said(project, {**request, "headers": {"If-Match": "*"}})] == codes


OLD = """<edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx"><edmx:DataServices>
<Schema Namespace="N" xmlns="http://schemas.microsoft.com/ado/2008/09/edm">
  <EntityType Name="A"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Guid"/></EntityType>
  <EntityContainer Name="C"><EntitySet Name="As" EntityType="N.A"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"""


@pytest.mark.parametrize(
    ("path", "codes", "not_checked"),
    [
        ("As(guid'7d577253-3ef0-4a0a-bb7f-8335c2596e70')/$links/B", [], []),
        ("As?$filter=substringof('a',Name) and Price gt 5M&$inlinecount=allpages", [], ["DV106"]),
        ("Az?$filter=substringof('a',Name)", ["DV101"], []),
    ],
)
def test_before_version_4_only_the_beginning_of_a_path_is_judged(
    project: Path, path: str, codes: list[str], not_checked: list[str]
) -> None:
    (project / "metadata.xml").write_text(OLD, "utf-8")
    report = checked(project, get(f"{METADATA}/{path}"))
    told = [[one["code"] for one in report[part]] for part in ("diagnostics", "notChecked")]
    assert told == [codes, not_checked]


def declared(folder: Path, *requests: dict[str, Any]) -> list[str]:
    """Return the text of what findings point to in contracts, with file and line."""
    found = []
    for each in checked(folder, *requests)["diagnostics"]:
        for one in each["related"]:
            line = one["range"]["start"]["line"]
            columns = one["range"]["start"]["column"] - 1, one["range"]["end"]["column"] - 1
            text = (folder / one["file"]).read_text("utf-8").split("\n")[line - 1][slice(*columns)]
            assert one["message"].endswith(" is declared here")
            found.append(f"{one['file']}:{line}: {text}")
    return found


@pytest.mark.parametrize(
    ("request_", "place"),
    [
        (get(f"{METADATA}/acounts"), "metadata.xml:31: accounts"),
        (get(f"{METADATA}/WhoAmi"), "metadata.xml:34: WhoAmI"),
        (get(f"{METADATA}/accounts{KEY}/nmae"), "metadata.xml:8: name"),
        (get(f"{METADATA}/accounts('a')"), "metadata.xml:7: accountid"),
        (get(f"{METADATA}/accounts?$select=nmae"), "metadata.xml:8: name"),
        (get(f"{METADATA}/accounts?$expand=name"), "metadata.xml:8: name"),
        (get(f"{METADATA}/accounts?$filter=name eq 5"), "metadata.xml:8: name"),
        ({"method": "PUT", "url": f"{METADATA}/accounts"}, "metadata.xml:31: accounts"),
        (
            {"method": "POST", "url": f"{METADATA}/accounts", "body": {"createdon": None}},
            "metadata.xml:10: createdon",
        ),
        ({"method": "POST", "url": f"{METADATA}/accounts", "body": {"name": 5}}, "metadata.xml:8: name"),
        (
            {"method": "POST", "url": f"{METADATA}/accounts", "body": {BIND: "/contcts(1)"}},
            "metadata.xml:32: contacts",
        ),
        (get(f"{OPENAPI}/acounts"), "dataverse.yaml:7: /accounts"),
        (get(f"{OPENAPI}/accounts(42)"), "dataverse.yaml:23: name"),
        ({"method": "PUT", "url": f"{OPENAPI}/accounts"}, "dataverse.yaml:7: /accounts"),
        (get(f"{OPENAPI}/accounts?$select=nmae"), "dataverse.yaml:43: name"),
        ({"method": "POST", "url": f"{OPENAPI}/accounts", "body": {"nmae": "A"}}, "dataverse.yaml:43: name"),
        ({"method": "POST", "url": f"{OPENAPI}/accounts", "body": {"name": 5}}, "dataverse.yaml:43: name"),
    ],
)
def test_a_finding_says_where_the_contract_declares_what_it_is_about(
    project: Path, request_: dict[str, Any], place: str
) -> None:
    assert declared(project, request_) == [place]


def test_json_of_csdl_says_where_it_declares_things_too(project: Path) -> None:
    schema = {
        "$Version": "4.01",
        "$EntityContainer": "N.C",
        "N": {
            "A": {"$Kind": "EntityType", "$Key": ["Id"], "Id": {"$Type": "Edm.Int32"}, "Name": {}},
            "C": {"$Kind": "EntityContainer", "As": {"$Collection": True, "$Type": "N.A"}},
        },
    }
    (project / "metadata.xml").write_text(json.dumps(schema, indent=1), "utf-8")
    assert declared(project, get(f"{METADATA}/As?$select=Nmae"), get(f"{METADATA}/Az")) == [
        'metadata.xml:13: "Name"',
        'metadata.xml:17: "As"',
    ]


def test_refs_tells_where_contracts_declare_names_and_requests_use_them(project: Path) -> None:
    url, key = f"{METADATA}/accounts", f"/contacts{KEY}"
    text = (
        f"GET {url}?$filter=primarycontactid/firstname eq 'A'\n\n###\n"
        f'POST {url}\n\n{{"{BIND}": "{key}"}}\n\n###\n'
        f'POST {OPENAPI}/accounts\n\n{{"revenue": 5}}\n'
    )
    (project / "a.http").write_text(text, "utf-8")

    def refs(name: str) -> list[str]:
        return CliRunner().invoke(main, ["refs", name], catch_exceptions=False).stdout.splitlines()

    assert refs("primarycontactid") == [
        "metadata.xml:13:35: declares navigation property `primarycontactid`",
        "a.http:1:74: uses navigation property `primarycontactid`: of `account`",
        "a.http:6:2: uses navigation property `primarycontactid`: of `account`",
    ]
    assert refs("contact.firstname") == [
        "metadata.xml:25:25: declares property `firstname`",
        "a.http:1:91: uses property `firstname`: of `contact`",
    ]
    assert refs("contacts") == [
        "metadata.xml:32:26: declares entity set `contacts`",
        "a.http:6:35: uses entity set `contacts`: in a path",
    ]
    assert refs("revenue") == [
        "dataverse.yaml:44:9: declares property `revenue`",
        "a.http:11:2: uses property `revenue`: of `Account`",
    ]
    result = CliRunner().invoke(main, ["refs", "revenu"], catch_exceptions=False)
    assert result.stderr == "c360lint: nothing is called `revenu`; did you mean `revenue`?\n"


def test_what_nothing_is_near_to_has_no_place_in_the_contract(project: Path) -> None:
    requests = [get(f"{one}/accounts?$select=zzzzzz") for one in (METADATA, OPENAPI)]
    assert (len(said(project, *requests)), declared(project, *requests)) == (2, [])


def test_the_nearest_path_is_named_and_is_no_repair_where_it_has_a_parameter(project: Path) -> None:
    description = (project / "dataverse.yaml").read_text("utf-8").replace("  /accounts:", "  /x:")
    (project / "dataverse.yaml").write_text(description, "utf-8")
    [found] = checked(project, {"method": "GET", "url": f"{OPENAPI}/accounts"})["diagnostics"]

    assert found["message"] == (
        "`dataverse.yaml` has no path `/accounts`; did you mean `/accounts({accountid})`?"
    )
    assert found["fixes"] == []
