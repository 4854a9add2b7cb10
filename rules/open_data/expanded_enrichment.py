"""Enriched brand or interest affinities can't be expanded.

They are tables of their own, and can be filtered by Customer ID.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

_ENRICHMENTS: Final = ("BrandShareOfVoiceFromMicrosoft", "InterestShareOfVoiceFromMicrosoft")

RULE = Rule(
    "OD108",
    "expanded-enrichment",
    "$expand of enriched brand or interest affinities is not supported",
    "product documentation, odata-examples: limitations",
    url="https://learn.microsoft.com/dynamics365/customer-insights/data/odata-examples",
    service_errors=("entityDataUnsupportedQuery",),
    sources=(Stated("product-page", "O04"), Stated("service-error", "entityDataUnsupportedQuery")),
    local=True,
    kinds=("queries",),
    generations=("current",),
)


def check(project: Project) -> Says:
    for query in project.queries:
        for step in project.queried.nodes(query, "expandStep"):
            name = next(iter(step.parts), step)
            if name.text in _ENRICHMENTS:
                yield Finding(
                    project.queried.at(query, name),
                    f"`{name.text}` can't be expanded",
                    label="is an enrichment",
                    help=f"query it by itself: data/{name.text}?$filter=CustomerId eq '…'",
                )
