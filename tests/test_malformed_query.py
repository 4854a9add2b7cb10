"""A malformed query in a request's url: what is said of it, what is left open, and what mends it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from linter.cli import main
from linter.diagnostic import Finding, NotChecked
from rules.open_data.malformed_query import check
from tests.projects import project_of

URL = "/api/instances/main/data/"


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("c360lint.toml").write_text('api = "current"\nselect = ["OD102"]\n', "utf-8")


def reported(*queries: str, options: tuple[str, ...] = ()) -> Any:
    requests = [{"method": "GET", "url": URL + query} for query in queries]
    Path("requests.json").write_text(json.dumps(requests, ensure_ascii=False), "utf-8")
    result = CliRunner().invoke(main, ["check", "--format", "json", *options], catch_exceptions=False)
    return json.loads(result.stdout)


def said(*queries: str) -> list[tuple[str, str]]:
    """Return where in the url the findings point, and their messages."""
    found = []
    for one in reported(*queries)["diagnostics"]:
        column = one["range"]["start"]["column"], one["range"]["end"]["column"]
        line = Path("requests.json").read_text("utf-8")
        found.append((line[column[0] - 1 : column[1] - 1], one["message"]))
    return found


def test_what_can_be_read_is_silent() -> None:
    assert said("Customer", "Customer('1')", "Customer?$filter=City eq 'Oslo'&$top=5&mine=1") == []


def test_the_word_at_which_it_cannot_be_read_is_marked() -> None:
    assert said("Customer?$filter=City eqq 'Oslo'&$top=5") == [
        ("eqq", "this is no OData: expected a blank and a value, found `q 'Oslo'&$to`")
    ]


def test_at_the_end_its_last_sign_is_marked() -> None:
    assert said("Customer?$filter=(a eq 1") == [("1", "this is no OData: expected `)`, found the end")]


def test_an_option_without_its_dollar_is_passed_over_by_the_service() -> None:
    assert said("Customer?select=*&$top=1", "Customer?mine=1") == [
        ("select", "`select` is an option of OData only with its `$`: `$select`")
    ]


def test_a_placeholder_stands_for_what_fits() -> None:
    assert said("Customer?$filter={City} eq {value} and '{x}' eq Name&$top=3&{rest}") == []


def test_where_nothing_fits_a_placeholder_it_is_not_checked() -> None:
    report = reported("Customer?$top={n}")
    assert report["diagnostics"] == []
    assert [one["reason"] for one in report["notChecked"]] == ["`{n}` is a placeholder without a value"]


@pytest.mark.parametrize(
    ("query", "mended"),
    [
        ("Customer?$filter=Id eq ‘{CID}’ & $orderby=T", "Customer?$filter=Id eq '{CID}'&$orderby=T"),
        ("Customer$filter=Id eq ‘{CID}’", "Customer?$filter=Id eq '{CID}'"),
        ("Customer?select=*", "Customer?$select=*"),
        ("Customer?$filter=&$top=1", "Customer?$top=1"),
    ],
)
def test_its_fix_leaves_a_query_that_can_be_read(query: str, mended: str) -> None:
    report = reported(query, options=("--fix", "--unsafe-fixes"))
    assert json.loads(Path("requests.json").read_text("utf-8"))[0]["url"] == URL + mended
    assert report["diagnostics"] == []


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("Customer?$filter=a eq1x", "eq1x"),
        ("Customer?$orderby=a descc", "descc"),
        ("Customer?$orderby=a ascx", "ascx"),
        ("Customer?$orderby=a desccc,b", "desccc,b"),
        ("Customer?$filter=(a)bcdef eq 1", "bcdef"),
        ("Customer?$filter=a eq {{x}}}", "}"),
        ("Customer?$filter=a eq {{x}}b c", "c"),
        ("Customer?$filter={{x}} a", None),
        ("Customer?$filter=a {{op}}b 1", None),
        ("Customer?$top={{x}}", None),
        ("Customer?$top={{x}}&$filter=(", None),
        (f"Customer?$filter={'a' * 100_000}", None),
    ],
)
def test_what_is_marked_is_a_word_or_else_the_placeholder_or_all(query: str, marked: str | None) -> None:
    url = URL + query
    project = project_of({"r.json": [{"method": "GET", "url": url}]}, api="current")
    (one,) = check(project)

    assert isinstance(one, Finding if marked else NotChecked)
    whole = next((text for text in ("{{x}}", "{{op}}") if text in query), query)
    assert one.at.slice is not None
    assert url[slice(*one.at.slice)] == (marked or whole)


def test_a_query_that_no_service_takes_is_not_read() -> None:
    report = reported(f"Customer?$filter={' or '.join(['a eq 1'] * 20_000)}")

    assert report["diagnostics"] == []
    assert [one["reason"] for one in report["notChecked"]] == [
        "the query has 200,013 characters, and more than 100,000 are not read"
    ]
