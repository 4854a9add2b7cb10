"""What search configurations mark attributes for, against the types of these."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from linter.diagnostic import NotChecked
from linter.instance.data_types import UNKNOWN
from linter.project.project import Project
from linter.rulekit.lacks import unknown_type
from linter.rulekit.rule import Says
from linter.rulekit.types import unfit_type

STRUCTURES: Final = ("Binary", "Complex", "Json")
"""Canonical types of records and binary values, which have no order and can't be compared."""


def marked_unfit(
    project: Project, mark: str, is_unfit: Callable[[str, str], bool], told: str, help_: str
) -> Says:
    """Yield a finding for every attribute that is marked, and whose type is unfit for that.

    `is_unfit` is asked with the canonical type and the declared one; `told` goes on behind what the type is.
    """
    for payload in project.payloads("searchConfiguration"):
        for one in payload.attributes:
            column, entity = one.column, one.column.entity
            if not one.is_marked(mark) or entity is None or column.canonical_type is None:
                continue
            if column.canonical_type == UNKNOWN:
                yield NotChecked(column.at, unknown_type(column))
            elif is_unfit(column.canonical_type, entity.declared_type(str(column.attribute))):
                yield unfit_type(column, told, help_)
