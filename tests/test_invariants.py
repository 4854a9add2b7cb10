"""For every kind: what models say they name is known, and what is held back has a cause."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from linter.kinds.naming import named_in
from linter.kinds.request import Request
from linter.kinds.routes import Route
from linter.schema import schema_of
from linter.shapes.reading import read
from linter.shapes.shape import shape_of
from tests.test_engine import checked, is_snapshot, projects
from tests.test_schemas import EXAMPLES, mutations

BODIES = {
    "conflationPlan": "ConflationPlan",
    "conflictResolutionRules": "ConflictResolutionRules",
    "relationships": "Relationship",
    "entityInfo": "EntityInfo",
    "entityInformation": "EntityInformation",
}


def said_to_name(value: Any, schema: Any, definitions: Any, path: tuple[Any, ...] = ()) -> Iterator[Any]:
    """Yield the places of the strings in a value that its JSON Schema says to name something."""
    if "$ref" in schema:
        yield from said_to_name(value, definitions[schema["$ref"].rsplit("/", 1)[1]], definitions, path)
    for one in schema.get("anyOf", ()):
        yield from said_to_name(value, one, definitions, path)
    if isinstance(value, list) and "items" in schema:
        for index, item in enumerate(value):
            yield from said_to_name(item, schema["items"], definitions, (*path, index))
    for name, member in schema.get("properties", {}).items() if isinstance(value, dict) else ():
        if name in value:
            yield from said_to_name(value[name], member, definitions, (*path, name))
            if "what" in member.get("x-names", {}):
                items = enumerate(value[name]) if isinstance(value[name], list) else ()
                yield from ((*path, name, index) for index, item in items if isinstance(item, str))
                fits = Draft202012Validator({**member, "$defs": definitions}).is_valid(value[name])
                if isinstance(value[name], str) and fits:
                    yield (*path, name)


@pytest.mark.parametrize("kind", list(BODIES))
@settings(max_examples=60)
@given(data=st.data())
def test_every_string_that_a_schema_says_to_name_something_is_known(kind: str, data: st.DataObject) -> None:
    value = data.draw(mutations(kind) | st.just(EXAMPLES[kind]))
    one = value[0] if isinstance(value, list) and value else value
    shape = shape_of(kind, BODIES[kind])
    request = Request("f", "PATCH", Route(kind, None, {}, "", "", 0), None, 0)
    reading = read(one, shape, "f")

    schema = schema_of(kind)
    expected = set(said_to_name(one, schema["$defs"][BODIES[kind]], schema["$defs"]))
    known = {named.at.path for named in named_in(reading.root, request)}
    # of two properties that name one data source, the ID counts
    both = {place for place in expected if place[-1] == "dataSourceName"}
    assert expected - both <= known


@settings(max_examples=100)
@given(files=projects().filter(lambda files: is_snapshot(files["snapshot.json"])))
def test_what_is_held_back_names_a_finding_of_the_run_as_its_cause(
    files: dict[str, Any], tmp_path_factory: Any
) -> None:
    result, _ = checked(tmp_path_factory.mktemp("project"), files)

    found = {(one.code, one.file, one.pointer, one.range) for one in result.diagnostics}
    causes = {(one.cause_code, one.cause.file, one.cause.pointer, one.cause.range) for one in result.held}
    assert causes <= found
    assert {one.unseen for one in result.held} <= {""}
    assert [one for one in result.not_checked if "is not settled" in one.reason] == []
