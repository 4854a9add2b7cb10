"""What is wrong with the values of a TOML file, in words and with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from linter.configuration.toml_file import place_of
from linter.named_tuple import NamedTuple
from linter.refusal import CannotRun
from linter.suggest import did_you_mean

if TYPE_CHECKING:
    from linter.models.configuration import Section


class Expected(NamedTuple):
    """What a file may say, and the words for what it may not."""

    model: type[Section]
    tables: Mapping[tuple[str, int], type[Section]]  # by the first of the keys to a value, and their number
    where: str = ""  # an unknown key stands: "{table}" is the first key
    unlike: str = ""  # is said of an unknown key that is like none of "{known}"
    choice: str = "`{key}`: should be {expected}"  # also "{value}", "{known}", and the "{hint}" at one


def require(path: str, values: Any, expected: Expected, data: bytes | None = None) -> None:
    """Raise CannotRun for the first mistake in the values of a file, or of `data` in its place."""
    from pydantic import ValidationError

    try:
        expected.model.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        keys = _keys_of(values, first["loc"])
        raise CannotRun.at(path, *place_of(path, keys, data), _message(first, keys, expected)) from None


def _message(error: Mapping[str, Any], keys: list[str | int], expected: Expected) -> str:
    if error["type"] == "extra_forbidden":
        return _unknown_key(keys, expected)
    if error["type"] == "missing":
        return f"`{error['loc'][-1]}` is missing"
    named = next((key for key in reversed(keys) if isinstance(key, str)), None)
    if named is None:
        return "[tool.c360lint] is expected to be a table"
    if error["type"] == "literal_error":
        return _no_choice(error, named, expected)
    if error["type"] in ("dict_type", "model_type"):
        return f"`{named}`: should be a table"
    return f"`{named}`: {str(error['msg']).removeprefix('Input ')}"


def _unknown_key(keys: list[str | int], expected: Expected) -> str:
    key = str(keys[-1])
    model = expected.tables.get((str(keys[0]), len(keys)), expected.model)
    known = [field.alias or name for name, field in model.model_fields.items()]
    where = expected.where.format(table=keys[0]) if len(keys) > 1 else ""
    hint = did_you_mean(key, known) or expected.unlike.format(known=", ".join(known))
    return f"unknown key `{key}`{where}{hint}"


def _no_choice(error: Mapping[str, Any], key: str, expected: Expected) -> str:
    said, value = str(error["ctx"]["expected"]), str(error["input"])
    known = said.replace(" or ", ", ").replace("'", "").split(", ")
    return expected.choice.format(
        key=key, value=value, expected=said, known=", ".join(known), hint=did_you_mean(value, known)
    )


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
