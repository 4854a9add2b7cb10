"""An attribute of an insight must exist on its entity.

A measure of the kind entity has its dimensions and aggregates, by their aliases.  Attributes of segments
and of other measures aren't judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from linter.diagnostic import Finding, Stated
from linter.instance.snapshot import Snapshot
from linter.kinds.insight_input_body import Insight
from linter.kinds.measure_body import Measure
from linter.kinds.references import Column
from linter.kinds.request import Request, saved_request
from linter.project.project import Project
from linter.rulekit.existence import unknown_attributes
from linter.rulekit.rule import Rule, Says
from linter.suggest import KnownNames, did_you_mean
from linter.wording import first_few, quoted

_FEW: Final = 10  # attributes that a message lists

RULE = Rule(
    "II114",
    "insight-attribute-unknown",
    "an attribute of an insight must exist on its entity",
    "service error insightInputAttributeDoesNotExist",
    service_errors=(
        "insightInputAttributeDoesNotExist",
        "insightInputAttributeMetadataNotFound",
    ),
    sources=(
        Stated("service-error", "insightInputAttributeDoesNotExist"),
        Stated("service-error", "insightInputAttributeMetadataNotFound"),
    ),
    kinds=("insightInput",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    outputs = cache(_outputs)
    for payload in project.payloads("insightInput"):
        for one in payload.items:
            columns = (each for each in one.columns if each.entity is not None)
            named = (each for each in columns if (each.attribute or "").strip())
            yield from unknown_attributes(
                payload.request, [each for each in named if not _is_planned(project, each, payload.request)]
            )
            if one.metrics and one.request.snapshot is not None:
                yield from _of_measures(one, outputs(project, one.request.snapshot))


def _of_measures(one: Insight, measures: Mapping[str, KnownNames | None]) -> Says:
    for node, mention in one.metrics:
        known = measures.get(str(mention.name))
        if known is None:
            continue
        for index, name in enumerate(node.get("attributeNames") or ()):
            if isinstance(name, str) and name.strip() and not known.has(name):
                yield Finding(
                    node.at("attributeNames", index),
                    f"measure `{mention.name}` has no attribute `{name}`{did_you_mean(name, known)}",
                    label="no such attribute",
                    help=f"it has {first_few(quoted(known.names), _FEW)}",
                )


def _outputs(project: Project, snapshot: Snapshot) -> dict[str, KnownNames | None]:
    """Return the attributes of the measures that are entities, by their names, where all have aliases."""
    saved = [Measure(node, saved_request(snapshot)) for node in snapshot.root.nodes("measures")]
    payloads = (one for one in project.payloads("measure") if one.request.snapshot is snapshot)
    planned = [item for payload in payloads for item in payload.items]
    found: dict[str, KnownNames | None] = {}
    for one in (*saved, *planned):
        aliases = [each.alias for each in (*one.dimensions, *one.aggregates)]
        is_told = one.kind == "entity" and one.type == "structured" and aliases and all(aliases)
        found[str(one.goes_by)] = KnownNames(sorted(map(str, aliases))) if is_told else None
    return found


def _is_planned(project: Project, column: Column, request: Request) -> bool:
    """Tell whether conflict resolution will give the unified entity an attribute."""
    assert column.entity is not None
    assert request.snapshot is not None
    if column.entity.data_source is not None:
        return False
    return column.attribute in project.conflations.outputs(request.snapshot)
