"""A configuration from what its file says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from linter.configuration.settings import Configuration, Contract, Override, Suppress
from linter.placeholders import Scalar

if TYPE_CHECKING:
    from linter.shapes.dialect import Dialect

_VALUES: Final = (
    "allow_empty",
    "api",
    "baseline",
    "fail_level",
    "master_dataset",
    "max_file_size",
    "preview",
    "principal",
    "respect_gitignore",
    "unread",
)
_LISTS: Final = ("custom_rules", "exclude", "ignore", "include", "select")


def configuration_from(values: dict[str, Any]) -> Configuration:
    """Return the configuration that fitting values make; what they don't say is as it is by default."""
    plain = {name: values[key] for name in _VALUES if (key := name.replace("_", "-")) in values}
    lists: dict[str, Any] = {
        name: tuple(values[key]) for name in _LISTS if (key := name.replace("_", "-")) in values
    }
    return Configuration(
        files=tuple(values.get("files", {}).items()),
        snapshots=_snapshots(values.get("snapshot", ())),
        environments=tuple(values.get("snapshots", {}).items()),
        severity=tuple(values.get("severity", {}).items()),
        overrides=tuple(_override(one) for one in values.get("overrides", ())),
        schemas=tuple((tuple(one["files"]), one["schema"]) for one in values.get("schemas", ())),
        contracts=tuple(_contract(one) for one in values.get("contracts", ())),
        suppress=tuple(_suppress(one) for one in values.get("suppress", ())),
        dialects=_dialects(values.get("dialects", {})),
        placeholders=tuple(_placeholders(values.get("placeholders", {}))),
        **lists,
        **plain,
    )


def dates_written(values: Any) -> Any:
    """Return the settings with the last days of suppressions as texts: TOML has dates of its own."""
    entries = values.get("suppress") if isinstance(values, dict) else None
    if not isinstance(entries, list):
        return values
    return {**values, "suppress": [_date_written(one) for one in entries]}


def _date_written(entry: Any) -> Any:
    until = entry.get("until") if isinstance(entry, dict) else None
    # a date and time is a date, too, but no day
    return {**entry, "until": str(until)} if type(until).__name__ == "date" else entry


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


def _contract(values: dict[str, Any]) -> Contract:
    servers = tuple(values.get("servers", ()))
    return Contract(values.get("openapi") or values["metadata"], "openapi" in values, servers)


def _suppress(values: dict[str, Any]) -> Suppress:
    return Suppress(
        values.get("rule", ""),
        tuple(values.get("rules", ())),
        tuple(values.get("files", ())),
        values.get("path", ""),
        values.get("reason", ""),
        values.get("until"),
    )
