"""How sure rules are of the types of attributes."""

from __future__ import annotations

from linter.diagnostic import Finding, Related
from linter.instance.data_types import UNCLASSIFIED, UNKNOWN, canonical_type, wire_type
from linter.kinds.references import Column


def resting_on_types(finding: Finding, *columns: Column) -> Finding:
    """Return a finding that is about the types of columns: where one is a guess, it is at most a warning."""
    guesses = [(_name(one), guess) for one in dict.fromkeys(columns) if (guess := _guessed_from(one))]
    if not guesses:
        return finding
    said = ", that of ".join(f"{name} is guessed from {guess}" for name, guess in guesses)
    return finding._replace(
        message=f"{finding.message}; the type of {said}",
        help=f"{finding.help}; if that guess is wrong, declare the type in the overrides of the import",
        severity=finding.severity or "warning",
    )


def unfit_type(column: Column, told: str, help_: str) -> Finding:
    """Return the finding that an attribute is of a type that doesn't do, given what of it is told."""
    declared = column.declared_type
    finding = Finding(
        column.at,
        f"`{column.entity}.{column.attribute}` is {declared}, and {told}",
        label=f"is {declared}",
        related=(Related(column.declared_at, "its type is declared here"),),
        help=help_,
    )
    return resting_on_types(finding, column)


def is_text(column: Column) -> bool | None:
    """Tell whether an attribute is text; None where its type, or the attribute itself, isn't known."""
    canonical = column.canonical_type
    return None if canonical in (None, UNKNOWN) else canonical == "String"


def is_plain_list(declared: str) -> bool:
    """Tell whether a type is that of a list of plain values, as in `Collection(Edm.String)`."""
    folded = declared.strip().lower()
    inner = folded.removeprefix("collection(").removesuffix(")")
    return folded.startswith("collection(") and wire_type(canonical_type(inner)) != UNCLASSIFIED


def _guessed_from(column: Column) -> str:
    return column.entity.guessed_from(str(column.attribute)) if column.entity is not None else ""


def _name(column: Column) -> str:
    return f"`{column.entity}.{column.attribute}`"
