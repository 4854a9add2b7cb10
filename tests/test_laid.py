"""Plain values as a document spells them."""

from __future__ import annotations

from typing import Any

import pytest

from linter.kinds.laid import canonical, property_of, put
from linter.shapes.shape import shape_of


@pytest.mark.parametrize(
    ("value", "name", "expected"),
    [
        ({"name": 1}, "name", 1),
        ({"NAME": 1}, "name", 1),
        ({"name": 1}, "NAME", 1),
        ({"NAME": 1, "name": 2}, "name", 2),
        ({"other": 1}, "name", None),
        ([], "name", None),
        (None, "name", None),
    ],
)
def test_a_property_is_found_whatever_case_it_has_its_own_first(value: Any, name: str, expected: Any) -> None:
    assert property_of(value, name) == expected


@pytest.mark.parametrize(
    ("value", "told", "expected"),
    [
        ({"Name": 1, "x": 2}, 3, {"Name": 3, "x": 2}),
        ({"NAME": 1, "name": 2}, 3, {"NAME": 1, "name": 3}),
        ({"x": 2}, 3, {"x": 2, "name": 3}),
        ({"Name": 1, "x": 2}, None, {"x": 2}),
        ({"x": 2}, None, {"x": 2}),
        ({"x": 2}, 0, {"x": 2, "name": 0}),
    ],
)
def test_a_property_is_put_where_it_is_or_taken_out(value: dict[str, Any], told: Any, expected: Any) -> None:
    put(value, "name", told)
    assert value == expected


def test_names_become_those_of_the_schema_at_any_depth() -> None:
    written = {
        "INSTANCEID": [{"A": 1}],
        "House": {"Name": 1},
        "DataSources": [
            {
                "DATASOURCEID": "s",
                "Entities": [
                    {"Name": "e", "Attributes": {"Name": {"Type": "string"}, "b": "string"}},
                    7,
                ],
            }
        ],
        "conflations": {"Not": "a list"},
        "relationships": [{"FromEntity": "a", "toentityname": "b"}],
    }

    assert canonical(written, shape_of("snapshot", "Snapshot")) == {
        "instanceId": [{"A": 1}],
        "House": {"Name": 1},
        "dataSources": [
            {
                "dataSourceId": "s",
                "entities": [
                    {"name": "e", "attributes": {"Name": {"type": "string"}, "b": "string"}},
                    7,
                ],
            }
        ],
        "conflations": {"Not": "a list"},
        "relationships": [{"fromEntityName": "a", "toEntityName": "b"}],
    }
