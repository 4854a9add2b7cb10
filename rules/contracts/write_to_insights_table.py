"""The tables that Customer Insights writes to Dataverse should only be read."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DV115",
    "write-to-insights-table",
    "the tables that Customer Insights writes to Dataverse should only be read (GET)",
    "product documentation, dv-odata: it's recommended to use Dataverse APIs only to read data",
    "warning",
    url="https://learn.microsoft.com/dynamics365/customer-insights/data/dv-odata",
    sources=(Stated("product-page", "O12"),),
    local=True,
    kinds=("calls",),
)

_TABLES: Final = "msdynci_"


def check(project: Project) -> Says:
    for call in project.calls:
        begins = call.path.lstrip("/")
        name = begins.partition("/")[0].partition("(")[0]
        if call.method in ("POST", "PATCH", "PUT", "DELETE") and name.lower().startswith(_TABLES):
            start = call.path_end - len(begins)
            yield Finding(
                call.within(start, start + len(name)),
                f"`{name}` is written by Customer Insights, and should only be read",
                label=f"{call.method} of what the service writes",
                help="read it by GET; change the configuration that it comes from instead",
            )
