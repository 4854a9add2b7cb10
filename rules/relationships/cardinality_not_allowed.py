"""Cardinality can have only two values: "OneToMany" or "ManyToOne".

Later generations of the API accept OneToOne as well; `api` in the configuration decides.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Replacement
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.suggest import did_you_mean, surest

RULE = Rule(
    "RL03",
    "cardinality-not-allowed",
    'cardinality can have only two values: "OneToMany" or "ManyToOne"',
    "PATCH …/manage/relationships, limitation 3 of 6",
    local=True,
    kinds=("relationships",),
)

_DOCUMENTED: Final = ("OneToMany", "ManyToOne")
_LATER: Final = (*_DOCUMENTED, "OneToOne")


def check(project: Project) -> Says:
    allowed = _DOCUMENTED if project.settings.api == "2020-04" else _LATER
    folded = [value.lower() for value in allowed]
    for relationship in project.planned_relationships():
        value = relationship.node.text("cardinality")
        if value is not None and value.lower() not in folded:
            yield Finding(
                relationship.node.at("cardinality"),
                f"cardinality `{value}` is not allowed{did_you_mean(value, allowed)}",
                label="expected " + " or ".join(f"`{one}`" for one in allowed),
                help=_help(value, project.settings.api),
                repairs=tuple(
                    Replacement(one, f"Replace `{value}` with `{one}`") for one in surest(value, allowed)
                ),
            )


def _help(value: str, api: str) -> str:
    if value.lower() == "onetoone" and api == "2020-04":
        later = "later generations of the API (`api` in c360lint.toml) accept `OneToOne`"
        return f"use `OneToMany` or `ManyToOne`; {later}"
    return "state it as seen from the from-entity: `OneToMany` or `ManyToOne`"
