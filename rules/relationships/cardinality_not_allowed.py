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
            node = relationship.node
            known = [node.worded("cardinality", one) for one in allowed]
            yield Finding(
                node.at("cardinality"),
                f"{node.called('cardinality')} `{value}` is not allowed{did_you_mean(value, known)}",
                label="expected " + " or ".join(f"`{one}`" for one in known),
                help=_help(value, project.settings.api, known),
                repairs=tuple(
                    Replacement(one, f"Replace `{value}` with `{one}`") for one in surest(value, known)
                ),
            )


def _help(value: str, api: str, known: list[str]) -> str:
    either = f"`{known[0]}` or `{known[1]}`"
    if value.lower() == "onetoone" and api == "2020-04":
        later = "later generations of the API (`api` in c360lint.toml) accept `OneToOne`"
        return f"use {either}; {later}"
    return f"state it as seen from the from-entity: {either}"
