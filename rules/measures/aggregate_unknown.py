"""An aggregate must be one that measures have."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding
from linter.kinds.measure_body import OPERATIONS, MeasureOutput
from linter.project.project import Project
from linter.rulekit.measures import each_structured, judged_by, limits, told_of
from linter.rulekit.rule import Rule, Says
from linter.rulekit.values import replacements
from linter.suggest import did_you_mean
from linter.wording import quoted

RULE = Rule(
    "ME124",
    "aggregate-unknown",
    "an aggregate must be one that measures have",
    "product page measure-builder.md, its list of functions",
    sources=limits("K13"),
    local=True,
    kinds=("measure",),
)

_SINCE: Final = {"argmax": "2021-06", "argmin": "2021-06"}


def check(project: Project) -> Says:
    for one, _ in each_structured(project):
        for output in (each for every in one.aggregates for each in every.walk()):
            yield from _check(project, output)


def _check(project: Project, output: MeasureOutput) -> Says:
    node = output.node
    said = node.text("operation")
    if "operation" in node.broken:
        return
    operation = (said or "").strip().lower()
    since = _SINCE.get(operation)
    if not operation:
        yield Finding(
            node.at("operation"),
            f"{told_of(output)} does not say what is worked out",
            label="no operation",
            help=f"write one of {', '.join(quoted(OPERATIONS))} as its `operation`",
        )
    elif operation not in map(str.lower, OPERATIONS):
        yield Finding(
            node.at("operation"),
            f"`{said}` is no aggregate of measures{did_you_mean(str(said), OPERATIONS)}{_dropped(operation)}",
            label="not a known aggregate",
            help=f"use one of {', '.join(quoted(OPERATIONS))}",
            repairs=replacements(str(said), OPERATIONS),
        )
    elif since is not None and not judged_by(project, since):
        yield Finding(
            node.at("operation"),
            f"`{said}` exists since the API's generation {since}",
            label="of a later generation",
            help="set `api` in c360lint.toml if the instance has it, or use another aggregate",
        )


def _dropped(operation: str) -> str:
    """Return what became of an aggregate that pages described once."""
    return "; pages had it until 2021-01, no published list has it" if operation == "median" else ""
