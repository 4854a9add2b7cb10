"""Cardinality can have only two values: "OneToMany" or "ManyToOne".

That of 2020-08 has OneToMany and OneToOne, later ones all three; `api` in the configuration decides.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.cardinalities import ANY, allowed_in
from linter.rulekit.rule import Rule, Says
from linter.rulekit.values import replacements
from linter.suggest import did_you_mean
from linter.wording import either

_MANY_TO_MANY: Final = Stated("product-page", "R02")

RULE = Rule(
    "RL03",
    "cardinality-not-allowed",
    'cardinality can have only two values: "OneToMany" or "ManyToOne"; later generations also "OneToOne"',
    "PATCH …/manage/relationships, limitation 3 of 6",
    service_errors=("valueNotSupported",),
    sources=(
        Stated("api-page", "PATCH …/manage/relationships, limitation 3 of 6"),
        Stated("product-page", "R01"),
        _MANY_TO_MANY,
    ),
    local=True,
    kinds=("relationships",),
)


def check(project: Project) -> Says:
    api = project.settings.api
    allowed = allowed_in(api)
    folded = [value.lower() for value in allowed]
    for relationship in project.planned_relationships():
        value = relationship.node.text("cardinality")
        if value is not None and value.lower() not in folded:
            node = relationship.node
            known = [node.worded("cardinality", one) for one in allowed]
            yield Finding(
                node.at("cardinality"),
                f"{node.called('cardinality')} `{value}` is not allowed{_in(api) if _of_later(value) else ''}"
                f"{did_you_mean(value, known)}",
                label=f"expected {either(known)}",
                help=_help(value, known),
                repairs=replacements(value, known),
                sources=RULE.sources if _is_many_to_many(value) else RULE.sources[:-1],
            )


def _in(api: str) -> str:
    return f" in the API's generation {api}"


def _is_many_to_many(value: str) -> bool:
    return value.lower() == "manytomany"


def _help(value: str, known: list[str]) -> str:
    listed, later = either(known), _of_later(value)
    if _is_many_to_many(value):
        return "make a linking entity, and a ManyToOne relationship from it to each of the two"
    if later:
        return f"use {listed}; later generations of the API (`api` in c360lint.toml) accept `{later[0]}`"
    return f"state it as seen from the from-entity: {listed}"


def _of_later(value: str) -> list[str]:
    """Return the value as later generations of the API spell it, if they allow it."""
    return [one for one in ANY if one.lower() == value.lower()]
