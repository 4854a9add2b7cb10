"""What a source can't say: what the command line and a TOML file declare about a snapshot."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, time
from typing import Any, Final

from linter.configuration.toml_file import SettingPlaces, parsed, place_of, text_of
from linter.named_tuple import NamedTuple
from linter.refusal import CannotRun
from linter.shapes.node import Problem
from linter.shapes.reading import read
from linter.shapes.shape import Shape, shape_of
from linter.suggest import did_you_mean
from linter.wording import joined

_OWN: Final = ("Overrides", "Override")
"""What the names of our own tables end with; all others are payloads."""


class Declaration(NamedTuple):
    """What is declared of one thing of a snapshot; a property that it hasn't is None in `told`."""

    part: str  # the snapshot's list of such things: dataSources, entities (of all data sources) …
    name: str
    told: Mapping[str, Any] | None  # as a snapshot has it; None: there is no such thing
    said: Callable[..., str]  # returns where it is said: an option, or the place of a property in a file


class Overrides(NamedTuple):
    """All that is declared."""

    root: Mapping[str, Any] = {}  # properties of the snapshot itself; None: it has none
    declarations: tuple[Declaration, ...] = ()


def load_overrides(path: str) -> Overrides:
    """Read an overrides file; raises CannotRun at the first mistake in it."""
    text = text_of(path)
    values = _without_dates(path, parsed(path, text))
    shape = shape_of("overrides", "Overrides")
    for problem in read(values, shape, path).problems:
        message = _mistake(problem)
        if message:
            raise CannotRun.at(path, *place_of(path, problem.at.path), message)
    _require_no_true(path, values, shape)
    told = _told(values, shape)
    tables = {name: one for name, one in told.items() if _is_table(shape, name)}
    keys = {shape.names[key]: key for key in values}
    settings = SettingPlaces(path, text)
    declared = (
        Declaration(_property(part), name, one, _place(path, settings, (keys[part], name), values))
        for part, things in tables.items()
        for name, one in (things or {}).items()
    )
    root = {_property(name): one for name, one in told.items() if name not in tables or one is None}
    return Overrides({name: one for name, one in root.items() if name != "$schema"}, tuple(declared))


def _is_table(shape: Shape, name: str) -> bool:
    return bool(shape.members and shape.members[name].mapping)


def lists_named(option: str, said: Iterable[str], *, is_whole: bool) -> dict[str, bool]:
    """Return the lists that an option names, separated by commas, and that they are the whole truth or not.

    Raises CannotRun where a snapshot has no such list.
    """
    names = [name.strip() for part in said for name in part.split(",")]
    if not names:
        return {}
    known = set(shape_of("snapshot", "Complete").members or ())
    folded = {name.lower(): name for name in sorted(known)}
    for name in names:
        if name.replace("-", "").lower() not in folded:
            hint = did_you_mean(name, known) or f"; one of {', '.join(sorted(known))} is expected"
            raise CannotRun(f"{option} {name}: a snapshot has no such list{hint}")
    return {folded[name.replace("-", "").lower()]: is_whole for name in names}


def _told(value: Any, shape: Shape) -> Any:
    """Return a value as a snapshot has it; what is taken away is None."""
    if value is False and not _is_boolean(shape):
        return None
    if isinstance(value, dict) and shape.members is not None and shape.name.endswith(_OWN):
        members = shape.members
        named = ((shape.names.get(key) or shape.names[key.lower()], one) for key, one in value.items())
        if shape.name == "Overrides":
            return {name: _told(one, members[name]) for name, one in named}
        return {_property(name): _told(one, members[name]) for name, one in named}
    if isinstance(value, dict) and shape.mapping is not None and shape.members is None:
        return {name: _told(one, shape.mapping) for name, one in value.items()}
    return value


def _is_boolean(shape: Shape) -> bool:
    """Tell whether true and false are what a property is about."""
    more = (shape.any, shape.members is not None, shape.mapping is not None, shape.items is not None)
    return shape.scalars <= {bool, type(None)} and not any(more)


def _property(key: str) -> str:
    """Return what a snapshot calls a key."""
    first, *rest = key.split("-")
    return "dataSourceId" if key == "id" else first + "".join(word.capitalize() for word in rest)


def _place(
    path: str, settings: SettingPlaces, thing: tuple[str, ...], values: Mapping[str, Any]
) -> Callable[..., str]:
    """Return what tells where a thing, or a property of it, is declared."""

    def said(*properties: str) -> str:
        keys: list[str] = []
        here: Any = values[thing[0]][thing[1]]
        for name in properties:
            here = here if isinstance(here, dict) else {}
            written = name if name in here else next((key for key in here if _property(key) == name), name)
            keys.append(written)
            here = here.get(keys[-1])
        line, column = settings.place((*thing, *keys))
        return f"{path}:{line}:{column}"

    return said


def _mistake(problem: Problem) -> str:
    """Return what is wrong; empty where a payload has a property that is like none that is known."""
    name, owner = problem.name, problem.owner
    if problem.kind == "unknown":
        is_own = owner.endswith(_OWN)
        known = [one for one in problem.known if one == one.lower() or not is_own]  # as they are documented
        hint = did_you_mean(name, known)
        if not hint and not is_own:
            return ""
        expected = hint or f"; one of {', '.join(known)} is expected"
        return f"unknown key `{name}`{expected}"
    if problem.kind == "missing":
        return f"`{name}` is missing"
    if problem.kind == "value":
        return (
            f"`{name}`: `{problem.found}` should be one of {joined(problem.known)}"
            f"{did_you_mean(problem.found, problem.known)}"
        )
    if problem.kind == "duplicate":
        return f"`{name}` is said twice"
    wanted = [one for one in problem.expected.split(" or ") if one != "a boolean"] or ["a boolean"]
    found = problem.found.replace("an object", "a table")
    return f"`{name}`: should be {' or '.join(wanted).replace('an object', 'a table')}, not {found}"


def _require_no_true(path: str, values: Any, shape: Shape) -> None:
    """Refuse `true` where only `false` has a meaning."""
    for keys in _trues(values, shape):
        message = (
            f"`{keys[-1]}`: `true` says nothing here; a table or a value is expected, or `false` for none"
        )
        raise CannotRun.at(path, *place_of(path, keys), message)


def _trues(value: Any, shape: Shape) -> Iterator[tuple[str, ...]]:
    if value is True and not _is_boolean(shape):
        yield ()
    elif isinstance(value, dict) and (shape.mapping or shape.name.endswith(_OWN)):
        for key, one in value.items():
            name = shape.names.get(key) or shape.names.get(key.lower())
            member = shape.members[name] if shape.members and name else shape.mapping
            if member is not None:
                yield from ((key, *rest) for rest in _trues(one, member))


def _without_dates(path: str, value: Any, keys: tuple[str | int, ...] = ()) -> Any:
    """Return what TOML says as JSON would say it; raises CannotRun at a number that JSON hasn't."""
    if isinstance(value, dict):
        return {key: _without_dates(path, one, (*keys, key)) for key, one in value.items()}
    if isinstance(value, list):
        return [_without_dates(path, one, (*keys, number)) for number, one in enumerate(value)]
    if isinstance(value, float) and not math.isfinite(value):
        raise CannotRun.at(path, *place_of(path, keys), f"`{keys[-1]}`: JSON has no such number")
    return value.isoformat() if isinstance(value, (date, time)) else value
