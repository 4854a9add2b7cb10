"""The alias of a dimension or aggregate must be fit for an attribute of its own."""

from __future__ import annotations

from linter.diagnostic import Finding, HeldBack, cause_at
from linter.kinds.items import settled
from linter.kinds.measure_body import MeasureOutput
from linter.project.project import Project
from linter.rulekit.aliases import OutputAliases
from linter.rulekit.measures import each_structured, errors, predicting
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "ME120",
    "unfit-output-alias",
    "the alias of a dimension or aggregate must be fit for an attribute of its own",
    "service error invalidMeasureAttributeNameFormat",
    service_errors=(
        "invalidMeasureAttributeNameFormat",
        "measureContainsReservedAlias",
    ),
    sources=errors("invalidMeasureAttributeNameFormat", "measureContainsReservedAlias"),
    inferred=True,
    local=True,
    kinds=("measure",),
)


def check(project: Project) -> Says:
    aliases = OutputAliases()
    for one, _ in each_structured(project):
        for output in one.all_outputs:
            alias = settled(output.alias)
            cause = aliases.why_unfit(one, output) if alias is not None and alias.strip() else None
            if alias is None or cause is None:
                continue
            at = output.node.at("alias")
            strange = aliases.strange_in(alias)
            if strange:
                yield predicting(_malformed(output, alias, strange), "invalidMeasureAttributeNameFormat")
            elif cause != cause_at(at):
                yield HeldBack(at, cause)
            else:
                yield predicting(_reserved(output, alias), "measureContainsReservedAlias")


def _malformed(output: MeasureOutput, alias: str, strange: str) -> Finding:
    return Finding(
        output.node.at("alias"),
        f"the alias `{alias}` has characters that an attribute's name can't have: `{strange}`",
        label="not the name of an attribute",
        help="use letters, digits and underscores; `displayName` may say more",
    )


def _reserved(output: MeasureOutput, alias: str) -> Finding:
    return Finding(
        output.node.at("alias"),
        f"the alias `{alias}` is the name of an attribute that the service makes",
        label="reserved",
        help="choose another alias",
    )
