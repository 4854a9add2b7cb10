"""What a snapshot may leave open, and what gives it: what the rules of several payloads have in common."""

from __future__ import annotations

from typing import TypeVar

from linter.diagnostic import Finding, Lack, NotChecked
from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot
from linter.kinds.references import Column
from linter.wording import in_brackets, joined

_Said = TypeVar("_Said")


def doubted(said: _Said, lack: Lack | None) -> _Said | NotChecked:
    """Return what is said of an unknown name, or why that isn't judged; a slip is one nevertheless."""
    if lack is None or not isinstance(said, Finding) or said.repairs:
        return said
    return NotChecked(said.at, lack, said.causes)


def as_listed(said: Finding, snapshot: Snapshot, part: str) -> Finding:
    """Return a finding about what a list lacks: a warning, where the list isn't the whole truth."""
    if snapshot.complete(part):
        return said
    return said._replace(
        message=f"{said.message}; the snapshot doesn't list all {part}",
        severity="warning",
        missed_in=snapshot.broken_at(part),
    )


def undeclared(part: str, snapshot: Snapshot) -> Lack:
    """Return what isn't known of an instance whose snapshot leaves a part of it out."""
    return Lack(
        f"the snapshot declares no {part}",
        f"`c360lint snapshot import` an answer of the API that has them, or write `{part}` into "
        f"{snapshot.file} ([] says that there are none)",
    )


def undeclared_links(snapshot: Snapshot) -> Lack | None:
    """Return what isn't known where a snapshot declares no relationships; None where it does."""
    return None if snapshot.declares("relationships") else undeclared("relationships", snapshot)


def undeclared_entity(name: str, snapshot: Snapshot) -> Lack:
    """Return what isn't known of an entity of the system that the snapshot leaves out."""
    return Lack(
        f"the snapshot does not declare `{name}`",
        f"`c360lint snapshot import` an answer of the API that has it, or write it into `systemEntities` of "
        f"{snapshot.file}",
    )


def no_attributes(entity: Entity) -> Lack:
    """Return what isn't known of an entity whose attributes the snapshot doesn't declare."""
    return Lack(
        f"the snapshot declares no attributes of `{entity}`{in_brackets(entity.partial_because)}",
        f"write its `attributes` into {entity.at.document}, or `c360lint snapshot import` a source that has "
        "them",
    )


def unknown_type(*columns: Column) -> Lack:
    """Return what isn't known of attributes whose types the snapshot doesn't say, or that are nobody's."""
    named = ", ".join(f"`{one.entity}.{one.attribute}`" for one in columns)
    files = joined(sorted({one.entity.at.document for one in columns if one.entity is not None}))
    return Lack(f"the type of {named} is not known", f"correct it in {files}")
