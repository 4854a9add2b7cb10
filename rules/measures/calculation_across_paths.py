"""A calculation may only use entities on one path."""

from __future__ import annotations

from itertools import combinations
from typing import Final

from linter.diagnostic import Finding, Location, Related
from linter.instance.snapshot import Entity
from linter.kinds.measure import Measure
from linter.kinds.references import Column, Mention
from linter.project.project import Project
from linter.rulekit.measure_paths import MeasurePaths
from linter.rulekit.measures import each_structured, limits
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "ME116",
    "calculation-across-paths",
    "a calculation may only use entities on one path",
    'product page measure-builder.md, "Only use tables on the same path for new calculations"',
    sources=limits("K07", "K11"),
    inferred=True,
    kinds=("measure",),
    needs=("snapshot",),
)

_FEWEST: Final = 3  # so many entities does it take to be on two paths


def check(project: Project) -> Says:
    for one, _ in each_structured(project):
        base = next((each.entity for each in one.entities if _is_base(each)), None)
        if base is None or one.request.snapshot is None or len(one.entities) < _FEWEST:
            continue
        paths = MeasurePaths(project, one, one.request.snapshot)
        if paths.is_known:
            yield from _check(one, paths, base)


def _check(one: Measure, paths: MeasurePaths, base: Entity) -> Says:
    of_variables = {each.name: _entities(each.columns) for each in one.variables}
    told = False
    for variable in one.variables:
        apart = _apart(paths, base, of_variables[variable.name])
        if apart is not None:
            told = True
            yield _finding(*apart, base)._replace(sources=limits("K11", "K07"))
    counted: dict[Entity, Location] = {}
    for output in one.aggregates:
        for each in output.walk():
            own = of_variables.get(each.field) if each.column is None else _entities([each.column])
            for entity in own or ():
                counted.setdefault(entity, each.node.at("field"))
    apart = None if told else _apart(paths, base, counted)
    if apart is not None:
        yield _finding(*apart, base)._replace(sources=limits("K07"))


def _is_base(mention: Mention) -> bool:
    return mention.node is not None and (mention.node.text("kind") or "").lower() == "base"


def _entities(columns: list[Column]) -> dict[Entity, Location]:
    return {each.entity: each.at for each in reversed(columns) if each.entity is not None}


def _apart(
    paths: MeasurePaths, base: Entity, entities: dict[Entity, Location]
) -> tuple[Entity, Location, Entity, Location] | None:
    """Return two entities that no path from the base goes through both of, the later one first."""
    others = [entity for entity in entities if entity is not base]
    for first, second in combinations(others, 2):
        if not paths.are_on_one_path(base, first, second):
            return second, entities[second], first, entities[first]
    return None


def _finding(later: Entity, at: Location, earlier: Entity, there: Location, base: Entity) -> Finding:
    return Finding(
        at,
        f"`{later}` is on another path from `{base}` than `{earlier}`",
        label="on another path",
        related=(Related(there, f"`{earlier}` is used here"),),
        help="use entities of one path only, and make a measure of its own of the others",
    )
