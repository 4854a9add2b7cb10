"""What a source can't say: what the command line and a TOML file declare about a snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from linter.configuration.toml_file import place_of, read_toml
from linter.refusal import CannotRun
from linter.suggest import did_you_mean


class Declaration(NamedTuple):
    """One property of one entity, or of one of its attributes."""

    said: str  # where it was said: an option, or a place in a file
    entity: str
    property: str  # its name in a snapshot
    value: str
    attribute: str = ""


class DeclaredSource(NamedTuple):
    """What is declared about a data source."""

    said: str
    name: str
    id: str
    kind: str


class Overrides(NamedTuple):
    """All that is declared."""

    instance_id: str = ""
    complete: Mapping[str, bool] = {}
    data_sources: tuple[DeclaredSource, ...] = ()
    declarations: tuple[Declaration, ...] = ()


def load_overrides(path: str) -> Overrides:
    """Read an overrides file; raises CannotRun at the first mistake in it."""
    values = read_toml(path)
    _validate(path, values)
    return Overrides(
        values.get("instance-id", ""),
        {_camel(name): said for name, said in values.get("complete", {}).items()},
        tuple(
            DeclaredSource(_said(path, "data-sources", name), name, one.get("id", ""), one.get("kind", ""))
            for name, one in values.get("data-sources", {}).items()
        ),
        tuple(_declarations(path, values.get("entities", {}))),
    )


def lists_named(option: str, said: Iterable[str], *, is_whole: bool) -> dict[str, bool]:
    """Return the lists that an option names, separated by commas, and that they are the whole truth or not.

    Raises CannotRun where a snapshot has no such list.
    """
    names = [name.strip() for part in said for name in part.split(",")]
    if not names:
        return {}
    from linter.models.overrides import CompleteOverride

    known = {_camel(field.alias or name) for name, field in CompleteOverride.model_fields.items()}
    folded = {name.lower(): name for name in sorted(known)}
    for name in names:
        if name.replace("-", "").lower() not in folded:
            hint = did_you_mean(name, known) or f"; one of {', '.join(sorted(known))} is expected"
            raise CannotRun(f"{option} {name}: a snapshot has no such list{hint}")
    return {folded[name.replace("-", "").lower()]: is_whole for name in names}


def _declarations(path: str, entities: Mapping[str, Any]) -> Iterator[Declaration]:
    for entity, properties in entities.items():
        for key, value in properties.items():
            if key != "attributes":
                said = _said(path, "entities", entity, key)
                yield Declaration(said, entity, _camel(key), value)
        for attribute, told in properties.get("attributes", {}).items():
            said_of_it = {"type": told} if isinstance(told, str) else told
            for key in sorted(said_of_it, key="type".__ne__):  # with a type it may be a new one
                said = _said(path, "entities", entity, "attributes", attribute)
                yield Declaration(said, entity, _camel(key), said_of_it[key], attribute)


def _said(path: str, *keys: str) -> str:
    line, column = place_of(path, keys)
    return f"{path}:{line}:{column}"


def _camel(key: str) -> str:
    first, *rest = key.split("-")
    return first + "".join(word.capitalize() for word in rest)


def _validate(path: str, values: Any) -> None:
    from linter.configuration.mistakes import Expected, require
    from linter.models import overrides as models
    from linter.models.configuration import Section

    tables: dict[tuple[str, int], type[Section]] = {
        ("complete", 2): models.CompleteOverride,
        ("data-sources", 3): models.DataSourceOverride,
        ("entities", 3): models.EntityOverride,
        ("entities", 5): models.AttributeOverride,
    }
    require(path, values, Expected(models.Overrides, tables, unlike="; one of {known} is expected"))
