"""A dimension or aggregate must have a field and an alias."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding
from linter.kinds.measure_body import MeasureOutput
from linter.project.project import Project
from linter.rulekit.measures import (
    each_structured,
    errors,
    is_absent,
    is_included,
    is_made_of_others,
    predicting,
    told_of,
)
from linter.rulekit.rule import Rule, Says
from linter.wording import joined

RULE = Rule(
    "ME119",
    "output-without-field-or-alias",
    "a dimension or aggregate must have a field and an alias",
    "service error measureEmptyFieldInCollection",
    service_errors=(
        "measureEmptyFieldInCollection",
        "measureMissingAlias",
    ),
    sources=errors("measureEmptyFieldInCollection", "measureMissingAlias"),
    local=True,
    kinds=("measure",),
)

_CODES: Final = {"field": "measureEmptyFieldInCollection", "alias": "measureMissingAlias"}


def check(project: Project) -> Says:
    for one, _ in each_structured(project):
        for output in one.all_outputs:
            lacking = [name for name in _CODES if is_absent(output.node, name)]
            if lacking and not is_made_of_others(output) and is_included(output):
                yield predicting(_finding(output, lacking), *(_CODES[name] for name in lacking))


def _finding(output: MeasureOutput, lacking: list[str]) -> Finding:
    return Finding(
        output.node.at(lacking[0]),
        f"{told_of(output)} has {joined([f'no {name}' for name in lacking])}",
        label=f"no {' and no '.join(lacking)}",
        help="say in `field` what is counted"
        if lacking == ["field"]
        else "say in `alias` which attribute it becomes"
        if lacking == ["alias"]
        else "say in `field` what is counted, and in `alias` which attribute it becomes",
    )
