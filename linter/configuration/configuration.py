"""The configuration: c360lint.toml, or [tool.c360lint] in pyproject.toml."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final

from linter.configuration.fitting import require_environments, require_fitting
from linter.configuration.from_values import configuration_from, dates_written
from linter.configuration.glob_settings import with_globs
from linter.configuration.settings import Configuration
from linter.configuration.toml_file import parsed, read_toml, section_of, text_of
from linter.files import read_bytes, upwards
from linter.refusal import CannotRun
from linter.text.source import Text
from linter.text.toml_text import Places

FILE_NAME: Final = "c360lint.toml"


def find_configuration(start: str, contents: Mapping[str, bytes] = {}) -> str | None:
    """Return the configuration file for a folder: in it or above, up to the repository's root.

    `contents` stand in for files, by absolute path.
    """
    for folder in upwards(os.path.abspath(start)):
        own = os.path.join(folder, FILE_NAME)
        if own in contents or os.path.isfile(own):
            return own
        project = os.path.join(folder, "pyproject.toml")
        if (project in contents or os.path.isfile(project)) and _has_section(project, contents.get(project)):
            return project
    return None


def load_configuration(
    path: str, data: bytes | None = None, contents: Mapping[str, bytes | None] = {}
) -> Configuration:
    """Read a configuration file, or `data` in its place; raises CannotRun for the first mistake.

    `contents` stand in for the files that it extends, by absolute path; None: there is no such file.
    """
    values = section_of(path, read_toml(path, data))
    if values is None:
        return Configuration()
    values = dates_written(values)
    require_fitting(path, values, data)
    if "extends" in values:
        from linter.configuration.extending import extended

        return extended(path, values, data, contents)
    require_environments(path, values, values.get("snapshots", {}), data)
    return configuration_from(with_globs(path, values, data))


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
        return section_of(path, parsed(path, data.decode("utf-8-sig"))) is not None
    except (CannotRun, UnicodeDecodeError):
        return b"[tool.c360lint" in data  # then reading it says what is wrong
