"""A metric's entity must be unique, and neither source nor candidate."""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.kinds.insight_input_body import Insight, is_named
from linter.kinds.references import Mention
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "II119",
    "metric-entity-twice",
    "the entity of a metric must be unique, and neither source nor candidate",
    "service error insightInputMetricsEntityMustBeUnique",
    service_errors=(
        "insightInputMetricsEntityMustBeUnique",
        "insightInputMetricsSameAsCandidateOrSource",
    ),
    sources=(
        Stated("service-error", "insightInputMetricsEntityMustBeUnique"),
        Stated("service-error", "insightInputMetricsSameAsCandidateOrSource"),
    ),
    inferred=True,
    local=True,
    kinds=("insightInput",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("insightInput"):
        for one in payload.items:
            yield from _check(one)


def _check(one: Insight) -> Says:
    first = {mention.key(): (mention, 1) for mention in one.compared}
    for _, mention in one.metrics:
        if not is_named(mention):
            continue
        before, which = first.setdefault(mention.key(), (mention, 0))
        if before is not mention:
            yield _again(mention, before, which)


def _again(mention: Mention, before: Mention, which: int) -> Finding:
    said = ("has a metric already", "is compared itself, and can't be a metric besides")[which]
    codes = RULE.service_errors[which : which + 1]
    return Finding(
        mention.at,
        f"`{mention.spelled}` {said}",
        label="named before",
        related=(Related(before.at, "the first time"),),
        help="list all of its attributes in one metric" if which == 0 else "name a measure",
        service_errors=codes,
        sources=tuple(Stated("service-error", code) for code in codes),
    )
