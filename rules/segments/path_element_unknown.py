"""Each element of a path must be an entity or a relationship."""

from __future__ import annotations

from linter.diagnostic import Cause, Finding, HeldBack, NotChecked, Replacement, Stated, cause_at
from linter.instance.snapshot import Snapshot
from linter.project.project import Project
from linter.rulekit.causes import nothing_ingested
from linter.rulekit.chosen_paths import ChosenPath, PathElement, chosen_paths, unsure_of_links
from linter.rulekit.lacks import doubted
from linter.rulekit.rule import Rule, Says
from linter.suggest import KnownNames, suggestion

RULE = Rule(
    "SG130",
    "path-element-unknown",
    "each element of a path must be an entity or a relationship",
    "service errors segmentEntityInPathDoesNotExist and segmentEntityRelationshipNotFound",
    service_errors=(
        "segmentEntityInPathDoesNotExist",
        "segmentEntityRelationshipNotFound",
    ),
    sources=(
        Stated("service-error", "segmentEntityInPathDoesNotExist"),
        Stated("service-error", "segmentEntityRelationshipNotFound"),
    ),
    kinds=("segment",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for path in chosen_paths(project):
        snapshot = path.segment.request.snapshot
        assert snapshot is not None
        for one in path.elements:
            if one.is_unknown:
                yield _said(project, path, snapshot, one)


def _said(
    project: Project, path: ChosenPath, snapshot: Snapshot, one: PathElement
) -> Finding | NotChecked | HeldBack:
    if snapshot.nothing_ingested:
        return HeldBack(one.hop.at, nothing_ingested(snapshot))
    name, lack = one.hop.name, unsure_of_links(project, path.segment) or snapshot.doubt
    links = project.ways(snapshot).links
    close = KnownNames([*snapshot.all_names(), *links, project.settings.master_dataset]).close(name)
    is_whole = snapshot.complete("entities") and snapshot.complete("relationships")
    gone = name in snapshot.relationship_names
    lacks = "is deleted by a request" if gone else "is neither an entity nor a relationship"
    said = Finding(
        one.hop.at,
        f"`{name}` {lacks if is_whole or gone else 'is not in the snapshot, which is not complete'}"
        f"{suggestion(close.nearest)}",
        label="leads nowhere",
        help=f"replace it with `{close.nearest[0]}`"
        if len(close.nearest) == 1
        else "name the entities, or the relationships, that lead from the criteria's entity to Customer",
        severity=None if is_whole or gone else "warning",
        missed_in=None if gone else snapshot.broken_at("entities", "relationships"),
        repairs=tuple(Replacement(other, f"Replace `{name}` with `{other}`") for other in close.surest),
        causes=(cause_at(one.hop.at), Cause("relationship", name)),
    )
    return doubted(said, lack)
