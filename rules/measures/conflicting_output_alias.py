"""No two dimensions or aggregates of a measure may have the same alias."""

from __future__ import annotations

from linter.diagnostic import Finding, HeldBack, Related
from linter.kinds.items import settled
from linter.kinds.measure_body import Measure, MeasureOutput
from linter.project.project import Project
from linter.rulekit.aliases import OutputAliases
from linter.rulekit.measures import called, each_structured, errors, is_included, told_of
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "ME121",
    "conflicting-output-alias",
    "no two dimensions or aggregates of a measure may have the same alias",
    "service error measureHasConflictingOutputAlias",
    service_errors=("measureHasConflictingOutputAlias",),
    sources=errors("measureHasConflictingOutputAlias"),
    local=True,
    kinds=("measure",),
)


def check(project: Project) -> Says:
    aliases = OutputAliases()
    for one, _ in each_structured(project):
        first: dict[str, MeasureOutput] = {}
        for output in one.all_outputs:
            alias = settled(output.alias)
            if alias is None or not alias.strip() or not is_included(output):
                continue
            if first.setdefault(alias.lower(), output) is not output:
                other = first[alias.lower()]
                cause = aliases.why_unfit(one, other) or aliases.why_unfit(one, output)
                at = output.node.at("alias")
                yield HeldBack(at, cause) if cause is not None else _conflicting(one, output, other)


def _conflicting(one: Measure, output: MeasureOutput, other: MeasureOutput) -> Finding:
    return Finding(
        output.node.at("alias"),
        f"{told_of(other)} of {called(one)} has the alias `{other.alias}`, too",
        label="the alias of another one",
        related=(Related(other.node.at("alias"), "the other one"),),
        help="give each an alias of its own; case does not tell them apart",
    )
