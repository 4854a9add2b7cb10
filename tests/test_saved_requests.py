"""Requests in `.http` files and Postman collections: read as envelopes are, findings at the exact part."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from linter.cli import main
from linter.diagnostic import Location
from linter.placeholders import Values
from linter.reading.project_root import home_of
from linter.server.session import Session
from linter.text.source import read_text
from linter.text.woven import Stretch, Woven
from tests.projects import RELATIONSHIP, RELATIONSHIPS_FILE, SNAPSHOT, Files, creation, reported, said, write

URL = "https://ci.example/api/instances/main"
TO_BUYERS = json.dumps(RELATIONSHIP, indent=2)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def laid(files: Files, settings: str = "") -> None:
    write(
        Path(),
        {"snapshot.json": SNAPSHOT, "c360lint.toml": 'snapshot = "snapshot.json"\n' + settings, **files},
    )


def read(text: str, name: str = "a.http") -> list[dict[str, Any]]:
    """Return the requests of a file as envelopes, with bodies that are JSON read."""
    found = read_text(name, text.encode())
    assert found.requests is not None
    for index in range(len(found.requests.written)):
        assert found.requests.read_body(index, Values({})) is None
    value: list[dict[str, Any]] = found.value
    return value


def under(file: str, range_: dict[str, Any]) -> str:
    """Return the text that a range of the report covers."""
    text = read_text(file, Path(file).read_bytes(), "plain")
    ends = [text.line(1)[:0], *(f"{text.line(number)}\n" for number in range(1, text.line_count() + 1))]
    start, end = range_["start"], range_["end"]
    if start["line"] == end["line"]:
        return ends[start["line"]][start["column"] - 1 : end["column"] - 1]
    return ends[start["line"]][start["column"] - 1 :] + ends[end["line"]][: end["column"] - 1]


def pointed(*arguments: str) -> list[tuple[str, str, str, str]]:
    """Return code, file, pointer and text of the findings."""
    return [
        (one["code"], one["file"], one["pointer"], under(one["file"], one["range"]))
        for one in reported(*arguments)["diagnostics"]
    ]


# `.http`


def test_requests_stand_between_lines_that_divide_them() -> None:
    text = (
        "# all of it\n@host = h\n\n### First\n\n// more\nGET {{host}}/a HTTP/1.1\n"
        "Accept: text/csv\n# not sent\nX-A : b \n\n###\n# @name second\n# @no-redirect\n"
        'post https://x/b?c=d e\nContent-Type: application/json\n\n{"a": [1]}\n\n# the end\n###\n{{host}}/c\n'
    )

    assert read(text) == [
        {
            "name": "First",
            "method": "GET",
            "url": "{{host}}/a",
            "headers": {"Accept": "text/csv", "X-A": "b"},
        },
        {
            "name": "second",
            "method": "post",
            "url": "https://x/b?c=d e",
            "headers": {"Content-Type": "application/json"},
            "body": {"a": [1]},
        },
        {"method": "GET", "url": "{{host}}/c"},
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_on_any_system_and_a_url_goes_on_where_it_is_indented(end: str) -> None:
    text = "\ufeffGET https://x\n    /a\n\t/b\n  # so\n  ?c=d\n&e=f HTTP/2\nAccept: */*\n   X-Y: z\n\nplain"
    text = text.replace("\n", end)

    assert read(text) == [
        {
            "method": "GET",
            "url": "https://x/a/b?c=d&e=f",
            "headers": {"Accept": "*/*", "X-Y": "z"},
            "body": "plain",
        }
    ]


def test_what_a_client_does_beside_sending_is_passed_over() -> None:
    text = (
        "import other.http\nrun #x\n< {%\n"
        '  request.variables.set("a", "GET b")\n%}\nGET https://x/a\n\n> {%\n'
        '  client.test("b", () => {})\n%}\n\n###\nPOST https://x/b\n\n{"c": 1}\n\n'
        "> handler.js\n>>! out.json\n<> 2020.json\n"
        "### curl\ncurl -X POST https://x/api/instances/main/manage/relationships\n"
    )

    assert read(text) == [
        {"method": "GET", "url": "https://x/a"},
        {"method": "POST", "url": "https://x/b", "body": {"c": 1}},
    ]


@pytest.mark.parametrize(
    ("body", "read_as"),
    [
        ("// so\n# so\n[1]", [1]),
        ("{{all}}", "{{all}}"),
        ("{{a}}={{b}}&c", "{{a}}={{b}}&c"),
        ("{}\n\n@later = 1\n// more", {}),
        ("< {%\n  a\n%}\n\n< {% b %}\n{}\n< {% c %}", {}),
        ("< {% a %}\n\na=b", "a=b"),
        ("a=b\n&c=d", "a=b\n&c=d"),
        ("<a/>", "<a/>"),
    ],
)
def test_a_body_is_json_or_text(body: str, read_as: Any) -> None:
    assert [one.get("body") for one in read(f"POST x/y\n\n{body}\n")] == [read_as]


@pytest.mark.parametrize(
    "text", ["", "\n\n", "# only\n// comments", "### a\n###\n### b", "@x = y", "\ufeff", "{"]
)
def test_a_file_without_a_request_has_none(text: str) -> None:
    assert read(text) == []


def test_comments_and_placeholders_outside_of_strings_leave_a_body_json() -> None:
    body = '{\n# so\n  "a": {{n}}, // and "so"\n  "b": "{{n}} // text", /* c */ "d": [{{m}}]\n}'
    text = read_text("a.http", f"POST x/y\n\n{body}".encode())
    assert text.requests is not None

    assert text.requests.read_body(0, Values({"n": 5})) is None
    assert text.value[0]["body"] == {"a": 5, "b": "{{n}} // text", "d": ["{{m}}"]}
    start, end = text.span(Location("a.http", (0, "body", "a")))
    assert text.text[start:end] == "{{n}}"


def test_each_finding_points_to_the_exact_part_and_no_pointer_leads_there() -> None:
    laid(
        {
            "a.http": f"GET {URL}/data/Visitz?$top=1\n\n### B\nPATCH {URL}\n  /manage/relationships\n"
            f"Content-Tipe: application/json\n\n{TO_BUYERS.replace('Shop_Visits', 'Shop_Visit')}\n"
        }
    )

    assert pointed("--select", "IN,RL") == [
        ("IN03", "a.http", "", "Visitz"),
        ("IN102", "a.http", "", "Content-Tipe"),
        ("RL05", "a.http", "", '"Shop_Visit"'),
    ]


def test_variables_of_the_file_are_put_in_and_their_use_is_what_a_finding_points_to() -> None:
    text = f"@host = {URL}\n@set = {{{{name}}}}\n@name = Visitz\n\nGET {{{{host}}}}/data/{{{{set}}}}\n"
    laid({"a.http": text})

    (found,) = reported("--select", "IN03")["diagnostics"]
    assert found["message"].endswith("`{{set}}` stands for `Visitz`")
    assert under("a.http", found["range"]) == "{{set}}"
    assert [(one["message"], under("a.http", one["range"])) for one in found["related"]] == [
        ("here `{{set}}` gets its value", "set = {{name}}")
    ]


def told_and_held(code: str) -> tuple[list[str], list[str]]:
    """Return the texts of a rule's findings, and those of what is held back behind them."""
    report = reported("--select", code)
    held = [one for one in report["heldBack"] if one["cause"]["code"] == code]
    return tuple([under(one["file"], one["range"]) for one in part] for part in (report["diagnostics"], held))


def test_the_wrong_value_of_a_variable_is_told_where_it_is_first_used() -> None:
    url = URL.replace("main", "{{instance}}")
    requests = "###\n".join(f"GET {url}/data/Visits?$top={number}\n\n" for number in (1, 2, 3))
    laid(
        {
            "a.http": f"@instance = mian\n\n{requests}",
            "b.http": f"@instance = mian\n\nGET {url}/data/Visits\n",
        }
    )

    told, held = told_and_held("IN01")

    assert told == ["{{instance}}"] * 2  # once in each file
    assert held == ["{{instance}}"] * 2


def test_what_the_project_says_of_a_placeholder_is_told_once_in_a_file_as_well() -> None:
    requests = [{"method": "GET", "url": f"/api/instances/main/data/$(set)?$top={one}"} for one in (1, 2)]
    body = {**RELATIONSHIP, "fromEntityName": "$(set)"}
    url = "/api/instances/main/manage/relationships"
    bodies = [{"method": "POST", "url": url, "body": {**body, "name": name}} for name in ("One", "Two")]
    laid({"requests/a.json": [*requests, *bodies]}, '[placeholders]\nset = "Visitz"\n')

    assert told_and_held("IN03") == (["$(set)"], ["$(set)"])
    assert told_and_held("RL05") == (['"$(set)"'], ['"$(set)"'])


def test_what_stands_beside_a_variable_is_told_wherever_it_does() -> None:
    requests = "###\n".join(f"GET {URL}/data/{{{{set}}}}z?$top={number}\n\n" for number in (1, 2))
    laid({"a.http": f"@set = Visit\n\n{requests}"})

    assert told_and_held("IN03") == (["{{set}}z"] * 2, [])


def test_values_that_requests_give_each_by_itself_are_told_each() -> None:
    def asked(name: str) -> dict[str, Any]:
        url = {"raw": f"{URL}/data/:set", "variable": [{"key": "set", "value": "Visitz"}]}
        return {"name": name, "request": {"method": "GET", "url": url}}

    schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
    made = {"info": {"name": "C", "schema": schema}, "item": [asked("One"), asked("Two")]}
    laid({"c.postman_collection.json": json.dumps(made, indent=1)})

    assert told_and_held("IN03") == ([":set"] * 2, [])


def test_a_variable_in_a_body_is_told_of_where_it_stands_and_not_of_the_whole_body() -> None:
    body = {name: value for name, value in RELATIONSHIP.items() if name != "toEntityName"}
    body["fromEntityName"] = "{{set}}"
    laid({"a.http": f"@set = Shop_Visits\n\nPATCH {URL}/manage/relationships\n\n{json.dumps(body)}\n"})

    [finding] = reported("--select", "DO05")["diagnostics"]

    assert "{{set}}" not in finding["message"]


def test_variables_without_a_value_are_not_checked_and_said_once() -> None:
    sets = ("{{login.response.body.$.set}}", "{{$dotenv SET}}")
    text = "".join(f"###\nGET {URL}/data/{one}\n" for one in sets)
    laid({"a.http": text}, '[placeholders]\nset = "Visitz"\n')

    reasons = ("`{{$dotenv SET}}` is a placeholder", "`{{login.response.body.$.set}}` is a placeholder")
    assert said("--select", "IN03,DO104") == [f"DO104? {one} without a value" for one in reasons]


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("http-client.env.json", {"dev": {"set": "Visitz", "other": 1}, "prod": {"set": "Visitz"}}),
        ("deep/http-client.private.env.json", {"dev": {"set": "Visitz"}}),
        (
            ".vscode/settings.json",
            '{// so\n "rest-client.environmentVariables": {"$shared": {"set": "Visitz"},},}',
        ),
    ],
)
def test_environment_files_say_what_variables_stand_for(file: str, content: Any) -> None:
    laid({"deep/a.http": f"GET {URL}/data/{{{{set}}}}\n", file: content})

    (found,) = reported("--select", "IN03")["diagnostics"]
    (related,) = found["related"]
    assert (related["file"], under(file, related["range"])) == (file, '"Visitz"')


def test_environments_that_differ_leave_it_open_but_the_one_that_a_run_is_in_counts() -> None:
    environments = {"dev": {"set": "Visits"}, "prod": {"set": "Visitz"}}
    files: Files = {
        "a.http": f"GET {URL}/data/{{{{set}}}}\n",
        "http-client.env.json": environments,
        "snapshot.json": SNAPSHOT,
    }
    laid(files)
    assert said("--select", "IN03") == []

    write(Path(), {"c360lint.toml": '[snapshots]\ndev = "snapshot.json"\nprod = "snapshot.json"\n'})
    assert said("--select", "IN03") == ["IN03 "]


@pytest.mark.parametrize(
    ("environments", "of_none", "of_prod", "shared"),
    [
        ({"$shared": {"set": "Visitz"}, "prod": {"set": "Visits"}}, [], [], ["IN03 "]),
        ({"prod": {"set": "Visits"}, "$shared": {"set": "Visitz"}}, [], [], ["IN03 "]),
        ({"$shared": {"set": "Visits"}, "prod": {"set": "Visitz"}, "dev": {}}, [], ["IN03 "], []),
        ({"$shared": {"set": "Visitz"}, "prod": {}}, ["IN03 "], ["IN03 "], ["IN03 "]),
        ({"$default": {"set": "Visitz"}, "prod": {"set": "Visitz"}}, ["IN03 "], ["IN03 "], ["IN03 "]),
    ],
)
def test_what_an_environment_says_counts_more_than_what_all_share(
    environments: Files, of_none: list[str], of_prod: list[str], shared: list[str]
) -> None:
    files: Files = {"http-client.env.json": environments, "snapshot.json": SNAPSHOT}
    laid({**files, "a.http": f"GET {URL}/data/{{{{set}}}}\n"})
    assert said("--select", "IN03") == of_none

    write(Path(), {"c360lint.toml": '[snapshots]\ndev = "snapshot.json"\nprod = "snapshot.json"\n'})
    assert said("--select", "IN03", "--env", "prod") == of_prod
    write(Path(), {"a.http": f"GET {URL}/data/{{{{$shared set}}}}\n"})
    assert said("--select", "IN03", "--env", "prod") == shared


def test_a_body_that_is_no_json_is_found_where_it_breaks() -> None:
    laid(
        {
            "a.http": f'PATCH {URL}/manage/relationships\n\n{{"name": "A",}}\n###\nPOST https://x/y\n\n{{"a",}}\n'
        }
    )

    assert pointed("--select", "DO") == [("DO01", "a.http", "", ",")]


def test_a_property_that_a_body_has_twice_is_found_there_and_can_be_left_out() -> None:
    body = '{"name": "A", "name": "B", "cardinality": {{"a": 1, "a": 1}}'.replace("{{", "{")
    raw = {"method": "PATCH", "url": f"{URL}/manage/relationships", "body": {"mode": "raw", "raw": body}}
    laid(
        {
            "a.http": f"PATCH {URL}/manage/relationships\n\n{body} // once\n",
            "c.json": collection(raw),
        }
    )

    assert pointed("--select", "DO02") == [
        ("DO02", "a.http", "", '"name"'),
        ("DO02", "a.http", "", '"a"'),
        ("DO02", "c.json", "/item/0/request/body/raw", '\\"name\\"'),
        ("DO02", "c.json", "/item/0/request/body/raw", '\\"a\\"'),
    ]
    CliRunner().invoke(main, ["check", "--select", "DO02", "--unsafe-fixes", "--fix"], catch_exceptions=False)
    assert pointed("--select", "DO02") == []
    assert Path("a.http").read_text("utf-8").endswith('{"name": "B", "cardinality": {"a": 1}} // once\n')


@pytest.mark.parametrize("name", ["bodies/one.json", "bodies\\one.json", "{{one}}", "bodies/{{part}}.json"])
def test_a_file_that_is_sent_as_body_is_judged_in_its_own_place(name: str) -> None:
    variables = "@one = bodies/one.json\n@part = one\n\n"
    laid(
        {
            "a.http": f"{variables}PATCH {URL}/manage/relationships\n\n< {name}\n",
            "bodies/one.json": {**RELATIONSHIP, "toEntityName": "Nobody"},
        }
    )
    assert pointed("--select", "RL05") == [("RL05", "bodies/one.json", "/toEntityName", '"Nobody"')]

    write(
        Path(), {"a.http": f"PATCH {URL}/manage/relationships\n\n<@ ../one.json\n", "bodies/one.json": None}
    )
    assert said("--select", "RL05") == []


def test_a_method_that_is_none_makes_no_payload_of_a_body() -> None:
    laid({"a.http": f"GRAPHQL {URL}/data/Visits\n\n{{}}\n"})
    assert [(code, marked) for code, _, _, marked in pointed()] == [("DO102", "GRAPHQL")]


def test_requests_of_others_are_counted_and_not_judged() -> None:
    laid(
        {
            "a.http": "POST https://x/y\n\n{,}\n###\nGET https://x/api/data/v9.2/accounts\n",
            "b.json": creation(),
        }
    )

    result = CliRunner().invoke(main, ["check"])
    assert result.exit_code == 0, result.output
    assert "passed over: a.http, not ours" in result.output


def test_a_comment_suppresses_what_is_found_in_the_request_or_the_header_below() -> None:
    request = f"GET {URL}/data/Visitz\nContent-Tipe: text/csv\n"
    first, second = "# c360lint: ignore IN03 -- so it is\n", "// c360lint: ignore IN03 -- so\n\n"
    laid({"a.http": f"{first}{request}###\n{second}{request}"})
    assert pointed("--select", "IN03,SU") == []

    write(Path(), {"a.http": f"# c360lint: ignore IN03 -- so it is\nGET {URL}/data/Visits\n"})
    (unused,) = reported("--select", "IN03,SU")["diagnostics"]
    assert (unused["message"], under("a.http", unused["range"])) == (
        "nothing is suppressed: there is no finding of IN03 here",
        "IN03",
    )


def test_the_configuration_suppresses_by_names_and_by_pointer() -> None:
    laid({"a.http": f"### Read\nGET {URL}/data/Visitz\n", "c.json": collection(f"{URL}/data/Visitz")})
    found = [one["pointer"] for one in reported("--select", "IN03")["diagnostics"]]
    assert found == ["", "/item/0/request"]

    for path in ("[Read].url", "/item/0/request"):
        laid({}, f'[[suppress]]\nrule = "IN03"\npath = "{path}"\nreason = "so"\n')
        assert len(said("--select", "IN03")) == 1, path


def test_a_file_that_is_sent_as_body_and_is_not_there_or_elsewhere_is_not_checked() -> None:
    request = f"PATCH {URL}/manage/relationships\n\n"
    laid({"a.http": f"{request}< ../one.json\n###\n{request}< two.json\n###\n{request}< {{{{three}}}}\n"})

    assert said("--select", "DO") == [
        "DO104? `{{three}}` is a placeholder without a value",
        "DO104? the body is `../one.json`, which is not in the project's folder",
        "DO104? the body is `two.json`, which is not there",
    ]


def test_a_file_that_is_sent_as_body_and_is_too_large_is_found_unreadable() -> None:
    laid({"a.http": f"PATCH {URL}/manage/relationships\n\n< large.txt\n"}, "max-file-size = 1\n")
    Path("large.txt").write_text(" " * 1_000_001)

    assert [one["message"] for one in reported("--select", "DO")["diagnostics"]] == [
        "the file can't be read: it is larger than 1 MB"
    ]


@pytest.mark.parametrize("name", ["\0", "a\0b.json", "\ud800", "a" * 300, "/".join("a" * 3_000), "."])
def test_a_file_that_is_sent_as_body_and_that_no_disk_can_have_is_not_there(name: str) -> None:
    laid({"a.http": ""})
    write(Path(), {"a.http": f"PATCH {URL}/manage/relationships\n\n< {{{{name}}}}\n"})
    write(Path(), {"http-client.env.json": {"dev": {"name": name}}})

    (lack,) = said("--select", "DO")
    assert lack.startswith("DO104? ")


def test_a_variable_may_name_the_file_that_is_sent_as_body() -> None:
    laid({"a.http": f"PATCH {URL}/manage/relationships\n\n< ./{{{{name}}}}.txt\n"})
    write(Path(), {"http-client.env.json": {"dev": {"name": "body"}}})
    write(Path(), {"body.txt": json.dumps({**RELATIONSHIP, "toEntityName": "Nobody"})})

    assert pointed("--select", "RL05") == [("RL05", "body.txt", "/toEntityName", '"Nobody"')]


def test_a_file_that_is_sent_as_body_and_is_a_payload_anyway_is_read_once() -> None:
    laid(
        {
            "a.http": f"PATCH {URL}/manage/relationships\n\n< ./manage/relationships.json\n",
            "manage/relationships.json": {**RELATIONSHIP, "toEntityName": "Nobody"},
        }
    )

    assert pointed("--select", "RL05") == [("RL05", "manage/relationships.json", "/toEntityName", '"Nobody"')]


def test_the_plan_and_the_references_name_requests_as_their_files_do() -> None:
    laid({"a.http": f"GET {URL}/data/Visits\n", "c.json": collection(f"{URL}/data/Visits")})

    plan = json.loads(CliRunner().invoke(main, ["plan", "--format", "json"]).stdout)
    assert [(one["file"], one["pointer"]) for one in plan["steps"]] == [
        ("a.http", ""),
        ("c.json", "/item/0/request"),
    ]
    refs = json.loads(CliRunner().invoke(main, ["refs", "Shop_Visits", "--format", "json"]).stdout)
    assert [
        (one["file"], one["pointer"]) for one in refs["references"] if one["file"] != "snapshot.json"
    ] == [
        ("a.http", ""),
        ("c.json", "/item/0/request"),
    ]


QUERY = (
    "@set = Visits\r\n\r\n"
    f"GET {URL}/data/{{{{set}}}}?$filter=Od%64 eq 'Odd' and contains(Mail,'\U0001f600')\r\n"
    "    &$select=On, Odd,{{more}}\r\n    &$orderby=Odd desc\r\n\r\n###\r\n"
    f"GET {URL}/data/Buyers('1')?$expand=VisitsToBuyers($select=Odd;$filter=Visits/On gt 1)\r\n\r\n###\r\n"
    f"GET {URL}/data/Visits(Id='1')?$filter=Buyers/Odd eq 1&$orderby=Nope\r\n"
)
"""Names within a url, on lines of Windows; `Visits` of `VisitsToBuyers` lead to each other."""


def referred(name: str) -> list[tuple[int, str]]:
    """Return where a name is used in requests, as lines, and the text there."""
    found = json.loads(CliRunner().invoke(main, ["refs", name, "--format", "json"]).stdout)["references"]
    return [
        (one["range"]["start"]["line"], under(one["file"], one["range"]))
        for one in found
        if one["file"] == "a.http"
    ]


def test_references_know_what_a_query_names_at_its_exact_place() -> None:
    laid({"a.http": QUERY.encode(), RELATIONSHIPS_FILE: RELATIONSHIP})

    assert {name: [text for _, text in referred(name)] for name in ("Visits.Odd", "Shop_Visits")} == {
        "Visits.Odd": ["Od%64", "Odd", "Odd", "Odd"],
        "Shop_Visits": ["{{set}}", "Visits"],
    }
    assert referred("VisitsToBuyers") == [(8, "VisitsToBuyers")]
    assert referred("Buyers.Odd") == [(11, "Odd")]
    assert referred("Visits.Id") == [(11, "Id")]
    assert referred("Nope") == [(11, "Nope")]


def test_a_method_that_is_none_is_a_finding_wherever_the_request_goes() -> None:
    for path in ("data/Visits", "manage/relationships", "nowhere"):
        laid({"e.json": {"method": "POSTE", "url": f"{URL}/{path}", "body": {"Odd": "x"}}})

        assert said("--select", "DO102") == ["DO102 /method"], path


def test_records_name_their_entity_and_its_attributes() -> None:
    record = f'POST {URL}/data/Shop_Visits\n\n{{"Id": "1", "odd": "x"}}\n'
    laid(
        {"a.http": record, "e.json": {"method": "PATCH", "url": f"{URL}/data/Visits/1", "body": {"Odd": "x"}}}
    )

    assert {name: referred(name) for name in ("Shop_Visits", "Visits.Odd", "Visits.Id")} == {
        "Shop_Visits": [(1, "Shop_Visits")],
        "Visits.Odd": [(3, '"odd"')],
        "Visits.Id": [(3, '"Id"')],
    }
    after = json.loads(json.dumps(SNAPSHOT))
    attributes = after["dataSources"][0]["entities"][1]["attributes"]
    attributes["OddOne"] = attributes.pop("Odd")
    write(Path(), {"new.json": after})
    diff = ["snapshot", "diff", "snapshot.json", "new.json"]
    broken = json.loads(CliRunner().invoke(main, [*diff, "--format", "json"]).stdout)["breaks"]["diagnostics"]
    assert [(one["file"], under(one["file"], one["range"])) for one in broken] == [
        ("a.http", '"odd"'),
        ("e.json", '"Odd"'),
    ]


def test_the_drift_of_a_snapshot_breaks_the_requests_that_name_what_is_gone() -> None:
    laid(
        {
            "a.http": QUERY.encode(),
            RELATIONSHIPS_FILE: RELATIONSHIP,
            "c.json": collection(f"{URL}/data/Visits?$select=Odd"),
        }
    )
    after = json.loads(json.dumps(SNAPSHOT))
    for entity in after["dataSources"][0]["entities"]:
        entity["attributes"].pop("Odd")
    write(Path(), {"new.json": after})

    result = CliRunner().invoke(main, ["snapshot", "diff", "snapshot.json", "new.json", "--format", "json"])

    broken = json.loads(result.stdout)["breaks"]["diagnostics"]
    assert [(one["code"], one["file"], under(one["file"], one["range"])) for one in broken] == [
        ("OD103", "a.http", "Od%64"),
        ("OD103", "a.http", "Odd"),
        ("OD103", "a.http", "Odd"),
        ("OD103", "a.http", "Odd"),
        ("OD103", "a.http", "Odd"),
        ("OD103", "c.json", "Odd"),
    ]


def http(requests: list[dict[str, Any]]) -> str:
    """Return envelopes as a `.http` file says them."""
    said = [f"{one['method']} {one['url']}\n\n{json.dumps(one.get('body', ''))}\n" for one in requests]
    return "\n###\n".join(said)


IN_WRONG_ORDER = [
    {
        "method": "PATCH",
        "url": f"{URL}/conflations/default/entityInformation",
        "body": {"Shop": ["Buyers"], "Crm": ["People", "Leads"]},
    },
    {
        "method": "PATCH",
        "url": f"{URL}/manage/datasources/crm-1/entities/entityInfo",
        "body": [{"entityName": "Leads", "primaryKey": "Id"}],
    },
    {"method": "GET", "url": f"{URL}/manage/relationships/VisitsToBuyers"},
    {"method": "PATCH", "url": f"{URL}/manage/relationships", "body": RELATIONSHIP},
    {"method": "DELETE", "url": f"{URL}/manage/relationships/VisitsToBuyers"},
    {"method": "GET", "url": f"{URL}/manage/relationships/VisitsToBuyers"},
]


def test_only_a_list_of_envelopes_is_sent_in_the_order_of_the_text() -> None:
    bodies = [
        {**one, "body": {"mode": "raw", "raw": json.dumps(one.get("body", ""))}} for one in IN_WRONG_ORDER
    ]
    found = {}
    for file, content in {
        "list.json": [{**one} for one in IN_WRONG_ORDER],
        "a.http": http(IN_WRONG_ORDER),
        "c.json": collection(*bodies),
    }.items():
        laid({file: content})
        found[file] = said("--select", "SQ,RL07,RL02")
        Path(file).unlink()

    assert found == {
        "list.json": ["SQ01 /0/body/Crm/1", "RL07 /2/url", "RL07 /5/url"],
        "a.http": [],
        "c.json": [],
    }


def test_a_relationship_may_be_created_anew_by_a_file_that_also_deletes_it_wherever_it_does() -> None:
    again = [IN_WRONG_ORDER[3], IN_WRONG_ORDER[3], IN_WRONG_ORDER[4]]
    laid({"a.http": http(again)})

    assert said("--select", "RL02") == []


def test_the_plan_puts_saved_requests_into_the_order_in_which_they_can_be_sent() -> None:
    laid({"a.http": http(IN_WRONG_ORDER)})

    result = CliRunner().invoke(main, ["plan", "--format", "json"])

    plan = json.loads(result.stdout)
    order = [(one["method"], one["url"].rpartition("/")[2]) for one in plan["steps"]]
    assert (result.exit_code, plan["cycles"], order) == (
        0,
        [],
        [
            ("PATCH", "relationships"),
            ("PATCH", "entityInfo"),
            ("PATCH", "entityInformation"),
            ("GET", "VisitsToBuyers"),
            ("GET", "VisitsToBuyers"),
            ("DELETE", "VisitsToBuyers"),
        ],
    )


def test_a_script_sends_the_bodies_of_saved_requests_as_their_files_say_them() -> None:
    deleting = f"DELETE {URL}/manage/relationships/Old\n\n###\n"
    laid(
        {
            "r/a.http": "@n = VisitsToBuyers\n"
            + deleting
            + f"PATCH {URL}/manage/relationships\nX-Note: é\n\n< ./body.json\n\n###\n"
            + f"POST {URL}/profile/own\n\n< .\\record.txt\n\n###\n"
            + f"POST {URL}/profile/own\n\n< ../../elsewhere.json\n\n###\n"
            + f"POST {URL}/profile/own\n\n{{{{n}}}}=b\\n&c='d'\nC360LINT_BODY\n\n###\n"
            + f'PATCH {URL}/manage/relationships/Old\n\n{{"name": "{{{{n}}}}", "odd": {{{{open}}}}}}\n',
            "r/body.json": RELATIONSHIP,
            "r/record.txt": "hello",
        }
    )

    result = CliRunner().invoke(main, ["plan", "--format", "shell"])

    curl = "curl --fail --silent --show-error --globoff --request {}"
    curl += ' --header "Authorization: Bearer $C360_TOKEN"'
    lines = [one for one in result.stdout.splitlines()[7:] if one and not one.startswith("#    ")]
    to = '--url "$C360_HOST"/api/instances/main'
    post = curl.format("POST")
    assert (result.exit_code, lines) == (
        0,
        [
            "# 1. r/a.http, request 6",
            f"{curl.format('PATCH')} --header 'Content-Type: application/json' --data-binary @- "
            f"{to}/manage/relationships/Old <<'C360LINT_BODY'",
            '{"name": "VisitsToBuyers", "odd": "{{open}}"}',
            "C360LINT_BODY",
            "# 2. r/a.http, request 2",
            f"{curl.format('PATCH')} --header 'Content-Type: application/json' --header 'X-Note: é' "
            f"--data-binary @r/body.json {to}/manage/relationships",
            "# 3. r/a.http, request 3",
            f"{post} --data-binary @r/record.txt {to}/profile/own",
            "# 4. r/a.http, request 4",
            f"{post} --data-binary @../elsewhere.json {to}/profile/own",
            "# 5. r/a.http, request 5",
            "printf %b 'VisitsToBuyers=b\\\\n&c='\"'\"'d'\"'\"'\\0012C360LINT_BODY' | "
            f"{post} --data-binary @- {to}/profile/own",
            "# 6. r/a.http, request 1",
            f"{curl.format('DELETE')} {to}/manage/relationships/Old",
        ],
    )


def test_a_payload_that_a_saved_request_sends_is_planned_once() -> None:
    sending = f"### {{0}}\nPATCH {URL}/{{0}}\n\n< {{1}}\n\n"
    laid(
        {
            "a.http": sending.format("manage/relationships", "manage/relationships.json")
            + sending.format("manage/relationships", "manage/relationships.json")
            + sending.format("manage/relationships", "missing.json"),
            "manage/relationships.json": RELATIONSHIP,
            "b.http": sending.replace("/main/", "/other/").format(
                "manage/relationships", "manage/relationships.json"
            ),
        }
    )

    plan = json.loads(CliRunner().invoke(main, ["plan", "--format", "json"]).stdout)

    text = CliRunner().invoke(main, ["plan"]).stdout
    assert [line.strip() for line in text.splitlines() if ".http" in line or ".json" in line] == [
        "a.http, request 2",
        "a.http, request 3",
        "b.http, request 1",
        "a.http, request 1",
    ]
    assert [one["file"] for one in plan["steps"]] == ["a.http", "a.http", "b.http", "a.http"]


def test_what_is_kept_of_a_file_is_read_again_when_an_environment_file_changes() -> None:
    laid({"a.http": f"GET {URL}/data/{{{{set}}}}\n", "http-client.env.json": {"dev": {"set": "Visitz"}}})
    home = home_of(str(Path.cwd()), [str(Path.cwd())])
    assert home is not None
    session = Session(home)

    def found(contents: dict[str, bytes]) -> list[str]:
        result = session.judge(contents, lambda: None).result
        return [one.code for one in result.diagnostics if one.code == "IN03"] if result is not None else []

    mended = {str(Path("http-client.env.json").absolute()): b'{"dev": {"set": "Visits"}}'}
    assert [found({}), found(mended), found({})] == [["IN03"], [], ["IN03"]]


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"\x80\x81", b"GET \x00\x00", bytes(range(256)) * 50])
def test_rubbish_is_no_payload_and_no_bug(data: bytes) -> None:
    laid({"a.http": data, "b.json": creation()})

    assert CliRunner().invoke(main, ["check"], catch_exceptions=False).exit_code in (0, 1)


@given(st.text("GET /:{}\"'\\\r\n\t #@=?&<>%,[]a1", max_size=80))
def test_any_text_is_read_and_all_places_lie_in_it(text: str) -> None:
    found = read_text("a.http", text.encode())
    assert found.requests is not None
    for index in range(len(found.requests.written)):
        found.requests.read_body(index, Values({"a": "1"}))
    for _, member in found.walk():
        assert 0 <= member.start <= member.end <= len(text)


# Collections


def collection(*requests: Any, **more: Any) -> dict[str, Any]:
    """Return a collection of requests."""
    schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
    items = [{"name": f"R{number}", "request": one} for number, one in enumerate(requests)]
    return {"info": {"name": "C", "schema": schema}, "item": items, **more}


def test_requests_of_a_collection_are_read_as_they_are_sent() -> None:
    url = {
        "raw": "{{host}}/a/:id?b=c&d=e",
        "host": ["{{host}}"],
        "path": ["a", ":id"],
        "query": [{"key": "b", "value": "c"}, {"key": "d", "value": "e", "disabled": True}],
    }
    headers = [{"key": "A", "value": "b"}, {"key": "C", "value": "d", "disabled": True}]
    raw = {"mode": "raw", "raw": '{"x": {{y}}}'}
    pairs = {"mode": "urlencoded", "urlencoded": [{"key": "k", "value": "v"}, {"key": "l", "disabled": True}]}
    folder = {"name": "F", "item": [{"name": "in", "request": "https://x/in"}, "rubbish", {"request": 1}]}
    found = collection(
        {"method": "POST", "header": headers, "url": url, "body": raw}, {"url": "u/v", "body": pairs}
    )
    found["item"].append(folder)

    assert read(json.dumps(found), "c.json") == [
        {
            "name": "R0",
            "method": "POST",
            "url": "{{host}}/a/{{:id}}?b=c",
            "headers": {"A": "b"},
            "body": {"x": "{{y}}"},
        },
        {"name": "R1", "method": "GET", "url": "u/v", "body": "k=v"},
        {"name": "in", "method": "GET", "url": "https://x/in"},
    ]


def test_findings_in_a_collection_lie_in_the_json_in_its_strings() -> None:
    body = json.dumps(
        {**RELATIONSHIP, "fromEntityName": "Shop_Visit", "toEntityNam": "Shop_Buyers"}, indent=1
    )
    request = {
        "method": "PATCH",
        "url": {"host": [URL], "path": ["manage", "relationships"]},
        "body": {"mode": "raw", "raw": body},
    }
    laid({"c.json": collection(request)})

    assert pointed("--select", "RL05,DO03") == [
        ("RL05", "c.json", "/item/0/request/body/raw", '\\"Shop_Visit\\"'),
        ("DO03", "c.json", "/item/0/request/body/raw", '\\"toEntityNam\\"'),
    ]


@pytest.mark.parametrize(
    ("file", "said_of_it"),
    [
        ("x.postman_globals.json", {}),
        ("y.postman_environment.json", {"name": "Y", "_postman_variable_scope": "globals"}),
    ],
)
def test_variables_of_a_collection_and_its_environments_are_put_in(
    file: str, said_of_it: dict[str, Any]
) -> None:
    url = {"raw": "{{host}}/data/:set", "variable": [{"key": "set", "value": "{{name}}"}]}
    laid(
        {
            "c.json": collection(
                {"url": url}, variable=[{"key": "name", "value": "Nobody"}, {"key": "host", "value": ""}]
            ),
            "x.postman_environment.json": {
                "name": "X",
                "values": [{"key": "name", "value": "Visitz", "enabled": True}],
            },
            file: {**said_of_it, "values": [{"key": "host", "value": URL}]},
        }
    )

    (found,) = reported("--select", "IN03")["diagnostics"]
    assert under("c.json", found["range"]) == ":set"
    assert "`Visitz`" in found["message"]
    assert [(one["file"], one["pointer"]) for one in found["related"]] == [
        ("c.json", "/item/0/request/url/variable/0/value")
    ]
    write(Path(), {"c360lint.toml": 'snapshots = {X = "snapshot.json"}\n'})
    assert [one["message"] for one in reported("--select", "IN03")["diagnostics"]] == [
        f"{found['message']} (in X)"
    ]


def test_fixes_are_written_as_the_file_writes_what_they_replace() -> None:
    body = json.dumps({**RELATIONSHIP, "cardinalty": "manyToOne"}, indent=1).replace(
        '"cardinality": "manyToOne",\n', ""
    )
    request = {"method": "PATCH", "url": f"{URL}/manage/relationships", "body": {"mode": "raw", "raw": body}}
    laid(
        {
            "c.json": collection(request),
            "a.http": f"PATCH {URL}/manage/relationships\n\n{body}\n###\nGET {URL}/data/Visit\n",
        }
    )
    CliRunner().invoke(
        main, ["check", "--fix", "--unsafe-fixes", "--select", "DO,IN03"], catch_exceptions=False
    )

    mended = json.loads(Path("c.json").read_text())
    assert json.loads(mended["item"][0]["request"]["body"]["raw"])["cardinality"] == "manyToOne"
    assert '"cardinality": "manyToOne"' in Path("a.http").read_text()
    assert Path("a.http").read_text().endswith(f"GET {URL}/data/Visits\n")


def test_a_baseline_knows_findings_of_saved_requests_wherever_they_stand() -> None:
    laid({"a.http": f"### Read\nGET {URL}/data/Visitz\n", "c.json": collection(f"{URL}/data/Visitz")})
    assert CliRunner().invoke(main, ["baseline", "create"]).exit_code == 0
    assert said("--select", "IN03") == []

    write(
        Path(),
        {"b/x.http": f"\n\n### Other\nGET https://x/y\n### Read\nGET  {URL}/data/Visitz\n", "a.http": None},
    )
    assert said("--select", "IN03") == []


def test_what_is_found_in_a_url_stays_known_when_another_part_of_it_is_mended() -> None:
    laid({"a.http": f"GET {URL}/data/Visits?$select=Emial&$orderby=Nmae\n"})
    before = {one["code"] + one["message"]: one["fingerprint"] for one in reported()["diagnostics"]}
    assert CliRunner().invoke(main, ["baseline", "create"]).exit_code == 0

    write(Path(), {"a.http": f"GET {URL}/data/Visits?$select=Id&$orderby=Nmae\n"})
    assert said() == []
    Path("c360lint-baseline.json").unlink()
    [after] = reported()["diagnostics"]
    assert before[after["code"] + after["message"]] == after["fingerprint"]
    assert len({*before.values()}) == len(before) == 2


def test_equal_keys_in_a_collection_and_its_own_schema_are_judged_in_the_file_as_it_is() -> None:
    text = json.dumps(collection(f"{URL}/data/Visits")).replace('"name": "C"', '"name": "C", "name": "D"')
    laid(
        {
            "c.json": text,
            "house.json": {"required": ["owner"], "properties": {"info": {"required": ["team"]}}},
        },
        '[[schemas]]\nfiles = ["c.json"]\nschema = "house.json"\n',
    )

    assert [(code, at) for code, _, at, _ in pointed("--select", "DO")] == [
        ("DO09", ""),
        ("DO09", "/info"),
        ("DO02", "/info/name"),
    ]


# Woven texts


@given(st.lists(st.tuples(st.text(min_size=1, max_size=4), st.booleans()), min_size=1, max_size=5), st.data())
def test_a_part_of_a_woven_text_is_written_where_its_stretches_are(
    pieces: list[tuple[str, bool]], data: Any
) -> None:
    at, stretches = 0, []
    for text, copied in pieces:
        length = len(text) if copied else 7
        stretches.append(Stretch(text, at, at + length, copied))
        at += length + 1
    woven = Woven(stretches)
    start = data.draw(st.integers(0, len(woven.text)))
    end = data.draw(st.integers(start, len(woven.text)))

    first, last = woven.span(start, end)
    assert 0 <= first <= last <= at
    covered = list(woven.part(start, end))
    if covered:
        assert (first, last) == (covered[0].start, covered[-1].end)


def test_a_collection_is_read_as_deep_as_json_may_lie() -> None:
    folder: dict[str, Any] = {"name": "deep", "request": URL}
    for _ in range(98):
        folder = {"item": [folder]}
    schema = {"schema": "https://schema.getpostman.com/json/collection/v2.1.0/"}

    read = read_text("a.json", json.dumps({"info": schema, "item": [folder]}).encode())

    assert read.value == [{"name": "deep", "method": "GET", "url": URL}]
