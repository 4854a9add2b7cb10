"""Both columns of a criterion should be normalized alike."""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.kinds.conflation_plan import Criterion, normalizations
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.rulekit.types import is_text
from linter.shapes.node import Node
from linter.wording import joined, quoted

RULE = Rule(
    "CP115",
    "uneven-normalization",
    "both columns of a criterion should be normalized alike",
    "a convention of this linter: what is made alike on one side alone doesn't match",
    severity="recommendation",
    sources=(Stated("convention", "both columns of a criterion are normalized alike"),),
    inferred=True,
    group="advice",
    local=True,
    kinds=("conflationPlan",),
)


def check(project: Project) -> Says:
    for plan in project.plans:
        for criterion in plan.criteria:
            if criterion.kind in ("exact", "fuzzy"):
                yield from _check_criterion(criterion)


def _has_unknown(column: Node) -> bool:
    known = column.shape.within("normalizations").accepted
    assert known is not None
    return any(one.lower() not in known for one in column.get("normalizations") or ())


def _check_criterion(criterion: Criterion) -> Says:
    sides = criterion.sides
    nodes = [node for _, node in sides if "normalizations" not in node.broken]
    said = [normalizations(node) for node in nodes]
    if len(said) < 2 or said[0] == said[1] or any(is_text(column) is False for column, _ in sides):
        return  # what isn't text can't be normalized at all: that is CP107, CP108
    if any(map(_has_unknown, nodes)):
        return  # DO102 says so; what is meant isn't known
    fewer = 0 if said[0].issubset(said[1]) else 1
    here, there = nodes[fewer], nodes[1 - fewer]
    lacking = [one for one in there.get("normalizations") if one.lower() in said[1 - fewer] - said[fewer]]
    own, other = here.text("attributeName"), there.text("attributeName")
    yield Finding(
        here.at("normalizations"),
        f"`{own}` is normalized otherwise than `{other}`, with which it is compared",
        label=f"without {joined(quoted(lacking))}" if lacking else "otherwise than the other one",
        related=(Related(there.at("normalizations"), "how the other one is normalized"),),
        help=f"give both columns the same {here.called('normalizations')}",
    )
