"""Settings written as TOML, which reads as they are."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any


def toml_lines(values: Mapping[str, Any], asides: Mapping[str, str] = {}) -> Iterator[str]:
    """Yield the lines of some settings; `asides` are what comments say of a key."""
    plain = {key: value for key, value in values.items() if not _is_table(value)}
    for key, value in plain.items():
        yield f"{_key(key)} = {_inline(value)}{_aside(asides, key)}"
    for key, value in values.items():
        if key not in plain:
            yield from _tables((key,), value, _aside(asides, key))


def _tables(keys: tuple[str, ...], value: Any, aside: str) -> Iterator[str]:
    head = ".".join(map(_key, keys))
    if isinstance(value, list):
        for one in value:
            yield from ("", f"[[{head}]]{aside}", *toml_lines(_flat(one)))
        return
    plain = {key: one for key, one in value.items() if not isinstance(one, dict)}
    if plain or not value:
        yield from ("", f"[{head}]{aside}", *toml_lines(plain))
    for key, one in value.items():
        if key not in plain:
            yield from _tables((*keys, key), one, aside)


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(one, dict) for one in value)
    )


def _flat(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entry of a list of tables with the tables in it written on one line."""
    return {key: _Inline(one) if isinstance(one, dict) else one for key, one in entry.items()}


class _Inline:
    """A table that is written on one line."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.table = table


def _inline(value: Any) -> str:
    if isinstance(value, _Inline):
        return "{" + ", ".join(f"{_key(key)} = {_inline(one)}" for key, one in value.table.items()) + "}"
    return in_toml(value)


def in_toml(value: Any) -> str:
    """Return a scalar, or a list of some, as TOML has it: as JSON, which allows one character more."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _inline(key)


def _aside(asides: Mapping[str, str], key: str) -> str:
    return f"  # {asides[key]}" if asides.get(key) else ""
