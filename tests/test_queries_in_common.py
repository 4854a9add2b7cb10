"""What rules on data queries have in common: options that have to go, keys that are none, what stays open."""

from __future__ import annotations

from typing import Any

import pytest

from linter.diagnostic import Cause, HeldBack, Location, NotChecked, cause_at
from linter.kinds.query import Query
from linter.project.project import Project
from linter.rulekit.queries import (
    alternate_keys,
    in_unavailable,
    mistakes,
    names_in_options,
    naming,
    prediction_keys,
    unavailable,
    undeclared_dataset,
    why_not_judged,
)
from tests.projects import project_of, snapshot

URL = "/api/instances/main/data/"
CUSTOMER = {"name": "Customer", "attributes": {"Mail": "string", "Shop_Buyers_Mail": "string"}}
OWN = snapshot(systemEntities=[CUSTOMER, {"name": "Bare"}, {"name": "OOBBare"}])
CSV = {"Content-Type": "text/csv"}


def project(*urls: str, api: str = "current", **more: Any) -> Project:
    stored = more.pop("snapshot", snapshot(systemEntities=[CUSTOMER]))
    requests = [{"method": "GET", "url": URL + one, **more} for one in urls]
    files = {"requests.json": requests, **({"snapshot.json": stored} if stored else {})}
    return project_of(files, api=api)


def only(files: Project) -> Query:
    (one,) = files.queries
    return one


@pytest.mark.parametrize(
    ("url", "api", "more", "gone"),
    [
        ("Customer?$search=a&$filter=Mail eq 'a'", "2020-04", {}, ["$search", "$filter"]),
        ("Customer?$search=a", "2020-04", {}, ["$search"]),
        ("Customer?$filter=Mail eq 'a'", "2020-04", {}, ["$filter"]),
        ("Customer?$select=Mail", "2020-04", {}, []),
        ("Customer?$search=a", "2020-04", {"headers": CSV}, []),
        ("Customer?$search=a", "2020-04", {"headers": {"Content-Type": "{{type}}"}}, []),
        ("Customer?$search=a&$filter=Mail eq 'a'", "current", {}, []),
        ("Customer?$search=a&$filter=Mail eq 'a'", "2021-06", {}, []),
        ("Shop_Buyers?$search=a&$filter=Mail eq 'a'", "2020-04", {}, []),
        ("Shop_Buyers?$filter=Mail eq 'a'", "current", {}, ["$filter"]),
        ("Shop_Buyers?$filter=Mail eq 'a'", "2021-09", {}, []),
        ("Shop_Buyers?$filter=Mail eq 'a'", "current", {"headers": CSV}, []),
        ("Shop_Buyers?$search=a", "current", {}, []),
        ("UnifiedActivity?$filter=Mail eq 'a'", "current", {}, []),
        ("Bare?$filter=Mail eq 'a'", "current", {"snapshot": OWN}, []),
        ("Nothing?$filter=Mail eq 'a'", "current", {}, []),
    ],
)
def test_options_that_a_dataset_cannot_be_asked_with(url: str, api: str, more: Any, gone: list[str]) -> None:
    files = project(url, api=api, **more)

    assert list(unavailable(files, only(files))) == gone


def test_the_master_dataset_may_be_filtered_where_a_data_source_ingests_one_of_its_name() -> None:
    stored = snapshot()
    stored["dataSources"][0]["entities"].append({"name": "Customer", "attributes": {"Mail": "string"}})
    files = project("Customer?$filter=Mail eq 'a'", snapshot=stored)

    assert only(files).mention.entity is not None
    assert list(unavailable(files, only(files))) == []


def test_what_lies_in_an_option_that_has_to_go_is_held_back() -> None:
    files = project("Shop_Buyers?$select=Mail&$filter=Mail eq 'a'&$top=1")
    query = only(files)
    option = query.options["$filter"]
    whole = query.request.at

    def held(start: int) -> bool:
        found = in_unavailable(files, query, query.part(start, start + 1))
        assert found is None or found == HeldBack(query.part(start, start + 1), cause_at(whole))
        return found is not None

    assert [held(at) for at in (option.start - 1, option.start, option.end, option.end + 1)] == [
        False,
        True,
        True,
        False,
    ]
    assert in_unavailable(files, query, whole) is None


def test_mistakes_of_a_kind_come_with_what_is_not_judged() -> None:
    files = project(
        "Shop_Buyers?$select=Mial&$filter=Mial eq 'a'",
        "Customer?$select=Mial",
        "Shop_Buyers?$expand=Nothing",
        snapshot=snapshot(systemEntities=[CUSTOMER], complete={"relationships": False}),
    )

    told = [
        (query.dataset, type(one).__name__, under(query, one.at)) for query, one in mistakes(files, "name")
    ]

    assert told == [
        ("Shop_Buyers", "Mistake", "Mial"),
        ("Shop_Buyers", "HeldBack", "Mial"),
        ("Customer", "Mistake", "Mial"),
        ("Shop_Buyers", "NotChecked", "Nothing"),
    ]
    assert list(mistakes(files, "value")) == []


def under(query: Query, at: Location) -> str:
    assert at.slice is not None
    return query.url[slice(*at.slice)]


def test_of_one_query_two_hundred_mistakes_are_told() -> None:
    files = project("Customer?$select=" + ",".join(f"X{number}" for number in range(201)))

    assert len(list(mistakes(files, "name"))) == 200


KEYS = "Customer?$select=Mail,Shop_Buyers_Id,Shop_Buyers_Mail,Shop_Id,Nothing_Id,shop_buyers_Id"


def test_names_like_alternate_keys_are_told_of_the_master_dataset() -> None:
    files = project(KEYS)
    assert [(node.text, str(of)) for node, of in alternate_keys(files, only(files))] == [
        ("Shop_Buyers_Id", "Shop_Buyers")
    ]
    bare = project(KEYS, snapshot=snapshot())
    assert [node.text for node, _ in alternate_keys(bare, only(bare))] == [
        "Shop_Buyers_Id",
        "Shop_Buyers_Mail",
    ]
    empty = project(KEYS, snapshot=snapshot(systemEntities=[{"name": "Customer"}]))
    assert len(list(alternate_keys(empty, only(empty)))) == 2
    for other in (
        project(KEYS.replace("Customer", "UnifiedActivity")),
        project("Customer"),
        project(KEYS, snapshot=None),
    ):
        assert list(alternate_keys(other, only(other))) == []


PREDICTED = {"name": "OOBChurn", "attributes": {"Score": "double", "PredictionId": "string"}}


@pytest.mark.parametrize(
    ("url", "names"),
    [
        ("OOBModel?$filter=Buyer_Id eq '1' and CustomerId eq '2' and customerID eq '2'", ["Buyer_Id"]),
        ("OOBModel?$filter=buyerid eq '1'", ["buyerid"]),
        ("OOBModel?$filter=Score gt 1", []),
        ("OOBModel?$filter=Orders/any(x:x/OrderId eq '1')", []),
        ("OOBModel?$select=OrderId", []),
        ("OOBModel", []),
        ("OOBChurn?$filter=PredictionId eq '1' or OrderId eq '2'", ["OrderId"]),
        ("oobModel?$filter=OrderId eq '1'", []),
        ("Churn?$filter=OrderId eq '1'", []),
        ("OOBBare?$filter=OrderId eq '1'", ["OrderId"]),
        ("OOBModel?$filter=OrderId/Id eq '1'", []),
    ],
)
def test_names_by_which_an_output_of_a_prediction_is_filtered_like_keys(url: str, names: list[str]) -> None:
    files = project(url, snapshot=snapshot(systemEntities=[CUSTOMER, PREDICTED, {"name": "OOBBare"}]))

    assert [node.text for node in prediction_keys(files, only(files))] == names


def test_what_a_data_source_has_is_no_output_of_a_prediction() -> None:
    stored = snapshot()
    stored["dataSources"][0]["name"] = "OOB"
    files = project("OOB_Buyers?$filter=OrderId eq '1'", snapshot=stored)

    assert only(files).mention.entity is not None
    assert list(prediction_keys(files, only(files))) == []


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ("$select=Id,Mail&$expand=Shop_Visits", ["Id", "Mail", "Shop_Visits"]),
        ("$filter=Age gt 3 and startswith(Mail,'a')", ["Age", "Mail"]),
        ("$orderby=Mail desc", ["Mail"]),
        ("$filter=Shop_Visits/any(v:v/Mail eq 'x')", ["Shop_Visits", "v"]),
        ("$select=*", []),
        ("$expand=*", []),
        ("$filter=Own.Function(Age) eq 3", []),
        ("$filter=Own.Of eq 3", ["Own.Of"]),
        ("$filter=$it/Mail eq 'a' and Shop_Visits/$count gt 2", ["Shop_Visits"]),
        ("$top=3", []),
        ("", []),
    ],
)
def test_names_that_options_ask_for(options: str, names: list[str]) -> None:
    files = project(f"Customer?{options}" if options else "Customer")
    tree = files.queried.tree(only(files))

    assert [one.text for one in (names_in_options(tree) if tree is not None else ())] == names
    assert [one.payload for one in naming(files)] == ([only(files)] if names else [])


@pytest.mark.parametrize(
    ("url", "stored", "reason"),
    [
        (
            "Customer?$select=Mail",
            None,
            "the snapshot doesn't declare the attributes of `Customer`, which the service makes",
        ),
        ("Customer", {"systemEntities": []}, None),
        ("Customer?$select=Mail", {}, None),
        (
            "Customer?$select=Mail",
            {"systemEntities": []},
            "the snapshot doesn't declare the attributes of `Customer`, which the service makes",
        ),
        (
            "UnifiedActivity?$select=Mail",
            {},
            "the snapshot doesn't declare the attributes of `UnifiedActivity`, which the service makes",
        ),
        ("Customer?$select=CustomerId,customerid", {"systemEntities": []}, None),
        ("UnifiedActivity?$select={{name}}", {}, None),
        ("UnifiedActivity?$select=Pre{{name}}", {}, None),
        ("UnifiedActivity?$select={{name}}Post", {}, None),
        (
            "UnifiedActivity?$select={{name}},Mail",
            {},
            "the snapshot doesn't declare the attributes of `UnifiedActivity`, which the service makes",
        ),
        ("Customer?$select=Shop_Buyers_Id", {"systemEntities": []}, None),
        ("Nothing?$select=Mail", {}, Cause("entity", "Nothing")),
        ("Bare?$select=Mail", {}, "the snapshot declares no attributes of `Shop_Bare`"),
        ("Bare?$top=1", {}, None),
    ],
)
def test_why_the_names_of_a_query_are_not_judged(url: str, stored: Any, reason: Any) -> None:
    whole = None
    if stored is not None:
        whole = snapshot(**{"systemEntities": [CUSTOMER], **stored})
        whole["dataSources"][0]["entities"].append({"name": "Bare"})
    files = project(url, snapshot=whole)
    query = only(files)

    told = why_not_judged(files, query)

    if isinstance(told, HeldBack):
        assert (told.at, told.cause) == (query.request.at, reason)
    elif isinstance(told, NotChecked):
        assert (told.at, told.lack.reason) == (query.request.at, reason)
    else:
        assert reason is None


def test_the_master_dataset_is_the_services_own_whatever_it_is_called() -> None:
    sent = {"method": "GET", "url": f"{URL}Client?$select=Mail"}
    files = project_of({"snapshot.json": snapshot(), "r.json": sent}, master_dataset="Client")

    told = why_not_judged(files, only(files))
    assert isinstance(told, NotChecked)
    assert told.lack == undeclared_dataset(only(files))


def test_where_a_dataset_of_the_service_is_to_be_written() -> None:
    files = project("Customer")
    assert undeclared_dataset(only(files)).needs == (
        "write `Customer` with its `attributes` into `systemEntities` of snapshot.json"
    )
    nowhere = project("Customer", snapshot=None)
    assert "of the snapshot" in undeclared_dataset(only(nowhere)).needs


def test_places_are_those_of_the_requests() -> None:
    files = project("Customer")
    assert only(files).request.at == Location("requests.json", (0, "url"))
