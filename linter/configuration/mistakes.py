"""What is wrong with the values of a configuration file, in words and with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from pydantic import ValidationError

from linter.configuration.toml_file import place_of
from linter.models import configuration as models
from linter.refusal import CannotRun
from linter.suggest import did_you_mean

_TABLES: Final[dict[tuple[str, int], type[models.Section]]] = {
    ("contracts", 3): models.Contract,
    ("dialects", 3): models.Dialect,
    ("overrides", 3): models.Override,
    ("schemas", 3): models.HouseSchema,
    ("suppress", 3): models.Suppress,
}
"""The tables that may hold few keys: by the first of the keys to a value in them, and their number."""


def require_accepted(path: str, values: Any, data: bytes | None) -> None:
    """Raise CannotRun for the first mistake in the values of a file, or of `data` in its place."""
    try:
        models.Configuration.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        keys = _keys_of(values, first["loc"])
        raise CannotRun.at(path, *place_of(path, keys, data), _message(first, keys)) from None


def _message(error: Mapping[str, Any], keys: list[str | int]) -> str:
    if error["type"] == "extra_forbidden":
        return _unknown_key(keys)
    if error["type"] == "missing":
        return f"`{error['loc'][-1]}` is missing"
    named = next((key for key in reversed(keys) if isinstance(key, str)), None)
    if named is None:
        return "[tool.c360lint] is expected to be a table"
    if error["type"] == "literal_error":
        return _no_choice(error, named)
    if error["type"] in ("dict_type", "model_type"):
        return f"`{named}`: should be a table"
    return f"`{named}`: {str(error['msg']).removeprefix('Input ')}"


def _unknown_key(keys: list[str | int]) -> str:
    key = str(keys[-1])
    table = _TABLES.get((str(keys[0]), len(keys)))
    known = [field.alias or name for name, field in (table or models.Configuration).model_fields.items()]
    where = f" in [{keys[0]}]" if table is not None else ""
    return f"unknown key `{key}`{where}{did_you_mean(key, known)}"


def _no_choice(error: Mapping[str, Any], key: str) -> str:
    value = str(error["input"])
    known = str(error["ctx"]["expected"]).replace(" or ", ", ").replace("'", "").split(", ")
    hint = did_you_mean(value, known)
    return f"`{key}` is `{value}`, but one of {', '.join(known)} is expected{hint}"


def _keys_of(values: Any, location: Iterable[str | int]) -> list[str | int]:
    """Return the steps of pydantic's path that the values have: it names members of unions, too."""
    keys: list[str | int] = []
    for step in location:
        if _has(values, step):
            values = values[step]
            keys.append(step)
    return keys


def _has(values: Any, step: str | int) -> bool:
    return isinstance(step, int) or (isinstance(values, dict) and step in values)
