"""What a measure counts on must be connected with its base by relationships."""

from __future__ import annotations

from linter.diagnostic import Finding, Location, NotChecked, Related
from linter.instance.snapshot import Entity, Snapshot
from linter.kinds.measure import Measure
from linter.kinds.references import Mention
from linter.project.project import Project
from linter.rulekit.lacks import undeclared
from linter.rulekit.measure_paths import MeasurePaths
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
    for one, definition in each_structured(project):
        snapshot = one.request.snapshot
        base = next((each.entity for each in one.entities if _is_base(each)), None)
        others = [each for each in one.entities if each.entity is not None and each.entity is not base]
        if snapshot is None or base is None or not others:
            continue
        paths = MeasurePaths(project, one, snapshot)
        if not paths.is_known and any(
            each.entity.data_source is None for each in one.entities if each.entity
        ):
            continue
        yield from _check(project, one, definition, paths, base, others)


def _is_base(mention: Mention) -> bool:
    return mention.node is not None and (mention.node.text("kind") or "").lower() == "base"


def _check(
    project: Project, one: Measure, definition: Node, paths: MeasurePaths, base: Entity, others: list[Mention]
) -> Says:
    snapshot = one.request.snapshot
    if snapshot is None:
        return
    reached = paths.reach(base)
    lost = [each for each in others if each.entity not in reached]
    lack = project.unsure("relationships") if lost else None
    if lost and lack is None and not snapshot.declares("relationships"):
        lack = undeclared("relationships", snapshot)
    for each in lost:
        yield _unrelated(snapshot, each, base) if lack is None else NotChecked(each.at, lack)
    named = _named(definition)
    links = {link.name for link in project.links(snapshot)}
    if lost or not named or not named.keys() <= links:
        return
    chosen = MeasurePaths(project, one, snapshot, named).reach(base)
    for each in others:
        if each.entity not in chosen:
            yield _left_out(each, base, next(iter(named.values())), list(named))


def _named(definition: Node) -> dict[str, Location]:
    """Return the relationships that the measure names, and where it does so first."""
    found: dict[str, Location] = {}
    for node in definition.nodes("dependencies"):
        for name in node.get("relationshipNames") or ():
            if isinstance(name, str):
                found.setdefault(name, node.at("relationshipNames"))
    return found


def _unrelated(snapshot: Snapshot, mention: Mention, base: Entity) -> Finding:
    return Finding(
        mention.at,
        f"no relationships lead from `{base}` to `{mention.entity}`",
        label="not connected",
        help="create the relationship first, or count on something else",
        severity=snapshot.severity_of_absence("relationships"),
        sources=(*errors("measureRelationshipNotConnected"), *limits("K12")),
    )


def _left_out(mention: Mention, base: Entity, at: Location, names: list[str]) -> Finding:
    return Finding(
        at,
        f"{joined(quoted(names))} {_do(names)} not join `{base}` and `{mention.entity}`",
        label="not one path",
        related=(Related(mention.at, "what is counted on"),),
        help="name the relationships that lead from the one to the other",
        sources=errors("measureRelationshipNotConnected"),
    )


def _do(names: list[str]) -> str:
    return "does" if len(names) == 1 else "do"
