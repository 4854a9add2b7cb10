"""The JSON Schemas of the team's own, and the files that have to satisfy them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from linter.named_tuple import NamedTuple
from linter.reading.sources import required
from linter.refusal import CannotRun
from linter.text.source import read_text

if TYPE_CHECKING:
    from linter.reading.inputs import Inputs


class Demand(NamedTuple):
    """A schema, and a test whether a file has to satisfy it."""

    matches: Callable[[str], bool]
    schema: Any
    name: str  # the schema's file


def demands(inputs: Inputs) -> list[Demand]:
    """Return the schemas that the configuration names; raises CannotRun for one that can't be used."""
    if not inputs.configuration.schemas:
        return []
    from linter.configuration.globs import matcher

    return [
        Demand(matcher(files), _schema(inputs, name), name) for files, name in inputs.configuration.schemas
    ]


def _schema(inputs: Inputs, name: str) -> Any:
    text = read_text(name, required(inputs, inputs.path(name), "schema")[1])
    if text.fault is not None:
        start = text.fault_range().start
        raise CannotRun.at(name, start.line, start.column, f"the schema can't be read: {text.fault.message}")
    _require_schema(name, text.value)
    return text.value


def _require_schema(name: str, schema: Any) -> None:
    from jsonschema.exceptions import SchemaError
    from jsonschema.validators import validator_for

    if not isinstance(schema, dict):
        raise CannotRun(f"{name} is not a JSON Schema: an object is expected")
    if not isinstance(schema.get("$schema", ""), str):
        raise CannotRun(f"{name} is not a JSON Schema: its $schema is not a string")
    try:
        validator_for(schema).check_schema(schema)
    except SchemaError as error:
        raise CannotRun(f"{name} is not a JSON Schema: {error.message}") from error
    except ValueError as error:  # of urllib
        raise CannotRun(f"{name} is not a JSON Schema: its $schema is no address: {error}") from error
    except OverflowError as error:  # of a pattern
        raise CannotRun(f"{name} is not a JSON Schema: a pattern repeats too often") from error
    except RecursionError as error:
        raise CannotRun(f"{name} can't be used as a JSON Schema: it is nested too deeply") from error
