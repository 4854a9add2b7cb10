"""A calculation may only use entities on one path."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from typing import Final

from linter.diagnostic import Finding, Location, Related
from linter.kinds.measure_body import Measure
from linter.kinds.references import Column
from linter.project.project import Project
from linter.project.ways import Place
from linter.rulekit.measure_paths import MeasurePaths, base_of, unsure_of_paths
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
    paths_in = cache(lambda snapshot: MeasurePaths(project, snapshot))
    for one, _ in each_structured(project):
        snapshot, start = one.request.snapshot, base_of(one)
        if snapshot is None or start is None or len(one.entities) < _FEWEST:
            continue
        paths = paths_in(snapshot)
        base = paths.ways.place(start)
        if base is not None and unsure_of_paths(project, paths, one.request) is None:
            yield from _check(one, paths, base)


def _check(one: Measure, paths: MeasurePaths, base: Place) -> Says:
    of_variables = {each.name: _places(paths, each.columns) for each in one.variables}
    found = [_apart(paths, base, of_variables[each.name]) for each in one.variables]
    told = [each for each in found if each is not None]
    yield from (_finding(*each, base)._replace(sources=limits("K11", "K07")) for each in told)
    counted: dict[Place, Location] = {}
    for output in one.aggregates if not told else ():
        for each in output.walk():
            own = _places(paths, [each.column]) if each.column is not None else of_variables.get(each.field)
            counted = {place: each.node.at("field") for place in own or ()} | counted
    apart = _apart(paths, base, counted)
    if apart is not None:
        yield _finding(*apart, base)._replace(sources=limits("K07"))


def _places(paths: MeasurePaths, columns: list[Column]) -> dict[Place, Location]:
    """Return the entities that columns are of, each with the first one's place."""
    named = [(each, paths.ways.place(each.mention)) for each in columns if each.mention is not None]
    return {place: each.at for each, place in reversed(named) if place is not None}


def _apart(
    paths: MeasurePaths, base: Place, places: dict[Place, Location]
) -> tuple[Place, Location, Place, Location] | None:
    """Return two entities that no path from the base goes through both of, the later one first."""
    in_order = sorted(places, key=lambda each: _order(places[each]))
    for first, second in combinations(in_order, 2):
        if not paths.are_on_one_path(base, first, second):
            return second, places[second], first, places[first]
    return None


def _order(at: Location) -> tuple[list[str], tuple[int, int]]:
    """Return what sorts places of one document by its text, as far as indices tell."""
    return [str(each).zfill(9) for each in at.path], at.slice or (0, 0)


def _finding(later: Place, at: Location, earlier: Place, there: Location, base: Place) -> Finding:
    return Finding(
        at,
        f"`{later}` is on another path from `{base}` than `{earlier}`",
        label="on another path",
        related=(Related(there, f"`{earlier}` is used here"),),
        help="use entities of one path only, and make a measure of its own of the others",
    )
