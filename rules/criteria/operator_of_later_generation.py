"""Operators and kinds of criteria that came later can't be sent to an older generation of the API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from linter.diagnostic import Finding, Stated
from linter.instance.generations import GENERATIONS
from linter.kinds.criteria import Condition
from linter.project.project import Project
from linter.rulekit.criteria import KINDS, Codes, all_parts
from linter.rulekit.rule import Rule, Says

_CODES = Codes(both=("invalidModelState",))
_MODEL = Stated("convention", "the API's models of each generation")

RULE = Rule(
    "CQ122",
    "operator-of-later-generation",
    "operators and kinds of criteria that came later can't be sent to an older generation of the API",
    "the API's models of each generation",
    service_errors=_CODES.all,
    sources=(_MODEL, *_CODES.stated),
    inferred=True,
    generations=GENERATIONS[: GENERATIONS.index("2021-09")],
    local=True,
    kinds=KINDS,
)
_SINCE: Final = {
    ("comparisonOperator", "childof"): "2021-09",
    ("comparisonOperator", "parentof"): "2021-09",
    ("kind", "engagement"): "2021-06",
    ("kind", "post"): "2021-09",
    ("kind", "consent"): "2021-09",
}


def check(project: Project) -> Says:
    mine = GENERATIONS.index(project.settings.api)
    for kind, one in all_parts(project):
        for name, value, since in _later(one):
            if GENERATIONS.index(since) > mine:
                finding = Finding(
                    one.node.at(name),
                    f"`{value}` is of the API's generation {since}, and this project's is "
                    f"{project.settings.api}",
                    label=f"since {since}",
                    help=f"set `api` in c360lint.toml to {since} or later, if the instance has it",
                )
                yield _CODES.told(kind, finding, _MODEL)


def _later(one: Condition) -> Iterator[tuple[str, str, str]]:
    for name in ("comparisonOperator", "kind"):
        value = one.node.text(name)
        since = _SINCE.get((name, str(value).lower()))
        if since is not None:
            yield name, str(value), since
