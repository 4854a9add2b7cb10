"""A measure must be of kind entity or attribute."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding
from linter.kinds.measure_body import Measure
from linter.project.project import Project
from linter.rulekit.measures import called, each_measure, errors, is_empty
from linter.rulekit.rule import Rule, Says
from linter.rulekit.values import replacements
from linter.shapes.node import Node
from linter.suggest import did_you_mean

RULE = Rule(
    "ME102",
    "measure-kind-unknown",
    "a measure must be of kind entity or attribute",
    "service error measureDefinitionKind",
    service_errors=("measureDefinitionKind",),
    sources=errors("measureDefinitionKind"),
    local=True,
    kinds=("measure",),
)

_KNOWN: Final = ("entity", "attribute")


def check(project: Project) -> Says:
    for one in each_measure(project):
        definition = one.definition
        if definition is None or is_empty(definition) or "kind" in definition.broken:
            continue
        kind = definition.text("kind")
        if kind is None or kind.lower() not in _KNOWN:
            yield _finding(one, definition, kind)


def _finding(one: Measure, definition: Node, kind: str | None) -> Finding:
    return Finding(
        definition.at("kind"),
        f"{called(one)} does not say of which kind it is"
        if not (kind or "").strip()
        else f"`{kind}` is no kind of measure{did_you_mean(str(kind), _KNOWN)}",
        label="neither entity nor attribute",
        help="write `attribute` for one figure of each customer, `entity` for a table or a single number",
        repairs=replacements(kind, _KNOWN) if kind else (),
    )
