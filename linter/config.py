"""The configuration: c360lint.toml, or [tool.c360lint] in pyproject.toml."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple, NoReturn

from linter.discovery import DEFAULT_INCLUDE
from linter.shape import Node, read, shape_of
from linter.suggest import did_you_mean

FILE_NAME: Final = "c360lint.toml"

CLOSED: Final[dict[str, tuple[str, ...]]] = {
    "api": ("2020-04", "2020-08", "2021-06", "2021-09", "current"),
    "fail-level": ("error", "warning", "recommendation", "never"),
    "severity": ("error", "warning", "recommendation"),
}


class ConfigurationError(Exception):
    """A mistake in a configuration file, with its place."""

    def __init__(self, file: str, line: int, column: int, message: str) -> None:
        super().__init__(f"{file}:{line}:{column}: {message}")
        self.file = file
        self.line = line
        self.column = column
        self.message = message


class Override(NamedTuple):
    """Other settings for some files."""

    files: tuple[str, ...]
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()


class Configuration(NamedTuple):
    """The settings of a project; paths are relative to the configuration's folder."""

    include: tuple[str, ...] = DEFAULT_INCLUDE
    exclude: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()  # glob with {placeholders}, request
    snapshots: tuple[str, ...] = ()
    principal: str | None = None
    api: str = "2020-04"
    master_dataset: str = "Customer"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_level: str = "error"
    severity: tuple[tuple[str, str], ...] = ()
    overrides: tuple[Override, ...] = ()
    schemas: tuple[tuple[tuple[str, ...], str], ...] = ()  # globs, schema file


def find_configuration(start: str) -> str | None:
    """Return the configuration file for a folder: in it or above, up to the repository's root."""
    folder = os.path.abspath(start)
    while True:
        own = os.path.join(folder, FILE_NAME)
        if os.path.isfile(own):
            return own
        project = os.path.join(folder, "pyproject.toml")
        if os.path.isfile(project) and _has_table(project):
            return project
        parent = os.path.dirname(folder)
        if parent == folder or os.path.exists(os.path.join(folder, ".git")):
            return None
        folder = parent


def load_configuration(path: str) -> Configuration:
    """Read a configuration file; raises ConfigurationError for the first mistake in it."""
    text = _text(path)
    values = _parsed(path, text)
    if os.path.basename(path) == "pyproject.toml":
        values = values.get("tool", {}).get("c360lint", {})
    if not _fits(values):
        _explain(path, text, values)
    return _configuration(values)


def _has_table(path: str) -> bool:
    with open(path, "rb") as file:
        return b"[tool.c360lint" in file.read()


def _text(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return file.read().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ConfigurationError(path, 1, 1, f"the configuration can't be read: {reason}") from error


def _parsed(path: str, text: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r" \(at line (\d+), column (\d+)\)", str(error))
        lines = text.split("\n")
        line, column = (int(found[1]), int(found[2])) if found else (len(lines), len(lines[-1]) + 1)
        said = re.sub(r" \(at .*\)", "", str(error))
        raise ConfigurationError(path, line, column, f"not well-formed TOML: {said}") from error


def _fits(values: dict[str, Any]) -> bool:
    """Tell whether the generated schema accepts the values.

    The model accepts the same (a test holds them together), but costs a hundred milliseconds to
    import; it speaks when something is off.
    """
    reading = read(values, shape_of("configuration", "Configuration"), FILE_NAME)
    if reading.problems or any(key not in reading.root.values for key in values):
        return False
    return all(_is_in_list(node) for node in reading.root.walk())


def _is_in_list(node: Node) -> bool:
    """Tell whether the closed lists of a table are kept, and its keys are written as they should be."""
    if any(name != key for name, key in node.keys.items()):
        return False
    severity = node.values.get("severity")
    if isinstance(severity, Node) and not set(severity.values.values()) <= set(CLOSED["severity"]):
        return False
    return all(node.values.get(name, CLOSED[name][0]) in CLOSED[name] for name in ("api", "fail-level"))


def _explain(path: str, text: str, values: dict[str, Any]) -> NoReturn:
    """Let the model say what is wrong, and raise that with its place."""
    from pydantic import ValidationError

    from linter.models.configuration import Configuration as Model

    try:
        Model.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        keys = [str(step) for step in first["loc"]]
        line, column = _place(text, values, first["loc"])
        raise ConfigurationError(path, line, column, _message(first, keys)) from None
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
    return f"`{named}`: {str(error['msg']).removeprefix('Input ')}"


def _is_internal(key: str) -> bool:
    """Tell whether a step of pydantic's path is no key: an index, or a member of a union."""
    return key.isdigit() or "[" in key or key == "str"


def _known(keys: list[str]) -> tuple[str, list[str]]:
    from linter.models.configuration import Configuration as Model
    from linter.models.configuration import HouseSchema, Section
    from linter.models.configuration import Override as OverrideModel

    tables: dict[str, type[Section]] = {"overrides": OverrideModel, "schemas": HouseSchema}
    model = tables.get(keys[0], Model) if len(keys) > 1 else Model
    fields = [field.alias or name for name, field in model.model_fields.items()]
    return (keys[0] if len(keys) > 1 else ""), fields


def _place(text: str, values: Any, location: tuple[Any, ...]) -> tuple[int, int]:
    """Return line and column of the last key of a location that the text has."""
    keys = []
    for step in location:
        if isinstance(values, Mapping) and step in values:
            keys.append(str(step))
            values = values[step]
        elif isinstance(values, list) and isinstance(step, int) and step < len(values):
            values = values[step]
    if not keys:
        return 1, 1
    wanted = re.compile(
        rf"""^\s*(?:\[+\s*(?:[^\]]*\.)?|[^#=]*[{{,]\s*)?["']?({re.escape(keys[-1])})["']?\s*[=\]]"""
    )
    for number, line in enumerate(text.split("\n"), 1):
        found = wanted.match(line)
        if found:
            return number, found.start(1) + 1
    return 1, 1


def _configuration(values: dict[str, Any]) -> Configuration:
    default = Configuration()
    return Configuration(
        include=tuple(values.get("include", default.include)),
        exclude=tuple(values.get("exclude", ())),
        files=tuple(values.get("files", {}).items()),
        snapshots=_snapshots(values.get("snapshot", ())),
        principal=values.get("principal"),
        api=values.get("api", default.api),
        master_dataset=values.get("master-dataset", default.master_dataset),
        select=tuple(values.get("select", ())),
        ignore=tuple(values.get("ignore", ())),
        fail_level=values.get("fail-level", default.fail_level),
        severity=tuple(values.get("severity", {}).items()),
        overrides=tuple(_override(one) for one in values.get("overrides", ())),
        schemas=tuple((tuple(one["files"]), one["schema"]) for one in values.get("schemas", ())),
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
