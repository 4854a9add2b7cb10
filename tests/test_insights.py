"""Self conflations, derived entities and insights: what their rules leave to others, and what stays open."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.projects import SNAPSHOT, Files, said, snapshot, write

SELF = "conflations/default/selfConflations.json"
DERIVED = "manage/derivedentities.json"
INSIGHTS = "manage/insights.json"

BUYERS: dict[str, Any] = {
    "entities": ["Shop_Buyers"],
    "mainId": "Shop_Buyers_Id",
    "conflationPlans": [
        {
            "rules": [
                {"name": "Mail", "criteria": [{"kind": "exact", "leftColumn": {"attributeName": "Mail"}}]}
            ]
        }
    ],
    "rowWinnerPolicy": {"kind": "mostRecent", "column": "On"},
}
INSIGHT: dict[str, Any] = {
    "type": "segmentExpansion",
    "name": "Like",
    "sourceEntity": "Shop_Buyers",
    "candidateEntity": "Shop_Visits",
    "attributeGroups": [
        {
            "name": "Mail",
            "members": [
                {"entityName": "Shop_Buyers", "attributeName": "Mail"},
                {"entityName": "Shop_Visits", "attributeName": "Mail"},
            ],
        }
    ],
}
QUERY = "SELECT * FROM Shop_Buyers"


def buyers(**changes: Any) -> Files:
    return {SELF: {**BUYERS, **changes}}


def winner(**policy: str) -> Files:
    return buyers(rowWinnerPolicy=policy)


def derived(query: str = QUERY, **changes: Any) -> Files:
    return {DERIVED: {"name": "Some", "query": query, **changes}}


def insight(**changes: Any) -> Files:
    return {INSIGHTS: {**INSIGHT, **changes}}


class Case(NamedTuple):
    """Files laid over the snapshot, and what the rules of their family say of them."""

    sentence: str
    rule: str
    files: Files
    said: list[str]


SEGMENTS = {"snapshot.json": snapshot(segments=[{"name": "Vip"}])}
OF_SEGMENT = {
    "sourceEntity": "Vip",
    "candidateEntity": "Customer",
    "attributeGroups": [{"name": "Mail", "members": [{"entityName": "Customer", "attributeName": "Mail"}]}],
}

CASES = [
    Case("a self conflation is clean", "CS", buyers(), []),
    Case("a type that isn't known is open", "CS104", winner(kind="mostRecent", column="Odd"), ["CS104? …"]),
    Case(
        "a policy in any case is one",
        "CS104",
        winner(kind="MOSTRECENT", column="Mail"),
        ["CS104 /rowWinnerPolicy/column"],
    ),
    Case("the most filled row needs no column", "CS104", winner(kind="mostFilled"), []),
    Case("an unknown column is another rule's", "CS104", winner(kind="mostRecent", column="Nope"), []),
    Case("a malformed policy says who wins in its way", "CS105", buyers(rowWinnerPolicy=5), []),
    Case("rules that can't be read may be there", "CS107", buyers(conflationPlans=[{"rules": 5}]), []),
    Case(
        "the most filled row is kept anyway",
        "CS107",
        buyers(conflationPlans=[], rowWinnerPolicy={"kind": "mostFilled"}),
        [],
    ),
    Case("an empty list of conflated entities is none", "CS112", buyers(conflatedEntities=[]), []),
    Case("a main ID may be in another case", "CS114", buyers(mainId="SHOP_BUYERS_ID"), []),
    Case("a main ID that a pipeline fills is open", "CS114", buyers(mainId="{{main}}"), []),
    Case(
        "columns of two entities wait for one",
        "CS102",
        buyers(entities=["Shop_Buyers", "Crm_People"]),
        ["held back: 1"],
    ),
    Case(
        "a derived entity may be made of another",
        "DE104",
        {DERIVED: [{"name": "One", "query": QUERY}, {"name": "Two", "query": "SELECT * FROM One"}]},
        [],
    ),
    Case(
        "a query may read what the snapshot doesn't tell of",
        "DE104",
        derived("SELECT * FROM Made", dependencies=["Made"]),
        ["DE104 /dependencies/0 warning"],
    ),
    Case("a query in another dialect is open", "DE104", derived("FROM Nope | take 5"), []),
    Case("a query with a placeholder is open", "DE104", derived("SELECT * FROM {{table}}"), []),
    Case("a source may be a segment", "II", {**insight(**OF_SEGMENT), **SEGMENTS}, []),
    Case(
        "no data source has a segment",
        "II113",
        {
            **insight(**{**OF_SEGMENT, "sourceEntity": {"dataSourceName": "Shop", "entityName": "Vip"}}),
            **SEGMENTS,
        },
        ["II113 /sourceEntity/entityName"],
    ),
    Case(
        "where the snapshot has no segments, a name may be one's",
        "II113",
        insight(**OF_SEGMENT),
        ["II113? the snapshot declares no segments"],
    ),
    Case("an unpublished name of a type may be right", "II101", insight(type="similarCustomers"), []),
    Case("an insight of nothing is one finding", "II", {INSIGHTS: {}}, []),
    Case(
        "an entity compared with itself is one finding",
        "II",
        insight(candidateEntity="Shop_Buyers"),
        ["II112 /candidateEntity"],
    ),
    Case("a share is a size", "II124", insight(outputSegmentSize=0.1), []),
    Case("a negative number is none", "II124", insight(outputSegmentSize=-5), ["II124 /outputSegmentSize"]),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.sentence)
def test_what_rules_leave_alone(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"snapshot.json": SNAPSHOT, **case.files})
    found = said("--select", case.rule)

    expected = [one for one in case.said if not one.endswith("…")]
    assert [one for one in found if "?" not in one or one in expected] == expected
