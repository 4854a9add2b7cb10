"""What a configuration extends: presets by their names, and files of the team by their paths."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from linter.configuration.fitting import require_environments, require_fitting
from linter.configuration.from_values import configuration_from, dates_written
from linter.configuration.glob_settings import with_globs
from linter.configuration.settings import Configuration, Layer
from linter.configuration.toml_file import place_of, read_toml, section_of
from linter.files import document_name
from linter.named_tuple import NamedTuple
from linter.refusal import CannotRun
from linter.suggest import did_you_mean

PRESETS: Final[dict[str, dict[str, Any]]] = {
    "minimal": {"select": ["error"]},
    "recommended": {"select": ["ALL"]},
    "strict": {"select": ["ALL", "advice"], "fail-level": "recommendation", "unread": "error"},
}
"""What each preset sets."""

_MOST: Final = 100  # files and presets that one configuration may extend, however they extend each other
_OF_ONE_PROJECT: Final = (
    "$schema",
    "extends",
    "baseline",
    "suppress",
    "custom-rules",
)  # no other one takes it over
_ADDED: Final = ("exclude", "ignore", "overrides", "schemas", "contracts")
_BY_NAME: Final = ("files", "severity", "dialects", "placeholders")
_SNAPSHOTS: Final = ("snapshot", "snapshots")  # who says one of them wants none of the other


class _Said(NamedTuple):
    """What a file, or a preset, says by itself."""

    name: str  # a file's path, absolute, or the preset's name
    values: dict[str, Any]
    data: bytes | None = None  # in place of what the file holds


def extended(
    path: str, values: dict[str, Any], data: bytes | None, contents: Mapping[str, bytes | None]
) -> Configuration:
    """Return what a configuration's fitting values mean over what they extend; raises CannotRun."""
    layers = _layers(_Said(os.path.abspath(path), values, data), contents)
    merged: dict[str, Any] = {}
    for one in layers:
        merged = _over(merged, one.values)
    said = (Layer(one.name, configuration_from(one.values)) for one in layers)
    return configuration_from(merged)._replace(layers=tuple(said))


def settings_in(path: str) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Return what a configuration file that can be read sets, and who has a say in each setting.

    Those are paths of files, absolute, and names of presets.
    """
    merged: dict[str, Any] = {}
    origins: dict[str, list[str]] = {}
    values = section_of(path, read_toml(path)) or {}
    for one in _layers(_Said(os.path.abspath(path), dates_written(values)), {}):
        merged = _over(merged, one.values)
        for key in one.values:
            before = origins.get(key, []) if key in (*_ADDED, *_BY_NAME) else []
            origins[key] = [*before, one.name]
    return {key: value for key, value in merged.items() if key not in ("$schema", "extends")}, origins


def _layers(own: _Said, contents: Mapping[str, bytes | None]) -> list[_Said]:
    """Return what a file is made of, the weakest first and itself last, with globs as they are matched."""
    root = os.path.dirname(own.name)
    layers = [*_bases(own, (own.name,), root, contents), own]
    known = {name for one in layers for name in one.values.get("snapshots", {})}
    return [_matched(one, known, root) for one in layers]


def _matched(one: _Said, environments: Collection[str], root: str) -> _Said:
    require_environments(one.name, one.values, environments, one.data)
    return one._replace(values=with_globs(one.name, one.values, one.data, root))


def _bases(
    one: _Said, chain: tuple[str, ...], root: str, contents: Mapping[str, bytes | None]
) -> Iterator[_Said]:
    """Yield what a file extends, and what that extends, the weakest first."""
    named = one.values.get("extends", [])
    number = 0
    for index, name in enumerate([named] if isinstance(named, str) else named):
        try:
            for base in _base(one.name, name, chain, root, contents):
                number += 1
                if number > _MOST:
                    raise ValueError(f"more than {_MOST} files and presets")
                yield base
        except ValueError as error:
            place = place_of(one.name, ("extends", index), one.data)
            raise CannotRun.at(one.name, *place, f"`extends`: {error}") from error


def _base(
    file: str, name: str, chain: tuple[str, ...], root: str, contents: Mapping[str, bytes | None]
) -> Iterator[_Said]:
    """Yield one thing that a file extends, and what that extends; raises ValueError where it can't be."""
    if name in PRESETS:
        yield _Said(name, PRESETS[name])
        return
    path = _path(file, name, contents)
    if path in chain:
        circle = (*chain[chain.index(path) :], path)
        shown = " → ".join(document_name(one, root) for one in circle)
        raise ValueError(f"files extend each other in a circle: {shown}")
    values = _values(path, contents.get(path))
    base = _Said(path, values, contents.get(path))
    yield from _bases(base, (*chain, path), root, contents)
    yield base._replace(values=_seen_from(root, os.path.dirname(path), values))


def _path(file: str, name: str, contents: Mapping[str, bytes | None]) -> str:
    if "://" in name:
        raise ValueError(f"`{name}` is not fetched: nothing is; let the file lie beside, and name that")
    if not name.endswith(".toml"):
        hint = did_you_mean(name, PRESETS) or f"; there are {', '.join(PRESETS)}; a file's name ends in .toml"
        raise ValueError(f"no preset `{name}`{hint}")
    if os.path.isabs(name) or name.startswith("~"):
        raise ValueError(f"`{name}` should be a path as seen from this file's folder, as ../team.toml")
    path = os.path.normpath(os.path.join(os.path.dirname(file), name))
    if not (contents[path] is not None if path in contents else os.path.isfile(path)):
        raise ValueError(f"`{name}` is no file")
    return path


def _values(path: str, data: bytes | None) -> dict[str, Any]:
    values = section_of(path, read_toml(path, data))
    if values is None:
        raise ValueError(f"{os.path.basename(path)} has no [tool.c360lint]")
    values = dates_written(values)
    require_fitting(path, values, data)
    fitting: dict[str, Any] = values
    return fitting


def _seen_from(root: str, folder: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a project takes over of a file in another folder: files are named from the project's."""

    def moved(name: Any) -> Any:
        if isinstance(name, str):
            return document_name(os.path.join(folder, name), root)
        return (
            {key: moved(one) for key, one in name.items()} if isinstance(name, dict) else [*map(moved, name)]
        )

    def named(table: Mapping[str, Any], *keys: str) -> dict[str, Any]:
        return {**table, **{key: moved(table[key]) for key in keys if key in table}}

    taken = {key: value for key, value in values.items() if key not in _OF_ONE_PROJECT}
    lists: dict[str, Any] = {
        key: [named(one, "schema", "openapi", "metadata") for one in taken[key]]
        for key in ("schemas", "contracts")
        if key in taken
    }
    return {**named(taken, *_SNAPSHOTS), **lists}


def _over(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings laid over others: lists that add up, tables by their names, else the own ones."""
    dropped = _SNAPSHOTS if any(key in own for key in _SNAPSHOTS) else ()
    made = {key: value for key, value in base.items() if key not in dropped} | dict(own)
    for key in (*_ADDED, *_BY_NAME):
        if key in base and key in own:
            made[key] = _both(base[key], own[key]) if key in _BY_NAME else [*base[key], *own[key]]
    return made


def _both(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return one table over another, the own names first: a file is what the first glob says."""
    mixed = {
        name: {**base[name], **value}
        if isinstance(value, dict) and isinstance(base.get(name), dict)
        else value
        for name, value in own.items()
    }
    return mixed | {name: value for name, value in base.items() if name not in own}
