"""What the rules on criteria have in common: segments and measures are asked alike, with their own codes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from linter.diagnostic import Finding, NotChecked, Stated
from linter.instance.data_types import UNKNOWN
from linter.named_tuple import NamedTuple
from linter.rulekit.lacks import unknown_type

if TYPE_CHECKING:
    from linter.kinds.criteria import Condition
    from linter.kinds.references import Column
    from linter.project.project import Project

KINDS: Final = ("segment", "measure")

WHOLE: Final = frozenset(("Int8", "Byte", "Int16", "Int32", "Int64"))
NUMBERS: Final = WHOLE | {"Decimal", "Float", "Double"}
DATES: Final = frozenset(("Date", "DateTime", "DateTimeOffset"))
TIMES: Final = DATES | {"Time"}

_AS_DATES: Final = (
    "ci:CustomTimestampFormat",
    "ci:CustomDateFormat",
    "is.formatted.dateTime",
    "is.formatted.date",
)
"""Annotations by which a text is read as a date: what such an attribute is compared with isn't judged."""


class Codes(NamedTuple):
    """The codes that the service has for one mistake: in segments, in measures, in both."""

    segment: tuple[str, ...] = ()
    measure: tuple[str, ...] = ()
    both: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.segment, *self.measure, *self.both)

    @property
    def stated(self) -> tuple[Stated, ...]:
        """The same as sources."""
        return tuple(Stated("service-error", one) for one in self.all)

    def of(self, kind: str) -> tuple[str, ...]:
        """Return those of a kind of payload."""
        return (*(self.segment if kind == "segment" else self.measure), *self.both)

    def told(self, kind: str, finding: Finding, *also: Stated) -> Finding:
        """Return a finding of a kind of payload with its codes; `also` are its other sources."""
        codes = self.of(kind)
        stated = tuple(Stated("service-error", one) for one in codes)
        return finding._replace(service_errors=codes, sources=(*stated, *also) or None)


class CriteriaTree(NamedTuple):
    """The whole criteria of a rowset or a measure."""

    kind: str  # "segment" or "measure"
    root: Condition


def all_criteria(project: Project, *kinds: str) -> Iterator[CriteriaTree]:
    """Yield the criteria of all segments and measures, or of one of these kinds."""
    for kind in kinds or KINDS:
        for payload in project.payloads(kind):
            yield from (CriteriaTree(kind, root) for root in payload.criteria.trees)


def all_parts(project: Project, *kinds: str) -> Iterator[tuple[str, Condition]]:
    """Yield each kind of payload with the conditions, and what joins them, in the order of the text."""
    for kind in kinds or KINDS:
        yield from ((kind, one) for payload in project.payloads(kind) for one in payload.criteria.parts)


def all_conditions(project: Project, *kinds: str) -> Iterator[tuple[str, Condition]]:
    """Yield each kind of payload with the conditions that compare an attribute, and join nothing."""
    for kind in kinds or KINDS:
        yield from ((kind, one) for payload in project.payloads(kind) for one in payload.criteria.comparing)


def spelled(condition: Condition) -> str:
    """Return how the text writes the operator."""
    return condition.node.text("comparisonOperator") or str(condition.operator)


def typed(condition: Condition) -> Column | None:
    """Return the attribute of a condition; None where it isn't declared.

    What isn't declared is the business of the rule on unknown attributes.
    """
    column = condition.member.column if condition.member is not None else None
    return column if column is not None and column.canonical_type is not None else None


def type_of(column: Column) -> str | NotChecked:
    """Return the canonical type of an attribute that is declared, or why its type isn't known."""
    type_ = column.canonical_type or UNKNOWN
    return NotChecked(column.at, unknown_type(column)) if type_ == UNKNOWN else type_


def is_read_as_date(column: Column) -> bool:
    """Tell whether an annotation says that a text is read as a date."""
    entity, name = column.entity, str(column.attribute)
    return entity is not None and any(entity.is_annotated(name, one) for one in _AS_DATES)


def declared(column: Column) -> str:
    """Return the type of an attribute, as the snapshot writes it."""
    assert column.entity is not None  # whose attribute is declared
    return column.entity.declared_type(str(column.attribute))
