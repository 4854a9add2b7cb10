"""A TOML file of ours: its text, what it says, and the places of what it says."""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property
from math import isinf
from typing import Any, Final

from linter.files import read_bytes
from linter.refusal import CannotRun
from linter.text.place import DEPTH, is_printable
from linter.text.toml_text import Places, too_deep_key

_BEYOND: Final = 10**5000


def read_toml(path: str, data: bytes | None = None) -> dict[str, Any]:
    """Read a TOML file, or `data` in its place; raises CannotRun where it can't be, with the place."""
    return parsed(path, text_of(path, data))


def place_of(path: str, keys: Iterable[str | int], data: bytes | None = None) -> tuple[int, int]:
    """Return line and column of a setting in a configuration file, or of the nearest one around it."""
    return SettingPlaces(path, text_of(path, data)).place(keys)


class SettingPlaces:
    """Where settings of a configuration file stand, for many questions: its text is looked through once."""

    def __init__(self, path: str, text: str) -> None:
        self._table = table_of(path)
        self._text = text

    def place(self, keys: Iterable[str | int]) -> tuple[int, int]:
        """Return line and column of a setting, or of the nearest one around it."""
        wanted = (*self._table, *keys)
        while wanted not in self._places:
            wanted = wanted[:-1]
        offset = self._places[wanted]
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    @cached_property
    def _places(self) -> dict[tuple[str | int, ...], int]:
        return Places(self._text).found

    @cached_property
    def _lines(self) -> list[int]:
        """Where lines begin."""
        return [0, *(found.end() for found in re.finditer("\n", self._text))]


def table_of(path: str) -> tuple[str, ...]:
    """Return the keys that lead to the settings in a configuration file."""
    return ("tool", "c360lint") if os.path.basename(path) == "pyproject.toml" else ()


def section_of(path: str, values: Any) -> Any:
    """Return our part of what a configuration file says, None where it has none."""
    for key in table_of(path):
        values = values.get(key) if isinstance(values, dict) else None
    return values


def text_of(path: str, data: bytes | None = None) -> str:
    """Return a file's text, or that of `data` in its place; raises CannotRun."""
    try:
        if data is None:
            data = read_bytes(path)
        return data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise CannotRun.at(path, 1, 1, f"the configuration can't be read: {reason}") from error


def parsed(path: str, text: str) -> dict[str, Any]:
    """Return what a text says; raises CannotRun where it is not TOML, or beyond all bounds."""
    import tomllib

    deep = too_deep_key(text)
    if deep is not None:
        raise CannotRun.at(path, *_line_and_column(text, deep), f"more than {DEPTH} levels of nesting")
    try:
        values = tomllib.loads(text, parse_float=_float)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r" \(at line (\d+), column (\d+)\)", str(error))
        lines = text.split("\n")
        line, column = (int(found[1]), int(found[2])) if found else (len(lines), len(lines[-1]) + 1)
        said = re.sub(r" \(at .*\)", "", str(error))
        raise CannotRun.at(path, line, column, f"not well-formed TOML: {said}") from error
    except ValueError as error:  # of Python, which reads no number of thousands of digits
        raise CannotRun.at(
            path, *_line_and_column(text, _longest_number(text)), "the number is too large"
        ) from error
    _require_bounds(path, text, values)
    return values


def _float(literal: str) -> float:
    """Return what digits say; more than a float can is a whole number that is too large, too."""
    value = float(literal)
    return _BEYOND if isinf(value) and literal[-1].isdigit() else value


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


def _longest_number(text: str) -> int:
    """Return the offset of the most digits in a row."""
    runs = re.finditer(r"[-+]?\d[\d_]*", text)
    return max(runs, key=lambda found: found.end() - found.start()).start()


def _line_and_column(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
