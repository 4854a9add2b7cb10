"""The configuration: c360lint.toml, or [tool.c360lint] in pyproject.toml."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NoReturn

from linter.configuration.glob_settings import with_globs
from linter.configuration.settings import CLOSED, Configuration, Override, Suppress
from linter.configuration.toml_file import parsed, place_of, read_toml, table_of, text_of
from linter.files import read_bytes
from linter.placeholders import Scalar
from linter.refusal import CannotRun
from linter.shapes.node import Node
from linter.shapes.reading import read
from linter.shapes.shape import shape_of
from linter.suggest import did_you_mean
from linter.text.source import Text
from linter.text.toml_text import Places

if TYPE_CHECKING:
    from linter.shapes.dialect import Dialect

FILE_NAME: Final = "c360lint.toml"


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
    values = _dates_written(_section(path, read_toml(path, data)))
    if not _fits(values):
        _explain(path, values, data)
    _require_environments(path, values or {}, data)
    if values and values.get("dialects"):
        from linter.configuration.dialects import require_known_words

        require_known_words(path, values["dialects"], data)
    return _configuration(with_globs(path, values, data) if values else values)


def read_configuration(path: str, name: str, data: bytes | None = None) -> Text:
    """Return a configuration file's text, under the name that reports give it."""
    text = text_of(path, data)
    return Text(name, text, parsed(path, text), places=Places(text))


def _has_section(path: str, data: bytes | None) -> bool:
    """Tell whether a pyproject.toml has our table, which can be written in several ways."""
    try:
        if data is None:
            data = read_bytes(path)
    except OSError as error:
        raise CannotRun.at(path, 1, 1, f"it can't be read: {error.strerror}") from error
    if b"c360lint" not in data:
        return False
    try:
        return _section(path, parsed(path, data.decode("utf-8-sig"))) is not None
    except (CannotRun, UnicodeDecodeError):
        return b"[tool.c360lint" in data  # then reading it says what is wrong


def _section(path: str, values: Any) -> Any:
    """Return our part of what a file says, None where it has none."""
    for key in table_of(path):
        values = values.get(key) if isinstance(values, dict) else None
    return values


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
    if not 1 <= reading.root.values.get("max-file-size", 1) <= 1000:
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
    members = node.shape.members or {}  # none where the keys are names: there may be one called `api`
    severity = node.values.get("severity") if "severity" in members else None
    if isinstance(severity, Node) and not set(severity.values.values()) <= set(CLOSED["severity"]):
        return False
    return all(
        node.values.get(name, CLOSED[name][0]) in CLOSED[name]
        for name in ("api", "fail-level", "unread")
        if name in members
    )


def _require_environments(path: str, values: dict[str, Any], data: bytes | None) -> None:
    """Refuse values of placeholders in an environment that there is none of."""
    known = values.get("snapshots", {})
    for name, value in values.get("placeholders", {}).items():
        if isinstance(value, dict) and name not in known:
            hint = did_you_mean(name, known) or "; a placeholder's name with a dot in it needs quotes"
            message = f"[placeholders.{name}]: no environment `{name}` in [snapshots]{hint}"
            raise CannotRun.at(path, *place_of(path, ("placeholders", name), data), message)


def _explain(path: str, values: Any, data: bytes | None) -> NoReturn:
    """Let the model say what is wrong, and raise that with its place."""
    from linter.configuration.mistakes import Expected, require
    from linter.models import configuration as models

    tables: dict[tuple[str, int], type[models.Section]] = {
        ("dialects", 3): models.Dialect,
        ("overrides", 3): models.Override,
        ("schemas", 3): models.HouseSchema,
        ("suppress", 3): models.Suppress,
    }
    choice = "`{key}` is `{value}`, but one of {known} is expected{hint}"
    require(path, values, Expected(models.Configuration, tables, where=" in [{table}]", choice=choice), data)
    raise AssertionError("the configuration's schema refuses what its model accepts")


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
        dialects=_dialects(values.get("dialects", {})),
        baseline=values.get("baseline"),
        allow_empty=values.get("allow-empty", default.allow_empty),
        unread=values.get("unread", default.unread),
        max_file_size=values.get("max-file-size", default.max_file_size),
        respect_gitignore=values.get("respect-gitignore", default.respect_gitignore),
        placeholders=tuple(_placeholders(values.get("placeholders", {}))),
    )


def _placeholders(values: dict[str, Any]) -> Iterator[tuple[str, str, Scalar]]:
    for name, value in values.items():
        for own, one in value.items() if isinstance(value, dict) else [("", value)]:
            yield (name, own, one) if own else ("", name, one)


def _dialects(values: dict[str, Any]) -> tuple[tuple[str, Dialect], ...]:
    if not values:
        return ()
    from linter.configuration.dialects import dialects_of

    return dialects_of(values)


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
