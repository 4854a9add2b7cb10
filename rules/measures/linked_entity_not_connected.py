"""What a measure counts on must be connected with its base by relationships."""

from __future__ import annotations

from functools import cache

from linter.diagnostic import Finding, HeldBack, Location, NotChecked, Related, cause_at
from linter.instance.snapshot import Snapshot
from linter.kinds.measure_body import Measure
from linter.kinds.references import Mention
from linter.project.project import Project
from linter.project.ways import Place
from linter.rulekit.lacks import as_listed
from linter.rulekit.links import why_loose
from linter.rulekit.measure_paths import MeasurePaths, base_of, said_of_lost, unsure_of_paths
from linter.rulekit.measures import each_structured, errors, limits
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Node
from linter.wording import joined, quoted

RULE = Rule(
    "ME114",
    "linked-entity-not-connected",
    "what a measure counts on must be connected with its base by relationships",
    "service error measureRelationshipNotConnected",
    service_errors=("measureRelationshipNotConnected",),
    sources=(
        *errors("measureRelationshipNotConnected"),
        *limits("K12"),
    ),
    kinds=("measure",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    paths_in = cache(lambda snapshot: MeasurePaths(project, snapshot))
    for one, definition in each_structured(project):
        snapshot, start = one.request.snapshot, base_of(one)
        if snapshot is None or start is None or len(one.entities) == 1:
            continue
        paths = paths_in(snapshot)
        base = paths.ways.place(start)
        if base is not None:
            yield from _check(project, one, definition, paths, base)


def _check(
    project: Project,
    one: Measure,
    definition: Node,
    paths: MeasurePaths,
    base: Place,
) -> Says:
    request, others = one.request, paths.places(one.entities)
    lost = [(each, place) for each, place in others if not paths.groups.are_joined(base, place)]
    named = _named(definition)
    unknown = next((at for name, at in named.items() if name not in paths.ways.links), None)
    lack = unsure_of_paths(project, paths, request) if lost else None
    for each, place in lost:
        if unknown is not None:  # ME113
            yield HeldBack(each.at, cause_at(unknown))
        elif lack is not None:
            yield NotChecked(each.at, lack)
        elif (loose := paths.loose_between(base, place)) is not None:
            yield why_loose(each.at, *loose, request)
        else:
            cause = said_of_lost(project, paths, base, each)
            yield HeldBack(each.at, cause) if cause else _unrelated(paths.snapshot, each, base)
    if lost or not named or unknown is not None:
        return
    chosen, first = paths.groups_by(named), next(iter(named.values()))
    for each, place in others:
        if not chosen.are_joined(base, place):
            yield _left_out(each, base, first._replace(path=first.path[:-1]), list(named))


def _named(definition: Node) -> dict[str, Location]:
    """Return the relationships that the measure names, and where it does so first."""
    found: dict[str, Location] = {}
    for node in definition.nodes("dependencies"):
        listed = node.get("relationshipNames")
        for index, name in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(name, str):
                found.setdefault(name, node.at("relationshipNames", index))
    return found


def _unrelated(snapshot: Snapshot, mention: Mention, base: Place) -> Finding:
    return as_listed(
        Finding(
            mention.at,
            f"no relationships lead from `{base}` to `{mention.entity or mention.name}`",
            label="not connected",
            help="create the relationship first, or count on something else",
            sources=(*errors("measureRelationshipNotConnected"), *limits("K12")),
        ),
        snapshot,
        "relationships",
    )


def _left_out(mention: Mention, base: Place, at: Location, names: list[str]) -> Finding:
    return Finding(
        at,
        f"{joined(quoted(names))} {_do(names)} not join `{base}` and `{mention.entity or mention.name}`",
        label="not one path",
        related=(Related(mention.at, "what is counted on"),),
        help="name the relationships that lead from the one to the other",
        sources=errors("measureRelationshipNotConnected"),
    )


def _do(names: list[str]) -> str:
    return "does" if len(names) == 1 else "do"
