"""The output of a prediction can't be queried by an alternate key.

Such outputs are told by their names, as the documentation calls them (`OOB…`); an alternate key by its ending
on ID, and by not being an attribute that the snapshot declares.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Replacement, Stated
from linter.project.project import Project
from linter.rulekit.queries import prediction_keys
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "OD115",
    "prediction-by-alternate-key",
    "the output tables of prediction models can't be queried through an alternate key",
    "product documentation, odata-examples: limitations",
    url="https://learn.microsoft.com/dynamics365/customer-insights/data/odata-examples",
    service_errors=("entityDataUnsupportedQuery",),
    sources=(Stated("product-page", "O05"), Stated("service-error", "entityDataUnsupportedQuery")),
    inferred=True,
    local=True,
    kinds=("queries",),
    generations=("current",),
)


def check(project: Project) -> Says:
    for query in project.queries:
        for node in prediction_keys(project, query):
            yield Finding(
                project.queried.at(query, node),
                f"`{query.dataset}` can't be queried by the alternate key `{node.text}`",
                label="is an alternate key",
                help="ask `Customer` for the customer's ID first, and filter by `CustomerId`",
                repairs=(Replacement("CustomerId", f"Replace `{node.text}` with `CustomerId`"),),
            )
