"""An attribute should have a name in the unified entity, without signs."""

from __future__ import annotations

import re
from typing import Final

from linter.diagnostic import Finding, Stated
from linter.kinds.conflict_resolution_rules import Output
from linter.placeholders import masked
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.wording import joined, quoted

RULE = Rule(
    "CR109",
    "output-without-name",
    "an attribute should have a name in the unified entity, without signs",
    "service error conflictResolutionAttrInvalid",
    severity="recommendation",
    service_errors=("conflictResolutionAttrInvalid",),
    sources=(Stated("service-error", "conflictResolutionAttrInvalid"),),
    inferred=True,
    local=True,
    kinds=("conflictResolutionRules",),
)

_SIGN: Final = re.compile(r"[^\w .-]")


def check(project: Project) -> Says:
    for rules in project.resolutions:
        for output in rules.outputs:
            if not output.node.broken & {"name", "outputName"}:
                yield from _check_output(output)


def _check_output(output: Output) -> Says:
    name = (output.name or "").strip()
    signs = sorted(set(_SIGN.findall(masked(name))))
    if not name:
        yield Finding(
            output.at,
            "the attribute has no name in the unified entity",
            label="a name is needed",
            help=f"add {output.node.called('name')}",
        )
    elif signs:
        yield Finding(
            output.at,
            f"the attribute's name has {joined(quoted(signs))}, which the service may refuse",
            label="not only letters, digits, `_`, ` `, `.` and `-`",
            help="leave the name to letters, digits and underscores; the friendly name may say more",
        )
