"""What the segments and measures that an instance has use, as far as their text tells."""

from __future__ import annotations

from typing import Any

import pytest

from tests.projects import project_of, snapshot

MASTER = "Customer"


def uses(*segments: Any, measures: Any = (), requests: Any = ()) -> list[tuple[str, str, str | None]]:
    """What is used, as (user, entity, attribute)."""
    root = snapshot(segments=list(segments), measures=list(measures))
    project = project_of({"snapshot.json": root, "r.json": list(requests)})
    return [(one.user, one.entity, one.attribute) for one in project.stored_uses(project.snapshots[0])]


def of_filters(body: Any) -> list[list[str | None]]:
    """What a measure uses whose filters, of which no form is known, are so, as [entity, attribute]."""
    found = uses(measures=[{"name": "M", "definition": {"filters": body}}])
    return [[entity, attribute] for _, entity, attribute in found]


USES: list[tuple[str, dict[str, Any], list[list[str | None]]]] = [
    ("an entity", {"entity": "Shop_Visits"}, [["Shop_Visits", None]]),
    ("an entity, whatever the case of the property", {"EntityName": "Visits"}, [["Visits", None]]),
    ("an entity that a source makes", {"sourceEntity": "Visits"}, [["Visits", None]]),
    ("a path", {"path": "Shop_Visits"}, [["Shop_Visits", None]]),
    ("paths", {"paths": ["Shop_Visits", "Crm_Leads"]}, [["Shop_Visits", None], ["Crm_Leads", None]]),
    ("nothing by what else is written", {"description": "Shop_Visits", "paths": [7, None, {}]}, []),
    ("an attribute of an entity", {"attribute": "Shop_Visits.Mail"}, [["Shop_Visits", "Mail"]]),
    ("an attribute alone, which is Customer's", {"field": "Mail"}, [[MASTER, "Mail"]]),
    ("one that is called as an entity is", {"field": "Visits"}, [[MASTER, "Visits"]]),
    ("an attribute of Customer", {"attribute": "Customer.Mail"}, [[MASTER, "Mail"]]),
    ("an attribute with dots of an entity", {"attribute": "Shop_Visits.a.b"}, [["Shop_Visits", "a.b"]]),
    (
        "an attribute of who knows what, which is all Customer's",
        {"attribute": "X.Mail"},
        [[MASTER, "X.Mail"]],
    ),
    (
        "an attribute by an entity's alias",
        {"from": [{"Alias": "v", "Entity": "Shop_Visits"}], "attribute": "v.Mail"},
        [["Shop_Visits", None], ["Shop_Visits", "Mail"]],
    ),
    (
        "an attribute by an alias of what isn't known",
        {"from": {"alias": "v", "entity": "Old"}, "attribute": "v.Mail"},
        [["Old", None], ["Old", "Mail"]],
    ),
    (
        "no alias without both names",
        {"from": [{"alias": [1], "entity": "Old"}, {"alias": "w", "entity": 2}], "attribute": "w.Mail"},
        [["Old", None], [MASTER, "w.Mail"]],
    ),
    (
        "what an expression names, by alias or by entity",
        {"from": {"alias": "v", "entity": "Shop_Visits"}, "expressionText": "v.Mail + Crm_Leads.Id"},
        [["Shop_Visits", None], ["Shop_Visits", "Mail"], ["Crm_Leads", "Id"]],
    ),
    (
        "the tables and columns of a query",
        {"measureQuerySql": "SELECT Mail FROM Shop_Visits"},
        [["Shop_Visits", None], ["Shop_Visits", "Mail"]],
    ),
    (
        "no column of which it is open whose it is",
        {"measureQuerySql": "SELECT Mail FROM Shop_Visits, Crm_Leads"},
        [["Shop_Visits", None], ["Crm_Leads", None]],
    ),
    ("no expression that stands elsewhere", {"note": "Shop_Visits.Mail"}, []),
    ("no query that stands elsewhere", {"note": "SELECT Mail FROM Shop_Visits"}, []),
    (
        "attributes in a list beside their entity",
        {"of": {"entityName": "Shop_Visits", "attributeNames": ["Mail", 7, "Id"]}},
        [["Shop_Visits", None], ["Shop_Visits", "Mail"], ["Shop_Visits", "Id"]],
    ),
    ("no list without an entity", {"of": {"attributeNames": ["Mail"]}}, []),
    ("no list that is none", {"entity": "Visits", "attributeNames": "Mail"}, [["Visits", None]]),
]


@pytest.mark.parametrize(("body", "expected"), [pytest.param(*case, id=name) for name, *case in USES])
def test_a_measure_uses(body: dict[str, Any], expected: list[list[str | None]]) -> None:
    assert of_filters(body) == expected


SEGMENT: dict[str, Any] = {
    "name": "S",
    "segmentQueryExpression": {"projectedAttributes": [{"entityName": "Shop_Visits"}]},
}
MEASURE: dict[str, Any] = {"Name": "M", "definition": {"linkedEntities": [{"entity": "Crm_Leads"}]}}
URL = "/api/instances/main/manage"
BOTH = [("segment `S`", "Shop_Visits", None), ("measure `M`", "Crm_Leads", None)]


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        pytest.param({"method": "GET", "url": f"{URL}/segments/S"}, BOTH, id="asked for"),
        pytest.param({"method": "PUT", "url": f"{URL}/segments/S", "body": {}}, BOTH[1:], id="written"),
        pytest.param(
            {"method": "POST", "url": f"{URL}/measures", "body": MEASURE}, BOTH[:1], id="by its body"
        ),
        pytest.param({"method": "DELETE", "url": f"{URL}/measures/M"}, BOTH[:1], id="deleted"),
        pytest.param({"method": "DELETE", "url": f"{URL}/measures/S"}, BOTH, id="a namesake of another kind"),
        pytest.param({"method": "DELETE", "url": f"{URL}/segments/s"}, BOTH, id="another one"),
        pytest.param(
            {"method": "DELETE", "url": f"{URL}/segments/S".replace("main", "other")}, BOTH, id="elsewhere"
        ),
        pytest.param({"method": "POST", "url": f"{URL}/segments/S/activate"}, BOTH, id="only turned on"),
    ],
)
def test_what_a_request_writes_or_deletes_is_its_own_business(request_: Any, expected: Any) -> None:
    assert uses(SEGMENT, measures=[MEASURE], requests=[request_]) == expected


def test_what_has_no_name_or_is_no_object_uses_nothing() -> None:
    assert uses({**SEGMENT, "name": None}, {**SEGMENT, "name": 7}, "S", None) == []


def test_a_use_is_of_the_entity_that_its_name_means() -> None:
    root = snapshot(segments=[SEGMENT])
    project = project_of({"snapshot.json": root})
    (instance,) = project.snapshots
    (use,) = project.stored_uses(instance)
    assert str(use.of) == "Shop_Visits"
