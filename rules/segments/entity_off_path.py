"""Where paths are given, the entities of all conditions must be on one of them."""

from __future__ import annotations

from linter.diagnostic import Finding, HeldBack, Related, Stated, cause_at
from linter.project.project import Project
from linter.rulekit.chosen_paths import ChosenPath, chosen_paths, reached_entities
from linter.rulekit.rule import Rule, Says, product_page
from linter.shapes.node import Node

RULE = Rule(
    "SG135",
    "entity-off-path",
    "the entities of all conditions must be on the path that is given",
    "service error segmentCriteriaUnreachableEntityUsingPath; product documentation, segment-builder",
    url=product_page("segment-builder.md"),
    service_errors=("segmentCriteriaUnreachableEntityUsingPath",),
    sources=(
        Stated("service-error", "segmentCriteriaUnreachableEntityUsingPath"),
        Stated("product-page", "E03"),
    ),
    kinds=("segment",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    paths: dict[Node, list[ChosenPath]] = {}
    for path in chosen_paths(project):
        if path.rowset is not None:
            paths.setdefault(path.rowset.node, []).append(path)
    for one in reached_entities(project):
        chosen = paths.get(one.rowset.node, [])
        if not chosen or any(
            one.entity in path.walked.visited or one.entity in _named(path) for path in chosen
        ):
            continue
        wrong = next((each for path in chosen for each in path.elements if each.is_unknown), None)
        wrong = wrong or next((path.walked.stuck for path in chosen if path.walked.stuck is not None), None)
        if wrong is not None:
            yield HeldBack(one.mention.at, cause_at(wrong.hop.at))
        elif not any(each.is_open for path in chosen for each in path.elements):
            yield Finding(
                one.mention.at,
                f"`{one.entity}` is on no path of the rowset",
                label="not on the path",
                help=f"add the way between `{one.entity}` and `{project.settings.master_dataset}` to `paths`",
                related=(Related(chosen[0].at, "the path that is given"),),
            )


def _named(path: ChosenPath) -> set[object]:
    return {one.place for one in path.elements}
