"""An insight must be of a type that the service knows.

The types' wire names aren't published: only what is surely none of them, or a slip of one, is reported.
"""

from __future__ import annotations

import re
from typing import Final

from linter.diagnostic import Finding, Replacement, Stated
from linter.kinds.items import settled
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.suggest import did_you_mean, surest
from linter.wording import quoted

RULE = Rule(
    "II101",
    "insight-type-unknown",
    "an insight must be of a type that the service knows",
    "service error insightTypeNotSupported",
    service_errors=(
        "insightTypeNotSupported",
        "unsupportedInsightType",
    ),
    sources=(
        Stated("service-error", "insightTypeNotSupported"),
        Stated("service-error", "unsupportedInsightType"),
    ),
    inferred=True,
    local=True,
    kinds=("insightInput",),
)


_KNOWN: Final = ("segmentExpansion", "segmentDifferentiators", "segmentOverlap", "suggestedSegments")
_WORDS: Final = re.compile("expan|similar|lookalike|differenti|overlap|suggest|compar|segment", re.IGNORECASE)


def check(project: Project) -> Says:
    for payload in project.payloads("insightInput"):
        for one in payload.items:
            type_ = settled(one.node.text("type"))
            if type_ is None or type_.lower() in map(str.lower, _KNOWN):
                continue
            near = surest(type_, _KNOWN)
            if near or not _WORDS.search(type_):
                yield Finding(
                    one.node.at("type"),
                    f"`{type_}` is no type of insight{did_you_mean(type_, _KNOWN)}"
                    if type_.strip()
                    else "the insight has no type",
                    label="not a known type",
                    help="use "
                    + (f"`{near[0]}`" if len(near) == 1 else f"one of {', '.join(quoted(_KNOWN))}"),
                    repairs=tuple(Replacement(name, f"Replace with `{name}`") for name in near),
                )
