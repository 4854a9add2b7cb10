"""An attribute must be fit for the mark that it is given: the key, or a semantic label.

A key is text, a whole number or a GUID; a date isn't a truth value or a fraction.  Which types the
service takes for a label nobody says: only what can't be meant is told.  The timestamp has
a limitation of its own (EI05).  What CE102 says of the same key is held back here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from linter.diagnostic import HeldBack, Stated
from linter.kinds.entity_info import Info
from linter.kinds.references import Column
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.rulekit.types import unfit_type
from linter.rulekit.unfit_keys import FRACTIONS, OPAQUE, UNFIT_KEY, said_where_informed

RULE = Rule(
    "EI101",
    "unfit-marked-attribute",
    "an attribute must be fit for the mark that it is given: primary key or semantic label",
    "service error entityMetadataCanNotMarkAttribute",
    severity="recommendation",
    service_errors=("entityMetadataCanNotMarkAttribute",),
    sources=(Stated("service-error", "entityMetadataCanNotMarkAttribute"),),
    inferred=True,
    kinds=("entityInfo",),
    needs=("snapshot",),
)

_UNFIT_LABEL: Final = {
    "calendardate": (*OPAQUE, *FRACTIONS, "Guid"),
    "calendarfiscaldate": (*OPAQUE, *FRACTIONS, "Guid"),
    "measurementdatecreation": (*OPAQUE, *FRACTIONS, "Guid"),
    "measurementdatemodify": (*OPAQUE, *FRACTIONS, "Guid"),
}
"""Labels, folded, and the types that can't be meant."""


def check(project: Project) -> Says:
    for payload in project.entity_infos:
        for info in payload.infos:
            yield from _check_info(project, info)


def _check_info(project: Project, info: Info) -> Says:
    for column, mark, unfit in _marked(info):
        if column.canonical_type not in unfit:
            continue
        entity, name = column.entity, str(column.attribute)
        assert entity is not None  # whose attribute has a type
        said = said_where_informed(project, entity, name) if unfit is UNFIT_KEY else None
        if said is not None:
            yield HeldBack(column.at, said)
            continue
        help_ = "name another attribute, or convert this one when it is ingested"
        yield unfit_type(column, f"can hardly be {mark}", help_)


def _marked(info: Info) -> Iterator[tuple[Column, str, tuple[str, ...]]]:
    """Yield the attributes that are given a mark, the mark in words, and the types that are unfit."""
    yield (
        Column(info.node.text("primaryKey"), (info.node, "primaryKey"), info.mention),
        ("a primary key"),
        UNFIT_KEY,
    )
    for label in info.node.nodes("semanticLabels"):
        said = label.text("label") or ""
        folded = said.replace(".", "").lower()
        where = (label, "attributeName")
        yield (
            Column(label.text("attributeName"), where, info.mention),
            (f"`{said}`"),
            _UNFIT_LABEL.get(folded, ()),
        )
