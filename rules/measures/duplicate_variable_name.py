"""No two variables of a measure may have the same name."""

from __future__ import annotations

from linter.diagnostic import Finding, Related
from linter.kinds.items import settled
from linter.kinds.measure_body import MeasureVariable
from linter.project.project import Project
from linter.rulekit.measures import called, each_structured, errors
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "ME126",
    "duplicate-variable-name",
    "no two variables of a measure may have the same name",
    "service error measureDuplicateVariableName",
    service_errors=("measureDuplicateVariableName",),
    sources=errors("measureDuplicateVariableName"),
    local=True,
    kinds=("measure",),
)


def check(project: Project) -> Says:
    for one, _ in each_structured(project):
        first: dict[str, MeasureVariable] = {}
        for variable in one.variables:
            name = settled(variable.name)
            if name is None or not name.strip():
                continue
            other = first.setdefault(name.lower(), variable)
            if other is not variable:
                yield Finding(
                    variable.node.at("name"),
                    f"{called(one)} has the variable `{other.name}` already",
                    label="the name of another one",
                    related=(Related(other.node.at("name"), "the other one"),),
                    help="give each a name of its own; case does not tell them apart",
                )
