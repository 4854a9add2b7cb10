"""The configuration: c360lint.toml, or [tool.c360lint] in pyproject.toml."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple, NoReturn

from linter.diagnostic import SEVERITIES
from linter.instance.generations import GENERATIONS
from linter.refusal import CannotRun
from linter.shapes.node import Node
from linter.shapes.reading import read
from linter.shapes.shape import shape_of
from linter.suggest import did_you_mean
from linter.text.place import DEPTH, is_printable
from linter.text.source import Text
from linter.text.toml_text import Places, too_deep_key

FILE_NAME: Final = "c360lint.toml"
DEFAULT_INCLUDE: Final = ("**/*.json", "**/*.yaml", "**/*.yml")

CLOSED: Final[dict[str, tuple[str, ...]]] = {
    "api": GENERATIONS,
    "fail-level": (*SEVERITIES, "never"),
    "severity": SEVERITIES,
}


class Override(NamedTuple):
    """Other settings for some files."""

    files: tuple[str, ...]
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()


class Suppress(NamedTuple):
    """Findings that are left as they are: of which rules, where, why, and up to which day."""

    rule: str = ""
    rules: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    path: str = ""
    reason: str = ""
    until: str | None = None


class Configuration(NamedTuple):
    """The settings of a project; paths are relative to the configuration's folder."""

    include: tuple[str, ...] = DEFAULT_INCLUDE
    exclude: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()  # glob with {placeholders}, request
    snapshots: tuple[str, ...] = ()
    environments: tuple[tuple[str, str], ...] = ()  # name, snapshot: the payloads are meant for each
    principal: str | None = None
    api: str = "2020-04"
    master_dataset: str = "Customer"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_level: str = "error"
    severity: tuple[tuple[str, str], ...] = ()
    overrides: tuple[Override, ...] = ()
    schemas: tuple[tuple[tuple[str, ...], str], ...] = ()  # globs, schema file
    suppress: tuple[Suppress, ...] = ()
    baseline: str | None = None


def find_configuration(start: str, contents: Mapping[str, bytes] = {}) -> str | None:
    """Return the configuration file for a folder: in it or above, up to the repository's root.

    `contents` stand in for files, by absolute path.
    """
    folder = os.path.abspath(start)
    while True:
        own = os.path.join(folder, FILE_NAME)
        if own in contents or os.path.isfile(own):
            return own
        project = os.path.join(folder, "pyproject.toml")
        if (project in contents or os.path.isfile(project)) and _has_section(project, contents.get(project)):
            return project
        parent = os.path.dirname(folder)
        if parent == folder or os.path.exists(os.path.join(folder, ".git")):
            return None
        folder = parent


def load_configuration(path: str, data: bytes | None = None) -> Configuration:
    """Read a configuration file, or `data` in its place; raises CannotRun for the first mistake."""
    text = _text(path, data)
    values = _dates_written(_section(path, _parsed(path, text)))
    if not _fits(values):
        _explain(path, text, values)
    return _configuration(values)


def read_toml(path: str) -> dict[str, Any]:
    """Read a TOML file; raises CannotRun where it can't be, with the place."""
    return _parsed(path, _text(path))


def place_of(path: str, keys: Iterable[str | int], data: bytes | None = None) -> tuple[int, int]:
    """Return line and column of a setting in a configuration file, or of the nearest one around it."""
    return _place(path, _text(path, data), keys)


def read_configuration(path: str, name: str, data: bytes | None = None) -> Text:
    """Return a configuration file's text, under the name that reports give it."""
    text = _text(path, data)
    return Text(name, text, _parsed(path, text), places=Places(text))


def table_of(path: str) -> tuple[str, ...]:
    """Return the keys that lead to the settings in a configuration file."""
    return ("tool", "c360lint") if os.path.basename(path) == "pyproject.toml" else ()


def _has_section(path: str, data: bytes | None) -> bool:
    """Tell whether a pyproject.toml has our table, which can be written in several ways."""
    try:
        if data is None:
            with open(path, "rb") as file:
                data = file.read()
    except OSError as error:
        raise CannotRun.at(path, 1, 1, f"it can't be read: {error.strerror}") from error
    if b"c360lint" not in data:
        return False
    try:
        return _section(path, _parsed(path, data.decode("utf-8-sig"))) is not None
    except (CannotRun, UnicodeDecodeError):
        return b"[tool.c360lint" in data  # then reading it says what is wrong


def _section(path: str, values: Any) -> Any:
    """Return our part of what a file says, None where it has none."""
    for key in table_of(path):
        values = values.get(key) if isinstance(values, dict) else None
    return values


def _text(path: str, data: bytes | None = None) -> str:
    if data is None and os.path.exists(path) and not os.path.isfile(path):
        raise CannotRun.at(path, 1, 1, "the configuration can't be read: it is not a regular file")
    try:
        if data is None:
            with open(path, "rb") as file:
                data = file.read()
        return data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise CannotRun.at(path, 1, 1, f"the configuration can't be read: {reason}") from error


def _parsed(path: str, text: str) -> dict[str, Any]:
    import tomllib

    deep = too_deep_key(text)
    if deep is not None:
        raise CannotRun.at(path, *_line_and_column(text, deep), f"more than {DEPTH} levels of nesting")
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError alone: a number of thousands of digits
        found = re.search(r" \(at line (\d+), column (\d+)\)", str(error))
        lines = text.split("\n")
        line, column = (int(found[1]), int(found[2])) if found else (len(lines), len(lines[-1]) + 1)
        said = re.sub(r" \(at .*\)", "", str(error))
        raise CannotRun.at(path, line, column, f"not well-formed TOML: {said}") from error
    _require_bounds(path, text, values)
    return values


def _require_bounds(path: str, text: str, values: dict[str, Any]) -> None:
    """Refuse what TOML permits and nobody can go through, or print: absurd nesting, endless numbers."""
    level: list[tuple[tuple[str | int, ...], Any]] = [((), values)]
    for _ in range(DEPTH + 1):
        for keys, value in level:
            if isinstance(value, int) and not is_printable(value):
                place = _line_and_column(text, Places(text).found[keys])
                raise CannotRun.at(path, *place, f"`{keys[-1]}`: the number is too large")
        level = [
            ((*keys, key), kid)
            for keys, value in level
            if isinstance(value, (dict, list))
            for key, kid in (value.items() if isinstance(value, dict) else enumerate(value))
        ]
    if level:
        raise CannotRun.at(path, 1, 1, f"more than {DEPTH} levels of nesting")


def _line_and_column(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _dates_written(values: Any) -> Any:
    """Return the settings with the last days of suppressions as texts: TOML has dates of its own."""
    entries = values.get("suppress") if isinstance(values, dict) else None
    if not isinstance(entries, list):
        return values
    return {**values, "suppress": [_date_written(one) for one in entries]}


def _date_written(entry: Any) -> Any:
    until = entry.get("until") if isinstance(entry, dict) else None
    # a date and time is a date, too, but no day
    return {**entry, "until": str(until)} if type(until).__name__ == "date" else entry


def _fits(values: Any) -> bool:
    """Tell whether the generated schema accepts the values.

    The model accepts the same (a test holds them together), but costs a hundred milliseconds to
    import; it speaks when something is off.
    """
    if values is None:
        return True
    if not _is_plain(values):
        return False
    reading = read(values, shape_of("configuration", "Configuration"), FILE_NAME)
    if reading.problems or any(key not in reading.root.values for key in values):
        return False
    return all(_is_in_list(node) for node in reading.root.walk())


def _is_plain(value: Any) -> bool:
    """Tell whether a value is free of dates and times, which JSON doesn't have."""
    if isinstance(value, dict):
        return all(map(_is_plain, value.values()))
    return all(map(_is_plain, value)) if isinstance(value, list) else isinstance(value, (str, int, float))


def _is_in_list(node: Node) -> bool:
    """Tell whether the closed lists of a table are kept, and its keys are written as they should be."""
    if any(name != key for name, key in node.keys.items()):
        return False
    severity = node.values.get("severity")
    if isinstance(severity, Node) and not set(severity.values.values()) <= set(CLOSED["severity"]):
        return False
    return all(node.values.get(name, CLOSED[name][0]) in CLOSED[name] for name in ("api", "fail-level"))


def _explain(path: str, text: str, values: Any) -> NoReturn:
    """Let the model say what is wrong, and raise that with its place."""
    from pydantic import ValidationError

    from linter.models.configuration import Configuration as Model

    try:
        Model.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        keys = [str(step) for step in first["loc"]]
        line, column = _place(path, text, _keys_of(values, first["loc"]))
        raise CannotRun.at(path, line, column, _message(first, keys)) from None
    raise AssertionError("the configuration's schema refuses what its model accepts")


def _message(error: Mapping[str, Any], keys: list[str]) -> str:
    if error["type"] == "extra_forbidden":
        table, known = _known(keys)
        where = f" in [{table}]" if table else ""
        return f"unknown key `{keys[-1]}`{where}{did_you_mean(keys[-1], known)}"
    named = next((key for key in reversed(keys) if not _is_internal(key)), "")
    if error["type"] == "literal_error":
        known = str(error["ctx"]["expected"]).replace(" or ", ", ").replace("'", "").split(", ")
        value = str(error["input"])
        return (
            f"`{named}` is `{value}`, but one of {', '.join(known)} is expected{did_you_mean(value, known)}"
        )
    if error["type"] == "missing":
        return f"`{named}` is missing"
    if not named:
        return "[tool.c360lint] is expected to be a table"
    return f"`{named}`: {str(error['msg']).removeprefix('Input ')}"


def _is_internal(key: str) -> bool:
    """Tell whether a step of pydantic's path is no key: an index, or a member of a union."""
    return key.isdigit() or "[" in key or key == "str"


def _known(keys: list[str]) -> tuple[str, list[str]]:
    from linter.models.configuration import Configuration as Model
    from linter.models.configuration import HouseSchema, Section
    from linter.models.configuration import Override as OverrideModel
    from linter.models.configuration import Suppress as SuppressModel

    tables: dict[str, type[Section]] = {
        "overrides": OverrideModel,
        "schemas": HouseSchema,
        "suppress": SuppressModel,
    }
    model = tables.get(keys[0], Model) if len(keys) > 1 else Model
    fields = [field.alias or name for name, field in model.model_fields.items()]
    return (keys[0] if len(keys) > 1 else ""), fields


def _keys_of(values: Any, location: Iterable[str | int]) -> list[str | int]:
    """Return the steps of pydantic's path that the values have: it names members of unions, too."""
    keys: list[str | int] = []
    for step in location:
        if _has(values, step):
            values = values[step]
            keys.append(step)
    return keys


def _has(values: Any, step: str | int) -> bool:
    if isinstance(values, dict):
        return step in values
    return isinstance(values, list) and isinstance(step, int) and step < len(values)


def _place(path: str, text: str, keys: Iterable[str | int]) -> tuple[int, int]:
    """Return line and column of the longest part of a path that the text has."""
    places = Places(text).found
    wanted = (*table_of(path), *keys)
    while wanted not in places:
        wanted = wanted[:-1]
    return _line_and_column(text, places[wanted])


def _configuration(values: dict[str, Any] | None) -> Configuration:
    default = Configuration()
    values = values or {}
    return Configuration(
        include=tuple(values.get("include", default.include)),
        exclude=tuple(values.get("exclude", ())),
        files=tuple(values.get("files", {}).items()),
        snapshots=_snapshots(values.get("snapshot", ())),
        environments=tuple(values.get("snapshots", {}).items()),
        principal=values.get("principal"),
        api=values.get("api", default.api),
        master_dataset=values.get("master-dataset", default.master_dataset),
        select=tuple(values.get("select", ())),
        ignore=tuple(values.get("ignore", ())),
        fail_level=values.get("fail-level", default.fail_level),
        severity=tuple(values.get("severity", {}).items()),
        overrides=tuple(_override(one) for one in values.get("overrides", ())),
        schemas=tuple((tuple(one["files"]), one["schema"]) for one in values.get("schemas", ())),
        suppress=tuple(_suppress(one) for one in values.get("suppress", ())),
        baseline=values.get("baseline"),
    )


def _snapshots(value: str | list[str] | dict[str, str] | tuple[str, ...]) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(value.values()) if isinstance(value, dict) else tuple(value)


def _override(values: dict[str, Any]) -> Override:
    return Override(
        tuple(values["files"]),
        tuple(values.get("select", ())),
        tuple(values.get("ignore", ())),
        tuple(values.get("severity", {}).items()),
    )


def _suppress(values: dict[str, Any]) -> Suppress:
    return Suppress(
        values.get("rule", ""),
        tuple(values.get("rules", ())),
        tuple(values.get("files", ())),
        values.get("path", ""),
        values.get("reason", ""),
        values.get("until"),
    )
