"""What a configuration says, held against what one may say: the schema judges, the model explains."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, NoReturn

from linter.configuration.settings import CLOSED
from linter.configuration.toml_file import place_of
from linter.refusal import CannotRun
from linter.shapes.node import Node
from linter.shapes.reading import read
from linter.shapes.shape import shape_of
from linter.suggest import did_you_mean


def require_fitting(path: str, values: Any, data: bytes | None = None) -> None:
    """Raise CannotRun for the first mistake in what a configuration file says, or `data` in its place."""
    if not _fits(values):
        _explain(path, values, data)
    _require_no_nul(path, values, data)
    _require_files_of_contracts(path, values, data)
    if values.get("dialects"):
        from linter.configuration.dialects import require_known_words

        require_known_words(path, values["dialects"], data)


def _fits(values: Any) -> bool:
    """Tell whether the generated schema accepts the values.

    The model accepts the same (a test holds them together), but costs a hundred milliseconds to
    import; it speaks when something is off.
    """
    if not _is_plain(values):
        return False
    reading = read(values, shape_of("configuration", "Configuration"), "c360lint.toml")
    if reading.problems:
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
    closed = {name: known for name, known in CLOSED.items() if name in members and name != "severity"}
    return all(node.values.get(name) in (None, *known) for name, known in closed.items())


def require_environments(
    path: str, values: dict[str, Any], known: Collection[str], data: bytes | None = None
) -> None:
    """Refuse values of placeholders in an environment that there is none of."""
    for name, value in values.get("placeholders", {}).items():
        if isinstance(value, dict) and name not in known:
            hint = did_you_mean(name, known) or "; a placeholder's name with a dot in it needs quotes"
            message = f"[placeholders.{name}]: no environment `{name}` in [snapshots]{hint}"
            raise CannotRun.at(path, *place_of(path, ("placeholders", name), data), message)


def _require_no_nul(path: str, values: Any, data: bytes | None) -> None:
    """Refuse the character U+0000, which no file's name can have, nor anything else that a setting names."""
    keys = next(_with_nul(values), None)
    if keys is not None:
        named = next(key for key in reversed(keys) if isinstance(key, str))
        message = f"`{named}`: the character U+0000 can't be meant"
        raise CannotRun.at(path, *place_of(path, keys, data), message)


def _with_nul(value: Any, keys: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the keys that lead to texts with U+0000, and those that have it themselves."""
    if isinstance(value, str) and "\0" in value:
        yield keys
    if isinstance(value, dict | list):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(key, str) and "\0" in key:
                yield (*keys, key)
            yield from _with_nul(one, (*keys, key))


def _require_files_of_contracts(path: str, values: dict[str, Any], data: bytes | None) -> None:
    """Refuse a contract that names no file, or both an OpenAPI description and a $metadata."""
    for number, one in enumerate(values.get("contracts", ())):
        named = [key for key in ("openapi", "metadata") if one.get(key)]
        if len(named) != 1:
            has = "has both of them" if named else "names no file"
            message = f"[[contracts]]: either `openapi` or `metadata` is expected; this one {has}"
            raise CannotRun.at(path, *place_of(path, ("contracts", number), data), message)
        if one.get("metadata") and not one.get("servers"):
            message = "[[contracts]]: `servers` is missing: $metadata doesn't say where its service is"
            raise CannotRun.at(path, *place_of(path, ("contracts", number), data), message)


def _explain(path: str, values: Any, data: bytes | None) -> NoReturn:
    """Let the model say what is wrong, and raise that with its place."""
    from linter.configuration.mistakes import require_accepted

    require_accepted(path, values, data)
    raise AssertionError("the configuration's schema refuses what its model accepts")
